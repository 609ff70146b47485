"""Helpers that several test files share."""

import json
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

settings.register_profile("course", deadline=None)  # a busy machine is no failure
settings.load_profile("course")


def cases(name: str):
    """The rows of tests/cases/<name>.json as pytest parameters, each with its label as id."""
    rows = json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["label"]) for row in rows]
