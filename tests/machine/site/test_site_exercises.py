"""Every exercise in the browser: as it is handed out, solved, and with a known mistake."""

import re

import nbformat
import pytest
import site_in_browser as at
from screens import CHROMIUM

from kit.classroom.exercises.editions import make_edition
from kit.classroom.repository import EXERCISES, SOURCES

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")
NAMES = [path.name for path in sorted(EXERCISES.glob("*.ipynb"))]


@pytest.mark.parametrize("name", NAMES)
def test_exercise_untouched_wrong_and_solved(page, address, name):
    source = nbformat.read(SOURCES / name.replace("_exercise", ""), as_version=4)
    solved = {cell.id: cell.source for cell in make_edition(source, solved=True).cells}
    mistake = next(cell.source for cell in source.cells if "wrong" in cell.metadata.get("tags", []))
    at.open_notebook(page, address, f"exercises/{name}")
    untouched = at.run_all(page)
    assert at.errors(untouched) == []
    assert all(said.startswith("Not attempted yet") for said in at.verdicts(untouched))
    first = None
    for number, cell in enumerate(untouched["cells"]):
        if cell["cell_type"] == "code" and cell["source"] != solved[cell["id"]]:
            first = number if first is None else first
            at.set_cell(page, number, solved[cell["id"]])
    right = at.run_all(page)
    assert at.errors(right) == []
    assert all(said.startswith("Correct") for said in at.verdicts(right)), at.verdicts(right)
    at.picture(page, name.removesuffix(".ipynb"))
    at.set_cell(page, first, mistake)
    at.run_cell(page, first)
    check = next(n for n, cell in enumerate(right["cells"]) if cell["source"].startswith("q1.check()"))
    sentence = re.search(r"^# says: *(.+)$", mistake, flags=re.MULTILINE)
    said = "".join(at.texts(at.run_cell(page, check)))
    assert not said.startswith("Correct")
    assert sentence is None or sentence[1].strip() in said
