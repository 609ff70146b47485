"""Lesson 06: charts an Arabic reader is content with, and a text alternative for each.

`bars`, `ranges`, `clouds`, `strips`, `growth` and `maps` draw, `captions` writes what stands around a chart,
`style` is the one place that knows how matplotlib draws Arabic, and `shapes` shows what it has to do.
"""

from kit.chart.bars import bar_chart
from kit.chart.captions import caption, describe
from kit.chart.clouds import luck_chart
from kit.chart.growth import growth_chart
from kit.chart.maps import map_chart
from kit.chart.ranges import range_chart
from kit.chart.shapes import letter_order, letter_shapes
from kit.chart.strips import dispersion_chart
from kit.chart.style import arabic, house_style

__all__ = [
    "arabic",
    "bar_chart",
    "caption",
    "describe",
    "dispersion_chart",
    "growth_chart",
    "house_style",
    "letter_order",
    "letter_shapes",
    "luck_chart",
    "map_chart",
    "range_chart",
]
