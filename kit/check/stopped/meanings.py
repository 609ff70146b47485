"""Say what the messages of Python's errors mean, and what the course calls its types."""

import re

from kit.data import read_messages
from kit.language import say, to_say

__all__ = ["first_seen", "meaning_of_error", "word_for"]

PARTS = ("first", "second", "third")  # the fields of a meaning, filled from the groups of its pattern

WORDS = {  # the course's words for Python's types
    "str": to_say("text"),
    "int": to_say("a number"),
    "float": to_say("a number"),
    "bool": to_say("True or False"),
    "list": to_say("a list"),
    "tuple": to_say("a list in round brackets"),
    "dict": to_say("a dictionary"),
    "set": to_say("a set"),
    "bytes": to_say("bytes"),
    "NoneType": to_say("nothing (`None`)"),
    "Series": to_say("a table of counts"),
    "DataFrame": to_say("a table"),
    "Index": to_say("the words of a table"),
    "builtin_function_or_method": to_say("a function without its brackets"),
    "function": to_say("a function"),
    "method": to_say("a function without its brackets"),
    "type": to_say("a kind of thing, not a thing"),
    "Blank": to_say("a blank, `____`"),
}


# Each row has classes of errors, a pattern of their message, and what it means.
MEANINGS = [
    (*head.split(": ", maxsplit=1), message)
    for message, heads in read_messages("errors.txt")
    for head in heads
]


def meaning_of_error(kind: str, message: str) -> tuple[str, dict[str, str]] | None:
    """Return a sentence on an error's message, for `say`, and its fields; None if no pattern fits.

    >>> meaning_of_error("IndexError", "list index out of range")[0][:32]
    'There is no item at that place: '
    """
    for kinds, pattern, sentence in MEANINGS:
        match = re.fullmatch(pattern, message, re.DOTALL) if kind in kinds.split("|") else None
        if match:
            words = [word_for(part) for part in match.groups() if part is not None]
            return sentence, dict(zip(PARTS, words, strict=False))
    return None


def first_seen(table: str, code: str) -> str | None:
    """Return the sentence of the first pattern found in code; `table` is a file in kit/data/messages.

    >>> first_seen("looks.txt", "x = 1 000")
    'A number is written without spaces: put its digits together.'
    """
    for message, patterns in read_messages(table):
        for pattern in patterns:
            if seen := re.search(pattern, code, re.MULTILINE):
                return say(message, **seen.groupdict())
    return None


def word_for(name: str) -> str:
    """Return the course's word for a type of Python; any other text is returned unchanged.

    >>> word_for("NoneType"), word_for("total")
    ('nothing (`None`)', 'total')
    """
    return say(WORDS[name]) if name in WORDS else name.replace("`", "'")
