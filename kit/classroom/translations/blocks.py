"""Read the files of `translations/LANGUAGE`: blocks, each below a line `<!-- cell ID FINGERPRINT -->`.

The fingerprint is that of the English text from which the block was translated.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass

from kit.classroom.translations.english import Part, parts_of_document

MARK = re.compile(r"<!-- cell (\S+?)(?: ([0-9a-f]{8}))? -->")
BLOCK = re.compile(rf"^{MARK.pattern}\n(.*?)(?=\n*^<!-- |\Z)", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"```python\n(.*?)\n?```", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A translated text, and the fingerprint of the English from which it was translated."""

    text: str
    stamp: str = ""

    @property
    def code(self) -> str | None:
        """Return the code if the block is one fence of Python and nothing else, or else None."""
        fenced = FENCED.fullmatch(self.text)
        return fenced[1] if fenced else None


def mark_of(english: str) -> str:
    """Return the fingerprint of an English text.

    >>> mark_of("# 0. Start here")
    '717a0b38'
    """
    return hashlib.sha256(english.encode()).hexdigest()[:8]


def read_blocks(text: str) -> tuple[dict[str, Block], list[str]]:
    r"""Return the blocks of a file by their ids, and the ids that occur twice.

    >>> read_blocks("<!-- cell q1 -->\nA\n\n<!-- cell q1 0123abcd -->\nB\n")
    ({'q1': Block(text='B', stamp='0123abcd')}, ['q1'])
    """
    blocks: dict[str, Block] = {}
    twice = []
    for name, stamp, said in BLOCK.findall(text):
        twice += [name] if name in blocks else []
        blocks[name] = Block(said.strip(), stamp)
    return blocks, twice


def with_marks(text: str, names: list[str]) -> str:
    """Put marks above the sections of a document that has none, if it has as many as the English."""
    sections = [part.text for part in parts_of_document(text).values()]
    if MARK.search(text) or len(sections) != len(names):
        return text
    return "\n\n".join(
        f"<!-- cell {name} -->\n{section}" for name, section in zip(names, sections, strict=True)
    )


def stamped(text: str, parts: dict[str, Part], wanted: Collection[str]) -> str:
    r"""Write the fingerprint of the English into each mark that has none, and into those in `wanted`.

    >>> stamped("<!-- cell a -->\nنص", {"a": Part("text")}, [])
    '<!-- cell a 982d9e3e -->\nنص'
    """

    def mark(marker: re.Match[str]) -> str:
        name, stamp = marker[1], marker[2]
        if name in parts and (not stamp or name in wanted):
            stamp = mark_of(parts[name].text)
        return f"<!-- cell {name} {stamp} -->" if stamp else f"<!-- cell {name} -->"

    return MARK.sub(mark, text)
