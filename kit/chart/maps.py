"""A map of places: towns as dots, countries and rivers by name, on outlines that ship with the course."""

from collections.abc import Sequence
from itertools import product
from math import cos, inf, radians
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import Rectangle

from kit.chart.areas import AREAS, SPOT, WATERS, areas_in_view, listed_places
from kit.chart.captions import caption, write_beside
from kit.chart.labels import HALO, LAND, write_labels
from kit.chart.outlines import Outlines, outlines_for
from kit.chart.style import BLUE, INK, arabic, axes_in_style
from kit.errors import TextError, kind_of
from kit.language import say
from kit.show import rounded

__all__ = ["map_chart"]

SEA, WATER_LINE, BORDER = "#D9E6EF", "#7FA3BE", "#9A9488"
KM_PER_DEGREE = 111.2  # A degree of latitude on a sphere of radius 6371 km.
EMPTY = {"latitude": (15.0, 38.0), "longitude": (-15.0, 58.0)}  # A map without places shows this.
MOST_NAMES = 40  # Of a text with more places, the commonest are drawn.
NAMED_BELOW = 6
SMALLEST = 1.6  # Every map reaches at least this many degrees of latitude from its middle to its edge.
MADE_WITH = "Natural Earth"


def map_chart(
    places: pd.DataFrame, *, title: str | None = None, source: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw places on a map, north up: land and sea, borders (dashed) and rivers, and labels that keep clear.

    places: what `kit.names.find_names` returns, of which the places that the course knows are drawn with
    their counts; or a table like `gazetteer("places")`, with columns `arabic` (the name), `latitude` and
    `longitude` (degrees, north and east positive) and, if dots should grow with it, `count`.
    A town is a dot. A country, a province, a river or a sea is no point: its name is written where it lies,
    with its count in brackets. What has no place on the map is named below it, six names at most.

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
    rows = places
    counted = "count" in places
    places = (places if counted else places.assign(count=1)).sort_values(
        ["count", "arabic"], ascending=[False, True]
    )
    is_wide = places["kind"].isin([*AREAS, *WATERS])
    towns, wide = places[~is_wide], places[is_wide]
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
        areas = areas_in_view(axes, outlines, counts)
        left_out += [(name, count) for name, count in counts.items() if count and name not in areas]
        unseen = {name for name, _ in left_out}
        described = _described(rows[~rows["arabic"].isin(unseen)])
        source = "\n".join(filter(None, [source, MADE_WITH]))
        height = 6.9 * shape if ax is None else None
        below = _not_on_the_map(left_out)
        caption(axes, title=title, source=source, description=described, height=height, left_out=below)
        write_labels(axes, towns, sizes, areas)
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
    known = listed_places()[["arabic", "kind", *SPOT]].set_index("arabic")
    known = known.join(counts, how="inner").sort_values("count", ascending=False, kind="stable")
    drawn = known.head(MOST_NAMES)
    others = [(str(name), int(count)) for name, count in counts.items() if name not in drawn.index]
    return drawn.rename_axis("arabic").reset_index(), sorted(others, key=lambda row: (-row[1], row[0]))


def _drawable(places: pd.DataFrame, *, may_be_none: bool) -> pd.DataFrame:
    """Return the places that can be drawn: those with a latitude and a longitude."""
    if missing := [column for column in ("arabic", *SPOT) if column not in places]:
        said = say("map_chart: places need a column {column}, as gazetteer() has it.", column=missing[0])
        raise TextError(said)
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


def _set_limits(ax: Axes, places: pd.DataFrame) -> float:
    """Show all places with room around them, true to scale, never tall; return the map's height by width."""
    ends = [(places[axis].min(), places[axis].max()) if len(places) else EMPTY[axis] for axis in SPOT]
    lat, lon = ((low + high) / 2 for low, high in ends)
    shrink = cos(radians(lat))  # A degree of longitude is shorter by this factor than a degree of latitude.
    tall, wide = ((high - low) / 2 for low, high in ends)
    tall = max(1.25 * tall, SMALLEST, 0.5 * 1.25 * wide * shrink)
    wide = max(1.25 * wide, 1.7 * tall / shrink)
    ax.set(xlim=(lon - wide, lon + wide), ylim=(lat - tall, lat + tall), aspect=1 / shrink)
    ax.set(xticks=[], yticks=[], facecolor=SEA)
    ax.spines[:].set_visible(False)
    return tall / wide / shrink


def _draw_outlines(ax: Axes, outlines: Outlines) -> None:
    land = PathCollection([path for _, path in outlines.countries], facecolor=LAND, edgecolor=LAND, zorder=0)
    ax.add_collection(land, autolim=False)
    for lines, colour, width, dashes in [
        (outlines.coasts, WATER_LINE, 0.8, "-"),
        (outlines.borders, BORDER, 0.9, (0, (4, 3))),
        (outlines.rivers, WATER_LINE, 1.2, "-"),
    ]:
        drawn = LineCollection(lines, colors=colour, linewidths=width, linestyles=[dashes], zorder=1)
        ax.add_collection(drawn, autolim=False)


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

    def room(start: tuple[float, float]) -> float:
        middle = np.array([start[1] + length / 2, start[0]])
        return min(np.linalg.norm((dots - middle) * [shrink, 1], axis=1), default=inf)

    y, x = max(starts, key=room)
    ax.plot([x, x + length], [y, y], color=INK, linewidth=1.5, zorder=4, path_effects=HALO)
    write_beside(ax, arabic(say("{km} km", km=km)), (x, y), (0, 4), size=9, path_effects=HALO, zorder=5)
    if keys:
        point = wide / (6.9 * 72)  # degrees of longitude, in a chart of the usual width
        _draw_keys(ax, keys, (x, y), np.array([point, point * shrink]), least=length)


def _draw_keys(
    ax: Axes,
    keys: Sequence[tuple[int, float]],
    start: tuple[float, float],
    point: np.ndarray,
    *,
    least: float,
) -> None:
    """Draw the dots of some counts in a frame, so that they are not taken for towns.

    start: where the scale begins. point: a typographic point in degrees, along and across. least: how wide
    the scale is, in degrees.
    """
    corner, (across, down) = start - 5 * point, point
    frame = Rectangle(tuple(corner), max(least, 75 * across) + 10 * across, 45 * down, zorder=3.5)
    frame.set(facecolor="white", edgecolor=BORDER, linewidth=0.5)
    ax.add_artist(frame)
    for n, (count, size) in enumerate(keys):
        at = start + np.array([8 + 42 * n, 26]) * point
        ax.scatter(at[0], at[1], s=size, color=BLUE, edgecolor=LAND, zorder=4)
        text = f"{count}\N{MULTIPLICATION SIGN}"
        write_beside(ax, text, tuple(at), (8, 0), size=9, va="center", path_effects=HALO, zorder=5)


def _not_on_the_map(places: list[tuple[str, int]]) -> str | None:
    if not places:
        return None
    names = [f"{name} ({count})" for name, count in places[:NAMED_BELOW]]
    more = ["…"] if len(places) > NAMED_BELOW else []
    return say("Not on the map: {places}", places="، ".join(names + more))


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
