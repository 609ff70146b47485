import pandas as pd
import pytest
from pictures import EUPHRATES, PLACES, strict_page  # noqa: F401 (a fixture)

from kit.chart import arabic, describe
from kit.maps import map_chart
from kit.read import TextError

pytestmark = pytest.mark.usefixtures("strict_page")


def test_labels_on_a_map_keep_clear_of_each_other_and_of_the_dots():
    ax = map_chart(PLACES, rivers={"الفرات": EUPHRATES})
    names = {*PLACES["name"], "الفرات"}
    ax.figure.draw_without_rendering()
    labels = [text for text in ax.texts if text.get_text() in {arabic(name) for name in names}]
    assert len(labels) == len(names)
    boxes = [label.get_window_extent().padded(-3) for label in labels]  # glyphs, not the air around them
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]
    dots = ax.transData.transform(PLACES[["lon", "lat"]])
    assert not [(box, dot) for box in boxes for dot in dots if box.contains(*dot)]


def test_a_map_without_coordinates_is_said_plainly():
    with pytest.raises(TextError, match="no place to draw"):
        map_chart(pd.DataFrame({"name": ["العراق"], "lat": [None], "lon": [None]}))


def test_a_map_is_described_place_by_place():
    assert describe(map_chart(PLACES.head(2)[["name", "lat", "lon"]], title="مكانان")) == (
        "Map of places, north to south: دير الزور (latitude 35.3, longitude 40.1); "
        'القائم (latitude 34.4, longitude 41.1). Title: "مكانان".'
    )


def test_a_river_that_runs_elsewhere_is_not_labelled():
    ax = map_chart(PLACES, rivers={"النيل": [(30.0, 31.2), (24.1, 32.9)]})
    assert arabic("النيل") not in [text.get_text() for text in ax.texts]


def test_distances_have_their_shape():
    ax = map_chart(PLACES)
    ax.figure.draw_without_rendering()
    (x0, y0), (x1, _), (_, y1) = ax.transData.transform([(41, 35), (42, 35), (41, 36)])
    assert (x1 - x0) / (y1 - y0) == pytest.approx(0.819, abs=0.01)  # cos 35°
