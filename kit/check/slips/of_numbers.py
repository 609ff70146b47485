"""Name the slips where a number is asked."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import math
import re
import unicodedata
from typing import Any

from kit.check.slips.phrases import LAZY, Slip, Task, capital, start
from kit.check.source import outside_quotes, tree_of
from kit.check.values import is_number, same
from kit.errors import a_or_an

__all__ = ["another_number", "how_many", "slip_of_number", "slip_of_truth", "slips_of_number"]

VAGUE = {"one", "digits"}  # rules that say how far off a number is, and not why


def slip_of_number(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name the slip where a number is asked.

    >>> slip_of_number(3, ["a", "b", "c"], Task("`x`")).sentence
    '`x` is the items themselves. How many they are is asked: `len(…)` counts them.'
    """
    if isinstance(given, bool):
        return Slip(f"{start(task)} `{given}`: a comparison says True or False, and a number is asked.")
    if is_number(given):
        return another_number(wanted, given, task)
    if isinstance(given, list):
        if all(map(is_number, given)) and len(given) > 1:
            comma = _number_with_comma(given, task.code)
            if comma:
                return Slip(comma)
        if same(len(given), wanted):
            return Slip(
                f"{start(task)} the items themselves. How many they are is asked: `len(…)` counts them."
            )
        return Slip(f"{start(task)} a list of {len(given)} items, and one number is asked.")
    if isinstance(given, str):
        if _is_code(given):
            return Slip(
                f"{start(task)} text, since its code stands in quotes: remove the quotes, and Python works it out."
            )
        alone = re.findall(r"\d[\d,.]*", given)
        if alone and re.search(r"[^\W\d_]|%", given):
            return Slip(
                f"{start(task)} text: write the number alone, without quotes and without {'the word' if '%' not in given else 'a percent sign'}."
            )
        number = _arabic_number(given)
        if number is not None:
            return Slip(f"{start(task)} text: a number is written without quotes, with the digits 0 to 9.")
        if same(len(given), wanted) and given not in task.code:
            return Slip(f"{start(task)} the text itself. How long it is is asked: `len(…)` counts it.")
        return Slip(f"{start(task)} text, and a number is asked: without quotes.")
    if isinstance(given, dict) and given:
        kind, content = next(iter(given.items()))
        size = _size(kind, content)
        if size is not None and same(size, wanted):
            what = {"table": "table", "dict": "table", "set": "set", "text": "text", "bytes": "bytes"}[kind]
            return Slip(f"{start(task)} the {what} itself. How long it is is asked: `len(…)` counts it.")
        if size is not None:
            what = {
                "table": "a table",
                "dict": "a table of counts or a dictionary",
                "set": "a set",
                "text": "a long text",
                "bytes": "bytes",
            }[kind]
            one = ': take one of its numbers out, by its name: `…["…"]`' if kind in ("table", "dict") else ""
            return Slip(f"{start(task)} {what}, and a number is asked{one}.")
        if isinstance(content, str) and content in LAZY:
            return Slip(
                f"{start(task)} things still to be counted ({a_or_an(content)}), and a number is asked: `sum(…)` or `len(list(…))`."
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
    factors = {
        100.0: "is a percentage, a share of a hundred. Here a share from 0 to 1 is asked: do not multiply by 100."
        if share
        else "is 100 times too large.",
        0.01: "is 100 times too small: is it a share, where a percentage is asked?",
        1000.0: "is 1,000 times too large.",
        0.001: "is 1,000 times too small: is it a share, where a number per 1,000 is asked?",
        10.0: "is 10 times too large.",
        0.1: "is 10 times too small.",
        -1.0: "has the wrong sign: plus and minus are exchanged.",
    }
    if task.called:
        factors |= {2.0: "is twice what it should be.", 0.5: "is half of what it should be."}
    broken = isinstance(wanted, float) and bool(wanted % 1)
    cut = given != 0 or re.search(r"//|\b(?:int|round)\(", outside_quotes(task.code))
    if broken and given == math.floor(wanted) and cut:
        says["cut"] = (
            "has lost what stands after the decimal sign: divide with `/`, not `//`, and do not round."
        )
    if broken and given and any(same(round(wanted, n), given) for n in range(5)):
        says["rounded"] = "is rounded: leave the result as it is."
    for factor, sentence in factors.items():
        if math.isclose(ratio, factor, rel_tol=1e-6):
            says[f"times {factor}"] = sentence
    if math.isclose(product, 1, rel_tol=1e-6) and not math.isclose(abs(wanted), 1):
        says["upside down"] = (
            "comes from a division that is upside down: what stands above the line belongs below."
        )
    if not broken and not given % 1 and isinstance(wanted, int) and abs(given - wanted) == 1:
        if _is_typed(task.code):  # nothing was counted by one too many or too few
            size = "large" if given > wanted else "small"
            says["one"] = f"is too {size}, though near. Count again, or let Python count."
        else:
            side = "one too many" if given > wanted else "one too few"
            why = "Is something at the beginning or the end counted wrongly?"
            says["one"] = f"is {side}: off by one. {why}"
    if len(str(wanted)) > 1 and sorted(str(wanted)) == sorted(str(given)):
        says["digits"] = "has the right digits in another order."
    subject = f"What {task.subject} gives" if task.called else capital(task.subject)
    return {
        rule: Slip(
            f"{subject} {sentence}", almost=rule == "rounded", vague=rule in VAGUE or rule.startswith("times")
        )
        for rule, sentence in says.items()
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
        return Slip(
            f"{capital(task.subject)}: this should be {'so' if wanted else 'not so'}, and in your answer it is {'so' if given else 'not'}."
        )
    if given in (str(wanted), str(wanted).lower()):
        return Slip(f"{start(task)} text: write `{wanted}` without quotes.", almost=True)
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
        return f"With its comma, `{written[1]}` is {len(given)} numbers to Python: write `{bare}`."
    return f"With its comma, `{written[1]}` is two numbers to Python: the decimal sign is a stop, `{written[1].replace(',', '.')}`."


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
