"""Find the submissions in a folder, where every file belongs to one student or one group.

Only names of files and folders say who handed in (`kit.classroom.grading.whose`), never their content.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kit.classroom.grading.entries import Item, items_of, without_unpacked
from kit.classroom.grading.files import TRIED, File
from kit.classroom.grading.gradescope import submitters
from kit.classroom.grading.names import Who, copy_of, stem_of
from kit.classroom.grading.platforms import ADDED, OWN, foreign_names, platform_of
from kit.classroom.grading.sections import ATTEMPT, groups_of, teams_of, without_class_zips
from kit.classroom.grading.tables import visible
from kit.classroom.grading.whose import read_names

# The folders in which OpenOlat and Sakai keep what a student was given, or got back.
GIVEN = re.compile(
    r"\d{1,2}_(?:assignments?|tasks?|corrections?|(?:sample)?_?solutions?)|feedback attachment\(s\)",
    re.IGNORECASE,
)
ONLY_GIVEN = "only what was handed out or given back is there: nothing was turned in"


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


def find(folder: Path, exercises: list[str], but: Iterable[Path] = ()) -> list[Submission]:
    """Return the submissions in a folder: one for each student, in the order of their names.

    Every file below the folder belongs to one of them, or to each of a group, except files that systems
    (`JUNK`) and platforms (`OWN`) add, and what a student was given (`GIVEN`). A student has a folder, a file
    or a zip. A folder is read as that of several students if its name or the names in it say so; a zip only
    if the folder holds nothing but such zips. `exercises` are names that belong to no student, such as
    "01_read"; `but` are the teacher's own files and folders, which may lie among the submissions.
    """
    submissions: dict[tuple[str, str, str], Submission] = {}
    own = {path.resolve() for path in but}
    items = items_of(folder)
    mine = {item.name for item in items if (folder / item.name).resolve() in own}
    items = without_unpacked(folder, [item for item in items if item.name not in mine], mine)
    _collect(without_class_zips(folder, items, exercises), exercises, submissions)
    for submission in submissions.values():
        if submission.files:
            submission.notes = [note for note in submission.notes if note != ONLY_GIVEN]
        submission.files.sort(key=lambda file: file.order, reverse=True)
        if submission.files and all(file.is_draft for file in submission.files):
            submission.notes.append("only a draft, in Working files: it was not turned in")
    _tell_apart(submissions)
    return sorted(submissions.values(), key=lambda submission: (submission.student, submission.folder))


def _collect(
    items: list[Item],
    exercises: list[str],
    submissions: dict[tuple[str, str, str], Submission],
    section: str = "",
    prefix: str = "",
) -> None:
    """Sort the entries of one folder into submissions."""
    platform = platform_of(item.stem for item in items)
    groups = {} if platform else groups_of(items, exercises, section)
    who = read_names({item.stem for item in items if item.name not in groups}, exercises)
    teams = teams_of(groups)
    said = submitters(items) if platform == "Gradescope" else {}
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
                _add(submission, item, whose, keeps_given=platform in (None, "Sakai"))


def _add(submission: Submission, item: Item, whose: Who, *, keeps_given: bool) -> None:
    """Add the files of one item to a student's submission.

    `keeps_given` says that the folder may also hold what the student was given, which nobody handed in.
    """
    submission.late |= whose.late
    inner_names = [stem_of(part) for parts, _ in item.files[:TRIED] for part in parts[1:]]
    for note in (*whose.notes, *foreign_names(inner_names)):
        if note not in submission.notes:
            submission.notes.append(note)
    for parts, file in item.files:
        if len(parts) > 1 and ADDED.fullmatch(parts[-1]):
            continue
        if file and keeps_given and any(map(GIVEN.fullmatch, parts[1:-1])):
            if ONLY_GIVEN not in submission.notes:
                submission.notes.append(ONLY_GIVEN)
            continue
        if file and not (whose.is_receipt and item.name.lower().endswith(".txt")):
            when = f"{whose.when} "
            for attempt in filter(None, map(ATTEMPT.match, parts[1:-1])):
                when += (attempt["number"] or attempt["step"]).zfill(4)
                submission.late |= bool(attempt["late"])
            when = "" if file.is_draft else when  # A draft counts as earlier than any attempt.
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
