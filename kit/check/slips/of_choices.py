"""Name the slips in a choice of letters."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import re
import unicodedata
from typing import Any

from kit.check.slips.phrases import Slip, Task, these
from kit.check.values import is_number, letters_of

__all__ = ["slip_of_choice"]


def slip_of_choice(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name slips of a choice of letters.

    >>> slip_of_choice("C", "Q", Task("`x`", choice="ABCD")).sentence
    '`x`: there is no Q to choose.'
    """
    if not task.choice:
        return None
    one = isinstance(wanted, str)
    form = 'one letter in quotes, such as `"A"`' if one else 'letters, such as `["A", "B"]`'
    texts = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    if isinstance(given, dict) and list(given) == ["set"]:
        texts = given["set"]
    if isinstance(given, list) and given and all(isinstance(item, list) for item in given):
        return Slip(f"{task.subject} has one pair of brackets too many: give {form}.")
    digits = [text for text in texts if isinstance(text, str) and text.strip().isdigit()]
    if is_number(given) or any(map(is_number, texts)) or digits:
        return Slip(f"{task.subject}: give {form}, not a number.")
    if any(isinstance(text, str) and len(text) > len(task.choice) for text in texts) and any(
        re.search(r"[^\W\d_]{2,}", text) for text in texts if isinstance(text, str)
    ):
        return Slip(
            f"{task.subject} should be {form}: give the letter that stands before the sentence, not the sentence."
        )
    chosen = letters_of(given)
    if chosen and not one and set(chosen) <= set(task.choice):
        return _choice(wanted, chosen, task)
    if chosen and one and len(chosen) > 1:
        return Slip(f"{task.subject}: only one of them is right. Give {form}.")
    letters = {
        sign
        for text in texts
        if isinstance(text, str)
        for sign in text
        if unicodedata.category(sign)[0] == "L"
    }
    arabic = sorted(sign for sign in letters if "ARABIC" in unicodedata.name(sign, ""))
    if arabic:
        return Slip(f"{task.subject}: the letters are the Latin ones; yours is Arabic, {arabic[0]}.")
    if any(isinstance(text, str) and re.fullmatch("[A-Za-z]{3,}", text) for text in texts):
        return Slip(f"{task.subject}: give {form}, not a word.")
    strangers = sorted(letters - set(task.choice) - set(task.choice.lower()))
    if strangers:
        return Slip(f"{task.subject}: there is no {strangers[0].upper()} to choose.")
    if one and len(letters) > 1:
        return Slip(f"{task.subject}: only one of them is right. Give {form}.")
    if not letters:
        return Slip(f"{task.subject} is empty: give {form}.") if given in ("", []) else None
    if not one and isinstance(given, list) and all(isinstance(item, str) for item in given):
        return _choice(wanted, [item.upper() for item in given], task)
    return None


def _choice(wanted: list[str], given: list[str], task: Task) -> Slip | None:
    missing, extra = sorted(set(wanted) - set(given)), sorted(set(given) - set(wanted))
    hits = sorted(set(wanted) & set(given))
    parts = []
    if hits:
        parts.append(f"{these(hits)} {'is' if len(hits) == 1 else 'are'} right")
    if extra:
        parts.append(f"{these(extra)} {'does' if len(extra) == 1 else 'do'} not belong there")
    if len(missing) == 1 and (hits or extra):
        parts.append(f"{missing[0]} is left out: look at it again")
    elif missing:
        parts.append(f"{len(missing)} more are left out")
    return Slip(f"{task.subject}: {'; '.join(parts)}.") if parts else None
