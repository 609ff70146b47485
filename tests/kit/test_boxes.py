"""Letters and bytes in boxes, marks in place, guesses."""

import pandas as pd
import pytest

from kit.errors import TextError
from kit.names import find_names, hand_labels
from kit.read import article
from kit.show import bytes_in_boxes, guess, letters, marked, marked_words


def page(shown):
    return shown._repr_html_()


def test_the_letters_that_differ_have_a_thick_frame_and_a_sign():
    html = page(letters("الأحياء", "الاحياء"))
    assert html.count("3px solid") == 2
    assert html.count("≠") == 1
    assert "U+0623 alef with hamza above" in html


def test_words_of_different_length_are_shown_letter_beside_letter():
    assert repr(letters("كتب", "كتاب")).splitlines()[2] == "– ≠ ا U+0627 alef"


def test_a_mark_stands_on_a_circle_and_a_space_has_its_name():
    html = page(letters("كَ ت"))
    assert "\N{DOTTED CIRCLE}\N{ARABIC FATHA}" in html
    assert ">space<" in html


@pytest.mark.parametrize("wrong", ["", "ب" * 41, None, 3, ["ب"]])
def test_letters_refuses_what_is_no_word(wrong):
    with pytest.raises(TextError):
        letters(wrong)


def test_bytes_stand_below_their_letters():
    html = page(bytes_in_boxes("خ س", "utf-8"))
    assert html.count('colspan="2"') == 2
    assert repr(bytes_in_boxes("خ س", "utf-8")) == "bytes: 216 174 32 216 179\nutf-8: خ space س"


@pytest.mark.parametrize(
    ("data", "encoding", "read"),
    [
        (b"\xd8", "utf-8", "✗"),  # half a letter
        (b"\xce\xd3", "utf-8", "✗ ✗"),
        (b"\x81", "cp1252", "✗"),
        ("خ".encode("utf-16-le"), "utf-16-le", "خ"),
    ],
)
def test_bytes_without_a_letter_have_a_cross(data, encoding, read):
    assert repr(bytes_in_boxes(data, encoding)).endswith(f"{encoding}: {read}")


@pytest.mark.parametrize(
    "arguments", [("خ", "utf-9"), ("خ", "cp1252"), (b"",), ("",), (3,), ("خ", ""), ("خ", "base64")]
)
def test_bytes_in_boxes_refuses(arguments):
    with pytest.raises(TextError):
        bytes_in_boxes(*arguments)


def test_marked_words_counts_what_is_in_the_wrong_place():
    shown = repr(marked_words("كتب.قرأ", ["كتب.قرأ"], ["كتب", "قرأ"]))
    assert "precision 0.00, recall 0.00" in shown


def test_a_word_that_is_not_in_the_passage_is_named_and_lowers_precision():
    shown = repr(marked_words("كتب قرأ", ["كتب", "لعب", "قرأ"], ["كتب", "قرأ"]))
    assert "precision 0.67, recall 1.00. Not in the passage at this point: لعب" in shown


def test_marks_of_names_say_their_kind_in_words():
    names = find_names(article())
    html = page(marked(article(), names))
    assert html.count(">place</bdi>") == (names["kind"] == "place").sum()


def test_gold_beside_found():
    shown = repr(marked(article(), find_names(article()), hand_labels()))
    assert shown.splitlines()[-1] == "92 right, 1 wrong ✗, 1 missed ○"
    assert "[22 ✗ number]" in shown
    assert "[الإعلام الحربي ○ organisation]" in shown


def test_nothing_of_a_text_is_lost_by_marking_it():
    plain = repr(marked("<b> & ب", pd.DataFrame({"start": [4], "end": [5]})))
    assert plain == "<b> [&] ب\n1 mark"
    assert "&lt;b&gt;" in page(marked("<b>", pd.DataFrame({"start": [], "end": []})))


def test_a_guess_is_answered_only_when_it_was_made():
    assert "22" not in page(guess("?", 22))
    assert "You said 12, it is 22." in page(guess(12, 22))
    assert "that is right" in page(guess(22.0, 22))
    assert "that is right" in page(guess("22", 22)), "written between the quotes of the question mark"
    assert "that is right" in page(guess("٢٢ ", 22))
