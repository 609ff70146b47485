"""Opens the course from this folder, on a stick or a disk: python3 open-course.py.

A browser keeps a student's work for one address. So the address is always the same, port and all: with
another one, the work would be out of sight.
"""

import functools
import http.server
import sys
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}/"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Gives the files; on some Windows machines the system's own names for them are wrong."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".css": "text/css",
        ".html": "text/html",
        ".json": "application/json",
    }

    def log_message(self, *_: Any) -> None:
        """Say nothing of each file."""


class Server(http.server.ThreadingHTTPServer):
    """Refuses a port that another server has: Windows would let both have it."""

    allow_reuse_address = sys.platform != "win32"


def is_the_course() -> bool:
    """Whether the course is already served there."""
    try:
        with urllib.request.urlopen(ADDRESS + "service-worker.js", timeout=3) as answer:
            return bool(answer.read() == (HERE / "service-worker.js").read_bytes())
    except OSError:
        return False


def main() -> int:
    """Serve the folder until Ctrl+C, or only open the browser if it is served already."""
    try:
        server = Server(("127.0.0.1", PORT), functools.partial(Handler, directory=str(HERE)))
    except OSError:
        if is_the_course():
            webbrowser.open(ADDRESS)
            return 0
        print(f"Port {PORT} is taken by another program: end that one, then run this again.")
        print("(Another port would be another address, and your work would be out of sight there.)")
        return 1
    print(f"The course is at {ADDRESS}\nLeave this window open; to stop, press Ctrl+C here.", flush=True)
    webbrowser.open(ADDRESS)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped. Your work is kept in the browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
