"""Paragraphs are found where a break was lost, and nowhere else; no letter is lost with them."""

import re

import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

from kit.paragraphs import paragraphs
from kit.read import article, second_article

RAGGED = st.text(alphabet='وقالعراقABc259.؟!…"«»()[]-–/:، \n\rًـ', max_size=60)


@pytest.mark.parametrize("case", cases("read_paragraphs"))
def test_paragraphs(case, request):
    if "xfail" in case:
        request.applymarker(pytest.mark.xfail(reason=case["xfail"], strict=True))
    assert paragraphs(case["given"]) == case["wanted"]


def test_article_has_23_paragraphs_a_subheading_and_a_leftover():
    found = paragraphs(article())
    assert len(found) == 25
    assert found[10] == "- القوات العراقية في القائم -"
    assert found[11].startswith("تشكل محافظة دير الزور")
    assert found[-1] == "مشاركة :"
    assert all(re.search(r"\.$", body) for body in found[:10] + found[11:-1])


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
