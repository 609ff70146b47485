"""Name the slips where a text is asked, down to one letter."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import difflib
import re
import unicodedata
from collections import Counter
from typing import Any

from kit.check.slips.phrases import Slip, Task, capital, listed, start, where_order
from kit.check.values import is_number
from kit.clean import strip_marks, strip_tatweel

__all__ = ["SIGNS", "slip_of_text", "text_slip"]

SIGNS = " \t\n.,;:!?،؛؟\"'«»“”()[]{}-–…"


def slip_of_text(wanted: str, given: Any, task: Task) -> Slip | None:
    """Name the slip where a text is asked.

    >>> slip_of_text("a b", ["a", "b"], Task("`x`")).sentence[:24]
    '`x` is a list of words, '
    """
    if isinstance(given, list):
        words = [item for item in given if isinstance(item, str)]
        if len(words) == len(given) and wanted.split() == words:
            return Slip(
                f'{start(task)} a list of words, and one text is asked: `" ".join(…)` joins them, or write one pair of quotes.'
            )
        if "".join(words) == wanted and words:
            return Slip(
                f"{start(task)} a list of letters, and one text is asked: "
                + ('`"".join(…)` joins them.' if task.called else "write them in one pair of quotes.")
            )
        return Slip(
            f"{start(task)} a list, and text is asked: remove the square brackets, or the comma at its end."
        )
    if isinstance(given, dict):
        if "bytes" in given:
            return Slip(f"{start(task)} bytes, and text is asked: the step that is missing is `.decode(…)`.")
        if given.get("other") in ("type",):
            return Slip(f"{task.subject} is not text: put the name in quotes.")
        kind = next(iter(given))
        what = {"text": "a text much longer than what is asked", "dict": "a table of counts or a dictionary, and text is asked",
                "set": "a set, and text is asked", "table": "a table, and text is asked"}.get(kind)  # fmt: skip
        return Slip(f"{start(task)} {what}.") if what else None
    if is_number(given):
        how = "is there a `len` too many?" if task.called else "put it in quotes."
        return Slip(f"{start(task)} a number, and text is asked: {how}")
    if not isinstance(given, str):
        return None
    return text_slip(wanted, given, task.subject)


def text_slip(wanted: str, given: str, subject: str) -> Slip | None:
    """Name the slip between two texts.

    >>> text_slip("العبادي", "العبادى", "`x`").sentence
    '`x`: one letter is different: ى (alef maksura) stands where ي (yeh) should.'
    """
    head = f"{capital(subject)}:"
    if not given.strip() and subject == "``":
        return None
    if not given.strip():
        if "(" in subject:
            return Slip(f"{head} what comes back is empty.")
        return Slip(f"{head} there is nothing in the quotes." if wanted.strip() else f"{head} it is empty.")
    arabic = [any("ARABIC" in unicodedata.name(letter, "") for letter in text) for text in (wanted, given)]
    if arabic == [False, True] and re.search("[A-Za-z]", wanted):
        return Slip(f"{head} it is written in Latin letters, and yours in Arabic ones.")
    if arabic == [True, False] and re.search("[A-Za-z]", given) and subject.startswith("`"):
        return Slip(f"{head} Arabic text is asked, and yours is in Latin letters.")
    if len(wanted) == 1 and len(given.strip()) > 1 and given.strip().isalpha():
        return Slip(f"{head} one letter is asked, and yours has {len(given.strip())}.")
    if given.casefold() == wanted.casefold():
        return Slip(f"{head} capital and small letters are different things.", almost=True)
    if len(given) > 1 and given[0] in "\"'“«" and given.strip("\"'“”«»") == wanted:
        return Slip(f"{head} there are quotes inside the quotes: one pair is enough.", almost=True)
    if given.split() == wanted.split() or given.replace(" ", "") == wanted.replace(" ", ""):
        return Slip(f"{head} only the spaces are different.", almost=True)
    bare = re.sub(r"^\s*[\d.٠-٩]+[\s:.)\t]+|[\s:(]+[\d.٠-٩]+\)?\s*$", "", given)
    if bare != given and bare == wanted:
        return Slip(
            f"{head} the number of the printed line was copied with it: leave the number out.", almost=True
        )
    if given.strip(SIGNS) == wanted.strip(SIGNS):
        signs = sorted(
            {sign for sign in given if sign in SIGNS and not sign.isspace()}
            ^ {sign for sign in wanted if sign in SIGNS and not sign.isspace()}
        )
        which = f", {signs[0]}," if signs else ""
        lost = given.strip(SIGNS) == given
        return Slip(
            f"{head} a sign at its end{which} is {'missing' if lost else 'not part of it'}.", almost=True
        )
    if strip_marks(given) == strip_marks(wanted):
        more = "more" if len(given) > len(wanted) else "fewer or other"
        return Slip(f"{head} the letters are right, but yours has {more} vowel marks.", almost=True)
    if strip_tatweel(given) == strip_tatweel(wanted):
        return Slip(
            f"{head} the letters are right, but for a stroke that stretches the word (tatweel).", almost=True
        )
    if given == wanted[::-1] and len(given) > 2:
        return Slip(
            f"{head} the letters stand in reverse order. Type them in the order in which they are read."
        )
    words = _words_of_text(wanted, given, head)
    if words:
        return words
    if " " not in wanted.strip() and " " in given.strip() and wanted in given.split():
        return Slip(f"{head} there are more words than asked.")
    return _letter_slip(wanted, given, head)


def _words_of_text(wanted: str, given: str, head: str) -> Slip | None:
    ours, yours = wanted.split(), given.split()
    if len(ours) < 2:
        return None
    missing, extra = (
        list((Counter(ours) - Counter(yours)).elements()),
        list((Counter(yours) - Counter(ours)).elements()),
    )
    if not missing and not extra:
        return Slip(f"{head} the right words in another order.{where_order(ours, yours)}")
    if len(missing) == len(extra) == 1:
        inner = _letter_slip(missing[0], extra[0], head)
        if inner:
            return inner
    if not extra and len(missing) < len(ours):
        return Slip(f"{head} {listed(missing)} {'is' if len(missing) == 1 else 'are'} left out.")
    if not missing:
        return Slip(f"{head} {listed(extra)} {'is' if len(extra) == 1 else 'are'} too many.")
    return None


def _letter_slip(wanted: str, given: str, head: str) -> Slip | None:
    """Name the one letter that is different, missing, too many, or that changed its place."""
    edits = [
        edit
        for edit in difflib.SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes()
        if edit[0] != "equal"
    ]
    if len(wanted) == len(given):
        places = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if pair[0] != pair[1]]
        if (
            len(places) == 2
            and places[1] == places[0] + 1
            and wanted[places[0]] == given[places[1]]
            and wanted[places[1]] == given[places[0]]
        ):
            return Slip(
                f"{head} two neighbouring letters have changed places, {wanted[places[0]]} and {wanted[places[1]]}."
            )
        alike = all(_skeleton(wanted[at]) == _skeleton(given[at]) for at in places)
        if len(wanted) > 2 and (len(places) == 1 or (alike and len(places) <= 4)):
            w, g = wanted[places[0]], given[places[0]]
            return Slip(
                f"{head} one letter is different: {_letter(g)} stands where {_letter(w)} should.",
                (w, g),
                almost=alike,
            )
        return None
    if len(edits) == 1:
        kind, i1, i2, j1, j2 = edits[0]
        if kind == "insert" and j2 - j1 <= 2 and len(wanted) > 1:
            extra = given[j1:j2]
            place = "in front" if i1 == 0 else "at its end" if i1 == len(wanted) else "inside"
            return Slip(f"{head} `{extra}` is too much, {place}.")
        if kind == "delete" and i2 - i1 <= 2 and len(wanted) > 2:
            place = "in front" if i1 == 0 else "at its end" if i2 == len(wanted) else "inside"
            return Slip(f"{head} `{wanted[i1:i2]}` is missing, {place}.")
    return None


def _skeleton(letter: str) -> str:
    """Return what letters that differ by a hamza, dots or a tail have in common."""
    for group in ("اأإآٱء", "يىئی", "هة", "وؤ", "كک"):
        if letter in group:
            return group[0]
    return letter


def _letter(letter: str) -> str:
    name = unicodedata.name(letter, "").removeprefix("ARABIC ").removeprefix("LETTER ").lower()
    return (
        f"{letter} ({name})"
        if name and not letter.isascii()
        else f"`{letter}`"
        if letter.strip()
        else "a space"
    )
