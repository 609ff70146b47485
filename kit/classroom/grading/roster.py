"""Read the platform's own list of a class, and fill in its columns so that it can be imported again.

It may be Moodle's grading worksheet, Canvas's gradebook, Sakai's or Blackboard's download, or any list.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kit.classroom.grading.feedback import points, titled
from kit.classroom.grading.headings import (
    NOBODY,
    WHO,
    are_identifiers,
    column_of_names,
    head_row,
    meaning,
    plain_heading,
)
from kit.classroom.grading.names import bare_words
from kit.classroom.grading.tables import Sheet, cell, read_table_file
from kit.errors import TextError

SPACES = re.compile(r"[\s_,،()-]+")
# Words beside a name that say nothing of whose a file is.
BESIDE = {"group", "section", "class", "team", "مجموعة", "المجموعة", "شعبة", "الشعبة", "صف"}


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
    words: dict[int, tuple[set[str], set[str]]] = field(default_factory=dict)  # the name's words, other words

    def row_of(self, number: str, names: Iterable[str]) -> int | None:
        """Return a student's row, by the platform's number or a name that only one has; None without."""
        if number in self.numbers:
            return self.numbers[number]
        if not number.isdigit():  # Some platforms have user names instead of numbers.
            names = [number, *names]
        for name in names:
            rows = self.keys.get(plainly(name)) or self.keys.get(in_any_order(name)) or set()
            if len(rows) == 1:
                return next(iter(rows))
        return None

    def rows_in(self, name: str) -> tuple[list[int], bool]:
        """Return the rows whose whole name is in a longer name, and whether all else in it is explained.

        ILIAS writes "Hassan_Layla_lhassan_4000"; in "Layla Hassan - Untitled0" a word is left over.
        """
        said = set(_words(name))
        rows = [at for at, (words, _) in self.words.items() if len(words) > 1 and words <= said]
        if len(rows) != 1:  # A single word is too little to be sure of.
            return rows or [at for at, (words, _) in self.words.items() if words and words <= said], False
        words, others = self.words[rows[0]]
        known = words | others | BESIDE
        left = [
            piece
            for piece in SPACES.split(name)
            if plainly(piece) and not piece.isdigit() and not set(_words(piece)[-1:]) <= known
        ]
        return rows, not left

    def number_of(self, row: int) -> str:
        """Return the platform's number of a row; "" if it has none."""
        return next((number for number, at in self.numbers.items() if at == row), "")


def plainly(name: str) -> str:
    """Return a name's letters and digits only, for comparison.

    >>> plainly("Hassan, Layla"), plainly("ليلى حسن")
    ('hassanlayla', 'ليلىحسن')
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


def in_any_spelling(name: str) -> str:
    """Return the words of a name in order, with letters made alike that lists do not always tell apart.

    >>> in_any_spelling("أحمد الشهري") == in_any_spelling("الشهرى، احمد")
    True
    """
    return " ".join(sorted(set(_words(name))))


def _words(name: str) -> list[str]:
    """Return the words of a name, however its letters are written: lists often leave out marks and hamza.

    >>> set(_words("أحمد الـشهري")) == set(_words("احمد الشهرى")), _words("Zoë")[0]
    (True, 'zoe')
    """
    alike = plain_heading(name).replace("ـ", "").replace("ی", "ي").replace("ک", "ك")
    return [*bare_words(alike), *filter(None, map(plainly, SPACES.split(alike)))]


def in_any_order(name: str) -> str:
    """Return the words of a name in the order of their letters: families stand first or last.

    >>> in_any_order("Hassan, Layla") == in_any_order("Layla Hassan")
    True
    """
    return " ".join(sorted(filter(None, map(plainly, re.split(r"[\s,]+", name)))))


def read_roster(path: Path) -> Roster:
    """Read a class list in any of the known forms.

    Raises:
        TextError: the list has no names.
    """
    table = read_table_file(path)
    if not table.rows:
        raise TextError(f'grade: the class list "{path.name}" is empty.')
    head = head_row(table.rows)
    meanings = list(map(meaning, table.rows[head])) if head >= 0 else []
    below = table.rows[head + 1 :]
    heads = set(map(plain_heading, table.rows[head])) if head >= 0 else set()
    firsts = [row[0] for row in below if row]
    numbered = len(firsts) == len(below) > 0 and are_identifiers(firsts)
    kind = _kind(heads, meanings, numbered)
    roster = Roster(kind, path, table, head)

    def columns(*wanted: str) -> list[int]:
        return [at for at, found in enumerate(meanings) if found in wanted]

    whole, parts, ids = columns("name"), columns("first") + columns("last"), columns("id")
    number = [0] if kind == "Moodle" and "identifier" not in meanings else columns("identifier")
    if kind == "Canvas":
        number = [at for at, one in enumerate(table.rows[head]) if plain_heading(one) == "id"]
    elif kind != "Moodle":
        ids, number = ids + number, []
    if "last" in meanings and "first" not in meanings:  # With a family name, "Name" is the rest of it.
        whole, parts = [], columns("name") + columns("last")
    if not set(meanings) & set(WHO):
        whole = [column_of_names(below)]
    for at, row in enumerate(below, head + 1):
        get = partial(_cells, row)
        name = next(filter(str.strip, get(whole)), "") or " ".join(get(parts)).strip()
        others = [one.strip().lstrip("#") for one in get(ids) if one.strip()]
        is_max = kind != "list" and name.strip().casefold() == "max"  # On a plain list it is a person.
        if (is_max or NOBODY.fullmatch(name.strip())) and (kind == "Canvas" or not others):
            continue
        shown = name.strip() or next(iter(others), "") or next(filter(str.strip, get(number)), "").strip()
        if not shown:
            continue
        roster.students[at] = shown
        roster.words[at] = (
            set(_words(name)),
            {word for one in others for word in [plainly(one), *_words(one)]},
        )
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
            for form in (plainly(key), in_any_order(key)):
                if form:
                    roster.keys.setdefault(form, set()).add(at)
    if not roster.students:
        raise TextError(f'grade: no column of "{path.name}" holds names. Call one "name".')
    return roster


def _cells(row: list[str], places: list[int]) -> list[str]:
    return [row[at] for at in places if at < len(row)]


def _kind(heads: set[str], meanings: list[str], numbered: bool) -> str:
    """Return whose list it is, by its headings, which `meanings` is empty without.

    `numbered` says that the first column may be Moodle's identifiers under a heading in another language. It
    may as well be that of nameless students, who have a heading that is known, or no other columns.
    """
    graded = bool({"grade", "most"} & set(meanings))
    if numbered and not graded:
        numbered = len(meanings) > 1 and not meanings[0]
    if numbered or ("identifier" in meanings and "grade" in meanings):
        return "Moodle"
    if {"student", "id", "section"} <= heads:
        return "Canvas"
    if {"username", "last name", "first name"} <= heads:
        return "Blackboard"
    if {"display id", "last name", "first name", "grade"} <= heads:
        return "Sakai"
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
        highest, comma = _maximum(roster, rows, number, at, most)
        said = points(got * highest / most if most else got)
        rows[number][at] = said.replace(".", ",") if comma else said
    return rows


def _column(roster: Roster, rows: list[list[str]], exercise: str, column: str) -> int:
    """Return the index of the column to fill, which is added to Canvas's list if it is missing."""
    heads = [head.lower() for head in rows[roster.head]]
    marks = [at for at, head in enumerate(heads) if meaning(head) == "grade"]
    if roster.kind in ("Moodle", "Sakai") and marks and not column:
        return marks[0]
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
        rows[roster.head][-1] = titled(exercise)
        return width
    says = "several columns are" if places else "no column is"
    raise TextError(f'grade: {says} this exercise in "{roster.path.name}". Name it: --column "Exercise 1".')


def _maximum(roster: Roster, rows: list[list[str]], number: int, at: int, most: float) -> tuple[float, bool]:
    """Return the platform's own maximum for a row, or else `most`, and whether it has a decimal comma."""
    said, heads = "", rows[roster.head]
    if roster.kind == "Moodle":
        place = next((n for n, head in enumerate(heads) if meaning(head) == "most"), None)
        said = rows[number][place] if place is not None and place < len(rows[number]) else ""
    elif roster.kind == "Canvas":
        for row in rows[1:4]:
            if row[0].strip().lower() == "points possible" and at < len(row):
                said = row[at]
    else:
        written = re.search(r"(?:total pts|maxpoints): ?(?:up to )?([\d.,]+)", heads[at], re.IGNORECASE)
        said = written[1] if written else ""
    thousands = re.sub(r",(?=\d{3}\b)", "", said)  # "1,000" is a thousand, "10,5" is ten and a half.
    try:
        return float(thousands.replace(",", ".")) or most, "," in thousands
    except ValueError:
        return most, False
