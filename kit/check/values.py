"""Say whether two pieces of plain data are the same answer, or nearly the same."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from kit.check.plain_data import in_order
from kit.check.protocol import Probe
from kit.clean import fold, fold_ta_marbuta, normalize, unify_ya
from kit.language import to_say

__all__ = [
    "BOXED",
    "REORDERED",
    "arabic_number",
    "is_number",
    "letters_of",
    "near",
    "right",
    "same",
    "settle",
]

QUOTED = to_say(
    "The number is right, but it stands in quotes, so Python takes it for text: remove the quotes."
)
UNQUOTED = to_say("Right, but this should be text: put it in quotes.")
ROUNDED = to_say("Right, but rounded: leave the result as it is.")
SPACED = to_say("Right, but for a space at the start or the end.")
INVISIBLE = to_say("It looks right, but holds an invisible character: type the word instead of pasting it.")
APART = to_say("It looks right, but a letter and its sign are two characters: type them as one letter.")
BOXED = to_say(
    "Right, but inside a list: remove the brackets or the comma at its end, or take it out with `[0]`."
)
REORDERED = to_say("These are the right items, but in another order.")
UNORDERED = to_say("These are the right items, but in a set, which has no order: make a list.")

CHOICE = re.compile(
    r"sorted\(str\(\w+\)(?:\.\w+\(\))* for \w+ in (\w+)\)|(\w+)(?:\.strip\([^()]*\))*\.upper\(\)"
)
JOINERS = re.compile(r"[\s,;.:/&+()\[\]'\"،؛?!؟-]+|\b(?:and|or|et|ou|و|أو)\b", re.IGNORECASE)
ITEMS = re.compile(r"list\((\w+)\)|\[.* for \w+ in (\w+)\]")  # These probes look at each item in order.


def settle(probe: Probe, result: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a probe gave, with the letters of a choice in one form, however they were written.

    `values` are the answers themselves, by name. If the probe does not test spelling, a text in another
    spelling becomes the expected one.

    >>> probe = {"expression": "x", "expected": ["B", "D"], "choice": "ABCD"}
    >>> settle(probe, {"value": "b, d"}, {"x": "b, d"})
    {'value': ['B', 'D']}
    """
    if probe.get("spelling") == "fold" and "value" in result:
        texts = probe["expected"] if isinstance(probe["expected"], list) else [probe["expected"]]
        spelt = {_folded(text): text for text in texts if isinstance(text, str)}
        return {**result, "value": _respelt(result["value"], spelt)}
    listed = ITEMS.fullmatch(probe["expression"])
    held = values.get(listed[1] or listed[2]) if listed else None
    if isinstance(held, dict) and _unordered(held) and not (probe.get("order") == "any" and "set" in held):
        return {"value": held}
    named = _chosen(probe)
    if named is None:
        return dict(result)
    letters = letters_of(values.get(named, result.get("value")), probe.get("choice", "ABCDEFGH"))
    if letters is None:
        return dict(result)
    is_single = isinstance(probe["expected"], str)
    if is_single and len(letters) != 1:
        return dict(result)
    return {"value": letters[0] if is_single else letters}


def letters_of(value: Any, choice: str = "ABCDEFGH") -> list[str] | None:
    """Return the chosen letters in alphabetical order, however they are written; None if there are none.

    >>> letters_of("b and D"), letters_of(["b", "D."]), letters_of("bd"), letters_of("bread")
    (['B', 'D'], ['B', 'D'], ['B', 'D'], None)
    """
    if isinstance(value, dict) and list(value) in (["set"], ["keys"]):
        [value] = value.values()
    if isinstance(value, list):
        parts = [letters_of(part, choice) if isinstance(part, str) else None for part in value]
        chosen = {letter for part in parts if part for letter in part}
        return sorted(chosen) if value and all(parts) else None
    if not isinstance(value, str):
        return None
    if span := re.fullmatch(r"\s*([A-Ha-h])\s*[-–]\s*([A-Ha-h])\s*", value):
        value = "".join(chr(at) for at in range(ord(span[1].upper()), ord(span[2].upper()) + 1))
    bare = JOINERS.sub("", value).upper()
    return sorted(set(bare)) if bare and set(bare) <= set(choice) and len(bare) <= len(choice) else None


def right(probe: Probe, result: Mapping[str, Any]) -> bool:
    """Say whether a probe gave what it should; the probe's fields say whether order or ties matter.

    >>> right({"expression": "x", "expected": ["a", "b"], "order": "any"}, {"value": ["b", "a"]})
    True
    """
    if "value" not in result:
        return False
    wanted, given = probe["expected"], result["value"]
    if probe.get("spelling") == "fold":
        wanted, given = _folded(wanted), _folded(given)
    if same(wanted, given):
        return True
    if probe.get("order") == "any" and isinstance(given, dict) and list(given) == ["set"]:
        given = given["set"]
    if not (isinstance(wanted, list) and isinstance(given, list) and len(wanted) == len(given)):
        return False
    if probe.get("order") == "any":
        return same(sorted(wanted, key=in_order), sorted(given, key=in_order))
    return "ties" in probe and _any_among_equals(probe["ties"], given)


def same(wanted: Any, given: Any) -> bool:
    """Say whether two pieces of plain data are the same; numbers may differ by a rounding error.

    >>> same([0.3, "a"], [0.1 + 0.2, "a"]), same(1, True), same(3, 3.0)
    (True, False, True)
    """
    if is_number(wanted) and is_number(given):
        try:
            return math.isclose(wanted, given, rel_tol=1e-6, abs_tol=1e-9)
        except OverflowError:  # One of them is too large for a float.
            return bool(wanted == given)
    if type(wanted) is not type(given):
        return False
    if isinstance(wanted, list):
        return len(wanted) == len(given) and all(map(same, wanted, given))
    if isinstance(wanted, dict):
        return wanted.keys() == given.keys() and all(same(wanted[key], given[key]) for key in wanted)
    return bool(wanted == given)


def near(wanted: Any, given: Any) -> str | None:
    """Return the message, for `say`, on a wrong value that is nearly right; None if it is not.

    >>> near("دير", "دير ")
    'Right, but for a space at the start or the end.'
    >>> near(28, "28")
    'The number is right, but it stands in quotes, so Python takes it for text: remove the quotes.'
    >>> near(28, 27)
    """
    sentence = None
    if isinstance(given, str):
        if is_number(wanted) and same(wanted, _number(given)):
            sentence = QUOTED
        elif isinstance(wanted, str) and given.strip() == wanted.strip():
            sentence = SPACED
        elif isinstance(wanted, str) and _visible(given) == _visible(wanted):
            sentence = APART if _composed(given).strip() == _composed(wanted).strip() else INVISIBLE
    elif is_number(given):
        if isinstance(wanted, str) and same(given, _number(wanted)):
            sentence = UNQUOTED
        elif is_number(wanted) and given % 1 and any(same(round(wanted, n), given) for n in (1, 2, 3, 4)):
            sentence = ROUNDED
    elif isinstance(wanted, list):
        sentence = _near_list(wanted, given)
    elif isinstance(given, list) and len(given) == 1 and same(wanted, given[0]):
        sentence = BOXED
    return sentence


def is_number(data: Any) -> bool:
    """Say whether plain data is a number; True and False are not.

    >>> is_number(2.5), is_number(True)
    (True, False)
    """
    return isinstance(data, int | float) and not isinstance(data, bool)


def arabic_number(text: str) -> float | None:
    """Return the number that a text holds, in digits of any script; None if it is not a number.

    >>> arabic_number("٣٩١٩"), arabic_number("three")
    (3919.0, None)
    """
    digits = "".join(
        str(unicodedata.digit(sign)) if unicodedata.digit(sign, None) is not None else sign for sign in text
    )
    try:
        return float(digits.replace(",", "").replace("٬", "").replace("٫", ".").replace(" ", ""))
    except ValueError:
        return None


def _unordered(data: Any) -> bool:
    """Say whether plain data is a set or a dictionary, whose items have no order."""
    if not isinstance(data, dict) or list(data) not in (["set"], ["dict"]):
        return False
    return "set" in data or [key for key, _ in data["dict"]] != list(range(len(data["dict"])))


def _chosen(probe: Probe) -> str | None:
    """Return the name of the answer if the probe asks for letters to choose from, or else None."""
    wanted = probe["expected"]
    letters = wanted if isinstance(wanted, list) else [wanted]
    if not letters or not all(
        isinstance(letter, str) and re.fullmatch("[A-H]", letter) for letter in letters
    ):
        return None
    if "choice" in probe:
        return probe["expression"]
    written = CHOICE.fullmatch(probe["expression"])
    return (written[1] or written[2]) if written else None


def _any_among_equals(groups: list[list[Any]], given: list[Any]) -> bool:
    """Say whether items come group after group; only some items of the last group need be there."""
    at = 0
    for group in groups:
        part = Counter(map(in_order, given[at : at + len(group)]))
        if part - Counter(map(in_order, group)):
            return False
        at += len(group)
    return at >= len(given)


def _near_list(wanted: list[Any], given: Any) -> str | None:
    if isinstance(given, dict):
        items = given.get("set", [])
        return UNORDERED if items and set(map(in_order, items)) == set(map(in_order, wanted)) else None
    if not isinstance(given, list) or len(given) != len(wanted):
        return None
    if same(sorted(wanted, key=in_order), sorted(given, key=in_order)):
        return REORDERED
    slips = [near(*pair) for pair in zip(wanted, given, strict=True) if not same(*pair)]
    return slips[0] if slips and all(slips) else None


def _folded(data: Any) -> Any:
    """Return plain data with its texts folded, ى and ة included, in small letters with single spaces."""
    if isinstance(data, str):
        return " ".join(normalize(data, fold, unify_ya, fold_ta_marbuta).split()).casefold()
    if isinstance(data, list):
        return [_folded(item) for item in data]
    if isinstance(data, dict) and list(data) == ["set"]:
        return {"set": _folded(data["set"])}
    return data


def _respelt(data: Any, spelt: Mapping[str, str]) -> Any:
    """Return plain data with each text replaced by the value in `spelt` that its folded form has."""
    if isinstance(data, str):
        return spelt.get(_folded(data), data)
    if isinstance(data, list):
        return [_respelt(item, spelt) for item in data]
    if isinstance(data, dict) and list(data) == ["set"]:
        return {"set": _respelt(data["set"], spelt)}
    return data


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _visible(text: str) -> str:
    shown = (character for character in _composed(text) if unicodedata.category(character) != "Cf")
    return "".join(shown).strip()
