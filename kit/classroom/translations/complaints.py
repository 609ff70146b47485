"""Say where a translation is out of date or breaks a rule, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.classroom.translations.blocks import Block, mark_of, read_blocks
from kit.classroom.translations.english import Part
from kit.classroom.translations.history import changed_sentences
from kit.classroom.translations.rules import bad_signs, broken
from kit.classroom.translations.sources import Source, sources_of
from kit.errors import shorten

LONGEST = 300  # At most this many characters of the English are shown.


@dataclass(frozen=True)
class Complaint:
    """One problem to act on; one that is `late` waits for a translator and only stops a release."""

    file: str
    part: str
    says: str
    late: bool = False

    def __str__(self) -> str:
        return f"{self.file}: {self.part}: {self.says}" if self.part else f"{self.file}: {self.says}"


def complaints(folder: Path) -> list[Complaint]:
    """Return the complaints about all files of a language except its messages."""
    return [complaint for source in sources_of(folder) for complaint in of_source(source)]


def of_source(source: Source) -> Iterator[Complaint]:
    """Yield the complaints about one file."""
    text = source.text()
    needed = [name for name, part in source.parts.items() if part.needed]
    if not text:
        yield Complaint(
            source.name, "", f"there is no such file yet; {len(needed)} parts to translate.", late=True
        )
        return
    blocks, twice = read_blocks(text)
    if not blocks:
        says = "there is no block: write <!-- cell ID --> above each, for example <!-- cell {} -->."
        yield Complaint(source.name, "", says.format(needed[0]))
        return
    for name in twice:
        yield Complaint(source.name, name, "this block stands there twice: delete one of them.")
    bare = [name for name, block in blocks.items() if not block.stamp]
    if bare:
        says = f"{len(bare)} blocks without a fingerprint: run python -m kit translations --stamp."
        yield Complaint(source.name, bare[0], says, late=True)
    for name, part, block in in_step(source.parts, blocks):
        for says, late in _of_block(source, name, part, block):
            yield Complaint(source.name, name, says, late)


def in_step(
    parts: dict[str, Part], blocks: dict[str, Block]
) -> Iterator[tuple[str, Part | None, Block | None]]:
    """Yield the parts that are needed or translated, and the blocks whose part no longer exists."""
    for name, part in parts.items():
        if part.needed or name in blocks:
            yield name, part, blocks.get(name)
    for name in sorted(blocks.keys() - parts.keys()):
        yield name, None, blocks[name]


def _of_block(
    source: Source, name: str, part: Part | None, block: Block | None
) -> Iterator[tuple[str, bool]]:
    if part is None:
        yield "the English has no such part any more: delete this block.", True
    elif block is None:
        yield f"not translated yet: add a block for “{_shown(part.text)}”", True
    elif block.stamp and block.stamp != mark_of(part.text):
        command = f"python -m kit translations --stamp {source.path.stem}:{name}"
        new = changed_sentences(source.english, name, block.stamp, part.text) or part.text
        yield f"the English has changed: revise it, then run {command}. It now reads “{_shown(new)}”", True
    else:
        for says in broken(part, block.text):
            yield f"{says}. The English reads “{_shown(part.text)}”", False
    if part and block and block.code is None:
        for says in bad_signs(part.text, block.text):
            yield says, False


def _shown(english: str) -> str:
    return shorten(english, length=LONGEST)
