"""Find what was handed in below a folder: every file of it, whose it is, and how to read it.

Names of files and folders say who handed in (`kit.classroom.grading.names`). What is in the files is data,
read in memory, never unpacked to disk, and never more of it than one submission may have.
"""

import contextlib
import io
import re
import stat
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from kit.classroom.grading.names import (
    NOTEBOOK,
    copy_of,
    foreign_names,
    holds_people,
    platform_of,
    read_names,
    stem_of,
    tame,
)

LARGEST = 50_000_000  # One file has no more bytes, its pictures included.
TRIED = 20  # So many files of one submission are opened, the latest first.
READ = 100_000_000  # So many bytes of one submission are read.
PATIENCE = 10  # Reading one submission may take so many seconds.
MEMBERS = 20_000  # So many files in one zip or folder are looked at.
ZIP = b"PK\3\4"
DEEP = 3  # Zips in zips, and folders in folders of students, are opened so deep.

JUNK = re.compile(
    r"\.ipynb_checkpoints|__MACOSX|\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|Icon\r?|\.(?:git|Trashes|localized)",
    re.IGNORECASE,
)
# This is how likely a file is an answer: 2 is a notebook or a zip, 0 is surely something else.
RANKS = [
    (2, re.compile(rf"\.(?:{NOTEBOOK}|zip)$", re.IGNORECASE)),
    (
        0,
        re.compile(r"\.(?:py|html?|pdf|docx?|odt|rtf|rar|7z|png|jpe?g|md|csv|xlsx?|eml|msg)$", re.IGNORECASE),
    ),
]
# Google Drive gives such a name to the zip of a whole folder.
DRIVE = re.compile(r".+-\d{8}T\d{6}Z-\d{1,3}-\d{3,4}|.+-\d{8}T\d{6}Z-\d{3,4}")


class UnreadableError(Exception):
    """A submission that cannot be read; the message says why, in a few words."""


@dataclass
class File:
    """A file that was handed in: its place below the folder, how old, and how to read or open it."""

    place: str
    age: tuple[str, int, tuple[int, ...]]  # It is attempt, copy and date: the higher, the later.
    open: Callable[[], IO[bytes]]

    @property
    def order(self) -> tuple[object, ...]:
        """What to try first: likely notebooks, then the latest."""
        return rank(self.place), self.age, self.place

    def read(self) -> bytes:
        """Return the file's bytes, and raise `UnreadableError` when there are too many, or none to be had."""
        with _plainly(), self.open() as source:
            data = source.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UnreadableError(f"it is larger than {LARGEST // 1_000_000} MB")
        return data


@dataclass
class Submission:
    """All that one student handed in, the likeliest and latest first. `student` is the platform's name."""

    student: str
    number: str = ""
    files: list[File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    late: bool = False
    folder: str = ""  # The folder or file is called so there.
    name: str = ""  # This is the student's name alone.
    receipts: list[str] = field(default_factory=list)  # The platform's own notes of attempts lie there.


@dataclass
class _Item:
    """A name in a folder of students, with the files below it; of a file, the one file."""

    name: str
    files: list[tuple[tuple[str, ...], File | None]]  # An empty folder has None in it.
    is_folder: bool

    @property
    def stem(self) -> str:
        return self.name if self.is_folder else stem_of(self.name)


def rank(name: str) -> int:
    """Say how likely a file is to be a notebook: 2, 1 or 0.

    >>> rank("x.ipynb.txt"), rank("x"), rank("x.pdf")
    (2, 1, 0)
    """
    return next((number for number, pattern in RANKS if pattern.search(name[-60:])), 1)


def find(folder: Path, exercises: list[str]) -> list[Submission]:
    """Return the submissions in a folder: one for each student, in the order of their names.

    Every file below the folder belongs to exactly one of them, but for what systems leave behind (`JUNK`).
    A student is a folder, a file or a zip. A folder of several students is read as such when its name or
    the names in it say so; a zip only when all there is in the folder is such zips. `exercises` are names
    that are nobody's, such as "01_read".
    """
    submissions: dict[tuple[str, str, str], Submission] = {}
    _collect(_class_zips(folder, _items(folder)), exercises, submissions)
    for submission in submissions.values():
        submission.files.sort(key=lambda file: file.order, reverse=True)
    _tell_apart(submissions)
    return sorted(submissions.values(), key=lambda submission: (submission.student, submission.folder))


def _collect(
    items: list[_Item],
    exercises: list[str],
    submissions: dict[tuple[str, str, str], Submission],
    section: str = "",
    prefix: str = "",
) -> None:
    """Sort what stands side by side in one folder by student."""
    groups = {} if platform_of(item.stem for item in items) else _groups(items, exercises, section)
    who = read_names({item.stem for item in items if item.name not in groups}, exercises)
    for item in items:
        if item.name in groups:
            why, inner = groups[item.name]
            shown = f"{prefix}{item.name}/" if why == "people" else ""
            _collect(inner, exercises, submissions, f"{section}{item.name}/", shown)
            continue
        whose = who[item.stem]
        key = (section, whose.number, whose.student)
        submission = submissions.setdefault(
            key, Submission(prefix + whose.student, whose.number, folder=item.name, name=whose.student)
        )
        submission.late |= whose.late
        inner_names = [stem_of(part) for parts, _ in item.files[:TRIED] for part in parts[1:]]
        for note in (*whose.notes, *foreign_names(inner_names)):
            if note not in submission.notes:
                submission.notes.append(note)
        for parts, file in item.files:
            if file and whose.is_receipt and item.name.lower().endswith(".txt"):
                submission.receipts.append(file.place)
            elif file:
                file.age = (whose.when, whose.copy or copy_of(stem_of(parts[-1])), file.age[2])
                submission.files.append(file)


def _tell_apart(submissions: dict[tuple[str, str, str], Submission]) -> None:
    """Give students of one name names of their own: with the platform's number, the section, or a count."""
    called: dict[str, list[tuple[str, str, str]]] = {}
    for key, submission in submissions.items():
        called.setdefault(submission.student, []).append(key)
    taken = {student for student, keys in called.items() if len(keys) == 1}
    for student, keys in called.items():
        for count, key in enumerate(keys, 1):
            if len(keys) == 1:
                break
            section, number, _ = key
            apart = list(filter(None, (number, section.rstrip("/"))))
            names = [f"{student} ({', '.join(apart[:many])})" for many in range(1, len(apart) + 1)]
            names += [f"{student} [{count + more}]" for more in range(len(submissions) + 1)]
            submissions[key].student = next(name for name in names if name not in taken)
            taken.add(submissions[key].student)
            submissions[key].notes.append(f"{len(keys)} students are called {student}")


def _groups(items: list[_Item], exercises: list[str], section: str) -> dict[str, tuple[str, list[_Item]]]:
    """Return the folders of several students among the items: why each is one, and the items in it."""
    if section.count("/") >= DEEP:
        return {}
    groups: dict[str, tuple[str, list[_Item]]] = {}
    for item in items:
        inner = _inner(item) if item.is_folder else []
        likely = [child.stem for child in inner if any(rank(parts[-1]) for parts, _ in child.files)]
        why = holds_people(tame(item.name), likely, exercises)
        if why:
            groups[item.name] = why, inner
    folders = {item.name for item in items if item.is_folder}
    if folders - set(groups):  # Beside students' own folders, one with a platform's names is a student's too.
        groups = {name: group for name, group in groups.items() if group[0] != "platform"}
    return groups


def _inner(item: _Item) -> list[_Item]:
    """Return the items inside a folder."""
    children: dict[tuple[str, bool], _Item] = {}
    for parts, file in item.files:
        is_folder = len(parts) > 2
        if len(parts) > 1 and parts[1]:
            child = children.setdefault((parts[1], is_folder), _Item(parts[1], [], is_folder))
            child.files.append((parts[1:], file))
    return list(children.values())


def _items(folder: Path) -> list[_Item]:
    """List what stands in the folder of submissions, each with all files below it."""
    items = []
    for entry in sorted(folder.iterdir()):
        if JUNK.fullmatch(entry.name):
            continue
        is_folder = entry.is_dir() and not entry.is_symlink()
        item = _Item(entry.name, [], is_folder)
        if is_folder:
            item.files += _below(entry, (entry.name,))
        else:
            item.files.append(((entry.name,), _on_disk(entry, folder)))
        items.append(item)
    return items


def _below(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], File | None]]:
    """Give every file below a student's folder, and None for an empty folder; no link is followed."""
    try:
        entries = sorted(entry for entry in folder.iterdir() if not JUNK.fullmatch(entry.name))
    except OSError as error:
        reason = f"the folder could not be opened: {error.strerror}"
        yield (*parts, ""), File("/".join(parts), ("", 0, ()), lambda: _refuse(reason))
        return
    if not entries:
        yield (*parts, ""), None
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _below(entry, (*parts, entry.name))
        else:
            yield (*parts, entry.name), _on_disk(entry, folder.parents[len(parts) - 1])


def _on_disk(path: Path, folder: Path) -> File:
    place = "/".join(path.relative_to(folder).parts)
    date: tuple[int, ...] = ()
    with contextlib.suppress(ValueError, OverflowError, OSError):  # No calendar has that date.
        date = time.gmtime(path.lstat().st_mtime)[:6]
    return File(place, ("", 0, date), lambda: _open(path))


def _open(path: Path) -> IO[bytes]:
    if path.is_symlink():
        raise UnreadableError("it is a link, not a file")
    if not stat.S_ISREG(path.lstat().st_mode):
        raise UnreadableError("it is not a file")
    return path.open("rb")


def _refuse(reason: str) -> IO[bytes]:
    raise UnreadableError(reason)


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """Turn whatever goes wrong with a file into one plain reason; a zip breaks in many ways."""
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


def _class_zips(folder: Path, items: list[_Item]) -> list[_Item]:
    """Put in the place of zips of a whole class what is in them; nothing is asked of a student's zip.

    A zip is one of a whole class when there is nothing but such zips in the folder, and all names in each are
    one platform's, or Google Drive named it. So no student can send one among others' submissions.
    """
    if not items or any(item.is_folder or not item.name.lower().endswith(".zip") for item in items):
        return items
    opened = []
    for item in items:
        try:
            with _plainly():
                archive = zipfile.ZipFile(_open(folder / item.name))
                inner = _zipped_items(archive, item.name)
        except UnreadableError:
            return items
        stems = [child.stem for child in inner]
        drive = bool(DRIVE.fullmatch(stem_of(item.name)))
        if platform_of([item.stem]) or not inner or not (drive or platform_of(stems)):
            return items
        if drive and len(inner) == 1 and inner[0].is_folder:  # Drive puts all in one folder.
            inner = _inner(inner[0])
        opened.append(inner)
    return [item for inner in opened for item in inner]


def _zipped_items(archive: zipfile.ZipFile, name: str) -> list[_Item]:
    lock = threading.Lock()  # Several threads read one zip.
    items: dict[tuple[str, bool], _Item] = {}
    for info, parts in _members(archive):
        is_folder = info.is_dir() or len(parts) > 1
        item = items.setdefault((parts[0], is_folder), _Item(parts[0], [], is_folder))
        if info.is_dir():
            item.files.append(((*parts, ""), None))
            continue

        def read(info: zipfile.ZipInfo = info) -> IO[bytes]:
            with lock, archive.open(info) as source:
                return io.BytesIO(source.read(LARGEST + 1))

        item.files.append((parts, File("/".join([name, *parts]), ("", 0, info.date_time), read)))
    return list(items.values())


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, tuple[str, ...]]]:
    """Give a zip's files and folders with the parts of their names, but for what systems leave behind."""
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise UnreadableError(f"the zip holds more than {MEMBERS:,} files")
    for info in infos:
        parts = _parts(info)
        if parts and not any(JUNK.fullmatch(part) for part in parts):
            yield info, parts


def _parts(member: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the parts of a member's name; nothing is ever written there, so ".." leads nowhere."""
    return tuple(part for part in re.split(r"[/\\]", member.filename) if part not in ("", ".", ".."))


class Reader:
    """Read one submission's files, zips opened, the likeliest first, and never more than one may have."""

    def __init__(self, submission: Submission):
        self.files, self.left = submission.files, READ
        self.tried, self.untried = 0, 0
        self.until = time.monotonic() + PATIENCE

    def __iter__(self) -> Iterator[tuple[str, bytes | UnreadableError]]:
        """Give each file's place with its bytes, or with why there are none."""
        for file in self.files:
            yield from self._read(file, 0)

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
        if data[:4] == ZIP and rank(file.place):  # It is a zip under another name, and no Word file.
            yield from self._read(File(f"{file.place}.zip", file.age, lambda: io.BytesIO(data)), depth)
        else:
            yield file.place, data

    def _unzip(self, file: File, depth: int) -> Iterator[tuple[str, bytes | UnreadableError]]:
        if depth >= DEEP:
            raise UnreadableError(f"there are zips in zips, more than {DEEP} deep")
        with _plainly(), contextlib.ExitStack() as opened:
            if depth:  # A zip in a zip has to be read whole.
                data = file.read()
                self.left -= len(data)
                source: IO[bytes] = io.BytesIO(data)
            else:
                source = opened.enter_context(file.open())
            archive = opened.enter_context(zipfile.ZipFile(source))
            members = [
                File(
                    "/".join([file.place, *map(tame, parts)]),
                    ("", copy_of(stem_of(parts[-1][-99:])), info.date_time),
                    partial(archive.open, info),
                )
                for info, parts in _members(archive)
                if not info.is_dir()
            ]
            if not members:
                raise UnreadableError("there is no notebook in the zip")
            members.sort(key=lambda one: one.order, reverse=True)
            for member in members[:TRIED]:
                yield from self._read(member, depth + 1)
            self.untried += len(members[TRIED:])
