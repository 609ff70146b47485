"""Which files a corpus reads, in which pieces, and that each fault of a file is named."""

import gzip
import json

import corpora
import pandas as pd
import pytest
from corpora import corpus_folder, on_disk, problems  # noqa: F401 (two are fixtures)

from kit.corpus import Corpus, sources, words
from kit.count import frequencies
from kit.read import TextError, article, second_article
from kit.tokens import ngrams, sentences, tokenize

pytestmark = pytest.mark.usefixtures("on_disk")


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


def test_runs_go_on_from_file_to_file_of_the_table(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "PIECE", 100)  # a few words, so that a run can lie in three files
    texts = {"a.txt": article(), "b.txt": "كلمة", "c.txt": second_article()}
    corpora.write(tmp_path, texts)
    corpus = Corpus(tmp_path, workers=1)
    assert len(corpus._table.files) > 100
    for n in (1, 2, 3, 9, 15):
        plain = frequencies(run for text in texts.values() for run in ngrams(tokenize(text), n))
        assert corpus.ngrams(n).equals(plain), n


def test_a_run_can_be_longer_than_the_corpus(tmp_path):
    corpora.write(tmp_path, {"a.txt": "ذهب الولد إلى المدرسة", "b.txt": "كلمة"})
    corpus = Corpus(tmp_path)
    for n in range(1, 12):
        plain = ngrams(tokenize("ذهب الولد إلى المدرسة"), n) + ngrams(["كلمة"], n)
        assert corpus.ngrams(n).equals(frequencies(plain)), n


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


@pytest.mark.machine
def test_several_processes_do_as_one(folder, tmp_path, monkeypatch):
    one = Corpus(folder, cache=tmp_path / "one", workers=1)
    monkeypatch.setattr(sources, "PIECE", 10_000)
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


def test_what_is_not_installed_is_said(folder, monkeypatch):
    monkeypatch.setattr("kit.corpus.engines.find_spec", lambda name: name != "duckdb")
    with pytest.raises(TextError, match="pip install duckdb"):
        Corpus(folder)
