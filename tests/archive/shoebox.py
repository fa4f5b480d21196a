"""Papers for tests: made with ReportLab, python-docx and Pillow, another road than the reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
from docx import Document as Word
from docx.shared import Pt
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from docgen.facts.words import check_character
from docgen.folder import Folder, open_folder
from docgen.model import Household, Ledger, Person, Project
from docgen.resources import fonts_folder

SETTINGS = """
[place]
county = "平岭县"
town = "柳溪镇"
village = "大湾村"
village_code = "999888777001"
[period]
start = 2026-01-01
end = 2026-06-30
"""

Page = tuple[str, Sequence[str]]
"""A title and the lines below; an empty title and no lines make an empty page."""


def folder_at(root: Path, extra: str = "") -> Folder:
    """A work folder with settings and an empty 扫描件/."""
    (root / "扫描件").mkdir(parents=True, exist_ok=True)
    (root / "docgen.toml").write_text(SETTINGS + extra, encoding="utf-8")
    return open_folder(root)


def id_of(birth: str, order: int) -> str:
    """An ID of nobody, with the right check character."""
    head = f"999888{birth}{order:03d}"
    return head + check_character(head)


PEOPLE = (
    ("0101", "罗广才", "一组", "19620305", 1, 2016),
    ("0102", "苗春生", "二组", "19710812", 3, 2018),
    ("0103", "樊玉梅", "三组", "19581120", 2, None),
    ("0104", "罗广才", "三组", "19650101", 5, 2017),
)


def ledger() -> Ledger:
    """Four households; two householders share a name but not a group."""
    households, persons = [], []
    for key, name, group, birth, order, lifted in PEOPLE:
        kind = "脱贫户" if lifted else "一般农户"
        monitored = None if lifted else "边缘易致贫户"
        households.append(
            Household(
                id=key,
                householder=name,
                village="大湾村",
                group=group,
                kind=kind,
                monitored_kind=monitored,
                lifted_year=lifted,
            )
        )
        persons.append(
            Person(
                household=key,
                name=name,
                id_number=id_of(birth, order),
                relation="户主",
                health="健康",
            )
        )
    persons.append(
        Person(household="0102", name="苗小禾", id_number=id_of("20080909", 7), relation="之女")
    )
    projects = (Project(id="XM2024-01", name="大湾村通组路硬化项目"),)
    return Ledger(
        households=tuple(households),
        persons=tuple(persons),
        projects=projects,
        sheets={"户信息": frozenset({"户类型", "监测对象类别"})},
    )


def pdf(*pages: Page, size: tuple[float, float] = (595, 842)) -> bytes:
    """A born-digital PDF: each page a large title and lines of 12 points."""
    if "TestSong" not in pdfmetrics.getRegisteredFontNames():
        path = fonts_folder() / "DocgenSong-Regular.ttf"
        pdfmetrics.registerFont(TTFont("TestSong", str(path)))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, initialFontName="TestSong")
    for title, lines in pages:
        if title:
            canvas.setFont("TestSong", 20)
            canvas.drawCentredString(size[0] / 2, size[1] - 90, title)
        canvas.setFont("TestSong", 12)
        for number, line in enumerate(lines):
            canvas.drawString(80, size[1] - 140 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def encrypted(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as book:
        buffer = io.BytesIO()
        book.save(buffer, encryption=pikepdf.Encryption(owner="o", user="secret"))
    return buffer.getvalue()


def picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (620, 877),
    dpi: int | None = 75,
    turn: int = 1,
    seed: int = 0,
) -> bytes:
    """A picture of a page with some ink; ``turn`` is its EXIF orientation."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for step in range(6):
        draw.rectangle(
            (60, 100 + 60 * step, 400 + 13 * (seed + step), 118 + 60 * step), fill="black"
        )
    buffer = io.BytesIO()
    options: dict[str, object] = {"dpi": (dpi, dpi)} if dpi else {}
    if turn != 1:
        exif = Image.Exif()
        exif[0x0112] = turn
        options["exif"] = exif
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def tiff(pages: int) -> bytes:
    images = [Image.new("1", (400, 560), 1) for _ in range(pages)]
    for number, image in enumerate(images):
        ImageDraw.Draw(image).rectangle((20, 20, 60 + 20 * number, 80), fill=0)
    buffer = io.BytesIO()
    images[0].save(
        buffer,
        "TIFF",
        save_all=True,
        append_images=images[1:],
        compression="group4",
        dpi=(200, 200),
    )
    return buffer.getvalue()


def docx(title: str, lines: Sequence[str]) -> bytes:
    document = Word()
    document.add_paragraph().add_run(title).font.size = Pt(22)
    for line in lines:
        document.add_paragraph().add_run(line).font.size = Pt(12)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date(2020, 1, 1).timetuple()[:6])
            package.writestr(info, content, compress_type=compression)
    return buffer.getvalue()


def put(folder: Folder, name: str, content: bytes) -> Path:
    """Put a file into 扫描件/."""
    path = folder.scans / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


APPLICATION: Page = (
    "贫困户申请书",
    [
        "柳溪镇大湾村村民委员会：",
        "户主：苗春生 二组",
        "因缺资金，申请为贫困户。",
        "申请人：苗春生",
        "2014年5月8日",
    ],
)
CONFIRMATION: Page = (
    "贫困户脱贫确认书",
    ["户主：苗春生 二组", "经核算已达到脱贫标准。", "户主签字：苗春生", "2018年11月2日"],
)
NOTICE: Page = (
    "大湾村拟脱贫户名单公示",
    ["下列各户拟脱贫，现予公示。", "大湾村村民委员会", "2018年10月26日"],
)
