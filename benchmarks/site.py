"""How long a student waits for the course in a browser, beside a plain start of Pyodide on the same machine.

    python benchmarks/site.py FOLDER      a site that `python3 start.py site FOLDER` has made

Lesson 0 is opened in Chromium by a stranger, by the same one again, and by one whose browser has kept
Python's memory. Its first cell and those of the first chart are run as soon as they can be. Results: site.md.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

LESSON, FIRST, TO_CHART = "notebooks/00_start.ipynb", 3, (13, 16, 18)
# Pyodide alone, in Deno, without a package.
PLAIN = """const { loadPyodide } = await import("file://FOLDER/pyodide.mjs");
const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" };
const lockFileContents = JSON.stringify({ info, packages: {} }), began = performance.now();
await loadPyodide({ indexURL: "FOLDER/", packages: [], lockFileContents });
console.log((performance.now() - began) / 1000);"""


def plain() -> float:
    """Return the seconds that Pyodide takes to start in a new process."""
    import deno

    from kit.classroom import pyodide

    folder = (pyodide.FOLDER / pyodide.LOCK["pyodide"]).as_posix()
    with tempfile.TemporaryDirectory() as name:
        program = Path(name, "plain.mjs")
        program.write_text(PLAIN.replace("FOLDER", folder), encoding="utf-8")
        command = [deno.find_deno_bin(), "run", "--quiet", "--allow-all", "--no-config", str(program)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def visit(context: Any, *, keep: bool = False) -> dict[str, float]:
    """Open the lesson and run it up to its first chart; return the seconds from the address to each step."""
    import site_in_browser as at

    page, began = context.new_page(), time.monotonic()
    seconds = {}

    def done(step: str) -> None:
        seconds[step] = round(time.monotonic() - began, 1)

    page.goto(f"{at.HOME}/notebooks/index.html?path={LESSON}", wait_until="commit")
    page.locator("#kit-preview").wait_for()
    done("text")
    at.wait(page, at.SHOWN)
    done("notebook")
    at.wait(page, at.IDLE)
    at.run_cell(page, FIRST)
    done("first result")
    for cell in TO_CHART:
        at.run_cell(page, cell)
    done("first chart")
    page.wait_for_timeout(5000)  # The course is kept meanwhile.
    if keep:
        at.keep_python(page)
    page.close()
    return seconds


def main(site: Path) -> None:
    import site_in_browser as at
    from playwright.sync_api import sync_playwright
    from screens import CHROMIUM

    server = at.Server(site)
    peers = [plain()]
    with sync_playwright() as playwright:
        for _ in range(2):
            profile = Path(tempfile.mkdtemp())
            with at.browser(playwright, CHROMIUM, profile, port=server.port) as context:
                for kind in ("first visit", "second", "with the kept memory"):
                    print(kind, json.dumps(visit(context, keep=kind == "second")), flush=True)
            peers.append(plain())
    server.stop()
    print("Pyodide alone", [round(seconds, 1) for seconds in peers])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
