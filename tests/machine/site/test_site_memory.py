"""Python's memory, which a browser keeps: how it comes, and who loses it. The tests go on from each other."""

import re

import pytest
import site_in_browser as at
from playwright.sync_api import Error
from screens import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")
LESSON = "notebooks/00_start.ipynb"
IS_FROM_MEMORY = "import sys; 'kit.chart' in sys.modules  # No cell has imported it."
KEPT = "async name => (await (await caches.open(name)).keys()).map(kept => kept.url.split('/').pop())"
MAKING = "localStorage.getItem('kit-making')"
HELD = "async () => (await navigator.locks.query()).held.some(lock => lock.name === 'kit-memory')"
KEEP = """() => new Promise(resolve => {
  navigator.serviceWorker.addEventListener("message", ({ data }) => data === "whole" && resolve());
  navigator.serviceWorker.controller.postMessage("keep"); })"""
# A page beside the lesson's hears that Python starts.
LISTEN = """() => { window.starts = new Promise(resolve => {
  new BroadcastChannel("kit-progress").onmessage = ({ data }) => data === "starting" && resolve(); }); }"""
STARTED = """() => Promise.race([
  window.starts.then(() => true), new Promise(late => setTimeout(late, 30_000, false))])"""
RESTART = f"() => {{ {at.NOTEBOOK}.context.sessionContext.restartKernel(); }}"


@pytest.fixture(scope="module")
def student(playwright, server, tmp_path_factory):
    """The browser of a student who has never been here."""
    profile = tmp_path_factory.mktemp("profile")
    with at.browser(playwright, CHROMIUM, profile, port=server.port) as context:
        context.on("console", lambda message: context.said.append(message.text))
        context.said = []
        yield context
        assert [text for text in context.said if "memory" in text] == []


@pytest.fixture
def watcher(student, address):
    """A page of the site beside the lesson's."""
    page = student.new_page()
    page.goto(f"{address}/licences.txt")
    yield page
    page.close()


@pytest.fixture(scope="module")
def name(site):
    """What the browser's store of Python's memory is called."""
    return re.search('"(python-.*?)"', (site / "python" / "kernel.js").read_text())[1]


def until_python_starts(watcher, act):
    """Do what makes Python start, and do it again where it is not heard: a restart may be one already."""
    watcher.evaluate(LISTEN)
    for _ in range(10):
        act()
        if watcher.evaluate(STARTED):
            return
    raise AssertionError("Python does not start")


def begin(student, address, watcher):
    """Open a lesson and return while Python's memory is being put back."""
    page = student.new_page()
    lesson = f"{address}/notebooks/index.html?path={LESSON}"
    until_python_starts(watcher, lambda: page.goto(lesson, wait_until="commit"))
    return page


def is_from_memory(page):
    """Whether the Python of a page that is opening comes from memory."""
    at.wait(page, at.SHOWN)
    at.wait(page, at.IDLE)
    at.set_cell(page, 3, IS_FROM_MEMORY)
    [said] = at.texts(at.run_cell(page, 3))
    return said == "True"


def test_it_is_made_once_nothing_is_asked(page, address, watcher, name):
    """Who leaves meanwhile stops that, and the next visit makes it; a second tab does not make another."""
    page.clock.install()
    for leaves in (True, False):
        at.open_notebook(page, address, LESSON)
        page.evaluate(KEEP)
        while not watcher.evaluate(MAKING):
            page.clock.fast_forward(31_000)
        at.wait_until(watcher, HELD)
        if leaves:
            page.goto(f"{address}/licences.txt")
            assert watcher.evaluate(MAKING) is None
            at.wait_until(watcher, f"async () => !await ({HELD})()")
        else:
            at.keep_python(watcher)
        assert watcher.evaluate(KEPT, name) == []
    at.wait(watcher, f"!{MAKING}")
    assert watcher.evaluate(KEPT, name) == ["memory.bin"]


def test_two_tabs_at_once(student, address, watcher, name):
    """Both start from the memory."""
    pages = [student.new_page() for _ in range(2)]
    for page in pages:
        page.goto(f"{address}/notebooks/index.html?path={LESSON}", wait_until="commit")
    assert [is_from_memory(page) for page in pages] == [True, True]
    assert watcher.evaluate(KEPT, name) == ["memory.bin"]


def test_leaving_early_is_no_failure(student, address, watcher):
    for leave in (
        lambda page: page.reload(wait_until="commit"),
        lambda page: page.goto(f"{address}/lessons/01_read.html"),
        lambda page: page.close(),
    ):
        leave(page := begin(student, address, watcher))
        page.close()
    page = begin(student, address, watcher)
    assert is_from_memory(page)
    for _ in range(3):
        until_python_starts(watcher, lambda: page.evaluate(RESTART))
    assert is_from_memory(page)
    page.close()


def test_two_tabs_that_died_are_enough(student, address, watcher, name):
    """Then the memory is gone for good, and the lesson still runs."""
    for _ in range(2):
        page = begin(student, address, watcher)
        with pytest.raises(Error, match="crash"):
            page.goto("chrome://crash")
        page.close()
    assert not is_from_memory(begin(student, address, watcher))
    assert watcher.evaluate(KEPT, name) == ["tries"]
    assert [text for text in student.said if "did not come back 2 times" in text]
    student.said.clear()
