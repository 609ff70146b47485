"""One lesson, one module, one test file, one exercise: all of one name."""

import importlib
import inspect
import re

import pytest
from conftest import ROOT
from lessons import LESSONS

NAMES = [path.stem for path in LESSONS if not path.stem.startswith("99")]
MODULES = sorted(path.stem for path in (ROOT / "kit").glob("*.py") if not path.stem.startswith("_"))


def public(module_name: str):
    """The functions and classes a module defines for others."""
    module = importlib.import_module(f"kit.{module_name}")
    for name, thing in vars(module).items():
        ours = getattr(thing, "__module__", "") == module.__name__
        if ours and not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
            yield name, thing


@pytest.mark.parametrize("name", NAMES)
def test_lesson_module_test_and_exercise_share_a_name(name):
    word = name.split("_")[1]
    if word != "start":  # lesson 0 needs no module of its own
        assert (ROOT / "kit" / f"{word}.py").exists() or (ROOT / "kit" / word / "__init__.py").exists()
        assert (ROOT / "tests" / f"test_{word}.py").exists()
    assert (ROOT / "exercises" / f"{name}.ipynb").exists()
    assert (ROOT / "exercises" / "source" / f"{name}.ipynb").exists()


def test_lessons_are_numbered_without_a_gap():
    assert [int(name[:2]) for name in NAMES] == list(range(len(NAMES)))


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_a_test_file(name):
    assert (ROOT / "tests" / f"test_{name}.py").exists()


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_are_typed_and_explained(name):
    for label, thing in public(name):
        assert thing.__doc__, f"kit.{name}.{label} has no docstring"
        if inspect.isfunction(thing):
            signature = inspect.signature(thing)
            assert signature.return_annotation is not signature.empty, f"kit.{name}.{label}: no return type"
            for parameter in signature.parameters.values():
                assert parameter.annotation is not parameter.empty, f"kit.{name}.{label}({parameter.name})"


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_show_an_example(name):
    for label, thing in public(name):
        if inspect.isfunction(thing):
            assert ">>>" in thing.__doc__, f"kit.{name}.{label} has no example"


def test_no_file_of_the_project_names_a_machine():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("kit/**/*.py"), *ROOT.glob("tests/*.py"), ROOT / "start.py"]:
        assert not re.search(r"(?<![\w.)}])/(?:home|root|work)/\w+", path.read_text(encoding="utf-8")), path
