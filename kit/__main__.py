"""`python -m kit COMMAND`: what instructors and maintainers need, and a student's progress.

Each command is a module with `add_arguments(parser)` and `main(arguments) -> exit code`; a new one is a
line in COMMANDS. A module is imported only when its command is asked for.
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from io import TextIOWrapper

from kit.errors import TextError

COMMANDS = {  # The values are the module that runs a command, and what --help says of it.
    "lessons": ("kit.classroom.lessons.command", "run the lessons and compare with their saved outputs"),
    "exercises": (
        "kit.classroom.exercises.command",
        "make the student editions and keys from exercises/source",
    ),
    "translations": (
        "kit.classroom.translations.command",
        "build the other editions and say where they are out of step",
    ),
    "grade": ("kit.classroom.grading.command", "mark a folder of submissions, each answer isolated"),
    "report": ("kit.classroom.report", "save a notebook as one HTML page that prints well"),
    "site": ("kit.classroom.site.build", "build the course as a web page that needs no install"),
    "slides": ("kit.classroom.slides", "show a lesson as slides"),
    "progress": ("kit.check.board", "show which exercise questions are solved"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = ArgumentParser("python -m kit", description="Commands of the Arabic text kit.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, says) in COMMANDS.items():
        command = commands.add_parser(
            name, help=says, description=says, formatter_class=RawDescriptionHelpFormatter
        )
        if arguments[:1] == [name]:
            import_module(module).add_arguments(command)
    chosen = parser.parse_args(arguments)
    try:
        return int(import_module(COMMANDS[chosen.command][0]).main(chosen))
    except TextError as error:  # It is one plain sentence, as in a notebook.
        print(error, file=sys.stderr)
        return 2


def _say_everything() -> None:
    """Write UTF-8 into files and pipes, for which Windows takes an old encoding without Arabic."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


if __name__ == "__main__":
    _say_everything()
    sys.exit(main())
