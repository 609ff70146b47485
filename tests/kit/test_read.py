"""Every file is read rightly or refused in one plain sentence; nothing is mended in silence."""

import contextlib
import hashlib
import re
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path

import pytest
from cases import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kit import read
from kit.read import (
    TextError,
    TextWarning,
    article,
    encoding_of,
    own_text,
    read_text,
    second_article,
    undo_mojibake,
)

ARTICLE = ROOT / "seeds" / "000_334c5c13315cfcf7.txt"
SENTENCE = "خسر تنظيم الدولة الاسلامية الجمعة وفي غضون ساعات معقلين جديدين، والقائم في غرب العراق."
MISREAD = SENTENCE.encode().decode("windows-1256")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty course folder with work/ in it, to be in."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(data: bytes, name: str = "letter.txt") -> Path:
    path = Path(name)
    path.write_bytes(data)
    return path


# The article


def test_article_is_the_file_byte_for_byte():
    data = ARTICLE.read_bytes()
    assert article() == data.decode("utf-8")
    assert article() == read_text(ARTICLE)


def test_readme_of_the_seeds_tells_the_truth():
    readme = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    data = ARTICLE.read_bytes()
    assert f"{len(data):,} bytes" in readme
    assert f"{len(article()):,} characters" in readme
    assert hashlib.sha256(data).hexdigest() in readme
    for quoted in re.findall("`([^`\n]*[ء-ي][^`\n]*)`", readme):
        for piece in quoted.split(" … "):
            assert piece in article()


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        (r"\.", 28),
        (r"\. ", 5),
        (r"\.(?=[^ \n])", 22),
        (r'"\.(?=[^ \n])', 6),
        (r"\n", 1),
        ('"', 24),
        (r'\."', 0),
        ("-", 2),
        (r"[^\s]+", 621),
        (r"\w[\w\u064B]*", 642),
        ("الاسلامية", 1),
        ("الإسلامية", 5),
        ("الاحياء", 1),
        ("الأحياء", 2),
        (r"\bاخرى", 1),
        ("وأخرى", 1),
        ("الاولى", 1),
        (r"\bاو\b", 1),
        ("اميركي", 1),
        ("\N{ARABIC FATHATAN}", 7),
        ("خصوصا ", 1),
        (r"\d+", 6),
        ("[٠-٩%٪«»؛؟]", 0),
    ],
)
def test_oddities_of_the_article_are_counted_rightly_in_its_readme(pattern, count):
    assert len(re.findall(pattern, article())) == count


def test_second_article_is_its_file():
    assert second_article() == read_text(ROOT / "seeds" / "second.txt")


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
    assert caught[0].filename == "<read_text>"  # no path, no number of a process: saved outputs stay the same


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


# Your own text


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "ثلاث كلمات هنا",
        "القائم",
        "hello",
        "see example.com",
        "العدد 2.5",
        "اقرأ letter.txt ثم عد",
        "first line\nletter.txt",
        "  spaces stay  ",
        '"quoted"',
        SENTENCE * 200,
    ],
)
def test_a_pasted_text_is_itself(text):
    assert own_text(text) == text


@pytest.mark.parametrize(
    "source",
    [
        "letter.txt",
        "work/letter.txt",
        r"work\letter.txt",
        '"letter.txt"',
        "'work/letter.txt' ",
        "\N{LEFT-TO-RIGHT EMBEDDING}letter.txt",
        "letter.txt\n",
        Path("letter.txt"),
        Path("work/letter.txt"),
    ],
)
def test_a_file_in_work_is_found(source):
    write(SENTENCE.encode(), "work/letter.txt")
    assert own_text(source) == SENTENCE


def test_a_file_here_comes_before_one_in_work():
    write(b"here", "letter.txt")
    write(b"work", "work/letter.txt")
    assert own_text("letter.txt") == "here"


def test_an_old_encoding_is_named():
    write(SENTENCE.encode("windows-1256"), "work/old.txt")
    with pytest.warns(TextWarning, match="old.txt is not UTF-8"):
        assert own_text("old.txt") == SENTENCE


OWN_REFUSED = [
    ("", "there is no text. Write a file name or your text"),
    (' "" ', "there is no text"),
    (None, "give a file name or a text in quotes, not None"),
    (b"abc", "not bytes"),
    (
        "leter.txt",
        r'\("leter.txt"\): there is no such file, here or in the folder work. Did you mean "letter.txt"\?',
    ),
    (Path("letter"), 'Did you mean "letter.txt"'),
    ("my text.docx", "there is no such file"),
    ("work", r'read_text\("work"\): that is a folder'),
    (".", r'read_text\("."\): that is a folder'),
    ("\N{ARABIC FATHA}\N{ARABIC SHADDA} \N{ARABIC KASRA}", "there are no letters in this text"),
    ("ـــ", "there are no letters"),
    ("2014 … 30%", "there are no letters"),
    ("report.docx", "not text: it looks like a Word document"),
    ("empty.txt", "the file is empty"),
    ("digits.txt", "there are no letters"),
    ("Letter", 'the name of a file has an ending. Did you mean "letter.txt"'),
    ("SECOND.TXT.TXT", 'no such file.* Did you mean "second.txt"'),
    ("secnd.txt", 'no such file.* Did you mean "second.txt"'),
]


@pytest.mark.parametrize(("source", "message"), OWN_REFUSED)
def test_own_text_refused_in_one_plain_sentence(source, message):
    write(SENTENCE.encode(), "work/letter.txt")
    write(b"PK\x03\x04..word/", "work/report.docx")
    write(b"", "work/empty.txt")
    write(b"1, 2, 3", "work/digits.txt")
    with pytest.raises(TextError, match=message):
        own_text(source)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("The train carries books.", "Few Arabic letters here"),
        ("<!DOCTYPE html><html><body><p>خسر تنظيم</p></body></html>", "source of a web page"),
        ("این یک گزارش کوتاه دربارهٔ قطار است. بچه‌ها منتظرند.", "as in Persian or Urdu"),
        ("یہ ایک چھوٹی رپورٹ ہے", "as in Persian or Urdu"),
    ],
)
def test_own_text_doubts_what_the_course_is_not_made_for(text, message):
    with pytest.warns(TextWarning, match=message):
        assert own_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        article(),
        second_article(),
        "زار پوتين باريس",  # one borrowed letter
        "وصل NATO إلى كابول",
        "قال الولد: چان أبي في المدرسة الكبيرة وگال لي",  # Iraqi
        "خسر تنظیم الدولة",  # typed with a Persian keyboard
        "الحد < 5 و > 3",
        "كتب إلى <a@b.org> [نعم] و<http://x.org/y>",
        "قال [نعم]: ثم ذهب في الساعة 10:30 - 11:30",
        '"العراق": بلد',
        "\n".join(second_article().split(". ")),
        "قفا نبك من ذكرى حبيب ومنزل\nبسقط اللوى بين الدخول فحومل\nفتوضح فالمقراة لم يعف رسمها\n"
        "لما نسجتها من جنوب وشمأل\nترى بعر الأرآم في عرصاتها\nوقيعانها كأنه حب فلفل",
    ],
)
def test_own_text_has_no_doubt_about_arabic(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert own_text(text) == text


@pytest.mark.filterwarnings("ignore::kit.read.TextWarning")
@given(st.text(max_size=300))
def test_no_string_gets_anything_but_a_text_or_a_sentence(text):
    with contextlib.suppress(TextError):
        assert own_text(text) in (text, second_article())  # "second.txt" is the name of a text we have


# The module


def test_importing_it_imports_nothing_heavy():
    heavy = "{'pandas', 'numpy', 'matplotlib', 'IPython'}"
    code = f"import kit.read, sys; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_its_names_are_those_it_says():
    assert all(hasattr(read, name) for name in read.__all__)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("&quot;العراق&quot; يعلن&nbsp;النصر", "entities"),
        ("1\n00:00:16,800 --> 00:00:19,500\nمرحبا بكم", "subtitles"),
        ("WEBVTT\n\n00:16.800 --> 00:19.500\nمرحبا بكم", "subtitles"),
        ("[00:12.30]يا ليل يا عين", "subtitles"),
        ('{"id": 1, "text": "أعلنت وزارة التعليم اليوم"}', "JSON"),
        ('[{"text": "أعلنت وزارة التعليم"}, {"text": "نعم"}]', "JSON"),
        ('["أعلنت وزارة التعليم", "نعم"]', "JSON"),
        (textwrap.fill(article(), 70), "join_lines"),
        ("{'text': 'أعلنت وزارة التعليم'}", "JSON"),
        ("<seg>أعلنت</seg> وزارة <lb/> التعليم", "XML"),
        ("زار [[بغداد|العاصمة]] أمس {{مصدر}}", "wiki"),
        ("أعلنت وزارة الت\N{REPLACEMENT CHARACTER}ليم اليوم", "U\\+FFFD"),
        ("أعلنت ????? التعليم اليوم", "letters were lost"),
        ("#META# كتاب\nقال المؤلف", "OpenITI"),
        ("ةرازو ميلعتلا ةديدجلا ةسردملا", "reverse"),
    ],
)
def test_what_is_no_text_is_named(text, named):
    with pytest.warns(TextWarning, match=named):
        assert own_text(text) == text


@pytest.mark.parametrize(
    "order", [("utf-8", "windows-1256"), ("windows-1256", "utf-8"), ("utf-8", "iso-8859-6")]
)
def test_a_file_in_two_encodings_is_refused(order):
    write(b"".join(f"{SENTENCE}\n".encode(encoding) for encoding in order), "two.txt")
    with pytest.raises(TextError, match="it has two encodings, UTF-8 and "):
        own_text("two.txt")


def test_no_error_shows_a_whole_text():
    for function in (read_text, encoding_of):
        with pytest.raises(TextError) as error:
            function(article())
        assert len(str(error.value)) < 200


def test_a_file_deeper_in_work_is_found(tmp_path, monkeypatch):
    (tmp_path / "work" / "texts").mkdir(parents=True)
    (tmp_path / "work" / "texts" / "deep.txt").write_text("ذهب الولد", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert own_text("deep.txt") == "ذهب الولد"
    for near, says in [("deep", 'Did you mean "deep.txt"'), ("dep.txt", 'Did you mean "deep.txt"')]:
        with pytest.raises(TextError, match=says):
            own_text(near)


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
        ("", ""),
    ],
)
def test_join_lines_joins_what_was_cut_and_leaves_the_rest(text, joined):
    assert read.join_lines(text) == joined
