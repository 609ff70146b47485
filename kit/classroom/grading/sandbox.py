"""Run answers in a process that can do no harm: no network, no home, a read-only system, strict limits.

On Linux, bubblewrap isolates the process. The key stays outside: only probes go in, and plain JSON comes out.
`kit.classroom.grading.inside` is the program that runs inside.
"""

import contextlib
import itertools
import json
import os
import platform
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.classroom.grading import launch, memory
from kit.classroom.grading.messages import LARGEST, frame, frames, send
from kit.errors import TextError

PACKAGE = Path(__file__).resolve().parents[2]
START = 60  # The sandbox has this many seconds to load the packages.
HOME = "/answer"
TICK = 0.05  # the seconds between two measurements of an answer's memory
LOADING = 20  # the seconds that a separate process may need to start
INSIDE = [sys.executable, "-m", "kit.classroom.grading.inside"]
PIPES: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
TOO_LONG = (-24, -9)  # SIGXCPU and SIGKILL end a process whose time is up.
SETTINGS = {
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MPLBACKEND": "agg",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
TRIAL = {"cells": [""], "at": 0, "expressions": ["1"], "names": []}  # Every working sandbox can run this.
ROOM = 100_000_000  # The kill comes this many bytes above the limit, so that MemoryError can come first.
USERS = itertools.count(60_000)  # If root grades, answers run as these users, who own nothing.


@dataclass(frozen=True)
class Limits:
    """The limits of one answer: seconds of work, three times as many of waiting, and bytes of memory."""

    seconds: int = 5
    memory: int = 2_000_000_000


def why_not_isolated() -> str | None:
    """Say why answers cannot be isolated on this machine; None if they can."""
    if not sys.platform.startswith("linux"):
        return "bubblewrap, which isolates answers, is there on Linux only"
    if platform.machine() not in launch.MACHINES:
        return f"we do not know how to isolate answers on this processor ({platform.machine()})"
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed (on Debian and Ubuntu: sudo apt install bubblewrap)"
    tried = subprocess.run([*_walls([]), sys.executable, "-c", ""], capture_output=True, text=True)
    return f"bubblewrap does not work here ({tried.stderr.strip()[:200]})" if tried.returncode else None


class BrokenError(Exception):
    """The sandbox itself has ended or no longer responds."""


class GreedyError(Exception):
    """The processes of an answer together hold more memory than its limit."""


class Sandbox:
    """A process that runs answers, one at a time, and is isolated unless `isolated` is False.

    `questions` holds, for each name, its `setup`, the given cells to run before (`looks`), and the names of
    the questions in the exercise (`others`). `hidden` are folders that must not be visible inside.
    """

    def __init__(
        self, questions: dict[str, Any], *, limits: Limits, hidden: Sequence[Path] = (), isolated: bool = True
    ):
        self.questions, self.limits, self.hidden, self.isolated = questions, limits, list(hidden), isolated
        self.process: Any = None
        self.server = 0  # the id of the process whose children run the answers
        self.fresh = True

    def run(self, request: dict[str, Any]) -> tuple[str, bytes]:
        """Run one answer: how its process ended ("by itself", "timed out", …), and what it wrote.

        If the sandbox breaks, the request is run once more in a new one, as an earlier answer may have
        damaged the old one.
        """
        body = json.dumps(request).encode()
        if len(body) > LARGEST:
            return "too much", b""
        if not self.isolated:
            return self._run_once(request["question"], body)
        for _ in range(2):
            if not self.process:
                self._start()
            fresh, self.fresh = self.fresh, False
            try:
                return self._ask(body)
            except GreedyError:
                self._end()  # A process that fills the memory has to be killed.
                return "out of memory", b""
            except (BrokenError, OSError, ValueError, KeyError):
                self.close()
                if fresh:
                    break
        return "with the whole sandbox", b""

    def close(self) -> None:
        """End the sandbox and everything in it."""
        if self.process:
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1)  # It ends by itself when its input is closed.
            self._end()

    def _end(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        self.process.wait()
        self.process, self.server = None, 0

    def _start(self) -> None:
        self.process = subprocess.Popen([*_walls(self.hidden), *INSIDE], bufsize=0, **PIPES)
        self.fresh = True
        start = {"questions": self.questions, "once": False, "user": None if os.geteuid() else next(USERS)}
        try:
            send(self.process.stdin.fileno(), json.dumps(start | vars(self.limits)).encode())
            self._receive(START)
            ended, _ = self._ask(json.dumps(TRIAL | {"question": next(iter(self.questions))}).encode())
            if ended != "by itself":
                raise BrokenError
            *_, self.server = memory.below(self.process.pid)
        except (BrokenError, OSError, ValueError, KeyError) as error:
            self.close()
            raise TextError("grade: the sandbox does not start, so nothing more was marked.") from error

    def _ask(self, body: bytes) -> tuple[str, bytes]:
        send(self.process.stdin.fileno(), body)
        ended = json.loads(self._receive(3 * self.limits.seconds + START))["ended"]
        return ended, self._receive(START)

    def _run_once(self, name: str, body: bytes) -> tuple[str, bytes]:
        """Run an answer in a new process that is not isolated and only limited in time."""
        start = {"questions": {name: self.questions[name]}, "once": True, "user": None}
        sent = [json.dumps(start | vars(self.limits)).encode(), body]
        environment = {**os.environ, **SETTINGS}
        with subprocess.Popen(INSIDE, env=environment, start_new_session=True, **PIPES) as process:
            try:
                output, _ = process.communicate(b"".join(map(frame, sent)), 3 * self.limits.seconds + LOADING)
            except subprocess.TimeoutExpired:
                return "timed out", b""
            finally:
                process.kill()
                with contextlib.suppress(AttributeError, OSError):  # Windows has no process groups.
                    os.killpg(process.pid, signal.SIGKILL)
        got = list(itertools.islice(frames(output), 4))
        if len(got) == 3:
            return "by itself", got[2]
        return ("timed out" if process.returncode in TOO_LONG else f"with {process.returncode}"), b""

    def _receive(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds

        def read(size: int) -> bytes:
            parts = bytearray()
            while len(parts) < size:
                if time.monotonic() > deadline:
                    raise BrokenError
                if not select.select([self.process.stdout], [], [], TICK)[0]:
                    self._refuse_greed()
                    continue
                part = self.process.stdout.read(size - len(parts))
                if not part:
                    raise BrokenError
                parts += part
            return bytes(parts)

        size = int.from_bytes(read(4), "big")
        if size > LARGEST:
            raise BrokenError
        return read(size)

    def _refuse_greed(self) -> None:
        """Raise GreedyError if an answer's processes together hold more memory than one answer may."""
        answer = memory.below(self.server) if self.server else []
        most = self.limits.memory + ROOM
        if memory.held(answer) > most and memory.held_once(answer) > most:
            raise GreedyError


def _walls(hidden: list[Path]) -> list[str]:
    """Return the command that starts a program inside.

    Inside are Python with its packages and libraries, `kit` without its keys, and `seeds`, all read-only, and
    a small, empty home in memory. There are no /proc, no network, no other processes and no other programs.
    """
    shown = [path for path in _shown() if path.exists()]
    command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--cap-drop", "ALL"]
    if os.geteuid() == 0:  # Root needs no user namespace: the server switches to a user that owns nothing.
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user"]
    command += ["--die-with-parent", "--as-pid-1", "--new-session", "--clearenv"]
    made: set[Path] = set()
    for path in shown:
        for above in reversed(path.parents):
            if above not in made and not any(above.is_relative_to(other) for other in shown):
                command += ["--perms", "0755", "--dir", str(above)]
                made.add(above)
        if path.is_symlink():
            command += ["--symlink", str(path.readlink()), str(path)]
        else:
            command += ["--ro-bind", str(path), str(path)]
    # The course may be installed a second time among the packages, with its keys.
    courses = [PACKAGE, *(kit for path in shown for kit in _installed(path))]
    keys = [
        key for kit in courses for key in (kit / "data/exercises", *kit.glob("data/languages/*/exercises"))
    ]
    for path in {*keys, PACKAGE.parent / "exercises", PACKAGE.parent / "translations", *hidden}:
        if path.exists() and any(path.is_relative_to(other) for other in shown):
            command += ["--tmpfs", str(path), "--remount-ro", str(path)]
    # /dev/zero is left out, because mapping it gives memory outside all limits.
    for device in ("null", "urandom", "random"):
        command += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    command += ["--perms", "1777", "--size", "64000000", "--tmpfs", HOME]
    command += ["--chdir", HOME, "--remount-ro", "/"]
    own = {"HOME": HOME, "TMPDIR": HOME, "PATH": "/usr/bin:/bin"}
    own |= {"PYTHONPATH": str(PACKAGE.parent), "KIT_SANDBOX": "1"}
    for name, value in (SETTINGS | own).items():
        command += ["--setenv", name, value]
    return [sys.executable, "-I", "-S", launch.__file__, *command]


def _shown() -> list[Path]:
    """Return all paths that are visible inside, each folder before its contents."""
    places = [Path(name) for name in ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib64")]
    places += [Path("/etc/ld.so.cache"), Path("/usr/share/zoneinfo"), PACKAGE, PACKAGE.parent / "seeds"]
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        places.append(Path(sysconfig.get_path(name)))
    for prefix in (sys.base_prefix, sys.prefix, sys.base_exec_prefix):
        places += [Path(prefix, name) for name in ("lib", "lib64", "pyvenv.cfg")]
    places += [
        link
        for python in (sys.executable, getattr(sys, "_base_executable", sys.executable))
        for link in _links(Path(python))
    ]
    return sorted(dict.fromkeys(places))


def _installed(path: Path) -> Iterator[Path]:
    """Yield every `kit` that Python could import from below a visible folder."""
    for packages in ("", "python3*/site-packages/", "python3*/dist-packages/"):
        yield from path.glob(f"{packages}kit")


def _links(path: Path) -> Iterator[Path]:
    """Yield a path and, if it is a link, every path on the way to its target."""
    yield path
    while path.is_symlink():
        path = Path(os.path.normpath(path.parent / path.readlink()))
        yield path
