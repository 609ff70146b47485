"""Types: mypy, with the settings of pyproject.toml, has nothing to say of kit and start.py."""

import subprocess
import sys

import pytest
from cases import ROOT


@pytest.mark.machine  # Without mypy's cache this takes most of a minute.
def test_types_hold():
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
