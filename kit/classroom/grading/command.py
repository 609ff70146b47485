"""`python -m kit grade FOLDER`: mark submissions; write grades.csv, feedback and a summary of the class."""

import os
import sys
import warnings
from argparse import ArgumentParser, Namespace
from pathlib import Path

from kit.check.solved import key_names
from kit.classroom.grading import isolation
from kit.classroom.grading.batch import Grading, vote
from kit.classroom.grading.for_marks import full_key_is_here
from kit.classroom.grading.returns import write_results
from kit.classroom.grading.roster import read_roster
from kit.classroom.grading.sandbox import Limits
from kit.classroom.grading.submissions import Submission, find
from kit.errors import TextError


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit grade`."""
    parser.epilog = (
        "examples:\n"
        "  python -m kit grade submissions\n"
        "  python -m kit grade submissions --roster Grades.csv\n"
        "  python -m kit grade submissions --exercise 01_read --out marked\n"
        "Interrupted, it goes on where it stopped; run again, it marks only what is new or changed."
    )
    parser.add_argument("folder", type=Path, help="the submissions, as the learning platform exports them")
    parser.add_argument("--exercise", metavar="NAME", help="for example 01_read (default: as most are)")
    parser.add_argument("--out", type=Path, help="where to write (default: beside FOLDER, FOLDER-grades)")
    parser.add_argument("--roster", type=Path, help="the platform's list of the class, to be filled in")
    parser.add_argument("--column", default="", help="the column of the list to fill, if it is not plain")
    parser.add_argument("--seconds", type=int, default=5, help="working time of one answer (default: 5)")
    cores = os.cpu_count() or 1
    parser.add_argument("--jobs", type=int, default=cores, help="answers at one time (default: the cores)")
    isolation.add_arguments(parser)


def main(arguments: Namespace) -> int:
    """Mark the folder and print where the results are."""
    warnings.simplefilter("ignore", SyntaxWarning)  # Parsing students' answers would print warnings.
    folder: Path = arguments.folder
    if not folder.is_dir():
        raise TextError(f'grade: "{folder}" is not a folder. Give the folder that holds the submissions.')
    kind = isolation.choose(arguments)
    roster = read_roster(arguments.roster) if arguments.roster else None
    folder = folder.resolve()
    out = arguments.out or folder.with_name(f"{folder.name}-grades")
    submissions = find(folder, key_names(), [out, *([arguments.roster] if arguments.roster else [])])
    exercise = arguments.exercise or _commonest(submissions, folder)
    if exercise not in key_names():
        raise TextError(f"grade: there is no exercise {exercise!r}. There are: {', '.join(key_names())}.")
    if not full_key_is_here(exercise):
        raise TextError(
            f"grade: this course has the key of {exercise} that students got for marks. "
            "Mark with your own course."
        )
    limits = Limits(seconds=arguments.seconds)
    grading = Grading(exercise, out, limits=limits, kind=kind, hidden=[folder, out.resolve()])
    try:
        grading.run(submissions, jobs=arguments.jobs)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again: it goes on from here.", file=sys.stderr)
        return 130
    write_results(grading, submissions, roster, arguments.column)
    return 0


def _commonest(submissions: list[Submission], folder: Path) -> str:
    """Return the exercise that most students handed in."""
    votes = vote(submissions)
    if not votes:
        raise TextError(
            f'grade: no notebook in "{folder}" says which exercise it is. Name it: --exercise 01_read.'
        )
    exercise = max(sorted(votes), key=votes.__getitem__)
    others = ", ".join(f"{name} {count}" for name, count in sorted(votes.items()) if name != exercise)
    if others:
        print(f"Marking {exercise}, which most handed in ({votes[exercise]}); others: {others}.")
    return exercise
