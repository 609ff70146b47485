"""Lesson 01: from bytes to text, and from text to paragraphs."""

import re
from importlib.resources import files
from pathlib import Path

ARTICLE = "000_334c5c13315cfcf7.txt"


class TextError(ValueError):
    """A text cannot be used as it is; the message says why and what to do."""

    def _render_traceback_(self) -> list[str]:
        """Show one plain sentence in a notebook instead of a traceback (an IPython hook)."""
        return [str(self)]


def read_text(path: str | Path, *, encoding: str | None = None) -> str:
    """Return the text of a file."""
    return Path(path).read_text(encoding=encoding or "utf-8-sig")


def article() -> str:
    """Return the course's article exactly as it was published."""
    return (files("seeds") / ARTICLE).read_text(encoding="utf-8")


def second_article() -> str:
    """Return the course's second, peaceful text."""
    return (files("seeds") / "second.txt").read_text(encoding="utf-8")


def paragraphs(text: str) -> list[str]:
    """Split a text at line breaks and where a full stop has no space after it."""
    pieces = re.split(r'\n|(?<=\.)(?=["-]?[\u0621-\u064A])|(?<=\.)(?=- )|(?<= -)(?=[\u0621-\u064A])', text)
    return [piece.strip() for piece in pieces if piece.strip()]


def own_text(source: str | Path) -> str:
    """Return your own text: the content of a file, or the string itself when it is not a file."""
    if isinstance(source, Path) or ("\n" not in source and len(source) < 256 and Path(source).is_file()):
        return read_text(source)
    return source
