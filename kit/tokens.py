"""Split Arabic text into sentences and words, and words into what is written together.

Every piece is a slice of the text: nothing is changed, so `sentence_spans` and `token_spans` can say where
it stands.
"""

import re
from collections import deque
from collections.abc import Iterable

from kit.clean import CONTROLS, LETTERS, MARKS, TATWEEL
from kit.clitics import split_clitics, stem
from kit.sentences import sentence_spans, sentences
from kit.stopwords import remove_stopwords, stopwords

__all__ = [
    "ngrams",
    "remove_stopwords",
    "sentence_spans",
    "sentences",
    "split_clitics",
    "stem",
    "stopwords",
    "token_spans",
    "tokenize",
]

_TOKEN = re.compile(
    rf"""
    (?P<link>  https?://[^\s<>"«»،؛]*[\w/] | www\.[^\s<>"«»،؛]*[\w/] | [A-Za-z0-9._%+-]{{1,64}}@[A-Za-z0-9.-]*[A-Za-z0-9] )
  | (?P<initials> (?<![\w{MARKS}])[{LETTERS}](?:\.[{LETTERS}])+(?![\w{MARKS}]) )   # ا.ف.ب
  | (?P<arabic>   [{LETTERS}][{LETTERS}{TATWEEL}]*(?:(?:[{MARKS}]+|[{CONTROLS}]+(?=[{LETTERS}{MARKS}]))[{LETTERS}{TATWEEL}]*)* )
  | (?P<number>   \d+(?:[.,،٫٬:]\d+)*(?![A-Za-z]) )                  # 2.5  7،1  1,335  6:30
  | (?P<other>    [^\W_{LETTERS}{TATWEEL}][^\W_{LETTERS}{TATWEEL}\u0300-\u036f]*
                  (?:[.'’][^\W_{LETTERS}{TATWEEL}]+)* )
  | (?P<mark>     \.{{2,}} | \S )
    """,
    re.VERBOSE,
)


class _Chunks(dict):
    """The tokens of each chunk between two spaces, worked out when first asked for.

    Texts repeat themselves: looking a chunk up is faster than splitting it again.
    """

    def __init__(self, *, punctuation: bool):
        self.punctuation = punctuation

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = _TOKEN.finditer(chunk)
        tokens = tuple(m[0] for m in found if self.punctuation or m.lastgroup != "mark")
        if len(chunk) <= 40:  # what is longer is hardly a word, and would fill the memory
            if len(self) >= 2**16:
                self.clear()
            self[chunk] = tokens
        return tokens


_words = _Chunks(punctuation=False)
_all = _Chunks(punctuation=True)


def tokenize(text: str, *, punctuation: bool = False) -> list[str]:
    """Split a text into words and numbers; with `punctuation=True` give the signs between them too.

    >>> tokenize("العراق.وتواصل 37 في المئة")
    ['العراق', 'وتواصل', '37', 'في', 'المئة']
    """
    tokens: list[str] = []
    chunks = map((_all if punctuation else _words).__getitem__, text.split())
    deque(map(tokens.extend, chunks), maxlen=0)  # runs the map to its end: a loop without Python's slowness
    return tokens


def token_spans(text: str, *, punctuation: bool = False) -> list[tuple[int, int]]:
    """Say where each token of `tokenize` starts and ends: `text[start:end]` is the token.

    >>> token_spans("في 2014.")
    [(0, 2), (3, 7)]
    """
    return [m.span() for m in _TOKEN.finditer(text) if punctuation or m.lastgroup != "mark"]


def ngrams(tokens: Iterable[str], n: int) -> list[str]:
    """Give each run of n neighbouring tokens, joined by a space.

    >>> ngrams(["دير", "الزور", "في"], 2)
    ['دير الزور', 'الزور في']
    """
    if n < 1:
        raise ValueError(f"ngrams(…, {n}): n says how many words make a phrase; give 1 or more.")
    tokens = list(tokens)
    return [" ".join(run) for run in zip(*(tokens[i:] for i in range(n)), strict=False)]
