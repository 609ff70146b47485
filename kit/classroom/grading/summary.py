"""Make the summary of a class: submissions to look at, points, and mistakes to speak of in class."""

import itertools
import statistics
from collections import Counter
from typing import Any

from kit.check.solved import exercise_title
from kit.classroom.grading.feedback import points, render
from kit.classroom.grading.marking import OUTCOMES, Mark
from kit.classroom.grading.questions import SetQuestion
from kit.language import say

FIRST = [
    "handed in nothing",
    "handed in no notebook",
    "handed in a notebook with none",
    "could not be read",
    "not on the class list",
]  # The reasons to look at a submission are sorted in this order.
GROUPS = 3  # This many groups of unforeseen wrong answers are shown for each question.
WORDS = 40  # Shorter answers, in characters, may be the same by chance.


class Tally:
    """The results of a class, added student by student."""

    def __init__(self, questions: dict[str, SetQuestion], language: str = "en"):
        self.questions, self.language = questions, language
        self.students = 0
        self.outcomes: dict[str, Counter[str]] = {name: Counter() for name in questions}
        self.points: list[float] = []
        self._mistakes: dict[str, Counter[int | str]] = {name: Counter() for name in questions}
        self._slips: dict[str, str] = {}  # the sentence on each slip, by its English text
        self._wrong: dict[str, dict[Any, list[tuple[str, Mark, str]]]] = {name: {} for name in questions}
        self._looks: dict[str, list[str]] = {}

    def add(
        self,
        student: str,
        marks: dict[str, Mark],
        points: float | None,
        looks: list[str],
        language: str = "en",
    ) -> None:
        """Add one student's marks, whose sentences are in `language`, and reasons for the teacher to look.

        `points` is None if nothing could be marked and no teacher decided otherwise.
        """
        self.students += 1
        for says in looks:
            self._looks.setdefault(says, []).append(student)
        if points is not None:
            self.points.append(points)
        for name, mark in marks.items():
            self.outcomes[name][mark.outcome] += 1
            if mark.outcome == "known mistake":
                said = mark.same or mark.sentence
                self._mistakes[name][said if mark.mistake is None else mark.mistake] += 1
                if said not in self._slips or language == self.language:
                    self._slips[said] = mark.sentence
            if mark.outcome == "wrong":
                gave = mark.same or tuple(gave for _, gave, _ in mark.rows) or (mark.sentence,)
                self._wrong[name].setdefault(gave, []).append((student, mark, language))

    @property
    def marked(self) -> int:
        """Return how many students have points."""
        return len(self.points)

    @property
    def mean(self) -> float:
        """Return the mean of their points."""
        return statistics.fmean(self.points)

    @property
    def median(self) -> float:
        """Return the median of their points."""
        return statistics.median(self.points)

    def count(self) -> str:
        """Return the number of students, in words.

        >>> Tally({}).count()
        '0 students'
        """
        return f"{self.students} student{'s' if self.students != 1 else ''}"

    def sentence(self) -> str:
        """Return a sentence on how often each outcome occurred.

        >>> tally = Tally({"q1": None})
        >>> tally.add("Layla", {"q1": Mark("right", points=1)}, 1, [])
        >>> tally.sentence()
        'right 1.'
        """
        total = sum(self.outcomes.values(), Counter())
        return ", ".join(f"{outcome} {total[outcome]}" for outcome in OUTCOMES if total[outcome]) + "."

    def shown(self) -> list[str]:
        """Return the outcomes that occurred at least once."""
        return [outcome for outcome in OUTCOMES if any(counts[outcome] for counts in self.outcomes.values())]

    def looks(self) -> list[tuple[str, list[str]]]:
        """Return each reason to look at submissions, with its students; missing and unreadable come first."""

        def order(item: tuple[str, list[str]]) -> tuple[int, int, str]:
            first = next((at for at, start in enumerate(FIRST) if item[0].startswith(start)), len(FIRST))
            return first, -len(item[1]), item[0]

        return sorted(self._looks.items(), key=order)

    def distribution(self) -> list[tuple[str, int, int]]:
        """Return a histogram of points as (label, number of students, percent of the longest bar)."""
        most = sum(question.points for question in self.questions.values())
        width = max(1, round(most / 10))
        bins = Counter(int(min(got, most) // width) for got in self.points)
        longest = max(bins.values(), default=1)
        rows = []
        for at in range(int(most // width), -1, -1):
            low, high = at * width, min(at * width + width, most)
            label = (
                points(low)
                if width == 1 and all(points == int(points) for points in self.points)
                else say("{low} to {high}", low=points(low), high=points(high))
            )
            rows.append((points(most) if low == most else label, bins[at], round(100 * bins[at] / longest)))
        return rows

    def known(self) -> list[tuple[int, str, str]]:
        """Return the known mistakes to speak of in class, the commonest first."""
        rows = [
            (count, self.questions[name].heading, self._says(name, mistake))
            for name, counts in self._mistakes.items()
            for mistake, count in counts.items()
        ]
        return sorted(rows, key=lambda row: (-row[0], row[1:]))

    def _says(self, question: str, mistake: int | str) -> str:
        """Return the sentence on a mistake of the key, in the summary's language, or on a slip."""
        if isinstance(mistake, str):
            return self._slips[mistake]
        says: str = self.questions[question].key["mistakes"][mistake]["says"]
        return says

    def unknown(self) -> list[tuple[int, str, list[tuple[str, str, str]], str]]:
        """Return wrong answers that no key foresees, grouped by what they gave, the commonest first.

        Each group has its size, the question, the probes that went wrong and one student's code.
        """
        largest = []
        for name, groups in self._wrong.items():
            for students in sorted(groups.values(), key=len, reverse=True)[:GROUPS]:
                mark = next(
                    (mark for *_, mark, spoken in students if spoken == self.language), students[0][1]
                )
                rows = [row for row in mark.rows if row[1] != row[2]][:3]
                largest.append((len(students), self.questions[name].heading, rows, mark.code[:1000]))
        return sorted(largest, key=lambda group: (-group[0], group[1]))

    def alike(self) -> list[tuple[str, list[str]]]:
        """Return the students with the same wrong answer in the same words, if it is not short."""
        copied = []
        for name, groups in self._wrong.items():
            same: dict[str, list[str]] = {}
            for student, mark, _ in itertools.chain.from_iterable(groups.values()):
                code = "".join(mark.code.split())
                if len(code) >= WORDS:
                    same.setdefault(code, []).append(student)
            copied += [(self.questions[name].heading, names) for names in same.values() if len(names) > 1]
        return copied

    def page(self, exercise: str) -> str:
        """Return the summary as an HTML page."""
        most = sum(question.points for question in self.questions.values())
        title = say("Exercise {title}", title=exercise_title(exercise))
        return render("summary.html", tally=self, title=title, questions=self.questions, most=most)
