"""How long marking takes, beside nbgrader's autograde on the same files, and what memory it needs.

    python benchmarks/grade.py                          200 submissions, ten of them endless loops
    python benchmarks/grade.py --nbgrader NBGRADER      and nbgrader (a path to its program) on ten of them
    python benchmarks/grade.py --memory                 peak memory with 20 and with 2,000 submissions
    python benchmarks/grade.py --sandbox wasm           the 200 in WebAssembly
    python benchmarks/grade.py --as-handed-in           200 as beginners hand in, many answers alike

Without --as-handed-in no two answers are alike.

nbgrader wants an environment of its own with this project in it. Results: grade.md beside this file.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

from kit.check.source import names_given
from kit.classroom.exercises.editions import make_edition
from kit.classroom.exercises.mutants import mutants
from kit.classroom.exercises.sources import WrittenQuestion, read_source, variants
from kit.classroom.grading.sandbox import Limits
from kit.classroom.repository import SOURCES

NAME = "01_read"
ENDLESS = 10
Answers = Callable[[int], dict[str, str]]  # gives a student's by question


# So many of 100 answers are right, wrong as the exercise knows, wrong by a small slip, untouched, cut off.
SHARES = {"correct": 70, "almost": 14, "slip": 9, "not attempted": 5, "cut off": 2}
OWN = ["# I am not sure\n{}", "{}\nprint({name})", "{}\n{name}", "{}\n\n"]  # Every third adds something.


def unlike(number: int) -> dict[str, str]:
    """Answers with a mistake here and there, and none like another's."""
    notebook = make_edition(nbformat.read(SOURCES / f"{NAME}.ipynb", 4), solved=True)
    answers = {cell.id: f"{cell.source}\nown = {number}" for cell in notebook.cells if "-" not in cell.id}
    if number % 3 == 0:
        answers["q1"] = f"in_utf8 = {number}\nin_windows_1256 = 3"
    if number % 5 == 0:
        answers["q4"] = f"def lost_breaks(text):\n    return text.count('.') + {number}"
    return answers


def as_handed_in(number: int) -> dict[str, str]:
    """Answers as a beginner's: mostly the common ones; an open question in words of one's own."""
    chance = random.Random(number)
    _, questions = read_source(nbformat.read(SOURCES / f"{NAME}.ipynb", 4))
    return {question.name: handed_in(question, number, chance) for question in questions}


def handed_in(question: WrittenQuestion, number: int, chance: random.Random) -> str:
    forms: dict[str, list[str]] = {outcome: [] for outcome in SHARES}
    for code, outcome, _ in variants(question):
        forms[outcome].append(code)
    solution = forms["correct"][0]
    forms["slip"] = [mutant.code for mutant in mutants(solution, set(), [])] or forms["almost"]
    forms["cut off"] = [solution[:-1]]
    name = max(names_given(solution, imports=False), key=lambda name: solution.rfind(f"{name} ="))
    if question.is_open:
        return f"{solution}\n{name} += ' {number}'"
    [outcome] = chance.choices(list(SHARES), list(SHARES.values()))
    # The first is twice as common as the second, and three times as the third.
    weights = [1 / place for place in range(1, len(forms[outcome]) + 1)]
    [code] = chance.choices(forms[outcome], weights)
    return chance.choice(OWN).format(code, name=name) if chance.random() < 1 / 3 else code


def submission(answers: dict[str, str], *, endless: bool = False) -> str:
    """A notebook that holds these answers."""
    notebook = make_edition(nbformat.read(SOURCES / f"{NAME}.ipynb", 4), solved=True)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
        if cell.id == "q3" and endless:
            cell.source = "while True:\n    pass"
    return nbformat.writes(notebook)


def fill(folder: Path, count: int, *, endless: int, answers: Answers = unlike) -> Path:
    folder.mkdir()
    for number in range(count):
        loops = number % (count // endless) == 0 if endless else False
        path = folder / f"Student {number}_{number + 1000}_assignsubmission_file_{NAME}.ipynb"
        path.write_text(submission(answers(number), endless=loops), encoding="utf-8")
    return folder


def timed(*command: object, cwd: Path | None = None) -> float:
    """Run a program and return its seconds."""
    programs = os.pathsep.join([str(Path(str(command[0])).parent), os.environ["PATH"]])  # nbgrader's helpers
    environment = {**os.environ, "PATH": programs}
    start = time.monotonic()
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    return time.monotonic() - start


def grade(folder: Path) -> list[object]:
    return [sys.executable, "-m", "kit", "grade", folder, "--exercise", NAME]


def with_nbgrader(program: str, top: Path, count: int) -> None:
    """Mark the same solved submissions with both; print seconds for one and the ratio."""
    course = top / "course"
    subprocess.run([sys.executable, "-m", "kit", "exercises", NAME, "--nbgrader", course], check=True)
    timed(program, "generate_assignment", NAME, "--force", cwd=course)
    for number in range(count):
        folder = course / "submitted" / f"s{number}" / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}_exercise.ipynb").write_text(submission(unlike(number)), encoding="utf-8")
    theirs = timed(program, "autograde", NAME, cwd=course) / count
    print(f"nbgrader autograde: {theirs:.2f} s a submission ({count} of them)")
    for jobs in (1, 2):
        folder = fill(top / f"jobs {jobs}", 20 * count, endless=0)
        ours = timed(*grade(folder), "--jobs", jobs) / (20 * count)
        print(f"kit grade --jobs {jobs}: {ours:.3f} s ({20 * count} of them), ratio {theirs / ours:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nbgrader", metavar="NBGRADER")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--sandbox", default="bubblewrap")
    parser.add_argument("--as-handed-in", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        if arguments.memory:
            for count in (20, 2000):
                folder = fill(top / str(count), count, endless=0)
                seconds = timed(*grade(folder))
                peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # of the largest process
                print(f"{count} submissions: {seconds:.0f} s, {peak:.0f} MB")
            return
        if arguments.nbgrader:
            with_nbgrader(arguments.nbgrader, top, 10)
            return
        prepared = timed(*grade(fill(top / "one", 1, endless=0)), "--sandbox", arguments.sandbox)
        print(f"one submission, with what is prepared once: {prepared:.0f} s")
        answers = as_handed_in if arguments.as_handed_in else unlike
        folder = fill(top / "class", 200, endless=ENDLESS, answers=answers)
        seconds = timed(*grade(folder), "--sandbox", arguments.sandbox)
        outcomes: dict[str, int] = {}
        for path in (top / "class-grades" / "results").glob("*.json"):
            for mark in json.loads(path.read_text())["marks"].values():
                outcomes[mark["outcome"]] = outcomes.get(mark["outcome"], 0) + 1
        loops = f"{ENDLESS} endless loops of {Limits().seconds} s"
        kind = "many answers alike" if arguments.as_handed_in else "no two answers alike"
        print(f"200 submissions, {kind}, {loops}, {arguments.sandbox}: {seconds:.0f} s")
        print(f"load {os.getloadavg()[0]:.1f} at the end")
        print(outcomes)


if __name__ == "__main__":
    main()
