"""Look at answers: evaluate small expressions on them and turn the results into plain data.

Nothing here knows what is right: `kit.check` compares with the key. This part can therefore run in a
sandbox while the key stays outside.
"""

import ast
import builtins
import contextlib
import hashlib
import io
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from json.encoder import encode_basestring_ascii
from types import CodeType, FunctionType
from typing import Any

from kit.check.protocol import Look, Seen
from kit.errors import a_or_an

__all__ = ["Blank", "in_order", "look", "name_of", "plain"]

LONG = 1000  # A string of more characters is compared by its hash.
Each = Callable[[Iterable[Any]], list[Any]]  # turns each of several values into plain data


class Blank:
    """The class of `____`, a place for an answer. It supports operations, so an untouched stub runs.

    Python needs a real value in some places, so stubs must avoid them: `range(____)`, `len(____)`,
    `words[____]`, `____ in "text"` and `f"{____:.2f}"`.

    >>> ____ + 1, ____.lower(), 12 / ____, -____ ** 2
    (____, ____, ____, ____)
    """

    def __repr__(self) -> str:
        return "____"

    def __getattr__(self, name: str) -> "Blank":
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def _itself(self, *_args: Any, **_named: Any) -> "Blank":
        return self

    __call__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = _itself
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = __and__ = __or__ = _itself
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _itself
    __rand__ = __ror__ = __neg__ = __pos__ = __abs__ = __round__ = _itself


____ = Blank()


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
    kinds = {name: _kind(scope[name]) for name in there}
    values = {name: plain(scope[name]) for name in there}
    return {"missing": missing, "blank": blank, "kinds": kinds, "values": values, "results": results}


def plain(value: Any, *, depth: int = 0) -> Any:
    """Turn any value into data that JSON can hold, trusting only its type and never its own methods.

    None, booleans, numbers, strings and lists stay; a tuple, an array or a Series without names becomes a
    list; a dict or another Series `{"dict": [[key, value], …]}` sorted by key, and a dict's keys
    `{"keys": […]}`; a set `{"set": […]}`; a DataFrame `{"table": {"columns": […], "rows": […]}}`; a very long
    string or number `{"text": …}` or `{"long": …}` with its length and hash; anything else
    `{"other": "its type"}`.

    >>> plain(("دير الزور", 12, 0.5))
    ['دير الزور', 12, 0.5]
    >>> plain({"b": 1, "a": {2}})
    {'dict': [['a', {'set': [2]}], ['b', 1]]}
    >>> plain(len)
    {'other': 'builtin_function_or_method'}
    """
    kind = type(value)
    # Words and numbers are the commonest values, and there may be many of them.
    if (kind is str and len(value) <= LONG) or (kind is int and value.bit_length() < 64):
        return value
    if depth > 20:
        return {"other": "something nested too deep to read"}

    def each(values: Iterable[Any]) -> list[Any]:  # Words need no call, since there may be many.
        return [
            item if type(item) is str and len(item) <= LONG else plain(item, depth=depth + 1)
            for item in values
        ]

    if value is None or kind is bool:
        return value
    if kind is Blank:
        return {"blank": True}
    if issubclass(kind, float):
        number = float.__float__(value)
        return number if math.isfinite(number) else {"float": str(number)}
    for base, read in READERS.items():
        if issubclass(kind, base):
            return read(value, each)
    return _from_pandas(value, kind, each)


READERS: dict[type, Callable[[Any, Each], Any]] = {
    # These call the base type's own methods, which a subclass cannot override to lie.
    str: lambda value, each: _text(str.__str__(value)),
    int: lambda value, each: _whole(int.__int__(value)),
    bytes: lambda value, each: {"bytes": bytes.hex(value, " ")},
    list: lambda value, each: each(list.__iter__(value)),
    tuple: lambda value, each: each(tuple.__iter__(value)),
    set: lambda value, each: {"set": sorted(each(set.__iter__(value)), key=in_order)},
    type({}.keys()): lambda value, each: {"keys": each(value)},
    frozenset: lambda value, each: {"set": sorted(each(frozenset.__iter__(value)), key=in_order)},
    dict: lambda value, each: _pairs(each(dict.items(value))),
    Fraction: lambda value, each: _exact(Fraction.__str__(value), Fraction),
    Decimal: lambda value, each: _exact(Decimal.__str__(value), Decimal),
}


KINDS = {  # the first lessons' words for types
    str: "text",
    int: "a number",
    bool: "True or False",
    float: "a number",
    Fraction: "a number",
    Decimal: "a number",
    list: "a list",
    tuple: "a list",
    dict: "a dictionary",
    set: "a set",
    FunctionType: "a function",
    type(None): "nothing",
}


def _kind(value: Any) -> str:
    if type(value).__module__ == "numpy" and type(plain(value)) in (int, float):
        return "a number"
    words = (word for kind, word in KINDS.items() if kind is type(value))  # Some types cannot be hashed.
    return next(words, a_or_an(type(value).__name__))


def _whole(number: int) -> int | dict[str, Any]:
    """Return a whole number; one that is too large for a float becomes its length and hash."""
    if number.bit_length() < 1000:
        return number
    return {"long": [int(number.bit_length() * 0.30103), hashlib.sha256(hex(number).encode()).hexdigest()]}


def _exact(written: str, kind: type) -> Any:
    try:  # A Fraction of the Decimal 1E+999999999 would write all its digits.
        return plain(float(written if kind is Decimal else Fraction(written)))
    except (ValueError, OverflowError, ZeroDivisionError):
        return {"other": kind.__name__}


def _text(text: str) -> str | dict[str, Any]:
    if len(text) <= LONG:
        return text
    return {"text": [text[:20], len(text), hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()]}


def _from_pandas(value: Any, kind: type, each: Each) -> Any:
    """Read a value of numpy or pandas (without importing either)."""
    if kind.__module__.partition(".")[0] in ("numpy", "pandas"):
        if kind.__name__ == "DataFrame":
            rows = each(value.itertuples(index=False, name=None))
            return {"table": {"columns": each(value.columns), "rows": rows}}
        if kind.__name__ == "Series" and type(value.index).__name__ == "RangeIndex":
            return each(value.tolist())  # The index only numbers the values, as in a list.
        if kind.__name__ == "Series":
            return _pairs(zip(each(value.index.tolist()), each(value.tolist()), strict=True))
        if hasattr(value, "tolist"):
            return each([value.tolist()])[0]
    return {"other": kind.__name__}


def in_order(data: Any) -> str:
    """Return a text by which plain data of any kind can be sorted.

    >>> sorted([{"set": [2]}, "a", 1], key=in_order)
    ['a', 1, {'set': [2]}]
    """
    # Most are words, for which this function takes a tenth of the time of `json.dumps`.
    return encode_basestring_ascii(data) if type(data) is str else json.dumps(data, sort_keys=True)


def _pairs(pairs: Iterable[Iterable[Any]]) -> dict[str, Any]:
    return {"dict": sorted(map(list, pairs), key=lambda pair: in_order(pair[0]))}


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
                result["gave"] = _kind(eval(inner, scope))
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


def name_of(error: BaseException) -> str:
    """Return an error's name, the same in every Python: `re.error` is called PatternError from 3.13 on.

    >>> name_of(re.error("a bracket is open"))
    'PatternError'
    """
    return "PatternError" if isinstance(error, re.error) else type(error).__name__


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
