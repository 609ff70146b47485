"""Name a letter, as a sentence about one letter has to."""

import unicodedata

from kit.data import read_messages
from kit.language import say

__all__ = ["name_of_letter"]

NAMES = {message for message, _ in read_messages("letters.txt")}


def name_of_letter(letter: str) -> str:
    r"""Return the name of a letter in small letters, or what Unicode calls it if it is none of Arabic.

    >>> name_of_letter("ى"), name_of_letter("é"), name_of_letter("\0")
    ('alef maksura', 'latin small letter e with acute', '')
    """
    name = unicodedata.name(letter, "").removeprefix("ARABIC ").removeprefix("LETTER ").lower()
    return say(name) if name in NAMES else name
