"""The evidence is right where it can be, and the score says so where it cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import TextError
from kit.read import article, paragraphs, read_text, second_article
from kit.read.encoding import (
    ENCODINGS,
    LIKELY,
    MISREADINGS,
    arabic_score,
    binary_kind,
    detect,
    encoding_scores,
    fit,
    has_controls,
    misreading,
    reread,
)

# News paragraphs with hyphens for em dashes, which ISO 8859-6 does not have.
TEXTS = [text.replace("\N{EM DASH}", "-") for text in paragraphs(article()) + paragraphs(second_article())]
LONG = [text for text in TEXTS if len(text) > 60]


def in_encoding(text, encoding):
    return text.encode(encoding, errors="ignore")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:20])
def test_a_paragraph_is_enough(text, encoding):
    assert detect(in_encoding(text, encoding)) == encoding


@given(st.sampled_from(LONG), st.integers(0, 500), st.sampled_from(ENCODINGS))
def test_the_right_encoding_always_looks_like_arabic(text, start, encoding):
    piece = text[start % (len(text) - 40) :][:40]  # Of thirty characters, signs and digits can be too many.
    assert fit(in_encoding(piece, encoding), encoding) >= LIKELY


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(mark):
    assert detect("abc".encode(mark)) == mark


def test_a_byte_order_mark_decides_also_in_the_other_byte_order():
    assert detect(b"\xfe\xff" + "abc".encode("utf-16-be")) == "utf-16"


@pytest.mark.parametrize("text", ["plain English", "café", "Привет", "你好", "\x02abc def ghi jkl", "1,335"])
def test_valid_utf8_is_utf8(text):
    assert detect(text.encode()) == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["plain English\n", "كلمة", "القائم 2014"])
def test_utf16_without_a_mark(text, encoding):
    assert detect(text.encode(encoding)) == encoding


NOT_ARABIC = {
    "cp1252": "café à l'École",
    "koi8-r": "Привет, как ваши дела?",
    "cp1253": "Καλημέρα σας, πώς είστε;",
    "cp1255": "שלום לכולם",
    "latin-1": "\x00\x01\x02ÿ",
}


@pytest.mark.parametrize("encoding", NOT_ARABIC)
def test_what_is_not_arabic_is_not_guessed(encoding):
    assert detect(NOT_ARABIC[encoding].encode(encoding)) is None


def test_utf8_that_was_cut_off_is_not_taken_for_another_encoding():
    assert detect(article().encode()[:-20]) == "utf-8"
    assert detect("خسر تنظيم الدولة".encode()[:-1]) is None


def test_scores_come_best_first_for_every_encoding():
    scores = encoding_scores(article().encode("iso-8859-6"))
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    assert sorted(scores) == sorted(ENCODINGS)


def test_a_large_file_is_judged_by_its_beginning():
    data = article().encode("windows-1256") * 100
    assert encoding_scores(data)["windows-1256"] == pytest.approx(
        encoding_scores(article().encode("windows-1256"))["windows-1256"], abs=0.02
    )


@pytest.mark.parametrize("text", ["", "abc", "،؛؟ «»", "و", "2014"])
def test_no_evidence_scores_nothing(text):
    assert arabic_score(text) == 0


@given(st.text())
def test_score_has_its_range(text):
    assert 0 <= arabic_score(text) <= 2


@given(st.binary())
def test_no_bytes_break_it(data):
    detect(data)
    binary_kind(data)
    has_controls(data)


@given(st.text())
def test_no_text_breaks_it(text):
    misreading(text)


@pytest.mark.parametrize(("was", "read_as"), MISREADINGS)
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:20])
def test_a_misreading_is_named_and_undone(text, was, read_as):
    text = in_encoding(text, was).decode(was)
    # windows-1252 leaves five bytes open; browsers show them as control characters.
    wrong = "".join(bytes([byte]).decode(read_as, errors="ignore") or chr(byte) for byte in text.encode(was))
    assert misreading(wrong) == (was, read_as)
    assert reread(wrong, was=was, read_as=read_as) == text


def test_a_letter_the_reading_cannot_give_is_named():
    with pytest.raises(TextError, match=r"^reread: 猫 is no character of windows-1252"):
        reread("ÎÓÑ 猫", was="windows-1256", read_as="windows-1252")


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:20])
def test_a_misreading_that_lost_letters_is_named_too(text):
    wrong = text.encode().decode("windows-1252", errors="replace")
    assert misreading(wrong) == ("utf-8", "windows-1252")


@pytest.mark.parametrize(
    "text", [*TEXTS, "École À l'été", "Óscar Ñandú", "größer", "“a” – b…", "一", "ÉÀ x" * 9]
)
def test_what_is_right_is_left_alone(text):
    assert misreading(text) is None


@pytest.mark.xfail(
    reason="capitals with accents in a row look like Arabic bytes: no Arabic text has them", strict=True
)
def test_a_row_of_accented_letters_is_left_alone():
    assert misreading("åäö ÅÄÖ") is None


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04....word/document.xml", "a Word document (.docx)"),
        (b"PK\x03\x04....xl/workbook.xml", "an Excel workbook (.xlsx)"),
        (b"PK\x03\x04....ppt/slides", "a PowerPoint presentation (.pptx)"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "a LibreOffice document (.odt)"),
        (b"PK\x03\x04mimetypeapplication/epub+zip", "an e-book (.epub)"),
        (b"PK\x03\x04....letters.txt", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc or .xls)"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
        (b"\xff\xd8\xff\xe0", "an image (JPEG)"),
        (b"GIF89a", "an image (GIF)"),
        (b"II*\x00", "an image (TIFF)"),
        (b"MM\x00*", "an image (TIFF)"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"PDF is a format", None),
        (b"PK is a name", None),
        ("خسر".encode(), None),
    ],
)
def test_binary_kind(start, kind):
    assert binary_kind(start) == kind


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16"])
def test_a_wide_encoding_is_read_by_its_byte_order_mark(encoding, tmp_path):
    path = tmp_path / "wide.txt"
    path.write_bytes("وصل القطار.".encode(encoding))
    assert read_text(path) == "وصل القطار."
