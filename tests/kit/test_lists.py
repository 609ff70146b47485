"""The lists are whole, and no name stands in them twice with two meanings."""

import re

import pytest

from kit.data import read_rows
from kit.errors import TextError
from kit.names.lists import LISTS, fold_phrase, gazetteer, groups, lexicon
from kit.names.tags import _ATTACHED, RARE, SHAPES


@pytest.mark.parametrize("name", LISTS)
def test_every_line_is_complete(name):
    for row in read_rows(f"{name}.csv"):
        assert None not in row
        assert None not in row.values()
        assert row["arabic"]
        assert row["english"]
        assert row.get("kind") or name == "organisations"


@pytest.mark.parametrize("name", LISTS)
def test_no_spelling_is_listed_twice(name):
    spellings = [
        word  # With another hamza it is another spelling.
        for row in read_rows(f"{name}.csv")
        for word in (row["arabic"], *filter(None, row["other"].split("|")))
    ]
    assert sorted(word for word in set(spellings) if spellings.count(word) > 1) == []


def test_no_cue_stands_in_two_rows():
    words = [fold_phrase(word) for row in read_rows("cues.csv") for word in row["words"].split("|")]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []


def test_every_place_is_on_the_globe():
    places = gazetteer("places")
    assert places["latitude"].between(-90, 90).all()
    assert places["longitude"].between(-180, 180).all()


def test_every_arab_country_has_its_capital():
    countries, cities = (set(gazetteer().query("kind == @kind")["arabic"]) for kind in ("country", "city"))
    for country, capital in {
        "الأردن": "عمان", "الإمارات": "أبوظبي", "البحرين": "المنامة", "الجزائر": "الجزائر العاصمة",
        "السعودية": "الرياض", "السودان": "الخرطوم", "الصومال": "مقديشو", "العراق": "بغداد", "تونس": "تونس",
        "المغرب": "الرباط", "اليمن": "صنعاء", "جزر القمر": "موروني", "جيبوتي": "جيبوتي", "سوريا": "دمشق",
        "سلطنة عمان": "مسقط", "فلسطين": "القدس", "قطر": "الدوحة", "لبنان": "بيروت", "ليبيا": "طرابلس",
        "مصر": "القاهرة", "موريتانيا": "نواكشوط", "الكويت": "الكويت",
    }.items():  # fmt: skip
        assert country in countries
        assert capital in cities | {"تونس", "جيبوتي", "الكويت"}  # These are states too.


def test_an_unknown_list():
    with pytest.raises(TextError, match="places, people, organisations"):
        gazetteer("rivers")


def test_nationalities_are_no_places():
    assert {lexicon()[word].tag for word in ("السوري", "السورية", "الروسي", "العراقية")} == {"nationality"}


def test_rules_use_only_tags_that_words_can_have():
    patterns = " ".join([*(row["pattern"] for row in read_rows("name_rules.csv")), *groups("group").values()])
    tags = {entry.tag for entry in lexicon().values()} | {
        *SHAPES,
        *_ATTACHED.values(),
        *groups("group"),
        "any",
    }
    tags |= {
        "adverb",
        "with_word",
        "surname_seen",
        "word_seen",
        "nationality_seen",
        "adjective_seen",
        "maybe_given_seen",
        *(f"rare_{tag}" for tag in RARE),
    }  # what a text teaches
    assert set(re.findall("[a-z_]+", patterns)) <= tags
