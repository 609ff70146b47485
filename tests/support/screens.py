"""Look at a page as a browser shows it."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")


@contextmanager
def chromium():
    """Run a browser and close it at the end; it runs without its sandbox, which root cannot have."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--disable-background-networking", "--disable-quic"],
            chromium_sandbox=not hasattr(os, "geteuid") or os.geteuid() != 0,
        )
        yield browser
        browser.close()


def free_port() -> int:
    """Return a port of this machine at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_answer(address: str, server: subprocess.Popen, log: Path) -> None:
    """Wait until something answers at an address; if the server ends before that, fail with its log."""
    for _ in range(1000):
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            assert server.poll() is None, log.read_text()[-3000:]
            time.sleep(0.25)


# The script returns whether all cells of the visible notebook have run; others may be open behind it.
ALL_RAN = r"""() => [...document.querySelectorAll(
  ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")].every(cell =>
  /\[\d+\]/.test(cell.querySelector(".jp-InputPrompt").textContent) ||
  !cell.querySelector(".cm-content").textContent.trim())"""

# The script returns each block of Arabic that does not read from the right: text, direction and alignment.
WRONG_WAY = r"""() => {
  const count = (text, letters) => (text.match(letters) || []).length;
  const isArabic = text => count(text, /\p{Script=Arabic}/gu) > count(text, /\p{Script=Latin}/gu);
  const blocks = document.querySelectorAll(
    ":is(.jp-RenderedHTMLCommon, .rendered_html) " +
    ":is(p, h1, h2, h3, h4, li, blockquote, table, [dir=rtl] td, [dir=rtl] th)");
  return [...blocks].filter(block => isArabic(block.textContent)).map(block => {
    const style = getComputedStyle(block);
    const right = style.textAlign === "right" || (style.textAlign === "start" && style.direction === "rtl")
      || (block.matches("td, th") && block.style.textAlign); // against a keyword, in a box
    const byItself = style.unicodeBidi === "plaintext" && style.textAlign === "start"
      && /^\P{L}*\p{Script=Arabic}/u.test(block.textContent);
    return byItself || (style.direction === "rtl" && right)
      ? null : [block.tagName, style.direction, style.textAlign, block.textContent.slice(0, 60)];
  }).filter(Boolean);
}"""
