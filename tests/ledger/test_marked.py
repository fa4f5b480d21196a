"""A marked copy is the clerk's own workbook: only looks of wrong cells and comments are new."""

from __future__ import annotations

import io
import re
import subprocess
import warnings
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from marked_samples import (
    ID,
    MAIN,
    changed,
    clerks_book,
    finding,
    parts,
    sheet_of,
    small,
    with_part,
)
from sheetmaker import HOUSEHOLDS, folder_with, xlsx

from docgen.findings import Severity
from docgen.ledger import marked as module
from docgen.ledger.marked import make_copies, mark, marked, write_marked_copies
from docgen.ledger.marked_zip import Unmarkable

BOOK = clerks_book()
ERROR_FILL, WARNING_FILL, HINT_FILL = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"
SHEET = "xl/worksheets/sheet1.xml"
TOUCHED = {SHEET, "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}


def opened(data: bytes):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def page_of(data: bytes, findings, sheet="户信息"):
    return opened(marked(data, findings).data)[sheet]


def without_marks(sheet: bytes) -> bytes:
    """A sheet's XML without looks of cells, new empty cells and the link to the boxes."""
    sheet = re.sub(rb'<c r="[A-Z]+\d+" s="\d+"/>', b"", sheet)
    sheet = re.sub(rb'(<c r="[A-Z]+\d+") s="\d+"', rb"\1", sheet)
    return re.sub(rb"<legacyDrawing[^>]*/>", b"", sheet)


def test_all_that_is_not_marked_keeps_every_byte():
    findings = [finding("C3"), finding("F4"), finding("B3")]
    old, new = parts(BOOK), parts(marked(BOOK, findings).data)
    assert {name for name in old if old[name] != new[name]} == TOUCHED
    assert set(new) == set(old)
    assert without_marks(new[SHEET]) == without_marks(old[SHEET])
    for kept in (
        b"x14:dataValidations",
        b"x14:conditionalFormattings",
        b"<dataValidations",
        b"dataBar",
    ):
        assert new[SHEET].count(kept) == old[SHEET].count(kept) > 0


def test_the_packed_bytes_of_untouched_parts_are_copied():
    def packed(data: bytes) -> dict[str, bytes]:
        found = {}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                start = info.header_offset
                names = sum(
                    int.from_bytes(data[start + n : start + n + 2], "little") for n in (26, 28)
                )
                begin = start + 30 + names
                found[info.filename] = data[begin : begin + info.compress_size]
        return found

    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts(BOOK).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    old, new = packed(book.getvalue()), packed(marked(book.getvalue(), [finding("C3")]).data)
    assert {name for name in old if old[name] == new[name]} == {
        name for name, content in parts(BOOK).items() if name not in TOUCHED
    }


def test_a_copy_without_a_mark_has_the_same_parts():
    assert parts(marked(BOOK, [finding("C3", sheet="没有的表")]).data) == parts(BOOK)


def test_the_same_findings_in_any_order_make_the_same_bytes():
    findings = [finding("C3"), finding("C3", "R101"), finding("A2"), finding("E12")]
    assert marked(BOOK, findings).data == marked(BOOK, findings[::-1]).data


def test_colours_follow_the_gravest_finding_of_a_cell():
    levels = {
        "C3": (Severity.hint, Severity.grave),
        "C4": (Severity.warning, Severity.hint),
        "C5": (Severity.hint,),
        "D3": (Severity.error,),
    }
    found = [finding(c, f"R{n}", one) for c, of in levels.items() for n, one in enumerate(of)]
    page = page_of(BOOK, found)
    fills = [page[cell].fill.fgColor.rgb for cell in levels]
    assert fills == [ERROR_FILL, WARNING_FILL, HINT_FILL, ERROR_FILL]
    assert page["C3"].font.color.rgb == "FF9C0006"


def test_a_marked_cell_keeps_its_own_look_otherwise():
    old, new = opened(BOOK)["户信息"], page_of(BOOK, [finding("E4"), finding("A2"), finding("A3")])
    for cell in ("E4", "A2", "A3"):
        assert new[cell].number_format == old[cell].number_format
        assert repr(new[cell].alignment) == repr(old[cell].alignment)
        assert repr(new[cell].border) == repr(old[cell].border)
        for trait in ("b", "i", "sz", "name"):
            assert getattr(new[cell].font, trait) == getattr(old[cell].font, trait)
        assert new[cell].value == old[cell].value
    for cell in ("E3", "E5", "B2", "A4"):
        assert repr(new[cell].fill) == repr(old[cell].fill)
        assert repr(new[cell].font) == repr(old[cell].font)


def test_white_letters_of_a_header_do_not_stay_white_on_the_light_fill():
    assert opened(BOOK)["户信息"]["A2"].font.color.rgb == "FFFFFFFF"
    assert page_of(BOOK, [finding("A2")])["A2"].font.color.rgb == "FF9C0006"


def test_cells_and_rows_that_do_not_exist_are_made_in_order():
    found = [finding(cell) for cell in ("F4", "G4", "B9", "XFD12", "A12", "C6")]
    copy = marked(BOOK, found).data
    page = opened(copy)["户信息"]
    assert all(page[one.cell].fill.fgColor.rgb == ERROR_FILL for one in found)
    sheet = parts(copy)[SHEET].decode()
    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', sheet)]
    assert rows == sorted(set(rows)) == [1, 2, 3, 4, 5, 6, 7, 9, 12]
    assert page["F4"].number_format == "@"  # the look of the column
    assert page["B9"].font.b  # the look of the row
    assert 'spans="1:7"' in sheet


def test_comments_say_code_fault_and_remedy_and_hide_ids():
    told = finding("C3", message=f"{ID}校验位不对", fix="对照证件改", also=("G3",))
    text = page_of(BOOK, [told])["C3"].comment.text
    assert text == "错误 R003\n999201********0026校验位不对\n改法：对照证件改\n也可能是：G3"
    assert ID.encode() not in b"".join(
        parts(marked(BOOK, [told]).data)[n] for n in ("xl/comments1.xml",)
    )


def test_several_findings_of_a_cell_stand_in_one_comment():
    text = page_of(BOOK, [finding("C3", "R101", Severity.warning), finding("C3")])[
        "C3"
    ].comment.text
    assert text.index("错误 R003") < text.index("警告 R101")
    content = parts(marked(BOOK, [finding("C3", "R101"), finding("C3")]).data)["xl/comments1.xml"]
    assert content.count(b'ref="C3"') == 1


def test_a_comment_that_is_there_stays_and_ours_follows():
    page = page_of(BOOK, [finding("B3"), finding("C3")])
    assert page["B3"].comment.text.startswith("书记说过要核对\n错误 R003")
    assert page["B3"].comment.author == "李明"
    assert page["C3"].comment.author == "docgen 检查"


def test_a_bare_text_of_a_comment_becomes_a_run():
    bare = changed(
        BOOK,
        "comments1.xml",
        lambda part: re.sub(rb"<text>.*?</text>", b"<text><t>x</t></text>", part),
    )
    content = parts(marked(bare, [finding("B3")]).data)["xl/comments1.xml"]
    assert b"<text><r><t>x</t></r><r>" in content


def test_boxes_join_those_that_are_there_with_numbers_of_their_own():
    boxes = parts(marked(BOOK, [finding("C3"), finding("B3")]).data)["xl/drawings/vmlDrawing1.vml"]
    ids = re.findall(rb'<v:shape id="_x0000_s(\d+)"', boxes)
    assert ids == [b"1025", b"1026", b"2049"]
    assert b'data="1,2"' in boxes
    assert b'ObjectType="Button"' in boxes
    assert boxes.count(b'id="_x0000_t202"') == 1


def test_a_sheet_without_comments_gets_all_the_parts():
    plain = xlsx({"户信息": HOUSEHOLDS, "其他": [["a"]]})
    copy = marked(plain, [finding("B2"), finding("A1", sheet="其他")]).data
    new = parts(copy)
    assert {"xl/comments1.xml", "xl/comments2.xml"} < set(new)
    assert {"xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml"} < set(new)
    first, second = (new[f"xl/drawings/vmlDrawing{n}.vml"] for n in (1, 2))
    assert b'data="1"' in first
    assert b'data="2"' in second
    assert new["[Content_Types].xml"].count(b"/xl/comments") == 2
    assert new["[Content_Types].xml"].count(b'Extension="vml"') == 1
    assert b"/xl/drawings/vmlDrawing" not in new["[Content_Types].xml"]
    book = opened(copy)
    assert book["户信息"]["B2"].comment.text.startswith("错误")
    assert book["其他"]["A1"].comment.text.startswith("错误")


def test_more_boxes_than_a_block_holds_take_further_blocks():
    rows = [["户编号"], *([str(n)] for n in range(1500))]
    found = [finding(f"A{row}") for row in range(2, 1300)]
    boxes = parts(marked(xlsx({"户信息": rows}), found).data)["xl/drawings/vmlDrawing1.vml"]
    assert b'data="1,2"' in boxes
    assert boxes.count(b"<v:shape ") == len(found)


def test_only_the_gravest_get_comments_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(module, "MOST_COMMENTS", 2)
    found = [finding("A2", severity=Severity.hint), finding("A3"), finding("A4")]
    made = marked(xlsx({"户信息": HOUSEHOLDS}), found)
    page = opened(made.data)["户信息"]
    assert [page[c].comment is not None for c in ("A2", "A3", "A4")] == [False, True, True]
    assert page["A2"].fill.fgColor.rgb == HINT_FILL
    assert made.cells == 3
    assert "其余 1 格" in made.notices[0]


def test_a_very_long_message_is_cut_and_many_findings_are_counted_out():
    long = finding("A2", message="错" * 9000)
    more = [finding("A2", f"R{n:03}", message="错" * 400) for n in range(20)]
    text = page_of(xlsx({"户信息": HOUSEHOLDS}), [long, *more])["A2"].comment.text
    assert len(text) < 4000
    assert text.endswith("其余见检查结果.xlsx")


def test_a_finding_inside_a_merged_area_goes_to_its_first_cell():
    page = page_of(BOOK, [finding("C1"), finding("A1", "R200")])
    assert page["A1"].comment.text.count("改法：") == 2
    assert page["A1"].fill.fgColor.rgb == ERROR_FILL


def test_threads_of_comments_are_left_alone():
    relation = (
        b'<Relationship Id="rId77" Target="../threadedComments/threadedComment1.xml" Type='
        b'"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relationships>'
    )
    threads = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        b'threadedcomments"><threadedComment ref="B3" id="{1}"><text>x</text></threadedComment>'
        b"</ThreadedComments>"
    )
    book = changed(BOOK, "sheet1.xml.rels", lambda p: p.replace(b"</Relationships>", relation))
    book = with_part(book, "xl/threadedComments/threadedComment1.xml", threads)
    made = marked(book, [finding("B3"), finding("C3")])
    page = opened(made.data)["户信息"]
    assert page["B3"].comment.text == "书记说过要核对"
    assert page["B3"].fill.fgColor.rgb == ERROR_FILL
    assert page["C3"].comment.text.startswith("错误")
    assert "B3" in made.notices[0]


def test_signs_that_xml_or_a_workbook_reads_otherwise_come_back():
    told = finding("C3", message='a<b>&"c"\x00 _x000D_ 𠮷', fix="\ud800")
    text = page_of(BOOK, [told])["C3"].comment.text
    assert 'a<b>&"c"? _x005F_x000D_ 𠮷' in text


def test_prefixed_sheets_stay_prefixed():
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" s="1" t="inlineStr">'
        "<x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData><x:extLst/></x:worksheet>"
    )
    new = sheet_of(small(sheet), [finding("A2"), finding("B2"), finding("A4")])
    assert '<x:row r="2"><x:c r="A2" s="2"/><x:c r="B2" s="3" t="inlineStr">' in new
    assert '<x:row r="4"><x:c r="A4" s="2"/></x:row></x:sheetData>' in new
    assert re.search(r'<x:legacyDrawing xmlns:r="[^"]*" r:id="rId\d"/><x:extLst/>', new)


def test_cells_and_rows_without_addresses_are_counted():
    sheet = (
        f"<worksheet xmlns='{MAIN}'><sheetData><row><c><v>1</v></c><c/></row><row/>"
        "<row><c r='C3'><v>2</v></c><c s='1'><v>3</v></c></row></sheetData></worksheet>"
    )
    new = sheet_of(small(sheet), [finding(c) for c in ("B1", "B2", "D3", "E3", "B3")])
    assert '<row><c><v>1</v></c><c s="2"/></row>' in new
    assert '<row><c r="B2" s="2"/></row>' in new
    assert '<c r="B3" s="2"/><c r=\'C3\'><v>2</v></c><c s="3"><v>3</v></c>' in new
    assert '<c r="E3" s="2"/></row></sheetData>' in new


@pytest.mark.parametrize(
    "data", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData>\n</sheetData>"]
)
def test_an_empty_sheet_gets_its_first_row(data):
    new = sheet_of(small(f'<worksheet xmlns="{MAIN}">{data}</worksheet>'), [finding("B2")])
    assert re.search(r'<sheetData>\s*<row r="2"><c r="B2" s="2"/></row></sheetData>', new)


def test_a_workbook_without_looks_gets_some():
    plain = small(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', styles=None)
    new = parts(marked(plain, [finding("B2")]).data)
    assert b"FFFFC7CE" in new["xl/styles1.xml"]
    assert b"styles1.xml" in new["xl/_rels/workbook.xml.rels"]


def test_the_link_to_the_boxes_stands_where_the_schema_wants_it():
    behind = "<pageMargins left='1'/><drawing xmlns:r='r' r:id='rId9'/>{}<tableParts/><extLst/>"
    sheet = f"<worksheet xmlns='{MAIN}'><sheetData/>{behind.format('')}</worksheet>"
    new = sheet_of(small(sheet), [finding("A1")])
    names = re.findall(r"<(\w+)[ />]", new.partition("</sheetData>")[2])
    assert names == ["pageMargins", "drawing", "legacyDrawing", "tableParts", "extLst"]


def test_elements_of_the_same_name_elsewhere_are_not_taken_for_cells():
    sheet = (
        f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='A1'><v>1</v><extLst><ext>"
        "<row><c r='B1'/></row></ext></extLst></c></row></sheetData>"
        "<customSheetViews><customSheetView><extLst/></customSheetView></customSheetViews></worksheet>"
    )
    new = sheet_of(small(sheet), [finding("A1"), finding("C1")])
    assert '<row><c r=\'B1\'/></row></ext></extLst></c><c r="C1" s="2"/></row>' in new
    assert new.index("legacyDrawing") > new.index("</customSheetViews>")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda p: p.replace(b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", 1),
            "文档类型",
        ),
        (lambda p: p[: len(p) // 2], "损坏"),
        (lambda p: p.replace(b'<row r="4"', b'<row r="2"'), "次序"),
        (lambda p: p.replace(b'"B4"', b'"A1"'), "次序"),
        (lambda p: p.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "编码"),
        (lambda p: p.replace(b"UTF-8", b"ISO-8859-1"), "编码"),
    ],
)
def test_sheets_that_cannot_be_patched_are_refused(change, why):
    with pytest.raises(Unmarkable, match=why):
        marked(changed(BOOK, "sheet1.xml", change), [finding("F4")])


def test_packages_that_cannot_be_patched_are_refused():
    strict = changed(
        BOOK,
        "xl/workbook.xml",
        lambda p: p.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    )
    for data in (
        strict,
        BOOK[:900],
        b"",
        b"PK\x03\x04",
        changed(BOOK, "styles.xml", lambda p: b"<x/>"),
    ):
        with pytest.raises(Unmarkable):
            marked(data, [finding("C3")])


def test_other_formats_are_not_marked(tmp_path):
    path = tmp_path / "甲.csv"
    path.write_text("户编号,户主姓名")
    assert mark(path, [finding("A1")]) is None


def test_macros_stay(tmp_path):
    path = tmp_path / "甲.xlsm"
    path.write_bytes(with_part(BOOK, "xl/vbaProject.bin", b"\x00macro"))
    copy = mark(path, [finding("C3")])
    assert parts(copy)["xl/vbaProject.bin"] == b"\x00macro"


def test_copies_of_a_work_folder(tmp_path):
    files = {"甲.xlsx": BOOK, "二组/甲.xlsx": BOOK, "乙.csv": b"a", "丙.xlsx": b"PK\x03\x04 broken"}
    folder = folder_with(tmp_path, files)
    found = [finding("C3")]
    found += [
        module.Finding("R003", Severity.error, f"台账/{name}", "户信息", "A1", "m", "f")
        for name in ("二组/甲.xlsx", "乙.csv", "丙.xlsx")
    ]
    copies = make_copies(folder, found)
    told = {copy.file: (copy.path is not None, copy.cells, bool(copy.notices)) for copy in copies}
    assert told == {
        "台账/丙.xlsx": (False, 0, True),
        "台账/乙.csv": (False, 0, True),
        "台账/二组/甲.xlsx": (True, 1, False),
        "台账/甲.xlsx": (True, 1, False),
    }
    there = folder.output("检查") / "标错副本"
    assert sorted(p.relative_to(there).as_posix() for p in there.rglob("*.xlsx")) == [
        "二组/甲.xlsx",
        "甲.xlsx",
    ]
    assert (folder.ledger / "甲.xlsx").read_bytes() == BOOK


def test_a_mended_workbook_loses_its_copy_and_other_files_stay(tmp_path):
    folder = folder_with(tmp_path, {"甲.xlsx": BOOK, "乙.xlsx": BOOK})
    (path,) = write_marked_copies(folder, [finding("C3")])
    own = path.with_name("我的.xlsx")
    own.write_bytes(b"x")
    assert write_marked_copies(folder, []) == ()
    assert not path.exists()
    assert own.exists()


def test_a_workbook_outside_of_the_ledger_keeps_its_folder(tmp_path):
    folder = folder_with(tmp_path, {"../比对/手册.xlsx": BOOK})
    (copy,) = make_copies(folder, [replace(finding("C3"), file="比对/手册.xlsx")])
    assert copy.path == folder.output("检查") / "标错副本" / "比对" / "手册.xlsx"


def test_findings_without_a_cell_make_no_copy(tmp_path):
    assert make_copies(folder_with(tmp_path, {"甲.xlsx": BOOK}), [finding("")]) == ()


def test_libreoffice_shows_colours_comments_and_both_kinds_of_drop_downs(tmp_path, program):
    office = program("soffice")
    source = tmp_path / "甲.xlsx"
    source.write_bytes(marked(BOOK, [finding("C3"), finding("F4"), finding("B3")]).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
    page = opened((tmp_path / "out" / "甲.xlsx").read_bytes())["户信息"]
    assert [page[cell].fill.fgColor.rgb for cell in ("C3", "F4", "B3")] == [ERROR_FILL] * 3
    assert page["C3"].comment.text.startswith("错误 R003")
    assert page["B3"].comment.text.startswith("书记说过要核对")
    lists = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert lists == {"A3:A50": "类型", "D3:D50": "字典!$A$1:$A$3", "E3:E50": "0"}
