"""Send and receive frames between the grader and its sandbox: four bytes of length, then the content."""

import os
from collections.abc import Iterator

LARGEST = 4_000_000  # the most bytes of a request, or of the results of an answer


def receive(source: int, buffer: memoryview) -> int:
    """Read one frame into the buffer and return its length in bytes; 0 at the end of the input."""
    head = b""
    while len(head) < 4:
        part = os.read(source, 4 - len(head))
        if not part:
            return 0
        head += part
    size, got = int.from_bytes(head, "big"), 0
    while got < size:
        part = os.read(source, size - got)
        if not part:
            return 0
        buffer[got : got + len(part)] = part
        got += len(part)
    return size


def send(target: int, body: bytes | memoryview) -> None:
    """Write one frame."""
    rest = memoryview(frame(body))
    while rest:
        rest = rest[os.write(target, rest) :]


def frame(body: bytes | memoryview) -> bytes:
    """Return one frame."""
    return len(body).to_bytes(4, "big") + body


def frames(data: bytes) -> Iterator[bytes]:
    r"""Yield the contents of complete frames, lazily since untrusted data may hold a million empty ones.

    >>> list(frames(frame(b"one") + frame(b"two") + b"\0"))
    [b'one', b'two']
    """
    start = 4
    while start <= len(data) and (end := start + int.from_bytes(data[start - 4 : start], "big")) <= len(data):
        yield data[start:end]
        start = end + 4
