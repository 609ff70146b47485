"""Pictures of what drawing Arabic takes: shapes and order are those of Unicode's rules."""

import re

import pytest
from bidi.algorithm import get_display

from kit.chart import letter_order, letter_shapes
from kit.errors import TextError


@pytest.mark.parametrize(
    ("word", "shapes"),
    [
        ("العراق", "alone|at the start|in the middle|at the end|alone|alone"),
        ("مدينة", "at the start|at the end|at the start|in the middle|at the end"),
        ("كَتب", "at the start|a mark|in the middle|at the end"),
        ("لا", "at the start|at the end"),
        ("گچ", "at the start|at the end"),
        ("ماء", "at the start|at the end|alone"),
    ],
)
def test_each_letter_has_its_shape(word, shapes):
    lines = repr(letter_shapes(word)).splitlines()
    assert [line.partition(" ")[2] for line in lines] == shapes.split("|")


def test_what_changed_has_a_thick_frame():
    html = letter_shapes("العراق")._repr_html_()
    assert html.count("3px solid") == 3
    assert "\N{ZERO WIDTH JOINER}ع\N{ZERO WIDTH JOINER}" in html


@pytest.mark.parametrize(
    "label", ["سوريا 2017", "أيلول 2.5", "تي يو 22 أمس", "BBC عربي", "نحو 1,335 كتاب", "سوريا"]
)
def test_the_order_is_that_of_the_bidirectional_algorithm(label):
    lines = repr(letter_order(label)).splitlines()
    places = {int(line.split()[-4]): int(re.search(r"letter (\d+)", line)[1]) for line in lines}
    drawn = "".join(label[places[place] - 1] for place in sorted(places))
    assert drawn == get_display(label, base_dir="R")


def test_stored_and_seen_stand_below_one_another():
    html = letter_order("في 20")._repr_html_()
    rows = [re.findall(r">(\d)</div></td>", row) for row in html.split("<tr>")[1:3]]
    assert rows == [["5", "4", "3", "2", "1"], ["1", "2", "3", "5", "4"]]
    assert (html.count("→"), html.count("←")) == (1, 1)


@pytest.mark.parametrize("picture", [letter_order, letter_shapes])
@pytest.mark.parametrize("wrong", ["", "  ", "ب" * 25, None, 3, ["ب"]], ids=repr)
def test_refuses_what_is_no_label(picture, wrong):
    with pytest.raises(TextError, match=f"^{picture.__name__}: "):
        picture(wrong)
