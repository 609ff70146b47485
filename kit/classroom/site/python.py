"""Pack Python for the browser: compiled packages, without the parts that no lesson uses, in few files."""

import gzip
import hashlib
import inspect
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kit.classroom import pyodide
from kit.classroom.repository import ROOT
from kit.classroom.site.files import STATIC, static
from kit.errors import TextError

__all__ = ["pack_python"]

PACKAGES = "/lib/python3.14/site-packages/"  # the folder from which the browser's Python imports them
COMPILE = Path(__file__).with_name("compile.mjs")
# Tests, stubs, sample data, pictures of toolbars, the fonts of formulas and of PDF, highlighters of other
# languages, Fortran, formats of pictures, other engines for tables, other windows: no lesson uses them.
NOT_USED = re.compile(
    r"\.(pyi|pxd|pyx|h|a|exe)$|/(tests?|sample_data)/|\.dist-info/(?!METADATA|entry_points)|\.data/"
    r"|^matplotlib/mpl-data/(images|stylelib|plot_directive|fonts/(afm|pdfcorefonts))/"
    r"|/fonts/ttf/(STIX|cm[a-z]+10|DejaVu(Serif|SansMono|Sans-.*Oblique|SansDisplay|SerifDisplay))"
    r"|^matplotlib/(sphinxext|backends/(web_backend|qt_|backend_(qt|gtk|tk|wx|web|mac|nbagg|pgf|ps|pdf|cairo|mixed)))"
    r"|^pygments/lexers/(?!__init__|_mapping|python|special|text\.)"
    r"|^numpy/(f2py|distutils|_core/(include|lib)|_pyinstaller)/"
    r"|^matplotlib/backends/_(tk|mac)|^mpl_toolkits/axisartist/|^numpy/testing/_private/extbuild"
    r"|^pygments/formatters/(img|svg|rtf|latex|pangomarkup|irc|bbcode)"
    r"|^PIL/(_(webp|avif|imagingft|imagingcms|imagingtk)|(?!Bmp|Gif|Jpeg|Ppm|Png|Dib)[A-Z]\w+ImagePlugin)"
    r"|^narwhals/_(dask|ibis|polars|spark_like|sql|duckdb)/"
    r"|^(idlelib|turtledemo|tkinter|ensurepip|pydoc_data|lib2to3|test|venv|curses|dbm|sqlite3|wsgiref|xmlrpc)/"
    r"|^(turtle|mailbox|nntplib|smtplib|ftplib|imaplib|poplib)\.pyc?$"
)
SOURCES = ["kit"]  # The source stays, since `frequencies??` shows it.
# A lesson's first results need none of these, so they are fetched in the background.
LATER = ["matplotlib", "mpl_toolkits", "PIL", "contourpy", "kiwisolver", "pyparsing", "narwhals", "mistune"]
NOT_FOR_BROWSERS = ["jupyterlite-core", "jupyterlite-pyodide-kernel"]
NOT_IMPORTED = ["pytz", "fonttools"]  # Neither pandas 3 nor PNG pictures need them.


def pack_python(kept: Path, out: Path) -> str:
    """Write the packages and the course for a browser's Python into a folder; return a hash of them."""
    packed = _packed(_compiled(kept))
    shutil.copytree(packed, out)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        # Common web servers, nginx too, do not know .mjs, and browsers run no script of an unknown type.
        shutil.copy(kept / name, out / name.replace(".mjs", ".js"))
    with tempfile.TemporaryDirectory() as name:
        course = Path(name)
        _gather_course(course)
        _compile({course: PACKAGES})
        (out / "course.bin").write_bytes(_bundle(_named(course)))
    files = [*_files(out), STATIC / "kernel.js"]
    edition = hashlib.sha256(b"".join(map(Path.read_bytes, files))).hexdigest()[:12]
    for program in ("kernel.js", "maker.js"):
        text = static(program).replace("EDITION", edition)
        (out / program).write_text(text, encoding="utf-8")
    return edition


def _packed(compiled: Path) -> Path:
    """Return a folder with the packages in packages.bin and later.bin, and the packed standard library."""
    recipe = "".join([*LATER, inspect.getsource(_packed), inspect.getsource(_bundle)])
    done = compiled / f"packed-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    if not done.is_dir():
        packages = _named(compiled / "packages")
        later = {name: path for name, path in packages.items() if name.split("/")[0] in LATER}
        first = {name: path for name, path in packages.items() if name not in later}
        part = Path(tempfile.mkdtemp(dir=compiled))
        (part / "later.bin").write_bytes(_bundle(later))
        (part / "packages.bin").write_bytes(_bundle(first))
        with zipfile.ZipFile(part / "python_stdlib.zip", "w") as library:
            for name, path in _named(compiled / "library").items():
                library.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
        part.rename(done)
    return done


def _compiled(kept: Path) -> Path:
    """Return the folder of all packages and the standard library as bytecode, compiling them if needed."""
    wheels = [file for file in pyodide.LOCK["files"] + pyodide.LOCK["site"] if file["file"].endswith(".whl")]
    names = [file["file"] for file in wheels if file["name"] not in NOT_FOR_BROWSERS + NOT_IMPORTED]
    programs = COMPILE.read_text(encoding="utf-8") + inspect.getsource(_unpack_kernel)
    recipe = "".join([*names, programs, NOT_USED.pattern])
    done = kept / f"compiled-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    if not done.is_dir():
        print("Compiling Python's packages for the browser, once: a minute or two ...", flush=True)
        for old in kept.glob("compiled-*"):
            shutil.rmtree(old, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=kept) as name:
            packages, library = Path(name, "all", "packages"), Path(name, "all", "library")
            for wheel in names:
                _unpack(kept / wheel, packages)
            _unpack_kernel(kept, packages)
            _unpack(kept / "python_stdlib.zip", library)
            _compile({packages: PACKAGES, library: "/lib/python314.zip/"})
            packages.parent.rename(done)
    return done


def _gather_course(folder: Path) -> None:
    """Copy the parts of `kit` that a browser's Python needs, and the course's texts."""
    left_out = shutil.ignore_patterns(
        "__pycache__", "grading", "slides*", "site", "lessons", "translations", "pyodide*"
    )
    shutil.copytree(ROOT / "kit", folder / "kit", ignore=left_out)
    shutil.copytree(ROOT / "seeds", folder / "kit" / "data" / "seeds")
    (folder / "kit" / "classroom" / "site").mkdir()
    for module in ("__init__.py", "inside.py"):
        shutil.copy(Path(__file__).with_name(module), folder / "kit" / "classroom" / "site")


def _bundle(files: dict[str, Path]) -> bytes:
    """Join files into one, gzipped: a line of JSON with names and sizes, then their contents."""
    index = [[name, path.stat().st_size] for name, path in files.items()]
    head = json.dumps(index).encode() + b"\n"
    return gzip.compress(head + b"".join(path.read_bytes() for path in files.values()), 9, mtime=0)


def _named(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _unpack(archive: Path | io.BytesIO, folder: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder, [name for name in packed.namelist() if not NOT_USED.search(name)])


def _unpack_kernel(kept: Path, packages: Path) -> None:
    """Unpack JupyterLite's Python packages, which are wheels inside its own wheel."""
    [file] = [file["file"] for file in pyodide.LOCK["site"] if file["name"] == "jupyterlite-pyodide-kernel"]
    with zipfile.ZipFile(kept / file) as outer:
        for name in outer.namelist():
            if re.search(r"/pypi/(pyodide_kernel|ipykernel)-[^/]*\.whl$", name):
                _unpack(io.BytesIO(outer.read(name)), packages)
    shell = packages / "pyodide_kernel" / "interpreter.py"
    text = shell.read_text(encoding="utf-8")
    if '"ename": str(etype)' not in text:
        raise TextError("site: this JupyterLite is another one than the course knows: see _unpack_kernel.")
    # An error is then shown as NameError, as in JupyterLab, and not as <class 'NameError'>.
    shell.write_text(text.replace('"ename": str(etype)', '"ename": etype.__name__'), encoding="utf-8")


def _compile(folders: dict[Path, str]) -> None:
    """Have Pyodide compile the modules in folders, each with the path that it will have in a browser."""
    pyodide.fetch_deno()
    interpreter = pyodide.FOLDER / pyodide.LOCK["pyodide"]
    modules = {folder: [path for path in _named(folder) if path.endswith(".py")] for folder in folders}
    at_once = min(os.cpu_count() or 1, 8, sum(map(len, modules.values())))  # Each one loads its own Python.
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor() as pool:
        jobs = [Path(name, f"{number}.json") for number in range(at_once)]
        for number, job in enumerate(jobs):
            orders = [
                {"folder": str(folder), "root": root, "files": files[number::at_once], "keep": SOURCES}
                for folder, root in folders.items()
                if (files := modules[folder])
            ]
            job.write_text(json.dumps(orders))
        list(pool.map(lambda job: run_deno(COMPILE, interpreter.as_posix(), str(job)), jobs))


def run_deno(program: Path, *arguments: str) -> None:
    """Run one of our programs in Deno, which has been fetched already."""
    import deno

    command = [
        deno.find_deno_bin(),
        "run",
        "--quiet",
        "--no-prompt",
        "--no-remote",
        "--no-config",
        "--no-lock",
    ]
    command += ["--allow-read", "--allow-write", str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise TextError(
            f"site: Python for browsers does not run here ({(done.stderr or done.stdout)[-500:]})."
        )
