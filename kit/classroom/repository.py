"""Know the folders of the course's repository, which the instructors' commands need."""

from pathlib import Path

from kit.errors import TextError

ROOT = Path(__file__).resolve().parents[2]
LESSONS = ROOT / "notebooks"
EXERCISES = ROOT / "exercises"  # the editions for students
SOURCES = EXERCISES / "source"  # the notebooks from which the editions are made
KEYS = ROOT / "kit" / "data" / "exercises"
TRANSLATIONS = ROOT / "translations"  # the words of the other editions


def languages_here() -> list[Path]:
    """Return the folders of the languages that the course is translated into.

    >>> [folder.name for folder in languages_here()][:1]
    ['ar']
    """
    return sorted(path for path in TRANSLATIONS.glob("*") if path.is_dir())


def every_lesson() -> list[Path]:
    """Return the lessons of all editions, the English ones first.

    >>> every_lesson()[0].name
    '00_start.ipynb'
    """
    folders = [LESSONS, *(ROOT / folder.name / "notebooks" for folder in languages_here())]
    return [path for folder in folders for path in sorted(folder.glob("[0-9]*.ipynb"))]


def need(folder: Path, command: str) -> None:
    """Refuse to go on without a folder of the repository, which does not exist beside an installed `kit`.

    >>> need(LESSONS, "lessons")

    Raises:
        TextError: the folder does not exist.
    """
    if not folder.is_dir():
        raise TextError(
            f"{command}: this needs the course's folder {folder.name}, which is not beside this kit. "
            "Download the whole course and run the command in there."
        )


def edition_name(exercise: str) -> str:
    """Return the file name of an exercise's student edition, which differs from its lesson's.

    A browser's tab shows only the file's name, so the two must differ.

    >>> edition_name("03_tokens")
    '03_tokens_exercise.ipynb'
    """
    return f"{exercise}_exercise.ipynb"
