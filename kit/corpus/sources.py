"""Which files a corpus is made of, what each is, and its documents one by one, or why one cannot be read."""

import gzip
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from glob import glob, has_magic
from pathlib import Path

from kit import encoding as evidence
from kit.folders import find
from kit.read import TextError, TextWarning, encoding_of, read_text

PIECE = 2**23  # bytes of text that are read at a time: a larger file is cut at its line breaks
HEAD = 2**16  # bytes that show a large file's encoding
KINDS = (".txt", ".jsonl", ".parquet")  # what is taken from a folder; any of them may also end in .gz


@dataclass(frozen=True)
class Piece:
    """A file, or the part of a large one, that is read in one go."""

    number: int  # of the file, in order of name
    path: str
    name: str  # the path below the corpus's own folder
    part: str
    stamp: list[int]  # what the file was when the work was planned: size, times of its last change
    start: int = 0
    stop: int = 0  # 0: to the end
    row: int = 0  # lines, or rows, that come before
    encoding: str = ""  # of a large file

    def to_json(self) -> dict:
        """Give what another process needs to know of it."""
        return asdict(self)


@dataclass(frozen=True)
class Document:
    """One text of the corpus; `text` may be a piece of it."""

    number: int  # file number × 2**32 + the line or row in the file
    name: str
    part: str
    text: str


@dataclass(frozen=True)
class Problem:
    """What was wrong with a file or one of its lines, and whether it was counted all the same."""

    file: str
    problem: str
    counted: bool = False


def stamp(path: str | Path) -> list[int]:
    """Give what changes when a file does: size, time of last change of contents, and of anything.

    >>> len(stamp("seeds/second.txt"))
    3
    """
    found = os.stat(path)
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def find_files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Find the files that are meant, in order of name: files, folders or patterns, one or several.

    >>> [path.name for path in find_files("seeds/*.txt")]
    ['000_334c5c13315cfcf7.txt', 'second.txt']

    Raises:
        TextError: there are none.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    found: set[str] = set()
    for one in map(str, several):
        found.update(map(os.path.abspath, _meant(one)))
    if not found:
        raise TextError(
            f"Corpus: no files in {', '.join(map(str, several))}. Give a folder, a file or *.txt."
        )
    return [Path(path) for path in sorted(found)]


def _meant(name: str) -> list[str]:
    if has_magic(name) and not Path(name).exists():
        return [path for path in glob(os.path.expanduser(name), recursive=True) if Path(path).is_file()]
    path = find(name)
    if path is None:
        raise TextError(f"Corpus: there is no file or folder {name}. To name many files, write folder/*.txt.")
    if not path.is_dir():
        return [str(path)]
    inside = (path / name for name in glob("**/*", root_dir=path, recursive=True))
    return [str(file) for file in inside if _kind(file) in KINDS and file.is_file()]


def _kind(path: str | Path) -> str:
    return Path(str(path).lower().removesuffix(".gz")).suffix


def plan(files: list[Path]) -> tuple[list[list[Piece]], list[Problem]]:
    """Share the files out into jobs of about `PIECE` bytes, and say which are gone already.

    >>> jobs, problems = plan(find_files("seeds/*.txt"))
    >>> [[piece.name for piece in job] for job in jobs], problems
    ([['000_334c5c13315cfcf7.txt', 'second.txt']], [])
    """
    top = os.path.commonpath([path.parent for path in files])
    jobs, job, size, problems = [], [], 0, []
    for number, path in enumerate(files):
        name = path.relative_to(top).as_posix()
        folder = str(Path(name).parent.as_posix())
        part = folder if folder != "." else path.name.split(".")[0]
        try:
            whole = Piece(number, str(path), name, part, stamp(path))
            if whole.stamp[0] > PIECE:
                jobs += [[piece] for piece in _cut(whole)]
                continue
        except (OSError, TextError) as error:
            problems.append(Problem(name, _reason(error)))
            continue
        job.append(whole)
        size += whole.stamp[0]
        if size > PIECE:
            jobs.append(job)
            job, size = [], 0
    return jobs + [job] * bool(job), problems


def _cut(whole: Piece) -> Iterator[Piece]:
    """Cut a large file so that several processes can read it: at line breaks, or between rows."""
    fields = whole.to_json()
    if _kind(whole.path) == ".parquet":
        import pyarrow.parquet as pq

        groups, row = pq.ParquetFile(whole.path).metadata, 0
        for group in range(groups.num_row_groups):
            yield Piece(**fields | {"start": group, "stop": group + 1, "row": row})
            row += groups.row_group(group).num_rows
        return
    with Path(whole.path).open("rb") as file:
        head = file.read(HEAD)
        if whole.path.endswith(".gz") or (encoding := _encoding(head, whole.name)).startswith("utf-16"):
            yield whole  # cannot be read from the middle
            return
        fields["encoding"] = encoding.removesuffix("-sig")
        start = row = 0
        is_lines = _kind(whole.path) == ".jsonl"
        while start < whole.stamp[0]:
            stop = start + _safe_length(file, start)
            yield Piece(**fields | {"start": start, "stop": stop, "row": row})
            if is_lines:
                file.seek(start)
                row += file.read(stop - start).count(b"\n")
            start = stop


def _safe_length(file, start: int) -> int:
    """Say how many bytes from `start` to take: to a line break where a sentence surely ends.

    A sub-heading between dashes is seen only together with the stop before it, so the next line must begin
    with a letter. A text that has no such place in all its last eighth is cut at a space.
    """
    file.seek(start)
    data = file.read(PIECE)
    if len(data) < PIECE:
        return len(data)
    for at in _backwards(data, b"\n"):
        if at + 1 < len(data) and data[at + 1 : at + 2] not in (b" ", b"\t", b"\n", b"\r", b"-", b"\xe2"):
            return at + 1
    return data.rfind(b" ") + 1 or len(data)


def _backwards(data: bytes, mark: bytes) -> Iterator[int]:
    at, end = len(data), len(data) * 7 // 8
    while (at := data.rfind(mark, end, at)) >= 0:
        yield at


def _encoding(head: bytes, name: str) -> str:
    """Name the encoding of a large file by its first bytes, or refuse it."""
    if kind := evidence.binary_kind(head):
        if kind == "a gzip archive":
            return "gzip"
        raise TextError(f"not text: it looks like {kind}.")
    whole_lines = head[: max(head.rfind(b"\n"), head.rfind(b" ")) + 1] or head
    encoding = encoding_of(whole_lines)
    if evidence.misreading(whole_lines.decode(encoding)):
        raise TextError("mojibake: it was once read in a wrong encoding and saved so.")
    return encoding


def read(piece: Piece, *, field: str = "text") -> Iterator[Document | Problem]:
    """Read a piece: its documents in order, and what is wrong with them.

    A file that cannot be read to its end gives a `Problem` with an empty file name at last: nothing that came
    before it in this piece may be used.
    """
    with warnings.catch_warnings(record=True) as notes, tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("always", TextWarning)
        try:
            path = _unpacked(piece.path, Path(folder))
            yield from {".jsonl": _lines, ".parquet": _rows}.get(_kind(piece.path), _text)(piece, path, field)
            if stamp(piece.path) != piece.stamp:
                raise TextError("it changed while it was being read.")
        except (OSError, EOFError, ValueError, ArithmeticError) as error:
            yield Problem("", _reason(error))
            return
    yield from (Problem(piece.name, str(note.message), counted=True) for note in notes)


def _unpacked(path: str, folder: Path) -> Path:
    if not path.endswith(".gz"):
        return Path(path)
    plain = folder / Path(path).name.removesuffix(".gz")
    with gzip.open(path) as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file, 2**20)
    return plain


def _text(piece: Piece, path: Path, field: str) -> Iterator[Document]:
    number = piece.number << 32
    if piece.stop:
        yield Document(number, piece.name, piece.part, _decoded(piece, path))
    elif path.stat().st_size <= PIECE or not piece.path.endswith(".gz"):
        yield Document(number, piece.name, piece.part, read_text(path))
    else:
        fields = piece.to_json() | {"path": str(path), "stamp": stamp(path)}
        for part in _cut(Piece(**fields)):
            text = _decoded(part, path) if part.stop else read_text(path)
            yield Document(number, piece.name, piece.part, text)


def _decoded(piece: Piece, path: Path) -> str:
    with path.open("rb") as file:
        file.seek(piece.start)
        data = file.read(piece.stop - piece.start)
    try:
        text = data.decode(piece.encoding)
    except UnicodeDecodeError as error:
        at = piece.start + error.start
        raise TextError(f"not {piece.encoding}: it has the byte {data[error.start]:02X} at {at:,}.") from None
    if not piece.start:
        text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(piece: Piece, path: Path, field: str) -> Iterator[Document | Problem]:
    with path.open("rb") as file:
        file.seek(piece.start)
        row = piece.row
        while (not piece.stop or file.tell() < piece.stop) and (line := file.readline()):
            row += 1
            if line.strip():
                yield _line(piece, row, line, field)


def _line(piece: Piece, row: int, line: bytes, field: str) -> Document | Problem:
    name = f"{piece.name}:{row}"
    try:
        found = json.loads(line)
    except ValueError:  # not JSON, or not UTF-8
        return Problem(name, "this line is not JSON.")
    if not isinstance(found, dict) or not isinstance(found.get(field), str):
        return Problem(name, f'this line has no text in a field "{field}".')
    part = str(found.get("part", piece.part))
    return Document((piece.number << 32) + row - 1, str(found.get("id", name)), part, found[field])


def _rows(piece: Piece, path: Path, field: str) -> Iterator[Document | Problem]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        if field not in file.schema_arrow.names:
            columns = ", ".join(file.schema_arrow.names)
            raise TextError(f'no column "{field}" for the text; it has {columns}. Say which: field="…".')
        columns = [name for name in (field, "id", "part") if name in file.schema_arrow.names]
        groups = range(piece.start, piece.stop) if piece.stop else None
        row = piece.row
        for batch in file.iter_batches(1000, row_groups=groups, columns=columns):
            for found in batch.to_pylist():
                row += 1
                yield _line(piece, row, json.dumps(found, default=str).encode(), field)


def _reason(error: Exception) -> str:
    """Say in one sentence what stood in the way."""
    if isinstance(error, FileNotFoundError):
        return "it disappeared before it was read."
    said = str(error)
    return said.partition('"): ')[2] or said or type(error).__name__
