"""Name the slips where a list is expected."""

import itertools
import re
from typing import Any

from kit.characters import ARABIC_LETTERS
from kit.check.plain_data import in_order
from kit.check.slips.of_items import left_over, slip_of_other_items
from kit.check.slips.of_numbers import how_many
from kit.check.slips.of_texts import SIGNS
from kit.check.slips.phrases import LAZY, Slip, Task, slip_about, slip_saying, where_order
from kit.check.values import is_number, same
from kit.language import say, say_count, to_say

__all__ = ["slip_of_items", "slip_of_list"]

NO_LIST = {
    "number": to_say("{subject} is a number, and a list is asked: square brackets, each item by itself."),
    "truth": to_say("{subject} is True or False, and a list is asked: square brackets, each item by itself."),
    "dict": to_say(
        "{subject} is a table of counts or a dictionary, and a list is asked: `list(….index)` gives the words of a table, `list(…)` those of a dictionary."
    ),
    "table": to_say(
        "{subject} is a table, and a list is asked: take one column or the `.index`, and put `list(…)` around it."
    ),
    "set": to_say(
        "{subject} is a set, which has no order, and a list is asked: `sorted(…)` or `list(…)` makes one."
    ),
    "text": to_say("{subject} is a long text, and a list is asked."),
    "bytes": to_say("{subject} is bytes, and a list is asked."),
}


def slip_of_list(wanted: list[Any], given: Any, task: Task) -> Slip | None:
    """Name the slip where a list is expected.

    >>> slip_of_list(["a", "b"], 2, Task("`x`")).sentence
    '`x` is how many there are, and the items themselves are asked: a list.'
    """
    if isinstance(given, list):
        return slip_of_items(wanted, given, task)
    if isinstance(given, str):
        return slip_about(task, _text_for_list(wanted, given))
    if is_number(given) or isinstance(given, bool):
        if same(len(wanted), given):
            return slip_about(
                task, "{subject} is how many there are, and the items themselves are asked: a list."
            )
        kind = "number" if is_number(given) else "truth"
        return slip_about(task, NO_LIST[kind])
    if isinstance(given, dict) and list(given) == ["set"] and task.any_order:
        return slip_of_items(wanted, given["set"], task)
    if isinstance(given, dict) and given:
        kind, content = next(iter(given.items()))
        content = "dict_keys" if kind == "keys" else content
        if isinstance(content, str) and content in LAZY:
            return slip_about(
                task, "{subject} is not a list yet (a {type}): put `list(…)` around it.", type=content
            )
        if kind in NO_LIST:
            return slip_about(task, NO_LIST[kind])
    return None


def _text_for_list(wanted: list[Any], given: str) -> str:
    """Return the message on a text where a list is expected."""
    if re.fullmatch(r"\s*\[.*\]\s*", given, re.DOTALL):
        return to_say(
            "{subject} is text: the quotes stand around the brackets. Put them around each item instead."
        )
    texts = bool(wanted) and all(isinstance(item, str) for item in wanted)
    parts = [part.strip(SIGNS) for part in re.split(r"[,،;\n]", given)]
    if not (texts and (sorted(given.split()) == sorted(wanted) or sorted(parts) == sorted(wanted))):
        return to_say("{subject} is text, and a list is asked: square brackets, each item by itself.")
    if "," in given or "،" in given:
        return to_say(
            "{subject} is one text, and a list is asked: put each item in quotes of its own, in square brackets."
        )
    return to_say(
        "{subject} is one text, and a list is asked: add `.split()`, or put each word in quotes of its own."
    )


def slip_of_items(wanted: list[Any], given: list[Any], task: Task) -> Slip | None:
    """Name the slip between two lists.

    >>> slip_of_items(["a", "b"], ["b", "a"], Task("`x`")).sentence
    '`x`: the right items in another order. They are turned round: the last stands first.'
    """
    head = task.head
    if not given:
        if not wanted:
            return None
        return slip_saying("{subject}: the list is empty.", subject=head, partial=task.called)
    boxed = len(given) == 1 and isinstance(given[0], list)
    if boxed and (same(wanted, given[0]) or not (wanted and isinstance(wanted[0], list))):
        return slip_saying(
            "{subject}: there is one pair of square brackets too many.",
            subject=head,
            almost=same(wanted, given[0]),
        )
    if not wanted:
        return Slip(
            say_count(
                "{subject}: nothing should be in it, and there is {n} item.",
                "{subject}: nothing should be in it, and there are {n} items.",
                len(given),
                subject=head,
            )
        )
    typed = not task.called and task.code and all(map(is_number, [*wanted, *given]))
    if typed and (comma := _commas_in_items(wanted, given, task.code)):
        return comma
    if other := _items_of_another_kind(wanted, given) or _order_within(wanted, given):
        return slip_saying(other, subject=head)
    missing, extra = left_over(wanted, given), left_over(given, wanted)
    if not missing and not extra:
        says = say("{subject}: the right items in another order.", subject=head)
        return Slip(f"{says} {where_order(wanted, given)}".strip(), almost=True)
    return slip_of_other_items(wanted, given, missing, extra, task)


def _items_of_another_kind(wanted: list[Any], given: list[Any]) -> str | None:
    """Return the message on items that are all of another kind than they should be, or cut otherwise."""
    texts = all(isinstance(item, str) for item in wanted)
    if not texts and not all(map(is_number, wanted)):
        return None
    if all(isinstance(item, list) and item for item in given):
        return _lists_for_items(wanted, given)
    if not texts:
        return _things_for_numbers(wanted, given)
    written = [item for item in given if isinstance(item, str)]  # Probes may turn items into text.
    lists = len(written) == len(given) and all(re.fullmatch(r"\[.*\]", item, re.DOTALL) for item in written)
    if lists and not any("[" in item for item in wanted):
        return to_say("{subject}: each item is a list of its own, and no lists are asked there.")
    names = all(item.isascii() and item.isidentifier() for item in wanted)
    digits = len(written) == len(given) and all(item.strip().isdigit() for item in written)
    if all(map(is_number, given)) or (digits and names):
        return to_say("{subject}: numbers stand in it, and no numbers are asked.")
    if any(isinstance(item, dict) for item in given) and not any(isinstance(item, str) for item in given):
        return to_say("{subject}: what stands in it is of another kind than what is asked.")
    if not all(isinstance(item, str) for item in given):
        return None
    if len(given) > len(wanted) and all(len(item) == 1 for item in given) and max(map(len, wanted)) > 1:
        return to_say(
            "{subject}: these are single letters: `list(…)` of a text gives its letters, and `.split()` gives its words."
        )
    words = [word for item in wanted for word in item.split()]
    if len(words) > len(wanted) and set(words) <= set(given) and not any(" " in item for item in given):
        return to_say(
            "{subject}: they are cut into single words: what belongs together stands in one pair of quotes."
        )
    latin = [bool(re.search("[A-Za-z]", " ".join(items))) for items in (wanted, given)]
    arabic = [bool(re.search(f"[{ARABIC_LETTERS}]", " ".join(items))) for items in (wanted, given)]
    if latin == [False, True] and arabic == [True, False]:
        return to_say("{subject}: Arabic text is asked, and yours is in Latin letters.")
    return None


def _order_within(wanted: list[Any], given: list[Any]) -> str | None:
    """Return the message on lists within a list whose own items stand in another order."""
    if len(wanted) != len(given) or not all(isinstance(item, list) for item in [*wanted, *given]):
        return None
    ordered = ([sorted(item, key=in_order) for item in items] for items in (wanted, given))
    if not same(*ordered):
        return None
    return to_say("{subject}: the right lists, but the items within one of them stand in another order.")


def _lists_for_items(wanted: list[Any], given: list[list[Any]]) -> str:
    """Return the message on lists, such as (word, count) pairs, where only one part of each is expected."""
    if len({len(item) for item in given}) == 1 < len(given[0]) < 4:
        parts = list(zip(*given, strict=True))
        if any(left_over(wanted, list(part)) != wanted for part in parts):
            return to_say(
                "{subject}: each item has several parts, and only one of them is asked: take that one, as with `[0]`."
            )
    if len(wanted) == len(given) and same(wanted, [len(item) for item in given]):
        return THINGS
    return to_say("{subject}: each item is a list of its own, and no lists are asked there.")


THINGS = to_say(
    "{subject}: these are the things themselves. How many they are is asked: `len(…)` counts them."
)


def _things_for_numbers(wanted: list[Any], given: list[Any]) -> str | None:
    if not any(map(is_number, given)) and same(wanted, [how_many(item) for item in given]):
        return THINGS
    if all(isinstance(item, str) and not re.search(r"\d", item) for item in given):
        return to_say("{subject}: texts stand in it, and numbers are asked.")
    if all(isinstance(item, str) and re.search(r"[^\W\d_]", item) for item in given):
        return to_say(
            "{subject}: texts stand in it. Write the numbers alone, without quotes and without a word or letter."
        )
    return None


def _commas_in_items(wanted: list[Any], given: list[Any], code: str) -> Slip | None:
    joined = [f"{a}.{b}" for a, b in itertools.pairwise(given)]
    for number in wanted:
        if isinstance(number, float) and number % 1 and str(number) in joined and len(given) > len(wanted):
            whole = str(number).replace(".", ",")
            if whole.replace(",", ", ") in code or whole in code:
                return slip_saying(
                    "With its comma, `{written}` is two numbers to Python: the decimal sign is a stop, `{number}`.",
                    written=whole,
                    number=number,
                )
    return None
