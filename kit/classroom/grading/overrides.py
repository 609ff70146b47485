"""Read a teacher's own decisions from overrides.csv, which is never overwritten."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kit.classroom.grading.roster import folded, in_order, plainly
from kit.classroom.grading.tables import clip, read_table_file, visible, write_file

FILE = "overrides.csv"
FORMS = (plainly, in_order, folded)  # A name is sought as it is written, then more generously.
HEADER = ["student", "question", "points", "comment"]


@dataclass(frozen=True)
class Override:
    """Points that replace the marked ones, unless they are None, and a comment for the student."""

    points: float | None
    comment: str = ""


def read_overrides(
    folder: Path, students: dict[str, list[str]], questions: dict[str, float]
) -> dict[str, dict[str, Override]]:
    """Return a teacher's decisions by student and question; print which lines fit nobody.

    `students` has each student's names and numbers, `questions` the points of each. If there is no file yet,
    one with a heading is made.
    """
    path = folder / FILE
    if not path.exists():
        write_file(path, "\ufeff" + ",".join(HEADER) + "\r\n")
        return {}
    known: dict[str, set[str]] = {}
    for student, names in students.items():
        for name in (student, *names):
            for form in FORMS:
                known.setdefault(form(name), set()).add(student)
    overrides: dict[str, dict[str, Override]] = {}
    for number, row in enumerate(read_table_file(path, blank=True).rows, 1):
        name, question, points, comment = [*map(str.strip, row), "", "", "", ""][:4]
        if not any(row) or (number == 1 and question.lower() == "question"):
            continue
        name, question = name.removeprefix("'"), _question(question)
        whose = next(filter(None, (known.get(form(name)) for form in FORMS)), set())
        problem = _problem(name, whose, question, questions)
        try:
            value = float(points.replace(",", ".").replace("٫", ".")) if points else None
        except ValueError:
            value, problem = None, problem or f"{points} is no number"
        if not problem and value is not None and not abs(value) < 1e6:
            problem = f"{points} is no number of points"
        if problem:
            _say(number, name, f"{problem}. The line was left out.")
            continue
        [student] = whose
        if question in overrides.get(student, {}):
            _say(number, name, f"{question} stands in an earlier line too. This line counts.")
        if value is not None and not 0 <= value <= questions[question]:
            most = questions[question]
            _say(
                number,
                name,
                f"{value:g} points, where {question} has {most:g}. They count as you wrote them.",
            )
        overrides.setdefault(student, {})[question] = Override(value, comment)
    return overrides


def _say(number: int, name: str, what: str) -> None:
    whose = f", {clip(name, 60)}" if name else ""
    print(visible(f"{FILE}, line {number}{whose}: {clip(what, 300)}"))


def _question(text: str) -> str:
    """Return the name of a question as teachers write it.

    >>> _question("Q3"), _question("3"), _question("Question ٣"), _question("السؤال 3")
    ('q3', 'q3', 'q3', 'q3')
    """
    number = re.fullmatch(r"(?:q|question|سؤال|السؤال|س)?[ .]*(\d{1,3})", text.lower())
    return f"q{int(number[1])}" if number else text


def _problem(name: str, whose: set[str], question: str, questions: Iterable[str]) -> str:
    """Return why a line cannot count; "" if it can."""
    if not name:
        return "no student is named"
    if not whose:
        return "no student is called so"
    if len(whose) > 1:
        return f"{len(whose)} students are called so; write {' or '.join(sorted(whose))}"
    if question not in questions:
        return f"there is no question {question}".rstrip() + f", only {', '.join(questions)}"
    return ""
