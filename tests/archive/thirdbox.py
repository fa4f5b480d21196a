"""Four villages with truth, written by hands that saw no schema: ``third`` in the north-west.

The texts hold the papers as they stand on paper: title in the first line or under a number,
set wide apart, large or not; forms, letters, lists, minutes, notices, papers of no concern to the
archive; a namesake in another group; names that phones and chat programs give; bundles.
``fourth/*.txt`` hold papers of a village of the north-east, ``fifth/*.txt`` of one of the south,
``sixth/*.txt`` of one of the south-west; each was written and measured before the reader was
mended with it in hand.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import shoebox
from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from reportlab.pdfgen.canvas import Canvas
from shoebox import id_of

SETTINGS = """
[place]
county = "{}"
town = "{}"
village = "{}"
village_code = "{}"
[period]
start = 2026-01-01
end = 2026-06-30
"""
Truth = dict[str, str]
WIDTH, HEIGHT, MARGIN = 595, 842, 72
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Family:
    """A household: number, householder, group, birth, year lifted (0: never), risk, members."""

    key: str
    holder: str
    group: str
    birth: str
    lifted: int
    risk: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Village:
    """A folder's village: county, town, name, code, and its households, from its ``ledger``."""

    place: tuple[str, ...]
    families: tuple[Family, ...]

    def people(self) -> Iterator[tuple[str, str, str]]:
        """Household, name and number of every person, the householder first."""
        for order, family in enumerate(self.families):
            persons = [(family.holder, family.birth), *family.members]
            for place, (name, birth) in enumerate(persons):
                yield family.key, name, id_of(birth, 10 * order + place + 1)

    def number(self, match: re.Match[str]) -> str:
        """``@9901000017/1``: the number of the household's second person."""
        own = [number for key, _, number in self.people() if key == match[1]]
        return own[int(match[2] or 0)]


def village_of(folder: str) -> Village:
    text = (HERE / folder / "ledger").read_text(encoding="utf-8")
    place, *rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    families = []
    for key, holder, group, birth, lifted, risk, *members in rows:
        persons = tuple((name, day) for name, day in (word.split(":") for word in members))
        risk = "" if risk == "-" else risk
        families.append(Family(key, holder, group, birth, int(lifted), risk, persons))
    return Village(tuple(place), tuple(families))


@dataclass(frozen=True)
class Entry:
    """One paper of the texts: what it is in truth and its pages, each a list of lines."""

    code: str
    household: str
    year: str
    name: str
    pages: tuple[tuple[str, ...], ...]


def groups(folder: str) -> Iterator[tuple[str, list[Entry]]]:
    """Each file with its papers: one, or several where ``{{`` opens a bundle."""
    village = village_of(folder)
    for path in sorted((HERE / folder).glob("*.txt")):
        text = re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"), flags=re.M)
        text = re.sub(r"@(\d{10}|\d{6}|[A-Z]{2}-\d{3})(?:/(\d))?", village.number, text)
        bundle = ""
        for piece in re.split(r"^(?=== |\{\{ )|^\}\}\n", text, flags=re.M):
            if piece.startswith("{{"):
                bundle, papers = piece[3:].strip(), []
            elif piece.strip():
                entry = entry_of(piece)
                if entry.name != "-":
                    yield entry.name, [entry]
                    continue
                papers.append(entry)
                if text[text.index(piece) + len(piece) :].startswith("}}"):
                    yield bundle, papers


def entry_of(piece: str) -> Entry:
    head, *lines = piece.strip().splitlines()
    code, household, year, name = head.removeprefix("== ").split(" ", 3)
    pages = "\n".join(lines).split("\n---\n")
    return Entry(code, household, year, name, tuple(tuple(p.splitlines()) for p in pages))


def pdf(papers: Sequence[Entry], order: int) -> bytes:
    """The papers in one PDF; every fourth sets its titles no larger than the text."""
    shoebox.pdf(("", []))  # registers the face
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (WIDTH, HEIGHT), invariant=1, initialFontName="TestSong")
    for paper in papers:
        for page in paper.pages:
            draw(canvas, page, 12 if order % 4 == 3 else 20)
    canvas.save()
    return buffer.getvalue()


def draw(canvas: Canvas, lines: Sequence[str], large: int) -> None:
    at = HEIGHT - 70.0
    for line in lines:
        if line.startswith("|"):
            row(canvas, line.strip("|").split("|"), at)
            at -= 24
            continue
        size = large if line.startswith("^") else 12
        words, wide = line.lstrip("^>"), int((WIDTH - 2 * MARGIN) / size)
        for start in range(0, len(words), wide):
            canvas.setFont("TestSong", size)
            part = words[start : start + wide]
            if line.startswith("^"):
                canvas.drawCentredString(WIDTH / 2, at, part)
            elif line.startswith(">"):
                canvas.drawRightString(WIDTH - MARGIN, at, part)
            else:
                canvas.drawString(MARGIN, at, part)
            at -= size * 1.6
    canvas.showPage()


def row(canvas: Canvas, cells: Sequence[str], at: float) -> None:
    wide = (WIDTH - 2 * MARGIN) / len(cells)
    for place, cell in enumerate(cells):
        canvas.rect(MARGIN + place * wide, at - 8, wide, 24)
        canvas.setFont("TestSong", min(11, max(5, wide / max(1, len(cell)))))
        canvas.drawString(MARGIN + 4 + place * wide, at, cell)


def docx(paper: Entry, order: int) -> bytes:
    document = Word()
    for line in (line for page in paper.pages for line in page):
        if line.startswith("|"):
            cells = line.strip("|").split("|")
            table = document.add_table(rows=1, cols=len(cells))
            for cell, text in zip(table.rows[0].cells, cells, strict=True):
                cell.text = text
            continue
        run = (paragraph := document.add_paragraph()).add_run(line.lstrip("^>"))
        if line.startswith("^"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run.font.size = Pt(22) if order % 3 else None
            run.bold = True
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def xlsx(paper: Entry) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in paper.pages[0]:
        sheet.append(line.lstrip("^>").strip("|").split("|"))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def content(name: str, papers: Sequence[Entry], order: int) -> bytes:
    ending = name.rpartition(".")[2]
    if ending == "docx":
        return docx(papers[0], order)
    if ending == "xlsx":
        return xlsx(papers[0])
    if ending == "txt":
        return "\r\n".join(papers[0].pages[0]).encode("gb18030")
    return pdf(papers, order)


def make(root: Path, folder: str = "third") -> list[Truth]:
    """Write a work folder with ledger and papers under ``root`` and return the truth."""
    (root / "扫描件").mkdir(parents=True, exist_ok=True)
    village = village_of(folder)
    (root / "docgen.toml").write_text(SETTINGS.format(*village.place), encoding="utf-8")
    ledger(root, village)
    truth: list[Truth] = []
    for order, (name, papers) in enumerate(groups(folder)):
        path = root / "扫描件" / name
        assert not path.exists(), f"two papers are called {name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(name, papers, order))
        first = 1
        for paper in papers:
            last = first + len(paper.pages) - 1
            known = paper.code != "?" and paper.household != "-"
            truth.append(
                {
                    "source": path.relative_to(root).as_posix(),
                    "pages": f"{first}-{last}",
                    "type": paper.code,
                    "household": paper.household if known else "",
                    "year": paper.year.strip("-"),
                }
            )
            first = last + 1
    return truth


def ledger(root: Path, village: Village) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "户信息"
    sheet.append(["户编号", "户主姓名", "行政村", "村民小组", "户类型", "监测对象类别", "脱贫年度"])
    for family in village.families:
        kind = "脱贫户" if family.lifted else "一般农户"
        place = [village.place[2], family.group, kind, family.risk, family.lifted or None]
        sheet.append([family.key, family.holder, *place])
    persons = book.create_sheet("家庭成员")
    persons.append(["户编号", "姓名", "证件号码", "与户主关系"])
    holders = {family.key: family.holder for family in village.families}
    for key, name, number in village.people():
        persons.append([key, name, number, "户主" if holders[key] == name else "其他"])
    (root / "台账").mkdir(exist_ok=True)
    book.save(root / "台账" / "台账.xlsx")
