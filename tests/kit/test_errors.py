"""A value of the wrong kind is refused in one sentence that says what to do."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kit import read
from kit.errors import TextError, text_of, words_of
from kit.language import speaking

WORDS = ["خسر", "تنظيم", "خسر"]


@pytest.mark.parametrize(
    "tokens",
    [WORDS, tuple(WORDS), iter(WORDS), pd.Series(WORDS), np.array(WORDS), pd.Series(WORDS, dtype="string")],
    ids=lambda tokens: type(tokens).__name__,
)
def test_any_row_of_words_becomes_a_list(tokens):
    words = words_of(tokens, "f")
    assert words == WORDS
    assert words is not tokens


@pytest.mark.parametrize("tokens", [[], (), pd.Series([], dtype=str), pd.Series([], dtype=object)], ids=repr)
def test_no_words_are_an_empty_list(tokens):
    assert words_of(tokens, "f") == []


@pytest.mark.parametrize(
    ("tokens", "says"),
    [
        ("خسر تنظيم", "f: that is one string. Split it into words first: tokenize(text)."),
        ("", "f: that is one string."),
        (None, "f: that is None, not a list of words. Give tokenize(text)."),
        (b"text", "f: that is bytes, not a list of words."),
        (7, "f: that is an int, not a list of words."),
        (pd.Series({"خسر": 2}), "f: these are counts. Give the words themselves: tokenize(text)."),
        (pd.Series({"خسر": 2}, dtype="Int64"), "f: these are counts."),
        (Counter(WORDS), "f: these are counts."),
        (pd.DataFrame({"word": WORDS}), "f: that is a DataFrame, not a list of words."),
        (["خسر", 5], "f: item 1 is an int, not a word: 5."),
        ([["خسر"], ["تنظيم"]], "f: item 0 is a list, not a word: ['خسر']."),
        ([None], "f: item 0 is None, not a word: None."),
        (pd.Series(["خسر", float("nan")], dtype=object), "f: item 1 is a float, not a word: nan."),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_holds_no_words_is_refused(tokens, says):
    with pytest.raises(TextError) as error:
        words_of(tokens, "f")
    assert str(error.value).startswith(says)


def test_a_long_item_is_not_shown_whole():
    with pytest.raises(TextError) as error:
        words_of([list(range(1000))], "f")
    assert len(str(error.value)) < 100


def test_a_text_comes_back_as_it_is():
    assert text_of(" خسر\n", "f") == " خسر\n"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "f: that is None, not a text. Give one string."),
        (b"text", 'f: that is bytes, not a text. Decode them first: data.decode("utf-8").'),
        (WORDS, 'f: that is a list, not a text. To make one text of its words: " ".join(words).'),
        (tuple(WORDS), "f: that is a tuple, not a text."),
        (Path("a.txt"), "Path, not a text. Read it first: read_text(path)."),
        (7, "f: that is an int, not a text."),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_text_is_refused(value, says):
    with pytest.raises(TextError) as error:
        text_of(value, "f")
    assert says in str(error.value)


def test_a_notebook_shows_one_sentence():
    assert TextError("what to do.")._render_traceback_() == ["TextError: what to do."]


def test_a_sentence_in_arabic_runs_from_the_right_though_it_begins_with_code():
    with speaking("ar"):
        [line] = TextError("read_text: لا ملفّ بهذا الاسم.")._render_traceback_()
    start, end = "\N{RIGHT-TO-LEFT MARK}\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
    assert line == f"{start}TextError: read_text: لا ملفّ بهذا الاسم.{end}"


def test_lessons_find_the_error_where_they_learned_it():
    assert read.TextError is TextError


def test_the_module_loads_nothing_heavy():
    code = "import sys, kit.errors; print(*{'pandas', 'numpy', 'matplotlib'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == ""
