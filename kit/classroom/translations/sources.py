"""Pair each file of `translations/LANGUAGE` with the English file that it translates."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kit.classroom.repository import LESSONS, ROOT, SOURCES, TRANSLATIONS
from kit.classroom.translations.blocks import Block, read_blocks, with_marks
from kit.classroom.translations.english import Part, parts_of
from kit.classroom.translations.pages import in_words

DOCUMENTS = {name: name for name in ("README.md", "INSTRUCTORS.md")} | {
    "glossary.md": "notebooks/glossary.md"
}


@dataclass(frozen=True)
class Source:
    """One file of a language and the parts of its English."""

    folder: Path
    path: Path
    english: Path
    parts: dict[str, Part]

    @property
    def name(self) -> str:
        """Return the file's path from the repository, for messages."""
        return self.path.relative_to(self.folder.parents[1]).as_posix()

    def text(self) -> str:
        """Return the file's text, with marks if it is a document that has as many sections as the English."""
        try:
            written = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        return with_marks(written, list(self.parts)) if self.english.suffix == ".md" else written

    def blocks(self) -> dict[str, Block]:
        """Return the translated blocks by id."""
        return read_blocks(self.text())[0]


def sources_of(folder: Path) -> Iterator[Source]:
    """Yield every file that a language may have, also those that do not exist yet."""
    for path in sorted(LESSONS.glob("[0-9]*.ipynb")):
        yield Source(folder, folder / "notebooks" / f"{path.stem}.md", path, english_parts(path))
    for path in sorted(SOURCES.glob("*.ipynb")):
        yield Source(folder, folder / "exercises" / f"{path.stem}.md", path, english_parts(path))
    for name, place in DOCUMENTS.items():
        yield Source(folder, folder / name, ROOT / place, english_parts(ROOT / place))


def source_in(english: Path, language: str) -> NotebookNode:
    """Return the source notebook of an exercise in another language; its solutions stay the same."""
    source = next(file for file in sources_of(TRANSLATIONS / language) if file.english == english)
    made = [path.relative_to(ROOT).as_posix() for path in (ROOT / language).rglob("*.*")]
    notebook = nbformat.read(english, as_version=4)
    return in_words(notebook, source.blocks(), language, place="exercises", made=made)


@cache
def english_parts(path: Path) -> dict[str, Part]:
    """Return the parts to translate in a file of the English edition, by id.

    >>> list(english_parts(LESSONS / "00_start.ipynb"))[0]
    '00-start-01'
    """
    return parts_of(path, path.read_text(encoding="utf-8"))
