"""What README promises, the project has."""

import base64
import doctest
import re

import pytest
from cases import ROOT
from lessons import LESSONS, code_cells, load

PAGES = [path.name for path in ROOT.glob("*.md")]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_pictures_have_a_text_alternative(page):
    assert not re.search(r"!\[\s*\]\(", (ROOT / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_examples_run(page):
    failed, _ = doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8")
    assert not failed


def test_the_chart_is_the_one_lesson_0_draws():
    pictures = (
        output.data["image/png"]
        for cell in code_cells(load(LESSONS[0]))
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    )
    shown = (ROOT / "notebooks" / "images" / "top-words.png").read_bytes()
    assert shown == base64.b64decode(next(pictures))


def test_lesson_table_names_every_lesson():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"):
        assert f"notebooks/{path.name}" in text
