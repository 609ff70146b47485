"""How long marking takes, beside nbgrader's autograde on the same files, and what memory it needs.

    python benchmarks/grade.py                          200 submissions, ten of them endless loops
    python benchmarks/grade.py --nbgrader NBGRADER      and nbgrader (a path to its program) on ten of them
    python benchmarks/grade.py --memory                 peak memory with 20 and with 2,000 submissions
    python benchmarks/grade.py --sandbox wasm           the 200 in WebAssembly, no two answers alike

nbgrader wants an environment of its own with this project in it. Results: grade.md beside this file.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from kit.classroom.exercises.editions import make_edition
from kit.classroom.grading.sandbox import Limits
from kit.classroom.repository import SOURCES

NAME = "01_read"
ENDLESS = 10


def submission(number: int, *, endless: bool) -> str:
    """A notebook as a class hands it in: solved, with a mistake here and there, no answer like another's."""
    notebook = make_edition(nbformat.read(SOURCES / f"{NAME}.ipynb", 4), solved=True)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source += f"\n# {number}"
        if cell.id == "q1" and number % 3 == 0:
            cell.source = f"in_utf8 = {number}\nin_windows_1256 = 3"
        if cell.id == "q4" and number % 5 == 0:
            cell.source = "def lost_breaks(text):\n    return text.count('.')"
        if cell.id == "q3" and endless:
            cell.source = "while True:\n    pass"
    return nbformat.writes(notebook)


def fill(folder: Path, count: int, *, endless: int) -> Path:
    folder.mkdir()
    for number in range(count):
        loops = number % (count // endless) == 0 if endless else False
        path = folder / f"Student {number}_{number + 1000}_assignsubmission_file_{NAME}.ipynb"
        path.write_text(submission(number, endless=loops), encoding="utf-8")
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
        (folder / f"{NAME}_exercise.ipynb").write_text(submission(number, endless=False), encoding="utf-8")
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
        folder = fill(top / "class", 200, endless=ENDLESS)
        seconds = timed(*grade(folder), "--sandbox", arguments.sandbox)
        outcomes: dict[str, int] = {}
        for path in (top / "class-grades" / "results").glob("*.json"):
            for mark in json.loads(path.read_text())["marks"].values():
                outcomes[mark["outcome"]] = outcomes.get(mark["outcome"], 0) + 1
        loops = f"{ENDLESS} endless loops of {Limits().seconds} s"
        print(f"200 submissions, {loops}, {arguments.sandbox}: {seconds:.0f} s")
        print(f"load {os.getloadavg()[0]:.1f} at the end")
        print(outcomes)


if __name__ == "__main__":
    main()
