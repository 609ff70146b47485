"""The course in a browser tab: built here, opened in a real Chromium that can reach no other address."""

import os
import time

import pytest
import site_in_browser as at
from screens import CHROMIUM

import start
from kit.classroom.site.build import build_site
from kit.errors import TextError


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, built once for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "site"
    with (shared / "site.lock").open("a") as lock:
        while not start.locked(lock):
            time.sleep(0.5)
        if not folder.exists():
            try:
                build_site(shared / "site-in-work")
            except TextError as error:
                pytest.skip(str(error))
            (shared / "site-in-work").rename(folder)
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
def student(playwright, address, tmp_path_factory):
    """The browser of a student who has been here before."""
    with at.browser(playwright, CHROMIUM, tmp_path_factory.mktemp("profile")) as context:
        said = []
        context.on("console", lambda message: said.append(message.text))
        page = context.new_page()
        at.open_notebook(page, address, "notebooks/00_start.ipynb")
        at.keep_python(page)
        page.close()
        yield context
        assert [text for text in said if "memory" in text] == []
        assert context.asked == []


@pytest.fixture
def page(student):
    page = student.new_page()
    yield page
    page.close()
