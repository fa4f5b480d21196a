"""The pocket handbook: what stands on its pages is what the ledger says, no more and no less."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pypdf
import pytest
from books import (
    DAY,
    SETTINGS,
    SHEET,
    book_of,
    built,
    pages_of,
    policy,
    read,
    services,
    several,
)

from docgen.documents import handbook
from docgen.documents.job import Job
from docgen.folder import Folder
from docgen.model import Entry, Household, Ledger
from docgen.sources import At


def test_book_sheets_and_guide_are_made_with_their_pages(tmp_path: Path) -> None:
    result = built(tmp_path, *several(5))
    kinds = [each.kind for each in result.documents]
    assert kinds == ["handbook", "handbook-imposed", "handbook-guide"]
    assert result.documents[0].path == "输出/口袋书/青石镇_荷塘村_政策口袋书_20260630.pdf"
    for document in result.documents:
        path = tmp_path / document.path
        assert path.stat().st_mode & 0o077 == 0
        assert len(pypdf.PdfReader(path).pages) == document.pages
    assert result.documents[1].pages == -(-(result.documents[0].pages or 0) // 8) * 2


def test_everything_the_ledger_says_of_a_policy_is_on_its_page(tmp_path: Path) -> None:
    pages = read(tmp_path, policy())
    (page,) = [text for text in pages if "谁能享受" in text]
    for words in (
        *(
            "雨露计划职业教育补助",
            "脱贫户家中读中职、高职的孩子",
            "有全日制正式学籍",
            "休学、退学不享受",
        ),
        *("示例", "中职", "每学期1500元", "高职", "每学期2000元", "申请表", "学籍证明"),
        *("身份证复印件（正反面、盖章）", "家长申请→村初审→镇审核→打卡", "30个工作日"),
        *("2026年3月1日至10月31日", "一卡通，每年6月、12月", "县农业农村局", "田禾", "13900002001"),
        *("13900002999", "云农发〔2026〕3号", "县级", "2026年1月1日至12月31日", "2026年3月10日"),
        *("荷塘村", "以当年文件为准"),
    ):
        assert words in page, words
    assert "【缺" not in page


def test_cover_and_back_carry_the_team(tmp_path: Path) -> None:
    pages = read(tmp_path, policy())
    assert "云溪县青石镇" in pages[0]
    assert "2026年上半年版" in pages[0]
    assert "政策截至2026年6月30日" in pages[0]
    for words in ("草帽工作队", "有困难，请找我们", "李明", "13900000000"):
        assert words in pages[-1]


def test_team_members_are_listed_unless_they_left(tmp_path: Path) -> None:
    rows = [
        {"姓名": "周晓", "职务": "队员", "电话": "13900000001"},
        {"姓名": "陈旧", "职务": "队员", "驻村结束": date(2025, 5, 1)},
    ]
    ledger = Ledger(
        policies=(policy(),), registers={"工作队": tuple(Entry("工作队", row) for row in rows)}
    )
    result = handbook.build(Job(Folder(tmp_path, SETTINGS), ledger))
    text = "".join(pages_of(book_of(tmp_path, result)))
    assert "周晓" in text
    assert "陈旧" not in text


@pytest.mark.parametrize(
    "column",
    ["所需材料", "电话", "办理流程", "责任部门", "依据文件", "享受对象", "条件", "发放方式"],
)
def test_a_missing_value_is_seen_counted_and_reported(tmp_path: Path, column: str) -> None:
    result = built(tmp_path, policy(**{column: None}))
    text = "".join(pages_of(book_of(tmp_path, result)))
    assert f"【缺：{column}】" in text
    for document in result.documents:
        assert [gap.field for gap in document.gaps] == [column]
    (finding,) = result.findings
    assert finding.cell == At(SHEET, 3).cell(column)
    assert column in finding.message


def test_a_policy_without_any_standard_lacks_one(tmp_path: Path) -> None:
    result = built(tmp_path, policy(标准=None))
    assert [gap.field for gap in result.documents[0].gaps] == ["标准"]


def test_a_standard_without_amount_lacks_the_amount(tmp_path: Path) -> None:
    result = built(tmp_path, policy(标准="按规定补助"))
    assert [gap.field for gap in result.documents[0].gaps] == ["金额"]
    assert "按规定补助【缺：金额】" in "".join(pages_of(book_of(tmp_path, result)))


@pytest.mark.parametrize(
    "changes",
    [{"标准": "按规定补助", "金额": "无"}, {"标准": "到户维修免费"}, {"标准": "按标准的二至六倍"}],
)
def test_a_standard_that_says_what_one_gets_lacks_nothing(
    tmp_path: Path, changes: Mapping[str, str]
) -> None:
    assert built(tmp_path, policy(**changes)).documents[0].gaps == ()


def test_amount_and_unit_stand_in_for_an_empty_standard(tmp_path: Path) -> None:
    pages = read(tmp_path, policy(标准=None, 金额="300", 单位="元/月"))
    assert any("300元/月" in page for page in pages)


def test_a_policy_out_of_date_is_left_out_and_reported(tmp_path: Path) -> None:
    old = policy(2, 名称="旧补助", 有效期止=date(2026, 6, 29))
    later = policy(3, 名称="新补助", 有效期起=date(2026, 7, 1))
    last_day = policy(4, 名称="当日补助", 有效期止=DAY)
    result = built(tmp_path, policy(), old, later, last_day)
    text = "".join(pages_of(book_of(tmp_path, result)))
    assert "旧补助" not in text
    assert "新补助" not in text
    assert "当日补助" in text
    found = {finding.cell: finding.message for finding in result.findings}
    assert found.keys() == {At(SHEET, 4).cell("有效期止"), At(SHEET, 5).cell("有效期起")}
    assert "2026年6月29日" in found[At(SHEET, 4).cell("有效期止")]


@pytest.mark.parametrize(
    ("villages", "printed"),
    [(None, True), ("全县", True), ("柳溪村、荷塘村", True), ("荷塘", True), ("柳溪村", False)],
)
def test_only_policies_of_this_village_are_printed(
    tmp_path: Path, villages: str | None, printed: bool
) -> None:
    pages = read(tmp_path, policy(), policy(2, 名称="本地补助", 适用村=villages))
    assert any("本地补助" in page for page in pages) is printed


def test_a_town_gets_a_book_for_each_village_and_one_for_all(tmp_path: Path) -> None:
    ledger = Ledger(
        households=(Household("1", village="荷塘村"), Household("2", village="柳溪村")),
        policies=(policy(), policy(2, 名称="柳溪补助", 适用村="柳溪村")),
    )
    folder = Folder(tmp_path, SETTINGS)
    result = handbook.build(Job(folder, ledger))
    paths = [each.path.rpartition("/")[2] for each in result.documents if each.kind == "handbook"]
    assert paths == [
        "青石镇_荷塘村_政策口袋书_20260630.pdf",
        "青石镇_柳溪村_政策口袋书_20260630.pdf",
        "青石镇_政策口袋书_20260630.pdf",
    ]
    alone = handbook.build(Job(folder, ledger, only="柳溪村"))
    assert len(alone.documents) == 3


def test_one_village_spelled_in_two_ways_gets_one_book(tmp_path: Path) -> None:
    ledger = Ledger(
        households=(Household("1", village="荷塘"), Household("2", village="荷塘村委会")),
        policies=(policy(适用村="荷塘村"),),
    )
    result = handbook.build(Job(Folder(tmp_path, SETTINGS), ledger))
    assert result.documents[0].path.rpartition("/")[2].startswith("青石镇_荷塘村_")
    assert len(result.documents) == 3


def test_without_a_policy_no_empty_book_is_made(tmp_path: Path) -> None:
    result = built(tmp_path)
    assert result.documents == ()
    assert [finding.code for finding in result.findings] == [handbook.NO_POLICY]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), Ledger(policies=(policy(),)), dry=True)
    assert len(handbook.build(job).documents) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_character_no_font_has_is_printed_as_code_point_and_reported(tmp_path: Path) -> None:
    result = built(tmp_path, policy(联系人="田😀"))
    assert any("田〔U+1F600〕" in page for page in pages_of(book_of(tmp_path, result)))
    (finding,) = result.findings
    assert (finding.cell, finding.value) == (At(SHEET, 3).cell("联系人"), "😀")


def test_the_offices_own_template_wins(tmp_path: Path) -> None:
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板" / "handbook.typ").write_text(
        '#import "base.typ": *\n#show: sheet.with(width: 105mm, height: 148mm)\n我镇的书', "utf-8"
    )
    assert read(tmp_path, policy()) == ["我镇的书"]


def test_the_menu_is_the_second_part_and_in_the_index(tmp_path: Path) -> None:
    ledger = Ledger(policies=several(3), registers={"服务项目": services()})
    data = book_of(tmp_path, handbook.build(Job(Folder(tmp_path, SETTINGS), ledger)))
    pages = pages_of(data)
    (menu,) = [page for page in pages if "FW01" in page]
    assert "养羊指导" in menu
    assert "照看老人" in menu
    assert all("别村的" not in page for page in pages), "it is for another village"
    index_pages = "".join(page for page in pages if "按拼音排列" in page or "Z" in page)
    assert "照看老人" in index_pages


def test_same_ledger_same_bytes(tmp_path: Path) -> None:
    files = []
    for name in ("一", "二"):
        result = built(tmp_path / name, *several(7))
        files.append([(tmp_path / name / each.path).read_bytes() for each in result.documents])
    assert files[0] == files[1]
