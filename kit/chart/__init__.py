"""Lesson 06: charts an Arabic reader is content with, and a text alternative for each.

`bars`, `ranges`, `strips`, `growth` and `maps` draw, `captions` writes what stands around a chart, and
`style` is the one place that knows how matplotlib draws Arabic.
"""

from kit.chart.bars import bar_chart
from kit.chart.captions import caption, describe
from kit.chart.growth import growth_chart
from kit.chart.maps import map_chart
from kit.chart.ranges import range_chart
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
    "map_chart",
    "range_chart",
]
