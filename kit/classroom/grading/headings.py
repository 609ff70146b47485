"""Know the headings of class lists in the languages in which learning platforms write them.

The same worksheet of Moodle begins with "Identifier", "Identifiant" or "المعرّف", as its site is set.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

HEADINGS = {  # meaning: headings as `plain_heading` returns them, separated by "|"
    "name": "name|full name|fullname|student|student name|display name|participant name|participant"
    "|learner|الاسم|اسم الطالب|الاسم الكامل|اسم الطالبة|الطالب|الاسم الثلاثي|الاسم الرباعي"
    "|اسم المتدرب|نام|نام کامل|نام و نام خانوادگی|پورا نام|nom complet|nom et prenom|nom prenom"
    "|etudiant|nom de l'etudiant|vollstandiger name|vor- und nachname|studierende|nombre completo"
    "|nombre y apellidos|alumno|estudiante|nome completo|nome e cognome|studente|aluno|tam ad"
    "|ad soyad|adi soyadi|ogrenci|volledige naam|naam|nama|nama lengkap|nama penuh",
    "first": "first name|firstname|given name|forename|الاسم الاول|اسم|نام کوچک|prenom|vorname|nombre|nome"
    "|nome proprio|ad|adi|voornaam|nama depan",
    "last": "last name|lastname|surname|family name|اسم العائلة|اللقب|الاسم الاخير|العائلة|نام خانوادگی"
    "|nom|nom de famille|nachname|familienname|apellido|apellidos|apellido(s)|cognome|apelido"
    "|sobrenome|soyad|soyadi|achternaam|nama belakang",
    "id": "id|id number|student id|studentid|username|user name|login|login id|email|e-mail"
    "|email address|e-mail address|sis login id|sis user id|sid|display id|orgdefinedid"
    "|student number|matriculation number|matrikelnummer|رقم الطالب|الرقم الجامعي|الرقم"
    "|رقم الهويه|رقم التعريف|اسم المستخدم|البريد الالكتروني|عنوان البريد الالكتروني|البريد"
    "|شماره دانشجویی|نام کاربری|ایمیل|پست الکترونیک|adresse de courriel|courriel|adresse e-mail"
    "|numero d'identification|numero d'etudiant|nom d'utilisateur|identifiant de connexion"
    "|e-mail-adresse|anmeldename|benutzername|id-nummer|direccion de correo|correo electronico"
    "|nombre de usuario|numero de id|indirizzo email|numero id|e-posta adresi|e-posta"
    "|kullanici adi|numara|e-mailadres|alamat email|nim|nis",
    "identifier": "identifier|identifiant|المعرف|معرف|المعرف الخاص|شناسه|kennung|id teilnehmer/in"
    "|identificador|identificativo|tanimlayici|identificatie|pengenal",
    "grade": "grade|mark|score|الدرجه|درجه|العلامه|علامه|التقدير|التقييم|النقطه|نمره|note|bewertung"
    "|calificacion|valutazione|nota|not|notu|cijfer|nilai",
    "most": "maximum grade|max grade|maximum mark|الدرجه القصوي|الدرجه العظمي|العلامه القصوي"
    "|العلامه العظمي|النقطه القصوي|درجه عظمي|بیشینه نمره|حداکثر نمره|note maximale|bestwertung"
    "|maximale bewertung|calificacion maxima|valutazione massima|nota maxima|maksimum not"
    "|azami not|maximumcijfer|nilai maksimum",
}
WHO = ("name", "first", "last", "id", "identifier")  # the meanings that say who a row is of
ROWS = 10  # Some platforms write a title above the headings.
# The rows that some platforms write above or below those of students.
NOBODY = re.compile(
    r"points possible|student, test|test student|manual posting|date|points|(?:class )?average|mean|total"
    r"|maximum",
    re.IGNORECASE,
)
_ALIKE = str.maketrans("أإآىة", "ااايه")


def plain_heading(text: str) -> str:
    """Return a heading in small letters, without marks above letters, and with Arabic letters made alike.

    >>> plain_heading(" Prénom "), plain_heading("المعرّف"), plain_heading('"E-Mail:"')
    ('prenom', 'المعرف', 'e-mail')
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    visible = "".join(letter for letter in bare if letter.isprintable())
    return " ".join(visible.replace("ı", "i").strip(" \"'*:").split())


KNOWN = {
    plain_heading(heading): meaning for meaning, all_of in HEADINGS.items() for heading in all_of.split("|")
}


def meaning(text: str) -> str:
    """Return what a heading says of its column: a key of `HEADINGS`, or "".

    >>> meaning("Full name"), meaning("Nom complet"), meaning("الدرجة القصوى"), meaning("Layla Hassan")
    ('name', 'name', 'most', '')
    """
    return KNOWN.get(plain_heading(text), "")


def head_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the row of headings, or -1 if the list has none.

    >>> head_row([["Exercise 1", "Points"], ["Display ID", "Last Name"], ["lh", "Hassan"]])
    1
    >>> head_row([["Kodu", "Adresa"], ["Layla", "l@x.org"]]), head_row([["Layla", "l@x.org"]])
    (0, -1)
    >>> head_row([["Layla"], ["Adi"]])
    -1
    """
    counts = [_known(rows, at) for at in range(len(rows[:ROWS]))]
    best = max(counts, default=0)
    if best:
        return counts.index(best)
    # In a language that is not known, headings are words above columns of numbers or addresses.
    for at, head in enumerate(rows[0] if rows else ()):
        below = [row[at] for row in rows[1:] if at < len(row) and row[at].strip()]
        if head.strip() and not _is_code(head) and below and all(map(_is_code, below)):
            return 0
    return -1


def _known(rows: Sequence[Sequence[str]], at: int) -> int:
    """Return how many cells of a row say who the rows below are of; 0 if it may be a student's row.

    A student may be called "Adi" or "Nim", which are headings as well. One such word is none below a row
    that is as wide, except a word for a name, which nobody is called.
    """
    found = [meaning(cell) for cell in rows[at] if meaning(cell) in WHO]
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[: at + 1]]
    if len(found) == 1 and "name" not in found and max(filled[:-1], default=0) >= filled[-1]:
        return 0
    return len(found)


def column_of_names(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the first column that mostly holds words, for a list whose headings say nothing.

    >>> column_of_names([["1", "Layla Hassan"], ["2", "Omar Saleh"]])
    1
    """
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
        if 2 * sum(not _is_code(cell) for cell in cells) > len(rows):
            return at
    return 0


def are_identifiers(cells: Iterable[str]) -> bool:
    """Say whether cells are Moodle's identifiers: one word in the site's language and each its own number.

    >>> are_identifiers(["المشارك 101", "المشارك 102"]), are_identifiers(["Layla 1", "Omar 2"])
    (True, False)
    """
    read = [re.fullmatch(r"(\D{3,30}?) ?(\d{1,19})", cell.strip()) for cell in cells]
    words = {one[1] for one in read if one}
    return all(read) and len(words) == 1 and len({one[2] for one in read if one}) == len(read)


def _is_code(cell: str) -> bool:
    return "@" in cell or any(map(str.isdigit, cell)) or not any(map(str.isalpha, cell))
