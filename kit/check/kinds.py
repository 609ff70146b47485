"""Translate the kind of an answer, which is kept as data in English until a sentence needs it."""

from kit.data import read_messages
from kit.errors import type_in_words
from kit.language import say

__all__ = ["kind_in_words"]

KINDS = {message for message, _ in read_messages("kinds.txt")}


def kind_in_words(kind: str) -> str:
    """Return a kind, as `kit.check.probe.look` gives it, in the current language.

    >>> kind_in_words("a list"), kind_in_words("an Axes")
    ('a list', 'an Axes')
    """
    return say(kind) if kind in KINDS else type_in_words(kind.partition(" ")[2] or kind)
