"""The house: what is public is said, typed and explained, and a lesson's parts share its name."""

import ast
import importlib
import inspect
import re
import runpy
from pathlib import Path

import pytest
from cases import ROOT
from lessons import LESSONS

KIT = ROOT / "kit"
NAMES = [path.stem for path in LESSONS if not path.stem.startswith("99")]
FILES = sorted(path for path in KIT.rglob("*.py") if "classroom" not in path.parts)


def module_of(path: Path) -> str:
    """Return the name a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = [
    module_of(path) for path in FILES if path.name not in ("__main__.py",) and path.parent.name != "kit"
]
MODULES += [module_of(path) for path in KIT.glob("[a-z]*.py")]
TOP = sorted(path.stem for path in KIT.glob("[a-z]*.py")) + sorted(
    path.parent.name for path in KIT.glob("[a-z]*/__init__.py")
)


def public(module_name: str):
    """Return the names in a module's `__all__`, each with its object."""
    module = importlib.import_module(module_name)
    return [(name, getattr(module, name)) for name in module.__all__]


@pytest.mark.parametrize("name", NAMES)
def test_lesson_module_test_and_exercise_share_a_name(name):
    word = name.split("_")[1]
    if word != "start":  # lesson 0 needs no module of its own
        assert word in TOP
        assert (ROOT / "tests" / "kit" / f"test_{word}.py").exists()
    assert (ROOT / "exercises" / f"{name}_exercise.ipynb").exists()
    assert (ROOT / "exercises" / "source" / f"{name}.ipynb").exists()


def test_lessons_are_numbered_without_a_gap():
    assert [int(name[:2]) for name in NAMES] == list(range(len(NAMES)))


@pytest.mark.parametrize("name", [name for name in TOP if name != "classroom"])
def test_every_room_has_a_test_file(name):
    assert (ROOT / "tests" / "kit" / f"test_{name}.py").exists()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_is_public(name):
    module = importlib.import_module(name)
    assert list(module.__all__) == sorted(module.__all__)
    assert set(module.__all__) <= set(vars(module))


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_are_typed_explained_and_show_an_example(name):
    for label, thing in public(name):
        if (
            label == "add_arguments"
            or not callable(thing)
            or not getattr(thing, "__module__", "").startswith("kit")
        ):
            continue  # It is a constant or an alias of a type.
        assert thing.__doc__, f"{name}.{label} has no docstring"
        function = inspect.unwrap(thing)
        if inspect.isfunction(function):
            assert ">>>" in function.__doc__, f"{name}.{label} has no example"
            signature = inspect.signature(function)
            assert signature.return_annotation is not signature.empty, f"{name}.{label}: no return type"
            for parameter in signature.parameters.values():
                assert parameter.annotation is not parameter.empty, f"{name}.{label}({parameter.name})"


def test_no_module_is_called_as_a_function_in_it():
    """`from kit.tokens import stopwords` could otherwise give a module, whichever was imported first."""
    for path in FILES:
        if path.parent == KIT:
            continue  # kit/__init__.py imports nothing, so `kit.sentences` is always the module
        defined = {
            node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if hasattr(node, "name")
        }
        assert path.stem not in defined, path


def test_no_two_functions_of_one_name():
    """One idea has one name, and one name one idea; what begins with an underscore is its module's own."""
    where: dict[str, set[str]] = {}
    for path in KIT.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, set()).add(module_of(path))
    commands = {"main", "add_arguments"}  # Each command of `python -m kit` has both.
    assert {name: places for name, places in where.items() if len(places) > 1 and name not in commands} == {}


def test_shipped_files_are_read_in_one_place():
    for path in KIT.rglob("*.py"):
        if path.parent.name != "data":
            assert "importlib.resources" not in path.read_text(encoding="utf-8"), path


def test_no_file_of_the_project_names_a_machine():
    files = [*ROOT.glob("*.md"), *KIT.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "start.py"]
    for path in files:
        assert not re.search(r"(?<![\w.)}])/(?:home|root|work)/\w+", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("path", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda path: path.stem)
def test_benchmarks_find_what_they_measure(path):
    runpy.run_path(str(path), run_name="imported")
