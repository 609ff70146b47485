"""Name a letter in the current language, for sentences about a single letter."""

import unicodedata

from kit.data import read_messages
from kit.language import say

__all__ = ["name_of_letter"]

NAMES = {message for message, _ in read_messages("letters.txt")}


def name_of_letter(letter: str) -> str:
    r"""Return the name of an Arabic letter, or else a character's Unicode name in small letters.

    >>> name_of_letter("ى"), name_of_letter("é"), name_of_letter("\0")
    ('alef maksura', 'latin small letter e with acute', '')
    """
    name = unicodedata.name(letter, "").removeprefix("ARABIC ").removeprefix("LETTER ").lower()
    return say(name) if name in NAMES else name
