"""The number of a bag: a running number that says nothing of the household, and its QR code.

A hash of the 户编号 could be undone by trying all numbers (an ID is sometimes used as 户编号), so
the number is an index kept in 记录/袋号.toml: once given, it stays, whatever rows come or go.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import segno

from docgen.documents.sorting import natural
from docgen.errors import FileUnreadable, SettingsUnreadable
from docgen.folder import RECORDS, Folder, read_toml, write_text

FILE = "袋号.toml"
HEAD = "# 一户一袋的袋号：给定以后不再变动。封面上的二维码只含袋号和行政村编码，不含个人信息。\n"
DIGITS = 4
# As separator sheets of the archive begin; B is a bag.
PREFIX = "DOCGEN:B="
QUIET = 4  # modules of white around the code (ISO/IEC 18004, 5.3.8)
DOT = 8  # pixels of a module in the picture for Word


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as a drawing for pages and as a picture for Word."""

    svg: str
    png: bytes


def bag_numbers(folder: Folder, households: Iterable[str], *, dry: bool) -> dict[str, str]:
    """Return 户编号 → number for all these households, new ones numbered in their natural order.

    The register is written when numbers were added, unless ``dry``. Raises FileUnreadable when
    the register is damaged or gives one number twice.
    """
    path = folder.records / FILE
    given = _read(folder) if path.exists() else {}
    known = dict(given)
    last = max((int(number) for number in known.values()), default=0)
    for key in sorted({*households} - known.keys(), key=natural):
        last += 1
        known[key] = f"{last:0{DIGITS}d}"
    if known != given and not dry:
        write_text(path, _text(known))
    return known


def _read(folder: Folder) -> dict[str, str]:
    path, name = folder.records / FILE, f"{RECORDS}/{FILE}"
    try:
        known = {str(key): str(number) for key, number in read_toml(path).items()}
    except SettingsUnreadable as error:
        raise FileUnreadable(file=name, why=str(error.facts.get("why", ""))) from error
    twice = [number for number, times in Counter(known.values()).items() if times > 1]
    wrong = [number for number in known.values() if not number.isdecimal()]
    if twice or wrong:
        raise FileUnreadable(file=name, why=f"{', '.join([*twice, *wrong])}")
    return known


def _text(known: Mapping[str, str]) -> str:
    rows = sorted(known.items(), key=lambda item: int(item[1]))
    lines = [f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(no)}\n" for key, no in rows]
    return f"{HEAD}{''.join(lines)}"


def code_text(number: str, village_code: str) -> str:
    """Return what the QR code of a bag says: ``DOCGEN:B=999201203001-0007``."""
    return f"{PREFIX}{'-'.join(part for part in (village_code.strip(), number) if part)}"


def code(text: str) -> Code:
    """Return the QR code of a text; a quarter of it may be worn away (level Q)."""
    drawn = segno.make(text, error="q", micro=False, boost_error=False)
    picture = io.BytesIO()
    drawn.save(picture, kind="png", scale=DOT, border=QUIET)
    return Code(drawn.svg_inline(border=QUIET, omitsize=True), picture.getvalue())
