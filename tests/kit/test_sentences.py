"""Sentences and paragraphs end where they should, on rows from tests/cases/ and on any string."""

import re
import time
from itertools import pairwise

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from strange import ANY, STRANGE

from kit import sentences as module
from kit.characters import DIRECTION_MARKS
from kit.read import article, second_article
from kit.sentences import is_sentence, paragraphs, sentence_spans, sentences
from kit.sentences.no_ends import NO_ENDS, RULES

RAGGED = st.text(alphabet='وقالعراقABc259.؟!…"«»()[]-–/:، \n\rًـ', max_size=60)


@pytest.mark.parametrize("row", cases("sentences"))
def test_sentences(row):
    assert sentences(row["given"]) == row["wanted"]


@pytest.mark.parametrize("rule", NO_ENDS, ids=lambda rule: rule.name)
def test_rule_keeps_its_example_whole_and_is_needed_for_it(rule, monkeypatch):
    assert sentences(rule.example) == [rule.example]
    others = [made for made, row in zip(RULES, NO_ENDS, strict=True) if row is not rule]
    monkeypatch.setattr(module, "RULES", others)
    assert len(sentences(rule.example)) > 1


def test_the_article_has_28_sentences_a_heading_and_a_leftover():
    pieces = sentences(article())
    assert sum(map(is_sentence, pieces)) == 28
    assert [p for p in pieces if not is_sentence(p)] == ["- القوات العراقية في القائم -", "مشاركة :"]
    assert pieces[14] == "- القوات العراقية في القائم -"
    assert pieces[0].endswith("في غرب العراق.")
    assert pieces[1].startswith("وتواصل كل")


def test_the_article_glued_and_spaced_has_the_same_pieces():
    spaced = re.sub(r'(?<=[.-])(?=[\w"-])', " ", article().replace(" -", " - "))
    assert [p.replace(" ", "") for p in sentences(spaced)] == [
        p.replace(" ", "") for p in sentences(article())
    ]


def seen(text: str) -> str:
    """Return what of a text is seen."""
    return "".join(re.sub(f"[{DIRECTION_MARKS}]", "", text).split())


@given(text=ANY)
def test_sentences_are_slices_and_leave_out_only_what_is_not_seen(text):
    spans = sentence_spans(text)
    assert sentences(text) == [text[start:end] for start, end in spans]
    assert seen("".join(sentences(text))) == seen(text)
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(text=ANY)
def test_no_sentence_crosses_a_line(text):
    assert all(len(piece.splitlines()) == 1 for piece in sentences(text))


@pytest.mark.parametrize("unit", STRANGE.values(), ids=STRANGE)
def test_time_grows_with_length_not_with_its_square(unit):
    start = time.process_time()
    sentence_spans(unit * (100_000 // len(unit)) + "a")
    assert time.process_time() - start < 4  # It would take a minute if it grew with the square.


@pytest.mark.parametrize("sign", ["😂", "¹", " [1]", "(2)", "»", " "])
def test_closing_signs_before_a_letter_take_no_time(sign):
    start = time.process_time()
    assert not is_sentence(f"نعم.{sign * 60}x")
    assert time.process_time() - start < 1  # Twenty took seconds, and each more three times as long.


@pytest.mark.parametrize("case", cases("paragraphs"))
def test_paragraphs(case):
    assert paragraphs(case["given"]) == case["wanted"]


def test_article_has_23_paragraphs_a_subheading_and_a_leftover():
    pieces = paragraphs(article())
    assert len(pieces) == 25
    assert pieces[10] == "- القوات العراقية في القائم -"
    assert pieces[11].startswith("تشكل محافظة دير الزور")
    assert pieces[-1] == "مشاركة :"
    assert all(re.search(r"\.$", body) for body in pieces[:10] + pieces[11:-1])


def test_second_article_has_16_paragraphs_a_subheading_and_a_leftover():
    assert len(paragraphs(second_article())) == 18


@given(st.one_of(RAGGED, st.text()))
def test_only_spaces_are_lost(text):
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())


@given(RAGGED)
def test_paragraphs_are_neither_empty_nor_ragged(text):
    for part in paragraphs(text):
        assert part == part.strip() != ""
        assert len(part.splitlines()) == 1


def test_a_book_on_one_line_is_split_and_one_endless_word_is_not_searched_for_ever():
    assert len(paragraphs("العراق.وتواصل " * 20_000)) == 20_001
    assert len(paragraphs("ا" * 1_000_000)) == 1


@pytest.mark.parametrize(
    "piece", ["\u200fنعم.\u200f", "«نعم\u200f.»\u200f", "نعم. (رويترز)", "نعم.[بحاجة لمصدر]"]
)
def test_a_sentence_may_end_in_what_nobody_sees_or_a_source(piece):
    assert is_sentence(piece)
