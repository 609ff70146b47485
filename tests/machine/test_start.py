"""start.py on a machine that has nothing but Python, and in the ways a machine can stand in its way."""

import ast
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest
from cases import ROOT
from packaging.requirements import Requirement

import start

SOURCE = (ROOT / "start.py").read_text(encoding="utf-8")
NO_NETWORK = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"} | dict.fromkeys(
    ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX"], "http://127.0.0.1:9/simple"
)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run start.py of that folder to its end."""
    command = [sys.executable, "start.py", *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, encoding="utf-8"
    )


def test_old_pythons_can_read_it():
    """They must get as far as the sentence that asks for a newer one."""
    newer = (ast.JoinedStr, ast.AnnAssign, ast.Starred, ast.NamedExpr, ast.Nonlocal, ast.AsyncFunctionDef)
    nodes = list(ast.walk(ast.parse(SOURCE)))
    assert SOURCE.isascii()
    assert not [ast.unparse(node) for node in nodes if isinstance(node, newer)]
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
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    pins = [Requirement(line) for line in start.pins(locked)]
    here = [pin.name for pin in pins if pin.marker is None or pin.marker.evaluate()]
    assert sorted(here) == sorted({pin.name for pin in pins})
    assert "arabic-text-kit" not in here


def test_student_gets_lessons_that_nobody_has_run(tmp_path):
    """A saved output would give away what the lesson asks to guess."""
    assert start.fill(tmp_path) == []
    for lesson in ROOT.glob("notebooks/*.ipynb"):
        given = json.loads((tmp_path / "notebooks" / lesson.name).read_bytes())
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


# --- a fresh copy of the course ----------------------------------------------

unix = pytest.mark.skipif(os.name == "nt", reason="presses Ctrl+C the Unix way")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course as a newcomer has it, in a folder whose name has a space and Arabic letters."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()]
    folder = tmp_path_factory.mktemp("start") / "my course دروس"
    (folder.parent / "home").mkdir()
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".git", *ignored))
    return folder


def at_home(folder: Path) -> dict[str, str]:
    """An environment with an empty home; what uv has downloaded once is not downloaded again."""
    cache = subprocess.check_output([sys.executable, "-m", "uv", "cache", "dir"], text=True).strip()
    return os.environ | {"HOME": str(folder.parent / "home"), "UV_CACHE_DIR": cache}


class Lessons:
    """start.py running, until the block ends with Ctrl+C: what it printed and the address it gave."""

    def __init__(self, folder: Path, port: int):
        self.process = subprocess.Popen(
            [sys.executable, "start.py", "--no-browser", "--port", str(port)],
            cwd=folder,
            env=at_home(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        self.printed = ""
        self.address = ""

    def __enter__(self):
        for line in self.process.stdout:
            self.printed += line
            if "http://" in line:
                self.address = line.strip()
            if "Ctrl+C" in line:
                break
        assert self.address, self.printed
        return self

    def __exit__(self, *exception):
        os.killpg(self.process.pid, signal.SIGINT)
        self.printed += self.process.stdout.read()
        assert self.process.wait(30) == 0, self.printed

    def get(self, path: str) -> str:
        """What the server answers."""
        address = self.address.replace("/lab/tree/notebooks/00_start.ipynb", path)
        return urllib.request.urlopen(address).read().decode()


def test_python_without_its_venv_module_is_told(course, tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError('No module named ensurepip')")
    done = run(course, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("This Python lacks its venv module: on Debian or Ubuntu run")
    assert len(done.stderr.splitlines()) == 1


@unix
def test_folder_that_cannot_be_written_is_told(course):
    command = [sys.executable, "start.py"]
    if os.geteuid() != 0:
        course.chmod(0o555)
    elif shutil.which("bwrap"):  # root may write anywhere but in a file system mounted read-only
        command = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", course, course, "--chdir", course, *command]
    else:
        pytest.skip("needs bubblewrap when run as root (Debian: apt install bubblewrap)")
    done = subprocess.run(command, cwd=course, capture_output=True, encoding="utf-8")
    course.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr == (
        f"Nothing can be saved in {course}: copy it to a folder of your own and run it there.\n"
    )


def test_without_network_one_sentence_says_so(course):
    done = run(course, **NO_NETWORK)
    assert done.returncode == 1
    assert done.stderr == (
        "The packages could not be fetched: check this machine's network, then run this again.\n"
    )
    assert (course / ".venv").exists()  # half-made: the next test starts from it


@unix
def test_first_start_makes_everything(course):
    with Lessons(course, 8950) as lessons:
        assert json.loads(lessons.get("/api/status"))["kernels"] == 0
        assert 'dir="rtl"' in lessons.get("/custom/custom.css")
        notification = "/lab/api/settings/@jupyterlab/apputils-extension:notification"
        settings = json.loads(lessons.get(notification))["schema"]["properties"]
        assert settings["fetchNews"]["default"] == "false"
        assert settings["checkForUpdates"]["default"] is False
    given = {path.relative_to(course / "work").as_posix() for path in course.glob("work/*/*")}
    courses = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/*.md"), *ROOT.glob("exercises/*.ipynb")]
    assert given == {path.relative_to(ROOT).as_posix() for path in courses}
    assert "Stopped. Your work is saved in" in lessons.printed
    assert "Traceback" not in lessons.printed


@unix
def test_second_start_installs_nothing_and_keeps_what_a_student_did(course):
    mine, gone, updated = (
        course / "work" / "notebooks" / f"{name}.ipynb" for name in ("00_start", "01_read", "02_clean")
    )
    mine.write_text("mine", encoding="utf-8")
    gone.unlink()
    (course / "notebooks" / updated.name).write_text("a newer edition", encoding="utf-8")
    before = updated.read_bytes()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with Lessons(course, port) as lessons:
            assert f":{port}/" not in lessons.address
            again = subprocess.run(
                [sys.executable, "start.py", "--no-browser"],
                cwd=course,
                env=at_home(course),
                capture_output=True,
                encoding="utf-8",
            )
    assert "The lessons are already open at this address:" in again.stdout, again.stderr
    assert lessons.address in again.stdout
    assert "Installing" not in lessons.printed
    assert mine.read_text(encoding="utf-8") == "mine"
    assert gone.read_bytes() == start.without_outputs(course / "notebooks" / gone.name)
    assert updated.read_bytes() == before
    assert "A newer notebooks/02_clean.ipynb has come; yours is kept." in lessons.printed
    assert lessons.printed.count("newer") == 1


def test_moved_folder_is_set_up_anew(course):
    moved = course.rename(course.with_name("moved"))
    code = "import start; start.set_up(); print(start.run([start.PYTHON, '-c', 'import kit; print(kit)'])[1])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=moved, env=at_home(moved), capture_output=True, encoding="utf-8"
    )
    assert "Making a folder" in done.stdout, done.stdout + done.stderr
    assert str(moved / "kit") in done.stdout
