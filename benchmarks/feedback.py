"""Compare what a check tells a beginner: kit, Kaggle's learntools and the spaCy course.

Each gets the same ten answers to the same two questions. learntools is run, in the edition that PyPI has,
with its own general checks. The spaCy course asserts on an answer's text and values; the asserts below are
written as it writes them, and are put together by its template. benchmarks/feedback.md has the table.
"""

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

sys.path.insert(0, str(Path(__file__).parents[1]))

RATE = "def rate(count, total):\n    "
ANSWERS = [  # the exercise, the question, and the cells that are run one after another
    ("00_start", "q1", ["characters = 3918"]),
    ("00_start", "q1", ["characters = len(text) - 1"]),
    ("00_start", "q1", ['characters = "3919"']),
    ("00_start", "q1", ["characters = 3,919"]),
    ("00_start", "q1", ["print(len(text))"]),
    ("00_start", "q1", ["characters = len(text)", "characters = ٣٩١٩"]),
    ("00_start", "q1", ["characters = sum(1 for sign in text)"]),
    ("04_count", "q2", [RATE + "print(count / total * 1000)"]),
    ("04_count", "q2", [RATE + "return count / total"]),
    ("04_count", "q2", [RATE + "return total / count * 1000"]),
]
SPACY = {
    "00_start": (
        'assert "len(text)" in __solution__, "Are you using len to count the characters?"\n'
        'assert characters == 3919, "Did you count the characters of the text?"'
    ),
    "04_count": (
        'assert "count / total" in __solution__, "Are you dividing the count by the total?"\n'
        'assert "1000" in __solution__, "Are you multiplying by 1000?"\n'
        'assert "return" in __solution__, "Are you returning the rate?"\n'
        'assert rate(3, 600) == 5, "Does rate return the right number?"'
    ),
}
GOOD = "(says that it is right)"


def shell_of(exercise: str) -> InteractiveShell:
    """Return a fresh shell in which the first cell of an exercise was run."""
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(colors="NoColor")
    from kit.check.solved import read_key

    questions = ", ".join(read_key(exercise)["questions"])
    setup = next(iter(read_key(exercise)["questions"].values()))["setup"]
    quiet(shell, f"{setup}\nfrom kit.check import exercise\n{questions} = exercise({exercise!r})")
    return shell


def quiet(shell: InteractiveShell, cell: str, name: str = "") -> tuple[object, BaseException | None]:
    """Run a cell, in Jupyter a cell of this name; return what it gives and how it stopped."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        ran = shell.run_cell(cell, store_history=True, cell_id=name or None)
    return ran.result, ran.error_before_exec or ran.error_in_exec


def of_kit(exercise: str, question: str, cells: list[str]) -> str:
    """Return what kit says."""
    shell = shell_of(exercise)
    for cell in cells:
        quiet(shell, cell, question)
    message, _ = quiet(shell, f"{question}.check()")
    return GOOD if getattr(message, "kind", "") == "correct" else str(getattr(message, "sentence", ""))


def of_learntools(exercise: str, question: str, cells: list[str]) -> str:
    """Return what the general checks of learntools say, after what Python says."""
    from TPM2PPF_learntools.core.exceptions import Incorrect, NotAttempted
    from TPM2PPF_learntools.core.problem import EqualityCheckProblem, FunctionProblem

    value = type("Characters", (EqualityCheckProblem,), {"_var": "characters", "_expected": 3919})
    function = type("Rate", (FunctionProblem,), {"_var": "rate", "_test_cases": [((3, 600), 5.0)]})
    shell, name = shell_of(exercise), "rate" if exercise == "04_count" else "characters"
    raised = [error for cell in cells if (error := quiet(shell, cell)[1])]
    python = f"{type(raised[-1]).__name__}: {raised[-1].args[0]}; then " if raised else ""
    try:
        if name not in shell.user_ns:
            raise NotAttempted(f"Remember, you must create the following variable: `{name}`")
        with contextlib.redirect_stdout(io.StringIO()):
            (function if name == "rate" else value)().check(shell.user_ns[name])
    except (Incorrect, AssertionError, NotAttempted) as error:
        return python + str(error)
    return python + GOOD


def of_spacy(exercise: str, question: str, cells: list[str]) -> str:
    """Return what a test of the spaCy course says; each run begins afresh."""
    shell = shell_of(exercise)
    test = SPACY[exercise].replace("\n", "\n    ")
    whole = f'__solution__ = """{cells[-1]}\n"""\n\n{cells[-1]}\n\ndef test():\n    {test}\n\ntest()'
    _, error = quiet(shell, whole)
    if error is None:
        return GOOD
    return str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error.args[0]}"


def main() -> None:
    """Print the table."""
    os.environ["KIT_WORK"] = tempfile.mkdtemp()  # What is solved here is nobody's progress.
    print("| answer | kit | learntools | spaCy course |\n|---|---|---|---|")
    for answer in ANSWERS:
        code = "`, then `".join(cell.replace("\n    ", " ") for cell in answer[2])
        says = [of(*answer).replace("|", "\\|") for of in (of_kit, of_learntools, of_spacy)]
        print(f"| `{code}` | {' | '.join(says)} |")


if __name__ == "__main__":
    main()
