"""A second shoebox with truth: two villages put together, papers worded as counties word them.

Unlike ``corpus.py`` in all that a reader sees: forms with cells, letters, contracts, minutes,
lists, certificates; titles over two lines, set wide apart, under 附件3 or a number, no larger than
the text; PDF by ReportLab, Word files whose titles are large by their style, workbooks,
GBK text; names that phones, scanners and chat programs give; bundles. ``secondbox.txt`` holds the
papers. The reader was mended with this box in hand: its figures are no forecast for another one.
"""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import shoebox
from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from shoebox import id_of

COUNTY, TOWN = "云台县", "石门坎乡"
FIRST, SECOND = "半坡寨村", "大石坳村"
SETTINGS = f"""
[place]
county = "{COUNTY}"
town = "{TOWN}"
village = "{FIRST}"
village_code = "999666555004"
[period]
start = 2026-01-01
end = 2026-06-30
"""
Rows = list[list[str]]
Truth = dict[str, str]


@dataclass(frozen=True)
class Family:
    """A household: number, village, householder, group, birth, year lifted (0: never), risk."""

    key: str
    village: str
    holder: str
    group: str
    birth: str
    lifted: int = 0
    watched: str = ""
    members: tuple[tuple[str, str], ...] = ()


FAMILIES = (
    Family("03-017", FIRST, "田茂林", "三组", "19570311", 2016, members=(("田小军", "19990707"),)),
    Family("03-021", FIRST, "田茂森", "三组", "19630805", 2018, members=(("田小燕", "20050606"),)),
    Family("01-004", FIRST, "龙金花", "一组", "19710202", 2019, members=(("石磊", "20000909"),)),
    Family("02-009", FIRST, "石昌友", "二组", "19650123", 2017, members=(("麻妹", "19680808"),)),
    Family("05-112", FIRST, "司马兰英", "五组", "19500415", 2017, "脱贫不稳定户"),
    Family("04-033", FIRST, "吴明", "四组", "19780617", 2020, members=(("吴小东", "20061212"),)),
    Family("06-058", FIRST, "麻云贵", "六组", "19691014", 0, "边缘易致贫户"),
    Family("H2-8", SECOND, "杨秀英", "二组", "19560720", 2018, members=(("罗雨晴", "20050905"),)),
    Family("H4-11", SECOND, "杨秀英", "四组", "19620228", 2019),
    Family("H1-3", SECOND, "罗阿牛", "一组", "19480501", 2015, members=(("罗大勇", "19740226"),)),
    Family("H6-20", SECOND, "龚兴旺", "六组", "19830910", 0, "突发严重困难户"),
    Family("H3-15", SECOND, "胡国强", "三组", "19760615", 2019, members=(("胡佳", "20040818"),)),
    Family("05-044", FIRST, "龙正文", "五组", "19610909", 2018),
    Family("01-031", FIRST, "向老满", "一组", "19540104", 2016),
)
BY_KEY = {family.key: family for family in FAMILIES}
STRANGER, NAMESAKES = "xx", "杨秀英"
DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Sheet:
    """One paper as it is drawn: title, cells, paragraphs, foot; how the title is set; a number."""

    title: str
    rows: Rows
    paragraphs: list[str]
    foot: list[str]
    layout: str
    key: str


@dataclass(frozen=True)
class Entry:
    """One line of ``secondbox.txt``."""

    code: str
    key: str
    day: str
    kind: str
    title: str
    lines: list[str]

    @property
    def year(self) -> str:
        found = re.search(r"(20\d\d)年", self.title)
        return found.group(1) if found else self.day[:4]


def entries() -> Iterator[Entry]:
    text = Path(__file__).with_name("secondbox.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, *lines = (part.strip() for part in line.split(" | "))
            yield Entry(*head.split(" ", 4), lines)


def number(family: Family) -> str:
    return id_of(family.birth, 1 + FAMILIES.index(family))


def small(value: int) -> str:
    """12 → 十二."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def dated(day: str, how: int) -> str:
    """A day as four hands write it."""
    year, month, date = (int(part) for part in day.split("-"))
    chinese = "".join(DIGITS[int(sign)] for sign in str(year))
    return (
        f"{year}年{month}月{date}日",
        f"{chinese}年{small(month)}月{small(date)}日",
        f"{year}.{month}.{date}",
        f"{year}年{month:02d}月{date:02d}日",
    )[how]


def own_rows(family: Family, how: int) -> Rows:
    """How a form says whose it is: six roads."""
    whole, home = number(family), f"{family.village}{family.group}"
    return (
        [["户主姓名", family.holder, "家庭住址", home]],
        [[f"户编号：{family.key}", f"户主：{family.holder}"]],
        [["姓　名", family.holder, "身份证号", whole]],
        [["户主", family.holder, "村民小组", family.group]],
        [["户主", family.holder, "证件号码", f"{whole[:6]}********{whole[-4:]}"]],
        [
            ["行政村", family.village, "组别", family.group],
            ["户主姓名", family.holder, "性别", "男"],
        ],
    )[how % 6]


def form(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    lines = entry.lines
    rows = own_rows(BY_KEY[entry.key], place)
    rows += [[*lines[at : at + 2], ""][:2] for at in range(0, len(lines), 2)]
    foot = (f"填表人：　　　　填表时间：{date}", f"户主签字：　　　　　　{date}", date)
    return rows, [], [foot[place % 3]]


def letter(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    family = BY_KEY[entry.key]
    home = f"{family.village}{family.group}"
    who = (
        f"我叫{family.holder}，家住{home}，身份证号{number(family)}。",
        f"本人{family.holder}，系{home}村民。",
        f"申请人{family.holder}，家住{home}。",
    )[place % 3]
    to = ("尊敬的村党支部、村委会：", f"{family.village}村民委员会：")[place % 2]
    sign = (f"申请人：{family.holder}", f"申请人（签字）：{family.holder}", family.holder)[
        place % 3
    ]
    return [], [to, who, *entry.lines, "特此申请，望批准为盼。"], [sign, date]


def contract(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    family = BY_KEY[entry.key]
    who = f"（{family.village}{family.group}）" if place % 2 else f"　身份证号：{number(family)}"
    parties = [f"甲方：{family.village}村民委员会", f"乙方：{family.holder}{who}"]
    lines = [*parties, "为明确双方权利义务，经协商订立如下条款：", *entry.lines]
    return [], lines, [f"甲方（盖章）　　　乙方（签字）：{family.holder}", date]


def certificate(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    family = BY_KEY[entry.key]
    lines = [f"姓名　{family.holder}", "性别　男", f"公民身份号码　{number(family)}", *entry.lines]
    return [], lines, [date]


def notice(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    named = [village for village in (FIRST, SECOND) if village in entry.title]
    village = named[0] if named else f"{TOWN}{(SECOND, FIRST)[place % 2]}"
    return [], entry.lines, [f"{village}村民委员会", date]


def of_town(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    return [], entry.lines, [f"{TOWN}人民政府", date]


def of_county(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    bodies = ("扶贫开发领导小组办公室", "人民政府", "农业农村局")
    return [], entry.lines, [f"{COUNTY}{bodies[place % 3]}", date]


def minutes(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    head = [f"时间：{date}", "地点：村委会办公室", "主持人：石某"]
    who = "参会人员：村干部、党员、村民代表共32人"
    return [], [*head, who, *entry.lines, "记录人：向某"], []


def roll(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    rows = [["序号", *entry.lines]]
    for order, family in enumerate(FAMILIES[:9], start=1):
        rows.append([str(order), family.holder, *["—"] * (len(entry.lines) - 1)])
    return rows, [], [f"填报单位：{FIRST}　　{date}" if place % 3 else date]


def table(entry: Entry, place: int, date: str) -> tuple[Rows, list[str], list[str]]:
    return [entry.lines], [], [f"填报单位：{FIRST}　　{date}" if place % 3 else date]


KINDS: dict[str, Callable[[Entry, int, str], tuple[Rows, list[str], list[str]]]] = {
    "f": form,
    "l": letter,
    "c": contract,
    "k": certificate,
    "n": notice,
    "t": of_town,
    "y": of_county,
    "m": minutes,
    "r": roll,
    "p": table,
}
LAYOUTS = ("centre", "annex", "spaced", "plain", "number", "two", "centre")


def sheet_of(entry: Entry, place: int) -> Sheet:
    how = place % 4 if entry.kind in "lntyc" else (0, 2, 3)[place % 3]
    date = dated(entry.day, how)
    if entry.key in (STRANGER, NAMESAKES):
        name = NAMESAKES if entry.key == NAMESAKES else "秦不在"
        body: tuple[Rows, list[str], list[str]] = ([["户主", name]], entry.lines, [date])
    elif "+" in entry.key:
        both = [BY_KEY[key] for key in entry.key.split("+")]
        body = ([["户主", f.holder, "户编号", f.key] for f in both], entry.lines, [date])
    else:
        body = KINDS[entry.kind](entry, place, date)
    return Sheet(entry.title, *body, LAYOUTS[place % len(LAYOUTS)], entry.key)


WIDTH, HEIGHT = 595, 842


class _Pen:
    """A page drawn from the top down."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.at = HEIGHT - 70.0

    def put(self, text: str, size: float, left: float | None = None) -> None:
        self.canvas.setFont("TestSong", size)
        if left is None:
            self.canvas.drawCentredString(WIDTH / 2, self.at, text)
        else:
            self.canvas.drawString(left, self.at, text)
        self.at -= size * 1.6

    def row(self, cells: Sequence[str]) -> None:
        wide = 455 / max(1, len(cells))
        for place, cell in enumerate(cells):
            self.canvas.rect(70 + place * wide, self.at - 8, wide, 24)
            self.canvas.setFont("TestSong", min(11, max(5, wide / max(1, len(cell)))))
            self.canvas.drawString(74 + place * wide, self.at, cell)
        self.at -= 24


def head(pen: _Pen, sheet: Sheet) -> None:
    """The title as five hands set it."""
    title, layout = sheet.title, sheet.layout
    if layout == "annex":
        pen.put("附件3：", 12, 70)
        pen.put(COUNTY + TOWN, 18)
        pen.put(title, 18)
    elif layout == "spaced" and len(title) <= 8:
        pen.put("　".join(title), 22)
    elif layout == "plain":
        pen.put(title, 12)
    elif layout == "number":
        pen.put(f"编号：{sheet.key}" if sheet.key in BY_KEY else "档号：", 9, 420)
        pen.put(title, 18)
    elif layout == "two" and len(title) > 12:
        pen.put(title[: len(title) // 2], 20)
        pen.put(title[len(title) // 2 :], 20)
    else:
        pen.put(title, 20)


def draw(canvas: Canvas, sheet: Sheet) -> None:
    pen = _Pen(canvas)
    head(pen, sheet)
    pen.at -= 12
    for cells in sheet.rows:
        pen.row(cells)
    pen.at -= 8
    for paragraph in sheet.paragraphs:
        text = paragraph if paragraph.endswith("：") else f"　　{paragraph}"
        for at in range(0, len(text), 38):
            pen.put(text[at : at + 38], 12, 70)
    pen.at -= 20
    for line in sheet.foot:
        pen.put(line, 12, 300 if len(line) < 18 else 70)
    canvas.showPage()


def pdf(sheets: Sequence[Sheet]) -> bytes:
    shoebox.pdf(("", []))  # registers the face
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (WIDTH, HEIGHT), invariant=1, initialFontName="TestSong")
    for sheet in sheets:
        draw(canvas, sheet)
    canvas.save()
    return buffer.getvalue()


def docx(sheet: Sheet) -> bytes:
    document = Word()
    if sheet.layout in ("annex", "number"):
        document.add_paragraph("附件2" if sheet.layout == "annex" else f"编号：{sheet.key}")
    if sheet.layout in ("centre", "two", "annex"):
        document.add_heading(sheet.title, 0)
    else:
        apart = sheet.layout == "spaced" and len(sheet.title) <= 8
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run("　".join(sheet.title) if apart else sheet.title)
        run.bold = True
        if sheet.layout == "spaced":
            run.font.size = Pt(22)
    if sheet.rows:
        cells = document.add_table(rows=0, cols=max(map(len, sheet.rows)))
        for row in sheet.rows:
            for cell, text in zip(cells.add_row().cells, row, strict=False):
                cell.text = text
    for line in (*sheet.paragraphs, *sheet.foot):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def xlsx(sheet: Sheet) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    if sheet.layout == "annex":
        page.append(["附件1"])
    page.append([sheet.title])
    page.merge_cells(start_row=page.max_row, start_column=1, end_row=page.max_row, end_column=5)
    for row in (*sheet.rows, *([line] for line in (*sheet.paragraphs, *sheet.foot))):
        page.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def txt(sheet: Sheet) -> bytes:
    rows = ("　".join(row) for row in sheet.rows)
    return "\r\n".join([sheet.title, *rows, *sheet.paragraphs, *sheet.foot]).encode("gb18030")


MAKERS: dict[str, Callable[[Sheet], bytes]] = {
    "pdf": lambda sheet: pdf([sheet]),
    "docx": docx,
    "xlsx": xlsx,
    "txt": txt,
}


def ending_of(entry: Entry, place: int) -> str:
    if entry.kind in "rp" and place % 3 == 0:
        return "xlsx"
    if place % 4 == 1:
        return "docx"
    return "txt" if entry.kind == "l" and place % 5 == 2 else "pdf"


def name_of(entry: Entry, place: int) -> str:
    """Names as scanners, phones, chat programs and tidy people give them."""
    family, day = BY_KEY.get(entry.key), entry.day.replace("-", "")
    own = f"{family.village}{family.group}/{family.holder}" if family else "村档案"
    return (
        f"扫描/扫描{place:04d}",
        f"手机/IMG_{day[:4]}0512_{93000 + place:06d}",
        f"微信/微信图片_{day}{100000 + place}",
        f"{day[:4]}年/{re.sub('[“”]', '', entry.title[:14])}_{place}",
        f"{own}/{place:03d}",
        f"杂/新建文件{place}",
        f"扫描/Scan_{day}_{place}",
    )[place % 7]


def make(root: Path) -> list[Truth]:
    """Write a work folder with ledger and papers under ``root`` and return the truth."""
    (root / "扫描件").mkdir(parents=True, exist_ok=True)
    (root / "docgen.toml").write_text(SETTINGS, encoding="utf-8")
    _ledger(root)
    truth: list[Truth] = []
    made = []
    for place, entry in enumerate(entries()):
        sheet, ending = sheet_of(entry, place), ending_of(entry, place)
        content = MAKERS[ending](sheet)
        _write(root, truth, f"{name_of(entry, place)}.{ending}", content, [(1, 1, entry)])
        made.append((entry, sheet))
    _bundles(root, truth, made)
    return truth


def _write(
    root: Path,
    truth: list[Truth],
    name: str,
    content: bytes,
    pieces: Sequence[tuple[int, int, Entry]],
) -> None:
    path = root / "扫描件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    for first, last, entry in pieces:
        known = entry.key in BY_KEY and entry.code != "?"
        truth.append(
            {
                "source": path.relative_to(root).as_posix(),
                "pages": f"{first}-{last}",
                "type": entry.code,
                "household": entry.key if known else "",
                "year": entry.year,
            }
        )


def _bundles(root: Path, truth: list[Truth], made: Sequence[tuple[Entry, Sheet]]) -> None:
    """One household's papers, forms of several households, notices; some run over two pages."""
    good = [(e, s) for e, s in made if e.code != "?" and s.layout != "plain"]
    own = [pair for pair in good if pair[0].key == "03-017"][:6]
    forms = [pair for pair in good if pair[0].code in ("H43", "H14", "H15", "H48")][:6]
    open_to_all = ("V043", "V088", "V054", "V072", "V109", "V018", "V084")
    notices = [pair for pair in good if pair[0].code in open_to_all][:7]
    more = Sheet("（续表）", [["项目", "数量", "备注"]] * 6, [], [], "plain", "")
    for name, group, long in (
        ("合并/户03-017资料", own, True),
        ("扫描/20190923扫描件", forms, False),
        ("手机/CamScanner 05-12-2020", notices, True),
    ):
        pages: list[Sheet] = []
        pieces = []
        for entry, sheet in group:
            first = len(pages) + 1
            pages += [sheet, more] if long and entry.kind in "nf" else [sheet]
            pieces.append((first, len(pages), entry))
        _write(root, truth, f"{name}.pdf", pdf(pages), pieces)


def _ledger(root: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "户信息"
    sheet.append(["户编号", "户主姓名", "行政村", "村民小组", "户类型", "监测对象类别", "脱贫年度"])
    people = book.create_sheet("家庭成员")
    people.append(["户编号", "姓名", "证件号码", "与户主关系"])
    for order, family in enumerate(FAMILIES):
        kind = "脱贫户" if family.lifted else "一般农户"
        row = [family.key, family.holder, family.village, family.group, kind, family.watched]
        sheet.append([*row, family.lifted or None])
        people.append([family.key, family.holder, number(family), "户主"])
        for name, birth in family.members:
            people.append([family.key, name, id_of(birth, 50 + order), "其他"])
    projects = book.create_sheet("项目")
    projects.append(["项目编号", "项目名称", "行政村"])
    projects.append(["XM2019-03", "半坡寨村产业路硬化项目", FIRST])
    (root / "台账").mkdir(exist_ok=True)
    book.save(root / "台账" / "台账.xlsx")


def scan(root: Path, truth: list[Truth]) -> list[Truth]:
    """Turn each PDF into pictures of itself and return the truth of these.

    150 to 300 dpi, leaning, grain, uneven light, some upside down; single pages of phones and chat
    programs become JPEG.
    """
    names = {}
    for place, path in enumerate(sorted((root / "扫描件").rglob("*.pdf"))):
        dpi = (150, 200, 200, 300)[place % 4]
        pages = _photographed(path, dpi)
        old = path.relative_to(root).as_posix()
        path.unlink()
        if len(pages) == 1 and ("手机" in old or "微信" in old):
            path = path.with_suffix(".jpg")
            pages[0].save(path, "JPEG", quality=75)
        else:
            more = {"save_all": True, "append_images": pages[1:]}
            pages[0].save(path, "PDF", resolution=dpi, quality=70, **more)
        names[old] = path.relative_to(root).as_posix()
    return [row | {"source": names[row["source"]]} for row in truth if row["source"] in names]


def _photographed(path: Path, dpi: int) -> list[Image.Image]:
    import numpy

    dice = random.Random(zlib.crc32(path.name.encode()))
    with pdfium.PdfDocument(path) as document:
        drawn = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    pages = []
    for page in drawn:
        grey = numpy.asarray(page, dtype=numpy.float32)
        grain = numpy.random.default_rng(dice.randrange(1 << 30))
        light = numpy.linspace(dice.uniform(0.8, 0.95), dice.uniform(0.85, 1), grey.shape[1])
        grey = (45 + grey * 0.76) * light[None, :] + grain.normal(0, 5, grey.shape)
        page = Image.fromarray(numpy.clip(grey, 0, 255).astype("uint8"))
        lean = dice.choice((-2, -1, 0, 0.6, 1.4))
        page = page.rotate(lean, fillcolor=210, resample=Image.Resampling.BICUBIC)
        pages.append(page.rotate(180) if dice.random() < 0.08 else page)
    return pages
