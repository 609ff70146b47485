"""WebAssembly instead of bubblewrap: the same marks, and walls of its own."""

import ast
import hashlib
import json
import os
import re
import shutil
import sys
from argparse import Namespace
from collections import Counter

import nbformat
import pytest
from isolated import WHY_NOT, isolated

from kit.__main__ import main
from kit.check.solved import key_names
from kit.classroom import pyodide
from kit.classroom.exercises.editions import make_edition
from kit.classroom.grading import isolation, wasm
from kit.classroom.grading.isolation import KINDS
from kit.classroom.grading.marking import mark
from kit.classroom.grading.notebook import read_notebook
from kit.classroom.grading.questions import preparation, read_exercise
from kit.classroom.grading.sandbox import Limits, Sandbox
from kit.classroom.grading.wasm import WasmSandbox
from kit.classroom.repository import EXERCISES, SOURCES
from kit.errors import TextError

# The command compares 01_read, and the others take the same ways into WebAssembly as this one; before a
# release all are compared, which takes minutes.
COMPARED = key_names() if os.environ.get("KIT_RELEASE") else ["06_chart"]


@pytest.fixture(scope="module")
def fetched():
    try:
        return wasm.fetch_all()
    except TextError as error:
        pytest.skip(str(error))


def half_spoilt(name: str) -> str:
    """A solved exercise in which every second answer has its numbers one too large."""
    solved = make_edition(nbformat.read(SOURCES / f"{name}.ipynb", 4), solved=True)
    for cell in solved.cells:
        if cell.id in ("q1", "q3", "q5"):
            cell.source = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), cell.source)
    return nbformat.writes(solved)


class Part:
    """One exercise's share of a sandbox that was prepared for several: so there is one snapshot to make."""

    def __init__(self, whole: WasmSandbox, name: str):
        self.whole, self.name, self.limits = whole, name, whole.limits

    def run(self, request: dict) -> tuple[str, bytes]:
        return self.whole.run(request | {"question": f"{self.name} {request['question']}"})


@isolated
def test_marks_are_those_of_bubblewrap(fetched):
    exercises = {name: read_exercise(name)[1] for name in COMPARED}
    prepared = {
        f"{name} {question}": given
        for name, questions in exercises.items()
        for question, given in preparation(questions).items()
    }
    whole = WasmSandbox(prepared, limits=Limits())
    outcomes = Counter()
    for name, questions in exercises.items():
        box = Sandbox(preparation(questions), limits=Limits())
        handed_in = read_notebook(half_spoilt(name).encode())
        ours, theirs = (mark(handed_in, questions, one) for one in (box, Part(whole, name)))
        box.close()
        assert theirs == ours
        outcomes += Counter(one.outcome for one in ours[0].values())
        assert {ours[0][question].outcome for question in ("q2", "q4")} == {"right"}
    assert outcomes["wrong"]


SETUP = preparation(read_exercise("01_read")[1])  # which the command prepares too, and finds it made


@pytest.fixture(scope="module")
def box(fetched):
    return WasmSandbox(SETUP, limits=Limits(seconds=2))


def asked(code: str) -> dict:
    return {"question": "q1", "cells": [code], "at": 0, "expressions": ["x"], "names": ["x"]}


def ask(box: WasmSandbox, code: str):
    ended, written = box.run(asked(code))
    assert ended == "by itself"
    return json.loads(written)["results"][0]["value"]


THROUGH_DENO = """
import js
Deno = js.Object.constructor("return Deno")()
def tried(what):
    try:
        return str(what())
    except BaseException as error:
        return str(error)
"""
HOSTILE = {  # name: (an answer, how it ends, what it gives)
    "endless loop": ("while True: pass", "timed out", None),
    "memory bomb": ("x = 'x' * 2_000_000_000", "by itself", "MemoryError"),
    "a lot of output": ("print('x' * 50_000_000)\nx = 1", "by itself", 1),
    "ends Python": ("import os\nos._exit(0)", "with exit code 1", None),
    "a million empty messages": (
        THROUGH_DENO + "js.Object.constructor('for (;;) Deno.stdout.writeSync(new Uint8Array(1e6))')()",
        "too much",
        None,
    ),
    "ends Deno": (THROUGH_DENO + "Deno.exit(0)", "with exit code 0", None),
    "too much given back": ("x = ['x' * 1000] * 5000", "too much", None),
    "other programs": ("import subprocess\nx = subprocess.run(['ls'])", "by itself", "OSError"),
    "network": ("import socket\nx = socket.create_connection(('127.0.0.1', 1), 1)", "by itself", "OSError"),
    "files of this machine": (
        "import os\nx = [one for one in ('/etc', '/root', '/usr', '/Users', 'C:/') if os.path.exists(one)]",
        "by itself",
        [],
    ),
    "the key": (
        "import os\nx = [name for at, _, names in os.walk('/course') for name in names if '01_read' in name]",
        "by itself",
        [],
    ),
    "change the kit": ("open('/course/kit/errors.py', 'w').write('x')", "by itself", "PermissionError"),
    "add to the kit": ("import os\nos.mkdir('/course/kit/new')", "by itself", "PermissionError"),
    "remove from the kit": ("import os\nos.remove('/course/kit/errors.py')", "by itself", "PermissionError"),
    "read the kit": (
        "with open('/course/kit/errors.py', 'rb') as file:\n    whole = file.read()\n"
        "    x = [file.seek(-3, 2) + 3 == len(whole), file.read() == whole[-3:], b'TextError' in whole]",
        "by itself",
        [True, True, True],
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_costs_nothing_but_itself(box, name):
    code, how, gives = HOSTILE[name]
    ended, written = box.run(asked(code))
    assert ended == how
    if how == "by itself":
        seen = json.loads(written)
        assert (seen["error"] or {}).get("raised", "") == (gives if isinstance(gives, str) else "")
        assert isinstance(gives, str) or seen["results"] == [{"value": gives}]
    assert ask(box, "x = 1") == 1


@pytest.mark.parametrize(
    "call",
    [
        f"Deno.readTextFileSync({sys.executable!r})",
        f"Deno.readTextFileSync({str(EXERCISES.parent / 'kit' / 'data' / 'exercises' / '01_read.json')!r})",
        "Deno.writeTextFileSync('/course/note', 'x')",
        "Deno.env.get('PATH')",
        "Deno.hostname()",
        "Deno.dlopen('libc.so.6', {})",
        f"Deno.Command.new({sys.executable!r}).outputSync()",
        "js.localStorage.setItem('note', 'q1 is 6')",
    ],
)
def test_deno_itself_refuses(box, call):
    said = ask(box, THROUGH_DENO + f"x = tried(lambda: {call})")
    assert re.search(
        "access to|NotCapable|not a directory|os error|is not a function", said, re.IGNORECASE
    ), said


def test_nothing_passes_from_one_answer_to_the_next(box):
    assert ask(box, "import json\njson.leak = 1\nopen('note', 'w').write('x')\nx = 1") == 1
    assert ask(box, "import json, os\nx = [os.path.exists('note'), hasattr(json, 'leak')]") == [False, False]


def test_memory_outside_of_webassembly_is_limited_too(fetched):
    box = WasmSandbox(SETUP, limits=Limits(seconds=5, memory=700_000_000))
    code = THROUGH_DENO + "x = [js.Uint8Array.new(200_000_000).fill(1) for _ in range(20)]\n"
    assert box.run(asked(code)) == ("out of memory", b"")


def test_the_same_answer_runs_once_whoever_gave_it(box, monkeypatch):
    first = box.run(asked("x = sum(range(1000))"))
    others = WasmSandbox(SETUP, limits=Limits(seconds=2))
    assert others.run(asked("x = 1")) != first
    monkeypatch.setattr(others, "_run", lambda body: ("again", b""))
    for same in ("x = sum(range(1000))", "x = sum( range(1_000) )  # I hope so"):
        assert others.run(asked(same)) == first
    for other in ("x = sum(range(1001))", "x = sum(range(1000)", "x = 'a'  # b", "x = 'a  # b'"):
        assert others.run(asked(other)) == ("again", b"")


def test_each_is_told_of_a_line_of_its_own(box):
    for before in ("", "# one\n", "# one\n# two\n"):
        _, written = box.run(asked(f"{before}return 1"))
        assert json.loads(written)["error"]["line"] == before.count("\n") + 1


def test_a_text_is_not_taken_for_the_tree_it_looks_like():
    meanings = [
        wasm._meaning(cell) for cell in ("x = 1", "x = 1 # one", ast.dump(ast.parse("x = 1")), "x = = 1")
    ]
    assert meanings[0] == meanings[1]
    assert len(set(map(tuple, meanings))) == 3
    assert wasm._meaning("(" * 5000) == ["text", "(" * 5000]
    assert wasm._meaning("x = " + "-" * 9000 + "1")[0] == "text"


def test_the_command(fetched, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Layla.ipynb").write_text(half_spoilt("01_read"), encoding="utf-8")
    tables = []
    for kind in ("wasm", "bubblewrap") if WHY_NOT is None else ("wasm",):
        command = ["grade", str(tmp_path / "in"), "--exercise", "01_read", "--sandbox", kind]
        assert main(command) == 0
        tables.append((tmp_path / "in-grades" / "grades.csv").read_text(encoding="utf-8-sig"))
        shutil.rmtree(tmp_path / "in-grades")
    assert len(set(tables)) == 1
    assert tables[0].splitlines()[1].startswith("Layla,,4,6,wrong,right,wrong,right,right,right,")


def test_where_there_is_no_bubblewrap_answers_run_in_webassembly(monkeypatch, capsys):
    arguments = Namespace(sandbox=None, unsafe=False, pyodide=None)
    assert KINDS == ("bubblewrap", "wasm", "none")
    monkeypatch.setattr(isolation, "why_not_isolated", lambda: "there is none")
    monkeypatch.setattr(wasm, "fetch_all", lambda source: None)
    assert isolation.choose(arguments) == "wasm"
    assert capsys.readouterr().err == "Answers run in WebAssembly (there is none).\n"
    arguments.sandbox = "bubblewrap"
    with pytest.raises(TextError, match=r"there is none\. Try --sandbox wasm"):
        isolation.choose(arguments)


FILE = {"name": "a", "version": "1", "file": "a.whl", "sha256": hashlib.sha256(b"right").hexdigest()}


def test_only_the_right_file_is_kept(monkeypatch, tmp_path):
    monkeypatch.setitem(pyodide.LOCK, "files", [FILE | {"where": "pyodide"}])
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.whl").write_bytes(b"wrong")
    with pytest.raises(TextError, match=r"a\.whl cannot be fetched, or is not the right one"):
        pyodide.fetch(str(source), folder=tmp_path / "kept")
    (source / "a.whl").write_bytes(b"right")
    kept = pyodide.fetch(str(source), folder=tmp_path / "kept")
    assert (kept / "a.whl").read_bytes() == b"right"
    (kept / "a.whl").write_bytes(b"spoilt")
    assert pyodide.fetch(source.as_uri(), folder=tmp_path / "kept") == kept  # an address
    assert (kept / "a.whl").read_bytes() == b"right"
