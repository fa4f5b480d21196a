"""docgen figures: gaps told, parts, cells, what does not agree; numbers of persons masked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

SCREEN_ID = re.compile(r"999\d{15}")


@pytest.fixture
def little(tmp_path: Path) -> Path:
    (tmp_path / "台账").mkdir()
    toml = "[period]\nstart = 2026-01-01\nend = 2026-06-30\n[place]\nvillage = '荷塘村'\n"
    (tmp_path / "docgen.toml").write_text(toml, encoding="utf-8")
    book = openpyxl.Workbook()
    homes, members, visits = book.active, book.create_sheet("成员"), book.create_sheet("走访")
    homes.title = "户"
    homes.append(["户编号", "户主姓名", "村民小组", "户类型", "监测对象类别", "风险是否已消除"])
    homes.append(["01", "张三", "一组", "脱贫户", "边缘易致贫户", ""])
    homes.append(["02", "李四", "二组", "脱贫户", "边缘易致贫户", "否"])
    members.append(["户编号", "姓名", "证件号码", "与户主关系", "务工时间(月)", "务工区域"])
    members.append(["01", "张三", "999301198001010017", "户主", 6, "省外"])
    members.append(["02", "李四", "999301198001010033", "户主", 6, "县内"])
    visits.append(["户编号", "走访日期", "走访人"])
    visits.append(["01", "2026-02-01", "王芳"])
    visits.append(["01", "2026-05-01", "王芳"])
    book.save(tmp_path / "台账" / "台账.xlsx")
    return tmp_path


def test_what_cannot_be_told_is_told_by_reason(docgen, little):
    out = docgen("-C", little, "figures").out
    assert "台账户数" in out
    assert "台账没有“贷款”表：" in out
    assert "逾期贷款笔数" not in out
    every = docgen("-C", little, "figures", "-v").out
    assert "逾期贷款笔数  算不出：台账没有“贷款”表" in re.sub(r"\n *", "", every)


def test_by_group(docgen, little):
    said = docgen("-C", little, "figures", "--by", "组", "--json").object
    assert [group["group"] for group in said["groups"]] == ["一组", "二组"]
    told = {
        group["group"]: {figure["name"]: figure["value"] for figure in group["figures"]}
        for group in said["groups"]
    }
    assert told["一组"]["外出务工人数"] == 1
    assert told["二组"]["外出务工人数"] == 0
    assert "一组 1，二组 0" in docgen("-C", little, "figures", "--by", "组").out


def test_by_quarter_only_what_happened_in_it(docgen, little):
    said = docgen("-C", little, "figures", "--by", "季度", "--json").object
    told = {
        group["group"]: {figure["name"]: figure["value"] for figure in group["figures"]}
        for group in said["groups"]
    }
    assert told["2026年一季度"]["走访次数"] == told["2026年二季度"]["走访次数"] == 1
    assert "台账户数" not in told["2026年一季度"]


def test_explain_names_rows_and_cells(docgen, little):
    answer = docgen("-C", little, "figures", "explain", "外出务工人数")
    assert "姓名 张三（B2）" in answer.out
    assert "务工区域 省外（F2）" in re.sub(r"\n *", "", answer.out)
    said = docgen("-C", little, "figures", "explain", "外出务工人数", "--json").object
    assert said["rows"][0]["cells"]["务工区域"] == {"cell": "F2", "value": "省外"}


def test_numbers_of_persons_are_masked(docgen, little):
    for words in (["-v"], ["--json"]):
        answer = docgen("-C", little, "figures", "explain", "台账去重人数", *words)
        assert "证件号码" in answer.out
        assert not SCREEN_ID.search(answer.out)


def test_what_does_not_agree_is_a_finding_with_its_cell(docgen, little):
    answer = docgen("-C", little, "figures")
    assert answer.code == 0
    assert "W421  台账.xlsx 户!F2" in answer.out
    found = docgen("-C", little, "figures", "--json").object["findings"]
    assert [(one["code"], one["sheet"], one["cell"]) for one in found] == [("W421", "户", "F2")]


def test_how_many_were_unknown_stands_in_json(docgen, little):
    said = docgen("-C", little, "figures", "--json").object["figures"]
    (one,) = [figure for figure in said if figure["name"] == "风险未消除监测对象户数"]
    assert (one["value"], one["unknown"]) == (1, 1)
    assert one["note"] == "1户的“风险是否已消除”为空，未计入"


def test_the_bound_archive_is_counted(docgen, little):
    paper = {"title": "申请书", "household": "01"}
    bound = [{"paper": paper, "at": 3, "made": 2}, {"paper": {**paper, "household": ""}, "at": 5,
                                                  "made": 1}]  # fmt: skip
    volume = {"code": "A·01", "path": "输出/档案/甲.pdf"}
    volumes = [
        {"volume": volume, "cls": "精准识别", "pending": False, "papers": bound},
        {"volume": volume, "cls": "待确认", "pending": True, "papers": bound},
    ]
    place = little / "输出" / "档案" / "案卷清单.json"
    place.parent.mkdir(parents=True)
    kept = {"version": 1, "volumes": volumes}
    place.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    said = docgen("-C", little, "figures", "--json").object["figures"]
    told = {figure["name"]: figure for figure in said}
    assert told["归档件数"]["value"] == told["归档件数（精准识别）"]["value"] == 2
    assert told["归档页数"]["value"] == 3
    assert told["有归档材料的户数"]["value"] == 1
    assert told["归档件数"]["records"][0] == {"file": "输出/档案/甲.pdf", "sheet": "", "row": 4}
    place.write_text("{", encoding="utf-8")
    said = docgen("-C", little, "figures", "--json").object["figures"]
    assert {f["name"]: f["value"] for f in said}["归档件数"] is None


def test_what_people_are_due_is_counted_from_the_conditions(docgen, small):
    said = docgen("-C", small, "figures", "--json").object["figures"]
    told = {figure["name"]: figure["value"] for figure in said}
    matched = docgen("-C", small, "policy", "match", "--json").object["entitlements"]
    due = [one for one in matched if one["verdict"] == "应享未享"]
    assert told["应享未享户次"] == len(due)
    assert told["应享未享户数"] == len({one["household"] for one in due})
