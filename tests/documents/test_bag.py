"""What a bag says: facts of the ledger in the words of their time, numbers of persons masked."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bagtexts import job, on
from hypothesis import given
from hypothesis import strategies as st
from samples import EMPTY, HELPERS, LIFTED, MEASURES, PERSONS, POLICIES, SETTINGS, VISITS, village
from small_ledger import id_number

from docgen.documents.bag_context import bag_context, common_of
from docgen.documents.bag_masks import masked_text
from docgen.documents.bag_number import bag_numbers, code_text
from docgen.documents.gaps import Lacks
from docgen.documents.sorting import place_key
from docgen.errors import FileUnreadable
from docgen.folder import Folder, Settings
from docgen.model import Household, Ledger

DAY = date(2026, 6, 30)


def told(
    root: Path, ledger: Ledger | None = None, key: str = "0107", settings: Settings = SETTINGS
) -> tuple[dict[str, Any], Lacks]:
    """The context of one household's bag and what it lacks."""
    order = job(root, ledger, settings)
    household = order.ledger.household(key)
    assert household is not None
    lacks = Lacks(key)
    return bag_context(household, common_of(order), lacks), lacks


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item)


# --- masks

NUMBERS = st.builds(
    id_number,
    st.dates(date(1930, 1, 1), date(2020, 1, 1)).map(lambda day: f"{day:%Y%m%d}"),
    st.integers(1, 99),
    st.booleans(),
)


@given(NUMBERS, st.sampled_from(["", "证", "号码：", "见"]), st.sampled_from(["", "，", "号"]))
def test_no_id_in_a_text_can_be_read(number: str, before: str, after: str) -> None:
    gapped = f"{number[:6]} {number[6:14]} {number[14:]}"
    for written in (number, number.lower(), gapped, f"{number[:6]}-{number[6:14]}-{number[14:]}"):
        shown = masked_text(f"{before}{written}{after}", {number})
        assert number[6:14] not in shown
        assert shown.startswith(before)
        assert shown.endswith(after)


@pytest.mark.parametrize(
    ("text", "keep", "shown"),
    [
        ("电话13900000107", (), "电话139****0107"),
        ("电话13900000107", ("13900000107",), "电话13900000107"),
        ("电话139 0000 0107", (), "电话*********0107"),
        ("卡6217000010001234567", (), "卡***************4567"),
        ("户9992010001", (), "户9992010001"),
        ("2026-01-01至2026-12-31", (), "2026-01-01至2026-12-31"),
        ("养羊30只，增收12000元", (), "养羊30只，增收12000元"),
    ],
)
def test_numbers_of_persons_are_masked_and_others_are_not(
    text: str, keep: tuple[str, ...], shown: str
) -> None:
    assert masked_text(text, keep) == shown


def test_ids_typed_into_any_column_do_not_get_through(tmp_path: Path) -> None:
    number = id_number("19710502", 1, False)
    spoilt = f"见{number}和 {number[:6]} {number[6:14]} {number[14:]}"
    ledger = village(
        户信息=[{**LIFTED, "需求与意愿": spoilt, "村民小组": f"二组{number}"}],
        帮扶措施=[{**MEASURES[0], "措施内容": spoilt, "佐证材料": number, "责任人": spoilt}],
        政策享受=[{"户": "0107", "姓名": number, "政策编号": "POL09", "期次": spoilt}],
        走访记录=[{**VISITS[0], "诉求": spoilt, "处理结果": None, "走访人": spoilt}],
        点单=[{"户": "0107", "项目编号": number, "点单日期": date(2026, 3, 1)}],
        政策=[{**POLICIES[0], "所需材料": spoilt, "标准": spoilt, "责任部门": spoilt}],
    )
    context, _ = told(tmp_path, ledger)
    assert number[6:14] not in "\n".join(texts(context))
    assert any("********" in text for text in texts(context))


def test_a_household_number_that_is_an_id_is_masked(tmp_path: Path) -> None:
    number = id_number("19710502", 1, False)
    ledger = village(户信息=[{**LIFTED, "户编号": number}], 家庭成员=[])
    context, _ = told(tmp_path, ledger, number)
    assert context["户编号"] == f"{number[:6]}********{number[-4:]}"
    assert number not in context["码"]


def test_phones_of_helpers_are_whole_and_the_households_own_is_not(tmp_path: Path) -> None:
    context, _ = told(tmp_path)
    assert context["帮扶人"][0]["电话"] == "13900000201"
    assert context["卡"]["电话"] == "139****0107"
    assert not any("13900000107" in text for text in texts(context))


@pytest.mark.parametrize(
    "phone", ["13900000201、13900000202", "139 0000 0201", "0999-1234567", "13900000201转8"]
)
def test_a_helpers_phone_is_whole_however_it_is_written(tmp_path: Path, phone: str) -> None:
    context, _ = told(tmp_path, village(帮扶责任人=[{**HELPERS[0], "联系电话": phone}]))
    assert context["帮扶人"][0]["电话"] == phone
    assert any(f"电话{phone}" in text for text in context["告知书"]["段落"])


@pytest.mark.parametrize("wrong", [id_number("19710502"), "999201197105020110"])
def test_an_id_in_the_column_of_a_helpers_phone_is_masked(tmp_path: Path, wrong: str) -> None:
    context, _ = told(tmp_path, village(帮扶责任人=[{**HELPERS[0], "联系电话": wrong}]))
    assert not any(wrong in text for text in texts(context))


def test_the_card_says_nothing_of_health(tmp_path: Path) -> None:
    people = [
        {**PERSONS[0], "健康状况": "患有大病、残疾", "残疾类别": "精神残疾", "残疾等级": "二级"}
    ]
    context, _ = told(tmp_path, village(家庭成员=people))
    words = "".join(texts(context["卡"]))
    assert not re.search("大病|残疾|慢性病|因病", words)


# --- the number of the bag


def test_a_number_once_given_stays(tmp_path: Path) -> None:
    folder = Folder(tmp_path, SETTINGS)
    first = bag_numbers(folder, ["0110", "0102", "0109"], dry=False)
    assert first == {"0102": "0001", "0109": "0002", "0110": "0003"}
    later = bag_numbers(folder, ["0101", "0110"], dry=False)
    assert later == {**first, "0101": "0004"}


def test_numbers_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    keys = ["12", "2", "1", "0107"]
    one = bag_numbers(Folder(tmp_path / "a", SETTINGS), keys, dry=False)
    other = bag_numbers(Folder(tmp_path / "b", SETTINGS), reversed(keys), dry=False)
    assert one == other
    files = [(tmp_path / name / "记录" / "袋号.toml").read_bytes() for name in "ab"]
    assert files[0] == files[1]


def test_a_dry_run_gives_numbers_and_keeps_none(tmp_path: Path) -> None:
    assert bag_numbers(Folder(tmp_path, SETTINGS), ["1"], dry=True) == {"1": "0001"}
    assert not (tmp_path / "记录").exists()


@pytest.mark.parametrize(
    "spoilt", ['"1" = "0001"\n"2" = "0001"\n', '"1" = "x"\n', "nonsense", '"1" = 1\n"1" = 2\n']
)
def test_a_damaged_register_stops_the_work(tmp_path: Path, spoilt: str) -> None:
    folder = Folder(tmp_path, SETTINGS)
    folder.records.mkdir()
    (folder.records / "袋号.toml").write_text(spoilt, encoding="utf-8")
    with pytest.raises(FileUnreadable, match=r"袋号\.toml"):
        bag_numbers(folder, ["1", "2"], dry=False)


def test_the_code_holds_village_and_number_alone() -> None:
    assert code_text("0007", "999201203001") == "DOCGEN:B=999201203001-0007"
    assert code_text("0007", "") == "DOCGEN:B=0007"


@pytest.mark.parametrize("key", ['带"引号', "带\\杠", "王五（一组）", "a=b"])
def test_any_household_number_can_be_kept(tmp_path: Path, key: str) -> None:
    folder = Folder(tmp_path, SETTINGS)
    first = bag_numbers(folder, [key, "1"], dry=False)
    assert bag_numbers(folder, [key, "1"], dry=False) == first


def test_groups_are_in_the_order_people_count() -> None:
    named = [("十组", "3"), ("二组", "12"), ("第2组", "2"), (None, "1"), ("1组", "9")]
    homes = [Household(key, village="荷塘村", group=group) for group, key in named]
    assert [one.id for one in sorted(homes, key=place_key)] == ["9", "2", "12", "3", "1"]


# --- services, card


def test_orders_are_told_with_who_claimed_them(tmp_path: Path) -> None:
    ledger = village(
        服务项目=[{"项目编号": "F1", "名称": "养羊指导", "内容": "防疫", "标准": "每户两次"}],
        点单=[
            {"户": "0107", "项目编号": "F9", "数量": 1, "点单日期": date(2026, 4, 1)},
            {"户": "0107", "项目编号": "F1", "数量": 1, "点单日期": date(2026, 3, 1)},
            {"户": "0109", "项目编号": "F1", "数量": 1, "点单日期": date(2026, 3, 1)},
        ],
        接单记录=[
            {
                "户": "0107",
                "项目编号": "F1",
                "接单人": "丁一帆",
                "方式": "自主认领",
                "状态": "已完成",
            }
        ],
    )
    rows = told(tmp_path, ledger)[0]["点单"]
    assert [row["项目"] for row in rows] == ["养羊指导", "F9"]
    assert rows[0]["接单"] == "丁一帆，自主认领，已完成"
    assert rows[1]["接单"] == "尚无接单记录"


@pytest.mark.parametrize(
    ("sheets", "said"),
    [({}, "台账中没有点单表。"), ({"点单": []}, "没有本户的点单记录。")],
)
def test_no_orders_and_no_sheet_of_orders_are_two_things(
    tmp_path: Path, sheets: dict[str, Any], said: str
) -> None:
    assert told(tmp_path, village(**sheets))[0]["无点单"] == said


def test_measures_that_earn_and_training_stand_in_lists_of_their_own(tmp_path: Path) -> None:
    rows = [
        {**MEASURES[0], "类别": kind, "措施内容": content}
        for kind, content in (
            ("产业帮扶", "养羊"),
            ("健康帮扶", "签约医生"),
            ("就业帮扶", "电工培训"),
            ("金融帮扶、教育帮扶", "贴息"),
        )
    ]
    context, _ = told(tmp_path, village(帮扶措施=rows))
    assert {row["措施内容"].partition("：")[2].partition("（")[0] for row in context["发展"]} == {
        "养羊",
        "贴息",
    }
    assert [row["措施内容"] for row in context["培训"]] == ["就业帮扶：电工培训（张小军）"]
    assert len(context["卡"]["措施"]) == 4


def benefit(policy: str = "POL09", amount: int | None = 500, day: date | None = DAY) -> Any:
    return {"户": "0107", "政策编号": policy, "金额": amount, "发放日期": day, "期次": "上半年"}


def test_what_was_paid_this_year_is_summed_and_what_cannot_be_is_said(tmp_path: Path) -> None:
    rows = [
        benefit(amount=500),
        benefit(amount=700, day=date(2026, 1, 2)),
        benefit(amount=900, day=date(2025, 12, 31)),
        benefit(amount=None),
        benefit(amount=80, day=None),
    ]
    context, lacks = told(tmp_path, village(政策享受=rows))
    said = context["卡"]["享受合计"]
    assert said == "2026年登记发放2笔，合计1,200元；另有2笔缺金额或发放日期，没有计入。"
    assert [row["日期"] for row in context["卡"]["享受"]][:2] == ["2025.12.31", "2026.1.2"]
    assert {"金额", "发放日期"} <= {gap.field for gap in lacks.gaps}


def test_no_sheet_of_benefits_is_a_gap_and_an_empty_one_is_not(tmp_path: Path) -> None:
    without, lacks = told(tmp_path, village())
    assert without["卡"]["无享受"] == "【缺：政策享受】"
    assert "政策享受" in {gap.field for gap in lacks.gaps}
    empty, lacks = told(tmp_path, village(政策享受=[]))
    assert empty["卡"]["无享受"] == "台账中没有本户享受政策的记录。"
    assert "政策享受" not in {gap.field for gap in lacks.gaps}


# --- fold


RULES = [
    {**POLICIES[0], "政策编号": "P1", "名称": "小额信贷", "适用条件": "户类型 为 脱贫户"},
    {**POLICIES[0], "政策编号": "P2", "名称": "一般户奖", "适用条件": "户类型 为 一般农户"},
    {**POLICIES[0], "政策编号": "P3", "名称": "未知奖", "适用条件": "牧草地面积 > 3"},
    {**POLICIES[0], "政策编号": "P4", "名称": "过期奖", "适用条件": "户类型 为 脱贫户",
     "有效期止": date(2026, 6, 29)},
    {**POLICIES[0], "政策编号": "P5", "名称": "外村奖", "适用条件": "户类型 为 脱贫户",
     "适用村": "青禾村"},
    {**POLICIES[0], "政策编号": "P6", "名称": "老人补贴", "适用条件": "年龄 >= 55"},
    {**POLICIES[0], "政策编号": "P7", "名称": "没写条件", "适用条件": None},
]  # fmt: skip


def test_the_fold_holds_only_what_the_household_qualifies_for(tmp_path: Path) -> None:
    ledger = village(
        政策=RULES,
        政策享受=[{**benefit("P6"), "姓名": "李桂花"}, benefit("P2")],
    )
    fold = told(tmp_path, ledger)[0]["折页"]
    assert [(row["名称"], row["情况"]) for row in fold["政策"]] == [
        ("小额信贷", "可以申请"),
        ("老人补贴", "已在享受"),
    ]
    assert fold["还可申请"] == ("小额信贷。怎么办见政策折页。另有1项缺资料，不能判断：未知奖。")
    assert fold["政策"][1]["行"][0] == {"项": "谁享受", "文": "李桂花"}


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-6-29", "2026年3月1日至6月29日（本期已截止，下一期请问办理部门）"),
        ("2026-6-30", "2026年3月1日至6月30日"),
        (None, "2026年3月1日起"),
    ],
)
def test_the_deadline_counts_at_the_day_of_the_bag(
    tmp_path: Path, until: str | None, said: str
) -> None:
    policy = {**POLICIES[0], "申报起": "2026-3-1", "申报止": until}
    rows = told(tmp_path, village(政策=[policy]))[0]["折页"]["政策"][0]["行"]
    assert rows[-1] == {"项": "截止日", "文": said}


def test_long_words_of_a_policy_are_cut_at_a_sign_and_none_is_lost(tmp_path: Path) -> None:
    papers = "，".join(f"第{number}份证明材料的原件和复印件" for number in range(60)) + "文" * 500
    rows = told(tmp_path, village(政策=[{**RULES[0], "所需材料": papers}]))[0]["折页"]
    parts = rows["政策"][0]["行"]
    joined = "".join(row["文"] for row in parts if row["项"] in ("带什么", ""))
    assert papers in joined
    assert max(len(row["文"]) for row in parts) <= 180


def test_a_ledger_without_conditions_says_that_nothing_can_be_picked(tmp_path: Path) -> None:
    context, _ = told(tmp_path, village(政策=[RULES[-1]]))
    assert "没有写明适用条件" in context["折页"]["无政策"]
    assert context["折页"]["还可申请"] == "台账中没有写明适用条件的政策，不能比对。"


# --- letters


@pytest.mark.parametrize(
    ("day", "notice", "resolve", "never"),
    [
        (date(2019, 6, 30), "精准扶贫政策告知书", "脱贫致富决心书", "防止返贫"),
        (date(2023, 6, 30), "防止返贫帮扶政策告知书", "巩固成果、自主发展决心书", "贫困户"),
        (date(2026, 6, 30), "常态化精准帮扶政策告知书", "勤劳致富、自主发展决心书", "贫困户"),
    ],
)
def test_letters_speak_the_words_of_their_time(
    tmp_path: Path, day: date, notice: str, resolve: str, never: str
) -> None:
    context, _ = told(tmp_path, settings=on(day))
    assert context["告知书"]["标题"] == notice
    assert context["决心书"]["标题"] == resolve
    assert never not in "".join(texts([context["告知书"], context["决心书"]]))


def test_the_notice_names_the_state_of_a_monitored_household(tmp_path: Path) -> None:
    said = "".join(told(tmp_path)[0]["告知书"]["段落"])
    assert "列为防止返贫致贫对象（脱贫不稳定户），风险尚未消除" in said
    assert "路平（荷塘村村民委员会），电话13900000201" in said
    assert "每季度入户走访不少于1次" in said


def test_who_cannot_work_promises_no_work(tmp_path: Path) -> None:
    old = [{**PERSONS[0], "劳动技能": "丧失劳动力"}]
    words = "".join(texts(told(tmp_path, village(家庭成员=old))[0]["决心书"]))
    assert "靠劳动" not in words
    assert "保障资金" in words


def test_an_ordinary_household_is_asked_for_no_resolve(tmp_path: Path) -> None:
    context, _ = told(tmp_path, key="0109")
    assert context["有决心书"] is False
    assert "决心书" not in {row["材料"] for row in context["袋内"]}
    assert context["告知书"]["段落"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_offices_own_words_take_the_place_of_ours(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "模板").mkdir()
    own = "本镇告知书\n{{ 户主姓名 }}同志：\n\n您家有{{家庭人口}}人，{{ 生日 }}。\n"
    (tmp_path / "模板" / "告知书.txt").write_bytes(own.encode(encoding))
    context, lacks = told(tmp_path)
    assert context["告知书"] == {
        "标题": "本镇告知书",
        "称呼": "李桂花同志：",
        "段落": ["您家有3人，【缺：生日】。"],
    }
    assert "生日" in {gap.field for gap in lacks.gaps}


def test_own_words_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板" / "决心书.txt").write_bytes(b"\xff\xfe\x00\xff\xff")
    with pytest.raises(FileUnreadable, match=r"决心书\.txt"):
        told(tmp_path)


# --- visit sheet, contacts


def test_the_visit_sheet_knows_the_past_and_nothing_of_what_comes(tmp_path: Path) -> None:
    rows = [
        {**VISITS[0], "走访日期": day, "方式": way, "诉求": wish, "处理结果": result}
        for day, way, wish, result in (
            (date(2026, 2, 3), "入户", "修水管", "已修好"),
            (date(2026, 3, 9), "电话", None, None),
            (date(2026, 5, 9), "入户", "想学养羊", None),
            (date(2026, 7, 1), "入户", "以后的事", None),
        )
    ]
    context, _ = told(tmp_path, village(走访记录=rows))
    assert context["走访标题"] == "2026年二季度入户走访记录表"
    assert context["上次走访"] == "2026年2月3日，路平，入户"
    assert context["本季走访"] == "2026年5月9日，路平，入户"
    assert context["未了诉求"] == "2026年5月9日：想学养羊"
    assert not any("以后的事" in text for text in texts(context))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "一季度"),
        (date(2026, 3, 31), "一季度"),
        (date(2026, 4, 1), "二季度"),
        (date(2026, 12, 31), "四季度"),
    ],
)
def test_the_quarter_is_that_of_the_day(tmp_path: Path, day: date, quarter: str) -> None:
    assert told(tmp_path, settings=on(day))[0]["走访标题"] == f"2026年{quarter}入户走访记录表"


def test_whom_to_ask_is_who_is_there_today(tmp_path: Path) -> None:
    team = [
        {"姓名": "走了", "电话": "13900000011", "驻村结束": date(2026, 6, 29)},
        {"姓名": "未来", "电话": "13900000012", "驻村开始": date(2026, 7, 1)},
        {"姓名": "别村", "电话": "13900000013", "行政村": "青禾村"},
        {"姓名": "甲", "电话": "13900000014", "负责小组": "一组"},
        {"姓名": "乙", "电话": "13900000015", "负责小组": "三组，2组"},
    ]
    context, _ = told(tmp_path, village(工作队=team))
    assert [one["姓名"] for one in context["队员"]] == ["乙", "甲"]
    assert [one["姓名"] for one in context["帮扶人"]] == ["路平"]


def test_an_aided_household_without_helper_has_a_gap(tmp_path: Path) -> None:
    context, lacks = told(tmp_path, village(帮扶责任人=[]))
    assert context["无帮扶人"] == "【缺：帮扶责任人】"
    assert "帮扶责任人" in {gap.field for gap in lacks.gaps}
    context, lacks = told(tmp_path, village(帮扶责任人=[]), "0109")
    assert "帮扶责任人" not in {gap.field for gap in lacks.gaps}


def test_a_household_of_which_nothing_is_known_is_all_marks(tmp_path: Path) -> None:
    context, lacks = told(tmp_path, village(户信息=[EMPTY], 家庭成员=[]), "0108")
    fields = {gap.field for gap in lacks.gaps}
    assert {"户主姓名", "村民小组", "家庭成员", "户类型", "饮水是否安全"} <= fields
    assert context["户主姓名"] is None
    assert context["卡"]["医保"] == "【缺：家庭成员】"
    assert context["卡"]["在校"] == "【缺：家庭成员】"


# --- the same whatever the order of rows


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    ledger = village(
        政策享受=[benefit(amount=number * 100) for number in range(1, 5)],
        点单=[{"户": "0107", "项目编号": f"F{number}"} for number in range(4)],
        产业奖补=[
            {"户": "0107", "年度": 2026, "品种": kind, "实补": Decimal(3)} for kind in "羊牛鸡"
        ],
    )
    names = ("measures", "benefits", "visits")
    turned = replace(
        ledger,
        registers={name: rows[::-1] for name, rows in ledger.registers.items()},
        **{name: getattr(ledger, name)[::-1] for name in names},
    )
    assert told(tmp_path, turned)[0] == told(tmp_path, ledger)[0]


def test_every_record_can_be_empty(tmp_path: Path) -> None:
    ledger = village(
        户信息=[{"户编号": "1", "户类型": "脱贫户"}],
        家庭成员=[{"户": "1"}],
        帮扶责任人=[{"户": "1"}],
        帮扶措施=[{"户": "1"}],
        政策享受=[{"户": "1"}],
        走访记录=[{"户": "1"}],
        政策=[{"政策编号": "P", "适用条件": "户类型 为 脱贫户"}],
        点单=[{"户": "1"}],
        接单记录=[{"户": "1"}],
        产业奖补=[{"户": "1"}],
        分红明细=[{"户": "1"}],
        工作队=[{"姓名": None}],
    )
    bare = dataclasses.replace(SETTINGS, unit=type(SETTINGS.unit)(), place=type(SETTINGS.place)())
    context, lacks = told(tmp_path, ledger, "1", bare)
    assert context["村"] is None
    assert len(lacks.gaps) > 20
