"""Sentences end where they should, on rows from tests/cases/sentences.json and on any string."""

import re
import time
from itertools import pairwise

import pytest
from conftest import cases
from hypothesis import given
from strange import ANY, STRANGE

from kit.read import article
from kit.sentences import is_sentence, sentence_spans, sentences


@pytest.mark.parametrize("row", cases("sentences"))
def test_sentences(row, request):
    if "xfail" in row:
        request.applymarker(pytest.mark.xfail(reason=row["xfail"], strict=True))
    assert sentences(row["given"]) == row["wanted"]


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


@given(text=ANY)
def test_sentences_are_slices_and_leave_out_only_space(text):
    spans = sentence_spans(text)
    assert sentences(text) == [text[start:end] for start, end in spans]
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(text=ANY)
def test_no_sentence_crosses_a_line(text):
    assert all(len(piece.splitlines()) == 1 for piece in sentences(text))


@pytest.mark.parametrize("unit", STRANGE.values(), ids=STRANGE)
def test_time_grows_with_length_not_with_its_square(unit):
    start = time.process_time()
    sentence_spans(unit * (300_000 // len(unit)) + "a")
    assert time.process_time() - start < 10  # under one second; with the square of the length, minutes
