"""The environment of a school: the dependency group `hub`, with the course as an ordinary package."""

import os
import subprocess
from pathlib import Path

import pytest
from cases import ROOT


def install_school(folder: Path, python: str | Path, *more: str) -> None:
    """Install the course in an environment from the lock, or skip the test; `more` are options of uv."""
    uv = pytest.importorskip("uv", reason="uv is not installed (it is in the dev group)").find_uv_bin()
    options = ["--locked", "--quiet", "--no-editable", "--extra=corpus", "--no-default-groups", "--group=hub"]
    done = subprocess.run(
        [uv, "sync", *options, *more, "--python", python],
        cwd=ROOT,
        env=os.environ | {"UV_PROJECT_ENVIRONMENT": str(folder)},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        pytest.skip(f"a school's packages cannot be installed now: {done.stderr.strip().splitlines()[-1]}")
