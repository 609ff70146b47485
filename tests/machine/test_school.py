"""What a school may have: Jupyter Notebook and nbclassic without our settings, and the real nbgrader.

They live in an environment of their own (the dependency group `hub`), with the course as an ordinary package.
"""

import copy
import csv
import os
import secrets
import subprocess
import sys

import nbformat
import pytest
from cases import ROOT
from environments import install_school
from screens import WRONG_WAY, chromium, free_port, needs_chromium, wait_for_answer

import start
from kit.__main__ import main
from kit.classroom.exercises.sources import fill, read_source
from kit.classroom.repository import EXERCISES, SOURCES, edition_name

PLACE = ROOT / ".venv-school"
PROGRAMS = PLACE / ("Scripts" if os.name == "nt" else "bin")
NAME = "01_read"


@pytest.fixture(scope="module")
def python():
    """The Python of that environment."""
    install_school(PLACE, sys.executable, "--reinstall-package=arabic-text-kit")
    return PROGRAMS / "python"


# --- Jupyter Notebook and its predecessor ---------------------------------------

# The page of a notebook; whether its kernel is ready; how to let all cells run; whether they have.
FRONT_ENDS = {
    "notebook": (
        "notebooks/{}",
        "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
        "jupyterapp.commands.execute('notebook:run-all-cells')",
        r"""() => [...document.querySelectorAll(".jp-CodeCell")].every(cell =>
            /\[\d+\]/.test(cell.querySelector(".jp-InputPrompt").textContent))""",
    ),
    "nbclassic": (
        "nbclassic/notebooks/{}",
        "() => window.Jupyter?.notebook?._fully_loaded && Jupyter.notebook.kernel?.is_connected()",
        "Jupyter.notebook.execute_all_cells()",
        r"""() => Jupyter.notebook.get_cells().every(cell =>
            cell.cell_type !== "code" || Number.isInteger(cell.input_prompt_number))""",
    ),
}


@pytest.fixture(scope="module", params=FRONT_ENDS)
def page(request, python, tmp_path_factory):
    """A browser page logged in to that front end, and the folder it shows."""
    folder, home = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("home")
    port, token = free_port(), secrets.token_hex(8)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON"))}
    env |= {"HOME": str(home), "JUPYTER_TOKEN": token}
    options = [f"--ServerApp.port={port}", f"--ServerApp.root_dir={folder}", "--no-browser", "--allow-root"]
    if request.param == "notebook":
        options.append("--JupyterNotebookApp.expose_app_in_browser=True")
    command = [python, "-m", request.param, *options, "--ServerApp.ip=127.0.0.1"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_answer(f"{address}/api", server, home / "log")
        with chromium() as browser:
            page = browser.new_page(base_url=address, viewport={"width": 1100, "height": 8000})
            page.set_default_timeout(120_000)
            page.request.get(f"{address}/tree?token={token}")
            yield page, request.param, folder
    finally:
        start.end(server)


def wrongly_answered(notebook):
    """The exercise as a student has it who made the first foreseen mistake."""
    source = nbformat.read(ROOT / "exercises" / "source" / "02_clean.ipynb", as_version=4)
    wrong = next(cell.source for cell in source.cells if "wrong" in cell.metadata.get("tags", []))
    next(cell for cell in notebook.cells if cell.id == "q1").source = wrong
    return notebook


def shown(page, notebook, name):
    """Let all cells of the notebook run in that front end; return what stands the wrong way, and the page."""
    page, front_end, folder = page
    address, ready, run_all, all_ran = FRONT_ENDS[front_end]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    nbformat.write(notebook, folder / name)
    page.goto("/" + address.format(name))
    page.wait_for_function(ready)
    page.evaluate(run_all)
    page.wait_for_function(all_ran)
    page.screenshot(path=ROOT / "test-artefacts" / f"{front_end}-{name}.png")
    return page.evaluate(WRONG_WAY)


@needs_chromium
def test_lesson_reads_from_the_right(page):
    notebook = nbformat.read(ROOT / "notebooks" / "05_context.ipynb", as_version=4)
    assert shown(page, notebook, "05_context.ipynb") == []
    assert page[0].locator("table[dir=rtl], [dir=rtl] table").count() > 2


@needs_chromium
def test_check_reads_from_the_right(page):
    notebook = nbformat.read(ROOT / "exercises" / "02_clean_exercise.ipynb", as_version=4)
    assert shown(page, wrongly_answered(notebook), "exercise.ipynb") == []
    assert "Incorrect" in (said := page[0].locator("body").inner_text()) or "Almost" in said


# --- nbgrader -------------------------------------------------------------------


@pytest.fixture
def nbgrader(python):
    """A function that runs an nbgrader command in a course folder."""
    env = {
        **os.environ,
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",  # nbgrader calls alembic by name.
        "JUPYTER_PREFER_ENV_PATH": "1",  # The kernel is that environment's, not one of the user's.
        "MPLBACKEND": "agg",
    }
    env.pop("PYTHONPATH", None)  # With it start.py leads to the kit of this folder.

    def command(course, *arguments):
        program = [PROGRAMS / "nbgrader", *arguments]
        done = subprocess.run(program, cwd=course, env=env, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr

    return command


def answers() -> dict[str, dict[str, str]]:
    """What each student writes into the answer cells."""
    questions = read_source(nbformat.read(SOURCES / f"{NAME}.ipynb", as_version=4))[1]
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
    edition = nbformat.read(EXERCISES / edition_name(NAME), as_version=4)
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
