"""Every line, in order, with the neighbours it has; phrases and their measure."""

import contextlib
import math

import pandas as pd
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from kit.clean import fold
from kit.context import collocates, collocations, concordance, join_phrases, positions
from kit.read import TextError, TextWarning, article, second_article
from kit.tokens import stem, tokenize

words = str.split  # A text on one line reads better than a list of its words.
KEYS = {"form": None, "fold": fold, "stem": stem}
WORDS = st.lists(st.sampled_from(["في", "دير", "الزور", "الجيش", "مدينة"]), max_size=40)


@pytest.mark.parametrize("case", cases("context"))
def test_dispersion(case):
    assert positions(case["text"].split(), case["word"], key=KEYS[case["key"]]) == case["wanted"]


@pytest.mark.parametrize("key", [fold, stem])
@pytest.mark.parametrize("text", [article, second_article])
def test_each_way_finds_at_least_what_the_stricter_one_finds(text, key):
    tokens = tokenize(text())
    for word in set(tokens):
        assert set(positions(tokens, word)) <= set(positions(tokens, word, key=key))


@given(WORDS, st.integers(0, 6))
def test_concordance_rows_are_slices_of_the_text(tokens, window):
    for row in concordance(tokens, "دير الزور", window=window).itertuples():
        line = " ".join([row.before, row.keyword, row.after]).split()
        start = max(0, row.position - window)
        assert line == list(tokens[start : start + len(line)])
        assert row.keyword == "دير الزور"
        assert len(row.after.split()) <= window


def test_concordance_is_complete_and_in_text_order():
    tokens = tokenize(article())
    table = concordance(tokens, "القائم")
    assert table["position"].tolist() == [at for at, token in enumerate(tokens) if token == "القائم"]


def test_keyword_is_shown_as_it_stands_in_the_text():
    table = concordance(words("الدولة الاسلامية"), "الإسلامية", key=fold)
    assert table["keyword"].tolist() == ["الاسلامية"]


def test_word_not_found_gives_the_same_table_without_rows():
    tokens = words("جاء القطار")
    lines, missing = concordance(tokens, "القطار"), concordance(tokens, "الطائرة")
    assert list(missing.columns) == ["position", "before", "keyword", "after"]
    assert missing.dtypes.equals(lines.dtypes)
    assert missing.empty


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: concordance("جاء القطار", "القطار"), "^concordance: .*tokenize"),
        (lambda: concordance(["جاء"], ""), "^concordance: no word"),
        (lambda: collocations(["جاء"], stopwords="الجيش"), "^collocations: stopwords: that is one string"),
        (lambda: positions(["جاء"], "  "), "no word"),
        (lambda: positions(["جاء"], "جاء", key="root"), "give a function without brackets"),
        (lambda: concordance(["جاء"], "جاء", window=-1), "window"),
        (lambda: collocations("جاء القطار"), "tokenize"),
        (lambda: collocations(["جاء"], n=1), "words in a phrase"),
    ],
)
def test_mistakes_are_told_plainly(call, says):
    with pytest.raises(TextError, match=says):
        call()


@pytest.mark.parametrize("row", [iter, tuple, pd.Series], ids=lambda row: row.__name__)
def test_words_may_come_in_any_row(row):
    tokens = words("عاد الجيش ثم عاد الجيش ثم عاد الجيش")
    assert positions(row(tokens), "الجيش") == [1, 4, 7]
    assert concordance(row(tokens), "الجيش").equals(concordance(tokens, "الجيش"))
    assert collocations(row(tokens)).equals(collocations(tokens))


def test_a_token_may_hold_a_space():
    tokens = ["محافظة", "دير الزور", "في", "دير", "الزور", "", "قرب دير"]
    assert positions(tokens, "دير الزور") == [1, 3]
    assert positions(tokens, "دير الزور في", key=stem) == [1]
    assert concordance(tokens, "دير الزور", window=1).to_numpy().tolist() == [
        [1, "محافظة", "دير الزور", "في"],
        [3, "في", "دير الزور", ""],
    ]


def test_log_dice_never_passes_14_whatever_a_token_holds():
    table = collocations(["دير الزور", "في"] * 3, stopwords=())
    assert table["log_dice"].max() <= 14
    assert collocations(["", "دير"] * 3, stopwords=())["count"].tolist() == [3]


def test_log_dice_is_as_published():
    """Rychlý 2008: 14 if two words only ever occur together, one less each time that halves."""
    together = ["أ", "ب"] * 4
    assert collocations(together, stopwords=()).set_index("phrase").loc["أ ب", "log_dice"] == 14
    halved = together + ["أ", "ج"] * 4 + ["ب", "د"] * 4
    row = collocations(halved, stopwords=()).set_index("phrase").loc["أ ب"]
    assert row["count"] == 4
    assert row["log_dice"] == pytest.approx(14 + math.log2(2 * 4 / (8 + 8)))


def test_log_dice_does_not_grow_with_the_text():
    once = words("دير الزور ثم دير الزور ثم دير الزور و الزور قرب النهر")
    short, long = (
        collocations(text, stopwords=()).set_index("phrase") for text in (once, [*once, "#", *once])
    )
    assert (short.loc["دير الزور", "count"], long.loc["دير الزور", "count"]) == (3, 6)
    assert short.loc["دير الزور", "log_dice"] == long.loc["دير الزور", "log_dice"] < 14


def test_log_dice_of_three_words():
    tokens = ["أ", "ب", "ج", "س"] * 3 + ["أ"] * 3
    table = collocations(tokens, n=3, stopwords=()).set_index("phrase")
    assert table.loc["أ ب ج", "log_dice"] == pytest.approx(14 + math.log2(3 * 3 / (6 + 3 + 3)))


def test_phrases_do_not_start_or_end_with_a_stop_word():
    tokens = words("وصل القطار إلى شوم") * 3
    assert collocations(tokens, stopwords=["إلى"])["phrase"].tolist() == ["وصل القطار"]
    assert collocations(tokens, n=3, stopwords=["إلى"])["phrase"].tolist() == ["القطار إلى شوم"]


def test_a_stop_word_is_known_however_it_is_spelled():
    tokens = words("وصل القطار الى شوم") * 3
    assert "القطار الى" not in collocations(tokens)["phrase"].tolist()
    assert "القطار الى" not in collocations(tokens, stopwords=["إلى"])["phrase"].tolist()
    assert "القطار الى" in collocations(tokens, stopwords=())["phrase"].tolist()


def test_a_phrase_that_begins_or_ends_with_a_number_is_left_out():
    tokens = words("عام 2019 ثم خط 17 الجديد ثم قطار الليل ٣٫٥ ثم") * 3
    assert collocations(tokens)["phrase"].tolist() == ["قطار الليل"]
    assert "خط 17 الجديد" in collocations(tokens, n=3)["phrase"].tolist()
    assert "عام 2019" in collocations(tokens, stopwords=())["phrase"].tolist()


def test_order_of_collocations_is_measure_then_count_then_phrase():
    tokens = ["ج", "د", "#"] * 3 + ["أ", "ب", "#"] * 3 + ["هـ", "و", "#"] * 4
    assert collocations(tokens, stopwords=["#"])["phrase"].tolist() == ["هـ و", "أ ب", "ج د"]


def test_nothing_repeated_gives_an_empty_table():
    table = collocations(words("جاء القطار"))
    assert list(table.columns) == ["phrase", "count", "log_dice"]
    assert table.empty


@pytest.mark.parametrize(
    ("text", "n", "note", "phrases"),
    [
        ("دير الزور # دير الزور # دير الزور # الجيش السوري # الجيش السوري", 2, None, ["دير الزور"]),
        ("دير الزور # دير الزور # سوريا", 2, "No pair of words .* in 7 words; here is what", ["دير الزور"]),
        ("جاء القطار", 3, "No phrase of 3 words .* in 2 words; and none comes twice", []),
        ("القطار", 2, "One word is no phrase", []),
    ],
)
def test_how_often_follows_what_the_text_carries_and_is_said(text, n, note, phrases):
    with pytest.warns(TextWarning, match=note) if note else contextlib.nullcontext():
        table = collocations(words(text), n=n, min_count=None, stopwords=["#"])
    assert table["phrase"].tolist() == phrases


@pytest.mark.parametrize(("query", "lines"), [("العراق،", 1), ("#كأس_العالم", 1), ("سور*", 2), ("*سورية", 2)])
def test_a_query_is_split_as_the_text_is(query, lines):
    words = ["قال", "العراق", "نعم", "كأس", "العالم", "سوريا", "وسورية", "سورية"]
    assert len(concordance(words, query)) == lines


def test_lines_sorted_by_neighbour():
    words = ["ب", "كلمة", "ج", "أ", "كلمة", "ت"]
    assert concordance(words, "كلمة", window=1, sort="after")["after"].tolist() == ["ت", "ج"]
    assert concordance(words, "كلمة", window=1, sort="before")["before"].tolist() == ["أ", "ب"]
    with pytest.raises(TextError, match="sort"):
        concordance(words, "كلمة", sort="left")


@pytest.mark.parametrize(
    ("phrases", "joined"),
    [
        (["دير الزور"], "من|دير الزور|إلى|دير|ثم|دير الزور"),
        (["دير الزور", "من دير"], "من دير|الزور|إلى|دير|ثم|دير الزور"),
        (["دير الزور", "دير الزور إلى"], "من|دير الزور إلى|دير|ثم|دير الزور"),
        (["حلب"], "من|دير|الزور|إلى|دير|ثم|دير|الزور"),
        ([], "من|دير|الزور|إلى|دير|ثم|دير|الزور"),
    ],
)
def test_a_phrase_becomes_one_token(phrases, joined):
    tokens = ["من", "دير", "الزور", "إلى", "دير", "ثم", "دير", "الزور"]
    assert join_phrases(tokens, *phrases) == joined.split("|")
    assert len(tokens) == 8, "nothing is changed"


def test_a_joined_phrase_is_still_found():
    tokens = ["من", "دير", "الزور", "إلى", "دير", "ثم", "دير", "الزور"]
    assert positions(join_phrases(tokens, "دير الزور"), "دير الزور") == [1, 5]


@pytest.mark.parametrize("wrong", [(None, "كتب"), ("كتب", "كتب"), (["كتب"], ""), (["كتب"], 3)], ids=repr)
def test_join_phrases_refuses(wrong):
    with pytest.raises(TextError, match=r"^join_phrases: "):
        join_phrases(*wrong)


def test_collocates_count_each_place_once_on_either_side():
    table = collocates(["أ", "ب", "ج", "ب", "د"], "ب", window=1, min_count=1).set_index("word")
    assert table["count"].to_dict() == {"أ": 1, "ج": 1, "د": 1}  # ج stands beside both and counts once
    assert table["log_dice"].tolist() == pytest.approx([14 + math.log2(2 / 3)] * 3)


def test_a_window_wider_than_the_text_is_the_text():
    tokens = ["أ", "ب", "ج"]
    assert collocates(tokens, "ب", window=10**15, min_count=1).equals(collocates(tokens, "ب", min_count=1))


def test_collocates_of_a_word_that_is_not_there_are_none():
    assert collocates(["أ", "ب"], "ج", min_count=1).empty


@pytest.mark.parametrize("wrong", [{"window": 0}, {"min_count": 0}, {"window": 1.5}])
def test_collocates_need_whole_numbers(wrong):
    with pytest.raises(TextError, match="collocates"):
        collocates(["أ", "ب"], "ب", **wrong)
