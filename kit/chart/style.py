"""How charts look: Arabic letters joined and in order, the font, the colours.

Matplotlib 3.11 and later join Arabic letters and order them; 3.10 and earlier (and browser kernels) do
neither. `arabic` is the one place that knows.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from matplotlib import font_manager, ft2font
from matplotlib.axes import Axes
from matplotlib.rcsetup import cycler

from kit.characters import DIRECTION_MARKS, OVERRIDES, RIGHT_TO_LEFT
from kit.data import path_of_data
from kit.errors import TextError, kind_of, text_of
from kit.language import say

__all__ = ["arabic", "axes_in_style", "check_texts", "house_style", "text_style"]

BLUE = "#0072B2"  # Okabe and Ito's blue, which colour-blind readers can tell from other colours.
GREY_BLUE = "#8BA5BB"  # It is clearly lighter than BLUE, in greyscale too.
LIGHT = "#D3DCE4"  # For lines that only guide the eye.
INK = "#222222"
FONT = "Noto Sans Arabic"
FONTS = [FONT, "DejaVu Sans"]

MATPLOTLIB_SHAPES = hasattr(ft2font, "__libraqm_version__")  # Then it joins and orders letters itself.
MIDDLE = "center" if MATPLOTLIB_SHAPES else "center_baseline"  # The older one centres a text otherwise,
LINESPACING = 0.65 if MATPLOTLIB_SHAPES else 1.2  # and its lines are of another height.

_LRM, _RLM = "\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT MARK}"
_RLI, _PDI = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_OVERRIDES = re.compile(f"[{OVERRIDES}]")
_DIRECTION_MARKS = re.compile(f"[{DIRECTION_MARKS}]")
_RIGHT_TO_LEFT = re.compile(f"[{RIGHT_TO_LEFT}]")
_SIGNED = re.compile(r"(?<![^\s(«\"])(?=[-+\N{MINUS SIGN}]\d)|(?<![\d.,])(?=\d[\d.,]*%)")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_RESHAPER = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


class _Ready(str):
    """A text that `arabic` has already prepared."""


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
    return _Ready("\n".join(_line(line) for line in text_of(text, "arabic").split("\n")))


def _line(line: str) -> str:
    line = _OVERRIDES.sub("", line.encode("utf-8", "replace").decode())  # A lone surrogate becomes "?".
    if not _RIGHT_TO_LEFT.search(line):
        return _DIRECTION_MARKS.sub("", line)
    line = _SIGNED.sub(_LRM, line)  # A sign stays before its number, and % after it.
    if MATPLOTLIB_SHAPES:
        return f"{_RLI}{line}{_PDI}"
    line = _BRACKETED.sub(_mark_bracket, line)
    return _DIRECTION_MARKS.sub("", get_display(_RESHAPER.reshape(line), base_dir="R"))


def _mark_bracket(match: re.Match[str]) -> str:
    """Tie a closing bracket to its opening one, which python-bidi does not (rule N0 of the algorithm)."""
    before = [letter for letter in match.string[: match.start()] if letter.isalpha()]
    latin = before and before[-1].isascii() and not _RIGHT_TO_LEFT.search(match[0])
    return match[0] + (_LRM if latin else _RLM)


@cache
def _add_font() -> None:
    """Make matplotlib know our font; a system font of the same name would win, so it is left out."""
    manager = font_manager.fontManager
    manager.ttflist = [font for font in manager.ttflist if font.name != FONT]
    for weight in ("Regular", "Bold"):
        manager.addfont(path_of_data(f"fonts/NotoSansArabic-{weight}.ttf"))


@cache
def _load_backend() -> None:
    """Load what draws before the style is in force.

    A notebook's backend turns `interactive` on when it is loaded. Inside the style's block that would end
    with the block, and of the charts after the first only those with plt.show() would be seen.
    """
    plt.draw_if_interactive()


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the course's font and colours inside a `with` block; nothing changes outside it.

    >>> import matplotlib.pyplot as plt
    >>> with house_style():
    ...     figure, ax = plt.subplots()
    >>> plt.close(figure)
    """
    _add_font()
    _load_backend()
    with mpl.rc_context(
        {
            "font.family": FONTS,
            "font.size": 11,
            "text.color": INK,
            "text.parse_math": False,  # A label with two $ is no formula.
            "axes.titlesize": 13,
            "axes.titleweight": "bold",
            "axes.titlelocation": "right",
            "axes.titlepad": 12,
            "axes.spines.left": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.prop_cycle": cycler(color=[BLUE, GREY_BLUE]),
            "ytick.alignment": MIDDLE,
            "figure.constrained_layout.use": True,
        }
    ):
        yield


def check_texts(caller: str, **texts: str | None) -> None:
    """Raise a `TextError` if what should be written on a chart is no text.

    >>> check_texts("bar_chart", title="العراق أولاً", source=None)

    Raises:
        TextError: one of them is neither a text nor None.
    """
    for name, text in texts.items():
        if text is not None:
            text_of(text, caller, name)


@contextmanager
def axes_in_style(
    caller: str, ax: Axes | None, title: str | None = None, source: str | None = None
) -> Iterator[Axes]:
    """Yield the axes to draw on, the caller's or those of a new figure, with the house style in force.

    title, source: what will be written around it. If drawing fails, no half-drawn figure is left.

    >>> with axes_in_style("bar_chart", None) as axes:
    ...     plt.close(axes.figure)

    Raises:
        TextError: `ax` is given and is not an Axes, or a label is not a text.
    """
    if not isinstance(ax, Axes | None):
        told = {"caller": caller, "kind": kind_of(ax)}
        raise TextError(say("{caller}: ax is {kind}: give axes, as plt.subplots()[1] returns them.", **told))
    check_texts(caller, title=title, source=source)
    with house_style():
        axes = plt.subplots(figsize=(7, 3))[1] if ax is None else ax
        try:
            yield axes
        except BaseException:
            if ax is None:
                plt.close(axes.get_figure(root=True))
            raise


def text_style() -> dict[str, Any]:
    """Return the style for a text that may stand on axes made without the house style, such as a title.

    >>> sorted(text_style())
    ['color', 'fontfamily', 'linespacing', 'parse_math']
    """
    return {
        "fontfamily": FONTS,
        "color": INK,
        "parse_math": False,
        "linespacing": LINESPACING,
    }
