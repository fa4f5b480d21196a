"""数据出处.xlsx: its links lead to file, sheet and cell, as Excel and as Calc read them."""

from __future__ import annotations

import re
import subprocess
import urllib.parse
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small_ledger import ledger, settings

from docgen.documents.summary_sources import sources_workbook
from docgen.facts.figures import figures_of
from docgen.facts.view import View
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger

TOML = "[period]\nstart = 2026-01-01\nend = 2026-06-30\n[place]\nvillage = '荷塘村'\n"
HEADS = ["户编号", "姓名", "证件号码", "与户主关系", "务工时间(月)", "务工区域"]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A work folder whose members stand on a sheet with a quote and a blank in its name."""
    (tmp_path / "台账").mkdir()
    (tmp_path / "docgen.toml").write_text(TOML, encoding="utf-8")
    book = openpyxl.Workbook()
    page = book.active
    page.title = "成员 'A'"
    page.append(["家庭成员花名册"])
    page.append(HEADS)
    page.append(["0101", "张三", "", "户主", 6, "省外"])
    page.append(["0101", "李四", "", "配偶", 0, ""])
    page.append(["0101", "张五", "", "之子", 3, "县外省内"])
    page.append(["0101", "张六", "", "之女", 4, "省外"])
    homes = book.create_sheet("户")
    homes.append(["户编号", "户主姓名", "村民小组", "户类型"])
    homes.append(["0101", "张三", "一组", "脱贫户"])
    book.save(tmp_path / "台账" / "人 口#1.xlsx")
    return tmp_path


def made(root: Path) -> Path:
    folder = open_folder(root)
    view = View(read_ledger(folder), folder.settings)
    book = folder.output("总结") / "数据出处.xlsx"
    book.parent.mkdir(parents=True)
    used = ["外出务工人数"]
    book.write_bytes(sources_workbook(figures_of(view), used, view, folder, book, "荷塘村"))
    return book


def cell_at(book: Path, target: str, place: str) -> list[Any]:
    """What stands where a link leads: in the cells that it selects, from above."""
    file = book.parent / urllib.parse.unquote(target).replace("\\", "/")
    sheet, _, cells = place.rpartition("!")
    name = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
    page = openpyxl.load_workbook(file)[name]
    first, _, last = cells.partition(":")
    return [row[0].value for row in page[f"{first}:{last or first}"]]


def test_links_lead_to_the_cell_that_decides(work: Path) -> None:
    book = made(work)
    rows = openpyxl.load_workbook(book)["数据行"].iter_rows(min_row=4)
    links = [row[2].hyperlink for row in rows if row[0].value == "外出务工人数"]
    found = [cell_at(book, link.target, link.location) for link in links]
    assert found == [["省外"], ["县外省内", "省外"]]


def test_calc_reads_the_same_links(work: Path, program: Callable[[str], str]) -> None:
    book, out = made(work), work / "calc"
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "fods", "--outdir"]
    subprocess.run([*command, str(out), str(book)], check=True, capture_output=True, timeout=180)
    text = (out / "数据出处.fods").read_text(encoding="utf-8")
    links = {unescape(link) for link in re.findall(r'xlink:href="([^"]*)"', text)}
    leading = [link for link in links if ".xlsx#" in link]
    assert leading
    told = list[list[Any]]()
    for link in leading:
        path, _, place = link.partition(".xlsx#")
        file = (out / urllib.parse.unquote(path)).resolve().with_suffix(".xlsx")
        assert file == work / "台账" / "人 口#1.xlsx"
        told.append(cell_at(book, str(file), urllib.parse.unquote(place)))
    assert ["省外"] in told
    assert ["县外省内", "省外"] in told


def _opened(root: Path, village: Ledger) -> Any:
    view, folder = View(village, settings()), Folder(root, settings())
    book = root / "数据出处.xlsx"
    data = sources_workbook(figures_of(view), [], view, folder, book, "荷塘村")
    return openpyxl.load_workbook(BytesIO(data))


def test_many_row_numbers_are_cut_between_two_and_counted(tmp_path: Path) -> None:
    persons = [{"户": "H1", "姓名": "甲", "性别": "男" if n % 2 else "女"} for n in range(200)]
    page = _opened(tmp_path, ledger(家庭成员=persons))["数据出处"]
    heads = [cell.value for cell in page[3]]
    rows = {row[0].value: row for row in page.iter_rows(min_row=4)}
    words = rows["男性人数"][heads.index("台账行")].value
    assert words.startswith("家庭成员 4、6、8、")
    assert re.search(r"、\d+……共100行，见“数据行”表$", words)


def test_what_does_not_agree_has_a_sheet_with_links(tmp_path: Path) -> None:
    work = ({"务工时间": 6, "务工区域": where} for where in (None, "省外"))
    persons = [{"户": "H1", "姓名": "甲", **one} for one in work]
    page = _opened(tmp_path, ledger(家庭成员=persons))["数字打架"]
    assert "务工总人数2" in page["B4"].value
    assert page["C4"].hyperlink.location == "'家庭成员'!D3"
