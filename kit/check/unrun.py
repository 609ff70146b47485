"""Say which cell to run first, that a text of several lines needs three quotes, and what an error means.

This is an IPython extension. jupyter/ipython_config.py loads it into every kernel of an environment in which
kit is installed.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from kit.check.solved import key_names, read_key
from kit.check.source import names_given, tree_of
from kit.check.stopped import explain_error
from kit.errors import TextError, shorten
from kit.language import say

__all__ = ["cells_of_page", "load_ipython_extension", "meaning_of", "run_first", "three_quotes"]

# A line in which students put a text of their own, such as TEXT = "…", between one pair of quotes.
OWN_TEXT = re.compile(r"""^([A-Z]+)[ \t]*=[ \t]*["'](?!""|'').*""", re.MULTILINE)
SAID = (TextError, UnicodeError)  # The first is a sentence already; lesson 1 explains the second itself.


def load_ipython_extension(shell: Any) -> None:
    """Let a kernel explain errors: a name without a value and an unclosed text are replaced by advice.

    Below other errors whose message kit knows, it adds a sentence that says what the message means.

    >>> from IPython.core.interactiveshell import InteractiveShell
    >>> shell = InteractiveShell()
    >>> load_ipython_extension(shell)
    >>> shell.run_cell("q1").success
    `q1` has no value yet. Run the first cell of this page, and those between. Then run this cell again.
    False
    """

    def explain(shell: Any, kind: type, error: Exception, trace: Any, tb_offset: int | None = None) -> None:
        code = shell.history_manager.input_hist_raw[-1] if shell.history_manager else ""
        alone = meaning = None
        if isinstance(error, SyntaxError):
            alone = three_quotes(code)
        elif isinstance(error, NameError):
            alone = run_first(str(error.name or ""), cells_of_page(), code)
        elif not isinstance(error, SAID):
            meaning = meaning_of(error, code)
        if alone:
            shell._showtraceback(kind, error, [alone])
        elif meaning:
            shown = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
            shell._showtraceback(kind, error, [*shown, meaning])
        elif isinstance(error, SyntaxError):
            shell.showsyntaxerror()
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((Exception,), explain)


def meaning_of(error: Exception, code: str = "") -> str | None:
    """Say what the message of an error means; None if kit does not know it. `code` is the cell that ran.

    >>> meaning_of(TypeError("object of type 'int' has no len()"))
    '`len` was asked of a number. It tells how long a text or a list is: is there a `len` too many?'
    >>> meaning_of(RuntimeError("the kernel is tired")) is None
    True
    """
    kind = type(error).__name__
    says = explain_error({"raised": kind, "message": str(error)}, code)
    return None if kind in says else says  # A sentence that names the kind means the error is not known.


def cells_of_page() -> list[str]:
    """Return the code cells of this kernel's notebook as last saved; [] if its file is not known.

    >>> cells_of_page()
    []
    """
    try:
        page = json.loads(Path(os.environ["JPY_SESSION_NAME"]).read_text(encoding="utf-8"))
        return ["".join(cell["source"]) for cell in page["cells"] if cell["cell_type"] == "code"]
    except (KeyError, OSError, ValueError, TypeError):
        return []


def run_first(name: str, cells: list[str], code: str = "") -> str | None:
    """Say which cell of a page defines a name that has no value; None if no cell does. `code` is what ran.

    >>> run_first("text", ["text = article()", "print(text)"], "print(text)")
    'Run the first cell of this page: it gives `text` its value. Then run this cell again.'
    >>> run_first("txt", ["text = article()", "print(text)"], "print(txt)") is None
    True
    """
    if not cells:
        if name not in _names_of_exercises() and not re.fullmatch(r"q\d+", name):
            return None
        return say(
            "`{name}` has no value yet. Run the first cell of this page, and those between. Then run this cell again.",
            name=name,
        )
    givers = [
        at for at, cell in enumerate(cells) if cell.strip() != code.strip() and name in names_given(cell)
    ]
    here = next((at for at, cell in enumerate(cells) if cell.strip() == code.strip()), len(cells))
    if not givers:
        return None
    if givers[0] == 0:
        return say(
            "Run the first cell of this page: it gives `{name}` its value. Then run this cell again.",
            name=name,
        )
    line = next(line.strip() for line in cells[givers[0]].splitlines() if line.strip())
    start = shorten(line, length=50)
    if givers[0] < here:
        return say(
            "`{name}` has no value yet. Run the cells above, from the first one on: the cell that begins with `{start}` gives it. Then run this cell again.",
            name=name,
            start=start,
        )
    return say(
        "`{name}` has no value yet: it gets one further down, in the cell that begins with `{start}`.",
        name=name,
        start=start,
    )


def three_quotes(code: str) -> str | None:
    r"""Say what to do about a text that is not closed at the end of its line; None if all are closed.

    >>> three_quotes("TEXT = 'ذهب الولد\nإلى المدرسة'").partition(". ")[0]
    'Python does not see where the text ends'
    >>> three_quotes("TEXT = 'ذهب'\nprint(") is None
    True
    """
    for line in OWN_TEXT.finditer(code):
        if tree_of(line[0]) is None:
            return say(
                'Python does not see where the text ends. A text of several lines, or with quotes in it, stands between three quotes on each side: {name} = """ … """',
                name=line[1],
            )
    return None


def _names_of_exercises() -> set[str]:
    """Return every name that the first cell of any exercise defines."""
    setups = [read_key(name)["questions"]["q1"]["setup"] for name in key_names()]
    return {name for setup in setups for name in names_given(setup)}
