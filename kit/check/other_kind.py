"""Say that an answer is of another kind than it should be, and of which kind it is."""

import re
from collections.abc import Mapping
from typing import Any

from kit.check.kinds import kind_in_words
from kit.check.looks import Pairs, mentions
from kit.check.protocol import Probe
from kit.check.slips import not_there, slip_in_value
from kit.check.slips.phrases import Slip, Task, slip_saying
from kit.check.source import names_given, statement
from kit.language import say, to_say

FUNCTIONS = ("a function", "a builtin_function_or_method", "a method", "a type")

__all__ = ["FUNCTIONS", "own_in_words", "slip_of_kind"]

HOW = {
    "text": to_say("text, in quotes"),
    "a list": to_say("a list: square brackets, each item by itself"),
    "a dictionary": to_say('a dictionary: `{{"A": …, "B": …}}`'),
    "an Axes": to_say("an Axes, such as `bar_chart(…)` gives back"),
}
IS = {
    "a Series": to_say("a table of counts"),
    "a DataFrame": to_say("a table with columns (a DataFrame)"),
    "a Counter": to_say("a dictionary of counts"),
    "an Index": to_say("the words of a table"),
    "a Figure": to_say("the whole picture: the Axes in it is `plt.gca()`"),
    "a BarContainer": to_say("the bars alone: the Axes that they stand on is `plt.gca()`"),
    "a PieContainer": to_say("a pie, and bars are asked: `bar_chart(…)` draws them"),
    "a Text": to_say("a title alone"),
    "a PathCollection": to_say("dots, and bars are asked: `bar_chart(…)` draws them"),
    "an EventCollection": to_say("the strokes alone: the Axes that they stand on is `plt.gca()`"),
}
DRAWN = {  # what was drawn, by the type of the items in the list that matplotlib returns
    "Line2D": to_say("a line, and bars are asked: `bar_chart(…)` draws them"),
    "Figure": to_say("a pair, of which the Axes is the second: take it with `[1]`"),
    "BarContainer": to_say(
        "a histogram, which counts how many numbers are alike. `bar_chart(…)` draws the counts"
    ),
    "Axes": to_say("a list with an Axes in it: take it out with `[0]`"),
    "EventCollection": to_say("the strokes alone: the Axes that they stand on is `plt.gca()`"),
    "Wedge": to_say("a pie, and bars are asked: `bar_chart(…)` draws them"),
}


def slip_of_kind(
    question: Mapping[str, Any], seen: Mapping[str, Any], wrong: Pairs, code: str
) -> Slip | None:
    """Say that an answer is of another kind than it should be, if that is why its probe fails.

    >>> key, seen = {"kinds": {"x": "text"}}, {"kinds": {"x": "a list"}, "values": {"x": [1]}}
    >>> slip_of_kind(key, seen, [({"expression": "x", "expected": "a"}, {"value": [1]})], "x = [1]").sentence
    '`x` should be text, in quotes. Yours is a list.'
    """
    probe, result = wrong[0]
    kinds, values = seen.get("kinds", {}), seen.get("values", {})
    for name, kind in question.get("kinds", {}).items():
        if not mentions(probe, name):
            continue
        own, value = kinds.get(name, kind), values.get(name)
        slip = _key_not_there(name, probe, value) or _in_its_quotes(name, kind, question, value)
        if not slip and own != kind and not (kind == "a function" and own in FUNCTIONS):
            task = Task(f"`{name}`", statement(code, name))
            early = not_there(kind, value, task) if name in values else None
            slip = early or _of_another_kind(name, kind, own, value)
        if slip:
            return slip
    if "label" in probe and isinstance(result.get("value"), list) and isinstance(probe["expected"], list):
        return slip_in_value(probe["expected"], result["value"], Task(probe["label"], called=True))
    return None


def _of_another_kind(name: str, kind: str, own: str, value: Any) -> Slip:
    asked = say(HOW[kind]) if kind in HOW else kind_in_words(kind)
    return slip_saying(
        "`{name}` should be {asked}. Yours is {own}.", name=name, asked=asked, own=own_in_words(own, value)
    )


def own_in_words(kind: str, value: Any) -> str:
    """Say of which kind an answer is; for a list of parts of a chart, say what was drawn.

    >>> own_in_words("a list", [{"other": "Line2D"}])
    'a line, and bars are asked: `bar_chart(…)` draws them'
    """
    items = value if isinstance(value, list) else []
    for part in (part for item in items for part in (item if isinstance(item, list) else [item])):
        drawn = part.get("other") if isinstance(part, dict) else None
        if drawn in DRAWN:
            return say(DRAWN[drawn])
    return say(IS[kind]) if kind in IS else kind_in_words(kind)


def _key_not_there(name: str, probe: Probe, value: Any) -> Slip | None:
    keys = [key for key, _ in value["dict"]] if isinstance(value, dict) and "dict" in value else []
    asked = re.findall(r"""['"](\w+)['"]""", probe["expression"])
    if keys and asked and not any(key in keys for key in asked):
        return slip_saying("`{name}` has nothing for `{key}`.", name=name, key=asked[0])
    return None


def _in_its_quotes(name: str, kind: str, question: Mapping[str, Any], value: Any) -> Slip | None:
    """Say that a text holds quotes or a number that do not belong in it, or is the name of the answer."""
    if not isinstance(value, str):
        return None
    if kind == "a function" and value.strip("() ") in names_given(question.get("setup", "")):
        return slip_saying(
            "`{name}`: the function itself is asked, so its name stands without quotes.", name=name
        )
    if kind == "text" and len(value) > 1 and value[0] == value[-1] and value[0] in "\"'“”«»":
        return slip_saying("`{name}`: there are quotes inside the quotes. One pair is enough.", name=name)
    if kind == "text" and re.match(r"\d+[ .:)\t]+\D", value):
        return slip_saying(
            "`{name}` begins with a number. If it was printed in front of the line, leave it out.", name=name
        )
    return None
