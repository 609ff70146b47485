"""The documents of a file, one by one, or what is wrong with it."""

import gzip
import json
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from kit.corpus import sources
from kit.corpus.sources import Document, Piece, Problem, cut, ending_of, reason_of, stamp
from kit.language import say
from kit.read import TextError, TextWarning, read_text

__all__ = ["read"]


def read(piece: Piece, *, field: str = "text") -> Iterator[Document | Problem]:
    """Yield the documents of a piece in order, and what is wrong with them.

    If a file cannot be read to its end, the last item is a `Problem` with an empty file name: nothing that
    came before it in this piece may be used.

    >>> from kit.corpus.sources import find_files, plan
    >>> [job], _ = plan(find_files("seeds/second.txt"), Path("seeds").absolute())
    >>> [document.name for document in read(job[0])]
    ['second.txt']
    """
    with warnings.catch_warnings(record=True) as notes, ExitStack() as stack:
        warnings.simplefilter("always", TextWarning)
        try:
            path = _unpacked(piece.path, stack)
            yield from {".jsonl": _lines, ".parquet": _rows}.get(ending_of(piece.path), _text)(
                piece, path, field
            )
            if stamp(piece.path) != piece.stamp:
                raise TextError(say("it changed while it was being read."))
        except (OSError, EOFError, ValueError, ArithmeticError) as error:
            yield Problem("", reason_of(error))
            return
    yield from (Problem(piece.name, str(note.message), counted=True) for note in notes)


def _unpacked(path: str, stack: ExitStack) -> Path:
    """Return the path of what a packed file holds, which stays until the stack is closed."""
    if not path.endswith(".gz"):
        return Path(path)
    plain = Path(stack.enter_context(tempfile.TemporaryDirectory())) / Path(path).name.removesuffix(".gz")
    with gzip.open(path) as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file, 2**20)
    return plain


def _text(piece: Piece, path: Path, field: str) -> Iterator[Document]:
    number = piece.number << 32
    if piece.stop:
        yield Document(number, piece.name, piece.part, _decoded(piece, path))
    elif path.stat().st_size <= sources.PIECE or not piece.path.endswith(".gz"):
        yield Document(number, piece.name, piece.part, read_text(path))
    else:
        fields = piece.to_json() | {"path": str(path), "stamp": stamp(path)}
        for part in cut(Piece(**fields)):
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
        told = {"encoding": piece.encoding, "byte": f"{data[error.start]:02X}", "at": f"{at:,}"}
        raise TextError(say("not {encoding}: it has the byte {byte} at {at}.", **told)) from None
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
        fields = json.loads(line)
    except ValueError:  # The line is not JSON, or not UTF-8.
        return Problem(name, say("this line is not JSON."))
    if not isinstance(fields, dict) or not isinstance(fields.get(field), str):
        return Problem(name, say('this line has no text in a field "{field}".', field=field))
    part = str(fields.get("part", piece.part))
    return Document((piece.number << 32) + row - 1, str(fields.get("id", name)), part, fields[field])


def _rows(piece: Piece, path: Path, field: str) -> Iterator[Document | Problem]:
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise TextError(say("pyarrow, which reads Parquet, is not installed here.")) from None

    with pq.ParquetFile(path) as file:
        if field not in file.schema_arrow.names:
            said = say(
                'no column "{field}" for the text; it has {columns}. Say which: field="…".',
                field=field,
                columns=say(", ").join(file.schema_arrow.names),
            )
            raise TextError(said)
        columns = [name for name in (field, "id", "part") if name in file.schema_arrow.names]
        groups = range(piece.start, piece.stop) if piece.stop else None
        row = piece.row
        for batch in file.iter_batches(1000, row_groups=groups, columns=columns):
            for fields in batch.to_pylist():
                row += 1
                yield _line(piece, row, json.dumps(fields, default=str).encode(), field)
