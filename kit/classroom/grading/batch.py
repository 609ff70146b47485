"""Mark a folder of submissions into a folder of results, each of which is a file as soon as it is known."""

import hashlib
import io
import json
import re
import sys
import threading
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from kit.check.solved import key_names
from kit.classroom.grading.feedback import feedback_page
from kit.classroom.grading.files import Reader, UnreadableError
from kit.classroom.grading.isolation import sandbox_for
from kit.classroom.grading.marking import (
    Mark,
    as_data,
    from_data,
    mark,
    preparation,
    read_exercise,
)
from kit.classroom.grading.names import stem_of
from kit.classroom.grading.notebook import Notebook, lesson_of, read_notebook
from kit.classroom.grading.overrides import Override, read_overrides
from kit.classroom.grading.platforms import foreign_names
from kit.classroom.grading.roster import Roster, filled
from kit.classroom.grading.sandbox import Limits, Sandbox
from kit.classroom.grading.submissions import Submission
from kit.classroom.grading.summary import UNMARKED, Tally
from kit.classroom.grading.tables import Results, cell, clip, read_json_file, visible, write_file
from kit.errors import TextError
from kit.language import languages, speaking

RULES = "3"  # Results that were made by other rules are made again.
NOTES = 6  # So many notes on one submission are kept.
NOTE = 200  # A note has so many characters.


@dataclass
class StudentResult:
    """What became of one student's submission, as the tables and pages need it."""

    student: str
    number: str = ""
    folder: str = ""
    file: str = ""
    late: bool = False
    notes: list[str] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    overrides: dict[str, Override] = field(default_factory=dict)
    language: str = "en"

    @property
    def points(self) -> float:
        """The points of all questions, as marked or as a teacher decided."""
        return sum(self.points_of(name) for name in self.marks)

    def points_of(self, question: str) -> float:
        """Return the points of one question."""
        override = self.overrides.get(question)
        return self.marks[question].points if override is None or override.points is None else override.points

    @property
    def is_marked(self) -> bool:
        """Whether there was a notebook of this exercise that could be read."""
        return not {mark.outcome for mark in self.marks.values()} <= UNMARKED

    def looks(self) -> list[str]:
        """Return what a teacher should look at."""
        if self.is_marked:
            return [*self.notes, *(["late"] if self.late else [])]
        mark = next(iter(self.marks.values()))
        start = (
            "could not be read" if mark.outcome == "unreadable" else "handed in no notebook of this exercise"
        )
        if mark.sentence == NOTHING:
            return ["handed in nothing"]
        return [f"{start}: {mark.sentence.split(COULD_NOT, 1)[-1].rstrip('.')}"]


NOTHING = "No file was handed in."
COULD_NOT = " could not be marked: "


class Grading:
    """One exercise being marked into one folder."""

    def __init__(self, exercise: str, out: Path, *, limits: Limits, kind: str, hidden: list[Path]):
        self.exercise, self.out, self.limits, self.kind, self.hidden = exercise, out, limits, kind, hidden
        read = {}
        for name in languages():  # The questions are the same ones, and their sentences are not.
            with speaking(name):
                self.version, read[name] = read_exercise(exercise)
        self.said, self.questions = read, read["en"]
        self.own = threading.local()  # Each thread has a sandbox.
        self.sandboxes: list[Sandbox] = []

    def run(self, submissions: list[Submission], *, jobs: int) -> None:
        """Mark what is not marked yet."""
        (self.out / "results").mkdir(parents=True, exist_ok=True)
        pool = ThreadPoolExecutor(max(1, jobs))
        try:
            for done, student in enumerate(pool.map(self.grade, submissions), 1):
                if sys.stderr.isatty():  # Two lines here need no tqdm, and the name shows who holds it up.
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
        """Mark one student's submission, unless its result is there, and return the student's name.

        Whatever goes wrong with one submission is its own mark and stops no other.
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
        except (TextError, KeyboardInterrupt):  # The sandbox does not start, or we were stopped.
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
        """Pick the latest notebook of this exercise: its place, what is in it, and what there is to note.

        When there is none to mark, a mark that says so stands in the place of the notebook.
        """
        notes, reader = list(submission.notes), Reader(submission.files)
        instead = Mark("missing", NOTHING)
        reasons: list[str] = []
        seen = 0
        for place, data in reader:
            seen += 1
            notes += foreign_names(stem_of(part) for part in place.split("/")[1:])
            try:
                if isinstance(data, UnreadableError):
                    raise data
                notebook = read_notebook(data)
            except UnreadableError as error:
                reasons.append(f"{_last(place)}: {error}")
                if instead.sentence == NOTHING:
                    instead = Mark("unreadable", f"{_last(place)}{COULD_NOT}{error}.")
                continue
            other = self._other(notebook)
            if other:
                reasons.append(f"{_last(place)}: this is {other}")
                if instead.sentence == NOTHING or instead.outcome == "unreadable":
                    instead = Mark("missing", f"This is {other}, not exercise {self.exercise}.")
                continue
            if notebook.version not in ("", self.version):
                notes.append("made from another version of the exercise")
            files = len(submission.files)
            if files > 1:
                notes.append(f"the latest of {files} files")
            return place, notebook, [*notes, *reasons, *notebook.notes]
        if reader.untried:
            reasons.append(f"{reader.untried} more files were not opened: too many, or too large together")
        return "", instead, [*notes, *reasons]

    def _other(self, notebook: Notebook) -> str:
        """Say what a notebook is that is not of this exercise."""
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
        """Return this thread's sandbox."""
        if not hasattr(self.own, "sandbox"):
            prepared = preparation(self.questions)
            self.own.sandbox = sandbox_for(self.kind, prepared, limits=self.limits, hidden=self.hidden)
            self.sandboxes.append(self.own.sandbox)
        sandbox: Sandbox = self.own.sandbox
        return sandbox

    def _set_up_says(self) -> str:
        """Return what the exercise's own set-up says when it is run here, if that is why nothing starts."""
        for name, question in self.questions.items():
            try:
                exec(question.key["setup"], {})
            except Exception as error:
                return f" The set-up of {name} says: {clip(f'{type(error).__name__}: {error}', NOTE)}."
        return ""

    def path(self, submission: Submission, folder: str, ending: str) -> Path:
        """Return where a student's file goes: a name that every system can hold and no other student has."""
        return self.out / folder / f"{file_name(submission)}{ending}"

    def result_of(self, submission: Submission) -> StudentResult:
        """Read a student's result again."""
        kept = read_json_file(self.path(submission, "results", ".json"))
        return StudentResult(
            submission.student,
            submission.number,
            submission.folder,
            kept["file"],
            submission.late,
            kept["notes"],
            from_data(kept["marks"]),
            language=kept["language"],
        )

    def write_results(
        self, submissions: list[Submission], roster: Roster | None = None, column: str = ""
    ) -> None:
        """Write the pages, grades.csv, the filled class list and the summary, and say what came out."""
        results = list(map(self.result_of, submissions))
        matched = self._match(results, submissions, roster) if roster else {}
        names = {result.student: [result.number] if result.number else [] for result in results}
        overrides = read_overrides(self.out, names, list(self.questions))
        pages: dict[str, str] = {}
        for result, submission in zip(results, submissions, strict=False):
            result.overrides = overrides.get(result.student, {})
            with speaking(result.language):
                page = feedback_page(result, self.exercise, self.said[result.language])
            write_file(self.path(submission, "feedback", ".html"), page)
            pages[_upload_name(submission, self.exercise)] = page
        _write_zip(self.out / "feedback.zip", pages)
        language = most_common_language(results)
        tables, tally = Results(self.out), Tally(self.said[language])
        tables.write("grades.csv", self._rows(results))
        for result in results:
            tally.add(result.student, result.marks, result.points, result.looks())
        with speaking(language):
            write_file(self.out / "summary.html", tally.page(self.exercise))
        said = "grades.csv, summary.html, feedback.zip"
        if roster:
            most = sum(question.points for question in self.questions.values())
            marks = {
                row: (result.points, "; ".join(result.notes))
                for row, result in matched.items()
                if result.is_marked or result.overrides
            }
            name = f"import-{roster.path.stem}.csv"
            tables.write(name, filled(roster, marks, most, self.exercise, column), roster.table)
            said = f"{name}, {said}"
        print(f"{tally.count()}, {self.exercise}: {tally.sentence()}")
        for says, students in tally.looks()[:NOTES]:
            print(visible(f"  {says}: {clip(', '.join(students), NOTE)} ({len(students)})"))
        print(f"Wrote {said} and a page for each student to {self.out}.")

    def _rows(self, results: list[StudentResult]) -> list[list[object]]:
        most = sum(question.points for question in self.questions.values())
        rows: list[list[object]] = [["student", "id", "points", "of", *self.questions, "notes", "file"]]
        for result in results:
            outcomes = [
                mark.outcome if result.points_of(name) == mark.points else f"{mark.outcome}, changed by hand"
                for name, mark in result.marks.items()
            ]
            notes = "; ".join([*(["LATE"] if result.late else []), *result.notes])
            row = [result.student, result.number, result.points, most, *outcomes, notes, result.file]
            rows.append(list(map(cell, row)))
        return rows

    def _match(
        self, results: list[StudentResult], submissions: list[Submission], roster: Roster
    ) -> dict[int, StudentResult]:
        """Find each student on the class list; who is on the list alone becomes a result, too."""
        rows: dict[int, list[StudentResult]] = {}
        for result, submission in zip(results, submissions, strict=True):
            names = [submission.name, result.student, result.student.rpartition("/")[2]]
            row = roster.row_of(result.number, names)
            if row is None:
                result.notes.append("not on the class list")
            else:
                rows.setdefault(row, []).append(result)
        for row, several in rows.items():
            if len(several) > 1:
                for result in several:
                    result.notes.append(
                        f"{len(several)} submissions are {roster.students[row]}'s on the class list"
                    )
        for row, student in roster.students.items():
            if row not in rows:
                marks = dict.fromkeys(self.questions, Mark("missing", NOTHING))
                results.append(StudentResult(student, notes=["handed in nothing"], marks=marks))
        return {row: several[0] for row, several in rows.items() if len(several) == 1}


def most_common_language(results: list[StudentResult]) -> str:
    """Return the language of most notebooks that were marked, in which a teacher gets the summary.

    >>> most_common_language([])
    'en'
    """
    spoken = Counter(result.language for result in results if result.is_marked)
    return spoken.most_common(1)[0][0] if spoken else "en"


def file_name(submission: Submission) -> str:
    """Return a name for a student's files that every system can hold and no other student has.

    >>> file_name(Submission("Layla Hassan", "123"))[:17]
    '123_Layla_Hassan-'
    """
    said = f"{submission.number}_{submission.student}" if submission.number else submission.student
    safe = re.sub(r"[^\w-]+", "_", said)[:50].strip("_")
    told_apart = hashlib.sha256(submission.student.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{safe}-{told_apart}"


def _upload_name(submission: Submission, exercise: str) -> str:
    """Return the name of a page in feedback.zip: as Moodle wants it back, where it is Moodle's."""
    start, middle, _ = submission.folder.partition("_assignsubmission_")
    if middle and submission.number:
        return f"{start}_assignsubmission_file_{exercise}_feedback.html"
    return f"{file_name(submission)}.html"


def _write_zip(path: Path, pages: dict[str, str]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, page in pages.items():
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, page)
    write_file(path, made.getvalue())


def _last(place: str) -> str:
    return clip(visible(place.rpartition("/")[2]), 80)


def vote(submissions: list[Submission]) -> dict[str, int]:
    """Count by exercise how many students handed it in: one vote each, for the latest that says so."""
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
