"""Prepare the browser's Python before the first cell, and explain what does not work there."""

import gc
import importlib
import json
import pkgutil
import random
import sys
from pathlib import Path
from types import ModuleType

from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magics.script import ScriptMagics

from kit.errors import OneSentenceError
from kit.language import say, to_say

NOTHING_TO_INSTALL = to_say(
    "Nothing can be installed in the browser: all that the lessons use is here already."
)


class _AbsentError(OneSentenceError, ModuleNotFoundError):
    """An error for a module that the browser does not have."""


_AbsentError.__name__ = ModuleNotFoundError.__name__  # Students see the same name as in JupyterLab.


class _Absent:
    """The last import finder, which explains to a cell that the browser lacks a module."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Raise an error if a cell imports the module; return None if a library only tries to."""
        asking = sys._getframe(1)
        while asking.f_back and "importlib" in asking.f_code.co_filename:
            asking = asking.f_back
        if path is None and asking.f_globals.get("__name__") == "__main__":
            says = say(
                "There is no {name} in the browser. {nothing} Is the name spelled rightly?",
                name=name,
                nothing=say(NOTHING_TO_INSTALL),
            )
            raise _AbsentError(says, name=name)


sys.meta_path.append(_Absent)


async def _refuse(*_: object, **__: object) -> str:
    """Stand in for `%pip install` and the like."""
    return f"print({say(NOTHING_TO_INSTALL)!r})"


def _stand_in(name: str, **content: object) -> ModuleType:
    """Make a module and put it into `sys.modules`, so that it can be imported."""
    module = ModuleType(name)
    vars(module).update(content)
    sys.modules[name] = module
    return module


# JupyterLite's own installer would ask addresses that students may not be able to reach.
_piplite = _stand_in("piplite", install=_refuse, __path__=[])
_piplite.piplite = _stand_in("piplite.piplite")  # type: ignore[attr-defined]
_piplite.cli = _stand_in("piplite.cli", get_transformed_code=_refuse)  # type: ignore[attr-defined]


def _no_programs(*_: object, **__: object) -> None:
    """Stand in for `!ls`, `%%bash` and the like, the last of which would stop all later cells."""
    raise _NoProgramsError(
        say("A browser runs no other programs: commands of the computer (after !, or in bash) do nothing.")
    )


class _NoProgramsError(OneSentenceError, OSError):
    """An error for a cell that wants to run another program."""


_NoProgramsError.__name__ = OSError.__name__
InteractiveShell.system = InteractiveShell.getoutput = _no_programs
ScriptMagics.shebang = _no_programs


def _show_page(path: str) -> None:
    """Show a saved notebook as one page of HTML, which the bar above the notebook offers to download."""
    from IPython.display import HTML, display

    from kit.classroom.report import to_html

    notebook = json.loads(Path("/drive", path).read_text(encoding="utf-8"))
    display(HTML(to_html(notebook, code=not path.endswith("99_report.ipynb"))))


# Drawing one chart and table imports the modules they need and finds fonts before a student waits for them.
_FIRST_CHART = """
import io as _io
from IPython.display import display as _display
from pandas import DataFrame as _Table, Series as _Series
from kit.chart import bar_chart as _chart
_chart(_Series({"كلمة": 2, "word": 1}, name="count"), title="عنوان").figure.savefig(_io.BytesIO())
_display(_Table({"count": [1]}))
"""


def import_all() -> None:
    """Import what the lessons use, so that a browser can save this Python's memory and restore it later."""
    import pyodide_kernel  # type: ignore[import-not-found]  # It is first, as it sets matplotlib's backend.
    from matplotlib import font_manager

    import kit

    for module in pkgutil.walk_packages(kit.__path__, "kit."):
        if not module.name.startswith(("kit.classroom", "kit.__main__", "kit.corpus")):
            importlib.import_module(module.name)
    shell = pyodide_kernel.ipython_shell
    before = set(shell.user_ns)
    shell.run_cell(_FIRST_CHART, silent=True)
    for name in set(shell.user_ns) - before:
        del shell.user_ns[name]
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]  # Open font files cannot be saved.
    gc.collect()


def wake_up() -> None:
    """Reseed random numbers in a restored memory, so that no two students draw the same ones."""
    import numpy

    random.seed()
    numpy.random.seed()
    importlib.invalidate_caches()
