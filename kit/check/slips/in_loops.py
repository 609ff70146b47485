"""Name the slips that can be seen in the loops of a function."""

import ast

from kit.check.slips.phrases import Slip, slip_saying
from kit.check.source import nodes_in

__all__ = ["begun_anew_in_loop", "broken_off", "never_added"]

CHANGES = {"append", "extend", "insert", "sort", "reverse", "add", "update", "remove", "clear", "pop"}
LOOPS = (ast.For, ast.While)


def begun_anew_in_loop(function: ast.FunctionDef) -> Slip | None:
    r"""Find `count = 0` or `numbers = []` in a loop that then adds to it.

    >>> code = "def f(words):\n    for word in words:\n        n = 0\n        n = n + 1\n    return n"
    >>> begun_anew_in_loop(ast.parse(code).body[0]).sentence[:40]
    '`n = 0` stands inside the loop, so every'
    """
    returned = _returned(function)
    for loop in [line for line in function.body if isinstance(line, LOOPS)]:
        for line in loop.body:
            if not isinstance(line, ast.Assign):
                continue
            empty = isinstance(line.value, ast.Constant) or ast.unparse(line.value) in ("[]", "{}")
            name = ast.unparse(line.targets[0])
            if empty and name in returned and _grows(loop, name):
                return slip_saying(
                    "`{line}` stands inside the loop, so every round begins anew: put it above the loop.",
                    line=ast.unparse(line),
                )
    return None


def never_added(function: ast.FunctionDef) -> Slip | None:
    r"""Find `count = 1` in a loop where `count = count + 1` is meant.

    >>> code = "def f(words):\n    n = 0\n    for word in words:\n        n = 1\n    return n"
    >>> never_added(ast.parse(code).body[0]).sentence[:42]
    '`n = 1` puts the same number there in ever'
    """
    for loop in nodes_in(function, *LOOPS):
        for line in nodes_in(loop, ast.Assign):
            if not isinstance(line.targets[0], ast.Name | ast.Subscript):
                continue
            target, value = ast.unparse(line.targets[0]), line.value
            if ast.unparse(value) == target:
                return slip_saying(
                    "`{name} = {name}` changes nothing. To count, write `{name} = {name} + 1`.", name=target
                )
            if target.split("[")[0] not in _returned(function) or _grows(loop, target):
                continue
            if isinstance(value, ast.List) and value.elts and isinstance(line.targets[0], ast.Name):
                return slip_saying(
                    "`{line}` makes a new list in every round, and only the last is left. `{name}.append(…)` adds to it.",
                    line=ast.unparse(line),
                    name=target,
                )
            if isinstance(value, ast.Constant) and type(value.value) is int and value.value > 0:
                return slip_saying(
                    "`{line}` puts the same number there in every round. To count, write `{name} = {name} + 1`.",
                    line=ast.unparse(line),
                    name=target,
                )
    return None


def _returned(function: ast.FunctionDef) -> set[str]:
    return {line.value.id for line in nodes_in(function, ast.Return) if isinstance(line.value, ast.Name)}


def _grows(loop: ast.AST, target: str) -> bool:
    """Say whether a loop computes a name's next value from its last one, or adds something to it."""
    again = [
        part
        for line in nodes_in(loop, ast.Assign)
        if ast.unparse(line.targets[0]) == target
        for part in nodes_in(line.value, ast.expr)
    ]
    again += [line.target for line in nodes_in(loop, ast.AugAssign)]
    again += [part.value for part in nodes_in(loop, ast.Attribute) if part.attr in CHANGES]
    return target in map(ast.unparse, again)


def broken_off(function: ast.FunctionDef) -> Slip | None:
    r"""Say that a loop is left with `break`.

    >>> code = "def f(words):\n    n = 0\n    for word in words:\n        n = n + 1\n        break\n    return n"
    >>> broken_off(ast.parse(code).body[0]).sentence
    '`break` leaves the loop at once: what comes after it is not looked at. Should it stand there?'
    """
    if not nodes_in(function, ast.Break):
        return None
    return slip_saying(
        "`break` leaves the loop at once: what comes after it is not looked at. Should it stand there?"
    )
