"""Jupyter Notebook and its predecessor, nbclassic, without our settings: Arabic reads from the right."""

import os
import secrets
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from cases import ROOT
from screens import WRONG_WAY, chromium, free_port, needs_chromium

pytestmark = needs_chromium

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


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of an environment that has the course as an ordinary package, and both front ends."""
    uv = pytest.importorskip("uv", reason="uv is not installed (it is in the dev group)").find_uv_bin()
    folder = tmp_path_factory.mktemp("front-ends")
    options = ["--locked", "--quiet", "--no-editable", "--extra=corpus", "--no-default-groups", "--group=hub"]
    done = subprocess.run(
        [uv, "sync", *options, "--python", sys.executable],
        cwd=ROOT,
        env=os.environ | {"UV_PROJECT_ENVIRONMENT": str(folder)},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        pytest.skip(f"the packages cannot be installed now: {done.stderr.strip().splitlines()[-1]}")
    return folder / "bin" / "python"


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
        for _ in range(1000):
            try:
                urllib.request.urlopen(f"{address}/api").close()
                break
            except OSError:
                assert server.poll() is None, (home / "log").read_text()[-3000:]
                time.sleep(0.25)
        with chromium() as browser:
            page = browser.new_page(base_url=address, viewport={"width": 1100, "height": 8000})
            page.set_default_timeout(120_000)
            page.request.get(f"{address}/tree?token={token}")
            yield page, request.param, folder
    finally:
        server.terminate()
        server.wait(30)


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


def test_lesson_reads_from_the_right(page):
    notebook = nbformat.read(ROOT / "notebooks" / "05_context.ipynb", as_version=4)
    assert shown(page, notebook, "05_context.ipynb") == []
    assert page[0].locator("table[dir=rtl], [dir=rtl] table").count() > 2


def test_check_reads_from_the_right(page):
    notebook = nbformat.read(ROOT / "exercises" / "02_clean_exercise.ipynb", as_version=4)
    assert shown(page, wrongly_answered(notebook), "exercise.ipynb") == []
    assert "Incorrect" in (said := page[0].locator("body").inner_text()) or "Almost" in said
