"""A corpus says of many texts what the functions for one text say, in memory and on disk."""

import gzip
import json
import os
import subprocess
import sys

import corpora
import pandas as pd
import pytest
from cases import ROOT
from corpora import corpus_folder, on_disk, tables  # noqa: F401 (two are fixtures)
from hypothesis import example, given
from hypothesis import strategies as st

from kit.chart import bar_chart, describe, dispersion_chart
from kit.clean import fold
from kit.corpus import Corpus, memory, sources, words
from kit.corpus.invented import RARE, RARE_WORD, invent
from kit.count import count_interval, frequencies
from kit.read import TextError, article, second_article
from kit.tokens import sentences, stem, tokenize

pytestmark = pytest.mark.usefixtures("on_disk")


def test_it_answers_as_the_functions_for_one_text_do(folder):
    assert (
        corpora.differences(corpora.plain_answers(corpora.texts(copies=3)), corpora.answers(Corpus(folder)))
        == []
    )


@pytest.mark.parametrize("key", [fold, stem, lambda word: word[0]])
def test_words_are_counted_together_by_their_key(folder, key):
    every = [token for text in corpora.texts(copies=3).values() for token in tokenize(text)]
    assert Corpus(folder).frequencies(key=key).equals(frequencies(every, key=key))


def test_top_and_min_count_give_what_the_whole_begins_with(folder):
    corpus = Corpus(folder)
    assert corpus.frequencies(limit=30).equals(corpus.frequencies().head(30))
    assert corpus.frequencies(key=fold, limit=5).equals(corpus.frequencies(key=fold).head(5))
    pairs = corpus.ngrams(2)
    assert corpus.ngrams(2, min_count=3).equals(pairs[pairs >= 3])
    assert corpus.ngrams(2, limit=pd.Series([7])[0]).equals(pairs.head(7))  # NumPy's whole numbers too
    assert corpus.concordance("في", limit=4).equals(corpus.concordance("في").head(4))
    whole = corpus.concordance("في", window=10_000, limit=4)  # No text has so many words.
    assert corpus.concordance("في", window=10**9, limit=4).equals(whole)


def test_phrases_added_up_in_shares_are_the_same(tmp_path, monkeypatch):
    folder = tmp_path / "أخبار [2014]"  # In a pattern, [ ] would be a choice.
    corpora.write(folder, corpora.texts(copies=3))
    whole, war = Corpus(folder).ngrams(2), Corpus(folder).ngrams(2, part="war", min_count=2)
    monkeypatch.setattr("kit.corpus.WORDS_A_SHARE", 500)
    corpus = Corpus(folder)
    assert corpus.ngrams(2).equals(whole)
    assert corpus.ngrams(2, limit=9).equals(whole.head(9))
    assert corpus.ngrams(2, part="war", min_count=2).equals(war)
    assert len(corpus.ngrams(999)) == len(Corpus(folder).ngrams(999)) == 0
    assert tables(folder) == [corpus._table.folder.name]  # nothing is left on the disk


def test_documents_are_listed_in_order(folder):
    listed = Corpus(folder).documents()
    named = corpora.texts(copies=3)
    assert listed["document"].tolist() == list(named)
    assert listed["part"].tolist() == [name.split("/")[0] for name in named]
    assert listed["words"].tolist() == [len(tokenize(text)) for text in named.values()]
    assert listed["sentences"].tolist() == [len(sentences(text)) for text in named.values()]


def test_parts_are_told_from_the_folder_that_is_named(tmp_path):
    corpora.write(tmp_path, {"news/sub/a.txt": "كلمة", "news/sub/b.txt": "كلمة"})
    listed = Corpus(tmp_path / "news").documents()
    assert listed["document"].tolist() == ["sub/a.txt", "sub/b.txt"]
    assert set(listed["part"]) == {"sub"}
    assert (tmp_path / "news" / ".corpus").exists()
    assert set(Corpus(tmp_path / "news" / "sub").documents()["part"]) == {"a", "b"}


def test_the_table_says_where_each_word_stands(folder):
    corpus = Corpus(folder)
    kept = pd.concat(map(pd.read_parquet, sorted(corpus._table.folder.glob("words-*.parquet"))))
    assert kept.columns.tolist() == ["document", "sentence", "position", "word", "part"]
    for number, text in enumerate(corpora.texts(copies=3).values()):
        rows = kept[kept["document"] == number << 32]
        assert rows["word"].tolist() == tokenize(text)
        assert rows["position"].tolist() == list(range(len(rows)))
        by_sentence = [tokenize(sentence) for sentence in sentences(text)]
        if "http" not in text:  # A link with a question mark lies in two sentences.
            assert rows.groupby("sentence")["word"].agg(list).to_dict() == dict(enumerate(by_sentence))


@example("خسر.\n- في القائم -\nثم")
@given(st.text(st.sampled_from('اب.؟! \n-"«»،ـ12/:hx@'), max_size=60))
def test_sentences_never_change_the_words(text):
    split, sizes = words.words_by_sentence(text)
    assert split == tokenize(text)
    assert len(sizes) == len(sentences(text))
    assert sum(sizes) == len(split)


def test_charts_draw_what_it_says(folder):
    corpus = Corpus(folder)
    assert "Bar chart of 5 bars" in describe(bar_chart(corpus.frequencies(limit=5)))
    places = {"القائم": corpus.positions("القائم")}
    assert "24 times" in describe(dispersion_chart(places, total=corpus.words))


def test_an_invented_corpus_has_the_rates_it_promises(tmp_path):
    corpus = Corpus(invent(tmp_path, words=400_000), progress=False)
    assert corpus.words == 400_000
    for part, size in corpus.documents().groupby("part")["words"].sum().items():
        low, high = count_interval(int(corpus.frequencies(part=part)[RARE_WORD]), level=0.999)
        assert low < RARE[part] * size < high


def test_wrong_questions_are_answered_with_a_sentence(folder):
    corpus = Corpus(folder)
    for ask in (
        lambda: corpus.ngrams(0),
        lambda: corpus.frequencies(limit=-1),
        lambda: corpus.concordance("في", window=-1),
        lambda: Corpus(None),
        lambda: Corpus(""),
        lambda: Corpus(folder, engine=7),
        lambda: Corpus(folder, engine="spark"),
        lambda: corpus.keyness("war", "nowhere"),
        lambda: Corpus(folder, engine="abacus"),
        lambda: Corpus(folder, memory="much"),
    ):
        with pytest.raises(TextError):
            ask()


def test_more_lines_than_anyone_reads_are_asked_about(folder, monkeypatch):
    monkeypatch.setattr("kit.corpus.MOST_LINES", 10)
    corpus = Corpus(folder)
    with pytest.raises(TextError, match="limit=1000"):
        corpus.concordance("في")
    assert len(corpus.concordance("في", limit=12)) == 12


# --- in memory ------------------------------------------------------------------


@pytest.fixture
def many_kinds(folder):
    """Write readable and unreadable files into a folder, and a text that is read in pieces."""
    (folder / "war" / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "war" / "empty.txt").write_bytes(b"")
    (folder / "war" / "old.txt").write_bytes(article().encode("cp1256"))
    lines = [{"text": "خسر", "part": "war"}, {"no": 1}, {"text": "فاز", "id": "won", "part": "peace"}]
    written = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\nno JSON\n"
    (folder / "lines.jsonl").write_text(written, encoding="utf-8")
    (folder / "packed.txt.gz").write_bytes(gzip.compress(second_article().encode()))
    (folder / "torn.txt.gz").write_bytes(gzip.compress(article().encode())[:900])
    return folder


def test_small_texts_are_read_again_only_when_one_has_changed(folder, monkeypatch):
    read = []
    monkeypatch.setattr(
        memory, "_read", lambda piece, field, do=memory._read: read.append(1) or do(piece, field)
    )
    words = Corpus(folder).words
    once = len(read)
    assert Corpus(folder).words == words
    assert len(read) == once
    (folder / "odd" / "two.txt").write_text("كلمة أخرى", encoding="utf-8")
    assert Corpus(folder).words == words + 1


@pytest.mark.parametrize("piece", [sources.PIECE, 5000])
def test_in_memory_and_on_disk_all_is_the_same(many_kinds, monkeypatch, piece):
    monkeypatch.setattr(sources, "PIECE", piece)
    held = Corpus(many_kinds, engine="pandas")
    kept = Corpus(many_kinds, engine="duckdb", workers=1)
    assert repr(held) == repr(kept)
    assert held.words == kept.words
    assert held.problems.sort_values("file").to_numpy().tolist() == (
        kept.problems.sort_values("file").to_numpy().tolist()
    )
    assert held.documents().equals(kept.documents())
    assert corpora.differences(corpora.answers(kept), corpora.answers(held)) == []
    assert held.tokens() == kept.tokens()
    assert held.tokens(part="war", limit=50) == kept.tokens(part="war")[:50]
    by_next = held.concordance("في", key=fold, sort="after")
    assert by_next.equals(kept.concordance("في", key=fold, sort="after"))
    assert by_next["after"].map(str.split).is_monotonic_increasing
    assert held.dispersion("في", part="war") == kept.dispersion("في", part="war")
    for corpus in (held, kept):
        assert corpus.ngrams(999).empty
        assert len(corpus.concordance("في", limit=3)) == 3
        with pytest.raises(TextError, match="no part"):
            corpus.frequencies(part="nowhere")


def test_a_corpus_without_words_is_refused_in_the_same_words(tmp_path):
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    said = set()
    for engine in ("pandas", "duckdb"):
        with pytest.raises(TextError) as refused:
            Corpus(tmp_path, engine=engine, workers=1)
        said.add(str(refused.value))
    assert len(said) == 1


def test_where_a_corpus_is_held(folder, tmp_path, monkeypatch):
    """Small texts are held in memory, large or packed ones on disk; without DuckDB, all that fit."""
    monkeypatch.undo()
    assert Corpus(folder)._engine.__class__.__name__ == "Pandas"
    assert not (folder / ".corpus").exists()
    assert Corpus(folder, cache=tmp_path / "kept", workers=1)._engine.__class__.__name__ == "DuckDB"
    assert not memory.fits_memory([tmp_path / "a.txt.gz"])
    monkeypatch.setattr(memory, "SMALL", 10)
    assert not memory.fits_memory([folder / "war" / "000.txt"])
    monkeypatch.setattr(memory, "find_spec", lambda name: name == "narwhals")
    assert memory.fits_memory([folder / "war" / "000.txt", tmp_path / "a.txt.gz"])
    monkeypatch.setattr(memory, "MOST", 10)
    assert not memory.fits_memory([folder / "war" / "000.txt"])
    monkeypatch.setattr(memory, "find_spec", lambda name: None)
    with pytest.raises(TextError, match="pip install narwhals"):
        Corpus(folder, engine="pandas")


@pytest.mark.machine
def test_it_needs_neither_duckdb_nor_pyarrow(folder):
    """A browser has neither; here both are hidden from a fresh Python, and so from pandas."""
    ask = """
import sys
sys.modules.update(duckdb=None, pyarrow=None)
from kit.corpus import Corpus
corpus = Corpus(sys.argv[1])
print(corpus, len(corpus.concordance("في")), len(corpus.keyness("war", "peace")), len(corpus.ngrams(2)))
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", ask, str(folder)]
    said = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True).stdout
    kept = Corpus(folder)
    counts = len(kept.concordance("في")), len(kept.keyness("war", "peace")), len(kept.ngrams(2))
    assert said.split() == " ".join(map(str, (kept, *counts))).split()
