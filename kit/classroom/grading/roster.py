"""Read the platform's own list of a class, and fill in its columns so that it can be imported again.

It may be Moodle's grading worksheet, Canvas's gradebook, Blackboard's download or any list of names.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kit.classroom.grading.feedback import points, titled
from kit.classroom.grading.tables import Sheet, cell, read_table_file
from kit.errors import TextError

NAMES = ("name", "full name", "student", "student name", "الاسم", "اسم الطالب")
FIRST, LAST = ("first name", "given name"), ("last name", "surname", "family name")
IDS = ("id", "id number", "student id", "username", "email", "email address", "sis login id", "sis user id")


@dataclass
class Roster:
    """A class list: a row for each student, and the numbers and names that each may have."""

    kind: str
    path: Path
    table: Sheet
    head: int  # the row of headings, or -1 if there is none
    students: dict[int, str] = field(default_factory=dict)  # the name to show, by row
    numbers: dict[str, int] = field(default_factory=dict)  # the row, by the platform's number
    keys: dict[str, set[int]] = field(default_factory=dict)  # the rows, by a name or id from `plainly`

    def row_of(self, number: str, names: Iterable[str]) -> int | None:
        """Return a student's row, by the platform's number or a name that only one has; None without."""
        if number in self.numbers:
            return self.numbers[number]
        if not number.isdigit():  # Some platforms have user names instead of numbers.
            names = [number, *names]
        for name in names:
            rows = self.keys.get(plainly(name)) or self.keys.get(_sorted(name)) or set()
            if len(rows) == 1:
                return next(iter(rows))
        return None


def plainly(name: str) -> str:
    """Return a name's letters and digits only, for comparison.

    >>> plainly("Hassan, Layla"), plainly("ليلى حسن")
    ('hassanlayla', 'ليلىحسن')
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


def _sorted(name: str) -> str:
    return " ".join(sorted(filter(None, map(plainly, re.split(r"[\s,]+", name)))))


def read_roster(path: Path) -> Roster:
    """Read a class list in any of the known forms.

    Raises:
        TextError: the list has no names.
    """
    table = read_table_file(path)
    if not table.rows:
        raise TextError(f'grade: the class list "{path.name}" is empty.')
    heads = [head.strip().strip('"').lower() for head in table.rows[0]]
    kind = _kind(heads)
    known = kind != "list" or bool(set(heads) & {*NAMES, *FIRST, *LAST, *IDS})
    roster = Roster(kind, path, table, 0 if known else -1)
    if not known:
        heads = ["name"]

    def columns(names: Iterable[str]) -> list[int]:
        return [at for at, head in enumerate(heads) if head in names]

    whole, parts, ids = columns(NAMES), columns(FIRST) + columns(LAST), columns(IDS)
    number = columns(["identifier"] if kind == "Moodle" else ["id"] if kind == "Canvas" else [])
    for at, row in enumerate(table.rows[roster.head + 1 :], roster.head + 1):
        get = partial(_cells, row)
        name = next(filter(str.strip, get(whole)), "") or " ".join(get(parts)).strip()
        if kind == "Canvas" and name.strip().lower() in ("points possible", "student, test"):
            continue
        others = list(filter(str.strip, get(ids)))
        shown = name.strip() or next(iter(others), "")
        if not shown:
            continue
        roster.students[at] = shown
        for text in get(number):
            digits = re.search(r"\d+$", text.strip())
            if digits:
                roster.numbers[digits[0]] = at
        for key in (
            name,
            " ".join(reversed(get(parts))),
            *others,
            *(address.partition("@")[0] for address in others),
        ):
            for form in (plainly(key), _sorted(key)):
                if form:
                    roster.keys.setdefault(form, set()).add(at)
    if not roster.students:
        raise TextError(f'grade: no column of "{path.name}" holds names. Call one "name".')
    return roster


def _cells(row: list[str], places: list[int]) -> list[str]:
    return [row[at] for at in places if at < len(row)]


def _kind(heads: list[str]) -> str:
    if "identifier" in heads and "grade" in heads:
        return "Moodle"
    if {"student", "id", "section"} <= set(heads):
        return "Canvas"
    if {"username", "last name", "first name"} <= set(heads):
        return "Blackboard"
    return "list"


def filled(
    roster: Roster, marks: dict[int, tuple[float, str]], most: float, exercise: str, column: str
) -> list[list[str]]:
    """Return the list's rows with points filled in; `marks` has (points, notes) by row.

    Points are scaled to the platform's own maximum. Students who handed in nothing keep empty cells.
    """
    rows = [list(row) for row in roster.table.rows]
    if roster.kind == "list":
        new = ["points", "of", "notes"]
        width = max(map(len, rows))
        for at, row in enumerate(rows):
            more = new if at == roster.head else ["", "", ""]
            if at in marks:
                more = [points(marks[at][0]), points(most), cell(marks[at][1])]
            rows[at] = [*row, *[""] * (width - len(row)), *more]
        return rows
    at = _column(roster, rows, exercise, column)
    for number, (got, _) in marks.items():
        rows[number] += [""] * (at + 1 - len(rows[number]))
        rows[number][at] = points(got * _maximum(roster, rows, number, at, most) / most if most else got)
    return rows


def _column(roster: Roster, rows: list[list[str]], exercise: str, column: str) -> int:
    """Return the index of the column to fill, which is added to Canvas's list if it is missing."""
    heads = [head.lower() for head in rows[0]]
    if roster.kind == "Moodle":
        return next(at for at, head in enumerate(heads) if head.strip() == "grade")
    number = exercise.partition("_")[0]
    forms = (
        [column]
        if column
        else [exercise, titled(exercise), f"exercise {number}", f"exercise {number.lstrip('0')} "]
    )
    places = [at for at, head in enumerate(heads) if any(form.lower() in f"{head} " for form in forms)]
    if not places and not column and roster.kind == "Blackboard":
        places = [at for at, head in enumerate(heads) if "[total pts" in head]
    if len(places) == 1:
        return places[0]
    if roster.kind == "Canvas" and not places and not column:
        width = max(map(len, rows))
        for row in rows:
            row += [""] * (width - len(row))
            row.append("")
        rows[0][-1] = titled(exercise)
        return width
    says = "several columns are" if places else "no column is"
    raise TextError(f'grade: {says} this exercise in "{roster.path.name}". Name it: --column "Exercise 1".')


def _maximum(roster: Roster, rows: list[list[str]], number: int, at: int, most: float) -> float:
    """Return the platform's own maximum for a row, or else `most`."""
    said = ""
    if roster.kind == "Moodle":
        place = next((n for n, head in enumerate(rows[0]) if head.strip().lower() == "maximum grade"), None)
        said = rows[number][place] if place is not None and place < len(rows[number]) else ""
    elif roster.kind == "Canvas":
        for row in rows[1:4]:
            if row[0].strip().lower() == "points possible" and at < len(row):
                said = row[at]
    else:
        written = re.search(r"(?:total pts|maxpoints): ?(?:up to )?([\d.,]+)", rows[0][at], re.IGNORECASE)
        said = written[1] if written else ""
    try:
        thousands = re.sub(r",(?=\d{3}\b)", "", said)  # "1,000" is a thousand, "10,5" is ten and a half.
        return float(thousands.replace(",", ".")) or most
    except ValueError:
        return most
