"""environment.yml, pyproject.toml and uv.lock name the same packages, for every system."""

import subprocess
import sys
import tomllib
from urllib.parse import unquote

import pytest
import yaml
from cases import ROOT
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import parse_wheel_filename

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
        return {requirement.name: str(requirement.specifier) for requirement in map(Requirement, lines)}

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


# --- a wheel for every machine -------------------------------------------------

LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
PYTHONS = range(11, 16)
SYSTEMS = {  # what markers ask for, and the endings of the platforms whose wheels do
    "Windows": ("win32", "nt", "Windows", "AMD64", "win", "amd64"),
    "Windows on ARM": ("win32", "nt", "Windows", "ARM64", "win", "arm64"),
    "macOS, Intel": ("darwin", "posix", "Darwin", "x86_64", "macosx", "x86_64"),
    "macOS, ARM": ("darwin", "posix", "Darwin", "arm64", "macosx", "arm64"),
    "Linux": ("linux", "posix", "Linux", "x86_64", "manylinux", "x86_64"),
    "Linux on ARM": ("linux", "posix", "Linux", "aarch64", "manylinux", "aarch64"),
}
NONE = {  # each with what the course does about it
    ("pyspark", "*", "*"): "is pure Python and built from its source, for the tests of lesson 9 only",
    ("pyyaml", "Windows on ARM", 11): "start.py asks for Python 3.12 there",
}


def closure(system: str, python: int, patch: int = 6) -> dict[str, dict]:
    """What the lock installs for students and for the tests on one system and Python."""
    kind, os_name, name, machine, *_ = SYSTEMS[system]
    env = {
        "sys_platform": kind,
        "os_name": os_name,
        "platform_system": name,
        "platform_machine": machine,
        "python_version": f"3.{python}",
        "python_full_version": f"3.{python}.{patch}",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    [course] = (package for package in LOCK if package["name"] == "arabic-text-kit")
    todo = (
        course["dependencies"] + course["optional-dependencies"]["corpus"] + course["dev-dependencies"]["dev"]
    )
    installed: dict[str, dict] = {}
    while todo:
        wanted = todo.pop()
        if "marker" in wanted and not Marker(wanted["marker"]).evaluate(env):
            continue
        [package] = (
            candidate
            for candidate in LOCK
            if candidate["name"] == wanted["name"]
            and wanted.get("version", candidate["version"]) == candidate["version"]
            and any(
                Marker(text).evaluate(env) for text in candidate.get("resolution-markers", ["extra == ''"])
            )
        )
        if package["name"] not in installed:
            installed[package["name"]] = package
            todo = todo + package.get("dependencies", [])
        for extra in wanted.get("extra", []):
            todo = todo + package["optional-dependencies"][extra]
    return installed


def fits(tag, system: str, python: int) -> bool:
    """Whether a wheel with that tag can be installed on that system and Python."""
    *_, start_of, end_of = SYSTEMS[system]
    platform = tag.platform == "any" or (
        tag.platform.startswith(start_of) and tag.platform.endswith((end_of, "universal2"))
    )
    if not tag.interpreter.startswith("cp"):
        return platform and tag.interpreter in ("py3", f"py3{python}")
    made_for = int(tag.interpreter[3:])
    return platform and (made_for == python if tag.abi != "abi3" else made_for <= python)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_locked_package_has_a_wheel_for(system, python):
    installed = closure(system, python)
    assert {"jupyterlab", "matplotlib", "duckdb", "pytest"} <= set(installed)
    assert ("pyarrow" in installed) == (system != "Windows on ARM")
    without = {
        name
        for name, package in installed.items()
        if not any(
            fits(tag, system, python)
            for wheel in package.get("wheels", [])
            for tag in parse_wheel_filename(unquote(wheel["url"].rsplit("/", 1)[1]))[3]
        )
    }
    assert without == {
        name for name, where, which in NONE if where in ("*", system) and which in ("*", python)
    }


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_is_the_same_for_every_patch_of_a_python(python):
    """A stick is packed with one of them and used with others."""
    for system in SYSTEMS:
        oldest, newest = closure(system, python, patch=0), closure(system, python, patch=99)
        assert [(name, package["version"]) for name, package in sorted(oldest.items())] == [
            (name, package["version"]) for name, package in sorted(newest.items())
        ]
