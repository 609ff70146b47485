"""Make the slips of beginners from the solutions of all questions, and return what a check says to each."""

import ast
import contextlib
import io
import json
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cases import ROOT
from slips_of_functions import of_function
from slips_of_values import of_call, of_value

from kit.check.probe import look, name_of
from kit.check.protocol import Verdict, all_probes
from kit.check.solved import read_key
from kit.check.verdicts import judge, judge_stopped
from kit.classroom.exercises.sources import fill
from kit.classroom.repository import EXERCISES

KEYS = ROOT / "kit" / "data" / "exercises"
RAW = re.compile(
    r"<class|Error: |object has no attribute|has no attribute '|truth value|not subscriptable|is not callable"
    r"|unsupported operand|not supported between|sorted\(str|positional argument|line \d+\)|<lambda>"
)


class Made(NamedTuple):
    """A slip: its kind, the code of the cell, and phrases of which the check's sentence must hold one."""

    exercise: str
    question: str
    kind: str
    code: str
    phrases: tuple[str, ...]


def questions() -> list[tuple[str, str]]:
    """Return every question, as its exercise and its name."""
    return [(path.stem, name) for path in sorted(KEYS.glob("*.json")) for name in entry_of(path)]


@cache
def entry_of(path: Path) -> dict:
    return read_key(path.stem)["questions"]


@cache
def stubs(exercise: str) -> dict[str, str]:
    """Return the answer cells of an exercise as students get them, by question."""
    for path in EXERCISES.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if notebook["metadata"].get("kit", {}).get("exercise") == exercise:
            return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
    raise LookupError(exercise)


@cache
def set_up(exercise: str, question: str) -> dict:
    """Return the names that a question's first cell defines, with their values."""
    scope: dict = {}
    exec(entry_of(KEYS / f"{exercise}.json")[question]["setup"], scope)
    return scope


def told(entry: dict, given: dict, code: str) -> Verdict:
    """Return the verdict a student gets who runs a question's first cell, this one, and the check."""
    scope, error = dict(given), None
    silent = io.StringIO()
    with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(silent):
        try:
            exec(compile(code, "answer", "exec"), scope)
        except BaseException as stopped:
            error = {"raised": name_of(stopped), "message": str(stopped)}
            if isinstance(stopped, SyntaxError):
                error["line"] = stopped.lineno
    if error:
        return judge_stopped(entry, error, code)
    seen = look([probe["expression"] for probe in all_probes(entry)], {**scope, **given}, entry["names"])
    return judge(entry, json.loads(json.dumps(seen)), code=code)


def slips_of(exercise: str, question: str) -> Iterator[Made]:
    """Yield the slips that can be made of one question's solution."""
    import matplotlib.pyplot as plt

    entry = entry_of(KEYS / f"{exercise}.json")[question]
    scope = dict(set_up(exercise, question))
    stub = stubs(exercise)[question]
    exec(fill(stub, entry["solution"]), scope)
    plt.close("all")
    for name in entry["names"]:
        others = "\n".join(given_by(entry["solution"], other) for other in entry["names"] if other != name)
        if entry["kinds"].get(name) == "a function":
            made = of_function(name, entry)
        elif simple(value := getattr(scope[name], "item", lambda value=scope[name]: value)()):
            made = of_value(name, value, entry)
        else:
            made = of_call(name, entry["solution"])
        for kind, code, *phrases in made:
            cell = "\n".join(filter(None, (others, code)))
            yield Made(exercise, question, kind, fill(stub, cell), tuple(phrases))
    values = [getattr(scope[name], "item", lambda one=scope[name]: one)() for name in entry["names"]]
    if len(values) > 1 and all(map(simple, values)) and len(set(map(repr, values))) == len(values):
        code = "\n".join(
            f"{name} = {value!r}" for name, value in zip(entry["names"], values[1:] + values[:1], strict=True)
        )
        yield Made(
            exercise,
            question,
            "swapped answers",
            code,
            ("the wrong way round", "is a number, and text", "is text, and", "and one number is asked"),
        )


def given_by(solution: str, name: str) -> str:
    """Return the statements of a solution that give a name its value."""
    return "\n".join(
        ast.unparse(node)
        for node in ast.parse(solution).body
        if name
        in [getattr(node, "name", ""), *(ast.unparse(target) for target in getattr(node, "targets", []))]
    )


def simple(value) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str | int | float) for item in value)
    return isinstance(value, str | int | float) and not (isinstance(value, str) and len(value) > 200)
