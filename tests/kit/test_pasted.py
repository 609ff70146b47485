"""What a student gives for a text, pasted or named: it is read, doubted or refused in one plain sentence."""

import contextlib
import textwrap
import time
import warnings
from pathlib import Path

import pytest
from files import SENTENCE, course_folder, write  # noqa: F401 (one is a fixture)
from hypothesis import given
from hypothesis import strategies as st

from kit.read import TextError, TextWarning, article, own_text, second_article

POEM = """\
قفا نبك من ذكرى حبيب ومنزل بسقط اللوى بين الدخول فحومل
فتوضح فالمقراة لم يعف رسمها لما نسجتها من جنوب وشمأل
ترى بعر الأرآم في عرصاتها وقيعانها كأنه حب فلفل
كأني غداة البين يوم تحملوا لدى سمرات الحي ناقف حنظل
وقوفا بها صحبي علي مطيهم يقولون لا تهلك أسى وتجمل
وإن شفائي عبرة مهراقة فهل عند رسم دارس من معول
كدأبك من أم الحويرث قبلها وجارتها أم الرباب بمأسل
إذا قامتا تضوع المسك منهما نسيم الصبا جاءت بريا القرنفل
ففاضت دموع العين مني صبابة على النحر حتى بل دمعي محملي
ألا رب يوم لك منهن صالح ولا سيما يوم بدارة جلجل
ويوم عقرت للعذارى مطيتي فيا عجبا من كورها المتحمل
فظل العذارى يرتمين بلحمها وشحم كهداب الدمقس المفتل"""


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
        "ليش???? وينك؟؟؟؟",
        "5/6/2023 9:05 - ذهب الولد إلى المدرسة",  # one time is no chat
        "قال, نعم, لا\nثم, عاد, أمس\nفي, دير, الزور",
        "اقرأ https://ar.wikipedia.org/wiki/%D8%AE%D8%B3%D8%B1 ثم عد إلى البيت يا ولدي الصغير",
        "ههههههههههههههههههههههه",
        "1\nذهب الولد\n2\nوعاد",
        "س: ما رأيك؟\nج: جيد جدا.\n" * 9,
        "قفا نبك من ذكرى حبيب\tبسقط اللوى\n" * 9,
        "10:00 افتتاح المعرض\n10:30 كلمة الوزير\n11:00 استراحة\n",
        "قال الطبري (ص 45) ذلك، وكذا (ص 46) و(ص 47).",
        "زار قناة TV_ABC و/أو محطة BBC/CNN",
        SENTENCE + " و ثم و عاد" * 20,
        "\n".join(second_article().split(". ")),
        POEM,
        "\n".join(POEM.splitlines()[2:7]),  # five verses of like length
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
        ("\n".join(textwrap.wrap(article(), 70)[:16]), "join_lines"),
        ("{'text': 'أعلنت وزارة التعليم'}", "JSON"),
        ("<seg>أعلنت</seg> وزارة <lb/> التعليم", "XML"),
        ("زار [[بغداد|العاصمة]] أمس {{مصدر}}", "wiki"),
        ("أعلنت وزارة الت\N{REPLACEMENT CHARACTER}ليم اليوم", "U\\+FFFD"),
        ("أعلنت ????? التعليم اليوم", "letters were lost"),
        ("#META# كتاب\nقال المؤلف", "OpenITI"),
        ("ةرازو ميلعتلا ةديدجلا ةسردملا", "reverse"),
        (SENTENCE * 9 + SENTENCE.encode().decode("windows-1256", "replace"), "wrong encoding"),
        (SENTENCE * 9 + SENTENCE.encode().decode("windows-1252", "replace"), "wrong encoding"),
        (
            SENTENCE.encode().decode("windows-1252", "replace").encode().decode("windows-1252"),
            "wrong encoding",
        ),
        ("&#1582;&#1587;&#1585; &#1578;&#1606;", "entities"),
        ("<!-- wp:paragraph -->\nخسر تنظيم", "web page"),
        ("[quote]خسر تنظيم[/quote]", "web page"),
        ('[gallery ids="1,2"]\nخسر تنظيم', "web page"),
        ("زار [[بغداد]]<ref>نعم</ref> أمس", "wiki"),
        ("Dialogue: 0,0:00:16.80,0:00:19.50,Default,,0,0,0,,مرحبا بكم", "subtitles"),
        ("0:15\nمرحبا بكم\n0:19\nشكرا لكم", "subtitles"),
        ('{"text": "أعلنت وزارة"}\n{"text": "نعم"}\n', "lines=True"),
        ("[5/6/2023, 9:05:11] ليلى: أين أنت؟\n[5/6/2023, 9:06:00] عمر: في الطريق.", "chat"),
        ("٥/٦/٢٠٢٣، ٩:٠٥ م - ليلى: أين أنت؟\nألو\n٥/٦/٢٠٢٣، ٩:٠٦ م - عمر: في الطريق.", "chat"),
        ("id,date,text\n1,2020,خسر تنظيم\n2,2021,ثم عاد", "table"),
        ("1\tخسر\tفعل\n2\tتنظيم\tاسم\n3\tالدولة\tاسم", "table"),
        ("خسر تنظيم\n1\nالدولة\n2\nمعقلين\n3\n", "pages"),
        ("خسر تنظيم\fالدولة", "pages"),
        ("وزار ة ا لتعليم بد ء العا م ا لجد يد " * 5, "letters stand alone"),
        ("أعلنتوزارةالتعليماليومبدءالعامالدراسي ثم عاد", "written together"),
        ("سامي, [12.03.24 10:15]\nكيف الحال؟", "chat"),
        ("سامي\nكيف الحال؟\n10:15 ص\nليلى\nبخير\n10:16 ص", "subtitles"),
        ("00:00:12 سامي: مرحبا\n00:00:15 هدى: أهلا\n00:00:20 سامي: شكرا\n", "subtitles"),
        ('date,text\n2020,"خسر تنظيم"\n2021,"ثم عاد"\n2022,"نعم"', "table"),
        ("خسر\t3\nتنظيم\t2\nعاد\t1", "table"),
        (r"\section{مقدمة} خسر \textbf{تنظيم}", "LaTeX"),
        ("القاهرة/LOC هي/O عاصمة/O مصر/LOC", "carry tags"),
        ("القاهرة_NOUN هي_PRON عاصمة_NOUN مصر_PROPN", "carry tags"),
        ("خسر تنظيم\nصفحة 1 من 3\nالدولة\nصفحة 2 من 3\nمعقلين\nصفحة 3 من 3", "pages"),
        ("خسر [ص: 12] تنظيم [ص: 13] الدولة [ص:14]", "pages"),
        ("%D8%AE%D8%B3%D8%B1 %D8%AA%D9%86", "codes"),
        ("=D8=AE=D8=B3=D8=B1", "codes"),
        (r"\u062e\u0633\u0631 \u062a\u0646", "codes"),
    ],
)
def test_what_is_no_text_is_named(text, named):
    with pytest.warns(TextWarning, match=named):
        assert own_text(text) == text


def test_years_as_headings_are_no_page_numbers(recwarn):
    own_text("1917\nخسر تنظيم\n1920\nالدولة\n1925\nمعقلين")
    assert list(recwarn) == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "unit", [*'\n- 1:<[{"،.ه', "\n \n", "* * *\n\n", "12:34\n", "[[", "{{", "<p ", "1/2", "كتب/N "]
)
def test_time_grows_with_length_not_with_its_square(unit):
    start = time.process_time()
    own_text("ذهب الولد" + unit * (20_000 // len(unit)))
    assert time.process_time() - start < 2


def test_lost_letters_are_named_where_none_is_left():
    with pytest.raises(TextError, match=r"no letters in this text.*letters were lost"):
        own_text("???? ?????? ??????")


def test_a_file_deeper_in_work_is_found(tmp_path, monkeypatch):
    (tmp_path / "work" / "texts").mkdir(parents=True)
    (tmp_path / "work" / "texts" / "deep.txt").write_text("ذهب الولد", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert own_text("deep.txt") == "ذهب الولد"
    for near, says in [("deep", 'Did you mean "deep.txt"'), ("dep.txt", 'Did you mean "deep.txt"')]:
        with pytest.raises(TextError, match=says):
            own_text(near)


@pytest.mark.parametrize(
    "order", [("utf-8", "windows-1256"), ("windows-1256", "utf-8"), ("utf-8", "iso-8859-6")]
)
def test_a_file_in_two_encodings_is_refused(order):
    write(b"".join(f"{SENTENCE}\n".encode(encoding) for encoding in order), "two.txt")
    with pytest.raises(TextError, match="it has two encodings, UTF-8 and "):
        own_text("two.txt")
