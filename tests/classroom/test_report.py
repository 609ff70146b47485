import re

from cases import ROOT

from kit.__main__ import main

REPORT = ROOT / "notebooks" / "99_report.ipynb"


def test_the_page_needs_nothing_else(tmp_path, capsys):
    out = tmp_path / "my report.html"
    assert main(["report", str(REPORT), "--out", str(out)]) == 0
    assert out.name in capsys.readouterr().out
    page = out.read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert not re.search(r"<script|<link\b|(?:src|href)=[\"']https?:|@import|url\(https?:", page)
    assert 'dir="rtl"' in page


def test_code_is_kept_on_request_only(tmp_path):
    for extra, kept in [([], False), (["--code"], True)]:
        main(["report", str(REPORT), "--out", str(tmp_path / "page.html"), *extra])
        text = re.sub(r"<[^>]+>", "", (tmp_path / "page.html").read_text(encoding="utf-8"))
        assert ("from kit.read import own_text" in text) == kept


def test_what_is_not_a_notebook_is_said_in_a_sentence(tmp_path, capsys):
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    for path, says in [(tmp_path / "none.ipynb", "no notebook"), (broken, "is not a notebook")]:
        assert main(["report", str(path)]) == 2
        assert says in capsys.readouterr().err
