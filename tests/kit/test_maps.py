import math

import numpy as np
import pandas as pd
import pytest
from pictures import PLACES, strict_page  # noqa: F401 (a fixture)

from kit.chart import arabic, describe
from kit.chart.maps import map_chart
from kit.chart.outlines import outlines_for
from kit.data import path_of_data
from kit.errors import TextError
from kit.names import find_names, gazetteer

pytestmark = pytest.mark.usefixtures("strict_page")


def test_labels_on_a_map_keep_clear_of_each_other_and_of_the_dots():
    ax = map_chart(PLACES)
    names = {*PLACES["arabic"], "الفرات", "سوريا", "العراق"}
    ax.figure.draw_without_rendering()
    labels = [text for text in ax.texts if text.get_text() in {arabic(name) for name in names}]
    assert len(labels) == len(names)
    boxes = [label.get_window_extent().padded(-3) for label in labels]  # without the room around glyphs
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]
    dots = ax.transData.transform(PLACES[["longitude", "latitude"]])
    assert not [(box, dot) for box in boxes for dot in dots if box.contains(*dot)]


def test_a_map_without_coordinates_is_said_plainly():
    with pytest.raises(TextError, match="no place to draw"):
        map_chart(pd.DataFrame({"arabic": ["العراق"], "latitude": [None], "longitude": [None]}))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"latitude": 91.0}, "دير الزور is not on this map: latitude, longitude 91.0, 40.14"),
        ({"latitude": math.inf}, "is not on this map"),
        ({"longitude": 181.0}, "is not on this map"),
        ({"count": -1}, "a count is missing or negative"),
        ({"count": None}, "a count is missing or negative"),
    ],
)
def test_a_place_that_cannot_be_drawn_is_said_plainly(changed, says):
    with pytest.raises(TextError, match=says):
        map_chart(PLACES.head(1).assign(**changed))


def test_a_map_takes_the_gazetteer_s_own_columns():
    with pytest.raises(TextError, match=r"nobody reads .* labels; 60 are the most"):
        map_chart(gazetteer())
    assert "عمان" in describe(map_chart(gazetteer().query("arabic == 'عمان'")))
    with pytest.raises(TextError, match="places need a column latitude"):
        map_chart(PLACES.rename(columns={"latitude": "lat"}))


def test_places_that_were_never_counted_are_dots_all_the_same():
    assert "count 0" in describe(map_chart(PLACES.assign(count=0)))


def test_a_map_is_described_place_by_place():
    assert describe(map_chart(PLACES.head(2)[["arabic", "latitude", "longitude"]], title="مكانان")) == (
        "Map of places, north to south: دير الزور (latitude 35.3, longitude 40.1); "
        'القائم (latitude 34.4, longitude 41.1). Title: "مكانان". Source: Natural Earth.'
    )


def test_a_river_that_runs_elsewhere_is_not_labelled():
    assert arabic("النيل") not in [text.get_text() for text in map_chart(PLACES).texts]


def test_a_country_and_a_river_are_no_dots_and_what_is_not_on_the_map_is_named_below():
    text = "وصل من مدينة دمشق إلى بلدة بشمزين، وعبر الفرات في سوريا نحو دير الزور"
    ax = map_chart(find_names(text))
    dots = max((group.get_offsets() for group in ax.collections if group.get_zorder() == 3), key=len)
    assert len(dots) == 2
    assert arabic("سوريا (1)") in [label.get_text() for label in ax.texts]
    assert describe(ax).endswith("Not on the map: بشمزين (1). Source: Natural Earth.")
    assert describe(ax).count("بشمزين") == 1, "said once"


def test_a_sea_outside_the_map_is_not_described_as_drawn():
    said = describe(map_chart(find_names("من دير الزور إلى القائم، ثم إلى المحيط الأطلسي")))
    drawn, _, below = said.partition("Not on the map")
    assert "المحيط الأطلسي (1)" in below
    assert "المحيط الأطلسي" not in drawn


def test_a_text_with_one_place_gives_no_tall_blank():
    ax = map_chart(PLACES.head(1))
    width, height = ax.figure.get_size_inches()
    assert height < 0.8 * width


@pytest.mark.parametrize(("name", "least"), [("region", 60), ("world", 170)])
def test_outlines_are_read_and_their_countries_are_known(name, least):
    view = ((38, 44), (33, 37)) if name == "region" else ((-180, 180), (-80, 80))
    outlines = outlines_for(*view)
    known = set(gazetteer()["english"])
    assert len([country for country, _ in outlines.countries if country in known]) >= least
    assert all(np.isfinite(line).all() for line in outlines.borders + outlines.coasts + outlines.rivers)
    assert path_of_data(f"outlines/{name}.json").stat().st_size < 160_000


def test_distances_have_their_shape():
    ax = map_chart(PLACES)
    ax.figure.draw_without_rendering()
    (x0, y0), (x1, _), (_, y1) = ax.transData.transform([(41, 35), (42, 35), (41, 36)])
    assert (x1 - x0) / (y1 - y0) == pytest.approx(0.819, abs=0.01)  # cos 35°


@pytest.mark.parametrize("corner", [(30, 40), (30, 44), (33, 40), (33, 44)])
def test_the_scale_stands_in_a_corner_that_is_free(corner):
    spots = [spot for spot in [(30, 40), (30, 44), (33, 40), (33, 44)] if spot != corner]
    places = pd.DataFrame(spots, columns=["latitude", "longitude"]).assign(arabic=["ا", "ب", "ج"])
    ax = map_chart(places)
    (x, _), (y, _) = ax.lines[-1].get_data()
    assert (x > 42) == (corner[1] > 42)
    assert (y > 31.5) == (corner[0] > 31.5)
