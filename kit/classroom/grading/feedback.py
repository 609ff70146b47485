"""Make the pages of feedback: for each question the task, what the answer gave, what was expected, a hint.

The pages' HTML is in pages/. Everything from a submission goes through `isolate`, which escapes it.
"""

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from markupsafe import escape as markup
from nbconvert.filters import markdown2html

from kit.characters import RIGHT_TO_LEFT
from kit.check.solved import exercise_title
from kit.classroom.grading.notes import noted
from kit.classroom.grading.questions import SetQuestion
from kit.classroom.grading.tables import visible
from kit.language import direction, language, say, say_count, to_say

HEADINGS = {
    "right": to_say("Right"),
    "known mistake": to_say("Almost: a known mistake"),
    "wrong": to_say("Not right"),
    "not attempted": to_say("Not attempted"),
    "timed out": to_say("Timed out"),
    "out of memory": to_say("Out of memory"),
    "crashed": to_say("Crashed"),
    "unreadable": to_say("Unreadable"),
    "missing": to_say("Missing"),
}
# A run of Arabic, including the numbers, spaces and punctuation between its words.
_RUN = re.compile(f"[{RIGHT_TO_LEFT}]+(?:[ \\d.,:%،؛٪()–-]{{1,20}}[{RIGHT_TO_LEFT}]+)*")
_LITERAL = re.compile(r"""'(?:\\.|[^'\\\n]){0,5000}'|"(?:\\.|[^"\\\n]){0,5000}\"""")
_ARABIC = re.compile(f"[{RIGHT_TO_LEFT}]")


def feedback_page(result: Any, exercise: str, questions: dict[str, SetQuestion]) -> str:
    """Return one student's page as HTML."""
    most = sum(question.points for question in questions.values())
    tasks = {name: _task(question.task) for name, question in questions.items()}
    return render(
        "feedback.html",
        result=result,
        title=say("Exercise {title}", title=exercise_title(exercise)),
        questions=questions,
        most=most,
        tasks=tasks,
    )


def render(template: str, **values: Any) -> str:
    """Fill in a template from pages/ in the current language."""
    return _pages().get_template(template).render(**values, headings=HEADINGS, points=points)


def titled(exercise: str) -> str:
    """Return an exercise's title in English, as it stands in tables for platforms.

    >>> titled("01_read")
    'Exercise 01 · Read'
    """
    return f"Exercise {exercise.replace('_', ' · ', 1).title()}"


def points(number: float) -> str:
    """Return points as text with at most two decimals.

    >>> points(3.0), points(2 / 3)
    ('3', '0.67')
    """
    return f"{round(number, 2):g}"


def isolate(text: object) -> Markup:
    """Escape text and isolate Arabic, so that it never reorders the text around it.

    A text in quotes is isolated as a whole, with the numbers in it; elsewhere each run of Arabic is.

    >>> print(isolate("في < 3"))
    <bdi dir="rtl" lang="ar">في</bdi> &lt; 3
    >>> print(isolate("x = 'بعد 2.5 كيلومتر'"))
    x = &#x27;<bdi dir="rtl" lang="ar">بعد 2.5 كيلومتر</bdi>&#x27;
    """
    shown, parts, end = visible(str(text), page=True), [], 0
    for literal in _LITERAL.finditer(shown):
        inside = literal[0][1:-1]
        arabic = _ARABIC.search(inside)
        if not arabic or re.search("[A-Za-z]", inside[: arabic.start()]):
            continue
        parts += [_runs(shown[end : literal.start() + 1]), _apart(inside)]
        end = literal.end() - 1
    return Markup("".join([*parts, _runs(shown[end:])]))


def rich(text: object) -> Markup:
    """Return the HTML of a sentence that has `code` in backticks."""
    prose = _prose if direction() == "rtl" else isolate  # Arabic need not be isolated within Arabic.
    return Markup("").join(
        Markup('<code dir="ltr">{}</code>').format(isolate(part)) if odd % 2 else prose(part)
        for odd, part in enumerate(str(text).split("`"))
    )


def strong(text: object) -> Markup:
    """Return the HTML of emphasised words.

    >>> print(strong("a < b"))
    <strong>a &lt; b</strong>
    """
    return Markup("<strong>{}</strong>").format(text)


def _prose(text: object) -> Markup:
    return Markup(escape(visible(str(text), page=True)))


def _say(message: str, /, **fields: object) -> Markup:
    """Return a message in the current language as HTML; its fields may be HTML too."""
    return Markup(say(message, **{name: markup(value) for name, value in fields.items()}))


def _say_count(one: str, many: str, n: int, /, **fields: object) -> Markup:
    return Markup(say_count(one, many, n, **{name: markup(value) for name, value in fields.items()}))


def _runs(text: str) -> str:
    parts, end = [], 0
    for run in _RUN.finditer(text):
        parts += [escape(text[end : run.start()]), _apart(run[0])]
        end = run.end()
    return "".join([*parts, escape(text[end:])])


def _apart(text: str) -> str:
    return f'<bdi dir="rtl" lang="ar">{escape(text)}</bdi>'


@cache
def _task(markdown: str) -> Markup:
    return Markup(markdown2html(markdown))


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("pages")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"isolate": isolate, "rich": rich, "strong": strong, "noted": noted}
    pages.globals |= {"say": _say, "say_count": _say_count, "language": language, "direction": direction}
    return pages
