"""Write licences.txt: the programs that the site holds, and their licences."""

import re
import zipfile
from pathlib import Path

from kit.classroom import pyodide
from kit.classroom.repository import ROOT
from kit.classroom.site.files import static, write
from kit.classroom.site.python import NOT_IMPORTED

__all__ = ["write_licences"]

LICENCE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)


def write_licences(kept: Path, site: Path) -> None:
    """Write the licences of all programs in the site into one file."""
    head = static("licences.txt").replace("THE_PYODIDE", pyodide.LOCK["pyodide"])
    parts = [head.replace("THE_COURSE", (ROOT / "LICENSE").read_text(encoding="utf-8"))]
    for package in pyodide.LOCK["files"] + pyodide.LOCK["site"]:
        if package["file"].endswith(".whl") and package["name"] not in NOT_IMPORTED:
            parts.append(f"{'=' * 78}\n{package['name']} {package['version']}\n")
            parts += _licences(kept / package["file"])
    write(site / "licences.txt", "\n".join(parts).encode())


def _licences(wheel: Path) -> list[str]:
    """Return each licence in a package once, as some packages have several copies."""
    with zipfile.ZipFile(wheel) as packed:
        licences = [packed.read(name).decode() for name in packed.namelist() if LICENCE.search(name)]
    return list(dict.fromkeys(licences))
