"""What holds for every test: how long an example may take, and what a skip means."""

import gc
import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# The longest files come first, so that no core waits for one at the end; start.py keeps this order.
# The next two need no site, which the first one builds meanwhile.
LONGEST = ["site_lessons", "wasm", "start", "site_exercises", "site", "site_memory", "hub", "browser"]
LONGEST += ["school", "spark", "instructors", "mutants", "site_firefox", "types", "slips", "exercises"]
LONGEST += ["arguments", "own_text", "literals", "environment", "matplotlib310", "texts", "lessons"]
LONGEST += ["sandbox", "colab", "installed", "right_to_left", "submissions", "corpus", "corpus_files"]

os.environ.pop("KIT_LANG", None)  # Tests compare what kit says in English, whoever runs them.
settings.register_profile("course", deadline=None)  # a busy machine is no failure
settings.load_profile("course")


def _no_skip(report):
    """Turn a skip into a failure where KIT_NO_SKIP is set: there, all that tests need is installed."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("KIT_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but KIT_NO_SKIP is set: {report.longrepr[-1]}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Spare the garbage collector what is there before the first test: all of it stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture
def tmp_path(request, tmp_path_factory):
    """Make an empty folder, removed with pytest's own: those look at thousands of others first."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return Path(tempfile.mkdtemp(prefix=name, dir=tmp_path_factory.getbasetemp()))


@pytest.fixture(autouse=True)
def _leave_no_trace():
    """Fail a test that leaves the process in another folder or environment: the next test would meet it."""
    folder, environment = Path.cwd(), dict(os.environ)
    yield
    left = {name for name, _ in environment.items() ^ os.environ.items()} - {"PYTEST_CURRENT_TEST"}
    for name in left:
        os.environ.pop(name, None)
    os.environ.update({name: environment[name] for name in left & set(environment)})
    assert left == set()
    assert Path.cwd() == folder


def pytest_collection_modifyitems(items):
    """Put the longest files first."""
    rank = {f"test_{name}": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Look at each test's outcome."""
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Look at each test file's outcome: a file can be skipped as a whole."""
    return _no_skip((yield))
