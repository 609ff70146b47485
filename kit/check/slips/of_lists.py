"""Name the slips where a list is asked."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import difflib
import itertools
import re
from collections.abc import Sequence
from typing import Any

from kit.check.slips.of_numbers import another_number, how_many
from kit.check.slips.of_texts import SIGNS, text_slip
from kit.check.slips.phrases import (
    LAZY,
    Slip,
    Task,
    capital,
    left_out,
    listed,
    place,
    short,
    tell,
    where_order,
)
from kit.check.values import is_number, same
from kit.language import say, say_count, to_say

__all__ = ["slip_of_items", "slip_of_list"]

ITEM = {
    "large": to_say("{place} is too large"),
    "small": to_say("{place} is too small"),
    "wrong": to_say("{place} is wrong"),
}
NAMED_ITEM = {
    "large": to_say("{place}, `{item}`, is too large"),
    "small": to_say("{place}, `{item}`, is too small"),
    "wrong": to_say("{place}, `{item}`, is wrong"),
}
NO_LIST = {
    "number": (
        to_say("{subject} is a number, and a list is asked: square brackets, each item by itself."),
        to_say("{subject} gives a number, and a list is asked: square brackets, each item by itself."),
    ),
    "truth": (
        to_say("{subject} is True or False, and a list is asked: square brackets, each item by itself."),
        to_say("{subject} gives True or False, and a list is asked: square brackets, each item by itself."),
    ),
    "dict": (
        to_say(
            "{subject} is a table of counts or a dictionary, and a list is asked: `list(….index)` gives the words of a table, `list(…)` those of a dictionary."
        ),
        to_say(
            "{subject} gives a table of counts or a dictionary, and a list is asked: `list(….index)` gives the words of a table, `list(…)` those of a dictionary."
        ),
    ),
    "table": (
        to_say(
            "{subject} is a table, and a list is asked: take one column or the `.index`, and put `list(…)` around it."
        ),
        to_say(
            "{subject} gives a table, and a list is asked: take one column or the `.index`, and put `list(…)` around it."
        ),
    ),
    "set": (
        to_say(
            "{subject} is a set, which has no order, and a list is asked: `sorted(…)` or `list(…)` makes one."
        ),
        to_say(
            "{subject} gives a set, which has no order, and a list is asked: `sorted(…)` or `list(…)` makes one."
        ),
    ),
    "text": (
        to_say("{subject} is a long text, and a list is asked."),
        to_say("{subject} gives a long text, and a list is asked."),
    ),
}


def slip_of_list(wanted: list[Any], given: Any, task: Task) -> Slip | None:
    """Name the slip where a list is asked.

    >>> slip_of_list(["a", "b"], 2, Task("`x`")).sentence
    '`x` is how many there are, and the items themselves are asked: a list.'
    """
    if isinstance(given, list):
        return slip_of_items(wanted, given, task)
    if isinstance(given, str):
        return Slip(_text_for_list(wanted, given, task))
    if is_number(given) or isinstance(given, bool):
        if same(len(wanted), given):
            return Slip(
                tell(
                    task,
                    to_say("{subject} is how many there are, and the items themselves are asked: a list."),
                    to_say("{subject} gives how many there are, and the items themselves are asked: a list."),
                )
            )
        return Slip(tell(task, *(NO_LIST["number"] if is_number(given) else NO_LIST["truth"])))
    if isinstance(given, dict) and given:
        kind, content = next(iter(given.items()))
        if isinstance(content, str) and content in LAZY:
            return Slip(
                tell(
                    task,
                    to_say("{subject} is not a list yet (a {type}): put `list(…)` around it."),
                    to_say("{subject} gives not a list yet (a {type}): put `list(…)` around it."),
                    type=content,
                )
            )
        if kind in NO_LIST:
            return Slip(tell(task, *NO_LIST[kind]))
    return None


def _text_for_list(wanted: list[Any], given: str, task: Task) -> str:
    if re.fullmatch(r"\s*\[.*\]\s*", given, re.DOTALL):
        return tell(
            task,
            to_say(
                "{subject} is text: the quotes stand around the brackets. Put them around each item instead."
            ),
            to_say(
                "{subject} gives text: the quotes stand around the brackets. Put them around each item instead."
            ),
        )
    texts = bool(wanted) and all(isinstance(item, str) for item in wanted)
    parts = [part.strip(SIGNS) for part in re.split(r"[,،;\n]", given)]
    if not (texts and (sorted(given.split()) == sorted(wanted) or sorted(parts) == sorted(wanted))):
        return tell(
            task,
            to_say("{subject} is text, and a list is asked: square brackets, each item by itself."),
            to_say("{subject} gives text, and a list is asked: square brackets, each item by itself."),
        )
    if "," in given or "،" in given:
        return tell(
            task,
            to_say(
                "{subject} is one text, and a list is asked: put each item in quotes of its own, in square brackets."
            ),
            to_say(
                "{subject} gives one text, and a list is asked: put each item in quotes of its own, in square brackets."
            ),
        )
    return tell(
        task,
        to_say(
            "{subject} is one text, and a list is asked: add `.split()`, or put each word in quotes of its own."
        ),
        to_say(
            "{subject} gives one text, and a list is asked: add `.split()`, or put each word in quotes of its own."
        ),
    )


def slip_of_items(wanted: list[Any], given: list[Any], task: Task) -> Slip | None:
    """Name the slip between two lists.

    >>> slip_of_items(["a", "b"], ["b", "a"], Task("`x`")).sentence
    '`x`: the right items in another order. They are turned round: the last stands first.'
    """
    head = capital(task.subject)
    if not given:
        return Slip(say("{subject}: the list is empty.", subject=head)) if wanted else None
    if (
        len(given) == 1
        and isinstance(given[0], list)
        and (same(wanted, given[0]) or not (wanted and isinstance(wanted[0], list)))
    ):
        says = say("{subject}: there is one pair of square brackets too many.", subject=head)
        return Slip(says, almost=same(wanted, given[0]))
    if not wanted:
        return Slip(
            say_count(
                "{subject}: nothing should be in it, and there is {n} item.",
                "{subject}: nothing should be in it, and there are {n} items.",
                len(given),
                subject=head,
            )
        )
    if not task.called and task.code and all(map(is_number, [*wanted, *given])):
        comma = _commas_in_items(wanted, given, task.code)
        if comma:
            return Slip(comma)
    if all(map(is_number, wanted)) and len(wanted) == len(given) and not any(map(is_number, given)):
        sizes = [how_many(item) for item in given]
        if same(wanted, sizes):
            return Slip(
                say(
                    "{subject}: these are the things themselves. How many they are is asked: `len(…)` counts them.",
                    subject=head,
                )
            )
    other = _other_items(wanted, given, head)
    if other:
        return other
    missing, extra = _left_over(wanted, given), _left_over(given, wanted)
    if not missing and not extra:
        says = say("{subject}: the right items in another order.", subject=head)
        return Slip(f"{says} {where_order(wanted, given)}".strip(), almost=True)
    return _other_than_wanted(wanted, given, missing, extra, head, task)


def _other_than_wanted(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], head: str, task: Task
) -> Slip | None:
    """Name the slip where items are missing, or some do not belong there."""
    if len(given) == 1 < len(wanted) and isinstance(given[0], str):
        inside = [item for item in wanted if str(item) in given[0]]
        if len(inside) > 1:
            return Slip(
                say(
                    "{subject}: that is one item, with all of them in it. Put each by itself in quotes, with commas between them.",
                    subject=head,
                )
            )
    for item in extra:
        glued = _glued(item, missing) if isinstance(item, str) else None
        if glued:
            return Slip(
                say(
                    "{subject}: a comma is missing between `{first}` and `{second}`, so Python joins them into one text.",
                    subject=head,
                    first=glued[0],
                    second=glued[1],
                )
            )
    for item in extra:
        if isinstance(item, str) and re.search(r"[,،]", item.strip(" ,،")):
            return Slip(
                say(
                    "{subject}: a comma stands inside the quotes of `{item}`: each item has quotes of its own, and the commas stand between them.",
                    subject=head,
                    item=short(item),
                )
            )
    same_kind = _one_kind(wanted, given, missing, extra, head, task)
    if same_kind:
        return same_kind
    if not (missing and extra):
        return _too_many_or_too_few(wanted, missing, extra, head, task)
    for item in extra:
        for other in missing:
            if isinstance(item, str) and isinstance(other, str):
                slip = text_slip(other, item, f"`{short(item)}`")
                if slip:
                    return slip
    if len(missing) < len(wanted) or task.called:
        return _in_places(wanted, given, missing, extra, head, task)
    return None


def _too_many_or_too_few(
    wanted: list[Any], missing: list[Any], extra: list[Any], head: str, task: Task
) -> Slip:
    if extra:
        twice = [item for item in extra if any(same(item, expected) for expected in wanted)]
        if twice:
            return Slip(
                say("{subject}: {item} is there more than once.", subject=head, item=listed(twice[:1]))
            )
        says = say_count(
            "{subject}: {items} does not belong there.",
            "{subject}: {items} do not belong there.",
            len(extra),
            subject=head,
            items=listed(extra),
        )
        return Slip(says)
    if len(missing) == 1 or task.called:
        return Slip(left_out(head, missing))
    return Slip(
        say(
            "{subject}: {right} of {wanted} are there, and they are right; {missing} are left out.",
            subject=head,
            right=len(wanted) - len(missing),
            wanted=len(wanted),
            missing=len(missing),
        )
    )


def _other_items(wanted: list[Any], given: list[Any], head: str) -> Slip | None:
    """Name the slip where all items are of another kind than they should be, or cut otherwise."""
    if not all(isinstance(item, str) for item in wanted):
        return None
    if all(map(is_number, given)):
        return Slip(say("{subject}: numbers stand in it, and no numbers are asked.", subject=head))
    if any(isinstance(item, dict) for item in given) and not any(isinstance(item, str) for item in given):
        return Slip(say("{subject}: what stands in it is of another kind than what is asked.", subject=head))
    if not all(isinstance(item, str) for item in given):
        return None
    if len(given) > len(wanted) > 0 and all(len(item) == 1 for item in given) and max(map(len, wanted)) > 1:
        return Slip(
            say(
                "{subject}: these are single letters: `list(…)` of a text gives its letters, and `.split()` gives its words.",
                subject=head,
            )
        )
    words = [word for item in wanted for word in item.split()]
    if len(words) > len(wanted) and sorted(words) == sorted(given):
        return Slip(
            say(
                "{subject}: they are cut into single words: what belongs together stands in one pair of quotes.",
                subject=head,
            )
        )
    latin = [bool(re.search("[A-Za-z]", " ".join(items))) for items in (wanted, given)]
    arabic = [bool(re.search("[\u0621-\u064a]", " ".join(items))) for items in (wanted, given)]
    if latin == [False, True] and arabic == [True, False]:
        return Slip(say("{subject}: Arabic text is asked, and yours is in Latin letters.", subject=head))
    return None


def _in_places(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], head: str, task: Task
) -> Slip:
    """Say which items are wrong: by place, if there are as many as there should be, or else by name.

    >>> _in_places(["ab"], ["xyz"], ["ab"], ["xyz"], "`x`", Task("`x`")).sentence
    '`x`: the first, `xyz`, is wrong.'
    """
    if len(wanted) == len(given) and not task.any_order:
        wrong = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if not same(*pair)]
        hits = len(wanted) - len(wrong)
        if not hits and len(wrong) > 1:
            return Slip(
                say("{subject}: as many as there should be, but none of them is right yet.", subject=head)
            )
        says = _wrong_at(wrong[0], wanted, given)
        if len(wrong) > 1:
            says = say_count(
                "{says} ({n} more is wrong)", "{says} ({n} more are wrong)", len(wrong) - 1, says=says
            )
        if not hits:  # It is the only one.
            return Slip(say("{subject}: {wrong}.", subject=head, wrong=says), vague=task.called)
        rest = say_count("the other is right", "the other {n} are right", hits)
        return Slip(
            say("{subject}: {wrong}; {rest}.", subject=head, wrong=says, rest=rest), vague=task.called
        )
    belongs = say_count(
        "{items} does not belong there",
        "{items} do not belong there",
        len(extra),
        items=listed(extra),
    )
    left = (
        say_count("{items} is left out", "{items} are left out", len(missing), items=listed(missing))
        if len(missing) == 1 or task.called
        else say("{n} are left out", n=len(missing))
    )
    return Slip(say("{subject}: {extra}, and {missing}.", subject=head, extra=belongs, missing=left))


def _wrong_at(at: int, wanted: list[Any], given: list[Any]) -> str:
    """Say which item is wrong, and of a number in which direction."""
    item = given[at]
    number = is_number(item) and is_number(wanted[at])
    which = "wrong" if not number else "large" if item > wanted[at] else "small"
    if isinstance(item, str | int | float) and item != "":
        return say(NAMED_ITEM[which], place=place(at), item=short(item))
    return say(ITEM[which], place=place(at))


def _one_kind(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], head: str, task: Task
) -> Slip | None:
    """Name the slip that all wrong items of a list share."""
    if len(wanted) != len(given):
        if (
            missing
            and len(missing) == len(extra)
            and all(isinstance(item, str) for item in [*missing, *extra])
        ):
            pass
        else:
            return None
    pairs = [pair for pair in zip(wanted, given, strict=False) if not same(*pair)]
    if all(is_number(w) and is_number(g) for w, g in pairs):
        if len(pairs) > 1 and len({g - w for w, g in pairs}) == 1:
            by = pairs[0][1] - pairs[0][0]
            if by in (1, -1):
                message = (
                    to_say("{subject}: each number is one too large.")
                    if by > 0
                    else to_say("{subject}: each number is one too small.")
                )
                why = "" if task.called else say("Places are counted from 0.")
                return Slip(f"{say(message, subject=head)} {why}".strip())
        slips = [another_number(w, g, Task(say("each number"))) for w, g in pairs]
        if len(pairs) > 1 and all(slips) and len({slip.sentence for slip in slips if slip}) == 1:
            return slips[0]
        if len(pairs) == 1:
            return another_number(*pairs[0], Task(say("{subject}: one number", subject=task.subject)))
    if all(isinstance(item, str) for item in [*missing, *extra]) and missing and len(missing) == len(extra):
        near_ones = [
            (w, g, text_slip(w, g, f"`{short(g)}`"))
            for g in extra
            for w in difflib.get_close_matches(g, missing, n=1, cutoff=0.4)
        ]
        slips = [slip for _, _, slip in near_ones if slip]
        if len(slips) == len(extra):
            return slips[0]
    return None


def _commas_in_items(wanted: list[Any], given: list[Any], code: str) -> str | None:
    joined = [f"{a}.{b}" for a, b in itertools.pairwise(given)]
    for number in wanted:
        if isinstance(number, float) and number % 1 and str(number) in joined and len(given) > len(wanted):
            whole = str(number).replace(".", ",")
            if whole.replace(",", ", ") in code or whole in code:
                return say(
                    "With its comma, `{written}` is two numbers to Python: the decimal sign is a stop, `{number}`.",
                    written=whole,
                    number=number,
                )
    return None


def _left_over(items: list[Any], others: list[Any]) -> list[Any]:
    """Return the items that have no partner among the others."""
    rest = list(others)
    left = []
    for item in items:
        at = next((n for n, other in enumerate(rest) if same(item, other)), None)
        if at is None:
            left.append(item)
        else:
            del rest[at]
    return left


def _glued(text: str, parts: Sequence[Any]) -> tuple[str, str] | None:
    for first in parts:
        for second in parts:
            if (
                isinstance(first, str)
                and isinstance(second, str)
                and first is not second
                and text == first + second
            ):
                return first, second
    return None
