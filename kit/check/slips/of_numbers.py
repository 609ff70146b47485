"""Name the slips where a number is expected."""

import ast
import math
import re
from dataclasses import replace
from typing import Any

from kit.check.slips.phrases import CODE_IN_QUOTES, LAZY, Slip, Task, slip_about, slip_saying
from kit.check.source import is_code, outside_quotes, tree_of
from kit.check.values import arabic_number, is_number, same
from kit.errors import type_in_words
from kit.language import to_say

__all__ = ["another_number", "how_many", "slip_of_number", "slip_of_truth", "slips_of_number"]

VAGUE = {"one", "digits"}  # the rules that say only how far off a number is, not why
ITSELF = {
    "table": to_say("{subject} is the table itself. Its length is asked: `len(…)` counts it."),
    "dict": to_say("{subject} is the table itself. Its length is asked: `len(…)` counts it."),
    "set": to_say("{subject} is the set itself. Its length is asked: `len(…)` counts it."),
    "text": to_say("{subject} is the text itself. Its length is asked: `len(…)` counts it."),
    "bytes": to_say("{subject} is the bytes itself. Its length is asked: `len(…)` counts it."),
}
NO_NUMBER = {
    "table": to_say(
        '{subject} is a table, and a number is asked: take one of its numbers out, by its name: `…["…"]`.'
    ),
    "dict": to_say(
        '{subject} is a table of counts or a dictionary, and a number is asked: take one of its numbers out, by its name: `…["…"]`.'
    ),
    "set": to_say("{subject} is a set, as curly brackets make one, and a number is asked."),
    "text": to_say("{subject} is a long text, and a number is asked."),
    "bytes": to_say("{subject} is bytes, and a number is asked."),
}
FACTORS = {
    100.0: to_say("{subject} is 100 times too large."),
    0.01: to_say("{subject} is 100 times too small: is it a share, where a percentage is asked?"),
    1000.0: to_say("{subject} is 1,000 times too large."),
    0.001: to_say("{subject} is 1,000 times too small: is it a share, where a number per 1,000 is asked?"),
    10.0: to_say("{subject} is 10 times too large."),
    0.1: to_say("{subject} is 10 times too small."),
    -1.0: to_say("{subject} has the wrong sign: plus and minus are exchanged."),
}
PERCENTAGE = to_say(
    "{subject} is a percentage, a share of a hundred. Here a share from 0 to 1 is asked: do not multiply by 100."
)
TWICE = {
    2.0: to_say("{subject} is twice what it should be."),
    0.5: to_say("{subject} is half of what it should be."),
}


def slip_of_number(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name the slip where a number is expected.

    >>> slip_of_number(3, ["a", "b", "c"], Task("`x`")).sentence
    '`x` is the items themselves. How many they are is asked: `len(…)` counts them.'
    """
    if isinstance(given, bool):
        return slip_about(
            task,
            "{subject} is `{given}`: a comparison says True or False, and a number is asked.",
            given=given,
        )
    if is_number(given):
        return another_number(wanted, given, task)
    if isinstance(given, list):
        return _list_for_number(wanted, given, task)
    if isinstance(given, str):
        return _text_for_number(wanted, given, task)
    if isinstance(given, dict) and given:
        return _other_for_number(wanted, given, task)
    return None


def _list_for_number(wanted: Any, given: list[Any], task: Task) -> Slip:
    typed = all(map(is_number, given)) and len(given) > 1
    if typed and (comma := _number_with_comma(given, task.code)):
        return comma
    if same(len(given), wanted):
        return slip_about(
            task, "{subject} is the items themselves. How many they are is asked: `len(…)` counts them."
        )
    return slip_about(task, "{subject} is a list, and one number is asked.")


def _text_for_number(wanted: Any, given: str, task: Task) -> Slip:
    if is_code(given):
        return slip_about(task, CODE_IN_QUOTES)
    if re.search(r"\d", given) and re.search(r"[^\W\d_]|%", given):
        if "%" in given:
            return slip_about(
                task, "{subject} is text: write the number alone, without quotes and without a percent sign."
            )
        return slip_about(
            task, "{subject} is text: write the number alone, without quotes and without the word."
        )
    if arabic_number(given) is not None:
        return slip_about(
            task, "{subject} is text: a number is written without quotes, with the digits 0 to 9."
        )
    says = to_say("{subject} is text, and a number is asked: in digits, without quotes.")
    if same(len(given), wanted) and given not in task.code:
        says = ITSELF["text"]
    return slip_about(task, says)


def _other_for_number(wanted: Any, given: dict[str, Any], task: Task) -> Slip | None:
    kind, content = next(iter(given.items()))
    size = _size(kind, content)
    if size is not None:
        return slip_about(task, (ITSELF if same(size, wanted) else NO_NUMBER)[kind])
    content = "dict_keys" if kind == "keys" else content
    if isinstance(content, str) and content in LAZY:
        return slip_about(
            task,
            "{subject} is things still to be counted ({type}), and a number is asked: `sum(…)` or `len(list(…))`.",
            type=type_in_words(content),
        )
    return None


def slips_of_number(wanted: float, given: float, task: Task) -> dict[str, Slip]:
    """Return every slip that could turn the expected number into the given one, by the name of its rule.

    >>> list(slips_of_number(8, 9, Task("`x`")))
    ['one']
    """
    try:
        says = _cut(wanted, given, task) | _multiplied(wanted, given, task)
    except OverflowError:
        return {}
    if not says and not task.called and isinstance(wanted, float) and 0 < wanted < 1 < given:
        says["share"] = to_say(
            "{subject} is more than 1, and a share lies between 0 and 1: divide by how many there are in all."
        )
    if not given and wanted > 0 and re.search(r"\(.*['\"]", task.code) and not task.called:
        says["zero"] = to_say(
            "{subject} is 0, so nothing was found: is what you look for spelt as in the text?"
        )
    says |= _off_by_one(wanted, given, task)
    if len(str(wanted)) > 1 and sorted(str(wanted)) == sorted(str(given)):
        says["digits"] = to_say("{subject} has the right digits in another order.")
    return {
        rule: replace(
            slip_about(task, message, almost=rule == "rounded"),
            vague=rule in VAGUE,
            partial=rule.startswith("times"),
        )
        for rule, message in says.items()
    }


def _cut(wanted: float, given: float, task: Task) -> dict[str, str]:
    """Say that some or all of the digits after the decimal sign are missing."""
    if not (isinstance(wanted, float) and wanted % 1):
        return {}
    bare, says = outside_quotes(task.code), {}
    by_hand = _is_typed(task.code) or bool(re.search(r"//|\b(?:int|round)\(", bare))
    if given == math.floor(wanted) and (given or by_hand):
        says["cut"] = to_say(
            "{subject} has lost what stands after the decimal sign: divide with `/`, not `//`, and do not round."
        )
    digits = range(5) if by_hand or not task.code else range(1, 5)
    if given and (given % 1 or by_hand) and any(same(round(wanted, n), given) for n in digits):
        says["rounded"] = to_say("{subject} is rounded: leave the result as it is.")
    return says


def _multiplied(wanted: float, given: float, task: Task) -> dict[str, str]:
    """Say by which factor a number is too large or too small."""
    factors = FACTORS | (TWICE if task.called else {})
    if isinstance(wanted, float) and abs(wanted) <= 1:
        factors[100.0] = PERCENTAGE
    ratio = given / wanted if wanted else 0.0
    if given and _is_typed(task.code) and any(given == round(100 * wanted, n) for n in range(3)):
        ratio = 100.0
    says = {
        f"times {factor}": message
        for factor, message in factors.items()
        if math.isclose(ratio, factor, rel_tol=1e-6)
    }
    if "times 0.001" in says and _is_typed(task.code) and given % 1:
        says["times 0.001"] = to_say(
            "{subject} is 1,000 times too small: a stop is the decimal sign to Python. Write the number without it."
        )
    if math.isclose(given * wanted, 1, rel_tol=1e-6) and not math.isclose(abs(wanted), 1):
        says["upside down"] = to_say(
            "{subject} comes from a division that is upside down: what stands above the line belongs below."
        )
    return says


def _off_by_one(wanted: float, given: float, task: Task) -> dict[str, str]:
    if not isinstance(wanted, int) or abs(given - wanted) != 1:
        return {}
    if _is_typed(task.code, ast.BinOp, ast.operator):  # The number was typed, so counting was not the slip.
        large = to_say("{subject} is too large, though near. Count again, or let Python count.")
        small = to_say("{subject} is too small, though near. Count again, or let Python count.")
    else:
        large = to_say(
            "{subject} is one too many: off by one. Is something at the beginning or the end counted wrongly?"
        )
        small = to_say(
            "{subject} is one too few: off by one. Is something at the beginning or the end counted wrongly?"
        )
    return {"one": large if given > wanted else small}


def another_number(wanted: float, given: float, task: Task) -> Slip | None:
    """Name the slip between two numbers.

    >>> another_number(8, 9, Task("`x`")).sentence[:20]
    '`x` is one too many:'
    """
    return next(iter(slips_of_number(wanted, given, task).values()), None)


def how_many(item: Any) -> int | None:
    """Return the length of plain data, or None if it has no length.

    >>> how_many(["a", "b"]), how_many(3)
    (2, None)
    """
    if isinstance(item, list | str):
        return len(item)
    return _size(*next(iter(item.items()))) if isinstance(item, dict) and item else None


def slip_of_truth(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name the slip where True or False is expected.

    >>> slip_of_truth(True, "True", Task("`x`")).sentence
    '`x` is text: write `True` without quotes.'
    """
    if isinstance(given, bool):
        if wanted:
            return slip_saying(
                "{subject}: this should be so, and in your answer it is not.", subject=task.head
            )
        return slip_saying(
            "{subject}: this should be not so, and in your answer it is so.", subject=task.head
        )
    if given in (str(wanted), str(wanted).lower()):
        return slip_about(
            task, "{subject} is text: write `{wanted}` without quotes.", wanted=wanted, almost=True
        )
    return None


def _size(kind: str, content: Any) -> int | None:
    if kind == "table":
        return len(content["rows"])
    if kind in ("dict", "set"):
        return len(content)
    if kind == "bytes":
        return len(content.split())
    return content[1] if kind == "text" else None


def _number_with_comma(given: list[Any], code: str) -> Slip | None:
    written = re.search(r"(?<![\w.\[(,])(\d{1,3}(?:,\d+)+)(?![\w\])])", outside_quotes(code))
    if not written:
        return None
    whole = to_say("With its comma, `{written}` is {n} numbers to Python: write `{number}`.")
    decimal = to_say(
        "With its comma, `{written}` is {n} numbers to Python: the decimal sign is a stop, `{number}`."
    )
    thousands = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", written[1])
    number = written[1].replace(",", "" if thousands else ".")
    return slip_saying(whole if thousands else decimal, written=written[1], n=len(given), number=number)


def _is_typed(code: str, *signs: type[ast.AST]) -> bool:
    """Say whether a statement assigns a typed number, or typed numbers joined by these operators."""
    tree = tree_of(code)
    made = tree.body[-1] if tree and tree.body else None
    typed = (ast.Constant, ast.UnaryOp, ast.USub, ast.List, ast.Tuple, ast.Load, *signs)
    return isinstance(made, ast.Assign) and all(isinstance(node, typed) for node in ast.walk(made.value))
