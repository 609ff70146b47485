"""What a student is told when something cannot be done: one plain sentence, no traceback."""

from collections.abc import Callable, Iterable
from numbers import Integral
from pathlib import Path
from typing import Any

__all__ = ["TextError", "a_or_an", "key_of", "kind_of", "shorten", "text_of", "whole_number", "words_of"]

Key = Callable[[str], str]  # a function: words for which it returns the same count as one word


class TextError(ValueError):
    """A text cannot be used as it is; the message says why and what to do."""

    def _render_traceback_(self) -> list[str]:
        """Show one plain sentence in a notebook instead of a traceback (an IPython hook)."""
        return [f"{type(self).__name__}: {self}"]


def a_or_an(name: str) -> str:
    """Put the article before a name.

    >>> a_or_an("list"), a_or_an("int")
    ('a list', 'an int')
    """
    return f"{'an' if name[:1] in tuple('AEIOaeio') else 'a'} {name}"


def kind_of(value: object) -> str:
    """Name what a value is, as a message needs it.

    >>> kind_of(None), kind_of(b"text"), kind_of(["text"])
    ('None', 'bytes', 'a list')
    """
    name = "None" if value is None else type(value).__name__
    return name if name in ("None", "bytes") else a_or_an(name)


def shorten(value: object, *, length: int = 40) -> str:
    """Return a value as a message can show it: one line, cut off where it is long.

    >>> shorten("خسر"), shorten("ab" * 40, length=5), shorten(["خسر"])
    ('خسر', 'abab…', "['خسر']")
    """
    text = " ".join((value if isinstance(value, str) else repr(value)[:1000]).split())
    return text if len(text) <= length else text[: length - 1] + "…"


def text_of(value: Any, caller: str) -> str:
    """Return a text as it is, or say why the value is none; `caller` is the function that was called.

    >>> text_of("خسر تنظيم", "tokenize")
    'خسر تنظيم'

    Raises:
        TextError: the value is not one string.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray):
        advice = 'Decode them first: data.decode("utf-8").'
    elif isinstance(value, Path):
        advice = "Read it first: read_text(path)."
    elif isinstance(value, list | tuple):
        advice = 'To make one text of its words: " ".join(words).'
    else:
        advice = "Give one string."
    raise TextError(f"{caller}: that is {kind_of(value)}, not a text. {advice}")


def words_of(tokens: Iterable[str], caller: str) -> list[str]:
    """Return words as a list, or say why the value holds none; `caller` is the function that was called.

    >>> words_of(("خسر", "تنظيم"), "frequencies")
    ['خسر', 'تنظيم']

    Raises:
        TextError: one string, counts, a table, or anything else that is no row of strings.
    """
    if isinstance(tokens, str):
        raise TextError(f"{caller}: that is one string. Split it into words first: tokenize(text).")
    if hasattr(tokens, "values") and _are_counts(tokens):
        raise TextError(f"{caller}: these are counts. Give the words themselves: tokenize(text).")
    table = getattr(tokens, "ndim", 1) != 1
    if table or isinstance(tokens, bytes | bytearray) or not isinstance(tokens, Iterable):
        raise TextError(f"{caller}: that is {kind_of(tokens)}, not a list of words. Give tokenize(text).")
    words = list(tokens)
    for at, word in enumerate(words):
        if not isinstance(word, str):
            raise TextError(f"{caller}: item {at} is {kind_of(word)}, not a word: {word!r:.40}.")
    return words


def whole_number(value: Any, caller: str, name: str, *, least: int = 0, advice: str = "") -> int:
    """Return a whole number as it is, or say what the argument `name` of `caller` should be.

    >>> whole_number(5, "concordance", "window")
    5

    Raises:
        TextError: it is no whole number, or is smaller than `least`.
    """
    if isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= least:
        return int(value)
    wanted = f"{advice}: give" if advice else "give"
    raise TextError(f"{caller}: {name}={shorten(value)}: {wanted} a whole number, {least} or more.")


def key_of(key: Any, caller: str) -> Key:
    """Return the function that says which words count as the same; without one, each word is its own.

    >>> key_of(None, "frequencies")("خسر"), key_of(str.lower, "frequencies")("He")
    ('خسر', 'he')

    Raises:
        TextError: it is no function, or it does not return a text.
    """
    if key is None:
        return str
    if not callable(key):
        raise TextError(
            f"{caller}: key is {kind_of(key)}: give a function without brackets, such as key=fold."
        )

    def checked(word: str) -> str:
        try:
            result = key(word)
        except Exception as error:
            problem = f"stops with {type(error).__name__} for"
        else:
            if isinstance(result, str):
                return result
            problem = f"returns {kind_of(result)}, not a text, for"
        raise TextError(f'{caller}: the function given as key {problem} "{shorten(word)}".')

    return checked


def _are_counts(values: Any) -> bool:
    """Say whether a mapping or a pandas Series holds numbers."""
    dtype = getattr(values, "dtype", None)  # a Series has one, a table or a dict has none
    if dtype is not None:
        return getattr(dtype, "kind", "O") in "iufb"
    return isinstance(values, dict) and all(isinstance(number, int | float) for number in values.values())
