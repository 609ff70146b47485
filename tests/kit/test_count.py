"""Counts are exact, in one order everywhere, and say how far they can be trusted."""

import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from kit.count import count_interval, frequencies, hapaxes, mean_segmental_ttr, most_frequent, per_thousand
from kit.read import TextError, TextWarning, article

KEYS = {
    None: None,
    "unify_alef": lambda word: word.translate(str.maketrans("أإآ", "ااا")),
    "first_letter": lambda word: word[0],
}
TOKENS = st.lists(st.sampled_from(["من", "في", "إلى", "الى", "أو", "او", "2014"]), max_size=50)


@pytest.mark.parametrize("case", cases("count_frequencies"))
def test_frequencies(case):
    counts = frequencies(case["given"], key=KEYS[case.get("key")])
    assert list(zip(counts.index, counts, strict=True)) == [tuple(row) for row in case["wanted"]]


@pytest.mark.parametrize("tokens", [[], ["من"]])
def test_frequencies_are_a_series_of_one_shape(tokens):
    counts = frequencies(tokens)
    assert (counts.name, counts.index.name, counts.dtype) == ("count", "word", "int64")
    assert counts.index.dtype in ("str", "object")


def test_frequencies_take_any_iterable_and_change_nothing():
    tokens = ["ب", "أ", "ب"]
    assert frequencies(iter(tokens)).equals(frequencies(tokens))
    assert tokens == ["ب", "أ", "ب"]


@given(TOKENS)
def test_frequencies_agree_with_counter(tokens):
    assert frequencies(tokens).to_dict() == Counter(tokens)


@given(TOKENS, st.sampled_from(list(KEYS)))
def test_a_key_neither_loses_nor_invents_a_word(tokens, key):
    counts = frequencies(tokens, key=KEYS[key])
    assert counts.sum() == len(tokens)
    assert set(counts.index) <= set(tokens)
    assert counts.index.is_unique
    assert list(counts) == sorted(counts, reverse=True)


@given(st.permutations(["إلى", "الى", "إلى", "أو", "او", "من"]))
def test_the_order_of_the_text_does_not_matter(tokens):
    counts = frequencies(tokens, key=KEYS["unify_alef"])
    assert list(counts.items()) == [("إلى", 3), ("أو", 2), ("من", 1)]


def test_hapaxes():
    assert hapaxes(["ب", "ت", "أ", "ب"]) == ["أ", "ت"]
    assert hapaxes(["الى", "إلى", "من"], key=KEYS["unify_alef"]) == ["من"]
    assert hapaxes([]) == []


@pytest.mark.parametrize(
    ("tokens", "size", "wanted"),
    [
        ("a b c d", 4, 1.0),
        ("a a a a", 4, 0.25),
        ("a a a a", 2, 0.5),
        ("a b a a c", 2, 0.75),  # the last word is left over
        ("a b c a b c", 3, 1.0),  # the second stretch starts anew
        ("a", 1, 1.0),
    ],
)
def test_mean_segmental_ttr(tokens, size, wanted):
    assert mean_segmental_ttr(tokens.split(), size=size) == wanted


def test_mean_segmental_ttr_of_the_whole_text_is_the_plain_one():
    tokens = article().split()
    assert mean_segmental_ttr(tokens, size=len(tokens)) == pytest.approx(len(set(tokens)) / len(tokens))


def test_mean_segmental_ttr_does_not_fall_with_length():
    tokens = article().split()
    assert mean_segmental_ttr(tokens * 5, size=len(tokens)) == mean_segmental_ttr(tokens, size=len(tokens))


@pytest.mark.parametrize("size", [0, -1, 5])
def test_mean_segmental_ttr_needs_a_size_that_fits(size):
    with pytest.raises(TextError, match=f"size={size}"):
        mean_segmental_ttr(["a", "b", "c", "d"], size=size)


def test_per_thousand():
    counts = pd.Series({"من": 3, "في": 1}, name="count").rename_axis("word")
    rates = per_thousand(counts)
    assert rates.to_dict() == {"من": 750.0, "في": 250.0}
    assert (rates.name, rates.index.name) == ("per_thousand", "word")
    assert per_thousand(counts, total=2000).to_dict() == {"من": 1.5, "في": 0.5}
    assert counts.to_dict() == {"من": 3, "في": 1}
    assert per_thousand(frequencies([])).empty


@pytest.mark.parametrize("total", [0, 2, -5])
def test_per_thousand_needs_a_total_that_can_be(total):
    with pytest.raises(TextError, match=f"total={total} is less than a count, 3"):
        per_thousand(frequencies(["من"] * 3), total=total)


@pytest.mark.parametrize("counts", [Counter("ab"), ["من"], {"من": 1}, 5, pd.Series(["من"])], ids=repr)
def test_per_thousand_needs_counts(counts):
    with pytest.raises(TextError, match=r"give counts, as frequencies\(words\) does"):
        per_thousand(counts)


@pytest.mark.parametrize(
    ("counts", "total", "says"),
    [
        ([0, 0], None, "in a text without words nothing has a rate"),
        ([0, 0], 0, "in a text without words nothing has a rate"),
        ([math.nan, 1.0], None, "is not a number"),
        ([1, 2], math.nan, "is not a number"),
        ([1, 2], math.inf, "give the number of words"),
    ],
)
def test_there_are_no_rates_without_numbers(counts, total, says):
    with pytest.raises(TextError, match=says):
        per_thousand(pd.Series(counts, index=["من", "في"]), total=total)


@pytest.mark.parametrize("function", [frequencies, hapaxes, lambda text: mean_segmental_ttr(text, size=1)])
def test_a_text_that_is_not_split_yet_is_no_list_of_words(function):
    with pytest.raises(TextError, match=r"that is one string. Split it into words first"):
        function("خسر تنظيم")


def test_the_function_that_was_called_is_named():
    with pytest.raises(TextError, match=r"^hapaxes: "):
        hapaxes("خسر تنظيم")


@pytest.mark.parametrize("case", cases("count_intervals"))
def test_count_interval(case):
    assert count_interval(case["given"]) == pytest.approx(case["wanted"], abs=0.0006)


@given(st.integers(0, 3000), st.floats(0.5, 0.999))
def test_count_interval_means_what_it_says(count, level):
    low, high = count_interval(count, level=level)
    assert low <= count <= high

    def at_most(k, mean):
        return sum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k + 1))

    assert at_most(count, high) == pytest.approx((1 - level) / 2, rel=1e-6)
    if count:
        assert 1 - at_most(count - 1, low) == pytest.approx((1 - level) / 2, rel=1e-6)


def test_count_interval_of_a_large_count_is_nearly_normal():
    low, high = count_interval(1_000_000)
    assert (low, high) == pytest.approx((1_000_000 - 1960, 1_000_000 + 1960), abs=3)


@pytest.mark.parametrize("count", [-1, 0.5, 1.5, math.nan, math.inf, 10**7 + 1, 10**12, "6", None])
def test_count_interval_refuses_what_is_no_count(count):
    with pytest.raises(TextError, match=r"is no count: give a whole number from 0 to 10,000,000"):
        count_interval(count)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, math.nan])
def test_count_interval_needs_a_level_between_0_and_1(level):
    with pytest.raises(TextError, match=f"level={level}: give a share between 0 and 1"):
        count_interval(6, level=level)


def test_count_interval_takes_any_whole_number():
    assert count_interval(np.int64(6)) == count_interval(6.0) == count_interval(6)


@pytest.mark.parametrize(
    ("counts", "most", "kept"),
    [
        ([5, 4, 3], 2, [5, 4]),
        ([5, 4, 4, 1], 2, [5, 4, 4]),
        ([5, 4, 4, 4, 4, 1], 2, [5, 4, 4, 4, 4]),  # no lonely bar
        ([9, *[2] * 30, 1], 8, [9, *[2] * 30]),
        ([1, 1, 1, 1], 2, [1, 1, 1, 1]),
        ([2, 9], 8, [9, 2]),
        ([], 8, []),
    ],
)
def test_no_tie_is_cut_in_two(counts, most, kept):
    counts = pd.Series(counts, index=[f"w{n}" for n in range(len(counts))], dtype="int64")
    assert list(most_frequent(counts, most=most)) == kept


def test_a_tie_that_is_left_out_is_told():
    counts = pd.Series([9, 8, 7, 6, *[2] * 30])
    with pytest.warns(TextWarning, match="30 words are tied at 2"):
        assert list(most_frequent(counts)) == [9, 8, 7, 6]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"counts": pd.Series([1] * 17)}, "17 words are tied at 1"),
        ({"counts": pd.Series([2] + [1] * 40)}, "40 words are tied at 1"),
        ({"counts": ["كتب"]}, "give counts"),
        ({"counts": pd.Series([1]), "most": 0}, "most=0"),
    ],
)
def test_most_frequent_refuses(arguments, says):
    with pytest.raises(TextError, match=says):
        most_frequent(**arguments)
