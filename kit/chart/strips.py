"""Where in a text words occur: a row a word, a stroke an occurrence."""

import textwrap
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from kit.chart.captions import caption, counted, label_rows, strip_frame, write_beside
from kit.chart.style import BLUE, LIGHT, MIDDLE, arabic, axes_in_style
from kit.errors import TextError, whole_number, whole_numbers

__all__ = ["dispersion_chart"]


def dispersion_chart(
    positions: Mapping[str, Sequence[int]],
    *,
    total: int,
    breaks: Sequence[int] = (),
    title: str | None = None,
    source: str | None = None,
    ends: tuple[str, str] = ("start of text", "end of text"),
    from_right: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw where in a text words occur: a row a word, a stroke an occurrence, how often at the row's end.

    positions: for each word the numbers of the tokens it occurs at, from 0. total: tokens in the text.
    breaks: token numbers where light lines are drawn, such as the starts of sentences (more than 150
    would be a grey block: they are left out). ends: what to write at the start and the end of the axis. It
    runs from left to right, as on many Arabic charts; from_right turns it round, as on others.

    >>> import matplotlib.pyplot as plt
    >>> ax = dispersion_chart({"العراق": [3, 90]}, total=100, breaks=[20, 50])
    >>> from kit.chart import describe
    >>> print(describe(ax))
    Strip chart of a text of 100 words, its start on the left. العراق occurs 2 times: 1 in the first third, \
0 in the second, 1 in the last. Light lines divide the text at 2 places.
    >>> plt.close(ax.figure)

    Raises:
        TextError: there is no word to draw, or a position is outside the text.
    """
    if not isinstance(positions, Mapping) or not positions:
        raise TextError("dispersion_chart: no words to draw. Give {word: positions(words, word)}.")
    if not isinstance(ends, tuple | list) or len(ends) != 2 or not all(isinstance(end, str) for end in ends):
        raise TextError("dispersion_chart: ends: give two labels, for the start of the text and for its end.")
    total = whole_number(total, "dispersion_chart", "total", least=1, advice="words of the text")
    breaks = whole_numbers(breaks, "dispersion_chart", "breaks")
    positions = {
        str(word): whole_numbers(row, "dispersion_chart", "positions") for word, row in positions.items()
    }
    if outside := [at for row in positions.values() for at in row if at >= total]:
        raise TextError(f"dispersion_chart: position {outside[0]} is outside the text: total is {total}.")
    breaks = breaks if len(breaks) <= 150 else []
    with axes_in_style("dispersion_chart", ax, title, source) as axes:
        rows = range(len(positions))
        axes.vlines(breaks, -0.5, len(positions) - 0.5, color=LIGHT, linewidth=0.8)
        axes.hlines(rows, 0, total, color=LIGHT, linewidth=0.8)
        for row, at in enumerate(positions.values()):
            axes.vlines(at, row - 0.32, row + 0.32, color=BLUE, linewidth=1.6)
            left = total if from_right else 0
            write_beside(axes, str(len(at)), (left, row), (-6, 0), ha="right", va=MIDDLE)
        axes.set_xlim(*((total, 0) if from_right else (0, total)))
        axes.set_ylim(len(positions) - 0.5, -0.5)
        strip_frame(axes)
        label_rows(axes, rows, [textwrap.fill(word, 32) for word in positions])
        sides = (("right", 1), ("left", 0)) if from_right else (("left", 0), ("right", 1))
        for end, (side, gap) in zip(ends, sides, strict=True):
            place = {"xycoords": "axes fraction", "size": 9}
            write_beside(axes, arabic(end), (gap, 0), (0, -4), ha=side, va="top", **place)
        where = "right" if from_right else "left"
        described = f"Strip chart of a text of {total:,} words, its start on the {where}. "
        described += "; ".join(_thirds(word, at, total) for word, at in positions.items()) + "."
        if breaks:
            described += f" Light lines divide the text at {counted(len(breaks), 'place')}."
    height = 0.32 + 0.42 * len(positions) if ax is None else None
    return caption(axes, title=title, source=source, description=described, height=height)


def _thirds(word: str, positions: Sequence[int], total: int) -> str:
    if not len(positions):
        return f"{word} does not occur"
    first, second, last = (sum(at * 3 // total == third for at in positions) for third in range(3))
    times = counted(len(positions), "time")
    return f"{word} occurs {times}: {first} in the first third, {second} in the second, {last} in the last"
