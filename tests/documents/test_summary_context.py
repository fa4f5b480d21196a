"""The summary: figures from the ledger, the office's own words, nothing that nobody said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from samples import PROBLEMS, SETTINGS, village
from small_ledger import ledger

from docgen.documents import build
from docgen.documents.gaps import Context
from docgen.documents.job import Job
from docgen.documents.periods import next_period_text, period_text
from docgen.documents.summary_context import CHAPTERS, chapter_findings, chapter_of, summary_context
from docgen.documents.summary_presets import PRESETS, VILLAGE
from docgen.documents.summary_sources import sources_workbook
from docgen.facts.figures import compute
from docgen.facts.view import View
from docgen.findings import Severity
from docgen.folder import Folder, Period, Settings
from docgen.model import Ledger

WORDS = [
    {"章节": "产业帮扶", "内容": "食用菌大棚带动农户增收，一字不改。"},
    {"章节": "下一步打算", "内容": "七月底前完成档案重新分卷。"},
    {"章节": "存在的问题", "内容": "等着帮扶的想法还在。"},
    {"章节": "天气", "内容": "今年雨水多。"},
]
LATE_PROJECT = {
    "项目编号": "XM01",
    "名称": "饮水提升",
    "计划竣工": date(2026, 5, 31),
    "实际竣工": None,
    "总投资": 120000,
}


def summary(made: Ledger, settings: Settings = SETTINGS) -> Context:
    return summary_context(made, settings, compute(made, settings))


def period(start: date, end: date) -> Settings:
    return replace(SETTINGS, period=Period(start, end, end))


@pytest.mark.parametrize(
    ("start", "end", "said", "following"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), "2026年上半年", "下半年"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年", "2027年"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026年", "2027年"),
        (date(2026, 4, 1), date(2026, 6, 30), "2026年二季度", "下一步"),
        (date(2026, 1, 1), date(2026, 6, 29), "2026年1月1日至2026年6月29日", "下一步"),
        (date(2025, 7, 1), date(2026, 6, 30), "2025年7月1日至2026年6月30日", "下一步"),
    ],
)
def test_the_period_in_words(start: date, end: date, said: str, following: str) -> None:
    found = Period(start, end, end)
    assert (period_text(found), next_period_text(found)) == (said, following)


@pytest.mark.parametrize(
    ("settings", "title"),
    [
        (period(date(2026, 1, 1), date(2026, 6, 30)), "2026年上半年常态化精准帮扶工作总结"),
        (
            period(date(2025, 1, 1), date(2025, 6, 30)),
            "2025年上半年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作总结",
        ),
        (period(date(2019, 1, 1), date(2019, 6, 30)), "2019年上半年脱贫攻坚工作总结"),
    ],
)
def test_the_title_uses_the_words_of_its_period(settings: Settings, title: str) -> None:
    assert summary(village(), settings)["标题"] == title


def test_every_figure_is_given_and_one_without_data_is_none() -> None:
    context = summary(village())
    assert context["问题总数"] == 4
    assert context["脱贫户户数"] == 1
    bare = summary(ledger(户信息=[{"户编号": "0107", "户主姓名": "李桂花"}]))
    assert bare["台账户数"] == 1
    assert bare["走访次数"] is None
    assert bare["项目总投资"] is None


def test_own_words_stand_word_for_word_in_their_chapter() -> None:
    context = summary(village(总结素材=WORDS))
    assert context["素材"]["产业"] == ["食用菌大棚带动农户增收，一字不改。"]
    assert context["存在问题"][0] == "等着帮扶的想法还在。"
    assert context["下步打算"][0] == "七月底前完成档案重新分卷。"


def test_words_without_a_chapter_are_kept_and_reported() -> None:
    made = village(总结素材=WORDS)
    assert summary(made)["素材"]["其他"] == ["今年雨水多。"]
    (found,) = chapter_findings(made.materials, PRESETS[VILLAGE])
    assert found.value == "天气"
    assert found.cell == "A6"


@pytest.mark.parametrize(
    ("section", "chapter"),
    [
        ("问题整改", "整改"),
        ("存在的问题和不足", "存在问题"),
        ("易地搬迁后续扶持", "搬迁"),
        ("项目资金与资产", "项目"),
        ("小额信贷", "金融"),
        ("外出务工", "就业"),
        ("“三保障”和饮水安全", "三保障"),
        (None, "其他"),
    ],
)
def test_chapters_are_found_by_their_words(section: str | None, chapter: str) -> None:
    assert chapter_of(section) == chapter


def test_open_matters_come_from_the_ledger() -> None:
    context = summary(village(项目=[LATE_PROJECT]))
    problems = "".join(context["存在问题"])
    assert "问题整改还有2条没有完成，其中超过时限的1条" in problems
    assert "有1个项目到了计划竣工日期还没有竣工：饮水提升。" in problems
    steps = "".join(context["下步打算"])
    assert (
        "到镇档案室调取补齐（责任人：谷雨，时限：2026年6月10日，已超期，须重新明确时限）" in steps
    )
    assert "【缺：整改措施】" in steps


def problem(number: int, deadline: date, words: str = "") -> dict[str, Any]:
    return {
        "问题编号": f"W{number}",
        "问题描述": words or f"第{number}件事",
        "完成时限": deadline,
        "状态": "推进中",
    }


def test_overdue_problems_are_named_apart_from_the_others() -> None:
    past, coming = date(2026, 6, 1), date(2026, 9, 1)
    rows = [problem(1, coming), problem(2, past), problem(3, coming), problem(4, past)]
    told = "".join(summary(village(问题整改=rows))["存在问题"])
    assert "还有4条没有完成，其中超过时限的2条：“第2件事”、“第4件事”；" in told
    assert "其余：“第1件事”、“第3件事”。" in told


def test_open_problems_none_of_them_late() -> None:
    told = "".join(summary(village(问题整改=[problem(1, date(2026, 9, 1))]))["存在问题"])
    assert "还有1条没有完成：“第1件事”。" in told
    assert "超过时限" not in told


def test_what_many_households_share_is_said_once() -> None:
    coming = date(2026, 9, 1)
    rows = [problem(number, coming, "宣传不到位") for number in range(12)]
    context = summary(village(问题整改=[*rows, problem(12, coming)], 项目=[], 帮扶责任人=[]))
    assert "还有13条没有完成：“宣传不到位”、“第12件事”。" in "".join(context["存在问题"])
    assert sum("宣传不到位" in step for step in context["下步打算"]) == 1
    assert not any("其余问题" in step for step in context["下步打算"])


PAIRS = [
    {"户": "0107", "姓名": "周明", "结对开始": date(2025, 1, 1)},
    {"户": "0108", "姓名": "周明", "结对开始": date(2025, 1, 1)},
]


@pytest.mark.parametrize(
    ("start", "end", "day", "told"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30), "一季度有1对、二季度有2对"),
        (date(2026, 7, 1), date(2026, 12, 31), date(2026, 12, 31), "三季度有1对、四季度有2对"),
        (date(2026, 7, 1), date(2026, 12, 31), date(2026, 8, 31), "三季度有1对"),
        (date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 31), "四季度有2对"),
    ],
)
def test_pairs_without_a_visit_in_each_quarter_of_the_period(
    start: date, end: date, day: date, told: str
) -> None:
    visits = [
        {"户": "0107", "走访日期": date(2026, month, 9), "走访人": "周明", "方式": "入户"}
        for month in (2, 8)
    ]
    settings = replace(SETTINGS, period=Period(start, end, day))
    made = village(帮扶责任人=PAIRS, 走访记录=visits, 问题整改=[], 项目=[])
    context = summary(made, settings)
    assert context["存在问题"] == [f"走访还有空档，{told}结对没有入户走访记录。"]
    assert any("入户走访" in step for step in context["下步打算"])


def test_what_is_in_order_is_no_problem() -> None:
    context = summary(village(问题整改=PROBLEMS[:2], 项目=[], 帮扶责任人=[]))
    assert context["存在问题"] is None
    steps = context["下步打算"]
    assert len(steps) == 1
    assert steps[0].startswith("补齐台账数据")


def sources(tmp_path: Path, made: Ledger, used: list[str]) -> Any:
    figures = compute(made, SETTINGS)
    book = tmp_path / "输出" / "总结" / "数据出处.xlsx"
    view, folder = View(made, SETTINGS), Folder(tmp_path, SETTINGS)
    data = sources_workbook(figures, used, view, folder, book, "荷塘村总结")
    return openpyxl.load_workbook(BytesIO(data))


def rows_of(sheet: Any) -> dict[str, dict[str, Any]]:
    heads = [cell.value for cell in sheet[3]]
    return {row[0].value: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=4)}


def test_each_figure_tells_definition_and_rows(tmp_path: Path) -> None:
    before = [{"指标": "问题总数", "数值": 6, "期间": "2025年上半年"}]
    opened = sources(tmp_path, village(上期指标=before), ["问题总数"])
    first = opened["数据出处"][4]
    assert first[0].value == "问题总数"
    row = rows_of(opened["数据出处"])["问题总数"]
    assert row["数值"].value == 4
    assert row["上期"].value == 6
    assert row["增减"].value == -2
    assert row["台账行"].value == "问题整改 3-6行"
    assert row["用于总结"].value == "是"
    link = row["第一行在台账（点开）"].hyperlink
    assert link.target.replace("\\", "/") == "../../台账/台账.xlsx"
    start = row["数据行（点开）"].hyperlink.location.partition("!")[2]
    assert opened["数据行"][start].value == "问题总数"


def test_a_figure_without_data_is_marked_never_nought(tmp_path: Path) -> None:
    row = rows_of(sources(tmp_path, village(), [])["数据出处"])["收益分配实付"]
    assert row["数值"].value == "【缺：收益分配实付】"
    assert row["说明"].value


def test_the_links_of_the_figures_lead_to_their_rows(tmp_path: Path) -> None:
    opened = sources(tmp_path, village(), ["台账户数"])
    starts = rows_of(opened["数据出处"])
    links = {name: row["数据行（点开）"].hyperlink for name, row in starts.items()}
    assert len([link for link in links.values() if link]) > 100
    for name, link in links.items():
        if link:
            assert opened["数据行"][link.location.partition("!")[2]].value == name


TOLD = "这是一字不改的话。"


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    "chapter",
    [*(name for name, _ in CHAPTERS), "存在的问题", "下一步打算", "天气"],
)
def test_no_word_of_the_office_is_lost_in_silence(
    tmp_path: Path, preset: str, chapter: str
) -> None:
    made = village(总结素材=[{"章节": chapter, "内容": TOLD}])
    job = Job(Folder(tmp_path, SETTINGS), made, "", {"pdf": False, "preset": preset})
    built = build("summary", job)
    (path,) = [one.path for one in built.documents if one.format == "docx"]
    text = "\n".join(one.text for one in docx.Document(str(tmp_path / path)).paragraphs)
    left_out = [one for one in built.findings if one.code == "W412" and "没有写进去" in one.message]
    assert text.count(TOLD) + len(left_out) == 1
    if PRESETS[preset].usual:
        assert not left_out


def test_a_template_without_other_work_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "模板").mkdir()
    own = docx.Document()
    own.add_paragraph("{{ 标题 }}")
    own.save(str(tmp_path / "模板" / "summary.docx"))
    made = village(总结素材=[{"章节": "就业", "内容": TOLD}])
    built = build("summary", Job(Folder(tmp_path, SETTINGS), made, "", {"pdf": False}))
    (found,) = [one for one in built.findings if one.code == "W412"]
    assert (found.severity, found.value) == (Severity.warning, "就业")
