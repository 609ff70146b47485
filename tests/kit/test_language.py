"""kit speaks the language of the edition in whose folder it runs."""

import pytest

from kit.check import Message
from kit.language import language, speaking


@pytest.mark.parametrize("wanted", ["xx", "", None])
def test_unknown_language_is_refused(wanted):
    with pytest.raises(ValueError, match="language"), speaking(wanted):
        pass


def test_a_block_in_another_language_ends(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KIT_LANG", raising=False)
    with speaking("en"):
        assert language() == "en"
    assert language() == "en"


def test_unknown_language_of_the_computer_is_passed_over(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIT_LANG", "xx")
    (tmp_path / "language.txt").write_text("yy\n", encoding="utf-8")
    assert language() == "en"


def test_a_verdict_in_arabic_runs_from_the_right_and_its_code_from_the_left(monkeypatch):
    monkeypatch.setattr("kit.language.languages", lambda: ("en", "ar"))
    message = Message("incorrect", "الدالّة `len` تعدّ الحروف.", code="len(word)")
    with speaking("ar"):
        html = message._repr_html_()
    assert html.startswith('<div dir="rtl" lang="ar" style="border-right: ')
    assert 'الدالّة <code dir="ltr">len</code> تعدّ الحروف.' in html
    assert '<pre dir="ltr"' in html
