"""Mark one notebook: take its answers by their cells' ids, have them run, compare with the key.

Nothing of a submission runs here. What a sandbox hands back is plain data and is not trusted to be right.
"""

import itertools
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kit.check.judge import judge
from kit.check.sentence import brief
from kit.check.solved import read_key
from kit.classroom.grading.sandbox import Sandbox
from kit.classroom.grading.submissions import UnreadableError
from kit.classroom.repository import EDITIONS

OUTCOMES = [  # from best to worst, as in the tables
    "right",
    "known mistake",
    "wrong",
    "not attempted",
    "timed out",
    "out of memory",
    "crashed",
    "unreadable",
    "missing",
]
JUDGED = {"correct": "right", "almost": "known mistake", "incorrect": "wrong"}
LONGEST = 10_000  # characters of an answer that are kept for its page
TOO_MUCH_MEMORY = "It asked for more memory than there is for an answer."
COPIES = 3  # of one answer cell, the best counts


@dataclass(frozen=True)
class Question:
    """A question as the instructor set it."""

    name: str
    heading: str
    task: str
    stub: str
    points: float
    look: str  # code that was given just above the answer
    looks: list[str]  # and all such code up to there
    key: dict


@dataclass(frozen=True)
class Mark:
    """What one answer got, and all that a student needs to see why."""

    outcome: str
    sentence: str = ""
    points: float = 0
    code: str = ""
    rows: tuple = ()  # (what was looked at, what it gave, what was expected)


def read_exercise(name: str) -> tuple[str, dict[str, Question]]:
    """Return an exercise's version and its questions: from the key and the student edition."""
    key = read_key(name)
    notebook = json.loads((EDITIONS / f"{name}.ipynb").read_text(encoding="utf-8"))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    questions, looks = {}, []
    for one, entry in key["questions"].items():
        heading, _, task = _source(cells[f"{one}-task"]).partition("\n")
        look = _source(cells[f"{one}-look"]) if f"{one}-look" in cells else ""
        looks = [*looks, look]
        points = cells[f"{one}-check"]["metadata"]["nbgrader"]["points"]
        questions[one] = Question(
            one, heading.lstrip("# "), task.strip(), _source(cells[one]), points, look, looks, entry
        )
    return key["version"], questions


def preparation(questions: dict[str, Question]) -> dict:
    """Return what a sandbox has to prepare: set-ups and given cells, and nothing of what is expected."""
    names = list(questions)
    return {
        name: {"setup": one.key["setup"], "looks": one.looks, "others": names}
        for name, one in questions.items()
    }


def read_notebook(data: bytes) -> dict:
    """Return a notebook's data, if that is what it is; raises `UnreadableError` otherwise."""
    if not data.strip():
        raise UnreadableError("the file is empty")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
        cells = notebook["cells"]
        for cell in cells:
            cell["source"] = _source(cell)
            cell["metadata"] = cell.get("metadata") or {}
            cell["id"] = str(_nbgrader(cell).get("grade_id") or cell.get("id") or "")
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError, MemoryError):
        raise UnreadableError("it is not a notebook, or a broken one") from None
    return notebook


def exercise_of(notebook: dict) -> tuple[str, str]:
    """Return the name of the exercise a notebook belongs to and its version; "" for what it does not say."""
    try:
        said = notebook["metadata"]["kit"]
        return str(said["exercise"]), str(said["version"])
    except (KeyError, TypeError):
        code = "\n".join(cell["source"] for cell in notebook["cells"])
        called = re.search(r"""\bexercise\(["'](\w+)["']\)""", code)
        return (called[1] if called else ""), ""


def mark(notebook: dict, questions: dict[str, Question], sandbox: Sandbox) -> dict[str, Mark]:
    """Mark every answer in a notebook, each in a process of its own.

    An answer first runs alone, after the instructor's set-up. If it is not right, it runs again among the
    student's own cells, since it may need a function from there; the better of the two counts.
    """
    marks: dict[str, Mark] = {}
    endless: set[str] = set()  # cells that ran without end: no other answer shall wait for them
    cells = notebook["cells"]
    for name, question in questions.items():
        best = Mark("missing", "There is no cell for this answer in the notebook.")
        copies = {cell["source"]: at for at, cell in enumerate(cells) if cell["id"] == name}
        for at in list(copies.values())[:COPIES]:
            code = cells[at]["source"]
            above, below = _around(cells, at, questions)
            above = [cell for cell in above if cell not in endless]
            alone = _mark(question, [code], 0, sandbox)
            if alone.outcome in ("timed out", "out of memory"):
                endless.add(code)
            elif alone.outcome != "right" and (below or (above and alone.outcome != "not attempted")):
                alone = min(alone, _mark(question, [*above, code, *below], len(above), sandbox), key=_rank)
            best = min(best, alone, key=_rank)
        marks[name] = best
    return marks


def _around(cells: list[dict], at: int, questions: dict[str, Question]) -> tuple[list[str], list[str]]:
    """Return the student's own code above a cell, and that between it and the next cell that was given."""
    given = {f"{name}-{part}" for name in questions for part in ("task", "look", "check", "help")}
    given |= {"setup", "text-1"}
    after = itertools.takewhile(lambda cell: cell["id"] not in given | set(questions), cells[at + 1 :])

    def own(cells: Iterable[dict]) -> list[str]:
        code = [cell for cell in cells if cell.get("cell_type") == "code"]
        return [cell["source"] for cell in code if cell["id"] not in given]

    return own(cells[:at]), own(after)


def _rank(mark: Mark) -> int:
    return OUTCOMES.index(mark.outcome)


def _mark(question: Question, cells: list[str], at: int, sandbox: Sandbox) -> Mark:
    """Have one answer run, which is number `at` of the cells, and judge what came back."""
    key, code = question.key, cells[at]
    shown = code[:LONGEST]
    if len(cells) == 1 and _bare(code) == _bare(question.stub):
        return Mark("not attempted", "The cell is as it was handed out.", code=shown)
    probes = key["probes"] + key["fresh"]
    expressions = [probe["expression"] for probe in probes]
    request = {"question": question.name, "cells": cells, "at": at}
    request |= {"expressions": expressions, "names": key["names"]}
    ended, written = sandbox.run(request)
    if ended == "timed out":
        says = f"It ran for more than {sandbox.limits.seconds} seconds. Is there a loop that never ends?"
        return Mark("timed out", says, code=shown)
    if ended == "out of memory":
        return Mark("out of memory", TOO_MUCH_MEMORY, code=shown)
    if ended == "too much":
        return Mark("crashed", "The answer is too large, or gave back too much.", code=shown)
    try:
        seen = json.loads(written)
        verdict = judge(key, seen, grading=True)
        error = seen["error"] or {}
        raised = [str(one.get("raised")) for one in [error, *seen["results"]]]
        rows = tuple(_row(*pair) for pair in zip(probes, seen["results"], strict=False))
        outcome, sentence = JUDGED.get(verdict.outcome, "not attempted"), str(verdict.sentence)[:2000]
        if outcome != "right" and any(one.endswith("MemoryError") for one in raised):
            return Mark("out of memory", TOO_MUCH_MEMORY, code=shown)
        if outcome == "not attempted" and error:
            text = f"{error['raised']}: {error['message']}".strip(": ").replace("`", "'")
            return Mark("crashed", f"The cell stopped with an error, `{text}`.", code=shown)
    except Exception:  # whatever else comes back is no answer
        how = "" if ended == "by itself" else f" ({ended})"
        return Mark("crashed", f"The answer ended Python{how}, or what it gave cannot be read.", code=shown)
    return Mark(outcome, sentence, question.points if outcome == "right" else 0, shown, rows)


def _row(probe: dict, result: dict) -> tuple[str, str, str]:
    what = probe.get("label") or f"`{probe['expression']}`"
    if "raised" in result:
        gave = f"error: {str(result['raised'])[:60]}"
    else:
        gave = brief(result["value"], length=200)
    return what, gave, brief(probe["expected"], length=200)


def _source(cell: dict) -> str:
    source = cell["source"]
    if not isinstance(source, str | list):
        raise TypeError(source)
    return "".join(source)


def _nbgrader(cell: dict) -> dict:
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def _bare(code: str) -> str:
    return "".join(re.sub(r"#.*", "", code).split())


def as_data(marks: dict[str, Mark]) -> dict:
    """Return marks as data for JSON."""
    return {name: asdict(one) for name, one in marks.items()}
