"""The lessons as a student sees them: in JupyterLab as start.py starts it, driven in a real Chromium."""

import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from cases import ROOT
from lessons import LESSONS, errors
from screens import ALL_RAN, WRONG_WAY, chromium, needs_chromium

import start

PICTURES = ROOT / "test-artefacts"
# To load all of Lab anew for each notebook takes far longer than to open one in it.
OPEN = """async path => { await jupyterapp.restored;
  for (const opened of [...jupyterapp.shell.widgets("main")]) opened.dispose();
  await jupyterapp.commands.execute("docmanager:open", { path }); }"""

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """A student's folder of lessons and exercises, with the lessons as they are once run."""
    folder = tmp_path_factory.mktemp("work")
    start.fill(folder)
    for lesson in LESSONS:
        shutil.copyfile(lesson, folder / "notebooks" / lesson.name)
    return folder


@pytest.fixture(scope="module")
def page(work, tmp_path_factory):
    """A browser page logged in to a JupyterLab that shows that folder."""
    with pytest.MonkeyPatch.context() as patch, chromium() as browser:
        patch.setattr(start, "PYTHON", Path(sys.executable))
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))  # nobody's own settings
        lab, address = start.start_lab(8900, work, ["--no-browser", "--LabApp.expose_app_in_browser=True"])
        try:
            page = browser.new_page(base_url=address, viewport={"width": 1100, "height": 900})
            page.set_default_timeout(60_000)
            page.request.get(address)  # logs in: the cookie stays with the browser
            page.goto("/lab?reset")
            page.wait_for_function("window.jupyterapp")
            yield page
        finally:
            start.end(lab)


def open_notebook(page, name: str):
    """Open a notebook of the student's folder, wait until its kernel is ready, and show all of it at once."""
    page.set_viewport_size({"width": 1100, "height": 900})
    page.evaluate(OPEN, name)
    page.get_by_text("| Idle").wait_for()
    height = page.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.scrollHeight")
    page.set_viewport_size({"width": 1100, "height": min(height + 300, 12_000)})


def run_all(page, file: Path):
    """Run all cells, save, and return the notebook as it then is on disk."""
    page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(ALL_RAN)
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    return nbformat.read(file, as_version=4)


def picture(page, name: str):
    """Keep what the page shows, down to the last cell, for a person to look at."""
    PICTURES.mkdir(exist_ok=True)
    last = page.locator(".jp-Notebook .jp-Cell").last.bounding_box()
    clip = {"x": 0, "y": 0, "width": 1100, "height": last["y"] + last["height"] + 40}
    page.screenshot(path=PICTURES / f"{name}.png", clip=clip)


def test_style_sheet_is_in_force_and_its_absence_would_be_seen(page):
    open_notebook(page, "notebooks/00_start.ipynb")
    add = """html => document.querySelector(".jp-Notebook").insertAdjacentHTML(
      "beforeend", `<div class="jp-RenderedHTMLCommon">${html}</div>`)"""
    page.evaluate(add, "<div dir=rtl lang=ar><p>قالت الوكالة</p><table><td>كلمة</td></table></div>")
    assert page.evaluate(WRONG_WAY) == []
    page.evaluate(add, "<p>قالت الوكالة</p>")  # in an output, where Jupyter sets what nobody marked
    assert [block[:3] for block in page.evaluate(WRONG_WAY)] == [["P", "ltr", "left"]]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_arabic_reads_from_the_right(page, lesson):
    open_notebook(page, f"notebooks/{lesson.name}")
    picture(page, lesson.stem)
    assert page.evaluate(WRONG_WAY) == []


def test_first_lesson_runs_without_surprises(page, work):
    open_notebook(page, "notebooks/00_start.ipynb")
    assert page.get_by_text("Would you like to get notified about official Jupyter news?").count() == 0
    notebook = run_all(page, work / "notebooks" / "00_start.ipynb")
    picture(page, "00_start-run")
    assert errors(notebook) == []
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2, "two charts are drawn"
    assert page.evaluate(WRONG_WAY) == []


def test_exercise_is_answered_wrongly_then_rightly(page, work):
    name = "exercises/01_read_exercise.ipynb"
    source = nbformat.read(ROOT / "exercises" / "source" / "01_read.ipynb", as_version=4)
    wrong = next(cell.source for cell in source.cells if "wrong" in cell.metadata.get("tags", []))
    right = next(cell.source for cell in source.cells if "### BEGIN SOLUTION" in cell.source)
    sentence = wrong.splitlines()[0].removeprefix("# says:").strip()

    open_notebook(page, name)
    untouched = run_all(page, work / name)
    assert errors(untouched) == []
    assert "Not attempted yet." in verdict(untouched)
    blank = next(number for number, cell in enumerate(untouched.cells) if "____" in code_of(cell))

    type_answer(page, blank, wrong)
    notebook = run_all(page, work / name)
    picture(page, "01_read-exercise-wrong")
    assert sentence in verdict(notebook)

    type_answer(page, blank, right)
    notebook = run_all(page, work / name)
    picture(page, "01_read-exercise-right")
    assert verdict(notebook).startswith("Correct.")
    assert errors(notebook) == []
    assert page.evaluate(WRONG_WAY) == []


def code_of(cell) -> str:
    return cell.source if cell.cell_type == "code" and "import" not in cell.source else ""


def type_answer(page, number: int, code: str):
    """Type the code over what stands in a cell, and run the cell."""
    page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)
    page.keyboard.press("Control+Enter")


def verdict(notebook) -> str:
    """What the check of the first question said."""
    cell = next(cell for cell in notebook.cells if cell.source.startswith("q1.check()"))
    return cell.outputs[0].data["text/plain"]
