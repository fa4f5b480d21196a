"""检查结果.xlsx: every finding with a link to its cell, counts, and the account of the rows."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from docgen import sheets
from docgen.cli import findings_counts
from docgen.cli.checked import Checked
from docgen.findings import Finding, Severity, shown

MARKS: dict[Severity, sheets.Mark] = {
    Severity.grave: "error",
    Severity.error: "error",
    Severity.warning: "warning",
    Severity.hint: "",
}
COLUMNS = (
    sheets.Column("序号", "int"),
    sheets.Column("级别"),
    sheets.Column("编号"),
    sheets.Column("户编号"),
    sheets.Column("姓名"),
    sheets.Column("位置", "wrap", 26),
    sheets.Column("现在的值", "wrap", 18),
    sheets.Column("问题", "wrap", 40),
    sheets.Column("改法", "wrap", 34),
    sheets.Column("也可能是", "wrap", 12),
    sheets.Column("文件", "wrap", 22),
)


def book(checked: Checked, as_of: date, to_root: str = "../..") -> bytes:
    """The bytes of the workbook; ``to_root`` leads from its folder to the work folder."""
    return sheets.workbook(
        [
            problems(checked, to_root),
            *findings_counts.books(checked, as_of),
            *(accounts(checked), aside(checked), unchecked(checked)),
        ],
        title="台账检查结果",
        created=as_of,
    )


def problems(checked: Checked, to_root: str) -> sheets.Sheet:
    """One row a finding, gravest first."""
    found = [row(number, one, to_root) for number, one in enumerate(checked.findings, start=1)]
    note = "点“位置”可打开台账的那一格。" if found else "没有发现问题。"
    return sheets.Sheet("问题清单", COLUMNS, found, title="台账检查结果", notes=[note], frozen=3)


def row(number: int, finding: Finding, to_root: str) -> list[object]:
    """The cells of one finding; IDs, phones and cards in it are masked."""
    finding = shown(finding)
    file = PurePosixPath(finding.file).name
    place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet or file
    link: object = place
    if finding.file:
        path = str(PurePosixPath(to_root) / finding.file)
        link = sheets.Link(place, sheets.outside(path, finding.sheet, finding.cell or "A1"))
    return [
        number,
        sheets.Marked(finding.severity.value, MARKS[finding.severity]),
        finding.code,
        findings_counts.masked_key(finding.household),
        finding.person,
        link,
        finding.value,
        finding.message,
        finding.fix,
        "、".join(finding.also),
        finding.file,
    ]


def accounts(checked: Checked) -> sheets.Sheet:
    """Rows read, used and set aside by sheet."""
    columns = [sheets.Column(t) for t in ("文件", "表", "识别为")]
    columns += [sheets.Column(t, "int") for t in ("读到行数", "采用行数", "另放行数")]
    rows = [[a.file, a.sheet, a.kind, a.read, a.used, len(a.aside)] for a in checked.ledger.rows]
    return sheets.Sheet("读取情况", columns, rows, title="各表读取情况")


def aside(checked: Checked) -> sheets.Sheet:
    """Each row that was set aside, and why."""
    columns = [sheets.Column("文件"), sheets.Column("表"), sheets.Column("行", "int")]
    columns.append(sheets.Column("原因", "wrap", 46))
    rows = [[a.file, a.sheet, one.row, one.reason] for a in checked.ledger.rows for one in a.aside]
    return sheets.Sheet("另放的行", columns, rows, title="没有采用的行")


def unchecked(checked: Checked) -> sheets.Sheet:
    """The rules that could not be checked, and why."""
    columns = [sheets.Column("编号"), sheets.Column("原因", "wrap", 60)]
    return sheets.Sheet("未检查", columns, checked.unchecked, title="没有检查的规则")
