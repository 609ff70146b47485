"""Read a teacher's own decisions from overrides.csv, which is never overwritten."""

from dataclasses import dataclass
from pathlib import Path

from kit.classroom.grading.roster import plainly
from kit.classroom.grading.tables import clip, read_table_file, visible, write_file

FILE = "overrides.csv"
HEADER = ["student", "question", "points", "comment"]


@dataclass(frozen=True)
class Override:
    """Points that replace the marked ones, unless they are None, and a comment for the student."""

    points: float | None
    comment: str = ""


def read_overrides(
    folder: Path, students: dict[str, list[str]], questions: list[str]
) -> dict[str, dict[str, Override]]:
    """Return a teacher's decisions by student and question; print which lines fit nobody.

    `students` has each student's names and numbers. If there is no file yet, one with a heading is made.
    """
    path = folder / FILE
    if not path.exists():
        write_file(path, "\ufeff" + ",".join(HEADER) + "\r\n")
        return {}
    known: dict[str, set[str]] = {}
    for student, names in students.items():
        for name in (student, *names):
            known.setdefault(plainly(name), set()).add(student)
    overrides: dict[str, dict[str, Override]] = {}
    for number, row in enumerate(read_table_file(path).rows, 1):
        name, question, points, comment = [*map(str.strip, row), "", "", "", ""][:4]
        if number == 1 and question.lower() == "question":
            continue
        whose = known.get(plainly(name.removeprefix("'")), set())
        problem = _problem(name, whose, question, questions)
        try:
            value = float(points.replace(",", ".")) if points else None
        except ValueError:
            value, problem = None, f"{points} is no number"
        if problem or (value is not None and not abs(value) < 1e6):
            says = clip(problem or "not a number of points", 200)
            print(visible(f"{FILE}, line {number}: {says}. The line was left out."))
            continue
        overrides.setdefault(next(iter(whose)), {})[question] = Override(value, comment)
    return overrides


def _problem(name: str, whose: set[str], question: str, questions: list[str]) -> str:
    """Return why a line cannot count; "" if it can."""
    if not whose:
        return f"no student {name}"
    if len(whose) > 1:
        return f"{len(whose)} students are called {name}; write {' or '.join(sorted(whose))}"
    if question not in questions:
        return f"no question{f' {question}' if question else ''} (there are {', '.join(questions)})"
    return ""
