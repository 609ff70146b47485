"""Find from the names in one folder who handed in what, and which of its folders hold several students.

The content of a submission is never used to find its student.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from kit.classroom.grading.names import Who, bare_words, copy_of, copy_taken_off, names_work, tame
from kit.classroom.grading.platforms import foreign, platform_of, read_by

# Names of folders that hold several students, such as Teams gives to the folder of a class.
SECTION = re.compile(
    r"(?:section|sec|group|class|seminar|tutorial|lab|شعبة|مجموعة|صف)\b|(?:submitted|working) files$",
    re.IGNORECASE,
)
NAMELESS = "its name says nothing of whose it is"
STUDENT_NUMBER = re.compile(r"[^\W\d_]{0,4}\d{5,12}")


def read_names(names: Iterable[str], exercises: Iterable[str] = ()) -> dict[str, Who]:
    """Return the student of each name, which is a folder's or a file's without its endings.

    >>> who = read_names(["E_a_7_attempt_2026-11-22-10-15-00", "E_b_7_attempt_2026-11-22-10-15-00"])
    >>> [whose.student for whose in who.values()]
    ['a_7', 'b_7']
    """
    names = list(names)
    platform = platform_of(names)
    read = read_by(platform, names) if platform else {}
    plain = _plain([name for name in names if name not in read], list(exercises))
    for name, who in plain.items():
        says = f"its name is not as {platform} writes names: taken for a student of that name"
        read[name] = replace(who, notes=(says,) if platform else (*who.notes, *foreign(name, "")))
    return read


def _plain(names: list[str], exercises: list[str]) -> dict[str, Who]:
    """Read names as people write them: "Layla", "01_read_Layla (2)", "Layla - Exercise 1" like the others."""
    bare = {name: copy_taken_off(tame(name)) or tame(name) for name in names}
    people = Counter(tail for text in set(bare.values()) if (tail := text.rpartition(" - ")[2]) != text)
    [(title, times)] = people.most_common(1) or [("", 0)]
    if times > 1 and 2 * times > len(set(bare.values())):  # Google Classroom ends names with the exercise's.
        bare = {name: text.removesuffix(f" - {title}") for name, text in bare.items()}
    owners = {}
    for name, text in bare.items():
        student = text
        for exercise in exercises:
            word = rf"{re.escape(exercise)}(?:_exercise)?"  # Students get the file under this name.
            student = re.sub(rf"^{word}[ _-]{{1,5}}|[ _-]{{1,5}}{word}$", "", student, flags=re.IGNORECASE)
        if text.lower().removesuffix("_exercise") in [exercise.lower() for exercise in exercises]:
            # A name such as "01_read (2)" has no student in it, so it stands for one itself.
            student = tame(name)
        words = bare_words(copy_taken_off(student))
        notes = (NAMELESS,) if words and all(map(names_work, words)) else ()
        owners[name] = Who(student.strip() or text, copy=copy_of(tame(name)), notes=notes)
    return owners


def holds_people(folder: str, children: Iterable[str], exercises: Iterable[str]) -> str:
    """Return why a folder looks like one of several students; "" if it looks like one student's.

    `children` are the names in it that may hold notebooks. "person" means that it holds one person's name.

    >>> holds_people("Section 2", ["Layla"], []), holds_people("Layla", ["01_read", "work"], ["01_read"])
    ('section', '')
    >>> holds_people("Monday", ["Layla Hassan", "Omar2 🌸"], []), holds_people("Friday", ["Ali"], [])
    ('people', 'person')
    """
    children = list(children)
    if not children:
        return ""
    if platform_of(children):
        return "platform"
    names = {who.student for who in _plain(children, list(exercises)).values()}
    named = [name for name in names if _is_person(name)]
    if named and SECTION.match(folder):
        return "section"
    if 4 * len(named) < 3 * len(names):
        return ""
    return "people" if len(named) > 1 else "person"


def _is_person(name: str) -> bool:
    """Say whether a name may be that of a person or a section, or a student's number."""
    if STUDENT_NUMBER.fullmatch(name) or SECTION.match(name):
        return True
    return any(len(word) > 1 for word in bare_words(name)) and not names_work(name)
