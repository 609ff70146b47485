"""Look at answers: evaluate small expressions on them, and say in plain data what came back.

Nothing here knows what is right: `kit.check` compares with the key. This part can therefore run in a
sandbox while the key stays outside.
"""

import ast
import builtins
import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from types import CodeType, FunctionType
from typing import Any

from kit.check.plain_data import in_order, plain, plain_kind
from kit.check.protocol import Look, Seen

__all__ = ["look", "name_of"]


def look(expressions: Iterable[str], scope: Mapping[str, Any], names: Iterable[str] = ()) -> Seen:
    """Evaluate expressions on the answers in `scope` and say in plain data what came back.

    `names` are the names an answer defines. The result can be written as JSON: `missing` and `blank` list
    the names that have no value or still hold a `____`; `kinds` says what each of the others is, such as
    "text" or "a list", and `values` what they are; `results` has one dict for each expression, with
    `value` or `raised` (and `message`), and where it applies `printed`, `changed` (the call altered an
    argument) or `gave` (the kind of what a call gave back, where the rest of the expression failed).
    No exception of an answer gets out of here, and nothing it prints reaches the screen.

    >>> look(["double(4)", "double('x')"], {"double": lambda x: 2 * int(x)}, ["double"])["results"][0]
    {'value': 8}
    >>> from kit.check.blank import ____
    >>> seen = look(["double(4)"], {"double": ____}, ["double", "half"])
    >>> seen["missing"], seen["blank"], seen["kinds"], seen["results"]
    (['half'], ['double'], {'double': 'a Blank'}, [])
    """
    scope = {name: value for name, value in scope.items() if not hasattr(builtins, name)}
    names = list(names)
    missing = [name for name in names if name not in scope]
    blank = [name for name in names if name in scope and _unfinished(scope[name])]
    results = [] if missing else [_evaluate(expression, scope, names) for expression in expressions]
    there = [name for name in names if name in scope]
    kinds = {name: plain_kind(scope[name]) for name in there}
    values = {name: plain(scope[name]) for name in there}
    return {"missing": missing, "blank": blank, "kinds": kinds, "values": values, "results": results}


def _unfinished(value: Any) -> bool:
    """Say whether an answer still holds a `____`, as a value or in a function's code."""
    if isinstance(value, FunctionType):
        return _mentions_blank(value.__code__)
    return '{"blank": true}' in in_order(plain(value))


def _mentions_blank(code: CodeType) -> bool:
    inner = (part for part in code.co_consts if isinstance(part, CodeType))
    return "____" in code.co_names or any(map(_mentions_blank, inner))


def _evaluate(expression: str, scope: dict[str, Any], names: Iterable[str] = ()) -> Look:
    """Evaluate one expression; the arguments of a call are compared before and after it."""
    printed, before, after, figures = io.StringIO(), None, None, _figures()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            call = ast.parse(expression, mode="eval").body
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                function, arguments, named = _parts(call, scope)
                before = plain([arguments, named])
                value = function(*arguments, **named)
                after = plain([arguments, named])
            else:
                value = eval(expression, scope)
            result = Look(value=plain(value))
    except BaseException as error:  # Not even SystemExit or an interrupt may stop the check.
        result = Look(raised=name_of(error), message=_message(error))
        inner = _inner_call(expression, names) if isinstance(error, Exception) else None
        if inner:  # It is None after an interrupt, because the answer's loop may never end.
            out, errors = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
            with contextlib.suppress(BaseException), out, errors:
                result["gave"] = plain_kind(eval(inner, scope))
    _close(_figures() - figures)
    if printed.getvalue().strip():
        result["printed"] = True
    if before != after and "value" in result:
        result["changed"] = True
    return result


def _inner_call(expression: str, names: Iterable[str]) -> str | None:
    """Return the call of an answer's function that is nested in an expression; None if there is none."""
    outer = ast.parse(expression, mode="eval").body
    for node in ast.walk(outer):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in list(names) and node is not outer:
            return ast.unparse(node)
    return None


def _parts(call: ast.Call, scope: dict[str, Any]) -> tuple[Callable[..., Any], list[Any], dict[str, Any]]:
    """Evaluate the function, the arguments and the named arguments of a call."""

    def value(node: ast.expr) -> Any:
        return eval(ast.unparse(node), scope)

    named = {word.arg: value(word.value) for word in call.keywords if word.arg}  # No probe uses **.
    return value(call.func), [value(argument) for argument in call.args], named


def _message(error: BaseException) -> str:
    try:
        return re.sub(r" at 0x\w+", "", str(error))[:200]
    except BaseException:
        return ""


def _figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def _close(figures: set[int]) -> None:
    """Close the figures that looking at an answer opened, so that none appears below a check."""
    for number in figures:
        sys.modules["matplotlib.pyplot"].close(number)


def name_of(error: BaseException) -> str:
    """Return an error's name, the same in every Python: `re.error` is called PatternError from 3.13 on.

    >>> name_of(re.error("a bracket is open"))
    'PatternError'
    """
    return "PatternError" if isinstance(error, re.error) else type(error).__name__
