"""Mark one notebook: take its answers by their cells, have them run, compare with the key.

Nothing of a submission runs here. What a sandbox hands back is plain data and is not trusted to be right.
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

OUTCOMES = [  # They go from best to worst, as in the tables.
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
LONGEST = 10_000  # So many characters of an answer are kept for its page.
READ = 100_000  # The names that a cell gives values are looked for in so many characters.
TOO_MUCH_MEMORY = to_say("It asked for more memory than there is for an answer.")
COPIES = 3  # So many copies of one answer cell are tried; the best counts.
PATIENCE = 12  # After so many times the seconds of one answer, a student's other answers get one try each.


@dataclass(frozen=True)
class Mark:
    """What one answer got, and all that a student needs to see why."""

    outcome: str
    sentence: str = ""
    points: float = 0
    code: str = ""
    # Each has what was looked at, what it gave, what was expected.
    rows: tuple[tuple[str, str, str], ...] = ()
    mistake: int | None = None  # which of the key's mistakes it is, counted from 0
    same: str = ""  # Two wrong answers that are the same have the same here, in whichever language they are.


class Runs(Protocol):
    """What marking needs of a sandbox."""

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
    endless: set[str] = set()  # These cells ran without end; no other answer shall wait for them.
    until = time.monotonic() + PATIENCE * sandbox.limits.seconds
    for name, question in questions.items():
        best = Mark("missing", say("There is no cell for this answer in the notebook."))
        places = _distinct(notebook, [at for at, cell in enumerate(notebook.cells) if cell.id == name])
        for at in places[:COPIES]:
            if best.outcome == "missing" or time.monotonic() < until:
                best = _better(best, _mark_cell(notebook, at, questions, question, sandbox, endless, until))
        unnamed = best.outcome == "wrong" and not best.rows
        # Cells may have lost their ids, or the answer may stand in another cell.
        if unnamed or best.outcome in ("missing", "not attempted"):
            for at in _by_names(notebook, questions, question, places)[-COPIES:]:
                if best.outcome == "missing" or time.monotonic() < until:
                    other = _mark_cell(notebook, at, questions, question, sandbox, endless, until)
                    if _better(best, other) is not best:
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
    """Mark the cell at a place: alone and, if need be, among the student's own cells."""
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


def _distinct(notebook: Notebook, places: Iterable[int]) -> list[int]:
    return list({notebook.cells[at].source: at for at in places}.values())


def _given(questions: dict[str, SetQuestion]) -> set[str]:
    """Return the ids of cells that were handed out and hold no answer."""
    parts = ("task", "look", "check", "help")
    return {f"{name}-{part}" for name in questions for part in parts} | {"setup", "text-1"}


def _by_names(
    notebook: Notebook, questions: dict[str, SetQuestion], question: SetQuestion, but: list[int]
) -> list[int]:
    """Return the places of cells that define all a question asks for, whatever their ids."""
    wanted, others = set(question.key["names"]), _given(questions) | set(questions) - {question.name}
    known = set(but)
    places = [
        at
        for at, cell in enumerate(notebook.cells)
        if cell.kind == "code"
        and at not in known
        and cell.id not in others
        and all(name in cell.source for name in wanted)  # This is quick, and spares most cells the next.
        and wanted <= names_given(cell.source[:READ])
    ]
    return _distinct(notebook, places)


def _around(
    cells: list[HandedCell], at: int, questions: dict[str, SetQuestion]
) -> tuple[list[str], list[str]]:
    """Return the student's own code above a cell, and that between it and the next cell that was given."""
    given = _given(questions)
    after = itertools.takewhile(lambda cell: cell.id not in given | set(questions), cells[at + 1 :])

    def own(cells: Iterable[HandedCell]) -> list[str]:
        return [cell.source for cell in cells if cell.kind == "code" and cell.id not in given]

    return own(cells[:at]), own(after)


def _better(one: Mark, other: Mark) -> Mark:
    """Return the better of two marks, the first when they are alike."""
    return min(one, other, key=lambda mark: (-mark.points, OUTCOMES.index(mark.outcome)))


def _mark(question: SetQuestion, cells: list[str], at: int, sandbox: Runs) -> Mark:
    """Have one answer run, which is number `at` of the cells, and judge what came back."""
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
        code = code if len(code) <= LONGEST else ""  # Explaining takes time that grows faster than the code.
        verdict = judge(key, seen, code=code)
        error = seen["error"] or {}
        raised = [str(result.get("raised")) for result in [error, *seen["results"]]]
        rows = tuple(_row(*pair) for pair in zip(probes, seen["results"], strict=False))
        outcome, sentence = JUDGED.get(verdict.outcome, "not attempted"), str(verdict.sentence)[:2000]
        if outcome != "right" and any(kind.endswith("MemoryError") for kind in raised):
            return Mark("out of memory", say(TOO_MUCH_MEMORY), code=shown)
        if verdict.outcome == "stopped":
            return Mark("crashed", sentence, code=shown)
        if seen["missing"] and "____" not in code and names_given(code) - set(key["names"]):
            outcome = "wrong"  # It defines other names than were asked for.
        same = _same(outcome, seen, key, code) if verdict.mistake is None else ""
        points = question.points if outcome == "right" else _part(question, probes, seen)
    except Exception:  # Whatever else comes back is no answer.
        if ended == "by itself":
            says = say("The answer ended Python, or what it gave cannot be read.")
        else:
            says = say("The answer ended Python ({how}), or what it gave cannot be read.", how=noted(ended))
        return Mark("crashed", says, code=shown)
    return Mark(outcome, sentence, points, shown, rows, verdict.mistake, same)


def _same(outcome: str, seen: dict[str, Any], key: dict[str, Any], code: str) -> str:
    """Return what a wrong answer has in common with its like: the slip, said in English, or what it gave."""
    if outcome == "known mistake":
        with speaking("en"):
            return str(judge(key, seen, code=code).sentence)
    gave = json.dumps([seen["missing"], seen["results"]], sort_keys=True)
    return hashlib.sha256(gave.encode()).hexdigest()[:16] if outcome == "wrong" else ""


def _clipped(seen: dict[str, Any]) -> dict[str, Any]:
    """Shorten the names of errors, which an answer can make as long as it likes."""
    for result in [seen.get("error") or {}, *seen["results"]]:
        for part, most in (("raised", 60), ("message", 200)):
            if isinstance(result.get(part), str):
                result[part] = result[part][:most]
    return seen


def _part(question: SetQuestion, probes: Sequence[Probe], seen: dict[str, Any]) -> float:
    """Return the points for the probes that are right, where the exercise gives partial credit."""
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
    """Return marks as data for JSON."""
    return {name: asdict(mark) for name, mark in marks.items()}


def from_data(marks: dict[str, Any]) -> dict[str, Mark]:
    """Return marks read from JSON.

    >>> from_data(as_data({"q1": Mark("right", points=1)}))
    {'q1': Mark(outcome='right', sentence='', points=1, code='', rows=(), mistake=None, same='')}
    """
    return {
        name: Mark(**(mark | {"rows": tuple(tuple(row) for row in mark["rows"])}))
        for name, mark in marks.items()
    }
