"""Mark a folder of submissions into a folder of results, each of which is a file as soon as it is known."""

import csv
import hashlib
import io
import json
import re
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kit.classroom.grading import feedback
from kit.classroom.grading.isolation import sandbox_for
from kit.classroom.grading.marking import (
    Mark,
    as_data,
    exercise_of,
    mark,
    preparation,
    read_exercise,
    read_notebook,
)
from kit.classroom.grading.sandbox import Limits, Sandbox
from kit.classroom.grading.submissions import Submission, UnreadableError
from kit.classroom.grading.summary import Tally

RULES = "1"  # results that were made by other rules are made again


class Grading:
    """One exercise being marked into one folder; each result is a file there as soon as it is known."""

    def __init__(self, exercise: str, out: Path, *, limits: Limits, kind: str, hidden: list[Path]):
        self.exercise, self.out, self.limits, self.kind, self.hidden = exercise, out, limits, kind, hidden
        self.version, self.questions = read_exercise(exercise)
        self.rules = f"{RULES}{limits}{sorted(self.questions.items())}"
        self.own = threading.local()  # a sandbox for each thread
        self.sandboxes: list[Sandbox] = []

    def run(self, submissions: list[Submission], *, jobs: int) -> None:
        """Mark what is not marked yet."""
        (self.out / "results").mkdir(parents=True, exist_ok=True)
        pool = ThreadPoolExecutor(max(1, jobs))
        try:
            for done, student in enumerate(pool.map(self.grade, submissions), 1):
                if sys.stderr.isatty():
                    print(
                        f"\r{done} of {len(submissions)} {student[:40]:<40}",
                        end="",
                        file=sys.stderr,
                        flush=True,
                    )
        finally:
            pool.shutdown(cancel_futures=True)
            for sandbox in self.sandboxes:
                sandbox.close()
            if sys.stderr.isatty():
                print(file=sys.stderr)

    def grade(self, submission: Submission) -> str:
        """Mark one student's submission, unless its result is there, and return the student's name."""
        path = self.path(submission, "results", ".json")
        chosen, notebook, notes = self.choose(submission)
        digest = hashlib.sha256(
            f"{self.rules}{chosen}{notes}{notebook}".encode("utf-8", "replace")
        ).hexdigest()
        if _read_result(path).get("digest") == digest:
            return submission.student
        if isinstance(notebook, Mark):
            marks = dict.fromkeys(self.questions, notebook)
        else:
            marks = mark(notebook, self.questions, self.sandbox())
        result = {"digest": digest, "student": submission.student, "file": chosen, "notes": notes}
        _write(path, json.dumps(result | {"marks": as_data(marks)}, ensure_ascii=True))
        page = feedback.page(result | {"marks": marks}, self.exercise, self.questions)
        _write(self.path(submission, "feedback", ".html"), page)
        return submission.student

    def choose(self, submission: Submission) -> tuple[str, dict | Mark, list[str]]:
        """Pick the latest notebook of this exercise: its place, its data, and what there is to note.

        When there is none to mark, a mark that says so stands in the place of its data.
        """
        notes, instead = [], Mark("missing", "No notebook was handed in.")
        for file in submission.files:
            try:
                notebook = read_notebook(file.read())
            except UnreadableError as error:
                notes.append(f"{file.place}: {error}")
                instead = Mark("unreadable", f"The notebook could not be read: {error}.")
                continue
            exercise, version = exercise_of(notebook)
            if exercise not in ("", self.exercise):
                notes.append(f"{file.place}: this is exercise {exercise[:40]}")
                if instead.outcome != "unreadable":
                    instead = Mark("missing", f"This is exercise {exercise[:40]}, not {self.exercise}.")
                continue
            if version not in ("", self.version):
                notes.append("made from another version of the exercise")
            others = len(submission.files) - 1
            if others:
                notes.append(f"the latest of {others + 1} files")
            return file.place, notebook, notes
        return "", instead, notes

    def sandbox(self) -> Sandbox:
        """Return this thread's sandbox."""
        if not hasattr(self.own, "sandbox"):
            prepared = preparation(self.questions)
            self.own.sandbox = sandbox_for(self.kind, prepared, limits=self.limits, hidden=self.hidden)
            self.sandboxes.append(self.own.sandbox)
        return self.own.sandbox

    def path(self, submission: Submission, folder: str, ending: str) -> Path:
        """Return where a student's file goes: a name that every system can hold and no other student has."""
        name = submission.student
        safe = re.sub(r"[^\w-]+", "_", name)[:50].strip("_")
        told_apart = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6]
        return self.out / folder / f"{safe}-{told_apart}{ending}"

    def results(self, submissions: list[Submission]) -> Iterator[dict]:
        """Read the results again, one by one."""
        for submission in submissions:
            yield _read_result(self.path(submission, "results", ".json"))

    def write_tables(self, submissions: list[Submission]) -> None:
        """Write grades.csv and the summary of the class, and say what came out."""
        text, tally = io.StringIO(), Tally(self.questions)
        table = csv.writer(text)
        table.writerow(["student", "points", "of", *self.questions, "notes", "file"])
        most = sum(question.points for question in self.questions.values())
        for result in self.results(submissions):
            marks = result["marks"]
            points = sum(one["points"] for one in marks.values())
            outcomes = [one["outcome"] for one in marks.values()]
            row = [result["student"], points, most, *outcomes, "; ".join(result["notes"]), result["file"]]
            table.writerow([_harmless(value) for value in row])
            tally.add(marks)
        _write(self.out / "grades.csv", "\ufeff" + text.getvalue())
        _write(self.out / "summary.html", tally.page(self.exercise))
        print(f"{tally.count()} of {self.exercise}: {tally.sentence()}")
        print(f"Wrote grades.csv, summary.html and a page for each student to {self.out}.")


def _read_result(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it, or stops us, never gets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", errors="replace", newline="")
    part.replace(path)


def _harmless(value: object) -> object:
    """Return a value for a cell: a spreadsheet must not take a name for a formula, nor break a line.

    >>> _harmless("=cmd()"), _harmless("Layla"), _harmless(3.0)
    ("'=cmd()", 'Layla', 3)
    """
    if isinstance(value, float):
        return int(value) if value == int(value) else value
    text = "".join(character for character in str(value) if character.isprintable())
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text
