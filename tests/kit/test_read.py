"""Every file is read rightly or refused in one plain sentence; nothing is mended in silence."""

import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from cases import ROOT
from files import SENTENCE, course_folder, write  # noqa: F401 (one is a fixture)
from hypothesis import given
from hypothesis import strategies as st

from kit import read
from kit.read import (
    TextError,
    TextWarning,
    article,
    encoding_of,
    read_text,
    undo_mojibake,
)

ARTICLE = ROOT / "seeds" / "000_334c5c13315cfcf7.txt"
MISREAD = SENTENCE.encode().decode("windows-1256")


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_without_a_word(encoding):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_text(write(SENTENCE.encode(encoding))) == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"])
def test_another_encoding_is_read_and_named(encoding):
    with pytest.warns(TextWarning, match=f"letter.txt is not UTF-8; it was read as {encoding}.$") as caught:
        assert read_text(write(SENTENCE.encode(encoding))) == SENTENCE
    assert caught[0].filename == "<read_text>"  # A path would make saved outputs differ by machine.


def test_doubt_is_told():
    with pytest.warns(TextWarning, match='iso-8859-6 fits nearly as well: .* try encoding="iso-8859-6"'):
        read_text(write("خسر".encode("windows-1256")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "windows-1256", "cp1256", "ISO-8859-6"])
def test_a_given_encoding_is_taken_without_a_word(encoding):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_text(write(SENTENCE.encode(encoding)), encoding=encoding) == SENTENCE


def test_another_language_is_read_in_the_encoding_given():
    path = write("café à l'École".encode("cp1252"))
    assert read_text(path, encoding="windows-1252") == "café à l'École"


ARABIC_TEXTS = st.tuples(
    st.lists(st.sampled_from(re.findall('[ء-يً]+|[0-9]+|[،."]', article())), max_size=30), st.just([SENTENCE])
).map(lambda parts: " ".join(parts[0] + parts[1]))


@given(
    ARABIC_TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256", "iso-8859-6"])
)
def test_what_was_written_is_read(text, encoding):
    path = write(text.encode(encoding))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        assert read_text(path) == text
    assert encoding_of(path).removesuffix("-sig") in (encoding, encoding.removesuffix("-sig"))


@given(st.text(st.characters(exclude_characters="\r\ufeff", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_utf8_is_read_as_it_is(text):
    path = write(text.encode())
    if text.strip():
        assert read_text(path, encoding="utf-8") == text
    else:
        with pytest.raises(TextError, match="nothing in it but spaces"):
            read_text(path)


def test_line_breaks_of_all_systems_are_one():
    assert read_text(write(b"a\r\nb\rc\nd")) == "a\nb\nc\nd"


@pytest.mark.parametrize(
    "text", ["plain English\n", "Ünïcödé", "یک متن فارسی", "سَلَامٌ", "\u200fقال\u200f", "ک"]
)
def test_other_texts_are_read_without_fuss(text):
    assert read_text(write(text.encode())) == text


def test_encoding_of_a_file_and_of_bytes():
    data = SENTENCE.encode("windows-1256")
    assert encoding_of(write(data)) == encoding_of("letter.txt") == encoding_of(data) == "windows-1256"
    assert encoding_of(ARTICLE) == "utf-8"


# Refusals


REFUSED = {
    "folder": (None, {}, r'read_text\("letter.txt"\): that is a folder. Name a file'),
    "empty": (b"", {}, r"the file is empty. Was it saved\?"),
    "only a mark": (b"\xef\xbb\xbf", {}, "nothing in it but spaces"),
    "only spaces": (b" \n", {"encoding": "utf-8"}, "nothing in it but spaces"),
    "docx": (
        b"PK\x03\x04..word/",
        {},
        r"not text: it looks like a Word document \(.docx\). Save its text as plain",
    ),
    "docx, encoding given": (b"PK\x03\x04..word/", {"encoding": "utf-8"}, "it looks like a Word document"),
    "pdf": (b"%PDF-1.4", {}, "it looks like a PDF"),
    "image": (b"\x89PNG\r\n", {}, r"it looks like an image \(PNG\)"),
    "other binary": (b"\x00\x01\x02\xfe", {}, "not text: it has bytes that no text has"),
    "not UTF-8": (
        b"ab\xd8cd",
        {"encoding": "utf-8"},
        "not utf-8: it has the bytes D8 at offset 2. If you know",
    ),
    "unknown": ("café".encode("cp1252"), {}, r"not utf-8: it has the bytes E9 at offset 3. .*windows-1252"),
    "cut off": (SENTENCE.encode()[:-2], {}, "it has the bytes D9 at offset 155. All else is.*cut off"),
    "no such encoding": (
        b"a",
        {"encoding": "windows-1265"},
        'no encoding "windows-1265". Did you mean "windows-1256"',
    ),
    "no encoding at all": (b"a", {"encoding": "x"}, '"x". Did you mean "utf-8" or "windows-1256" or'),
    "not a text encoding": (b"a", {"encoding": "hex"}, 'Python knows no encoding "hex"'),
    "an encoding that is a number": (b"a", {"encoding": 8}, 'Python knows no encoding "8"'),
    "a zero in the encoding": (b"a", {"encoding": "a\0"}, "Python knows no encoding"),
    "an encoding that reads nothing": (b"a", {"encoding": "undefined"}, 'no encoding "undefined"'),
    "an encoding of web addresses": (
        SENTENCE.encode(),
        {"encoding": "idna"},
        "not idna: it has the bytes D8",
    ),
    "mojibake 1256": (
        MISREAD.encode(),
        {},
        'mojibake: "ط®ط³ط± .* should be "خسر تنظيم الدولة". It was utf-8',
    ),
    "mojibake 1252": (
        SENTENCE.encode("cp1256").decode("cp1252").encode(),
        {},
        'mojibake: "ÎÓÑ .* should be "خسر .* was once read as windows-1252, .*undo_mojibake',
    ),
    "wrong encoding": (
        SENTENCE.encode(),
        {"encoding": "cp1256"},
        "read as cp1256 it is mojibake.* fit utf-8: leave",
    ),
    "wrong one for 1256": (
        SENTENCE.encode("cp1256"),
        {"encoding": "latin-1"},
        'fit windows-1256: .*="windows-1256"',
    ),
    "wrong one for ISO": (SENTENCE.encode("iso-8859-6"), {"encoding": "cp1256"}, "Its bytes fit iso-8859-6"),
    "wrong UTF-16": (SENTENCE.encode("utf-16-le"), {"encoding": "utf-16-be"}, "Its bytes fit utf-16-le"),
}


@pytest.mark.parametrize(("data", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_in_one_plain_sentence(data, options, message):
    if data is None:
        Path("letter.txt").mkdir()
    else:
        write(data)
    with pytest.raises(TextError, match=message) as caught:
        read_text("letter.txt", **options)
    assert caught.value.__cause__ is None
    assert "\n" not in str(caught.value)


def test_encoding_of_refuses_the_same():
    for data, options, message in REFUSED.values():
        if data and not options and "mojibake" not in message and "spaces" not in message:
            with pytest.raises(TextError, match=message):
                encoding_of(write(data))


def test_no_such_file_names_near_ones():
    write(b"a", "Letter.txt.txt")
    write(b"a", "leter.txt")
    with pytest.raises(TextError, match=r'no such file. Did you mean "leter.txt" or "Letter.txt.txt"\?'):
        read_text("letter.txt")
    with pytest.raises(TextError, match=r"no such file.$"):
        read_text("zzz")
    with pytest.raises(TextError, match=r"no such file.$"):
        read_text("no folder/letter.txt")


@pytest.mark.parametrize("function", [read_text, encoding_of])
def test_what_is_no_name_of_a_file(function):
    for source, kind in [(None, "None"), (7, "an int"), (["a.txt"], "a list")]:
        with pytest.raises(TextError, match=rf"^{function.__name__}: give the name .* not {kind}\.$"):
            function(source)
    for source in ("", "  "):
        with pytest.raises(TextError, match=f"^{function.__name__}: there is no name"):
            function(source)
    with pytest.raises(TextError, match=rf'^{function.__name__}\("."\): that is a folder'):
        function(".")


def test_a_message_names_the_file_as_it_was_given():
    with pytest.raises(TextError, match=r'^read_text\("texts/letter.txt"\): there is no such file'):
        read_text("texts/letter.txt")
    with pytest.raises(TextError, match=r'^read_text\("texts/letter.txt"\): there is no such file'):
        read_text(Path("texts/letter.txt").absolute())


def test_home_is_understood(monkeypatch):
    path = write(SENTENCE.encode())
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(Path(path).parent.absolute()))
    assert read_text("~/letter.txt") == SENTENCE
    assert encoding_of("~/letter.txt") == "utf-8"
    with pytest.raises(TextError, match="there is no such file"):
        read_text("~nobody-of-this-name/letter.txt")


def test_bytes_that_are_no_text_have_no_encoding():
    for data, says in [(b"", "empty"), (b"%PDF-1.4", "it looks like a PDF")]:
        with pytest.raises(TextError, match=f"^encoding_of: .*{says}"):
            encoding_of(data)


def test_a_name_no_system_allows():
    with pytest.raises(TextError, match="cannot be opened"):
        read_text("a\0b")


def test_mojibake_can_be_read_as_it_is_and_undone():
    path = write(MISREAD.encode())
    assert read_text(path, encoding="utf-8") == MISREAD
    assert undo_mojibake(MISREAD) == SENTENCE


def test_what_is_no_mojibake_is_not_undone():
    with pytest.raises(TextError, match="nothing to undo"):
        undo_mojibake(SENTENCE)


# The module


def test_importing_it_imports_nothing_heavy():
    heavy = "{'pandas', 'numpy', 'matplotlib', 'IPython'}"
    code = f"import kit.read, sys; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_no_error_shows_a_whole_text():
    for function in (read_text, encoding_of):
        with pytest.raises(TextError) as error:
            function(article())
        assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (
            "ذهب الولد إلى المدرسة\nفي الصباح الباكر جدا.\nثم عاد.",
            "ذهب الولد إلى المدرسة في الصباح الباكر جدا.\nثم عاد.",
        ),
        ("قال الرجل الكبير:\nنعم.", "قال الرجل الكبير:\nنعم."),  # a colon ends a line too
        ("عنوان\nوهذا سطر أطول من العنوان بكثير", "عنوان\nوهذا سطر أطول من العنوان بكثير"),
        ("سطر طويل بما يكفي\n\nسطر بعده", "سطر طويل بما يكفي\n\nسطر بعده"),
        (
            "بند أول من القائمة\n- بند ثان منها\n3. بند ثالث",
            "بند أول من القائمة\n- بند ثان منها\n3. بند ثالث",
        ),
        ("ذهب الولد الصغير\n- كما قيل - إلى\nالبيت.", "ذهب الولد الصغير - كما قيل - إلى البيت."),
        ("بلغ سعر النفط اليوم\n2.5 دولار", "بلغ سعر النفط اليوم 2.5 دولار"),
        ("", ""),
    ],
)
def test_join_lines_joins_what_was_cut_and_leaves_the_rest(text, joined):
    assert read.join_lines(text) == joined


@pytest.mark.parametrize(
    ("length", "begins"),
    [(4, "ذهب"), (3, "ذهب"), (2, "ذه"), (9, "ذهب الولد"), (8, "ذهب"), (100, "ذهب الولد\nإلى")],
)
def test_a_beginning_cuts_no_word_but_one_that_is_longer(length, begins):
    assert read.beginning("ذهب الولد\nإلى", length) == begins
