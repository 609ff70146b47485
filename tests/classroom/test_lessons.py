"""`python -m kit lessons` on a notebook in which everything goes wrong, beside plain nbval on the same."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from cases import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kit.__main__ import main
from kit.classroom.lessons import command
from kit.classroom.lessons.command import OPTIONS
from kit.classroom.lessons.reasons import Cell, difference, packages_not_as_locked, reason
from kit.classroom.lessons.strict import DOES_NOT_STOP, NEVER_RUN

RAISES = {"tags": ["raises-exception"]}


def stream(text):
    return [new_output("stream", name="stdout", text=text)]


def value(text, **more):
    return [new_output("execute_result", {"text/plain": text, **more}, execution_count=1)]


def error(name, text):
    return [new_output("error", ename=name, evalue=text, traceback=[])]


CELLS = [  # code, saved outputs, what is wrong, a part of the reason
    ("28", value("28"), "", ""),
    ("print('أ', 9)", stream("أ 8\n"), "differ", "if that is meant, save it with --refresh"),
    ("import random; random.getrandbits(99)", value("5"), "differ", "different each time"),
    ("import time; print(time.strftime('%Y-%m-%d'))", stream("2017-11-05\n"), "differ", "a time or date"),
    ("print('/srv/b/x.txt')", stream("/srv/a/x.txt\n"), "differ", "a path of one machine"),
    ("object()", value("<object at 0x7f0000000000>"), "differ", "a memory address"),
    ("print(['b', 'a'])", stream("['a', 'b']\n"), "differ", "the order"),
    ("0.1 + 0.2", value("0.3000000000000001"), "differ", "the last digits"),
    ("28", value("28", **{"text/html": "<b>28</b>"}), "differ", "if that is meant"),
    ("1 / 0", error("ZeroDivisionError", "division by zero"), "exception", "the code fails"),
    ("import no_such", [], "exception", "a package is missing"),
    ("assert 1 == 2", [], "exception", "the prose relies on"),
    ("1 / 0", error("ZeroDivisionError", "division by zero"), "", ""),  # tagged
    ("1 / 1", value("1.0"), DOES_NOT_STOP, "take the tag away"),  # tagged
    ("print(1)", [], NEVER_RUN, "Restart Kernel and Run All Cells"),  # without execution count
]
TAGGED, UNRUN = (13, 14), 15  # as counted in Jupyter


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """A notebook of those cells, with prose between them, in a folder with notebooks/conftest.py."""
    cells = []
    for number, (code, saved, *_) in enumerate(CELLS, start=1):
        cell = new_code_cell(code, execution_count=number, outputs=saved, id=f"cell-{number}")
        if number in TAGGED:
            cell.metadata.update(RAISES)
        if number == UNRUN:
            cell.execution_count = None
        cells += [new_markdown_cell("prose", id=f"prose-{number}"), cell]
    folder = tmp_path_factory.mktemp("lessons")
    shutil.copy(ROOT / "notebooks" / "conftest.py", folder)
    path = folder / "broken lesson درس.ipynb"
    nbformat.write(
        new_notebook(
            cells=cells, metadata={"kernelspec": {"name": "none-such", "display_name": "None such"}}
        ),
        path,
    )
    return path


@pytest.mark.machine
def test_each_cell_gets_its_reason_and_plain_nbval_agrees(broken, capsys):
    plain = subprocess.Popen(
        [sys.executable, "-m", "pytest", *OPTIONS, "-v", "--tb=no", "-p", "no:cacheprovider", str(broken)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert main(["lessons", str(broken)]) == 1
    said = capsys.readouterr().out
    cells = dict(re.findall(r"  In \[(\d+)\] (.*?)(?=\n  In|\n\d)", said, flags=re.DOTALL))
    for number, (code, _, problem, why) in enumerate(CELLS, start=1):
        assert (str(number) in cells) == bool(problem), said
        if problem:
            about = cells[str(number)]
            assert code.splitlines()[0] in about
            assert why in re.search(r"why: +(.*)", about)[1], about
            assert problem in ("differ", "exception") or f"what:  {problem}" in about
    assert said.endswith("0 of 1 notebooks are as they should be.\n")
    assert "saved: أ 8\n    now:   أ 9\n" in said

    verdicts = re.findall(r"::Cell \d+ (\w+)", plain.communicate()[0])
    assert verdicts == ["FAILED" if problem else "PASSED" for _, _, problem, _ in CELLS]


def test_lessons_are_checked_with_the_documented_options():
    """The options of INSTRUCTORS.md are those of the command, paths aside."""
    said = (ROOT / "kit" / "classroom" / "lessons" / "command.py").read_text(encoding="utf-8")
    documented = re.search(r"`pytest (--nbval .*?) notebooks/`", said)[1].split()
    assert [option.replace(f"{ROOT}{os.sep}", "").replace(os.sep, "/") for option in OPTIONS] == documented


def test_a_kernel_that_does_not_start_is_started_again(tmp_path, monkeypatch):
    tries = [command.Result(tmp_path, trouble=command.NOT_STARTED), command.Result(tmp_path)]
    monkeypatch.setattr(command, "_check", lambda path: tries.pop(0))
    assert not command.check(tmp_path).trouble
    assert not tries


@pytest.mark.machine
def test_refresh_saves_what_came_and_nothing_of_a_lesson_that_fails(tmp_path, capsys):
    cells = [
        new_code_cell("6 * 7", execution_count=7, outputs=value("41"), id="six-by-seven"),
        new_code_cell("'as before'", execution_count=9, outputs=value("'as before'"), id="same"),
        new_code_cell("raise SystemError", metadata=RAISES, id="stops"),
    ]
    cells[0].metadata["execution"] = {"iopub.status.busy": "2017-11-05T10:00:00Z"}
    language = {"name": "python", "version": "3.8"}
    metadata = {"kernelspec": {"name": "other", "display_name": "Mine"}, "language_info": language}
    lesson, fails, runs_on = (tmp_path / f"{name}.ipynb" for name in ("lesson", "fails", "runs_on"))
    nbformat.write(new_notebook(cells=cells, metadata=metadata), lesson)
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0", id="only")]), fails)
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 1", metadata=RAISES, id="only")]), runs_on)
    before = fails.read_bytes(), runs_on.read_bytes()

    assert main(["lessons", "--refresh", str(lesson), str(fails), str(runs_on)]) == 1
    said = capsys.readouterr().out
    assert "lesson.ipynb: 2 cells saved; changed:\n  In [1]  6 * 7\n    saved: 41\n    now:   42\n" in said
    assert "now:   [error] SystemError:" in said
    assert "In [2]" not in said
    fresh = nbformat.read(lesson, as_version=4)
    assert [cell.id for cell in fresh.cells] == ["six-by-seven", "same", "stops"]
    assert [cell.execution_count for cell in fresh.cells] == [1, 2, 3]
    assert fresh.metadata.kernelspec.name == "python3"
    assert fresh.metadata.language_info == {"name": "python"}
    assert fresh.cells[0].metadata == {}
    assert lesson.read_text(encoding="utf-8") == nbformat.writes(fresh, indent=1, ensure_ascii=False) + "\n"

    assert "fails.ipynb: not saved: ZeroDivisionError: division by zero\n" in said
    assert f"runs_on.ipynb: not saved: In [1] {DOES_NOT_STOP}\n" in said
    assert (fails.read_bytes(), runs_on.read_bytes()) == before


def test_what_is_no_notebook_is_said_in_a_sentence(tmp_path, capsys):
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    for name, says in [("none.ipynb", "there is no notebook"), ("broken.ipynb", "is not a notebook")]:
        assert main(["lessons", str(tmp_path / name)]) == 2
        assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        ("Timeout of 60 seconds exceeded executing cell", "an endless loop"),
        ("Timeout of 60 seconds … Failed to interrupt kernel in 5 seconds", "Python itself stopped"),
        ("Kernel dead on test start", "Python itself stopped"),
    ],
)
def test_reasons_that_take_long_to_bring_about(problem, why):
    assert why in reason(Cell(1, "", problem, [], []))


def test_other_packages_are_named(tmp_path):
    lock = tmp_path / "uv.lock"
    lock.write_text(
        '[[package]]\nname = "arabic-text-kit"\ndependencies = [{ name = "pandas" }]\n'
        '[[package]]\nname = "pandas"\nversion = "0.1"\n',
        encoding="utf-8",
    )
    other = packages_not_as_locked(lock)
    assert re.fullmatch(r"pandas \d\S+ \(saved with 0\.1\)", other)
    cell = Cell(1, "", "Cell outputs differ", stream("a"), stream("b"))
    assert other in reason(cell, other_packages=other)
    assert packages_not_as_locked(tmp_path / "none") == ""


def test_a_difference_in_kind_only_is_told():
    cell = Cell(1, "", "", value("28"), value("28", **{"text/html": "<b>28</b>"}))
    assert difference(cell) == ("nothing", "[text/html] <b>28</b>")
