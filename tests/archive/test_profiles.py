"""Profiles and ways of filing are data: the same papers sorted otherwise, no code changed."""

from __future__ import annotations

import io
from collections import Counter

import openpyxl
import pikepdf
import pypdf
import pytest
import secondbox
import shoebox
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from shoebox import APPLICATION, CONFIRMATION, NOTICE, put

from docgen.archive.itemstamp import HEIGHT, WIDTH, blank_place
from docgen.archive.plan import load_plan, make_plan, save_plan
from docgen.archive.schema_file import load_schema, read_schema
from docgen.archive.volumes import build
from docgen.errors import SchemaFaulty
from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger
from docgen.pages.stamp import MM
from docgen.resources import shared

LEDGER = shoebox.ledger()
PACKAGED = shared("archive_schema.yaml")
TEXT = PACKAGED.read_text(encoding="utf-8")
PROFILES = ("五类", "国家四类", "江西JF", "江西JF县镇", "陕西四类", "保山")
EXIT = ("贫困村退出验收表", ["柳溪镇大湾村", "平岭县扶贫开发办公室", "2018年12月1日"])
CONTRACT = ("通组路硬化工程施工合同", ["大湾村通组路硬化项目", "柳溪镇人民政府", "2024年3月1日"])


def built(root, archive):
    folder = shoebox.folder_at(root, f"\n[archive]\n{archive}\n")
    put(folder, "申请.pdf", shoebox.pdf(APPLICATION, ("", ["第二页"])))
    put(folder, "确认.pdf", shoebox.pdf(CONFIRMATION))
    put(folder, "公示.pdf", shoebox.pdf(NOTICE))
    put(folder, "退出.pdf", shoebox.pdf(EXIT))
    put(folder, "合同.pdf", shoebox.pdf(CONTRACT))
    save_plan(folder, make_plan(folder, LEDGER))
    done = build(folder, LEDGER, load_plan(folder, LEDGER))
    assert [f.message for f in done.findings if f.severity.blocks] == []
    assert done.pages.pages_in == done.pages.pages_out == 6
    return folder, done


def titled(folder, done):
    return {v.title: (v.code, v.path.split("/")[2], len(v.papers)) for v in done.volumes}


@pytest.mark.parametrize("name", PROFILES)
def test_every_type_has_exactly_one_class_in_every_profile(name):
    schema = read_schema(PACKAGED, profile=name)
    placed = Counter(schema.class_of(code).name for code in schema.types)
    assert schema.profile.pending.name not in placed
    own = {schema.profile.household.name} if schema.profile.household else set()
    assert set(placed) <= {entry.name for entry in schema.profile.classes} | own


def test_two_profiles_sort_the_same_papers_otherwise(tmp_path):
    one = built(tmp_path / "a", 'profile = "五类"\nfonds = "Z9"')
    two = built(tmp_path / "b", 'profile = "江西JF"\nfonds = "Z9"')
    village = "999888777001"
    assert titled(*one)["大湾村二组苗春生户档案"] == (f"Z9-JF·08·{village}-0001", "农户档案", 2)
    assert titled(*two)["大湾村二组苗春生户档案"] == (f"Z9-JF·02·{village}-0001", "贫困户文件", 2)
    assert titled(*one)["大湾村精准脱贫材料"][2] == 2
    assert titled(*two)["大湾村汇总文件材料"] == (f"Z9-JF·01·{village}-0001", "汇总文件", 2)


def test_at_county_and_town_households_lie_with_their_class(tmp_path):
    places = titled(*built(tmp_path, 'profile = "江西JF县镇"'))
    assert places["大湾村精准识别类材料"][:2] == ("JF·02-0001", "精准识别类")
    assert places["大湾村精准脱贫类材料"][2] == 3


def test_single_types_go_where_the_profile_says(tmp_path):
    schema = read_schema(PACKAGED, profile="陕西四类")
    assert schema.class_of("V091").name == "贫困退出"
    assert schema.class_of("V087").name == "精准脱贫"
    places = titled(*built(tmp_path, 'profile = "陕西四类"'))
    assert places["大湾村贫困退出材料"][2] == 2


def test_what_the_sources_do_not_say_is_shown_in_the_plan(tmp_path):
    folder, _ = built(tmp_path, 'profile = "保山"')
    sheet = openpyxl.load_workbook(folder.records / "归档计划.xlsx")["归档计划"]
    notes = " ".join(str(sheet.cell(n, 1).value) for n in range(1, 8))
    assert "核对" in notes
    assert "暂定" in notes


FAULTS = [
    ("types: [H41, H43", "types: [H41, H999", "H999"),
    ("types: [V020, V067]", "types: [V018, V067]", "V018"),
    ('{code: "05", name: 特殊载体类, from: [特殊载体]}', '{code: "05", name: 特殊}', "特殊载体"),
    ('household: {code: "02", name: 贫困户文件', 'household: {code: "01", name: 贫困户文件', "01"),
    ("name: 汇总文件, from", "name: 待确认, from", "待确认"),
    ("filing: 案卷", "filing: 盒", "盒"),
    ("filing: 案卷", 'filing: 件\n    item_code: "{fonds}-{keep}-{item}"', "year"),
    ("    confirm: [基本", "    confirm: 基本 #", "confirm"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_fault_in_any_profile_is_told_with_its_line(tmp_path, old, new, said):
    assert old in TEXT
    path = tmp_path / "archive_schema.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaFaulty) as caught:
        read_schema(path, profile="五类")
    assert said in caught.value.sentence()
    place = TEXT[: TEXT.index(old)].count("\n") + 1
    assert abs(int(str(caught.value.facts["line"])) - place) <= 16


def test_a_wrong_way_of_filing_in_the_settings_is_told():
    with pytest.raises(SchemaFaulty, match="盒"):
        read_schema(PACKAGED, filing="盒")


def by_item(root):
    return built(root, 'profile = "五类"\nfonds = "Z109"\nfiling = "件"')


def test_by_item_each_paper_has_its_code_and_its_pages_begin_with_1(tmp_path):
    folder, done = by_item(tmp_path)
    assert {v.code: len(v.papers) for v in done.volumes} == {
        "Z109-JF·2014-Y-0001": 1,
        "Z109-JF·2018-Y-0001至0003": 3,
        "Z109-JF·2024-Y-0001": 1,
    }
    box = next(v for v in done.volumes if "2018" in v.code)
    with pypdf.PdfReader(folder.root / box.path) as reader:
        said = [page.extract_text() for page in reader.pages]
        listed = next(n for n, text in enumerate(said) if "密级" in text)
        width, height = reader.pages[listed].mediabox[2:]
    assert width > height
    words = "".join(said[listed].split())
    assert "序号档号文号责任者题名日期密级页数备注" in words
    for item in ("0001", "0002", "0003"):
        assert f"Z109-JF·2018-Y-{item}" in words
    firsts = [text for text in said if "Z109" in text and "永久" in text and "2018" in text]
    stamped = [text for text in said[listed + 1 :] if "永久" in text]
    assert len(stamped) == 3
    assert all("1" in text.split() for text in stamped)
    assert len(firsts) >= 3
    kept = openpyxl.load_workbook(folder.output("档案") / "案卷目录.xlsx")["卷内文件目录"]
    codes = [row[0].value for row in kept.iter_rows() if row[0].value]
    assert "Z109-JF·2018-Y-0002" in codes


def test_by_item_each_item_begins_on_a_sheet_of_its_own(tmp_path):
    folder, done = by_item(tmp_path)
    box = next(v for v in done.volumes if "2018" in v.code)
    with pypdf.PdfReader(folder.root / box.path) as reader:
        marks = [reader.get_destination_page_number(item) for item in reader.outline]
    assert all(place % 2 == 0 for place in marks)


def test_a_paper_without_a_year_waits_because_it_has_no_item_number(tmp_path):
    folder = shoebox.folder_at(tmp_path, '\n[archive]\nfiling = "件"\n')
    put(folder, "申请.pdf", shoebox.pdf(("贫困户申请书", ["户主：苗春生 二组", "申请人：苗春生"])))
    save_plan(folder, make_plan(folder, LEDGER))
    plan = load_plan(folder, LEDGER)
    assert [p.decision for p in plan.papers] == ["auto"]
    done = build(folder, LEDGER, plan)
    assert [v.title for v in done.volumes] == ["大湾村待确认材料"]


KEPT: list[pikepdf.Pdf] = []
"""A page lives as long as its file."""


def page_of(draw, size=(595, 842)):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    KEPT.append(pikepdf.open(io.BytesIO(buffer.getvalue())))
    return KEPT[-1].pages[0]


def test_the_stamp_stands_at_the_top_in_the_middle_when_that_is_blank():
    x, y = blank_place(page_of(lambda canvas: canvas.rect(100, 100, 300, 300, fill=1)))
    assert abs(x + WIDTH / 2 - 105) <= 1
    assert y <= 8


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_stamp_never_covers_writing(rotate):
    page = page_of(lambda canvas: [canvas.rect(20, y, 555, 6, fill=1) for y in range(500, 842, 20)])
    page.obj["/Rotate"] = rotate
    x, y = blank_place(page)
    with pikepdf.new() as book:
        book.pages.append(page)
        buffer = io.BytesIO()
        book.save(buffer)
    import pypdfium2

    picture = pypdfium2.PdfDocument(buffer.getvalue())[0].render(scale=1).to_pil().convert("L")
    box = tuple(round(v * MM) for v in (x, y, x + WIDTH, y + HEIGHT))
    assert picture.crop(box).getextrema() == (255, 255)


def test_a_page_full_of_writing_has_no_place_for_it():
    assert (
        blank_place(page_of(lambda c: [c.rect(0, y, 595, 5, fill=1) for y in range(0, 842, 30)]))
        is None
    )


def test_a_picture_with_an_even_dark_ground_counts_as_blank():
    def draw(canvas):
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(Image.new("L", (300, 420), 180)), 0, 0, 595, 842)

    assert blank_place(page_of(draw)) is not None


@pytest.fixture(scope="module")
def sorted_by(tmp_path_factory):
    """The second shoebox planned under every profile: profile → schema and papers."""
    root = tmp_path_factory.mktemp("profiles") / "村"
    secondbox.make(root)
    found = {}
    for name in PROFILES:
        told = f'{secondbox.SETTINGS}\n[archive]\nprofile = "{name}"\n'
        (root / "docgen.toml").write_text(told, encoding="utf-8")
        folder = open_folder(root)
        found[name] = (load_schema(folder), make_plan(folder, read_ledger(folder)).papers)
    return found


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_sorts_the_whole_shoebox(sorted_by, name):
    """No code changes between them: types, households and years are the same, classes are not."""
    schema, papers = sorted_by[name]
    known = {entry.name for entry in schema.profile.classes} | {schema.profile.pending.name}
    known |= {schema.profile.household.name} if schema.profile.household else set()
    assert {paper.volume for paper in papers} <= known
    accepted = [paper for paper in papers if paper.decision == "auto"]
    assert all(paper.volume == schema.class_of(paper.type).name for paper in accepted)
    assert schema.profile.pending.name not in {paper.volume for paper in accepted}
    _, first = sorted_by[PROFILES[0]]
    said = [(p.source, p.first, p.type, p.household, p.year, p.decision) for p in papers]
    assert said == [(p.source, p.first, p.type, p.household, p.year, p.decision) for p in first]


def test_no_two_profiles_sort_alike(sorted_by):
    ways = {tuple(paper.volume for paper in papers) for _, papers in sorted_by.values()}
    assert len(ways) == len(PROFILES)
