"""The real nbgrader hands out an exercise, marks submissions, and gives the marks that our checks give.

It lives in an environment of its own (the dependency group `hub`), as a school's would.
"""

import copy
import csv
import os
import subprocess
import sys

import nbformat
import pytest
from cases import ROOT

from kit.__main__ import main
from kit.classroom.exercises.sources import fill, read_source
from kit.classroom.repository import EDITIONS, SOURCES, edition_name

NAME = "01_read"
SOURCE = SOURCES / f"{NAME}.ipynb"
PLACE = ROOT / ".venv-nbgrader"
PROGRAMS = PLACE / ("Scripts" if os.name == "nt" else "bin")


def run(*command, cwd=ROOT):
    env = {
        **os.environ,
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",  # nbgrader calls alembic by name
        "PYTHONPATH": str(ROOT),
        "UV_PROJECT_ENVIRONMENT": str(PLACE),
        "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel of that environment, not one of the user's
        "MPLBACKEND": "agg",
    }
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def nbgrader():
    """A function that runs an nbgrader command in a course folder."""
    uv = pytest.importorskip("uv", reason="uv is not installed (it is in the dev group)").find_uv_bin()
    options = ["--locked", "--quiet", "--no-install-project", "--no-default-groups", "--group", "hub"]
    made = run(uv, "sync", *options, "--python", sys.executable)
    if made.returncode and run(str(PROGRAMS / "nbgrader"), "--version").returncode:
        pytest.skip(f"nbgrader is not installed and cannot be now: {made.stderr.strip().splitlines()[-1]}")

    def command(course, *arguments):
        done = run(str(PROGRAMS / "nbgrader"), *arguments, cwd=course)
        assert done.returncode == 0, done.stdout + done.stderr

    return command


def answers() -> dict[str, dict[str, str]]:
    """What each student writes into the answer cells."""
    questions = read_source(nbformat.read(SOURCE, as_version=4))[1]
    right = {question.name: fill(question.stub, question.solution) for question in questions}
    wrong = {question.name: fill(question.stub, question.wrong[0][1]) for question in questions}
    other = {question.name: fill(question.stub, question.alternatives[0]) for question in questions}
    mixed = {name: (other if number % 2 else wrong)[name] for number, name in enumerate(right)}
    return {"right": right, "wrong": wrong, "untouched": {}, "no_checks": mixed}


def submission(released, student, written):
    """A student's notebook; one of them has deleted the check cells."""
    notebook = copy.deepcopy(released)
    if student == "no_checks":
        notebook.cells = [cell for cell in notebook.cells if not cell.source.endswith(".check()")]
    for cell in notebook.cells:
        cell.source = written.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return notebook


def our_marks(released, written) -> int:
    """The questions that kit.check finds correct, fresh inputs included."""
    scope, marks = {}, 0
    for cell in submission(released, "", written).cells:
        if cell.cell_type == "code" and cell.source.endswith(".check()"):
            try:
                eval(cell.source, scope)
                marks += 1
            except AssertionError:
                pass
        elif cell.cell_type == "code":
            exec(cell.source, scope)
    return marks


@pytest.fixture
def grading(monkeypatch, tmp_path):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("KIT_WORK", str(tmp_path))


def test_nbgrader_takes_our_sources_and_gives_our_marks(nbgrader, grading, tmp_path):
    course = tmp_path / "course"
    assert main(["exercises", NAME, "--nbgrader", str(course)]) == 0
    nbgrader(course, "generate_assignment", NAME)
    released = nbformat.read(course / "release" / NAME / edition_name(NAME), as_version=4)
    edition = nbformat.read(EDITIONS / edition_name(NAME), as_version=4)
    assert [cell.source.rstrip() for cell in released.cells] == [cell.source for cell in edition.cells]

    for student, written in answers().items():
        path = course / "submitted" / student / NAME / edition_name(NAME)
        path.parent.mkdir(parents=True)
        nbformat.write(submission(released, student, written), path)
    nbgrader(course, "autograde", NAME)
    nbgrader(course, "export")

    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        given = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert given == {student: our_marks(released, written) for student, written in answers().items()}
    assert (given["right"], given["wrong"], given["untouched"]) == (6, 0, 0)
    assert given["no_checks"] == len(answers()["right"]) // 2, "deleted checks come back"
