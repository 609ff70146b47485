"""start.py on a machine that has nothing but Python, and in the ways a machine can stand in its way."""

import ast
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path
from types import SimpleNamespace

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


def handed_out() -> set[str]:
    """The files of each edition that a student gets."""
    kinds = ["notebooks/*.ipynb", "notebooks/*.md", "exercises/*.ipynb"]
    places = [ROOT / folder for folder in ("", "ar")]
    return {
        path.relative_to(ROOT).as_posix() for place in places for kind in kinds for path in place.glob(kind)
    }


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
    monkeypatch.setattr(start, "choose_language", done.append)
    monkeypatch.setattr(start, "open_lessons", lambda port, browser: done.append(port))
    monkeypatch.setattr(signal, "signal", lambda *given: None)
    assert start.main(["--lang", "ar"]) == 0
    assert done == ["ar", 8888]


def test_a_language_that_the_course_lacks_is_said(tmp_path):
    with pytest.raises(start.StartError, match="choose one of: en, ar"):
        start.choose_language("xx", tmp_path)


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
    code += "with start.alone(): print(1, flush=True); time.sleep(2)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as other:
        other.stdout.readline()  # it has begun
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

    def __init__(self, folder: Path, port: int, browser: str = ""):
        command = [sys.executable, "start.py", "--no-browser", "--port", str(port)]
        self.process = subprocess.Popen(
            [word for word in command if not (browser and word == "--no-browser")],
            cwd=folder,
            env=at_home(folder) | {"BROWSER": browser},
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
    given = {path.relative_to(course / "work").as_posix() for path in course.glob("work/*/**/*.*")}
    assert given == handed_out()
    assert "Stopped. Your work is saved in" in lessons.printed
    assert "Traceback" not in lessons.printed


@unix
def test_browser_is_sent_to_an_address_not_to_a_file(course, tmp_path):
    """Browsers from a snap, from a store or outside WSL may not read files of this folder."""
    browser = tmp_path / "browser"
    part, shown = tmp_path / "part", tmp_path / "shown"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{part}" && mv "{part}" "{shown}"\n')
    browser.chmod(0o755)
    with Lessons(course, 8960, browser=str(browser)) as lessons:
        for _ in range(300):
            if shown.exists():
                break
            time.sleep(0.1)
        assert shown.read_text() == lessons.address


@unix
def test_second_start_installs_nothing_and_keeps_what_a_student_did(course):
    mine, gone, updated = (
        course / "work" / "notebooks" / f"{name}.ipynb" for name in ("00_start", "01_read", "02_clean")
    )
    mine.write_text("mine", encoding="utf-8")
    gone.unlink()
    assert json.loads((course / ".venv" / "ready.json").read_text(encoding="utf-8"))["dev"] is False
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


# --- a stick for a room without network ---------------------------------------


@pytest.fixture(scope="module")
def stick(course, tmp_path_factory) -> Path:
    """The folder that `start.py pack` makes, with the packages for this system only."""
    folder = tmp_path_factory.mktemp("stick") / "my stick دروس"
    folder.mkdir()
    here = f"{platform.machine().lower().replace('arm64', 'aarch64')}-{PLATFORM}"
    code = f"""import start, sys
start.SYSTEMS = {{name: names for name, names in start.SYSTEMS.items() if name.startswith({here!r})}}
sys.exit(start.main(["pack", {str(folder)!r}]))"""
    [moved] = [path for path in (course, course.with_name("moved")) if path.exists()]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=moved, env=at_home(moved), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Done: " in done.stdout
    assert "There are none" not in done.stdout
    return folder / "arabic-text-kit"


PLATFORM = {"linux": "manylinux", "darwin": "apple", "win32": "pc-windows"}[sys.platform]


def test_stick_has_the_course_and_the_packages(stick):
    assert not any((stick / name).exists() for name in (".venv", "work", ".git", ".start.lock"))
    assert (stick / "notebooks" / "00_start.ipynb").exists()
    names = {path.name.split("-")[0] for path in (stick / "wheels").glob("*.whl")}
    assert {"jupyterlab", "pandas", "duckdb", "hatchling", "editables"} <= names


@unix
def test_stick_starts_where_there_is_no_network(stick, tmp_path):
    copy = shutil.copytree(stick, tmp_path / "دروس copy")
    code = """import start
start.set_up()
print(start.run([start.PYTHON, "-c", "import kit.chart as kit; print(kit)"])[1])"""
    command = [sys.executable, "-c", code]
    if shutil.which("unshare") and os.geteuid() == 0:  # without any network, not only without an index
        command = ["unshare", "--net", *command]
    env = os.environ | NO_NETWORK | {"HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, encoding="utf-8")
    assert str(copy / "kit") in done.stdout, done.stdout + done.stderr


@unix
def test_stick_for_another_python_goes_on_to_the_network(stick, tmp_path):
    copy = shutil.copytree(stick, tmp_path / "copy")
    for wheel in (copy / "wheels").glob("*.whl"):
        wheel.unlink()
    done = run(copy, **NO_NETWORK)
    assert f"not for Python 3.{sys.version_info[1]}." in done.stdout
    assert done.stderr.startswith("The packages could not be fetched: check this machine's network")
