"""Broken, locked, renamed and hostile files end in a finding: no traceback, no bound exceeded."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheetmaker import HOUSEHOLDS, codes, ledger_in, xlsx

from docgen.ledger import package, plaintext
from docgen.ledger.reading import ledger_of
from docgen.ledger.workbook import open_book, read_book, workbooks_in

GOOD = xlsx({"户": HOUSEHOLDS})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def findings(data, name="a.xlsx"):
    book = read_book(data, name)
    assert not book.grids or book.findings == () or book.findings[0].code.startswith("W")
    return [finding.code for finding in book.findings]


def rezipped(data, change):
    """Return the package with parts changed by ``change(name, bytes)`` (None drops the part)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def in_sheet(old, new):
    return lambda name, part: part.replace(old, new) if "sheet1.xml" in name else part


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E001"),
        (b"   \n\n", "E001"),
        (b"\x00" * 500, "E001"),
        (GOOD[: len(GOOD) // 2], "E001"),
        (GOOD[:40], "E001"),
        (b"PK\x03\x04" + b"\x00" * 200, "E001"),
        (OLE + b"\x00" * 5000, "E001"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "E002"),
        (OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "E003"),
        (b"%PDF-1.7\n", "E003"),
        (b"\xff\xd8\xff\xe0JFIF", "E003"),
        (b"\x89PNG\r\n", "E003"),
        (b"Rar!\x1a\x07", "E003"),
        (b"MZ\x90\x00", "E003"),
        (
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "E005",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "E005"),
        (b"<html><body>no table</body></html>", "E005"),
        (b"\x81\xff\xfe\x80\x00\x01" * 50, "E006"),
    ],
)
def test_what_cannot_be_read_is_said(data, code):
    assert findings(data) == [code]


def zip_of(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def test_other_office_files_and_plain_zips():
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert findings(word.getvalue()) == ["E003"]
    assert findings(zip_of(readme="x")) == ["E003"]


def test_parts_that_lack_or_are_no_xml():
    assert findings(rezipped(GOOD, lambda n, p: None if "workbook.xml.rels" in n else p)) == [
        "E001"
    ]
    assert findings(rezipped(GOOD, lambda n, p: b"<not" if n.endswith("sheet1.xml") else p)) in (
        ["E001"],
        [],
    )
    assert findings(rezipped(GOOD, lambda n, p: b"" if n == "xl/workbook.xml" else p)) in (
        ["E001"],
        [],
    )


def test_entities_are_never_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"boom" * 10 + b'"><!ENTITY b "&a;&a;&a;">]>'
    changed = rezipped(
        GOOD, lambda n, p: p.replace(b"?>", b"?>" + bomb, 1) if n.endswith(".xml") else p
    )
    ledger = ledger_of([read_book(changed, "a.xlsx")])
    assert "boom" not in str(ledger.households)


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    zeros = b"0" * 50_000_000
    bomb = rezipped(GOOD, lambda n, p: p + zeros if n.endswith("styles.xml") else p)
    assert len(bomb) < 200_000
    assert findings(bomb) == ["E004"]


def test_a_false_size_in_the_directory_helps_nobody():
    changed = bytearray(GOOD)
    at = changed.rfind(b"PK\x01\x02")
    struct.pack_into("<I", changed, at + 24, 10)
    assert findings(bytes(changed))[0] in ("E001", "E004")


def test_parts_of_one_name_are_refused():
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<x/>")
    assert findings(out.getvalue()) == ["E001"]


def test_a_far_cell_does_not_fill_the_memory():
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert findings(rezipped(GOOD, in_sheet(b"</sheetData>", far))) == ["E004"]


def test_formats_down_to_the_last_row_do_no_harm():
    styled = b'<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row></sheetData>'
    book = read_book(rezipped(GOOD, in_sheet(b"</sheetData>", styled)), "a.xlsx")
    assert not book.findings
    assert len(book.grids[0].rows) == len(HOUSEHOLDS)


@pytest.mark.parametrize(
    "area", ["A2:A1048576", "A900:B999", "XFD1:XFD9", "B3:A2", "A1:XFD1048576"]
)
def test_merged_ranges_outside_the_sheet_do_no_harm(area):
    merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'.encode()
    ledger_of([read_book(rezipped(GOOD, in_sheet(b"</sheetData>", merged)), "a.xlsx")])


def test_a_wrong_dimension_is_not_believed():
    wrong = rezipped(GOOD, in_sheet(b'<dimension ref="A1:D4"', b'<dimension ref="A1:A1"'))
    assert len(ledger_of([read_book(wrong, "a.xlsx")]).households) == 3


def test_an_ods_of_repeated_cells_does_not_fill_the_memory():
    row = b'<table:table-row table:number-rows-repeated="1000000">'
    cell = b'<table:table-cell table:number-columns-repeated="1000" office:value-type="float"/>'
    content = (
        b"<office:document-content>" + row + cell + b"</table:table-row></office:document-content>"
    )
    data = zip_of(
        **{"content.xml": content, "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    )
    assert findings(data, "a.ods") == ["E004"]


def test_an_ods_whose_empty_rows_repeat_is_read():
    head = b'<table:table-row table:number-rows-repeated="1048570">'
    rows = head + b"<table:table-cell/></table:table-row>"
    data = zip_of(**{"content.xml": b"<x>" + rows + b"</x>"})
    package.check_ods(data)


def test_renamed_workbooks_are_read_by_what_they_are():
    for name in ("a.xls", "a.csv", "a.ods"):
        book = read_book(GOOD, name)
        assert [one.code for one in book.findings] == ["W001"]
        assert len(ledger_of([book]).households) == 3


HEADER_ROW = "<tr><td>户编号</td><td>户主姓名</td><td>户类型</td></tr>"
TABLE = HEADER_ROW + "<tr><td>0101</td><td>张三</td><td>脱贫户</td></tr>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_web_pages_saved_as_xls(encoding):
    page = f"<html><body><table border=1>{TABLE}</table></body></html>".encode(encoding)
    if encoding == "utf-16":
        page = b"\xef\xbb\xbf" + page.decode("utf-16").encode()
    book = read_book(page, "户信息.xls")
    assert [one.code for one in book.findings] == ["W001"]
    assert ledger_of([book]).households[0].householder == "张三"


def test_spans_of_web_pages():
    text = "<table><tr><td rowspan=2>甲<td colspan=2>乙</td></tr><tr><td>丙<td>丁</table>"
    ((rows, merges),) = plaintext.html_tables(text)
    assert rows == [["甲", "乙", ""], ["", "丙", "丁"]]
    assert merges == [((0, 0), (1, 0)), ((0, 1), (0, 2))]
    assert plaintext.html_tables("<table><tr><td colspan=99999999 rowspan=99999999>甲")


CSV = "户编号,户主姓名,户类型\r\n0101,张三,脱贫户\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_of_offices(encoding, delimiter):
    data = CSV.replace(",", delimiter).encode(encoding)
    ledger = ledger_of([read_book(data, "户信息.csv")])
    assert (ledger.households[0].id, ledger.households[0].householder) == ("0101", "张三")
    assert ledger.households[0].at.cell("户主姓名") == "B2"


def test_csv_rows_with_line_breaks_quotes_and_excel_zeros():
    text = '户编号,户主姓名,户类型,备注\n="0101","张\n三",脱贫户,"他说""好"""\n0102,李四,脱贫户,x\n'
    ledger = ledger_of([read_book(text.encode(), "户信息.csv")])
    assert [one.id for one in ledger.households] == ["0101", "0102"]
    assert ledger.households[1].at.row == 3
    assert ledger.households[0].remark == '他说"好"'


def test_lock_files_are_ignored_with_a_notice(tmp_path):
    ledger = ledger_in(tmp_path, {"a.xlsx": GOOD, "~$a.xlsx": b"x" * 165})
    assert codes(ledger) == ["W002"]
    assert len(ledger.households) == 3


def test_one_broken_file_does_not_stop_the_others(tmp_path):
    ledger = ledger_in(tmp_path, {"a.xlsx": GOOD, "b.xlsx": GOOD[:300]})
    assert codes(ledger) == ["E001"]
    assert len(ledger.households) == 3


def test_files_that_vanish_or_are_folders(tmp_path):
    assert [one.code for one in open_book(tmp_path / "none.xlsx", "none.xlsx").findings] == ["E001"]
    (tmp_path / "folder.xlsx").mkdir()
    assert workbooks_in(tmp_path) == []
    assert workbooks_in(tmp_path / "nothing") == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_damaged_bytes_never_raise(data):
    changed = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place] = data.draw(st.integers(0, 255))
    ledger_of([read_book(bytes(changed), "a.xlsx")])


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    place=st.integers(0, 5000),
    junk=st.sampled_from(
        [
            b'<c r="ZZ99999">',
            b"<v>",
            b"</row>",
            b't="e"',
            b'r="A0"',
            b'r="0"',
            b"<mergeCell ref='A1:A1048576'/>",
        ]
    ),
)
def test_damaged_sheets_never_raise(place, junk):
    def change(name, part):
        return part[:place] + junk + part[place:] if "sheet1.xml" in name else part

    ledger_of([read_book(rezipped(GOOD, change), "a.xlsx")])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_never_raise(data):
    for head in (b"", b"<html><table>", OLE, "户编号,户主姓名,户类型\n".encode()):
        ledger_of([read_book(head + data, "a.csv")])


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "@SUM(1)", "\u202e反转", "a" * 40000]
)
def test_hostile_texts_stay_texts(text):
    quoted = text.replace('"', '""')
    data = f'户编号,户主姓名,户类型,备注\n1,甲,脱贫户,"{quoted}"'.encode()
    assert ledger_of([read_book(data, "户信息.csv")]).households[0].remark == text
