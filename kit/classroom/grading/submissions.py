"""Find the submissions in a folder, where every file belongs to one student.

Only names of files and folders say who handed in (`kit.classroom.grading.whose`), never their content.
"""

import contextlib
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kit.classroom.grading.files import (
    JUNK,
    TRIED,
    File,
    Listing,
    UnreadableError,
    files_below,
    on_disk,
    open_file,
    plainly_read,
    rank,
    zip_members,
    zipped,
)
from kit.classroom.grading.names import Who, bare_words, copy_of, stem_of, tame
from kit.classroom.grading.platforms import ADDED, OWN, foreign_names, platform_of
from kit.classroom.grading.tables import visible
from kit.classroom.grading.whose import SECTION, holds_people, read_names

DEEP = 3  # Folders of several students are opened down to this depth.
MANY = 5  # A folder with this many others, each with a notebook, holds more than one student's.
# The names that Google Drive gives to the zip of a whole folder.
DRIVE = re.compile(r".+-\d{8}T\d{6}Z-\d{1,3}-\d{3,4}|.+-\d{8}T\d{6}Z-\d{3,4}")
# The names of folders in which Teams, Schoology, OpenOlat and people keep attempts.
ATTEMPT = re.compile(
    r"(?:versi[oó]n|versione|versão|sürüm|revision|attempt|(?:ال)?(?:إصدار|محاولة|نسخة|مراجعة)|نسخه)"
    r" {1,3}(?P<number>\d{1,4})(?P<late> - Late)?"
    r"|(?P<step>\d{1,2})_(?:submissions?|revisions?)",
    re.IGNORECASE,
)
# The folders in which OpenOlat and Sakai keep what a student was given, or got back.
GIVEN = re.compile(
    r"\d{1,2}_(?:assignments?|tasks?|corrections?|(?:sample)?_?solutions?)|feedback attachment\(s\)",
    re.IGNORECASE,
)
HANDED_IN, DRAFTS = re.compile(r"submitted files", re.IGNORECASE), re.compile(r"working files", re.IGNORECASE)


@dataclass
class Submission:
    """All files of one student, the likeliest and latest first; `student` is the platform's name."""

    student: str
    number: str = ""
    files: list[File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    late: bool = False
    folder: str = ""  # the name of the folder or file among the submissions
    name: str = ""  # the student's name only
    known_as: list[str] = field(
        default_factory=list
    )  # what a list that the platform adds says of the student


@dataclass
class _Item:
    """An entry in a folder of students, with the files below it, or itself if it is a file."""

    name: str
    files: Listing
    is_folder: bool

    @property
    def stem(self) -> str:
        return self.name if self.is_folder else stem_of(self.name)


def find(folder: Path, exercises: list[str], but: Iterable[Path] = ()) -> list[Submission]:
    """Return the submissions in a folder: one for each student, in the order of their names.

    Every file below the folder belongs to exactly one of them, except files that systems (`JUNK`) and
    platforms (`OWN`) add. A student has a folder, a file or a zip. A folder is read as that of several
    students if its name or the names in it say so; a zip only if the folder holds nothing but such zips.
    `exercises` are names that belong to no student, such as "01_read"; `but` are the teacher's own files
    and folders, which may lie among the submissions.
    """
    submissions: dict[tuple[str, str, str], Submission] = {}
    own = {path.resolve() for path in but}
    items = [item for item in _items(folder) if (folder / item.name).resolve() not in own]
    _collect(_class_zips(folder, _without_unpacked(folder, items), exercises), exercises, submissions)
    for submission in submissions.values():
        submission.files.sort(key=lambda file: file.order, reverse=True)
        if submission.files and all(file.is_draft for file in submission.files):
            submission.notes.append("only a draft, in Working files: it was not turned in")
    _tell_apart(submissions)
    return sorted(submissions.values(), key=lambda submission: (submission.student, submission.folder))


def _collect(
    items: list[_Item],
    exercises: list[str],
    submissions: dict[tuple[str, str, str], Submission],
    section: str = "",
    prefix: str = "",
) -> None:
    """Sort the entries of one folder into submissions."""
    platform = platform_of(item.stem for item in items)
    groups = {} if platform else _groups(items, exercises, section)
    who = read_names({item.stem for item in items if item.name not in groups}, exercises)
    teams = _teams(groups)
    said = _submitters(items) if platform == "Gradescope" else {}
    for item in items:
        if item.name in groups:
            why, inner = groups[item.name]
            if item.name in teams:  # Both of its folders hold the same students.
                for _, file in item.files:
                    if file and item.name == teams[-1]:
                        file.is_draft = True
                _collect(inner, exercises, submissions, section, prefix)
                continue
            shown = f"{prefix}{item.name}/" if why == "people" and len(items) > 1 else prefix
            _collect(inner, exercises, submissions, f"{section}{item.name}/", shown)
        elif item.is_folder or not (platform in OWN and OWN[platform].fullmatch(item.name)):
            whose = who[item.stem]
            for name, *known_as in said.get(item.name, [[whose.student]]):  # A group hands in once.
                key = (section, whose.number, name)
                submission = submissions.setdefault(
                    key,
                    Submission(prefix + name, whose.number, folder=item.name, name=name, known_as=known_as),
                )
                _add(submission, item, whose)


def _teams(groups: dict[str, tuple[str, list[_Item]]]) -> list[str]:
    """Return Teams' folders, that of drafts last, among folders of students; [] if there are none.

    Where their names are in another language, they hold the same students, and only one of them versions.
    """
    named = (
        [name for name in groups if HANDED_IN.fullmatch(name)],
        [name for name in groups if DRAFTS.fullmatch(name)],
    )
    if any(named):
        return [*named[0], *(named[1] or [""])]
    if len(groups) != 2:
        return []
    versions = {
        name: sum(
            any(ATTEMPT.match(part) for parts, _ in child.files for part in parts[1:-1]) for child in inner
        )
        for name, (_, inner) in groups.items()
    }
    drafts, handed_in = sorted(versions, key=lambda name: versions[name])
    students, others = ({child.name for child in groups[name][1]} for name in (handed_in, drafts))
    whole = versions[handed_in] == len(groups[handed_in][1]) and 2 * len(students & others) > len(students)
    return [handed_in, drafts] if whole and not versions[drafts] else []


def _submitters(items: list[_Item]) -> dict[str, list[list[str]]]:
    """Return who handed in each folder of Gradescope's, by name, number and address, from its own list."""
    said: dict[str, list[list[str]]] = {}
    own = [item for item in items if OWN["Gradescope"].fullmatch(item.name) and not item.is_folder]
    try:
        text = "".join(
            file.read().decode("utf-8", "replace") for item in own for _, file in item.files if file
        )
    except UnreadableError:
        return said
    people: list[list[str]] = []
    for line in text.splitlines():
        if folder := re.match(r"(submission_\d{1,19}):", line):
            people = said.setdefault(folder[1], [])
        elif person := re.match(r" *- *:?name: *(.+)", line):
            people.append([_unquoted(person[1])])
        elif people and (known := re.match(r" +:?(?:sid|email): *(.+)", line)) and line[:4].strip() == "":
            people[-1].append(_unquoted(known[1]))
    return {folder: [person for person in people if person[0]] for folder, people in said.items() if people}


def _unquoted(text: str) -> str:
    """Return a plain value of YAML, which JSON's form of quotes may surround."""
    text = text.strip()
    if text.startswith('"'):
        with contextlib.suppress(ValueError):
            return str(json.loads(text))
    return text.strip("'").replace("''", "'")


def _add(submission: Submission, item: _Item, whose: Who) -> None:
    """Add the files of one item to a student's submission."""
    submission.late |= whose.late
    inner_names = [stem_of(part) for parts, _ in item.files[:TRIED] for part in parts[1:]]
    for note in (*whose.notes, *foreign_names(inner_names)):
        if note not in submission.notes:
            submission.notes.append(note)
    for parts, file in item.files:
        if len(parts) > 1 and ADDED.fullmatch(parts[-1]):
            continue
        if file and not (whose.is_receipt and item.name.lower().endswith(".txt")):
            when = f"{whose.when} "
            for attempt in filter(None, map(ATTEMPT.match, parts[1:-1])):
                when += (attempt["number"] or attempt["step"]).zfill(4)
                submission.late |= bool(attempt["late"])
            # A draft counts as earlier than any attempt, and so does what was handed out.
            when = "" if file.is_draft or any(map(GIVEN.fullmatch, parts[:-1])) else when
            file.age = (when, whose.copy or copy_of(stem_of(parts[-1])), file.age[2])
            submission.files.append(file)


def _tell_apart(submissions: dict[tuple[str, str, str], Submission]) -> None:
    """Make equal names of students unique by adding the platform's number, the section, or a count.

    Names count as equal if they look the same.
    """
    called: dict[str, list[tuple[str, str, str]]] = {}
    for key, submission in submissions.items():
        called.setdefault(" ".join(visible(submission.student).split()), []).append(key)
    for student, keys in list(called.items()):
        # Moodle calls everybody "Participant" who is marked without a name.
        if len(keys) > 2 and 2 * len(keys) > len(submissions) and all(number for _, number, _ in keys):
            del called[student]
            for key in keys:
                submissions[key].student = f"{student} {key[1]}"
                called.setdefault(submissions[key].student, []).append(key)
    taken = {student for student, keys in called.items() if len(keys) == 1}
    alike = Counter(student.casefold() for student in called)
    for student, keys in called.items():
        for count, key in enumerate(keys, 1):
            if len(keys) == 1:
                if alike[student.casefold()] > 1:
                    submissions[key].notes.append(
                        f"{alike[student.casefold()]} students are called {student}"
                    )
                break
            section, number, _ = key
            apart = list(filter(None, (number, section.rstrip("/"))))
            names = [f"{student} ({', '.join(apart[:many])})" for many in range(1, len(apart) + 1)]
            names += [f"{student} [{count + more}]" for more in range(len(submissions) + 1)]
            submissions[key].student = next(name for name in names if name not in taken)
            taken.add(submissions[key].student)
            submissions[key].notes.append(f"{len(keys)} students are called {student}")


def _groups(items: list[_Item], exercises: list[str], section: str) -> dict[str, tuple[str, list[_Item]]]:
    """Return the folders of several students among the items, each with the reason and its items.

    One student's files may have names that look like people's. So all folders side by side are taken to be of
    the commoner kind, except those whose own names say that they are sections.
    """
    if section.count("/") >= DEEP:
        return {}
    folders = [item for item in items if item.is_folder]
    inside, likely = {}, {}
    for item in folders:
        alone = len(items) == 1 or bool(SECTION.match(item.name))
        inside[item.name] = _inner(item, through=alone)
        likely[item.name] = [child for child in inside[item.name] if _may_be_read(child)]
    often = Counter(stem for name in likely for stem in {child.stem for child in likely[name]})
    groups: dict[str, tuple[str, list[_Item]]] = {}
    for name, children in likely.items():
        why = holds_people(tame(name), [child.stem for child in children], exercises)
        if len(items) == 1 and sum(child.is_folder for child in children) >= MANY:
            why = why or "people"
        shared = sum(2 * often[child.stem] > len(folders) > 1 for child in children)
        # Two tries of one class hold the same people, who have whole names and folders of their own.
        tries = len(folders) == len(items) == 2 and all(
            child.is_folder and len(bare_words(child.name)) > 1 for child in children
        )
        if why in ("people", "person") and 2 * shared > len(children) and not tries:
            why = ""  # A name that is in most folders is that of a piece of work.
        groups[name] = why, inside[name]
    kinds = [why for why, _ in groups.values()]
    if kinds.count("people") <= kinds.count("") or kinds.count("people") < kinds.count("person"):
        groups = {name: group for name, group in groups.items() if group[0] not in ("people", "person")}
    groups = {name: group for name, group in groups.items() if group[0]}
    # Among students' own folders, one whose files have a platform's names is a student's too.
    if len(groups) < len(kinds):
        groups = {name: group for name, group in groups.items() if group[0] != "platform"}
    return groups


def _may_be_read(item: _Item) -> bool:
    return any(rank(parts[-1]) > 1 for parts, _ in item.files)


def _inner(item: _Item, *, through: bool) -> list[_Item]:
    """Return the items inside a folder; with `through`, skip folders that only contain one other folder."""
    files, depth = item.files, 1
    while (
        through
        and all(len(parts) > depth + 1 for parts, _ in files)
        and len(names := {parts[depth] for parts, _ in files}) == 1
        and not platform_of(names)
    ):
        depth += 1
    children: dict[tuple[str, bool], _Item] = {}
    for parts, file in files:
        is_folder = len(parts) > depth + 1
        if len(parts) > depth and parts[depth]:
            child = children.setdefault((parts[depth], is_folder), _Item(parts[depth], [], is_folder))
            child.files.append((parts[depth:], file))
    return list(children.values())


def _items(folder: Path) -> list[_Item]:
    """Return the entries of the folder of submissions, each with all files below it."""
    items = []
    for entry in sorted(folder.iterdir()):
        if not JUNK.fullmatch(entry.name):
            is_folder = entry.is_dir() and not entry.is_symlink()
            one: Listing = [((entry.name,), on_disk(entry, folder))]
            items.append(_Item(entry.name, files_below(entry) if is_folder else one, is_folder))
    return items


def _without_unpacked(folder: Path, items: list[_Item]) -> list[_Item]:
    """Leave out the platform's zip of the class if just what it holds lies unpacked beside it.

    It must hold every other file of the folder, by path and size, and several, so no student is lost.
    """
    zips = [item for item in items if not item.is_folder and item.name.lower().endswith(".zip")]
    rest = [item for item in items if item not in zips]
    if len(zips) != 1 or not rest:
        return items
    [archive] = zips
    prefix = f"{rest[0].name}/" if len(rest) == 1 else ""
    if prefix and stem_of(archive.name) != rest[0].name:  # Two students' files may be of equal size.
        return items
    beside = {
        file.place: (folder / file.place).lstat().st_size for item in rest for _, file in item.files if file
    }
    try:
        with plainly_read(), zipfile.ZipFile(open_file(folder / archive.name)) as opened:
            inside = {
                "/".join(parts): info.file_size for info, parts in zip_members(opened) if not info.is_dir()
            }
    except UnreadableError:
        return items
    whole = [inside, {f"{prefix}{place}": size for place, size in inside.items()}]
    return rest if len(inside) > 1 and beside in whole else items


def _class_zips(folder: Path, items: list[_Item], exercises: list[str]) -> list[_Item]:
    """Replace zips of a whole class by their contents, and leave a student's zip as it is.

    Zips count as those of a class only if the folder holds nothing else, and each has a platform's or
    people's names in it or was named by Google Drive. So no student can slip one in among other submissions.
    """
    if not items or any(item.is_folder or not item.name.lower().endswith(".zip") for item in items):
        return items
    whole, opened = [], []
    for item in items:
        try:
            with plainly_read():
                files = zipped(zipfile.ZipFile(open_file(folder / item.name)), item.name)
        except UnreadableError:
            return items
        whole.append(_Item(stem_of(item.name), [((item.name, *parts), file) for parts, file in files], True))
        opened.append(_inner(whole[-1], through=True))
    pairs = list(zip(whole, opened, strict=True))
    if any(platform_of([item.stem]) for item in whole) or not all(opened):
        return items
    if all(DRIVE.fullmatch(item.name) or platform_of(child.stem for child in inner) for item, inner in pairs):
        return [child for inner in opened for child in inner]
    return whole if len(_groups(whole, exercises, "")) == len(whole) else items
