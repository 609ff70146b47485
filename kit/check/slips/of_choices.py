"""Name the slips in a choice of letters."""

import re
import unicodedata
from typing import Any

from kit.check.slips.phrases import Slip, Task, slip_saying, these
from kit.check.values import is_number, letters_of
from kit.language import say, say_count

__all__ = ["slip_of_choice"]


def slip_of_choice(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name slips of a choice of letters.

    >>> slip_of_choice("C", "Q", Task("`x`", choice="ABCD")).sentence
    '`x`: there is no Q to choose.'
    """
    if not task.choice:
        return None
    is_single = isinstance(wanted, str)
    form = say('one letter in quotes, such as `"A"`') if is_single else say('letters, such as `["A", "B"]`')
    parts: dict[str, Any] = {"subject": task.subject, "form": form}
    texts = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    if isinstance(given, dict) and list(given) == ["set"]:
        texts = given["set"]
    inner = [part for item in texts if isinstance(item, list) for part in item]
    if (
        isinstance(given, list)
        and given
        and all(isinstance(item, list) for item in given)
        and not any(map(is_number, inner))
    ):
        return slip_saying("{subject} has one pair of brackets too many: give {form}.", **parts)
    digits = [text for text in texts if isinstance(text, str) and text.strip().isdigit()]
    if is_number(given) or any(map(is_number, [*texts, *inner])) or digits:
        return slip_saying("{subject}: give {form}, not a number.", **parts)
    if any(isinstance(item, bool) for item in [given, *texts]):
        return slip_saying("{subject}: give {form}, not `True` or `False`.", **parts)
    chosen = letters_of(given)
    if not chosen and any(isinstance(text, str) and re.fullmatch(r"[^\W\d_]{3,}", text) for text in texts):
        return slip_saying("{subject}: give {form}, not a word.", **parts)
    written = [text for text in texts if isinstance(text, str)]
    words = any(re.search(r"[^\W\d_]{2,}", text) for text in written)
    if not chosen and words and any(len(text) > len(task.choice) for text in written):
        return slip_saying(
            "{subject} should be {form}: give the letter that stands before the sentence, not the sentence.",
            **parts,
        )
    if chosen and not is_single and set(chosen) <= set(task.choice):
        return _choice(wanted, chosen, task)
    if chosen and is_single and len(chosen) > 1:
        return slip_saying("{subject}: only one letter is asked. Give {form}.", **parts)
    return _no_choice(wanted, given, texts, task, parts)


def _no_choice(wanted: Any, given: Any, texts: list[Any], task: Task, parts: dict[str, Any]) -> Slip | None:
    """Name the slip where an answer has letters that are not among the choices, or no letters at all."""
    is_single = isinstance(wanted, str)
    letters = {
        sign
        for text in texts
        if isinstance(text, str)
        for sign in text
        if unicodedata.category(sign)[0] == "L"
    }
    arabic = sorted(sign for sign in letters if "ARABIC" in unicodedata.name(sign, ""))
    if arabic:
        return slip_saying(
            "{subject}: the letters are the Latin ones; yours is Arabic, {letter}.", letter=arabic[0], **parts
        )
    strangers = sorted(letters - set(task.choice) - set(task.choice.lower()))
    if strangers:
        return slip_saying("{subject}: there is no {letter} to choose.", letter=strangers[0].upper(), **parts)
    if is_single and len(letters) > 1:
        return slip_saying("{subject}: only one letter is asked. Give {form}.", **parts)
    if not letters:
        if given not in ("", []):
            return None
        return slip_saying("{subject} is empty: give {form}.", **parts)
    if not is_single and isinstance(given, list) and all(isinstance(item, str) for item in given):
        return _choice(wanted, [item.upper() for item in given], task)
    return None


def _choice(wanted: list[str], given: list[str], task: Task) -> Slip | None:
    missing, extra = sorted(set(wanted) - set(given)), sorted(set(given) - set(wanted))
    hits = sorted(set(wanted) & set(given))
    parts = []
    if hits:
        parts.append(say_count("{letters} is right", "{letters} are right", len(hits), letters=these(hits)))
    if extra:
        shown = these(extra)
        parts.append(
            say_count(
                "{letters} does not belong there", "{letters} do not belong there", len(extra), letters=shown
            )
        )
    if len(missing) == 1 and (hits or extra):
        parts.append(say("{letter} is left out: look at it again", letter=missing[0]))
    elif missing:
        parts.append(say("{n} more are left out", n=len(missing)))
    if not parts:
        return None
    says = parts[0]
    for part in parts[1:]:
        says = say("{first}; {then}", first=says, then=part)
    return slip_saying("{subject}: {says}.", subject=task.subject, says=says)
