"""Unpack JupyterLite for the site, and patch its scripts where the course needs something else."""

import json
import re
import tarfile
import zipfile
from pathlib import Path

from kit.classroom import pyodide
from kit.classroom.site.files import static, write
from kit.errors import TextError

__all__ = ["ALL_IN_ONE", "APPS", "KERNEL", "change_app", "unpack_app"]

APPS = ["lab", "notebooks", "tree"]
KERNEL = "@jupyterlite/pyodide-kernel-extension"
# Source maps, fonts in old formats, and files that are only for building JupyterLite.
NOT_USED = re.compile(
    r"\.(map|eot|ttf)$|build/fa-.*\.(svg|woff)$|(^|/)(jupyter-lite\.ipynb|package\.json)$|^rspack|^index\.html$"
    # These scripts are Mermaid and Vega, which draw diagrams that no lesson has.
    r"|^build/(4680|963|5506|1450|6491|7813|3294|9393|8924|3927|3200)\.\w+\.js$"
    r"|^(repl|consoles|edit|doc)/|^build/(repl|consoles|edit)/|^bootstrap\.js$|^icon-|\.schema\.|LICENSE\.txt$"
)


def unpack_app(kept: Path, site: Path) -> None:
    """Unpack JupyterLite and its Python kernel, without the files that no page of the site uses."""
    with _wheel(kept, "jupyterlite-core") as wheel:
        [archive] = [name for name in wheel.namelist() if name.endswith(".tgz")]
        with wheel.open(archive) as packed, tarfile.open(fileobj=packed, mode="r:gz") as app:
            for member in app:
                path = member.name.removeprefix("package/")
                content = app.extractfile(member)
                if content and not NOT_USED.search(path):
                    write(site / path, content.read())
    with _wheel(kept, "jupyterlite-pyodide-kernel") as wheel:
        for path in wheel.namelist():
            _, _, inside = path.partition(f"labextensions/{KERNEL}/")
            if inside and not NOT_USED.search(inside) and "/pypi/" not in inside:
                write(site / "extensions" / KERNEL / inside, wheel.read(path))
        [package] = [name for name in wheel.namelist() if name.endswith(f"{KERNEL}/package.json")]
        load = json.loads(wheel.read(package))["jupyterlab"]["_build"]
    write(site / "extensions" / "loads.json", json.dumps({"name": KERNEL, **load}).encode())
    write(site / "build" / "schemas" / "all_federated.json", b"[]")
    icon = (site / "tree" / "favicon.ico").read_bytes()
    favicons = "static/favicons/favicon"
    for name in (f"{favicons}-notebook", f"{favicons}-busy-1", "lab/favicon"):  # The originals have 300 kB.
        write(site / f"{name}.ico", icon)


def _wheel(kept: Path, name: str) -> zipfile.ZipFile:
    [file] = [file["file"] for file in pyodide.LOCK["site"] if file["name"] == name]
    return zipfile.ZipFile(kept / file)


def change_app(site: Path) -> None:
    """Apply all patches to JupyterLite's scripts."""
    _let_run_all_go_on(site)
    _start_python_early(site)
    _trust_settings(site)
    _put_into_one(site)


def _let_run_all_go_on(site: Path) -> None:
    """Let *Run All* continue after cells that fail on purpose, which JupyterLite does not do by itself."""
    old = 'msgType:"execute_reply",channel:"shell",parentHeader:e.header,session:e.header.session,content:s}'
    new = old[:-1] + ',metadata:!1===t.stop_on_error?{cause:"interrupt"}:{}}'
    _change(site / "build", old, new)


def _start_python_early(site: Path) -> None:
    """Make JupyterLite use the Python that the bar has started while JupyterLite itself was loading."""
    scripts = site / "extensions" / KERNEL / "static"
    found = list(scripts.glob("comlink.worker.*.js"))
    if len(found) != 1:
        raise _other(f"it has {len(found)} workers for Python, not one.")
    program = static("early.js").replace("KERNEL_WORKER", found[0].relative_to(site).as_posix())
    write(site / "python" / "early.js", program.encode())
    old = 'new Worker(e,{type:"module"})'
    _change(scripts, old, f"(window.kitPython?.()??{old})")


def _trust_settings(site: Path) -> None:
    """Fill in defaults of settings without validating settings or schemas: pages open in 10 % less time."""
    old = "r=this._validator.getSchema(n.id),s=this._composer.getSchema(n.id)"
    _change(site / "build", old, "s=this._composer.getSchema(n.id),r=s&&(()=>!0)")
    old = 's=r.getSchema("jupyterlab-plugin-schema");return s(i)?r.validateSchema(i)?'
    old += "(o.removeSchema(n),r.removeSchema(n),o.addSchema(i,n),r.addSchema(i,n),null):r.errors:s.errors"
    _change(site / "build", old, "s;return o.removeSchema(n),o.addSchema(i,n,s,!1),null")


def _change(scripts: Path, old: str, new: str) -> None:
    """Replace `old` by `new` in JupyterLite's scripts, where it must occur exactly once."""
    texts = {path: path.read_text(encoding="utf-8") for path in scripts.glob("*.js")}
    scripts_with_it = [path for path, text in texts.items() for _ in range(text.count(old))]
    if len(scripts_with_it) != 1:
        raise _other(f"it has this {len(scripts_with_it)} times, not once: {old}")
    write(scripts_with_it[0], texts[scripts_with_it[0]].replace(old, new).encode())


def _other(why: str) -> TextError:
    return TextError(f"site: this JupyterLite is another one than the course knows: {why}")


CALLED = re.compile(r"\be\((\d+)\)")
MAIN = re.compile(r"await Promise\.all\(\[([^]]*)\]\)\.then\([^)]*\)\)\)\.main")
SHARED = re.compile(r'(\d+):\{shareScope:"default",(.*?)treeShakingMode:null\}', re.DOTALL)
ALL_IN_ONE = "build/first.js"


def _put_into_one(site: Path) -> None:
    """Join the 150 scripts that a notebook's page fetches one after the other into one, loaded first."""
    text = (site / "build" / "notebooks" / "bundle.js").read_text(encoding="utf-8")
    main, mapping = MAIN.search(text), re.search(r"chunkMapping:\{(.*?)\}", text)
    if not main or not mapping:
        raise _other("see _put_into_one.")
    shared = {module: CALLED.findall(calls) for module, calls in SHARED.findall(text)}
    uses = {part: re.findall(r"\d+", listed) for part, listed in re.findall(r"(\d+):\[(.*?)\]", mapping[1])}
    wanted: list[str] = CALLED.findall(main[1])
    found: set[str] = set()
    while wanted:
        part = wanted.pop()
        if part not in found:
            found.add(part)
            wanted += [other for module in uses.get(part, []) for other in shared.get(module, [])]
    names = dict(re.findall(r'(\d+)===e\?"(\w+)"', text))
    files = {path.name.split(".")[0]: path for path in (site / "build").glob("*.js")}
    scripts = []
    for part in sorted(found):
        if file := files.get(names.get(part, part)):
            scripts.append(f"(() => {{{file.read_text(encoding='utf-8')}\n}})();\n")
            file.unlink()
    write(site / ALL_IN_ONE, "".join(scripts).encode())
    old = "document.head.appendChild(bundle);"
    new = f"const first = Object.assign(bundle.cloneNode(), {{ src: FULL_LITE_ROOT + '{ALL_IN_ONE}' }});\n"
    new += "  first.async = bundle.async = false;\n  document.head.append(first, bundle);"
    _change(site, old, new)
