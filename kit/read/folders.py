"""Find a file by the name a student gives: in the work folder, among the course's texts, nearly spelt so."""

import contextlib
import difflib
import os
from pathlib import Path

from kit.data import course_texts
from kit.errors import TextError, kind_of, shorten
from kit.language import say

__all__ = [
    "did_you_mean",
    "find_file",
    "folders_of_work",
    "path_of",
    "shown",
    "without_ending",
    "work_folder",
]

MOST_FOLDERS = 500  # A work folder may hold far more than a course, so a search ends here.
# Python reads some back-slashes as one sign, as in "work\new.txt"; this puts the two signs back.
ESCAPES = str.maketrans(
    {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
)


def path_of(source: str | Path, caller: str) -> Path:
    """Return the path that a name means, ~ being the home folder; `caller` is the function that was called.

    >>> path_of("seeds/second.txt", "read_text").name
    'second.txt'

    Raises:
        TextError: `source` is not the name of a file.
    """
    if not isinstance(source, str | Path):
        said = say(
            "{caller}: give the name of a file in quotes, not {kind}.", caller=caller, kind=kind_of(source)
        )
        raise TextError(said)
    if isinstance(source, str) and not source.strip():
        said = say("{caller}: there is no name. Write the name of a file between the quotes.", caller=caller)
        raise TextError(said)
    with contextlib.suppress(RuntimeError):  # "~name" may name a user that this machine does not have.
        return Path(source).expanduser()
    return Path(source)


def shown(path: Path) -> str:
    """Return a path for a message: as it was given, or the last two names of an absolute path.

    >>> shown(Path("work/letter.txt")), shown(Path("work/letter.txt").absolute())
    ('work/letter.txt', 'work/letter.txt')
    """
    name = "/".join(path.parts[1:][-2:]) or "/" if path.is_absolute() else path.as_posix()
    return shorten(name, length=60)


def work_folder() -> Path | None:
    """Return the nearest folder called work/, here or above; None without one.

    The environment variable KIT_WORK names another folder.

    >>> work_folder() is None or work_folder().is_dir()
    True
    """
    here = Path.cwd()
    candidates = [path if path.name == "work" else path / "work" for path in (here, *here.parents)]
    if named := os.environ.get("KIT_WORK"):
        candidates = [Path(named)]
    return next((path for path in candidates if path.is_dir()), None)


def folders_of_work() -> list[Path]:
    """Return the work folder and the folders in it, the nearest first; no hidden ones, and 500 at most.

    >>> work_folder() in (None, *folders_of_work())
    True
    """
    folders = [work for work in [work_folder()] if work]
    for folder in folders:  # The loop adds to the list that it goes through.
        if len(folders) >= MOST_FOLDERS:
            break
        with contextlib.suppress(OSError):  # A folder may not be ours to read.
            inside = (path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
            folders += sorted(path for path in inside if not path.name.startswith("."))
    return folders[:MOST_FOLDERS]


def find_file(name: str) -> Path | None:
    r"""Find a file or folder: as named, in or beside work/, among the course's texts, or deeper in work/.

    Windows back-slashes do no harm.

    >>> find_file("seeds\\README.md").name
    'README.md'
    >>> find_file("no such file.txt")
    """
    work = work_folder() or Path()
    for spelling in (name, name.translate(ESCAPES).replace("\\", "/")):
        for folder in (Path(), work, work.parent, course_texts()):
            with contextlib.suppress(OSError, ValueError, RuntimeError):  # A text may be no possible name.
                if (path := folder / Path(spelling).expanduser()).exists():
                    return path
    return _in_subfolders(Path(name.translate(ESCAPES).replace("\\", "/")))


def _in_subfolders(name: Path) -> Path | None:
    """Return the file of that name in a folder of the work folder, the nearest."""
    if len(name.parts) != 1 or len(name.name) > 255:
        return None
    with contextlib.suppress(OSError, ValueError):
        return next((path for folder in folders_of_work() if (path := folder / name).exists()), None)
    return None


def did_you_mean(name: str, *folders: Path) -> str:
    """Ask, after a message, about up to three files in some folders that nearly have this name.

    >>> did_you_mean("second.text", Path("seeds"))
    ' Did you mean "second.txt"?'
    """
    files_there = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
    there = {path.name.lower(): path.name for path in files_there}
    near = difflib.get_close_matches(name.lower(), there, cutoff=0.7)
    names = say(" or ").join(f'"{there[match]}"' for match in near)
    return " " + say("Did you mean {names}?", names=names) if near else ""


def without_ending(name: str, *folders: Path) -> str | None:
    """Return the file in some folders that has this name and an ending, whatever the case of the letters.

    Windows hides the endings of names, so people leave them out.

    >>> without_ending("Second", Path("seeds"))
    'second.txt'
    """
    files_there = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
    return next((path.name for path in sorted(files_there) if path.stem.lower() == name.lower()), None)
