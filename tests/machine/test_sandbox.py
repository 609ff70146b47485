"""Hostile answers: what each tries, what it is told, and that it costs nobody anything, not even itself."""

import csv
import json
import socket
import struct
import sys

import nbformat
import pytest
from cases import ROOT
from isolated import isolated

from kit.__main__ import main
from kit.classroom.exercises.editions import make_edition
from kit.classroom.grading import isolation, launch, sandbox
from kit.classroom.grading.sandbox import Limits, Sandbox, why_not_isolated
from kit.classroom.repository import SOURCES
from kit.errors import TextError

SOLVED = make_edition(nbformat.read(SOURCES / "01_read.ipynb", 4), solved=True)
RIGHT = "\nin_utf8, in_windows_1256 = 6, 3"
WRONG = "\nin_utf8, in_windows_1256 = 1, 1"
SHOWN = "\nin_utf8, in_windows_1256 = found, 1"  # makes what was found visible in the feedback

FORGE = """
import os
for at in range(3, 256):
    try:
        os.write(at, {})
    except OSError:
        pass
os._exit(0)
"""
LIBRARY = "import ctypes\nlibrary = ctypes.CDLL(None)\n"
HOSTILE = {  # name: (first answer, its outcome)
    "endless loop": ("while True:\n    pass", "timed out"),
    "endless loop that will not be told": (
        "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True:\n    pass",
        "timed out",
    ),
    "endless sleep": ("import time\ntime.sleep(10**6)", "timed out"),
    "loop that catches everything": (
        "while True:\n    try:\n        pass\n    except BaseException:\n        pass",
        "timed out",
    ),
    "fork bomb": ("import os\nfor _ in range(8):\n    os.fork()", "crashed"),  # 256 processes at most
    "processes left behind": (
        "import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n"
        "        time.sleep(10**6)" + RIGHT,
        "right",
    ),
    "threads left behind": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=[10**6]).start()" + RIGHT,
        "right",
    ),
    "memory bomb at once": ("x = 'x' * 10**11", "out of memory"),
    "memory bomb bit by bit": ("x = []\nwhile True:\n    x.append(bytes(10**8))", "out of memory"),
    "memory that no process is charged for": (
        "import mmap, os\nfound = []\n"
        "for make in (lambda: mmap.mmap(-1, 4096), lambda: os.memfd_create('x')):\n"
        "    try:\n        found.append(str(make()))\n    except OSError:\n        pass" + SHOWN,
        "wrong",
    ),
    "memory in walls of one's own": (
        LIBRARY + "found = max(library.unshare(0x10020000), library.open(b'/dev/zero', 2))" + SHOWN,
        "wrong",
    ),
    "a gigabyte of output": (
        "import sys\nfor _ in range(100):\n    sys.stdout.buffer.write(b'x' * 10**7)" + RIGHT,
        "right",
    ),
    "a gigabyte on disk": ("open('x', 'w').truncate(10**9)", "crashed"),
    "too much given back": ("in_utf8 = ['x' * 1000] * 5000\nin_windows_1256 = 1", "crashed"),
    "sys.exit": ("import sys\nsys.exit()", "crashed"),
    "os._exit": ("import os\nos._exit(0)", "crashed"),
    "segmentation fault": ("import ctypes\nctypes.string_at(0)", "crashed"),
    "kill parent": (
        "import os, signal\nfor sign in (signal.SIGINT, signal.SIGSTOP, signal.SIGKILL):\n"
        "    os.kill(os.getppid(), sign)\n    os.kill(1, sign)\n"
        "try:\n    os.kill(-1, signal.SIGKILL)\nexcept OSError:\n    pass" + RIGHT,
        "right",
    ),
    "starve parent": ("import resource\nresource.prlimit(1, resource.RLIMIT_AS, (1, 1))" + RIGHT, "right"),
    "folder nobody can empty": ("import os\nos.makedirs('a/b')\nos.chmod('a', 0)" + RIGHT, "right"),
    "trace parent": (
        "import ctypes\nfound = ctypes.CDLL(None).ptrace(16, 1, 0, 0)" + SHOWN,
        "wrong",
    ),
    "delete files outside": ("import os\nos.remove(OUTSIDE)", "crashed"),
    "delete the kit": ("import os, kit\nos.remove(kit.__file__)", "crashed"),
    "write files outside": ("open(OUTSIDE + '.written', 'w').write('x')", "crashed"),
    "write into the kit": ("import kit\nopen(kit.__file__ + 'x', 'w').write('x')", "crashed"),
    "read other submissions": ("found = open(OTHER).read()" + SHOWN, "crashed"),
    "read the key": (
        "import os, kit\nfound = []\n"
        "for top in (os.path.dirname(kit.__file__), PROJECT, '/home', '/root', '/tmp'):\n"
        "    for at, _, names in os.walk(top):\n"
        "        found += [name for name in names if '01_read' in name]" + SHOWN,
        "wrong",
    ),
    "ask for the key": ("from kit.check.solved import read_key\nread_key('01_read')", "crashed"),
    "read the environment": (
        "import os\nfound = sorted(set(os.environ) & {'KIT_SECRET', 'USER', 'PYTEST_CURRENT_TEST'})" + SHOWN,
        "wrong",
    ),
    "read the keyring of this machine's user": (
        LIBRARY + "found = max(library.syscall(number, 0, -4, 0) for number in KEYCTL)" + SHOWN,
        "wrong",
    ),
    "leave a key": (
        LIBRARY + "found = max(library.syscall(number, b'user', b'note', b'6', 1, -4) for number in ADD_KEY)"
        "" + SHOWN,
        "wrong",
    ),
    "leave shared memory, a semaphore, a queue": (
        LIBRARY + "found = max(library.shmget(7, 4096, 0o1666), library.semget(7, 1, 0o1666),\n"
        "            library.msgget(7, 0o1666), library.mq_open(b'/note', 0o102, 0o666, None))" + SHOWN,
        "wrong",
    ),
    "leave a note on the home folder": (
        "import os\nos.setxattr(os.environ['HOME'], 'user.note', b'6')",
        "crashed",
    ),
    "read what others on this machine share": (
        "import os\nplaces = ('/usr/local/share', '/usr/share/doc', '/usr/bin', '/srv', '/etc/passwd')\n"
        "found = [place for place in places if os.path.exists(place)]" + SHOWN,
        "wrong",
    ),
    "a socket to what is below this machine": ("import socket\nsocket.socket(40, 1)", "crashed"),
    "open a socket": ("import socket\nsocket.create_connection(('127.0.0.1', PORT), 1)", "crashed"),
    "lying __eq__": (
        "class Liar(int):\n    __eq__ = lambda *_: True\n    __hash__ = int.__hash__\n"
        "    __index__ = __int__ = __float__ = lambda self: 6\nin_utf8, in_windows_1256 = Liar(1), Liar(1)",
        "wrong",
    ),
    "patched builtins": (
        "import builtins\nbuiltins.isinstance = builtins.all = lambda *_: True\n"
        "builtins.AssertionError = builtins.zip = None" + WRONG,
        "crashed",
    ),
    "patched json": ("import json\njson.dumps = json.loads = lambda *_, **__: '{}'" + WRONG, "wrong"),
    "forged: no notebook's data": (FORGE.format(b'{"results": true}'), "crashed"),
    "forged: too deep": (FORGE.format("b'[' * 10**6"), "crashed"),
    "forged: a number too long": (FORGE.format("b'9' * 10**6"), "crashed"),
    "forged: odd values": (
        FORGE.format(
            b'{"missing": [], "blank": [], "error": 5, "results": [{"value": {"set": 5}}, {"value": NaN}]}'
        ),
        "crashed",
    ),
    "patched kit": (
        "import kit.check, kit.check.verdicts, kit.check.probe\n"
        "kit.check.verdicts.same = kit.check.verdicts.judge = lambda *_, **__: True\n"
        "kit.check.exercise = kit.check.Question.check = None" + WRONG,
        "wrong",
    ),
    "patched assert": ("import unittest\nunittest.TestCase.assertEqual = None\nassert True" + WRONG, "wrong"),
    "asks for input": ("input()", "crashed"),
    "syntax error": ("in_utf8 = = 6", "crashed"),
    "half a character": ("in_utf8 = '\ud800'\nin_windows_1256 = 3", "crashed"),
    "null character": ("in_utf8 = 6\0", "crashed"),
}


def notebook(first: str) -> str:
    """A solved notebook but for the first answer."""
    copy = json.loads(nbformat.writes(SOLVED))
    next(cell for cell in copy["cells"] if cell["id"] == "q1")["source"] = first
    return json.dumps(copy)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """All hostile submissions, graded in one go beside a good one: rows and marks by student."""
    top = tmp_path_factory.mktemp("grade")
    folder, outside = top / "submissions", top / "precious.txt"
    folder.mkdir()
    outside.write_text("precious")
    (folder / "zz good.ipynb").write_text(notebook(RIGHT))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        names = {
            "OUTSIDE": str(outside),
            "OTHER": str(folder / "zz good.ipynb"),
            "PROJECT": str(ROOT),
            "PORT": server.getsockname()[1],
            "KEYCTL": launch.CALLS["keyctl"],
            "ADD_KEY": launch.CALLS["add_key"],
        }
        head = "".join(f"{name} = {value!r}\n" for name, value in names.items())
        for name, (code, _) in HOSTILE.items():
            needed = head if any(word in code for word in names) else ""
            (folder / f"{name}.ipynb").write_text(notebook(needed + code), encoding="utf-8")
        assert main(["grade", str(folder), "--exercise", "01_read", "--seconds", "3"]) == 0
        with pytest.raises(BlockingIOError):
            server.accept()  # nobody called
    assert sorted(path.name for path in top.iterdir()) == [
        "precious.txt",
        "submissions",
        "submissions-grades",
    ]
    assert outside.read_text() == "precious"
    text = (top / "submissions-grades" / "grades.csv").read_text(encoding="utf-8-sig")
    results = [
        json.loads(path.read_text()) for path in (top / "submissions-grades" / "results").glob("*.json")
    ]
    marks = {result["file"].removesuffix(".ipynb"): result["marks"] for result in results}
    return {row["student"]: row for row in csv.DictReader(text.splitlines())}, marks


@isolated
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_costs_nothing_but_itself(graded, name):
    row, mark = graded[0][name], graded[1][name]["q1"]
    assert row["q1"] == HOSTILE[name][1], mark
    assert [row[question] for question in ("q2", "q3", "q4", "q5", "q6")] == ["right"] * 5
    if SHOWN in HOSTILE[name][0] and row["q1"] == "wrong":
        assert mark["rows"][0][1] in ("[]", "-1"), mark["rows"]


@isolated
def test_the_others_lose_nothing(graded):
    assert graded[0]["zz good"]["points"] == "6"


SETUP = {"q": {"setup": "from kit.check import ____\n", "looks": [], "others": ["q"]}}


@pytest.fixture(scope="module")
def box():
    sandbox = Sandbox(SETUP, limits=Limits(seconds=1))
    yield sandbox
    sandbox.close()


def ask(box: Sandbox, code: str, expression: str = "x"):
    ended, written = box.run(
        {"question": "q", "cells": [code], "at": 0, "expressions": [expression], "names": ["x"]}
    )
    assert ended == "by itself"
    return json.loads(written)["results"][0]["value"]


@isolated
def test_nothing_passes_from_one_answer_to_the_next(box):
    assert ask(box, "open('note', 'w').write('q1 is 6'); import json; json.leak = 1; x = 1") == 1
    assert ask(box, "import json, os; x = [os.listdir(), hasattr(json, 'leak')]") == [[], False]


@isolated
def test_memory_of_an_earlier_answer_is_not_left_in_the_process(box):
    ask(box, "secret = 'zebra' + 'crossing'; x = secret * 50")
    code = """
import gc
texts = [one for one in gc.get_objects() if isinstance(one, (dict, list, tuple))]
x = sum('zebra' + 'crossing' in str(value) for one in texts for value in
        (one.values() if isinstance(one, dict) else one) if isinstance(value, (str, bytes, bytearray)))
"""
    assert ask(box, code) <= 1  # its own text, if the collector still knows of it


@isolated
def test_what_an_answer_may_use(box):
    code = "import resource as r\nx = [r.getrlimit(n)[0] for n in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_CORE)]"
    assert ask(box, code) == [1, Limits().memory, 0]
    assert ask(
        box, "import os\nx = [os.getuid() == 0, os.listdir('/proc') if os.path.exists('/proc') else []]"
    ) == [
        False,
        [],
    ]


@isolated
def test_memory_is_counted_for_all_processes_of_an_answer_together():
    box = Sandbox(SETUP, limits=Limits(seconds=5, memory=200_000_000))
    code = (
        "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        x = b'x' * 80_000_000\n"
        "        time.sleep(60)\ntime.sleep(60)"
    )
    request = {"question": "q", "cells": [code], "at": 0, "expressions": ["x"], "names": ["x"]}
    assert box.run(request) == ("out of memory", b"")
    assert ask(box, "x = 1") == 1  # in a new sandbox
    box.close()


@isolated
def test_a_key_inside_another_visible_folder_is_hidden_too(tmp_path):
    hidden = ROOT / "seeds"
    box = Sandbox(SETUP, limits=Limits(seconds=1), hidden=[hidden])
    assert ask(box, f"import os\nx = os.listdir({str(hidden)!r})") == []
    box.close()


@isolated
def test_a_sandbox_that_does_not_work_marks_nobody_down(monkeypatch):
    monkeypatch.setattr(sandbox, "INSIDE", [sys.executable, "-c", "print('what?')"])
    with pytest.raises(TextError, match="the sandbox does not start"):
        Sandbox(SETUP, limits=Limits(seconds=1)).run({"question": "q"})


def test_where_answers_cannot_be_isolated_grading_is_refused(monkeypatch, tmp_path, capsys):
    def cannot(source):
        raise TextError("There is no network.")

    monkeypatch.setattr(isolation, "why_not_isolated", lambda: "bubblewrap is not installed")
    monkeypatch.setattr(isolation.wasm, "fetch_all", cannot)
    assert main(["grade", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert (
        "grade: answers cannot be isolated here (bubblewrap is not installed). There is no network." in said
    )
    assert said.rstrip().endswith("--unsafe.")


def test_unless_told_otherwise(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(isolation, "why_not_isolated", lambda: "bubblewrap is not installed")
    folder = tmp_path / "in"
    folder.mkdir()
    student = json.loads((ROOT / "exercises" / "00_start_exercise.ipynb").read_text(encoding="utf-8"))
    answers = {"q1": "characters = len(text)", "q2": "while True: pass", "q3": "import os\nos._exit(1)"}
    for cell in student["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    (folder / "Layla.ipynb").write_text(json.dumps(student))
    assert main(["grade", str(folder), "--unsafe", "--seconds", "1"]) == 0
    assert capsys.readouterr().err.splitlines()[0].startswith("NOT ISOLATED (bubblewrap is not installed)")
    row = (tmp_path / "in-grades" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert row.startswith("Layla,,1,4,right,timed out,crashed,not attempted")


def test_the_filter_is_a_program_for_each_processor():
    for machine in launch.MACHINES:
        program = launch.seccomp_filter(machine)
        assert len(program) % 8 == 0
        for at, (code, yes, no, _) in enumerate(struct.iter_unpack("=HBBI", program)):
            assert code != launch.RETURN or not (yes or no)
            assert at + max(yes, no) + 1 < len(program) // 8 or code == launch.RETURN


@pytest.mark.parametrize("machine", launch.MACHINES)
def test_the_filter_lets_sockets_of_known_families_through(machine):
    which, audited = launch.MACHINES[machine]
    lines = list(struct.iter_unpack("=HBBI", launch.seccomp_filter(machine)))

    def says(number, first=0):
        seen = {launch.NUMBER: number, launch.MACHINE: audited, launch.ARGUMENTS: first}
        at = loaded = 0
        while lines[at][0] != launch.RETURN:
            code, yes, no, value = lines[at]
            tests = {launch.EQUAL: loaded == value, launch.AT_LEAST: loaded >= value}
            tests[launch.ANY_BIT] = bool(loaded & value)
            loaded = seen.get(value, 0) if code == launch.LOAD else loaded
            at += 1 + (0 if code == launch.LOAD else yes if tests[code] else no)
        return lines[at][3]

    for call in (launch.SOCKET, launch.SOCKETPAIR):
        assert [says(call[which], family) for family in launch.FAMILIES] == [launch.ALLOW] * 3
        assert says(call[which], 30) == says(call[which], 40) == launch.NO_SUCH_CALL
    assert (says(launch.CLONE[which]), says(0xFFF)) == (launch.ALLOW, launch.ALLOW)
    assert says(launch.CLONE[which], launch.NEW_USER) == launch.NO_SUCH_CALL


def test_sources_and_translations_are_hidden_wherever_they_lie(monkeypatch):
    monkeypatch.setattr(sandbox, "_shown", lambda: [ROOT])
    command = sandbox._walls([])
    hidden = {command[at + 1] for at, word in enumerate(command) if word == "--tmpfs"}
    assert {str(ROOT / name) for name in ("exercises", "translations", "kit/data/exercises")} <= hidden


def test_of_what_an_answer_wrote_a_few_frames_are_read(monkeypatch):
    def many(told):
        yield from [b""] * 4
        raise AssertionError("a million more")

    monkeypatch.setattr(sandbox, "frames", many)
    monkeypatch.setattr(sandbox, "INSIDE", [sys.executable, "-c", ""])
    box = Sandbox(SETUP, limits=Limits(seconds=1), isolated=False)
    assert box.run({"question": "q"}) == ("with 0", b"")


def test_why_not(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    if sys.platform == "linux":
        assert why_not_isolated().startswith("bubblewrap is not installed")
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert why_not_isolated() == "bubblewrap, which isolates answers, is there on Linux only"
