"""Say in words what kind of thing an answer is: a kind travels as data, in English, and is said only here."""

from kit.data import read_messages
from kit.errors import type_in_words
from kit.language import say

__all__ = ["kind_in_words"]

KINDS = {message for message, _ in read_messages("kinds.txt")}


def kind_in_words(kind: str) -> str:
    """Return a kind, as `kit.check.probe.look` gives it, in the language of the moment.

    >>> kind_in_words("a list"), kind_in_words("an Axes")
    ('a list', 'an Axes')
    """
    return say(kind) if kind in KINDS else type_in_words(kind.partition(" ")[2] or kind)
