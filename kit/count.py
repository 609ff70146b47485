"""Lesson 04: count words, and say how far a count can be trusted."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from kit.read import TextError


def frequencies(tokens: Iterable[str], *, key: Callable[[str], str] | None = None) -> pd.Series:
    """Count each word: the commonest first, equal counts in order of the word.

    With `key`, words of one key are counted together and shown in their commonest form: fold the letters for
    counting (`kit.clean.key`, `kit.tokens.stem`), never for showing. The index is called "word", the Series
    "count".

    >>> frequencies(["b", "a", "b", "c"]).to_dict()
    {'b': 2, 'a': 1, 'c': 1}
    >>> frequencies(["He", "he", "she", "he"], key=str.lower).to_dict()
    {'he': 3, 'she': 1}

    Raises:
        TextError: the tokens are one string, not words.
    """
    groups: dict[str, Counter[str]] = {}
    for word, count in Counter(_words(tokens, "frequencies")).items():
        groups.setdefault(key(word) if key else word, Counter())[word] = count
    rows = [(min(forms, key=lambda form: (-forms[form], form)), forms.total()) for forms in groups.values()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    index = pd.Index([word for word, _ in rows], name="word", dtype="str")
    return pd.Series([count for _, count in rows], index=index, name="count", dtype="int64")


def hapaxes(tokens: Iterable[str], *, key: Callable[[str], str] | None = None) -> list[str]:
    """Return the words that occur once (hapax legomena), in order of the word; `key` as in `frequencies`.

    >>> hapaxes(["b", "a", "b", "c"])
    ['a', 'c']

    Raises:
        TextError: the tokens are one string, not words.
    """
    counts = frequencies(tokens, key=key)
    return counts.index[counts == 1].tolist()


def type_token_ratio(tokens: Sequence[str], *, size: int) -> float:
    """Return the share of different words in stretches of `size` words: their mean, from 0 to 1.

    A longer text repeats itself more, so the plain ratio falls with length and compares nothing. Here every
    stretch has the same length; they follow one another, and what is left at the end is not used. To compare
    two texts take the same `size` for both.

    >>> type_token_ratio(["a", "b", "a", "a", "c"], size=2)
    0.75

    Raises:
        TextError: the text is shorter than `size`, or the tokens are one string, not words.

    Source: W. Johnson, Studies in language behavior: a program of research, Psychological Monographs 56(2),
    1944 (mean segmental type-token ratio); the "standardised type/token ratio" of M. Scott's WordSmith Tools.
    """
    words = _words(tokens, "type_token_ratio")
    if not 1 <= size <= len(words):
        raise TextError(f"type_token_ratio: size={size} does not fit a text of {len(words)} words.")
    starts = range(0, len(words) - size + 1, size)
    return sum(len(set(words[start : start + size])) for start in starts) / (size * len(starts))


def per_thousand(counts: pd.Series, *, total: int | None = None) -> pd.Series:
    """Turn counts into rates per 1,000 words, so that texts of different length can be compared.

    `total` is the length of the text in words; without it the counts are taken to be those of all its words.

    >>> per_thousand(frequencies(["b", "a", "b", "c"])).to_dict()
    {'b': 500.0, 'a': 250.0, 'c': 250.0}
    >>> per_thousand(frequencies(["b", "b"]), total=400).to_dict()
    {'b': 5.0}

    Raises:
        TextError: the total is smaller than a count, so it cannot be the length of this text.
    """
    whole = counts.sum() if total is None else total
    if len(counts) and whole < max(1, counts.max()):
        raise TextError(f"per_thousand: a text of {whole} words cannot hold a word {counts.max()} times.")
    return (counts * 1000 / whole).rename("per_thousand")


def count_interval(count: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the range of rates that a count is compatible with, as (low, high): how exact the count is.

    If a word comes up at random with some expected count, the counts seen vary around it as Poisson says.
    The range holds the expected counts for which the count seen is not among the rarest 2.5 % on either
    side. Words come in bursts, so the truth is wider rather than narrower.

    >>> low, high = count_interval(6)
    >>> round(low, 1), round(high, 1)
    (2.2, 13.1)

    Raises:
        ValueError: a negative count, or a level that is not between 0 and 1.

    Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936.
    """
    if count < 0 or not 0 < level < 1:
        raise ValueError(f"count_interval({count}, level={level}): count from 0, level between 0 and 1")
    tail = (1 - level) / 2
    far = count + 20 * math.sqrt(count + 1) - 2 * math.log(tail)
    low = _solve(lambda mean: _poisson_tail(count, mean, up=True) - tail, 0, count) if count else 0.0
    high = _solve(lambda mean: tail - _poisson_tail(count, mean, up=False), count, far)
    return low, high


def _words(tokens: Iterable[str], caller: str) -> list[str]:
    """Return the tokens as a list, unless they are a text that was not split yet."""
    if isinstance(tokens, str):
        raise TextError(f"{caller}: that is one string. Split it into words first: {caller}(tokenize(text)).")
    return list(tokens)


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
