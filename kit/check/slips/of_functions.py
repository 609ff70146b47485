"""Name the slips that can be seen in the code of a function, also with the help of its results."""

import ast
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from kit.check.looks import Pairs, calls_it
from kit.check.slips.in_loops import LOOPS
from kit.check.slips.phrases import Slip, short, slip_saying
from kit.check.source import arguments_of, functions_of, names_read, names_stored, nodes_in, outside_quotes
from kit.check.values import same

__all__ = ["slip_in_code", "slip_of_elif", "slip_of_loop", "slip_without_return"]

ENDS = (ast.Return, ast.Continue, ast.Break, ast.Raise)  # Python runs no line of a block after one of these.


def slip_in_code(names: Sequence[str], pairs: Pairs, code: str) -> Slip | None:
    r"""Name what is wrong in a function of the answer, if its code and all its results show it.

    >>> probes = [({"expression": f"f({n})", "expected": 2 * n}, {"value": 8}) for n in (4, 5)]
    >>> slip_in_code(["f"], probes, "def f(n):\n    return 8").sentence
    '`f` gives the same, whatever it is called with: what it is given, `n`, is not used in it.'
    """
    for function in functions_of(names, code):
        unused = [name for name in arguments_of(function.args) if name not in names_read(function)]
        results = [result.get("value") for result in _results_of(function, pairs)]
        constant = (
            len(results) > 1 and all(same(results[0], other) for other in results) and results[0] is not None
        )
        if constant and unused:
            return slip_saying(
                "`{function}` gives the same, whatever it is called with: what it is given, `{name}`, is not used in it.",
                function=function.name,
                name=unused[0],
            )
        if unused:
            return slip_saying(
                "`{name}`, which `{function}` is given, is not used in it: is there a name from outside, or a value written out, in its place?",
                name=unused[0],
                function=function.name,
            )
        if lost := _given_another_value(function):
            return slip_saying(
                "`{line}` throws away what `{function}` is given, `{name}`: leave that line out.",
                line=short(ast.unparse(lost)),
                function=function.name,
                name=ast.unparse(lost.targets[0]),
            )
        if written := _written_out(function, pairs):
            return slip_saying(
                "In `{function}` the value `{value}` is written out; it fits one text only. Use what the function is given.",
                function=function.name,
                value=written,
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
        if any(isinstance(line, ast.Return) for loop in nodes_in(function, *LOOPS) for line in loop.body):
            return slip_saying(
                "The `return` stands inside the loop, so the function ends after the first round: indent it less."
            )
        inside = any(nodes_in(line, ast.Return) for line in function.body if isinstance(line, LOOPS))
        if inside and not isinstance(function.body[-1], ast.Return):
            return slip_saying(
                "The `return` stands inside the loop, so the function ends there at the first hit, and without one it gives nothing back: indent it less."
            )
    return None


def slip_of_elif(names: Sequence[str], answers: Iterable[str], code: str) -> Slip | None:
    r"""Say that an `if` stands where a right answer has `elif`, so that Python asks both questions.

    >>> answer = "def f(n):\n    if n < 2:\n        return 1\n    elif n < 5:\n        return 2"
    >>> slip_of_elif(["f"], [answer], "def f(n):\n    if n < 2: m = 1\n    if n < 5: m = 2").sentence[:50]
    'Python asks `if n < 5` also where the `if` above i'
    >>> slip_of_elif(["f"], [answer], "def f(n):\n    if n < 2: n = 2\n    if n < 5: m = 2")
    """
    if not any(_is_elif(choice) for answer in answers for choice in nodes_in(answer, ast.If)):
        return None
    for function in functions_of(names, code):
        for body in [part.body for part in nodes_in(function, ast.FunctionDef, *LOOPS)]:
            for first, second in itertools.pairwise(body):
                both = isinstance(first, ast.If) and isinstance(second, ast.If) and not first.orelse
                # Where the first changes what the second asks about, it only prepares.
                if both and not isinstance(first.body[-1], ENDS) and _ask_alike(first, second):
                    return slip_saying(
                        "Python asks `{question}` also where the `if` above it was true. If only one of them is to count, write `elif`.",
                        question=f"if {short(ast.unparse(second.test))}",
                    )
    return None


def _ask_alike(first: ast.If, second: ast.If) -> bool:
    """Say whether two questions ask about the same names, which the first does not change."""
    asked = names_read(second.test)
    return bool(asked & names_read(first.test)) and not asked & names_stored(first)


def slip_without_return(names: Sequence[str], pairs: Pairs, code: str) -> Slip | None:
    """Say that a function of the answer gives nothing back, as its code shows.

    >>> slip_without_return(["f"], [({"expression": "f(1)"}, {"value": None})], "def f(n): 2 * n").sentence
    '`f` gives back nothing: there is no `return` in it. End it with `return …`.'
    """
    for function in functions_of(names, code):
        own = _results_of(function, pairs)
        ends = nodes_in(function, ast.Return, ast.Yield)
        if ends and not any(node.value for node in ends) and own:
            return slip_saying(
                "`{function}` gives back nothing: behind `return` stands nothing. Write there what comes back.",
                function=function.name,
            )
        if ends or not own or any(result.get("raised") == "NameError" for result in own):
            continue
        if any("printed" in result for result in own):
            return slip_saying(
                "`{function}` prints its result and gives back nothing: write `return` instead of `print`.",
                function=function.name,
            )
        if re.search(r"\b[Rr][Ee][Tt]\w*\s*\(", outside_quotes(code)):
            continue
        return slip_saying(
            "`{function}` gives back nothing: there is no `return` in it. End it with `return …`.",
            function=function.name,
        )
    return None


def _is_elif(choice: ast.If) -> bool:
    return len(choice.orelse) == 1 and isinstance(choice.orelse[0], ast.If)


def _results_of(function: ast.FunctionDef, pairs: Pairs) -> list[dict[str, Any]]:
    """Return the results of the probes that call a function."""
    return [result for probe, result in pairs if calls_it(probe, function.name)]


def _given_another_value(function: ast.FunctionDef) -> ast.Assign | None:
    """Return the line in which a parameter gets another value before it was read."""
    read: set[str] = set()
    for line in function.body:
        read |= names_read(line)
        if isinstance(line, ast.Assign):
            target = ast.unparse(line.targets[0])
            if target in arguments_of(function.args) and target not in read:
                return line
    return None


def _written_out(function: ast.FunctionDef, pairs: Pairs) -> str | None:
    """Return a constant in the code that is the expected result of one probe, if another probe is wrong."""
    hits = [
        probe["expected"]
        for probe, result in pairs
        if "value" in result and same(probe["expected"], result["value"])
    ]
    for line in nodes_in(function, ast.Return):
        value = line.value.value if isinstance(line.value, ast.Constant) else None
        if value not in (None, 0, 1, "") and any(same(hit, value) for hit in hits):
            return short(value)
    return None
