"""What a student is told when something cannot be done: one plain sentence, no traceback."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

__all__ = ["TextError", "a_or_an", "kind_of", "text_of", "words_of"]


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


def _are_counts(values: Any) -> bool:
    """Say whether a mapping or a pandas Series holds numbers."""
    dtype = getattr(values, "dtype", None)  # a Series has one, a table or a dict has none
    if dtype is not None:
        return getattr(dtype, "kind", "O") in "iufb"
    return isinstance(values, dict) and all(isinstance(number, int | float) for number in values.values())
