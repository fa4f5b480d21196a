"""Compilations of many layouts become rows for a clerk; no piece goes without an account."""

from __future__ import annotations

from pathlib import Path

import compilation_samples as samples
import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.documents.policy_import import SUGGESTED, proposals
from docgen.errors import DocgenError
from docgen.facts.conditions import parse
from docgen.work.compilation import Compilation, read_compilation
from docgen.work.compilation.suggest import amount, suggest


def read(tmp_path: Path, data: bytes, name: str = "汇编.docx") -> Compilation:
    path = tmp_path / name
    path.write_bytes(data)
    made = read_compilation(path)
    assert len(made.pieces) == len(made.used) + len(made.aside)
    assert all(piece.aside for piece in made.aside)
    return made


def table(made: Compilation, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(one.text(name) for name in columns) for one in made.policies]


def test_headings_with_labelled_paragraphs(tmp_path: Path) -> None:
    made = read(tmp_path, samples.prose())
    assert table(made, "类别", "名称", "享受对象") == [
        ("教育帮扶", "雨露计划", "脱贫户中职学生"),
        ("教育帮扶", "普通高中助学金", "脱贫户、监测对象"),
        ("健康帮扶", "参保资助", "低保户"),
    ]
    first, second, third = made.policies
    assert first.text("标准") == "每生每年3000元。"
    assert first.places("标准") == "第7段"
    assert second.text("标准").splitlines() == [
        "分三档：",
        "（1）一档每学期750元；",
        "（2）二档每学期1000元；",
        "档次｜每学期",
        "三档｜1250元",
    ]
    assert "表1第1行第1列" in second.places("标准")
    assert second.text("电话") == "13900002002"
    assert third.text("标准") == "每人资助190元。"
    assert third.text("责任部门") == "县医保局"
    why = {piece.text: piece.aside for piece in made.aside}
    assert set(why) == {
        "云溪县2026年惠民政策汇编",
        "为方便群众了解政策，现将有关政策汇编如下。",
        "三、其他",
        "本汇编由县里解释。",
    }
    assert why["三、其他"].startswith("这个标题下面")


def test_heading_styles_and_labels_alone(tmp_path: Path) -> None:
    made = read(tmp_path, samples.styled())
    assert table(made, "类别", "名称", "享受对象", "标准", "所需材料", "办理流程") == [
        ("产业帮扶", "到户产业奖补", "脱贫户", "羊每只150元。\n一户最多3000元。", "申报表", ""),
        ("产业帮扶", "小额信贷贴息", "脱贫户", "", "", "银行报送"),
    ]
    assert not made.aside


def test_one_table_a_policy(tmp_path: Path) -> None:
    made = read(tmp_path, samples.one_each())
    first, second = made.policies
    assert (first.text("类别"), first.text("名称")) == ("综合保障", "残疾人两项补贴")
    assert first.text("责任部门") == "县民政局"
    assert first.text("所需材料") == "审批表、残疾人证"
    assert (second.text("类别"), second.text("名称")) == ("养老", "城乡居民养老金")
    assert second.text("标准") == "每人每月150元"
    assert {piece.text for piece in made.aside} == {"备注", "每年核对一次"}


def test_one_big_table_with_merged_categories(tmp_path: Path) -> None:
    made = read(tmp_path, samples.big(), "汇编.xlsx")
    assert table(made, "类别", "名称", "享受对象", "标准", "电话") == [
        ("教育类", "雨露计划", "脱贫户", "省：1000元\n县：500元", "13900002001"),
        ("教育类", "学前资助", "脱贫户", "省：每生每年1000元", "13900002002"),
        ("养老类", "高龄津贴", "年满80周岁的老人", "省：80元/月", ""),
    ]
    assert made.policies[0].places("享受对象") == "惠农政策 D4"
    aside = {piece.where: piece.aside for piece in made.aside}
    assert aside["惠农政策 D8"] == "这一行没有政策名称"
    assert aside["惠农政策 I4"] == "表头“备注”没有对应的列"
    assert aside["惠农政策 A1"] == "表格上方的标题或说明"


def test_what_is_certain_is_proposed_and_nothing_else(tmp_path: Path) -> None:
    first, second, third = proposals(read(tmp_path, samples.prose()))
    assert first[SUGGESTED].text == "脱贫户 且 中职学生"
    assert first[SUGGESTED].proposed
    assert SUGGESTED not in second  # 家庭经济困难 maps to nothing
    assert "适用条件" not in first
    assert third[SUGGESTED].text == "低保户"
    assert (first["金额"].text, first["单位"].text) == ("3000", "元/年")
    assert "金额" not in second
    assert (first["有效期起"].text, first["有效期止"].text) == ("2026-01-01", "2026-12-31")
    assert first["政策编号"].proposed


@pytest.mark.parametrize(
    ("target", "conditions", "said"),
    [
        ("脱贫户", "", "脱贫户"),
        ("脱贫户、监测对象", "无", "脱贫户 或 监测对象"),
        ("脱贫户和未消除风险监测户", "", "脱贫户 或 未消除风险"),
        ("年满60周岁的老年人", "", "年龄 >= 60"),
        ("60周岁及以上老年人", "", "年龄 >= 60"),
        ("一、二级残疾人", "", "重度残疾人"),
        ("低保家庭残疾人", "", "低保户 且 残疾人"),
        ("脱贫户劳动力", "年满16周岁以上", "(脱贫户 且 劳动力) 且 (年龄 >= 16)"),
        ("脱贫户", "有学籍", ""),
        ("脱贫户、困难群众", "", ""),
        ("全县农户", "", ""),
        ("60岁以下", "", ""),
        ("脱贫户、中职学生", "", ""),  # pupils of these households, or both? nobody can tell
        ("", "", ""),
    ],
)
def test_suggestions(target: str, conditions: str, said: str) -> None:
    assert suggest(target, conditions) == said
    assert not said or parse(said).tree is not None


@pytest.mark.parametrize(
    ("standard", "said"),
    [
        ("每生每年3000元", ("3000", "元/年")),
        ("每人每月80元。", ("80", "元/月")),
        ("80元/月", ("80", "元/月")),
        ("每学期补助1250.50元", ("1250.5", "元/学期")),
        ("小学500元，初中625元", ("", "")),
        ("每户3000元", ("", "")),
        ("5万元以内", ("", "")),
        ("每年3000元，每学期1500元", ("", "")),
    ],
)
def test_a_sum_is_read_only_where_there_is_one(standard: str, said: tuple[str, str]) -> None:
    assert amount(standard) == said


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"no zip"),
        ("a.docx", b""),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.pdf", b"%PDF-1.7"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(DocgenError) as told:
        read(tmp_path, data, name)
    assert told.value.exit_code == 4


def test_a_workbook_named_docx_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DocgenError):
        read(tmp_path, samples.big(), "汇编.docx")
    with pytest.raises(DocgenError):
        read_compilation(tmp_path / "没有.docx")


WORDS = st.sampled_from(
    [
        *(
            "一、教育帮扶",
            "（一）雨露计划",
            "1.享受对象：脱贫户",
            "补助标准：每年3000元",
            "享受对象",
        ),
        *(
            "脱贫户；",
            "2、办理流程",
            "【标准】80元/月",
            "政策名称：养老金",
            "说明文字。",
            "附件",
            "第一章 总则",
        ),
        *("标准：", "①条件：无", "咨询电话：13900002002 监督电话：13900002003", "", "　"),
    ]
)
CELLS = st.sampled_from(
    [
        "政策名称",
        "享受对象",
        "标准",
        "雨露计划",
        "脱贫户",
        "80元/月",
        "",
        "备注",
        "类别",
        "教育",
        "序号",
        "1",
    ]
)


@given(st.lists(st.one_of(WORDS, st.lists(CELLS, min_size=4, max_size=12)), max_size=14))
def test_pieces_in_are_pieces_used_and_aside(
    tmp_path_factory: pytest.TempPathFactory, parts
) -> None:
    made = docx.Document()
    written = 0
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
            written += bool(part.strip("　 "))
        else:
            laid = made.add_table(rows=len(part) // 4, cols=4)
            for number, text in enumerate(part[: len(part) // 4 * 4]):
                laid.cell(number // 4, number % 4).text = text
                written += bool(text)
    path = tmp_path_factory.mktemp("made") / "汇编.docx"
    made.save(str(path))
    found = read_compilation(path)
    assert len(found.pieces) == written == len(found.used) + len(found.aside)
    told = "".join(
        text for one in found.policies for cell in one.cells.values() for text, _ in cell
    )
    assert all(piece.where for piece in found.pieces)
    assert not told or found.used


def test_the_same_policy_twice_stays_two(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["政策名称", "享受对象", "标准"], ["甲", "脱贫户", "1元"], ["甲", "脱贫户", "1元"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert len(read_compilation(tmp_path / "a.xlsx").policies) == 2


CONTACTS = [
    ("责任单位及联系人：县农业局　王主任 0999-1234567", ("县农业局", "王主任", "0999-1234567")),
    ("联系人及电话：王主任（13900002001）", ("", "王主任", "13900002001")),
    ("责任部门、联系人、电话：县农业局 王主任，13900002001", ("县农业局", "王主任", "13900002001")),
    ("联系人和责任单位：王主任，县农业局", ("县农业局", "王主任", "")),
    (
        "责任单位与咨询电话：县农业局0999-1234567、0999-7654321",
        ("县农业局", "", "0999-1234567、0999-7654321"),
    ),
]


@pytest.mark.parametrize(("line", "said"), CONTACTS)
def test_a_label_for_several_columns_shares_its_words(
    tmp_path: Path, line: str, said: tuple[str, str, str]
) -> None:
    document = docx.Document()
    for text in ("（一）雨露计划", "申报材料：身份证。", line):
        document.add_paragraph(text)
    document.save(str(tmp_path / "源.docx"))
    made = read(tmp_path, (tmp_path / "源.docx").read_bytes())
    assert table(made, "所需材料", "责任部门", "联系人", "电话") == [("身份证。", *said)]


def test_a_label_for_other_columns_fills_the_first_with_all_its_words(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("（一）雨露计划", "补助对象及补助标准：中职学生每年3000元。"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "源.docx"))
    made = read(tmp_path, (tmp_path / "源.docx").read_bytes())
    assert table(made, "享受对象", "标准") == [("中职学生每年3000元。", "")]


def test_ditto_is_what_stands_above(tmp_path: Path) -> None:
    document = docx.Document()
    rows = [
        ("政策名称", "补助标准", "责任单位及电话"),
        ("雨露计划", "每年3000元", "县教育局 0999-1234567"),
        ("高中助学金", "每年2000元", "同上"),
        ("大学助学金", "同上", "〃"),
    ]
    drawn = document.add_table(0, 3)
    for row in rows:
        for cell, text in zip(drawn.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "源.docx"))
    made = read(tmp_path, (tmp_path / "源.docx").read_bytes())
    assert table(made, "标准", "责任部门", "电话") == [
        ("每年3000元", "县教育局", "0999-1234567"),
        ("每年2000元", "县教育局", "0999-1234567"),
        ("每年2000元", "县教育局", "0999-1234567"),
    ]
    assert made.policies[2].places("标准") == "表1第4行第2列"
