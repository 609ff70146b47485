"""Say what a probe looks at: an answer by its name, or a call of the answer's function."""

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kit.check.protocol import Difference, Probe
from kit.check.slips.phrases import these
from kit.check.values import right
from kit.language import say

__all__ = [
    "Pairs",
    "answers_by_name",
    "call_in",
    "calls_it",
    "difference_of",
    "is_choice",
    "is_plain",
    "kind_of_data",
    "mentions",
    "short_call",
    "subject_of",
]

Pairs = list[tuple[Probe, dict[str, Any]]]


# Functions that a probe may call on an answer and still count as looking at its value.
PLAIN = {"sorted", "list", "str", "isinstance", "getattr", "set", "tuple", "int", "float", "round"}
PLAIN |= {"strip", "lower", "upper", "split", "join", "replace"}


def mentions(probe: Probe, name: str) -> bool:
    """Say whether a probe's expression uses a name.

    >>> mentions({"expression": "sorted(x)", "expected": []}, "x")
    True
    """
    return bool(re.search(rf"\b{name}\b", probe["expression"]))


def calls_it(probe: Probe, function: str) -> bool:
    """Say whether a probe calls a function.

    >>> calls_it({"expression": "len(f(2))", "expected": 3}, "f")
    True
    """
    return bool(re.search(rf"\b{function}\(", probe["expression"]))


def subject_of(question: Mapping[str, Any], probe: Probe) -> str:
    """Return the subject of a probe, in words or as a call that a student can read.

    >>> key = {"names": ["x", "f"]}
    >>> subject_of(key, {"expression": "sorted(x)", "expected": []}), subject_of(key, {"expression": "len(f(2))"})
    ('`x`', 'the length of `f(2)`')
    """
    if "label" in probe:
        return probe["label"]
    expression = probe["expression"]
    call = call_in(question["names"], expression)
    if call is None and not is_plain(question, probe):
        return f"`{short_call(expression)}`"
    if call is None:
        named = [name for name in question["names"] if mentions(probe, name)]
        return these([f"`{name}`" for name in named]) if named else f"`{expression}`"
    call = short_call(call)
    if expression.startswith("len(") and not call.startswith("len("):
        return say("the length of `{call}`", call=call)
    if expression.endswith((".sum()", ".sum())")):
        return say("the sum of `{call}`", call=call)
    return f"`{call}`"


def answers_by_name(
    question: Mapping[str, Any], seen: Mapping[str, Any], pairs: Pairs
) -> dict[str, tuple[Any, Any]]:
    """Return (expected, given) for each plain answer, by name.

    >>> probes = [({"expression": "x", "expected": 3}, {"value": 4})]
    >>> answers_by_name({"names": ["x"]}, {}, probes)
    {'x': (3, 4)}
    """
    values, kinds = seen.get("values", {}), seen.get("kinds", {})
    answers: dict[str, tuple[Any, Any]] = {}
    for probe, result in pairs:
        if not is_plain(question, probe):
            continue
        # Names are sorted as they come in the expression, like the items of its value.
        words = re.findall(r"\w+", probe["expression"])
        named = sorted(set(words).intersection(question["names"]), key=words.index)
        expected, given = probe["expected"], result.get("value")
        if len(named) == 1:
            name = named[0]
            odd = "value" not in result or kinds.get(name) != question.get("kinds", {}).get(
                name, kinds.get(name)
            )
            if odd and question.get("kinds", {}).get(name) not in (kind_of_data(expected), None):
                continue
            raw = (odd or is_choice(probe)) and name in values and not right(probe, result)
            if isinstance(expected, bool) and not raw:
                continue
            if "value" in result or name in values:
                answers[name] = (expected, values[name] if raw else given)
        elif isinstance(expected, list) and len(expected) == len(named):
            for at, name in enumerate(named):
                looked = isinstance(given, list) and len(given) == len(named)
                if looked or name in values:
                    answers[name] = (
                        expected[at],
                        given[at] if looked and isinstance(given, list) else values[name],
                    )
    return answers


def is_plain(question: Mapping[str, Any], probe: Probe) -> bool:
    """Say whether a probe looks at a value without calling a function of the answer or of kit.

    >>> is_plain({"names": ["x"]}, {"expression": "sorted(x)", "expected": []})
    True
    """
    for name, kind in question.get("kinds", {}).items():
        if probe.get("label") == f"`{name}`" and kind == kind_of_data(probe["expected"]) != "a function":
            return True  # Its label names this answer, whatever the expression does to it.
    expression = probe["expression"]
    if call_in(question["names"], expression) or "called(" in expression:
        return "called(" in expression
    return set(re.findall(r"([A-Za-z_]\w*)\(", expression)) <= PLAIN


def kind_of_data(data: Any) -> str:
    """Return the kind of plain data in the words that a key uses.

    >>> kind_of_data([1]), kind_of_data({"set": []})
    ('a list', 'something else')
    """
    kinds = ((bool, "True or False"), (str, "text"), (int | float, "a number"), (list, "a list"))
    return next((word for kind, word in kinds if isinstance(data, kind)), "something else")


def is_choice(probe: Probe) -> bool:
    """Say whether a probe asks for letters to choose from.

    >>> is_choice({"expression": "x", "expected": ["B"], "choice": "ABC"})
    True
    """
    written = "choice" in probe or re.search(r"\.upper\(\)", probe["expression"])
    letters = probe["expected"] if isinstance(probe["expected"], list) else [probe["expected"]]
    return bool(written) and all(
        isinstance(letter, str) and re.fullmatch("[A-H]", letter) for letter in letters
    )


def difference_of(question: Mapping[str, Any], probe: Probe, result: Mapping[str, Any]) -> Difference | None:
    """Return what is shown of a wrong answer below the sentence; None if nothing is.

    >>> difference_of({"names": ["x"]}, {"expression": "x", "expected": 3}, {"value": 4}).given
    4
    """
    if "value" not in result:
        return None
    called = call_in(question["names"], probe["expression"]) is not None
    called = called or ("label" not in probe and not is_plain(question, probe))
    return Difference(
        subject_of(question, probe), result["value"], probe["expected"] if called else None, called
    )


def call_in(names: Sequence[str], expression: str) -> str | None:
    """Return the source of the first call of an answer's function in an expression; None without one.

    >>> call_in(["f"], "len(f(2))")
    'f(2)'
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            return ast.get_source_segment(expression, node)
    return None


def short_call(call: str) -> str:
    """Return a call with its long arguments left out, so that it fits into a sentence.

    >>> short_call("f(2)")
    'f(2)'
    """
    if len(call) <= 70:
        return call
    try:
        node = ast.parse(call, mode="eval").body
    except SyntaxError:
        return call
    if not isinstance(node, ast.Call):
        return call
    parts = [ast.get_source_segment(call, argument) or "…" for argument in node.args]
    cut = ["[…]" if part.startswith("[") else "…" for part in parts]
    shown = [part if len(part) <= 30 else less for part, less in zip(parts, cut, strict=True)]
    return f"{ast.unparse(node.func)}({', '.join(shown)})"
