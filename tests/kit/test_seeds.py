"""The course's two texts are their files byte for byte, and their README tells the truth."""

import hashlib
import re

import pytest
from cases import ROOT

from kit.read import article, read_text, second_article

ARTICLE = ROOT / "seeds" / "000_334c5c13315cfcf7.txt"


def test_article_is_the_file_byte_for_byte():
    data = ARTICLE.read_bytes()
    assert article() == data.decode("utf-8")
    assert article() == read_text(ARTICLE)


def test_readme_of_the_seeds_tells_the_truth():
    readme = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    data = ARTICLE.read_bytes()
    assert f"{len(data):,} bytes" in readme
    assert f"{len(article()):,} characters" in readme
    assert hashlib.sha256(data).hexdigest() in readme
    for quoted in re.findall("`([^`\n]*[ء-ي][^`\n]*)`", readme):
        for piece in quoted.split(" … "):
            assert piece in article()


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        (r"\.", 28),
        (r"\. ", 5),
        (r"\.(?=[^ \n])", 22),
        (r'"\.(?=[^ \n])', 6),
        (r"\n", 1),
        ('"', 24),
        (r'\."', 0),
        ("-", 2),
        (r"[^\s]+", 621),
        (r"\w[\w\u064B]*", 642),
        ("الاسلامية", 1),
        ("الإسلامية", 5),
        ("الاحياء", 1),
        ("الأحياء", 2),
        (r"\bاخرى", 1),
        ("وأخرى", 1),
        ("الاولى", 1),
        (r"\bاو\b", 1),
        ("اميركي", 1),
        ("\N{ARABIC FATHATAN}", 7),
        ("خصوصا ", 1),
        (r"\d+", 6),
        ("[٠-٩%٪«»؛؟]", 0),
    ],
)
def test_oddities_of_the_article_are_counted_rightly_in_its_readme(pattern, count):
    assert len(re.findall(pattern, article())) == count


def test_second_article_is_its_file():
    assert second_article() == read_text(ROOT / "seeds" / "second.txt")
