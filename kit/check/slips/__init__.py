"""Name slips that beginners make in any question, for wrong answers that the key does not foresee.

Each rule compares the expected value with the given one, as plain data, or reads the answer's code.
A rule applies only if undoing its slip would make the answer right, or if the slip can be seen in the code.
"""

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

from kit.check.plain_data import in_order
from kit.check.slips.of_choices import slip_of_choice
from kit.check.slips.of_lists import slip_of_list
from kit.check.slips.of_numbers import slip_of_number, slip_of_truth
from kit.check.slips.of_tables import slip_of_table
from kit.check.slips.of_texts import slip_of_text
from kit.check.slips.phrases import Slip, Task, slip_about, slip_saying
from kit.check.source import nodes_in, outside_quotes
from kit.check.values import BOXED, REORDERED, is_number, near, same
from kit.language import to_say

__all__ = ["not_there", "slip_in_value", "slip_of_places"]

CALLABLE = {"function", "builtin_function_or_method", "method", "method_descriptor", "type", "Blank"}


def slip_in_value(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name the slip between an expected value and the one that was given.

    >>> slip_in_value(0.5, 50, Task("`share`")).sentence
    '`share` is a percentage, a share of a hundred. Here a share from 0 to 1 is asked: do not multiply by 100.'
    >>> slip_in_value(["a", "b", "c"], ["a", "c"], Task("`x`")).sentence
    '`x`: `b` is left out.'
    """
    rules: list[Callable[[Any, Any, Task], Slip | None]] = [_nothing, _not_run, slip_of_choice, _nearly]
    if is_number(wanted):
        rules += [slip_of_number]
    elif isinstance(wanted, str):
        rules += [slip_of_text]
    elif isinstance(wanted, list):
        rules += [slip_of_list]
    elif isinstance(wanted, bool):
        rules += [slip_of_truth]
    elif isinstance(wanted, dict):
        rules += [slip_of_table]
    return next((slip for rule in rules if (slip := rule(wanted, given, task))), None)


def not_there(kind: str, given: Any, task: Task) -> Slip | None:
    """Say that an answer, which may be of any kind, is None or a function that was not called.

    >>> not_there("an Axes", {"other": "function"}, Task("`x`", "x = bar_chart")).sentence
    '`bar_chart` is a function that was not run: put brackets after it, `bar_chart(…)`.'
    """
    if kind == "a function":
        return None
    return _nothing(kind, given, task) or _not_run(kind, given, task)


def slip_of_places(answers: Mapping[str, tuple[Any, Any]]) -> Slip | None:
    """Name a slip between the answers of one question; `answers` maps a name to (expected, given).

    >>> slip_of_places({"a": (6, 3), "b": (3, 6)}).sentence
    'These are the right values the wrong way round: `a` has the value of `b`.'
    """
    wrong = {name: pair for name, pair in answers.items() if not same(*pair)}
    if len(wrong) < 2:
        return None
    wanted, given = (sorted((pair[n] for pair in wrong.values()), key=in_order) for n in (0, 1))
    if not same(wanted, given) or same(wanted[0], wanted[-1]):
        return None
    first, second = list(wrong)[:2]
    owner = next((name for name, pair in wrong.items() if same(pair[0], wrong[first][1])), second)
    return slip_saying(
        "These are the right values the wrong way round: `{name}` has the value of `{other}`.",
        name=first,
        other=owner,
    )


def _nothing(wanted: Any, given: Any, task: Task) -> Slip | None:
    if given is not None or wanted is None:
        return None
    bare = outside_quotes(task.code)
    if re.search(r"=[ \t]*None[ \t]*$", bare, re.MULTILINE) and not task.called:
        return slip_about(task, "{subject} is `None`, which is nothing at all: put your answer there.")
    if re.search(r"\bprint\s*\(", bare) and (not task.called or re.search(r"return\s+print\s*\(", bare)):
        return slip_about(
            task,
            to_say(
                "{subject} is `None`, nothing at all: `print` shows a value and gives nothing back. Remove the `print`."
            ),
            to_say(
                "{subject} gives `None`, nothing at all: `print` shows a value and gives nothing back. Write only `return`, without `print`."
            ),
        )
    if re.search(r"(?:return|=)[^\n=]*\.(?:sort|append|reverse|extend|insert|remove|add|update)\(", bare):
        return slip_about(
            task,
            "{subject} is nothing, `None`: a method such as `.sort()` or `.append()` changes a list and gives nothing back. Use the list itself.",
        )
    if re.search(r"=\s*plt\.show\(", bare):
        return slip_about(
            task,
            "{subject} is nothing, `None`: `plt.show()` shows a chart and gives nothing back. Keep what the chart function gives.",
        )
    return slip_about(
        task,
        to_say("{subject} is `None`, nothing at all. If there is a `print` around it, remove that."),
        to_say("{subject} gives nothing, `None`. Did you forget `return`?"),
    )


def _not_run(wanted: Any, given: Any, task: Task) -> Slip | None:
    kind = given.get("other") if isinstance(given, dict) else None
    if kind == "ellipsis":
        return slip_about(task, "{subject} is `...`, three dots, which hold a place: put your answer there.")
    if kind not in CALLABLE:
        return None
    if kind == "type" and isinstance(wanted, str):
        return slip_about(task, "{subject} is not text: put the name in quotes.")
    if name := _uncalled(task):
        return slip_saying(
            "`{name}` is a function that was not run: put brackets after it, `{name}(…)`.", name=name
        )
    return slip_about(task, "{subject} is a function that was not run. Did you forget the brackets, `()`?")


def _uncalled(task: Task) -> str | None:
    """Return the function that the last value or, for a call, the last `return` names without calling it."""
    made = {
        ast.unparse(line.targets[0]): line.value
        for line in nodes_in(task.code, ast.Assign)
        if task.called and isinstance(line.value, ast.Name | ast.Attribute)
    }
    lines: list[Any] = nodes_in(task.code, ast.Return if task.called else ast.Assign)
    for line in sorted(lines, key=lambda line: line.lineno, reverse=True):
        value = made.get(ast.unparse(line.value), line.value) if line.value else None
        if isinstance(value, ast.Attribute | ast.Name) and len(ast.unparse(value)) > 1:
            return ast.unparse(value)
    return None


def _nearly(wanted: Any, given: Any, task: Task) -> Slip | None:
    message = near(wanted, given)
    if message is None or message == REORDERED:
        return None
    if message == BOXED and re.search(r"=[^=\n]*[^\s\[,],\s*(?:#.*)?$", task.code, re.MULTILINE):
        message = to_say("Right, but for the comma at its end, which makes a list of it: remove the comma.")
    return slip_saying(message, almost=True)
