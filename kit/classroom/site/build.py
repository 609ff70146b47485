"""`python -m kit site FOLDER`: build the course as a web page that needs no install.

JupyterLite shows the notebooks and Pyodide runs them. Both are copied into the folder and every address in it
is relative, so that nothing is fetched from elsewhere.
"""

import hashlib
import json
import re
import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from kit.classroom import pyodide
from kit.classroom.repository import LESSONS, ROOT, need
from kit.classroom.site.app import ALL_IN_ONE, APPS, KERNEL, change_app, unpack_app
from kit.classroom.site.files import STATIC, static, write
from kit.classroom.site.lessons import editions, write_pages
from kit.classroom.site.licences import write_licences
from kit.classroom.site.python import pack_python
from kit.classroom.translations.messages import native_name
from kit.errors import TextError
from kit.language import direction, say, speaking

# The browser's store has this name too: if it changes, students no longer see their work.
NAME = "Arabic text kit"
SAID = re.compile(r'\bsay\(("(?:[^"\\]|\\.)*")')
FIELD = re.compile(r"\{(\w+)\}")
# Packages that the kernel need not install, since the site has them already.
HERE_ALREADY = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]
STORAGE = ["asyncStorage", "localStorageWrapper", "memoryStorageDriver"]
TYPES = {  # the types of files that students may add, for the browser's store
    "plain": ([".txt", ".log"], ["text/plain"], "text"),
    "csv": ([".csv"], ["text/csv"], "text"),
    "md": ([".md"], ["text/markdown"], "text"),
    "html": ([".html"], ["text/html"], "text"),
    "json": ([".json"], ["application/json"], "json"),
    "ipynb": ([".ipynb"], ["application/x-ipynb+json"], "json"),
    "py": ([".py"], ["text/x-python"], "text"),
    "png": ([".png"], ["image/png"], "base64"),
    "zip": ([".zip"], ["application/zip"], "base64"),
}


def build_site(out: Path, *, source: str | None = None) -> None:
    """Write the site into a new folder, or into one that holds an older site."""
    need(LESSONS, "site")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        held = list(out.iterdir()) if out.exists() else []
        making = tempfile.TemporaryDirectory(dir=out.parent, prefix=".site-")
    except OSError as error:
        raise TextError(f"site: {out} cannot be a folder ({error.strerror}). Name another one.") from None
    with making as name:
        if held and not (out / "jupyter-lite.json").is_file():
            raise TextError(f"site: {out} holds other files. Name a folder that is not there yet.")
        kept = pyodide.fetch(source, site=True)
        site = Path(name, "site")
        unpack_app(kept, site)
        python = pack_python(kept, site / "python")
        _add_notebooks(site)
        _configure(site)
        write_pages(site)
        write_licences(kept, site)
        _add_bar(site, python)
        change_app(site)
        _add_worker(site)  # It comes last, as it lists all other files.
        for path in [site, *site.rglob("*")]:  # A web server runs as another user, who must read the files.
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o644))
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(site, out)


def _add_notebooks(site: Path) -> None:
    """Add the lessons and exercises without outputs, and the lists by which JupyterLite finds them."""
    kinds = ("notebooks/*.ipynb", "exercises/*.ipynb", "notebooks/glossary.md")
    homes = [ROOT / folder for folder in editions().values()]
    for source in sorted(path for home in homes for kind in kinds for path in home.glob(kind)):
        content = source.read_text(encoding="utf-8")
        if source.suffix == ".ipynb":
            notebook = json.loads(content)
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    cell.update(outputs=[], execution_count=None)
            content = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        write(site / "files" / source.relative_to(ROOT), content.encode())
    files = site / "files"
    for folder in [files, *(path for path in files.rglob("*") if path.is_dir())]:
        listing = _model(files, folder) | {
            "format": "json",
            "content": [_model(files, path) for path in sorted(folder.iterdir())],
        }
        write(
            site / "api" / "contents" / folder.relative_to(files) / "all.json", json.dumps(listing).encode()
        )
    for name in ("all", "en"):
        write(site / "api" / "translations" / f"{name}.json", b'{"data": {}, "message": ""}')


def _model(files: Path, path: Path) -> dict[str, Any]:
    """Return Jupyter's description of a file or folder, its contents model."""
    kind = "directory" if path.is_dir() else "notebook" if path.suffix == ".ipynb" else "file"
    inside = path.relative_to(files).as_posix()
    model: dict[str, Any] = {
        "name": path.name if path != files else "",
        "path": inside if path != files else "",
        "type": kind,
    }
    stamp = "2026-01-01T00:00:00Z"  # Every build must give the same files.
    model |= {"created": stamp, "last_modified": stamp, "mimetype": None, "writable": True, "content": None}
    size = path.stat().st_size if path.is_file() else None
    return model | {"format": None, "size": size, "hash": None, "hash_algorithm": None}


def _configure(site: Path) -> None:
    """Write JupyterLite's settings: all files local, no notebooks reopened, one kernel for each lesson."""
    load = json.loads((site / "extensions" / "loads.json").read_text())
    (site / "extensions" / "loads.json").unlink()
    settings = json.loads(
        (ROOT / "jupyter/labconfig/default_setting_overrides.json").read_text(encoding="utf-8")
    )
    settings["@jupyterlab/notebook-extension:tracker"] = {
        "kernelShutdown": True
    }  # Closing a notebook frees its kernel's memory.
    config = json.loads((site / "jupyter-lite.json").read_text())
    config["jupyter-config-data"] |= {
        "appName": NAME,
        "exposeAppInBrowser": True,  # Our own bar and the tests need it.
        "contentsAllJsonFile": "all.json",
        "contentsStorageName": NAME,
        "settingsStorageName": NAME,
        "defaultKernelName": "python",
        # Where a browser forbids the first two, as with all cookies blocked, lessons open all the same.
        "enableMemoryStorage": True,
        "contentsStorageDrivers": STORAGE,
        "settingsStorageDrivers": STORAGE,
        "enableServiceWorkerCache": "false",  # Our own service worker caches the site.
        "federated_extensions": [load],
        "fileTypes": {
            name: {"name": name, "extensions": extensions, "mimeTypes": types, "fileFormat": kept}
            for name, (extensions, types, kept) in TYPES.items()
        },
        "litePluginSettings": {
            f"{KERNEL}:kernel": {
                "pyodideUrl": "./python/kernel.js",
                "disablePyPIFallback": True,
                "pipliteUrls": [],
                "loadPyodideOptions": {
                    "packages": HERE_ALREADY,
                    "env": {"KIT_WORK": "/drive"},
                },
            }
        },
        "settingsOverrides": settings,
        "showLoadingIndicator": True,
        # Otherwise a browser that reopens last week's ten lessons starts ten kernels of 250 MB.
        "workspacesStorageDrivers": ["memoryStorageDriver"],
    }
    for place in [
        site,
        *(site / app for app in APPS),
    ]:  # JupyterLite looks for settings in each of these and warns if one is missing.
        write(place / "jupyter-lite.ipynb", b'{"metadata": {"jupyter-lite": {}}}')
    write(site / "jupyter-lite.json", json.dumps(config, indent=1).encode())


def _add_bar(site: Path, python: str) -> None:
    """Add the bar above each notebook, the course's style, and the script of all pages."""
    config = json.loads((site / "jupyter-lite.json").read_text())["jupyter-config-data"]
    for name in ("work.js", "page.js", "front.js", "say.js", "bar.css"):
        text = static(name).replace("APP_VERSION", config["appVersion"])
        write(site / name, text.encode())
    notebooks = sorted((site / "files").rglob("*.ipynb"))
    given = {path.relative_to(site / "files").as_posix(): _sha256(path) for path in notebooks}
    names = {name: native_name(name) for name in editions()}
    head = f"const EDITIONS = {json.dumps(given)};\nconst NAMES = {json.dumps(names)};\n"
    head += f"const PYTHON = {json.dumps(python)};\n"
    script = head + static("bar.js")
    write(site / "bar.js", script.encode())
    write(site / "texts.js", f"export const TEXTS = {json.dumps(_texts(), ensure_ascii=False)};\n".encode())
    shutil.copy(ROOT / "jupyter" / "custom" / "custom.css", site / "course.css")
    head = "".join(f'<link rel="stylesheet" href="../{name}.css">' for name in ("course", "bar"))
    head += f'<link rel="preload" href="../{ALL_IN_ONE}" as="script">'
    head += '<script type="module" src="../bar.js"></script></head>'
    for app in APPS:
        pages = site / app / "index.html"
        text = pages.read_text(encoding="utf-8")
        text = text.replace("</head>", head, 1).replace("Loading JupyterLite...", "Opening the lesson …")
        without = 'Without JavaScript the lessons can be <a href="../index.html">read</a>, but not run.'
        text = text.replace("JupyterLite requires JavaScript to be enabled in your browser.", without)
        text = text.replace('<link rel="manifest" href="../manifest.webmanifest">', "")
        write(pages, text.encode())
    (site / "manifest.webmanifest").unlink(missing_ok=True)


def _texts() -> dict[str, dict[str, str]]:
    """Return the messages of the site's scripts by language: each English message with its translation."""
    said = {message for script in STATIC.glob("*.js") for message in SAID.findall(script.read_text("utf-8"))}
    messages = sorted(json.loads(message) for message in said)
    texts = {}
    for name in editions():
        with speaking(name):
            texts[name] = {"": direction()} | {
                message: say(message, **{field: "{" + field + "}" for field in FIELD.findall(message)})
                for message in messages
            }
    return texts | {"en": {"": "ltr"}}


def _add_worker(site: Path) -> None:
    """Write the service worker, which caches all files of this edition, and the files that hosts need."""
    (site / "service-worker.js").unlink(missing_ok=True)
    files = {
        path.relative_to(site).as_posix(): _sha256(path) for path in sorted(site.rglob("*")) if path.is_file()
    }
    edition = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    head = f"const EDITION = {json.dumps(edition)}, FILES = {json.dumps(files)};\n"
    write(site / "service-worker.js", (head + static("worker.js")).encode())
    shutil.copy(STATIC / "open-course.py", site)  # It opens the site from a stick.
    write(site / ".nojekyll", b"")  # GitHub Pages then serves the folder unchanged.


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit site`."""
    parser.epilog = "example:\n  python -m kit site course-site\n  python course-site/open-course.py"
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("course-site"), help="where to (default: course-site)"
    )
    says = "a folder or address that has Pyodide's files, if its own address cannot be reached"
    parser.add_argument("--pyodide", metavar="PLACE", help=says)


def main(arguments: Namespace) -> int:
    """Build the site and print its size."""
    out: Path = arguments.folder.resolve()
    build_site(out, source=arguments.pyodide)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"Built {out} ({size / 1e6:.0f} MB). Copy it to any web host, or try it here:")
    print(f"  python {arguments.folder / 'open-course.py'}")
    return 0
