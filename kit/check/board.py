"""Show how far a student has come: a row of squares for each exercise, and a link to the next question.

`python -m kit progress` prints it. Its HTML holds only what JupyterLab's sanitizer keeps.
"""

import os
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from html import escape
from pathlib import Path

from kit.check.solved import exercise_title, key_names, read_key, solved_questions
from kit.language import direction, html_attributes, language, say, start_side
from kit.read.folders import work_folder

__all__ = ["Progress", "Row", "add_arguments", "main", "progress"]

SOLVED, TO_DO = "\N{BLACK SQUARE}", "\N{WHITE SQUARE}"
REPORT = "99_report.ipynb"
BLUE, GREY = "#0072B2", "#767676"


@dataclass(frozen=True)
class Row:
    """One exercise: its questions, and which of them are solved."""

    exercise: str
    questions: tuple[str, ...]
    solved: frozenset[str]

    @property
    def lesson(self) -> str:
        """Return the lesson's number and title, as its page has them."""
        return exercise_title(self.exercise)

    @property
    def next(self) -> str:
        """Return the first question that is not solved; "" when all are."""
        return next((question for question in self.questions if question not in self.solved), "")

    @property
    def squares(self) -> str:
        """Return a square for each question, full if it is solved."""
        return "".join(SOLVED if question in self.solved else TO_DO for question in self.questions)

    @property
    def count(self) -> str:
        """Return how many questions are solved, in words."""
        return say("{solved} of {asked}", solved=len(self.solved), asked=len(self.questions))


@dataclass(frozen=True, repr=False)
class Progress:
    """What is solved, by exercise in the order of the lessons."""

    rows: tuple[Row, ...]

    @property
    def headline(self) -> str:
        """Return a sentence on how many questions are solved in all exercises."""
        solved = sum(len(row.solved) for row in self.rows)
        asked = sum(len(row.questions) for row in self.rows)
        if solved == asked:
            return say("All {n} questions are solved.", n=asked)
        return say("{solved} of {asked} questions are solved.", solved=solved, asked=asked)

    def __repr__(self) -> str:
        width = max(len(row.lesson) for row in self.rows) + 1
        lines = [
            f"{row.lesson:<{width}} {row.squares:<9} {row.count:<8} "
            + (say("next: question {number}", number=row.next[1:]) if row.next else say("✓ all done"))
            for row in self.rows
        ]
        return "\n".join([self.headline, "", *lines])

    def _repr_html_(self) -> str:
        first = next((row for row in self.rows if row.next), None)
        if first:
            words = say("{lesson}, question {number}", lesson=first.lesson, number=first.next[1:])
            then = say("Go on with {link}.", link=_link(words, first))
        else:
            report = _anchor(say("your own report"), _beside("notebooks", REPORT))
            then = say("What comes next: {link}.", link=report)
        gap = "2px 0 2px 12px" if direction() == "rtl" else "2px 12px 2px 0"
        cell = f"padding: {gap}; text-align: {start_side()}; border: none"
        rows = "".join(
            f'<tr><th style="{cell}">{row.lesson}</th>'
            f'<td style="{cell}; font-size: 20px; color: {BLUE}">{row.squares}</td>'
            f'<td style="{cell}">{row.count}</td><td style="{cell}">{_next_step(row)}</td></tr>'
            for row in self.rows
        )
        align = "; text-align: right" if direction() == "rtl" else ""  # Jupyter aligns every paragraph left.
        return (
            f"<div {html_attributes()}>"
            f'<p style="margin: 4px 0{align}"><strong>{self.headline}</strong> {then}</p>'
            f"<table>{rows}</table></div>"
        )


def progress() -> Progress:
    """Return what is solved; a notebook shows it with a link to each exercise's next question.

    >>> progress().rows[0].lesson, progress().rows[0].questions
    ('00 · Start', ('q1', 'q2', 'q3', 'q4'))
    """
    done = solved_questions()
    rows = []
    for name in key_names():
        questions = tuple(read_key(name)["questions"])
        rows.append(Row(name, questions, frozenset(questions).intersection(done.get(name, []))))
    return Progress(tuple(rows))


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit progress`."""
    parser.epilog = "Example: python -m kit progress"


def main(arguments: Namespace) -> int:
    """Print what is solved.

    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, KIT_WORK=folder):
    ...     main(Namespace())  # doctest: +ELLIPSIS
    0 of ... questions are solved.
    <BLANKLINE>
    00 · Start ...
    0
    """
    print(progress())
    return 0


def _next_step(row: Row) -> str:
    if not row.next:
        done = say("✓ all done")
        return f'<span style="color: {BLUE}">{done}</span>'
    return _link(say("question {number}", number=row.next[1:]), row)


def _link(words: str, row: Row) -> str:
    """Return a link to the next question of an exercise, in the file that the student works on."""
    name, older = f"{row.exercise}_exercise.ipynb", f"{row.exercise}.ipynb"  # Older courses use the second.
    # nbgrader puts each exercise into a folder of its name; other editions add their language to it.
    folders = ("exercises", f"{row.exercise}_{language()}", row.exercise)
    pages = (_beside(folder, file) for folder in folders for file in (name, older))
    page = next(filter(None, pages), "")
    if not page:
        return say("{words} in the file {name}", words=escape(words), name=name)
    return _anchor(words, f"{page}#cell-id={row.next}-task")


def _anchor(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)


def _beside(folder: str, name: str) -> str:
    """Return the relative path from the kernel's folder to a file of the course; "" if there is none.

    The edition in the current language comes first.
    """
    here = Path.cwd()
    work = work_folder()
    # The folder above work/ holds the originals, not the copies that the student works on.
    places = [here] if here == work else [here.parent, here, *([work] if work else [])]
    for place in places:
        for edition in (place / language(), place):
            if (edition / folder / name).is_file():
                return Path(os.path.relpath(edition / folder / name, here)).as_posix()
    return ""
