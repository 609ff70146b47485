"""A map of places: towns as dots, countries and rivers by name, on outlines that ship with the course."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import cos, inf, pi, radians
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from kit.chart.captions import caption, figure_of
from kit.chart.outlines import Outlines, outlines_for
from kit.chart.style import BLUE, INK, arabic, axes_in_style, text_style
from kit.data import read_rows
from kit.errors import TextError, kind_of
from kit.language import say
from kit.show import rounded

__all__ = ["map_chart"]

LAND, SEA = "#F8F6F1", "#D9E6EF"
WATER_LINE, WATER_INK = "#7FA3BE", "#3F6480"
BORDER, COUNTRY_INK = "#9A9488", "#6A655C"
KM_PER_DEGREE = 111.2  # A degree of latitude on a sphere of radius 6371 km.
GAPS = (3, 12, 24, 40)  # Between a dot and its label, in points; the first that covers nothing is taken.
SIDES = [(-1, 0), (1, 0), (0, 1), (0, -1), (-1, 1), (1, 1), (-1, -1), (1, -1)]
SPOT = ["latitude", "longitude"]
NEAR = 0.13  # A river is at most so many degrees from the spot that a list gives for it.
EMPTY = {"latitude": (15.0, 38.0), "longitude": (-15.0, 58.0)}  # A map without places shows this.
MOST_NAMES = 40  # Of a text with more places, the commonest are drawn.
SMALLEST = 1.6  # Every map reaches at least so many degrees of latitude from its middle to its edge.
WATERS = ("river", "sea")
AREAS = ("country", "governorate", "region", "continent")  # A dot would say that they are a town.
MADE_WITH = "Natural Earth"


def map_chart(
    places: pd.DataFrame, *, title: str | None = None, source: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw places on a map, north up: land and sea, borders (dashed) and rivers, and labels that keep clear.

    places: what `kit.names.find_names` returns, of which the places that the course knows are drawn with
    their counts; or a table like `gazetteer("places")`, with columns `arabic` (the name), `latitude` and
    `longitude` (degrees, north and east positive) and, if dots should grow with it, `count`.
    A town is a dot. A country, a province, a river or a sea is no point: its name is written where it lies,
    with its count in brackets. What has no place on the map is named below it.

    >>> import matplotlib.pyplot as plt
    >>> from kit.chart import describe
    >>> places = pd.DataFrame({"arabic": ["القائم"], "latitude": [34.37], "longitude": [41.1], "count": [9]})
    >>> ax = map_chart(places)
    >>> describe(ax)
    'Map of places, north to south: القائم (latitude 34.4, longitude 41.1, count 9). Source: Natural Earth.'
    >>> plt.close(ax.figure)

    Raises:
        TextError: there is no place to draw, more than anyone reads, or one that is not on the globe.
    """
    given = places
    places, left_out = _located(given)
    places = _drawable(places, may_be_none=places is not given)
    described = _described(places)
    counted = "count" in places
    places = (places if counted else places.assign(count=1)).sort_values(
        ["count", "arabic"], ascending=[False, True]
    )
    towns, wide = (
        places[~places["kind"].isin([*AREAS, *WATERS])],
        places[places["kind"].isin([*AREAS, *WATERS])],
    )
    if not counted:
        wide = wide.assign(count=0)
    sizes = 15 + 85 * towns["count"] / max(1, towns["count"].max() if len(towns) else 1)  # square points
    with axes_in_style("map_chart", ax, title, source) as axes:
        shape = _set_limits(axes, towns if len(towns) else places)
        outlines = outlines_for(axes.get_xlim(), axes.get_ylim())
        _draw_outlines(axes, outlines)
        axes.scatter(towns["longitude"], towns["latitude"], s=sizes, color=BLUE, edgecolor=LAND, zorder=3)
        keys = _key_sizes(towns, sizes) if counted and max(towns["count"], default=0) > 1 else []
        _draw_scale(axes, towns[SPOT[::-1]].to_numpy(), keys)
        counts = dict(zip(wide["arabic"], wide["count"], strict=True))
        areas = _areas(axes, outlines, counts)
        left_out += [(name, count) for name, count in counts.items() if count and name not in areas]
        if left_out:
            below = "، ".join(f"{name} ({count})" for name, count in left_out[:6])
            described += " " + say("Named and not drawn: {places}.", places=below)
            source = "\n".join(filter(None, [f"ليست على الخريطة: {below}", source]))
        source = "\n".join(filter(None, [source, MADE_WITH]))
        height = 6.9 * shape if ax is None else None
        caption(axes, title=title, source=source, description=described, height=height)
        _write_labels(axes, towns, sizes, areas)
    return axes


def _located(places: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, int]]]:
    """Return the places of a table of `find_names` with their spots, and the counts of those not listed."""
    if not isinstance(places, pd.DataFrame):
        said = say(
            "map_chart: give a table of places, as find_names(text) does, not {kind}.", kind=kind_of(places)
        )
        raise TextError(said)
    if not {"kind", "canonical"} <= set(places):
        return places, []
    counts = places.loc[places["kind"] == "place", "canonical"].value_counts().rename("count")
    known = pd.DataFrame(read_rows("places.csv"))[["arabic", "kind", *SPOT]].set_index("arabic")
    known = known.astype(dict.fromkeys(SPOT, float))
    others = [(str(name), int(count)) for name, count in counts.items() if name not in known.index]
    unknown = sorted(others, key=lambda row: (-row[1], row[0]))
    known = (
        known.join(counts, how="inner").sort_values("count", ascending=False, kind="stable").head(MOST_NAMES)
    )
    return known.rename_axis("arabic").reset_index(), unknown


def _drawable(places: pd.DataFrame, *, may_be_none: bool) -> pd.DataFrame:
    """Return the places that can be drawn: those with a latitude and a longitude."""
    if missing := [column for column in ("arabic", *SPOT) if column not in places]:
        raise TextError(
            say("map_chart: places need a column {column}, as gazetteer() has it.", column=missing[0])
        )
    places = places.dropna(subset=SPOT)
    if places.empty and not may_be_none:
        raise TextError(say("map_chart: no place to draw: none has a latitude and a longitude."))
    if len(places) > 60:
        said = say("map_chart: nobody reads {n} labels; 60 are the most: try places.head(20).", n=len(places))
        raise TextError(said)
    place: Any  # a row, whose columns mypy does not know
    for place in places.itertuples():
        if not (abs(place.latitude) < 90 and abs(place.longitude) <= 180):
            said = say(
                "map_chart: {place} is not on this map: latitude, longitude {latitude}, {longitude}.",
                place=place.arabic,
                latitude=place.latitude,
                longitude=place.longitude,
            )
            raise TextError(said)
    if "count" in places and not places["count"].between(0, inf, inclusive="left").all():
        raise TextError(say("map_chart: a count is missing or negative, so no dot can be drawn for it."))
    return places if "kind" in places else places.assign(kind="city")


class _Label(NamedTuple):
    text: str
    spot: tuple[float, float]  # longitude, latitude
    radius: float  # of the dot it belongs to, in points


class _Area(NamedTuple):
    kind: str
    times: int  # how often the text names it
    spots: np.ndarray  # where its label may stand, the best spot first


def _set_limits(ax: Axes, places: pd.DataFrame) -> float:
    """Show all places with room around them, at the shape distances have at their latitude, never tall."""
    ends = [(places[axis].min(), places[axis].max()) if len(places) else EMPTY[axis] for axis in SPOT]
    lat, lon = ((low + high) / 2 for low, high in ends)
    shrink = cos(radians(lat))  # A degree of longitude is shorter by this factor than a degree of latitude.
    tall, wide = ((high - low) / 2 for low, high in ends)
    tall = max(1.25 * tall, SMALLEST, 0.5 * 1.25 * wide * shrink)
    wide = max(1.25 * wide, 1.7 * tall / shrink)
    ax.set(xlim=(lon - wide, lon + wide), ylim=(lat - tall, lat + tall), aspect=1 / shrink)
    ax.set(xticks=[], yticks=[], facecolor=SEA)
    ax.spines[:].set_visible(False)
    return tall / wide / shrink  # how high the map is for its width


def _draw_outlines(ax: Axes, outlines: Outlines) -> None:
    land = PathCollection([path for _, path in outlines.countries], facecolor=LAND, edgecolor=LAND, zorder=0)
    ax.add_collection(land, autolim=False)
    for lines, colour, width, dashes in [
        (outlines.coasts, WATER_LINE, 0.8, "-"),
        (outlines.borders, BORDER, 0.9, (0, (4, 3))),
        (outlines.rivers, WATER_LINE, 1.2, "-"),
    ]:
        ax.add_collection(
            LineCollection(lines, colors=colour, linewidths=width, linestyles=[dashes], zorder=1),
            autolim=False,
        )


def _key_sizes(towns: pd.DataFrame, sizes: pd.Series) -> list[tuple[int, float]]:
    """Return the counts whose dots a legend shows, with their sizes: the largest, and the smallest."""
    both = dict(zip(towns["count"], sizes, strict=True))
    return [(count, both[count]) for count in dict.fromkeys([max(both), min(both)])] if both else []


def _draw_scale(ax: Axes, dots: np.ndarray, keys: Sequence[tuple[int, float]]) -> None:
    """Draw a round number of kilometres and the sizes of dots in the corner farthest from all dots."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    wide, tall = east - west, north - south
    shrink = cos(radians((south + north) / 2))
    km_per_degree = KM_PER_DEGREE * shrink
    km = max(km for km in (10, 20, 50, 100, 200, 500, 1000) if km == 10 or km <= wide * km_per_degree / 5)
    length = km / km_per_degree
    starts = product(
        (south + 0.04 * tall, north - 0.17 * tall),
        (west + 0.02 * wide, east - 0.02 * wide - max(length, 0.16 * wide)),
    )
    shape = np.array([km_per_degree / KM_PER_DEGREE, 1])

    def room(start: tuple[float, float]) -> float:
        middle = np.array([start[1] + length / 2, start[0]])
        return min(np.linalg.norm((dots - middle) * shape, axis=1), default=inf)

    y, x = max(starts, key=room)
    halo = [withStroke(linewidth=3, foreground=LAND)]
    ax.plot([x, x + length], [y, y], color=INK, linewidth=1.5, zorder=4, path_effects=halo)
    ax.annotate(
        arabic(say("{km} km", km=km)),
        (x, y),
        (0, 4),
        textcoords="offset points",
        size=9,
        path_effects=halo,
        zorder=5,
    )
    point = wide / (6.9 * 72)  # degrees of longitude, in a chart of the usual width
    if keys:  # In a frame, the legend's dots are not taken for towns.
        corner, down = (x - 5 * point, y - 5 * point * shrink), 45 * point * shrink
        frame = Rectangle(corner, max(length, 75 * point) + 10 * point, down, zorder=3.5)
        frame.set(facecolor="white", edgecolor=BORDER, linewidth=0.5)
        ax.add_artist(frame)
    for n, (count, size) in enumerate(keys):
        at = (x + (8 + 42 * n) * point, y + 26 * point * shrink)
        ax.scatter(at[0], at[1], s=size, color=BLUE, edgecolor=LAND, zorder=4)
        ax.annotate(
            f"{count}\N{MULTIPLICATION SIGN}",
            at,
            (8, 0),
            textcoords="offset points",
            size=9,
            va="center",
            path_effects=halo,
            zorder=5,
        )


def _in_view(ax: Axes, place: Any) -> bool:
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    return bool(west <= place.longitude <= east and south <= place.latitude <= north)


def _write_labels(ax: Axes, towns: pd.DataFrame, sizes: Iterable[float], areas: dict[str, _Area]) -> None:
    """Write the towns' labels by their dots; then the countries', rivers' and seas' where there is room."""
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


def _areas(ax: Axes, outlines: Outlines, counts: dict[str, int]) -> dict[str, _Area]:
    """Return the areas and waters in view, those that the text names first."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    grid = np.array(list(product(np.linspace(west, east, 42)[2:-2], np.linspace(south, north, 30)[2:-2])))
    around = np.array(list(product([0, -0.04, 0.04], [0, -0.06, 0.06]))) * [east - west, north - south]
    paths = dict(outlines.countries)
    listed = pd.DataFrame(read_rows("places.csv")).astype(dict.fromkeys(SPOT, float))
    listed["count"] = listed["arabic"].map(counts).fillna(0).astype(int)
    listed = listed.sort_values("count", ascending=False, kind="stable")
    areas = {}
    row: Any
    for row in listed.drop_duplicates(["english", "kind"]).itertuples():  # سوريا and سورية are one country
        spot, spots = np.array([[row.longitude, row.latitude]]), grid[:0]
        if row.kind == "country" and row.english in paths:
            spots = _from_the_middle(grid[paths[row.english].contains_points(grid)], paths[row.english], ax)
        elif _in_view(ax, row) and row.kind == "river":
            spots = _along(outlines.rivers, spot)
        elif _in_view(ax, row) and (row.kind == "sea" or (row.kind in AREAS and row.count)):
            spots = spot + around
        if len(spots):
            areas[row.arabic] = _Area(row.kind, row.count, spots)
    return areas


def _from_the_middle(inside: np.ndarray, path: Path, ax: Axes) -> np.ndarray:
    """Return spots within a country, those farthest from its borders and the map's edge first."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    if not len(inside):
        return inside
    edge = np.asarray(path.vertices)[np.asarray(path.codes) != Path.CLOSEPOLY]
    near = edge[np.all((edge > [west, south]) & (edge < [east, north]), axis=1)]
    sides = np.min(
        [inside[:, 0] - west, east - inside[:, 0], inside[:, 1] - south, north - inside[:, 1]], axis=0
    )
    if len(near):
        away = np.linalg.norm(inside[:, None] - near[None, :: max(1, len(near) // 300)], axis=2).min(axis=1)
        sides = np.minimum(sides, away)
    return inside[np.argsort(-sides, kind="stable")]


def _along(rivers: Sequence[np.ndarray], spot: np.ndarray) -> np.ndarray:
    """Return spots along the river that runs by the spot which a list gives for it, nearest first."""
    nearest = min(rivers, key=lambda line: np.linalg.norm(line - spot, axis=1).min())
    away = np.linalg.norm(nearest - spot, axis=1)
    return nearest[np.argsort(away, kind="stable")] if away.min() < NEAR else nearest[:0]


def _place_label(ax: Axes, label: _Label, taken: Sequence[Bbox]) -> Bbox:
    """Write a label where it covers least: by its dot, else on a line to it; return its box."""
    point = figure_of(ax).dpi / 72
    style: dict[str, Any] = text_style() | {"ha": "center", "va": "center", "zorder": 5}
    written = ax.annotate(arabic(label.text), label.spot, (0, 0), textcoords="offset points", **style)
    written.set_path_effects([withStroke(linewidth=3, foreground=LAND)])
    half = np.array([written.get_window_extent().width / 2 + 2 * point, 8 * point])
    start = ax.transData.transform(label.spot)
    choices = [
        (gap, _box(start + np.array(side) * (half + (label.radius + gap) * point), *half))
        for gap, side in product(GAPS, SIDES)
    ]
    gap, best = min(choices, key=lambda choice: _covered(choice[1], taken, ax.bbox))
    offset = (np.array([best.x0 + best.x1, best.y0 + best.y1]) / 2 - start) / point
    written.set_position(tuple(offset))
    if gap > GAPS[0]:
        line = {"arrowstyle": "-", "color": INK, "linewidth": 0.7}
        ax.annotate(
            "", label.spot, tuple(offset * 0.75), textcoords="offset points", arrowprops=line, zorder=1.5
        )
    return best


def _write_where_free(
    ax: Axes, text: str, style: dict[str, Any], spots: np.ndarray, taken: Sequence[Bbox], *, must: bool
) -> Bbox | None:
    """Write a label at the first spot where it covers nothing; if there is none, nowhere, unless it must."""
    if not len(spots):
        return None
    point = figure_of(ax).dpi / 72
    style = text_style() | {"ha": "center", "va": "center", "zorder": 2} | style
    written = ax.annotate(arabic(text), tuple(spots[0]), (0, 0), textcoords="offset points", **style)
    written.set_path_effects([withStroke(linewidth=3, foreground=LAND)])
    half = np.array([written.get_window_extent().width / 2 + 3 * point, 8 * point])
    boxes = [_box(spot, *half) for spot in ax.transData.transform(spots)]
    covered = [_covered(box, taken, ax.bbox) for box in boxes]
    best = int(np.argmin(covered))
    if covered[best] > 0 and not must:
        written.remove()
        return None
    written.xy = tuple(spots[best])
    return boxes[best]


def _box(middle: np.ndarray, half_width: float, half_height: float) -> Bbox:
    x, y = middle
    return Bbox.from_extents(x - half_width, y - half_height, x + half_width, y + half_height)


def _covered(box: Bbox, taken: Sequence[Bbox], page: Bbox) -> float:
    """Return how many square pixels of a box lie on something else or off the page."""
    low, high = np.array(box.min), np.array(box.max)
    others = np.array([[*other.min, *other.max] for other in [page, *taken]])
    sides = np.minimum(high, others[:, 2:]) - np.maximum(low, others[:, :2])
    on_page, *shared = np.prod(np.maximum(sides, 0), axis=1)
    return float(sum(shared) + np.prod(high - low) - on_page)


def _described(places: pd.DataFrame) -> str:
    if places.empty:
        return say("Map without a place that is known.")
    places = places.sort_values(["latitude", "arabic"], ascending=[False, True])
    counts = rounded(places["count"]) if "count" in places else [""] * len(places)
    rows = zip(places["arabic"], *(places[axis] for axis in SPOT), counts, strict=True)
    return say("Map of places, north to south: {places}.", places=say("; ").join(_said(*row) for row in rows))


def _said(name: str, latitude: float, longitude: float, count: str) -> str:
    told = {"name": name, "latitude": f"{latitude:.1f}", "longitude": f"{longitude:.1f}"}
    if count:
        return say("{name} (latitude {latitude}, longitude {longitude}, count {count})", count=count, **told)
    return say("{name} (latitude {latitude}, longitude {longitude})", **told)
