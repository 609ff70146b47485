"""Bars from right to left, the longest on top, each with its value at its end."""

import textwrap
from collections.abc import Iterable, Mapping
from itertools import accumulate
from math import isfinite
from numbers import Real

import pandas as pd
from matplotlib.axes import Axes

from kit.chart.captions import caption, label_rows, strip_frame, write_beside
from kit.chart.style import BLUE, GREY_BLUE, MIDDLE, axes_in_style
from kit.errors import TextError, shorten
from kit.language import say, say_count
from kit.show import rounded
from kit.show.table_heads import heads

__all__ = ["bar_chart"]


def bar_chart(
    counts: pd.Series | Mapping[str, float],
    *,
    title: str | None = None,
    source: str | None = None,
    highlight: str | Iterable[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar a word, from right to left: the longest on top, its value where it ends.

    counts: words as index, numbers as values. title: what the chart shows, as a sentence. source: where
    the numbers come from, one line. highlight: the words the title is about; they stay dark, in bold.
    Equal bars are ordered by word. Negative values grow to the right.

    >>> import matplotlib.pyplot as plt
    >>> ax = bar_chart({"العراق": 9, "سوريا": 4}, title="العراق أولاً")
    >>> from kit.chart import describe
    >>> describe(ax)
    'Bar chart of 2 bars, longest first: العراق: value 9; سوريا: value 4. Title: "العراق أولاً".'
    >>> plt.close(ax.figure)

    Raises:
        TextError: there are no counts to draw, or more bars than anyone reads.
    """
    counts = _countable(counts)
    bars = sorted(counts.items(), key=lambda bar: (-bar[1], str(bar[0])))
    words, values = [str(word) for word, _ in bars], [value for _, value in bars]
    named = _named(highlight, words)
    dark = [word in named if named else value >= 0 for word, value in zip(words, values, strict=True)]
    labels = [textwrap.fill(word, 32) for word in words]
    heights = [label.count("\n") + 1 for label in labels]
    middles = [bottom - height / 2 for bottom, height in zip(accumulate(heights), heights, strict=True)]
    shown = rounded(values)
    with axes_in_style("bar_chart", ax, title, source) as axes:
        axes.barh(middles, values, height=0.72, color=[BLUE if is_dark else GREY_BLUE for is_dark in dark])
        axes.set_xlim(max(*values, 0), min(values) - _room(values, shown) if min(values) < 0 else 0)
        axes.set_ylim(sum(heights), 0)
        strip_frame(axes)
        label_rows(axes, middles, labels)
        for value, middle, text in zip(values, middles, shown, strict=True):
            side, gap = ("right", -4) if value >= 0 else ("left", 4)
            write_beside(axes, text, (value, middle), (gap, 0), ha=side, va=MIDDLE)
        for label, is_dark in zip(axes.get_yticklabels(), dark, strict=True):
            label.set_fontweight("bold" if named and is_dark else "normal")
        name = str(counts.name or "value")
        what = heads().get(name, name.replace("_", " "))
        pairs = (f"{word}: {what} {text}" for word, text in zip(words, shown, strict=True))
        listed = say("; ").join(pairs)
        described = say_count(
            "Bar chart of {n} bar, longest first: {bars}.",
            "Bar chart of {n} bars, longest first: {bars}.",
            len(words),
            bars=listed,
        )
        if named:
            described += " " + say("In bold: {words}.", words=say("; ").join(named))
    height = 0.34 * sum(heights) if ax is None else None
    return caption(axes, title=title, source=source, description=described, height=height)


def _room(values: list[float], shown: list[str]) -> float:
    """Return how far the axis must reach beyond the lowest bar, so that its value does not lie on a label."""
    longest = max(len(text) for text, value in zip(shown, values, strict=True) if value < 0)
    share = min(0.5, 0.04 + 0.022 * longest)  # A digit is about a fiftieth of the axis wide.
    return (max(*values, 0) - min(values)) * share / (1 - share)


def _countable(counts: pd.Series | Mapping[str, float]) -> pd.Series:
    """Return counts that can be drawn, without those that are missing."""
    counts = pd.Series(counts).dropna() if isinstance(counts, pd.Series | Mapping) else None
    if counts is None or not all(isinstance(count, Real) and isfinite(count) for count in counts):
        raise TextError(say("bar_chart: give counts, a number for each word, as frequencies(words) does."))
    if counts.empty:
        raise TextError(say("bar_chart: there are no counts, so there is nothing to draw."))
    if len(counts) > 60:
        said = say("bar_chart: nobody reads {n} bars; 60 are the most: try counts.head(10).", n=len(counts))
        raise TextError(said)
    return counts


def _named(highlight: str | Iterable[str] | None, bars: list[str]) -> list[str]:
    """Return the bars to highlight: one word, several, or none."""
    is_single = isinstance(highlight, str) or not isinstance(highlight, Iterable)
    words = [] if highlight is None else [highlight] if is_single else list(highlight)
    named = [word if isinstance(word, str) else shorten(word) for word in words]
    if missing := [word for word in named if word not in bars]:
        told = {"word": shorten(missing[0]), "bars": shorten(say(", ").join(bars), length=150)}
        raise TextError(say("bar_chart: highlight: no bar is called {word}. The bars: {bars}.", **told))
    return named
