"""Run answers in WebAssembly where there is no bubblewrap: Python for browsers (Pyodide) runs in Deno.

Deno denies its programs all files, networks and other programs by default; it lets ours read two folders that
hold nothing secret: the interpreter with its packages, and `kit` without its keys. Each answer has its own
process, which starts from a snapshot of the memory of a process that has loaded everything. What it prints is
untrusted, and cut off when it becomes too much. In Deno runs `wasm.mjs`, which lies beside this file.
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
SLOWER = 2  # WebAssembly is slower by at least this factor, so an answer gets that many times its seconds.
PAGE = 65_536  # the bytes of one page of WebAssembly's memory
PAGES = 8192  # the most pages that an answer's Python can hold, which are 512 MB
SNAPSHOTS = 12  # This many are kept, one for each exercise; each has 30 to 100 MB.
FLAGS = f"--v8-flags=--wasm-max-mem-pages={PAGES}"
QUICK = ",--liftoff-only,--single-threaded"  # Optimising the compiled code takes longer than it saves.
# What is not copied into the snapshot's course: above all the keys.
NOT_IN = shutil.ignore_patterns("__pycache__", "exercises", "slides", "*.ipynb")
LONG = 10_000  # A cell of more characters is not parsed.
SMALL = 10_000  # The results of an answer are cached only if they have fewer bytes.
NO_START = "grade: the sandbox does not start, so nothing more was marked."
making = threading.Lock()


def fetch_all(source: str | None = None) -> Path:
    """Fetch Deno and Pyodide if they are missing, and return the folder of Pyodide's packages."""
    pyodide.fetch_deno()
    return pyodide.unpacked(source=source)


class WasmSandbox:
    """A replacement for `kit.classroom.grading.sandbox.Sandbox` that runs on any system."""

    known: ClassVar[dict[bytes, bytes]] = {}  # a cache of results, as equal answers give equal results

    def __init__(self, questions: dict[str, Any], *, limits: Limits):
        self.questions, self.limits = questions, limits
        self.folder: Any = None  # the folder of the snapshot, or None before it is made

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
        identity = [self.folder.name, request | {"cells": [_meaning(cell) for cell in request["cells"]]}]
        digest = hashlib.sha256(json.dumps(identity).encode()).digest()
        if digest in self.known:
            return "by itself", self.known[digest]
        ended, written = self._run(body)
        if (
            ended == "by itself" and len(written) < SMALL and b'"line"' not in written
        ):  # A line number depends on comments, which the cache ignores.
            self.known[digest] = written
        return ended, written

    def close(self) -> None:
        """Do nothing: no process outlives its answer."""

    def _run(self, body: bytes) -> tuple[str, bytes]:
        import psutil

        printed = bytearray()
        with _deno("answer", self.folder) as process:
            talk = threading.Thread(target=_talk, args=[process, body, printed])
            talk.start()
            try:
                ended = self._watch(psutil.Process(process.pid), talk, printed)
            except psutil.NoSuchProcess:
                ended = ""
            finally:
                process.kill()
                talk.join()
        got = list(islice(frames(bytes(printed)), 3))
        if not got and ended != "out of memory":
            raise TextError(NO_START)
        if ended:
            return ended, b""
        return ("by itself", got[1]) if len(got) == 2 else (f"with exit code {process.returncode}", b"")

    def _watch(self, process: Any, talk: threading.Thread, printed: bytearray) -> str:
        """Wait until an answer has ended; return "" or the limit that it has exceeded."""
        begin, worked = time.monotonic(), 0.0
        seconds = SLOWER * self.limits.seconds
        ready = False
        while talk.is_alive():
            talk.join(TICK)
            times = process.cpu_times()
            if printed and not ready:  # The time before this was spent on starting, not on the answer.
                ready, begin, worked = True, time.monotonic(), times.user + times.system
            late = time.monotonic() - begin > (3 * seconds if ready else START)
            if late or (ready and times.user + times.system - worked > seconds):
                return "timed out"
            if process.memory_info().rss > self.limits.memory:
                return "out of memory"
            if len(printed) > LARGEST:
                return "too much"
        return ""


def _meaning(cell: str) -> list[str]:
    """Return what identifies a cell: its syntax tree, without comments, or else its text."""
    with contextlib.suppress(RecursionError, MemoryError):
        tree = tree_of(cell) if len(cell) <= LONG else None
        if tree:
            return ["tree", ast.dump(tree)]
    return ["text", cell]  # The first item keeps a text apart from a tree that looks the same.


def _talk(process: Any, body: bytes, printed: bytearray) -> None:
    """Send a request to a process and collect in `printed` what it prints, up to a limit."""
    writing, reading = process.stdin, process.stdout
    with contextlib.suppress(OSError, ValueError):
        writing.write(body)
        writing.close()
        while len(printed) <= LARGEST and (part := reading.read1(65536)):
            printed += part


def _deno(mode: str, folder: Path) -> "subprocess.Popen[bytes]":
    """Start a process that may read the interpreter, its packages and one folder, and do nothing else.

    Only the mode "list", which lists libraries and runs no answer, may write there: it keeps bytecode.
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
    # No folder can exist below a file, so caches and localStorage store nothing for the next process.
    environment = {"DENO_DIR": str(PROGRAM / "nowhere"), "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return subprocess.Popen(command, env=environment, **PIPES)


def _prepared(questions: dict[str, Any]) -> Path:
    """Return the folder of a snapshot, taken after importing `kit` and running these questions' set-ups."""
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
        report = json.loads(_made("list", part))
        if report["error"]:
            raise TextError(
                f"grade: this exercise cannot run in WebAssembly ({report['error'][:300]}). "
                "Mark it on Linux, or on Windows in WSL2, with bubblewrap."
            )
        start |= {"libraries": report["libraries"]}
        (part / "start.json").write_text(json.dumps(start))
        start |= _keep(_made("make", part), part)
        (part / "start.json").write_text(json.dumps(start))
        try:
            part.rename(folder)
        except OSError as error:
            if not folder.is_dir():  # Else another process has made it first.
                raise TextError(f"grade: {folder} cannot be written ({error}).") from error
    kept = sorted(
        (path for path in store.iterdir() if path.name[0] != "."), key=lambda path: path.stat().st_mtime
    )
    for old in kept[:-SNAPSHOTS]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def _course() -> list[Path]:
    """Return the paths of the course that are visible to an answer."""
    left_out = [PACKAGE / "data" / "exercises", PACKAGE / "data" / "slides"]
    left_out += PACKAGE.glob("data/languages/*/exercises")
    inside = [path for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts]
    inside = [path for path in inside if not any(path.is_relative_to(folder) for folder in left_out)]
    return [*inside, *(PACKAGE.parent / "seeds").rglob("*")]


def _keep(snapshot: bytes, folder: Path) -> dict[str, Any]:
    """Write a snapshot's head and the pages of its memory that are not empty; return their offsets."""
    begin = int.from_bytes(snapshot[4:8], "little")
    memory, empty = snapshot[begin:], bytes(PAGE)
    pages = [at for at in range(0, len(memory), PAGE) if memory[at : at + PAGE] != empty]
    (folder / "head").write_bytes(snapshot[:begin])
    (folder / "memory").write_bytes(b"".join(memory[at : at + PAGE] for at in pages))
    return {"size": len(memory), "pages": pages}


def _made(mode: str, folder: Path) -> bytes:
    """Run `wasm.mjs` in a mode that runs no answer, and return its output."""
    with _deno(mode, folder) as process:
        printed, _ = process.communicate(timeout=10 * START)
    got = list(frames(printed))
    if process.returncode or len(got) != 1:
        raise TextError("grade: Python in WebAssembly does not start here, so nothing was marked.")
    return got[0]
