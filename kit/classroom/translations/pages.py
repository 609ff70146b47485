"""Put the words of a language into a notebook or a document, and adapt its links to its place."""

import copy
import os
import posixpath
import re
from collections.abc import Collection, Mapping

from nbformat import NotebookNode

from kit.classroom.exercises.sources import REGION
from kit.classroom.translations.blocks import Block
from kit.classroom.translations.english import Part
from kit.language import direction

LINK = re.compile(r"(\]\()(?![a-z]+:)([^)#\s]+)")


def wrapped(markdown: str, language: str) -> str:
    """Return Markdown in a <div> that says its language and its direction.

    >>> print(wrapped("نصّ", "ar"))
    <div dir="rtl" lang="ar">
    <BLANKLINE>
    نصّ
    <BLANKLINE>
    </div>
    """
    return f'<div dir="{direction(language)}" lang="{language}">\n\n{markdown}\n\n</div>'


def in_words(
    english: NotebookNode, blocks: Mapping[str, Block], language: str, *, place: str, made: Collection[str]
) -> NotebookNode:
    """Return a notebook of the English edition with each cell's words in another language.

    `place` is the folder of the English notebook; `made` are the paths of the files in the new edition.
    """
    notebook = copy.deepcopy(english)
    for cell in notebook.cells:
        block = blocks.get(cell.id)
        if cell.cell_type == "markdown":
            text = led(block.text if block else cell.source, language, place=place, made=made)
            cell.source = wrapped(text, language) if block else text
        elif block and block.code is not None:
            solution = REGION.search(cell.source)
            cell.source = block.code + (solution[0].rstrip("\n") if solution else "")
    notebook.metadata["kit"] = {**notebook.metadata.get("kit", {}), "language": language}
    return notebook


def led(markdown: str, language: str, *, place: str, made: Collection[str]) -> str:
    """Return Markdown whose links work from the language's folder: to its own files, or else to English ones.

    >>> led("[a](a.ipynb), [b](images/x.png)", "ar", place="notebooks", made=["ar/notebooks/a.ipynb"])
    '[a](a.ipynb), [b](../../notebooks/images/x.png)'
    >>> led("[c](exercises/), [d](https://example.org)", "ar", place="", made=["ar/exercises/a.ipynb"])
    '[c](exercises/), [d](https://example.org)'
    """

    def lead(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(place, link[2]))
        own = f"{language}/{target}"
        if own in made or any(file.startswith(f"{own}/") for file in made):
            return link[0]
        return link[1] + os.path.relpath(target, posixpath.join(language, place)).replace(os.sep, "/")

    return LINK.sub(lead, markdown)


def document(parts: Mapping[str, Part], blocks: Mapping[str, Block]) -> str:
    """Return a document with its translated sections; a needed one without translation stays in English."""
    sections = (
        blocks[name].text if name in blocks else part.text
        for name, part in parts.items()
        if part.needed or name in blocks
    )
    return "\n\n".join(sections)
