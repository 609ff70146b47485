"""Stop words are found with what is written onto them; content words stay."""

import pandas as pd
import pytest

from kit.errors import TextError
from kit.read import article, second_article
from kit.tokens import remove_stopwords, stopwords, tokenize


@pytest.mark.parametrize(
    "word",
    [
        "في",
        "فيه",
        "وفيه",
        "بهذا",
        "لهذه",
        "للذين",
        "إلى",
        "الى",
        "وإليها",
        "كان",
        "ولكنّ",
        "عَلَى",
        "وأنه",
        "امام",
        "أمامه",
        "اثره",
        "وإثرها",
        "أنني",
        "لأني",
        "لكنني",
        "ذو",
        "وذات",
        "ثمة",
        "حينئذ",
        "آنذاك",
        "بلا",
        "كليهما",
        "عني",
        "إلي",
    ],
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
        "إمام",
        "أثره",
        "أثرها",
        "ألم",
        "خلف",
        "آية",
        "آل",
        "آلي",
        "بني",
        "معني",
    ],
)
def test_content_words_stay(word):
    assert remove_stopwords([word]) == [word]


@pytest.mark.parametrize("wrong", ["في البيت", None, b"x", [["في"]]])
def test_only_words_have_stop_words(wrong):
    with pytest.raises(TextError, match=r"^remove_stopwords: "):
        remove_stopwords(wrong)


@pytest.mark.parametrize("text", [article, second_article])
def test_the_list_and_the_function_say_the_same(text):
    words = pd.Series(tokenize(text()))
    assert words[~words.isin(stopwords())].tolist() == remove_stopwords(words)
