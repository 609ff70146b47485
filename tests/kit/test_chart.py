"""What charts show: on the matplotlib that runs the tests, and on 3.10 through test_matplotlib310.py."""

import functools
import math
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from pictures import PLACES, drawn, plain, read_picture, strict_page  # noqa: F401 (a fixture)

from kit.chart import bar_chart, caption, describe, dispersion_chart, style
from kit.chart.maps import map_chart
from kit.errors import TextError

pytestmark = pytest.mark.usefixtures("strict_page")

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
    "map": lambda: map_chart(PLACES, title="على الفرات", source="المصدر"),
}


def test_a_reader_reads_a_chart_label_by_label():
    counts = {"تنظيم الدولة الإسلامية": 9, "القوات العراقية": 8, "الجيش السوري": 5}
    ax = bar_chart(counts, title="معارك عنيفة في المدينة", highlight="القوات العراقية")
    assert [read_picture(label) for label in ax.get_yticklabels()] == list(counts)
    assert read_picture(ax._right_title) == "معارك عنيفة في المدينة"


# ---- every chart


@functools.cache
def drawn_chart(name):
    """Return a chart and its texts as drawn; it is cached, because several tests look at the same."""
    ax = CHARTS[name]()
    return ax, drawn(ax)


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_cut_off(name):
    ax, texts = drawn_chart(name)
    page = ax.figure.bbox
    for text, box in texts:
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= page.x1 + 1 and box.y1 <= page.y1 + 1
        assert inside, (plain(text.get_text()), box, page)


@pytest.mark.parametrize("name", CHARTS)
def test_title_and_source_end_where_the_labels_end(name):
    ax, texts = drawn_chart(name)
    boxes = dict(texts)
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
    for text, _ in drawn_chart(name)[1]:
        assert text.get_fontfamily() == style.FONTS
        assert not text.get_parse_math()


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


@pytest.mark.parametrize(
    "counts",
    [
        {"حرب": 1_234_567.25, "زيت": -1_234_567.25, "يوم": 3.0},
        {"حصاد المحاصيل الزراعية في البلاد كلها": -123_456_789_012.25, "زيت": -1e11},
    ],
)
def test_long_negative_value_lies_on_no_label_and_no_bar(counts):
    figure = bar_chart(counts, title="فرق").figure
    figure.draw_without_rendering()
    (ax,) = figure.axes
    values, labels = (
        [text.get_window_extent() for text in texts] for texts in (ax.texts, ax.get_yticklabels())
    )
    bars = [bar.get_window_extent() for bar in ax.patches]
    assert not any(value.overlaps(other) for value in values for other in [*labels, *bars])


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
        assert {tuple(text.get_fontfamily()) for text, _ in drawn(ax)} == {tuple(style.FONTS)}


def test_a_figure_is_as_large_on_every_matplotlib():
    """A notebook's saved output says <Figure size …>, and nbval compares it."""
    bars = bar_chart({"العراق": 9, LONG: 4}, title=LONG, source="المصدر")
    strips = dispersion_chart({"العراق": [1], "سوريا": [2]}, total=5, title="أين؟")
    sizes = [[round(float(side), 3) for side in ax.figure.get_size_inches()] for ax in (bars, strips)]
    assert sizes == [[7.0, 2.72], [7.0, 1.6]]


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({}, "there are no counts, so there is nothing to draw"),
        (pd.Series([math.nan]), "there are no counts"),
        ({f"كلمة {n}": n for n in range(61)}, r"nobody reads 61 bars; .*counts\.head\(10\)"),
        (["أ", "ب"], r"give counts, .* as frequencies\(words\) does"),
        (pd.Series(["أ", "ب"]), "give counts"),
        ({"أ": "9"}, "give counts"),
        ({"أ": math.inf}, "give counts"),
        (None, "give counts"),
        (7, "give counts"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_cannot_be_drawn_as_bars_is_said_plainly(counts, says):
    with pytest.raises(TextError, match=says):
        bar_chart(counts)


def test_a_word_may_be_a_number():
    assert "2017: value 3" in describe(bar_chart({2017: 3, 2014: 1}, highlight=2017))
    assert "2017 occurs 1 time" in describe(dispersion_chart({2017: [3]}, total=9))


def test_highlight_takes_words_in_any_row_and_none():
    for highlight in (None, (), [], pd.Index([])):
        ax = bar_chart({"العراق": 9, "سوريا": 4}, highlight=highlight)
        assert [label.get_fontweight() for label in ax.get_yticklabels()] == ["normal", "normal"]
    ax = bar_chart({"العراق": 9, "سوريا": 4}, highlight=iter(["سوريا"]))
    assert [label.get_fontweight() for label in ax.get_yticklabels()] == ["normal", "bold"]


def test_a_highlight_that_is_no_bar_is_said_plainly():
    with pytest.raises(TextError, match="no bar is called ايران"):
        bar_chart({"العراق": 9}, highlight="ايران")


# ---- strips, captions


def test_strips_put_each_stroke_where_the_word_is():
    ax = dispersion_chart({"العراق": [0, 50], "سوريا": [99]}, total=100, breaks=[20])
    strokes = [[path[0][0] for path in lines.get_segments()] for lines in ax.collections]
    assert strokes == [[20], [0, 0], [0, 50], [99]]  # one break, two base lines, a row for each of two words
    assert ax.get_xlim() == (0, 100)  # a numeric axis stays left to right
    assert [plain(text.get_text()) for text in ax.texts] == ["2", "1", "start of text", "end of text"]


def test_strips_run_from_the_right_where_that_is_wanted():
    ax = dispersion_chart({"العراق": [0, 50]}, total=100, from_right=True)
    assert ax.get_xlim() == (100, 0)
    assert "its start on the right" in describe(ax)
    start, end = (box for text, box in drawn(ax) if plain(text.get_text()).endswith("of text"))
    assert start.x0 > end.x1
    count = next(box for text, box in drawn(ax) if text.get_text() == "2")
    assert count.x1 < ax.get_window_extent().x0, "at the row's end"


def test_strips_are_described_by_thirds():
    ax = dispersion_chart({"العراق": [0, 50, 98, 99], "سوريا": [98], "لا": []}, total=99 + 1, title="أين؟")
    assert describe(ax) == (
        "Strip chart of a text of 100 words, its start on the left. "
        "العراق occurs 4 times: 1 in the first third, 1 in the second, 2 in the last; "
        "سوريا occurs 1 time: 0 in the first third, 0 in the second, 1 in the last; لا does not occur. "
        'Title: "أين؟".'
    )


def test_strips_of_a_book_leave_the_breaks_out():
    ax = dispersion_chart({"العراق": range(0, 400_000, 100)}, total=400_000, breaks=range(0, 400_000, 20))
    assert describe(ax).startswith("Strip chart of a text of 400,000 words, its start on the left. العراق")
    assert "Light lines" not in describe(ax)


def test_strips_need_words_and_positions_in_the_text():
    with pytest.raises(TextError, match="no words to draw"):
        dispersion_chart({}, total=10)
    with pytest.raises(TextError, match="position 10 is outside the text: total is 10"):
        dispersion_chart({"العراق": [10]}, total=10)
    with pytest.raises(TextError, match=r"no words to draw. Give {word: positions\(words, word\)}"):
        dispersion_chart([3, 4], total=10)
    for ends in [("start",), "ab", ("a", "b", "c")]:
        with pytest.raises(TextError, match="ends: give two labels"):
            dispersion_chart({"العراق": [1]}, total=10, ends=ends)


def test_a_chart_of_ones_own_gets_a_caption_and_a_description():
    _, ax = plt.subplots()
    with pytest.raises(TextError, match="no description yet"):
        describe(ax)
    caption(ax, title="\u2067العراق\u2069", source="المصدر", description="A line that rises.")
    assert describe(ax) == 'A line that rises. Title: "العراق". Source: المصدر.'
