"""Read the parts of a file's or folder's name: its endings, the number of a copy, its words."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

LONGEST = 255  # File systems allow no longer name, but zips do.
NUMBER = r"\d{1,19}"  # `int` raises ValueError for thousands of digits.
# Windows and macOS mark a copy of "Layla" after the name, Drive before it, each in the user's language.
COPY = re.compile(
    r"(?: {0,9}\((?P<n>\d{1,4})\)"
    r"| {1,9}- {1,9}(?:Copy|Copie|Kopie|Copia|نسخة)(?: {0,9}\((?P<m>\d{1,4})\))?"
    r"| {1,9}copy(?: {1,9}(?P<k>\d{1,4}))?)$",
    re.IGNORECASE,
)
COPY_OF = re.compile(r"^(?:(?:Copy of|Copie de|Kopie von|Copia de|نسخة من) {1,9}){1,9}", re.IGNORECASE)
NOTEBOOK = r"ipynb(?:\.(?:txt|json|html|download|crdownload|part))?"  # Browsers make these of x.ipynb.
ENDING = re.compile(
    rf"\.(?:{NOTEBOOK}|zip|py|html?|pdf|docx?|odt|rtf|rar|7z|tar|t?gz|txt|json|md|download|crdownload|part"
    r"|rmd|qmd|tex|numbers|key|od[sp]|epub|svg|bmp|tiff?|jfif|avi|mkv|webm|mp3|m4a|ogg|opus|wav|exe|app|sqlite|db"
    r"|xml|ya?ml|log|tmp|bz2|xz|i?cloud|cloudf|gsheet|gslides|textclipping|ipynb_backup"
    r"|pages|webarchive|mhtml?|eml|msg|csv|xlsx?|pptx?|png|jpe?g|gif|heic|webp|mov|mp4|url|webloc|lnk|gdoc|bak)$",
    re.IGNORECASE,
)
# A name with one of these words is that of a piece of work, not of a person.
WORK = re.compile(
    "analysis|answers?|attachments?|attempt|backup|chart|clean|code|comments|compare|context|copy|corpus|count"
    "|data|draft|edited|exercises?|feedback|files?|final|finished|first|fixed|home|homework|images?|last|lesson"
    "|main|mine|my|names|new|notebooks?|notes|old|project|read|readme|results?|scratch|scratchpad|second"
    "|solutions?|solved|start|submissions?|temp|test|text|timestamp|tokens|try|untitled|version|week|work"
    "|تمرين|حل|نسخة|نهائي|واجب"
)


@dataclass(frozen=True)
class Who:
    """The student who handed in a file; `number` is the platform's, `when` and `copy` order the attempts."""

    student: str
    number: str = ""
    when: str = ""
    copy: int = 0
    late: bool = False
    is_receipt: bool = False  # whether it is the text file that Blackboard adds to an attempt
    notes: tuple[str, ...] = ()


def tame(name: str) -> str:
    """Return a name in NFC and with at most 255 characters; different names stay different.

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
    """Return the number of the copy according to its name; 0 for an original.

    >>> copy_of("Layla (2)"), copy_of("Layla - Copy"), copy_of("Copy of Layla"), copy_of("Layla")
    (2, 1, 1, 0)
    """
    copy = COPY.search(name[-60:])
    number = next((number for number in copy.groups() if number), 1) if copy else 0
    return int(number) or int(bool(COPY_OF.match(name)))


def copy_taken_off(name: str) -> str:
    """Return a name without the words and numbers that mark a copy.

    >>> copy_taken_off("Layla (2)"), copy_taken_off("نسخة من ليلى")
    ('Layla', 'ليلى')
    """
    return COPY_OF.sub("", COPY.sub("", name)).strip()


def bare_words(name: str) -> list[str]:
    """Return the words in a name in small letters, without numbers and signs.

    >>> bare_words("HW3_Layla O'Brien")
    ['hw', 'layla', 'o', 'brien']
    """
    return re.findall(r"[^\W\d_]+", name.lower())


def names_work(name: str) -> bool:
    """Say whether a name is that of a piece of work and not of a person.

    >>> names_work("final_version 2"), names_work("Omar")
    (True, False)
    """
    return any(map(WORK.fullmatch, bare_words(name)))
