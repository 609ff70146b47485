"""Words and sentences are right on rows from tests/cases/, whole on any string, and never slow."""

import re
import time
from itertools import pairwise

import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

from kit import tokens
from kit.clean import CONTROLS, key
from kit.read import article
from kit.tokens import (
    is_sentence,
    ngrams,
    remove_stopwords,
    sentence_spans,
    sentences,
    stopwords,
    token_spans,
    tokenize,
)

NEWSY = st.text(
    st.sampled_from('ادبن وa7٣.،:؟!…"«»()-–/@%_\u0640\u064e\u200c\u200f\u0301😂\u200d\u00a0 \n'), max_size=60
)
ANY = NEWSY | st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize("row", cases("tokens"))
def test_tokenize(row):
    assert tokenize(row["given"], punctuation=row.get("punctuation", False)) == row["wanted"]


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


@given(text=ANY, punctuation=st.booleans())
def test_tokens_are_slices(text, punctuation):
    assert tokenize(text, punctuation=punctuation) == [
        text[start:end] for start, end in token_spans(text, punctuation=punctuation)
    ]


@given(text=ANY)
def test_words_and_signs_are_the_whole_text_but_spaces_and_invisible_characters(text):
    ends, starts = [0], []
    for start, end in token_spans(text, punctuation=True):
        starts.append(start)
        ends.append(end)
    between = "".join(text[end:start] for end, start in zip(ends, [*starts, len(text)], strict=True))
    assert not between.translate(dict.fromkeys(map(ord, CONTROLS))).strip()


@given(text=ANY)
def test_every_token_holds_a_letter_or_a_digit_and_no_space(text):
    assert all(any(c.isalnum() for c in token) and not re.search(r"\s", token) for token in tokenize(text))


@given(text=ANY)
def test_a_token_is_a_token(text):
    for token in tokenize(text):
        assert tokenize(token) == [token]


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


@given(words=st.lists(st.text("اب", min_size=1)), n=st.integers(1, 4))
def test_ngrams(words, n):
    assert len(ngrams(words, n)) == max(0, len(words) - n + 1)
    assert ngrams(iter(words), 1) == words


def test_ngrams_of_nothing():
    with pytest.raises(ValueError, match="at least one word"):
        ngrams(["دير", "الزور"], 0)


STRANGE = {
    "one letter": "ب",
    "a mark": "\u064e",
    "a letter with a mark": "ب\u064e",
    "tatweel": "\u0640",
    "zero-width": "\u200c",
    "a letter and a joiner": "ب\u200c",
    "a word": "كلمة ",
    "stops": ".",
    "a sentence": "نعم.",
    "initials": "د.",
    "spaced initials": "د. ",
    "digits and stops": "1.",
    "numbers in a list": "1,",
    "number then letter": "1,1a",
    "quotes": '"',
    "stops and quotes": '."',
    "brackets after stops": ".)",
    "a stop, a space": ". ",
    "dashes": "- ",
    "stops and dashes": "ب. - ",
    "lines": "\n",
    "spaces": " ",
    "letters with stops": "a.",
    "letters with at": "a@",
    "links": "http://",
    "emoji": "😂\u200d",
    "surrogates": "\ud800",
    "NUL": "\0",
}


@pytest.mark.parametrize("unit", STRANGE.values(), ids=STRANGE)
def test_time_grows_with_length_not_with_its_square(unit):
    text = unit * (300_000 // len(unit)) + "a"
    start = time.process_time()
    sentence_spans(text)
    token_spans(text, punctuation=True)
    tokenize(text)
    assert time.process_time() - start < 10  # under one second; with the square of the length, minutes


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


def test_everything_lesson_03_needs_is_imported_from_tokens():
    assert set(tokens.__all__) >= {
        "sentences",
        "tokenize",
        "split_clitics",
        "stem",
        "ngrams",
        "stopwords",
        "remove_stopwords",
    }
