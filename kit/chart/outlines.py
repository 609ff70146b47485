"""The land, borders and rivers under a map: Natural Earth's, which is in the public domain.

kit/data/outlines/make.sh says how the two files were made, and whose borders they are.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.path import Path

from kit.data import read_json

__all__ = ["Outlines", "outlines_for"]

REGION = (-27.5, 74.5), (0.5, 47.5)  # What region.json holds: west, east; south, north.


class Outlines(NamedTuple):
    """Lines are rows of longitude and latitude; a country's path has a ring for each of its pieces."""

    countries: list[tuple[str, Path]]
    borders: list[np.ndarray]
    coasts: list[np.ndarray]
    rivers: list[np.ndarray]


def outlines_for(lon: tuple[float, float], lat: tuple[float, float]) -> Outlines:
    """Return the fine outlines if this view lies within their region, else the coarse ones of the world.

    >>> len(outlines_for((38, 44), (33, 37)).rivers) > len(outlines_for((-180, 180), (-80, 80)).rivers)
    True
    """
    within = all(
        low <= view[0] and view[1] <= high for view, (low, high) in zip((lon, lat), REGION, strict=True)
    )
    return _outlines("region" if within else "world")


@cache
def _outlines(name: str) -> Outlines:
    """Read a TopoJSON file: its lines are kept once, as steps, and a country says which of them go round it.

    Source: the TopoJSON format specification, section 2, https://github.com/topojson/topojson-specification.
    """
    topology = read_json(f"outlines/{name}.json")
    scale, translate = (np.array(topology["transform"][part]) for part in ("scale", "translate"))
    lines = [np.cumsum(steps, axis=0) * scale + translate for steps in topology["arcs"]]
    countries, uses = [], Counter[int]()
    for country in topology["objects"]["countries"]["geometries"]:
        rings = list(_rings(country["arcs"]))
        uses.update(index if index >= 0 else ~index for ring in rings for index in ring)
        paths = [Path(_joined(ring, lines), closed=True) for ring in rings]
        countries.append((country["properties"]["name"], Path.make_compound_path(*paths)))
    rivers = [
        _joined(ring, lines)
        for river in topology["objects"]["rivers"]["geometries"]
        for ring in _rings(river.get("arcs", []))
    ]
    return Outlines(
        countries,
        borders=[lines[index] for index, times in uses.items() if times > 1],
        coasts=[lines[index] for index, times in uses.items() if times == 1],
        rivers=rivers,
    )


def _rings(arcs: list[Any]) -> Iterator[list[int]]:
    """Yield each list of line numbers in a geometry, however deep it lies."""
    if arcs and isinstance(arcs[0], int):
        yield arcs
    else:
        for part in arcs:
            yield from _rings(part)


def _joined(ring: list[int], lines: list[np.ndarray]) -> np.ndarray:
    """Put lines end to end; a negative number stands for a line that is walked backwards."""
    walked = [lines[index] if index >= 0 else lines[~index][::-1] for index in ring]
    return np.vstack([walked[0], *(line[1:] for line in walked[1:])])
