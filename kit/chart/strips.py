"""Where in a text words occur: a row a word, a stroke an occurrence."""

import textwrap
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from kit.chart.captions import caption, label_rows, strip_frame, write_beside
from kit.chart.style import BLUE, LIGHT, MIDDLE, arabic, axes_in_style
from kit.errors import TextError, whole_number, whole_numbers, yes_or_no
from kit.language import say, say_count

__all__ = ["dispersion_chart"]


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
    breaks: token numbers where light lines are drawn, such as the starts of sentences (more than 150
    would be a grey block: they are left out). ends: what to write at the start and the end of the axis,
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
    if not isinstance(positions, Mapping) or not positions:
        raise TextError(say("dispersion_chart: no words to draw. Give {{word: positions(words, word)}}."))
    if ends is None:
        ends = say("start of text"), say("end of text")
    if not isinstance(ends, tuple | list) or len(ends) != 2 or not all(isinstance(end, str) for end in ends):
        raise TextError(
            say("dispersion_chart: ends: give two labels, for the start of the text and for its end.")
        )
    total = whole_number(total, "dispersion_chart", "total", least=1, advice=say("words of the text"))
    breaks = whole_numbers(breaks, "dispersion_chart", "breaks")
    from_right = yes_or_no(from_right, "dispersion_chart", "from_right")
    positions = {
        str(word): whole_numbers(row, "dispersion_chart", "positions") for word, row in positions.items()
    }
    if outside := [at for row in positions.values() for at in row if at >= total]:
        said = say(
            "dispersion_chart: position {at} is outside the text: total is {total}.",
            at=outside[0],
            total=total,
        )
        raise TextError(said)
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
        words = say_count("{n} word", "{n} words", total)
        if from_right:
            described = say("Strip chart of a text of {words}, its start on the right.", words=words)
        else:
            described = say("Strip chart of a text of {words}, its start on the left.", words=words)
        between = say("; ")
        described += f" {between.join(_thirds(word, at, total) for word, at in positions.items())}."
        if breaks:
            described += " " + say_count(
                "Light lines divide the text at {n} place.",
                "Light lines divide the text at {n} places.",
                len(breaks),
            )
    height = 0.32 + 0.42 * len(positions) if ax is None else None
    return caption(axes, title=title, source=source, description=described, height=height)


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
