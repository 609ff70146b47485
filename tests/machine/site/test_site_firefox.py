"""The first lesson and an exercise in Firefox, from which no other address can be reached."""

import nbformat
import pytest
import site_in_browser as at
from firefox import FIREFOX, firefox

from kit.classroom.exercises.editions import make_edition
from kit.classroom.repository import SOURCES

pytestmark = pytest.mark.skipif(FIREFOX is None, reason="needs Firefox (Debian: apt install firefox-esr)")


def test_a_lesson_and_an_exercise_in_firefox(server, tmp_path):
    source = nbformat.read(SOURCES / "00_start.ipynb", as_version=4)
    solved = {cell.id: cell.source for cell in make_edition(source, solved=True).cells}
    with firefox(tmp_path / "profile") as page:
        at.open_notebook(page, server.address, "notebooks/00_start.ipynb")
        assert at.errors(at.run_all(page)) == []
        assert page.evaluate("document.querySelectorAll('.jp-RenderedImage img').length") == 2
        at.picture(page, "firefox")
        exercise = "exercises/00_start_exercise.ipynb"
        at.open_notebook(page, server.address, exercise)
        for number, cell in enumerate(at.model(page)["cells"]):
            if cell["cell_type"] == "code":
                at.set_cell(page, number, solved[cell["id"]])
        said = at.verdicts(at.run_all(page))
        assert said
        assert all(verdict.startswith("Correct") for verdict in said)
        at.save(page)
        page.goto("about:blank")
        page.goto(f"{server.address}/notebooks/index.html?path={exercise}")
        at.wait(page, at.SHOWN)
        assert [cell["source"] for cell in at.model(page)["cells"]] == list(solved.values())
