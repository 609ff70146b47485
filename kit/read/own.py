"""Find a student's own text by whatever was typed between the quotes, and say what may not suit it."""

import html
import re
from pathlib import Path

from kit.characters import TATWEEL
from kit.data import course_texts
from kit.errors import TextError, kind_of, shorten, text_of, whole_number
from kit.language import say
from kit.read.doubts import doubt_about, what_is_no_text
from kit.read.files import read_text
from kit.read.folders import did_you_mean, find_file, folders_of_work, without_ending
from kit.read.notes import warn_reader

__all__ = ["beginning", "own_text"]

# A line with such an ending is meant as the name of a file, even if there is no such file.
FILE_NAME = re.compile(
    r".+\.(txt|text|md|csv|tsv|json|xml|html?|rtf|docx?|odt|pdf|epub|zip|xlsx?|pptx?|png|jpe?g)",
    re.IGNORECASE,
)
# What comes along when a path is copied: quotes, and the invisible marks Windows adds.
AROUND_A_NAME = " \t\r\n\"'“”\N{LEFT-TO-RIGHT EMBEDDING}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"


def own_text(source: str | Path) -> str:
    """Return your own text: what is in a file, or the string itself.

    A `Path`, the name of a file that exists, and a line that ends like a file name (.txt, .docx, …) are
    files; any other string is the text. A file is looked for as named, then among the course's texts and
    anywhere in the nearest folder called work/, here or above. Quotes around the name and Windows
    back-slashes do no harm.

    >>> own_text("ذهب الولد إلى المدرسة")
    'ذهب الولد إلى المدرسة'

    Raises:
        TextError: there is no such file, `read_text` refuses it, it is the name of a file without its ending,
            or there are no letters in the text.

    A text that is not in Arabic, or holds more than text (tags, times, a table, a chat, lost or reversed
    letters), is given back as it is, with a `TextWarning` that says what to do.
    """
    if not isinstance(source, str | Path):
        raise TextError(
            say("own_text: give a file name or a text in quotes, not {kind}.", kind=kind_of(source))
        )
    name = str(source).strip(AROUND_A_NAME)
    if not name:
        raise TextError(say("own_text: there is no text. Write a file name or your text between the quotes."))
    path = find_file(name)
    may_be_name = not path and len(name) <= 255 and "\n" not in name  # Only then are folders searched.
    folders = (Path.cwd(), *folders_of_work(), course_texts()) if may_be_name else ()
    if path:
        text = read_text(path)
    elif full_name := without_ending(name, *folders):
        said = say(
            'own_text("{name}"): the name of a file has an ending. Did you mean "{full_name}"?',
            name=shorten(name),
            full_name=full_name,
        )
        raise TextError(said)
    elif isinstance(source, Path) or FILE_NAME.fullmatch(name):
        near = did_you_mean(Path(name).name, *folders)
        said = say(
            'own_text("{name}"): there is no such file, here or in the folder work.', name=shorten(name)
        )
        raise TextError(said + near)
    else:
        text = source
    if not any(map(str.isalpha, html.unescape(text).replace(TATWEEL, ""))):
        lost = say("own_text: there are no letters in this text, so there are no words to count.")
        advice = what_is_no_text(text)
        raise TextError(f"{lost} {say(advice)}" if advice else lost)
    if doubt := doubt_about(text):
        warn_reader(doubt, "own_text")
    return text


def beginning(text: str, length: int) -> str:
    """Return the beginning of a text: at most `length` characters, and no word cut in two.

    >>> beginning("ذهب الولد إلى المدرسة", 12)
    'ذهب الولد'

    Raises:
        TextError: `text` is not a string, or `length` is not a whole number from 1 up.
    """
    text = text_of(text, "beginning")
    length = whole_number(length, "beginning", "length", least=1)
    whole_words = re.match(r".*(?=\s)", text[: length + 1], flags=re.DOTALL)
    return text if len(text) <= length else whole_words[0].rstrip() if whole_words else text[:length]
