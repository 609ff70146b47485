"""The checks in the exercises: say how an answer does, in words, and help.

An exercise begins with `q1, q2 = exercise("01_read")`, and below each question stands `q1.check()`.
The keys (kit/data/exercises) are made from exercises/source by `python -m kit exercises`.
"""

import difflib
import os
import re
import sys
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from kit.characters import RIGHT_TO_LEFT
from kit.check.judge import judge
from kit.check.probe import ____, look, plain
from kit.check.solved import key_names, note_solved, progress, read_key
from kit.errors import TextError

__all__ = ["Message", "Question", "____", "exercise", "plain", "progress"]

TRIES = 3  # after so many wrong answers a check offers the solution

HEADINGS = {
    "not attempted": "Not attempted yet",
    "correct": "Correct",
    "almost": "Almost",
    "incorrect": "Not correct yet",
    "hint": "Hint",
    "solution": "One solution",
}
COLOURS = {"correct": "#0072B2", "almost": "#E69F00", "incorrect": "#D55E00"}  # beside the words, never alone

_ARABIC = f"[{RIGHT_TO_LEFT}]+"
ARABIC = re.compile(f"{_ARABIC}(?:[ .]+{_ARABIC})*")


def exercise(name: str) -> tuple["Question", ...]:
    """Return the questions of an exercise; they look for answers where `exercise` is called.

    >>> q1, *others = exercise("00_start")
    >>> q1
    Question 1 of 00_start: q1.check(), q1.hint(), q1.solution()

    Raises `TextError` when there is no exercise of that name.
    """
    if name not in key_names():
        near = difflib.get_close_matches(str(name), key_names(), n=1, cutoff=0)
        raise TextError(f"exercise({name!r}): there is no such exercise. Did you mean {near[0]!r}?")
    key = read_key(name)
    scope = sys._getframe(1).f_globals
    return tuple(Question(name, number, one, scope) for number, one in key["questions"].items())


@dataclass(repr=False)
class Question:
    """One question of an exercise: `check()` your answer, ask for a `hint()`, see a `solution()`."""

    exercise: str
    name: str
    key: dict
    scope: dict
    tries: int = 0

    def __repr__(self) -> str:
        q = self.name
        return f"Question {q[1:]} of {self.exercise}: {q}.check(), {q}.hint(), {q}.solution()"

    def check(self) -> "Message | None":
        """Say how the answer does.

        Under nbgrader a correct answer says nothing, and any other raises AssertionError: so it gives marks.
        """
        grading = bool(os.environ.get("NBGRADER_EXECUTION"))
        probes = self.key["probes"] + (self.key["fresh"] if grading else [])
        given: dict[str, Any] = {}
        exec(self.key["setup"], given)  # the first cell's names, whatever has become of them in the notebook
        seen = look([probe["expression"] for probe in probes], {**self.scope, **given}, self.key["names"])
        verdict = judge(self.key, seen, grading=grading)
        if grading:
            if verdict.outcome != "correct":
                raise AssertionError(f"{HEADINGS[verdict.outcome]}. {verdict.sentence}")
            return None
        more = [self.hint()]
        if verdict.outcome == "correct":
            note_solved(self.exercise, self.name)
            more = [replace(self.solution(), sentence="")]
        elif verdict.outcome != "not attempted":
            self.tries += 1
            more += [self.solution()] * (self.tries >= TRIES)
        return Message(verdict.outcome, verdict.sentence, more=more)

    def hint(self) -> "Message":
        """Give a hint."""
        return Message("hint", self.key["hint"], call=f"{self.name}.hint()")

    def solution(self) -> "Message":
        """Show one solution, and why it is one."""
        return Message("solution", self.key["why"], self.key["solution"], call=f"{self.name}.solution()")


@dataclass(repr=False)
class Message:
    """What a check, a hint or a solution says: plain in text, with right-to-left Arabic in a notebook."""

    kind: str
    sentence: str = ""
    code: str = ""
    call: str = ""
    more: list["Message"] = field(default_factory=list)

    def __repr__(self) -> str:
        lines = [f"{HEADINGS[self.kind]}. {self.sentence}".strip(), self.code]
        lines += [f"{HEADINGS[one.kind]}: run {one.call}" for one in self.more]
        return "\n".join(filter(None, lines))

    def _repr_html_(self) -> str:
        # Nothing but what JupyterLab's sanitizer keeps: no <style>, no scripts, no aria attributes.
        heading = f"<strong>{HEADINGS[self.kind]}.</strong> "
        line = f"4px solid {COLOURS.get(self.kind, '#767676')}"
        offers = "".join(
            f'<details style="margin: 4px 0"><summary>{HEADINGS[one.kind]}</summary>{one._body()}</details>'
            for one in self.more
        )
        body = self._body(heading) + offers
        return f'<div dir="ltr" style="border-left: {line}; padding: 2px 12px; margin: 4px 0">{body}</div>'

    def _body(self, heading: str = "") -> str:
        code = f'<pre dir="ltr" style="margin: 4px 0">{_isolate(self.code)}</pre>' if self.code else ""
        sentence = _rich(self.sentence)
        return f'<p style="margin: 4px 0">{heading}{sentence}</p>{code}' if heading or sentence else code


def _rich(text: str) -> str:
    """Make HTML of a sentence with `code` in backticks."""
    return "".join(
        f'<code dir="ltr">{_isolate(part)}</code>' if odd % 2 else _isolate(part)
        for odd, part in enumerate(text.split("`"))
    )


def _isolate(text: str) -> str:
    """Escape text and set each run of Arabic apart, so that it never reorders what stands around it."""
    return ARABIC.sub(lambda run: f'<bdi dir="rtl" lang="ar">{run[0]}</bdi>', escape(text))
