"""The plan workbook: proposed by docgen, corrected by a clerk, never thrown away."""

from __future__ import annotations

import subprocess

import openpyxl
import pytest
import shoebox
from shoebox import APPLICATION, CONFIRMATION, NOTICE, put

from docgen.archive.plan import load_plan, make_plan, plan_path, save_plan
from docgen.errors import FileUnreadable, PlanMissing

LEDGER = shoebox.ledger()


@pytest.fixture
def box(tmp_path):
    folder = shoebox.folder_at(tmp_path)
    put(folder, "a.pdf", shoebox.pdf(APPLICATION))
    put(
        folder,
        "b.pdf",
        shoebox.pdf(("说明", ["没有什么可认的", "2019年1月1日"]), ("", ["续页文字在此处"])),
    )
    put(folder, "c/公示.pdf", shoebox.pdf(NOTICE))
    return folder


def planned(folder):
    plan = make_plan(folder, LEDGER)
    save_plan(folder, plan)
    return plan


def correct(folder, source, changes, row=None):
    """What a clerk does in Excel: open, find the row, type, save (openpyxl is another program)."""
    path = plan_path(folder)
    book = openpyxl.load_workbook(path)
    sheet = book["归档计划"]
    top = next(n for n in range(1, 20) if sheet.cell(n, 1).value == "编号")
    columns = {sheet.cell(top, n).value: n for n in range(1, sheet.max_column + 1)}
    if source is None:
        row = sheet.max_row + 1
    row = row or next(
        n
        for n in range(top + 1, sheet.max_row + 1)
        if sheet.cell(n, columns["来源"]).value == source
    )
    for name, value in changes.items():
        if name not in columns:
            columns[name] = sheet.max_column + 1
            sheet.cell(top, columns[name], name)
        sheet.cell(row, columns[name], value)
    book.save(path)
    return row


def by_source(plan, source):
    found = [paper for paper in plan.papers if paper.source == f"扫描件/{source}"]
    return found[0] if len(found) == 1 else found


def test_what_is_saved_is_what_is_loaded(box):
    plan = planned(box)
    again = load_plan(box, LEDGER)
    assert [(p.id, p.type, p.household, p.decision, p.title, p.day) for p in again.papers] == [
        (p.id, p.type, p.household, p.decision, p.title, p.day) for p in plan.papers
    ]
    assert (again.files, again.ledger) == (plan.files, plan.ledger)


def test_the_same_folder_gives_the_same_workbook(box):
    planned(box)
    first = plan_path(box).read_bytes()
    planned(box)
    assert plan_path(box).read_bytes() == first


def test_a_correction_is_honoured_and_a_new_plan_keeps_it(box):
    planned(box)
    changes = {
        "改为文种": "H55 情况说明",
        "改为户编号": "0103",
        "改为年度": 2018,
        "改为题名": "说明一件",
    }
    correct(box, "扫描件/b.pdf", changes)
    for plan in (load_plan(box, LEDGER), planned(box), planned(box), load_plan(box, LEDGER)):
        paper = by_source(plan, "b.pdf")
        assert (paper.type, paper.household, paper.year, paper.title, paper.decision) == (
            *("H55", "0103", 2018, "说明一件", "auto"),
        )
        assert "经人确认" in paper.evidence


def test_new_files_are_added_and_decisions_stay(box):
    planned(box)
    correct(box, "扫描件/b.pdf", {"改为文种": "V119", "备注": "问过老支书"})
    put(box, "d.pdf", shoebox.pdf(CONFIRMATION))
    plan = planned(box)
    assert by_source(plan, "b.pdf").type == "V119"
    assert by_source(plan, "d.pdf").type == "H44"
    sheet = openpyxl.load_workbook(plan_path(box))["归档计划"]
    assert "问过老支书" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_renamed_and_moved_file_is_known_again(box):
    planned(box)
    correct(box, "扫描件/b.pdf", {"改为文种": "V119"})
    (box.scans / "新").mkdir()
    (box.scans / "b.pdf").rename(box.scans / "新" / "改了名.pdf")
    plan = planned(box)
    assert by_source(plan, "新/改了名.pdf").type == "V119"
    assert plan.lost == ()


def test_a_decided_row_whose_file_is_gone_stays_in_the_workbook_and_is_told(box):
    planned(box)
    correct(box, "扫描件/b.pdf", {"改为文种": "V119"})
    (box.scans / "b.pdf").unlink()
    plan = planned(box)
    assert [f.code for f in plan.findings if f.code != "R153"] == ["E803"]
    assert [row.paper.source for row in planned(box).lost] == ["扫描件/b.pdf"]


def test_pages_can_be_cut_by_hand_and_none_is_lost(box):
    planned(box)
    correct(box, "扫描件/b.pdf", {"末页": 1, "改为文种": "V119"})
    for plan in (planned(box), planned(box), load_plan(box, LEDGER)):
        papers = by_source(plan, "b.pdf")
        assert [(p.first, p.last, p.decision) for p in papers] == [
            (1, 1, "auto"),
            (2, 2, "review"),
        ]
        assert plan.ledger.pages_in == plan.ledger.pages_out == 4


def test_overlapping_rows_are_told_and_each_page_stays_in_one_paper(box):
    planned(box)
    correct(box, "扫描件/b.pdf", {"确认": "是", "改为文种": "V119"})
    more = {"来源": "扫描件/b.pdf", "首页": 2, "末页": 2, "改为文种": "V119", "确认": "是"}
    row = correct(box, None, more)
    plan = load_plan(box, LEDGER)
    assert plan.ledger.pages_out == 4
    assert [f.cell for f in plan.findings] == [f"C{row}"]


def test_paper_that_was_never_scanned_is_honoured_and_counted_apart(box):
    planned(box)
    row = {"来源": "纸质未扫描", "首页": 1, "末页": 12, "改为文种": "H24", "改为户编号": "0102"}
    correct(box, None, {**row, "改为题名": "扶贫手册", "备注": "村档案柜2层"})
    for plan in (load_plan(box, LEDGER), planned(box), planned(box)):
        paper = plan.papers[-1]
        assert (paper.type, paper.household, paper.pages) == ("H24", "0102", 12)
        assert (plan.ledger.paper, plan.ledger.pages_out) == (12, 4)


def test_to_wait_takes_an_accepted_paper_back(box):
    planned(box)
    assert by_source(load_plan(box), "a.pdf").decision == "auto"
    correct(box, "扫描件/a.pdf", {"确认": "待定"})
    assert by_source(load_plan(box, LEDGER), "a.pdf").decision == "review"
    assert by_source(planned(box), "a.pdf").decision == "review"


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"改为文种": "H99"}, "S", "H99"),
        ({"改为文种": "H55", "改为户编号": "0999"}, "T", "0999"),
        ({"改为文种": "H55"}, "T", "户编号"),
        ({"改为文种": "V119", "改为年度": "去年"}, "V", "去年"),
        ({"确认": "是", "末页": 9, "改为文种": "V119"}, "C", "9"),
    ],
)
def test_a_correction_that_cannot_be_is_told_at_its_cell(box, changes, column, words):
    planned(box)
    row = correct(box, "扫描件/b.pdf", changes)
    plan = load_plan(box, LEDGER)
    told = [f for f in plan.findings if f.code == "E803"]
    assert [f.cell for f in told] == [f"{column}{row}"]
    assert words in told[0].message
    assert plan.ledger.pages_out == 4
    papers = by_source(plan, "b.pdf")
    papers = papers if isinstance(papers, list) else [papers]
    assert {paper.decision for paper in papers} == {"review"}


def test_columns_the_clerk_added_are_kept(box):
    planned(box)
    correct(box, "扫描件/a.pdf", {"经办": "小吴"})
    planned(box)
    sheet = openpyxl.load_workbook(plan_path(box))["归档计划"]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "经办" in values
    assert "小吴" in values


def test_sorting_the_rows_changes_nothing(box):
    planned(box)
    path = plan_path(box)
    book = openpyxl.load_workbook(path)
    sheet = book["归档计划"]
    top = next(n for n in range(1, 20) if sheet.cell(n, 1).value == "编号")
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=top + 1)]
    for number, values in enumerate(reversed(rows), start=top + 1):
        for place, value in enumerate(values, start=1):
            sheet.cell(number, place, value)
    book.save(path)
    ids = [paper.id for paper in load_plan(box, LEDGER).papers]
    assert ids == [paper.id for paper in make_plan(box, LEDGER).papers]


def test_a_damaged_workbook_stops_the_plan_and_is_not_overwritten(box):
    plan_path(box).parent.mkdir(exist_ok=True)
    plan_path(box).write_bytes(b"no workbook")
    with pytest.raises(FileUnreadable):
        make_plan(box, LEDGER)
    assert plan_path(box).read_bytes() == b"no workbook"


def test_without_a_plan_there_is_nothing_to_build(box):
    with pytest.raises(PlanMissing):
        load_plan(box, LEDGER)


def test_unread_pictures_wait_for_a_person_and_say_so(box, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    put(box, "0102苗春生户口簿.jpg", shoebox.picture())
    plan = make_plan(box, LEDGER)
    paper = by_source(plan, "0102苗春生户口簿.jpg")
    assert (paper.type, paper.household, paper.decision) == ("H04", "0102", "review")
    unread = [f.file for f in plan.findings if f.code == "W802"]
    assert unread == ["扫描件/0102苗春生户口簿.jpg"]


def test_an_empty_or_missing_folder_gives_an_empty_plan(tmp_path):
    folder = shoebox.folder_at(tmp_path)
    assert make_plan(folder, LEDGER).papers == ()
    folder.scans.rmdir()
    assert make_plan(folder, LEDGER).files == ()


def test_a_page_with_a_few_words_is_not_blank(box):
    put(box, "大.pdf", shoebox.pdf(("大页", ["一"]), size=(3000, 4000)))
    paper = by_source(make_plan(box, LEDGER), "大.pdf")
    assert "空白" not in paper.reason + paper.title


def test_what_only_libreoffice_can_read_is_judged_by_its_pages(box, program):
    program("soffice")
    words = "".join(f"\\u{ord(sign)}?" for sign in "贫困户申请书")
    put(box, "旧.rtf", f"{{\\rtf1\\ansi {words}}}".encode("ascii"))
    assert by_source(make_plan(box, LEDGER), "旧.rtf").type == "H12"


def test_a_name_of_200_characters_and_an_emoji(box):
    put(box, f"🏠{'档' * 60}.pdf", shoebox.pdf(NOTICE, NOTICE))
    assert len(make_plan(box, LEDGER).papers) >= 4


def test_a_plan_saved_by_another_program_says_the_same(box, program, tmp_path):
    plan = planned(box)
    into = tmp_path / "另存"
    command = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(into)]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program("soffice"), profile, *command, str(plan_path(box))],
        check=True,
        capture_output=True,
        timeout=120,
    )
    plan_path(box).write_bytes((into / plan_path(box).name).read_bytes())
    again = load_plan(box, LEDGER)
    assert [(p.id, p.type, p.decision) for p in again.papers] == [
        (p.id, p.type, p.decision) for p in plan.papers
    ]
    assert (again.files, again.ledger) == (plan.files, plan.ledger)
