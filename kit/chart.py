"""Charts an Arabic reader is content with: bars from right to left, and a text alternative for each."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import isfinite
from numbers import Real
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from kit.errors import TextError
from kit.show import rounded
from kit.style import BLUE, DIRECTION_MARKS, GREY_BLUE, LIGHT, MIDDLE, arabic, house_style, text_style

_DESCRIPTIONS: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


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

    >>> ax = bar_chart({"العراق": 9, "سوريا": 4}, title="العراق أولاً")
    >>> describe(ax)
    'Bar chart of 2 bars, longest first: العراق: value 9; سوريا: value 4. Title: "العراق أولاً".'
    >>> plt.close(ax.figure)

    Raises TextError if there are no counts to draw, or more bars than anyone reads.
    """
    counts = _checked(counts)
    bars = sorted(counts.items(), key=lambda bar: (-bar[1], str(bar[0])))
    words, values = [str(word) for word, _ in bars], [value for _, value in bars]
    named = _named(highlight, words)
    dark = [word in named if named else value >= 0 for word, value in zip(words, values, strict=True)]
    labels = [textwrap.fill(word, 32) for word in words]
    heights = [label.count("\n") + 1 for label in labels]
    middles = [bottom - height / 2 for bottom, height in zip(accumulate(heights), heights, strict=True)]
    shown = rounded(values)
    with house_style():
        own = ax is None
        ax = plt.subplots(figsize=(7, 3))[1] if own else ax
        ax.barh(middles, values, height=0.72, color=[BLUE if is_dark else GREY_BLUE for is_dark in dark])
        room = 0.15 * (max(*values, 0) - min(values))  # for the values of bars that grow to the right
        ax.set_xlim(max(*values, 0), min(values) - room if min(values) < 0 else 0)
        ax.set_ylim(sum(heights), 0)
        _bare(ax)
        _label_rows(ax, middles, labels)
        for value, middle, text in zip(values, middles, shown, strict=True):
            side, gap = ("right", -4) if value >= 0 else ("left", 4)
            ax.annotate(text, (value, middle), (gap, 0), textcoords="offset points", ha=side, va=MIDDLE)
        for label, is_dark in zip(ax.get_yticklabels(), dark, strict=True):
            label.set_fontweight("bold" if named and is_dark else "normal")
        what = str(counts.name or "value").replace("_", " ")
        listed = "; ".join(f"{word}: {what} {text}" for word, text in zip(words, shown, strict=True))
        described = f"Bar chart of {_number(len(words), 'bar')}, longest first: {listed}."
        if named:
            described += f" In bold: {'; '.join(named)}."
    height = 0.34 * sum(heights) if own else None
    return caption(ax, title=title, source=source, description=described, height=height)


def dispersion_chart(
    positions: Mapping[str, Sequence[int]],
    *,
    total: int,
    breaks: Sequence[int] = (),
    title: str | None = None,
    source: str | None = None,
    ends: tuple[str, str] = ("start of text", "end of text"),
    ax: Axes | None = None,
) -> Axes:
    """Draw where in a text words occur: a row a word, a stroke an occurrence, how often at the row's end.

    positions: for each word the numbers of the tokens it occurs at, from 0. total: tokens in the text.
    breaks: token numbers where light lines are drawn, such as the starts of sentences (more than 150
    would be a grey block: they are left out). ends: what to write at the two ends of the axis, which runs
    from left to right, as axes of numbers and time do.

    >>> ax = dispersion_chart({"العراق": [3, 90]}, total=100, breaks=[20, 50])
    >>> print(describe(ax))
    Strip chart of a text of 100 words, its start on the left. العراق occurs 2 times: 1 in the first third, \
0 in the second, 1 in the last. Light lines divide the text at 2 places.
    >>> plt.close(ax.figure)

    Raises TextError if there is no word to draw, or a position is outside the text.
    """
    if not isinstance(positions, Mapping) or not positions:
        raise TextError("dispersion_chart: no words to draw. Give {word: dispersion(words, word)}.")
    if isinstance(ends, str) or len(ends) != 2:
        raise TextError("dispersion_chart: ends: give two labels, for the start of the text and for its end.")
    positions = {str(word): list(row) for word, row in positions.items()}
    if outside := [at for row in positions.values() for at in row if not 0 <= at < total]:
        raise TextError(f"dispersion_chart: position {outside[0]} is outside the text: total is {total}.")
    breaks = list(breaks) if len(breaks) <= 150 else []
    with house_style():
        own = ax is None
        ax = plt.subplots(figsize=(7, 3))[1] if own else ax
        rows = range(len(positions))
        ax.vlines(breaks, -0.5, len(positions) - 0.5, color=LIGHT, linewidth=0.8)
        ax.hlines(rows, 0, total, color=LIGHT, linewidth=0.8)
        for row, at in enumerate(positions.values()):
            ax.vlines(at, row - 0.32, row + 0.32, color=BLUE, linewidth=1.6)
            ax.annotate(str(len(at)), (0, row), (-6, 0), textcoords="offset points", ha="right", va=MIDDLE)
        ax.set_xlim(0, total)
        ax.set_ylim(len(positions) - 0.5, -0.5)
        _bare(ax)
        _label_rows(ax, rows, [textwrap.fill(word, 32) for word in positions])
        for end, side, gap in zip(ends, ("left", "right"), (0, 1), strict=True):
            place = {"xycoords": "axes fraction", "textcoords": "offset points", "size": 9}
            ax.annotate(arabic(end), (gap, 0), (0, -4), ha=side, va="top", **place)
        described = f"Strip chart of a text of {total:,} words, its start on the left. "
        described += "; ".join(_thirds(word, at, total) for word, at in positions.items()) + "."
        if breaks:
            described += f" Light lines divide the text at {_number(len(breaks), 'place')}."
    height = 0.32 + 0.42 * len(positions) if own else None
    return caption(ax, title=title, source=source, description=described, height=height)


def caption(
    ax: Axes,
    *,
    title: str | None = None,
    source: str | None = None,
    description: str = "",
    height: float | None = None,
) -> Axes:
    """Put a title above a chart and its source below, both flush right, and keep its text alternative.

    description: what `describe` says of the chart; bar_chart and dispersion_chart write their own.
    height: inches the chart itself takes; the figure becomes as high as that, the title and the source.

    >>> with house_style():
    ...     _, ax = plt.subplots()
    >>> describe(caption(ax, title="العراق أولاً", description="An empty chart."))
    'An empty chart. Title: "العراق أولاً".'
    >>> plt.close(ax.figure)
    """
    width = _width(ax)
    titles = textwrap.wrap(title or "", max(20, int(width * 9)))
    sources = textwrap.wrap(source or "", max(20, int(width * 14)))
    if height:  # reckoned, not measured: a notebook's output says how large a figure is
        above, below = 0.29 * len(titles) + 0.06, 0.21 * len(sources) + 0.08
        ax.figure.set_figheight(0.09 + height + bool(titles) * above + bool(sources) * below)
    right, down = _overhang(ax)
    with house_style():
        if titles:
            text = ax.set_title(arabic("\n".join(titles)), loc="right", **text_style())
            shift = ScaledTranslation(right / 72, 0, ax.figure.dpi_scale_trans)
            text.set_transform(text.get_transform() + shift)
            description += f' Title: "{title}".'
        if sources:
            style = text_style() | {"size": 9, "ha": "right", "va": "top"}
            offset = {"xytext": (right, -down - 8), "textcoords": "offset points"}
            ax.annotate(arabic("\n".join(sources)), (1, 0), xycoords="axes fraction", **offset, **style)
            description += f" Source: {source}."
    _DESCRIPTIONS[ax] = DIRECTION_MARKS.sub("", description).strip()
    return ax


def describe(ax: Axes) -> str:
    """Say what a chart of this module shows, in a sentence a screen reader can read out.

    >>> ax = bar_chart({"سلام": 3})
    >>> describe(ax)
    'Bar chart of 1 bar, longest first: سلام: value 3.'
    >>> plt.close(ax.figure)

    Raises TextError for a chart not drawn by this module.
    """
    if ax not in _DESCRIPTIONS:
        raise TextError("describe: this chart has no description yet. Give one: caption(ax, description=…).")
    return _DESCRIPTIONS[ax]


def _checked(counts: pd.Series | Mapping[str, float]) -> pd.Series:
    """Return counts that can be drawn, without those that are missing."""
    counts = pd.Series(counts).dropna() if isinstance(counts, pd.Series | Mapping) else None
    if counts is None or not all(isinstance(count, Real) and isfinite(count) for count in counts):
        raise TextError("bar_chart: give counts, a number for each word, as frequencies(words) does.")
    if counts.empty:
        raise TextError("bar_chart: there are no counts, so there is nothing to draw.")
    if len(counts) > 60:
        raise TextError(f"bar_chart: nobody reads {len(counts)} bars; 60 are the most: try counts.head(10).")
    return counts


def _named(highlight: str | Iterable[str] | None, bars: list[str]) -> list[str]:
    """Return the bars to highlight: one word, several, or none."""
    one = isinstance(highlight, str) or not isinstance(highlight, Iterable)
    named = [] if highlight is None else [str(highlight)] if one else list(map(str, highlight))
    if missing := [word for word in named if word not in bars]:
        raise TextError(f"bar_chart: highlight: no bar is called {missing[0]}. The bars: {', '.join(bars)}.")
    return named


def _bare(ax: Axes) -> None:
    """Take away the frame and the numbers: values are written where they are read."""
    ax.spines[:].set_visible(False)
    ax.xaxis.set_visible(False)


def _label_rows(ax: Axes, places: Sequence[float], labels: list[str]) -> None:
    """Write the rows' labels on the right, where reading starts."""
    ax.set_yticks(places, [arabic(label) for label in labels])
    ax.yaxis.tick_right()
    ax.tick_params(right=False)
    for label in ax.get_yticklabels():
        label.set(multialignment="right", **text_style())


def _width(ax: Axes) -> float:
    """Return how many inches of the figure's width belong to these axes and their labels."""
    cell = ax.get_subplotspec()
    share = len(cell.colspan) / cell.get_gridspec().ncols if cell else ax.get_position().width
    return share * ax.figure.get_figwidth()


def _overhang(ax: Axes) -> tuple[float, float]:
    """Return how far, in points, labels stand out of the axes on the right and at the bottom."""
    ax.figure.draw_without_rendering()  # lays the chart out, so that it can be measured
    box, labels, axis = ax.get_window_extent(), ax.yaxis.get_tightbbox(), ax.xaxis.get_tightbbox()
    bottoms = [text.get_window_extent().y0 for text in ax.texts] + ([axis.y0] if axis else [])
    point = ax.figure.dpi / 72
    right = (labels.x1 - box.x1) / point if labels else 0
    return max(0, right), max(0, (box.y0 - min(bottoms, default=box.y0)) / point)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _thirds(word: str, positions: Sequence[int], total: int) -> str:
    if not len(positions):
        return f"{word} does not occur"
    first, second, last = (sum(at * 3 // total == third for at in positions) for third in range(3))
    times = _number(len(positions), "time")
    return f"{word} occurs {times}: {first} in the first third, {second} in the second, {last} in the last"
