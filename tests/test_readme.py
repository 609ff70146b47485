"""What README promises, the project has."""

import doctest
import re

import pytest
from conftest import ROOT

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


def test_lesson_table_names_every_lesson():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"):
        assert f"notebooks/{path.name}" in text
