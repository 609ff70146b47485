import pytest
from pictures import drawn, plain, strict_page  # noqa: F401 a fixture

from kit.chart import describe, growth_chart
from kit.errors import TextError
from kit.read import article, second_article
from kit.tokens import tokenize


def test_each_line_ends_at_its_types(strict_page):  # noqa: F811
    words = tokenize(article())
    ax = growth_chart({"المقال": words}, title="المفردات تزداد ولا تكتمل")
    assert ax.lines[0].get_xdata()[-1] == len(words)
    assert ax.lines[0].get_ydata()[-1] == len(set(words))
    assert ax.lines[0].get_ydata()[99] == len(set(words[:100]))
    assert "المقال: 387" in {plain(text.get_text()) for text, _ in drawn(ax)}


def test_lines_differ_by_more_than_colour(strict_page):  # noqa: F811
    ax = growth_chart({"المقال": tokenize(article()), "القطار": tokenize(second_article())})
    assert len({line.get_linestyle() for line in ax.lines[::2]}) == 2
    assert len({line.get_marker() for line in ax.lines[1::2]}) == 2
    assert "المقال has 387 types in 642 tokens; 228 in the first half" in describe(ax)


def test_one_word_is_enough(strict_page):  # noqa: F811
    assert "1 types in 1 tokens" in describe(growth_chart({"نص": ["كلمة"]}))


@pytest.mark.parametrize(
    "texts", [{}, {"نص": []}, ["كلمة"], {"نص": "كلمة"}, {letter: ["كلمة"] for letter in "abcde"}]
)
def test_refuses(texts):
    with pytest.raises(TextError):
        growth_chart(texts)
