"""Read submitted files on disk and in zips within limits, without unpacking or running anything."""

import contextlib
import io
import re
import stat
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from kit.classroom.grading.names import NOTEBOOK, copy_of, stem_of, tame

LARGEST = 50_000_000  # the most bytes of one file, its pictures included
TRIED = 20  # the most files of one submission that are opened, the latest first
READ = 100_000_000  # the most bytes of one submission that are read
PATIENCE = 10  # the most seconds for reading one submission
MEMBERS = 20_000  # the most files in one zip or folder
ZIP = b"PK\3\4"
DEEP = 3  # Zips in zips are opened down to this depth.

# What systems and programs leave in folders and on sticks; a student's name may begin with a dot as well.
JUNK = re.compile(
    r"\.ipynb_checkpoints|__MACOSX|\.DS_Store|\._.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r?|autorun\.inf"
    r"|\.(?:git|Trashes|localized|fseventsd|Spotlight-V100|TemporaryItems|DocumentRevisions-V100|apdisk"
    r"|VolumeIcon\.icns|metadata_never_index|venv|pyodide|vscode|idea|virtual_documents|dropbox(?:\.cache)?)"
    r"|\.Trash-\d+|\$RECYCLE\.BIN|RECYCLER|System Volume Information|lost\+found|LOST\.DIR|FOUND\.\d{3}"
    r"|__pycache__|node_modules|~\$.*|\.~lock\..*#",
    re.IGNORECASE,
)
LIKELY = re.compile(rf"\.(?:{NOTEBOOK}|zip)$", re.IGNORECASE)
UNLIKELY = re.compile(
    r"\.(?:py|html?|pdf|docx?|odt|rtf|rar|7z|png|jpe?g|gif|heic|md|csv|xlsx?|pptx?|eml|msg|url)$",
    re.IGNORECASE,
)


class UnreadableError(Exception):
    """A submission that cannot be read; the message says why, in a few words."""


@dataclass
class File:
    """A submitted file: its path below the folder, its age, and how to read or open it."""

    place: str
    age: tuple[str, int, tuple[int, ...]]  # (attempt, copy number, date): higher is later
    open: Callable[[], IO[bytes]]
    is_draft: bool = False  # It was not turned in.

    @property
    def order(self) -> tuple[object, ...]:
        """Return a sort key: possible notebooks, the latest attempt, likely ones, the latest copy.

        Of files that are equally late, the one in the fewest folders comes first.
        """
        likely = rank(self.place)
        return likely > 0, self.age[0], likely, self.age[1:], -self.place.count("/"), self.place

    def read(self) -> bytes:
        """Return the file's bytes, or raise `UnreadableError` if it is too large or cannot be read."""
        with plainly_read(), self.open() as source:
            data = source.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UnreadableError(f"it is larger than {LARGEST // 1_000_000} MB")
        return data


# Every file of a folder or zip with the parts of its path; an empty folder has None instead of a file.
Listing = list[tuple[tuple[str, ...], File | None]]


def rank(name: str) -> int:
    """Return how likely a file is to be a notebook by its name: 2 (likely), 1 or 0 (not).

    >>> rank("x.ipynb.txt"), rank("x"), rank("x.pdf")
    (2, 1, 0)
    """
    end = name[-60:]
    return 2 if LIKELY.search(end) else 0 if UNLIKELY.search(end) else 1


def files_below(folder: Path) -> Listing:
    """Return every file below a student's folder by the parts of its path, and None for an empty folder.

    Links are not followed.
    """
    files: Listing = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        parts = (folder.name, *here.relative_to(folder).parts)
        try:
            entries = sorted(entry for entry in here.iterdir() if not JUNK.fullmatch(entry.name))
        except OSError as error:
            reason = f"the folder could not be opened: {error.strerror}"
            files.append(((*parts, ""), File("/".join(parts), ("", 0, ()), partial(_refuse, reason))))
            continue
        if not entries:
            files.append(((*parts, ""), None))
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink():
                waiting.append(entry)
            else:
                files.append(((*parts, entry.name), on_disk(entry, folder.parent)))
    return files


def on_disk(path: Path, folder: Path) -> File:
    """Return a file on disk with its path below a folder."""
    place = "/".join(path.relative_to(folder).parts)
    date: tuple[int, ...] = ()
    with contextlib.suppress(ValueError, OverflowError, OSError):  # The date may be out of range.
        date = time.gmtime(path.lstat().st_mtime)[:6]
    return File(place, ("", 0, date), partial(open_file, path))


def open_file(path: Path) -> IO[bytes]:
    """Open a regular file, or raise `UnreadableError` if it is anything else."""
    if path.is_symlink():
        raise UnreadableError("it is a link, not a file")
    if not stat.S_ISREG(path.lstat().st_mode):
        raise UnreadableError("it is not a file")
    return path.open("rb")


def _refuse(reason: str) -> IO[bytes]:
    raise UnreadableError(reason)


@contextlib.contextmanager
def plainly_read() -> Iterator[None]:
    """Turn any error in reading a file, of which zips have many, into an `UnreadableError`."""
    try:
        yield
    except UnreadableError:
        raise
    except OSError as error:
        raise UnreadableError(f"it could not be opened: {error.strerror or 'broken'}") from None
    except MemoryError:
        raise UnreadableError("it needs more memory than there is") from None
    except Exception:
        raise UnreadableError("the zip is broken or has a password") from None


def zip_members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, tuple[str, ...]]]:
    """Yield a zip's files and folders with the parts of their names, without those that systems add."""
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise UnreadableError(f"the zip holds more than {MEMBERS:,} files")
    for info in infos:
        parts = _parts(info)
        if parts and not any(JUNK.fullmatch(part) for part in parts):
            yield info, parts


def _parts(member: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the parts of a member's name; ".." is harmless, as nothing is ever written there."""
    return tuple(part for part in re.split(r"[/\\]", member.filename) if part not in ("", ".", ".."))


def zipped(archive: zipfile.ZipFile, name: str) -> Listing:
    """Return every file in a zip of a class by the parts of its path, and None for an empty folder."""
    lock = threading.Lock()  # Several threads read the same zip.

    def read(info: zipfile.ZipInfo) -> IO[bytes]:
        with lock, archive.open(info) as source:
            return io.BytesIO(source.read(LARGEST + 1))

    return [
        ((*parts, ""), None)
        if info.is_dir()
        else (parts, File("/".join([name, *parts]), ("", 0, info.date_time), partial(read, info)))
        for info, parts in zip_members(archive)
    ]


class Reader:
    """Read one submission's files, also inside zips, the likeliest first and within its limits."""

    def __init__(self, files: list[File], exercise: str = ""):
        self.exercise = exercise.lower()
        self.files, self.left = self._first(files), READ
        self.tried, self.untried = 0, 0
        self.until = time.monotonic() + PATIENCE

    def __iter__(self) -> Iterator[tuple[str, bytes | UnreadableError]]:
        """Yield each file's path with its bytes, or with the error that explains why there are none."""
        for file in self.files:
            yield from self._read(file, 0)

    def _first(self, files: list[File]) -> list[File]:
        """Return files in order: of more than can be opened, those called like the exercise come first.

        Who hands in a whole course has as many notebooks as that.
        """
        if len(files) <= TRIED or not self.exercise:
            return files
        return sorted(files, key=lambda file: self.exercise in file.place.lower(), reverse=True)

    def _read(self, file: File, depth: int) -> Iterator[tuple[str, bytes | UnreadableError]]:
        if self.tried >= TRIED or self.left <= 0 or time.monotonic() > self.until:
            self.untried += 1
            return
        self.tried += 1
        try:
            if file.place[-4:].lower() == ".zip":
                yield from self._unzip(file, depth)
                return
            data = file.read()
        except UnreadableError as error:
            yield file.place, error
            return
        self.left -= len(data)
        if data[:4] == ZIP and rank(file.place):  # It is a zip with a wrong ending, and not a Word file.
            yield from self._read(File(f"{file.place}.zip", file.age, lambda: io.BytesIO(data)), depth)
        else:
            yield file.place, data

    def _unzip(self, file: File, depth: int) -> Iterator[tuple[str, bytes | UnreadableError]]:
        if depth >= DEEP:
            raise UnreadableError(f"there are zips in zips, more than {DEEP} deep")
        with plainly_read(), contextlib.ExitStack() as opened:
            if depth:  # A zip inside a zip is read as a whole, because it cannot be opened in place.
                data = file.read()
                self.left -= len(data)
                source: IO[bytes] = io.BytesIO(data)
            else:
                source = opened.enter_context(file.open())
            archive = opened.enter_context(zipfile.ZipFile(source))
            inner = [
                File(
                    "/".join([file.place, *map(tame, parts)]),
                    ("", copy_of(stem_of(parts[-1][-99:])), info.date_time),
                    partial(archive.open, info),
                )
                for info, parts in zip_members(archive)
                if not info.is_dir()
            ]
            if not inner:
                raise UnreadableError("there is no notebook in the zip")
            inner.sort(key=lambda one: one.order, reverse=True)
            inner = self._first(inner)
            for member in inner[:TRIED]:
                yield from self._read(member, depth + 1)
            self.untried += len(inner[TRIED:])
