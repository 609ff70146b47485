"""Finding a student's file by its name. The legs of `kit.read.own_text`."""

import contextlib
import difflib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

# What Python makes of some back-slashes, as in "work\new.txt", and what was meant.
ESCAPES = str.maketrans(
    {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
)


def work_folder() -> Path:
    """Return the nearest folder called work/, here or above; this folder if there is none.

    >>> work_folder().is_dir()
    True
    """
    here = Path.cwd()
    candidates = (path if path.name == "work" else path / "work" for path in (here, *here.parents))
    return next((path for path in candidates if path.is_dir()), here)


def find(name: str) -> Path | None:
    r"""Find a file or folder: as named, in work/, beside work/, or among the course's own texts.

    Windows back-slashes do no harm.

    >>> find("seeds\\README.md").name
    'README.md'
    >>> find("no such file.txt")
    """
    work = work_folder()
    course = Path(str(files("seeds").joinpath("second.txt"))).parent
    for spelling in (name, name.translate(ESCAPES).replace("\\", "/")):
        for folder in (Path(), work, work.parent, course):
            with contextlib.suppress(OSError, ValueError, RuntimeError):  # a text may be no possible name
                if (path := folder / Path(spelling).expanduser()).exists():
                    return path
    return None


def near_names(name: str, folders: Iterable[Path]) -> list[str]:
    """Return up to three names of files in some folders that are nearly this one, the nearest first.

    >>> near_names("second.text", [Path("seeds")])[0]
    'second.txt'
    """
    files_there = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
    there = {path.name.lower(): path.name for path in files_there}
    return [there[match] for match in difflib.get_close_matches(name.lower(), there, cutoff=0.7)]
