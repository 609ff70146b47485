"""Files to read: a folder to be in, and a sentence to write."""

from pathlib import Path

import pytest

SENTENCE = "خسر تنظيم الدولة الاسلامية الجمعة وفي غضون ساعات معقلين جديدين، والقائم في غرب العراق."


@pytest.fixture(autouse=True)
def course_folder(tmp_path, monkeypatch):
    """An empty course folder with work/ in it, to be in."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(data: bytes, name: str = "letter.txt") -> Path:
    path = Path(name)
    path.write_bytes(data)
    return path
