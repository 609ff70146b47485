"""On a real cluster, its workers separate processes: the same answers, even if one of them is killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import corpora
import pytest
from screens import free_port

from kit.count import frequencies
from kit.tokens import ngrams, stem, tokenize

pytestmark = pytest.mark.skipif(
    not (shutil.which("java") and find_spec("pyspark")),
    reason="needs Java 17 (Debian: openjdk-17-jre-headless) and pyspark",
)
HOST = "127.0.0.1"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # what runs for seconds is not worth compiling well


def start(log: Path, *arguments: str) -> subprocess.Popen:
    """Start one of Spark's daemons as a process of its own, in a group of its own."""
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [str(home / "bin" / "spark-class"), *arguments]
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "PYSPARK_PYTHON": sys.executable,
    }
    environment |= {"SPARK_DAEMON_MEMORY": "512m", "SPARK_DAEMON_JAVA_OPTS": QUICK}
    with log.open("w") as output:
        return subprocess.Popen(
            command, stdout=output, stderr=output, env=environment, start_new_session=True
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A master and two workers: their address, the workers' processes, and the master's log."""
    folder, port = tmp_path_factory.mktemp("cluster"), free_port()
    address = f"spark://{HOST}:{port}"
    ports = ["--host", HOST, "--webui-port", "0"]
    package = "org.apache.spark.deploy"
    master = start(folder / "master.log", f"{package}.master.Master", "--port", str(port), *ports)
    workers = [
        start(
            folder / f"worker{number}.log",
            *(f"{package}.worker.Worker", "--cores", "1", "--memory", "1g", *ports),
            *("--work-dir", str(folder / f"work{number}"), address),
        )
        for number in range(2)
    ]
    wait_for(folder / "master.log", "I have been elected leader")
    yield address, workers, folder / "master.log"
    for process in [*workers, master]:
        kill(process)


def wait_for(log: Path, words: str, *, times: int = 1) -> None:
    until = time.monotonic() + 90
    while log.read_text().count(words) < times and time.monotonic() < until:
        time.sleep(0.1)


def kill(process: subprocess.Popen) -> None:
    """End a daemon and what it started, at once and without warning."""
    for child in children(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    process.kill()
    process.wait()


def children(parent: int) -> list[int]:
    """List the processes below one (Spark gives its executors to the worker daemon)."""
    direct = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True
    ).stdout.split()
    return [process for child in map(int, direct) for process in [*children(child), child]]


@pytest.fixture(scope="module")
def session(cluster):
    from pyspark.sql import SparkSession

    os.environ |= {"SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable}
    start = SparkSession.builder.master(cluster[0]).appName("test")
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": HOST,
        "spark.executor.memory": "512m",
        "spark.driver.extraJavaOptions": QUICK,
        "spark.executor.extraJavaOptions": QUICK,
        "spark.sql.shuffle.partitions": "2",
        "spark.log.level": "ERROR",
    }
    session = start.config(map=options).getOrCreate()
    wait_for(cluster[2], "Registering worker", times=2)
    yield session
    session.stop()


def test_spark_duckdb_and_plain_python_agree(tmp_path, session, monkeypatch):
    from kit.corpus import Corpus, sources

    monkeypatch.setattr(sources, "PIECE", 20_000)
    texts = corpora.texts(copies=6)
    corpora.write(tmp_path / "texts", texts)
    monkeypatch.setattr(corpora, "SEARCHES", [("مدينة القائم", stem)])  # a join, and all different words
    plain = corpora.plain_answers(texts)
    spark = Corpus(tmp_path / "texts", engine=session, cache=tmp_path / "spark")
    duck = Corpus(tmp_path / "texts", cache=tmp_path / "duck")
    assert len(list(spark._table.folder.glob("words-*.parquet"))) > 2  # several jobs, done by the workers
    assert spark.documents().equals(duck.documents())
    ours = corpora.answers(spark)
    assert corpora.differences(plain, ours) == []
    assert corpora.differences(ours, corpora.answers(duck)) == []


def test_a_worker_killed_in_mid_job_changes_no_answer(tmp_path, cluster, session, monkeypatch):
    from kit.corpus import Corpus, sources

    monkeypatch.setattr(sources, "PIECE", 20_000)
    texts = corpora.texts(copies=60)
    corpora.write(tmp_path / "texts", texts)
    killed = []

    def kill_when_some_is_done():
        while len(done := list((tmp_path / "kept").glob(".corpus-building-*/words-*"))) < 3:
            time.sleep(0.02)
        kill(cluster[1][0])
        killed.append(len(done))

    watcher = threading.Thread(target=kill_when_some_is_done, daemon=True)
    watcher.start()
    corpus = Corpus(tmp_path / "texts", engine=session, cache=tmp_path / "kept")
    watcher.join(5)
    assert killed
    assert killed[0] < len(list(corpus._table.folder.glob("words-*")))
    assert not len(corpus.problems)
    every = [token for text in texts.values() for token in tokenize(text)]
    assert corpus.frequencies().equals(frequencies(every))
    assert corpus.words == len(every)


def test_an_executor_killed_while_a_question_is_worked_out_changes_no_answer(
    tmp_path, cluster, session, monkeypatch
):
    from kit.corpus import Corpus, sources

    monkeypatch.setattr(sources, "PIECE", 20_000)
    texts = corpora.texts(copies=60)
    corpora.write(tmp_path / "texts", texts)
    corpus = Corpus(tmp_path / "texts", engine=session, cache=tmp_path / "kept")
    status, killed = session.sparkContext.statusTracker(), []

    def kill_when_at_work():
        while not status.getActiveStageIds():
            time.sleep(0.01)
        for child in children(cluster[1][1].pid):  # the daemon starts another one
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
                killed.append(child)

    watcher = threading.Thread(target=kill_when_at_work, daemon=True)
    watcher.start()
    pairs = corpus.ngrams(2)
    watcher.join(5)
    assert killed
    assert pairs.equals(frequencies(run for text in texts.values() for run in ngrams(tokenize(text), 2)))
