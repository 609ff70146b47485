"""Read the committed lessons and run their cells in this process, which takes a tenth of a kernel's time."""

import ast
import contextlib
import functools
import io
import re
import sys
from pathlib import Path

import matplotlib
import nbformat
from cases import ROOT

from kit.characters import LETTERS

# Two Arabic literals change places on the screen if only signs stand between them on a line of code.
SIDE_BY_SIDE = re.compile(rf"""[{LETTERS}]["'][^A-Za-z"']*["'][{LETTERS}]""")
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
TRANSLATED = sorted(ROOT.glob("ar/notebooks/[0-9][0-9]_*.ipynb"))


@functools.cache
def load(path: Path):
    """Return the notebook at `path`, in nbformat 4; it is cached, so do not change it."""
    return nbformat.read(path, as_version=4)


def code_cells(notebook) -> list:
    """Return the code cells that are not empty."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def raises(cell) -> bool:
    """Return whether the cell is tagged as one that stops with an error on purpose."""
    return "raises-exception" in cell.metadata.get("tags", [])


def errors(notebook) -> list[str]:
    """Return the errors in a notebook that its author did not announce with a tag."""
    outputs = [output for cell in code_cells(notebook) if not raises(cell) for output in cell.outputs]
    return [output.evalue for output in outputs if output.output_type == "error"]


def run(source: str, namespace: dict) -> str:
    """Run a cell's source as a notebook would, in the lessons' folder; return what it printed and showed."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.chdir(ROOT / "notebooks"), contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), namespace)
        value = eval(compile(last, "<cell>", "eval"), namespace) if last else None
        if value is not None:
            html = getattr(value, "_repr_html_", None)
            print(html() if html else repr(value))
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")  # A notebook closes figures after each cell.
    return printed.getvalue()


def start() -> dict:
    """Return a fresh namespace to run a lesson in, with charts drawn to memory."""
    matplotlib.use("agg")  # An environment variable would reach the kernels of other tests.
    return {"__name__": "__main__"}
