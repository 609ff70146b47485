"""A plain map: places as dots, rivers as lines, no tiles and no downloads."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import cos, pi, radians
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from kit.chart.captions import caption, figure_of, write_beside
from kit.chart.style import BLUE, GREY_BLUE, INK, arabic, axes_in_style, text_style
from kit.data import read_rows
from kit.errors import TextError, kind_of, shorten
from kit.show import rounded

__all__ = ["map_chart"]

PAPER = "#F3F5F7"
RIVER_INK = "#46647E"  # GREY_BLUE, dark enough to read
KM_PER_DEGREE = 111.2  # of latitude, on a sphere of radius 6371 km
GAPS = (3, 12, 24, 40)  # points between a dot and its label
SIDES = [(-1, 0), (1, 0), (0, 1), (0, -1), (-1, 1), (1, 1), (-1, -1), (1, -1)]
LatLon = tuple[float, float]
SPOT = ["latitude", "longitude"]


def map_chart(
    places: pd.DataFrame,
    *,
    rivers: Mapping[str, Sequence[LatLon]] | None = None,
    borders: Mapping[str, Sequence[LatLon]] | None = None,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw places on a plain map, north up, with labels that keep clear of one another.

    places: what `kit.names.find_names` returns, of which the places that the course knows are drawn with
    their counts; or a table like `gazetteer("places")`, with columns `arabic` (the name), `latitude` and
    `longitude` (degrees, north and east positive) and, if dots should grow with it, `count`.
    rivers: for each name the (latitude, longitude) points to draw a line through: a sketch, not a survey.
    borders: the same for lines to be dashed.

    >>> from kit.chart import describe
    >>> import matplotlib.pyplot as plt
    >>> places = pd.DataFrame({"arabic": ["القائم"], "latitude": [34.37], "longitude": [41.1], "count": [9]})
    >>> ax = map_chart(places, rivers={"الفرات": [(35.3, 40.1), (34.4, 41.0), (33.4, 43.3)]})
    >>> describe(ax)
    'Map of places, north to south: القائم (latitude 34.4, longitude 41.1, count 9). Lines: الفرات.'
    >>> plt.close(ax.figure)

    Raises:
        TextError: there is no place to draw, more than anyone reads, or one that is not on the globe.
    """
    places = _drawable(_located(places))
    lines = _lines(rivers, "rivers") | (dashed := _lines(borders, "borders"))
    if empty := [name for name, points in lines.items() if not points]:
        raise TextError(f"map_chart: the line {empty[0]} has no points. Give (latitude, longitude) pairs.")
    described = _described(places, list(lines))
    if "count" not in places:
        places = places.assign(count=1)
    places = places.sort_values(["count", "arabic"], ascending=[False, True])
    sizes = 15 + 85 * places["count"] / max(1, places["count"].max())  # square points
    paths = {name: _densify(points) for name, points in lines.items()}
    with axes_in_style("map_chart", ax, title, source) as axes:
        shape = _set_limits(axes, places)
        for name, path in paths.items():
            style = {"color": RIVER_INK, "dashes": (4, 3)} if name in dashed else {"color": GREY_BLUE}
            axes.plot(path[:, 0], path[:, 1], linewidth=1.2 if name in dashed else 2.5, zorder=1, **style)
        axes.scatter(places["longitude"], places["latitude"], s=sizes, color=BLUE, edgecolor=PAPER, zorder=2)
        _draw_scale(axes, np.vstack([places[SPOT[::-1]].to_numpy(), *paths.values()]))
        height = 6.9 * shape if ax is None else None
        caption(axes, title=title, source=source, description=described, height=height)
        labels = [
            _Label(name, (longitude, latitude), INK, (size / pi) ** 0.5)
            for name, latitude, longitude, size in zip(
                places["arabic"], *(places[axis] for axis in SPOT), sizes, strict=True
            )
        ]
        spots = {name: _free_spot(axes, path, places) for name, path in paths.items()}
        labels += [_Label(name, spot, RIVER_INK, 2) for name, spot in spots.items() if spot is not None]
        _place_labels(axes, labels, list(paths.values()))
    return axes


def _located(places: pd.DataFrame) -> pd.DataFrame:
    """Return places with their count, latitude and longitude if names were given that `find_names` found."""
    if not isinstance(places, pd.DataFrame):
        raise TextError(
            f"map_chart: give a table of places, as find_names(text) does, not {kind_of(places)}."
        )
    if not {"kind", "canonical"} <= set(places):
        return places
    counts = places.loc[places["kind"] == "place", "canonical"].value_counts().rename("count")
    known = pd.DataFrame(read_rows("places.csv"))[["arabic", *SPOT]].set_index("arabic").astype(float)
    return known.join(counts, how="inner").rename_axis("arabic").reset_index()


def _drawable(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places that can be drawn: those with a latitude and a longitude."""
    if missing := [column for column in ("arabic", *SPOT) if column not in places]:
        raise TextError(f"map_chart: places need a column {missing[0]}, as gazetteer() has it.")
    degrees = {axis: pd.to_numeric(places[axis], errors="coerce") for axis in SPOT}
    places = places.assign(**degrees).dropna(subset=SPOT)
    if places.empty:
        raise TextError("map_chart: no place to draw: none has a latitude and a longitude.")
    if len(places) > 60:
        raise TextError(
            f"map_chart: nobody reads {len(places)} labels; 60 are the most: try places.head(20)."
        )
    for name, latitude, longitude in zip(places["arabic"], *(places[axis] for axis in SPOT), strict=True):
        if not (abs(latitude) < 90 and abs(longitude) <= 180):
            spot = f"latitude, longitude {latitude}, {longitude}"
            raise TextError(f"map_chart: {name} is not on this map: {spot}.")
    if "count" in places and not places["count"].between(0, float("inf"), inclusive="left").all():
        raise TextError("map_chart: a count is missing or negative, so no dot can be drawn for it.")
    return places


def _lines(lines: Mapping[str, Sequence[LatLon]] | None, name: str) -> dict[str, list[LatLon]]:
    """Return lines to draw, or say what the argument `name` of map_chart should be."""
    if not isinstance(lines, Mapping | None):
        raise TextError(f"map_chart: {name} is {kind_of(lines)}: give {{name: [(latitude, longitude), …]}}.")
    checked = {}
    for label, points in (lines or {}).items():
        try:
            checked[label] = [(float(latitude), float(longitude)) for latitude, longitude in points]
        except (TypeError, ValueError, OverflowError):
            raise TextError(
                f"map_chart: {name}: the points of {shorten(label)} are no pairs (latitude, longitude)."
            ) from None
    return checked


class _Label(NamedTuple):
    text: str
    spot: tuple[float, float]  # longitude, latitude
    ink: str
    radius: float  # of the dot it belongs to, in points


def _set_limits(ax: Axes, places: pd.DataFrame) -> float:
    """Show all places with room around them, as distances are at their latitude; return height by width."""
    ends = [(places[axis].min(), places[axis].max()) for axis in SPOT]
    lat, lon = ((low + high) / 2 for low, high in ends)
    shrink = cos(radians(lat))  # a degree of longitude is this much shorter than one of latitude
    tall, wide = ((high - low) / 2 for low, high in ends)
    tall = 1.15 * max(tall, 0.25, 0.4 * wide * shrink)
    wide = 1.3 * max(wide, tall / shrink)
    ax.set(xlim=(lon - wide, lon + wide), ylim=(lat - tall, lat + tall), aspect=1 / shrink)
    ax.set(xticks=[], yticks=[], facecolor=PAPER)
    ax.spines[:].set_visible(False)
    return float(tall / wide / shrink)


def _densify(points: Sequence[LatLon]) -> np.ndarray:
    """Return a line's points as rows of longitude and latitude, with twenty steps between each two."""
    steps = np.linspace(0, len(points) - 1, 20 * (len(points) - 1) + 1)
    lat, lon = (np.interp(steps, range(len(points)), axis) for axis in zip(*points, strict=True))
    return np.column_stack([lon, lat])


def _draw_scale(ax: Axes, drawn: np.ndarray) -> None:
    """Draw a line of a round number of kilometres in the corner farthest from what is drawn."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    wide, tall = east - west, north - south
    km_per_degree = KM_PER_DEGREE * cos(radians((south + north) / 2))
    km = max(km for km in (10, 20, 50, 100, 200, 500, 1000) if km == 10 or km <= wide * km_per_degree / 4)
    length = km / km_per_degree
    starts = product(
        (south + 0.03 * tall, north - 0.09 * tall), (west + 0.02 * wide, east - 0.02 * wide - length)
    )
    shape = np.array([km_per_degree / KM_PER_DEGREE, 1])

    def room(start: LatLon) -> float:
        middle = np.array([start[1] + length / 2, start[0]])
        return float(np.linalg.norm((drawn - middle) * shape, axis=1).min())

    y, x = max(starts, key=room)
    ax.plot([x, x + length], [y, y], color=INK, linewidth=1.5)
    write_beside(ax, f"{km} km", (x, y), (0, 4), size=9)


def _free_spot(ax: Axes, path: np.ndarray, places: pd.DataFrame) -> tuple[float, float] | None:
    """Return the point of a line, well within the map, that is farthest from all places."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    edge = 0.1 * np.array([east - west, north - south])
    within = (path > np.array([west, south]) + edge) & (path < np.array([east, north]) - edge)
    path = path[within.all(axis=1)]
    if not len(path):
        return None
    distances = np.linalg.norm(path[:, None] - places[SPOT[::-1]].to_numpy(), axis=2)
    return tuple(path[distances.min(axis=1).argmax()])


def _place_labels(ax: Axes, labels: Sequence[_Label], paths: Sequence[np.ndarray]) -> None:
    """Write each label, the first ones first, where it covers least: by its dot, else on a line to it."""
    figure_of(ax).draw_without_rendering()
    point = ax.figure.dpi / 72
    pixels = ax.transData.transform
    taken = [_box(pixels(label.spot), label.radius * point, label.radius * point) for label in labels]
    taken += [_box(spot, 2 * point, 2 * point) for path in paths for spot in pixels(path)]
    taken += [text.get_window_extent() for text in ax.texts]
    for label in labels:
        style = text_style() | {"color": label.ink, "ha": "center", "va": "center"}
        written = write_beside(ax, arabic(label.text), label.spot, (0, 0), **style)
        written.set_path_effects([withStroke(linewidth=3, foreground=PAPER)])
        half = np.array([written.get_window_extent().width / 2 + 2 * point, 8 * point])
        start = pixels(label.spot)
        choices = [
            (gap, _box(start + np.array(side) * (half + (label.radius + gap) * point), *half))
            for gap, side in product(GAPS, SIDES)
        ]
        gap, best = min(choices, key=lambda choice: _covered(choice[1], taken, ax.bbox))
        taken.append(best)
        offset = (np.array([best.x0 + best.x1, best.y0 + best.y1]) / 2 - start) / point
        written.set_position(tuple(offset))
        if gap > GAPS[0]:
            line = {"arrowstyle": "-", "color": label.ink, "linewidth": 0.7}
            write_beside(ax, "", label.spot, tuple(offset * 0.75), arrowprops=line, zorder=1.5)


def _box(middle: np.ndarray, half_width: float, half_height: float) -> Bbox:
    x, y = middle
    return Bbox.from_extents(x - half_width, y - half_height, x + half_width, y + half_height)


def _covered(box: Bbox, taken: Sequence[Bbox], page: Bbox) -> float:
    """Return how many square pixels of a box lie on something else or off the page."""

    def area(part: Bbox | None) -> float:
        return part.width * part.height if part else 0.0

    return (
        sum(area(Bbox.intersection(box, other)) for other in taken)
        + area(box)
        - area(Bbox.intersection(box, page))
    )


def _described(places: pd.DataFrame, lines: Sequence[str]) -> str:
    counted = "count" in places
    places = places.sort_values(["latitude", "arabic"], ascending=[False, True])
    counts = rounded(places["count"]) if counted else [""] * len(places)
    spots = [
        f"{name} (latitude {lat:.1f}, longitude {lon:.1f}{f', count {count}' if counted else ''})"
        for name, lat, lon, count in zip(
            places["arabic"], *(places[axis] for axis in SPOT), counts, strict=True
        )
    ]
    return f"Map of places, north to south: {'; '.join(spots)}." + (
        f" Lines: {'; '.join(lines)}." if lines else ""
    )
