"""`python -m kit grade FOLDER`: mark submissions; write grades.csv, feedback and a summary of the class."""

import contextlib
import os
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from kit.check.solved import key_names
from kit.classroom.grading import isolation
from kit.classroom.grading.batch import Grading
from kit.classroom.grading.marking import exercise_of, read_notebook
from kit.classroom.grading.sandbox import Limits
from kit.classroom.grading.submissions import UnreadableError, find
from kit.errors import TextError


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.epilog = (
        "examples:\n"
        "  python -m kit grade submissions\n"
        "  python -m kit grade submissions --exercise 01_read --out marked\n"
        "Interrupted, it goes on where it stopped; run again, it marks only what is new or changed."
    )
    parser.add_argument("folder", type=Path, help="the submissions, as the learning platform exports them")
    parser.add_argument("--exercise", metavar="NAME", help="for example 01_read (default: as most are)")
    parser.add_argument("--out", type=Path, help="where to write (default: beside FOLDER, FOLDER-grades)")
    parser.add_argument("--seconds", type=int, default=5, help="working time of one answer (default: 5)")
    cores = os.cpu_count() or 1
    parser.add_argument("--jobs", type=int, default=cores, help="answers at one time (default: the cores)")
    isolation.add_arguments(parser)


def main(arguments: Namespace) -> int:
    """Mark the folder and say where the results are."""
    folder: Path = arguments.folder
    if not folder.is_dir():
        raise TextError(f'grade: "{folder}" is not a folder. Give the folder that holds the submissions.')
    kind = isolation.choose(arguments)
    exercise = arguments.exercise or _commonest(folder)
    if exercise not in key_names():
        raise TextError(f"grade: there is no exercise {exercise!r}. There are: {', '.join(key_names())}.")
    folder = folder.resolve()
    out = arguments.out or folder.with_name(f"{folder.name}-grades")
    limits = Limits(seconds=arguments.seconds)
    grading = Grading(exercise, out, limits=limits, kind=kind, hidden=[folder, out.resolve()])
    students = find(folder, exercise)
    try:
        grading.run(students, jobs=arguments.jobs)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again: it goes on from here.", file=sys.stderr)
        return 130
    grading.write_tables(students)
    return 0


def _commonest(folder: Path) -> str:
    """Return the exercise that most of the first submissions belong to."""
    names, known = Counter(), key_names()
    for submission in find(folder, "")[:50]:
        for file in submission.files[:3]:
            with contextlib.suppress(UnreadableError):
                name, _ = exercise_of(read_notebook(file.read()))
                names.update([name] if name in known else [])
    if not names:
        raise TextError(
            f'grade: no notebook in "{folder}" says which exercise it is. Name it: --exercise 01_read.'
        )
    return names.most_common(1)[0][0]
