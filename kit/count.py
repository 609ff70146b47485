"""Lesson 04: count words, and say how far a count can be trusted."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from numbers import Real
from typing import TypeVar

import pandas as pd

from kit.errors import MOST_WORDS, Key, TextError, key_of, shorten, whole_number, words_of
from kit.language import say
from kit.read.notes import warn_reader

__all__ = [
    "count_interval",
    "frequencies",
    "hapaxes",
    "mean_segmental_ttr",
    "most_frequent",
    "per_thousand",
    "spellings",
]

Form = TypeVar("Form", str, tuple[str, ...])  # A phrase may be given as a tuple of its words.

LARGEST = 10**7  # `count_interval` adds up terms one by one, which takes too long for a larger count.


def frequencies(tokens: Iterable[str], *, key: Key | None = None) -> pd.Series:
    """Count each word: the commonest first, equal counts in order of the word.

    With `key`, words of one key are counted together and shown in their commonest form: fold the letters for
    counting (`kit.clean.fold`, `kit.tokens.stem`), never for showing. The index is called "word", the Series
    "count".

    >>> frequencies(["b", "a", "b", "c"]).to_dict()
    {'b': 2, 'a': 1, 'c': 1}
    >>> frequencies(["He", "he", "she", "he"], key=str.lower).to_dict()
    {'he': 3, 'she': 1}

    Raises:
        TextError: the tokens are not words, or `key` is not a function from word to word.
    """
    return counts_of(words_of(tokens, "frequencies"), key_of(key, "frequencies"))


def hapaxes(tokens: Iterable[str], *, key: Key | None = None) -> list[str]:
    """Return the words that occur once (hapax legomena), in order of the word; `key` as in `frequencies`.

    >>> hapaxes(["b", "a", "b", "c"])
    ['a', 'c']

    Raises:
        TextError: the tokens are not words.
    """
    counts = counts_of(words_of(tokens, "hapaxes"), key_of(key, "hapaxes"))
    return counts.index[counts == 1].tolist()


def mean_segmental_ttr(tokens: Iterable[str], *, size: int) -> float:
    """Return the mean segmental type-token ratio: the mean share of types in stretches of `size` words.

    It is from 0 to 1. A longer text repeats itself more, so the plain ratio falls with length and compares
    nothing. Here every stretch has the same length; they follow one another, and what is left at the end is
    not used. To compare two texts take the same `size` for both.

    >>> mean_segmental_ttr(["a", "b", "a", "a", "c"], size=2)
    0.75

    Raises:
        TextError: the text is shorter than `size`, or the tokens are not words.

    Source: W. Johnson, Studies in language behavior: a program of research, Psychological Monographs 56(2),
    1944; also called MSTTR, and in M. Scott's WordSmith Tools "standardised type/token ratio".
    """
    words = words_of(tokens, "mean_segmental_ttr")
    size = whole_number(size, "mean_segmental_ttr", "size", least=1)
    if size > len(words):
        told = {"size": size, "words": len(words)}
        raise TextError(say("mean_segmental_ttr: size={size} does not fit a text of {words} words.", **told))
    starts = range(0, len(words) - size + 1, size)
    return sum(len(set(words[start : start + size])) for start in starts) / (size * len(starts))


def most_frequent(counts: pd.Series, *, most: int = 8) -> pd.Series:
    """Return the words with the highest counts, about `most` of them, and cut no tie in two.

    Words tied with the last are kept, all of them, if that makes no more than twice as many words, or five
    times as many where fewer than half of `most` would be left without them. Else they are all left out, and
    a `TextWarning` says so.

    >>> counts = frequencies("b a b c a d".split())
    >>> most_frequent(counts, most=3).to_dict()
    {'a': 2, 'b': 2, 'c': 1, 'd': 1}
    >>> most_frequent(counts, most=1).to_dict()
    {'a': 2, 'b': 2}

    Raises:
        TextError: `counts` are not counts, or too many words share a count, so that at most one word leads.
    """
    if not isinstance(counts, pd.Series) or counts.dtype.kind not in "iuf":
        raise TextError(say("most_frequent: give counts, as frequencies(words) does."))
    most = whole_number(most, "most_frequent", "most", least=1)
    ordered: pd.Series = counts.sort_values(ascending=False, kind="stable")
    if len(ordered) <= most:
        return ordered
    last = ordered.iloc[most - 1]
    kept: pd.Series = ordered[ordered >= last]
    leading: pd.Series = ordered[ordered > last]
    would_be_few = 0 < len(leading) < max(2, most / 2)
    if len(kept) <= (5 if would_be_few else 2) * most:
        return kept
    told = {"tied": f"{len(kept) - len(leading):,}", "count": f"{last:,}"}
    if len(leading) < 2:
        said = say(
            "most_frequent: {tied} words are tied at {count}, and hardly one leads. Take a longer text.",
            **told,
        )
        raise TextError(said)
    note = say("{tied} words are tied at {count}: too many to show, so they are left out.", **told)
    warn_reader(note, "most_frequent")
    return leading


def per_thousand(counts: pd.Series, *, total: int | None = None) -> pd.Series:
    """Turn counts into rates per 1,000 words, so that texts of different length can be compared.

    `total` is the length of the text in words; without it the counts are taken to be those of all its words.

    >>> per_thousand(frequencies(["b", "a", "b", "c"])).to_dict()
    {'b': 500.0, 'a': 250.0, 'c': 250.0}
    >>> per_thousand(frequencies(["b", "b"]), total=400).to_dict()
    {'b': 5.0}

    Raises:
        TextError: `counts` are not counts, or `total` cannot be the length of a text with these words.
    """
    if not isinstance(counts, pd.Series) or counts.dtype.kind not in "iuf":
        raise TextError(say("per_thousand: give counts, as frequencies(words) does."))
    whole = counts.sum() if total is None else total
    if not isinstance(whole, Real) or whole > MOST_WORDS:
        said = say(
            "per_thousand: total={total}: give the number of words, such as len(words).",
            total=shorten(total),
        )
        raise TextError(said)
    if counts.isna().any() or not math.isfinite(whole):
        raise TextError(say("per_thousand: one of the counts, or the total, is not a number."))
    if len(counts) and whole < counts.max():
        said = say(
            "per_thousand: total={total} is less than a count, {count}. Give len(words).",
            total=whole,
            count=counts.max(),
        )
        raise TextError(said)
    if len(counts) and whole <= 0:
        raise TextError(say("per_thousand: in a text without words nothing has a rate."))
    return (counts * 1000 / whole).rename("per_thousand")


def spellings(tokens: Iterable[str], *, key: Key) -> pd.DataFrame:
    """List the words that `key` makes equal: a row for each group of two spellings or more.

    Columns: `spellings`, the commonest first, and `count`, of all of them together. A reader has to say
    which of these groups are one word, and which are two that the key has merged wrongly.

    >>> spellings(["He", "he", "she", "he"], key=str.lower)
      spellings  count
    0   he | He      3

    Raises:
        TextError: the tokens are not words, or `key` is not a function from word to word.
    """
    groups = grouped(words_of(tokens, "spellings"), key_of(key, "spellings")).values()
    merged = [
        sorted(group.items(), key=lambda form: (-form[1], form[0])) for group in groups if len(group) > 1
    ]
    rows = [(" | ".join(word for word, _ in forms), sum(count for _, count in forms)) for forms in merged]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["spellings", "count"])


def count_interval(count: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the range of rates that a count is compatible with, as (low, high): how exact the count is.

    If a word comes up at random with some expected count, the counts seen vary around it as Poisson says.
    The range holds the expected counts for which the count seen is not among the rarest 2.5 % on either
    side. Words come in bursts, so the true range is rather wider.

    >>> low, high = count_interval(6)
    >>> round(low, 1), round(high, 1)
    (2.2, 13.1)

    Raises:
        TextError: `count` is not a whole number from 0 to ten million, or `level` is not between 0 and 1.

    Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936.
    """
    if not isinstance(count, Real) or not 0 <= count <= LARGEST or count % 1:
        said = say(
            "count_interval: {count} is no count: give a whole number from 0 to {largest}.",
            count=shorten(count),
            largest=f"{LARGEST:,}",
        )
        raise TextError(said)
    if not isinstance(level, Real) or not 0 < level < 1:
        said = say(
            "count_interval: level={level}: give a share between 0 and 1, such as 0.95.",
            level=shorten(level),
        )
        raise TextError(said)
    tail = (1 - level) / 2
    far = count + 20 * math.sqrt(count + 1) - 2 * math.log(tail)
    low = _solve(lambda mean: _poisson_tail(count, mean, up=True) - tail, 0, count) if count else 0.0
    high = _solve(lambda mean: tail - _poisson_tail(count, mean, up=False), count, far)
    return low, high


def grouped(words: Iterable[Form], key: Callable[[Form], str]) -> dict[str, Counter[Form]]:
    """Return for each key the words that have it, each with its count.

    >>> grouped(["He", "he", "she"], str.lower)["he"]
    Counter({'He': 1, 'he': 1})
    """
    groups: dict[str, Counter[Form]] = {}
    for word, count in Counter(words).items():
        groups.setdefault(key(word), Counter())[word] = count
    return groups


def commonest_form(forms: Counter[Form]) -> Form:
    """Return the commonest of some words; if several are equally common, the first of them in sorted order.

    >>> commonest_form(Counter({"b": 2, "a": 2, "c": 1}))
    'a'
    """
    return min(forms, key=lambda form: (-forms[form], form))


def counts_of(words: Iterable[str], key: Key) -> pd.Series:
    """Count words, those of one key together under their commonest form; see `frequencies`.

    >>> counts_of(["He", "he", "he"], str.lower).to_dict()
    {'he': 3}
    """
    rows = [(commonest_form(forms), forms.total()) for forms in grouped(words, key).values()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    index = pd.Index([word for word, _ in rows], name="word", dtype="str")
    return pd.Series([count for _, count in rows], index=index, name="count", dtype="int64")


def deviation_of_proportions(counts: list[int], sizes: list[int]) -> float:
    """Return Gries' DP of a word with these counts in parts of these sizes; NaN if it does not occur.

    >>> deviation_of_proportions([4, 0], [50, 50])
    0.5
    """
    total, whole = sum(counts), sum(sizes)
    if not total:
        return math.nan
    shares = zip(counts, sizes, strict=True)
    return round(sum(abs(count / total - size / whole) for count, size in shares) / 2, 12)


def _poisson_tail(count: int, mean: float, *, up: bool) -> float:
    """Return the Poisson probability of `count` or more (`up`), or of `count` or fewer."""
    term = total = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    while term > total * 1e-15:
        if up:
            count += 1
            term *= mean / count
        else:
            term *= count / mean
            count -= 1
        total += term
    return total


def _solve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function is 0, by halving the interval."""
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return middle
