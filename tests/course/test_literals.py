"""Any literal can be changed: a student who changes a number or a text gets a result or a sentence of ours.

Every number becomes 0, 1, five times itself and -1; every text loses a letter, is empty, becomes another
Arabic text, a picture. Each becomes None, a list of itself, and a number a text: then Python's own error will
do, if the kernel says below it what it means. Of a lesson's changes a sample with a fixed seed is run, the
same every time.
"""

import ast
import contextlib
import copy
import io
import random
import warnings
from collections.abc import Iterator

import pytest
from lessons import LESSONS, code_cells, load, raises, run, start

from kit.check.unrun import meaning_of
from kit.errors import TextError

OTHER = "يحمل القطار الكتب إلى القرى"
SAMPLE = 60  # So many changes of each lesson are run.
LEAST = 0.99  # This share of them must end in a result or a sentence.

lessons = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def other_values(value: object) -> list[object]:
    """Return what a student might write instead of a number or a text."""
    if isinstance(value, str):
        choices: list[object] = [value[:-1], "", OTHER, "🚂", None, [value]]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        choices = [0, 1, 5 * value, -1, str(value), None, [value]]
    else:
        return []
    return [choice for at, choice in enumerate(choices) if choice not in (value, *choices[:at])]


def changes(source: str) -> Iterator[str]:
    """Yield a cell's source once for each literal and each other value of it."""
    tree = ast.parse(source)
    in_f_strings = {
        part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for at, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Constant) and node not in in_f_strings:
            for value in other_values(node.value):
                changed = copy.deepcopy(tree)
                next(part for n, part in enumerate(ast.walk(changed)) if n == at).value = value
                # A list is no constant, but it is written as one.
                yield ast.unparse(changed)


def test_changes_of_a_cell():
    assert list(changes("print(2, 'كتب')")) == [
        *(f"print({number!r}, 'كتب')" for number in (0, 1, 10, -1, "2", None, [2])),
        *(f"print(2, {text!r})" for text in ("كت", "", OTHER, "🚂", None, ["كتب"])),
    ]


@pytest.mark.machine
@lessons
def test_any_literal_can_be_changed(path):
    namespace, before = start(), []
    for cell in code_cells(load(path)):
        if raises(cell):  # It stops on purpose, but what it made before that is used later.
            with contextlib.suppress(Exception):
                run(cell.source, namespace)
            continue
        before += [(changed, dict(namespace)) for changed in changes(cell.source)]
        run(cell.source, namespace)
    chance = random.Random(path.stem)
    tried = chance.sample(before, min(SAMPLE, len(before)))
    broken = []
    for changed, earlier in tried:
        try:
            with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
                warnings.simplefilter("ignore")
                run(changed, dict(earlier))
        except TextError as sentence:
            if "\n" in str(sentence):
                broken.append(f"more than a sentence: {sentence}\n{changed}")
        except Exception as error:  # A student may cause any error.
            if meaning_of(error, changed):
                continue
            broken.append(f"{type(error).__name__}: {error}\n{changed}")
    assert len(broken) <= (1 - LEAST) * len(tried), "\n\n".join(broken)
