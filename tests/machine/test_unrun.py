"""In a real kernel: which cell a student is sent to for a name, and what a text torn by its line wants."""

import json
import os
import sys
from pathlib import Path

import pytest
from cases import ROOT
from jupyter_client.manager import KernelManager

pytestmark = pytest.mark.machine
EXTENSION = "--InteractiveShellApp.extensions=kit.check.unrun"


@pytest.fixture(scope="module")
def told():
    """Run code in a new kernel that has the extension, as a page would, and return the error it shows."""
    manager = KernelManager()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def run(page: Path | None, code: str) -> str:
        os.environ.pop("JPY_SESSION_NAME", None)
        set_up = f"import os; os.environ['JPY_SESSION_NAME'] = {str(page)!r}"
        client.execute(set_up, silent=True, reply=True)
        client.execute("%reset -f", silent=True, reply=True)
        errors = []
        client.execute_interactive(
            code, output_hook=lambda message: errors.append(message["content"]), timeout=60
        )
        return "\n".join(line for error in errors for line in error.get("traceback", []))

    manager.start_kernel(extra_arguments=[EXTENSION], env=environment)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def cells_of(page: Path) -> list[str]:
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("exercises/01_read_exercise.ipynb", "q1.check()"),
        ("exercises/04_count_exercise.ipynb", "top = frequencies(words).head(3)"),
        (None, "q3.check()"),
        (None, "words = tokenize(text)"),
    ],
)
def test_a_new_kernel_sends_to_the_first_cell(told, page, code):
    says = told(page and ROOT / page, code)
    assert "first cell of this page" in says
    assert "Traceback" not in says


@pytest.mark.parametrize("lesson", ["05_context", "07_names"])  # where it has a second cell
def test_a_lesson_says_so_in_now_your_text_after_a_restart(told, lesson):
    page = ROOT / "notebooks" / f"{lesson}.ipynb"
    says = told(page, cells_of(page)[-1])
    assert "Run the first cell" in says or "Run the cells above, from the first one on" in says
    assert "Traceback" not in says


@pytest.mark.parametrize("text", ["'ذهب الولد\nإلى المدرسة'", '"قال "نعم" وذهب"', '"second.txt'])
def test_a_text_that_its_line_does_not_end_wants_three_quotes(told, text):
    page = ROOT / "notebooks" / "05_context.ipynb"
    own = next(cell for cell in cells_of(page) if cell.startswith("TEXT = "))
    says = told(page, f"TEXT = {text}\n{own.partition(chr(10))[2]}")
    assert says.startswith("Python does not see where the text ends.")
    assert says.endswith('TEXT = """ … """')


def test_other_code_that_python_cannot_read_is_an_error_as_python_shows_it(told):
    assert "SyntaxError" in told(None, "print('دير")


def test_a_misspelt_name_is_an_error_as_python_shows_it(told):
    says = told(ROOT / "exercises" / "00_start_exercise.ipynb", "len(txet)")
    assert "Traceback" in says
    assert "name 'txet' is not defined" in says


def test_what_an_error_means_stands_below_it(told):
    says = told(None, "'دير' * 'الزور'")
    assert "Traceback" in says
    assert says.endswith("is a number in quotes, or a `len(…)` missing?")


def test_a_sentence_of_ours_stands_alone(told):
    assert told(None, "from kit.read import own_text; own_text(3)").count("\n") <= 1


def test_installing_kit_loads_the_extension_into_every_kernel():
    """IPython reads a config file in its environment's etc/ipython; the wheel puts ours there."""
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"jupyter/ipython_config.py" = "etc/ipython/ipython_config.py"' in pyproject
    ours = ROOT / "jupyter" / "ipython_config.py"
    theirs = Path(sys.prefix, "etc", "ipython", ours.name)
    if theirs.exists():  # an environment made before there was one has none until kit is installed anew
        assert theirs.read_text(encoding="utf-8") == ours.read_text(encoding="utf-8")
