"""What counts as a name, which span, how it is scored; and how well the rules do on two texts."""

import re

import pandas as pd
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from kit.data import read_rows
from kit.errors import TextError
from kit.names import find_names, hand_labels, named_together, score
from kit.names.finding import _without_strange_words
from kit.names.lists import fold_phrase, lexicon
from kit.names.scoring import KINDS
from kit.names.tags import Unit
from kit.read import article, second_article

TEXTS = {"article": article, "second": second_article}
ARABIC = st.text(
    "".join(sorted(set(article() + second_article()))) + "ًّـٰ﷽ﻻ\n\N{RIGHT-TO-LEFT MARK}", max_size=60
)


@pytest.mark.parametrize("case", cases("names"))
def test_find_names(case):
    names = find_names(case["given"])
    assert [list(name) for name in zip(names["name"], names["kind"], strict=True)] == case["wanted"]
    if "canonical" in case:
        assert names["canonical"].tolist() == case["canonical"]


@pytest.mark.parametrize("rule", read_rows("name_rules.csv"), ids=lambda rule: rule["example"])
def test_each_rule_finds_its_example(rule):
    text = re.sub("[<>]", "", rule["example"])
    start, end = rule["example"].index("<"), rule["example"].index(">") - 1
    names = find_names(text)
    assert (start, end, rule["kind"]) in set(zip(names["start"], names["end"], names["kind"], strict=True))


@given(st.one_of(st.text(), ARABIC, st.text(st.characters(codec=None), max_size=20)))
def test_any_string_is_accepted_and_every_name_is_a_slice_of_it(text):
    names = find_names(text)
    assert names["name"].tolist() == [text[a:b] for a, b in zip(names["start"], names["end"], strict=True)]
    assert set(names["kind"]) <= set(KINDS)
    assert all(name.strip() for name in names["name"])
    assert (names["start"].to_numpy()[1:] >= names["end"].to_numpy()[:-1]).all()


@pytest.mark.parametrize("wrong", [None, b"text", ["العراق"]], ids=repr)
def test_names_are_found_in_a_text_only(wrong):
    with pytest.raises(TextError, match=r"^find_names: that is"):
        find_names(wrong)


@pytest.mark.parametrize("text", TEXTS)
def test_hand_labels_are_slices_in_order(text):
    gold, whole = hand_labels(text), TEXTS[text]()
    assert gold["name"].tolist() == [whole[a:b] for a, b in zip(gold["start"], gold["end"], strict=True)]
    assert (gold["start"].to_numpy()[1:] >= gold["end"].to_numpy()[:-1]).all()
    assert set(gold["kind"]) <= set(KINDS)


def test_hand_labels_of_an_unknown_text():
    with pytest.raises(TextError, match='"article" and "second"'):
        hand_labels("third")


@pytest.mark.parametrize("text", TEXTS)
def test_the_rules_score_at_least_95_percent(text):
    assert score(find_names(TEXTS[text]()), hand_labels(text)).loc["all", "f1"] >= 0.95


@pytest.mark.parametrize("text", TEXTS)
def test_names_found_stand_for_what_the_labels_say(text):
    both = find_names(TEXTS[text]()).merge(hand_labels(text), on=["start", "end", "kind"])
    assert both["canonical_x"].tolist() == both["canonical_y"].tolist()


def test_most_names_that_no_list_has_are_found_on_the_second_text():
    gold = hand_labels("second")
    unlisted = gold[
        gold["kind"].isin(["place", "person", "organisation"])
        & ~gold["canonical"].map(fold_phrase).isin(lexicon().keys())
    ]
    assert len(unlisted) > 12
    assert score(find_names(second_article()), unlisted).loc["all", "recall"] >= 0.9


def test_what_a_text_calls_a_town_once_is_a_town_everywhere_in_it():
    assert find_names("الوضع القائم.")["name"].tolist() == []
    assert find_names("الوضع القائم. مدينة القائم.")["name"].tolist() == ["القائم", "القائم"]


GOLD = pd.DataFrame({"start": [0, 9, 20], "end": [4, 14, 22], "kind": ["place", "place", "number"]})


def test_score_counts_span_and_kind():
    ours = GOLD.assign(kind=["place", "person", "number"])
    table = score(ours, GOLD)
    assert table.index.tolist() == ["place", "person", "number", "all"]
    assert table[["gold", "found", "right"]].to_numpy().tolist() == [
        [2, 1, 1],
        [0, 1, 0],
        [1, 1, 1],
        [3, 3, 2],
    ]
    assert table.loc["place", ["precision", "recall"]].tolist() == [1, 0.5]
    assert table.loc["all", "f1"] == pytest.approx(2 / 3)


def test_score_needs_the_exact_span():
    assert score(GOLD.assign(end=GOLD["end"] + 1), GOLD).loc["all", "right"] == 0


def test_score_where_there_is_no_answer():
    nothing = GOLD.head(0)
    assert score(nothing, GOLD).loc["all", ["recall", "f1"]].tolist() == [0, 0]
    assert pd.isna(score(nothing, GOLD).loc["all", "precision"])
    assert pd.isna(score(GOLD, nothing).loc["all", "recall"])
    assert score(nothing, nothing).loc["all", ["precision", "recall", "f1"]].isna().all()


def test_score_counts_a_name_once():
    assert score(pd.concat([GOLD, GOLD]), GOLD).loc["all", "precision"] == 1


FRESH = [case.values[0] for case in cases("names_fresh")]
KINDS_MARKED = {"p": "person", "l": "place", "o": "organisation", "d": "date", "n": "number"}


def text_and_names(case):
    """Return the text of a case of names_fresh.json, and the names marked in it as [p سامي الزعيم]."""
    text, names = "", []
    for before, letter, name in re.findall(r"([^\[]*)(?:\[([plodn]) ([^\]]+)\])?", case["marked"]):
        text += before
        if letter:
            names.append((len(text), len(text) + len(name), KINDS_MARKED[letter]))
        text += name
    return text, names


def counts(fresh, marks="plodn"):
    """Return how many names of the kinds of some marks are labelled, found and right in some cases."""
    kinds = [KINDS_MARKED[mark] for mark in marks]
    wanted, given = set(), set()
    for number, case in enumerate(fresh):
        text, labelled = text_and_names(case)
        ours = find_names(text).loc[lambda found: found["kind"].isin(kinds)]
        wanted |= {(number, *name) for name in labelled if name[2] in kinds}
        given |= {(number, *name) for name in zip(ours["start"], ours["end"], ours["kind"], strict=True)}
    return len(wanted), len(given), len(wanted & given)


# Lesson 7 tells of the 30 items that somebody else wrote and labelled, who saw neither lists nor rules. Each
# half was scored before anybody had read it: F1 0.857 and 0.851, precision 0.91, recall 0.81 and 0.80.
def test_fresh_news_of_somebody_else():
    news = [case for case in FRESH if case["labelled"] == "by somebody else"]
    gold, given, right = counts(news, "plo")
    assert 2 * right / (gold + given) >= 0.87
    assert right / given >= 0.92


# A comment gives the F1 that a look had before the rules were mended by it.
@pytest.mark.parametrize(
    ("labelled", "least"),
    [
        ("before the rules were mended", 0.96),
        ("after the rules were mended", 0.92),
        ("third look", 0.95),  # 0.82
        ("fourth look", 0.92),  # 0.82
        ("fifth look", 0.92),  # 0.76
        ("sixth look", 0.82),  # 0.72
        ("seventh look", 0.89),  # 0.88
        ("eighth look", 0.88),  # 0.87
        ("ninth look", 0.86),  # 0.82
        ("tenth look", 0.84),  # 0.76
    ],
)
def test_fresh_news_that_no_list_was_made_from(labelled, least):
    news = [case for case in FRESH if case["label"].startswith("news") and case["labelled"] == labelled]
    gold, given, right = counts(news)
    assert 2 * right / (gold + given) >= least
    assert right / given >= 0.9


# Two writers who knew neither lists nor rules wrote 24 items each. The rules were mended by half of them; the
# other half nobody read who mended a rule. Its score is what lesson 7 tells: 0.84, and 0.87 right.
def test_news_that_nobody_mended_by():
    gold, given, right = counts([case for case in FRESH if case["labelled"] == "never mended by"], "plo")
    assert 2 * right / (gold + given) >= 0.83
    assert right / given >= 0.86


@pytest.mark.parametrize(
    ("labelled", "least"),
    [
        ("third writer, first half", 0.9),  # 0.76
        ("eleventh look", 0.9),  # 0.72
        ("twelfth look", 0.84),  # 0.71
        ("thirteenth look", 0.92),  # 0.80
        ("by a fourth writer", 0.94),  # 0.74, and 0.82 after the rules were mended by other texts
    ],
)
def test_fresh_news_with_names_only(labelled, least):
    news = [case for case in FRESH if case["labelled"] == labelled and not case["label"].startswith("other")]
    gold, given, right = counts(news, "plo")
    assert 2 * right / (gold + given) >= least
    assert right / given >= 0.88


def test_hardly_any_word_of_other_genres_is_taken_for_a_person():
    other = [case for case in FRESH if case["label"].startswith("other")]
    wrong = words = 0
    for text, names in map(text_and_names, other):
        persons = find_names(text).query("kind == 'person'")
        wrong += len(set(zip(persons["start"], persons["end"], persons["kind"], strict=True)) - set(names))
        words += len(text.split())
    assert 1000 * wrong / words <= 2


@pytest.mark.parametrize(
    ("beside", "rare", "kept"),
    [("stop", 3, True), ("stop", 4, False), ("rare_word", 30, True), ("given", 30, True)],
)
def test_no_word_is_rare_where_one_in_fifteen_is_rare_and_alone(beside, rare, kept):
    cut = [Unit(0, 1, "rare_word"), Unit(0, 1, beside)] * rare + [Unit(0, 1, "stop")] * (60 - 2 * rare)
    assert (_without_strange_words(cut) == cut) is kept


def test_a_province_is_not_the_city_that_it_is_called_after():
    text = "من حلب إلى محافظة حلب، وفي محافظه درعا ثم بمحافظة الأنبار ومحافظ دمشق"
    assert find_names(text)["canonical"].tolist()[:4] == ["حلب", "محافظة حلب", "محافظة درعا", "الأنبار"]
    assert "محافظة دمشق" not in set(find_names(text)["canonical"])


def test_what_one_sentence_names_twice_counts_once():
    text = "من حلب إلى حمص ومن حمص إلى حلب. وفي حلب حمص. وفي حمص."
    names = find_names(text)
    assert named_together(names, text).values.tolist() == [["حلب", "حمص", 2]]
    assert named_together(names.head(0), text).empty
    assert named_together(names, "").empty


@pytest.mark.parametrize(
    ("names", "text"), [(["حلب"], "حلب"), (None, "حلب"), (pd.DataFrame(), "حلب"), (find_names("حلب"), 3)]
)
def test_names_stand_together_only_in_a_table_and_a_text(names, text):
    with pytest.raises(TextError, match=r"^named_together[:(]"):
        named_together(names, text)


def test_papers_and_verbs_are_no_clubs_in_a_text_of_sport():
    text = "فاز الزمالك على الأهلي في الدوري، وتعادل النصر مع الهلال، وتدربوا طوال النهار، وهجر بعضهم النوم."
    assert set(find_names(text)["name"]) == {"الزمالك", "الأهلي", "النصر", "الهلال"}
