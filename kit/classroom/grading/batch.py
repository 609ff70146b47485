"""Mark a folder of submissions, and write each result into a file as soon as it is known."""

import hashlib
import json
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kit.check.solved import key_names
from kit.classroom.grading.files import Reader, UnreadableError
from kit.classroom.grading.isolation import sandbox_for
from kit.classroom.grading.marking import Mark, as_data, is_blank, mark
from kit.classroom.grading.names import stem_of
from kit.classroom.grading.notebook import EMPTY, NO_NOTEBOOK, PLACEHOLDER, Notebook, lesson_of, read_notebook
from kit.classroom.grading.platforms import foreign_names
from kit.classroom.grading.questions import preparation, read_exercise
from kit.classroom.grading.sandbox import Limits, Sandbox
from kit.classroom.grading.submissions import Submission
from kit.classroom.grading.tables import clip, read_json_file, visible, write_file
from kit.errors import TextError
from kit.language import languages, speaking

RULES = "8"  # the version of the marking: results with another version are made again
NOTES = 6  # the most notes on one submission
NOTE = 200  # the most characters of a note


WHOLE_COURSE = 10  # Somebody with so many files handed in the course, where each exercise lies as handed out.
NOTHING = "No file was handed in."
COULD_NOT = " could not be marked: "


class Grading:
    """The marking of one exercise, with the folder for its results."""

    def __init__(self, exercise: str, out: Path, *, limits: Limits, kind: str, hidden: list[Path]):
        self.exercise, self.out, self.limits, self.kind, self.hidden = exercise, out, limits, kind, hidden
        read = {}
        for name in languages():  # Only the sentences of the questions differ.
            with speaking(name):
                self.version, read[name] = read_exercise(exercise)
        self.said, self.questions = read, read["en"]
        self.own = threading.local()  # Each thread has its own sandbox.
        self.sandboxes: list[Sandbox] = []

    def run(self, submissions: list[Submission], *, jobs: int) -> None:
        """Mark the submissions that have no result yet, in `jobs` threads."""
        (self.out / "results").mkdir(parents=True, exist_ok=True)
        pool = ThreadPoolExecutor(max(1, jobs))
        try:
            for done, student in enumerate(pool.map(self.grade, submissions), 1):
                if sys.stderr.isatty():  # The name shows whose submission takes long.
                    shown = f"{clip(visible(student), 40):<40}"
                    print(f"\r{done} of {len(submissions)} {shown}", end="", file=sys.stderr, flush=True)
        except TextError as error:
            raise TextError(f"{error}{self._set_up_says()}") from error
        finally:
            pool.shutdown(cancel_futures=True)
            for sandbox in self.sandboxes:
                sandbox.close()
            if sys.stderr.isatty():
                print(file=sys.stderr)

    def grade(self, submission: Submission) -> str:
        """Mark one student's submission, unless its result exists, and return the student's name.

        An error in one submission becomes its mark and does not stop the others.
        """
        path = self.path(submission, "results", ".json")
        language = "en"
        try:
            chosen, notebook, notes = self.choose(submission)
            digest = self._digest(chosen, notebook, notes, submission.late)
            if read_json_file(path).get("digest") == digest:
                return submission.student
            if isinstance(notebook, Mark):
                marks = dict.fromkeys(self.questions, notebook)
            else:
                language = notebook.language
                with speaking(language):
                    marks, more = mark(notebook, self.said[language], self.sandbox())
                notes += more
        except (TextError, KeyboardInterrupt):  # The sandbox did not start, or the user pressed Ctrl+C.
            raise
        except Exception as error:
            chosen, notes, digest = "", [], ""
            says = f"It could not be marked: {clip(visible(f'{type(error).__name__}: {error}'), NOTE)}."
            marks = dict.fromkeys(self.questions, Mark("unreadable", says))
        shown = [clip(visible(note), NOTE) for note in dict.fromkeys(notes)]
        if len(shown) > NOTES:
            shown = [*shown[:NOTES], f"and {len(shown) - NOTES} more notes"]
        result = {"digest": digest, "file": visible(chosen), "notes": shown, "marks": as_data(marks)}
        result["language"] = language
        write_file(path, json.dumps(result, ensure_ascii=True))
        return submission.student

    def choose(self, submission: Submission) -> tuple[str, Notebook | Mark, list[str]]:
        """Pick the latest notebook of this exercise; return its path, the notebook and notes.

        If there is none to mark, a mark that says so takes the place of the notebook.
        """
        notes, reader = list(submission.notes), Reader(submission.files, self.exercise)
        instead = Mark("missing", NOTHING)
        reasons: list[str] = []
        chosen: list[tuple[str, Notebook]] = []  # the notebooks of this exercise, each with other answers
        blank: tuple[str, Notebook] | None = None  # the first one that is as it was handed out
        passed_over = False
        for place, data in reader:
            notes += foreign_names((stem_of(part) for part in place.split("/")[1:]), submission.name)
            try:
                if isinstance(data, UnreadableError):
                    raise data
                notebook = read_notebook(data)
            except UnreadableError as unreadable:
                error = _by_ending(place, str(unreadable))
                if error == EMPTY and place.lower().endswith((".txt", ".html")):
                    continue  # Platforms add empty comments.
                reasons.append(f"{_last(place)}: {error}")
                if instead.sentence == NOTHING:
                    instead = Mark("unreadable", f"{_last(place)}{COULD_NOT}{error}.")
                continue
            other = self._other(notebook)
            if other:
                reasons.append(f"{_last(place)}: this is {other}")
                if instead.sentence == NOTHING or instead.outcome == "unreadable":
                    instead = Mark("missing", f"This is {other}, not exercise {self.exercise}.")
            elif is_blank(notebook, self.said[notebook.language]):
                passed_over |= not chosen and not blank
                blank = blank or (place, notebook)
            elif all(notebook.cells != one.cells for _, one in chosen):
                chosen.append((place, notebook))
        if reader.untried:
            reasons.append(f"{reader.untried} more files were not opened: too many, or too large together")
        if not chosen and not blank:
            return "", instead, [*notes, *reasons]
        place, notebook = chosen[0] if chosen else blank or ("", Notebook([]))
        if notebook.version not in ("", self.version):
            notes.append("made from another version of the exercise")
        if len(chosen) > 1:
            notes.append(f"the latest of {len(chosen)} files")
        if chosen and passed_over and len(submission.files) < WHOLE_COURSE:
            notes.append("another file is as it was handed out: the one with answers counts")
        # What lies beside the marked notebook and is none of this exercise's is no reason to look.
        beside = (": this is ", f": {NO_NOTEBOOK}")
        reasons = [
            reason
            for reason in reasons
            if ".ipynb: it" in reason or not any(says in reason for says in beside)
        ]
        return place, notebook, [*notes, *reasons, *notebook.notes]

    def _other(self, notebook: Notebook) -> str:
        """Say what a notebook that does not belong to this exercise is."""
        if notebook.exercise not in ("", self.exercise):
            return f"exercise {clip(visible(notebook.exercise), 40)}"
        lesson = "" if notebook.exercise else lesson_of(notebook)
        return f"lesson {lesson}" if lesson else ""

    def _digest(self, chosen: str, notebook: Notebook | Mark, notes: list[str], late: bool) -> str:
        questions = self.said[notebook.language if isinstance(notebook, Notebook) else "en"]
        rules = f"{RULES}{self.limits}{sorted(questions.items())}"
        text = f"{rules}{chosen}{notes}{late}{notebook}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def sandbox(self) -> Sandbox:
        """Return this thread's sandbox, which is made at the first call."""
        if not hasattr(self.own, "sandbox"):
            prepared = preparation(self.questions)
            self.own.sandbox = sandbox_for(self.kind, prepared, limits=self.limits, hidden=self.hidden)
            self.sandboxes.append(self.own.sandbox)
        sandbox: Sandbox = self.own.sandbox
        return sandbox

    def _set_up_says(self) -> str:
        """Run the exercise's set-up here and return its error, which may be why no sandbox starts."""
        for name, question in self.questions.items():
            try:
                exec(question.key["setup"], {})
            except Exception as error:
                return f" The set-up of {name} says: {clip(f'{type(error).__name__}: {error}', NOTE)}."
        return ""

    def path(self, submission: Submission, folder: str, ending: str) -> Path:
        """Return the path of a student's file in a folder of results."""
        return self.out / folder / f"{file_name(submission)}{ending}"


def file_name(submission: Submission) -> str:
    """Return a name for a student's files that is valid on every system and unique.

    >>> file_name(Submission("Layla Hassan", "123"))[:17]
    '123_Layla_Hassan-'
    """
    said = f"{submission.number}_{submission.student}" if submission.number else submission.student
    safe = re.sub(r"[^\w-]+", "_", said)[:50].strip("_")
    told_apart = hashlib.sha256(submission.student.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{safe}-{told_apart}"


def _by_ending(place: str, error: str) -> str:
    """Say what kind of file it is by its ending, if its content does not say it."""
    ending = re.search(r"\.([A-Za-z0-9]{1,9})$", place)
    if not ending or error not in (NO_NOTEBOOK, EMPTY):
        return error
    if ending[1].lower() in ("icloud", "cloud", "cloudf"):
        return PLACEHOLDER
    plain = ("ipynb", "json", "txt", "download", "crdownload", "part", "zip")
    return (
        error
        if error == EMPTY or ending[1].lower() in plain
        else f"it is a .{ending[1]} file, not a notebook"
    )


def _last(place: str) -> str:
    return clip(visible(place.rpartition("/")[2]), 80)


def vote(submissions: list[Submission]) -> dict[str, int]:
    """Count the students of each exercise: each counts once, for the latest notebook that names one."""
    votes: dict[str, int] = {}
    known = set(key_names())
    for submission in submissions:
        for _, data in Reader(submission.files):
            try:
                name = read_notebook(data).exercise if isinstance(data, bytes) else ""
            except UnreadableError:
                continue
            if name in known:
                votes[name] = votes.get(name, 0) + 1
                break
    return votes
