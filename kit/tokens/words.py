"""Split Arabic text into words and phrases.

Nothing is changed: every token is a slice of the text, and `token_spans` says which.
"""

import re
from collections.abc import Iterable

from kit.characters import (
    COLOURS,
    CONTROLS,
    FLAG_LETTERS,
    JOINERS,
    LETTERS,
    MARKS,
    NO_BREAK_SPACES,
    PHRASES,
    PICTURES,
    TATWEEL,
)
from kit.errors import text_of, whole_number, words_of, yes_or_no
from kit.language import say

__all__ = ["ngrams", "token_spans", "tokenize"]

_LETTERS = LETTERS.removesuffix(PHRASES)  # A phrase is no part of the word it touches: النبيﷺ.
_IN_WORD = f"[{_LETTERS}{MARKS}{TATWEEL}{JOINERS}]"
# Invisible characters that part no word they stand in (Unicode Standard Annex 29, Format).
_UNSEEN = (
    "\N{ARABIC LETTER MARK}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    "\N{SOFT HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"
)
_OTHER = rf"[^\W_{LETTERS}{MARKS}{TATWEEL}]"  # a letter or digit, but not an Arabic letter
# A no-break space that carries a mark, as the Qur'an is typed, belongs to its word (ذَ ٰلِكَ), and so does what
# nobody sees. This is slow to match, so it is asked for only where the text has such a character.
_ACROSS = rf"(?:(?:[{NO_BREAK_SPACES}](?=[{MARKS}])|[{_UNSEEN}]++(?=[{_LETTERS}])){_IN_WORD}++)*+"
_WORD = rf"""
(?![\x00-/:-@،«»])  # refuse spaces and common signs at once: most of a text that is no word is these
(?: [{_LETTERS}]{_IN_WORD}*+ACROSS                              # العراق  تماماً  الـ
  | \d++(?!['’]?[A-Za-z])(?:[.,:،٫٬]\d+)*                         # 37  2.5  7،1  1,335  6:30
  | (?:https?://|www\.)[^\s<>"«»،؛]*[\w/]                         # a link
  | [A-Za-z0-9._%+-]{{1,64}}@[A-Za-z0-9.-]*[A-Za-z0-9]            # an e-mail address
  | {_OTHER}+(?:(?:[.'‘’](?={_OTHER})|[\u0300-\u036f]+){_OTHER}*)*    # BBC  U.S  L'Orient  F16  3'areeb  café
  | [{PHRASES}]                                                   # ﷺ
)"""
_SIGN = rf"""
  [{FLAG_LETTERS}]{{2}}                                           # two letters that show as a flag
| [{PICTURES}](?:[{COLOURS}]|\u200d[{PICTURES}])*                 # an emoji with its skin colour or family
| \.{{2,}} | -{{2,}} | {TATWEEL}+ | [^\s{CONTROLS}]"""
# The keys say whether signs are asked for, and whether the text has a character of _MAY_JOIN.
_MAY_JOIN = NO_BREAK_SPACES + _UNSEEN
_PATTERNS = {
    (signs, across): re.compile(_WORD.replace("ACROSS", _ACROSS * across) + f"|{_SIGN}" * signs, re.VERBOSE)
    for signs in (False, True)
    for across in (False, True)
}


def _pattern(text: str, *, punctuation: bool) -> re.Pattern[str]:
    return _PATTERNS[bool(punctuation), any(character in text for character in _MAY_JOIN)]


def tokenize(text: str, *, punctuation: bool = False) -> list[str]:
    """Split a text into words and numbers; with `punctuation=True` give the signs between them too.

    >>> tokenize("العراق.وتواصل 37% في أيلول/سبتمبر")
    ['العراق', 'وتواصل', '37', 'في', 'أيلول', 'سبتمبر']
    >>> tokenize("بنسبة 2.5%.", punctuation=True)
    ['بنسبة', '2.5', '%', '.']

    Raises:
        TextError: `text` is not a string.
    """
    return _pattern(
        text_of(text, "tokenize"), punctuation=yes_or_no(punctuation, "tokenize", "punctuation")
    ).findall(text)


def token_spans(text: str, *, punctuation: bool = False) -> list[tuple[int, int]]:
    """Return where each token of `tokenize` starts and ends: `text[start:end]` is the token.

    >>> token_spans("في 2014.")
    [(0, 2), (3, 7)]
    """
    signs_too = yes_or_no(punctuation, "token_spans", "punctuation")
    pattern = _pattern(text_of(text, "token_spans"), punctuation=signs_too)
    return [match.span() for match in pattern.finditer(text)]


def ngrams(tokens: Iterable[str], n: int) -> list[str]:
    """Return every run of `n` neighbouring tokens, joined by a space; none if there are fewer than `n`.

    >>> ngrams(["مدينة", "دير", "الزور"], 2)
    ['مدينة دير', 'دير الزور']

    Raises:
        TextError: `tokens` is not a list of words, or `n` is not a whole number from 1 up.
    """
    n = whole_number(n, "ngrams", "n", least=1, advice=say("words in a phrase"))
    words = words_of(tokens, "ngrams")
    return [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]
