"""Choose how answers are isolated from this machine: by bubblewrap, by WebAssembly, or not at all."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kit.classroom.grading import wasm
from kit.classroom.grading.sandbox import Limits, Sandbox, why_not_isolated
from kit.errors import TextError

KINDS = ("bubblewrap", "wasm", "none")
TO_RUN_THEM = "To run submissions all the same, not isolated: --unsafe."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of a command that runs answers."""
    says = "what isolates answers (default: bubblewrap on Linux, WebAssembly elsewhere)"
    parser.add_argument("--sandbox", choices=KINDS, help=says)
    says = "a folder or an address that has Pyodide's files, for --sandbox wasm (default: its release's)"
    parser.add_argument("--pyodide", metavar="PLACE", help=says)
    parser.add_argument("--unsafe", action="store_true", help="run answers where they cannot be isolated")


def choose(arguments: Namespace) -> str:
    """Return the kind of sandbox to use, after fetching what it needs; print it unless it is the usual one.

    Raises:
        TextError: the kind that was asked for, or any kind that isolates, does not work on this machine.
    """
    kind: str | None = arguments.sandbox
    why_not = why_not_isolated() if kind in (None, "bubblewrap") else "as you asked for"
    if why_not is None:
        return "bubblewrap"
    if kind == "bubblewrap":
        raise TextError(f"grade: {why_not}. Try --sandbox wasm, which works on any system.")
    if kind == "none" or (kind is None and arguments.unsafe):
        says = f"NOT ISOLATED ({why_not}): submissions can read and change this machine's files."
        print(says, file=sys.stderr)
        return "none"
    if kind is None:
        print(f"Answers run in WebAssembly ({why_not}).", file=sys.stderr)
    try:
        wasm.fetch_all(arguments.pyodide)
    except TextError as error:
        raise TextError(
            f"grade: answers cannot be isolated here ({why_not}). {error} {TO_RUN_THEM}"
        ) from error
    return "wasm"


def sandbox_for(
    kind: str, questions: dict[str, Any], *, limits: Limits, hidden: Sequence[Path] = ()
) -> Sandbox | wasm.WasmSandbox:
    """Return a sandbox of a kind, for these questions (see `kit.classroom.grading.sandbox.Sandbox`)."""
    if kind == "wasm":
        return wasm.WasmSandbox(questions, limits=limits)
    return Sandbox(questions, limits=limits, hidden=hidden, isolated=kind == "bubblewrap")
