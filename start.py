"""Set up the course in this folder and open its lessons.

    python3 start.py                  set up, then open the lessons in JupyterLab
    python3 start.py --lang ar        the same in Arabic, from now on; --lang en changes back
    python3 start.py test             set up, then run every test; test --fast leaves out the slowest
    python3 start.py pack FOLDER      put the course and its packages on a stick, for a room without network
    python3 start.py site FOLDER      build the course as a web page that needs no install

The first start makes a folder .venv and installs the packages that uv.lock names, from the folder wheels if
that lies beside this file; the next ones take seconds.
A student works on copies, in work/: a file that is already there is never written again.
"""

# Old Pythons must be able to read this file, to be told what they are: no f-strings, stars or annotations.
from __future__ import print_function

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The course needs Python 3.11 or newer; this is %s. Get it from python.org, then run this again."
        % sys.version.split()[0]
    )

import argparse
import contextlib
import errno
import hashlib
import http.client
import json
import os
import platform
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import tomllib
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PIP = [PYTHON, "-m", "pip", "install", "--retries=2", "--no-warn-script-location"]
COURSE = ["--editable", "%s[corpus]" % HERE]
READY = VENV / "ready.json"  # It records what the .venv was made from, and is written last.
WHEELS = HERE / "wheels"  # On a stick made by `pack`, this folder holds the packages as files.
WORK = HERE / "work"
# The languages besides English.
LANGUAGES = sorted(path.name for path in (HERE / "translations").glob("*") if path.is_dir())
LANGUAGE = "language.txt"  # This file in work/ names the chosen language; kit reads it too.

NO_NETWORK = re.compile(
    r"connection|connect error|name resolution|dns error|timed? ?out|unreachable|error sending request",
    re.IGNORECASE,
)
NO_NETWORK_SENTENCE = "The packages could not be fetched: check this machine's network, then run this again."
NO_SPACE = re.compile(r"no space left|not enough space|disk quota|os error (28|112|122)\b", re.IGNORECASE)
NO_SPACE_SENTENCE = (
    "The disk is full: the packages take 700 MB and 20,000 files. Make room, then run this again."
)
SPACE = 700 * 10**6

SYSTEMS = {  # A stick works on these: uv's name for each system, and the platform tags of its wheels.
    "x86_64-pc-windows-msvc": ["win_amd64"],
    "aarch64-pc-windows-msvc": ["win_arm64"],
    "x86_64-apple-darwin": ["macosx_13_0_x86_64"],  # pip takes older ones too.
    "aarch64-apple-darwin": ["macosx_13_0_arm64"],
    "x86_64-manylinux_2_28": ["manylinux2014_x86_64", "manylinux_2_%d_x86_64"],
    "aarch64-manylinux_2_28": ["manylinux2014_aarch64", "manylinux_2_%d_aarch64"],
}
GLIBC = range(5, 29)  # %d stands for these versions.
BUILD = ["hatchling", "editables"]  # pip builds kit with these; they need only packages of pure Python.
# `test --fast` runs these: they need no browser, cluster, sandbox or own environment.
FAST = ["tests/kit", "tests/classroom", "tests/course", "kit", "-m", "not machine"]


class StartError(Exception):
    """The course cannot start; the message says in one plain sentence why, and what to do."""


class CommandLine(argparse.ArgumentParser):
    """A parser that reports a wrong command in one sentence, without argparse's lines on the usage."""

    def error(self, message):
        """Raise a StartError that says what is wrong with the command."""
        raise StartError("start.py: %s. What there is: python3 start.py --help" % message)


# --- the packages -------------------------------------------------------------


def set_up(dev=False):
    """Make .venv and install the locked packages, unless that is done already."""
    wanted = {"folder": str(HERE), "lock": fingerprint(HERE / "uv.lock", HERE / "pyproject.toml"), "dev": dev}
    made = remembered(READY)
    if made.get("folder") != wanted["folder"] or not works(PYTHON):
        make_venv()
    elif made.get("lock") == wanted["lock"] and made.get("dev", False) >= dev:
        return
    READY.unlink(missing_ok=True)
    install(dev)
    remember(READY, wanted)


def remembered(file):
    """Return the object in a JSON file of ours; {} if the file is missing, empty or half-written."""
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def remember(file, value):
    """Write a JSON file in one step: a start that is cut off leaves the old one or the new one."""
    part = file.with_name("%s.%d" % (file.name, os.getpid()))
    part.write_text(json.dumps(value, indent=1), encoding="utf-8")
    part.replace(file)


@contextlib.contextmanager
def alone():
    """Wait until no other start.py is at work in this folder, and make others wait until this one is done."""
    try:
        tempfile.TemporaryFile(dir=HERE).close()
    except OSError:
        raise StartError(
            "Nothing can be saved in %s: copy it to a folder of your own and run it there." % HERE
        )
    with (HERE / ".start.lock").open("a") as file:
        announced = False
        while not locked(file):
            if not announced:
                print("Another start.py is at work in this folder: waiting for it ...")
                announced = True
            time.sleep(0.5)
        yield  # The system releases the lock when the file is closed, even if this process is killed.


def locked(file):
    """Try to lock a file, which only one process can do at a time; return whether that worked."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # A network drive may not support locks; then nobody waits.
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def fingerprint(*paths):
    """Return a text that changes when one of the files does."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def works(python):
    """Say whether that Python starts: it does not if the Python it was made from has been removed."""
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv():
    """Make a new .venv, after removing one that is incomplete or was moved here from another folder."""
    if os.pathsep in str(HERE):
        raise StartError(
            "Python cannot work in a folder with a '%s' in its name or in a name above it: "
            "rename that, then run this again. This folder is %s" % (os.pathsep, HERE)
        )
    if os.name == "nt" and platform.machine() == "ARM64" and sys.version_info < (3, 12):
        raise StartError("On Windows for ARM the course needs Python 3.12 or newer: get it from python.org.")
    try:
        import ensurepip  # noqa: F401 (Debian and Ubuntu leave it out)
        import venv  # noqa: F401
    except ImportError:
        raise StartError(
            "This Python lacks its venv module: on Debian or Ubuntu run 'sudo apt install python3-venv', "
            "elsewhere install Python from python.org, then run this again."
        )
    print("1. Making a folder for the packages (.venv) ...")
    try:
        shutil.rmtree(VENV)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise StartError("An older .venv is in use (%s): close JupyterLab, then run this again." % error)
    if shutil.disk_usage(HERE).free < SPACE:
        raise StartError(NO_SPACE_SENTENCE)
    worked, output = run([sys.executable, "-m", "venv", VENV])
    if not worked:
        raise failure(output, "Python could not make the folder .venv:\n%s" % output)


def install(dev):
    """Install what uv.lock names into .venv: with uv, in seconds, or else with pip, in a minute or two."""
    if WHEELS.is_dir() and not dev:
        print("2. Installing the packages that lie in the folder wheels: up to a minute or two ...")
        there = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": WHEELS.as_uri()}
        by_uv = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, "--no-cache", "--no-index"]
        by_uv += ["--find-links", WHEELS, "--constraint", constraints()] + COURSE
        if (run(PIP + ["uv"], **there)[0] and run(by_uv)[0]) or run(by_pip(), **there)[0]:
            return
        print("   They are not for this machine, or not for Python %d.%d." % sys.version_info[:2])
    print("2. Installing the packages: about 200 MB the first time ...")
    worked, output = run(PIP + ["--only-binary=:all:", "--constraint", constraints(), "uv"])
    if worked:
        group = "--group=dev" if dev else "--no-dev"
        sync = ["sync", "--locked", "--inexact", "--extra=corpus", group, "--python", PYTHON]
        worked, output = run([PYTHON, "-m", "uv"] + sync)
    if not worked and not NO_NETWORK.search(output) and not NO_SPACE.search(output):
        print("   uv does not work here; pip does the same, more slowly ...")
        worked, output = run(by_pip(dev))
    if not worked:
        why = "The packages could not be installed; the installer says why:\n" + output[-2000:]
        raise failure(output, why)


def failure(output, otherwise):
    """Return the error that explains an installer's output; if nothing known is in it, `otherwise`."""
    if NO_SPACE.search(output):
        return StartError(NO_SPACE_SENTENCE)
    return StartError(NO_NETWORK_SENTENCE if NO_NETWORK.search(output) else otherwise)


def by_pip(dev=False):
    """Return the command by which pip installs the course and the locked packages."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    extra = project["dependency-groups"]["dev"] if dev else []
    return PIP + ["--constraint", constraints()] + COURSE + extra


def constraints():
    """Write the locked version of each package into a constraints file for pip; return the file."""
    file = VENV / "constraints.txt"
    file.write_text("\n".join(pins()), encoding="utf-8")
    return file


def pins():
    """Yield each package of uv.lock as a line for pip: name==version, with a marker if it needs one."""
    for package in tomllib.loads((HERE / "uv.lock").read_text(encoding="utf-8"))["package"]:
        if "registry" in package["source"]:
            markers = " or ".join("(%s)" % marker for marker in package.get("resolution-markers", []))
            yield "%s==%s" % (package["name"], package["version"]) + (" ; " + markers if markers else "")


def run(command, **more):
    """Run a command, showing what it downloads; return whether it worked, and its output."""
    said = []
    with subprocess.Popen(
        command,
        cwd=HERE,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        for line in child.stdout or ():
            said.append(line)
            if line.strip().startswith("Download"):
                print("   " + line.strip())
    return child.returncode == 0, "".join(said)


def environment(**more):
    """Return the environment for Python, uv and Jupyter: this .venv and no other, UTF-8 on Windows too.

    PYTHONPATH has kit's folder because Python may misread the .pth file in which installers note it: before
    3.12, Python on Windows reads that file in a legacy encoding, which garbles an Arabic path.
    Bytecode is written even if the system's settings forbid it, or else every start would take long.
    """
    dropped = ("VIRTUAL_ENV", "UV_PYTHON", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    kept.update(PYTHONUTF8="1", PYTHONPATH=str(HERE), PIP_USER="0", UV_PROJECT_ENVIRONMENT=str(VENV))
    kept.update(UV_SYSTEM_CERTS="1", **more)  # A school's own certificates are in the system's store only.
    return kept


# --- the student's copies -----------------------------------------------------


def fill(folder=WORK):
    """Copy the notebooks that the folder lacks; return messages about newer editions of those it has."""
    editions = folder / ".editions.json"  # It holds each original's fingerprint at the time of the copy.
    given = remembered(editions)
    news = []
    kinds = ["notebooks/*.ipynb", "notebooks/*.md", "exercises/*.ipynb"]
    kinds += ["%s/%s" % (language, kind) for language in LANGUAGES for kind in kinds]
    for source in sorted(path for kind in kinds for path in HERE.glob(kind)):
        name = source.relative_to(HERE).as_posix()
        copy = folder / name
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(without_outputs(source) if source.suffix == ".ipynb" else source.read_bytes())
            given[name] = fingerprint(source)
        elif name in given and given[name] != fingerprint(source):
            news.append("A newer %s has come; yours is kept. To get it, rename yours and start again." % name)
        elif name not in given:  # The record is lost, so the copy is taken to be of this edition.
            given[name] = fingerprint(source)
    for name in sorted(name for name in given if not (HERE / name).exists()):
        if (folder / name).exists():
            news.append("The course no longer has %s, or calls it otherwise; yours is kept." % name)
        del given[name]  # The message must not come again at the next start.
    folder.mkdir(exist_ok=True)
    remember(editions, given)
    return news


def hand_out(folder):
    """Replace a folder's notebooks and exercises with this edition's, for a repository that a hub pulls."""
    for kind in ["notebooks", "exercises"] + LANGUAGES:
        shutil.rmtree(Path(folder) / kind, ignore_errors=True)
    fill(Path(folder))
    (Path(folder) / ".editions.json").unlink()


def choose_language(wanted, folder=WORK):
    """Remember in which language to open the lessons."""
    folder.mkdir(exist_ok=True)
    (folder / LANGUAGE).write_text(wanted + "\n", encoding="utf-8")


def first_page(folder=WORK):
    """Return the path in JupyterLab of the first lesson in the chosen language."""
    try:
        language = (folder / LANGUAGE).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        language = ""
    return "/lab/tree/%snotebooks/00_start.ipynb" % (language + "/" if language in LANGUAGES else "")


def without_outputs(notebook):
    """Return a notebook without outputs, because students guess what a cell gives before running it."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


# --- JupyterLab ---------------------------------------------------------------


def already_open(folder=WORK):
    """Return the address of a running JupyterLab that shows the folder, or None."""
    code = "import jupyter_core.paths; print(jupyter_core.paths.jupyter_runtime_dir())"
    for file in Path(run([PYTHON, "-c", code])[1].strip()).glob("jpserver-*.json"):
        try:
            server = json.loads(file.read_text(encoding="utf-8"))
            ours = Path(server["root_dir"]) == folder and lets_in(server["port"], server["token"])
        except (OSError, ValueError):  # The file is being written, or has just been deleted.
            continue
        if ours:
            return address_of(server["port"], server["token"], folder)
    return None


def lets_in(port, token):
    """Say whether a Jupyter server on that port of this machine accepts that token."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/status", headers={"Authorization": "token " + token})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def address_of(port, token, folder=WORK):
    """Return the web address of the first lesson on a server."""
    return "http://127.0.0.1:%d%s?token=%s" % (port, first_page(folder), token)


def start_lab(port, folder=WORK, options=()):
    """Start JupyterLab on the folder; return its process and the address of the first lesson."""
    ports = range(max(port, 1), min(port + 100, 65536))
    port = next((number for number in ports if is_free(number)), None)
    if port is None:
        raise StartError("No port is free there: choose another one, such as --port 8888.")
    token = secrets.token_hex(16)
    given = {
        "ServerApp.root_dir": folder,
        "ServerApp.base_url": "/",
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "ServerApp.answer_yes": True,  # Ctrl+C then stops it without asking.
        "ServerApp.use_redirect_file": False,  # Some browsers may not read the file it would open.
        "LabApp.default_url": first_page(folder),
        "LabApp.log_level": "ERROR",
        "Application.log_level": "ERROR",
    }
    config = os.pathsep.join(filter(None, [str(HERE / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]))
    lab = subprocess.Popen(
        [str(PYTHON), "-m", "jupyterlab"] + ["--%s=%s" % item for item in given.items()] + list(options),
        cwd=folder,
        env=environment(JUPYTER_TOKEN=token, JUPYTER_CONFIG_PATH=config),
    )
    while lab.poll() is None and not answers(port):
        time.sleep(0.2)
    return lab, address_of(port, token, folder)


def is_free(port):
    """Say whether a server may listen on that port of this machine."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # A port just left counts as free.
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port):
    """Say whether a server listens on that port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def stop(lab):
    """Wait for JupyterLab, which Ctrl+C has reached too, to stop its kernels; end it if it takes too long."""
    try:
        lab.wait(3)
    except subprocess.TimeoutExpired:
        end(lab)


def end(server):
    """Kill a server if need be: JupyterLab may wait forever for a thread of its own that never ends."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def open_lessons(port, language=None, browser=True):
    """Set up, fill work/, open it in JupyterLab and stay until that ends or Ctrl+C is pressed."""
    with alone():
        set_up()
        if language:
            choose_language(language)
        address = already_open()
        if not address:
            for line in fill():
                print("   " + line)
            print("3. Opening JupyterLab ...")
            lab, its_address = start_lab(port, options=[] if browser else ["--no-browser"])
    if address:
        print("The lessons are already open at this address:\n\n    %s" % address)
        if browser:
            webbrowser.open(address)
        return
    try:
        if lab.poll() is None:
            print("\nThe lessons are at this address; your browser opens it by itself if it can:\n")
            print("    %s\n\nYour work is saved in %s\nTo stop, press Ctrl+C here." % (its_address, WORK))
        if lab.wait():
            raise StartError("JupyterLab stopped by itself; the lines above say why.")
    except KeyboardInterrupt:
        print("\nStopped. Your work is saved in %s" % WORK)
    finally:
        stop(lab)


# --- a stick for a room without network ---------------------------------------


def pack(arguments):
    """Put a copy of the course into a folder, with the packages for this version of Python and any system."""
    if len(arguments) != 2:
        raise StartError("Name the folder to pack the course into: python3 start.py pack FOLDER")
    with alone():
        set_up()
    target = Path(arguments[1]).resolve() / "arabic-text-kit"
    if target.exists():
        raise StartError("There is a %s already: delete it, or name another folder." % target)
    version = "%d.%d" % sys.version_info[:2]
    ignored = (HERE / ".gitignore").read_text(encoding="utf-8").splitlines()
    print("3. Copying the course to %s ..." % target)
    try:
        left_out = shutil.ignore_patterns(".git", *(line.strip("/") for line in ignored))
        shutil.copytree(HERE, target, ignore=left_out)
    except OSError:
        raise StartError("The course cannot be copied to %s: name a folder with 1 GB of room." % target)
    download = [PYTHON, "-m", "pip", "download", "--quiet", "--only-binary=:all:"]
    download += ["--dest", target / "wheels"]
    compile_ = [PYTHON, "-m", "uv", "pip", "compile", HERE / "pyproject.toml", "--quiet", "--extra=corpus"]
    compile_ += ["--no-header", "--no-annotate", "--constraint", constraints()]
    worked, output = run(download + BUILD)
    if not worked:
        raise failure(output, "The stick could not be packed; pip says why:\n" + output[-2000:])
    download += ["--no-deps", "--python-version", version]
    lacking = []
    for system, names in SYSTEMS.items():
        print("   Fetching the packages for %s, Python %s ..." % (system, version))
        wanted = ["--python-platform", system, "--python-version", version, "--only-binary=:all:"]
        worked, output = run(compile_ + wanted)
        if worked:
            packages = [line for line in output.splitlines() if "==" in line]
            packages += [pin for pin in pins() if pin.startswith("uv==")]
            every = [name % glibc if "%" in name else name for name in names for glibc in GLIBC]
            worked, output = run(download + ["--platform=" + name for name in every] + packages)
        if not worked and (NO_NETWORK.search(output) or NO_SPACE.search(output)):
            raise failure(output, "")
        if not worked:
            lacking.append(system)
            print("   There are none for it:\n" + output[-500:])
    if len(lacking) == len(SYSTEMS):
        raise StartError("There are packages for no system: the lines above say why.")
    print("Done: %s" % target)
    print("Students copy that folder to their machine, install Python %s and run start.py there." % version)
    print("Put the installers of Python %s beside it; they are on python.org." % version)
    return 0


# --- the commands -------------------------------------------------------------


def run_tests(arguments):
    """Set up what the tests need too, and run them; return the exit code."""
    with alone():
        set_up(dev=True)
    # Without --fast, many tests only wait for browsers and servers: one process more than processors.
    processes = "auto" if "--fast" in arguments else str((os.cpu_count() or 1) + 1)
    # tests/conftest.py orders the files, and each file runs in a single process.
    pytest = [str(PYTHON), "-m", "pytest", "--numprocesses=" + processes]
    pytest += ["--dist=loadfile", "--no-loadscope-reorder"]
    pytest += FAST if "--fast" in arguments else []
    pytest += [word for word in arguments[1:] if word != "--fast"]
    done = subprocess.run(pytest, cwd=HERE, env=environment(), stderr=subprocess.PIPE)
    said = done.stderr.decode("utf-8", "replace")
    wrong = re.search("error: (.+)", said)
    if done.returncode == 4 and wrong:  # pytest's own message also lists every option.
        raise StartError("start.py: test: %s. What there is: python3 start.py test --help" % wrong.group(1))
    sys.stderr.write(said)
    return done.returncode


def build_site(arguments):
    """Set up, and build the course as a web page; return the exit code."""
    with alone():
        set_up()
    return subprocess.call([str(PYTHON), "-m", "kit"] + arguments, env=environment())


def open_course(arguments):
    """Open the lessons as the command line says; return the exit code."""
    as_written = argparse.RawDescriptionHelpFormatter
    parser = CommandLine(prog="start.py", description=__doc__, formatter_class=as_written)
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--lang", choices=["en"] + LANGUAGES, help="open the lessons in it, from now on")
    parser.add_argument("--port", type=int, default=8888, help="the first port to try (8888)")
    options = parser.parse_args(arguments)
    open_lessons(options.port, options.lang, browser=not options.no_browser)
    return 0


def main(arguments):
    """Do what the command line asks for; return the exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace", line_buffering=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # A plain kill stops it like Ctrl+C.
    commands = {"test": run_tests, "site": build_site, "pack": pack}
    try:
        return commands.get(arguments[0] if arguments else "", open_course)(arguments)
    except (StartError, OSError) as error:
        full = getattr(error, "errno", None) in (errno.ENOSPC, getattr(errno, "EDQUOT", None))
        print(NO_SPACE_SENTENCE if full and not READY.exists() else error, file=sys.stderr)
        if in_own_window():
            input("Press Enter to close this window.")
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 1


def in_own_window():
    """Say whether a double click made Windows open a window for this file, which closes when it ends.

    In such a window only Python runs; in a terminal, PowerShell or cmd runs too.
    """
    if os.name != "nt" or not sys.stdin.isatty():
        return False
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    processes = (ctypes.c_uint32 * 9)()
    names = []
    for process in processes[: min(kernel.GetConsoleProcessList(processes, 9), 9)]:
        handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
        name, length = ctypes.create_unicode_buffer(1024), ctypes.c_uint32(1024)
        kernel.QueryFullProcessImageNameW(handle, 0, name, ctypes.byref(length))
        kernel.CloseHandle(handle)
        names.append(Path(name.value).name.lower())
    return all(name.startswith("py") for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
