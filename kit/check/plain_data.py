"""Turn any value into plain data: what JSON can hold, and what `kit.check` compares.

A value is trusted only for its type; its own methods are never asked.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from json.encoder import encode_basestring_ascii
from types import FunctionType
from typing import Any

from kit.check.blank import Blank
from kit.errors import a_or_an

__all__ = ["in_order", "plain", "plain_kind"]

LONG = 1000  # A string of more characters is compared by its hash.
Each = Callable[[Iterable[Any]], list[Any]]  # turns each of several values into plain data


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


WORDS = {
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


def plain_kind(value: Any) -> str:
    """Say what kind of thing a value is, in the first lessons' words.

    >>> plain_kind((1, 2)), plain_kind({}.keys())
    ('a list', 'a dict_keys')
    """
    if type(value).__module__ == "numpy" and type(plain(value)) in (int, float):
        return "a number"
    words = (word for kind, word in WORDS.items() if kind is type(value))  # Some types cannot be hashed.
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
