"""Which files a corpus is made of, and how the work of reading them is shared out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import Any, BinaryIO, cast

from kit.language import say
from kit.read import TextError, encoding_of
from kit.read import encoding as evidence
from kit.read.folders import find_file, path_of

__all__ = [
    "Document",
    "Piece",
    "Problem",
    "cut",
    "ending_of",
    "find_files",
    "plan",
    "reason_of",
    "stamp",
    "top_of",
]

PIECE = 2**23  # This many bytes of text are read at a time; a larger file is cut at its line breaks.
HEAD = 2**16  # This many bytes are enough to tell a large file's encoding.
KINDS = (".txt", ".jsonl", ".parquet")  # These are taken from a folder; each may also end in .gz.
NO_TEXTS = (".docx", ".doc", ".odt", ".pdf", ".rtf")  # These are listed as problems, each with its reason.


@dataclass(frozen=True)
class Piece:
    """A file, or a piece of a large file, that is read in one go.

    number: the place of the file in the order of names. name: its path below the corpus's own folder.
    stamp: its size and the times of its last change when the work was planned. start, stop: the bytes (or
    the row groups) that belong to the piece; a stop of 0 means the end. row: how many lines or rows come
    before the piece. encoding: known beforehand for a large file only.
    """

    number: int
    path: str
    name: str
    part: str
    stamp: list[int]
    start: int = 0
    stop: int = 0
    row: int = 0
    encoding: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the piece as data that another process can be sent."""
        return asdict(self)


@dataclass(frozen=True)
class Document:
    """One text of the corpus, or a piece of a long one.

    number: the number of its file × 2**32 + its line or row in the file.
    """

    number: int
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
    """Return what changes when a file does: its size, and when its contents and anything else last changed.

    >>> len(stamp("seeds/second.txt"))
    3
    """
    status = Path(path).stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def find_files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Return the files that are meant, in order of name; `paths` names files, folders or patterns.

    >>> [path.name for path in find_files("seeds/*.txt")]
    ['000_334c5c13315cfcf7.txt', 'second.txt']

    Raises:
        TextError: there are no such files.
    """
    is_single = isinstance(paths, str | Path) or not isinstance(paths, Iterable)
    several: list[Any] = [paths] if is_single else list(cast("Iterable[Any]", paths))
    files: set[str] = set()
    for name in several:
        path_of(name, "Corpus")  # This refuses all but names of files.
        files.update(map(os.path.abspath, _meant(str(name))))
    if not files:
        said = say(
            "Corpus: no files in {named}. Give a folder with texts (.txt), a file or *.txt.",
            named=say(", ").join(map(str, several)) or say("an empty list"),
        )
        raise TextError(said)
    return [Path(path) for path in sorted(files)]


def top_of(paths: str | Path | Iterable[str | Path], files: list[Path]) -> Path:
    """Return the folder below which files are named: the one that was given, or the one that all share.

    >>> top_of("seeds", [Path("seeds/old/a.txt").absolute()]).name
    'seeds'
    >>> top_of("news/*/*.txt", [Path("news/2014/a.txt"), Path("news/2015/b.txt")]).as_posix()
    'news'
    """
    if isinstance(paths, str | Path) and (folder := find_file(str(paths))) and folder.is_dir():
        return Path(os.path.abspath(folder))  # noqa: PTH100 as the files': links are not followed
    return Path(os.path.commonpath([path.parent for path in files]))


def _meant(name: str) -> list[str]:
    if has_magic(name) and not Path(name).exists():
        return [path for path in glob(str(Path(name).expanduser()), recursive=True) if Path(path).is_file()]  # noqa: PTH207 Path.glob takes no absolute pattern
    path = find_file(name)
    if path is None:
        name = name if len(name) < 80 else f"{name[:60]}…"
        said = say(
            "Corpus: there is no file or folder {name}. To name many files, write folder/*.txt.", name=name
        )
        raise TextError(said)
    if not path.is_dir():
        return [str(path)]
    inside = (path / name for name in glob("**/*", root_dir=path, recursive=True))  # noqa: PTH207
    return [str(file) for file in inside if ending_of(file) in KINDS + NO_TEXTS and file.is_file()]


def ending_of(path: str | Path) -> str:
    """Return the ending that says what a file is, packed or not.

    >>> ending_of("news.jsonl.gz")
    '.jsonl'
    """
    return Path(str(path).lower().removesuffix(".gz")).suffix


def plan(files: list[Path], top: Path) -> tuple[list[list[Piece]], list[Problem]]:
    """Return the files below `top` as jobs of about `PIECE` bytes each, and what has already disappeared.

    >>> jobs, problems = plan(find_files("seeds/*.txt"), Path("seeds").absolute())
    >>> [[piece.name for piece in job] for job in jobs], problems
    ([['000_334c5c13315cfcf7.txt', 'second.txt']], [])
    """
    jobs, job, size, problems = [], [], 0, []
    for number, path in enumerate(files):
        name = path.relative_to(top).as_posix()
        folder = str(Path(name).parent.as_posix())
        part = folder if folder != "." else path.name.split(".")[0]
        try:
            whole = Piece(number, str(path), name, part, stamp(path))
            if whole.stamp[0] > PIECE:
                jobs += [[piece] for piece in cut(whole)]
                continue
        except (OSError, TextError) as error:
            problems.append(Problem(name, reason_of(error)))
            continue
        job.append(whole)
        size += whole.stamp[0]
        if size > PIECE:
            jobs.append(job)
            job, size = [], 0
    return jobs + [job] * bool(job), problems


def cut(whole: Piece) -> Iterator[Piece]:
    """Yield the pieces of a large file, so that several processes can read it.

    Texts are cut at line breaks, Parquet files between row groups; a packed file or one in UTF-16 cannot be
    read from its middle, so it stays whole.

    >>> [piece.stop for piece in cut(plan(find_files("seeds/second.txt"), Path("seeds").absolute())[0][0][0])]
    [6719]
    """
    fields = whole.to_json()
    if ending_of(whole.path) == ".parquet":
        import pyarrow.parquet as pq

        groups, row = pq.ParquetFile(whole.path).metadata, 0
        for group in range(groups.num_row_groups):
            yield Piece(**fields | {"start": group, "stop": group + 1, "row": row})
            row += groups.row_group(group).num_rows
        return
    with Path(whole.path).open("rb") as file:
        head = file.read(HEAD)
        if whole.path.endswith(".gz") or (encoding := _encoding(head, whole.name)).startswith("utf-16"):
            yield whole
            return
        fields["encoding"] = encoding.removesuffix("-sig")
        start = row = 0
        is_lines = ending_of(whole.path) == ".jsonl"
        while start < whole.stamp[0]:
            stop = start + _safe_length(file, start)
            yield Piece(**fields | {"start": start, "stop": stop, "row": row})
            if is_lines:
                file.seek(start)
                row += file.read(stop - start).count(b"\n")
            start = stop


def _safe_length(file: BinaryIO, start: int) -> int:
    """Return how many bytes from `start` to take: up to a line break where a sentence surely ends.

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
    """Return the encoding of a large file, judged by its first bytes, or refuse the file."""
    if kind := evidence.binary_kind(head):
        if kind == "a gzip archive":
            return "gzip"
        raise TextError(say("not text: it looks like {kind}.", kind=say(kind)))
    whole_lines = head[: max(head.rfind(b"\n"), head.rfind(b" ")) + 1] or head
    encoding = encoding_of(whole_lines)
    if evidence.misreading(whole_lines.decode(encoding)):
        raise TextError(say("mojibake: it was once read in a wrong encoding and saved so."))
    return encoding


def reason_of(error: Exception) -> str:
    """Return in one sentence what stood in the way of reading a file.

    >>> reason_of(FileNotFoundError())
    'it disappeared before it was read.'
    """
    if isinstance(error, FileNotFoundError):
        return say("it disappeared before it was read.")
    said = str(error)
    return said.partition('"): ')[2] or said or type(error).__name__
