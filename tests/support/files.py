"""What tests of reading share: a course folder to work in, and a sentence to write into files."""

from pathlib import Path

import pytest

SENTENCE = "خسر تنظيم الدولة الاسلامية الجمعة وفي غضون ساعات معقلين جديدين، والقائم في غرب العراق."


@pytest.fixture(autouse=True)
def course_folder(tmp_path, monkeypatch):
    """Make an empty course folder with work/ in it the current folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(data: bytes, name: str = "letter.txt") -> Path:
    path = Path(name)
    path.write_bytes(data)
    return path
