"""Name the slips where a number is asked."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import math
import re
import unicodedata
from typing import Any

from kit.check.slips.phrases import LAZY, Slip, Task, capital, tell
from kit.check.source import outside_quotes, tree_of
from kit.check.values import is_number, same
from kit.errors import type_in_words
from kit.language import say, to_say

__all__ = ["another_number", "how_many", "slip_of_number", "slip_of_truth", "slips_of_number"]

VAGUE = {"one", "digits"}  # rules that say how far off a number is, and not why
ITSELF = {
    "table": to_say("{subject} is the table itself. How long it is is asked: `len(…)` counts it."),
    "dict": to_say("{subject} is the table itself. How long it is is asked: `len(…)` counts it."),
    "set": to_say("{subject} is the set itself. How long it is is asked: `len(…)` counts it."),
    "text": to_say("{subject} is the text itself. How long it is is asked: `len(…)` counts it."),
    "bytes": to_say("{subject} is the bytes itself. How long it is is asked: `len(…)` counts it."),
}
ITSELF_GIVEN = {
    "table": to_say("{subject} gives the table itself. How long it is is asked: `len(…)` counts it."),
    "dict": to_say("{subject} gives the table itself. How long it is is asked: `len(…)` counts it."),
    "set": to_say("{subject} gives the set itself. How long it is is asked: `len(…)` counts it."),
    "text": to_say("{subject} gives the text itself. How long it is is asked: `len(…)` counts it."),
    "bytes": to_say("{subject} gives the bytes itself. How long it is is asked: `len(…)` counts it."),
}
NO_NUMBER = {
    "table": to_say(
        '{subject} is a table, and a number is asked: take one of its numbers out, by its name: `…["…"]`.'
    ),
    "dict": to_say(
        '{subject} is a table of counts or a dictionary, and a number is asked: take one of its numbers out, by its name: `…["…"]`.'
    ),
    "set": to_say("{subject} is a set, and a number is asked."),
    "text": to_say("{subject} is a long text, and a number is asked."),
    "bytes": to_say("{subject} is bytes, and a number is asked."),
}
NO_NUMBER_GIVEN = {
    "table": to_say(
        '{subject} gives a table, and a number is asked: take one of its numbers out, by its name: `…["…"]`.'
    ),
    "dict": to_say(
        '{subject} gives a table of counts or a dictionary, and a number is asked: take one of its numbers out, by its name: `…["…"]`.'
    ),
    "set": to_say("{subject} gives a set, and a number is asked."),
    "text": to_say("{subject} gives a long text, and a number is asked."),
    "bytes": to_say("{subject} gives bytes, and a number is asked."),
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


def slip_of_number(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name the slip where a number is asked.

    >>> slip_of_number(3, ["a", "b", "c"], Task("`x`")).sentence
    '`x` is the items themselves. How many they are is asked: `len(…)` counts them.'
    """
    if isinstance(given, bool):
        return Slip(
            tell(
                task,
                to_say("{subject} is `{given}`: a comparison says True or False, and a number is asked."),
                to_say("{subject} gives `{given}`: a comparison says True or False, and a number is asked."),
                given=given,
            )
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
    if all(map(is_number, given)) and len(given) > 1:
        comma = _number_with_comma(given, task.code)
        if comma:
            return Slip(comma)
    if same(len(given), wanted):
        return Slip(
            tell(
                task,
                to_say(
                    "{subject} is the items themselves. How many they are is asked: `len(…)` counts them."
                ),
                to_say(
                    "{subject} gives the items themselves. How many they are is asked: `len(…)` counts them."
                ),
            )
        )
    return Slip(
        tell(
            task,
            to_say("{subject} is a list of {n} items, and one number is asked."),
            to_say("{subject} gives a list of {n} items, and one number is asked."),
            n=len(given),
        )
    )


def _text_for_number(wanted: Any, given: str, task: Task) -> Slip:
    if _is_code(given):
        return Slip(
            tell(
                task,
                to_say(
                    "{subject} is text, since its code stands in quotes: remove the quotes, and Python works it out."
                ),
                to_say(
                    "{subject} gives text, since its code stands in quotes: remove the quotes, and Python works it out."
                ),
            )
        )
    alone = re.findall(r"\d[\d,.]*", given)
    if alone and re.search(r"[^\W\d_]|%", given):
        if "%" in given:
            return Slip(
                tell(
                    task,
                    to_say(
                        "{subject} is text: write the number alone, without quotes and without a percent sign."
                    ),
                    to_say(
                        "{subject} gives text: write the number alone, without quotes and without a percent sign."
                    ),
                )
            )
        return Slip(
            tell(
                task,
                to_say("{subject} is text: write the number alone, without quotes and without the word."),
                to_say("{subject} gives text: write the number alone, without quotes and without the word."),
            )
        )
    number = _arabic_number(given)
    if number is not None:
        return Slip(
            tell(
                task,
                to_say("{subject} is text: a number is written without quotes, with the digits 0 to 9."),
                to_say("{subject} gives text: a number is written without quotes, with the digits 0 to 9."),
            )
        )
    if same(len(given), wanted) and given not in task.code:
        return Slip(tell(task, ITSELF["text"], ITSELF_GIVEN["text"]))
    return Slip(
        tell(
            task,
            to_say("{subject} is text, and a number is asked: without quotes."),
            to_say("{subject} gives text, and a number is asked: without quotes."),
        )
    )


def _other_for_number(wanted: Any, given: dict[str, Any], task: Task) -> Slip | None:
    kind, content = next(iter(given.items()))
    size = _size(kind, content)
    if size is not None and same(size, wanted):
        return Slip(tell(task, ITSELF[kind], ITSELF_GIVEN[kind]))
    if size is not None:
        return Slip(tell(task, NO_NUMBER[kind], NO_NUMBER_GIVEN[kind]))
    if isinstance(content, str) and content in LAZY:
        return Slip(
            tell(
                task,
                to_say(
                    "{subject} is things still to be counted ({type}), and a number is asked: `sum(…)` or `len(list(…))`."
                ),
                to_say(
                    "{subject} gives things still to be counted ({type}), and a number is asked: `sum(…)` or `len(list(…))`."
                ),
                type=type_in_words(content),
            )
        )
    return None


def slips_of_number(wanted: float, given: float, task: Task) -> dict[str, Slip]:
    """Return by rule every slip that could have made one number of another.

    >>> list(slips_of_number(8, 9, Task("`x`")))
    ['one']
    """
    says: dict[str, str] = {}
    try:
        ratio = given / wanted if wanted else 0.0
        product = given * wanted
    except OverflowError:
        return {}
    share = isinstance(wanted, float) and abs(wanted) <= 1
    factors = dict(FACTORS)
    if share:
        factors[100.0] = to_say(
            "{subject} is a percentage, a share of a hundred. Here a share from 0 to 1 is asked: do not multiply by 100."
        )
    if task.called:
        factors[2.0] = to_say("{subject} is twice what it should be.")
        factors[0.5] = to_say("{subject} is half of what it should be.")
    broken = isinstance(wanted, float) and bool(wanted % 1)
    cut = given != 0 or re.search(r"//|\b(?:int|round)\(", outside_quotes(task.code))
    if broken and given == math.floor(wanted) and cut:
        says["cut"] = to_say(
            "{subject} has lost what stands after the decimal sign: divide with `/`, not `//`, and do not round."
        )
    if broken and given and any(same(round(wanted, n), given) for n in range(5)):
        says["rounded"] = to_say("{subject} is rounded: leave the result as it is.")
    for factor, message in factors.items():
        if math.isclose(ratio, factor, rel_tol=1e-6):
            says[f"times {factor}"] = message
    if math.isclose(product, 1, rel_tol=1e-6) and not math.isclose(abs(wanted), 1):
        says["upside down"] = to_say(
            "{subject} comes from a division that is upside down: what stands above the line belongs below."
        )
    if not broken and not given % 1 and isinstance(wanted, int) and abs(given - wanted) == 1:
        if _is_typed(task.code):  # nothing was counted by one too many or too few
            says["one"] = (
                to_say("{subject} is too large, though near. Count again, or let Python count.")
                if given > wanted
                else to_say("{subject} is too small, though near. Count again, or let Python count.")
            )
        elif given > wanted:
            says["one"] = to_say(
                "{subject} is one too many: off by one. Is something at the beginning or the end counted wrongly?"
            )
        else:
            says["one"] = to_say(
                "{subject} is one too few: off by one. Is something at the beginning or the end counted wrongly?"
            )
    if len(str(wanted)) > 1 and sorted(str(wanted)) == sorted(str(given)):
        says["digits"] = to_say("{subject} has the right digits in another order.")
    subject = say("What {call} gives", call=task.subject) if task.called else capital(task.subject)
    return {
        rule: Slip(
            say(message, subject=subject),
            almost=rule == "rounded",
            vague=rule in VAGUE or rule.startswith("times"),
        )
        for rule, message in says.items()
    }


def another_number(wanted: float, given: float, task: Task) -> Slip | None:
    """Name the slip between two numbers.

    >>> another_number(8, 9, Task("`x`")).sentence[:20]
    '`x` is one too many:'
    """
    return next(iter(slips_of_number(wanted, given, task).values()), None)


def how_many(item: Any) -> int | None:
    """Return the length of plain data; None if it has none.

    >>> how_many(["a", "b"]), how_many(3)
    (2, None)
    """
    if isinstance(item, list | str):
        return len(item)
    return _size(*next(iter(item.items()))) if isinstance(item, dict) and item else None


def slip_of_truth(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name the slip where True or False is asked.

    >>> slip_of_truth(True, "True", Task("`x`")).sentence
    '`x` is text: write `True` without quotes.'
    """
    if isinstance(given, bool):
        message = (
            to_say("{subject}: this should be so, and in your answer it is not.")
            if wanted
            else to_say("{subject}: this should be not so, and in your answer it is so.")
        )
        return Slip(say(message, subject=capital(task.subject)))
    if given in (str(wanted), str(wanted).lower()):
        says = tell(
            task,
            to_say("{subject} is text: write `{wanted}` without quotes."),
            to_say("{subject} gives text: write `{wanted}` without quotes."),
            wanted=wanted,
        )
        return Slip(says, almost=True)
    return None


def _size(kind: str, content: Any) -> int | None:
    if kind == "table":
        return len(content["rows"])
    if kind in ("dict", "set"):
        return len(content)
    if kind == "bytes":
        return len(content.split())
    return content[1] if kind == "text" else None


def _number_with_comma(given: list[Any], code: str) -> str | None:
    written = re.search(r"(?<![\w.\[(,])(\d{1,3}(?:,\d+)+)(?![\w\])])", outside_quotes(code))
    if not written:
        return None
    bare = written[1].replace(",", "")
    thousands = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", written[1])
    if thousands:
        return say(
            "With its comma, `{written}` is {n} numbers to Python: write `{number}`.",
            written=written[1],
            n=len(given),
            number=bare,
        )
    return say(
        "With its comma, `{written}` is two numbers to Python: the decimal sign is a stop, `{number}`.",
        written=written[1],
        number=written[1].replace(",", "."),
    )


def _is_typed(code: str) -> bool:
    """Say whether a statement gives a number as it was typed in."""
    tree = tree_of(code)
    made = tree.body[-1] if tree and tree.body else None
    return isinstance(made, ast.Assign) and isinstance(made.value, ast.Constant)


def _is_code(text: str) -> bool:
    tree = tree_of(text)
    return bool(tree and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)
                and isinstance(tree.body[0].value, ast.Call | ast.BinOp | ast.Subscript))  # fmt: skip


def _arabic_number(text: str) -> float | None:
    digits = "".join(
        str(unicodedata.digit(sign)) if unicodedata.digit(sign, None) is not None else sign for sign in text
    )
    try:
        return float(digits.replace(",", "").replace("٬", "").replace("٫", ".").replace(" ", ""))
    except ValueError:
        return None
