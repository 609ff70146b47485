"""The other editions: made from translations/, in step with the English, and saying all that kit says.

What waits for a translator fails where KIT_RELEASE is set, for there all has to be done; anywhere else the
English may change first.
"""

import ast
import gettext
import io
import json
import os
from dataclasses import replace

import pytest
from cases import ROOT

from kit.__main__ import main
from kit.check import solved
from kit.check.solved import key_names, note_solved, read_key, solved_questions
from kit.classroom.repository import KEYS, LESSONS, SOURCES, languages_here
from kit.classroom.translations import built
from kit.classroom.translations.blocks import mark_of, read_blocks, stamped
from kit.classroom.translations.complaints import complaints, of_source
from kit.classroom.translations.english import Part
from kit.classroom.translations.messages import collected, compiled, of_messages, read_catalogue, updated
from kit.classroom.translations.rules import bad_signs, broken
from kit.classroom.translations.sources import Source, english_parts, sources_of
from kit.language import language, speaking
from kit.read import own_text

RELEASE = bool(os.environ.get("KIT_RELEASE"))
languages = pytest.mark.parametrize("folder", languages_here(), ids=lambda folder: folder.name)
ARABIC = next(folder for folder in languages_here() if folder.name == "ar")


@languages
def test_every_part_and_message_keeps_the_rules_and_is_in_step(folder):
    listed = [*complaints(folder), *of_messages(folder)]
    assert [str(complaint) for complaint in listed if RELEASE or not complaint.late] == []


@languages
def test_edition_is_what_its_sources_make(folder):
    made = built.build_edition(folder)
    for place, content in made.items():
        saved = (ROOT / place).read_bytes()
        if place.endswith(".ipynb"):
            saved, content = built.without_outputs(saved), built.without_outputs(content)
        assert saved == content, f"{place}: run python -m kit translations"
    assert built.gone(folder, made) == []


def test_lessons_link_to_their_other_editions():
    for place, content in built.english_lessons().items():
        saved, wanted = json.loads((ROOT / place).read_bytes()), json.loads(content)
        assert saved["cells"] == wanted["cells"], f"{place}: run python -m kit translations"


@languages
def test_collecting_the_messages_changes_nothing(folder):
    assert updated(folder) == (folder / "kit.po").read_text(encoding="utf-8") or not RELEASE
    assert updated(folder) == updated(folder)
    assert compiled(folder) == compiled(folder)


def source_of(name: str) -> Source:
    return next(source for source in sources_of(ARABIC) if source.english.stem == name)


def changed(source: Source, part: str, old: str, new: str) -> Source:
    """Return the same file after a word of its English has changed."""
    english = source.parts[part]
    assert english.text.count(old) == 1
    return replace(source, parts=source.parts | {part: replace(english, text=english.text.replace(old, new))})


@pytest.mark.parametrize(
    ("lesson", "part", "old", "new"),
    [
        ("00_start", "00-start-05", "on purpose", "by intent"),
        ("00_start", "00-start-03", "change the 3", "change the three"),
        ("00_start", "00-start-24", "(01_read.ipynb)", "(02_clean.ipynb)"),
        ("09_corpus", "09-940d4b", "short texts have?", "short texts hold?"),
    ],
)
def test_one_english_word_gives_one_line_that_says_what_to_do(lesson, part, old, new):
    source = source_of(lesson)
    before = set(of_source(source))
    [line] = [each for each in of_source(changed(source, part, old, new)) if each not in before]
    assert line.late
    says = str(line)
    assert says.startswith(f"translations/ar/notebooks/{lesson}.md: {part}: the English has changed")
    assert f"python -m kit translations --stamp {lesson}:{part}" in says
    assert new in says


def test_a_sentence_of_a_key_is_a_part_of_its_own():
    source = next(each for each in sources_of(ARABIC) if each.english == SOURCES / "00_start.ipynb")
    before = set(of_source(source))
    new = changed(source, "q1-key.why", "letters, spaces", "spaces, letters")
    [line] = [each for each in of_source(new) if each not in before]
    assert "00_start.md: q1-key.why: the English has changed" in str(line)


def test_new_and_left_over_parts_wait_for_a_translator():
    source = source_of("00_start")
    before = set(of_source(source))
    parts = dict(source.parts)
    gone = next(iter(parts))
    del parts[gone]
    lines = of_source(replace(source, parts=parts | {"00-abcdef": Part("New.")}))
    new = [each for each in lines if each not in before]
    assert all(each.late for each in new)
    assert sorted(each.part for each in new) == sorted([gone, "00-abcdef"])


def test_new_lesson_waits_for_a_translator(tmp_path):
    source = Source(ARABIC, ARABIC / "notebooks" / "10_new.md", LESSONS / "10_new.ipynb", {"a": Part("New.")})
    [line] = of_source(source)
    assert line.late
    assert "no such file yet" in line.says


PROSE = "## A head\n\nSee `len` and [lesson 1](01_read.ipynb).\n\n| a | b |\n|:--|:--|\n"
SAME = "## عنوان\n\nانظروا `len` و[الدرس 1](01_read.ipynb).\n\n| ا | ب |\n|:--|:--|\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", None),
        ("01_read", "02_clean", "links differ"),
        ("`len`", "`لين`", "code words differ"),
        ("## ", "", "headings differ"),
        ("|:--|:--|\n", "", "table rows differ"),
    ],
)
def test_what_a_translation_may_not_change(old, new, says):
    complained = list(broken(Part(PROSE), SAME.replace(old, new) if old else SAME))
    assert [line.partition(":")[0] for line in complained] == ([says] if says else [])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("نعم, ربّما", "punctuation"),
        ("ماذا?", "punctuation"),
        ('"نعم"', "quotes"),
        ("العدد ٣", "digits"),
        ("نعم\N{RIGHT-TO-LEFT MARK}", "direction"),
        ("ماذا ؟", "space"),
        ('نعم، «لا» (word, other) `"نص", 3` 1,000', None),
    ],
)
def test_signs_that_have_no_place_in_arabic(text, part):
    complained = list(bad_signs("Text.", text))
    assert len(complained) == bool(part)
    assert all(part in says for says in complained)


def test_what_the_english_has_may_stand():
    assert list(bad_signs("The digit ٣.", "الرقم ٣.")) == []


def test_a_comment_does_not_turn_round():
    """Code runs from the left, and so a Latin word after an Arabic one would stand before it."""
    of_code = Part("n = True  # change it", "code")
    [says] = broken(of_code, "```python\nn = True  # غيّروها إلى False\n```")
    assert says.endswith("# غيّروها إلى False")
    [says] = broken(of_code, "```python\nn = True  # غيّروها «الآن»\n```")
    assert says.endswith("# غيّروها «الآن»"), "the last sign would stand at the other end"
    assert list(broken(of_code, "```python\nn = True  # False: جرّبوها\n```")) == []


@pytest.mark.parametrize(
    ("english", "arabic", "is_the_same"),
    [
        ('print(f"{n} words")  # run', 'print(f"{n} كلمات")  # شغّلوا', True),
        ('f"{a} of {b}"', 'f"من {b}: {a}"', True),
        ("n = 3", "n = 4", False),
        ('len("x")', 'print("x")', False),
        ("%time x", "%time x", True),
        ("%time x", "%time y", False),
    ],
)
def test_code_differs_in_strings_and_comments_only(english, arabic, is_the_same):
    assert (list(broken(Part(english, "code"), f"```python\n{arabic}\n```")) == []) == is_the_same


NOTEBOOK = """<!-- cell 00-start-01 {} -->
# 0. Ek

See [lesson 1](01_read.ipynb).

<!-- cell 00-start-03 -->
```python
2 + 3  # la 3
```
"""
PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "This lesson in another language:"
msgstr "Alilingve:"
"""


@pytest.fixture
def invented(tmp_path):
    """Write an invented language: one lesson, a sentence of an exercise, and one message."""
    folder = tmp_path / "translations" / "xx"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "exercises").mkdir()
    head = english_parts(LESSONS / "00_start.ipynb")["00-start-01"].text
    (folder / "notebooks" / "00_start.md").write_text(NOTEBOOK.format(mark_of(head)), encoding="utf-8")
    (folder / "exercises" / "00_start.md").write_text(
        "<!-- cell q1-key.hint -->\nKalkulu.\n", encoding="utf-8"
    )
    (folder / "kit.po").write_text(PO, encoding="utf-8")
    return folder


def test_another_language_is_a_folder(invented):
    made = built.build_edition(invented)
    assert sorted(made) == [
        "kit/data/languages/xx/LC_MESSAGES/kit.mo",
        "kit/data/languages/xx/exercises/00_start.json",
        "xx/exercises/00_start_exercise.ipynb",
        "xx/notebooks/00_start.ipynb",
        "xx/notebooks/conftest.py",
    ]
    lesson = json.loads(made["xx/notebooks/00_start.ipynb"])
    cells = {cell["id"]: "".join(cell["source"]) for cell in lesson["cells"]}
    assert lesson["metadata"]["kit"] == {"language": "xx"}
    assert cells["00-start-01"].startswith('<div dir="ltr" lang="xx">\n\n# 0. Ek\n')
    assert "[lesson 1](../../notebooks/01_read.ipynb)" in cells["00-start-01"]
    assert cells["00-start-03"] == "2 + 3  # la 3"
    assert cells["00-start-05"].startswith("## Break one")
    links = next(source for source in cells.values() if "Alilingve" in source)
    assert "Alilingve: [English](../../notebooks/00_start.ipynb) · [العربية](../../ar/" in links
    [[english, other]] = json.loads(made["kit/data/languages/xx/exercises/00_start.json"])["q1"].items()
    assert english == read_key("00_start")["questions"]["q1"]["hint"]
    assert other == "Kalkulu."
    said = gettext.GNUTranslations(io.BytesIO(made["kit/data/languages/xx/LC_MESSAGES/kit.mo"]))
    assert said.gettext(built.ELSEWHERE) == "Alilingve:"
    exercise = json.loads(made["xx/exercises/00_start_exercise.ipynb"])["metadata"]["kit"]
    assert exercise == {
        "exercise": "00_start",
        "language": "xx",
        "version": json.loads((KEYS / "00_start.json").read_bytes())["version"],
    }


def test_of_another_language_all_that_is_missing_is_said(invented):
    listed = [*complaints(invented), *of_messages(invented)]
    broken_rules = [complaint for complaint in listed if not complaint.late]
    assert {complaint.part for complaint in broken_rules} == {"00-start-01", "q1-key.hint"}
    assert any("01_read.md: there is no such file yet" in str(complaint) for complaint in listed)
    assert any("messages are not in it" in str(complaint) for complaint in listed)


def test_messages_are_collected_and_what_was_translated_stays(invented):
    (invented / "kit.po").write_text(updated(invented), encoding="utf-8")
    catalogue = read_catalogue(invented)
    assert {message.id for message in collected()} <= {message.id for message in catalogue}
    assert catalogue.get(built.ELSEWHERE).string == "Alilingve:"
    assert updated(invented) == (invented / "kit.po").read_text(encoding="utf-8")


def test_a_message_marked_fuzzy_waits_for_a_translator(invented):
    """gettext would not read it, and kit would speak English there."""
    (invented / "kit.po").write_text(PO.replace('msgid "This', '#, fuzzy\nmsgid "This'), encoding="utf-8")
    [line] = [each for each in of_messages(invented) if "not translated yet" in each.says]
    assert built.ELSEWHERE in line.says


def test_fields_of_a_message_are_those_of_the_english(invented):
    message = next(each.id for each in collected() if isinstance(each.id, str) and "{caller}" in each.id)
    (invented / "kit.po").write_text(f'{PO}\nmsgid {json.dumps(message)}\nmsgstr "nur {{kaller}}"\n', "utf-8")
    assert any("fields differ" in each.says and not each.late for each in of_messages(invented))


def test_every_message_can_be_found_in_the_code():
    """Babel finds a message only where it stands as it is: no f-string, no sum of texts, not inside one."""

    def messages(code):
        calls = (node for node in ast.walk(code) if isinstance(node, ast.Call))
        said = (call for call in calls if getattr(call.func, "id", "") in ("say", "say_count", "to_say"))
        return [message for call in said for message in call.args[:2]]

    for path in (ROOT / "kit").rglob("*.py"):
        code = ast.parse(path.read_text(encoding="utf-8"))
        composed = [each for each in messages(code) if isinstance(each, ast.JoinedStr | ast.BinOp)]
        for text in ast.walk(code):
            if isinstance(text, ast.JoinedStr):
                composed += [each for each in messages(text) if isinstance(each, ast.Constant)]
        assert [f"{path.name}, line {each.lineno}" for each in composed] == []


@pytest.mark.parametrize("exercise", key_names())
def test_keys_say_the_same_in_arabic(exercise):
    """Probes, what is expected, names and solutions are one for all languages."""
    english = read_key(exercise)
    with speaking("ar"):
        arabic = read_key(exercise)
    for name, question in english["questions"].items():
        other = arabic["questions"][name]
        sentences = [(question["hint"], other["hint"]), (question["why"], other["why"])]
        for one, two in zip(question["mistakes"], other["mistakes"], strict=True):
            sentences.append((one.pop("says"), two.pop("says")))
        for one, two in zip(question["probes"], other["probes"], strict=True):
            one.pop("label", None)
            two.pop("label", None)
        if RELEASE:
            assert all(one != two for one, two in sentences)
        for each in (question, other):
            del each["hint"], each["why"]
        assert question == other


def test_a_sentence_that_is_not_translated_is_said_in_english(monkeypatch):
    english, whole = read_key("00_start"), solved.read_json
    monkeypatch.setattr(solved, "read_json", lambda name: {} if "languages" in name else whole(name))
    with speaking("ar"):
        assert read_key("00_start") == english


def test_work_on_lessons_in_arabic_is_in_arabic(tmp_path, monkeypatch):
    monkeypatch.delenv("KIT_LANG", raising=False)
    places = {"work/ar/notebooks": "ar", "work/ar/exercises": "ar", "work/notebooks": "en", "ar/course": "en"}
    for place, wanted in places.items():
        (tmp_path / place).mkdir(parents=True)
        monkeypatch.chdir(tmp_path / place)
        assert language() == wanted
    (tmp_path / "work" / "language.txt").write_text("ar\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "work")  # Students begin their own notebooks there.
    assert language() == "ar"


def test_progress_and_own_texts_are_those_of_the_whole_work_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("KIT_WORK", raising=False)
    (tmp_path / "start.py").touch()
    for place in ("work/ar/exercises", "work/exercises"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "work" / "mine.txt").write_text("نصّي", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "work/ar/exercises")
    note_solved("01_read", "q1")
    assert own_text("mine.txt") == "نصّي"
    monkeypatch.chdir(tmp_path / "work/exercises")
    assert solved_questions() == {"01_read": ["q1"]}


def test_command_says_where_a_language_is_out_of_step(capsys):
    code = main(["translations", "ar", "--check"])
    said = capsys.readouterr().out
    assert code == 0, said
    assert said.splitlines()[-1].startswith("0 to mend, ")
    assert main(["translations", "xx"]) == 2


def test_stamping_takes_what_has_no_stamp_and_what_is_named():
    parts = {"a": Part("one"), "b": Part("two"), "c": Part("three")}
    text = "<!-- cell a -->\nA\n\n<!-- cell b 00000000 -->\nB\n\n<!-- cell c 00000000 -->\nC"
    blocks, _ = read_blocks(stamped(text, parts, {"b"}))
    stamps = {name: block.stamp for name, block in blocks.items()}
    assert stamps == {"a": mark_of("one"), "b": mark_of("two"), "c": "00000000"}
