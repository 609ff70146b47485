"""Lesson 05: every line a word stands in, phrases that come back, and where in the text a word lives."""

from collections import Counter
from collections.abc import Callable, Iterable
from math import log2

import pandas as pd

from kit.clean import key
from kit.errors import TextError, text_of, words_of
from kit.tokens import stem
from kit.tokens import stopwords as stop_list

SAME_WORD: dict[str, Callable[[str], str]] = {  # what is compared in place of the word itself
    "form": str,
    "key": key,
    "stem": lambda word: key(stem(word)),
}


def dispersion(tokens: Iterable[str], word: str, *, by: str = "form") -> list[int]:
    """Say where a word stands: its positions among the tokens, counted from 0, in text order.

    `word` may be several words, a phrase; then a position is that of its first word. `by` says which
    tokens count as the same word: "form" letter for letter, "key" after `kit.clean.key`, "stem" after
    `kit.tokens.stem`. Each finds more than the one before it, as a rule, and more that is wrong.

    >>> tokens = "قال الجيش إن الجيش السوري دخل المدينة".split()
    >>> dispersion(tokens, "الجيش")
    [1, 3]
    >>> dispersion(tokens, "الجيش السوري")
    [3]
    >>> dispersion("الاحياء الشرقية والأحياء الغربية".split(), "الأحياء", by="key")
    [0]

    Raises:
        TextError: no word to look for, an unknown `by`, or the tokens are not words.
    """
    return [start for start, _ in _places(words_of(tokens, "dispersion"), word, by, "dispersion")]


def concordance(tokens: Iterable[str], word: str, *, window: int = 5, by: str = "form") -> pd.DataFrame:
    """Lay out every place a word or phrase stands in, one a row in text order, with its neighbours.

    Columns: `position` (of the keyword among the tokens, from 0), `before` and `after` (up to `window`
    tokens each, joined by spaces), and between them `keyword`, as it stands in the text. There is no
    "left" or "right": on an Arabic screen `before` is on the right. `by` is explained at `dispersion`.
    A word that is not there gives a table with these columns and no rows.

    >>> concordance("عاد الجيش إلى المدينة ثم عاد الجيش منها".split(), "عاد الجيش", window=2)
       position      before    keyword        after
    0         0              عاد الجيش  إلى المدينة
    1         5  المدينة ثم  عاد الجيش         منها

    Raises:
        TextError: as `dispersion`, or a negative window.
    """
    if window < 0:
        raise TextError(f"concordance: window={window}: the number of words on each side is 0 or more.")
    words = words_of(tokens, "concordance")
    rows = []
    for start, end in _places(words, word, by, "concordance"):
        cuts = (max(0, start - window), start), (start, end), (end, end + window)
        rows.append((start, *(" ".join(words[first:past]) for first, past in cuts)))
    table = pd.DataFrame(rows, columns=["position", "before", "keyword", "after"])
    return table.astype({"position": "int64", "before": str, "keyword": str, "after": str})


def collocations(
    tokens: Iterable[str],
    *,
    size: int = 2,
    min_count: int = 3,
    stopwords: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Find the phrases of `size` words that come back, and measure how far their words belong together.

    Columns: `phrase`, `count`, `log_dice`; the highest log_dice first, then count down, then phrase.
    A phrase that starts or ends with a stop word, by its key, is left out; `stopwords=()` keeps them all,
    and no argument means the list of `kit.tokens.stopwords`.

    log_dice is 14 + log2(D), where D = size × count of the phrase / the sum of its words' counts: the
    share of its words' life that they spend together. 14: always together; each point less: half as
    often. It does not grow with the length of the text, and it does not reward a pair for being rare
    as mutual information does; but a phrase seen once or twice says nothing by any measure, so
    `min_count` is 3.

    >>> tokens = "دير الزور ثم دير الزور ثم مدينة دير الزور في مدينة".split()
    >>> collocations(tokens, stopwords=()).round(2)
          phrase  count  log_dice
    0  دير الزور      3      14.0

    Raises:
        TextError: a size below 2, or the tokens are not words.

    Source: P. Rychlý, A lexicographer-friendly association score, RASLAN 2008, pages 6-9. He measures pairs;
    for longer phrases D is the same share over all their words.
    """
    words = words_of(tokens, "collocations")
    if size < 2:
        raise TextError(f"collocations: size={size}: a phrase has two words or more.")
    stops = stop_list() if stopwords is None else {key(word) for word in words_of(stopwords, "stopwords")}
    counts = Counter(words)
    phrases = Counter(zip(*(words[start:] for start in range(size)), strict=False))
    rows = []
    for phrase, count in phrases.items():
        if count >= min_count and not stops & {key(phrase[0]), key(phrase[-1])}:
            share = size * count / sum(counts[word] for word in phrase)
            rows.append((" ".join(phrase), count, 14 + log2(share)))
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    table = pd.DataFrame(rows, columns=["phrase", "count", "log_dice"])
    return table.astype({"count": "int64", "log_dice": "float64"})


def _places(words: list[str], word: str, by: str, caller: str) -> list[tuple[int, int]]:
    """Say where a word or phrase starts and ends among the words; see `dispersion`."""
    if by not in SAME_WORD:
        raise TextError(f'{caller}: by="{by}" is not known. Choose one of: {", ".join(SAME_WORD)}.')
    parts = text_of(word, caller).split()
    if not parts:
        raise TextError(f"{caller}: no word to look for. Write one between the quotes.")
    same = {one: " ".join(map(SAME_WORD[by], one.split())) for one in {*words, " ".join(parts)}}
    wanted, folded = same[" ".join(parts)], [same[one] for one in words]
    return [
        (start, end)
        for start, first in enumerate(folded)
        if first and wanted.startswith(first)
        for end in range(start + 1, start + len(parts) + 1)
        if end <= len(folded) and " ".join(folded[start:end]) == wanted
    ]
