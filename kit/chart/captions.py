"""What every chart has around it: a title, a source, labels of rows, and a text alternative."""

import textwrap
from collections.abc import Sequence
from numbers import Real
from typing import Any
from weakref import WeakKeyDictionary

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import ScaledTranslation

from kit.characters import DIRECTION_MARKS
from kit.chart.style import arabic, check_texts, house_style, text_style
from kit.errors import TextError, kind_of, shorten, text_of
from kit.language import say

__all__ = ["caption", "describe"]

TALLEST = 100  # In inches; a taller figure fills the memory.
_DESCRIPTIONS: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()
_NO_DIRECTION = str.maketrans("", "", DIRECTION_MARKS)


def caption(
    ax: Axes,
    *,
    title: str | None = None,
    source: str | None = None,
    left_out: str | None = None,
    description: str = "",
    height: float | None = None,
) -> Axes:
    """Put a title above a chart and its source below, both flush right, and keep its text alternative.

    left_out: what the chart could not show, a line above the source.
    description: what `describe` says of the chart; bar_chart and dispersion_chart write their own.
    height: inches the chart itself takes; the figure becomes as high as that, the title and the source.

    >>> import matplotlib.pyplot as plt
    >>> with house_style():
    ...     _, ax = plt.subplots()
    >>> describe(caption(ax, title="العراق أولاً", description="An empty chart."))
    'An empty chart. Title: "العراق أولاً".'
    >>> plt.close(ax.figure)
    """
    _check_axes(ax, "caption")
    check_texts("caption", title=title, source=source, left_out=left_out)
    text_of(description, "caption", "description")
    if height is not None and not (isinstance(height, Real) and 0 < height <= TALLEST):
        told = {"height": shorten(height), "most": TALLEST}
        raise TextError(say("caption: height={height}: give a number of inches, up to {most}.", **told))
    width = _width(ax)
    titles = textwrap.wrap(title or "", max(20, int(width * 9)))
    lines = [line for text in (left_out, source) for line in (text or "").splitlines()]
    sources = [part for line in lines for part in textwrap.wrap(line, max(20, int(width * 14)))]
    if height:
        # The height is computed from the lines: a measured one differs by machine, as saved outputs must not.
        above, below = 0.29 * len(titles) + 0.06, 0.21 * len(sources) + 0.08
        figure_of(ax).set_figheight(0.09 + height + bool(titles) * above + bool(sources) * below)
    right, down = _overhang(ax)
    with house_style():
        if titles:
            text = ax.set_title(arabic("\n".join(titles)), loc="right", **text_style())
            shift = ScaledTranslation(right / 72, 0, ax.figure.dpi_scale_trans)
            text.set_transform(text.get_transform() + shift)
            description += " " + say('Title: "{title}".', title=title)
        if sources:
            style = text_style() | {"xycoords": "axes fraction", "size": 9, "ha": "right", "va": "top"}
            write_beside(ax, arabic("\n".join(sources)), (1, 0), (right, -down - 8), **style)
        if left_out:
            description += f" {left_out}."
        if source:
            description += " " + say("Source: {source}.", source=". ".join(source.splitlines()))
    _DESCRIPTIONS[ax] = description.translate(_NO_DIRECTION).strip()
    return ax


def describe(ax: Axes) -> str:
    """Return what a chart of this module shows, in a sentence a screen reader can read out.

    >>> import matplotlib.pyplot as plt
    >>> from kit.chart import bar_chart
    >>> ax = bar_chart({"سلام": 3})
    >>> describe(ax)
    'Bar chart of 1 bar, longest first: سلام: value 3.'
    >>> plt.close(ax.figure)

    Raises:
        TextError: the chart was not drawn by this module.
    """
    _check_axes(ax, "describe")
    if ax not in _DESCRIPTIONS:
        said = say("describe: this chart has no description yet. Give one: caption(ax, description=…).")
        raise TextError(said)
    return _DESCRIPTIONS[ax]


def _check_axes(ax: Axes, caller: str) -> None:
    if not isinstance(ax, Axes):
        said = say(
            "{caller}: ax: give the chart, as bar_chart(counts) returns it, not {kind}.",
            caller=caller,
            kind=kind_of(ax),
        )
        raise TextError(said)


def strip_frame(ax: Axes) -> None:
    """Take away the frame and the numbers, because values are written beside what they belong to."""
    ax.spines[:].set_visible(False)
    ax.xaxis.set_visible(False)


def label_rows(ax: Axes, places: Sequence[float], labels: list[str]) -> None:
    """Write the rows' labels on the right, where reading starts."""
    ax.set_yticks(places, [arabic(label) for label in labels])
    ax.yaxis.tick_right()
    ax.tick_params(right=False)
    for label in ax.get_yticklabels():
        label.set(multialignment="right", **text_style())


def write_beside(
    ax: Axes, text: str, spot: tuple[float, float], offset: tuple[float, float], **style: Any
) -> Annotation:
    """Write a text some points away from a spot of the chart."""
    return ax.annotate(text, spot, offset, textcoords="offset points", **style)


def is_pair(labels: object) -> bool:
    """Return whether these are two texts, such as what stands at an axis's two ends."""
    return isinstance(labels, tuple | list) and len(labels) == 2 and all(isinstance(x, str) for x in labels)


def figure_of(ax: Axes) -> Figure:
    """Return the whole figure a chart stands in."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise TextError(say("caption: this chart has been removed from its figure. Draw it again."))
    return figure


def _width(ax: Axes) -> float:
    """Return how many inches of the figure's width belong to these axes and their labels."""
    cell = ax.get_subplotspec()
    share = len(cell.colspan) / cell.get_gridspec().ncols if cell else ax.get_position().width
    return share * figure_of(ax).get_figwidth()


def _overhang(ax: Axes) -> tuple[float, float]:
    """Return how far, in points, labels stand out of the axes on the right and at the bottom."""
    figure = figure_of(ax)
    if layout := figure.get_layout_engine():
        layout.execute(figure)  # A chart that is laid out can be measured, and needs no drawing.
    box, labels, axis = ax.get_window_extent(), ax.yaxis.get_tightbbox(), ax.xaxis.get_tightbbox()
    bottoms = [text.get_window_extent().y0 for text in ax.texts] + ([axis.y0] if axis else [])
    point = ax.figure.dpi / 72
    right = (labels.x1 - box.x1) / point if labels else 0
    return max(0, right), max(0, (box.y0 - min(bottoms, default=box.y0)) / point)
