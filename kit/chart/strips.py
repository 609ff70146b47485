"""Where in a text words occur: a row a word, a stroke an occurrence."""

import textwrap
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from kit.chart.captions import caption, is_pair, label_rows, strip_frame, write_beside
from kit.chart.style import BLUE, LIGHT, MIDDLE, arabic, axes_in_style
from kit.errors import TextError, whole_number, whole_numbers, yes_or_no
from kit.language import say, say_count

__all__ = ["dispersion_chart"]

MOST_BREAKS = 150  # More light lines would be a grey block.


def dispersion_chart(
    positions: Mapping[str, Sequence[int]],
    *,
    total: int,
    breaks: Sequence[int] = (),
    title: str | None = None,
    source: str | None = None,
    ends: tuple[str, str] | None = None,
    from_right: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw where in a text words occur: a row a word, a stroke an occurrence, how often at the row's end.

    positions: for each word the numbers of the tokens it occurs at, from 0. total: tokens in the text.
    breaks: token numbers where light lines are drawn, such as the starts of sentences (if there are more
    than 150, none is drawn). ends: what to write at the start and the end of the axis,
    "start of text" and "end of text" unless you say. It runs from left to right, as on many Arabic charts;
    from_right turns it round, as on others.

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
    rows = _rows_of(positions)
    ends = _two_ends(ends)
    total = whole_number(total, "dispersion_chart", "total", least=1, advice=say("words of the text"))
    breaks = whole_numbers(breaks, "dispersion_chart", "breaks")
    from_right = yes_or_no(from_right, "dispersion_chart", "from_right")
    if outside := [at for row in rows.values() for at in row if at >= total]:
        told = {"at": outside[0], "total": total}
        raise TextError(say("dispersion_chart: position {at} is outside the text: total is {total}.", **told))
    breaks = breaks if len(breaks) <= MOST_BREAKS else []
    with axes_in_style("dispersion_chart", ax, title, source) as axes:
        axes.vlines(breaks, -0.5, len(rows) - 0.5, color=LIGHT, linewidth=0.8)
        _draw_rows(axes, rows, total, from_right=from_right)
        _write_ends(axes, ends, from_right=from_right)
    described = _described(rows, total, breaks, from_right=from_right)
    height = 0.32 + 0.42 * len(rows) if ax is None else None
    return caption(axes, title=title, source=source, description=described, height=height)


def _rows_of(positions: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Return the words with their positions, or refuse what is no row of positions by word."""
    if not isinstance(positions, Mapping) or not positions:
        raise TextError(say("dispersion_chart: no words to draw. Give {{word: positions(words, word)}}."))
    return {str(word): whole_numbers(at, "dispersion_chart", "positions") for word, at in positions.items()}


def _two_ends(ends: tuple[str, str] | None) -> tuple[str, str]:
    """Return what to write at the start and at the end of the axis."""
    if ends is None:
        return say("start of text"), say("end of text")
    if not is_pair(ends):
        said = say("dispersion_chart: ends: give two labels, for the start of the text and for its end.")
        raise TextError(said)
    return ends


def _draw_rows(axes: Axes, rows: dict[str, list[int]], total: int, *, from_right: bool) -> None:
    """Draw a row a word: the word on the right, its strokes, and on the left how many there are."""
    axes.hlines(range(len(rows)), 0, total, color=LIGHT, linewidth=0.8)
    for row, at in enumerate(rows.values()):
        axes.vlines(at, row - 0.32, row + 0.32, color=BLUE, linewidth=1.6)
        left = total if from_right else 0
        write_beside(axes, str(len(at)), (left, row), (-6, 0), ha="right", va=MIDDLE)
    axes.set_xlim(*((total, 0) if from_right else (0, total)))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    strip_frame(axes)
    label_rows(axes, range(len(rows)), [textwrap.fill(word, 32) for word in rows])


def _write_ends(axes: Axes, ends: tuple[str, str], *, from_right: bool) -> None:
    sides = (("right", 1), ("left", 0)) if from_right else (("left", 0), ("right", 1))
    for end, (side, gap) in zip(ends, sides, strict=True):
        place = {"xycoords": "axes fraction", "size": 9}
        write_beside(axes, arabic(end), (gap, 0), (0, -4), ha=side, va="top", **place)


def _described(rows: dict[str, list[int]], total: int, breaks: list[int], *, from_right: bool) -> str:
    words = say_count("{n} word", "{n} words", total)
    if from_right:
        described = say("Strip chart of a text of {words}, its start on the right.", words=words)
    else:
        described = say("Strip chart of a text of {words}, its start on the left.", words=words)
    between = say("; ")
    described += f" {between.join(_thirds(word, at, total) for word, at in rows.items())}."
    if breaks:
        described += " " + say_count(
            "Light lines divide the text at {n} place.",
            "Light lines divide the text at {n} places.",
            len(breaks),
        )
    return described


def _thirds(word: str, positions: Sequence[int], total: int) -> str:
    if not len(positions):
        return say("{word} does not occur", word=word)
    first, second, last = (sum(at * 3 // total == third for at in positions) for third in range(3))
    return say_count(
        "{word} occurs {n} time: {first} in the first third, {second} in the second, {last} in the last",
        "{word} occurs {n} times: {first} in the first third, {second} in the second, {last} in the last",
        len(positions),
        word=word,
        first=first,
        second=second,
        last=last,
    )
