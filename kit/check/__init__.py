"""Check the answers in the exercises: say in words whether one is right, and help if it is not.

An exercise begins with `q1, q2 = exercise("01_read")`. Running an answer's cell shows the verdict below it,
and `q1.check()` shows it again. The keys (kit/data/exercises) are made from exercises/source by
`python -m kit exercises`.
"""

import contextlib
import difflib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.check.blank import ____
from kit.check.board import progress
from kit.check.cells import Cells, Run, cell_number, follow
from kit.check.message import ARABIC, HEADINGS, Message, Unshown
from kit.check.plain_data import plain
from kit.check.probe import look
from kit.check.protocol import Verdict, all_probes
from kit.check.solved import key_names, note_solved, read_key
from kit.check.verdicts import judge, judge_ran, judge_stopped
from kit.errors import TextError, shorten, text_of
from kit.language import say

__all__ = ["ARABIC", "HEADINGS", "Message", "Question", "____", "exercise", "plain", "progress"]

TRIES = 3  # After this many wrong answers a check offers the solution.


def exercise(name: str) -> tuple["Question", ...]:
    """Return the questions of an exercise; they look for answers in the namespace of the caller.

    >>> q1, *others = exercise("00_start")
    >>> q1
    Question 1 of 00_start: q1.check(), q1.hint(), q1.solution()

    Raises:
        TextError: no exercise has that name.
    """
    if text_of(name, "exercise", "name") not in key_names():
        near = difflib.get_close_matches(name, key_names(), n=1, cutoff=0)
        raise TextError(
            say(
                "exercise({name}): there is no such exercise. Did you mean {near}?",
                name=repr(shorten(name)),
                near=repr(near[0]),
            )
        )
    keys = read_key(name)["questions"]
    scope = sys._getframe(1).f_globals
    cells = follow(name, keys, scope)
    questions = {question: Question(name, question, key, scope, cells) for question, key in keys.items()}
    if cells:
        cells.after = lambda question: questions[question].show_after_run()
    return tuple(questions.values())


@dataclass(repr=False)
class Question:
    """One question of an exercise: `check()` your answer, ask for a `hint()`, see a `solution()`."""

    exercise: str
    name: str
    key: Mapping[str, Any]
    scope: dict[str, Any]
    cells: Cells | None = None
    tries: int = 0
    counted: int = 0  # the number of the run that was last counted as a try
    asked: dict[int, Message] = field(default_factory=dict)  # the hint or solution shown, by cell number

    def __repr__(self) -> str:
        q = self.name
        return say(
            "Question {number} of {exercise}: {calls}",
            number=q[1:],
            exercise=self.exercise,
            calls=f"{q}.check(), {q}.hint(), {q}.solution()",
        )

    def check(self) -> Message:
        """Say whether the answer is right, and help if it is not.

        Under nbgrader any answer that is not correct raises AssertionError, and a correct one shows nothing:
        nbgrader would take what is shown for a number of points.
        """
        verdict = self._verdict()
        message = self._message(verdict)
        if os.environ.get("NBGRADER_EXECUTION"):
            if verdict.outcome != "correct":
                raise AssertionError(
                    repr(Message(verdict.outcome, verdict.sentence, difference=verdict.difference))
                )
            return Unshown(verdict.outcome, verdict.sentence)
        return message

    def hint(self) -> Message:
        """Return a hint."""
        return self._together(Message("hint", self.key["hint"], call=f"{self.name}.hint()"))

    def solution(self) -> Message:
        """Return one solution, and why it is right."""
        return self._together(self._solution())

    def show_after_run(self) -> None:
        """Show the verdict below the cell that has just run; show nothing for an untouched stub."""
        if os.environ.get("NBGRADER_EXECUTION"):
            return
        verdict = self._verdict()
        if verdict.outcome != "not attempted":
            with contextlib.suppress(ImportError):
                from IPython.display import display

                display(self._message(verdict))

    def _verdict(self) -> Verdict:
        run = self.cells.runs.get(self.name) if self.cells else None
        if run and run.error:
            return judge_stopped(self.key, run.error, run.code, earlier=run.earlier)
        if run and not run.assigns:
            return judge_ran(self.key, run.code, earlier=run.earlier)
        given: dict[str, Any] = {}
        exec(self.key["setup"], given)  # The notebook may have changed the first cell's names.
        expressions = [probe["expression"] for probe in all_probes(self.key)]
        seen = look(expressions, {**self.scope, **_held(run), **given}, self.key["names"])
        return judge(self.key, seen, code=run.code if run else "")

    def _message(self, verdict: Verdict) -> Message:
        message = Message(
            verdict.outcome, verdict.sentence, difference=verdict.difference, letters=verdict.letters
        )
        hint = Message("hint", self.key["hint"], call=f"{self.name}.hint()")
        message.more = [hint]
        if verdict.outcome == "correct":
            note_solved(self.exercise, self.name)
            message.more = [Message("solution", "", self.key["solution"], call=f"{self.name}.solution()")]
        elif verdict.outcome != "not attempted":
            run = self.cells.runs.get(self.name) if self.cells else None
            if run is None or run.number != self.counted:  # Checking one run twice is one try.
                self.tries += 1
                self.counted = run.number if run else 0
            message.more += [self._solution()] * (self.tries >= TRIES)
        return message

    def _solution(self) -> Message:
        return Message("solution", self.key["why"], self.key["solution"], call=f"{self.name}.solution()")

    def _together(self, message: Message) -> Message:
        """Join a hint or a solution to the one shown earlier in the same cell."""
        cell = cell_number()
        if cell is not None:
            earlier = self.asked.get(cell)
            if earlier and earlier.kind != message.kind:
                message.before = earlier
            self.asked = {cell: message}
        return message


def _held(run: Run | None) -> dict[str, Any]:
    return run.values if run else {}
