"""Do jobs in several processes of this machine, and show how far they are."""

import os
import queue
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from io import TextIOWrapper
from pathlib import Path
from typing import TypeVar

from kit.corpus.words import do
from kit.errors import TextError
from kit.language import language, say

__all__ = ["a_few_ahead", "run_here", "serve_jobs", "with_bar"]

A = TypeVar("A")
B = TypeVar("B")
# A worker is a program that reads jobs as lines. `multiprocessing` is not used: on Windows and macOS it
# runs a student's script again in every process. joblib's loky does not, and would save some thirty lines;
# but it would be one more package on every student's machine, for what one lesson does once.
COMMAND = [sys.executable, "-c", "from kit.corpus.workers import serve_jobs; serve_jobs()"]
IN_BROWSER = sys.platform == "emscripten"


def serve_jobs() -> None:
    """Do jobs line by line until there are no more; this is what a worker process runs.

    >>> serve_jobs.__name__  # it waits for lines, so there is nothing to show
    'serve_jobs'
    """
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8")
    for job in sys.stdin:
        print(do(job), flush=True)


def run_here(jobs: list[str], *, workers: int | None = None) -> Iterator[str]:
    """Do jobs on this machine, one process a processor unless said otherwise, in no fixed order.

    >>> list(run_here([]))
    []

    Raises:
        TextError: a worker stopped before it had finished.
        OSError: a worker could not write.
    """
    workers = min(workers or os.cpu_count() or 1, len(jobs))
    if workers <= 1 or IN_BROWSER:
        yield from map(do, jobs)
        return
    idle: queue.SimpleQueue[subprocess.Popen[str]] = queue.SimpleQueue()
    processes = [_start() for _ in range(workers)]
    for process in processes:
        idle.put(process)
    pool = ThreadPoolExecutor(workers)
    try:
        for done in as_completed([pool.submit(_ask, idle, job) for job in jobs]):
            yield done.result()
    finally:
        for process in processes:
            process.kill()
        pool.shutdown(cancel_futures=True)
        for process in processes:
            process.communicate()


def _start() -> subprocess.Popen[str]:
    kit = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, [kit, os.environ.get("PYTHONPATH")]))
    environment = os.environ | {
        "PYTHONPATH": paths,
        "PYTHONIOENCODING": "utf-8",
        "KIT_LANG": language(),
    }
    pipe = subprocess.PIPE
    return subprocess.Popen(
        COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, encoding="utf-8", errors="replace"
    )


def _ask(idle: queue.SimpleQueue[subprocess.Popen[str]], job: str) -> str:
    process = idle.get()
    assert process.stdin
    assert process.stdout
    assert process.stderr
    try:
        process.stdin.write(job + "\n")
        process.stdin.flush()
        if done := process.stdout.readline():
            return done
        said = process.stderr.read().strip().splitlines()
    except OSError:
        said = []
    finally:
        idle.put(process)  # A dead process goes back too, so that no job waits for it for ever.
    last = said[-1] if said else say("it ran out of memory, or was ended")
    if error := re.match(r"OSError: \[Errno (\d+)\] (.*)", last):
        raise OSError(int(error[1]), error[2])
    said_last = say(
        "Corpus: a worker process stopped before it had finished: {reason}. Try again.", reason=last
    )
    raise TextError(said_last)


def a_few_ahead(make: Callable[[A], B], jobs: list[A], *, workers: int | None = None) -> Iterator[B]:
    """Do jobs in threads, in order, and only a few before they are asked for, so that results do not pile up.

    >>> list(a_few_ahead(str.upper, ["a", "b", "c"]))
    ['A', 'B', 'C']
    """
    workers = workers or os.cpu_count() or 1
    if workers <= 1 or IN_BROWSER:
        yield from map(make, jobs)
        return
    with ThreadPoolExecutor(workers) as pool:
        begun: deque[Future[B]] = deque()
        for job in jobs:
            begun.append(pool.submit(make, job))
            if len(begun) > workers:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def with_bar(done: Iterable[str], total: int, *, patience: float = 2) -> Iterator[str]:
    """Pass on what is done and, once that takes longer than `patience` seconds, draw a bar of it.

    >>> list(with_bar(["a", "b"], 2))
    ['a', 'b']
    """
    # tqdm would draw it too, but it would be one more package on every student's machine for these few lines.
    began, drawn, label = time.monotonic(), False, say("Reading the corpus")
    for number, result in enumerate(done, 1):
        if time.monotonic() - began > patience:
            share, drawn = number / total, True
            bar = "#" * round(30 * share)
            print(f"\r{label} [{bar:<30}] {share:4.0%}", end="", file=sys.stderr, flush=True)
        yield result
    if drawn:
        print(file=sys.stderr)
