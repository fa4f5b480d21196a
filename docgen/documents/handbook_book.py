"""The full book: its sizes, its cover, chapters, finder, index and team."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_context import chapters, finder, in_book_order, plain
from docgen.documents.handbook_index import index
from docgen.documents.handbook_menu import menu, pairs
from docgen.documents.job import Job
from docgen.documents.periods import period_text
from docgen.facts.validity import same_village
from docgen.folder import Settings
from docgen.model import Entry, Ledger, Policy
from docgen.words import date_text, missing

# Page (mm) and body type (pt): A6, A7, 64开 (domain table 5), at least 9 pt in the smallest.
SIZES = {
    "a6": (105.0, 148.0, 11.5),
    "a7": (74.0, 105.0, 9.0),
    "64": (92.0, 126.0, 10.5),
    "92x126": (92.0, 126.0, 10.5),
}
OWN_SIZE = re.compile(r"(?P<width>\d{2,3})[xX×*](?P<height>\d{2,3})")
SMALLEST, LARGEST = (70, 90), (150, 215)
"""Of a size of one's own, in mm: tabs and margins leave room for eight characters; up to A5."""
LARGE_PRINT = 2.0


@dataclass(frozen=True, slots=True)
class Book:
    """One book: for a village, or for all (``village`` empty), and the policies it may print."""

    village: str
    policies: tuple[Policy, ...]


def page_size(size: str, *, large: bool) -> dict[str, float]:
    """Width and height in mm, body type in points. Raises ValueError for what is no size."""
    width, height, body = SIZES[size] if size in SIZES else own_size(size)
    return {"width": width, "height": height, "body": body + (LARGE_PRINT if large else 0)}


def own_size(size: str) -> tuple[float, float, float]:
    """A size such as 100x140 with body type to match: 9 to 13 points."""
    found = OWN_SIZE.fullmatch(size)
    if not found:
        raise ValueError(size)
    width, height = int(found["width"]), int(found["height"])
    if not (SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]):
        raise ValueError(size)
    return float(width), float(height), min(13.0, max(9.0, round(width * 0.22) / 2))


def full(job: Job, book: Book, lacks: Lacks) -> dict[str, Any]:
    """Return everything the template of the full book prints."""
    settings = job.folder.settings
    found = chapters(book.policies, lacks, settings.as_of)
    services = menu(job.ledger, book.village, lacks)
    ordered = in_book_order(found, book.policies)
    return {
        **common(job, book, lacks),
        "chapters": found,
        "menu": services,
        "finder": finder(ordered),
        "index": index(ordered, pairs(services)),
        "flow": bool(job.options.get("flow")),
    }


def common(job: Job, book: Book, lacks: Lacks, name: str = "政策口袋书") -> dict[str, Any]:
    """Return what every edition prints: cover, foot, team, back cover."""
    settings = job.folder.settings
    place, unit = settings.place, settings.unit
    area = book.village or place.town or place.county or lacks.mark("村名", "封面")
    word = word_of(settings)
    return {
        "title": f"{area}{word}{name}",
        "cover": [f"{word}政策", "口袋书"],
        "kind": "",
        "word": word,
        "area": area,
        "above": "".join(part for part in (place.county, place.town) if part and part != area),
        "edition": f"{period_text(settings.period)}版",
        "day": date_text(settings.as_of),
        "unit": {
            "name": unit.name or lacks.mark("编印单位", "封面"),
            "nickname": unit.nickname,
            "slogan": unit.slogan,
            "contact": unit.contact or lacks.mark("联系人", "封底"),
            "phone": unit.phone or lacks.mark("联系电话", "封底"),
        },
        "team": team(job.ledger, book.village),
        "qr": qr_rows(str(job.options.get("qr") or "")),
    }


def word_of(settings: Settings) -> str:
    """帮扶, or 扶贫 in the words of the time to 2020."""
    return "帮扶" if settings.as_of.year > 2020 else "扶贫"


def team(ledger: Ledger, village: str) -> list[list[str]]:
    """Return the work team for the contact page: name, post, phone; those still in the village."""
    return [
        [_text(each, "姓名") or missing("姓名"), _text(each, "职务"), _text(each, "电话")]
        for each in ledger.register("工作队")
        if not _text(each, "驻村结束") and _is_of(_text(each, "行政村"), village)
    ]


def _is_of(written: str, village: str) -> bool:
    return not village or not written or same_village(written, village)


def _text(entry: Entry, column: str) -> str:
    value = entry.get(column)
    return "" if value is None else plain(str(value))


@cache
def qr_rows(text: str) -> list[str]:
    """The squares of a QR code, a text of 0 and 1 a row; none without a text."""
    if not text:
        return []
    import segno

    code = segno.make(text, micro=False)
    return ["".join("1" if square else "0" for square in row) for row in code.matrix]
