"""The corpus of lesson 9 is what its README says, and edited as a newspaper would be."""

import csv
import re
import unicodedata
from collections import Counter

import pytest
from cases import ROOT

from kit.data import course_texts
from kit.tokens import sentences, tokenize

FOLDER = course_texts() / "newspaper"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
TEXTS = {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.glob("*/*.txt"))}
ARABIC = r"[ء-غف-يً-ْ]"  # letters and vowel signs, not tatweel

NEVER = {
    "a sign or letter that does not belong": r"[^ء-غف-يً-ْ0-9 \n.:!…،؛؟«»–-]",
    "two spaces": "  ",
    "a space before a sign": r" [،؛؟.:!»]",
    "no space after a sign": rf"[،؛؟:.!»]{ARABIC}",
    "tanwin behind its alef": "اً",
    "a paragraph without an end": r"[^.؟!»:\n]\n",
    "a word twice": r"\b(\w{2,}) \1\b",
    "hamza left out": r"\b(?:ان|الى|او|اذا|ايضا|انه|انها|الا)\b",
}


def read_table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_edited(name):
    text = TEXTS[name].read_bytes().decode("utf-8")
    assert unicodedata.normalize("NFC", text) == text
    assert text.endswith("\n")
    assert text.count("«") == text.count("»")
    assert 240 <= len(tokenize(text)) <= 600
    for fault, pattern in NEVER.items():
        match = re.search(pattern, text)
        assert not match, f"{fault}: {text[max(0, match.start() - 20) : match.end() + 20]}"


def test_no_sentence_stands_twice():
    counted = Counter(
        sentence for path in TEXTS.values() for sentence in sentences(path.read_text(encoding="utf-8"))
    )
    assert [sentence for sentence, count in counted.items() if count > 1] == []


def test_its_table_names_every_text():
    rows = read_table("texts.csv")
    assert [row["file"] for row in rows] == list(TEXTS)
    assert all(row["file"].startswith(row["desk"] + "/") for row in rows)
    assert all(re.fullmatch(r"2025-\d\d-\d\d", row["date"]) for row in rows)
    assert len({row["title"] for row in rows}) == len(rows)


@pytest.mark.parametrize("desk", ["city", "culture"])
def test_readme_tells_the_truth(desk):
    texts = [path.read_text(encoding="utf-8") for name, path in TEXTS.items() if name.startswith(desk)]
    words, ends = sum(len(tokenize(text)) for text in texts), sum(len(sentences(text)) for text in texts)
    row = next(line for line in README.splitlines() if line.startswith(f"| `{desk}`"))
    assert [cell.strip() for cell in row.split("|")[3:6]] == [
        str(len(texts)),
        f"{words:,}",
        str(round(words / ends)),
    ]
    assert f"{len(TEXTS)} short texts" in README


def test_speakers_are_those_of_every_line():
    said = [
        (name, str(at), word)
        for name, path in TEXTS.items()
        if name.startswith("city")
        for at, word in enumerate(tokenize(path.read_text(encoding="utf-8")))
        if word.removeprefix("و") in ("قال", "قالت")
    ]
    rows = read_table("speakers.csv")
    assert [(row["document"], row["position"], row["verb"]) for row in rows] == said
    counts = Counter(row["speaker"] for row in rows)
    assert counts == {"woman": 38, "man": 38, "office": 46}
    assert "38 times a woman, 38 times a man, 46 times an office" in README
    assert not any(row["speaker"] == "man" and row["verb"].endswith("ت") for row in rows)


def test_git_leaves_its_bytes_alone():
    assert "seeds/**/*.txt -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8")
