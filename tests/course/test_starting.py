"""What start.py does without a network, a browser or an environment of its own: the files, the sentences."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest
from cases import ROOT, handed_out
from packaging.requirements import Requirement

import start
from kit.classroom import pyodide
from kit.classroom.site.build import build_site
from kit.errors import TextError

SOURCE = (ROOT / "start.py").read_text(encoding="utf-8")


def test_old_pythons_can_read_it():
    """They must get as far as the message that asks for a newer Python."""
    newer = (ast.JoinedStr, ast.AnnAssign, ast.Starred, ast.NamedExpr, ast.Nonlocal, ast.AsyncFunctionDef)
    nodes = list(ast.walk(ast.parse(SOURCE)))
    assert SOURCE.isascii()
    last = [node.args[-1] for node in nodes if isinstance(node, ast.Call) and node.args]  # f(*words) is old
    assert not [ast.unparse(node) for node in nodes if isinstance(node, newer) and node not in last]
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            new = [node.returns, node.args.kwonlyargs, node.args.posonlyargs]
            assert not any(new), node.name
            assert not any(argument.annotation for argument in node.args.args), node.name
        assert not (isinstance(node, ast.Raise) and node.cause), "raise ... from ... is new"


@pytest.mark.parametrize("version", ["2.7.18", "3.6.15", "3.10.13"])
def test_old_python_is_told_in_one_sentence(version):
    numbers = tuple(map(int, version.split(".")))
    pretend = f"import sys; sys.version_info, sys.version = {numbers}, '{version} (main)'"
    code = f"{pretend}; exec(compile(open('start.py').read(), 'start.py', 'exec'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith(f"The course needs Python 3.11 or newer; this is {version}.")
    assert len(done.stderr.splitlines()) == 1


def test_lock_becomes_one_version_a_package_for_pip():
    pins = [Requirement(line) for line in start.pins()]
    here = [pin.name for pin in pins if pin.marker is None or pin.marker.evaluate()]
    assert sorted(here) == sorted({pin.name for pin in pins})
    assert "arabic-text-kit" not in here


def test_student_gets_lessons_that_nobody_has_run(tmp_path):
    """A saved output would give away what the lesson asks to guess."""
    assert start.fill(tmp_path) == []
    for lesson in [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("ar/notebooks/*.ipynb")]:
        given = json.loads((tmp_path / lesson.relative_to(ROOT)).read_bytes())
        wanted = json.loads(lesson.read_bytes())
        assert any(cell.get("outputs") for cell in wanted["cells"])
        for cell in wanted["cells"]:
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
        assert given == wanted


def test_what_a_student_saved_is_never_written_again_nor_called_old(tmp_path):
    start.fill(tmp_path)
    run_and_saved = tmp_path / "notebooks" / "00_start.ipynb"
    shutil.copyfile(ROOT / "notebooks" / "00_start.ipynb", run_and_saved)
    before = run_and_saved.read_bytes()
    assert start.fill(tmp_path) == []
    assert run_and_saved.read_bytes() == before


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"lock": '])
def test_what_start_remembers_may_be_damaged(tmp_path, content):
    """A start that was cut off, or a full disk, may leave half a file."""
    start.fill(tmp_path)
    mine = tmp_path / "notebooks" / "00_start.ipynb"
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / ".editions.json").write_text(content, encoding="utf-8")
    assert start.fill(tmp_path) == []
    assert mine.read_text(encoding="utf-8") == "mine"
    assert "notebooks/01_read.ipynb" in start.remembered(tmp_path / ".editions.json")
    assert [path.name for path in tmp_path.glob(".editions*")] == [".editions.json"]


def test_copy_of_what_the_course_no_longer_has_is_kept_and_told_once(tmp_path):
    start.fill(tmp_path)
    old = tmp_path / "exercises" / "01_old.ipynb"
    old.write_text("mine", encoding="utf-8")
    given = start.remembered(tmp_path / ".editions.json") | {"exercises/01_old.ipynb": "some edition"}
    start.remember(tmp_path / ".editions.json", given)
    told = ["The course no longer has exercises/01_old.ipynb, or calls it otherwise; yours is kept."]
    assert start.fill(tmp_path) == told
    assert start.fill(tmp_path) == []
    assert old.read_text(encoding="utf-8") == "mine"


def test_what_a_hub_hands_out_is_this_edition_without_solutions(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_old.ipynb").touch()
    start.hand_out(tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert names == handed_out()


def test_a_language_once_chosen_stays(tmp_path):
    assert start.first_page(tmp_path) == "/lab/tree/notebooks/00_start.ipynb"
    start.choose_language("ar", tmp_path)
    assert start.first_page(tmp_path) == "/lab/tree/ar/notebooks/00_start.ipynb"
    start.fill(tmp_path)
    assert (tmp_path / start.first_page(tmp_path).removeprefix("/lab/tree/")).is_file()
    start.choose_language("en", tmp_path)
    assert start.first_page(tmp_path) == "/lab/tree/notebooks/00_start.ipynb"


def test_language_is_taken_from_the_command_line(monkeypatch):
    done = []
    monkeypatch.setattr(start, "open_lessons", lambda port, language, browser: done.append((port, language)))
    monkeypatch.setattr(signal, "signal", lambda *given: None)
    assert start.main(["--lang", "ar"]) == 0
    assert done == [(8888, "ar")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("nonsense", "start.py: unrecognized arguments: nonsense. "),
        ("--port abc", "start.py: argument --port: invalid int value: 'abc'. "),
        ("--lang xx", "start.py: argument --lang: invalid choice: 'xx' (choose from "),
        ("pack", "Name the folder to pack the course into: python3 start.py pack FOLDER"),
        ("pack one two", "Name the folder to pack the course into: python3 start.py pack FOLDER"),
    ],
)
def test_what_cannot_be_typed_is_told_in_one_sentence(monkeypatch, capsys, typed, told):
    monkeypatch.setattr(signal, "signal", lambda *given: None)
    assert start.main(typed.split()) == 1
    said = capsys.readouterr()
    assert said.err.startswith(told)
    assert not said.out
    assert len(said.err.splitlines()) == 1


def test_stick_that_is_no_folder_is_told_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(start, "set_up", lambda: None)
    (tmp_path / "file").touch()
    with pytest.raises(start.StartError, match=r"cannot be copied to .*: name a folder"):
        start.pack(["pack", str(tmp_path / "file")])


@pytest.mark.parametrize("content", [b"xx", b"", b"\xff"])
def test_what_remembers_the_language_may_be_damaged(tmp_path, content):
    (tmp_path / "language.txt").write_bytes(content)
    assert start.first_page(tmp_path) == "/lab/tree/notebooks/00_start.ipynb"


FULL = [
    "error: Failed to write: No space left on device (os error 28)",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    "There is not enough space on the disk. (os error 112)",
    "OSError: [Errno 122] Disk quota exceeded",
]


@pytest.mark.parametrize("output", FULL)
def test_full_disk_is_told_with_what_the_packages_take(output):
    said = str(start.failure(output, "otherwise"))
    assert said == (
        "The disk is full: the packages take 700 MB and 20,000 files. Make room, then run this again."
    )


def test_disk_without_room_is_told_before_anything_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start.shutil, "disk_usage", lambda folder: SimpleNamespace(free=10**8))
    with pytest.raises(start.StartError, match="The disk is full"):
        start.make_venv()
    assert not start.VENV.exists()


def test_folder_whose_name_python_cannot_take_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "HERE", tmp_path / f"week 1{os.pathsep} words")
    with pytest.raises(start.StartError, match="rename that, then run this again"):
        start.make_venv()


def test_one_start_waits_for_another(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(start, "HERE", tmp_path)
    code = f"import start, pathlib, time; start.HERE = pathlib.Path({str(tmp_path)!r})\n"
    code += "with start.alone(): print(1, flush=True); time.sleep(1)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as other:
        other.stdout.readline()  # Now it has begun.
        with start.alone():
            assert other.wait(10) == 0
    assert capsys.readouterr().out == "Another start.py is at work in this folder: waiting for it ...\n"
    with start.alone():
        pass
    assert capsys.readouterr().out == ""


def test_kit_is_found_without_what_an_installer_leaves_for_that(tmp_path):
    """Before Python 3.12, Windows reads that file in an old encoding: an Arabic folder is not found."""
    env = start.environment() | {"PYTHONNOUSERSITE": "1"}
    code = "import kit, sys; print(kit.__file__, 'foreign' in sys.path)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8"
    )
    assert done.stdout == f"{ROOT / 'kit' / '__init__.py'} False\n", done.stderr


def test_foreign_pythonpath_is_not_passed_on(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert start.environment()["PYTHONPATH"] == str(ROOT)


def test_what_is_compiled_is_kept(monkeypatch):
    """Some system images forbid it by a variable; then every Python would compile pandas anew."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in start.environment()


def test_what_pytest_does_not_know_is_told_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(start, "set_up", lambda dev: None)
    monkeypatch.setattr(start, "PYTHON", sys.executable)
    assert start.main(["test", "--nonsense"]) == 1
    assert capsys.readouterr().err.startswith("start.py: test: unrecognized arguments: --nonsense. What")


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_site_that_can_be_no_folder_is_refused_before_anything_is_fetched(tmp_path, monkeypatch, place):
    monkeypatch.setattr(pyodide, "fetch", lambda *_, **__: pytest.fail("fetched"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TextError, match="cannot be a folder"):
        build_site(tmp_path / place)
