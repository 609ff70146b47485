"""Name the slips where a list is asked."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import difflib
import itertools
import re
from collections.abc import Sequence
from typing import Any

from kit.check.slips.of_numbers import another_number, how_many
from kit.check.slips.of_texts import SIGNS, text_slip
from kit.check.slips.phrases import LAZY, Slip, Task, capital, listed, place, short, start, where_order
from kit.check.values import is_number, same

__all__ = ["slip_of_items", "slip_of_list"]


def slip_of_list(wanted: list[Any], given: Any, task: Task) -> Slip | None:
    """Name the slip where a list is asked.

    >>> slip_of_list(["a", "b"], 2, Task("`x`")).sentence
    '`x` is how many there are, and the items themselves are asked: a list.'
    """
    if isinstance(given, list):
        return slip_of_items(wanted, given, task)
    texts = bool(wanted) and all(isinstance(item, str) for item in wanted)
    if isinstance(given, str):
        if re.fullmatch(r"\s*\[.*\]\s*", given, re.DOTALL):
            return Slip(
                f"{start(task)} text: the quotes stand around the brackets. Put them around each item instead."
            )
        parts = [part.strip(SIGNS) for part in re.split(r"[,،;\n]", given)]
        if texts and (sorted(given.split()) == sorted(wanted) or sorted(parts) == sorted(wanted)):
            comma = "," in given or "،" in given
            how = (
                "put each item in quotes of its own, in square brackets"
                if comma
                else "add `.split()`, or put each word in quotes of its own"
            )
            return Slip(f"{start(task)} one text, and a list is asked: {how}.")
        return Slip(f"{start(task)} text, and a list is asked: square brackets, each item by itself.")
    if is_number(given) or isinstance(given, bool):
        if same(len(wanted), given):
            return Slip(f"{start(task)} how many there are, and the items themselves are asked: a list.")
        return Slip(
            f"{start(task)} {'a number' if is_number(given) else 'True or False'}, and a list is asked: square brackets, each item by itself."
        )
    if isinstance(given, dict) and given:
        kind, content = next(iter(given.items()))
        if isinstance(content, str) and content in LAZY:
            return Slip(f"{start(task)} not a list yet (a {content}): put `list(…)` around it.")
        if kind == "dict":
            return Slip(
                f"{start(task)} a table of counts or a dictionary, and a list is asked: `list(….index)` gives the words of a table, `list(…)` those of a dictionary."
            )
        if kind == "table":
            return Slip(
                f"{start(task)} a table, and a list is asked: take one column or the `.index`, and put `list(…)` around it."
            )
        if kind == "set":
            return Slip(
                f"{start(task)} a set, which has no order, and a list is asked: `sorted(…)` or `list(…)` makes one."
            )
        if kind == "text":
            return Slip(f"{start(task)} a long text, and a list is asked.")
    return None


def slip_of_items(wanted: list[Any], given: list[Any], task: Task) -> Slip | None:
    """Name the slip between two lists.

    >>> slip_of_items(["a", "b"], ["b", "a"], Task("`x`")).sentence
    '`x`: the right items in another order. They are turned round: the last stands first.'
    """
    head = f"{capital(task.subject)}:"
    if not given:
        return Slip(f"{head} the list is empty.") if wanted else None
    if (
        len(given) == 1
        and isinstance(given[0], list)
        and (same(wanted, given[0]) or not (wanted and isinstance(wanted[0], list)))
    ):
        return Slip(f"{head} there is one pair of square brackets too many.", almost=same(wanted, given[0]))
    if not wanted:
        return Slip(
            f"{head} nothing should be in it, and there {'is 1 item' if len(given) == 1 else f'are {len(given)} items'}."
        )
    if not task.called and task.code and all(map(is_number, [*wanted, *given])):
        comma = _commas_in_items(wanted, given, task.code)
        if comma:
            return Slip(comma)
    if all(map(is_number, wanted)) and len(wanted) == len(given) and not any(map(is_number, given)):
        sizes = [how_many(item) for item in given]
        if same(wanted, sizes):
            return Slip(
                f"{head} these are the things themselves. How many they are is asked: `len(…)` counts them."
            )
    other = _other_items(wanted, given, head)
    if other:
        return other
    missing, extra = _left_over(wanted, given), _left_over(given, wanted)
    if not missing and not extra:
        return Slip(f"{head} the right items in another order.{where_order(wanted, given)}", almost=True)
    if len(given) == 1 < len(wanted) and isinstance(given[0], str):
        inside = [item for item in wanted if str(item) in given[0]]
        if len(inside) > 1:
            return Slip(
                f"{head} that is one item, with all of them in it. Put each by itself in quotes, with commas between them."
            )
    for item in extra:
        glued = _glued(item, missing) if isinstance(item, str) else None
        if glued:
            return Slip(
                f"{head} a comma is missing between `{glued[0]}` and `{glued[1]}`, so Python joins them into one text."
            )
    for item in extra:
        if isinstance(item, str) and re.search(r"[,،]", item.strip(" ,،")):
            return Slip(
                f"{head} a comma stands inside the quotes of `{short(item)}`: each item has quotes of its own, and the commas stand between them."
            )
    same_kind = _one_kind(wanted, given, missing, extra, head, task)
    if same_kind:
        return same_kind
    if extra and not missing:
        twice = [item for item in extra if any(same(item, expected) for expected in wanted)]
        if twice:
            return Slip(f"{head} {listed(twice[:1])} is there more than once.")
        return Slip(f"{head} {listed(extra)} {'does' if len(extra) == 1 else 'do'} not belong there.")
    hits = len(wanted) - len(missing)
    if missing and not extra:
        if len(missing) == 1 or task.called:
            return Slip(f"{head} {listed(missing)} {'is' if len(missing) == 1 else 'are'} left out.")
        return Slip(
            f"{head} {hits} of {len(wanted)} are there, and they are right; {len(missing)} are left out."
        )
    for item in extra:
        for other in missing:
            if isinstance(item, str) and isinstance(other, str):
                slip = text_slip(other, item, f"`{short(item)}`")
                if slip:
                    return slip
    if hits or task.called:
        return _in_places(wanted, given, missing, extra, head, task)
    return None


def _other_items(wanted: list[Any], given: list[Any], head: str) -> Slip | None:
    """Name the slip where all items are of another kind than they should be, or cut otherwise."""
    if not all(isinstance(item, str) for item in wanted):
        return None
    if all(map(is_number, given)):
        return Slip(f"{head} numbers stand in it, and no numbers are asked.")
    if any(isinstance(item, dict) for item in given) and not any(isinstance(item, str) for item in given):
        return Slip(f"{head} what stands in it is of another kind than what is asked.")
    if not all(isinstance(item, str) for item in given):
        return None
    if len(given) > len(wanted) > 0 and all(len(item) == 1 for item in given) and max(map(len, wanted)) > 1:
        return Slip(
            f"{head} these are single letters: `list(…)` of a text gives its letters, and `.split()` gives its words."
        )
    words = [word for item in wanted for word in item.split()]
    if len(words) > len(wanted) and sorted(words) == sorted(given):
        return Slip(
            f"{head} they are cut into single words: what belongs together stands in one pair of quotes."
        )
    latin = [bool(re.search("[A-Za-z]", " ".join(items))) for items in (wanted, given)]
    arabic = [bool(re.search("[\u0621-\u064a]", " ".join(items))) for items in (wanted, given)]
    if latin == [False, True] and arabic == [True, False]:
        return Slip(f"{head} Arabic text is asked, and yours is in Latin letters.")
    return None


def _in_places(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], head: str, task: Task
) -> Slip:
    """Say which items are wrong: by place, if there are as many as there should be, or else by name."""
    if len(wanted) == len(given) and not task.any_order:
        wrong = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if not same(*pair)]
        hits = len(wanted) - len(wrong)
        if not hits and len(wrong) > 1:
            return Slip(f"{head} as many as there should be, but none of them is right yet.")
        more = (
            f" ({len(wrong) - 1} more {'is' if len(wrong) == 2 else 'are'} wrong)" if len(wrong) > 1 else ""
        )
        rest = f"the other{f' {hits} are' if hits > 1 else ' is'} right"
        return Slip(f"{head} {_wrong_at(wrong[0], wanted, given)}{more}; {rest}.", vague=task.called)
    left = (
        f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} left out"
        if len(missing) == 1 or task.called
        else f"{len(missing)} are left out"
    )
    return Slip(f"{head} {listed(extra)} {'does' if len(extra) == 1 else 'do'} not belong there, and {left}.")


def _wrong_at(at: int, wanted: list[Any], given: list[Any]) -> str:
    """Say which item is wrong, and of a number in which direction."""
    item = given[at]
    named = (
        f"{place(at)}, `{short(item)}`," if isinstance(item, str | int | float) and item != "" else place(at)
    )
    if is_number(item) and is_number(wanted[at]):
        return f"{named} is too {'large' if item > wanted[at] else 'small'}"
    return f"{named} is wrong"


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
                why = " Places are counted from 0." if not task.called else ""
                return Slip(f"{head} each number is one too {'large' if by > 0 else 'small'}.{why}")
        slips = [another_number(w, g, Task("each number")) for w, g in pairs]
        if len(pairs) > 1 and all(slips) and len({slip.sentence for slip in slips if slip}) == 1:
            return slips[0]
        if len(pairs) == 1:
            inner = another_number(*pairs[0], Task(f"{task.subject}: one number"))
            return inner
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
                return f"With its comma, `{whole}` is two numbers to Python: the decimal sign is a stop, `{number}`."
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
