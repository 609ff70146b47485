"""Attached letters, longest phrases and shapes of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.names.lists import Entry, Lexicon, lexicon
from kit.names.tags import token_folds, units


def tagged(text, entries):
    return list(units(token_folds(text, entries), entries))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("القائم", [("القائم", "maybe_place")]),
        ("وبالقائم", [("و", "and"), ("ب", "attached"), ("القائم", "maybe_place")]),
        ("وَالبوكمال", [("وَ", "and"), ("البوكمال", "city")]),
        ("للعراق", [("", "li"), ("للعراق", "place")]),
        ("للبنان", [("ل", "li"), ("لبنان", "place")]),
        ("ولدمشق", [("و", "and"), ("ل", "li"), ("دمشق", "city")]),
        ("وهران", [("وهران", "city")]),
        ("والمدرّج", [("و", "and"), ("المدرّج", "the_word")]),
        ("ورشة", [("ورشة", "feminine")]),
        ("وتعمل", [("وتعمل", "and_word")]),
        ("الرياض وجدة", [("الرياض", "city"), ("و", "and"), ("جدة", "maybe_place")]),
        ("إربد", [("إربد", "city")]),
        ("أربد", [("أربد", "rare_word")]),
        ("درعاً", [("درعاً", "adverb")]),
        ("الماضى", [("الماضى", "which")]),
        ("دير الزور", [("دير الزور", "city")]),
        ("دير\nالزور", [("دير", "sure_head"), ("", "line"), ("الزور", "the_word")]),
        ("1984", [("1984", "year")]),
        ("١٥", [("١٥", "number")]),
        ("سريعاً", [("سريعاً", "adverb")]),
        ("أحياناً", [("أحياناً", "adverb")]),
        ("كريماً", [("كريماً", "adverb")]),  # "generous", too
        ("محمداً", [("محمداً", "given")]),
        ("وطارقاً", [("و", "and"), ("طارقاً", "given")]),
        ("نوحا", [("نوحا", "given")]),
        ("التأمين", [("التأمين", "the_word")]),
        ("التمرين", [("التمرين", "the_word")]),
        ("المعلمين", [("المعلمين", "the_plural")]),
        ("مدينة وزرابة", [("مدينة", "place_type"), ("وزرابة", "and_word")]),
        ("إلى وشقة", [("إلى", "place_word"), ("وشقة", "rare_feminine")]),
        ("دمشق وزرابة", [("دمشق", "city"), ("و", "and"), ("زرابة", "rare_feminine")]),
        ("زاراغوفا", [("زاراغوفا", "rare_word")]),
        ("عرفته", [("عرفته", "owned")]),
        ("كتابنا", [("كتابنا", "owned")]),
        ("صبيانه", [("صبيانه", "owned")]),
        (". ،", [(".", "sign"), ("،", "sign")]),
    ],
)
def test_units(word, wanted):
    assert [(word[unit.start : unit.end], unit.tag) for unit in tagged(word, lexicon())] == wanted


def test_no_lists_at_all():
    assert [unit.tag for unit in tagged("مدينة حدودية", Lexicon())] == ["participle", "nisba"]


@given(st.text(max_size=40))
def test_units_are_in_order(text):
    ends = [0]
    for unit in tagged(text, Lexicon({"في": Entry("stop", "")})):
        assert ends[-1] <= unit.start <= unit.end <= len(text)
        ends.append(unit.end)
