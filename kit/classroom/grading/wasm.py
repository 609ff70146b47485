"""Run answers in WebAssembly, where there is no bubblewrap: Python for browsers (Pyodide), in Deno.

Deno gives its programs no file, no network and no other program unless told to; it is told to let ours read
two folders that hold nothing secret: the interpreter with its packages, and `kit` without its keys. Each
answer has a process of its own, which starts from a snapshot of the memory of one that is ready. What a
process prints is untrusted, and cut off when it becomes too much. `wasm.mjs` beside this file runs in there.
"""

import ast
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from kit.check.source import tree_of
from kit.classroom import pyodide
from kit.classroom.grading.messages import LARGEST, frames
from kit.classroom.grading.sandbox import PACKAGE, PIPES, START, TICK, TRIAL, Limits
from kit.errors import TextError

PROGRAM = Path(__file__).with_suffix(".mjs")
SLOWER = 2  # times as long as on this machine itself, at least: so an answer gets as many times its seconds
PAGE = 65_536  # Memory comes in pages of so many bytes.
PAGES = 8192  # An answer's Python can hold so many of them, 512 MB.
SNAPSHOTS = 12  # So many are kept, one for each exercise; each has 30 to 100 MB.
FLAGS = f"--v8-flags=--wasm-max-mem-pages={PAGES}"
QUICK = ",--liftoff-only,--single-threaded"  # compiling an answer well, or ahead, takes longer
# The keys must not be in it, above all.
NOT_IN = shutil.ignore_patterns("__pycache__", "exercises", "slides", "*.ipynb")
LONG = 10_000  # A cell of more characters is not read.
SMALL = 10_000  # What an answer gave is remembered up to so many bytes.
NO_START = "grade: the sandbox does not start, so nothing more was marked."
making = threading.Lock()


def fetch_all(source: str | None = None) -> Path:
    """Fetch what is not here yet, Deno and Pyodide, and return the folder of Pyodide's packages."""
    pyodide.fetch_deno()
    return pyodide.unpacked(source=source)


class WasmSandbox:
    """What `kit.classroom.grading.sandbox.Sandbox` is, by other means and on any system."""

    known: ClassVar[dict[bytes, bytes]] = {}  # what answers gave, whoever ran them: the same gives the same

    def __init__(self, questions: dict[str, Any], *, limits: Limits):
        self.questions, self.limits = questions, limits
        self.folder: Any = None  # The snapshot lies there, once there is one.

    def run(self, request: dict[str, Any]) -> tuple[str, bytes]:
        """Run one answer: how its process ended ("by itself", "timed out", …), and what it wrote."""
        body = json.dumps(request).encode()
        if len(body) > LARGEST:
            return "too much", b""
        if not self.folder:
            with making:
                self.folder = _prepared(self.questions)
            ended, _ = self._run(json.dumps(TRIAL | {"question": next(iter(self.questions))}).encode())
            if ended != "by itself":
                raise TextError(NO_START)
        told_apart = [self.folder.name, request | {"cells": [_meaning(cell) for cell in request["cells"]]}]
        digest = hashlib.sha256(json.dumps(told_apart).encode()).digest()
        if digest in self.known:
            return "by itself", self.known[digest]
        ended, written = self._run(body)
        if (
            ended == "by itself" and len(written) < SMALL and b'"line"' not in written
        ):  # A comment moves lines.
            self.known[digest] = written
        return ended, written

    def close(self) -> None:
        """Do nothing: no process outlives its answer."""

    def _run(self, body: bytes) -> tuple[str, bytes]:
        import psutil

        told = bytearray()
        with _deno("answer", self.folder) as process:
            talk = threading.Thread(target=_talk, args=[process, body, told])
            talk.start()
            try:
                ended = self._watch(psutil.Process(process.pid), talk, told)
            except psutil.NoSuchProcess:
                ended = ""
            finally:
                process.kill()
                talk.join()
        got = list(islice(frames(bytes(told)), 3))
        if not got and ended != "out of memory":
            raise TextError(NO_START)
        if ended:
            return ended, b""
        return ("by itself", got[1]) if len(got) == 2 else (f"with exit code {process.returncode}", b"")

    def _watch(self, process: Any, talk: threading.Thread, told: bytearray) -> str:
        """Wait until an answer has come to its end, or say why it may not go on."""
        begin, worked = time.monotonic(), 0.0
        seconds = SLOWER * self.limits.seconds
        ready = False
        while talk.is_alive():
            talk.join(TICK)
            times = process.cpu_times()
            if told and not ready:  # All that came before was not the answer's.
                ready, begin, worked = True, time.monotonic(), times.user + times.system
            late = time.monotonic() - begin > (3 * seconds if ready else START)
            if late or (ready and times.user + times.system - worked > seconds):
                return "timed out"
            if process.memory_info().rss > self.limits.memory:
                return "out of memory"
            if len(told) > LARGEST:
                return "too much"
        return ""


def _meaning(cell: str) -> list[str]:
    """Return what tells a cell from others: its tree, in which no comment is, or the text that has none."""
    with contextlib.suppress(RecursionError, MemoryError):
        tree = tree_of(cell) if len(cell) <= LONG else None
        if tree:
            return ["tree", ast.dump(tree)]
    return ["text", cell]  # The word before it keeps a text that looks like a tree from being taken for one.


def _talk(process: Any, body: bytes, told: bytearray) -> None:
    """Hand a request to a process and collect what it prints, up to a limit."""
    writing, reading = process.stdin, process.stdout
    with contextlib.suppress(OSError, ValueError):
        writing.write(body)
        writing.close()
        while len(told) <= LARGEST and (part := reading.read1(65536)):
            told += part


def _deno(mode: str, folder: Path) -> "subprocess.Popen[bytes]":
    """Start a process that may read the interpreter, its packages and one folder, and do nothing else.

    Only the one that runs no answer, and is to "list" libraries, may write there: it keeps Python's bytecode.
    """
    import deno

    packages = pyodide.packages_in(pyodide.FOLDER)
    interpreter = packages.parent
    readable = ",".join(str(path).replace(",", ",,") for path in (interpreter, folder))
    command = [deno.find_deno_bin(), "run", "--quiet", "--no-prompt", "--no-remote", "--no-npm"]
    command += ["--no-config", "--no-lock", "--no-code-cache", f"--allow-read={readable}"]
    command += [f"--allow-write={readable}"] if mode == "list" else []
    command += [FLAGS + QUICK if mode == "answer" else FLAGS]
    command += [str(PROGRAM), mode, (interpreter / "pyodide.mjs").as_uri()]
    command += [path.as_posix() for path in (interpreter, packages, folder)]
    # Below a file there can be no folder, so caches and localStorage store nothing for the next process.
    environment = {"DENO_DIR": str(PROGRAM / "nowhere"), "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return subprocess.Popen(command, env=environment, **PIPES)


def _prepared(questions: dict[str, Any]) -> Path:
    """Return the folder of a snapshot in which `kit` is imported and these questions' set-ups have run."""
    fetch_all()
    course = sorted(path for path in _course() if path.is_file())
    parts = [json.dumps([questions, pyodide.LOCK, FLAGS]).encode(), PROGRAM.read_bytes()]
    parts += [str(path.relative_to(PACKAGE.parent)).encode() + path.read_bytes() for path in course]
    store = pyodide.FOLDER / "snapshots"
    folder = store / hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
    if folder.is_dir():
        folder.touch()
        return folder
    print("Preparing Python in WebAssembly for this exercise, once ...", flush=True)
    store.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store, prefix=".") as name:
        part = Path(name, "part")
        shutil.copytree(PACKAGE, part / "course" / "kit", ignore=NOT_IN)
        shutil.copytree(PACKAGE.parent / "seeds", part / "course" / "seeds")
        start: dict[str, Any] = {"libraries": [], "setup": json.dumps(questions)}
        (part / "start.json").write_text(json.dumps(start))
        told = json.loads(_made("list", part))
        if told["error"]:
            raise TextError(
                f"grade: this exercise cannot run in WebAssembly ({told['error'][:300]}). "
                "Mark it on Linux, or on Windows in WSL2, with bubblewrap."
            )
        start |= {"libraries": told["libraries"]}
        (part / "start.json").write_text(json.dumps(start))
        start |= _keep(_made("make", part), part)
        (part / "start.json").write_text(json.dumps(start))
        with contextlib.suppress(OSError):  # Another process was faster.
            part.rename(folder)
    kept = sorted(
        (path for path in store.iterdir() if path.name[0] != "."), key=lambda path: path.stat().st_mtime
    )
    for old in kept[:-SNAPSHOTS]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def _course() -> list[Path]:
    """Return what an answer's Python sees of the course."""
    left_out = [PACKAGE / "data" / "exercises", PACKAGE / "data" / "slides"]
    left_out += PACKAGE.glob("data/languages/*/exercises")
    inside = [path for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts]
    inside = [path for path in inside if not any(path.is_relative_to(folder) for folder in left_out)]
    return [*inside, *(PACKAGE.parent / "seeds").rglob("*")]


def _keep(snapshot: bytes, folder: Path) -> dict[str, Any]:
    """Write a snapshot's head, and of its memory the pages that are not empty; return where these belong."""
    begin = int.from_bytes(snapshot[4:8], "little")
    memory, empty = snapshot[begin:], bytes(PAGE)
    pages = [at for at in range(0, len(memory), PAGE) if memory[at : at + PAGE] != empty]
    (folder / "head").write_bytes(snapshot[:begin])
    (folder / "memory").write_bytes(b"".join(memory[at : at + PAGE] for at in pages))
    return {"size": len(memory), "pages": pages}


def _made(mode: str, folder: Path) -> bytes:
    """Run our own program to its end and return what it made."""
    with _deno(mode, folder) as process:
        told, _ = process.communicate(timeout=10 * START)
    got = list(frames(told))
    if process.returncode or len(got) != 1:
        raise TextError("grade: Python in WebAssembly does not start here, so nothing was marked.")
    return got[0]
