"""Find the notebooks in a folder as learning platforms export it, and say whose they are.

Names of files say who handed in; what is in the files is data, read in memory and never unpacked to disk.
"""

import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

LARGEST = 10_000_000  # bytes of one notebook
LARGEST_ZIP = 200_000_000
MEMBERS = 20_000  # files in one zip

# Names as platforms export them: Moodle, Canvas, Blackboard; and copies: "x (2)", "x - Copy", "x copy 2"
MOODLE = re.compile(r"(?P<student>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<rest>.*)")
CANVAS = re.compile(r"(?P<student>[^_]+?)(?:_LATE)?_(?P<id>\d+)_\d+_(?P<rest>.*?)(?:-(?P<copy>\d+))?")
BLACKBOARD = re.compile(r".*?_(?P<student>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<rest>.*))?")
COPY = re.compile(r"(?:\s*\((?P<n>\d+)\)|\s+-\s+Copy(?:\s*\((?P<m>\d+)\))?|\s+copy(?:\s+(?P<k>\d+))?)$", re.I)
ENDING = re.compile(r"\.(?:zip|ipynb(?:\.(?:txt|json))?)$", re.I)  # some browsers save x.ipynb as x.ipynb.txt
SKIPPED = {".ipynb_checkpoints", "__MACOSX"}


class UnreadableError(Exception):
    """A submission that cannot be read; the message says why, in a few words."""


@dataclass
class File:
    """A notebook that was handed in: its place, how old, and how to read it."""

    place: str
    age: tuple  # the higher, the later it was handed in
    read: Callable[[], bytes]


@dataclass
class Submission:
    """All that one student handed in, the latest first. `student` is a name as the platform gives it."""

    student: str
    files: list[File] = field(default_factory=list)


def find(folder: Path, exercise: str) -> list[Submission]:
    """Return the submissions in a folder: one for each student, in the order of their names.

    A student is a folder, a file or a zip; a zip that holds files of several students is a folder of them.
    """
    found: dict[tuple[str, str], Submission] = {}
    for parts, file in _files(folder):
        who = _who(parts, exercise)
        submission = found.setdefault((who["student"], who["id"]), Submission(who["student"]))
        if file:
            file.age = (who["when"], who["copy"], *file.age)
            submission.files.append(file)
    names = [name for name, _ in found]
    for (name, number), submission in found.items():
        submission.files.sort(key=lambda file: (file.age, file.place), reverse=True)
        if names.count(name) > 1 and number:  # two students of one name
            submission.student = f"{name} ({number})"
    return [found[who] for who in sorted(found)]


def _files(folder: Path) -> Iterator[tuple[tuple[str, ...], File | None]]:
    """Give every notebook with its path below the folder; for a student's folder without one, None."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name in SKIPPED:
            continue
        if entry.is_dir() and not entry.is_symlink():
            inner = [path for path in sorted(entry.rglob("*")) if _wanted(path.relative_to(folder))]
            for path in inner:
                yield from _one(path, folder)
            if not inner:
                yield (entry.name, ""), None
        elif _wanted(Path(entry.name)):
            yield from _one(entry, folder)


def _wanted(path: Path | PurePosixPath) -> bool:
    hidden = any(part in SKIPPED or re.match(r"\.[^.]", part) for part in path.parts)
    return bool(ENDING.search(path.name)) and not hidden


def _one(path: Path, folder: Path) -> Iterator[tuple[tuple[str, ...], File]]:
    parts, when = path.relative_to(folder).parts, path.lstat().st_mtime
    if path.suffix.lower() == ".zip" and _is_file(path):
        yield from _zipped(path, parts, when)
    else:
        yield parts, File("/".join(parts), (when,), lambda: _read(path))


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _read(path: Path) -> bytes:
    if path.is_symlink():
        raise UnreadableError("it is a link, not a file")
    if not _is_file(path):
        raise UnreadableError("it is not a file")
    _check_size(path.stat().st_size)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"it could not be opened: {error.strerror}") from None


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise UnreadableError(f"it is larger than {LARGEST // 1_000_000} MB")


def _zipped(path: Path, parts: tuple[str, ...], when: float) -> Iterator[tuple[tuple[str, ...], File]]:
    """Give the notebooks in a zip. When they bear several students' names, the zip counts as a folder."""
    whole_class = len(parts) == 1 and not _platform(path.stem)
    largest = LARGEST_ZIP if whole_class else 2 * LARGEST
    try:
        if path.stat().st_size > largest:
            raise UnreadableError(f"the zip is larger than {largest // 1_000_000} MB")
        with zipfile.ZipFile(path) as opened:
            members = [one for one in opened.infolist() if _wanted(PurePosixPath(one.filename))]
        if len(members) > MEMBERS:
            raise UnreadableError(f"the zip holds more than {MEMBERS} notebooks")
        if not members:
            raise UnreadableError("there is no notebook in the zip")
    except Exception as error:  # a zip can be broken in more ways than zipfile has names for
        reason = str(error) if isinstance(error, UnreadableError) else "the zip is broken"
        yield parts, File("/".join(parts), (when,), lambda: _raise(reason))
        return
    whose = {_platform(part)["student"] for one in members for part in _parts(one)[:1] if _platform(part)}
    for one in members:
        inner = _parts(one)
        place = "/".join([*parts, *inner])
        file = File(place, (when, one.date_time), lambda name=one.filename: _member(path, name))
        yield (inner if whose and whole_class else (*parts, *inner)), file


def _raise(reason: str) -> bytes:
    raise UnreadableError(reason)


def _parts(member: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the parts of a member's name; nothing is ever written there, so ".." leads nowhere."""
    return tuple(part for part in re.split(r"[/\\]", member.filename) if part not in ("", ".", ".."))


def _member(path: Path, name: str) -> bytes:
    """Read one file of a zip, and never more of it than a notebook may have: a zip can claim any size."""
    try:
        with zipfile.ZipFile(path) as opened, opened.open(name) as member:
            data = member.read(LARGEST + 1)
        _check_size(len(data))
        if not name.lower().endswith(".zip"):
            return data
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            inner = [
                one for one in opened.namelist() if one.lower().endswith(".ipynb") and "__MACOSX" not in one
            ]
            if not inner:
                raise UnreadableError("there is no notebook in the zip")
            with opened.open(inner[0]) as member:
                data = member.read(LARGEST + 1)
        _check_size(len(data))
        return data
    except UnreadableError:
        raise
    except Exception as error:  # a zip can be broken in more ways than zipfile has names for
        raise UnreadableError("the zip is broken or has a password") from error


def _platform(name: str) -> dict | None:
    """Read a name as a platform writes it; None when it is an ordinary name."""
    for pattern in (MOODLE, BLACKBOARD, CANVAS):
        match = pattern.fullmatch(name)
        if match:
            found = match.groupdict("")
            return {"student": found["student"], "id": found.get("id", ""), "when": found.get("when", "")} | {
                "copy": int(found.get("copy") or 0)
            }
    return None


def _who(parts: tuple[str, ...], exercise: str) -> dict:
    """Say who handed in the file with these path parts, and which of several copies it is."""
    name = unicodedata.normalize("NFC", parts[0])
    stem = ENDING.sub("", name) if len(parts) == 1 or name.lower().endswith(".zip") else name
    last = ENDING.sub("", parts[-1])
    copy = _copy(last) or _copy(stem)
    who = _platform(stem) or {"student": stem, "id": "", "when": "", "copy": 0}
    bare = COPY.sub("", who["student"])
    given = rf"{re.escape(exercise)}(?:_exercise)?"  # the file's name as handed out, also in earlier editions
    without = re.sub(rf"^{given}[ _-]+|[ _-]+{given}$", "", bare, flags=re.I)
    if not re.fullmatch(given, bare, re.I):  # "01_read (2)" says nothing of who it is from: a student of its own
        who["student"] = without.strip() or bare
    return who | {"copy": who["copy"] or copy}


def _copy(name: str) -> int:
    match = COPY.search(name)
    return int(next((n for n in match.groups() if n), 1)) if match else 0
