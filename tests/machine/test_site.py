"""The course in a browser tab: built here, opened in a real Chromium that can reach no other address."""

import pytest
import site_in_browser as at
from test_browser import CHROMIUM, PICTURES, WRONG_WAY

from kit.classroom.repository import EDITIONS, LESSONS
from kit.classroom.site.build import build_site
from kit.errors import TextError

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")
NAMES = [path.name for path in sorted(LESSONS.glob("*.ipynb"))]
EXERCISES = [path.name for path in sorted(EDITIONS.glob("*.ipynb"))]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "course"
    try:
        build_site(folder)
    except TextError as error:
        pytest.skip(str(error))
    return folder


@pytest.fixture(scope="module")
def address(site):
    server = at.Server(site)
    yield server.address
    server.stop()


@pytest.fixture(scope="module")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def student(playwright, tmp_path_factory):
    """One student's browser."""
    with at.browser(playwright, CHROMIUM, tmp_path_factory.mktemp("profile")) as context:
        yield context
        assert context.asked == []


@pytest.fixture
def page(student):
    page = student.new_page()
    yield page
    page.close()


def picture(page, name: str, **options):
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"site-{name}.png", **options)


def errors(notebook: dict) -> list[str]:
    return [
        output["evalue"]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "raises-exception" not in cell["metadata"].get("tags", [])
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]


def test_a_stranger_sees_a_chart(page, address):
    page.goto(address)
    picture(page, "front", full_page=True)
    page.get_by_role("link", name="Open lesson 0 and run it").click()
    page.wait_for_function(at.SHOWN)
    picture(page, "opening")
    notebook = at.run_all(page) if page.wait_for_function(f"() => {at.STATUS} === 'idle'") else {}
    assert errors(notebook) == []
    page.locator(".jp-RenderedImage img").first.scroll_into_view_if_needed()
    picture(page, "chart")
    assert page.locator(".jp-RenderedImage img").count() == 2


@pytest.mark.parametrize("name", NAMES)
def test_lesson_gives_what_is_saved(page, address, name):
    at.open_notebook(page, address, f"notebooks/{name}")
    found, saved = at.run_all(page), at.read(LESSONS / name)
    picture(page, name.removesuffix(".ipynb"))
    assert errors(found) == []
    assert page.evaluate(WRONG_WAY) == []
    for mine, theirs in zip(found["cells"], saved["cells"], strict=True):
        if mine["cell_type"] == "code" and "nbval-ignore-output" not in mine["metadata"].get("tags", []):
            assert at.texts(mine["outputs"]) == at.texts(theirs["outputs"]), mine["source"]
