"""运行报告.txt and the sums on the screen: what was made, what is missing, what failed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docgen.cli import report
from docgen.cli.checked import Checked, counts, severities
from docgen.cli.made import TITLES, Archive, Failure, Made, all_gaps, by_kind, common_folder
from docgen.errors import ConverterMissing
from docgen.findings import Finding, Severity
from docgen.folder import Folder, Period, Place, Settings
from docgen.model import Aside, Document, Gap, Ledger, PageLedger, SheetAccount, SourceFile, Volume

GAP = Gap("联系电话", "一、基本情况")
DOCUMENTS = (
    Document("plan", "docx", "输出/一户一策/Word/a.docx", "0101", None, (GAP,)),
    Document("plan", "pdf", "输出/一户一策/PDF/a.pdf", "0101", 2, (GAP,)),
    Document("handbook", "pdf", "输出/口袋书/b.pdf", "", 8, (Gap("电话", "第3页"),)),
    Document("handbook-imposed", "pdf", "输出/口袋书/c.pdf", "", 2, (Gap("电话", "第3页"),)),
)
FOLDER = Folder(
    Path("/x"),
    Settings(
        place=Place(village="荷塘村"),
        period=Period(date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)),
    ),
)


def ledger(read=5, used=4):
    account = SheetAccount("台账/a.xlsx", "户", "户信息", read, used, (Aside(7, "合计行"),))
    return Ledger(rows=(account,))


def finding(severity, code="R001"):
    return Finding(code, severity, "a.xlsx", "户", "A2", "不对", "改")


def text(**more):
    checked = Checked(ledger(), (finding(Severity.error), finding(Severity.hint)), (("R1", "x"),))
    return report.text(Made(checked, **more), FOLDER)


def test_formats_of_a_document_share_their_gaps():
    assert len(all_gaps(DOCUMENTS)) == 2


def test_documents_are_summed_by_kind_in_their_order():
    lines = by_kind(DOCUMENTS)
    assert [line.kind for line in lines] == ["plan", "handbook", "handbook-imposed"]
    assert lines[0].formats == (("DOCX", 1), ("PDF", 1))
    assert lines[0].folder == "输出/一户一策/"


def test_the_common_folder_of_absolute_paths_has_one_slash():
    assert common_folder([Document("plan", "pdf", "/tmp/out/a.pdf")]) == "/tmp/out/"


def test_report_tells_rows_findings_documents_and_gaps():
    said = text(documents=DOCUMENTS)
    assert "读到 5 行，采用 4 行，另放 1 行" in said
    assert "错误 1 处，提示 1 处" in said
    assert "1 条规则" in said
    assert "DOCX 1 份，PDF 1 份　输出/一户一策/" in said
    assert "联系电话：1 处（0101）" in said
    assert "电话：1 处（第3页）" in said


def test_report_tells_volumes_files_left_out_and_pages():
    archive = Archive(
        files=(SourceFile("扫描件/坏.pdf", "unreadable", reason="文件损坏"),),
        volumes=(Volume("JF-1", "基本信息", "输出/档案/1.pdf", 9),),
        ledger=PageLedger(10, 7, 1, 2, 0, 3),
    )
    said = text(archive=archive)
    assert "JF-1　基本信息　9 页　输出/档案/1.pdf" in said
    assert "读不了：扫描件/坏.pdf　文件损坏" in said
    assert "收到 10 页 = 装订 7 页 + 分隔页 1 页 + 另放（重复）2 页 + 占位 0 页" in said
    assert "纸件 3 页" in said


def test_report_tells_what_could_not_be_made():
    said = text(failures=(Failure("plan", ConverterMissing()),))
    assert "没有做成的" in said
    assert "一户一策：" in said


def test_findings_met_while_making_are_counted():
    made = Made(Checked(ledger(), (finding(Severity.error),)), noticed=(finding(Severity.grave),))
    assert [one.severity for one in made.findings] == [Severity.grave, Severity.error]
    assert "严重 1，错误 1" in severities(made.findings)


def test_the_same_run_makes_the_same_text():
    assert text(documents=DOCUMENTS) == text(documents=DOCUMENTS)


def test_no_finding_is_a_sentence_too():
    assert "没有发现问题" in severities(())
    assert "没有发现问题" in report.text(Made(Checked(ledger(), ())), FOLDER)


def test_counts_name_the_kinds_of_the_contract():
    assert {"households", "persons"} <= set(counts(Ledger()))


def test_every_kind_of_document_has_its_chinese_name_in_the_report():
    assert sorted(set(TITLES) - set(report.KINDS)) == []
