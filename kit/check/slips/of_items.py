"""Name the slips in the items of a list: missing items, items too many, and items that are nearly right."""

import ast
import difflib
import math
import re
from collections.abc import Sequence
from itertools import permutations, product
from typing import Any

from kit.check.slips.of_numbers import another_number
from kit.check.slips.of_texts import text_slip
from kit.check.slips.phrases import Slip, Task, capital, left_out, listed, place, short, slip_saying
from kit.check.source import nodes_in
from kit.check.values import is_number, same
from kit.language import say, say_count, to_say

__all__ = ["left_over", "of_one_factor", "slip_of_numbers", "slip_of_other_items", "upside_down"]

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


def left_over(items: list[Any], others: list[Any]) -> list[Any]:
    """Return the items that have no partner among the others.

    >>> left_over(["a", "b", "b"], ["b"])
    ['a', 'b']
    """
    rest = list(others)
    left = []
    for item in items:
        at = next((n for n, other in enumerate(rest) if same(item, other)), None)
        if at is None:
            left.append(item)
        else:
            del rest[at]
    return left


def slip_of_other_items(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], task: Task
) -> Slip | None:
    """Name the slip where items are missing or do not belong in the list.

    >>> slip_of_other_items(["a", "b"], ["ab"], ["a", "b"], ["ab"], Task("`x`")).sentence[:44]
    '`x`: that is one item, with all of them in i'
    """
    slip = _quotes_and_commas(wanted, given, missing, extra, task)
    slip = slip or _alike_in_all(wanted, given, missing, extra, task)
    if slip:
        return slip
    if not (missing and extra):
        return _too_many_or_too_few(wanted, missing, extra, task)
    if not task.called and len(given) > 2 * len(wanted) + 2:
        return slip_saying(
            "{subject}: {n} are there, and {asked} are asked.",
            subject=task.head,
            n=len(given),
            asked=len(wanted),
        )
    for item, other in () if task.called else product(extra, missing):  # Functions do not misspell.
        texts = isinstance(item, str) and isinstance(other, str)
        if texts and (slip := text_slip(other, item, f"`{short(item)}`")):
            return slip
    if len(missing) < len(wanted) or task.called:
        return _in_places(wanted, given, missing, extra, task)
    return slip_saying(
        "{subject}: none of them is among those that are asked.", subject=task.head, vague=True
    )


def _quotes_and_commas(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], task: Task
) -> Slip | None:
    """Name the slip where typed items share one pair of quotes, or are joined because a comma is missing."""
    head = task.head
    typed = {node.value for node in nodes_in(task.code, ast.Constant)}
    texts = [item for item in extra if isinstance(item, str) and (item in typed or not task.code)]
    if task.called:
        return None
    if len(given) == 1 < len(wanted) and texts and sum(str(item) in given[0] for item in wanted) > 1:
        return slip_saying(
            "{subject}: that is one item, with all of them in it. Put each by itself in quotes, with commas between them.",
            subject=head,
        )
    for item in texts:
        if glued := _glued(item, missing):
            return slip_saying(
                "{subject}: a comma is missing between `{first}` and `{second}`, so Python joins them into one text.",
                subject=head,
                first=glued[0],
                second=glued[1],
            )
    for item in texts:
        if re.search(r"[,،]", item.strip(" ,،")):
            return slip_saying(
                "{subject}: a comma stands inside the quotes of `{item}`: each item has quotes of its own, and the commas stand between them.",
                subject=head,
                item=short(item),
            )
    return None


def _glued(text: str, parts: Sequence[Any]) -> tuple[str, str] | None:
    texts = [part for part in parts if isinstance(part, str)]
    return next((pair for pair in permutations(texts, 2) if text == "".join(pair)), None)


def _too_many_or_too_few(wanted: list[Any], missing: list[Any], extra: list[Any], task: Task) -> Slip:
    if extra:
        twice = [item for item in extra if any(same(item, expected) for expected in wanted)]
        if len(twice) == len(extra):
            return slip_saying(
                "{subject}: {item} is there more than once.", subject=task.head, item=listed(twice[:1])
            )
        says = say_count(
            "{subject}: {items} does not belong there.",
            "{subject}: {items} do not belong there.",
            len(extra),
            subject=task.head,
            items=listed(extra),
        )
        return Slip(says, partial=task.called)
    if len(missing) == 1 or task.called:
        return Slip(left_out(task.head, missing), partial=task.called)
    return slip_saying(
        "{subject}: {right} of {wanted} are there, and they are right; {missing} are left out.",
        subject=task.head,
        right=len(wanted) - len(missing),
        wanted=len(wanted),
        missing=len(missing),
    )


def _in_places(wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], task: Task) -> Slip:
    """Say which items are wrong: by their places if their number is right, or else by name.

    >>> _in_places(["ab"], ["xyz"], ["ab"], ["xyz"], Task("`x`")).sentence
    '`x`: the first, `xyz`, is wrong.'
    """
    if len(wanted) == len(given) and not task.any_order:
        return _wrong_places(wanted, given, task)
    belongs = say_count(
        "{items} does not belong there", "{items} do not belong there", len(extra), items=listed(extra)
    )
    left = (
        say_count("{items} is left out", "{items} are left out", len(missing), items=listed(missing))
        if len(missing) == 1 or task.called
        else say("{n} are left out", n=len(missing))
    )
    fields: dict[str, Any] = {"subject": task.head, "extra": belongs, "missing": left}
    return slip_saying("{subject}: {extra}, and {missing}.", **fields, partial=task.called)


def _wrong_places(wanted: list[Any], given: list[Any], task: Task) -> Slip:
    wrong = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if not same(*pair)]
    hits = len(wanted) - len(wrong)
    if not hits and len(wrong) > 1:
        return slip_saying(
            "{subject}: as many as there should be, but none of them is right yet.",
            subject=task.head,
            vague=True,
        )
    says = _wrong_at(wrong[0], wanted, given)
    if len(wrong) > 1:
        says = say_count(
            "{says} ({n} more is wrong)", "{says} ({n} more are wrong)", len(wrong) - 1, says=says
        )
    if not hits:  # No item is right.
        return slip_saying("{subject}: {wrong}.", subject=task.head, wrong=says, vague=task.called)
    return slip_saying(
        "{subject}: {wrong}; {rest}.",
        subject=task.head,
        wrong=says,
        rest=say_count("the other is right", "the other {n} are right", hits),
        vague=task.called,
    )


def _wrong_at(at: int, wanted: list[Any], given: list[Any]) -> str:
    """Say which item is wrong and, if it is a number, whether it is too large or too small."""
    item = given[at]
    number = is_number(item) and is_number(wanted[at])
    which = "wrong" if not number else "large" if item > wanted[at] else "small"
    if isinstance(item, str | int | float) and item != "":
        return say(NAMED_ITEM[which], place=place(at), item=short(item))
    return say(ITEM[which], place=place(at))


def _alike_in_all(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], task: Task
) -> Slip | None:
    """Name the slip that all wrong items of a list share."""
    if len(wanted) == len(given):
        pairs = [pair for pair in zip(wanted, given, strict=True) if not same(*pair)]
        if all(is_number(w) and is_number(g) for w, g in pairs) and len(pairs) in (1, len(wanted)):
            return slip_of_numbers(pairs, task)
    if len(missing) != len(extra) or not all(isinstance(item, str) for item in [*missing, *extra]):
        return None
    slips = [
        text_slip(near, item, f"`{short(item)}`")
        for item in extra
        for near in difflib.get_close_matches(item, missing, n=1, cutoff=0.4)
    ]
    return slips[0] if len(slips) == len(extra) and all(slips) else None


def slip_of_numbers(pairs: Sequence[tuple[Any, Any]], task: Task) -> Slip | None:
    """Name the slip that all pairs of a right and a wrong number share.

    >>> slip_of_numbers([(1, 2), (6, 7)], Task("`x`", "x = [text.find('a') + 1, 7]")).sentence
    '`x`: each number is one too large. Places are counted from 0.'
    """
    if len(pairs) == 1:
        one = Task(say("{subject}: one number", subject=task.subject), task.code, called=task.called)
        return another_number(*pairs[0], one)
    steps = {given - wanted for wanted, given in pairs}
    if steps in ({1}, {-1}):
        large = to_say("{subject}: each number is one too large.")
        small = to_say("{subject}: each number is one too small.")
        places = re.search(r"\b(?:index|find|enumerate|range)\b", task.code)
        why = "" if task.called or not places else say("Places are counted from 0.")
        return Slip(f"{say(large if steps == {1} else small, subject=task.head)} {why}".strip())
    each = Task(say("each number"), task.code, called=task.called)
    slips = [another_number(*pair, each) for pair in pairs]
    if all(slips) and len({slip.sentence for slip in slips if slip}) == 1:
        return slips[0]
    return of_one_factor(pairs, each.subject)


def upside_down(pairs: Sequence[tuple[Any, Any]]) -> Slip | None:
    """Say that a division is upside down if each right number times its wrong one gives the same product.

    Two numbers that only changed places also do so, and very large numbers may by chance: they are excluded.

    >>> upside_down([(0.5, 2), (0.25, 4)]).sentence
    'A division is upside down: what stands above the line belongs below.'
    >>> upside_down([(2, 3), (3, 2)])
    """
    kept = [pair for pair in pairs if all(abs(number) < 1e9 for number in pair)]
    wanted, given = ({pair[side] for pair in kept} for side in (0, 1))
    if len(wanted) < 2 or wanted == given:
        return None
    products = [wanted * given for wanted, given in kept]
    if products[0] and all(math.isclose(products[0], other, rel_tol=1e-3) for other in products):
        return slip_saying("A division is upside down: what stands above the line belongs below.")
    return None


def of_one_factor(pairs: Sequence[tuple[Any, Any]], subject: str) -> Slip | None:
    """Say that all numbers are wrong by one factor, or that a division is upside down.

    >>> of_one_factor([(8, 2), (4, 1)], "each number").sentence
    'Each number is too small by the same factor: is something multiplied or divided too much?'
    """
    if len({wanted for wanted, _ in pairs}) < 2 or not all(wanted and given for wanted, given in pairs):
        return None
    if turned := upside_down(pairs):
        return turned
    ratios = [given / wanted for wanted, given in pairs]
    if not all(math.isclose(ratios[0], other, rel_tol=1e-6) for other in ratios):
        return None
    large = to_say("{subject} is too large by the same factor: is something multiplied or divided too much?")
    small = to_say("{subject} is too small by the same factor: is something multiplied or divided too much?")
    return slip_saying(large if abs(ratios[0]) > 1 else small, subject=capital(subject), partial=True)
