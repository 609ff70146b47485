"""Write the results: marks for the platform, a page for each student, a summary for the teacher."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kit.classroom.grading.batch import COULD_NOT, NOTE, NOTES, NOTHING, Grading, file_name
from kit.classroom.grading.feedback import feedback_page
from kit.classroom.grading.marking import NO_CELL, Mark, from_data
from kit.classroom.grading.overrides import Override, read_overrides
from kit.classroom.grading.roster import Roster, filled
from kit.classroom.grading.submissions import Submission
from kit.classroom.grading.summary import Tally
from kit.classroom.grading.tables import Results, cell, clip, read_json_file, visible, write_file
from kit.language import say, speaking

UNMARKED = {"unreadable", "missing"}  # Nothing of such a submission could be marked.


@dataclass
class StudentResult:
    """The result of one student's submission, as the tables and pages need it."""

    student: str
    number: str = ""
    folder: str = ""
    file: str = ""
    late: bool = False
    notes: list[str] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    overrides: dict[str, Override] = field(default_factory=dict)
    language: str = "en"
    name: str = ""  # The class list has this name, perhaps for several students.

    @property
    def points(self) -> float:
        """Return the points of all questions, as marked or as a teacher decided."""
        return sum(self.points_of(name) for name in self.marks)

    def points_of(self, question: str) -> float:
        """Return the points of one question."""
        override = self.overrides.get(question)
        return self.marks[question].points if override is None or override.points is None else override.points

    @property
    def is_marked(self) -> bool:
        """Say whether there was a notebook of this exercise that could be read."""
        return not {mark.outcome for mark in self.marks.values()} <= UNMARKED

    @property
    def counts(self) -> bool:
        """Say whether the points count, because a notebook could be read or a teacher decided them."""
        return self.is_marked or any(each.points is not None for each in self.overrides.values())

    def looks(self) -> list[str]:
        """Return the reasons why a teacher should look at this submission."""
        if self.is_marked:
            return [*self.notes, *(["late"] if self.late else [])]
        mark = next(iter(self.marks.values()))
        start = (
            "could not be read" if mark.outcome == "unreadable" else "handed in no notebook of this exercise"
        )
        if mark.sentence == NOTHING:
            return list(dict.fromkeys(["handed in nothing", *self.notes]))
        with speaking(self.language):  # The sentence is in the language of the notebook.
            if mark.sentence == say(NO_CELL):
                return ["handed in a notebook with none of the exercise's cells"]
        reason = mark.sentence.split(COULD_NOT, 1)[-1].rstrip(".")
        return [f"{start}: {reason}"]


def write_results(
    grading: Grading, submissions: list[Submission], roster: Roster | None = None, column: str = ""
) -> None:
    """Write the pages, grades.csv, the filled class list and the summary, and print the outcome."""
    results = list(map(partial(_result_of, grading), submissions))
    matched = _match(grading, results, submissions, roster) if roster else {}
    alone = {submission.student: submission.name for submission in submissions}
    names = {
        result.student: list(filter(None, (result.number, result.name, alone.get(result.student))))
        for result in results
    }
    for row, result in matched.items():
        names[result.student].append(roster.students[row] if roster else "")
    worth = {name: question.points for name, question in grading.questions.items()}
    overrides = read_overrides(grading.out, names, worth)
    for result in results:
        result.overrides = overrides.get(result.student, {})
    language = most_common_language(results)
    pages: dict[str, str] = {}
    # Who is only on the class list gets a page if the teacher has decided something.
    for result in results[len(submissions) :]:
        number, name = result.number, result.name
        folder = f"{name}_{number}_assignsubmission_file_" if roster and roster.kind == "Moodle" else ""
        submissions = [*submissions, Submission(result.student, number, folder=folder, name=name)]
    written = set()
    for result, submission in zip(results, submissions, strict=True):
        if not result.folder and not result.overrides:
            continue
        spoken = result.language if result.is_marked else language
        with speaking(spoken):
            page = feedback_page(result, grading.exercise, grading.said[spoken])
        path = grading.path(submission, "feedback", ".html")
        write_file(path, page)
        written.add(path.name)
        pages[_upload_name(submission, grading.exercise)] = page
    for path in (grading.out / "feedback").glob("*.html"):  # A file that was renamed leaves its old page.
        if path.name not in written and re.search(r"-[0-9a-f]{6}\.html$", path.name):
            path.unlink(missing_ok=True)
    _write_zip(grading.out / "feedback.zip", pages)
    tables, tally = Results(grading.out), Tally(grading.said[language], language)
    tables.write("grades.csv", _rows(grading, results))
    for result in results:
        got = result.points if result.counts else None
        tally.add(result.student, result.marks, got, result.looks(), result.language)
    with speaking(language):
        write_file(grading.out / "summary.html", tally.page(grading.exercise))
    said = "grades.csv, summary.html, feedback.zip"
    if roster:
        most = sum(question.points for question in grading.questions.values())
        marks = {
            row: (result.points, "; ".join(result.notes)) for row, result in matched.items() if result.counts
        }
        kept = roster.path.suffix.lower() in (".csv", ".tsv", ".txt", ".xls")  # Blackboard calls it .xls.
        name = f"import-{roster.path.name if kept else f'{roster.path.stem}.csv'}"
        table = filled(roster, marks, most, grading.exercise, column)
        tables.write(name, table, roster.table)
        said = f"{name}, {said}"
        wide = max(map(len, roster.table.rows))
        if roster.kind == "Canvas" and len(table[roster.head]) > wide:
            print(
                f"{name} has a new column, {table[roster.head][-1]}: none of the list's names this exercise."
            )
    print(f"{tally.count()}, {grading.exercise}: {tally.sentence()}")
    looks = tally.looks()
    for says, students in looks[:NOTES]:
        print(visible(f"  {says}: {clip(', '.join(students), NOTE)} ({len(students)})"))
    if len(looks) > NOTES:
        print(f"  and more, {len(looks) - NOTES} of {len(looks)}: see Look at these in summary.html")
    print(f"Wrote {said} and a page for each student to {grading.out}.")


def _rows(grading: Grading, results: list[StudentResult]) -> list[list[object]]:
    most = sum(question.points for question in grading.questions.values())
    rows: list[list[object]] = [["student", "id", "points", "of", *grading.questions, "notes", "file"]]
    for result in results:
        outcomes = [
            mark.outcome if result.points_of(name) == mark.points else f"{mark.outcome}, changed by hand"
            for name, mark in result.marks.items()
        ]
        said = result.notes or ([] if result.is_marked else result.looks())  # Each row has a reason.
        notes = "; ".join([*(["LATE"] if result.late else []), *said])
        row = [result.student, result.number, result.points, most, *outcomes, notes, result.file]
        rows.append(list(map(cell, row)))
    return rows


def _match(
    grading: Grading, results: list[StudentResult], submissions: list[Submission], roster: Roster
) -> dict[int, StudentResult]:
    """Find each student on the class list; one who is only on the list gets a result too."""
    rows: dict[int, list[StudentResult]] = {}
    strange: list[tuple[StudentResult, list[int], bool]] = []
    for result, submission in zip(results, submissions, strict=True):
        row = roster.row_of(result.number, names_of(submission))
        if row is None:
            strange.append((result, *roster.rows_in(submission.name)))
        else:
            rows.setdefault(row, []).append(result)
    found = Counter(likely[0] for _, likely, whole in strange if whole)
    for result, likely, whole in strange:
        if whole and found[likely[0]] == 1 and likely[0] not in rows:
            rows[likely[0]] = [result]
        elif len(likely) == 1:
            name = roster.students[likely[0]]
            result.notes.append(f"not on the class list, perhaps {name} there: if so, rename the file")
        else:
            result.notes.append("not on the class list")
    for row, several in rows.items():
        if len(several) > 1:
            for result in several:
                result.notes.append(
                    f"{len(several)} submissions are {roster.students[row]}'s on the class list"
                )
    called = Counter([result.student for result in results])
    called.update(student for row, student in roster.students.items() if row not in rows)
    for row, student in roster.students.items():
        if row not in rows:
            marks = dict.fromkeys(grading.questions, Mark("missing", NOTHING))
            shown = student if called[student] == 1 else f"{student} (row {row + 1})"
            nothing, number = ["handed in nothing"], roster.number_of(row)
            results.append(StudentResult(shown, number, name=student, notes=nothing, marks=marks))
            rows[row] = [results[-1]]
    return {row: several[0] for row, several in rows.items() if len(several) == 1}


def names_of(submission: Submission) -> list[str]:
    """Return the names that a student may have on the class list, the likeliest first.

    Blackboard writes assignment_user, and both parts may have a "_" in them.

    >>> names_of(Submission("1", folder="Ex_stud_1_attempt_2026-11-22-10-15-00", name="1"))
    ['Ex_stud_1', 'stud_1', '1']
    """
    head, attempt, _ = submission.folder.partition("_attempt_")
    words = head.split("_") if attempt else []
    users = ["_".join(words[at:]) for at in range(len(words))]
    others = [
        *submission.known_as,
        submission.name,
        submission.student,
        submission.student.rpartition("/")[2],
    ]
    return list(dict.fromkeys([*users, *others]))


def _result_of(grading: Grading, submission: Submission) -> StudentResult:
    """Return a student's result, read from its file."""
    kept = read_json_file(grading.path(submission, "results", ".json"))
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


def most_common_language(results: list[StudentResult]) -> str:
    """Return the language of most marked notebooks, which is the language of the teacher's summary.

    >>> most_common_language([])
    'en'
    """
    spoken = Counter(result.language for result in results if result.is_marked)
    return spoken.most_common(1)[0][0] if spoken else "en"


def _upload_name(submission: Submission, exercise: str) -> str:
    """Return the name of a page in feedback.zip; for Moodle, the one under which Moodle imports it."""
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
