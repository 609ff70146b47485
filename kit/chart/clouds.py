"""What chance alone does to the counts of two texts, as a cloud, and the true counts on it."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kit.chart.captions import caption, is_pair, write_beside
from kit.chart.style import BLUE, GREY_BLUE, INK, LIGHT, MIDDLE, arabic, axes_in_style
from kit.compare import keyness, shuffled_counts
from kit.errors import Key, TextError, shorten, words_of
from kit.language import say, say_count

__all__ = ["luck_chart"]

SHARE = 0.95  # This share of the shuffles stays below the line.
MOST_LABELS = 40  # Nobody reads more.
AXES_POINTS = 240  # about the height of the axes
LABEL_POINTS = 12  # the height of a label


def luck_chart(
    target: Iterable[str],
    reference: Iterable[str],
    *,
    words: Iterable[str] = (),
    key: Key | None = None,
    shuffles: int = 200,
    names: tuple[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each word by its counts in two texts, on the cloud of counts that shuffling the texts gives.

    A word is as high as both its counts together, and as far to the right as the target has more of it. Grey
    circles are the words of many shuffles. A diamond is a word with more evidence of a difference than the
    strongest word of 19 of 20 shuffles; it is labelled, and so are the `words` that are asked for. Small dots
    are all other words. names: how the two texts are called, "target" and "reference" unless you say. `key`
    is as in `kit.compare.keyness`.

    >>> import matplotlib.pyplot as plt
    >>> from kit.chart import describe
    >>> ax = luck_chart(["بحر"] * 8, ["بر"] * 8, shuffles=20)
    >>> print(describe(ax))
    Cloud of 20 shuffles, and 2 words on it. In 19 of 20 shuffles no word passes a log-likelihood of 2.1. \
Counts are \
those in target, then those in reference. Beyond luck: بحر: counts 8 and 0; بر: counts 0 and 8.
    >>> plt.close(ax.figure)

    Raises:
        TextError: in the cases of `kit.compare.keyness`, or one of `words` is in neither text.
    """
    target, reference = words_of(target, "luck_chart"), words_of(reference, "luck_chart")
    table = keyness(target, reference, key=key)
    asked = _asked(words, table)
    names = _two_names(names)
    cloud = shuffled_counts(target, reference, key=key, shuffles=shuffles)
    line = float(cloud.groupby("shuffle")["log_likelihood"].max().quantile(SHARE, interpolation="higher"))
    beyond = table[table["log_likelihood"] > line]
    within = table.loc[[word for word in dict.fromkeys(asked) if word not in beyond.index]]
    with axes_in_style("luck_chart", ax, title, source) as axes:
        _draw_spots(axes, cloud, table, beyond, shuffles)
        _lay_out_axes(axes, table, names)
        _label(axes, beyond.head(MOST_LABELS), weight="bold")
        plate = {"color": "white", "alpha": 0.75, "pad": 0.5, "linewidth": 0}
        _label(axes, within, weight="normal", bbox=plate)
    sentences = [
        say(
            "Cloud of {shuffles}, and {words} on it.",
            shuffles=say_count("{n} shuffle", "{n} shuffles", shuffles),
            words=say_count("{n} word", "{n} words", len(table)),
        ),
        say("In 19 of 20 shuffles no word passes a log-likelihood of {line}.", line=f"{line:.1f}"),
        say("Counts are those in {target}, then those in {reference}.", target=names[0], reference=names[1]),
        say("Beyond luck: {words}.", words=_told(beyond)),
    ]
    if len(within):
        sentences.append(say("Within luck: {words}.", words=_told(within)))
    height = 4.2 if ax is None else None
    return caption(axes, title=title, source=source, description=" ".join(sentences), height=height)


def _asked(words: Iterable[str], table: pd.DataFrame) -> list[str]:
    """Return the words to label, or refuse one that neither text has."""
    asked = words_of([words] if isinstance(words, str) else words, "luck_chart")
    if missing := [word for word in asked if word not in table.index]:
        word = shorten(missing[0]) or say("an empty text")
        raise TextError(say("luck_chart: words: neither text counts a word as {word}.", word=word))
    return asked


def _two_names(names: tuple[str, str] | None) -> tuple[str, str]:
    if names is None:
        return say("target"), say("reference")
    if not is_pair(names):
        raise TextError(say("luck_chart: names: give two names, of the target and of the reference."))
    return names


def _draw_spots(
    ax: Axes, cloud: pd.DataFrame, table: pd.DataFrame, beyond: pd.DataFrame, shuffles: int
) -> None:
    """Draw the words of the shuffles as circles, the words of the texts as dots, those beyond as diamonds."""
    spots = cloud.groupby(["target", "reference"], as_index=False)[["words"]].sum()
    sizes = 5 + 3 * (spots["words"] / shuffles) ** 0.3  # Areas need only be told apart, not measured.
    ax.scatter(*_places(spots), s=sizes**2, color=LIGHT, edgecolor=GREY_BLUE, linewidth=0.6)
    ax.scatter(*_places(table), s=9, color=INK)
    ax.scatter(*_places(beyond), s=44, marker="D", color=BLUE)


def _label(ax: Axes, rows: pd.DataFrame, **style: Any) -> None:
    """Write words beside their spots, those of one spot together, on the side that is turned away from 0.

    From the highest down: a label that would lie on the one above it moves down, by two lines at most.
    """
    groups = [group for _, group in rows.groupby(["target", "reference"])]
    above = {"left": float("inf"), "right": float("inf")}
    for group in sorted(groups, key=lambda group: -group.iloc[0][["target", "reference"]].sum()):
        ours, theirs = group.iloc[0][["target", "reference"]]
        side, gap = ("left", 8) if ours >= theirs else ("right", -8)
        at = AXES_POINTS * ax.transLimits.transform(ax.transScale.transform((0, ours + theirs)))[1]
        above[side] = max(at - 2 * LABEL_POINTS, min(at, above[side] - LABEL_POINTS))
        words = arabic("، ".join(group.index))
        spot = (ours - theirs, ours + theirs)
        write_beside(ax, words, spot, (gap, above[side] - at), ha=side, va=MIDDLE, size=9, **style)


def _lay_out_axes(ax: Axes, table: pd.DataFrame, names: tuple[str, str]) -> None:
    """Give the axes their numbers, with 0 in the middle, and the names of the texts at their sides."""
    far, high = (max(places.abs()) for places in _places(table))
    ax.set_xlim(-1.45 * (far + 1), 1.45 * (far + 1))
    ax.set_yscale("log")
    ticks = [n for power in range(8) for n in (10**power, 2 * 10**power, 5 * 10**power) if n <= high]
    ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.axvline(0, color=GREY_BLUE, linewidth=0.8, zorder=0)
    for name, (side, end) in zip(names, (("right", 1), ("left", 0)), strict=True):
        write_beside(
            ax, arabic(name), (end, 1), (8 - 16 * end, -2), xycoords="axes fraction", ha=side, va="top"
        )
    ax.set_xlabel(arabic(say("count in one text less count in the other")))
    ax.set_ylabel(arabic(say("count in both texts")))


def _places(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return how far to the right and how high the words of a table stand."""
    return table["target"] - table["reference"], table["target"] + table["reference"]


def _told(rows: pd.DataFrame) -> str:
    """Return words with their counts, and "counts" between: beside Arabic a number would change places."""
    parts = [
        say("{word}: counts {target} and {reference}", word=word, target=ours, reference=theirs)
        for word, ours, theirs in rows.head(MOST_LABELS)[["target", "reference"]].itertuples()
    ]
    return say("; ").join(parts) or say("no word")
