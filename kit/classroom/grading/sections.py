"""Folders and zips that hold several students, among those of one student each."""

import re
import zipfile
from collections import Counter
from pathlib import Path

from kit.classroom.grading.entries import Item, inner_items
from kit.classroom.grading.files import UnreadableError, open_file, plainly_read, rank, zipped
from kit.classroom.grading.names import bare_words, stem_of, tame
from kit.classroom.grading.platforms import platform_of
from kit.classroom.grading.whose import SECTION, holds_people

DEEP = 3  # Folders of several students are opened down to this depth.
MANY = 5  # A folder with this many others, each with a notebook, holds more than one student's.
# The names that Google Drive gives to the zip of a whole folder.
DRIVE = re.compile(r".+-\d{8}T\d{6}Z-\d{1,3}-\d{3,4}|.+-\d{8}T\d{6}Z-\d{3,4}")
# The names of folders in which Teams, Schoology, OpenOlat and people keep attempts.
ATTEMPT = re.compile(
    r"(?:versi[oó]n|versione|versão|sürüm|revision|attempt|(?:ال)?(?:إصدار|محاولة|نسخة|مراجعة)|نسخه)"
    r" {1,3}(?P<number>\d{1,4})(?P<late> - Late)?"
    r"|(?P<step>\d{1,2})_(?:submissions?|revisions?)",
    re.IGNORECASE,
)
HANDED_IN, DRAFTS = re.compile(r"submitted files", re.IGNORECASE), re.compile(r"working files", re.IGNORECASE)


def groups_of(items: list[Item], exercises: list[str], section: str) -> dict[str, tuple[str, list[Item]]]:
    """Return the folders of several students among the items, each with the reason and its items.

    One student's files may have names that look like people's. So all folders side by side are taken to be of
    the commoner kind, except those whose own names say that they are sections.
    """
    if section.count("/") >= DEEP:
        return {}
    folders = [item for item in items if item.is_folder]
    inside, likely = {}, {}
    for item in folders:
        alone = len(items) == 1 or bool(SECTION.match(item.name))
        inside[item.name] = inner_items(item, through=alone)
        likely[item.name] = [child for child in inside[item.name] if _may_be_read(child)]
    often = Counter(stem for name in likely for stem in {child.stem for child in likely[name]})
    groups: dict[str, tuple[str, list[Item]]] = {}
    for name, children in likely.items():
        why = holds_people(tame(name), [child.stem for child in children], exercises)
        if len(items) == 1 and sum(child.is_folder for child in children) >= MANY:
            why = why or "people"
        shared = sum(2 * often[child.stem] > len(folders) > 1 for child in children)
        # Two tries of one class hold the same people, who have whole names and folders of their own.
        tries = len(folders) == len(items) == 2 and all(
            child.is_folder and len(bare_words(child.name)) > 1 for child in children
        )
        if why in ("people", "person") and 2 * shared > len(children) and not tries:
            why = ""  # A name that is in most folders is that of a piece of work.
        groups[name] = why, inside[name]
    kinds = [why for why, _ in groups.values()]
    if kinds.count("people") <= kinds.count("") or kinds.count("people") < kinds.count("person"):
        groups = {name: group for name, group in groups.items() if group[0] not in ("people", "person")}
    groups = {name: group for name, group in groups.items() if group[0]}
    # Among students' own folders, one whose files have a platform's names is a student's too.
    if len(groups) < len(kinds):
        groups = {name: group for name, group in groups.items() if group[0] != "platform"}
    return groups


def _may_be_read(item: Item) -> bool:
    return any(rank(parts[-1]) > 1 for parts, _ in item.files)


def teams_of(groups: dict[str, tuple[str, list[Item]]]) -> list[str]:
    """Return Teams' folders, that of drafts last, among folders of students; [] if there are none.

    Where their names are in another language, they hold the same students, and only one of them versions.
    """
    named = (
        [name for name in groups if HANDED_IN.fullmatch(name)],
        [name for name in groups if DRAFTS.fullmatch(name)],
    )
    if any(named):
        return [*named[0], *(named[1] or [""])]
    if len(groups) != 2:
        return []
    versions = {
        name: sum(
            any(ATTEMPT.match(part) for parts, _ in child.files for part in parts[1:-1]) for child in inner
        )
        for name, (_, inner) in groups.items()
    }
    drafts, handed_in = sorted(versions, key=lambda name: versions[name])
    students, others = ({child.name for child in groups[name][1]} for name in (handed_in, drafts))
    whole = versions[handed_in] == len(groups[handed_in][1]) and 2 * len(students & others) > len(students)
    return [handed_in, drafts] if whole and not versions[drafts] else []


def without_class_zips(folder: Path, items: list[Item], exercises: list[str]) -> list[Item]:
    """Replace zips of a whole class by their contents, and leave a student's zip as it is.

    Zips count as those of a class only if the folder holds nothing else, and each has a platform's or
    people's names in it or was named by Google Drive. So no student can slip one in among other submissions.
    """
    if not items or any(item.is_folder or not item.name.lower().endswith(".zip") for item in items):
        return items
    whole, opened = [], []
    for item in items:
        try:
            with plainly_read():
                files = zipped(zipfile.ZipFile(open_file(folder / item.name)), item.name)
        except UnreadableError:
            return items
        whole.append(Item(stem_of(item.name), [((item.name, *parts), file) for parts, file in files], True))
        opened.append(inner_items(whole[-1], through=True))
    pairs = list(zip(whole, opened, strict=True))
    if any(platform_of([item.stem]) for item in whole) or not all(opened):
        return items
    if all(DRIVE.fullmatch(item.name) or platform_of(child.stem for child in inner) for item, inner in pairs):
        return [child for inner in opened for child in inner]
    return whole if len(groups_of(whole, exercises, "")) == len(whole) else items
