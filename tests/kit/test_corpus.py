"""A corpus says of many texts what the functions for one text say, and of each fault what it was."""

import errno
import gzip
import json
import os
import signal
import socket
import subprocess
import sys

import corpora
import pandas as pd
import pyarrow.parquet as pq
import pytest
from cases import ROOT
from hypothesis import example, given
from hypothesis import strategies as st

from kit.chart import bar_chart, describe, dispersion_chart
from kit.clean import fold
from kit.corpus import Corpus, memory, sources, table, words
from kit.corpus.invented import RARE, RARE_WORD, invent
from kit.count import count_interval, frequencies
from kit.read import TextError, article, second_article
from kit.tokens import ngrams, sentences, stem, tokenize


@pytest.fixture(autouse=True)
def _on_disk(monkeypatch):
    """Small corpora are held in memory; here they are to be what large ones are, but where a test says so."""
    monkeypatch.setattr("kit.corpus.opening.fits_memory", lambda files: False)


@pytest.fixture
def folder(tmp_path):
    corpora.write(tmp_path / "texts", corpora.texts(copies=3))
    return tmp_path / "texts"


def problems(corpus) -> dict[str, str]:
    return dict(zip(corpus.problems["file"], corpus.problems["problem"], strict=True))


# --- the same answers ---------------------------------------------------------


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


def test_phrases_added_up_in_shares_are_the_same(tmp_path, monkeypatch):
    folder = tmp_path / "أخبار [2014]"  # what a pattern would take for a choice
    corpora.write(folder, corpora.texts(copies=3))
    whole, war = Corpus(folder).ngrams(2), Corpus(folder).ngrams(2, part="war", min_count=2)
    monkeypatch.setattr("kit.corpus.WORDS_A_SHARE", 500)
    corpus = Corpus(folder)
    assert corpus.ngrams(2).equals(whole)
    assert corpus.ngrams(2, limit=9).equals(whole.head(9))
    assert corpus.ngrams(2, part="war", min_count=2).equals(war)
    assert len(corpus.ngrams(9999)) == len(Corpus(folder).ngrams(9999)) == 0
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
        if "http" not in text:  # a link that goes on after a question mark belongs to two sentences
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


# --- in memory ------------------------------------------------------------------


@pytest.fixture
def many_kinds(folder):
    """A folder with what can be read and what cannot, and a text that is read in pieces."""
    (folder / "war" / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "war" / "empty.txt").write_bytes(b"")
    (folder / "war" / "old.txt").write_bytes(article().encode("cp1256"))
    lines = [{"text": "خسر", "part": "war"}, {"no": 1}, {"text": "فاز", "id": "won", "part": "peace"}]
    written = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\nno JSON\n"
    (folder / "lines.jsonl").write_text(written, encoding="utf-8")
    (folder / "packed.txt.gz").write_bytes(gzip.compress(second_article().encode()))
    (folder / "torn.txt.gz").write_bytes(gzip.compress(article().encode())[:900])
    return folder


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
        assert corpus.ngrams(9999).empty
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
    """Small texts in memory; what is large, packed or to be kept, on disk; without DuckDB, what can be."""
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


def test_it_needs_neither_duckdb_nor_pyarrow(folder):
    """As in a browser: they are hidden from a fresh Python, and pandas finds none either."""
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


# --- kinds of files -----------------------------------------------------------


def test_packed_lines_and_tables_give_the_same_words(tmp_path):
    rows = [
        {"text": text, "id": f"n{i}", "part": "p"} for i, text in enumerate((article(), second_article()))
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    pd.DataFrame(rows).to_parquet(tmp_path / "c.parquet")
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress((article() + "\n" + second_article()).encode()))
    plain = frequencies(tokenize(article()) + tokenize(second_article()))
    for name in ("a.jsonl", "b.jsonl.gz", "c.parquet", "d.txt.gz"):
        corpus = Corpus(tmp_path / name)
        assert corpus.frequencies().equals(plain), name
        assert not len(corpus.problems)
    assert Corpus(tmp_path / "c.parquet").documents()["document"].tolist() == ["n0", "n1"]
    assert Corpus(tmp_path).words == 4 * plain.sum()


def test_a_large_file_is_read_in_pieces_and_counts_as_one_text(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "PIECE", 3000)
    text = "\n".join(line for text in corpora.texts(copies=4).values() for line in sentences(text))
    (tmp_path / "large.txt").write_text(text, encoding="utf-8")
    (tmp_path / "packed.txt.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "lines.jsonl").write_text("".join(json.dumps({"text": t}) + "\n" for t in text.splitlines()))
    pd.DataFrame({"text": text.splitlines()}).to_parquet(tmp_path / "rows.parquet", row_group_size=9)
    assert len(sources.plan(sources.find_files(tmp_path), tmp_path)[0]) > 20
    tokens = tokenize(text)
    for name in ("large.txt", "packed.txt.gz"):
        corpus = Corpus(tmp_path / name, workers=1)
        assert corpus.documents()[["sentences", "words"]].to_numpy().tolist() == [
            [len(sentences(text)), len(tokens)]
        ]
        assert corpus.ngrams(2).equals(frequencies(ngrams(tokens, 2)))
        assert corpus.positions("القائم") == [at for at, token in enumerate(tokens) if token == "القائم"]
    names = [f"{number + 1}" for number, line in enumerate(text.splitlines()) if line]
    for name in ("lines.jsonl", "rows.parquet"):
        listed = Corpus(tmp_path / name, workers=1).documents()
        assert [
            one.rpartition(":")[2] for one, size in listed[["document", "words"]].to_numpy() if size
        ] == names


@pytest.mark.parametrize("n", [1, 2, 3, 9, 15])
def test_runs_go_on_from_file_to_file_of_the_table(tmp_path, monkeypatch, n):
    monkeypatch.setattr(sources, "PIECE", 100)  # a few words, so that a run can lie in three files
    texts = {"a.txt": article(), "b.txt": "كلمة", "c.txt": second_article()}
    corpora.write(tmp_path, texts)
    corpus = Corpus(tmp_path, workers=1)
    assert len(corpus._table.files) > 100
    plain = frequencies(run for text in texts.values() for run in ngrams(tokenize(text), n))
    assert corpus.ngrams(n).equals(plain)


@pytest.mark.parametrize("n", range(1, 12))
def test_a_run_can_be_longer_than_the_corpus(tmp_path, n):
    corpora.write(tmp_path, {"a.txt": "ذهب الولد إلى المدرسة", "b.txt": "كلمة"})
    plain = ngrams(tokenize("ذهب الولد إلى المدرسة"), n) + ngrams(["كلمة"], n)
    assert Corpus(tmp_path).ngrams(n).equals(frequencies(plain))


def test_a_part_without_words_is_compared_with_nothing(folder):
    corpora.write(folder, {"empty/a.txt": "..."})
    with pytest.raises(TextError, match="no words"):
        Corpus(folder).keyness("war", "empty")


def test_runs_go_on_from_row_group_to_row_group(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "ROWS", 50)
    corpora.write(tmp_path, {"a.txt": article(), "b.txt": second_article()})
    corpus = Corpus(tmp_path, workers=1)
    assert len(corpus._table.row_groups) > 20
    plain = frequencies(run for text in (article(), second_article()) for run in ngrams(tokenize(text), 3))
    assert corpus.ngrams(3).equals(plain)


def test_several_processes_do_as_one(folder, tmp_path, monkeypatch):
    one = Corpus(folder, cache=tmp_path / "one", workers=1)
    monkeypatch.setattr(sources, "PIECE", 2000)
    two = Corpus(folder, cache=tmp_path / "two", workers=2)
    assert len(list(two._table.folder.glob("words-*"))) > len(list(one._table.folder.glob("words-*")))
    assert corpora.differences(corpora.answers(one), corpora.answers(two)) == []


# --- faults -------------------------------------------------------------------


def test_each_faulty_file_is_named_and_the_others_counted(folder):
    (folder / "cut.txt.gz").write_bytes(gzip.compress(article().encode())[:-200])
    (folder / "empty.txt").write_bytes(b"")
    (folder / "old.txt").write_bytes(article().encode("windows-1256"))
    (folder / "letter.docx").write_bytes(b"PK\x03\x04" + bytes(99))
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "broken.txt").write_bytes(article().encode() + b"\xff\xfe\xfa")
    (folder / "mojibake.txt").write_text(
        article().encode().decode("windows-1256", errors="replace"), encoding="utf-8"
    )
    (folder / "lines.jsonl").write_text('{"text": "كلمة"}\nnot json\n{"body": "كلمة"}\n\n{"text": 5}\n')
    (folder / "table.parquet").write_bytes(b"PAR1 but no table")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    pd.DataFrame({"body": ["كلمة"]}).to_parquet(folder / "other.parquet")
    corpus = Corpus([folder, folder / "gone.txt"] if (folder / "gone.txt").exists() else folder)
    said = problems(corpus)
    for name, sentence in {
        "cut.txt.gz": "end-of-stream",
        "empty.txt": "empty",
        "old.txt": "windows-1256",
        "letter.docx": "ZIP",
        "picture.txt": "PNG",
        "broken.txt": "not utf-8",
        "mojibake.txt": "mojibake",
        "lines.jsonl:2": "not JSON",
        "lines.jsonl:3": 'no text in a field "text"',
        "lines.jsonl:5": 'no text in a field "text"',
        "table.parquet": "Parquet",
        "other.parquet": 'no column "text"',
    }.items():
        assert sentence in said.pop(name), name
    assert not said
    assert corpus.problems.set_index("file")["counted"].to_dict()["old.txt"]
    listed = corpus.documents()["document"].tolist()
    assert listed == sorted([*corpora.texts(copies=3), "lines.jsonl:1", "old.txt"])
    every = [
        token for text in [*corpora.texts(copies=3).values(), article(), "كلمة"] for token in tokenize(text)
    ]
    assert corpus.frequencies().equals(frequencies(every))


def test_a_file_that_disappears_or_changes_while_it_is_read_is_named(folder, monkeypatch):
    planned = sources.plan

    def plan_and_meddle(files, top):
        jobs = planned(files, top)
        (folder / "war/001.txt").unlink()
        with (folder / "war/002.txt").open("a") as file:
            file.write("قال")
        return jobs

    monkeypatch.setattr(sources, "plan", plan_and_meddle)
    corpus = Corpus(folder)
    assert "disappeared" in problems(corpus)["war/001.txt"]
    assert "changed while" in problems(corpus)["war/002.txt"]
    kept = {name: text for name, text in corpora.texts(copies=3).items() if name not in problems(corpus)}
    assert corpora.differences(corpora.plain_answers(kept), corpora.answers(corpus)) == []


def test_a_large_file_with_a_fault_counts_not_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "PIECE", 3000)
    (tmp_path / "a.txt").write_bytes((article() * 2).replace(". ", ".\n").encode() + b"\xff\xff")
    (tmp_path / "b.txt").write_text("كلمة", encoding="utf-8")
    corpus = Corpus(tmp_path, workers=1)
    assert "not utf-8" in problems(corpus)["a.txt"]
    assert corpus.frequencies().to_dict() == {"كلمة": 1}


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        ("nothing/*.txt", "no files"),
        ("nowhere", "no file or folder"),
        ([], "no files"),
        ("only-empty", "no words"),
    ],
)
def test_nothing_to_count_is_said_in_a_sentence(tmp_path, monkeypatch, paths, sentence):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "only-empty").mkdir()
    (tmp_path / "only-empty/a.txt").write_bytes(b"")
    with pytest.raises(TextError, match=sentence):
        Corpus(paths)


def test_wrong_questions_are_answered_with_a_sentence(folder):
    corpus = Corpus(folder)
    for ask in (
        lambda: corpus.frequencies(part="nowhere"),
        lambda: corpus.frequencies(key="sound"),
        lambda: corpus.ngrams(0),
        lambda: corpus.ngrams(2.0),
        lambda: corpus.ngrams(None),
        lambda: corpus.ngrams("2"),
        lambda: corpus.frequencies(limit=-1),
        lambda: corpus.frequencies(limit="5"),
        lambda: corpus.concordance(5),
        lambda: corpus.concordance("في", limit="2"),
        lambda: corpus.positions(None),
        lambda: Corpus(None),
        lambda: Corpus(""),
        lambda: Corpus(folder, engine=7),
        lambda: Corpus(folder, engine="spark"),
        lambda: corpus.concordance(" "),
        lambda: corpus.concordance("في", window=-1),
        lambda: corpus.keyness("war", "nowhere"),
        lambda: Corpus(folder, engine="abacus"),
        lambda: Corpus(folder, memory="much"),
    ):
        with pytest.raises(TextError):
            ask()


def test_what_is_not_installed_is_said(folder, monkeypatch):
    monkeypatch.setattr("kit.corpus.engines.find_spec", lambda name: name != "duckdb")
    with pytest.raises(TextError, match="pip install duckdb"):
        Corpus(folder)


def test_more_lines_than_anyone_reads_are_asked_about(folder, monkeypatch):
    monkeypatch.setattr("kit.corpus.MOST_LINES", 10)
    corpus = Corpus(folder)
    with pytest.raises(TextError, match="limit=1000"):
        corpus.concordance("في")
    assert len(corpus.concordance("في", limit=12)) == 12


# --- the kept table -----------------------------------------------------------


def tables(folder) -> list:
    return sorted(path.name for path in (folder / ".corpus").iterdir())


def test_a_table_is_kept_until_a_file_or_a_rule_changes(folder, monkeypatch):
    assert Corpus(folder)._table.is_new
    assert not Corpus(folder)._table.is_new
    path = folder / "war/001.txt"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_text(path.read_text(encoding="utf-8").replace("القائم", "الكوفة"), encoding="utf-8")
    os.utime(path, ns=times)  # same size, same time of change: and yet it shows
    changed = Corpus(folder)
    assert changed._table.is_new
    assert changed.frequencies()["الكوفة"] == 8
    monkeypatch.setattr(table, "rules", lambda: "other rules")
    assert Corpus(folder)._table.is_new


def test_it_can_be_kept_elsewhere_and_used_where_nothing_can_be_written(folder, tmp_path):
    before = corpora.answers(Corpus(folder, cache=tmp_path / "kept"))
    assert not (folder / ".corpus").exists()
    for path in [*(tmp_path / "kept").rglob("*"), tmp_path / "kept"]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    again = Corpus(folder, cache=tmp_path / "kept")
    assert not again._table.is_new
    assert corpora.differences(before, corpora.answers(again)) == []
    for path in [tmp_path / "kept", *(tmp_path / "kept").rglob("*")]:
        path.chmod(0o777)


@pytest.mark.parametrize("damage", ["cut", "bit", "gone", "manifest cut", "manifest gone"])
def test_a_damaged_table_is_named_and_built_again(folder, damage):
    first = Corpus(folder)
    kept = next(first._table.folder.glob("words-*.parquet"))
    manifest = first._table.folder / "manifest.json"
    data = kept.read_bytes()
    if damage == "cut":
        kept.write_bytes(data[:-10])
    elif damage == "bit":
        kept.write_bytes(data[:500] + bytes([data[500] ^ 1]) + data[501:])
    elif damage == "gone":
        kept.unlink()
    elif damage == "manifest cut":
        manifest.write_bytes(manifest.read_bytes()[:-20])
    else:
        manifest.unlink()
    again = Corpus(folder)
    assert again._table.is_new
    assert "damaged" in again.problems["problem"][0]
    assert again.problems["counted"][0]
    assert corpora.differences(corpora.plain_answers(corpora.texts(copies=3)), corpora.answers(again)) == []
    assert len(tables(folder)) == 1


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_table_that_is_damaged_while_it_is_used_gives_no_answer(folder, damage):
    corpus = Corpus(folder)
    path = corpus._table.folder / "words-00000.parquet"
    path.write_bytes(path.read_bytes()[:500]) if damage == "cut" else path.unlink()
    asks = [corpus.frequencies, lambda: corpus.ngrams(2), lambda: corpus.concordance("في")]
    if damage == "gone":
        (corpus._table.folder / "documents.parquet").unlink()
        asks.append(corpus.documents)
    for ask in asks:
        with pytest.raises(TextError, match="Make the Corpus again"):
            ask()


def test_a_disk_that_fills_up_while_phrases_are_counted_is_said(folder, monkeypatch):
    resource = pytest.importorskip("resource", reason="Windows cannot limit the size of a file")
    monkeypatch.setattr("kit.corpus.WORDS_A_SHARE", 500)
    corpus = Corpus(folder)
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, before[1]))
    try:
        with pytest.raises(TextError, match="Free some space there"):
            corpus.ngrams(2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert tables(folder) == [corpus._table.folder.name]
    assert len(corpus.ngrams(2))


def test_only_what_a_dead_run_of_this_machine_left_is_deleted(tmp_path):
    host = socket.gethostname()
    for name in (
        f".corpus-building-999999-1-lab-{host}",
        f".corpus-spill-{os.getpid()}-1-{host}",
        ".corpus-old-999999-1-elsewhere",
        f".theirs-999999-1-{host}",
    ):
        (tmp_path / name).mkdir()
    assert table.sweep(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 4


def test_a_full_disk_is_said_and_leaves_nothing(folder, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(TextError, match=r"No space left on device.*cache="):
        Corpus(folder, workers=1)
    assert tables(folder) == []
    monkeypatch.undo()
    assert Corpus(folder, engine="duckdb")._table.is_new


def test_a_disk_that_fills_up_under_a_worker_is_said(folder, monkeypatch):
    monkeypatch.setattr(sources, "PIECE", 2000)
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); "
    limit += "from kit.corpus.workers import serve_jobs; serve_jobs()"
    monkeypatch.setattr("kit.corpus.workers.COMMAND", [sys.executable, "-c", limit])
    with pytest.raises(TextError, match="Nothing half-written is left"):
        Corpus(folder, workers=2)
    assert tables(folder) == []


def test_a_worker_that_is_killed_is_said(folder, monkeypatch):
    monkeypatch.setattr(sources, "PIECE", 2000)
    monkeypatch.setattr(
        "kit.corpus.workers.COMMAND", [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    )
    with pytest.raises(TextError, match="worker process stopped"):
        Corpus(folder, workers=2)
    assert tables(folder) == []


SLOW = """
import sys, time
from kit.corpus import Corpus, words
plain = words.words_by_sentence
def slow(text):
    print("at work", flush=True)
    time.sleep(float(sys.argv[2]))
    return plain(text)
words.words_by_sentence = slow
corpus = Corpus(sys.argv[1], workers=1, engine="duckdb")
print(*corpus.problems["problem"])
print(corpus)
"""


def slow_run(folder, seconds: float) -> subprocess.Popen:
    command = [sys.executable, "-c", SLOW, str(folder), str(seconds)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment)
    return run


def test_a_killed_run_leaves_nothing_that_is_read(folder):
    run = slow_run(folder, 30)
    assert run.stdout.readline() == "at work\n"
    run.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    run.communicate()
    assert tables(folder)[0].startswith(".corpus-building-")
    left = tables(folder)[0]
    corpus = Corpus(folder)
    assert problems(corpus) == {left: "a run was stopped before it had finished; this was deleted."}
    assert corpora.differences(corpora.plain_answers(corpora.texts(copies=3)), corpora.answers(corpus)) == []
    assert tables(folder) == [corpus._table.folder.name]
    assert not len(Corpus(folder).problems)  # said once


def test_two_runs_at_once_do_each_other_no_harm(folder):
    runs = [slow_run(folder, 0.5), slow_run(folder, 0.5)]
    assert [run.stdout.readline() for run in runs] == ["at work\n"] * 2
    here = Corpus(folder)
    assert not len(here.problems)  # the two are slower
    for run in runs:
        *_, problem, corpus = run.communicate()[0].splitlines()
        assert problem == "another run had made this table first; it is used."
        assert corpus == repr(here)
    assert tables(folder) == [here._table.folder.name]
    assert corpora.differences(corpora.plain_answers(corpora.texts(copies=3)), corpora.answers(here)) == []
