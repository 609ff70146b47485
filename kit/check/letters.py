"""Name a letter, as a sentence about one letter has to."""

import unicodedata

from kit.language import say, to_say

__all__ = ["name_of_letter"]

# The letters of Arabic, and those that a keyboard for another language puts in their places.
NAMES = {
    to_say("hamza"),
    to_say("alef with madda above"),
    to_say("alef with hamza above"),
    to_say("waw with hamza above"),
    to_say("alef with hamza below"),
    to_say("yeh with hamza above"),
    to_say("alef"),
    to_say("beh"),
    to_say("teh marbuta"),
    to_say("teh"),
    to_say("theh"),
    to_say("jeem"),
    to_say("hah"),
    to_say("khah"),
    to_say("dal"),
    to_say("thal"),
    to_say("reh"),
    to_say("zain"),
    to_say("seen"),
    to_say("sheen"),
    to_say("sad"),
    to_say("dad"),
    to_say("tah"),
    to_say("zah"),
    to_say("ain"),
    to_say("ghain"),
    to_say("feh"),
    to_say("qaf"),
    to_say("kaf"),
    to_say("lam"),
    to_say("meem"),
    to_say("noon"),
    to_say("heh"),
    to_say("waw"),
    to_say("alef maksura"),
    to_say("yeh"),
    to_say("alef wasla"),
    to_say("farsi yeh"),
    to_say("keheh"),
}


def name_of_letter(letter: str) -> str:
    r"""Return the name of a letter in small letters, or what Unicode calls it if it is none of Arabic.

    >>> name_of_letter("ى"), name_of_letter("é"), name_of_letter("\0")
    ('alef maksura', 'latin small letter e with acute', '')
    """
    name = unicodedata.name(letter, "").removeprefix("ARABIC ").removeprefix("LETTER ").lower()
    return say(name) if name in NAMES else name
