"""Lesson 04: count words, fairly."""

from collections import Counter
from collections.abc import Callable, Iterable

import pandas as pd


def frequencies(tokens: Iterable[str], *, key: Callable[[str], str] | None = None) -> pd.Series:
    """Count each word: the commonest first, equal counts in order of the word."""
    groups: dict[str, Counter[str]] = {}
    for token, count in Counter(tokens).items():
        groups.setdefault(key(token) if key else token, Counter())[token] += count
    rows = [(min(forms, key=lambda w: (-forms[w], w)), forms.total()) for forms in groups.values()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    index = pd.Index([word for word, _ in rows], name="word", dtype=None if rows else "str")
    return pd.Series([count for _, count in rows], index=index, name="count", dtype="int64")


def hapaxes(tokens: Iterable[str], *, key: Callable[[str], str] | None = None) -> list[str]:
    """Return the words that occur exactly once, in order of the word."""
    counts = frequencies(tokens, key=key)
    return list(counts.index[counts == 1])


def type_token_ratio(tokens: list[str], *, size: int) -> float:
    """Return the mean share of different words over consecutive stretches of `size` words."""
    starts = range(0, len(tokens) - size + 1, size)
    return sum(len(set(tokens[i : i + size])) / size for i in starts) / len(starts)


def per_thousand(counts: pd.Series, *, total: int | None = None) -> pd.Series:
    """Turn counts into rates per 1,000 words."""
    return (counts * 1000 / (counts.sum() if total is None else total)).rename("per_thousand")
