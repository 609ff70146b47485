"""Start kernels that have pandas and matplotlib loaded, which takes half the time.

A process that has loaded them forks, where the system can (multiprocessing's forkserver): its child is the
kernel.
"""

import multiprocessing
import os
import subprocess
import time
from typing import Any

LOADED = ["ipykernel.kernelapp", "matplotlib.pyplot", "pandas"]
BACKEND = "module://matplotlib_inline.backend_inline"  # matplotlib asks for it when it is loaded.


def warm_up() -> None:
    """Let this process fork the kernels that Jupyter's client starts in it; on Windows they start anew."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from jupyter_client.provisioning import local_provisioner

        os.environ.setdefault("MPLBACKEND", BACKEND)
        multiprocessing.get_context("forkserver").set_forkserver_preload(LOADED)
        local_provisioner.launch_kernel = _forked  # type: ignore[assignment]


class _Kernel:
    """The process of a kernel, with what Jupyter's client uses of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, *task: Any) -> None:
        fork = multiprocessing.get_context("forkserver")
        self._process = fork.Process(target=_run, args=task, daemon=True)
        self._process.start()
        self.pid = self._process.pid or 0
        while os.getpgid(self.pid) != self.pid:  # The client signals to its group, which must not be ours.
            time.sleep(0.001)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def _forked(command: list[str], **options: Any) -> _Kernel:
    """Start what `python -m ipykernel_launcher …` would start."""
    silent = options.get("stderr") == subprocess.DEVNULL
    return _Kernel(command[command.index("-m") + 2 :], options["cwd"], options["env"], silent)


def _run(arguments: list[str], folder: str, environment: dict[str, str], silent: bool) -> None:
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()
    os.chdir(folder)
    os.environ.update(environment)
    if silent:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    launch_new_instance(arguments)
