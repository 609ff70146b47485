"""Say in a sentence how an answer differs from what was expected, using plain data only."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kit.check.protocol import Probe
from kit.check.values import is_number, same
from kit.data import read_messages
from kit.errors import type_in_words
from kit.language import say, speaking, to_say

__all__ = ["SEEN", "brief", "capital", "explain"]

NAMED = {
    "large": to_say("{subject} is `{given}`, which is too large."),
    "small": to_say("{subject} is `{given}`, which is too small."),
    "wrong": to_say("{subject} is `{given}`, which is not right."),
}
LABELLED = {
    "large": to_say("{subject}: your answer gives `{given}`, which is too large."),
    "small": to_say("{subject}: your answer gives `{given}`, which is too small."),
    "wrong": to_say("{subject}: your answer gives `{given}`, which is not right."),
}
# The values of probes that describe, in words, a chart or a text that a student has made.
SEEN = {message for message, _ in read_messages("seen.txt")}


def explain(
    probe: Probe, result: Mapping[str, Any], subject: str, pairs: Sequence[tuple[Any, Any]] = ()
) -> str:
    """Say what an answer gave if no slip can be named; for a call, say also what was expected.

    The expected value of a plain name is not given away. `pairs` are all probes with their results.

    >>> explain({"expression": "double(4)", "expected": 8}, {"value": 4}, "`double(4)`")
    '`double(4)`: expected `8`, your answer gave `4`.'
    >>> explain({"expression": "encoding", "expected": "utf-8"}, {"value": "ascii"}, "`encoding`")
    "`encoding` is `'ascii'`, which is not right."
    >>> explain({"label": "the axis", "expected": "whole"}, {"value": "no bars"}, "the axis")
    'Look at the axis: no bars.'
    """
    fields = {"subject": capital(subject)}
    labelled = "label" in probe
    called = "(" in subject and "expected" in probe and not probe.get("label")
    if "raised" in result:
        return say(
            "{subject}: this cannot be read. Look at its parts: text in quotes, numbers without.", **fields
        )
    given = result["value"]
    if not called and not _fits(given):
        if labelled:
            return say("{subject}: your answer gives something else.", **fields)
        return say("{subject} is not right.", **fields)
    fields["given"] = brief(given)
    if not called:
        if labelled and str(given) in SEEN:  # The probe describes the answer in words.
            return say("Look at {subject}: {seen}.", subject=subject, seen=say(given))
        if labelled and "`" not in subject and isinstance(given, str):
            return say("Look again at {subject}: yours is {given}.", subject=subject, given=f"`{given}`")
        how = "wrong"
        if is_number(given) and is_number(probe["expected"]):
            how = "large" if given > probe["expected"] else "small"
        return say((LABELLED if labelled else NAMED)[how], **fields)
    if _fits(given) and _fits(probe["expected"]):
        fields["expected"] = brief(probe["expected"])
        sentence = say("{subject}: expected `{expected}`, your answer gave `{given}`.", **fields)
    else:
        sentence = say("{subject} does not give what it should.", **fields)
    good = [probe for probe, gave in pairs if "value" in gave and same(probe["expected"], gave["value"])]
    if good and len(pairs) > 1:
        right = say("It is right for `{call}`: what is different here?", call=good[0]["expression"])
        sentence = f"{sentence} {right}"
    return sentence


def brief(data: Any, *, length: int = 60, items: int = 6) -> str:
    """Write plain data as short Python code, with invisible characters as their codes.

    >>> brief(["دير", "الزور"]), brief(list(range(28)), items=3), brief({"other": "function"})
    ("['دير', 'الزور']", '[0, 1, 2, … 25 more]', 'a function')
    """

    def row(parts: list[Any], write: Callable[[Any], str] = brief) -> str:
        more = [say("… {n} more", n=len(parts) - items)] if len(parts) > items else []
        return ", ".join([write(part) for part in parts[:items]] + more)

    if isinstance(data, str):
        return repr(data if len(data) <= length else data[: length - 1] + "…").replace("`", "'")
    if isinstance(data, float):
        return format(data, ".6g") if data % 1 else str(data)
    if isinstance(data, list):
        return f"[{row(data)}]"
    if not isinstance(data, dict):
        return str(data)
    [(kind, content)] = data.items()
    if kind == "dict":
        return f"{{{row(content, lambda pair: f'{brief(pair[0])}: {brief(pair[1])}')}}}"
    if kind == "set":
        return f"{{{row(content)}}}"
    if kind == "table":
        return say(
            "a table with the columns {columns} and {n} rows",
            columns=brief(content["columns"]),
            n=len(content["rows"]),
        )
    if kind == "text":
        return say("a text of {n} characters", n=content[1])
    if kind == "long":
        return say("a number of {n} digits or so", n=content[0])
    if kind == "keys":
        return type_in_words("dict_keys")
    return type_in_words(content) if kind == "other" else str(content)


def _fits(data: Any) -> bool:
    """Say whether a value can stand in a line of English: Arabic and long values get lines of their own."""
    with speaking("en"):
        text = brief(data)
    return (text.isascii() and len(text) <= 40) or (
        isinstance(data, dict) and not data.keys().isdisjoint({"other", "keys"})
    )


def capital(text: str) -> str:
    """Return a sentence that begins with a capital letter, unless it begins with code.

    >>> capital("each number"), capital("`x`")
    ('Each number', '`x`')
    """
    return text if text.startswith("`") else text[:1].upper() + text[1:]
