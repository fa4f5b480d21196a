"""The plan workbook for people: pictures, one decision for many, damaged ids, what is set aside."""

from __future__ import annotations

import io
import subprocess
import zipfile

import openpyxl
import pytest
import shoebox
from PIL import Image
from shoebox import APPLICATION, put
from test_plan import by_source, correct, planned

from docgen.archive import planbook, thumbs
from docgen.archive.alike import title_form
from docgen.archive.plan import load_plan, make_plan, plan_path, save_plan

LEDGER = shoebox.ledger()
SIGN = ["柳溪镇大湾村村民委员会", "2018年9月3日"]


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    folder = shoebox.folder_at(tmp_path)
    put(folder, "a.pdf", shoebox.pdf(APPLICATION))
    for number, year in enumerate((2017, 2018, 2019)):
        put(
            folder,
            f"议事{number}.pdf",
            shoebox.pdf((f"大湾村{year}年院内议事小记", [*SIGN, str(year)])),
        )
    put(folder, "别的.pdf", shoebox.pdf(("大湾村鱼塘看护小记", SIGN)))
    put(folder, "IMG.jpg", shoebox.picture())
    return folder


def sheet_of(folder, name="归档计划"):
    return openpyxl.load_workbook(plan_path(folder))[name]


def rows_of(folder, name):
    return [[cell.value for cell in row] for row in sheet_of(folder, name).iter_rows()]


def test_papers_to_be_looked_at_have_a_picture_of_their_first_page(box):
    plan = planned(box)
    waiting = {paper.id for paper in plan.papers if paper.decision == "review"}
    assert set(plan.pictures) == waiting != set()
    sheet = sheet_of(box)
    assert len(sheet._images) == len(waiting)
    top = next(n for n in range(1, 20) if sheet.cell(n, 1).value == "编号")
    heads = [cell.value for cell in sheet[top]]
    for image in sheet._images:
        place = image.anchor._from
        assert heads[place.col] == "首页图"
        assert sheet.cell(place.row + 1, 1).value in waiting
        assert sheet.row_dimensions[place.row + 1].height >= image.height * 0.5 * 0.75


def test_beyond_the_limit_a_link_stands_instead(box, monkeypatch):
    monkeypatch.setattr(thumbs, "MOST", 2)
    plan = planned(box)
    assert len(plan.pictures) == 2
    assert [row.count("打开看") for row in rows_of(box, "归档计划")].count(1) == sum(
        paper.decision == "review" for paper in plan.papers
    ) - 2


def test_pictures_are_the_same_bytes_with_and_without_the_cache(box):
    planned(box)
    first = plan_path(box).read_bytes()
    planned(box)
    assert plan_path(box).read_bytes() == first
    for path in box.cache.glob("archive.sqlite*"):
        path.unlink()
    planned(box)
    assert plan_path(box).read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        pictures = [name for name in package.namelist() if "media/" in name]
        for name in pictures:
            Image.open(io.BytesIO(package.read(name))).load()


def test_a_file_nobody_can_open_has_no_picture_and_stops_nothing(box):
    put(box, "坏.jpg", b"\xff\xd8\xff\xe0 broken")
    assert planned(box).papers


def test_one_decision_for_all_of_the_same_form(box):
    planned(box)
    correct(box, "扫描件/议事0.pdf", {"改为文种": "V018", "同类都这样": "是"})
    for plan in (load_plan(box, LEDGER), planned(box), planned(box)):
        found = {p.source[4:]: (p.type, p.decision) for p in plan.papers}
        assert [found[f"议事{n}.pdf"] for n in range(3)] == [("V018", "auto")] * 3
        assert found["别的.pdf"][1] == "review"
    notes = " ".join(str(value) for row in rows_of(box, "归档计划") for value in row)
    assert "同类都这样：照“扫描件/议事0.pdf”" in notes


def test_what_somebody_decided_otherwise_is_not_overruled(box):
    planned(box)
    correct(box, "扫描件/议事0.pdf", {"改为文种": "V018", "同类都这样": "是"})
    correct(box, "扫描件/议事1.pdf", {"改为文种": "V023"})
    correct(box, "扫描件/议事2.pdf", {"确认": "待定"})
    plan = planned(box)
    assert by_source(plan, "议事1.pdf").type == "V023"
    assert by_source(plan, "议事2.pdf").decision == "review"


def test_nobody_is_given_a_household_by_it(box):
    for number in range(2):
        put(
            box,
            f"申请{number}.pdf",
            shoebox.pdf(("贫困户申请书", ["申请人：", f"2014年4月{number + 1}日"])),
        )
    planned(box)
    correct(box, "扫描件/申请0.pdf", {"改为户编号": "0103", "同类都这样": "是"})
    plan = planned(box)
    assert by_source(plan, "申请0.pdf").decision == "auto"
    other = by_source(plan, "申请1.pdf")
    assert (other.household, other.decision) == ("", "review")


def test_titles_are_alike_without_names_numbers_and_years():
    one = title_form("大湾村2017年苗春生院内议事小记（第3次）", ["苗春生", "罗广才"])
    assert one == title_form("大湾村二〇一九年罗广才院内议事小记（第十次）", ["苗春生", "罗广才"])
    assert one != title_form("大湾村鱼塘看护小记", ["苗春生"])


@pytest.mark.parametrize("damage", ["abc", "12345", "FFFFFFFFFFFF-1-1", "0e1234-1-1"])
def test_a_damaged_id_is_shown_not_guessed(box, damage):
    planned(box)
    row = correct(box, "扫描件/别的.pdf", {"编号": damage, "改为文种": "V119"})
    for plan in (load_plan(box, LEDGER), make_plan(box, LEDGER)):
        told = [f for f in plan.findings if f.code == "E803"]
        assert [f.cell for f in told] == [f"A{row}"]
        assert damage in told[0].message
        paper = by_source(plan, "别的.pdf")
        assert (paper.type == "V119", paper.decision) == (False, "review")
        assert plan.ledger.pages_in == plan.ledger.pages_out
    save_plan(box, make_plan(box, LEDGER))
    assert damage in [line[0] for line in rows_of(box, "归档计划")]


def test_a_decision_is_not_carried_over_to_other_content_under_the_same_name(box):
    planned(box)
    correct(box, "扫描件/别的.pdf", {"改为文种": "V119"})
    put(box, "别的.pdf", shoebox.pdf(("大湾村鱼塘看护新记", SIGN)))
    plan = planned(box)
    assert by_source(plan, "别的.pdf").type != "V119"
    assert [row.paper.source for row in plan.lost] == ["扫描件/别的.pdf"]


def test_what_is_set_aside_stands_on_sheets_of_its_own(box):
    put(box, "再一份.pdf", (box.scans / "a.pdf").read_bytes())
    put(box, "空.pdf", b"")
    put(box, "Thumbs.db", b"x")
    planned(box)
    for name, source in (("重复", "再一份.pdf"), ("读不出", "空.pdf"), ("忽略", "Thumbs.db")):
        assert f"扫描件/{source}" in [row[0] for row in rows_of(box, name)]
    assert any("扫描质量" in str(row[3]) or "图像" in str(row[3]) for row in rows_of(box, "质量"))
    pages = {row[0]: row[1] for row in rows_of(box, "页数账")}
    assert pages["差额（应为0）"] == 0


def test_libreoffice_opens_and_saves_it_and_nothing_is_lost(box, tmp_path):
    planned(box)
    correct(box, "扫描件/议事0.pdf", {"改为文种": "V018", "同类都这样": "是"})
    before = load_plan(box, LEDGER)
    out = tmp_path / "out"
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    done = subprocess.run(
        [*command, str(plan_path(box))], capture_output=True, timeout=120, check=False
    )
    if done.returncode or not (out / plan_path(box).name).exists():
        pytest.skip("LibreOffice is not here")
    plan_path(box).write_bytes((out / plan_path(box).name).read_bytes())
    after = load_plan(box, LEDGER)
    assert [(p.id, p.type, p.decision) for p in after.papers] == [
        (p.id, p.type, p.decision) for p in before.papers
    ]


def test_every_column_is_known_again(box):
    planned(box)
    sheet = sheet_of(box)
    top = next(n for n in range(1, 20) if sheet.cell(n, 1).value == "编号")
    assert [cell.value for cell in sheet[top]] == list(planbook.OWN)
