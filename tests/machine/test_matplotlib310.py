"""The charts on the other matplotlib: 3.10, which neither joins Arabic letters nor orders them.

Browser kernels have it too, with python-bidi 0.4.2, so that is what the second environment gets.
"""

import os
import subprocess
import sys
from importlib.metadata import version

import pytest
from cases import ROOT

PACKAGES = [
    "matplotlib==3.10.9",
    "python-bidi==0.4.2",
    *(f"{name}=={version(name)}" for name in ("arabic-reshaper", "hypothesis", "pandas", "pytest")),
]


def run(*command, **environment):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg", **environment}
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def python():
    uv = pytest.importorskip("uv", reason="uv is not installed (it is in the dev group)").find_uv_bin()
    place = ROOT / ".venv-mpl310"
    made = run(uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(place))
    assert made.returncode == 0, made.stderr
    path = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    filled = run(uv, "pip", "install", "--quiet", "--python", str(path), *PACKAGES)
    if filled.returncode and run(str(path), "-c", "import matplotlib, bidi, pytest").returncode:
        pytest.skip(f"the package index is out of reach: {filled.stderr.strip().splitlines()[-1]}")
    return str(path)


def test_the_second_environment_is_the_other_kind(python):
    said = run(
        python,
        "-c",
        "import matplotlib as mpl; from kit.chart.style import MATPLOTLIB_SHAPES as shapes; "
        "print(mpl.__version__, shapes)",
    )
    assert said.stdout.split() == ["3.10.9", "False"], said.stderr


def test_charts_are_right_on_matplotlib_310(python):
    files = ["kit/chart", *(f"tests/kit/test_{name}.py" for name in ("chart", "maps", "ranges", "style"))]
    tested = run(python, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", *files)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    if skipped := [line for line in tested.stdout.splitlines() if line.startswith("SKIPPED")]:
        pytest.skip(skipped[0])
