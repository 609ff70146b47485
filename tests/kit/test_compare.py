"""The formulas against published and hand-computed numbers; what chance alone does is the same everywhere."""

import re
from collections import Counter

import pandas as pd
import pytest
from cases import ROOT, cases
from hypothesis import given
from hypothesis import strategies as st

from kit.compare import keyness, rates, shuffled_halves
from kit.count import count_interval
from kit.read import TextError, article, second_article
from kit.tokens import tokenize

words = str.split  # A text on one line reads better than a list of its words.
WORDS = st.lists(st.sampled_from(["في", "من", "الجيش", "القطار", "مدينة", "كتاب"]), min_size=1, max_size=60)


def text(count: int, size: int) -> list[str]:
    """Return a text of `size` words, `count` of which are the word that tests ask about."""
    return ["كلمة"] * count + ["#"] * (size - count)


@pytest.mark.parametrize("case", cases("compare"))
def test_keyness(case):
    target, reference = (text(*pair) for pair in zip(case["counts"], case["sizes"], strict=True))
    row = keyness(target, reference).loc["كلمة"]
    assert row[["target", "reference"]].tolist() == case["counts"]
    assert row["log_likelihood"] == pytest.approx(case["log_likelihood"], abs=0.005)
    assert row["log_ratio"] == pytest.approx(case["log_ratio"], abs=0.005)


@given(WORDS, WORDS)
def test_keyness_the_other_way_round_is_its_mirror(one, other):
    there, back = keyness(one, other), keyness(other, one).loc[keyness(one, other).index]
    assert there["log_likelihood"].to_numpy() == pytest.approx(back["log_likelihood"].to_numpy())
    assert there["log_ratio"].to_numpy() == pytest.approx(-back["log_ratio"].to_numpy())
    assert (there["log_likelihood"] >= -1e-9).all()


@given(WORDS, WORDS)
def test_order_is_evidence_then_count_then_word(one, other):
    table = keyness(one, other)
    rows = [(-row.log_likelihood, -row.target, row.Index) for row in table.itertuples()]
    assert rows == sorted(rows)


@given(WORDS)
def test_a_text_against_itself_shows_no_difference(tokens):
    table = keyness(tokens, tokens)
    assert table["log_likelihood"].to_numpy() == pytest.approx(0)
    assert table["log_ratio"].to_numpy() == pytest.approx(0)


@given(WORDS, WORDS)
def test_rates_lie_within_their_ranges(one, other):
    table = rates(one, other)
    assert table["target"].sum() == len(one)
    assert table["reference"].sum() == len(other)
    assert table["target_rate"].sum() == pytest.approx(1000)
    for name in ("target", "reference"):
        assert (table[f"{name}_low"] <= table[f"{name}_rate"]).all()
        assert (table[f"{name}_rate"] <= table[f"{name}_high"]).all()


def test_range_of_a_rate_is_the_range_of_the_count():
    low, high = count_interval(6)
    row = rates(text(6, 600), text(0, 300)).loc["كلمة"]
    assert row["target_rate"] == 10
    assert (row["target_low"], row["target_high"]) == pytest.approx((low / 0.6, high / 0.6))
    assert row["reference_low"] == 0
    assert row["reference_high"] > 0


def test_rates_are_sorted_by_counts_then_word():
    assert list(rates(words("ب أ ب ج"), words("أ د أ")).index) == ["ب", "أ", "ج", "د"]


def test_halves_are_the_same_on_every_machine_and_hold_the_words_of_the_text():
    tokens = tokenize(article())
    one, other = shuffled_halves(tokens, seed=1)
    assert (one, other) == shuffled_halves(tokens, seed=1)
    assert (one, other) != shuffled_halves(tokens, seed=2)
    assert len(one) == len(other) == len(tokens) // 2
    assert (Counter(tokens) - Counter(one) - Counter(other)).total() == len(tokens) % 2
    assert shuffled_halves(words("أ ب ج د هـ و"), seed=1) == (["أ", "د", "و"], ["هـ", "ج", "ب"])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: keyness("نص", ["كلمة"]), "tokenize"),
        (lambda: rates(["كلمة"], "نص"), "tokenize"),
        (lambda: keyness(["كلمة"], []), "no words"),
        (lambda: rates([], ["كلمة"]), "no words"),
        (lambda: shuffled_halves(["كلمة"], seed=1), "one word"),
        (lambda: shuffled_halves("نص", seed=1), "tokenize"),
    ],
)
def test_mistakes_are_told_plainly(call, says):
    with pytest.raises(TextError, match=says):
        call()


@pytest.mark.parametrize("row", [iter, tuple, pd.Series], ids=lambda row: row.__name__)
@pytest.mark.parametrize("compare", [keyness, rates])
def test_words_may_come_in_any_row(compare, row):
    target, reference = ["بحر", "بحر", "بحر", "سفن"], ["بر", "بر", "سفن", "سفن"]
    assert compare(row(target), row(reference)).equals(compare(target, reference))
    assert shuffled_halves(row(target), seed=1) == shuffled_halves(target, seed=1)


def test_the_two_texts_are_of_one_length():
    assert len(tokenize(second_article())) == pytest.approx(len(tokenize(article())), rel=0.02)


def test_the_second_text_is_as_raw_as_its_readme_says():
    raw = second_article()
    oddities = """والزويرات.واستقبل|.- الكتاب على ظهر الجمل -ولا
الاولى|الأولى|الاطفال|الأطفال|ارقام| او |ويُعدّ|١٢|٢٢
1,450|2500|لـ"رفوف|تموز/يوليو|تشرين الأول/أكتوبر|حزيران/يونيو|وودان|وولاتة|وأطار|لليونسكو"""
    oddities = [*re.split(r"[|\n]", oddities), "80\N{NO-BREAK SPACE}كيلومتراً", "\nشارك المقال :"]
    assert [oddity for oddity in oddities if oddity not in raw] == []
    assert not raw.endswith("\n")
    assert not raw.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert (ROOT / "seeds" / "second.README.md").exists()
