"""Collect kit's messages in each language's kit.po, and compile that for gettext."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kit.classroom.repository import ROOT
from kit.classroom.translations.complaints import Complaint
from kit.classroom.translations.rules import bad_signs
from kit.data import read_messages

KEYWORDS = {"say": (1,), "say_count": (1, 2), "to_say": (1,), "slip_saying": (1,), "slip_about": (2,)}
FIELD = re.compile(r"\{(\w*)[^}]*\}")


class _Stable(Catalog):
    """A catalogue without date or version in its header, so that the same messages give the same file."""

    written_plural_forms = ""  # A file may order its plural forms otherwise than Babel.

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override,unused-ignore]
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.written_plural_forms or self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def collected() -> Catalog:
    """Return every message in kit's code."""
    catalog = Catalog()
    for file, message in _said():
        catalog.add(message, locations=[(file, 0)])
    return catalog


@cache
def _said() -> list[tuple[str, str | tuple[str, ...]]]:
    """Return (file, message) for each message in kit's code, cached because reading it takes a second."""
    methods: list[tuple[str, Any]] = [("**.py", "python"), ("**.html", "jinja2")]
    methods += [("**/site/static/*.js", "javascript"), ("data/messages/*.txt", _of_file)]
    said = extract_from_dir(ROOT / "kit", method_map=methods, keywords=KEYWORDS)
    return [
        (f"kit/{Path(file).as_posix()}", message)
        for file, _, message, _, _ in sorted(said, key=lambda each: each[:2])
    ]


def _of_file(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the messages of a file in kit/data/messages, in the form that Babel wants."""
    for message, _heads in read_messages(Path(file.name).name):
        yield 1, "to_say", message, []


def read_catalogue(folder: Path) -> Catalog:
    """Return the catalogue in a language's kit.po; an empty one if there is no file."""
    stable = _Stable(
        locale=folder.name, header_comment=f"# Messages of kit: {native_name(folder.name)}", fuzzy=False
    )
    if (path := folder / "kit.po").is_file():
        written = read_po(io.BytesIO(path.read_bytes()), locale=folder.name)
        for message in written:
            if message.id:
                stable[message.id] = message
        stable.obsolete = written.obsolete
        stable.written_plural_forms = written.plural_forms
    return stable


def updated(folder: Path) -> str:
    """Return the text of a language's kit.po with kit's present messages; translations are kept."""
    catalog = read_catalogue(folder)
    for message in catalog.obsolete.values():  # They are kept in case a message comes back.
        if message.id and message.id not in catalog:
            catalog[message.id] = message
    catalog.obsolete.clear()
    catalog.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    written = io.BytesIO()
    write_po(written, catalog, width=100, sort_by_file=True, include_lineno=False)
    return written.getvalue().decode()


def compiled(folder: Path) -> bytes:
    """Return a language's messages in gettext's binary format."""
    written = io.BytesIO()
    write_mo(written, read_catalogue(folder))
    return written.getvalue()


def of_messages(folder: Path) -> Iterator[Complaint]:
    """Yield the complaints about a language's messages."""
    name, now, there = f"translations/{folder.name}/kit.po", collected(), read_catalogue(folder)
    new = [message for message in now if message.id and message.id not in there]
    if new:
        says = f"{len(new)} messages are not in it: run python -m kit translations --messages. The first: "
        yield Complaint(name, "", says + repr(_ids(new[0].id)[0]), late=True)
    # Messages that a translator's program has marked as fuzzy are not compiled.
    empty = [entry for entry in there if entry.id and (entry.fuzzy or not all(_ids(entry.string)))]
    if empty:
        says = f"{len(empty)} messages are not translated yet. The first: {_ids(empty[0].id)[0]!r}"
        yield Complaint(name, "", says, late=True)
    for message in there:
        if not message.id or message in empty:
            continue
        ids, strings = _ids(message.id), _ids(message.string)
        if message.id not in now:
            yield Complaint(name, repr(ids[0]), "kit no longer says this: run it with --messages.", late=True)
        fields = set(FIELD.findall(ids[-1]))
        for string in strings:
            lacking = fields - set(FIELD.findall(string)) - ({"n"} if len(strings) > 1 else set())
            more = set(FIELD.findall(string)) - fields
            if lacking or more:
                yield Complaint(
                    name, repr(ids[0]), f"its fields differ: {sorted(lacking | more)} in {string!r}"
                )
            for says in bad_signs(ids[-1], string):
                yield Complaint(name, repr(ids[0]), says)


def native_name(language: str) -> str:
    """Return a language's own name for itself.

    >>> native_name("ar"), native_name("en")
    ('العربية', 'English')
    """
    try:
        return Locale.parse(language).get_display_name() or language
    except UnknownLocaleError:
        return language


def _ids(message: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [message] if isinstance(message, str) else list(message or [""])
