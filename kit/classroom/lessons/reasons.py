"""Find where a cell's output differs from the saved one, and the likely reason."""

import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from pathlib import Path

from nbformat import NotebookNode

from kit.classroom.lessons.strict import DOES_NOT_STOP, NEVER_RUN

PATTERNS = {  # If nothing else differs, this is the reason.
    r"0x[0-9a-fA-F]{6,}": "a memory address: show a value, not the object that holds it",
    r"(?:[A-Za-z]:\\|/)(?:[\w .-]+[/\\])+[\w.-]*": "a path of one machine: show the file's name only",
    r"\d{4}-\d\d-\d\d|\d\d?:\d\d(?::[\d.]+)?|[\d.]+ ?[mµn]?s\b": "a time or date: leave it out of the output",
}
ERRORS = {
    "ModuleNotFoundError": "a package is missing: python3 start.py installs it",
    "ImportError": "a package is old or new: python3 start.py installs the right one",
    "AssertionError": "a number that the prose relies on has changed: see whether the text or kit did",
    "FileNotFoundError": "a file is missing: was it moved, or never saved beside the notebook?",
}


@dataclass(frozen=True)
class Cell:
    """The result of running one code cell; `problem` is empty if its output is as saved."""

    number: int  # It is counted from 1, as in Jupyter's In [1].
    source: str
    problem: str
    saved: list[NotebookNode]
    now: list[NotebookNode]


def texts(outputs: list[NotebookNode]) -> list[tuple[str, str]]:
    r"""Return outputs as pairs of a kind and a text, as nbval compares them: pictures as bare kinds.

    >>> from nbformat.v4 import new_output
    >>> texts([new_output("stream", text="28\n"), new_output("error", ename="NameError", evalue="no x")])
    [('stdout', '28\n'), ('error', 'NameError: no x')]
    """
    pairs: list[tuple[str, str]] = []
    for output in outputs:
        if output.output_type == "stream":
            pairs.append((output.name, output.text))
        elif output.output_type == "error":
            pairs.append(("error", f"{output.ename}: {output.evalue}"))
        else:
            for kind, data in sorted(output.data.items(), reverse=True):
                pairs.append((kind, "" if kind.startswith("image/") else str(data)))
    return pairs


def difference(cell: Cell) -> tuple[str, str]:
    """Return the first line that differs, as saved and as it is now.

    >>> from nbformat.v4 import new_output
    >>> saved, now = ([new_output("stream", text=f"words 642{end}")] for end in (", types 401", ""))
    >>> difference(Cell(1, "", "", saved, now))
    ('words 642, types 401', 'words 642')
    """
    saved, now = (
        [(kind, line) for kind, text in texts(each) for line in text.split("\n")]
        for each in (cell.saved, cell.now)
    )
    for left, right in zip_longest(saved, now, fillvalue=("", "")):
        if left != right:
            return _shown(left, right[0]), _shown(right, left[0])
    return "", ""


def reason(cell: Cell, again: Cell | None = None, other_packages: str = "") -> str:
    """Say why a cell is likely to differ, given a second run and packages that are not the locked ones."""
    saved, now = (str(texts(each)) for each in (cell.saved, cell.now))
    if cell.problem == NEVER_RUN:
        return "in Jupyter: Kernel, Restart Kernel and Run All Cells, then save"
    if cell.problem == DOES_NOT_STOP:
        return "the error it should show is mended: take the tag away, or bring the error back"
    if "Failed to interrupt" in cell.problem or "Kernel dead" in cell.problem:
        return "Python itself stopped: out of memory, or an exit() in this cell or the one above"
    if "Timeout" in cell.problem:
        return "an endless loop, or something it waits for"
    if cell.now and cell.now[-1].output_type == "error":
        return ERRORS.get(cell.now[-1].ename, "the code fails; mend the first cell that does")
    for pattern, says in PATTERNS.items():
        if re.sub(pattern, "…", saved) == re.sub(pattern, "…", now):
            return says
    if sorted(re.findall(r"\w+", saved)) == sorted(re.findall(r"\w+", now)):
        return "the order: a set, or the files of a folder, without sorted()"
    if again and texts(again.now) != texts(cell.now):
        return "it is different each time: random numbers without a seed, or something read anew"
    if other_packages:
        return f"packages are not those the lessons were saved with: {other_packages}"
    if _rounded(saved) == _rounded(now):
        return "the last digits, which differ between processors: round them"
    return "the cell, the text or kit has changed; if that is meant, save it with --refresh"


def packages_not_as_locked(lock: Path) -> str:
    """Name the project's packages whose installed version is not the one in uv.lock."""
    if not lock.exists():
        return ""
    locked: dict[str, set[str]] = {}
    for package in tomllib.loads(lock.read_text(encoding="utf-8"))["package"]:
        locked.setdefault(package["name"], set()).add(package.get("version", ""))
        if package["name"] == "arabic-text-kit":
            direct = [dependency["name"] for dependency in package["dependencies"]]
    other = []
    for name in direct:
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "missing"
        if installed not in locked[name]:
            other.append(f"{name} {installed} (saved with {' or '.join(sorted(locked[name]))})")
    return ", ".join(other)


def _shown(output: tuple[str, str], other: str) -> str:
    """Return a line to print, with its kind if that is what differs."""
    kind, line = output
    line = re.sub(r"<[^>]+>", " ", line) if kind == "text/html" and kind == other else line
    label = f"[{kind}] " if kind != other and kind else ""
    return (label + line.strip())[:100] or "nothing"


def _rounded(text: str) -> str:
    return re.sub(r"\d+\.\d+(?:e-?\d+)?", lambda number: f"{float(number[0]):.6g}", text)
