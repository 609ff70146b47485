"""A small corpus to test with, and its questions answered by the plain functions of one text."""

import functools
import random

import pytest

from kit.clean import fold
from kit.compare import keyness
from kit.context import concordance, positions
from kit.count import frequencies
from kit.read import article, second_article
from kit.tokens import ngrams, sentences, stem, tokenize

SEARCHES = [
    ("القائم", None),
    ("دير الزور", None),
    ("الأحياء", fold),
    ("مدينة", stem),
    ("لا شيء", None),
]
ODD = (
    "قال: http://example.org/a?b=ج. ثم مضى.وعاد في ا.ف.ب. - عنوان هنا -ثم 2.5 مليون...\n\nسطر «آخر». "
    "العــراق أَخرى کتاب\N{ZERO WIDTH NON-JOINER} ـ\n"
)


@functools.cache
def texts(*, copies: int = 1) -> dict[str, str]:
    """Return texts by the name of their file, in two folders of different copies and one of odd texts."""
    chance = random.Random(9)
    named = {"odd/one.txt": ODD, "odd/two.txt": "كلمة"}
    for copy in range(copies):
        for part, text in (("war", article()), ("peace", second_article())):
            lines = sentences(text)
            named[f"{part}/{copy:03}.txt"] = (
                text if copy == 0 else "\n".join(chance.sample(lines, len(lines)))
            )
    return dict(sorted(named.items()))


def write(folder, named: dict[str, str]) -> None:
    for name, text in named.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(name="folder")
def corpus_folder(tmp_path):
    """Give a folder with texts in two parts, war and peace, and odd texts in a third."""
    write(tmp_path / "texts", texts(copies=3))
    return tmp_path / "texts"


@pytest.fixture
def on_disk(monkeypatch):
    """Keep small corpora, which are otherwise held in memory, on disk as large ones are."""
    monkeypatch.setattr("kit.corpus.opening.fits_memory", lambda files: False)


def problems(corpus) -> dict[str, str]:
    return dict(zip(corpus.problems["file"], corpus.problems["problem"], strict=True))


def tables(folder) -> list[str]:
    """Return the names in the folder where a corpus keeps its table."""
    return sorted(path.name for path in (folder / ".corpus").iterdir())


def plain_answers(named: dict[str, str]) -> dict:
    """Return what the functions for one text answer about all these texts together."""
    return _plain_answers(tuple(named.items()))


@functools.cache
def _plain_answers(named: tuple[tuple[str, str], ...]) -> dict:
    tokens = {name: tokenize(text) for name, text in named}
    every = [token for words in tokens.values() for token in words]
    part = {
        p: [t for name, words in tokens.items() if name.startswith(p) for t in words]
        for p in ("war", "peace")
    }
    answers = {
        "frequencies": frequencies(every),
        "frequencies war": frequencies(part["war"]),
        "bigrams": frequencies(g for words in tokens.values() for g in ngrams(words, 2)),
        "trigrams": frequencies(g for words in tokens.values() for g in ngrams(words, 3)),
        "keyness": keyness(part["war"], part["peace"]),
        "keyness of stems": keyness(part["war"], part["peace"], key=stem),
    }
    for word, key in SEARCHES:
        rows, places, before = [], [], 0
        for name, words in tokens.items():
            rows += [[name, *row] for row in concordance(words, word, key=key).to_numpy().tolist()]
            places += [before + at for at in positions(words, word, key=key)]
            before += len(words)
        answers[f"concordance {word}"], answers[f"positions {word}"] = rows, places
    return answers


def answers(corpus) -> dict:
    """Return what a corpus answers, by the same names as `plain_answers`."""
    given = {
        "frequencies": corpus.frequencies(),
        "frequencies war": corpus.frequencies(part="war"),
        "bigrams": corpus.ngrams(2),
        "trigrams": corpus.ngrams(3),
        "keyness": corpus.keyness("war", "peace"),
        "keyness of stems": corpus.keyness("war", "peace", key=stem),
    }
    for word, key in SEARCHES:
        given[f"concordance {word}"] = corpus.concordance(word, key=key).to_numpy().tolist()
        given[f"positions {word}"] = corpus.positions(word, key=key)
    return given


def differences(ours: dict, theirs: dict) -> list[str]:
    """Name the questions that are answered differently."""
    return [name for name in ours if not _same(ours[name], theirs[name])]


def _same(ours, theirs) -> bool:
    if isinstance(ours, list):
        return ours == theirs
    return ours.equals(theirs) and ours.index.name == theirs.index.name
