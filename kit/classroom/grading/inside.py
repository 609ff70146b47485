"""Run answers inside the sandbox, without the key and without trusting any answer.

`python -m kit.classroom.grading.inside` reads frames (four bytes of length, then the content) from its
standard input. The first says what to prepare; each further frame is a request and gets two frames back: how
the answer's process ended, and what it wrote. As a server it prepares once and forks for each request; with
`once` in the first frame it answers one request in its own process, for systems without fork.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import sys
import time
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kit.check.cells import raised_by
from kit.check.probe import look
from kit.check.protocol import Raised, Seen
from kit.check.source import without_magic
from kit.classroom.grading.messages import LARGEST, receive, send

try:
    import resource
except ImportError:  # Windows does not have it.
    resource = None  # type: ignore[assignment]

# An answer may have this many processes and threads at a time; DuckDB starts one thread for each core.
PROCESSES = 8 + (os.cpu_count() or 1)
Scope = dict[str, Any]
Question = dict[str, Any]


def prepare(questions: dict[str, Question]) -> dict[str, tuple[Scope, Scope]]:
    """Run each question's set-up twice: for the answer, which may change it, and for the probes."""
    return {name: (_scope(question), _given(question["setup"])) for name, question in questions.items()}


def answer(request: dict[str, Any], scope: Scope, given: Scope) -> Seen:
    """Run cells one after the other and look at the answers, as `kit.check.probe.look` does.

    `error` in the result says how the answer's own cell, `cells[at]`, stopped, if it did.
    """
    home, errors = os.getpid(), []
    for cell in request["cells"]:
        errors.append(_run(cell, scope))
        if os.getpid() != home:  # The cell forked, and this is the child.
            os._exit(1)
    seen = look(request["expressions"], {**scope, **given}, request["names"])
    return {**seen, "error": errors[request["at"]]}


def _scope(question: Question) -> Scope:
    scope = _given(question["setup"])
    quiet = SimpleNamespace(**dict.fromkeys(["check", "hint", "solution"], lambda: None))
    scope |= {"__name__": "__main__", "display": lambda *shown, **how: None}
    scope |= dict.fromkeys(question["others"], quiet) | {"exercise": lambda name: [quiet] * 99}
    for cell in question["looks"]:
        _run(cell, scope)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    return scope


def _given(setup: str) -> Scope:
    given: Scope = {}
    exec(setup, given)
    return given


def _run(cell: str, scope: Scope) -> Raised | None:
    """Run a cell as a notebook does; return the error that stopped it, or None."""
    try:
        with warnings.catch_warnings(action="ignore"):
            exec(_compiled(cell), scope)
    except BaseException as error:  # Not even SystemExit may stop the cells that follow.
        with contextlib.suppress(BaseException):
            if isinstance(error, MemoryError) and resource:  # Reporting the error needs memory too.
                hard = resource.getrlimit(resource.RLIMIT_AS)[1]
                resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
            return raised_by(error)
        return {"raised": "an error", "message": ""}
    return None


def _compiled(cell: str) -> Any:
    try:
        return compile(cell, "answer", "exec")
    except SyntaxError:
        return compile(without_magic(cell), "answer", "exec")


def serve(requests: int, replies: int) -> None:
    """Answer requests, each in a forked process of its own, until there are no more."""
    buffer = memoryview(bytearray(LARGEST))
    start = json.loads(bytes(buffer[: receive(requests, buffer)]))
    _become_nobody(start["user"])
    prepared = prepare(start["questions"])
    _clean_up()
    send(replies, b"{}")
    if start["once"]:
        request = json.loads(bytes(buffer[: receive(requests, buffer)]))
        _limit(start["seconds"] + int(time.process_time()) + 1, start["memory"])
        done = json.dumps(answer(request, *prepared[request["question"]]))
        send(replies, b'{"ended": "by itself"}')
        send(replies, done.encode())
        os._exit(0)
    condition = _condition()
    while size := receive(requests, buffer):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            _work(bytes(buffer[:size]), writer, prepared, start)
        os.close(writer)
        buffer[:size] = bytes(size)  # The next answer's process must not get a copy of this answer.
        ended, size = _watch(child, reader, buffer, start["seconds"])
        send(replies, json.dumps({"ended": ended}).encode())
        send(replies, buffer[:size])
        buffer[:size] = bytes(size)
        _clean_up()  # If this fails, the server ends, and the grader starts another.
        if _condition() != condition:  # An answer must not change what the next one can use.
            return


def _work(body: bytes, writer: int, prepared: dict[str, tuple[Scope, Scope]], start: dict[str, Any]) -> None:
    """Run one answer in the forked process, where only the pipe for the result stays open."""
    try:
        os.closerange(3, writer)
        os.closerange(writer + 1, 256)
        _limit(start["seconds"], start["memory"])
        request = json.loads(body)
        done = memoryview(json.dumps(answer(request, *prepared[request["question"]])).encode())
        while done:
            done = done[os.write(writer, done) :]
        os._exit(0)
    finally:
        os._exit(1)


def _watch(child: int, reader: int, buffer: memoryview, seconds: int) -> tuple[str, int]:
    """Collect what an answer's process writes, kill it when its time is up, and return how it ended."""
    process, size, late = os.pidfd_open(child), 0, False
    deadline = time.monotonic() + 3 * seconds  # This limits waiting; setrlimit limits work to `seconds`.
    sources = [reader, process]
    while not late:
        ready = select.select(sources, [], [], max(0, deadline - time.monotonic()))[0]
        late = not ready
        if reader in ready:
            got = os.readv(reader, [buffer[size:]])
            size += got
            if size == len(buffer):
                break
            if not got:
                sources = [process]
        elif process in ready:
            break
    if late or size == len(buffer):
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    os.close(reader)
    os.close(process)
    if late or (os.WIFSIGNALED(status) and used.ru_utime + used.ru_stime > seconds - 0.5):
        return "timed out", 0
    if size == len(buffer):
        return "too much", 0
    return ("by itself" if status == 0 else f"with {_name(status)}"), size


def _name(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit code {os.WEXITSTATUS(status)}"


def _limit(seconds: int, memory: int) -> None:
    if resource is None:
        return
    limits = {
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_AS: (memory, memory + 64_000_000),
        resource.RLIMIT_FSIZE: (16_000_000, 16_000_000),
        resource.RLIMIT_NOFILE: (128, 128),
        resource.RLIMIT_CORE: (0, 0),
    }
    if _in_sandbox():
        limits[resource.RLIMIT_NPROC] = (PROCESSES, PROCESSES)
    for what, pair in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS does not support all of them.
            resource.setrlimit(what, pair)


def _in_sandbox() -> bool:
    return os.environ.get("KIT_SANDBOX") == "1"


def _become_nobody(user: int | None) -> None:
    """Switch to a user that owns nothing, if started by root, and hide this process's memory from answers."""
    if user is not None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    if _in_sandbox():
        import ctypes

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # With PR_SET_DUMPABLE 0, others cannot trace this process.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _condition() -> tuple[Any, ...]:
    """Return everything about this process that another process of the same user can change."""
    limits = [
        resource.getrlimit(value) for name, value in vars(resource).items() if name.startswith("RLIMIT_")
    ]
    return limits, os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0), os.sched_getaffinity(0)


def _clean_up() -> None:
    """Kill every process that an answer left behind and empty the only folder it could write to."""
    if not _in_sandbox() or os.getpid() != 1:  # Outside a sandbox this would kill every process.
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    for entry in Path(os.environ["HOME"]).iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


if __name__ == "__main__":
    ours, nothing = [os.dup(0), os.dup(1)], os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)  # Printed text is discarded.
    serve(*ours)
