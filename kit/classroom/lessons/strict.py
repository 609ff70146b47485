"""A pytest plug-in: refuse what nbval passes without looking. notebooks/conftest.py and `kit lessons` use it.

nbval compares nothing in a cell that has no execution count, and passes a cell tagged `raises-exception`
whether or not it stops with an error.
"""

from collections.abc import Generator
from typing import Any

import pytest

NEVER_RUN = "never run: it has no execution count, so its output is not compared"
DOES_NOT_STOP = "does not stop with an error, though its tag raises-exception says so"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: Any) -> Generator[None, object, object]:
    """Fail a cell of a notebook that nbval passed unseen."""
    result = yield
    if type(item).__name__ == "IPyNbCell":
        outputs = [output.output_type for output in item.test_outputs or []]
        if item.options["check_exception"] and "error" not in outputs:
            item.raise_cell_error(DOES_NOT_STOP)
        if item.cell.execution_count is None and item.cell.source.strip():
            item.raise_cell_error(NEVER_RUN)
    return result
