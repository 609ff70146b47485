"""Read the names that learning platforms give to files: the student, the attempt, and whether it is late.

All names in a folder are read as the same platform's or not at all, so that a pattern that fits one name by
accident cannot merge two students.
"""

import re
from collections.abc import Iterable
from itertools import takewhile

from kit.classroom.grading.names import NUMBER, Who, bare_words, copy_of, copy_taken_off, names_work, tame

# These follow Moodle's mod/assign/classes/downloader.php and Canvas's lib/content_zipper.rb.
PATTERNS = {
    "Moodle": re.compile(
        rf"(?P<student>.+?)_(?P<number>{NUMBER})_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?",
        re.DOTALL,
    ),
    "Blackboard": re.compile(
        r"(?P<student>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<rest>.*))?", re.DOTALL
    ),
    "Brightspace": re.compile(
        rf"(?P<number>{NUMBER})-{NUMBER} - (?P<student>.+?) ?- "
        r"(?P<when>[\w.,،\s]{4,36}\d{3,4}(?:\s(?:[^\W\d_]|[.\u064b]){1,7}){0,2})"
        r"(?: - (?P<rest>.*))?",
        re.DOTALL,
    ),
    "Sakai": re.compile(r"(?P<student>[^()]+, ?[^()]*)\((?P<number>[^()]+)\)(?:_(?P<rest>.*))?", re.DOTALL),
    "Schoology": re.compile(r"(?P<student>[^,]+, .+?) - (?P<number>(?=[^\W_]*\d)[^\W_]{4,30})", re.DOTALL),
    # The folder to which nbgrader's exchange takes what was submitted; Windows has no colons in names.
    "nbgrader": re.compile(
        r"(?P<student>[^+]+)\+(?P<rest>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d[ _]\d\d.?\d\d.?\d\d[^+]*)(?:\+[^+]*)?"
    ),
    "Gradescope": re.compile(r"submission_(?P<number>\d{3,19})"),
    "Canvas": re.compile(
        rf"(?:(?P<late_too>LATE_)?(?P<nameless>anon_[^\W_]{{4,9}})|(?P<student>.+?)(?P<late>_LATE)?_(?P<number>{NUMBER}))"
        rf"_(?:(?P<when>{NUMBER})_(?P<rest>.+?)(?:-(?P<copy>\d{{1,4}}))?|text|link)",
        re.DOTALL,
    ),
}
# Files that the platform itself adds and that belong to no student.
OWN = {
    "Brightspace": re.compile(r"index\.html"),
    "Sakai": re.compile(r"grades\.(?:csv|xls)"),
    "Gradescope": re.compile(r"submission_metadata\.yml"),
}
OWN_STEMS = {"Brightspace": "index", "Sakai": "grades", "Gradescope": "submission_metadata"}
# Files that a platform adds to what a student handed in.
ADDED = re.compile(r"timestamp\.txt|submission_secret\.txt|comments\.txt|feedbacktext\.html", re.IGNORECASE)
MONTHS = [  # how months begin in English, French, German, Spanish and Arabic, from the first
    "jan|ene|يناير|جانفي|كانون الثاني",
    "feb|fév|fev|فبراير|فيفري|شباط",
    "mar|mär|مارس|آذار",
    "apr|avr|abr|أبريل|ابريل|أفريل|نيسان",
    "may|mai|مايو|ماي|أيار",
    "jun|juin|يونيو|جوان|حزيران",
    "jul|juil|يوليو|جويلية|تموز",
    "aug|aoû|aou|ago|أغسطس|اغسطس|أوت|آب",
    "sep|سبتمبر|أيلول",
    "oct|okt|أكتوبر|اكتوبر|تشرين الأول",
    "nov|نوفمبر|تشرين الثاني",
    "dec|déc|dez|dic|ديسمبر|كانون الأول",
]
# "p. m.", "ب.ظ." and "مساءً" without dots, spaces and marks.
AFTERNOON = ("PM", "م", "مساء", "بظ")
LEADS = {"homework", "hw", "exam", "lab", "assignment", "task", "quiz", "project", "unit", "section", "class"}
Read = dict[str, str]


def platform_of(names: Iterable[str]) -> str | None:
    """Return the platform that wrote most of these names; None if people wrote them.

    Canvas writes only small letters, and only numbers between underscores, which must be consistent.

    >>> platform_of(["HW_3_2024_Layla", "HW_3_2024_Omar"])
    >>> platform_of(["layla_9001_70001_a", "omar_9002_70002_a", "sara_LATE_9003_text", "Ali"])
    'Canvas'
    """
    names = list(names)
    for platform in PATTERNS:
        others = [name for name in names if name != OWN_STEMS.get(platform)]
        fitting = [read for name in others if (read := _fits(platform, name))]
        if 2 * len(fitting) > len(others) and (platform != "Canvas" or _is_canvas(fitting)):
            return platform
    return None


def match(platform: str, name: str) -> Read | None:
    """Return the parts of a name as a platform writes it; None if it does not fit."""
    matched = PATTERNS[platform].fullmatch(tame(name))
    return matched.groupdict("") if matched else None


def _fits(platform: str, name: str) -> Read | None:
    """Return the parts of a name that the platform may have written: others do not count for it."""
    read = match(platform, name)
    is_canvas = read is None or platform != "Canvas" or read["student"] == read["student"].lower()
    return read if is_canvas else None


def read_by(platform: str, names: Iterable[str]) -> dict[str, Who]:
    """Return the student of each name that fits a platform's pattern.

    >>> [whose.student for whose in read_by("Blackboard", ["E_u1_attempt_2026-11-22-10-15-00"]).values()]
    ['u1']
    """
    fitting = {name: read for name in names if (read := _fits(platform, name))}
    called = _blackboard_users({read.get("student", "") for read in fitting.values()})
    owners = {}
    for name, read in fitting.items():
        student, when = read.get("student") or read.get("nameless") or tame(name), read.get("when", "")
        owners[name] = Who(
            called[student] if platform == "Blackboard" else student.strip(),
            read.get("number", ""),
            _moment(when) if platform == "Brightspace" else when.zfill(19) if when.isdigit() else when,
            int(read.get("copy") or 0) or copy_of(name),
            bool(read.get("late") or read.get("late_too")),
            platform == "Blackboard" and not read["rest"],
            foreign(read.get("rest", ""), platform) + foreign(name, platform, but=True),
        )
    return owners


def _is_canvas(names: list[Read]) -> bool:
    """Say whether numbers are Canvas's: each user has one name, each upload one user and one file."""
    named = [read for read in names if read["student"]]
    users = {(read["number"], read["student"]) for read in named}
    uploads = {(read["when"], read["number"], copy_taken_off(read["rest"])) for read in named if read["when"]}
    called = {student for _, student in users}
    if len(called) == 1 < len(named):  # "hw_3_2024_layla" has a homework and a year.
        [only] = called
        if min(len(number) for number, _ in users) < 4 or names_work(only) or LEADS & set(bare_words(only)):
            return False
    return len({number for number, _ in users}) == len(users) and len({one for one, *_ in uploads}) == len(
        uploads
    )


def _blackboard_users(heads: set[str]) -> dict[str, str]:
    """Return the user in each "Exercise 1_user", without the assignment that all names begin with."""
    if len(heads) < 2:
        return {head: head.rpartition("_")[2] or head for head in heads}
    first, last = min(heads), max(heads)  # A prefix of these two is a prefix of all.
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    shared = first[:same].rpartition("_")
    start = len(shared[0]) + 1 if shared[1] else 0
    return {head: head[start:] or head for head in heads}


def _moment(text: str) -> str:
    """Return one of Brightspace's dates in a form in which later dates sort later.

    >>> _moment("Nov 24, 2025 1020 AM"), _moment("24 November, 2025 120 PM")
    ('202511241020', '202511241320')
    >>> _moment("2 mars 2026 1433"), _moment("٢ مارس، ٢٠٢٦ ٢٣٣ م")
    ('202603021433', '202603021433')
    >>> _moment("2 mar. 2026 233 p. m."), _moment("2 Mar 2026 1210 a.m.")
    ('202603021433', '202603020010')
    """
    words = re.findall(r"[^\W\d_]+|\d+", text)
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 5]
    months = [at for at, begins in enumerate(MONTHS, 1) if re.search(rf"\b(?:{begins})", text.lower())]
    if len(numbers) != 3 or not months:
        return text
    day, year, clock = numbers
    end = "".join(filter(str.isalpha, re.sub(r".*\d", "", text, flags=re.DOTALL))).upper()
    if end and clock < 1300:
        clock = clock % 1200 + 1200 * (end in AFTERNOON)
    return f"{year:04}{months[-1]:02}{day:02}{clock:04}"


def foreign(name: str, platform: str, *, but: bool = False) -> tuple[str, ...]:
    """Return notes for the teacher on what another platform's pattern would have read in a name."""
    for other in ("Moodle", "Blackboard", "Canvas"):
        read = None if (but and other == platform) else match(other, name)
        if read and (other != "Canvas" or (read["when"] and read["student"] == read["student"].lower())):
            if other == "Canvas" and platform:  # Many names have numbers.
                continue
            return (f"named as {other} names files of {read['student'][:60]}, but not taken for that",)
    return ()


def foreign_names(names: Iterable[str], own: str = "") -> tuple[str, ...]:
    """Return notes on names inside a submission that look like another student's; they change nothing else.

    `own` is the student's name, which stands in the folder of a class that lies in another folder.

    >>> foreign_names(["Omar_13_assignsubmission_file_x"])
    ('a file in it is named as Moodle names files of Omar, but not taken for that',)
    """
    mine = re.compile(rf".* files of (?:.*_)?{re.escape(own[:60])}, but .*" if own else "(?!)", re.DOTALL)
    notes = [
        f"a file in it is {note}"
        for name in names
        for note in foreign(name, "inside")
        if not mine.fullmatch(note)
    ]
    return tuple(list(dict.fromkeys(notes))[:2])
