"""Every lesson in the browser gives the outputs that are saved."""

import os

import pytest
import site_in_browser as at
from screens import CHROMIUM

from kit.classroom.repository import ROOT
from kit.classroom.site.lessons import editions

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")
# Other editions run the same code; before a release all of their lessons are run too, which takes minutes.
SAMPLE = ["06_chart"]
FIRST = "00_start"  # It is run in test_site.py, in each language.


def lessons(edition: str) -> list[str]:
    names = sorted(path.stem for path in (ROOT / edition / "notebooks").glob("*.ipynb"))
    names.remove(FIRST)
    every = not edition or os.environ.get("KIT_RELEASE")
    return [f"{edition}notebooks/{name}.ipynb" for name in names if every or name in SAMPLE]


@pytest.mark.parametrize("path", [path for edition in editions().values() for path in lessons(edition)])
def test_lesson_gives_what_is_saved(page, address, path):
    at.open_notebook(page, address, path)
    at.check_lesson(page, path)
