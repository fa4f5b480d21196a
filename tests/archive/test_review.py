"""Review in the terminal: one key a paper, undone, and written into the plan workbook."""

from __future__ import annotations

import openpyxl
import pytest
import shoebox
from hypothesis import given, settings
from hypothesis import strategies as st
from shoebox import put
from test_plan import correct

from docgen.archive.plan import load_plan, make_plan, plan_path, save_plan
from docgen.archive.planmodel import Plan
from docgen.archive.review import Sitting, candidates, press, sitting_of
from docgen.archive.schema_file import read_schema
from docgen.cli import review as screen_of_review
from docgen.cli.app import run as command
from docgen.ledger.reading import read_ledger
from docgen.model import Paper
from docgen.resources import shared

SCHEMA = read_schema(shared("archive_schema.yaml"))
SIGN = ["柳溪镇大湾村村民委员会", "2018年9月3日"]


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    folder = shoebox.folder_at(tmp_path)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "户信息"
    sheet.append(["户编号", "户主姓名", "行政村", "村民小组", "户类型"])
    for key, name, group, *_ in shoebox.PEOPLE:
        sheet.append([key, name, "大湾村", group, "脱贫户"])
    (tmp_path / "台账").mkdir()
    book.save(tmp_path / "台账" / "户.xlsx")
    for number, title in enumerate(("院内闲谈录", "公示", "鱼塘看护小记")):
        put(folder, f"{number}.pdf", shoebox.pdf((title, SIGN)))
    put(folder, "3.pdf", shoebox.pdf(("贫困户申请书", ["申请人：", "2014年5月8日"])))
    return folder


def run(folder, monkeypatch, keys):
    """Run the command with these keys pressed; what is left over means it asked for fewer."""
    left = iter(keys)
    monkeypatch.setattr(screen_of_review, "at_terminal", lambda: True)
    monkeypatch.setattr(screen_of_review, "read_key", lambda: next(left, ""))
    assert command(["-C", str(folder.root), "archive", "review", "-q"]) == 0
    return list(left)


def said(folder):
    plan = load_plan(folder, read_ledger(folder))
    return {p.source[4:]: (p.type, p.decision) for p in plan.papers}


def test_without_a_terminal_it_refuses_in_one_sentence(box, capsys):
    assert command(["-C", str(box.root), "archive", "review"]) == 2
    assert "归档计划.xlsx" in capsys.readouterr().err
    assert not plan_path(box).exists()


def test_each_key_does_what_it_says(box, monkeypatch, capsys):
    ledger = read_ledger(box)
    plan = make_plan(box, ledger)
    sitting = sitting_of(plan)
    assert len(sitting.papers) == 4
    offered = candidates(plan, SCHEMA, sitting.papers[0])
    number, first = next((n, t.code) for n, t in enumerate(offered, 1) if not t.of_household)
    left = run(box, monkeypatch, [f"{number}", "w", "w", "u", "w", "w", "x"])
    assert left == ["x"]
    assert said(box)["0.pdf"] == (first, "auto")
    assert {
        name: found[1] for name, found in said(box).items() if name != "0.pdf"
    } == dict.fromkeys(("1.pdf", "2.pdf", "3.pdf"), "review")
    output = capsys.readouterr().out
    for words in ("扫描件/0.pdf", "院内闲谈录", "公示"):
        assert words in output
    left = run(box, monkeypatch, ["w"])
    assert left == ["w"]


def test_up_to_nine_other_types_are_offered_the_named_ones_first():
    paper = Paper("1", "扫描件/低保公示.pdf", 1, 1, "", "V043", title="农村低保花名册")
    offered = [kind.code for kind in candidates(Plan(papers=(paper,)), SCHEMA, paper)]
    assert offered[0] == "V075"
    assert len(offered) == len(set(offered)) == 9
    assert "V043" not in offered


def test_quitting_keeps_what_was_decided_and_the_rest_is_asked_again(box, monkeypatch):
    run(box, monkeypatch, ["w", "q"])
    left = run(box, monkeypatch, ["w", "w", "w", "w"])
    assert left == ["w"]


def test_a_household_paper_without_household_cannot_be_agreed_to(box, monkeypatch):
    left = run(box, monkeypatch, ["w", "w", "w", "\r", "q"])
    assert left == []
    assert said(box)["3.pdf"][1] == "review"


def test_what_a_clerk_typed_before_stays(box, monkeypatch):
    save_plan(box, make_plan(box, read_ledger(box)))
    correct(box, "扫描件/2.pdf", {"备注": "问过会计", "我的列": "甲"})
    correct(box, "扫描件/1.pdf", {"改为文种": "V109"})
    run(box, monkeypatch, ["w", "w", "w"])
    rows = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(plan_path(box))["归档计划"].iter_rows()
    ]
    assert any("问过会计" in row and "甲" in row and "待定" in row for row in rows)
    assert said(box)["1.pdf"] == ("V109", "auto")


def test_an_interruption_loses_nothing_that_was_decided(box, monkeypatch):
    left = iter(["w"])

    def key():
        for pressed in left:
            return pressed
        raise RuntimeError("power")

    monkeypatch.setattr(screen_of_review, "at_terminal", lambda: True)
    monkeypatch.setattr(screen_of_review, "read_key", key)
    command(["-C", str(box.root), "archive", "review", "-q"])
    sheet = openpyxl.load_workbook(plan_path(box))["归档计划"]
    assert [c.value for row in sheet.iter_rows() for c in row].count("待定") == 1


@settings(deadline=None)
@given(st.lists(st.sampled_from(["\r", "1", "9", "w", "u", "q", "?", "é"]), max_size=30))
def test_as_many_papers_are_decided_as_the_place_says_whatever_keys_are_pressed(keys):
    papers = tuple(
        Paper(f"{n}", "s", n, n, "", code, title="公示", decision="review")
        for n, code in enumerate(("V043", "H12", "", "V088"), start=1)
    )
    sitting, plan = Sitting(papers), Plan(papers=papers)
    for key in keys:
        offered = candidates(plan, SCHEMA, sitting.paper) if sitting.paper else ()
        press(sitting, key, offered, SCHEMA)
        assert len(sitting.decided) == sitting.place
        assert set(sitting.decided) == {paper.id for paper in papers[: sitting.place]}
