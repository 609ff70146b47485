"""Stop words are found with what is written onto them; content words stay."""

import pytest

from kit.clean import key
from kit.stopwords import remove_stopwords, stopwords


@pytest.mark.parametrize(
    "word",
    ["في", "فيه", "وفيه", "بهذا", "لهذه", "للذين", "إلى", "الى", "وإليها", "كان", "ولكنّ", "عَلَى", "وأنه"],
)
def test_stop_words(word):
    assert remove_stopwords([word]) == []


@pytest.mark.parametrize(
    "word",
    [
        "قال",
        "يوم",
        "عام",
        "مدينة",
        "فقد",
        "ولي",
        "واحد",
        "علي",
        "آخر",
        "خلفها",
        "الذهب",
        "كم",
        "خاصة",
        "لبنان",
        "فلك",
    ],
)
def test_content_words_stay(word):
    assert remove_stopwords([word]) == [word]


def test_stop_words_are_keys():
    assert all(key(word) == word for word in stopwords())
