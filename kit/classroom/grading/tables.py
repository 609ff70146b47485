"""Read and write tables for spreadsheets and learning platforms, with only safe text in their cells."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.characters import JOINERS, RIGHT_TO_LEFT, members
from kit.errors import TextError

CELL = 2000  # the most characters in a cell; Excel breaks a file above 32,767
_JOINERS = set(members(JOINERS))
_ARABIC = set(members(RIGHT_TO_LEFT)) - _JOINERS


@dataclass
class Sheet:
    """A table of text, and how its file was written."""

    rows: list[list[str]]
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    above: str = ""  # the line "sep=;" with which Excel is told the delimiter


def visible(text: str, *, page: bool = False) -> str:
    r"""Drop invisible characters, which could control a terminal or a spreadsheet, or mislead a reader.

    Joiners inside Arabic stay, as Persian names need them. On a `page`, line breaks and tabs stay, and other
    invisible characters are shown by their codes, as they may be the reason why an answer is wrong.

    >>> visible("a\x1b[31m\u202eb"), visible("می\u200cخواهم") == "می\u200cخواهم"
    ('a[31mb', True)
    """
    if text.isprintable():
        return text
    kept = []
    for at, letter in enumerate(text):
        if letter.isprintable() or (page and letter in "\n\t"):
            kept.append(letter)
        elif letter in "\n\r\t":
            kept.append(" ")
        elif letter in _JOINERS and at and text[at - 1] in _ARABIC and text[at + 1 : at + 2] in _ARABIC:
            kept.append(letter)
        elif page:
            kept.append(f"\\u{ord(letter):04x}")
    return "".join(kept)


def clip(text: str, most: int) -> str:
    """Shorten a text to at most `most` characters.

    >>> clip("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def cell(value: object) -> str:
    """Return a value as text for a cell that no spreadsheet takes for a formula or fails to read.

    >>> cell("=cmd()"), cell("Layla"), cell(3.0), cell(0.5), cell("-")
    ("'=cmd()", 'Layla', '3', '0.5', '-')
    """
    if isinstance(value, int | float):
        return f"{round(value, 2):g}"
    text = clip(visible(str(value)).strip(), CELL)
    return "'" + text if len(text) > 1 and text.startswith(("=", "+", "-", "@")) else text


def read_table_file(path: Path, *, blank: bool = False) -> Sheet:
    """Read a table that a platform or spreadsheet saved with commas, semicolons or tabs.

    It may be in UTF-8 or UTF-16, or in windows-1256, as Excel saves "CSV" on an Arabic Windows: then that is
    printed. Rows without any text are left out, unless `blank` asks for them.

    Raises:
        TextError: the file cannot be read as a table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TextError(f'grade: "{path}" could not be opened: {error.strerror}.') from None
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1256"  # Each byte is a letter of it.
        text = data.decode(encoding)
    if data[:4] in (b"PK\3\4", b"\xd0\xcf\x11\xe0") or "\0" in text:
        raise TextError(f'grade: "{path.name}" is no CSV file. In Excel: Save as, "CSV UTF-8".')
    if encoding == "cp1256":
        print(f"{path.name} is not in UTF-8 and was read as windows-1256: check that the names are right.")
    told = re.match(r'"?sep=(.)"?\r?\n', text)
    text = text[told.end() :] if told else text
    # Some platforms write a title without delimiters above the headings.
    start = max(text.splitlines()[:3], key=lambda line: max(map(line.count, ",;\t")), default="")
    delimiter = told[1] if told else max(",;\t", key=start.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if blank or any(row)]
    except csv.Error as error:
        raise TextError(f'grade: "{path.name}" is no CSV file ({error}).') from None
    return Sheet(rows, delimiter, encoding, told[0] if told else "")


class Results:
    """A folder of results whose tables a teacher may have edited: an edited table is never overwritten."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.memory = folder / "results" / "written"

    def write(self, name: str, rows: Iterable[Iterable[object]], like: Sheet | None = None) -> None:
        """Write a table; one that was edited by hand is first renamed, and its new name is printed."""
        like = like or Sheet([])
        text = io.StringIO()
        csv.writer(text, delimiter=like.delimiter).writerows(rows)
        data = (like.above + text.getvalue()).encode(like.encoding, "replace")
        path, known = self.folder / name, read_json_file(self.memory)
        try:
            if path.exists() and _digest(path.read_bytes()) not in (known.get(name), _digest(data)):
                kept = next(
                    copy
                    for n in range(1, 10_000)
                    if not (copy := path.with_name(f"{path.stem}-edited-{n}{path.suffix}")).exists()
                )
                path.replace(kept)
                print(
                    f"{name} was changed by hand: your copy is now {kept.name}. Write changes of marks into "
                    "overrides.csv: they then hold in every run."
                )
            write_file(path, data)
        except PermissionError:
            raise TextError(
                f"grade: {name} cannot be written. Is it open in Excel? Close it there."
            ) from None
        write_file(self.memory, json.dumps(known | {name: _digest(data)}).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_json_file(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file; {} if the file is missing or incomplete."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_file(path: Path, data: str | bytes) -> None:
    """Write a file in one step, so that nobody reads half of it even if we are stopped."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
    part.replace(path)
