"""`python -m kit lessons`: do the lessons still give their saved outputs? nbval, with a summary to act on.

The verdict is that of
`pytest --nbval --nbval-current-env --nbval-cell-timeout=60 --nbval-sanitize-with=tests/nbval.cfg notebooks/`.
"""

import contextlib
import io
import multiprocessing
import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode

from kit.classroom.lessons import strict
from kit.classroom.lessons.reasons import Cell, difference, packages_not_as_locked, reason
from kit.classroom.lessons.skeleton import KERNEL, new_lesson
from kit.classroom.repository import LESSONS, ROOT, every_lesson, need
from kit.errors import TextError
from kit.language import languages

if TYPE_CHECKING:
    import pytest

TIMEOUT = 60  # the most seconds that a cell may take
NOT_STARTED = "Kernel died before replying to kernel_info"
OPTIONS = [
    "--nbval",
    "--nbval-current-env",
    f"--nbval-cell-timeout={TIMEOUT}",
    f"--nbval-sanitize-with={ROOT / 'tests' / 'nbval.cfg'}",
]


@dataclass
class Result:
    """The result of running one notebook; `trouble` says why it could not be run or saved."""

    path: Path
    cells: list[Cell] = field(default_factory=list)  # These are the cells that are not as saved.
    trouble: str = ""


class Recorder:
    """A pytest plug-in that keeps what nbval saw of the cells that failed."""

    def __init__(self, result: Result):
        self.result = result

    def pytest_exception_interact(self, node: Any, call: "pytest.CallInfo[Any]") -> None:
        """Keep a cell that failed, or the reason why the notebook could not be run at all."""
        problem = str(call.excinfo and call.excinfo.value).strip()
        if call.when != "call":
            self.result.trouble = problem.split("\n")[0]
            return
        saved, now = (node.sanitize_outputs(each or []) for each in (node.cell.outputs, node.test_outputs))
        self.result.cells.append(Cell(node.cell_num + 1, node.cell.source, problem, saved, now))


def check(path: Path) -> Result:
    """Run a notebook as nbval does and compare each cell's output with the saved one."""
    result = _check(path)
    # Kernels that start at the same moment can be given the same port; the notebook is not at fault.
    return _check(path) if NOT_STARTED in result.trouble else result


def _check(path: Path) -> Result:
    import pytest

    result, said = Result(path), io.StringIO()
    options = [*OPTIONS, "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main([*options, str(path.resolve())], plugins=[Recorder(result), strict])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and not result.cells:
        result.trouble = result.trouble or said.getvalue().strip().split("\n")[-1]
    return result


def refresh(path: Path) -> Result:
    """Run a notebook and save it with its new outputs, unless a cell fails; return what changed."""
    result, written = Result(path), path.read_text(encoding="utf-8")
    old, new = (nbformat.reads(written, as_version=4) for _ in range(2))
    result.trouble = run_all(new, folder=path.resolve().parent)
    if result.trouble:
        return result
    for number, (before, after) in enumerate(zip(code_cells(old), code_cells(new), strict=True), start=1):
        if _without_count(before) != _without_count(after):
            result.cells.append(Cell(number, after.source, "changed", before.outputs, after.outputs))
        after.metadata.pop("execution", None)  # It holds times, which differ in every run.
    new.metadata.update(kernelspec=KERNEL, language_info={"name": "python"})
    text = nbformat.writes(new, indent=1, ensure_ascii=False) + "\n"
    if text != written:
        path.write_text(text, encoding="utf-8", newline="\n")
    return result


def run_all(notebook: NotebookNode, *, folder: Path) -> str:
    """Run a notebook in this Python, outputs into its cells; return why it should not be saved, or ""."""
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

    kernel = {"kernel_name": CURRENT_ENV_KERNEL_NAME, "kernel_spec_manager": NbvalKernelspecManager()}
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(**kernel),
        timeout=TIMEOUT,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,  # Otherwise a cell's printed text is split at random places.
        resources={"metadata": {"path": str(folder)}},
    )
    client.owns_km = True  # The client then stops the kernel as well.
    try:
        client.execute(stderr=subprocess.DEVNULL)  # Kernels log there for their developers.
    except CellExecutionError as error:
        return f"not saved: {error.ename}: {error.evalue}"
    except (CellTimeoutError, DeadKernelError) as error:
        return f"not saved: {str(error).strip().splitlines()[0]}"
    for number, cell in enumerate(code_cells(notebook), start=1):
        stopped = any(output.output_type == "error" for output in cell.outputs)
        if "raises-exception" in cell.metadata.get("tags", []) and not stopped:
            return f"not saved: In [{number}] {strict.DOES_NOT_STOP}"
    return ""


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the code cells, as nbval counts them."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _without_count(cell: NotebookNode) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in output.items() if name != "execution_count"}
        for output in cell.outputs
    ]


def in_parallel(job: Callable[[Path], Result], paths: list[Path], *, jobs: int) -> list[Result]:
    """Do a job for each notebook, the longest first, and show on a terminal how many are done."""
    quiet = patch.dict(os.environ, PYDEVD_DISABLE_FILE_VALIDATION="1")  # Kernels would warn otherwise.
    cells = {path: len(code_cells(nbformat.read(path, as_version=4))) for path in paths}
    longest_first = sorted(paths, key=cells.__getitem__, reverse=True)
    with quiet, ProcessPoolExecutor(min(jobs, len(paths)), multiprocessing.get_context("spawn")) as pool:
        futures = {path: pool.submit(job, path) for path in longest_first}
        for done, _ in enumerate(as_completed(futures.values()), 1):
            if sys.stderr.isatty():
                ending = "\r" if done < len(paths) else "\n"
                print(f"{done} of {len(paths)} notebooks are done", end=ending, file=sys.stderr, flush=True)
    return [futures[path].result() for path in paths]


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit lessons`."""
    parser.epilog = (
        "Examples:\n  python -m kit lessons\n  python -m kit lessons notebooks/04_count.ipynb"
        "\n  python -m kit lessons --refresh notebooks/04_count.ipynb"
    )
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK", help="default: all lessons")
    parser.add_argument("--refresh", action="store_true", help="save the new outputs and show what changed")
    parser.add_argument("--new", metavar="NN_NAME", help="write a new lesson's skeleton, such as 10_poems")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="notebooks at a time")


def main(arguments: Namespace) -> int:
    """Check or refresh the notebooks and print a summary; 1 if any is not as it should be."""
    need(LESSONS, "lessons")
    if arguments.new:
        print(f"Wrote {new_lesson(arguments.new)}. Fill it in, then save its outputs with --refresh.")
        return 0
    paths = arguments.notebooks or every_lesson()
    for path in paths:
        _refuse_what_is_no_notebook(path)
    jobs = max(1, arguments.jobs)
    results = in_parallel(refresh if arguments.refresh else check, paths, jobs=jobs)
    differing = [result.path for result in results if result.cells and not arguments.refresh]
    again = in_parallel(check, differing, jobs=jobs) if differing else []  # Those that differ are run twice.
    second = {(result.path, cell.number): cell for result in again for cell in result.cells}
    packages = packages_not_as_locked(ROOT / "uv.lock") if differing else ""
    for result in results:
        print("\n".join(_summary(result, second, packages, refreshed=arguments.refresh)))
    failed = [result for result in results if result.trouble or (result.cells and not arguments.refresh)]
    print(f"{len(results) - len(failed)} of {len(results)} notebooks are as they should be.")
    return 1 if failed else 0


def _summary(
    result: Result, second: dict[tuple[Path, int], Cell], packages: str, *, refreshed: bool
) -> Iterator[str]:
    """Yield the lines that report the result of one notebook."""
    ending = "saved; changed:" if refreshed else "not as saved:"
    state = result.trouble or (f"{len(result.cells)} cells {ending}" if result.cells else "as saved")
    edition = result.path.resolve().parent.parent.name
    yield f"{f'{edition}/' if edition in languages() else ''}{result.path.name}: {state}"
    for cell in result.cells:
        saved, now = difference(cell)
        yield f"  In [{cell.number}]  {cell.source.strip().splitlines()[0][:70]}"
        if not refreshed and cell.problem not in (
            "Cell outputs differ",
            "Cell execution caused an exception",
        ):
            yield f"    what:  {cell.problem}"
        if saved or now or refreshed:
            yield f"    saved: {saved or 'a picture'}"
            yield f"    now:   {now or 'another picture'}"
        if not refreshed:
            yield f"    why:   {reason(cell, second.get((result.path, cell.number)), packages)}"


def _refuse_what_is_no_notebook(path: Path) -> None:
    try:
        nbformat.validate(nbformat.read(path, as_version=4))
    except FileNotFoundError:
        raise TextError(f'lessons: there is no notebook "{path}". Its name ends in .ipynb.') from None
    except Exception as error:  # nbformat may raise anything.
        raise TextError(f'lessons: "{path}" is not a notebook ({type(error).__name__}).') from None
