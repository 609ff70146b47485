"""Chance as a cloud: what is beyond it, what is within, and the same on every machine."""

import matplotlib.pyplot as plt
import pytest

from kit.chart import describe, luck_chart
from kit.compare import shuffled_counts, shuffled_tops
from kit.errors import TextError

TARGET = ["بحر"] * 20 + ["سفن"] * 10
REFERENCE = ["بر"] * 20 + ["سفن"] * 10


def test_words_beyond_luck_are_named_and_those_asked_for_too():
    said = describe(luck_chart(TARGET, REFERENCE, words="سفن", names=("أ", "ب"), shuffles=40))
    assert (
        "Counts are those in أ, then those in ب. Beyond luck: بحر: counts 20 and 0; بر: counts 0 and 20."
        in said
    )
    assert said.endswith("Within luck: سفن, 10 in أ and 10 in ب.")
    plt.close("all")


def test_a_shuffle_keeps_all_words_and_both_lengths():
    table = shuffled_counts(TARGET, REFERENCE[:25], shuffles=5)
    for _, shuffle in table.groupby("shuffle"):
        assert sum(shuffle["target"] * shuffle["words"]) == 30
        assert sum(shuffle["reference"] * shuffle["words"]) == 25
    assert table.equals(shuffled_counts(TARGET, REFERENCE[:25], shuffles=5))


def test_tops_are_in_order():
    tops = shuffled_tops(TARGET, REFERENCE, shuffles=30)
    assert tops == sorted(tops)
    assert len(tops) == 30


@pytest.mark.parametrize(
    "arguments",
    [
        {"target": []},
        {"target": "نص"},
        {"words": ["جبل"]},
        {"words": ""},
        {"names": "أب"},
        {"names": ["أ"]},
        {"shuffles": 0},
        {"key": "stem"},
    ],
    ids=str,
)
def test_refuses(arguments):
    with pytest.raises(TextError):
        luck_chart(**{"target": TARGET, "reference": REFERENCE} | arguments)
