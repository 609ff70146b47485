"""Find in Git's history what has changed in an English text since it was translated."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kit.classroom.repository import ROOT
from kit.classroom.translations.blocks import mark_of
from kit.classroom.translations.english import parts_of

MOST = 100  # At most this many earlier versions of a file are read.
SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=\S)|\n+")


def changed_sentences(path: Path, name: str, stamp: str, now: str) -> str:
    """Return the sentences that a part did not have when it was stamped; "" if that version is not found."""
    for text in _earlier(path):
        try:
            part = parts_of(path, text).get(name)
        except (ValueError, KeyError):  # The file had another format then.
            continue
        if part and mark_of(part.text) == stamp:
            before = set(SENTENCE.split(part.text))
            return " … ".join(sentence for sentence in SENTENCE.split(now) if sentence not in before)
    return ""


def _earlier(path: Path) -> Iterator[str]:
    """Yield the earlier versions of a file, the latest first; none without Git."""
    place = path.relative_to(ROOT).as_posix()
    for commit in _git("log", f"--max-count={MOST}", "--format=%H", "--", place).split():
        yield _git("show", f"{commit}:{place}")


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""
