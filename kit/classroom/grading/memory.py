"""Measure how much memory processes hold together, which no limit on a single process restricts."""

import contextlib
import os
import re
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def below(process: int) -> list[int]:
    """Return the ids of all descendants of a process."""
    processes: list[int] = []
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # The process has ended meanwhile.
            for child in map(int, thread.read_text().split()):
                processes += [child, *below(child)]
    return processes


def held(processes: list[int]) -> int:
    """Return the bytes that processes hold together, counting shared memory once for each of them."""
    return sum(_resident(process) for process in processes)


def held_once(processes: list[int]) -> int:
    """Return the bytes that processes hold together, counting shared memory only once; this is slow."""
    return sum(_share(process) for process in processes)


def _resident(process: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    return 0


def _share(process: int) -> int:
    """Return a process's share of its memory in bytes, including memory that is swapped out."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:  # The process has ended, or this kernel has no such file.
        return _resident(process)
    return 1024 * sum(map(int, re.findall(r"^(?:Pss|SwapPss): +(\d+)", rollup, re.MULTILINE)))
