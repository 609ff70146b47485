"""The summary of a class: which questions went wrong, by which known mistakes, with a chart."""

import base64
import io
from collections import Counter
from html import escape

from kit.classroom.grading.feedback import html, isolate, rich, titled
from kit.classroom.grading.marking import OUTCOMES, Question


class Tally:
    """Counts over all submissions; it grows with the questions and their mistakes, not with the class."""

    def __init__(self, questions: dict[str, Question]):
        self.questions = questions
        self.students = 0
        self.outcomes = {name: Counter() for name in questions}
        self.mistakes = {name: Counter() for name in questions}

    def add(self, marks: dict) -> None:
        """Count one student's marks, as data."""
        self.students += 1
        for name, mark in marks.items():
            self.outcomes[name][mark["outcome"]] += 1
            if mark["outcome"] == "known mistake":
                self.mistakes[name][mark["sentence"]] += 1

    def count(self) -> str:
        """Say how many submissions there are.

        >>> Tally({}).count()
        '0 submissions'
        """
        return f"{self.students} submission{'s' if self.students != 1 else ''}"

    def sentence(self) -> str:
        """Say how often each outcome came.

        >>> tally = Tally({"q1": None})
        >>> tally.add({"q1": {"outcome": "right"}})
        >>> tally.sentence()
        'right 1.'
        """
        total = sum(self.outcomes.values(), Counter())
        return ", ".join(f"{one} {total[one]}" for one in OUTCOMES if total[one]) + "."

    def page(self, exercise: str) -> str:
        """Return the page."""
        title = f"{titled(exercise)}: the class"
        parts = [f"<h1>{escape(title)}</h1>", f"<p>{self.count()}.</p>"]
        parts += [
            self._chart(),
            "<h2>Outcomes</h2>",
            self._table(),
            "<h2>Known mistakes</h2>",
            self._mistakes(),
        ]
        return html(title, "\n".join(parts))

    def _table(self) -> str:
        shown = [one for one in OUTCOMES if any(counts[one] for counts in self.outcomes.values())]
        head = "".join(f'<th scope="col">{one}</th>' for one in ["question", *shown])
        rows = [
            f'<tr><th scope="row">{escape(question.heading)}</th>'
            + "".join(f"<td>{self.outcomes[name][one] or ''}</td>" for one in shown)
            + "</tr>"
            for name, question in self.questions.items()
        ]
        return f"<table><tr>{head}</tr>{''.join(rows)}</table>"

    def _mistakes(self) -> str:
        """List the mistakes, the commonest first: what to speak of in class."""
        found = [
            (-count, self.questions[name].heading, says)
            for name, counts in self.mistakes.items()
            for says, count in counts.items()
        ]
        items = [
            f"<li><strong>{isolate(heading)}</strong>, {-count} of {self.students}: {rich(says)}</li>"
            for count, heading, says in sorted(found)
        ]
        return f"<ul>{''.join(items)}</ul>" if items else "<p>None.</p>"

    def _chart(self) -> str:
        """Draw how many did not get each question right, in a picture with its text alternative."""
        from matplotlib import pyplot as plt

        from kit.chart import bar_chart, describe

        wrong = {
            question.heading: self.students - self.outcomes[name]["right"]
            for name, question in self.questions.items()
        }
        if not any(wrong.values()):
            return "<p>Every answer is right.</p>"
        ax = bar_chart(wrong, title="Submissions in which a question is not right")
        picture, said = io.BytesIO(), describe(ax)
        ax.figure.savefig(picture, format="png", dpi=110, bbox_inches="tight")
        plt.close(ax.figure)
        data = base64.b64encode(picture.getvalue()).decode()
        return f'<p><img style="max-width: 100%" alt="{escape(said)}" src="data:image/png;base64,{data}"></p>'
