"""Compare what `kit.check.probe` saw of an answer with the key, and find the sentence that helps.

Only plain data comes in and goes out: no code of an answer runs here.
"""

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from kit.check.sentence import explain

__all__ = ["Verdict", "judge", "near", "same"]

RED = "If it turns red, its last line says what to mend."
UNDEFINED = f"`{{}}` has no value yet. Run the cell above. {RED}"
UNFINISHED = f"There is still a blank, `____`, in `{{}}`: put your answer there and run that cell. {RED}"
CHANGED = "The result is right, but what was given to `{}` is changed afterwards: build a new value instead."
QUOTED = "The number is right, but it stands in quotes, so Python takes it for text: remove the quotes."
UNQUOTED = "Right, but this should be text: put it in quotes."
ROUNDED = "Right, but rounded: leave the result as it is."
SPACED = "Right, but for a space at the start or the end."
INVISIBLE = "It looks right, but holds an invisible character: type the word instead of pasting it."
APART = "It looks right, but a letter and its sign are two characters: type them as one letter."
BOXED = "Right, but inside a list: remove the brackets or the comma at its end, or take it out with `[0]`."
REORDERED = "These are the right items, but in another order."
UNORDERED = "These are the right items, but in a set, which has no order: make a list."
MISFIT = "`{}` should be {}. Yours is {}."
HOW = {
    "text": "text, in quotes",
    "a list": "a list: square brackets, each item by itself",
    "a dictionary": 'a dictionary: `{"A": …, "B": …}`',
    "an Axes": "an Axes, such as `bar_chart(…)` gives back",
}


@dataclass(frozen=True)
class Verdict:
    """How an answer does: "not attempted", "correct", "almost" or "incorrect", and a sentence on it."""

    outcome: str
    sentence: str


def judge(question: dict, seen: dict, *, grading: bool = False) -> Verdict:
    """Judge one answer. `question` is from the key, `seen` from `kit.check.probe.look` on its probes.

    With `grading`, the question's fresh probes followed its probes.

    >>> key = {"names": ["x"], "probes": [{"expression": "x", "expected": 28}], "mistakes": [], "why": "Yes."}
    >>> judge(key, {"missing": [], "blank": [], "results": [{"value": "28"}]}).outcome
    'almost'
    """
    if seen["missing"]:
        return Verdict("not attempted", UNDEFINED.format(seen["missing"][0]))
    probes = question["probes"] + (question["fresh"] if grading else [])
    pairs = list(zip(probes, seen["results"], strict=True))
    wrong = [(probe, result) for probe, result in pairs if not _right(probe, result)]
    if not wrong:
        changed = next((probe["expression"] for probe, result in pairs if "changed" in result), None)
        if changed is None:
            return Verdict("correct", question["why"])
        return Verdict("almost", CHANGED.format(changed.split("(")[0]))
    if seen["blank"]:
        return Verdict("not attempted", UNFINISHED.format(seen["blank"][0]))
    for mistake in question["mistakes"]:
        if all(
            _alike(known, result) for known, result in zip(mistake["gave"], seen["results"], strict=False)
        ):
            return Verdict("almost", mistake["says"])
    close = [
        near(probe["expected"], result["value"]) if "value" in result else None for probe, result in wrong
    ]
    if close[0] and all(close):
        return Verdict("almost", close[0])
    misfit = _misfit(question.get("kinds", {}), seen.get("kinds", {}), *wrong[0])
    return Verdict("incorrect", misfit or explain(*wrong[0], question["names"]))


def same(wanted: Any, given: Any) -> bool:
    """Say whether two pieces of plain data are the same; numbers may differ by a rounding error.

    >>> same([0.3, "a"], [0.1 + 0.2, "a"]), same(1, True), same(3, 3.0)
    (True, False, True)
    """
    if _is_number(wanted) and _is_number(given):
        try:
            return math.isclose(wanted, given, rel_tol=1e-6, abs_tol=1e-9)
        except OverflowError:  # too large for a float
            return wanted == given
    if type(wanted) is not type(given):
        return False
    if isinstance(wanted, list):
        return len(wanted) == len(given) and all(map(same, wanted, given))
    if isinstance(wanted, dict):
        return wanted.keys() == given.keys() and all(same(wanted[key], given[key]) for key in wanted)
    return wanted == given


def near(wanted: Any, given: Any) -> str | None:
    """Say how a value that is not right is nearly so; None when it is not.

    >>> near("دير", "دير ")
    'Right, but for a space at the start or the end.'
    >>> near(28, "28")
    'The number is right, but it stands in quotes, so Python takes it for text: remove the quotes.'
    >>> near(28, 27)
    """
    sentence = None
    if isinstance(given, str):
        if _is_number(wanted) and same(wanted, _number(given)):
            sentence = QUOTED
        elif isinstance(wanted, str) and given.strip() == wanted.strip():
            sentence = SPACED
        elif isinstance(wanted, str) and _visible(given) == _visible(wanted):
            sentence = APART if _composed(given).strip() == _composed(wanted).strip() else INVISIBLE
    elif _is_number(given):
        if isinstance(wanted, str) and same(given, _number(wanted)):
            sentence = UNQUOTED
        elif _is_number(wanted) and given and any(same(round(wanted, n), given) for n in (1, 2, 3, 4)):
            sentence = ROUNDED
    elif isinstance(wanted, list):
        sentence = _near_list(wanted, given)
    elif isinstance(given, list) and len(given) == 1 and same(wanted, given[0]):
        sentence = BOXED
    return sentence


def _near_list(wanted: list, given: Any) -> str | None:
    if isinstance(given, dict):
        items = given.get("set", [])
        return UNORDERED if items and set(map(_order, items)) == set(map(_order, wanted)) else None
    if not isinstance(given, list) or len(given) != len(wanted):
        return None
    if same(sorted(wanted, key=_order), sorted(given, key=_order)):
        return REORDERED
    slips = [near(*pair) for pair in zip(wanted, given, strict=True) if not same(*pair)]
    return slips[0] if all(slips) else None


def _misfit(wanted: dict, given: dict, probe: dict, result: dict) -> str | None:
    """Say that an answer is of another kind than it should be, if that is why its probe fails."""
    for name, kind in wanted.items():
        own = given.get(name, kind)
        unlike = "raised" in result or ({kind, own} <= {"a list", "a number", "text"} and kind != "text")
        if own != kind and unlike and re.search(rf"\b{name}\b", probe["expression"]):
            return MISFIT.format(name, HOW.get(kind, kind), own)
    return None


def _right(probe: dict, result: dict) -> bool:
    if "value" in result and "choice" in probe:  # TEMP
        def letters(v):
            if isinstance(v, dict): v = v.get("set", [])
            return sorted(set("".join(map(str, v)).upper()) & set(probe["choice"]))
        return letters(probe["expected"]) == letters(result["value"])
    if "value" in result and probe.get("order") == "any":
        v, w = result["value"], probe["expected"]
        v = v["set"] if isinstance(v, dict) and "set" in v else v
        return isinstance(v, list) and same(sorted(w, key=_order), sorted(v, key=_order))
    if "value" in result and "ties" in probe:
        left = list(result["value"]) if isinstance(result["value"], list) else []
        ok = len(left) == len(probe["expected"])
        for group in probe["ties"]:
            part, left = left[: len(group)], left[len(group) :]
            ok = ok and all(x in group for x in part) and len(set(map(str,part))) == len(part)
        return ok
    if "value" in result and probe.get("spelling") == "fold":
        from kit.clean import fold
        f = lambda v: fold(v).lower() if isinstance(v, str) else list(map(f, v)) if isinstance(v, list) else v
        return same(f(probe["expected"]), f(result["value"]))
    return "value" in result and same(probe["expected"], result["value"])


def _alike(known: dict, result: dict) -> bool:
    if "raised" in known:
        return known["raised"] == result.get("raised")
    return "value" in result and same(known["value"], result["value"])


def _is_number(data: Any) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool)


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


def _order(data: Any) -> str:
    return json.dumps(data, sort_keys=True)
