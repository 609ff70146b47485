"""environment.yml, pyproject.toml and uv.lock name the same packages, for every system."""

import subprocess
import sys
import tomllib

import pytest
import yaml
from cases import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
PIP = CONDA[-1]["pip"]


def uv(*arguments: str, text: str = "") -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "uv", *arguments]
    return subprocess.run(command, cwd=ROOT, input=text, capture_output=True, encoding="utf-8")


def named() -> list[str]:
    """What environment.yml asks for, but for Python, pip and the course itself."""
    return [line for line in [*CONDA[:-1], *PIP[:-1]] if not line.startswith(("python=", "pip"))]


def test_conda_gets_the_packages_of_the_project():
    def by_name(lines):
        return {one.name: str(one.specifier) for one in map(Requirement, lines)}

    project = PROJECT["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["corpus"]
    assert by_name(named()) == by_name(wanted)


def test_conda_gets_a_python_the_project_works_with():
    assert CONDA[0].removeprefix("python=") in SpecifierSet(PROJECT["project"]["requires-python"])


def test_conda_installs_the_course_itself_last():
    assert PIP[-1] == "-e ."
    assert {"arabic-reshaper", "python-bidi"} <= {Requirement(line).name for line in PIP[:-1]}


def test_lock_is_in_step_with_the_project():
    done = uv("lock", "--check", "--offline")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_packages_exist_for(system):
    options = [
        "--python-platform",
        system,
        "--python-version",
        CONDA[0].removeprefix("python="),
        "--only-binary",
        ":all:",
    ]
    done = uv("pip", "compile", "-", "--quiet", "--no-header", *options, text="\n".join(named()))
    if "error sending request" in done.stderr or "dns error" in done.stderr:
        pytest.skip("needs the network")
    assert done.returncode == 0, done.stderr
    assert ("pywin32" in done.stdout or "colorama" in done.stdout) == (system == "windows")
    assert ("appnope" in done.stdout) == (system == "macos")
