"""Words are right on rows from tests/cases/tokens.json, slices of any string, and never slow."""

import re
import time

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from strange import ANY, STRANGE

from kit import tokens
from kit.characters import CONTROLS
from kit.errors import TextError
from kit.sentences import paragraphs
from kit.tokens import ngrams, sentence_spans, sentences, split_clitics, stem, token_spans, tokenize


@pytest.mark.parametrize("row", cases("tokens"))
def test_tokenize(row):
    assert tokenize(row["given"], punctuation=row.get("punctuation", False)) == row["wanted"]


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
    assert all(
        any(c.isalnum() for c in token) and not re.search(r"\s(?!\W)", token) for token in tokenize(text)
    )


@given(text=ANY)
def test_a_token_is_a_token(text):
    for token in tokenize(text):
        assert tokenize(token) == [token]


@given(words=st.lists(st.text("اب", min_size=1)), n=st.integers(1, 4))
def test_ngrams(words, n):
    assert len(ngrams(words, n)) == max(0, len(words) - n + 1)
    assert ngrams(iter(words), 1) == words


def test_ngrams_of_nothing():
    with pytest.raises(TextError, match="whole number, 1 or more"):
        ngrams(["دير", "الزور"], 0)


@pytest.mark.parametrize(
    "function", [tokenize, token_spans, sentences, sentence_spans, paragraphs, split_clitics, stem]
)
@pytest.mark.parametrize("wrong", [None, b"x", ["خسر"], 3])
def test_what_is_no_text_is_said_in_one_sentence(function, wrong):
    with pytest.raises(TextError, match=f"^{function.__name__}: that is "):
        function(wrong)


@pytest.mark.parametrize("wrong", ["خسر تنظيم", None, [1, 2]])
def test_what_is_no_list_of_words_is_said_in_one_sentence(wrong):
    with pytest.raises(TextError, match=r"^ngrams: "):
        ngrams(wrong, 2)


@pytest.mark.parametrize("unit", STRANGE.values(), ids=STRANGE)
def test_time_grows_with_length_not_with_its_square(unit):
    text = unit * (100_000 // len(unit)) + "a"
    start = time.process_time()
    token_spans(text, punctuation=True)
    tokenize(text)
    assert time.process_time() - start < 4  # It would take a minute if it grew with the square.


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
