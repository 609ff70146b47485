"""Runs in the browser's Python before the first cell: what is different there, and a sentence about each."""

import json
import sys
from pathlib import Path
from types import ModuleType

NOTHING_TO_INSTALL = "Nothing can be installed in the browser: all that the lessons use is here already."


async def _refuse(*_: object, **__: object) -> str:
    """Stand in for `%pip install` and the like."""
    return f"print({NOTHING_TO_INSTALL!r})"


def _stand_in(name: str, **content: object) -> ModuleType:
    """Put a module of that name where Python looks for those that are imported."""
    module = ModuleType(name)
    vars(module).update(content)
    sys.modules[name] = module
    return module


# JupyterLite's own installer would look for packages at addresses that nobody may be able to reach.
_piplite = _stand_in("piplite", install=_refuse, __path__=[])
_piplite.piplite = _stand_in("piplite.piplite")  # type: ignore[attr-defined]
_piplite.cli = _stand_in("piplite.cli", get_transformed_code=_refuse)  # type: ignore[attr-defined]


def _show_page(path: str) -> None:
    """Show a saved notebook as one page of HTML, which the bar above it offers to download."""
    from IPython.display import HTML, display

    from kit.classroom.report import to_html

    notebook = json.loads(Path("/drive", path).read_text(encoding="utf-8"))
    display(HTML(to_html(notebook, code=not path.endswith("99_report.ipynb"))))
