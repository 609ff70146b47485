"""Messages between the grader and its sandbox: four bytes of length, then that many bytes."""

import os

LARGEST = 4_000_000  # bytes of a request, or of what an answer gives back


def receive(source: int, buffer: memoryview) -> int:
    """Read one frame into the buffer and return its length; 0 at the end."""
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
    for part in (len(body).to_bytes(4, "big"), body):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(target, rest) :]
