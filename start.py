"""Set up the course in this folder and open its lessons.

    python3 start.py                  set up, then open the lessons in JupyterLab
    python3 start.py test             set up, then run every test

The first start makes a folder .venv and installs the packages that uv.lock names; the next ones take seconds.
A student works on copies, in work/: a file that is already there is never written again.

Old Pythons must be able to read this file, to be told what they are: no f-strings, stars or annotations.
"""

from __future__ import print_function

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The course needs Python 3.11 or newer; this is %s. Get it from python.org, then run this again."
        % sys.version.split()[0]
    )

import argparse
import hashlib
import http.client
import json
import os
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
READY = VENV / "ready.json"  # written last: what the finished .venv was made from
WORK = HERE / "work"
FIRST_PAGE = "/lab/tree/notebooks/00_start.ipynb"

NO_NETWORK = re.compile(
    r"connection|connect error|name resolution|dns error|timed? ?out|unreachable|error sending request",
    re.IGNORECASE,
)
NO_NETWORK_SENTENCE = "The packages could not be fetched: check this machine's network, then run this again."


class StartError(Exception):
    """Something is in the way; the message is one plain sentence saying what, and what to do."""


# --- the packages -------------------------------------------------------------


def set_up(dev=False):
    """Make .venv and install the locked packages, unless that is done already."""
    wanted = {"folder": str(HERE), "lock": fingerprint(HERE / "uv.lock", HERE / "pyproject.toml"), "dev": dev}
    found = json.loads(READY.read_text(encoding="utf-8")) if READY.exists() else {}
    if found.get("folder") != wanted["folder"] or not runs(PYTHON):
        make_venv()
    elif found["lock"] == wanted["lock"] and found["dev"] >= dev:
        return
    READY.unlink(missing_ok=True)
    install(dev)
    READY.write_text(json.dumps(wanted), encoding="utf-8")


def fingerprint(*paths):
    """Return a text that changes when one of the files does."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def runs(python):
    """Whether that Python starts: it does not when the one it was made from has gone."""
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv():
    """Make .venv from nothing; one left half-made or moved here from another folder goes first."""
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
    worked, output = run([sys.executable, "-m", "venv", VENV])
    if not worked:
        raise StartError("Python could not make the folder .venv:\n%s" % output)


def install(dev):
    """Install what uv.lock names into .venv: with uv, in seconds, or else with pip, in a minute or two."""
    print("2. Installing the packages: about 200 MB the first time ...")
    pip = [PYTHON, "-m", "pip", "install", "--retries=2", "--no-warn-script-location"]
    locked = tomllib.loads((HERE / "uv.lock").read_text(encoding="utf-8"))["package"]
    uv_version = next(package["version"] for package in locked if package["name"] == "uv")
    worked, output = run(pip + ["--only-binary=:all:", "uv==" + uv_version])
    if worked:
        group = "--group=dev" if dev else "--no-dev"
        sync = ["sync", "--locked", "--inexact", "--extra=corpus", group, "--python", PYTHON]
        worked, output = run([PYTHON, "-m", "uv"] + sync)
    elif NO_NETWORK.search(output):
        raise StartError(NO_NETWORK_SENTENCE)
    if worked:
        return
    print("   uv does not work here; pip does the same, more slowly ...")
    constraints = VENV / "constraints.txt"
    constraints.write_text("\n".join(pins(locked)), encoding="utf-8")
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    extra = project["dependency-groups"]["dev"] if dev else []
    worked, output = run(pip + ["--constraint", constraints, "--editable", "%s[corpus]" % HERE] + extra)
    if not worked and NO_NETWORK.search(output):
        raise StartError(NO_NETWORK_SENTENCE)
    if not worked:
        raise StartError("The packages could not be installed; the installer says why:\n" + output[-2000:])


def pins(locked):
    """Yield what uv.lock names as lines for pip: name==version, and for which systems if not all."""
    for package in locked:
        if "registry" in package["source"]:
            markers = " or ".join("(%s)" % marker for marker in package.get("resolution-markers", []))
            yield "%s==%s" % (package["name"], package["version"]) + (" ; " + markers if markers else "")


def run(command):
    """Run a command, showing what it downloads; return whether it worked and all it said."""
    said = []
    with subprocess.Popen(
        command,
        cwd=HERE,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        for line in child.stdout:
            said.append(line)
            if line.strip().startswith("Download"):
                print("   " + line.strip())
    return child.returncode == 0, "".join(said)


def environment(**more):
    """Return the environment for Python, uv and Jupyter: this .venv and no other, UTF-8 on Windows too."""
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "UV_PYTHON")}
    kept.update(PYTHONUTF8="1", PIP_USER="0", UV_PROJECT_ENVIRONMENT=str(VENV))
    kept.update(UV_SYSTEM_CERTS="1", **more)  # a school's or a virus scanner's certificates are only there
    return kept


# --- the student's copies -----------------------------------------------------


def fill(folder=WORK):
    """Copy the notebooks that the folder lacks; return the names of those with a newer edition."""
    editions = folder / ".editions.json"  # the fingerprint of each file when it was copied
    given = json.loads(editions.read_text(encoding="utf-8")) if editions.exists() else {}
    newer = []
    kinds = ["notebooks/*.ipynb", "notebooks/*.md", "exercises/*.ipynb"]
    for source in sorted(path for kind in kinds for path in HERE.glob(kind)):
        name = source.relative_to(HERE).as_posix()
        copy = folder / name
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(without_outputs(source) if source.suffix == ".ipynb" else source.read_bytes())
            given[name] = fingerprint(source)
        elif given.get(name) != fingerprint(source):
            newer.append(name)
    folder.mkdir(exist_ok=True)
    editions.write_text(json.dumps(given, indent=1), encoding="utf-8")
    return newer


def without_outputs(notebook):
    """Return a notebook as nobody has run it: a student guesses what a cell gives before running it."""
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
        except (OSError, ValueError):  # just written, or just gone
            continue
        if ours:
            return address_of(server["port"], server["token"])
    return None


def lets_in(port, token):
    """Whether a Jupyter server on that port of this machine takes that token."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/status", headers={"Authorization": "token " + token})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def address_of(port, token):
    """Return where the first lesson is."""
    return "http://127.0.0.1:%d%s?token=%s" % (port, FIRST_PAGE, token)


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
        "ServerApp.answer_yes": True,  # Ctrl+C stops it without a question
        "LabApp.default_url": FIRST_PAGE,
        "LabApp.log_level": "ERROR",
        "Application.log_level": "ERROR",
    }
    config = os.pathsep.join(filter(None, [str(HERE / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]))
    lab = subprocess.Popen(
        [PYTHON, "-m", "jupyterlab"] + ["--%s=%s" % item for item in given.items()] + list(options),
        cwd=folder,
        env=environment(JUPYTER_TOKEN=token, JUPYTER_CONFIG_PATH=config),
    )
    while lab.poll() is None and not answers(port):
        time.sleep(0.2)
    return lab, address_of(port, token)


def is_free(port):
    """Whether a server may listen on that port of this machine."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port):
    """Whether a server listens on that port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def stop(lab):
    """End JupyterLab: Ctrl+C has reached it too, so it is given time to end its kernels by itself."""
    try:
        lab.wait(3)
    except subprocess.TimeoutExpired:
        lab.terminate()
        lab.wait()


def open_lessons(port, browser=True):
    """Fill work/, open it in JupyterLab and stay until that ends or Ctrl+C is pressed."""
    address = already_open()
    if address:
        print("The lessons are already open at this address:\n\n    %s" % address)
        if browser:
            webbrowser.open(address)
        return
    for name in fill():
        print("   A newer %s has come; yours is kept. To get it, rename yours and start again." % name)
    print("3. Opening JupyterLab ...")
    lab, address = start_lab(port, options=[] if browser else ["--no-browser"])
    try:
        if lab.poll() is None:
            print("\nThe lessons are at this address; your browser opens it by itself if it can:\n")
            print("    %s\n\nYour work is saved in %s\nTo stop, press Ctrl+C here." % (address, WORK))
        if lab.wait():
            raise StartError("JupyterLab stopped by itself; the lines above say why.")
    except KeyboardInterrupt:
        print("\nStopped. Your work is saved in %s" % WORK)
    finally:
        stop(lab)


# --- the two commands ---------------------------------------------------------


def main(arguments):
    """Do what the command line asks for; return the exit code."""
    sys.stdout.reconfigure(errors="replace", line_buffering=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a plain kill stops it like Ctrl+C
    try:
        try:
            tempfile.TemporaryFile(dir=HERE).close()
        except OSError:
            raise StartError(
                "Nothing can be saved in %s: copy it to a folder of your own and run it there." % HERE
            )
        if arguments[:1] == ["test"]:
            set_up(dev=True)
            pytest = [PYTHON, "-m", "pytest", "--numprocesses=auto", "--dist=loadfile"]
            return subprocess.call(pytest + arguments[1:], cwd=HERE, env=environment())
        parser = argparse.ArgumentParser(
            prog="start.py",
            description="Set up the course and open its lessons.",
            epilog="python3 start.py test  sets up and runs every test instead.",
        )
        parser.add_argument("--no-browser", action="store_true", help="only print the address")
        parser.add_argument("--port", type=int, default=8888, help="the first port to try (8888)")
        options = parser.parse_args(arguments)
        set_up()
        open_lessons(options.port, browser=not options.no_browser)
    except (StartError, OSError) as error:
        print(error, file=sys.stderr)
        if os.name == "nt" and "PROMPT" not in os.environ and sys.stdin.isatty():
            input("Press Enter to close this window.")  # it was opened by a double click on this file
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
