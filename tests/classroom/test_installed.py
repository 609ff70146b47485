"""`kit` without its repository, or in one that cannot be written: a command works or says what it needs."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cases import ROOT

pytestmark = pytest.mark.machine  # Every command begins a Python of its own.


def kit(place: Path, here: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run a command of the kit that lies in a place, from another folder."""
    env = os.environ | {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1", "KIT_WORK": str(here)}
    command = [sys.executable, "-P", "-m", "kit", *arguments]
    return subprocess.run(command, cwd=here, env=env | environment, capture_output=True, encoding="utf-8")


def copy(place: Path, *folders: str) -> Path:
    for folder in folders:
        ignore = shutil.ignore_patterns(".corpus", ".ipynb_checkpoints")
        shutil.copytree(ROOT / folder, place / folder, ignore=ignore)
    return place


def state(folder: Path) -> dict[str, int]:
    """When each file below a folder was written."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in files}


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """What an ordinary installation leaves: kit, with the texts among its data, and nothing beside it."""
    place = copy(tmp_path_factory.mktemp("site-packages"), "kit")
    shutil.copytree(ROOT / "seeds", place / "kit" / "data" / "seeds", dirs_exist_ok=True)
    return place


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course where an instructor may read it but keeps work elsewhere."""
    return copy(tmp_path_factory.mktemp("course"), "kit", "notebooks", "exercises", "seeds")


@pytest.mark.parametrize(
    ("command", "folder"),
    [
        ("lessons", "notebooks"),
        ("exercises", "source"),
        ("exercises 01_read --nbgrader there", "source"),
        ("slides 05", "notebooks"),
    ],
)
def test_command_that_needs_the_repository_says_so(package, tmp_path, command, folder):
    before = state(package)
    done = kit(package, tmp_path, *command.split())
    assert done.returncode == 2
    assert done.stderr == (
        f"{command.split()[0]}: this needs the course's folder {folder}, which is not beside this kit. "
        "Download the whole course and run the command in there.\n"
    )
    assert state(package) == before


def test_wheel_is_that_package(package, tmp_path):
    """Nothing of the course lies beside kit, such as a top-level `seeds`; `kit.classroom` is in it."""
    build = [sys.executable, "-m", "uv", "build", "--wheel", "--quiet", "--out-dir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, capture_output=True, encoding="utf-8")
    if "error sending request" in done.stderr:
        pytest.skip("needs the network")
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert {name for name in names if not name.startswith("kit/")} == {
        f"{wheel.name.removesuffix('-py3-none-any.whl')}.data/data/etc/ipython/ipython_config.py"
    }
    copied = {name for name in state(package) if "__pycache__" not in name}
    assert {name for name in names if name.startswith("kit/")} == copied
    assert {"kit/py.typed", "kit/data/seeds/second.txt", "kit/classroom/repository.py"} <= names


def test_students_commands_need_no_repository(package, tmp_path):
    shutil.copyfile(ROOT / "notebooks" / "01_read.ipynb", tmp_path / "mine.ipynb")
    before = {name for name in state(package) if "__pycache__" not in name}
    for command in (
        "progress",
        "report mine.ipynb --out mine.html",
        "slides mine.ipynb --out . --no-browser",
    ):
        done = kit(package, tmp_path, *command.split())
        assert (done.returncode, done.stderr) == (0, ""), command
    code = "from kit.read import article; print(len(article()))"
    env = os.environ | {"PYTHONPATH": str(package)}
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, env=env, capture_output=True)
    assert int(done.stdout) > 3000
    assert {name for name in state(package) if "__pycache__" not in name} == before


@pytest.mark.parametrize(
    ("command", "written"),
    [
        ("exercises 01_read --nbgrader there", "there/source/01_read/01_read_exercise.ipynb"),
        ("exercises 01_read --solutions there", "there/01_read_exercise.ipynb"),
        ("exercises 01_read --for-marks there", "there/exercises/01_read_exercise.ipynb"),
        ("slides 01 --out there --no-browser", "there/01_read.html"),
    ],
)
def test_command_writes_only_where_it_is_told(course, tmp_path, command, written):
    before = state(course)
    done = kit(course, tmp_path, *command.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / written).exists(), sorted(state(tmp_path))
    assert state(course) == before
    assert {path.name for path in tmp_path.iterdir()} == {"there"}


@pytest.mark.parametrize("command", ["exercises 01_read --solutions", "slides 01 --no-browser --out"])
def test_folder_that_cannot_be_written_is_told_in_one_sentence(course, tmp_path, command):
    (tmp_path / "taken").touch()
    done = kit(course, tmp_path, *command.split(), "taken/there")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_arabic_goes_into_a_file_where_the_system_writes_an_old_encoding(course, tmp_path):
    """Windows writes cp1252 into a file that `>` names: it has no Arabic letter."""
    done = kit(course, tmp_path, "slides", "درس", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert 'there is no lesson "درس"' in done.stderr
    said = ["slides", "01", "--no-browser", "--out", "درس"]
    done = kit(course, tmp_path, *said, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert "درس" in done.stdout
    assert done.returncode == 0
