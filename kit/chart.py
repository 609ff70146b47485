"""Charts an Arabic reader is content with: joined letters, bars from right to left, a text alternative.

Matplotlib 3.11 and later join Arabic letters and order them; 3.10 and earlier (and browser kernels) do
neither. `arabic` is the one place that knows. Everything else here is drawn the same way on both.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from weakref import WeakKeyDictionary

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from matplotlib import font_manager, ft2font
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from kit.read import TextError
from kit.show import rounded

BLUE = "#0072B2"  # Okabe & Ito's blue: told apart by colour-blind readers
GREY_BLUE = "#8BA5BB"  # clearly lighter than BLUE, in greyscale too
INK = "#222222"
FONT = "Noto Sans Arabic"

MATPLOTLIB_SHAPES = hasattr(ft2font, "__libraqm_version__")  # does matplotlib join and order letters itself?

_LRM = "\N{LEFT-TO-RIGHT MARK}"
_RLI, _PDI = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SIGNED = re.compile(r"(?<!\S)(?=[-+\N{MINUS SIGN}]\d)|(?<![\d.,])(?=\d[\d.,]*%)")
_RESHAPER = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
_DESCRIPTIONS: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


class _Ready(str):
    """Text `arabic` has prepared already."""


def arabic(text: str) -> str:
    """Prepare a label for matplotlib, so that Arabic in it reads right to left with its letters joined.

    Call it last, on what is displayed: the result is for drawing, not for counting. Each line is laid out
    from right to left even if it starts with a digit, a quotation mark or Latin letters; text without
    right-to-left letters comes back as it is. Preparing a label twice does no harm.

    >>> arabic("BBC")
    'BBC'
    >>> arabic(arabic("العراق")) == arabic("العراق")
    True

    Source: Unicode Standard Annex 9 (the bidirectional algorithm), https://www.unicode.org/reports/tr9/.
    """
    if isinstance(text, _Ready):
        return text
    return _Ready("\n".join(_line(line) for line in str(text).split("\n")))


def _line(line: str) -> str:
    line = _OVERRIDES.sub("", line)
    if not _RIGHT_TO_LEFT.search(line):
        return _CONTROLS.sub("", line)
    line = _SIGNED.sub(_LRM, line)  # keeps the sign before the number, the % after it
    if MATPLOTLIB_SHAPES:
        return f"{_RLI}{line}{_PDI}"
    return _CONTROLS.sub("", get_display(_RESHAPER.reshape(line), base_dir="R"))


@cache
def _add_font() -> None:
    """Make matplotlib know our font; a system font of the same name would win, so it is left out."""
    manager = font_manager.fontManager
    manager.ttflist = [font for font in manager.ttflist if font.name != FONT]
    for weight in ("Regular", "Bold"):
        with as_file(files("kit") / "data" / "fonts" / f"NotoSansArabic-{weight}.ttf") as path:
            manager.addfont(path)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the course's font and colours inside a `with` block; nothing changes outside it.

    >>> with house_style():
    ...     figure, ax = plt.subplots()
    >>> plt.close(figure)
    """
    _add_font()
    style = {
        "font.family": [FONT, "DejaVu Sans"],
        "font.size": 11,
        "text.color": INK,
        "text.parse_math": False,  # a label with two $ is a label, not a formula
        "axes.titlesize": 13,
        "axes.titleweight": "bold",
        "axes.titlelocation": "right",
        "axes.titlepad": 12,
        "axes.spines.left": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": mpl.cycler(color=[BLUE, GREY_BLUE]),
        "ytick.alignment": "center" if MATPLOTLIB_SHAPES else "center_baseline",
        "figure.constrained_layout.use": True,
    }
    with mpl.rc_context(style):
        yield


def bar_chart(
    counts: pd.Series | Mapping[str, float],
    *,
    title: str | None = None,
    source: str | None = None,
    highlight: str | Sequence[str] = (),
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

    Raises TextError if there is nothing to draw, or more bars than anyone reads.
    """
    counts = pd.Series(counts).dropna()
    if not 1 <= len(counts) <= 60:
        raise TextError(f"bar_chart: a chart has 1 to 60 bars, not {len(counts)}: try counts.head(10).")
    bars = sorted(counts.items(), key=lambda bar: (-bar[1], str(bar[0])))
    highlight = [highlight] if isinstance(highlight, str) else list(highlight)
    words = [str(word) for word, _ in bars]
    values = [value for _, value in bars]
    shown = rounded(values)
    labels = [textwrap.fill(word, 32) for word in words]
    with house_style():
        if ax is None:
            lines = sum(label.count("\n") + 1 for label in labels)
            _, ax = plt.subplots(figsize=(7, 0.9 + 0.34 * lines))
        dark = [not highlight or word in highlight for word in words]
        ax.barh(range(len(words)), values, color=[BLUE if d else GREY_BLUE for d in dark], height=0.72)
        ax.set_xlim(max(*values, 0), min(*values, 0))
        ax.set_ylim(len(words) - 0.5, -0.5)
        ax.yaxis.tick_right()
        ax.set_yticks(range(len(words)), [arabic(label) for label in labels])
        ax.tick_params(right=False)
        ax.spines["bottom"].set_visible(False)
        ax.xaxis.set_visible(False)
        for place, (value, text) in enumerate(zip(values, shown, strict=True)):
            grows_left = value >= 0
            ax.annotate(
                text,
                (value, place),
                xytext=(-4 if grows_left else 4, 0),
                textcoords="offset points",
                ha="right" if grows_left else "left",
                va="center",
            )
        for tick, bold in zip(ax.get_yticklabels(), dark, strict=True):
            tick.set_fontweight("bold" if highlight and bold else "normal")
        _add_words(ax, title, source)
    what = counts.name or "value"
    listed = "; ".join(f"{word}: {what} {text}" for word, text in zip(words, shown, strict=True))
    _DESCRIPTIONS[ax] = f"Bar chart of {_number(len(words), 'bar')}, longest first: {listed}." + _said(
        title, source
    )
    return ax


def describe(ax: Axes) -> str:
    """Say what a chart of this module shows, in a sentence a screen reader can read out.

    >>> ax = bar_chart({"سلام": 3})
    >>> describe(ax)
    'Bar chart of 1 bar, longest first: سلام: value 3.'
    >>> plt.close(ax.figure)

    Raises ValueError for a chart not drawn by this module.
    """
    if ax not in _DESCRIPTIONS:
        raise ValueError("describe: this chart was not drawn by kit.chart: describe it in your own words.")
    return _CONTROLS.sub("", _DESCRIPTIONS[ax])


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _add_words(ax: Axes, title: str | None, source: str | None) -> None:
    """Put the title above and the source below, both flush right with the labels."""
    renderer = ax.figure.canvas.get_renderer()
    points = 72 / ax.figure.dpi
    edges = [label.get_window_extent(renderer).x1 for label in ax.get_yticklabels() if label.get_text()]
    right = max(0.0, (max(edges, default=0) - ax.get_window_extent(renderer).x1) * points)
    if title:
        text = ax.set_title(arabic(textwrap.fill(title, 60)), loc="right")
        text.set_transform(text.get_transform() + ScaledTranslation(right / 72, 0, ax.figure.dpi_scale_trans))
    if source:
        ax.annotate(
            arabic(source),
            (1, 0),
            (right, -12),
            "axes fraction",
            "offset points",
            ha="right",
            va="top",
            size=9,
        )


def _said(title: str | None, source: str | None) -> str:
    return (f' Title: "{title}".' if title else "") + (f" Source: {source}." if source else "")
