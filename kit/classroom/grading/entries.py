"""The entries of a folder of submissions: files, and folders with all that lies below them."""

import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kit.classroom.grading.files import (
    JUNK,
    Listing,
    UnreadableError,
    files_below,
    on_disk,
    open_file,
    plainly_read,
    zip_members,
)
from kit.classroom.grading.names import stem_of
from kit.classroom.grading.platforms import platform_of


@dataclass
class Item:
    """An entry in a folder of students, with the files below it, or itself if it is a file."""

    name: str
    files: Listing
    is_folder: bool

    @property
    def stem(self) -> str:
        """Its name, a file's without the ending."""
        return self.name if self.is_folder else stem_of(self.name)


def items_of(folder: Path) -> list[Item]:
    """Return the entries of the folder of submissions, each with all files below it."""
    items = []
    for entry in sorted(folder.iterdir()):
        if not JUNK.fullmatch(entry.name):
            is_folder = entry.is_dir() and not entry.is_symlink()
            one: Listing = [((entry.name,), on_disk(entry, folder))]
            items.append(Item(entry.name, files_below(entry) if is_folder else one, is_folder))
    return items


def inner_items(item: Item, *, through: bool) -> list[Item]:
    """Return the items inside a folder; with `through`, skip folders that only contain one other folder."""
    files, depth = item.files, 1
    while (
        through
        and all(len(parts) > depth + 1 for parts, _ in files)
        and len(names := {parts[depth] for parts, _ in files}) == 1
        and not platform_of(names)
    ):
        depth += 1
    children: dict[tuple[str, bool], Item] = {}
    for parts, file in files:
        is_folder = len(parts) > depth + 1
        if len(parts) > depth and parts[depth]:
            child = children.setdefault((parts[depth], is_folder), Item(parts[depth], [], is_folder))
            child.files.append((parts[depth:], file))
    return list(children.values())


def without_unpacked(folder: Path, items: list[Item], but: Collection[str] = ()) -> list[Item]:
    """Leave out the platform's zip of the class if just what it holds lies unpacked beside it.

    It must hold every other file of the folder, by path and size, and several, so no student is lost.
    `but` are the names of the teacher's own files, which are not among the items but may be in the zip.
    """
    zips = [item for item in items if not item.is_folder and item.name.lower().endswith(".zip")]
    rest = [item for item in items if item not in zips]
    if len(zips) != 1 or not rest:
        return items
    [archive] = zips
    prefix = f"{rest[0].name}/" if len(rest) == 1 else ""
    if prefix and stem_of(archive.name) != rest[0].name:  # Two students' files may be of equal size.
        return items
    beside = {
        file.place: (folder / file.place).lstat().st_size for item in rest for _, file in item.files if file
    }
    try:
        with plainly_read(), zipfile.ZipFile(open_file(folder / archive.name)) as opened:
            inside = {
                "/".join(parts): info.file_size for info, parts in zip_members(opened) if not info.is_dir()
            }
    except UnreadableError:
        return items
    whole = [
        {start + place: size for place, size in inside.items() if (start + place).split("/")[0] not in but}
        for start in ("", prefix)
    ]
    return rest if len(inside) > 1 and beside in whole else items
