"""Where on a map the name of a country, a province, a river or a sea may stand."""

from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from kit.chart.outlines import Outlines
from kit.data import read_rows

__all__ = ["Area", "areas_in_view", "listed_places"]

AREAS = ("country", "governorate", "region", "continent")  # A dot would say that they are a town.
WATERS = ("river", "sea")
SPOT = ["latitude", "longitude"]
NEAR = 0.13  # A river is at most this many degrees from the spot that a list gives for it.


class Area(NamedTuple):
    """An area or a water, how often the text names it, and the spots for its name, the best spot first."""

    kind: str
    times: int
    spots: np.ndarray


def listed_places() -> pd.DataFrame:
    """Return the places that the course knows, with their coordinates as numbers.

    >>> listed_places().columns[:3].tolist()
    ['arabic', 'english', 'kind']
    """
    return pd.DataFrame(read_rows("places.csv")).astype(dict.fromkeys(SPOT, float))


def areas_in_view(ax: Axes, outlines: Outlines, counts: dict[str, int]) -> dict[str, Area]:
    """Return the areas and waters that a map shows, by their Arabic names, those that the text names first.

    counts: how often the text names each.

    >>> import matplotlib.pyplot as plt
    >>> from kit.chart.outlines import outlines_for
    >>> _, ax = plt.subplots()
    >>> _ = ax.set(xlim=(38, 44), ylim=(33, 37))
    >>> list(areas_in_view(ax, outlines_for(ax.get_xlim(), ax.get_ylim()), {"الفرات": 3}))
    ['الفرات', 'الأردن', 'العراق', 'سوريا', 'تركيا', 'دجلة']
    >>> plt.close(ax.figure)
    """
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    grid = np.array(list(product(np.linspace(west, east, 42)[2:-2], np.linspace(south, north, 30)[2:-2])))
    around = np.array(list(product([0, -0.04, 0.04], [0, -0.06, 0.06]))) * [east - west, north - south]
    paths = dict(outlines.countries)
    listed = listed_places()
    listed["count"] = listed["arabic"].map(counts).fillna(0).astype(int)
    listed = listed.sort_values("count", ascending=False, kind="stable")
    listed = listed.drop_duplicates(["english", "kind"])  # سوريا and سورية are one country.
    in_view = listed["longitude"].between(west, east) & listed["latitude"].between(south, north)
    areas = {}
    row: Any
    for row in listed.assign(in_view=in_view)[in_view | (listed["kind"] == "country")].itertuples():
        spot, spots = np.array([[row.longitude, row.latitude]]), grid[:0]
        if row.kind == "country" and row.english in paths:
            spots = _from_the_middle(grid[paths[row.english].contains_points(grid)], paths[row.english], ax)
        elif row.in_view and row.kind == "river":
            spots = _along(outlines.rivers, spot)
        elif row.in_view and (row.kind == "sea" or (row.kind in AREAS and row.count)):
            spots = spot + around
        if len(spots):
            areas[row.arabic] = Area(row.kind, row.count, spots)
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
    if not rivers:
        return np.empty((0, 2))
    nearest = min(rivers, key=lambda line: np.linalg.norm(line - spot, axis=1).min())
    away = np.linalg.norm(nearest - spot, axis=1)
    return nearest[np.argsort(away, kind="stable")] if away.min() < NEAR else nearest[:0]
