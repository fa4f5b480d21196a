"""A clerk's workbook with everything that saving again would lose, made part by part."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from docgen.findings import Finding, Severity
from docgen.ledger.marked import marked

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X14_LISTS = f"""<extLst><ext xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">\
<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">\
<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>字典!$A$1:$A$3</xm:f>\
</x14:formula1><xm:sqref>D3:D50</xm:sqref></x14:dataValidation></x14:dataValidations></ext>\
<ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">\
<x14:conditionalFormattings><x14:conditionalFormatting \
xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="containsText" \
priority="9" id="{{00000000-0000-4000-8000-000000000001}}"><xm:f>字典!$A$1</xm:f><x14:dxf>\
<font><b/></font></x14:dxf></x14:cfRule><xm:sqref>D3:D50</xm:sqref></x14:conditionalFormatting>\
</x14:conditionalFormattings></ext></extLst>"""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
ID = "999201196408040026"


def finding(cell, code="R003", severity=Severity.error, sheet="户信息", **more) -> Finding:
    """Return a finding at a cell."""
    told = {"message": f"{code} 不对", "fix": f"{code} 改法", **more}
    return Finding(code, severity, "台账/甲.xlsx", sheet, cell, **told)


def clerks_book() -> bytes:
    """Return a workbook with drop-downs of both kinds, formats, a comment, a picture and more."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page, codes = book.add_worksheet("户信息"), book.add_worksheet("字典")
    codes.write_column("A1", ["脱贫户", "监测对象", "一般农户"])
    codes.hide()
    title = book.add_format({"bold": True, "font_size": 18, "align": "center"})
    head = book.add_format({"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF"})
    text = book.add_format({"num_format": "@", "border": 1})
    money = book.add_format({"num_format": "#,##0.00", "italic": True, "align": "right"})
    page.merge_range("A1:F1", "荷塘村户信息", title)
    page.write_row("A2", ["户编号", "户主姓名", "证件号码", "户类型", "人均纯收入", "备注"], head)
    for row, name in enumerate(("张三", "李四", "王五"), start=2):
        page.write_row(row, 0, [f"010{row}", name, ID, "脱贫户"], text)
        page.write_number(row, 4, 9000.5 + row, money)
    page.write_formula("E7", "=SUM(E3:E5)", money, 27010.5)
    page.set_column("A:A", 22)
    page.set_column("F:F", 40, book.add_format({"num_format": "@", "bg_color": "#EEEEEE"}))
    page.set_row(8, 30, book.add_format({"bold": True}))
    page.freeze_panes(2, 2)
    page.autofilter("A2:F5")
    page.data_validation("E3:E50", {"validate": "decimal", "criteria": ">=", "value": 0})
    page.data_validation("A3:A50", {"validate": "list", "source": "=类型"})
    page.conditional_format("E3:E50", {"type": "data_bar"})
    low = {"type": "cell", "criteria": "<", "value": 1, "format": head}
    page.conditional_format("E3:E50", low)
    page.write_comment("B3", "书记说过要核对", {"author": "李明"})
    page.insert_image("H2", "x.png", {"image_data": io.BytesIO(PICTURE)})
    page.insert_button("H5", {"macro": "run", "caption": "按"})
    page.write_url("F3", "https://example.org/")
    book.define_name("类型", "=字典!$A$1:$A$3")
    book.close()
    return changed(buffer.getvalue(), "sheet1.xml", in_extension)


def in_extension(part: bytes) -> bytes:
    """Put the lists of the year 2010 into the sheet's extension list (or make one)."""
    new = X14_LISTS.encode()
    inner = new[len(b"<extLst>") : -len(b"</extLst>")]
    if b"</extLst>" in part:
        return part.replace(b"</extLst>", inner + b"</extLst>")
    return part.replace(b"</worksheet>", new + b"</worksheet>")


def changed(data: bytes, ending: str, change) -> bytes:
    """Return the package with one part (None drops it) changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.endswith(ending):
                part = change(part)
            if part is not None:
                new.writestr(info, part)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return the package with one more part."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", 8) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """Return every part's content by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def small(sheet: str, styles: str | None = "") -> bytes:
    """Return the smallest workbook whose one sheet 户信息 is this XML; None: without looks."""
    root = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    looks = styles or (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills>'
        '<cellXfs count="2"><xf fontId="0"/><xf fontId="0" numFmtId="14"/></cellXfs></styleSheet>'
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{root}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{root}"><sheets>'
        '<sheet name="户信息" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{root}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{root}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": looks,
    }
    if styles is None:
        del files["xl/styles.xml"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def sheet_of(data: bytes, findings) -> str:
    """Mark a workbook made by ``small`` and return the XML of its sheet."""
    return parts(marked(data, findings).data)["xl/worksheets/sheet1.xml"].decode()
