"""Firefox, driven by the protocol that it speaks itself (https://w3c.github.io/webdriver-bidi)."""

import base64
import json
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
# The proxy for all addresses but this machine's own does not exist, so Firefox can reach no other.
CLOSED = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
PATIENCE = 120  # seconds


class Page:
    """A tab, with those methods of Playwright's page that `site_in_browser` uses."""

    def __init__(self, socket):
        self.socket, self.numbers = socket, count()
        self._do("session.new", capabilities={})
        self.tab = self._do("browsingContext.getTree")["contexts"][0]["context"]

    def _do(self, method: str, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            pass  # Firefox sends events too, which nobody here needs.
        assert answer["type"] == "success", answer
        return answer["result"]

    def goto(self, address: str):
        self._do("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, what: str, value=None):
        """Return the value of an expression of JavaScript, or of a function called with `value`."""
        call = f"typeof what === 'function' ? what({json.dumps(value)}) : what"
        code = (
            f"(async () => {{ const what = ({what}); return JSON.stringify(await ({call})) ?? 'null'; }})()"
        )
        target = {"context": self.tab}
        answer = self._do("script.evaluate", expression=code, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def wait_for_function(self, what: str, polling: int):
        end = time.monotonic() + PATIENCE
        while not self.evaluate(what):
            assert time.monotonic() < end, what
            self.wait_for_timeout(polling)

    def wait_for_timeout(self, milliseconds: int):
        time.sleep(milliseconds / 1000)

    def screenshot(self, path: Path):
        shown = self._do("browsingContext.captureScreenshot", context=self.tab)
        path.write_bytes(base64.b64decode(shown["data"]))


@contextmanager
def firefox(profile: Path):
    """Run a Firefox without a window, with a profile of its own."""
    import websocket

    profile.mkdir(exist_ok=True)
    settings = "".join(
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in CLOSED.items()
    )
    (profile / "user.js").write_text(settings, encoding="utf-8")
    command = [
        FIREFOX,
        "--headless",
        "--no-remote",
        "--remote-debugging-port",
        "0",
        "--profile",
        str(profile),
    ]
    said = profile / "said.txt"
    with said.open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            while not (told := re.search(r"listening on (ws://\S+)\n", said.read_text())):
                assert process.poll() is None, f"Firefox has ended: {said.read_text()[-1000:]}"
                time.sleep(0.1)
            socket = websocket.create_connection(f"{told[1]}/session", timeout=PATIENCE, suppress_origin=True)
            yield Page(socket)
            socket.close()
        finally:
            process.terminate()
