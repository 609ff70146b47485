"""The site's folder: what is in it, where it may be built, and how it is opened from a stick."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import urllib.request

import pytest

import start
from kit.classroom.site.build import _texts as site_texts
from kit.classroom.site.build import build_site
from kit.classroom.site.files import STATIC
from kit.errors import TextError


def test_texts_of_scripts_are_collected_for_translators():
    from kit.classroom.translations.messages import collected

    messages, texts = collected(), site_texts()
    assert texts["ar"][""] == "rtl"
    assert [message for message in texts["ar"] if message and message not in messages] == []


def test_sizes(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 45e6


def test_common_servers_know_its_types(site):
    """A script that a server sends as an unknown type is not run; nginx does not know .mjs."""
    assert list(site.rglob("*.mjs")) == []


def test_every_user_can_read_it(site):
    """A web server is another user than the one who built the folder."""
    for path in [site, *site.rglob("*")]:
        needed = 0o055 if path.is_dir() else 0o044
        assert path.stat().st_mode & needed == needed, path


def test_others_are_named_with_their_licences(site):
    told = (site / "licences.txt").read_text(encoding="utf-8")
    assert len(gzip.compress(told.encode())) < 60_000
    packages = {part.split()[0]: part for part in told.split("=" * 78)[5:]}
    assert {"pandas", "matplotlib", "python-bidi", "jupyterlite-core"} <= set(packages)
    assert [name for name, text in packages.items() if len(text) < 1000] == []
    assert len(list(site.rglob("third-party-licenses.json"))) == 2
    for page, way in (("index.html", ""), ("ar/index.html", "../")):
        assert f'href="{way}licences.txt"' in (site / page).read_text(encoding="utf-8")


def test_no_address_is_absolute(site):
    """A sub-path of any host will do: no page of ours speaks of a host, or of its root."""
    ours = ("*.html", "*.js", "lessons/*.html", "ar/*.html", "ar/lessons/*.html")
    for path in (path for kind in ours for path in site.glob(kind)):
        assert not re.search(
            r"(?:src|href)=[\"'](?:https?:)?/|import .*[\"']/", path.read_text(encoding="utf-8")
        ), path


def test_start_builds_it(monkeypatch):
    ran = []
    monkeypatch.setattr(start, "set_up", lambda: None)
    monkeypatch.setattr(start.subprocess, "call", lambda command, **_: ran.append(command) or 0)
    assert start.main(["site", "FOLDER"]) == 0
    assert ran == [[str(start.PYTHON), "-m", "kit", "site", "FOLDER"]]


def test_a_folder_of_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TextError, match="holds other files"):
        build_site(tmp_path)


def test_the_stick_has_one_address(tmp_path):
    launcher = tmp_path / "open-course.py"
    shutil.copy(STATIC / "open-course.py", launcher)
    (tmp_path / "service-worker.js").write_text("// ours", encoding="utf-8")
    command = [sys.executable, str(launcher)]
    opened = os.environ | {"BROWSER": "true"}  # a program that does nothing
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=opened, text=True) as first:
        try:
            assert first.stdout.readline() == "The course is at http://127.0.0.1:8765/\n"
            with urllib.request.urlopen("http://127.0.0.1:8765/service-worker.js") as answer:
                assert answer.headers["Content-Type"] == "text/javascript"
            assert subprocess.run(command, env=opened, timeout=30).returncode == 0
            (tmp_path / "service-worker.js").write_text("// of another course", encoding="utf-8")
            other = tmp_path / "other"
            other.mkdir()
            shutil.copy(launcher, other)
            (other / "service-worker.js").write_text("// ours", encoding="utf-8")
            said = subprocess.run(
                [sys.executable, str(other / "open-course.py")], env=opened, capture_output=True, text=True
            )
            assert said.returncode == 1
            assert "Port 8765 is taken" in said.stdout
        finally:
            first.terminate()
