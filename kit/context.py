"""Lesson 05: every line a word stands in, phrases that come back, and where in the text a word lives."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from math import log2

import pandas as pd

from kit.clean import key
from kit.read import TextError
from kit.tokens import ngrams, stem
from kit.tokens import stopwords as stop_list

SAME_WORD: dict[str, Callable[[str], str]] = {  # what is compared in place of the word itself
    "form": str,
    "key": key,
    "stem": lambda word: key(stem(word)),
}


def dispersion(tokens: Sequence[str], word: str, *, by: str = "form") -> list[int]:
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
        TextError: no word to look for, an unknown `by`, or the tokens are one string, not words.
    """
    _check_words(tokens, "dispersion")
    if by not in SAME_WORD:
        raise TextError(f'dispersion: by="{by}" is not known. Choose one of: {", ".join(SAME_WORD)}.')
    if not word.split():
        raise TextError("dispersion: no word to look for. Write one between the quotes.")
    same = {token: SAME_WORD[by](token) for token in {*tokens, *word.split()}}
    wanted = [same[part] for part in word.split()]
    folded = [same[token] for token in tokens]
    starts = range(len(folded) - len(wanted) + 1)
    return [at for at in starts if folded[at] == wanted[0] and folded[at : at + len(wanted)] == wanted]


def concordance(tokens: Sequence[str], word: str, *, window: int = 5, by: str = "form") -> pd.DataFrame:
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
    size = len(word.split())
    columns: dict[str, list] = {"position": dispersion(tokens, word, by=by)}
    columns["before"] = [" ".join(tokens[max(0, at - window) : at]) for at in columns["position"]]
    columns["keyword"] = [" ".join(tokens[at : at + size]) for at in columns["position"]]
    columns["after"] = [" ".join(tokens[at + size : at + size + window]) for at in columns["position"]]
    return pd.DataFrame(columns).astype({"position": "int64", "before": str, "keyword": str, "after": str})


def collocations(
    tokens: Sequence[str],
    *,
    size: int = 2,
    min_count: int = 3,
    stopwords: Collection[str] | None = None,
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
        TextError: a size below 2, or the tokens are one string, not words.

    Source: P. Rychlý, A lexicographer-friendly association score, RASLAN 2008, pages 6-9. He measures pairs;
    for longer phrases D is the same share over all their words.
    """
    _check_words(tokens, "collocations")
    if size < 2:
        raise TextError(f"collocations: size={size}: a phrase has two words or more.")
    stops = stop_list() if stopwords is None else {key(word) for word in stopwords}
    words = Counter(tokens)
    rows = []
    for phrase, count in Counter(ngrams(tokens, size)).items():
        parts = phrase.split()
        if count >= min_count and not stops & {key(parts[0]), key(parts[-1])}:
            share = size * count / sum(words[part] for part in parts)
            rows.append((phrase, count, 14 + log2(share)))
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    table = pd.DataFrame(rows, columns=["phrase", "count", "log_dice"])
    return table.astype({"count": "int64", "log_dice": "float64"})


def _check_words(tokens: Sequence[str], caller: str) -> None:
    if isinstance(tokens, str):
        raise TextError(f"{caller}: that is one string. Split it into words first: tokenize(text).")
