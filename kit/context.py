"""Lesson 05: every line a word stands in, its neighbours, phrases that come back, and where a word lives."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log2
from typing import Any

import pandas as pd

from kit.clean import fold
from kit.count import commonest_form, deviation_of_proportions, grouped
from kit.errors import Key, TextError, key_of, shorten, text_of, whole_number, words_of
from kit.language import say
from kit.read.notes import warn_reader
from kit.tokens import remove_numbers, tokenize
from kit.tokens import stopwords as stop_list

__all__ = ["collocates", "collocations", "concordance", "dispersion", "join_phrases", "positions"]


def positions(tokens: Iterable[str], word: str, *, key: Key | None = None) -> list[int]:
    """Return where a word stands: its positions among the tokens, counted from 0, in text order.

    `word` may be several words, a phrase; then a position is that of its first word. `key` is a function:
    tokens for which it returns the same count as the same word. Without it they must be equal letter for
    letter; `kit.clean.fold` takes spellings together, `kit.tokens.stem` forms of a word too. Each finds more
    than the one before it, as a rule, and more that is wrong. `word` is split as the text is: signs in it are
    left out, and * stands for any letters: "سور*" finds سوريا and سورية.

    >>> tokens = "قال الجيش إن الجيش السوري دخل المدينة".split()
    >>> positions(tokens, "الجيش")
    [1, 3]
    >>> positions(tokens, "الجيش السوري")
    [3]
    >>> positions(tokens, "ال*ي*")
    [1, 3, 4, 6]
    >>> positions("الاحياء الشرقية والأحياء الغربية".split(), "الأحياء", key=fold)
    [0]

    Raises:
        TextError: there is no word to look for, `key` is not a function, or the tokens are not words.
    """
    return [start for start, _ in _places(words_of(tokens, "positions"), word, key, "positions")]


def dispersion(tokens: Iterable[str], word: str, *, key: Key | None = None, parts: int = 10) -> float:
    """Return how unevenly a word is spread over a text: Gries' DP, from 0 (evenly) to nearly 1 (bunched).

    The text is cut into `parts` equal stretches. Each holds a share s of all words and a share v of the
    word's occurrences; DP is half the sum of |v - s|. A word that does not occur has no DP: it is NaN.
    Few occurrences cannot be even over many parts: the lowest DP of a word seen 3 times in 10 parts is 0.7.

    >>> dispersion(["a", "b"] * 10, "a"), dispersion(["a"] * 2 + ["b"] * 18, "a")
    (0.0, 0.9)

    Raises:
        TextError: in the cases of `positions`, or there are more parts than words.

    Source: S. Th. Gries, Dispersions and adjusted frequencies in corpora, International Journal of Corpus
    Linguistics 13(4), 2008, 403-437.
    """
    words = words_of(tokens, "dispersion")
    parts = whole_number(parts, "dispersion", "parts", least=1)
    starts = [start for start, _ in _places(words, word, key, "dispersion")]
    if parts > max(len(words), 1):
        said = say(
            "dispersion: parts={parts}: a text of {words} words has no so many parts.",
            parts=parts,
            words=len(words),
        )
        raise TextError(said)
    ends = [len(words) * part // parts for part in range(parts + 1)]
    inside = [sum(low <= start < high for start in starts) for low, high in pairwise(ends)]
    return deviation_of_proportions(inside, [high - low for low, high in pairwise(ends)])


def concordance(
    tokens: Iterable[str], word: str, *, window: int = 5, key: Key | None = None, sort: str | None = None
) -> pd.DataFrame:
    """Return every place a word or phrase stands in, one a row, with its neighbours.

    Columns: `position` (of the keyword among the tokens, from 0), `before` and `after` (up to `window`
    tokens each, joined by spaces), and between them `keyword`, as it stands in the text. There is no
    "left" or "right": on an Arabic screen `before` is on the right. `word` and `key` are explained at
    `positions`. The rows are in text order; with sort="after" in order of the words that follow, the nearest
    first, and with sort="before" in order of those that go before, so that what comes back stands together.
    A word that is not there gives a table with these columns and no rows.

    >>> concordance("عاد الجيش إلى المدينة ثم عاد الجيش منها".split(), "عاد الجيش", window=2)
       position      before    keyword        after
    0         0              عاد الجيش  إلى المدينة
    1         5  المدينة ثم  عاد الجيش         منها

    Raises:
        TextError: in the cases of `positions` and `check_sort`, or `window` is not a whole number from 0 up.
    """
    check_sort(sort)
    window = whole_number(window, "concordance", "window", advice=say("words on each side"))
    words = words_of(tokens, "concordance")
    rows = [
        (start, words[max(0, start - window) : start], words[start:end], words[end : end + window])
        for start, end in _places(words, word, key, "concordance")
    ]
    if sort == "after":
        rows.sort(key=lambda row: row[3])
    elif sort == "before":
        rows.sort(key=lambda row: row[1][::-1])
    lines = [(start, *map(" ".join, parts)) for start, *parts in rows]
    return _table(lines, position="int64", before=str, keyword=str, after=str)


def check_sort(sort: str | None) -> None:
    """Raise a `TextError` if `sort` is no order of a concordance.

    >>> check_sort("after")

    Raises:
        TextError: `sort` is neither "before" nor "after" nor None.
    """
    if not (sort is None or (isinstance(sort, str) and sort in ("before", "after"))):
        said = say(
            'concordance: sort={sort}: give "before", "after" or None for text order.', sort=shorten(sort)
        )
        raise TextError(said)


def collocates(
    tokens: Iterable[str], word: str, *, key: Key | None = None, window: int = 5, min_count: int = 3
) -> pd.DataFrame:
    """Return the words that stand near a word, up to `window` words before or after it, and how strongly.

    Columns: `word` (in its commonest form), `count` (of its occurrences near the word), `total` (of all its
    occurrences), `log_dice`; the highest log_dice first, then count down, then word. No stop words are left
    out; `word` and `key` are explained at `positions`. log_dice is 14 + log2(2 × count / (total + occurrences
    of the word)), as in `collocations` (Rychlý 2008); near two of its places an occurrence counts once.

    >>> tokens = "دخل الجيش المدينة ثم خرج الجيش من المدينة".split()
    >>> collocates(tokens, "الجيش", window=1, min_count=1)["word"].tolist()
    ['خرج', 'دخل', 'من', 'المدينة']

    Raises:
        TextError: in the cases of `positions`, or `window` or `min_count` is not a whole number from 1 up.
    """
    words = words_of(tokens, "collocates")
    window = whole_number(window, "collocates", "window", least=1, advice=say("words on each side"))
    min_count = whole_number(min_count, "collocates", "min_count", least=1)
    places = _places(words, word, key, "collocates")
    inside = {at for start, end in places for at in range(start, end)}
    near = {at for start, end in places for at in range(len(words))[max(0, start - window) : end + window]}
    same = key_of(key, "collocates")
    beside = Counter(same(words[at]) for at in near - inside)
    forms_of = grouped(words, same)
    rows = [
        (commonest_form(forms_of[form]), count, total, 14 + log2(2 * count / (total + len(places))))
        for form, count in beside.items()
        for total in [forms_of[form].total()]
        if count >= min_count
    ]
    rows.sort(key=lambda row: (-row[3], -row[1], row[0]))
    return _table(rows, word=str, count="int64", total="int64", log_dice="float64")


def collocations(
    tokens: Iterable[str],
    *,
    n: int = 2,
    min_count: int | None = 3,
    key: Key | None = None,
    stopwords: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return the phrases of `n` words that come back, and how far their words belong together.

    Columns: `phrase`, `count`, `log_dice`; the highest log_dice first, then count down, then phrase.
    A phrase that starts or ends with a stop word, by its fold, is left out; `stopwords=()` keeps them all,
    and no argument means the list of `kit.tokens.stopwords`, and numbers. `key` is explained at `positions`;
    a phrase is shown in its commonest form.

    log_dice is 14 + log2(D), where D = n × count of the phrase / the sum of its words' counts: the share of
    its words' occurrences that are in this phrase. 14: the words never stand without one another; each point
    less halves D. It does not grow with the length of the text, and it does not reward a pair for being rare
    as mutual information does; but a phrase seen once or twice says nothing by any measure: `min_count` is 3.
    A short text may have no phrase three times; with `min_count=None` it then gives those seen twice, and a
    `TextWarning` says so.

    >>> tokens = "دير الزور ثم دير الزور ثم مدينة دير الزور في مدينة".split()
    >>> collocations(tokens, stopwords=()).round(2)
          phrase  count  log_dice
    0  دير الزور      3      14.0

    Raises:
        TextError: `n` is below 2, `min_count` below 1, `key` not a function, or the tokens are not words.

    Source: P. Rychlý, A lexicographer-friendly association score, RASLAN 2008, pages 6-9. He measures pairs;
    for longer phrases D is the same share over all their words.
    """
    words = words_of(tokens, "collocations")
    n = whole_number(n, "collocations", "n", least=2, advice=say("words in a phrase"))
    least = 1 if min_count is None else whole_number(min_count, "collocations", "min_count", least=1)
    same = _keys(words, key, "collocations")
    n = min(n, len(words) + 1)  # No phrase is longer than the text.
    numbers = set(words).difference(remove_numbers(words))
    listed = numbers | stop_list() if stopwords is None else words_of(stopwords, "collocations: stopwords")
    stops = {fold(word) for word in listed}
    counts = Counter(map(same.__getitem__, words))
    runs = zip(*(words[start:] for start in range(n)), strict=False)
    phrases = grouped(runs, lambda run: " ".join(map(same.__getitem__, run)))
    rows = []
    for forms in phrases.values():
        phrase, count = commonest_form(forms), forms.total()
        if count >= least and not stops & {fold(phrase[0]), fold(phrase[-1])}:
            share = n * count / sum(counts[same[word]] for word in phrase)
            rows.append((" ".join(phrase), count, 14 + log2(share)))
    if min_count is None:
        least = 3 if any(count >= 3 for _, count, _ in rows) else 2
        rows = [row for row in rows if row[1] >= least]
        if least == 2:
            warn_reader(_too_rare(n, total=len(words), twice=bool(rows)), "collocations")
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    return _table(rows, phrase=str, count="int64", log_dice="float64")


def _too_rare(n: int, *, total: int, twice: bool) -> str:
    """Say that no phrase of n words comes three times, and whether one comes twice."""
    told = {"n": n, "total": f"{total:,}"}
    if total == 1:
        return say("One word is no phrase. Give a text of two words or more.")
    if n == 2 and twice:
        return say("No pair of words comes three times in {total} words; here is what comes twice.", **told)
    if n == 2:
        return say("No pair of words comes three times in {total} words; and none comes twice.", **told)
    if not twice:
        return say("No phrase of {n} words comes three times in {total} words; and none comes twice.", **told)
    return say("No phrase of {n} words comes three times in {total} words; here is what comes twice.", **told)


def join_phrases(tokens: Iterable[str], *phrases: str) -> list[str]:
    """Make one token of each place of a phrase, so that a name of two words is counted once.

    Of phrases that overlap the longer is joined. `positions` finds a joined phrase as well.

    >>> join_phrases("في دير الزور".split(), "دير الزور")
    ['في', 'دير الزور']

    Raises:
        TextError: a phrase has no words, or the tokens are not words.
    """
    words = words_of(tokens, "join_phrases")
    places = [place for phrase in phrases for place in _places(words, phrase, None, "join_phrases")]
    joined, at = [], 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= at:
            joined += [*words[at:start], " ".join(words[start:end])]
            at = end
    return joined + words[at:]


def _table(rows: list[Any], **kinds: Any) -> pd.DataFrame:
    """Return a table with these columns and types, even if it has no rows."""
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def _keys(words: Iterable[str], key: Key | None, caller: str) -> dict[str, str]:
    """Return the key of each word; of several words in one string, their keys joined by spaces."""
    same = key_of(key, caller)
    return {word: " ".join(map(same, word.split())) for word in set(words)}


def _places(words: list[str], word: str, key: Key | None, caller: str) -> list[tuple[int, int]]:
    """Return where a word or phrase starts and ends among the words; see `positions`."""
    parts = text_of(word, caller).split()
    if not parts:
        raise TextError(say("{caller}: no word to look for. Write one between the quotes.", caller=caller))
    if not all(part in words for part in parts):
        # The query is split as the text was, but not where it has a *; one without any word stays whole.
        parts = [piece for part in parts for piece in ([part] if "*" in part else tokenize(part))] or parts
    same = _keys([*words, *parts, " ".join(parts)], key, caller)
    keys = [same[word] for word in words]
    if any("*" in part for part in parts):
        patterns = [re.compile(".*".join(map(re.escape, _star_key(part, same)))) for part in parts]
        return [
            (start, start + len(parts))
            for start in range(len(words) - len(parts) + 1)
            if all(pattern.fullmatch(keys[start + at]) for at, pattern in enumerate(patterns))
        ]
    wanted = same[" ".join(parts)]
    return [
        (start, end)
        for start, first in enumerate(keys)
        if first and wanted.startswith(first)
        for end in range(start + 1, start + len(parts) + 1)
        if end <= len(keys) and " ".join(keys[start:end]) == wanted
    ]


def _star_key(part: str, same: dict[str, str]) -> list[str]:
    """Return the pieces between the stars of a part of a query: of its key if that has them, or as typed."""
    keyed = same[part]
    return (keyed if keyed.count("*") == part.count("*") else part).split("*")
