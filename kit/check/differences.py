"""Show what was expected of an answer above what was given, each value in its own direction."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any

from kit.check.directions import reads_right, rtl
from kit.check.letters import name_of_letter
from kit.check.protocol import Difference
from kit.check.sentence import brief
from kit.check.values import is_number
from kit.language import html_attributes, say, start_side

__all__ = ["GREY", "difference_as_html", "difference_as_text", "large_letters"]

GREY = "#767676"
LINES = 8  # A longer list is shown without the values that are the same in both.
LIGATURE = re.compile("ل[اأإآٱ]")
WORDS = 4  # This many words are shown on each side of the place where two long texts differ.


def difference_as_html(difference: Difference) -> str:
    """Show what was expected above what was given, one value per line, with the differences marked.

    >>> "<mark" in difference_as_html(Difference("`f(1)`", ["a", "c"], ["a", "b"], shown=True))
    True
    """
    if not _worth_showing(difference):
        return ""
    if isinstance(difference.given, dict) and "table" in difference.given:
        return _table(difference.given["table"])
    sides = [(say("yours"), _marked(difference.given, difference.expected, difference.shown))]
    if difference.shown:
        sides.insert(0, (say("expected"), _marked(difference.expected, difference.given, True)))
    rows = [
        f'<tr><th style="{_cell()}; font-weight: normal; color: {GREY}">{name if not number else ""}</th>'
        f'<td style="{_cell()}">{value}</td></tr>'
        for name, values in sides
        for number, value in enumerate(values)
    ]
    return f'<table {html_attributes()} style="margin: 4px 0">{"".join(rows)}</table>'


def difference_as_text(difference: Difference | None) -> str:
    r"""Write what was expected and what was given in plain lines.

    >>> difference_as_text(Difference("`x`", ["a", "b"]))
    '  yours     a\n            b'
    """
    if difference is None or not _worth_showing(difference):
        return ""
    sides = [(say("expected"), difference.expected)] if difference.shown else []
    lines = []
    for name, value in [*sides, (say("yours"), difference.given)]:
        values = value if isinstance(value, list) else [value]
        shown = [_plain_text(value) for value in values[:LINES]] or [say("(nothing)")]
        shown += [say("… {n} more", n=len(values) - LINES)] if len(values) > LINES else []
        lines += [f"  {name if not number else '':<9} {text}" for number, text in enumerate(shown)]
    return "\n".join(lines)


def large_letters(right: str, wrong: str) -> str:
    """Show two letters large, each with its name.

    >>> "Yeh" in large_letters("ي", "ى")
    True
    """
    nameless = say("no name")
    boxes = "".join(
        f'<td style="{_cell()}; text-align: center"><span style="color: {GREY}">{label}</span><br>'
        f'<bdi lang="ar" style="font-size: 36px; line-height: 1.6">{escape(_seen(letter))}</bdi><br>'
        f"{escape((name_of_letter(letter) or nameless).capitalize())}</td>"
        for label, letter in ((say("expected"), right), (say("yours"), wrong))
    )
    return f'<table {html_attributes()} style="margin: 4px 0"><tr>{boxes}</tr></table>'


def _worth_showing(difference: Difference) -> bool:
    """Say whether two values need lines of their own: numbers and short English words do not."""
    given, wanted = difference.given, difference.expected if difference.shown else None
    if given is None or (isinstance(given, dict) and {"other", "keys"} & given.keys()):
        return False
    if isinstance(given, bool) or is_number(given):
        return isinstance(wanted, list | str) and bool(wanted)
    return True


def _plain_text(value: Any) -> str:
    if isinstance(value, str):
        return value if value.strip() and len(value) < 200 else brief(value)
    if (
        isinstance(value, list)
        and len(value) > 1
        and all(isinstance(item, str) and item.strip() for item in value)
    ):
        return " | ".join(value)  # Brackets and quotes would be mirrored among Arabic.
    return brief(value, length=200)


def _marked(value: Any, other: Any, compare: bool) -> list[str]:
    """Return a value as lines of HTML, marking what the other value does not have."""
    if isinstance(value, dict) and list(value) in (["dict"], ["set"]):
        kind = next(iter(value))
        pairs = value[kind]
        rest = other.get(kind, []) if isinstance(other, dict) else []
        lines = [_pair(item) if kind == "dict" else item for item in pairs]
        return _lines(lines, [_pair(item) if kind == "dict" else item for item in rest], compare)
    if isinstance(value, list):
        return _lines(value, other if isinstance(other, list) else [], compare and isinstance(other, list))
    if isinstance(value, str) and isinstance(other, str) and compare:
        return [_value(_parts(value, other))]
    return [_value([(_plain_text(value), False)])]


def _pair(pair: Sequence[Any]) -> str:
    return f"{pair[0]}: {brief(pair[1])}"


def _lines(items: list[Any], others: list[Any], compare: bool) -> list[str]:
    """Return a line for each item; for a long list, only those that differ and how many lie between them."""
    if not items:
        return [say("(nothing)")]
    texts, rest = [list(map(_plain_text, values)) for values in (items, others)]
    same = [True] * len(texts)
    if compare:
        for kind, start, end, _, _ in difflib.SequenceMatcher(
            None, texts, rest, autojunk=False
        ).get_opcodes():
            same[start:end] = [kind == "equal"] * (end - start)
    lines: list[str] = []
    skipped = 0
    for number, text in enumerate(texts):
        close = not all(same[max(0, number - 1) : number + 2])
        if len(texts) > LINES and ((compare and not close) or len(lines) >= 2 * LINES):
            skipped += 1
            continue
        if skipped:
            lines.append(_skipped(skipped))
            skipped = 0
        mate = rest[number] if number < len(rest) and not same[number] else None
        near = mate is not None and difflib.SequenceMatcher(None, text, mate).ratio() > 0.6
        lines.append(_value(_parts(text, mate) if near and mate else [(text, not same[number])]))
    return [*lines, _skipped(skipped)] if skipped else lines


def _skipped(number: int) -> str:
    return _grey(say("… {n} more", n=number))


def _grey(text: str) -> str:
    return f'<span style="color: {GREY}">{text}</span>'


def _parts(text: str, other: str) -> list[tuple[str, bool]]:
    """Cut a text into pieces, each with whether the other text lacks it; long texts are cut by words."""
    ours, theirs = [re.findall(r"\s+|\S+", value) for value in (text, other)]
    pieces: list[tuple[str, bool]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        words = ours[a:b]
        if kind == "equal" and len(words) > 4 * WORDS:
            start = words[: 2 * WORDS] if a else []
            end = words[-2 * WORDS :] if b < len(ours) else []
            pieces += [("".join([*start, " … ", *end]), False)]
        elif kind == "replace" and b - a == d - c == 1:
            pieces += _letters(ours[a], theirs[c])
        elif words:
            pieces.append(("".join(words), kind != "equal"))
    return pieces or [("", False)]


def _letters(word: str, other: str) -> list[tuple[str, bool]]:
    """Cut a word into pieces, each with whether the other word lacks it.

    >>> _letters("الأحياء", "الاحياء")
    [('ا', False), ('لأ', True), ('حياء', False)]
    """
    matcher = difflib.SequenceMatcher(None, word, other, autojunk=False)
    if matcher.ratio() < 0.5:
        return [(word, True)]
    differs = [True] * len(word)
    for kind, a, b, _, _ in matcher.get_opcodes():
        differs[a:b] = [kind != "equal"] * (b - a)
    for ligature in LIGATURE.finditer(word):  # It is drawn as one glyph, so both letters are marked.
        differs[ligature.start() : ligature.end()] = [any(differs[ligature.start() : ligature.end()])] * 2
    runs = groupby(zip(word, differs, strict=True), key=lambda pair: pair[1])
    return [("".join(letter for letter, _ in run), marked) for marked, run in runs]


def _value(pieces: list[tuple[str, bool]]) -> str:
    """Return one value in its own direction; what differs is marked and underlined, with visible spaces."""
    text = "".join(piece for piece, _ in pieces)
    shown = "".join(
        f'<mark style="text-decoration: underline; background-color: #ffe9a8; color: black">{escape(_seen(piece))}</mark>'
        if marked
        else escape(piece)
        for piece, marked in pieces
    )
    if not text:
        shown = _grey(say("(empty)"))
    if reads_right(text):
        return rtl(shown)
    return f"<bdi>{shown}</bdi>"


def _seen(text: str) -> str:
    """Return text with its invisible characters made visible."""
    shown = text.replace(" ", "\N{OPEN BOX}") if not text.strip() or text != text.strip() else text
    return "".join(
        f"[{unicodedata.name(sign, '?').lower()}]" if unicodedata.category(sign) == "Cf" else sign
        for sign in shown
    )


def _table(table: dict[str, Any]) -> str:
    import pandas as pd

    from kit.show import show

    return show(pd.DataFrame(table["rows"], columns=table["columns"]))._repr_html_()


def _cell() -> str:
    return f"padding: 1px 8px; text-align: {start_side()}; vertical-align: top; border: none"
