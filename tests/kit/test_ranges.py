import pytest
from pictures import drawn, plain, strict_page  # noqa: F401 a fixture

from kit.chart import arabic, describe, range_chart
from kit.errors import TextError


def test_each_count_stands_on_its_range(strict_page):  # noqa: F811
    ax = range_chart({"العراق": 9, "سوريا": 4}, title="مدى كل عدد")
    assert [label.get_text() for label in ax.get_yticklabels()] == [arabic("العراق"), arabic("سوريا")]
    assert ax.get_xlim()[0] > ax.get_xlim()[1], "numbers grow to the left"
    texts = {plain(text.get_text()) for text, _ in drawn(ax)}
    assert {"9", "4.1", "17.1", "4", "1.1", "10.2"} <= texts


def test_numbers_of_a_row_do_not_cover_one_another(strict_page):  # noqa: F811
    ax = range_chart({"في": 23, "نادر": 0, "كتاب": 1})
    boxes = [box for text, box in drawn(ax) if text.get_text()]
    for at, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[at + 1 :])


def test_rates(strict_page):  # noqa: F811
    assert "rate per 1,000 12.5, from 5.4 to 24.6" in describe(range_chart({"القائم": 8}, total=642))


@pytest.mark.parametrize(
    "counts", [{}, {"كتاب": -1}, {"كتاب": 1.5}, ["كتاب"], dict.fromkeys(range(41), 1)], ids=str
)
def test_refuses(counts):
    with pytest.raises(TextError):
        range_chart(counts)
