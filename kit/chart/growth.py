"""How a vocabulary grows: the types among the first words, from the first hundred to all of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kit.chart.captions import caption
from kit.chart.style import BLUE, GREY_BLUE, INK, LIGHT, MIDDLE, arabic, axes_in_style
from kit.errors import TextError, words_of
from kit.language import say

__all__ = ["growth_chart"]

STYLES = [
    (BLUE, "-", "o"),
    (GREY_BLUE, "--", "s"),
    (INK, ":", "^"),
    (BLUE, "-.", "D"),
]  # Lines and marks differ too, for readers who cannot tell colours apart.
PLACES = 12  # This many places of each line have a mark.


def growth_chart(
    texts: Mapping[str, Iterable[str]],
    *,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many types are among the first words of each text, as its words come, up to four texts.

    texts: for each label, the words in their order. The words run from left to right, as numbers on axes do;
    a label stands at the end of its line.

    >>> ax = growth_chart({"بحر": ["بحر", "بر", "بحر", "سفن"]})
    >>> from kit.chart import describe
    >>> describe(ax)
    'Types against tokens, a line a text. بحر has 3 types in 4 tokens; 2 in the first half.'
    >>> import matplotlib.pyplot as plt; plt.close(ax.figure)

    Raises:
        TextError: there are no texts, more than four, or one has no words.

    Source of the idea: H. S. Heaps, Information Retrieval: Computational and Theoretical Aspects, 1978.
    """
    if not isinstance(texts, Mapping) or not 0 < len(texts) <= len(STYLES):
        said = say(
            "growth_chart: give up to {most} texts by name: {{'نص': tokenize(text)}}.", most=len(STYLES)
        )
        raise TextError(said)
    grown = {str(label): _types(words_of(words, "growth_chart")) for label, words in texts.items()}
    if empty := [label for label, types in grown.items() if not len(types)]:
        said = say("growth_chart: the text {label} has no words, so nothing can grow.", label=empty[0])
        raise TextError(said)
    with axes_in_style("growth_chart", ax, title, source) as axes:
        for (label, types), (colour, line, mark) in zip(grown.items(), STYLES, strict=False):
            at = np.unique(np.linspace(1, len(types), PLACES).astype(int))
            axes.plot(np.arange(1, len(types) + 1), types, line, color=colour, linewidth=1.8)
            axes.plot(at, types[at - 1], mark, color=colour, markersize=4)
            end = f"{label}: {types[-1]:,}"
            place: dict[str, Any] = {"textcoords": "offset points", "ha": "left", "va": MIDDLE, "size": 10}
            # The label stands below the end of its line, since longer lines go on above it.
            axes.annotate(arabic(end), (len(types), types[-1]), (8, -9), **place)
        longest = max(map(len, grown.values()))
        axes.set_xlim(0, longest * 1.28)  # room for the label at a line's end
        axes.set_ylim(0, None)
        axes.grid(axis="y", color=LIGHT, linewidth=0.8)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= longest])
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.set(xlabel=arabic(say("tokens so far")), ylabel=arabic(say("types among them")))
    said = say("; ").join(_said(label, types) for label, types in grown.items())
    described = say("Types against tokens, a line a text. {texts}.", texts=said)
    return caption(axes, title=title, source=source, description=described, height=None if ax else 3.2)


def _types(words: list[str]) -> np.ndarray:
    """Return, for each word, how many different words have come up to it."""
    is_new = ~pd.Series(words, dtype="object").duplicated().to_numpy()
    return np.cumsum(is_new)


def _said(label: str, types: np.ndarray) -> str:
    half = types[max(len(types) // 2, 1) - 1]
    return say(
        "{label} has {types} types in {tokens} tokens; {half} in the first half",
        label=label,
        types=f"{types[-1]:,}",
        tokens=f"{len(types):,}",
        half=f"{half:,}",
    )
