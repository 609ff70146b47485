"""Every lesson in the browser gives the outputs that are saved."""

import pytest
import site_in_browser as at
from screens import CHROMIUM, WRONG_WAY

from kit.classroom.repository import LESSONS

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")
NAMES = [path.name for path in sorted(LESSONS.glob("*.ipynb"))]


@pytest.mark.parametrize("name", NAMES)
def test_lesson_gives_what_is_saved(page, address, name):
    at.open_notebook(page, address, f"notebooks/{name}")
    found, saved = at.run_all(page), at.read(LESSONS / name)
    at.picture(page, name.removesuffix(".ipynb"))
    assert at.errors(found) == []
    assert page.evaluate(WRONG_WAY) == []
    for mine, theirs in zip(found["cells"], saved["cells"], strict=True):
        if mine["cell_type"] == "code" and "nbval-ignore-output" not in mine["metadata"].get("tags", []):
            shown = ("".join(at.texts(cell["outputs"])) for cell in (mine, theirs))  # maybe in parts
            assert next(shown) == next(shown), mine["source"]
