"""Helpers that several test files share."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

settings.register_profile("course", deadline=None)  # a busy machine is no failure
settings.load_profile("course")


def cases(name: str):
    """The rows of tests/cases/<name>.json as pytest parameters, each with its label as id.

    A row with "xfail" is a known failure, for the reason it gives; a test of it that passes is a failure too.
    """

    def known_failure(row):
        return [pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else []

    rows = json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["label"], marks=known_failure(row)) for row in rows]


def _no_skip(report):
    """Turn a skip into a failure where KIT_NO_SKIP is set: there, all that tests need is installed."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("KIT_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but KIT_NO_SKIP is set: {report.longrepr[-1]}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Look at each test's outcome."""
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Look at each test file's outcome: a file can be skipped as a whole."""
    return _no_skip((yield))
