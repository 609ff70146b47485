"""What a student is told when something cannot be done: one plain sentence, no traceback."""

from collections.abc import Callable, Iterable
from functools import cache
from numbers import Integral, Number
from pathlib import Path
from typing import Any

from kit.data import read_messages
from kit.language import direction, say

__all__ = [
    "OneSentenceError",
    "TextError",
    "a_or_an",
    "key_of",
    "kind_of",
    "shorten",
    "table_with",
    "text_of",
    "type_in_words",
    "whole_number",
    "whole_numbers",
    "words_of",
    "yes_or_no",
]

MOST_WORDS = 10**18  # No text or corpus has more.
Key = Callable[[str], str]  # Words for which such a function returns the same are counted as one word.


class OneSentenceError(Exception):
    """An error that a notebook shows as one plain sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback."""
        sentence = f"{type(self).__name__}: {self}"
        if direction() == "ltr":
            return [sentence]
        # An output runs from the left, and the sentence begins with code, so its direction has to be marked.
        return [f"\N{RIGHT-TO-LEFT MARK}\N{RIGHT-TO-LEFT ISOLATE}{sentence}\N{POP DIRECTIONAL ISOLATE}"]


class TextError(OneSentenceError, ValueError):
    """A text cannot be used as it is; the message says why and what to do."""


def a_or_an(name: str) -> str:
    """Put the article before a name.

    >>> a_or_an("list"), a_or_an("int")
    ('a list', 'an int')
    """
    return f"{'an' if name[:1] in tuple('AEIOaeio') else 'a'} {name}"


def kind_of(value: object) -> str:
    """Return the name of a value's type for a message, with its article.

    >>> kind_of(None), kind_of(b"text"), kind_of(["text"])
    ('None', 'bytes', 'a list')
    """
    name = type(value).__name__
    called = {"NoneType": "None", "bytes": "bytes"}.get(name, a_or_an(name))
    return say(called) if called in _known_types() else type_in_words(name)


@cache
def _known_types() -> frozenset[str]:
    return frozenset(message for message, _ in read_messages("types.txt"))


def type_in_words(name: str) -> str:
    """Return the name of a type with its article.

    >>> type_in_words("Axes"), type_in_words("map")
    ('an Axes', 'a map')
    """
    if a_or_an(name).startswith("an "):
        return say("an {type}", type=name)
    return say("a {type}", type=name)


def shorten(value: object, *, length: int = 40) -> str:
    """Return a value as a message can show it: on one line, cut off where it is long; or only its kind.

    >>> shorten("خسر"), shorten("ab" * 40, length=5), shorten(["خسر"]), shorten(len)
    ('خسر', 'abab…', "['خسر']", 'a builtin_function_or_method')
    """
    if isinstance(value, str | Path):
        shown = str(value)
    elif value is None or isinstance(value, Number | list | tuple | dict | set | bytes):
        try:
            shown = str(value)[:1000]
        except ValueError:  # Python writes no number of more than 4,300 digits.
            shown = say("a very large number")
        shown = kind_of(value) if "<" in shown else shown  # "<function f at 0x7f…>" tells a student nothing.
    else:
        shown = kind_of(value)
    text = " ".join(shown.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def text_of(value: Any, caller: str, name: str = "") -> str:
    """Return a text as it is, or raise a `TextError` about the argument `name` of the function `caller`.

    >>> text_of("خسر تنظيم", "tokenize")
    'خسر تنظيم'

    Raises:
        TextError: `value` is not one string.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray):
        advice = say('Decode them first: data.decode("utf-8").')
    elif isinstance(value, Path):
        advice = say("Read it first: read_text(path).")
    elif isinstance(value, list | tuple):
        advice = say('To make one text of its words: " ".join(words).')
    else:
        advice = say("Give one string.")
    told = {"caller": caller, "name": name, "kind": kind_of(value), "advice": advice}
    if name:
        raise TextError(say("{caller}: {name} is {kind}, not a text. {advice}", **told))
    raise TextError(say("{caller}: that is {kind}, not a text. {advice}", **told))


def words_of(tokens: Iterable[str], caller: str) -> list[str]:
    """Return words as a list, or raise a `TextError` that names `caller`, the function that was called.

    >>> words_of(("خسر", "تنظيم"), "frequencies")
    ['خسر', 'تنظيم']

    Raises:
        TextError: `tokens` is one string, counts, a table, or anything else that is not a list of strings.
    """
    if isinstance(tokens, str):
        said = say("{caller}: that is one string. Split it into words first: tokenize(text).", caller=caller)
        raise TextError(said)
    if hasattr(tokens, "values") and _are_counts(tokens):
        said = say("{caller}: these are counts. Give the words themselves: tokenize(text).", caller=caller)
        raise TextError(said)
    table = getattr(tokens, "ndim", 1) != 1
    if table or isinstance(tokens, bytes | bytearray) or not isinstance(tokens, Iterable):
        told = {"caller": caller, "kind": kind_of(tokens)}
        raise TextError(say("{caller}: that is {kind}, not a list of words. Give tokenize(text).", **told))
    words = list(tokens)
    for at, word in enumerate(words):
        if not isinstance(word, str):
            item = {"at": at, "kind": kind_of(word), "word": f"{word!r:.40}"}
            raise TextError(say("{caller}: item {at} is {kind}, not a word: {word}.", caller=caller, **item))
    return words


def whole_number(value: Any, caller: str, name: str, *, least: int = 0, advice: str = "") -> int:
    """Return a whole number as an int, or raise a `TextError` about the argument `name` of `caller`.

    >>> whole_number(5, "concordance", "window")
    5

    Raises:
        TextError: `value` is not a whole number, or is smaller than `least`.
    """
    if isinstance(value, Integral) and not isinstance(value, bool) and least <= int(value) <= MOST_WORDS:
        return int(value)
    told = {"caller": caller, "name": name, "value": shorten(value), "least": least, "what": advice}
    if advice:
        said = say("{caller}: {name}={value}: {what}: give a whole number, {least} or more.", **told)
        raise TextError(said)
    raise TextError(say("{caller}: {name}={value}: give a whole number, {least} or more.", **told))


def whole_numbers(values: Any, caller: str, name: str) -> list[int]:
    """Return whole numbers, 0 or more, as a list, or raise a `TextError` about `name`, given to `caller`.

    >>> whole_numbers(range(2), "dispersion_chart", "breaks")
    [0, 1]

    Raises:
        TextError: `values` is not a list of whole numbers.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        told = {"caller": caller, "name": name, "kind": kind_of(values)}
        raise TextError(say("{caller}: {name} is {kind}: give a list of whole numbers.", **told))
    return [whole_number(value, caller, name) for value in values]


def yes_or_no(value: Any, caller: str, name: str) -> bool:
    """Return True or False as it is, or raise a `TextError` about the argument `name` of `caller`.

    >>> yes_or_no(True, "tokenize", "punctuation")
    True

    Raises:
        TextError: `value` is neither; even "no" would count as True.
    """
    if isinstance(value, bool):
        return value
    told = {"caller": caller, "name": name, "value": shorten(value)}
    raise TextError(say("{caller}: {name}={value}: give True or False.", **told))


def table_with(table: Any, columns: Iterable[str], caller: str, name: str = "", *, advice: str) -> Any:
    """Return a table as it is, or raise a `TextError` if the argument `name` of `caller` lacks a column.

    >>> table_with(None, ["start"], "score", "found", advice="find_names(text)")
    Traceback (most recent call last):
    kit.errors.TextError: score: found is None, not a table. Give find_names(text).

    Raises:
        TextError: `table` is not a table with these columns.
    """
    told = {"caller": caller, "name": name, "what": advice, "kind": kind_of(table)}
    if getattr(table, "ndim", None) != 2 or not hasattr(table, "columns"):
        if name:
            raise TextError(say("{caller}: {name} is {kind}, not a table. Give {what}.", **told))
        raise TextError(say("{caller}: that is {kind}, not a table. Give {what}.", **told))
    for column in columns:
        if column not in table.columns:
            told["column"] = column
            if name:
                raise TextError(say('{caller}: {name} has no column "{column}". Give {what}.', **told))
            raise TextError(say('{caller}: that has no column "{column}". Give {what}.', **told))
    return table


def key_of(key: Any, caller: str) -> Key:
    """Return the function that says which words count as the same; without one, each word is its own.

    >>> key_of(None, "frequencies")("خسر"), key_of(str.lower, "frequencies")("He")
    ('خسر', 'he')

    Raises:
        TextError: `key` is not a function, or it does not return a text.
    """
    if key is None:
        return str
    if not callable(key):
        told = {"caller": caller, "kind": kind_of(key)}
        said = say("{caller}: key is {kind}: give a function without brackets, such as key=fold.", **told)
        raise TextError(said)

    def checked(word: str) -> str:
        try:
            result = key(word)
        except Exception as error:
            said = say(
                '{caller}: the function given as key stops with {error} for "{word}".',
                caller=caller,
                error=type(error).__name__,
                word=shorten(word),
            )
        else:
            if isinstance(result, str):
                return result
            said = say(
                '{caller}: the function given as key returns {kind}, not a text, for "{word}".',
                caller=caller,
                kind=kind_of(result),
                word=shorten(word),
            )
        raise TextError(said)

    return checked


def _are_counts(values: Any) -> bool:
    """Return whether a mapping or a pandas Series holds numbers."""
    dtype = getattr(values, "dtype", None)  # A Series has one, a table or a dict has none.
    if dtype is not None:
        return getattr(dtype, "kind", "O") in "iufb"
    return isinstance(values, dict) and all(isinstance(number, int | float) for number in values.values())
