"""An exercise in another language is the same exercise: the same marks, and feedback in its language."""

import csv
import json
import re

import nbformat
import pytest
from classes import SOLVED, changed
from isolated import isolated

from kit.__main__ import main
from kit.check.solved import key_names, read_key
from kit.check.verdicts import judge
from kit.classroom.exercises.editions import make_edition
from kit.classroom.grading.notebook import lesson_of, read_notebook
from kit.classroom.grading.questions import edition
from kit.classroom.repository import ROOT, SOURCES
from kit.classroom.translations.sources import source_in
from kit.language import speaking


def arabic_twin(notebook: dict) -> dict:
    """The Arabic edition with the code of an English notebook, where that is a student's."""
    with speaking("ar"):
        twin = edition("01_read")
    given = {cell["id"]: cell for cell in edition("01_read")["cells"]}
    student = {cell["id"]: cell["source"] for cell in notebook["cells"]}
    for cell in twin["cells"]:
        if cell["cell_type"] == "code" and student[cell["id"]] != "".join(given[cell["id"]]["source"]):
            cell["source"] = student[cell["id"]]
    return twin


def test_every_exercise_has_the_same_cells_points_and_version():
    for name in key_names():
        english = edition(name)
        with speaking("ar"):
            arabic = edition(name)
        assert arabic["metadata"]["kit"] == english["metadata"]["kit"] | {"language": "ar"}
        cells = [(cell["id"], cell["cell_type"], cell["metadata"]) for cell in english["cells"]]
        assert [(cell["id"], cell["cell_type"], cell["metadata"]) for cell in arabic["cells"]] == cells


def test_a_source_for_nbgrader_has_the_same_solutions_and_gives_our_edition():
    for name in key_names():
        english = nbformat.read(SOURCES / f"{name}.ipynb", as_version=4)
        arabic = source_in(SOURCES / f"{name}.ipynb", "ar")
        for cell, other in zip(english.cells, arabic.cells, strict=True):
            if cell.cell_type == "code":
                solution = cell.source.partition("### BEGIN SOLUTION")[2]
                assert other.source.partition("### BEGIN SOLUTION")[2].strip() == solution.strip()
        with speaking("ar"):
            cells = edition(name)["cells"]
        ours = ["".join(cell["source"]) for cell in cells]
        assert [cell.source for cell in make_edition(arabic).cells] == ours


def test_nbgraders_course_folder_says_its_language(tmp_path, capsys):
    assert main(["exercises", "01_read", "--nbgrader", str(tmp_path), "--lang", "ar"]) == 0
    made = tmp_path / "source" / "01_read_ar"
    assert (made / "language.txt").read_text(encoding="utf-8").strip() == "ar"
    assert nbformat.read(made / "01_read_exercise.ipynb", as_version=4).metadata.kit.language == "ar"
    assert main(["exercises", "01_read", "--nbgrader", str(tmp_path), "--lang", "xx"]) == 2


def test_a_language_without_nbgrader_is_refused(capsys):
    assert main(["exercises", "01_read", "--lang", "ar"]) == 2
    assert "goes with --nbgrader" in capsys.readouterr().err


@pytest.mark.parametrize("name", key_names())
def test_a_known_mistake_is_known_in_arabic_and_told_in_arabic(name):
    english = read_key(name)["questions"]
    with speaking("ar"):
        for question, key in read_key(name)["questions"].items():
            for mistake, theirs in zip(key["mistakes"], english[question]["mistakes"], strict=True):
                kinds = key["kinds"] | mistake.get("kinds", {})
                seen = {"missing": [], "blank": [], "results": mistake["gave"], "kinds": kinds}
                code = " ".join(mistake.get("uses", []))
                verdict = judge(key, seen, code=code)
                assert verdict.outcome == "almost"
                assert verdict.sentence in {each["says"] for each in key["mistakes"]}
                assert verdict.sentence != theirs["says"]


def test_a_lesson_in_arabic_is_known_as_that_lesson():
    lesson = (ROOT / "ar" / "notebooks" / "01_read.ipynb").read_bytes()
    assert lesson_of(read_notebook(lesson)) == "01_read"


@pytest.mark.parametrize("metadata", [{"kit": {"language": "ar"}}, {}, {"kit": 3}])
def test_language_is_what_the_notebook_or_its_first_cell_says(metadata):
    twin = arabic_twin(SOLVED)
    assert read_notebook(json.dumps(twin | {"metadata": metadata}).encode()).language == "ar"
    assert read_notebook(json.dumps(SOLVED).encode()).language == "en"
    assert (
        read_notebook(json.dumps(SOLVED | {"metadata": {"kit": {"language": "xx"}}}).encode()).language
        == "en"
    )


@isolated
def test_an_arabic_answer_gets_the_marks_of_its_english_twin(tmp_path, capsys):
    """Right, a known mistake, not attempted and wrong."""
    stub = next("".join(cell["source"]) for cell in edition("01_read")["cells"] if cell["id"] == "q2")
    answers = {"q1": "utf8, windows = 24, 24", "q2": stub, "q3": "def repair(garbled):\n    return 'x'"}
    folder = tmp_path / "in"
    folder.mkdir()
    english = changed(**answers)
    (folder / "Layla.ipynb").write_text(json.dumps(english), encoding="utf-8")
    (folder / "Huda.ipynb").write_text(json.dumps(arabic_twin(english)), encoding="utf-8")
    assert main(["grade", str(folder)]) == 0, capsys.readouterr().out
    out = tmp_path / "in-grades"
    table = (out / "grades.csv").read_text(encoding="utf-8-sig")
    rows = {row.pop("student"): row for row in csv.DictReader(table.splitlines())}
    for row in rows.values():
        del row["file"]
    assert rows["Layla"] == rows["Huda"]
    assert rows["Layla"]["q2"] == "not attempted"
    assert {"right", "not attempted", "wrong"} <= set(rows["Layla"].values())
    pages = {name: next((out / "feedback").glob(f"{name}-*.html")).read_text("utf-8") for name in rows}
    assert re.search(r'<html lang="ar" dir="rtl">', pages["Huda"])
    assert re.search(r'<html lang="en" dir="ltr">', pages["Layla"])
    with speaking("ar"):
        hint = read_key("01_read")["questions"]["q3"]["hint"]
    assert hint.split("`")[0][:20] in pages["Huda"]
