import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from kit.errors import TextError
from kit.show import kwic, rounded, show, show_text, spellings_in_letters

COUNTS = pd.Series({"العراق": 9, "سوريا": 4}, name="count").rename_axis("word")
LINES = pd.DataFrame(
    {
        "position": [3, 90],
        "before": ["اعلن الجيش في", "BBC قالت"],
        "keyword": ["العراق", "العراق"],
        "after": ["امس", ""],
    }
)
LRM = "\N{LEFT-TO-RIGHT MARK}"


class Page(HTMLParser):
    """Collects the elements of some HTML, each as (tag, attributes, text)."""

    def __init__(self, shown):
        super().__init__()
        self.elements = []
        self.open = []
        self.feed(shown._repr_html_())
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        style = dict(part.split(":") for part in dict(attrs).get("style", "").split(";") if part)
        self.elements.append((tag, {**dict(attrs), **style}, []))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.elements[-1][2].append(data)

    def all(self, *tags):
        return [(attrs, "".join(text)) for tag, attrs, text in self.elements if tag in tags]


def test_an_arabic_table_runs_from_the_right_and_stands_below_its_code():
    table, _ = Page(show(COUNTS)).all("table")[0]
    assert (table["dir"], table["lang"]) == ("rtl", "ar")
    assert (table["margin-left"], table["margin-right"]) == ("0", "auto")
    assert {cell["text-align"] for cell, _ in Page(show(COUNTS)).all("th", "td")} == {"right"}


def test_a_table_without_arabic_runs_from_the_left():
    page = Page(show(pd.DataFrame({"step": ["strip_marks"], "loses": ["vowels"]})))
    assert page.all("table")[0][0]["dir"] == "ltr"
    assert {cell["text-align"] for cell, _ in page.all("th", "td")} == {"left"}
    counts = Page(show(pd.DataFrame({"step": ["strip_marks"], "changed": [12]})))
    assert [cell["text-align"] for cell, _ in counts.all("th", "td")] == [
        "left",
        "right",
    ] * 2  # ones below ones


def test_each_cell_says_its_own_language():
    table = pd.DataFrame(
        {"name": ["BBC قالت", "القائم"], "kind": ["place, الـ", "place"], "en": ["Al-Qaim", "37%"]}
    )
    said = {text: (cell.get("dir"), cell.get("lang")) for cell, text in Page(show(table)).all("td", "th")}
    assert said == {
        "name": ("ltr", "en"),
        "kind": ("ltr", "en"),
        "en": ("ltr", "en"),
        "BBC قالت": ("rtl", "ar"),
        "القائم": ("rtl", "ar"),
        "place, الـ": ("ltr", "en"),  # an English cell with an Arabic example
        "place": ("ltr", "en"),
        "Al-Qaim": ("ltr", "en"),
        "37%": (None, None),
    }


def test_a_screen_reader_hears_headers_and_caption():
    page = Page(show(COUNTS, caption="Places"))
    assert [(cell["scope"], text) for cell, text in page.all("th")] == [
        ("col", "word"),
        ("col", "count"),
        ("row", "العراق"),
        ("row", "سوريا"),
    ]
    assert [text for _, text in page.all("caption")] == ["Places"]


def test_the_output_is_the_same_from_run_to_run():
    assert show(COUNTS)._repr_html_() == show(COUNTS.copy())._repr_html_()
    assert repr(show(COUNTS)) == repr(show(COUNTS.copy()))
    assert " id=" not in show(COUNTS)._repr_html_()
    assert "0x" not in repr(show(COUNTS))


# The attributes that JupyterLab 4.6 keeps in a notebook it does not trust (its sanitizer's lists).
KEPT = {"dir", "lang", "style", "scope"}
KEPT_STYLES = {
    *("border-collapse", "caption-side", "font-weight", "margin-left", "margin-right", "overflow-x"),
    *("padding", "text-align", "white-space"),
}


@pytest.mark.parametrize("shown", [show(COUNTS, caption="a"), kwic(LINES), show_text("سلام")])
def test_jupyterlab_keeps_all_of_it(shown):
    for tag, attrs, _ in Page(shown).elements:
        assert tag in {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
        assert set(attrs) <= KEPT | KEPT_STYLES


def test_negative_numbers_keep_their_minus_in_front():
    table = pd.DataFrame({"word": ["زيت"], "log_ratio": [-4.25], "said": ["-3"], "range": ["-"]})
    assert [text for _, text in Page(show(table)).all("td")] == ["زيت", LRM + "-4.25", LRM + "-3", "-"]
    assert LRM not in repr(show(table))


def test_numbers_are_rounded_column_by_column():
    table = pd.DataFrame({"f1": [0.9523809, 1.0], "ll": [15.129, 3.0], "n": [1200, 7], "gap": [2.0, None]})
    assert [text for _, text in Page(show(table)).all("td")] == (
        ["0.95", "15.1", "1,200", "2", "1.00", "3.0", "7", "–"]
    )


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([], []),
        ([0.0, 2.0], ["0", "2"]),
        ([0.0371, 0.5], ["0.037", "0.500"]),
        ([-14.51, 2], ["-14.5", "2.0"]),
        ([float("inf"), 1.5], ["inf", "1.5"]),
        ([-0.001, 12.5], ["0.0", "12.5"]),
    ],
)
def test_rounded(values, wanted):
    assert rounded(values) == wanted


def test_text_is_shown_as_text():
    page = Page(show(pd.DataFrame({"<b>": ["<script>alert(1)</script>", "a & b"]})))
    assert [text for _, text in page.all("th", "td")] == ["<b>", "<script>alert(1)</script>", "a & b"]


def test_missing_values_and_booleans():
    table = pd.DataFrame({"name": ["القائم", None], "found": [True, False]})
    assert [text for _, text in Page(show(table)).all("td")] == ["القائم", "True", "", "False"]


def test_indexes_of_all_kinds():
    levels = pd.MultiIndex.from_tuples([("الأول", "العراق"), ("الثاني", "سوريا")], names=["text", "word"])
    page = Page(show(pd.Series([9, 4], index=levels)))
    assert [text for _, text in page.all("th")] == (
        ["text", "word", "value", "الأول", "العراق", "الثاني", "سوريا"]
    )
    wide = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")]))
    assert [text for _, text in Page(show(wide)).all("th")] == ["a x", "a y"]
    twice = pd.DataFrame([[1, 2]], columns=["n", "n"])
    assert [text for _, text in Page(show(twice)).all("td")] == ["1", "2"]


def test_a_long_table_says_how_long_it_is():
    table = pd.DataFrame({"n": range(1000)})
    page = Page(show(table, caption="Numbers", limit=5))
    assert len(page.all("td")) == 5
    assert page.all("caption")[0][1] == "Numbers (first 5 of 1,000 rows)"
    assert Page(show(table)).all("caption")[0][1] == "First 60 of 1,000 rows"


def test_an_empty_table_shows_its_headers():
    page = Page(show(LINES.head(0)))
    assert [text for _, text in page.all("th")] == list(LINES.columns)
    assert page.all("caption")[0][1] == "No rows"
    assert repr(show(LINES.head(0))) == "position before keyword after (no rows)"


def test_the_table_is_not_changed():
    before = LINES.copy()
    kwic(LINES)
    pd.testing.assert_frame_equal(LINES, before)


def test_kwic_aligns_both_contexts_towards_the_keyword():
    page = Page(kwic(LINES))
    heads = [text for _, text in page.all("th")]
    assert heads == ["position", "before", "keyword", "after"]  # from the right, as the text runs
    sides = [cell["text-align"] for cell, _ in page.all("td")][:4]
    assert sides == ["right", "left", "center", "right"]
    assert [cell["text-align"] for cell, _ in page.all("th")] == sides
    assert page.all("td")[2][0]["font-weight"] == "bold"
    assert all(cell["white-space"] == "nowrap" for cell, _ in page.all("td")[1:4])


def test_kwic_of_a_latin_text_is_mirrored():
    latin = pd.DataFrame({"position": [1], "before": ["in the"], "keyword": ["city"], "after": ["today"]})
    sides = [cell["text-align"] for cell, _ in Page(kwic(latin)).all("td")]
    assert sides == ["right", "right", "center", "left"]


def test_paragraphs_run_from_the_right():
    page = Page(show_text("السلام عليكم\n\nBBC قالت < 5\nEnglish only"))
    shown = [(cell["dir"], cell["lang"], cell["text-align"], text) for cell, text in page.all("p")]
    assert shown == [
        ("rtl", "ar", "right", "السلام عليكم"),
        ("rtl", "ar", "right", "BBC قالت < 5"),
        ("ltr", "en", "left", "English only"),
    ]
    assert repr(show_text("السلام")) == "السلام"
    assert show_text("")._repr_html_() == ""


def test_plain_text_has_a_row_a_line():
    assert re.fullmatch(r" *word count\n *العراق +9\n *سوريا +4", repr(show(COUNTS)))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: show({"العراق": 9}), r"^show: give a table or a Series, not a dict"),
        (lambda: kwic(pd.DataFrame({"keyword": ["العراق"]})), r'^kwic: that has no column "before"'),
        (lambda: kwic(["العراق"]), r"^kwic: that is a list, not a table"),
    ],
)
def test_what_cannot_be_shown_is_said_plainly(call, says):
    with pytest.raises(TextError, match=says):
        call()


def test_the_heads_are_in_the_language_of_the_reader():
    page = Page(show(COUNTS, language="ar", caption="من الخبر", limit=1))
    assert [text for _, text in page.all("th")][:2] == ["الكلمة", "العدد"]
    assert [text for _, text in page.all("code")] == ["word", "count"]
    assert page.all("caption")[0][1] == "من الخبر (الصفوف المعروضة: 1 من 2)"
    assert repr(kwic(LINES, language="ar")).split("\n")[0].split()[0] == "الموضع"
    numbers = show(pd.DataFrame({"target": [1], "unknown": [2]}), language="ar")
    assert Page(numbers).all("table")[0][0]["dir"] == "rtl"
    assert "unknown" in repr(numbers)
    with pytest.raises(TextError, match="the heads of a table"):
        show(COUNTS, language="fr")


def test_merged_spellings_stand_above_the_letters_of_the_first():
    merged = pd.DataFrame({"spellings": ["أن | إن", "الأولى | الاولى"], "count": [12, 2]})
    page = Page(spellings_in_letters(merged))
    assert len(page.all("table")) == 2
    assert {table["margin-left"] for table, _ in page.all("table")} == {"0"}
    assert repr(spellings_in_letters(merged[:0])) == "spellings count (no rows)"


def test_a_document_stands_last_in_a_concordance_where_a_narrow_page_cuts():
    row = {"document": "a.txt", "position": 3, "before": "في", "keyword": "العراق", "after": "امس"}
    heads = repr(kwic(pd.DataFrame([row]))).splitlines()[0].split()
    assert heads == ["position", "before", "keyword", "after", "document"]
