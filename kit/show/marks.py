"""A text with marks in place: names by their kind, and what was found beside what is right.

Marks differ by their line and by a word or sign after them, never by colour alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from html import escape
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from kit.errors import table_with, text_of, words_of
from kit.language import direction, html_attributes, say, say_count, to_say
from kit.show.tables import Shown, direction_of

__all__ = ["marked", "marked_words"]

RIGHT, WRONG, MISSED = "right", "wrong", "missed"
SIGNS = {RIGHT: "", WRONG: "\N{BALLOT X}", MISSED: "\N{WHITE CIRCLE}"}
STYLES = {
    RIGHT: "border-bottom:2px solid #0072B2",
    WRONG: "border-bottom:3px dashed #B34700;background:#FBE9DD",
    MISSED: "border-top:3px dotted #222222",
}
KINDS = {
    "place": "border-bottom:3px solid #0072B2;background:#E3F0F8",
    "person": "border-bottom:3px double #8A4B00;background:#FBF0DD",
    "organisation": "border-bottom:3px dashed #6B3F87;background:#F1E8F6",
    "date": "border-bottom:3px dotted #00664B;background:#E2F3EC",
    "number": "border-bottom:2px dotted #555555;background:#EEEEEE",
}
OTHER_KIND = "border-bottom:3px solid #222222"


class _Mark(NamedTuple):
    start: int
    end: int
    style: str
    label: str  # What stands after the mark.
    kind: str  # What the line below counts.


def marked(text: str, found: pd.DataFrame, gold: pd.DataFrame | None = None) -> Shown:
    """Show a text with the names in it marked by kind; with gold labels also as right, wrong and missed.

    found: columns `start`, `end`, and `kind` if there are kinds, as `kit.names.find_names` returns them.
    gold: the same as a reader marked it. Right means the same start, end and kind.

    >>> found = pd.DataFrame({"start": [3], "end": [9], "kind": ["place"]})
    >>> marked("في العراق", found)
    في [العراق place]
    1 place

    Raises:
        TextError: that is no table of places in a text.
    """
    text, ours = text_of(text, "marked"), _spans(found)
    if gold is None:
        return _shown(
            text,
            [
                _Mark(start, end, KINDS.get(kind, OTHER_KIND), _name(kind), kind or "mark")
                for start, end, kind in ours
            ],
        )
    right = dict.fromkeys(_spans(gold))
    found_too = set(ours)
    marks = [_judged(span, RIGHT if span in right else WRONG) for span in ours]
    return _shown(text, marks + [_judged(span, MISSED) for span in right if span not in found_too])


def marked_words(text: str, words: Iterable[str], right: Iterable[str]) -> Shown:
    """Show a passage with the words a splitter found, and those it should have: right, wrong, missed.

    A word counts as right only if it has its place in the text, from its first letter to its last. Below
    stand precision and recall. A word that is not in the text, from there on, is named below and has no mark.

    >>> marked_words("كتب.قرأ", ["كتب.قرأ"], ["كتب", "قرأ"])
    [[كتب ○].[قرأ ○] ✗]
    1 wrong ✗, 2 missed ○: precision 0.00, recall 0.00

    Raises:
        TextError: that is no text, or those are no words.
    """
    text = text_of(text, "marked_words")
    ours, strange = _places(text, words_of(words, "marked_words"))
    theirs, unknown = _places(text, words_of(right, "marked_words"))
    hits = set(ours) & set(theirs)
    marks = [_judged((*at, ""), RIGHT if at in hits else WRONG) for at in ours]
    marks += [_judged((*at, ""), MISSED) for at in theirs if at not in hits]
    given, wanted = len(ours) + len(strange), len(theirs)
    told = say(
        "{counts}: precision {precision}, recall {recall}",
        counts=_counts(marks),
        precision=f"{len(hits) / (given or 1):.2f}",
        recall=f"{len(hits) / (wanted or 1):.2f}",
    )
    if named := [*strange, *unknown]:
        told += ". " + say("Not in the passage at this point: {words}", words="، ".join(named[:5]))
    return _shown(text, marks, told)


def _places(text: str, words: list[str]) -> tuple[list[tuple[int, int]], list[str]]:
    """Return where each word stands, one after the other, and the words that are not there."""
    places, missing, end = [], [], 0
    for word in words:
        start = text.find(word, end) if word else -1
        if start < 0:
            missing.append(word)
        else:
            end = start + len(word)
            places.append((start, end))
    return places, missing


def _spans(table: pd.DataFrame) -> list[tuple[int, int, str]]:
    table_with(table, ("start", "end"), "marked", "found", advice=say("a table such as find_names(text)"))
    kinds = table["kind"] if "kind" in table else [""] * len(table)
    rows = zip(table["start"], table["end"], kinds, strict=True)
    return [(int(start), int(end), str(kind)) for start, end, kind in rows]


def _judged(span: tuple[int, int, str], verdict: str) -> _Mark:
    start, end, kind = span
    label = " ".join(part for part in (SIGNS[verdict], _name(kind) if verdict != RIGHT else "") if part)
    return _Mark(start, end, STYLES[verdict], label, verdict)


_KINDS_IN_WORDS = {
    to_say("place"),
    to_say("person"),
    to_say("organisation"),
    to_say("date"),
    to_say("number"),
}


def _name(kind: str) -> str:
    """Return what a reader calls a kind of name; one that the course does not know stays as it is."""
    return say(kind) if kind in _KINDS_IN_WORDS else kind


def _counts(marks: list[_Mark]) -> str:
    """Say how many marks of each kind there are."""
    counts = Counter(mark.kind for mark in marks)
    return say(", ").join(_counted(kind, n) for kind, n in counts.items()) or say("No marks")


def _counted(kind: str, n: int) -> str:
    sign = SIGNS.get(kind, "")
    sentences: dict[str, Callable[[], str]] = {
        "mark": lambda: say_count("{n} mark", "{n} marks", n),
        "place": lambda: say_count("{n} place", "{n} places", n),
        "person": lambda: say_count("{n} person", "{n} persons", n),
        "organisation": lambda: say_count("{n} organisation", "{n} organisations", n),
        "date": lambda: say_count("{n} date", "{n} dates", n),
        "number": lambda: say_count("{n} number", "{n} numbers", n),
        RIGHT: lambda: say("{n} right", n=n),
        WRONG: lambda: say("{n} wrong {sign}", n=n, sign=sign),
        MISSED: lambda: say("{n} missed {sign}", n=n, sign=sign),
    }
    return sentences[kind]() if kind in sentences else f"{n} {kind}"


def _shown(text: str, marks: list[_Mark], legend: str = "") -> Shown:
    """Lay out a text with its marks; two that overlap are cut at each other's ends and drawn together.

    legend: the line below the text; without one it says how many marks of each kind there are.
    """
    legend = legend or _counts(marks)
    way = direction()
    ends = sorted({0, len(text), *(at for mark in marks for at in mark[:2])})
    pieces, plain = [], []
    by_start = sorted(enumerate(marks), key=lambda numbered: numbered[1].start, reverse=True)
    under_way: list[tuple[int, _Mark]] = []
    for start, end in pairwise(ends):
        while by_start and by_start[-1][1].start <= start:
            under_way.append(by_start.pop())
        under_way = sorted((n, mark) for n, mark in under_way if end <= mark.end)
        here = [mark for _, mark in under_way]
        closing = sorted((mark for mark in here if mark.end == end), key=lambda mark: -mark.start)
        opening = sum(mark.start == start for mark in here)
        style = ";".join(dict.fromkeys(mark.style for mark in here))
        piece = escape(text[start:end])
        pieces.append(f'<span style="{style}">{piece}</span>' if here else piece)
        pieces += [
            f'<bdi dir="{way}" style="font-size:0.7em;padding:0 0.2em">{escape(mark.label)}</bdi>'
            for mark in closing
            if mark.label
        ]
        plain.append("[" * opening + text[start:end])
        plain += [f" {mark.label}]" if mark.label else "]" for mark in closing]
    body = "".join(pieces).replace("\n", "<br>")
    text_way = direction_of(text) or 'dir="ltr"'
    side = "right" if "rtl" in text_way else "left"
    html = (
        f'<p {text_way} style="text-align:{side};line-height:2.4">{body}</p>\n'
        f'<p {html_attributes()} style="text-align:{side};font-size:0.9em">{escape(legend)}</p>'
    )
    return Shown(html, "".join(plain) + "\n" + legend)
