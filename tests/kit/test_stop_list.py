"""Stop words are found with what is written onto them; content words stay."""

import pandas as pd
import pytest

from kit.data import read_rows
from kit.errors import TextError
from kit.read import article, second_article
from kit.tokens import remove_numbers, remove_stopwords, stopwords, tokenize


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
        "التى",
        "وفى",
        "هى",
        "لدى",
        "ٱلَّتِي",
        "بِهِۦ",
        "عَلَيْهِۥ",
        "بـ",
        "كـ",
        "سـ",
        "للـ",
        "وبالـ",
        "هَٰٓؤُلَآءِ",
        "ماتزال",
        "ستكون",
        "وليكون",
        "مازالت",
        "لايزال",
        "أليست",
        "بسببها",
        "كيفما",
        "وحسبما",
        "لعلي",
        "منا",
        "وإنّا",
        "مِنَّآ",
        "لَآ",
        "يَٰٓأَيُّهَا",
        "أفلا",
        "ولئن",
        "سيما",
        "لكيلا",
        "وحولي",
        "بَيْنَهُمْ",
        "كلّ",
        "أَمْ",
        "بَعْدُ",
        "ضدّ",
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
        "منى",
        "ولى",
        "مبنى",
        "القاضى",
        "كون",
        "بال",
        "بالـي",
        "سبب",
        "بيّن",
        "وعَبَّرَ",
        "حوّله",
        "عقّب",
        "أمّ",
        "أُم",
        "بُعْد",
        "وسيما",
        "فلانا",
        "لانا",
        "الام",
        "أمامي",
        "قرآن",
    ],
)
def test_content_words_stay(word):
    assert remove_stopwords([word]) == [word]


def test_classes_are_those_of_grammar():
    classes = {row["word"]: row["class"] for row in read_rows("stopwords.csv")}
    assert {word: classes[word] for word in ("غير", "أي", "في", "ال")} == {
        "غير": "noun",
        "أي": "noun",
        "في": "preposition",
        "ال": "article",
    }


def test_numbers_are_left_out():
    words = ["37", "٢٫٥", "½", "F16", "ثلاثة", "،", "²", "1990", "6:30", "م"]
    assert remove_numbers(words) == ["F16", "ثلاثة", "،", "م"]
    with pytest.raises(TextError, match=r"^remove_numbers: "):
        remove_numbers("37 في")


@pytest.mark.parametrize("wrong", ["في البيت", None, b"x", [["في"]]])
def test_only_words_have_stop_words(wrong):
    with pytest.raises(TextError, match=r"^remove_stopwords: "):
        remove_stopwords(wrong)


@pytest.mark.parametrize("text", [article, second_article])
def test_the_list_and_the_function_say_the_same(text):
    words = pd.Series(tokenize(text()))
    assert words[~words.isin(stopwords())].tolist() == remove_stopwords(words)
