"""A cell keeps its id for ever, so a hub can merge a new edition into a lesson that a student has changed."""

import hashlib
import json
import re
import shutil
import subprocess

import nbformat
import pytest
from cases import ROOT
from lessons import LESSONS, load

import start
from kit.classroom.lessons.skeleton import new_lesson

# The first edition's ids, which number places, each with the fingerprint of its cell. None is added: a new id
# is the lesson's number and six hexadecimal digits.
FIRST = json.loads((ROOT / "tests/cases/cell_ids.json").read_text(encoding="utf-8"))


def fingerprint(cell) -> str:
    return hashlib.sha256(cell.source.encode()).hexdigest()[:12]


def numbered(path) -> str:
    return rf"{path.stem[:2]}-[0-9a-f]{{6}}"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_ids_do_not_number_places(path):
    ids = [cell.id for cell in load(path).cells]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if name not in FIRST and not re.fullmatch(numbered(path), name)] == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_id_of_the_first_edition_has_moved_to_another_cell(path):
    """Renumbering would leave an unchanged cell under the id of another."""
    then = {mark: name for name, mark in FIRST.items() if name[:2] == path.stem[:2]}
    moved = [
        (then[fingerprint(cell)], cell.id)
        for cell in load(path).cells
        if cell.id in FIRST and then.get(fingerprint(cell), cell.id) != cell.id
    ]
    assert moved == []


def test_new_lesson_begins_with_lasting_ids(tmp_path):
    path = new_lesson("10_new", tmp_path)
    assert all(re.fullmatch(numbered(path), cell.id) for cell in load(path).cells)


def git(folder, *arguments):
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
@pytest.mark.parametrize("name", ["notebooks/01_read.ipynb", "exercises/01_read_exercise.ipynb"])
def test_changed_notebook_and_a_new_edition_become_one(tmp_path, name):
    """As nbgitpuller merges: what the student changed is committed, and wins where both changed a line."""
    teacher, student = tmp_path / "teacher", tmp_path / "student"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(teacher))
    start.hand_out(teacher)
    git(teacher, "add", "--all")
    git(teacher, "commit", "--quiet", "-m", "An edition")
    git(tmp_path, "clone", "--quiet", str(teacher), str(student))

    before = nbformat.read(teacher / name, as_version=4)
    codes = [at for at, cell in enumerate(before.cells) if cell.cell_type == "code"]
    proses = [at for at, cell in enumerate(before.cells) if cell.cell_type == "markdown"]

    mine = nbformat.read(student / name, as_version=4)  # The student ran and changed it in Jupyter.
    for count, at in enumerate(codes, 1):
        mine.cells[at].execution_count = count
        mine.cells[at].outputs = [nbformat.v4.new_output("stream", text=f"output {count}\n")]
    changed = mine.cells[codes[2]]
    changed.source = "my_own = 'answer'"
    nbformat.write(mine, student / name)

    new = nbformat.read(teacher / name, as_version=4)
    reworded = new.cells[proses[-1]]
    reworded.source += "\n\nA sentence of the new edition."
    added = nbformat.v4.new_markdown_cell("A new cell.", id="01-0a1b2c")
    new.cells.insert(proses[2], added)
    gone = new.cells.pop(proses[-2] + 1)
    (teacher / name).write_text(nbformat.writes(new, indent=1) + "\n", encoding="utf-8")
    git(teacher, "commit", "--quiet", "--all", "-m", "A new edition")

    git(student, "commit", "--quiet", "--all", "-m", "Mine")
    git(student, "pull", "--quiet", "--no-rebase", "--no-edit", "-Xours", "origin", "main")

    merged = nbformat.read(student / name, as_version=4)
    nbformat.validate(merged)
    assert gone.id != changed.id
    assert [cell.id for cell in merged.cells] == [cell.id for cell in new.cells]
    cells = {cell.id: cell for cell in merged.cells}
    assert cells[changed.id].source == "my_own = 'answer'"
    assert cells[changed.id].outputs[0].text == "output 3\n"
    assert cells[reworded.id].source.endswith("A sentence of the new edition.")
    assert cells[added.id].source == "A new cell."
