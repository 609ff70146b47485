"""The course in a browser tab: built here, opened in a real Chromium that can reach no other address."""

import os
import shutil
import time

import pytest
import site_in_browser as at
from screens import CHROMIUM

import start
from kit.classroom.site.build import build_site
from kit.errors import TextError


def made_once(tmp_path_factory, name, make):
    """Return a folder that the first process of a test run makes for all of them."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / name
    with (shared / f"{name}.lock").open("a") as lock:
        while not start.locked(lock):
            time.sleep(0.5)
        if not folder.exists():
            make(shared / f"{name}-in-work")
            (shared / f"{name}-in-work").rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    try:
        return made_once(tmp_path_factory, "site", build_site)
    except TextError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def server(site):
    server = at.Server(site)
    yield server
    server.stop()


@pytest.fixture
def address():
    """The site's address in the student's browser."""
    return at.HOME


@pytest.fixture(scope="module")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def been_here(playwright, server, tmp_path_factory):
    """Make profiles of a browser that has been here before, and keeps Python's memory."""

    def visit(profile):
        with at.browser(playwright, CHROMIUM, profile, port=server.port) as context:
            page = context.new_page()
            at.open_notebook(page, at.HOME, "notebooks/00_start.ipynb")
            at.keep_python(page)

    visited = made_once(tmp_path_factory, "visited", visit)
    return lambda: shutil.copytree(visited, tmp_path_factory.mktemp("profile"), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def student(playwright, server, been_here):
    """The browser of a student who has been here before."""
    profile = been_here()
    with at.browser(playwright, CHROMIUM, profile, port=server.port) as context:
        said = []
        context.on("console", lambda message: said.append(message.text))
        yield context
        assert [text for text in said if "memory" in text] == []
        assert context.asked == []


@pytest.fixture
def page(student):
    page = student.new_page()
    yield page
    page.close()
