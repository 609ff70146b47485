"""No small change of a right answer is called correct, unless it is known to change nothing."""

import pytest

from kit.classroom.exercises.mutants import mutants
from kit.classroom.exercises.survivors import equivalents, try_exercises, unexplained
from kit.classroom.repository import SOURCES

NAMES = [path.stem for path in sorted(SOURCES.glob("*.ipynb"))]


@pytest.fixture(scope="module")
def tried():
    return try_exercises(NAMES)


@pytest.mark.machine
def test_every_mutant_is_noticed_or_explained(tried):
    assert unexplained(tried) == []
    assert sum(number for number, _ in tried.values()) > 5000


@pytest.mark.machine
def test_every_explanation_is_of_a_mutant_there_is(tried):
    stale = [
        equivalent
        for equivalent in equivalents()
        if not any(
            equivalent.explains(question, mutant)
            for question, (_, alive) in tried.items()
            for mutant in alive
        )
    ]
    assert stale == []


@pytest.mark.parametrize(
    ("code", "becomes"),
    [
        ("x = 1 + y", "x = 1 - y"),
        ("x = 28", "x = 29"),
        ("x = f(y)", "x = y"),
        ("x = a < b", "x = a <= b"),
        ("x = y[2:]", "x = y[:]"),
        ("x = sorted(y, reverse=True)", "x = sorted(y)"),
        ("x = 'abc'", "x = 'ac'"),
    ],
)
def test_a_mutant_is_one_small_change(code, becomes):
    assert becomes in [mutant.code for mutant in mutants(code, set(), [])]


def test_a_parameter_is_also_fixed_to_what_a_probe_gives():
    code = "def f(window):\n    return window + 1"
    assert "window = 5" in [mutant.becomes for mutant in mutants(code, set(), [("window", "5")])]
