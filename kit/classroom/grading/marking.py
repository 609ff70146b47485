"""Mark one notebook: find the cell of each answer, run it in a sandbox, compare the results with the key.

No code of a submission runs here. A sandbox returns plain data, which an answer may have forged.
"""

import hashlib
import itertools
import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from kit.check.protocol import Probe, all_probes
from kit.check.sentence import brief
from kit.check.source import names_given
from kit.check.values import right, settle
from kit.check.verdicts import judge
from kit.classroom.grading.notebook import HandedCell, Notebook
from kit.classroom.grading.notes import noted
from kit.classroom.grading.questions import SetQuestion
from kit.language import say, speaking, to_say

OUTCOMES = [  # from best to worst, which is also their order in the tables
    to_say("right"),
    to_say("known mistake"),
    to_say("wrong"),
    to_say("not attempted"),
    to_say("timed out"),
    to_say("out of memory"),
    to_say("crashed"),
    to_say("unreadable"),
    to_say("missing"),
]
JUDGED = {"correct": "right", "almost": "known mistake", "incorrect": "wrong"}
LONGEST = 10_000  # the characters of an answer that are kept for its page
READ = 100_000  # the characters of a cell that are searched for the names it defines
TOO_MUCH_MEMORY = to_say("It asked for more memory than there is for an answer.")
NO_CELL = to_say("There is no cell for this answer in the notebook.")
COPIES = 3  # If one answer cell occurs several times, this many are tried, and the best counts.
PATIENCE = 12  # After this many times the limit of one answer, a student's other answers get one try each.


@dataclass(frozen=True)
class Mark:
    """The mark of one answer, with all that a student needs to see the reason."""

    outcome: str
    sentence: str = ""
    points: float = 0
    code: str = ""
    # Each row has what was looked at, what it gave and what was expected.
    rows: tuple[tuple[str, str, str], ...] = ()
    mistake: int | None = None  # which of the key's mistakes it is, counted from 0
    same: str = ""  # Wrong answers with the same mistake have the same text here, in any language.


class Runs(Protocol):
    """The part of a sandbox that marking uses."""

    limits: Any

    def run(self, request: dict[str, Any]) -> tuple[str, bytes]:
        """Run one answer: how its process ended, and what it wrote."""
        ...


def mark(
    notebook: Notebook, questions: dict[str, SetQuestion], sandbox: Runs
) -> tuple[dict[str, Mark], list[str]]:
    """Mark every answer in a notebook, each in a process of its own; return the marks and what to note.

    An answer first runs alone, after the instructor's set-up. If it is not right, it runs again among the
    student's own cells, since it may need a function from there; the better of the two counts.
    """
    marks: dict[str, Mark] = {}
    by_name: list[str] = []
    endless: set[str] = set()  # Cells that hit a limit are not run again before another answer.
    until = time.monotonic() + PATIENCE * sandbox.limits.seconds
    for name, question in questions.items():
        best = Mark("missing", say(NO_CELL))
        places = _distinct(notebook, [at for at, cell in enumerate(notebook.cells) if cell.id == name])
        for at in places[:COPIES]:
            if best.outcome == "missing" or time.monotonic() < until:
                best = _better(best, _mark_cell(notebook, at, questions, question, sandbox, endless, until))
        unnamed = best.outcome == "wrong" and not best.rows
        # Cells may have lost their ids, or the student may have answered in another cell.
        if unnamed or best.outcome in ("missing", "not attempted"):
            for at in _by_names(notebook, questions, question, places)[-COPIES:]:
                if best.outcome == "missing" or time.monotonic() < until:
                    other = _mark_cell(notebook, at, questions, question, sandbox, endless, until)
                    # Another question's cell may use the same names for something else.
                    counts = notebook.cells[at].id not in questions or other.outcome == "right"
                    if counts and _better(best, other) is not best:
                        by_name = [*by_name, name] if name not in by_name else by_name
                        best = other
        marks[name] = best
    notes = [f"{', '.join(by_name)}: found by the names they define, not by their cells"] if by_name else []
    return marks, notes


def _mark_cell(
    notebook: Notebook,
    at: int,
    questions: dict[str, SetQuestion],
    question: SetQuestion,
    sandbox: Runs,
    endless: set[str],
    until: float,
) -> Mark:
    """Mark the cell at an index: alone and, if it is not right, among the student's own cells."""
    code = notebook.cells[at].source
    above, below = _around(notebook.cells, at, questions)
    above = [cell for cell in above if cell not in endless]
    alone = _mark(question, [code], 0, sandbox)
    if alone.outcome in ("timed out", "out of memory"):
        endless.add(code)
        return alone
    helped = below or (above and alone.outcome != "not attempted")
    if alone.outcome == "right" or not helped or time.monotonic() > until:
        return alone
    return _better(alone, _mark(question, [*above, code, *below], len(above), sandbox))


def is_blank(notebook: Notebook, questions: dict[str, SetQuestion]) -> bool:
    """Say whether every answer's cell is as it was handed out, and no cell was added."""
    handed_out = {*_given(questions), "progress"}
    return any(cell.id in questions for cell in notebook.cells) and all(
        _bare(cell.source) == _bare(questions[cell.id].stub)
        if cell.id in questions
        else cell.id in handed_out
        for cell in notebook.cells
        if cell.kind == "code"
    )


def _distinct(notebook: Notebook, places: Iterable[int]) -> list[int]:
    return list({notebook.cells[at].source: at for at in places}.values())


def _given(questions: dict[str, SetQuestion]) -> set[str]:
    """Return the ids of cells that were handed out and hold no answer."""
    parts = ("task", "look", "check", "help")
    return {f"{name}-{part}" for name in questions for part in parts} | {"setup", "text-1"}


def _by_names(
    notebook: Notebook, questions: dict[str, SetQuestion], question: SetQuestion, but: list[int]
) -> list[int]:
    """Return the indices of cells that define all names of a question, whatever their ids."""
    wanted, others = set(question.key["names"]), _given(questions)
    known = set(but)
    places = [
        at
        for at, cell in enumerate(notebook.cells)
        if cell.kind == "code"
        and at not in known
        and cell.id not in others
        and all(name in cell.source for name in wanted)  # This quick test spares parsing most cells.
        and wanted <= names_given(cell.source[:READ])
    ]
    # Cells of other questions come first, since of many the last ones are tried.
    places.sort(key=lambda at: notebook.cells[at].id not in questions)
    return _distinct(notebook, places)


def _around(
    cells: list[HandedCell], at: int, questions: dict[str, SetQuestion]
) -> tuple[list[str], list[str]]:
    """Return the student's own code above a cell, and the code from there to the next given cell."""
    given = _given(questions)
    after = itertools.takewhile(lambda cell: cell.id not in given | set(questions), cells[at + 1 :])

    def own(cells: Iterable[HandedCell]) -> list[str]:
        return [cell.source for cell in cells if cell.kind == "code" and cell.id not in given]

    return own(cells[:at]), own(after)


def _better(one: Mark, other: Mark) -> Mark:
    """Return the better of two marks, or the first if they are equal."""
    return min(one, other, key=lambda mark: (-mark.points, OUTCOMES.index(mark.outcome)))


def _mark(question: SetQuestion, cells: list[str], at: int, sandbox: Runs) -> Mark:
    """Run one answer, which is `cells[at]`, and judge the results."""
    key, code = question.key, cells[at]
    shown = code[:LONGEST]
    if len(cells) == 1 and _bare(code) == _bare(question.stub):
        return Mark("not attempted", say("The cell is as it was handed out."), code=shown)
    probes = all_probes(key)
    expressions = [probe["expression"] for probe in probes]
    request = {"question": question.name, "cells": cells, "at": at}
    request |= {"expressions": expressions, "names": key["names"]}
    ended, written = sandbox.run(request)
    if ended == "timed out":
        says = say(
            "It ran for more than {n} seconds. Is there a loop that never ends?", n=sandbox.limits.seconds
        )
        return Mark("timed out", says, code=shown)
    if ended == "out of memory":
        return Mark("out of memory", say(TOO_MUCH_MEMORY), code=shown)
    if ended == "too much":
        return Mark("crashed", say("The answer is too large, or gave back too much."), code=shown)
    try:
        seen = _clipped(json.loads(written))
        code = code if len(code) <= LONGEST else ""  # Explaining a very long cell would take too long.
        verdict = judge(key, seen, code=code)
        error = seen["error"] or {}
        raised = [str(result.get("raised")) for result in [error, *seen["results"]]]
        rows = tuple(_row(*pair) for pair in zip(probes, seen["results"], strict=False))
        outcome, sentence = JUDGED.get(verdict.outcome, "not attempted"), str(verdict.sentence)[:2000]
        if outcome != "right" and any(kind.endswith("MemoryError") for kind in raised):
            return Mark("out of memory", say(TOO_MUCH_MEMORY), code=shown)
        if verdict.outcome == "stopped":
            return Mark("crashed", sentence, code=shown)
        if seen["missing"] and "____" not in code and names_given(code, imports=False) - set(key["names"]):
            outcome = "wrong"  # The answer defines other names than the question asks for.
        same = _same(outcome, seen, key, code) if verdict.mistake is None else ""
        points = question.points if outcome == "right" else _part(question, probes, seen)
    except Exception:  # The sandbox returned something that no honest answer can produce.
        if ended == "by itself":
            says = say("The answer ended Python, or what it gave cannot be read.")
        else:
            says = say("The answer ended Python ({how}), or what it gave cannot be read.", how=noted(ended))
        return Mark("crashed", says, code=shown)
    return Mark(outcome, sentence, points, shown, rows, verdict.mistake, same)


def _same(outcome: str, seen: dict[str, Any], key: dict[str, Any], code: str) -> str:
    """Return what answers with the same mistake share: the sentence on it in English, or the results."""
    if outcome == "known mistake":
        with speaking("en"):
            return str(judge(key, seen, code=code).sentence)
    gave = json.dumps([seen["missing"], seen["results"]], sort_keys=True)
    return hashlib.sha256(gave.encode()).hexdigest()[:16] if outcome == "wrong" else ""


def _clipped(seen: dict[str, Any]) -> dict[str, Any]:
    """Shorten the names of errors, which an answer can make as long as it wants."""
    for result in [seen.get("error") or {}, *seen["results"]]:
        for part, most in (("raised", 60), ("message", 200)):
            if isinstance(result.get(part), str):
                result[part] = result[part][:most]
    return seen


def _part(question: SetQuestion, probes: Sequence[Probe], seen: dict[str, Any]) -> float:
    """Return the points for the probes that are right, if the question gives partial credit."""
    results, values = seen["results"], seen.get("values", {})
    if not question.key.get("partial") or len(results) != len(probes):
        return 0
    correct = sum(
        "changed" not in result and right(probe, settle(probe, result, values))
        for probe, result in zip(probes, results, strict=True)
    )
    return round(question.points * correct / len(probes), 2) if correct < len(probes) else 0


def _row(probe: Probe, result: dict[str, Any]) -> tuple[str, str, str]:
    what = probe.get("label") or f"`{probe['expression']}`"
    if "raised" in result:
        gave = say("error: {name}", name=result["raised"])
    else:
        gave = brief(result["value"], length=1000, items=30)[:3000]
    return what, gave, brief(probe["expected"], length=1000, items=30)[:3000]


def _bare(code: str) -> str:
    return "".join(re.sub(r"#.*", "", code).split())


def as_data(marks: dict[str, Mark]) -> dict[str, Any]:
    """Return marks as data that JSON can hold."""
    return {name: asdict(mark) for name, mark in marks.items()}


def from_data(marks: dict[str, Any]) -> dict[str, Mark]:
    """Return the marks that `as_data` has turned into data.

    >>> from_data(as_data({"q1": Mark("right", points=1)}))
    {'q1': Mark(outcome='right', sentence='', points=1, code='', rows=(), mistake=None, same='')}
    """
    return {
        name: Mark(**(mark | {"rows": tuple(tuple(row) for row in mark["rows"])}))
        for name, mark in marks.items()
    }
