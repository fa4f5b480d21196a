"""Bring docgen/locale up to date: collect the words, keep the translations, compile the catalogue.

    python tools/make_locale.py            writes docgen.po and docgen.mo, lists what lacks Chinese
    python tools/make_locale.py --check    writes nothing; 1 when something is missing or stale

Words are taken from docgen/cli, docgen/errors.py and the installed click (its own messages).
"""

from __future__ import annotations

import gettext
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docgen" / "locale" / "zh_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "docgen.po", FOLDER / "docgen.mo"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
FIXED = datetime(2026, 1, 1, tzinfo=UTC)


def own_files() -> list[Path]:
    """The only files of docgen that hold words."""
    return [*sorted((ROOT / "docgen" / "cli").rglob("*.py")), ROOT / "docgen" / "errors.py"]


def click_files() -> list[Path]:
    return sorted(Path(click.__file__).parent.glob("*.py"))


def words(files: list[Path]) -> Iterator[str | tuple[str, str]]:
    """The msgids of the files in their order; a pair is a word with its plural."""
    for path in files:
        for _line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
            yield message if isinstance(message, str) else (message[0], message[1])


def collected(known: Catalog) -> Catalog:
    """A fresh catalogue of all words with the translations already known."""
    fresh = Catalog(
        locale="zh_CN", domain="docgen", project="docgen", version="1", charset="utf-8",
        creation_date=FIXED, revision_date=FIXED, last_translator="docgen contributors",
        language_team="docgen contributors", fuzzy=False, header_comment="# Words of docgen.",
    )  # fmt: skip
    for source, files in (("docgen", own_files()), ("click", click_files())):
        for word in words(files):
            old = known.get(word)
            fresh.add(word, old.string if old else None, auto_comments=[source])
    return fresh


def is_translated(string: str | tuple[str, ...] | None) -> bool:
    return bool(string) and all(string)


def lacking(catalogue: Catalog) -> list[str]:
    """Words without Chinese."""
    return [str(m.id) for m in catalogue if m.id and not is_translated(m.string)]


def stored() -> Catalog:
    if not PO.exists():
        return Catalog(locale="zh_CN")
    return read_po(io.BytesIO(PO.read_bytes()), locale="zh_CN")


def stale(catalogue: Catalog) -> list[str]:
    """Words that the compiled catalogue lacks or translates in another way."""
    if not MO.exists():
        return ["docgen.mo"]
    with MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    wrong = []
    for message in catalogue:
        if isinstance(message.id, str) and message.id and message.string:
            if compiled.gettext(message.id) != message.string:
                wrong.append(message.id)
        elif message.id and message.string:
            single, many = message.id
            if compiled.ngettext(single, many, 2) != message.string[0]:
                wrong.append(single)
    return wrong


def main(argv: list[str]) -> int:
    known = stored()
    fresh = collected(known)
    missing = lacking(fresh)
    for word in missing:
        print("lacks Chinese:", repr(word))
    if "--check" in argv:
        old = stale(known)
        for word in old:
            print("compiled catalogue is stale:", repr(word))
        return int(bool(missing or old))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, no_location=True, width=0)
    with MO.open("wb") as file:
        write_mo(file, fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
