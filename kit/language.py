"""The language in which kit speaks to whoever runs a cell: that of the edition the notebook belongs to.

Messages are written in English where they are used. `say` looks them up in a catalogue of GNU gettext,
because translators have programs for its files and Babel finds the messages in the code.
A catalogue is `translations/LANGUAGE/kit.po`; kit reads what `python -m kit translations` compiles from it.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from kit.data import path_of_data

__all__ = [
    "direction",
    "html_attributes",
    "language",
    "languages",
    "say",
    "say_count",
    "speaking",
    "start_side",
    "to_say",
]

_FROM_THE_RIGHT = ("ar", "fa", "he", "ur")
_chosen: ContextVar[str | None] = ContextVar("language", default=None)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages kit knows, English first.

    >>> languages()[0]
    'en'
    """
    folder = path_of_data("languages")
    return ("en", *sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/kit.mo")))


def language() -> str:
    """Return the language kit speaks now.

    The first of these that names one: `speaking`; the edition in whose folder the notebook lies, such as
    `ar/notebooks` or `ar/exercises`; the variable KIT_LANG; the file `language.txt` in the folder, which
    `start.py --lang` writes into `work`. Else English.

    >>> with speaking("en"):
    ...     language()
    'en'
    """
    return next((candidate for candidate in _candidates() if candidate in languages()), "en")


def direction(of: str = "") -> str:
    """Return the direction in which a language is written, by default the one kit speaks now.

    >>> direction("ar"), direction("en")
    ('rtl', 'ltr')
    """
    return "rtl" if (of or language()) in _FROM_THE_RIGHT else "ltr"


def start_side() -> str:
    """Return the side on which a line begins, since JupyterLab's sanitizer takes no `text-align: start`.

    >>> with speaking("en"):
    ...     start_side()
    'left'
    """
    return "right" if direction() == "rtl" else "left"


def html_attributes() -> str:
    """Return the attributes `dir` and `lang` of an HTML element that holds a sentence of kit.

    >>> with speaking("en"):
    ...     html_attributes()
    'dir="ltr"'
    """
    spoken = language()
    return f'dir="{direction(spoken)}"' + (f' lang="{spoken}"' if spoken != "en" else "")


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Let kit speak a language within a `with` block, wherever the notebook lies.

    >>> with speaking("en"):
    ...     say("There is still a blank.")
    'There is still a blank.'

    Raises:
        ValueError: kit does not know this language.
    """
    if wanted not in languages():
        raise ValueError(f"language: {wanted!r} is none of {', '.join(languages())}.")
    before = _chosen.set(wanted)
    try:
        yield
    finally:
        _chosen.reset(before)


def say(message: str, /, **fields: object) -> str:
    """Return a message in the language kit speaks now, its `{fields}` filled in.

    Write the message in the call, as whole sentences and not as an f-string: Babel finds no other.

    >>> say("own_text: there is no file {name}.", name="my.txt")
    'own_text: there is no file my.txt.'
    """
    return _catalogue(language()).gettext(message).format(**fields)


def say_count(one: str, many: str, n: int, /, **fields: object) -> str:
    """Return a message in the form that goes with a number, which may stand in it as `{n}`.

    >>> [say_count("{n} word", "{n} words", n) for n in (1, 2, 15078)]
    ['1 word', '2 words', '15,078 words']
    """
    return _catalogue(language()).ngettext(one, many, n).format(n=f"{n:,}", **fields)


def to_say(message: str) -> str:
    """Return a message as it is, and so mark for translators one that `say` is given later.

    >>> to_say("Correct")
    'Correct'
    """
    return message


@cache
def _catalogue(wanted: str) -> gettext.NullTranslations:
    folder = str(path_of_data("languages"))
    return gettext.translation("kit", folder, [wanted], fallback=True)


def _candidates() -> Iterator[str | None]:
    yield _chosen.get()
    try:
        here = Path.cwd()
    except OSError:  # The folder has been deleted.
        here = Path()
    if here.name in ("notebooks", "exercises"):  # Another's parent may be called so by chance.
        yield here.parent.name
    yield os.environ.get("KIT_LANG")
    yield _remembered(here)


def _remembered(folder: Path) -> str:
    try:
        return (folder / "language.txt").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
