"""Where the repository is, what students get of it, and the cases of tests/cases."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def cases(name: str):
    """Return the rows of tests/cases/<name>.json as pytest parameters, each with its label as id.

    A row with "xfail" is a known failure, for the reason it gives; a test of it that passes is a failure too.
    """

    def known_failure(row):
        return [pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else []

    rows = json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["label"], marks=known_failure(row)) for row in rows]


def handed_out() -> set[str]:
    """Return the files of each edition that a student gets, as paths from the repository."""
    kinds = ["notebooks/*.ipynb", "notebooks/*.md", "exercises/*.ipynb"]
    places = [ROOT / folder for folder in ("", "ar")]
    return {
        path.relative_to(ROOT).as_posix() for place in places for kind in kinds for path in place.glob(kind)
    }
