"""split_clitics: right on chosen words, wrong only where it says so, and steady on any string."""

import time

import pytest
from cases import cases
from hypothesis import example, given
from hypothesis import strategies as st

from kit.tokens.clitics import PRONOUNS, split_clitics
from kit.tokens.stems import unify_letters

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"
arabic_words = st.text(LETTERS, min_size=1, max_size=12)
any_words = st.one_of(st.text(), st.text(LETTERS + "ـًٌٍَُِّْ+a1 "))


def stem_of(pieces):
    """Return the one piece that is not attached."""
    stems = [piece for piece in pieces if not piece.endswith("+") and not piece.startswith("+")]
    assert len(stems) == 1
    return stems[0]


@pytest.mark.parametrize("row", cases("clitics"))
def test_case(row):
    assert split_clitics(row["given"]) == row["wanted"]


@given(any_words)
@example("\ud800")
@example("\x00")
@example("+")
def test_any_string_gives_pieces(word):
    pieces = split_clitics(word)
    assert pieces
    assert all(isinstance(piece, str) for piece in pieces)
    if len(pieces) > 1:
        assert stem_of(pieces)


@given(arabic_words)
def test_pieces_are_the_word_again(word):
    pieces = split_clitics(word)
    joined = "".join(piece.strip("+") for piece in pieces)
    unwritten = "ال" if pieces[-2:] == ["ل+", "الله"] else "ا"
    assert word in (joined, joined.replace("ل" + unwritten, "ل", 1))


@given(arabic_words)
def test_pieces_stand_in_the_order_of_the_grammar(word):
    pieces = split_clitics(word)
    front = [piece for piece in pieces if piece.endswith("+")]
    behind = [piece for piece in pieces if piece.startswith("+")]
    order = ["وف", "بلكس", "ال"]
    places = [next(n for n, part in enumerate(order) if piece[:-1] in part) for piece in front]
    assert places == sorted(set(places))
    assert len(behind) <= 1
    assert all(unify_letters(piece[1:]) in PRONOUNS for piece in behind)
    assert not (behind and "ال+" in front)


@given(arabic_words)
def test_marks_and_tatweel_change_nothing(word):
    assert split_clitics("\N{ARABIC FATHA}\N{ARABIC TATWEEL}".join(word)) == split_clitics(word)


def test_result_is_the_callers_own():
    split_clitics("والقائم").append("x")
    assert split_clitics("والقائم") == ["و+", "ال+", "قائم"]


def test_long_words_take_time_in_step_with_their_length():
    def seconds(size):
        start = time.process_time()
        split_clitics("ب" * size)
        return time.process_time() - start

    seconds(10)
    assert seconds(1_000_000) < 10 + 30 * seconds(100_000)
