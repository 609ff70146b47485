"""Arabic letters, the font and the colours: on this matplotlib, and on 3.10 through test_matplotlib310.py."""

import unicodedata

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from cases import cases
from matplotlib.colors import to_rgb
from pictures import plain, read_picture, strict_page  # noqa: F401 (a fixture)

from kit.chart import style
from kit.chart.style import arabic, house_style

pytestmark = pytest.mark.usefixtures("strict_page")


@pytest.mark.parametrize("case", cases("style"))
def test_arabic_where_matplotlib_does_not_shape(case, monkeypatch):
    monkeypatch.setattr(style, "MATPLOTLIB_SHAPES", False)
    shown = arabic(case["given"])
    # NFKC turns presentation forms back into letters, and a ligature into two, which are put in visual order.
    letters = "".join(unicodedata.normalize("NFKC", letter)[::-1] for letter in shown)
    assert letters == case["wanted"]


@pytest.mark.parametrize("case", cases("style"))
def test_arabic_where_matplotlib_shapes(case, monkeypatch):
    monkeypatch.setattr(style, "MATPLOTLIB_SHAPES", True)
    shown = arabic(case["given"])
    assert plain(shown) == plain(case["given"])
    for line in shown.split("\n"):
        isolated = line.startswith("\N{RIGHT-TO-LEFT ISOLATE}") and line.endswith(
            "\N{POP DIRECTIONAL ISOLATE}"
        )
        assert isolated == (case["given"] != case["wanted"])


@pytest.mark.parametrize("shapes", [True, False])
def test_arabic_joins_keeps_marks_and_does_no_harm_twice(shapes, monkeypatch):
    monkeypatch.setattr(style, "MATPLOTLIB_SHAPES", shapes)
    shown = arabic("مُحَمَّدٌ")
    assert arabic(shown) == shown
    marks = [letter for letter in "مُحَمَّدٌ" if unicodedata.combining(letter)]
    assert sorted(letter for letter in shown if unicodedata.combining(letter)) == sorted(marks)
    assert ("\N{ARABIC LETTER MEEM INITIAL FORM}" in shown) == (not shapes)


def test_the_probe_agrees_with_matplotlib():
    shapes = tuple(map(int, mpl.__version__.split(".")[:2])) >= (3, 11)
    assert shapes == style.MATPLOTLIB_SHAPES


LABELS = ["العراق", "دير الزور", "تنظيم الدولة الإسلامية", "القوات العراقية تستعيد مدينة القائم"]


@pytest.mark.parametrize("label", LABELS)
def test_a_reader_reads_a_label_back_word_for_word(label):
    with house_style():
        figure = plt.figure(figsize=(6, 1), layout="none")
        text = figure.text(0.5, 0.5, arabic(label), ha="center", va="center", size=24)
    assert read_picture(text) == label


def test_a_system_font_of_the_same_name_does_not_win():
    with house_style():
        path = mpl.font_manager.findfont(style.FONT)
    assert path.endswith("NotoSansArabic-Regular.ttf")
    assert "kit" in path


def luminance(colour):
    """Return relative luminance as WCAG 2 defines it: what is left of a colour in greyscale."""
    return linear(colour) @ [0.2126, 0.7152, 0.0722]


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def test_the_two_blues_differ_in_greyscale():
    light, dark = luminance(style.GREY_BLUE) + 0.05, luminance(style.BLUE) + 0.05
    assert light / dark > 1.9
    assert 1.05 / dark > 4.5  # WCAG 2 asks for this contrast with white.


# Matrices of Machado, Oliveira and Fernandes (2009) for full colour blindness (severity 1).
BLINDNESS = {
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_two_blues_differ_for_colour_blind_readers(kind):
    seen = [
        np.clip(np.array(BLINDNESS[kind]) @ linear(colour), 0, 1) for colour in (style.BLUE, style.GREY_BLUE)
    ]
    dark, light = (colour @ [0.2126, 0.7152, 0.0722] + 0.05 for colour in seen)
    assert light / dark > 1.7
