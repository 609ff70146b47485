"""start.py on a machine that has nothing but Python, and in the ways a machine can stand in its way."""

import functools
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from cases import ROOT, handed_out

import start

NO_NETWORK = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"} | dict.fromkeys(
    ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX"], "http://127.0.0.1:9/simple"
)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run start.py of that folder to its end."""
    command = [sys.executable, "start.py", *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, encoding="utf-8"
    )


unix = pytest.mark.skipif(os.name == "nt", reason="presses Ctrl+C the Unix way")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course as a newcomer has it, in a folder whose name has a space and Arabic letters."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()]
    folder = tmp_path_factory.mktemp("start") / "my course دروس"
    (folder.parent / "home").mkdir()
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".git", *ignored))
    return folder


@functools.cache
def caches() -> dict[str, str]:
    """Where uv and pip keep what they have downloaded, so that it is not downloaded again."""
    ask = {name: [sys.executable, "-m", name, "cache", "dir"] for name in ("uv", "pip")}
    return {
        f"{name.upper()}_CACHE_DIR": subprocess.check_output(command, text=True).strip()
        for name, command in ask.items()
    }


def at_home(folder: Path) -> dict[str, str]:
    """An environment with an empty home."""
    return os.environ | {"HOME": str(folder.parent / "home")} | caches()


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
            # Whoever runs the tests in the background may have told them to ignore Ctrl+C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
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
    # PIP_NO_COMPILE=0 is how pip is told not to compile what is hardly used here.
    env = os.environ | NO_NETWORK | {"HOME": str(tmp_path), "PIP_NO_COMPILE": "0"}
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, encoding="utf-8")
    assert str(copy / "kit") in done.stdout, done.stdout + done.stderr


@unix
def test_stick_for_another_python_goes_on_to_the_network(stick, tmp_path):
    copy = shutil.copytree(stick, tmp_path / "copy", ignore=shutil.ignore_patterns("*.whl"))
    done = run(copy, **NO_NETWORK)
    assert f"not for Python 3.{sys.version_info[1]}." in done.stdout
    assert done.stderr.startswith("The packages could not be fetched: check this machine's network")
