"""`python -m kit translations`: build the other editions, and say where they are out of date."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kit.classroom.repository import ROOT, TRANSLATIONS, languages_here, need
from kit.classroom.translations import built, messages
from kit.classroom.translations.blocks import stamped
from kit.classroom.translations.complaints import Complaint, complaints
from kit.classroom.translations.sources import sources_of
from kit.errors import TextError


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit translations`."""
    parser.epilog = (
        "Examples:\n"
        "  python -m kit translations\n"
        "  python -m kit translations ar --stamp\n"
        "  python -m kit translations --stamp 03_tokens:03-5f2a9c\n"
        "  python -m kit translations --messages"
    )
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="for example ar (default: all)")
    parser.add_argument(
        "--stamp",
        nargs="*",
        metavar="FILE:CELL",
        help="stamp the blocks without a fingerprint, and these, as made from the English of now",
    )
    parser.add_argument("--messages", action="store_true", help="collect kit's messages into each kit.po")
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--release", action="store_true", help="fail, too, for what waits for a translator")


def main(arguments: Namespace) -> int:
    """Build each language and say what to do; 1 if a rule is broken, or anything at all for a release."""
    need(TRANSLATIONS, "translations")
    folders = _chosen(arguments.languages)
    listed: list[Complaint] = []
    for folder in folders:
        if arguments.messages:
            _write({f"translations/{folder.name}/kit.po": messages.updated(folder).encode()})
        if arguments.stamp is not None:
            _stamp(folder, arguments.stamp)
        listed += [*complaints(folder), *messages.of_messages(folder)]
        made = built.build_edition(folder)
        if not arguments.check:
            _write(made)
        says = "nothing makes this file any more: delete it."
        listed += [Complaint(place, "", says) for place in built.gone(folder, made)]
    if not arguments.check:
        _write(built.english_lessons())
    for complaint in listed:
        print(complaint)
    late = sum(complaint.late for complaint in listed)
    print(f"{len(listed) - late} to mend, {late} for translators.")
    return 1 if len(listed) > late or (listed and arguments.release) else 0


def _chosen(names: list[str]) -> list[Path]:
    there = {folder.name: folder for folder in languages_here()}
    unknown = [name for name in names if name not in there]
    if unknown:
        raise TextError(f"translations: there is no folder translations/{unknown[0]}.")
    return [there[name] for name in names or there]


def _stamp(folder: Path, wanted: list[str]) -> None:
    for source in sources_of(folder):
        if text := source.text():
            ids = {name.partition(":")[2] for name in wanted if name.startswith(f"{source.path.stem}:")}
            source.path.write_text(stamped(text, source.parts, ids), encoding="utf-8", newline="\n")


def _write(files: dict[str, bytes]) -> None:
    for place, content in files.items():
        path = ROOT / place
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(f"{place}: written")
