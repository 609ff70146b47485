"""How much memory processes hold together: a limit for each of them says nothing of eight."""

import contextlib
import os
import re
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def below(process: int) -> list[int]:
    """Return the processes that one has started, and those that these have started."""
    processes: list[int] = []
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # It has ended meanwhile.
            for child in map(int, thread.read_text().split()):
                processes += [child, *below(child)]
    return processes


def held(processes: list[int]) -> int:
    """Return the bytes that processes hold together; what several share counts once for each."""
    return sum(_resident(process) for process in processes)


def held_once(processes: list[int]) -> int:
    """Return the bytes that processes hold together; what several share counts once. This is slow."""
    return sum(_share(process) for process in processes)


def _resident(process: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    return 0


def _share(process: int) -> int:
    """Return a process's part of the memory it holds, what is swapped out included."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:  # It has ended, or this kernel does not say.
        return _resident(process)
    return 1024 * sum(map(int, re.findall(r"^(?:Pss|SwapPss): +(\d+)", told, re.MULTILINE)))
