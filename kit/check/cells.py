"""Record which run of which cell made an answer: a check judges only what the cell on the screen made.

IPython reports each run of a cell before it begins and after it ends. Without IPython there are no reports,
and a check judges the values that the names have.
"""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.check.blank import ____
from kit.check.probe import name_of
from kit.check.protocol import Raised
from kit.check.source import names_given, tree_of

__all__ = ["Cells", "Run", "cell_number", "follow", "raised_by"]


@dataclass
class Run:
    """One run of an answer's cell: its code, how it stopped, and what its names then held."""

    code: str
    error: Raised | None
    number: int
    values: dict[str, Any]
    assigns: bool  # whether the cell gives a value to one of the names
    earlier: bool  # whether the names still have the value that they had before


@dataclass
class Cells:
    """The last run of each answer's cell in one exercise, and what to do when one has run."""

    names: dict[str, list[str]]  # the names that each question asks for
    functions: set[str]  # those that should be functions, as "question.name"
    scope: dict[str, Any]
    after: Callable[[str], None] = lambda question: None
    runs: dict[str, Run] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)  # the value of each name when the cell began to run
    cells: dict[str, str] = field(default_factory=dict)  # the question that each cell answered, by its id
    count: int = 0

    def begin(self) -> None:
        """Note the values of all answers before a cell runs."""
        asked = {name for names in self.names.values() for name in names}
        self.before = {name: self.scope[name] for name in asked if self.scope.get(name, ____) is not ____}

    def note(self, code: str, error: BaseException | None, cell_id: str | None) -> None:
        """Note how a cell ran; if it holds an answer, call `after` with its question."""
        question = self._question(code, cell_id)
        if question is None:
            return
        self.count += 1
        names = self.names[question]
        held = {name: self.scope[name] for name in names if name in self.scope}
        earlier = all(name in held and self.before.get(name, ____) is held[name] for name in names)
        assigns = bool(names_given(code).intersection(names))
        raised = raised_by(error) if error is not None else None
        self.runs[question] = Run(code, raised, self.count, held, assigns, earlier)
        if cell_id:
            self.cells[cell_id] = question
        if not re.search(r"\.(?:check|hint|solution)\(", code):
            self.after(question)

    def _question(self, code: str, cell_id: str | None) -> str | None:
        """Return the question that a cell answers: by its id, or else by the names that it defines."""
        if cell_id in self.names:
            return cell_id
        given = names_given(code)
        hits = {question: len(given.intersection(names)) for question, names in self.names.items()}
        best = max(hits.values(), default=0)
        if not best:
            return self.cells.get(cell_id or "")
        defined = set(re.findall(r"^\s*def\s+(\w+)", code, re.MULTILINE))

        def fits(question: str) -> bool:
            return all(
                (name in defined) == (f"{question}.{name}" in self.functions) for name in self.names[question]
            )

        candidates = [question for question, number in hits.items() if number == best]
        if cell_id and self.cells.get(cell_id) in candidates:
            return self.cells[cell_id]
        return next(filter(fits, candidates), candidates[0])


_followed: dict[str, Cells] = {}  # By exercise, so that running its first cell again forgets nothing.


def follow(exercise: str, questions: Mapping[str, Mapping[str, Any]], scope: dict[str, Any]) -> Cells | None:
    """Record the runs of an exercise's cells in this kernel; return None outside IPython.

    >>> follow("00_start", {}, {}) is None
    True
    """
    shell = _shell()
    if shell is None or getattr(shell, "user_ns", None) is not scope:
        return None
    names = {question: list(key["names"]) for question, key in questions.items()}
    functions = {
        f"{question}.{name}"
        for question, key in questions.items()
        for name, kind in key.get("kinds", {}).items()
        if kind == "a function"
    }
    known = _followed.get(exercise)
    runs, cells = (known.runs, known.cells) if known and known.scope is scope else ({}, {})
    _followed[exercise] = Cells(names, functions, scope, runs=runs, cells=cells)
    _followed[exercise].count = known.count if known else 0
    if not getattr(shell, "kit_follows_cells", False):
        shell.kit_follows_cells = True
        shell.events.register("pre_run_cell", _before_cell)
        shell.events.register("post_run_cell", _after_cell)
    return _followed[exercise]


def cell_number() -> int | None:
    """Return the number of the cell that is running; None outside a notebook.

    >>> cell_number()
    """
    shell = _shell()
    return None if shell is None else int(shell.execution_count)


def _before_cell(_info: Any) -> None:
    for cells in list(_followed.values()):
        cells.begin()


def _after_cell(result: Any) -> None:
    info = getattr(result, "info", None)
    code = getattr(info, "raw_cell", None)
    if not isinstance(code, str):
        return
    made = str(getattr(info, "transformed_cell", None) or "")
    if made.strip() and "get_ipython()" not in made and tree_of(made) is not None:
        code = made  # IPython has removed prompts such as `>>>` and `In [3]:`, and common indentation.
    error = result.error_before_exec or result.error_in_exec
    for cells in list(_followed.values()):
        cells.note(code, error, getattr(info, "cell_id", None))


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def raised_by(error: BaseException) -> Raised:
    """Return an error as plain data.

    >>> raised_by(ValueError("no"))
    {'raised': 'ValueError', 'message': 'no'}
    """
    try:
        message = str(error)[:300]
    except BaseException:
        message = ""
    raised: Raised = {"raised": name_of(error), "message": message}
    if isinstance(error, SyntaxError):
        raised["message"] = str(error.msg)[:300]
        raised["line"] = int(error.lineno or 0)
    return raised
