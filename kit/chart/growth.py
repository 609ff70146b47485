"""How a vocabulary grows: the types among the first words, from the first hundred to all of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kit.chart.captions import caption
from kit.chart.style import BLUE, GREY_BLUE, INK, LIGHT, MIDDLE, arabic, house_style
from kit.errors import TextError, words_of

__all__ = ["growth_chart"]

STYLES = [
    (BLUE, "-", "o"),
    (GREY_BLUE, "--", "s"),
    (INK, ":", "^"),
    (BLUE, "-.", "D"),
]  # Colour alone is no help.
PLACES = 12  # So many places of each line have a mark.


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
    'Types against tokens, a line a text. بحر: 3 types in 4 tokens; 2 in the first half.'
    >>> plt.close(ax.figure)

    Raises:
        TextError: no texts, more than four, or one without words.

    Source of the idea: H. S. Heaps, Information Retrieval: Computational and Theoretical Aspects, 1978.
    """
    if not isinstance(texts, Mapping) or not 0 < len(texts) <= len(STYLES):
        raise TextError(f"growth_chart: give up to {len(STYLES)} texts by name: {{'نص': tokenize(text)}}.")
    grown = {str(label): _types(words_of(words, "growth_chart")) for label, words in texts.items()}
    if empty := [label for label, types in grown.items() if not len(types)]:
        raise TextError(f"growth_chart: the text {empty[0]} has no words, so nothing can grow.")
    with house_style():
        own = ax is None
        ax = ax or plt.subplots(figsize=(7, 3.4))[1]
        for (label, types), (colour, line, mark) in zip(grown.items(), STYLES, strict=False):
            at = np.unique(np.linspace(1, len(types), PLACES).astype(int))
            ax.plot(np.arange(1, len(types) + 1), types, line, color=colour, linewidth=1.8)
            ax.plot(at, types[at - 1], mark, color=colour, markersize=4)
            end = f"{label}: {types[-1]:,}"
            place: dict[str, Any] = {"textcoords": "offset points", "ha": "left", "va": MIDDLE, "size": 10}
            ax.annotate(
                arabic(end), (len(types), types[-1]), (8, -9), **place
            )  # Longer lines go on above it.
        longest = max(map(len, grown.values()))
        ax.set_xlim(0, longest * 1.28)  # room for the label at a line's end
        ax.set_ylim(0, None)
        ax.grid(axis="y", color=LIGHT, linewidth=0.8)
        ax.spines[["top", "right"]].set_visible(False)
        ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= longest])
        ax.xaxis.set_major_formatter("{x:,.0f}")
        ax.yaxis.set_major_formatter("{x:,.0f}")
        ax.set(xlabel=arabic("الكلمات"), ylabel=arabic("المفردات المختلفة"))
    said = "; ".join(_said(label, types) for label, types in grown.items())
    described = f"Types against tokens, a line a text. {said}."
    return caption(ax, title=title, source=source, description=described, height=3.2 if own else None)


def _types(words: list[str]) -> np.ndarray:
    """Return, for each word, how many different words have come up to it."""
    is_new = ~pd.Series(words, dtype="object").duplicated().to_numpy()
    return np.cumsum(is_new)


def _said(label: str, types: np.ndarray) -> str:
    half = types[max(len(types) // 2, 1) - 1]
    return f"{label}: {types[-1]:,} types in {len(types):,} tokens; {half:,} in the first half"
