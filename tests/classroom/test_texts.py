"""The exercises for another text: python -m kit exercises --text."""

import ast
import csv
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from cases import ROOT

from kit.__main__ import main
from kit.classroom.exercises.sources import fill
from kit.classroom.exercises.texts import _edition
from kit.classroom.repository import SOURCES, edition_name

pytestmark = pytest.mark.machine  # Sets of exercises are made and proved, which takes a minute.
SHORT = "زرع الفلاح القمح في الخريف. وفي الربيع سقط المطر على الحقل، ثم حصد الفلاح القمح في الصيف."


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    """The second text's exercises, and what was said while they were made."""
    folder = tmp_path_factory.mktemp("handout")
    command = [sys.executable, "-m", "kit", "exercises", "--text", "seeds/second.txt", "--into", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return folder, done.stdout


def test_every_exercise_has_questions_on_the_second_text(handout):
    folder, said = handout
    asked = {}
    for source in SOURCES.glob("*.ipynb"):
        edition = nbformat.read(folder / "exercises" / edition_name(source.stem), 4)
        key = json.loads((folder / "kit/data/exercises" / f"{source.stem}.json").read_text(encoding="utf-8"))
        asked[source.stem] = list(key["questions"])
        answers = [cell.id for cell in edition.cells if cell.id in key["questions"]]
        assert answers == asked[source.stem]  # whatever is checked can be answered, and the other way round
        assert edition.metadata["kit"] == {"exercise": source.stem, "version": key["version"]}
        setup = next(cell.source for cell in edition.cells if cell.cell_type == "code")
        assert "article()" not in setup.replace("second_article()", "")
        for cell in edition.cells:
            question = cell.id.partition("-")[0]
            assert not re.fullmatch(r"q\d+", question) or question in answers
    left_out = [line for line in said.splitlines() if line.startswith("Left out: ")]
    assert sum(map(len, asked.values())) >= 2 * len(left_out)
    assert "Left out: 05_context q4: its task speaks of words that this text does not have" in left_out


def test_the_arabic_edition_asks_the_same(handout):
    folder, _ = handout
    for path in (folder / "exercises").iterdir():
        english, arabic = (nbformat.read(one, 4) for one in (path, folder / "ar/exercises" / path.name))
        assert [cell.id for cell in arabic.cells] == [cell.id for cell in english.cells]
        assert arabic.metadata["kit"] == english.metadata["kit"] | {"language": "ar"}
        for cell, other in zip(arabic.cells, english.cells, strict=True):
            if cell.cell_type == "code":
                names, others = (
                    [node.id for node in ast.walk(ast.parse(one.source)) if isinstance(node, ast.Name)]
                    for one in (cell, other)
                )
                assert names == others, path.name
        first = arabic.cells[0].source
        assert "`second.txt`" in first
        assert first.endswith("</div>")


def test_a_class_is_marked_on_the_second_text(handout, tmp_path):
    folder, _ = handout
    course = tmp_path / "course"
    for name in ("kit", "seeds", "exercises", "ar"):
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(folder, course, dirs_exist_ok=True)
    name = "04_count"
    key = json.loads((course / "kit/data/exercises" / f"{name}.json").read_text(encoding="utf-8"))
    (tmp_path / "in").mkdir()
    for student, place in (("Layla", "exercises"), ("Omar", "ar/exercises")):
        edition = nbformat.read(course / place / edition_name(name), 4)
        (tmp_path / "in" / f"{student} Untouched.ipynb").write_text(
            nbformat.writes(edition), encoding="utf-8"
        )
        for cell in edition.cells:
            if cell.id in key["questions"]:
                cell.source = fill(cell.source, key["questions"][cell.id]["solution"])
        (tmp_path / "in" / f"{student}.ipynb").write_text(nbformat.writes(edition), encoding="utf-8")
    command = [sys.executable, "-m", "kit", "grade", str(tmp_path / "in"), "--unsafe", "--seconds", "20"]
    environment = os.environ | {"PYTHONPATH": str(course)}
    subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True)
    text = (tmp_path / "in-grades" / "grades.csv").read_text(encoding="utf-8-sig")
    of = len(key["questions"])
    points = {row["student"]: (row["points"], row["q1"]) for row in csv.DictReader(text.splitlines())}
    assert points == {
        **dict.fromkeys(["Layla", "Omar"], (str(of), "right")),
        **dict.fromkeys(["Layla Untouched", "Omar Untouched"], ("0", "not attempted")),
    }


def test_what_stands_below_a_first_cells_direction_stays():
    notebook = nbformat.read(SOURCES / "04_count.ipynb", 4)
    notebook.cells[0].source = '<div dir="rtl" lang="ar">\n\nعدّ\n\n</div>\n\nBelow.'
    first = _edition(notebook, "my.txt", ["q1"], set()).cells[0].source
    above, below = first.split("</div>")
    assert "my.txt" in above
    assert below == "\n\nBelow."


def test_a_short_text_of_ones_own(tmp_path, capsys):
    (tmp_path / "my.txt").write_text(SHORT, encoding="utf-8")
    given = ["exercises", "04_count", "--text", str(tmp_path / "my.txt"), "--into", str(tmp_path / "out")]
    assert main(given) == 0
    key = json.loads((tmp_path / "out/kit/data/exercises/04_count.json").read_text(encoding="utf-8"))
    assert 'own_text("my.txt")' in key["setup"].replace("'", '"')
    assert {"q1", "q2", "q3"} <= set(key["questions"])
    assert (tmp_path / "out/seeds/my.txt").read_text(encoding="utf-8") == SHORT
    assert "Left out: 04_count q6" in capsys.readouterr().out


def test_what_is_missing_is_said(tmp_path, capsys):
    assert main(["exercises", "--text", str(tmp_path / "none.txt"), "--into", str(tmp_path)]) == 2
    assert "there is no file" in capsys.readouterr().err
    assert main(["exercises", "--text", "seeds/second.txt"]) == 2
    assert "--into" in capsys.readouterr().err


def test_no_text_of_the_course_is_written_over(tmp_path, capsys):
    (tmp_path / "second.txt").write_text(SHORT, encoding="utf-8")
    assert main(["exercises", "--text", str(tmp_path / "second.txt"), "--into", str(tmp_path / "out")]) == 2
    assert "another name" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_where_the_folder_should_be_is_said(tmp_path, capsys):
    (tmp_path / "my.txt").write_text(SHORT, encoding="utf-8")
    (tmp_path / "out").write_text("", encoding="utf-8")
    given = ["exercises", "04_count", "--text", str(tmp_path / "my.txt"), "--into", str(tmp_path / "out")]
    assert main(given) == 2
    assert "cannot be written" in capsys.readouterr().err
