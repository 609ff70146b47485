"""Read the files that browsers run, and write the files of the site."""

from pathlib import Path

__all__ = ["STATIC", "static", "write"]

STATIC = Path(__file__).with_name("static")


def static(name: str) -> str:
    """Return the text of a file that browsers run."""
    return (STATIC / name).read_text(encoding="utf-8")


def write(path: Path, content: bytes) -> None:
    """Write a file, and make the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
