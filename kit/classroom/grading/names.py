"""Say from the names in a folder who handed in what, as Moodle, Canvas, Blackboard and Classroom write them.

A folder has one platform, and a name is read as that platform writes it or not at all: a pattern that fits
one name by accident may not make two students one. What is inside a submission never says whose it is.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

LONGEST = 255  # A file system holds no longer name, but a zip does.
NUMBER = r"\d{1,19}"  # Python refuses to read a number of thousands of digits.

MOODLE = re.compile(
    rf"(?P<student>.+?)_(?P<number>{NUMBER})_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?",
    re.DOTALL,
)
CANVAS = re.compile(
    rf"(?P<student>.+?)(?P<late>_LATE)?_(?P<number>{NUMBER})_(?P<upload>{NUMBER})_"
    r"(?P<rest>.+?)(?:-(?P<copy>\d{1,4}))?",
    re.DOTALL,
)
BLACKBOARD = re.compile(r"(?P<student>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<rest>.*))?", re.DOTALL)
PATTERNS = {"Moodle": MOODLE, "Blackboard": BLACKBOARD, "Canvas": CANVAS}
COPY = re.compile(
    r"(?: {0,9}\((?P<n>\d{1,4})\)"
    r"| {1,9}- {1,9}Copy(?: {0,9}\((?P<m>\d{1,4})\))?"
    r"| {1,9}copy(?: {1,9}(?P<k>\d{1,4}))?)$",
    re.IGNORECASE,
)
NOTEBOOK = r"ipynb(?:\.(?:txt|json|html|download|crdownload|part))?"  # Browsers make these of x.ipynb.
ENDING = re.compile(
    rf"\.(?:{NOTEBOOK}|zip|py|html?|pdf|docx?|odt|rtf|rar|7z|tar|t?gz|txt|json|md|download|crdownload|part"
    r"|pages|webarchive|eml|msg|csv|xlsx?|png|jpe?g)$",
    re.IGNORECASE,
)
# These patterns tell how people name a folder of several students, and what nobody is called.
SECTION = re.compile(r"(?:section|sec|group|class|seminar|tutorial|lab|شعبة|مجموعة|صف)\b", re.IGNORECASE)
PERSON = re.compile(r"[^\W\d_]{2,40}(?:[ .,'\u200c-]{1,3}[^\W\d_]{1,40}){0,6}")
NOBODY = {
    "answer",
    "answers",
    "attempt",
    "backup",
    "chart",
    "clean",
    "compare",
    "context",
    "copy",
    "corpus",
    "count",
    "data",
    "draft",
    "exercise",
    "exercises",
    "file",
    "files",
    "final",
    "first",
    "home",
    "homework",
    "image",
    "images",
    "last",
    "lesson",
    "my",
    "names",
    "new",
    "notebook",
    "notebooks",
    "old",
    "read",
    "scratch",
    "second",
    "solution",
    "start",
    "submission",
    "submissions",
    "temp",
    "test",
    "tokens",
    "try",
    "untitled",
    "version",
    "week",
    "work",
}


@dataclass(frozen=True)
class Who:
    """Whose a file is. `number` is the platform's, `when` and `copy` tell attempts apart."""

    student: str
    number: str = ""
    when: str = ""
    copy: int = 0
    late: bool = False
    is_receipt: bool = False  # It is Blackboard's own text file on an attempt.
    notes: tuple[str, ...] = ()


def tame(name: str) -> str:
    """Return a name in one form (NFC) and of a bearable length; two different names stay different.

    >>> tame("Layla"), len(tame("x" * 70_000))
    ('Layla', 209)
    """
    name = unicodedata.normalize("NFC", name)
    if len(name) <= LONGEST:
        return name
    return f"{name[:200]}…{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def stem_of(name: str) -> str:
    """Return a file's name without its endings.

    >>> stem_of("01_read.ipynb.txt"), stem_of("Layla.Hassan"), stem_of("work.tar.gz")
    ('01_read', 'Layla.Hassan', 'work')
    """
    for _ in range(3):
        name = ENDING.sub("", name)
    return name


def copy_of(name: str) -> int:
    """Return which copy a name says it is; 0 for the first.

    >>> copy_of("Layla (2)"), copy_of("Layla - Copy"), copy_of("Layla copy 3"), copy_of("Layla")
    (2, 1, 3, 0)
    """
    match = COPY.search(name[-60:])
    return int(next((number for number in match.groups() if number), 1)) if match else 0


def read_names(names: Iterable[str], exercises: Iterable[str] = ()) -> dict[str, Who]:
    """Say of each name (a folder's, or a file's without its endings) whose it is.

    >>> who = read_names(["E_a_7_attempt_2026-11-22-10-15-00", "E_b_7_attempt_2026-11-22-10-15-00"])
    >>> [whose.student for whose in who.values()]
    ['a_7', 'b_7']
    """
    names = list(names)
    platform = platform_of(names)
    plain = _plain(names, list(exercises))
    if platform is None:
        return {name: replace(who, notes=_foreign(name, "")) for name, who in plain.items()}
    fitting = {name: match for name in names if (match := PATTERNS[platform].fullmatch(tame(name)))}
    called = _blackboard_users([match["student"] for match in fitting.values()])
    owners = {}
    for name in names:
        if name not in fitting:
            says = f"its name is not as {platform} writes names: taken for a student of that name"
            owners[name] = replace(plain[name], notes=(says,))
            continue
        parts = fitting[name].groupdict("")
        owners[name] = Who(
            called.get(parts["student"], parts["student"]) if platform == "Blackboard" else parts["student"],
            parts.get("number", ""),
            parts.get("when", ""),
            int(parts.get("copy") or 0) or copy_of(name),
            bool(parts.get("late")),
            platform == "Blackboard" and not parts.get("rest"),
            _foreign(parts.get("rest", ""), platform) + _foreign(name, platform, but=True),
        )
    return owners


def platform_of(names: Iterable[str]) -> str | None:
    """Name the platform that wrote these names; None when they are people's own.

    Moodle's and Blackboard's names are unmistakable, so most of the folder is enough. Canvas's are mere
    numbers between underscores, so every name must be one and the numbers must fit together.

    >>> platform_of(["HW_3_2024_Layla", "HW_3_2024_Omar"])
    """
    names = [tame(name) for name in names]
    for platform in ("Moodle", "Blackboard"):
        if 2 * sum(bool(PATTERNS[platform].fullmatch(name)) for name in names) > len(names):
            return platform
    read = [CANVAS.fullmatch(name) for name in names]
    matches = [match for match in read if match]
    return "Canvas" if matches and len(matches) == len(read) and _is_canvas(matches) else None


def _is_canvas(matches: list[re.Match[str]]) -> bool:
    """Say whether numbers are those of Canvas: a user has one name, and an upload one user."""
    users = {(match["number"], match["student"]) for match in matches}
    uploads = {(match["upload"], match["number"]) for match in matches}
    named = {student for _, student in users}
    if any(student != student.lower() for student in named):  # Canvas writes them in small letters.
        return False
    if len(named) == 1 < len(matches) and min(len(number) for number, _ in users) < 4:
        return False  # In "hw_3_2024_layla" they are those of a homework and a year.
    return len({number for number, _ in users}) == len(users) and len(dict(uploads)) == len(uploads)


def _blackboard_users(heads: Iterable[str]) -> dict[str, str]:
    """Return each user of "Exercise 1_user": without what all have in common, the name of the assignment."""
    heads = set(heads)
    if len(heads) == 1:
        return {head: head.rpartition("_")[2] or head for head in heads}
    first, last = min(heads), max(heads)  # What these two share, all share.
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    shared = first[:same].rpartition("_")
    start = len(shared[0]) + 1 if shared[1] else 0
    return {head: head[start:] or head for head in heads}


def _plain(names: list[str], exercises: list[str]) -> dict[str, Who]:
    """Read names as people write them: "Layla", "01_read_Layla (2)", "Layla - Exercise 1" as all others."""
    bare = {name: COPY.sub("", tame(name)).strip() or tame(name) for name in names}
    tails = {text.rpartition(" - ")[1:] for text in bare.values()}
    if len(set(bare.values())) > 1 and len(tails) == 1 and "" not in next(iter(tails)):
        # Google Classroom ends every name with that of the exercise.
        bare = {name: text.rpartition(" - ")[0] for name, text in bare.items()}
    owners = {}
    for name, text in bare.items():
        student = text
        for exercise in exercises:
            word = rf"{re.escape(exercise)}(?:_exercise)?"  # The file is handed out with this name.
            student = re.sub(rf"^{word}[ _-]{{1,5}}|[ _-]{{1,5}}{word}$", "", student, flags=re.IGNORECASE)
        if text.lower().removesuffix("_exercise") in [exercise.lower() for exercise in exercises]:
            # "01_read (2)" does not say whose it is, so its name stands for the student.
            student = tame(name)
        owners[name] = Who(student.strip() or text, copy=copy_of(tame(name)))
    return owners


def _foreign(name: str, platform: str, *, but: bool = False) -> tuple[str, ...]:
    """Say what another platform's pattern would have read in a name, for a teacher to know of."""
    tamed = tame(name)
    for other, pattern in PATTERNS.items():
        match = None if (but and other == platform) else pattern.fullmatch(tamed)
        if match and (other != "Canvas" or match["student"] == match["student"].lower()):
            if other == "Canvas" and platform:  # Numbers are in many names.
                continue
            return (f"named as {other} names files of {match['student'][:60]}; not taken for that",)
    return ()


def foreign_names(names: Iterable[str]) -> tuple[str, ...]:
    """Say which of the names inside a submission look like another student's: none of them decides anything.

    >>> foreign_names(["Omar_13_assignsubmission_file_x"])
    ('a file in it is named as Moodle names files of Omar; not taken for that',)
    """
    notes = [f"a file in it is {note}" for name in names for note in _foreign(name, "inside")]
    return tuple(list(dict.fromkeys(notes))[:2])


def holds_people(folder: str, children: Iterable[str], exercises: Iterable[str]) -> str:
    """Say why a folder is one of several students and not one student's; "" when it is not.

    `children` are the names in it that may hold notebooks.

    >>> holds_people("Section 2", ["Layla"], []), holds_people("Layla", ["01_read", "work"], ["01_read"])
    ('section', '')
    >>> holds_people("Monday", ["Layla Hassan", "Omar"], [])
    'people'
    """
    children = list(children)
    if not children:
        return ""
    if platform_of(children):
        return "platform"
    people = Counter(who.student for who in _plain(children, list(exercises)).values())
    named = [name for name in people if PERSON.fullmatch(name) and not NOBODY & set(name.lower().split())]
    if named and SECTION.match(folder):
        return "section"
    return "people" if len(named) == len(people) > 1 else ""
