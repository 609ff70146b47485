"""Grading a folder: every outcome told apart, whatever is handed in and however it is named."""

import csv
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from kit.__main__ import main
from kit.classroom.exercises import SOURCES, make_edition
from kit.classroom.sandbox import why_not_isolated

pytestmark = pytest.mark.skipif(why_not_isolated() is not None, reason=str(why_not_isolated()))

SOLVED = nbformat.writes(make_edition(nbformat.read(SOURCES / "01_read.ipynb", 4), solved=True))
STUDENT = (ROOT / "exercises" / "01_read.ipynb").read_text(encoding="utf-8")


def solved(**answers) -> str:
    """A solved notebook in which some answers are other code."""
    notebook = json.loads(SOLVED)
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    return json.dumps(notebook)


def grade(folder: Path, *options: str) -> dict[str, dict]:
    """Grade a folder and return the rows of grades.csv by student."""
    assert main(["grade", str(folder), "--exercise", "01_read", "--seconds", "1", *options]) == 0
    text = (folder.with_name(f"{folder.name}-grades") / "grades.csv").read_text(encoding="utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(text.splitlines())}


def test_right_wrong_and_untouched(tmp_path, capsys):
    folder = tmp_path / "in"
    (folder / "Huda").mkdir(parents=True)
    (folder / "Huda" / "work.ipynb").write_text(solved(q1="in_utf8 = 3\nin_windows_1256 = 3"))
    (folder / "01_read_Layla.ipynb").write_text(SOLVED)
    (folder / "Omar.ipynb").write_text(STUDENT)
    rows = grade(folder)
    assert [rows[name]["points"] for name in ("Huda", "Layla", "Omar")] == ["4", "5", "0"]
    assert rows["Huda"]["q1"] == "known mistake"
    assert rows["Omar"]["q1"] == "not attempted"
    shutil.rmtree(folder)
