"""Lesson 08: two texts side by side, which words set one apart, and how much chance alone can do."""

import random
from collections import Counter
from collections.abc import Iterable
from math import log, log2

import pandas as pd

from kit.count import commonest_form, count_interval, grouped
from kit.errors import Key, TextError, key_of, table_with, whole_number, whole_numbers, words_of
from kit.language import say

__all__ = ["keyness", "keyness_of_counts", "rates", "shuffled_counts", "shuffled_halves", "shuffled_tops"]


def rates(target: Iterable[str], reference: Iterable[str], *, key: Key | None = None) -> pd.DataFrame:
    """Put each word's rate per 1,000 words in two texts side by side, with the range each rate may have.

    Index `word`; columns `target` and `reference` (counts), then for each text `…_rate` (per 1,000 words
    of it), `…_low` and `…_high` (the 95 % range of that rate, from `kit.count.count_interval`). Sorted by
    count in the target down, then in the reference, then the word. `key` says which words count as the same,
    as in `kit.count.frequencies`; they are shown in their commonest form.

    >>> table = rates("قرأ كتاب ثم كتاب".split(), "كتاب واحد فقط هنا".split())
    >>> table.loc["كتاب", ["target", "reference", "target_rate", "reference_rate"]].tolist()
    [2.0, 1.0, 500.0, 250.0]

    Two ranges that overlap widely mean that the texts do not show a difference, not that there is none.

    Raises:
        TextError: a text has no words or is not split into words, or `key` is not a function.
    """
    table = _counts(target, reference, key, "rates")
    for text, total in table.sum().items():
        table[f"{text}_rate"] = table[text] * 1000 / total
        ranges = {count: count_interval(count) for count in table[text].unique()}
        table[f"{text}_low"] = [ranges[count][0] * 1000 / total for count in table[text]]
        table[f"{text}_high"] = [ranges[count][1] * 1000 / total for count in table[text]]
    return table


def keyness(target: Iterable[str], reference: Iterable[str], *, key: Key | None = None) -> pd.DataFrame:
    """Rank the words by how strongly they set the target apart from the reference, in either direction.

    Index `word`; columns `target` and `reference` (counts), `log_likelihood` (how much evidence of a
    difference: 0 is none) and `log_ratio` (how large it is, and which way: 1 is twice the rate in the
    target, -1 twice the rate in the reference). The highest log_likelihood comes first, then count in the
    target down, then the word. `key` is as in `rates`.

    log_likelihood is G² = 2 × (O1 ln(O1/E1) + O2 ln(O2/E2)): O is the word's count in each text, E the count
    it would have if both texts used it at the same rate. This is the form with two terms, one a text; the
    form with four adds the counts of all other words, which changes little for any but the commonest.
    log_ratio is log2 of rate in target / rate in reference, a count of 0 being taken as half a word.

    >>> keyness("بحر بحر بحر سفن".split(), "بر بر سفن سفن".split()).round(2).rename_axis(None)
         target  reference  log_likelihood  log_ratio
    بحر       3          0            4.16       2.58
    بر        0          2            2.77      -2.00
    سفن       1          2            0.34      -1.00

    Raises:
        TextError: a text has no words or is not split into words, or `key` is not a function.

    Sources: T. Dunning, Accurate methods for the statistics of surprise and coincidence, Computational
    Linguistics 19(1), 1993, 61-74; P. Rayson and R. Garside, Comparing corpora using frequency profiling,
    Workshop on Comparing Corpora, ACL 2000, 1-6 (the form with two terms); A. Hardie, Log Ratio: an informal
    introduction, CASS, Lancaster 2014.
    """
    counts = _counts(target, reference, key, "keyness")
    return keyness_of_counts(counts, sizes=(int(counts["target"].sum()), int(counts["reference"].sum())))


def keyness_of_counts(counts: pd.DataFrame, *, sizes: tuple[int, int]) -> pd.DataFrame:
    """Return what `keyness` does for words that are counted already, as those of a corpus are.

    counts: index `word`, columns `target` and `reference`. sizes: how many words each of the two has.

    >>> counts = pd.DataFrame({"target": [3], "reference": [0]}, index=pd.Index(["بحر"], name="word"))
    >>> keyness_of_counts(counts, sizes=(4, 4))["log_likelihood"].round(2).tolist()
    [4.16]

    Raises:
        TextError: `counts` is no such table, or a text has no words.
    """
    advice = say("a table of counts by word")
    table_with(counts, ("target", "reference"), "keyness_of_counts", "counts", advice=advice)
    if len(whole_numbers(sizes, "keyness_of_counts", "sizes")) != 2:
        raise TextError(say("keyness_of_counts: sizes: give two numbers: how many words each text has."))
    if not all(sizes):
        raise _nothing_to_compare("keyness_of_counts: sizes")
    table, pairs = counts.copy(), list(zip(counts["target"], counts["reference"], strict=True))
    for column, formula in (("log_likelihood", _log_likelihood), ("log_ratio", _log_ratio)):
        values = {pair: formula(pair, sizes) for pair in set(pairs)}  # Many words share a pair: (1, 0).
        table[column] = [values[pair] for pair in pairs]
    table = table.sort_index().sort_values("target", ascending=False, kind="stable")
    return table.sort_values("log_likelihood", ascending=False, kind="stable")


def shuffled_halves(tokens: Iterable[str], *, seed: int) -> tuple[list[str], list[str]]:
    """Shuffle the words of one text and cut it in two: halves that differ by chance alone.

    The same seed gives the same halves on every machine. With an odd number of words the last of the
    shuffled words is in neither half, so both are equally long.

    >>> one, other = shuffled_halves("أ ب ج د هـ".split(), seed=1)
    >>> len(one), len(other)
    (2, 2)

    Raises:
        TextError: there are fewer than two words, the tokens are not words, or `seed` is not a whole number.
    """
    words = words_of(tokens, "shuffled_halves")
    seed = whole_number(seed, "shuffled_halves", "seed")
    if len(words) < 2:
        raise TextError(say("shuffled_halves: one word cannot be cut in half. Give a longer text."))
    chance = random.Random(seed)  # Python promises never to change .random().
    mixed = sorted(words, key=lambda _: chance.random())
    half = len(mixed) // 2
    return mixed[:half], mixed[half : 2 * half]


def shuffled_counts(
    target: Iterable[str], reference: Iterable[str], *, key: Key | None = None, shuffles: int = 200
) -> pd.DataFrame:
    """Mix the words of both texts, cut them at the same lengths again, and count: what chance alone does.

    A row for each pair of counts that came up in a shuffle: `shuffle` (from 0), `target` and `reference`
    (the counts), `words` (how many words had them) and `log_likelihood`, as in `keyness`. The same texts give
    the same rows on every machine. `key` is as in `rates`.

    >>> shuffled_counts(["بحر"], ["بر"], shuffles=1)[["target", "reference", "words"]].values.tolist()
    [[0, 1, 1], [1, 0, 1]]

    Raises:
        TextError: in the cases of `keyness`, or `shuffles` is not a whole number from 1 up.
    """
    one, other = words_of(target, "shuffled_counts"), words_of(reference, "shuffled_counts")
    shuffles = whole_number(shuffles, "shuffled_counts", "shuffles", least=1)
    if not one or not other:
        raise _nothing_to_compare("shuffled_counts")
    same = key_of(key, "shuffled_counts")
    keys = {word: same(word) for word in dict.fromkeys([*one, *other])}
    mixed, sizes, rows = [keys[word] for word in [*one, *other]], (len(one), len(other)), []
    totals = Counter(mixed)
    for shuffle in range(shuffles):
        chance = random.Random(shuffle)
        ours = Counter(sorted(mixed, key=lambda _: chance.random())[: len(one)])
        pairs = Counter((ours[word], total - ours[word]) for word, total in totals.items())
        rows += [(shuffle, *pair, words) for pair, words in sorted(pairs.items())]
    table = pd.DataFrame(rows, columns=["shuffle", "target", "reference", "words"])
    evidence = {pair: _log_likelihood(pair, sizes) for pair in {row[1:3] for row in rows}}
    table["log_likelihood"] = [evidence[row[1:3]] for row in rows]
    return table


def shuffled_tops(
    target: Iterable[str], reference: Iterable[str], *, key: Key | None = None, shuffles: int = 200
) -> list[float]:
    """Return the highest log-likelihood of each of many shuffles, the lowest first; see `shuffled_counts`.

    >>> [round(top, 2) for top in shuffled_tops(["بحر"], ["بر"], shuffles=2)]
    [1.39, 1.39]

    Raises:
        TextError: in the cases of `shuffled_counts`.
    """
    table = shuffled_counts(target, reference, key=key, shuffles=shuffles)
    return sorted(table.groupby("shuffle")["log_likelihood"].max().tolist())


def _log_likelihood(counts: tuple[int, int], sizes: tuple[int, int]) -> float:
    share = sum(counts) / sum(sizes)
    return 2 * sum(n * log(n / (size * share)) for n, size in zip(counts, sizes, strict=True) if n)


def _log_ratio(counts: tuple[int, int], sizes: tuple[int, int]) -> float:
    target, reference = ((n or 0.5) / size for n, size in zip(counts, sizes, strict=True))
    return log2(target / reference)


def _nothing_to_compare(caller: str) -> TextError:
    said = say("{caller}: one of the texts has no words, so there is nothing to compare.", caller=caller)
    return TextError(said)


def _counts(target: Iterable[str], reference: Iterable[str], key: Key | None, caller: str) -> pd.DataFrame:
    one, other = words_of(target, caller), words_of(reference, caller)
    if not one or not other:
        raise _nothing_to_compare(caller)
    groups, ours = grouped([*one, *other], key_of(key, caller)).values(), Counter(one)
    rows = [
        (commonest_form(forms), target_count, forms.total() - target_count)
        for forms in groups
        for target_count in [sum(ours[form] for form in forms)]
    ]
    rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
    return pd.DataFrame(rows, columns=["word", "target", "reference"]).set_index("word")
