"""Name the slips that the code of a function shows."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kit.check.protocol import Probe
from kit.check.slips.phrases import Slip, short
from kit.check.source import functions_of, names_read, outside_quotes
from kit.check.values import same
from kit.language import say

__all__ = ["slip_in_code", "slip_of_loop", "slip_without_return"]


def slip_in_code(
    names: Sequence[str], pairs: Sequence[tuple[Probe, Mapping[str, Any]]], code: str
) -> Slip | None:
    r"""Name what is wrong in a function of the answer, as far as its code and all its results show it.

    >>> probes = [({"expression": f"f({n})", "expected": 2 * n}, {"value": 8}) for n in (4, 5)]
    >>> slip_in_code(["f"], probes, "def f(n):\n    return 8").sentence
    '`f` gives the same, whatever it is called with: what it is given, `n`, is not used in it.'
    """
    for function in functions_of(names, code):
        unused = [name for name in _parameters(function) if name not in names_read(function)]
        results = [
            result.get("value")
            for probe, result in pairs
            if re.search(rf"\b{function.name}\(", probe["expression"])
        ]
        constant = (
            len(results) > 1 and all(same(results[0], other) for other in results) and results[0] is not None
        )
        if constant and unused:
            return Slip(
                say(
                    "`{function}` gives the same, whatever it is called with: what it is given, `{name}`, is not used in it.",
                    function=function.name,
                    name=unused[0],
                )
            )
        if unused:
            return Slip(
                say(
                    "`{name}`, which `{function}` is given, is not used in it: is there a name from outside, or a value written out, in its place?",
                    name=unused[0],
                    function=function.name,
                )
            )
        lost = _given_another_value(function)
        if lost:
            return Slip(
                say(
                    "`{line}` throws away what `{function}` is given, `{name}`: leave that line out.",
                    line=short(ast.unparse(lost)),
                    function=function.name,
                    name=ast.unparse(lost.targets[0]),
                )
            )
        written = _written_out(function, pairs)
        if written:
            return Slip(
                say(
                    "In `{function}` the value `{value}` is written out; it fits one text only. Use what the function is given.",
                    function=function.name,
                    value=written,
                )
            )
    return None


def slip_of_loop(names: Sequence[str], code: str) -> Slip | None:
    r"""Say that a function of the answer ends within its loop, as its code shows.

    >>> slip_of_loop(["f"], "def f(x): return x") is None
    True
    >>> slip_of_loop(["f"], "def f(x):\n    for y in x:\n        if y:\n            return y").sentence[:42]
    'The `return` stands inside the loop, so th'
    """
    for function in functions_of(names, code):
        if _returns_in_loop(function):
            return Slip(
                say(
                    "The `return` stands inside the loop, so the function ends after the first round: indent it less."
                )
            )
        inside = any(
            isinstance(node, ast.Return)
            for loop in function.body
            if isinstance(loop, ast.For | ast.While)
            for node in ast.walk(loop)
        )
        if inside and not isinstance(function.body[-1], ast.Return):
            return Slip(
                say(
                    "The `return` stands inside the loop, so the function ends there at the first hit, and without one it gives nothing back: indent it less."
                )
            )
    return None


def slip_without_return(
    names: Sequence[str], pairs: Sequence[tuple[Probe, Mapping[str, Any]]], code: str
) -> Slip | None:
    """Say that a function of the answer gives nothing back, as its code shows.

    >>> slip_without_return(["f"], [({"expression": "f(1)"}, {"value": None})], "def f(n): 2 * n").sentence
    '`f` gives back nothing: there is no `return` in it. End it with `return …`.'
    """
    for function in functions_of(names, code):
        own = [result for probe, result in pairs if re.search(rf"\b{function.name}\(", probe["expression"])]
        ends = [node for node in ast.walk(function) if isinstance(node, ast.Return | ast.Yield)]
        if ends and not any(node.value for node in ends) and own:
            return Slip(
                say(
                    "`{function}` gives back nothing: behind `return` stands nothing. Write there what comes back.",
                    function=function.name,
                )
            )
        if ends or not own:
            continue
        if any(result.get("raised") == "NameError" for result in own):
            continue
        if any("printed" in result for result in own):
            return Slip(
                say(
                    "`{function}` prints its result and gives back nothing: write `return` instead of `print`.",
                    function=function.name,
                )
            )
        if re.search(r"\b[Rr][Ee][Tt]\w*\s*\(", outside_quotes(code)):
            continue
        return Slip(
            say(
                "`{function}` gives back nothing: there is no `return` in it. End it with `return …`.",
                function=function.name,
            )
        )
    return None


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [
        argument.arg
        for argument in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    ]


def _given_another_value(function: ast.FunctionDef) -> ast.Assign | None:
    """Return the line in which a name that the function is given gets another value, before it was used."""
    read: set[str] = set()
    for line in function.body:
        read |= {
            node.id
            for node in ast.walk(line)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        target = ast.unparse(line.targets[0]) if isinstance(line, ast.Assign) else ""
        if isinstance(line, ast.Assign) and target in set(_parameters(function)) - read:
            return line
    return None


def _returns_in_loop(function: ast.FunctionDef) -> bool:
    """Say whether a loop ends with a `return` that no condition guards, and nothing is returned after it."""
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.While) and any(isinstance(line, ast.Return) for line in node.body):
            return True
    return False


def _written_out(function: ast.FunctionDef, pairs: Sequence[tuple[Probe, Mapping[str, Any]]]) -> str | None:
    """Return a value of the code that is itself the expected result of one probe, while another is wrong."""
    hits = [
        probe["expected"]
        for probe, result in pairs
        if "value" in result and same(probe["expected"], result["value"])
    ]
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Return)
            and isinstance(node.value, ast.Constant)
            and node.value.value not in (None, 0, 1, "", True, False)
        ) and any(same(hit, node.value.value) for hit in hits):
            return short(node.value.value)
    return None
