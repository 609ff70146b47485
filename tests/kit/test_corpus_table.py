"""The table of words on disk is kept, checked, swept, and never half-written."""

import errno
import os
import signal
import socket
import subprocess
import sys

import corpora
import pyarrow.parquet as pq
import pytest
from cases import ROOT
from corpora import corpus_folder, on_disk, problems, tables  # noqa: F401 (two are fixtures)

from kit.corpus import Corpus, sources, table
from kit.read import TextError
from kit.tokens import tokenize

pytestmark = pytest.mark.usefixtures("on_disk")


def test_a_table_is_kept_until_a_file_or_a_rule_changes(folder, monkeypatch):
    assert Corpus(folder)._table.is_new
    assert not Corpus(folder)._table.is_new
    path = folder / "war/001.txt"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_text(path.read_text(encoding="utf-8").replace("القائم", "الكوفة"), encoding="utf-8")
    os.utime(path, ns=times)  # The size and mtime are as before, but not the ctime.
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
    before = first.documents(), first.frequencies()
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
    every = [token for text in corpora.texts(copies=3).values() for token in tokenize(text)]
    assert again.tokens() == every
    assert again.documents().equals(before[0])
    assert again.frequencies().equals(before[1])
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


@pytest.mark.machine
def test_a_disk_that_fills_up_under_a_worker_is_said(folder, monkeypatch):
    monkeypatch.setattr(sources, "PIECE", 10_000)
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)); "
    limit += "from kit.corpus.workers import serve_jobs; serve_jobs()"
    monkeypatch.setattr("kit.corpus.workers.COMMAND", [sys.executable, "-c", limit])
    with pytest.raises(TextError, match="Nothing half-written is left"):
        Corpus(folder, workers=2)
    assert tables(folder) == []


@pytest.mark.machine
def test_a_worker_that_is_killed_is_said(folder, monkeypatch):
    monkeypatch.setattr(sources, "PIECE", 10_000)
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


@pytest.mark.machine
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
    assert not len(Corpus(folder).problems)  # It is reported only once.


@pytest.mark.machine
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
