"""Run the checks on mutants of right answers: a mutant that is judged correct is a survivor.

Either its change makes no difference, and exercises/source/equivalents.toml says why, or the probes are too
weak and would let a student's mistake pass.
"""

import ast
import multiprocessing
import os
import pickle
import re
import signal
import tomllib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest.mock import patch

import nbformat

from kit.check.probe import look
from kit.check.protocol import all_probes
from kit.check.solved import read_key
from kit.check.values import same
from kit.check.verdicts import judge
from kit.classroom.exercises.keys import given_by, run
from kit.classroom.exercises.mutants import Mutant, mutants
from kit.classroom.exercises.sources import WrittenQuestion, fill, read_source
from kit.classroom.repository import SOURCES

EQUIVALENTS = SOURCES / "equivalents.toml"
SLOW = ("06_chart", "08_compare", "09_corpus")  # These start first, so that no process idles at the end.
MARK = "the_answer_stands_here"
SECONDS = 2  # A mutant that takes more processor time is stopped and counts as noticed.


def survivors(question: WrittenQuestion, entry: dict[str, Any]) -> tuple[int, list[Mutant]]:
    """Return how many mutants of a question's right answers there are, and those judged correct.

    A mutant that equals another right answer does not count. If the answer is a value and not a function, a
    mutant that gives the same value does not count either, as any way to that value is right.
    """
    expressions = [probe["expression"] for probe in all_probes(entry)]
    given = given_by(entry["setup"])
    answers = [question.solution, *question.alternatives]
    right = {ast.unparse(ast.parse(answer)) for answer in answers}
    first, _, _ = fill(question.stub, MARK).partition(MARK)
    # No mutant changes the lines before the answer, so they are run only once.
    names, given = set(given), run(first, given)
    frozen = {name: _frozen(value) for name, value in given.items()}
    tried, correct = 0, []
    for answer in answers:
        values = None if question.asks_for_a_function else _values(_rest(question, answer), entry, frozen)
        for mutant in mutants(answer, names, _arguments(expressions, answer)):
            if mutant.code in right:
                continue
            tried += 1
            cell = _rest(question, mutant.code)
            if not _judged_correct(cell, entry, frozen):
                continue
            if values is None or not same(_values(cell, entry, frozen), values):
                correct.append(mutant)
    return tried, correct


def _rest(question: WrittenQuestion, answer: str) -> str:
    """Return an answer and the lines of the cell after it."""
    return answer + fill(question.stub, MARK).partition(MARK)[2]


@dataclass(frozen=True)
class Equivalent:
    """A change that no check should notice, and why not; `like` is a pattern that the change matches."""

    question: str
    was: str
    becomes: tuple[str, ...]
    like: str
    why: str

    def explains(self, question: str, mutant: Mutant) -> bool:
        """Say whether this entry covers a mutant."""
        if (self.question, self.was) != (question, mutant.was):
            return False
        return mutant.becomes in self.becomes or bool(self.like and re.fullmatch(self.like, mutant.becomes))


def equivalents() -> list[Equivalent]:
    """Return what exercises/source/equivalents.toml says."""
    return [
        Equivalent(
            f"{exercise} {question}",
            entry["was"],
            tuple(entry.get("becomes", [])),
            entry.get("like", ""),
            entry["why"],
        )
        for exercise, questions in tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8")).items()
        for question, entries in questions.items()
        for entry in entries
    ]


def try_exercises(names: list[str]) -> dict[str, tuple[int, list[Mutant]]]:
    """Try the mutants of every question of some exercises: how many there are, and those judged correct.

    They run in separate processes with a fixed hash seed, so that sets are always in the same order.
    """
    questions = [(name, question.name) for name in names for question in _questions(name)]
    questions.sort(key=lambda question: question[0].startswith(SLOW), reverse=True)
    pool = ProcessPoolExecutor(min(4, os.cpu_count() or 1), multiprocessing.get_context("spawn"))
    with patch.dict(os.environ, PYTHONHASHSEED="0"), pool:
        results = list(pool.map(_try_question, *zip(*questions, strict=True)))
    return {f"{name} {question}": result for (name, question), result in zip(questions, results, strict=True)}


def unexplained(tried: dict[str, tuple[int, list[Mutant]]]) -> list[tuple[str, Mutant]]:
    """Return the mutants that were judged correct and that no entry of equivalents.toml covers."""
    known = equivalents()
    return [
        (question, mutant)
        for question, (_, correct) in tried.items()
        for mutant in correct
        if not any(equivalent.explains(question, mutant) for equivalent in known)
    ]


def report(names: list[str]) -> int:
    """Print how many mutants were tried and each survivor that nothing explains; return the exit code."""
    tried = try_exercises(names)
    left = unexplained(tried)
    for question, mutant in left:
        print(f"{question}\n  was      {mutant.was!r}\n  becomes  {mutant.becomes!r}")
    mutants_in_all = sum(number for number, _ in tried.values())
    alive = sum(len(correct) for _, correct in tried.values())
    print(f"{mutants_in_all} mutants, {alive} judged correct, {len(left)} of these unexplained.")
    return 1 if left else 0


@cache
def _questions(name: str) -> list[WrittenQuestion]:
    """Return the questions that are not open: an open one has too many right answers to test."""
    _, questions = read_source(nbformat.read(SOURCES / f"{name}.ipynb", as_version=4))
    return [question for question in questions if not question.is_open]


def _try_question(name: str, number: str) -> tuple[int, list[Mutant]]:
    [question] = [question for question in _questions(name) if question.name == number]
    return survivors(question, read_key(name)["questions"][number])


def _values(code: str, entry: dict[str, Any], frozen: dict[str, Any]) -> list[Any]:
    own = {name: _thawed(value) for name, value in frozen.items()}
    results: list[Any] = look(entry["names"], run(code, own), entry["names"])["results"]
    return results


def _judged_correct(code: str, entry: dict[str, Any], frozen: dict[str, Any]) -> bool:
    """Run a mutant among copies of what the setup gives, since it may alter them."""
    own = {name: _thawed(value) for name, value in frozen.items()}
    import matplotlib.pyplot as plt

    has_alarm = hasattr(signal, "setitimer")  # Windows has none.
    if has_alarm:
        signal.signal(signal.SIGPROF, _stop)
        # The timer repeats, in case a mutant catches the first TimeoutError.
        signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
    try:
        scope = run(code, own)
        return all(_right(probe, scope | own, entry) for probe in all_probes(entry))
    except Exception:
        return False
    finally:
        if has_alarm:
            signal.setitimer(signal.ITIMER_PROF, 0)
        plt.close("all")


def _right(probe: Any, scope: dict[str, Any], entry: dict[str, Any]) -> bool:
    """Judge one probe by itself: most mutants fail at the first."""
    seen = look([probe["expression"]], scope, entry["names"])
    only = entry | {"probes": [probe], "fresh": [], "mistakes": []}
    return judge(only, seen).outcome == "correct"


def _stop(*_: object) -> None:
    raise TimeoutError("a mutant ran too long")


class _Frozen(bytes):
    """A pickled value: unpickling it is much faster than copying the value each time."""


def _frozen(value: Any) -> Any:
    if type(value) not in (list, dict, set):
        return value
    try:
        return _Frozen(pickle.dumps(value))
    except (pickle.PicklingError, TypeError, AttributeError):  # A function in it cannot be pickled.
        return value


def _thawed(value: Any) -> Any:
    return pickle.loads(value) if isinstance(value, _Frozen) else value


def _arguments(expressions: list[str], code: str) -> list[tuple[str, str]]:
    """Return each different (parameter, argument) of the probes that call a function of an answer."""
    functions = {node.name: node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)}
    arguments: dict[tuple[str, str], None] = {}  # an ordered set
    for expression in expressions:
        for call in ast.walk(ast.parse(expression)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in functions:
                parameters = functions[call.func.id].args.args
                for parameter, argument in zip(parameters, call.args, strict=False):
                    arguments[parameter.arg, ast.unparse(argument)] = None
    return list(arguments)
