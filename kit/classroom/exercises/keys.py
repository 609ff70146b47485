"""Make an exercise's key by running every known answer and recording what its probes give."""

import ast
import hashlib
import io
import json
import warnings
from contextlib import redirect_stdout
from functools import cache
from typing import Any

from kit.check.probe import look
from kit.check.protocol import read_probe, tie_groups
from kit.check.source import names_given
from kit.check.verdicts import judge, other_kinds
from kit.classroom.exercises.sources import SourceError, WrittenQuestion, blanks, fill, variants

KEY_FIELDS = {"hint": str, "why": str, "probes": list}


def make_key(setup: str, questions: list[WrittenQuestion], *, complete: bool = True) -> dict[str, Any]:
    """Run every variant of every answer and return the key that checks compare with.

    On a text that is not the course's, some known answers are dropped: pass `complete=False`.

    Raises:
        SourceError: a question lacks a part, its solution or an alternative is not judged correct, a wrong
            answer is not judged "almost" with its own sentence, or a stub is not judged "not attempted".
    """
    entries = {question.name: proved(setup, question, complete=complete) for question in questions}
    asked = [(entry["helpers"], entry["names"], entry["probes"]) for entry in entries.values()]
    version = hashlib.sha256(json.dumps([setup, asked]).encode()).hexdigest()[:12]
    return {"version": version, "setup": setup, "questions": entries}


def given_by(setup: str) -> dict[str, Any]:
    """Run a question's setup and return the names that it defines, with their values."""
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    given: dict[str, Any] = {}
    exec(setup, given)
    return given


def run(code: str, given: dict[str, Any]) -> dict[str, Any]:
    """Run an answer cell with the given names and return all names afterwards, with their values.

    Its printed text and its warnings, such as that no chart can be shown here, are dropped.
    """
    scope = dict(given)
    with warnings.catch_warnings(action="ignore"), redirect_stdout(io.StringIO()):
        exec(code, scope)
    return scope


def see(code: str, given: dict[str, Any], expressions: list[str], names: list[str]) -> dict[str, Any]:
    """Run an answer cell with the given names and look at the answers."""
    import matplotlib.pyplot as plt

    seen = look(expressions, {**run(code, given), **given}, names)
    plt.close("all")
    return dict(seen)


def proved(setup: str, question: WrittenQuestion, *, complete: bool = True) -> dict[str, Any]:
    """Make one question's part of the key, and verify that it tells the known answers apart.

    Raises:
        SourceError: as for `make_key`; its `code` is the answer that is judged otherwise than it should be.
    """
    if complete:
        _check_parts(question)
    helpers = question.key.get("helpers", "")
    asked = "\n".join(map(ast.unparse, blanks(question.stub)))
    names = sorted(names_given(asked), key=asked.index)
    entry: dict[str, Any] = {"helpers": helpers, "setup": setup + helpers, "names": names}
    shown, kept = (names_given("\n".join(code)) - set(names) for code in (question.looks, [question.stub]))
    entry |= {"shown": sorted(shown), "kept": sorted(kept)}
    probes = [read_probe(written) for written in question.key["probes"]]
    entry |= {"probes": probes, "fresh": []}
    expressions = [probe["expression"] for probe in probes]

    @cache  # Each wrong answer is needed twice: to make the key, and to be judged by it.
    def seen(code: str) -> dict[str, Any]:
        try:
            return see(code, given_by(setup + helpers), expressions, names)
        except Exception as error:
            says = f"this cell fails ({type(error).__name__}: {error}):\n{code}"
            raise SourceError(says, code) from error

    solved = seen(fill(question.stub, question.solution))
    for probe, result in zip(probes, solved["results"], strict=True):
        if "value" not in result:
            raise SourceError(f"{question.name}: the solution gives {result} for {probe['expression']}")
        probe["expected"] = result["value"]
        if "ties" in probe:
            numbers = eval(str(probe["ties"]), given_by(setup + helpers))
            probe["ties"] = tie_groups(probe["expected"], numbers)
    entry |= {"kinds": solved["kinds"], "mistakes": []}
    if question.key.get("partial"):  # A grader then gives points for each probe.
        entry["partial"] = True
    for says, code in question.wrong:
        filled = fill(question.stub, code)
        looked = seen(filled)
        gave = looked["results"]
        if all("raised" in result for result in gave):
            raise SourceError(f"{question.name}: a wrong answer that only fails says nothing: {says}", filled)
        mistake = {"says": says, "gave": gave}
        if says in question.uses:
            mistake["uses"] = question.uses[says]
        odd = other_kinds(entry, looked)
        if odd:
            mistake["kinds"] = odd
        entry["mistakes"].append(mistake)
    entry |= {"hint": question.key["hint"], "why": question.key["why"], "solution": question.solution}
    entry["others"] = question.alternatives
    for code, outcome, sentence in variants(question):
        verdict = judge(entry, seen(code), code=code)
        if verdict.outcome != outcome or (sentence and verdict.sentence != sentence):
            raise SourceError(f"{question.name}: this should be {outcome} but is {verdict}:\n{code}", code)
    del entry["setup"]  # The key has the setup once; `kit.check.solved.read_key` puts it back.
    return entry


def _check_parts(question: WrittenQuestion) -> None:
    """Refuse a question that lacks a part."""
    for name, kind in KEY_FIELDS.items():
        if not isinstance(question.key.get(name), kind):
            raise SourceError(f"{question.name}: the key cell needs {name} = …, a {kind.__name__}")
    others = 2 if question.asks_for_a_function else 1
    if len(question.wrong) < 2 or len(question.alternatives) < others or not question.key["probes"]:
        least = "two alternatives" if others == 2 else "an alternative"
        raise SourceError(f"{question.name}: two wrong answers, {least} and a probe are the least")
