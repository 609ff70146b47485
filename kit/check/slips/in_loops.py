"""Name the slips of loops, as the code of a function shows them."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast

from kit.check.slips.phrases import Slip
from kit.language import say

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
    for loop in [node for node in function.body if isinstance(node, LOOPS)]:
        for line in loop.body:
            if not (isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)):
                continue
            empty = isinstance(line.value, ast.Constant) or ast.unparse(line.value) in ("[]", "{}")
            name = line.targets[0].id
            if empty and name in returned and _grows(loop, name):
                return Slip(
                    say(
                        "`{line}` stands inside the loop, so every round begins anew: put it above the loop.",
                        line=ast.unparse(line),
                    )
                )
    return None


def never_added(function: ast.FunctionDef) -> Slip | None:
    r"""Find `count = 1` in a loop, where one more is meant.

    >>> code = "def f(words):\n    n = 0\n    for word in words:\n        n = 1\n    return n"
    >>> never_added(ast.parse(code).body[0]).sentence[:42]
    '`n = 1` puts the same number there in ever'
    """
    for loop in [node for node in ast.walk(function) if isinstance(node, LOOPS)]:
        for line in (node for node in ast.walk(loop) if isinstance(node, ast.stmt)):
            if not isinstance(line, ast.Assign) or not isinstance(line.targets[0], ast.Name | ast.Subscript):
                continue
            target, value = ast.unparse(line.targets[0]), line.value
            if ast.unparse(value) == target:
                return Slip(
                    say(
                        "`{name} = {name}` changes nothing. To count, write `{name} = {name} + 1`.",
                        name=target,
                    )
                )
            if (
                isinstance(value, ast.List)
                and value.elts
                and target in _returned(function)
                and not _grows(loop, target)
            ):
                return Slip(
                    say(
                        "`{line}` makes a new list in every round, and only the last is left. `{name}.append(…)` adds to it.",
                        line=ast.unparse(line),
                        name=target,
                    )
                )
            number = isinstance(value, ast.Constant) and type(value.value) is int and value.value > 0
            if number and target.split("[")[0] in _returned(function) and not _grows(loop, target):
                return Slip(
                    say(
                        "`{line}` puts the same number there in every round. To count, write `{name} = {name} + 1`.",
                        line=ast.unparse(line),
                        name=target,
                    )
                )
    return None


def _returned(function: ast.FunctionDef) -> set[str]:
    return {
        node.value.id
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Name)
    }


def _grows(loop: ast.AST, target: str) -> bool:
    """Say whether a loop makes the next value of a name from the last one, or puts something into it."""
    for node in ast.walk(loop):
        if isinstance(node, ast.AugAssign) and ast.unparse(node.target) == target:
            return True
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == target:
            parts = [ast.unparse(part) for part in ast.walk(node.value) if isinstance(part, ast.expr)]
            if target in parts:
                return True
        if isinstance(node, ast.Attribute) and node.attr in CHANGES and ast.unparse(node.value) == target:
            return True
    return False


def broken_off(function: ast.FunctionDef) -> Slip | None:
    r"""Say that a loop is left with `break`.

    >>> code = "def f(words):\n    n = 0\n    for word in words:\n        n = n + 1\n        break\n    return n"
    >>> broken_off(ast.parse(code).body[0]).sentence
    '`break` leaves the loop at once: what comes after it is not looked at. Should it stand there?'
    """
    if not any(isinstance(node, ast.Break) for node in ast.walk(function)):
        return None
    return Slip(
        say("`break` leaves the loop at once: what comes after it is not looked at. Should it stand there?")
    )
