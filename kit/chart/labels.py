"""The names on a map, each written where it covers nothing else."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import pi
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from kit.chart.areas import SPOT, WATERS, Area
from kit.chart.captions import figure_of, write_beside
from kit.chart.style import INK, arabic, text_style

__all__ = ["write_labels"]

LAND = "#F8F6F1"
HALO = [withStroke(linewidth=3, foreground=LAND)]  # It keeps a text legible where it crosses a line.

WATER_INK, COUNTRY_INK = "#3F6480", "#6A655C"
GAPS = (3, 12, 24, 40)  # Between a dot and its label, in points; the first that covers nothing is taken.
SIDES = [(-1, 0), (1, 0), (0, 1), (0, -1), (-1, 1), (1, 1), (-1, -1), (1, -1)]


class _Label(NamedTuple):
    text: str
    spot: tuple[float, float]  # longitude, latitude
    radius: float  # of the dot it belongs to, in points


def write_labels(ax: Axes, towns: pd.DataFrame, sizes: Iterable[float], areas: dict[str, Area]) -> None:
    """Write the towns' labels by their dots; then the countries', rivers' and seas' where there is room.

    sizes: of the towns' dots, in square points.

    >>> import matplotlib.pyplot as plt
    >>> _, ax = plt.subplots()
    >>> towns = pd.DataFrame({"arabic": ["القائم"], "latitude": [0.5], "longitude": [0.5]})
    >>> write_labels(ax, towns, [40], {})
    >>> len(ax.texts)
    1
    >>> plt.close(ax.figure)
    """
    figure_of(ax).draw_without_rendering()
    labels = [
        _Label(name, (longitude, latitude), (size / pi) ** 0.5)
        for name, latitude, longitude, size in zip(
            towns["arabic"], *(towns[axis] for axis in SPOT), sizes, strict=True
        )
    ]
    point = figure_of(ax).dpi / 72
    pixels = ax.transData.transform
    taken = [_box(pixels(label.spot), label.radius * point, label.radius * point) for label in labels]
    taken += [drawn.get_window_extent().padded(3 * point) for drawn in [*ax.texts, *ax.lines]]
    for label in labels:
        taken.append(_place_label(ax, label, taken))
    for name, area in areas.items():
        ink = WATER_INK if area.kind in WATERS else INK if area.times else COUNTRY_INK
        style = {"color": ink, "size": 10, "weight": "bold" if area.times else "normal"}
        text = f"{name} ({area.times})" if area.times else name
        if box := _write_where_free(ax, text, style, area.spots, taken, must=bool(area.times)):
            taken.append(box)


def _place_label(ax: Axes, label: _Label, taken: Sequence[Bbox]) -> Bbox:
    """Write a label where it covers least: by its dot, else on a line to it; return its box."""
    point = figure_of(ax).dpi / 72
    written = _written(ax, label.text, label.spot, {"zorder": 5})
    half = np.array([written.get_window_extent().width / 2 + 2 * point, 8 * point])
    start = ax.transData.transform(label.spot)
    choices = [
        (gap, _box(start + np.array(side) * (half + (label.radius + gap) * point), *half))
        for gap, side in product(GAPS, SIDES)
    ]
    gap, best = choices[int(np.argmin(_covered([box for _, box in choices], taken, ax.bbox)))]
    offset = (np.array([best.x0 + best.x1, best.y0 + best.y1]) / 2 - start) / point
    written.set_position(tuple(offset))
    if gap > GAPS[0]:
        line = {"arrowstyle": "-", "color": INK, "linewidth": 0.7}
        write_beside(ax, "", label.spot, tuple(offset * 0.75), arrowprops=line, zorder=1.5)
    return best


def _write_where_free(
    ax: Axes, text: str, style: dict[str, Any], spots: np.ndarray, taken: Sequence[Bbox], *, must: bool
) -> Bbox | None:
    """Write a label at the first spot where it covers nothing; without one, write it only if it `must`."""
    if not len(spots):
        return None
    point = figure_of(ax).dpi / 72
    written = _written(ax, text, tuple(spots[0]), {"zorder": 2} | style)
    half = np.array([written.get_window_extent().width / 2 + 3 * point, 8 * point])
    boxes = [_box(spot, *half) for spot in ax.transData.transform(spots)]
    covered = _covered(boxes, taken, ax.bbox)
    best = int(np.argmin(covered))
    if covered[best] > 0 and not must:
        written.remove()
        return None
    written.xy = tuple(spots[best])
    return boxes[best]


def _written(ax: Axes, text: str, spot: tuple[float, float], style: dict[str, Any]) -> Annotation:
    """Write a text with its middle on a spot."""
    style = text_style() | {"ha": "center", "va": "center", "path_effects": HALO} | style
    return write_beside(ax, arabic(text), spot, (0, 0), **style)


def _box(middle: np.ndarray, half_width: float, half_height: float) -> Bbox:
    x, y = middle
    return Bbox.from_extents(x - half_width, y - half_height, x + half_width, y + half_height)


def _covered(boxes: Sequence[Bbox], taken: Sequence[Bbox], page: Bbox) -> np.ndarray:
    """Return for each box how many of its square pixels lie on something else or off the page."""
    ours, others = (np.array([[*box.min, *box.max] for box in places]) for places in (boxes, [page, *taken]))
    low, high = ours[:, None, :2], ours[:, None, 2:]
    sides = np.minimum(high, others[:, 2:]) - np.maximum(low, others[:, :2])
    on_page, *shared = np.prod(np.maximum(sides, 0), axis=2).T
    covered: np.ndarray = sum(shared) + np.prod(high - low, axis=2)[:, 0] - on_page
    return covered
