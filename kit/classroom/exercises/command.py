"""Run `python -m kit exercises`: make the student editions and keys, or try the checks with mutants."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import nbformat

from kit.classroom.exercises.editions import build, make_edition, notebook_text
from kit.classroom.exercises.sources import SourceError
from kit.classroom.exercises.survivors import report
from kit.classroom.exercises.texts import for_text
from kit.classroom.grading.for_marks import for_marks
from kit.classroom.repository import EXERCISES, KEYS, ROOT, SOURCES, edition_name, need
from kit.classroom.translations.sources import source_in
from kit.errors import TextError
from kit.language import languages


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit exercises`."""
    parser.epilog = (
        "Examples:\n"
        "  python -m kit exercises\n"
        "  python -m kit exercises --solutions solved\n"
        "  python -m kit exercises 03_tokens --mutants\n"
        "  python -m kit exercises --text my.txt --into handout"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="for example 01_read (default: all)")
    folders = {
        "--solutions": "write solved copies there, and nothing else",
        "--nbgrader": "fill an nbgrader course folder, and nothing else",
        "--for-marks": "write there an edition without solutions",
        "--into": "with --text: where to write them",
    }
    for name, says in folders.items():
        parser.add_argument(name, metavar="FOLDER", type=Path, help=says)
    parser.add_argument("--lang", default="en", help="with --nbgrader: the language, such as ar")
    parser.add_argument("--text", metavar="FILE", type=Path, help="make the exercises for another text")
    parser.add_argument("--no-hints", action="store_true", help="with --for-marks: no hints either")
    says = "write nothing; change right answers a little and judge them"
    parser.add_argument("--mutants", action="store_true", help=says)


def main(arguments: Namespace) -> int:
    """Make the files and print which of them changed."""
    need(SOURCES, "exercises")
    if arguments.lang not in languages():
        raise TextError(f"exercises: --lang {arguments.lang} is none of {', '.join(languages())}.")
    if arguments.lang != "en" and not arguments.nbgrader:
        raise TextError("exercises: --lang goes with --nbgrader, and nothing was written.")
    sources = {path.stem: path for path in sorted(SOURCES.glob("*.ipynb"))}
    unknown = [name for name in arguments.names if name not in sources]
    if unknown:
        print(f"There is no exercise {unknown[0]}. There are: {', '.join(sources)}")
        return 1
    names = arguments.names or list(sources)
    if arguments.mutants:
        return report(names)
    if arguments.for_marks:
        _write(for_marks(names, arguments.for_marks, hints=not arguments.no_hints), arguments.for_marks)
        return 0
    if arguments.text:
        if not arguments.into:
            raise TextError("exercises: say with --into in which folder the exercises are to be written.")
        files, left_out = for_text([sources[name] for name in names], arguments.text, arguments.into)
        _write(files, arguments.into)
        print(*(f"Left out: {line}" for line in left_out), sep="\n")
        return 0
    for name in names:
        try:
            _write(_copies(sources[name], arguments) or build(sources[name]))
        except SourceError as error:
            print(error, file=sys.stderr)
            return 1
    stale = stale_files(list(sources))
    for path in stale:
        print(f"{path.name}: its source is gone. Delete it: {path.relative_to(ROOT)}", file=sys.stderr)
    return 1 if stale else 0


def _write(files: dict[Path, str], folder: Path | None = None) -> None:
    """Write the files and print which of them changed: by name, or by path if a folder is given.

    Raises:
        TextError: a file or its folder cannot be written.
    """
    try:
        for path, text in files.items():
            changed = not path.is_file() or path.read_text(encoding="utf-8") != text
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            place = path.relative_to(folder) if folder else path.name
            print(f"{place}: {'written' if changed else 'unchanged'}")
    except OSError as error:
        raise TextError(f'exercises: "{error.filename}" cannot be written ({error.strerror}).') from None


def stale_files(sources: list[str]) -> list[Path]:
    """Return the editions and keys whose source is no longer there.

    >>> [path.name for path in stale_files([])][:1]
    ['00_start_exercise.ipynb']
    """
    made = {EXERCISES / edition_name(name) for name in sources} | {KEYS / f"{name}.json" for name in sources}
    return sorted({*EXERCISES.glob("[0-9]*.ipynb"), *KEYS.glob("*.json")} - made)


def _copies(source: Path, arguments: Namespace) -> dict[Path, str]:
    """Return the files to write instead of an edition: a solved copy, or a course folder for nbgrader."""
    files = {}
    if arguments.solutions:
        solved = make_edition(nbformat.read(source, as_version=4), solved=True)
        files[arguments.solutions / edition_name(source.stem)] = notebook_text(solved)
    if arguments.nbgrader:
        settings = EXERCISES / "nbgrader_config.py"
        files[arguments.nbgrader / settings.name] = settings.read_text(encoding="utf-8")
        language = arguments.lang
        folder = arguments.nbgrader / "source" / (source.stem + (f"_{language}" if language != "en" else ""))
        text = source.read_text(encoding="utf-8")
        if language != "en":  # The folder's name does not tell kit the language.
            text = notebook_text(source_in(source, language))
            files[folder / "language.txt"] = f"{language}\n"
        files[folder / edition_name(source.stem)] = text
    return files
