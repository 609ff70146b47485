"""The course's site in a real browser from which no other address can be reached."""

import http.server
import json
import re
import threading
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cases import ROOT
from screens import WRONG_WAY

PICTURES = ROOT / "test-artefacts"
# A browser stores data by address, so all servers share this one, whatever their ports.
HOME = "http://course.localhost"
CLOSED = "--host-resolver-rules=MAP course.localhost 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
NOTEBOOK = "window.jupyterapp.shell.currentWidget"
SHOWN = f"""() => (window.jupyterapp?.shell?.currentWidget?.content?.widgets?.length ?? 0) > 1
  && {NOTEBOOK}.context.isReady"""
STATUS = "window.jupyterapp?.shell?.currentWidget?.context?.sessionContext?.session?.kernel?.status"
IDLE = f"() => {STATUS} === 'idle'"
RAN = f"""() => {STATUS} === 'idle' && {NOTEBOOK}.content.widgets.every(cell => cell.model.type !== 'code'
  || !cell.model.sharedModel.getSource().trim() || cell.model.executionCount !== null)"""

KEPT = """async count => { for (const name of await caches.keys()) {
  if ((await (await caches.open(name)).keys()).length === count) return true; } return false; }"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """The handler that `python -m http.server` uses, without its log."""

    def log_message(self, *_):
        pass


class Server:
    """`python -m http.server` on a folder, at one port of this machine, until it is stopped."""

    def __init__(self, folder: Path, port: int = 0):
        handler = partial(_Quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def browser(playwright, chromium: str, profile: Path, *, port: int = 0, **options):
    """Open a browser with a profile of its own, for which the server at `port` is HOME.

    Its attribute `asked` lists its requests to other addresses.
    """
    options = {"viewport": {"width": 1100, "height": 900}, "accept_downloads": True} | options
    arguments = ["--no-sandbox", "--disable-background-networking", CLOSED.format(port=port)]
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=chromium, args=arguments, **options
    )
    context.set_default_timeout(300_000)  # The machine may be busy.
    context.asked = []
    ours = (HOME, "http://127.0.0.1", "blob:", "data:", "about:", "chrome")
    context.on("request", lambda asked: asked.url.startswith(ours) or context.asked.append(asked.url))
    try:
        yield context
    finally:
        context.close()


def wait(page, what: str):
    """Wait until a function is true, asking seldom: Playwright asks at each frame, which slows the page."""
    page.wait_for_function(what, polling=100)


def open_notebook(page, address: str, path: str):
    """Open a notebook and wait until Python is there."""
    page.goto(f"{address}/notebooks/index.html?path={path}")
    wait(page, SHOWN)
    wait(page, IDLE)


def keep_python(page):
    """Have the browser keep Python's memory, as it does by itself once a page has been idle for a while."""
    page.evaluate("""() => new Promise((kept, failed) => {
      const maker = new Worker("../python/maker.js", { type: "module" });
      Object.assign(maker, { onmessage: () => kept(), onerror: failed });
    })""")


def run_all(page) -> dict:
    """Run all cells and return the notebook as it then is."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    wait(page, RAN)
    page.wait_for_timeout(200)  # Outputs may arrive after the message that a cell has ended.
    return model(page)


def model(page) -> dict:
    return page.evaluate(f"{NOTEBOOK}.content.model.toJSON()")


def check_lesson(page, path: str):
    """Run the open lesson and compare its outputs with the saved ones."""
    found, saved = run_all(page), read(ROOT / path)
    picture(page, path.replace("/", "-").removesuffix(".ipynb"))
    assert errors(found) == []
    assert page.evaluate(WRONG_WAY) == []
    for mine, theirs in zip(found["cells"], saved["cells"], strict=True):
        if mine["cell_type"] == "code" and "nbval-ignore-output" not in mine["metadata"].get("tags", []):
            shown = ("".join(texts(cell["outputs"])) for cell in (mine, theirs))  # Outputs may come in parts.
            assert next(shown) == next(shown), mine["source"]


def set_cell(page, number: int, source: str):
    page.evaluate(
        f"([number, source]) => {NOTEBOOK}.content.widgets[number].model.sharedModel.setSource(source)",
        [number, source],
    )


def run_cell(page, number: int) -> list[dict]:
    """Run one cell and return its outputs."""
    page.evaluate(
        f"""async number => {{ {NOTEBOOK}.content.activeCellIndex = number;
        await window.jupyterapp.commands.execute('notebook:run-cell'); }}""",
        number,
    )
    wait(page, IDLE)
    page.wait_for_timeout(100)
    return page.evaluate(f"{NOTEBOOK}.content.widgets[{number}].model.outputs.toJSON()")


def save(page):
    page.evaluate(f"async () => {{ await {NOTEBOOK}.context.save(); }}")


def texts(outputs: list[dict]) -> list[str]:
    """Return the plain text of outputs."""
    return [
        "".join(output.get("text", output.get("data", {}).get("text/plain", output.get("evalue", ""))))
        for output in outputs
    ]


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def wait_until(page, what: str, value=None, seconds: int = 300):
    """Wait until a promise gives true; `wait_for_function` would take the promise itself for true."""
    end = time.monotonic() + seconds
    while not page.evaluate(what, value):
        assert time.monotonic() < end, what
        page.wait_for_timeout(300)


def files_of(site: Path) -> int:
    """Return how many files a service worker keeps."""
    return len(json.loads(re.search(r"FILES = (\{.*\});", (site / "service-worker.js").read_text())[1]))


def picture(page, name: str, **options):
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"site-{name}.png", **options)


def errors(notebook: dict) -> list[str]:
    return [
        output["evalue"]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "raises-exception" not in cell["metadata"].get("tags", [])
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]


def verdicts(notebook: dict) -> list[str]:
    """Return what the checks of an exercise said."""
    return [
        "".join(texts(cell["outputs"])).strip()
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and re.match(r"q\d+\.check\(\)", cell["source"])
    ]
