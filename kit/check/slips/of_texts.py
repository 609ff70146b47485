"""Name the slips where a text is expected, down to a single wrong letter."""

import difflib
import re
import unicodedata
from collections import Counter
from typing import Any

from kit.check.letters import name_of_letter
from kit.check.slips.phrases import (
    CODE_IN_QUOTES,
    Slip,
    Task,
    capital,
    left_out,
    listed,
    slip_about,
    slip_saying,
    where_order,
)
from kit.check.source import is_code, outside_quotes
from kit.check.values import is_number
from kit.clean import strip_marks, strip_tatweel
from kit.language import say, say_count, to_say

__all__ = ["SIGNS", "slip_of_text", "text_slip"]

SIGNS = " \t\n.,;:!?،؛؟\"'«»“”()[]{}-–…"
NO_TEXT = {
    "text": to_say("{subject} is a text much longer than what is asked."),
    "dict": to_say("{subject} is a table of counts or a dictionary, and text is asked."),
    "set": to_say("{subject} is a set, and text is asked."),
    "table": to_say("{subject} is a table, and text is asked."),
    "bytes": to_say("{subject} is bytes, and text is asked: the step that is missing is `.decode(…)`."),
}
TOO_MUCH = [
    to_say("{subject}: `{letters}` is too much, in front."),
    to_say("{subject}: `{letters}` is too much, at its end."),
    to_say("{subject}: `{letters}` is too much, inside."),
]
MISSING = [
    to_say("{subject}: `{letters}` is missing, in front."),
    to_say("{subject}: `{letters}` is missing, at its end."),
    to_say("{subject}: `{letters}` is missing, inside."),
]


SIGN_MISSING = [
    to_say("{subject}: a sign at its end, `{sign}`, is missing."),
    to_say("{subject}: a sign in front of it, `{sign}`, is missing."),
]
SIGN_TOO_MUCH = [
    to_say("{subject}: a sign at its end, `{sign}`, is not part of it."),
    to_say("{subject}: a sign in front of it, `{sign}`, is not part of it."),
]


def slip_of_text(wanted: str, given: Any, task: Task) -> Slip | None:
    """Name the slip where a text is expected.

    >>> slip_of_text("a b", ["a", "b"], Task("`x`")).sentence[:24]
    '`x` is a list of words, '
    """
    if isinstance(given, list):
        return _list_for_text(wanted, given, task)
    if isinstance(given, dict) and given:
        kind = next(iter(given))
        return slip_about(task, NO_TEXT[kind]) if kind in NO_TEXT else None
    if is_number(given):
        return slip_about(
            task,
            to_say("{subject} is a number, and text is asked: letters or words, in quotes."),
            to_say("{subject} gives a number, and text is asked: is there a `len` too many?")
            if "len(" in task.code
            else to_say("{subject} gives a number, and text is asked."),
        )
    if not isinstance(given, str):
        return None
    typed = not task.code or given in task.code
    if is_code(given) and typed and not is_code(wanted) and re.search(r"[\[(]", given) and not task.called:
        return slip_about(task, CODE_IN_QUOTES)
    return text_slip(wanted, given, task.subject)


def _list_for_text(wanted: str, given: list[Any], task: Task) -> Slip:
    words = [item for item in given if isinstance(item, str)]
    if len(words) == len(given) and wanted.split() == words:
        return slip_about(
            task,
            '{subject} is a list of words, and one text is asked: `" ".join(…)` joins them, or write one pair of quotes.',
        )
    if "".join(words) == wanted and words:
        return slip_about(
            task,
            to_say(
                "{subject} is a list of letters, and one text is asked: write them in one pair of quotes."
            ),
            to_say('{subject} gives a list of letters, and one text is asked: `"".join(…)` joins them.'),
        )
    if len(words) == len(given) == len(wanted) > 1 and max(map(len, words)) > 1:
        return slip_about(
            task, "{subject} is a list of words, and a text of {n} letters is asked.", n=len(wanted)
        )
    if not words or not re.search(r"\[|,[ \t]*$", outside_quotes(task.code), re.MULTILINE):
        return slip_about(task, "{subject} is a list, and one text is asked, in quotes.")
    return slip_about(
        task, "{subject} is a list, and text is asked: remove the square brackets, or the comma at its end."
    )


def text_slip(wanted: str, given: str, subject: str) -> Slip | None:
    """Name the slip between two texts.

    >>> text_slip("العبادي", "العبادى", "`x`").sentence
    '`x`: one letter is different: ى (alef maksura) stands where ي (yeh) should.'
    """
    head, called = capital(subject), "(" in subject
    if not given.strip():
        return _empty(wanted, head) if subject != "``" else None
    if other := _of_another_script(wanted, given, subject):
        return slip_saying(other, subject=head)
    if len(wanted) == 1 and given.strip().isalpha():
        return _single_letter(wanted, given.strip(), head)
    if almost := _almost(wanted, given):
        return slip_saying(almost, subject=head, almost=True)
    if given.strip(SIGNS) == wanted.strip(SIGNS):
        return _sign_around(wanted, given, head)
    if given == wanted[::-1] and len(given) > 2:
        return slip_saying(
            "{subject}: the letters stand in reverse order. Type them in the order in which they are read.",
            subject=head,
        )
    if words := _words_of_text(wanted, given, head):
        return words
    if " " not in wanted.strip() and " " in given.strip() and wanted in given.split():
        return slip_saying("{subject}: there are more words than asked.", subject=head, partial=called)
    return _letter_slip(wanted, given, head)


def _empty(wanted: str, head: str) -> Slip:
    if "(" in head:
        return slip_saying("{subject}: what comes back is empty.", subject=head, partial=True)
    if wanted.strip():
        return slip_saying("{subject}: there is nothing in the quotes.", subject=head)
    return slip_saying("{subject}: it is empty.", subject=head)


def _of_another_script(wanted: str, given: str, subject: str) -> str | None:
    """Return the message on a text in Latin letters where Arabic is expected, or the other way round."""
    arabic = [any("ARABIC" in unicodedata.name(letter, "") for letter in text) for text in (wanted, given)]
    if arabic == [False, True] and re.search("[A-Za-z]", wanted):
        return to_say("{subject}: it is written in Latin letters, and yours in Arabic ones.")
    if re.fullmatch(r"\[['\"].*\]", given, re.DOTALL) and not wanted.startswith("["):
        return to_say(
            '{subject}: that is a list written out as text. `" ".join(…)` makes one text of its words.'
        )
    if arabic == [True, False] and re.match(r"b['\"]", given):
        return to_say("{subject}: these are the bytes written out: `str(…)` alone decodes nothing.")
    if arabic == [True, False] and re.search("[A-Za-z]", given) and subject.startswith("`"):
        return to_say("{subject}: Arabic text is asked, and yours is in Latin letters.")
    return None


def _single_letter(wanted: str, given: str, head: str) -> Slip | None:
    if len(given) > 1:
        return slip_saying("{subject}: one letter is asked, and yours has {n}.", subject=head, n=len(given))
    if given != wanted and _skeleton(given) == _skeleton(wanted):
        return slip_saying(
            "{subject}: nearly the right letter. Look at its hamza and its dots.", subject=head, almost=True
        )
    return None


def _almost(wanted: str, given: str) -> str | None:
    """Return the message on a text that differs only in something that is easily overlooked."""
    if given.casefold() == wanted.casefold():
        return to_say("{subject}: capital and small letters are different things.")
    if len(given) > 1 and given[0] in "\"'“«" and given.strip("\"'“”«»") == wanted:
        return to_say("{subject}: there are quotes inside the quotes: one pair is enough.")
    if given.split() == wanted.split() or given.replace(" ", "") == wanted.replace(" ", ""):
        return to_say("{subject}: only the spaces are different.")
    bare = re.sub(r"^\s*[\d.٠-٩]+[\s:.)\t]+|[\s:(]+[\d.٠-٩]+\)?\s*$", "", given)
    if bare != given and bare == wanted:
        return to_say("{subject}: the number of the printed line was copied with it: leave the number out.")
    if strip_marks(given) == strip_marks(wanted):
        if len(given) > len(wanted):
            return to_say("{subject}: the letters are right, but yours has more vowel marks.")
        return to_say("{subject}: the letters are right, but yours has fewer or other vowel marks.")
    if strip_tatweel(given) == strip_tatweel(wanted):
        return to_say("{subject}: the letters are right, but for a stroke that stretches the word (tatweel).")
    return None


def _sign_around(wanted: str, given: str, head: str) -> Slip:
    for at, edge in enumerate((_behind, _in_front)):
        ours, yours = (Counter("".join(edge(text).split())) for text in (wanted, given))
        for messages, signs in ((SIGN_MISSING, ours - yours), (SIGN_TOO_MUCH, yours - ours)):
            for sign in signs:
                return slip_saying(messages[at], subject=head, sign=sign, almost=True)
    return slip_saying("{subject}: only the signs around it are different.", subject=head, almost=True)


def _behind(text: str) -> str:
    return text[len(text.rstrip(SIGNS)) :]


def _in_front(text: str) -> str:
    return text[: len(text) - len(text.lstrip(SIGNS))]


def _words_of_text(wanted: str, given: str, head: str) -> Slip | None:
    ours, yours = wanted.split(), given.split()
    if len(ours) < 2:
        return None
    missing = list((Counter(ours) - Counter(yours)).elements())
    extra = list((Counter(yours) - Counter(ours)).elements())
    if not missing and not extra:
        says = say("{subject}: the right words in another order.", subject=head)
        return Slip(f"{says} {where_order(ours, yours)}".strip())
    if len(missing) == len(extra) == 1 and (inner := _letter_slip(missing[0], extra[0], head)):
        return inner
    if not extra and len(missing) < len(ours):
        return Slip(left_out(head, missing))
    if not missing:
        fields = {"subject": head, "items": listed(extra)}
        return Slip(
            say_count(
                "{subject}: {items} is too many.", "{subject}: {items} are too many.", len(extra), **fields
            )
        )
    return None


def _letter_slip(wanted: str, given: str, head: str) -> Slip | None:
    """Name the one letter that is different, missing, superfluous or in the wrong place."""
    if len(wanted) == len(given):
        return _other_letters(wanted, given, head)
    edits = difflib.SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes()
    edits = [edit for edit in edits if edit[0] != "equal"]
    if len(edits) == 1:
        kind, i1, i2, j1, j2 = edits[0]
        if kind == "insert" and j2 - j1 <= 2 and len(wanted) > 1:
            message = TOO_MUCH[0 if i1 == 0 else 1 if i1 == len(wanted) else 2]
            return slip_saying(message, subject=head, letters=given[j1:j2])
        if kind == "delete" and i2 - i1 <= 2 and len(wanted) > 2:
            message = MISSING[0 if i1 == 0 else 1 if i2 == len(wanted) else 2]
            return slip_saying(message, subject=head, letters=wanted[i1:i2])
    if len(given) > 2 and " " not in wanted and wanted.startswith(given) and "(" not in head:
        return slip_saying("{subject}: that is only its beginning, and there is more of it.", subject=head)
    return None


def _other_letters(wanted: str, given: str, head: str) -> Slip | None:
    places = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if pair[0] != pair[1]]
    first, last = places[0], places[-1]
    w, g = wanted[first], given[first]
    if len(places) == 2 and last == first + 1 and (w, g) == (given[last], wanted[last]):
        return slip_saying(
            "{subject}: two neighbouring letters have changed places, {first} and {second}.",
            subject=head,
            first=w,
            second=g,
        )
    alike = all(_skeleton(wanted[at]) == _skeleton(given[at]) for at in places)
    if len(wanted) < 3 or (len(places) > 1 and not (alike and len(places) <= 4)):
        return None
    one = to_say("{subject}: one letter is different: {wrong} stands where {right} should.")
    few = to_say(
        "{subject}: a few letters are different: at the first of them, {wrong} stands where {right} should."
    )
    says = say(one if len(places) == 1 else few, subject=head, wrong=_letter(g), right=_letter(w))
    return Slip(says, (w, g), almost=alike)


def _skeleton(letter: str) -> str:
    """Return the shape shared by letters that differ only in a hamza, dots or a tail."""
    for group in ("اأإآٱء", "يىئی", "هة", "وؤ", "كک"):
        if letter in group:
            return group[0]
    return letter


def _letter(letter: str) -> str:
    name = name_of_letter(letter)
    if name and not letter.isascii():
        return say("{letter} ({name})", letter=letter, name=name)
    return f"`{letter}`" if letter.strip() else say("a space")
