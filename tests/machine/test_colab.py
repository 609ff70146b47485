"""INSTRUCTORS.md's first cell for Colab, with Colab's versions, but not in Colab: lessons run after it."""

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from cases import ROOT

COLAB = ["pandas==2.2.3", "matplotlib==3.10.0", "ipython==7.34.0", "setuptools"]  # in August 2026
CELL = re.search(
    r"%pip install -q (--no-deps \S+\.whl.*)", (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
)
# The cells run in IPython, as in Colab; an error that a lesson does not announce ends this.
RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
import matplotlib; matplotlib.use("agg")
shell = InteractiveShell.instance()
for source, raises in json.load(sys.stdin):
    done = shell.run_cell(source)
    assert raises or done.success, source
print(json.dumps([matplotlib.__version__, sys.modules["kit.errors"].__file__]))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of an environment like Colab's, in which that cell has run."""
    uv = pytest.importorskip("uv", reason="uv is not installed (it is in the dev group)").find_uv_bin()
    place = tmp_path_factory.mktemp("colab")
    python = place / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def run(*command):
        return subprocess.run([uv, *command], cwd=ROOT, capture_output=True, encoding="utf-8")

    run("venv", "--quiet", "--python", sys.executable, place / "env")
    made = run("pip", "install", "--quiet", "--python", python, *COLAB)
    if made.returncode:
        pytest.skip(f"the packages cannot be installed now: {made.stderr.strip().splitlines()[-1]}")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", place / "dist", "."]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert built.returncode == 0, built.stderr
    [wheel] = (place / "dist").glob("*.whl")
    words = CELL[1].split()
    assert wheel.name == words[1].rsplit("/", 1)[1], "INSTRUCTORS.md names another wheel"
    done = run("pip", "install", "--quiet", "--python", python, words[0], wheel, *words[2:])
    assert done.returncode == 0, done.stderr
    return python


@pytest.mark.parametrize("name", ["notebooks/01_read", "notebooks/06_chart", "exercises/01_read_exercise"])
def test_notebook_runs(python, tmp_path, name):

    notebook = nbformat.read(ROOT / f"{name}.ipynb", as_version=4)
    cells = [
        (cell.source, "raises-exception" in cell.metadata.get("tags", []))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    env = os.environ | {"HOME": str(tmp_path)}
    env.pop("PYTHONPATH", None)  # with which start.py leads to the kit of this folder
    done = subprocess.run(
        [python, "-P", "-c", RUN],
        input=json.dumps(cells),
        cwd=tmp_path,
        env=env,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    version, file = json.loads(done.stdout.splitlines()[-1])
    assert version == "3.10.0"
    assert str(python.parents[1]) in file
