"""Counts with their ranges: a dot for each count, and a line as long as its 95 % interval."""

import textwrap
from collections.abc import Mapping
from numbers import Real

import pandas as pd
from matplotlib.axes import Axes

from kit.chart.captions import caption, label_rows, strip_frame, write_beside
from kit.chart.style import BLUE, GREY_BLUE, MIDDLE, axes_in_style
from kit.count import count_interval
from kit.errors import TextError, kind_of, shorten, whole_number
from kit.language import say
from kit.show import rounded

__all__ = ["range_chart"]

MOST_ROWS = 40  # Nobody reads more.


def range_chart(
    counts: pd.Series | Mapping[str, int],
    *,
    total: int | None = None,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each count as a dot on the line of its 95 % interval, from right to left, in the order given.

    counts: words as index, whole numbers as values. total: the words of the text; with it, counts and
    intervals are drawn as rates per 1,000 words.

    >>> import matplotlib.pyplot as plt
    >>> ax = range_chart({"العراق": 9, "سوريا": 4})
    >>> from kit.chart import describe
    >>> describe(ax)
    'Ranges of 2 counts: العراق: count 9, from 4.1 to 17.1; سوريا: count 4, from 1.1 to 10.2.'
    >>> plt.close(ax.figure)

    Raises:
        TextError: there are no counts to draw, more than anyone reads, or one is not a whole number.

    Source of the intervals: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936.
    """
    if not isinstance(counts, pd.Series | Mapping) or not len(counts):
        raise TextError(say("range_chart: there are no counts to draw. Give frequencies(words).head(8)."))
    if len(counts) > MOST_ROWS:
        said = say(
            "range_chart: nobody reads {n} ranges; {most} are the most.", n=len(counts), most=MOST_ROWS
        )
        raise TextError(said)
    if total is not None:
        total = whole_number(total, "range_chart", "total", least=1, advice=say("words of the text"))
    scale = 1000 / total if total else 1
    words = [str(word) for word, _ in counts.items()]
    drawn = [[scale * end for end in _ends(count, word)] for word, count in counts.items()]
    with axes_in_style("range_chart", ax, title, source) as axes:
        for row, (low, value, high) in enumerate(drawn):
            _draw_row(axes, row, low, value, high)
        widest = max(high for _, _, high in drawn)
        # The axis runs to the left: 0 is beside the labels.
        axes.set_xlim(widest * 1.1, min(0, -0.06 * widest))
        axes.set_ylim(len(words) - 0.5, -0.7)
        strip_frame(axes)
        label_rows(axes, range(len(words)), [textwrap.fill(word, 32) for word in words])
    listed = say("; ").join(
        _said(word, *_written(*triple), is_rate=total is not None)
        for word, triple in zip(words, drawn, strict=True)
    )
    described = say("Ranges of {n} counts: {counts}.", n=len(words), counts=listed)
    height = 0.15 + 0.44 * len(words) if ax is None else None
    return caption(axes, title=title, source=source, description=described, height=height)


def _draw_row(axes: Axes, row: int, low: float, value: float, high: float) -> None:
    axes.hlines(row, low, high, color=GREY_BLUE, linewidth=3)
    axes.vlines([low, high], row - 0.16, row + 0.16, color=GREY_BLUE, linewidth=1.5)
    axes.plot([value], [row], "o", color=BLUE, markersize=7)
    low_text, text, high_text = _written(low, value, high)
    style = {"va": MIDDLE, "size": 9}
    write_beside(axes, low_text, (low, row), (4 if low < value else 8, 0), ha="left", **style)
    write_beside(axes, high_text, (high, row), (-4, 0), ha="right", **style)
    write_beside(axes, text, (value, row), (0, 9), ha="center", **style | {"size": 10})


def _said(word: str, low: str, value: str, high: str, *, is_rate: bool) -> str:
    told = {"word": word, "value": value, "low": low, "high": high}
    if is_rate:
        return say("{word}: rate per 1,000 {value}, from {low} to {high}", **told)
    return say("{word}: count {value}, from {low} to {high}", **told)


def _ends(count: int, word: object) -> tuple[float, float, float]:
    """Return the lower end of a count's interval, the count, and the upper end."""
    if not isinstance(count, Real):
        told = {"word": shorten(word), "kind": kind_of(count)}
        raise TextError(say("range_chart: counts: that of {word} is {kind}, not a number.", **told))
    low, high = count_interval(count)
    return low, float(count), high


def _written(low: float, value: float, high: float) -> tuple[str, str, str]:
    """Write a value and its ends; a whole value needs no decimals beside ends that have them."""
    low_text, high_text = rounded([low, high])
    return low_text, rounded([value])[0], high_text
