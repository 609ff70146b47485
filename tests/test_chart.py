"""What charts show: on the matplotlib that runs the tests, and on 3.10 through test_matplotlib310.py."""

import os
import subprocess
import unicodedata
import warnings
from io import BytesIO
from itertools import pairwise
from shutil import which

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from conftest import cases
from matplotlib.colors import to_rgb

from kit import style
from kit.chart import arabic, bar_chart, caption, describe, dispersion_chart, house_style
from kit.maps import map_chart
from kit.read import TextError

LONG = "وقالت مصادر في قوات سوريا الديمقراطية المدعومة من الولايات المتحدة إن المعارك مستمرة في المدينة"
CHARTS = {
    "one bar": lambda: bar_chart({"العراق": 9}, title="كلمة واحدة", source="المصدر: المقال"),
    "forty bars": lambda: bar_chart({f"كلمة {n}": n for n in range(40)}, title="أربعون", source="المصدر"),
    "rates": lambda: bar_chart({"العراق": 14.516, "سوريا": 3.2}, title="لكل ألف كلمة"),
    "both signs": lambda: bar_chart({"حرب": 4.2, "زيت": -6.7, "يوم": 0.0}, title="فرق -6.7", source="المصدر"),
    "negative only": lambda: bar_chart({"حصاد": -4.2, "زيتون": -3.1}),
    "long labels": lambda: bar_chart({LONG: 9, "ك" * 70: 1}, title=LONG, source=LONG * 2),
    "Latin and digits": lambda: bar_chart({"A label": 1_234_567, "2017": 3, "١٩٩٠": 2}, title="A finding."),
    "dollars": lambda: bar_chart({"$a$ و $b$": 1, "x_1^2": 2}, title="$x$ دولار $y$"),
    "a name": lambda: bar_chart({"العراق": 9, "سوريا": 4}, highlight="سوريا", source="المصدر: المقال، 2017"),
    "strips": lambda: dispersion_chart(
        {"العراق": [0, 310, 619], LONG: []}, total=620, breaks=range(0, 620, 20), title=LONG, source="المصدر"
    ),
    "map": lambda: map_chart(PLACES, rivers={"الفرات": EUPHRATES}, title="على الفرات", source="المصدر"),
}
PLACES = pd.DataFrame(
    [
        ("دير الزور", 35.34, 40.14, 8),
        ("القائم", 34.37, 41.09, 9),
        ("البوكمال", 34.45, 40.92, 6),
        ("حصيبة", 34.38, 41.02, 1),
        ("راوة", 34.48, 41.91, 2),
    ],
    columns=["name", "lat", "lon", "count"],
)
EUPHRATES = [(35.95, 39.01), (35.34, 40.14), (34.45, 40.92), (34.37, 41.98), (33.43, 43.3)]


@pytest.fixture(autouse=True)
def _no_warnings_and_no_open_figures():
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph or a failed layout only warns
        yield
    plt.close("all")


def drawn(ax):
    """The chart's texts that are seen, drawn, with their boxes in pixels."""
    ax.figure.draw_without_rendering()
    texts = [*ax.get_yticklabels(), *ax.texts, ax.title, ax._left_title, ax._right_title]
    return [(text, text.get_window_extent()) for text in texts if text.get_text()]


def plain(text):
    return style.CONTROLS.sub("", str(text))


# ---- arabic


@pytest.mark.parametrize("case", cases("chart"))
def test_arabic_where_matplotlib_does_not_shape(case, monkeypatch):
    monkeypatch.setattr(style, "MATPLOTLIB_SHAPES", False)
    shown = arabic(case["given"])
    # presentation forms back to letters; a ligature is two letters, here in reading order
    letters = "".join(unicodedata.normalize("NFKC", letter)[::-1] for letter in shown)
    assert letters == case["wanted"]


@pytest.mark.parametrize("case", cases("chart"))
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


def test_a_reader_reads_a_chart_label_by_label():
    counts = {"تنظيم الدولة الإسلامية": 9, "القوات العراقية": 8, "الجيش السوري": 5}
    ax = bar_chart(counts, title="معارك عنيفة في المدينة", highlight="القوات العراقية")
    assert [read_picture(label) for label in ax.get_yticklabels()] == list(counts)
    assert read_picture(ax._right_title) == "معارك عنيفة في المدينة"


def read_picture(text):
    """What tesseract reads in the part of a picture where a text stands."""
    if not which("tesseract"):
        pytest.skip("tesseract is not installed (Debian: tesseract-ocr, tesseract-ocr-ara)")
    figure = text.get_figure()
    figure.set_dpi(2900 / text.get_fontsize())  # letters about as high as in a scanned page
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    left, bottom, right, top = (round(edge) for edge in text.get_window_extent().padded(6).extents)
    part = pixels[max(0, len(pixels) - top) : len(pixels) - bottom, max(0, left) : right]
    picture = BytesIO()
    plt.imsave(picture, np.pad(part[..., :3], ((40, 40), (40, 40), (0, 0)), constant_values=255))
    command = ["tesseract", "-", "-", "-l", "ara", "--psm", "7"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # faster on a short line
    run = subprocess.run(command, input=picture.getvalue(), capture_output=True, env=one_thread, check=False)
    if b"Failed loading language" in run.stderr:
        pytest.skip("tesseract has no Arabic (Debian: tesseract-ocr-ara)")
    return plain(run.stdout.decode("utf-8")).strip()


# ---- every chart


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_cut_off(name):
    ax = CHARTS[name]()
    page = ax.figure.bbox
    for text, box in drawn(ax):
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= page.x1 + 1 and box.y1 <= page.y1 + 1
        assert inside, (plain(text.get_text()), box, page)


@pytest.mark.parametrize("name", CHARTS)
def test_title_and_source_end_where_the_labels_end(name):
    ax = CHARTS[name]()
    boxes = dict(drawn(ax))
    title = boxes.get(ax._right_title)
    labels = [boxes[label] for label in ax.get_yticklabels() if label in boxes]
    if title and labels:
        assert title.x1 == pytest.approx(max(box.x1 for box in labels), abs=4)


@pytest.mark.parametrize("name", CHARTS)
def test_the_page_s_settings_stay_as_they_are(name):
    before = dict(mpl.rcParams)
    CHARTS[name]()
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_drawn_in_our_font_without_formulas(name):
    for text, _ in drawn(CHARTS[name]()):
        assert text.get_fontfamily() == [style.FONT, "DejaVu Sans"]
        assert not text.get_parse_math()


def test_a_system_font_of_the_same_name_does_not_win():
    with house_style():
        path = mpl.font_manager.findfont(style.FONT)
    assert path.endswith("NotoSansArabic-Regular.ttf")
    assert "kit" in path


# ---- bars


def test_bars_grow_from_the_right_the_longest_on_top_with_values_at_their_ends():
    ax = bar_chart({"أ": 2, "ج": 7, "ب": 2})
    labels = {plain(label.get_text()): box for label, box in drawn(ax) if label in ax.get_yticklabels()}
    assert [labels[word].y0 for word in labels] == sorted((box.y0 for box in labels.values()), reverse=True)
    for bar, value in zip(ax.patches, ax.texts, strict=True):
        extent = bar.get_window_extent()
        assert extent.x1 == pytest.approx(ax.get_window_extent().x1)
        assert 0 < extent.x0 - value.get_window_extent().x1 < 12
        assert all(box.x0 > extent.x1 for box in labels.values())
    assert [text.get_text() for text in ax.texts] == ["7", "2", "2"]


def test_ties_are_ordered_by_word():
    assert describe(bar_chart({"ب": 1, "ج": 2, "أ": 1})) == (
        "Bar chart of 3 bars, longest first: ج: value 2; أ: value 1; ب: value 1."
    )


def test_labels_do_not_run_into_each_other():
    ax = bar_chart({LONG: 3, "سوريا": 2, LONG[::-1]: 1})
    boxes = sorted((box for text, box in drawn(ax) if text in ax.get_yticklabels()), key=lambda box: box.y0)
    assert all(lower.y1 < upper.y0 + 4 for lower, upper in pairwise(boxes))


def test_highlighted_bars_differ_by_more_than_colour():
    ax = bar_chart({"العراق": 9, "سوريا": 4}, highlight="سوريا")
    assert [label.get_fontweight() for label in ax.get_yticklabels()] == ["normal", "bold"]
    assert [bar.get_facecolor()[:3] for bar in ax.patches] == [to_rgb(style.GREY_BLUE), to_rgb(style.BLUE)]


def test_negative_values_grow_the_other_way():
    ax = bar_chart({"حرب": 4.0, "زيت": -6.0})
    left, right = (bar.get_window_extent() for bar in ax.patches)
    assert left.x1 == pytest.approx(right.x0)
    label = min(box.x0 for text, box in drawn(ax) if text in ax.get_yticklabels())
    assert ax.texts[1].get_window_extent().x1 < label


def test_a_chart_drawn_into_given_axes_leaves_the_figure_its_size():
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    assert bar_chart({"العراق": 9}, title="الأول $x$", ax=right) is right
    bar_chart({"سوريا": 9}, title="الثاني", ax=left)
    assert tuple(figure.get_size_inches()) == (10, 4)
    for ax in (left, right):
        assert not any(spine.get_visible() for spine in ax.spines.values())
        assert {tuple(text.get_fontfamily()) for text, _ in drawn(ax)} == {(style.FONT, "DejaVu Sans")}


def test_a_figure_is_as_large_on_every_matplotlib():
    """A notebook's saved output says <Figure size …>, and nbval compares it."""
    bars = bar_chart({"العراق": 9, LONG: 4}, title=LONG, source="المصدر")
    strips = dispersion_chart({"العراق": [1], "سوريا": [2]}, total=5, title="أين؟")
    sizes = [[round(float(side), 3) for side in ax.figure.get_size_inches()] for ax in (bars, strips)]
    assert sizes == [[7.0, 2.72], [7.0, 1.6]]


@pytest.mark.parametrize("counts", [{}, {f"كلمة {n}": n for n in range(61)}])
def test_no_bars_or_too_many_is_said_plainly(counts):
    with pytest.raises(TextError, match=rf"1 to 60 bars, not {len(counts)}"):
        bar_chart(pd.Series(counts, dtype=float))


def test_a_highlight_that_is_no_bar_is_said_plainly():
    with pytest.raises(TextError, match="no bar is called ايران"):
        bar_chart({"العراق": 9}, highlight="ايران")


# ---- strips, maps, captions


def test_strips_put_each_stroke_where_the_word_is():
    ax = dispersion_chart({"العراق": [0, 50], "سوريا": [99]}, total=100, breaks=[20])
    strokes = [[path[0][0] for path in lines.get_segments()] for lines in ax.collections]
    assert strokes == [[20], [0, 0], [0, 50], [99]]  # the break, two base lines, two words
    assert ax.get_xlim() == (0, 100)  # a numeric axis stays left to right
    assert [plain(text.get_text()) for text in ax.texts] == ["2", "1", "start of text", "end of text"]


def test_strips_are_described_by_thirds():
    ax = dispersion_chart({"العراق": [0, 50, 98, 99], "سوريا": [98], "لا": []}, total=99 + 1, title="أين؟")
    assert describe(ax) == (
        "Strip chart of a text of 100 words, its start on the left. "
        "العراق occurs 4 times: 1 in the first third, 1 in the second, 2 in the last; "
        "سوريا occurs 1 time: 0 in the first third, 0 in the second, 1 in the last; لا does not occur. "
        'Title: "أين؟".'
    )


def test_strips_need_words_and_positions_in_the_text():
    with pytest.raises(TextError, match="no words to draw"):
        dispersion_chart({}, total=10)
    with pytest.raises(ValueError, match="position 10 is outside the text: total is 10"):
        dispersion_chart({"العراق": [10]}, total=10)


def test_labels_on_a_map_keep_clear_of_each_other_and_of_the_dots():
    ax = map_chart(PLACES, rivers={"الفرات": EUPHRATES})
    names = {*PLACES["name"], "الفرات"}
    ax.figure.draw_without_rendering()
    labels = [text for text in ax.texts if text.get_text() in {arabic(name) for name in names}]
    assert len(labels) == len(names)
    boxes = [label.get_window_extent().padded(-3) for label in labels]  # glyphs, not the air around them
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]
    dots = ax.transData.transform(PLACES[["lon", "lat"]])
    assert not [(box, dot) for box in boxes for dot in dots if box.contains(*dot)]


def test_a_map_without_coordinates_is_said_plainly():
    with pytest.raises(TextError, match="no place to draw"):
        map_chart(pd.DataFrame({"name": ["العراق"], "lat": [None], "lon": [None]}))


def test_a_chart_of_ones_own_gets_a_caption_and_a_description():
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match="no description yet"):
        describe(ax)
    caption(ax, title="\u2067العراق\u2069", source="المصدر", description="A line that rises.")
    assert describe(ax) == 'A line that rises. Title: "العراق". Source: المصدر.'


# ---- colours


def luminance(colour):
    """Relative luminance as WCAG 2 defines it: what is left of a colour in greyscale."""
    return linear(colour) @ [0.2126, 0.7152, 0.0722]


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def test_the_two_blues_differ_in_greyscale():
    light, dark = luminance(style.GREY_BLUE) + 0.05, luminance(style.BLUE) + 0.05
    assert light / dark > 1.9
    assert 1.05 / dark > 4.5  # dark enough on white


# Machado, Oliveira, Fernandes (2009), severity 1
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
