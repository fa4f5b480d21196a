"""Entitlement: conditions against facts, against what is enjoyed, in time and in place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_ledger import ledger, settings

from docgen.facts.traits import TRAITS
from docgen.folder import Place
from docgen.model import Household, Person, columns_of
from docgen.work.entitlement import Entitlement, match_household, match_policies, offers
from docgen.work.missing_facts import cells, column_of, places

STUDENT = {"户": "H1", "姓名": "李小红", "在校生状况": "中职二年级", "出生日期": date(2009, 1, 1)}
PARENT = {"户": "H1", "姓名": "李国", "在校生状况": "非在校生", "出生日期": date(1966, 6, 30)}


def matched(
    rule: str | None,
    *,
    household: dict[str, Any] | None = None,
    persons: list[dict[str, Any]] | None = None,
    policy: dict[str, Any] | None = None,
    **sheets: Any,
) -> list[Entitlement]:
    village = ledger(
        户信息=[{"户编号": "H1", "户类型": "脱贫户", "享受低保": None, **(household or {})}],
        家庭成员=persons or [STUDENT, PARENT],
        政策=[{"政策编号": "P1", "名称": "某政策", "适用条件": rule, **(policy or {})}],
        **sheets,
    )
    place = Place(village="荷塘村")
    return list(match_policies(village, settings(place=place)))


def verdicts(*args: Any, **kept: Any) -> list[tuple[str, str]]:
    return [(found.person, str(found.verdict)) for found in matched(*args, **kept)]


def test_due_enjoyed_and_not_entitled_by_person() -> None:
    rule = "在校生状况 属于 中职、高职 且 户类型 为 脱贫户"
    assert verdicts(rule) == [("李小红", "应享未享"), ("李国", "不符合")]
    enjoyed = [{"户": "H1", "姓名": "李小红", "政策编号": "P1"}]
    assert verdicts(rule, 政策享受=enjoyed) == [("李小红", "已享"), ("李国", "不符合")]
    wrongly = [{"户": "H1", "姓名": "李国", "政策编号": "P1"}]
    assert verdicts(rule, 政策享受=wrongly) == [("李小红", "应享未享"), ("李国", "享受不符")]


def test_a_measure_with_the_number_is_enjoyment_too() -> None:
    measure = [{"户": "H1", "姓名": "李小红", "类别": "教育帮扶", "政策编号": "P1"}]
    assert verdicts("中职学生", 帮扶措施=measure)[0] == ("李小红", "已享")


def test_a_row_without_a_name_counts_for_whoever_is_entitled() -> None:
    row = [{"户": "H1", "政策编号": "P1"}]
    assert verdicts("中职学生", 政策享受=row) == [("李小红", "已享"), ("李国", "不符合")]
    assert verdicts("高职学生", 政策享受=row)[-1] == ("", "享受不符")


def test_somebody_who_is_not_in_the_household_enjoys_wrongly() -> None:
    row = [{"户": "H1", "姓名": "王五", "政策编号": "P1"}]
    assert verdicts("中职学生", 政策享受=row)[-1] == ("王五", "享受不符")


def test_a_condition_of_households_alone_is_held_once() -> None:
    assert verdicts("户类型 为 脱贫户 且 有在校生") == [("", "应享未享")]


@pytest.mark.parametrize(
    "household",
    [
        {"户类型": "监测对象", "监测对象类别": "边缘易致贫户"},
        {"户类型": "边缘易致贫户", "监测对象类别": "边缘易致贫户"},
        {"户类型": "边缘易致贫户"},
        {"户类型": "一般农户", "监测对象类别": "边缘易致贫户"},
    ],
)
def test_every_writing_of_a_monitored_household_is_monitored(household: dict[str, str]) -> None:
    (found,) = matched("户类型 属于 脱贫户、监测对象", household=household)
    assert found.verdict == "应享未享"
    (found,) = matched("户类型 为 边缘易致贫户", household=household)
    assert found.verdict == "应享未享"
    assert found.reason == "因为：本户为边缘易致贫户"
    (found,) = matched("户类型 不属于 监测对象", household=household)
    assert (found.verdict, found.reason) == ("不符合", "因为：本户为监测对象")


def test_an_unstable_lifted_household_is_a_lifted_one() -> None:
    (found,) = matched("户类型 为 脱贫户", household={"户类型": "脱贫不稳定户"})
    assert found.verdict == "应享未享"
    (found,) = matched("户类型 为 一般农户", household={"户类型": "脱贫不稳定户"})
    assert found.verdict == "不符合"


@pytest.mark.parametrize(
    ("rule", "household", "verdict"),
    [
        ("享受低保 为 是", {"享受低保": "城市低保"}, "应享未享"),
        ("享受低保 为 是", {"享受低保": "未享受"}, "不符合"),
        ("享受低保 为 否", {"享受低保": "未享受"}, "应享未享"),
        ("享受低保 为 低保户", {"享受低保": "农村低保"}, "应享未享"),
        ("监测对象类别 为 边缘户", {"监测对象类别": "边缘易致贫户"}, "应享未享"),
        ("户类型 属于 监测户", {"户类型": "监测对象"}, "应享未享"),
    ],
)
def test_a_condition_reads_words_as_the_ledger_does(
    rule: str, household: dict[str, str], verdict: str
) -> None:
    (found,) = matched(rule, household=household)
    assert found.verdict == verdict


def test_what_is_not_known_entitles_nobody_and_refuses_nobody() -> None:
    found = matched("享受低保 为 农村低保")
    assert [(f.person, f.verdict) for f in found] == [("", "缺资料")]
    assert "缺：享受低保" in found[0].reason


@pytest.mark.parametrize("rule", [None, "", "户类形 为 脱贫户"])
def test_without_a_readable_condition_nothing_matches(rule: str | None) -> None:
    assert matched(rule) == []


@pytest.mark.parametrize(
    ("policy", "open_"),
    [
        ({"有效期起": date(2026, 6, 30)}, True),
        ({"有效期起": date(2026, 7, 1)}, False),
        ({"有效期止": date(2026, 6, 30)}, True),
        ({"有效期止": date(2026, 6, 29)}, False),
        ({"适用村": "全县"}, True),
        ({"适用村": "柳溪村、荷塘"}, True),
        ({"适用村": "柳溪村"}, False),
    ],
)
def test_dates_and_villages_are_honoured(policy: dict[str, Any], open_: bool) -> None:
    assert bool(matched("户类型 为 脱贫户", policy=policy)) is open_


def test_age_counts_on_the_day() -> None:
    assert verdicts("年龄 >= 60")[1] == ("李国", "应享未享")
    younger = {**PARENT, "出生日期": date(1966, 7, 1)}
    assert verdicts("年龄 >= 60", persons=[STUDENT, younger])[1] == ("李国", "不符合")


def test_the_reason_names_person_and_household() -> None:
    found = matched("在校生状况 属于 中职 且 户类型 为 脱贫户")[0]
    assert found.reason == "因为：李小红 2026年在读中职二年级；本户为脱贫户"


RULE = "在校生状况 属于 中职 且 户类型 为 脱贫户"


def paid(day: date | None, name: str | None = "李小红", **more: Any) -> list[dict[str, Any]]:
    return [{"户": "H1", "姓名": name, "政策编号": "P1", "发放日期": day, **more}]


@pytest.mark.parametrize(
    ("unit", "row", "said"),
    [
        ("元/学期", paid(date(2026, 6, 20)), "已享"),
        ("元/学期", paid(date(2026, 7, 1)), "应享未享"),  # not paid yet on the day
        ("元/学期", paid(date(2025, 12, 20)), "应享未享"),  # before the policy was in force
        ("元/年", paid(date(2024, 6, 20)), "应享未享"),
        ("元/年", paid(None, 期次="2024年秋季"), "应享未享"),
        ("元/年", paid(None, 期次="2026年春季"), "已享"),
        ("元/年", paid(None), "已享"),
        ("元/户", paid(date(2023, 6, 20)), "已享"),  # paid once, for good
        ("元/户", paid(date(2026, 8, 1)), "应享未享"),
    ],
)
def test_only_what_was_paid_for_now_is_enjoyed(
    unit: str, row: list[dict[str, Any]], said: str
) -> None:
    policy = {"单位": unit, "有效期起": date(2026, 1, 1)}
    assert verdicts(RULE, policy=policy, 政策享受=row)[0] == ("李小红", said)


def test_what_was_paid_in_former_years_is_not_held_against_anybody() -> None:
    row = paid(date(2024, 6, 20), "李国")
    found = verdicts(RULE, policy={"单位": "元/年"}, 政策享受=row)
    assert found == [("李小红", "应享未享"), ("李国", "不符合")]
    repaired = paid(date(2023, 6, 20), None)
    rule = "户类型 为 一般农户"
    assert verdicts(rule, policy={"单位": "元/户"}, 政策享受=repaired) == [("", "不符合")]


def test_a_measure_given_up_is_no_enjoyment() -> None:
    row = {"户": "H1", "姓名": "李小红", "类别": "教育帮扶", "政策编号": "P1", "状态": "已取消"}
    assert verdicts(RULE, 帮扶措施=[row])[0] == ("李小红", "应享未享")


def test_the_last_payment_and_a_payment_in_anothers_name_are_said() -> None:
    policy = {"单位": "元/年"}
    old = matched(RULE, policy=policy, 政策享受=paid(date(2024, 6, 20)))[0]
    assert "上次享受是2024年6月20日，不算本期" in old.reason
    other = matched(RULE, policy=policy, 政策享受=paid(date(2026, 5, 1), "李国"))[0]
    assert "李国名下登记了此项，如是代领" in other.reason


@pytest.mark.parametrize(
    ("policy", "household", "held"),
    [
        ({"级别": "村"}, {}, True),
        ({"级别": "村级"}, {"行政村": "柳溪村"}, False),
        ({"级别": "镇"}, {"乡镇": "青石镇"}, True),
        ({"级别": "镇"}, {"乡镇": "白水乡"}, False),
        ({"级别": "县"}, {"县": "另县"}, False),
        ({"级别": "省"}, {"县": "另县"}, True),
        ({"级别": "村", "行政村": "柳溪村"}, {"行政村": "柳溪村"}, True),
        ({"级别": "县", "行政村": "柳溪村"}, {"行政村": "荷塘村"}, False),
        ({"适用村": "青石镇"}, {"行政村": "柳溪村", "乡镇": "青石镇"}, True),
        ({"适用村": "荷塘嘎查"}, {"行政村": "荷塘", "乡镇": "青石镇"}, True),
        ({"适用村": "白水乡、荷塘村"}, {"行政村": "柳溪村", "乡镇": "青石镇"}, False),
    ],
)
def test_level_and_place_are_honoured(
    policy: dict[str, Any], household: dict[str, Any], held: bool
) -> None:
    home = {"户编号": "H1", "户类型": "脱贫户", **household}
    made = ledger(
        户信息=[home], 政策=[{"政策编号": "P1", "适用条件": "户类型 为 脱贫户", **policy}]
    )
    place = Place("云溪县", "青石镇", "荷塘村")
    assert bool(match_policies(made, settings(place=place))) is held


def test_the_short_road_tells_the_same_without_the_refused() -> None:
    made = ledger(
        户信息=[{"户编号": "H1", "户类型": "脱贫户"}],
        家庭成员=[STUDENT, PARENT],
        政策=[
            {"政策编号": "P1", "适用条件": RULE},
            {"政策编号": "P2", "适用条件": "年龄 >= 60"},
            {"政策编号": "P3", "适用条件": "户类型 为 一般农户"},
            {"政策编号": "P4", "适用条件": "健康状况 含 残疾"},
        ],
        政策享受=paid(date(2026, 5, 1), "李国"),
    )
    given = settings()
    home, open_offers = made.households[0], offers(made, given)
    whole = list(match_household(home, made, given, open_offers))
    short = list(match_household(home, made, given, open_offers, refused=False))
    assert short == [one for one in whole if one.verdict != "不符合"]
    assert {str(one.verdict) for one in short} == {"应享未享", "享受不符", "缺资料"}


def test_persons_with_the_same_facts_have_reasons_of_their_own() -> None:
    twin = {**STUDENT, "姓名": "李小明"}
    first, second, parent = matched("中职学生 且 户类型 为 脱贫户", persons=[STUDENT, twin, PARENT])
    assert first.reason.replace("李小红", "李小明") == second.reason
    assert ("李小明" in second.reason, "李小红" in second.reason) == (True, False)
    assert parent.verdict == "不符合"


def test_what_was_decided_for_one_day_does_not_hold_on_another() -> None:
    village = ledger(
        户信息=[{"户编号": "H1"}],
        家庭成员=[PARENT],
        政策=[{"政策编号": "P1", "适用条件": "年龄 >= 60"}],
    )
    today, before = settings(), settings(as_of=date(2026, 6, 29))
    told = [match_policies(village, day)[0] for day in (today, before, today)]
    assert [str(one.verdict) for one in told] == ["应享未享", "不符合", "应享未享"]
    assert "59" in told[1].reason
    assert told[0] == told[2]


def test_a_missing_fact_leads_to_its_cell() -> None:
    made = ledger(
        {"户信息": ["户编号", "户类型"], "家庭成员": ["户", "姓名", "出生日期", "健康状况"]},
        户信息=[{"户编号": "H1", "户类型": None}],
        家庭成员=[{"户": "H1", "姓名": "甲"}, {"户": "H1", "姓名": "乙", "健康状况": "健康"}],
    )
    home = made.households[0]

    def where(name: str, person: str = "") -> list[str]:
        return list(cells(places(name, home, person, made)))

    assert where("户类型") == ["户信息 B3 户类型"]
    assert where("老年人", "乙") == ["家庭成员 D4 出生日期"]
    assert where("有残疾人") == ["家庭成员 C3 健康状况"]
    assert where("享受低保") == ["户信息表没有“享受低保”列"]


def test_every_trait_leads_to_a_column() -> None:
    columns = {*columns_of(Household), *columns_of(Person)}
    counted = {"成员数", "有项目", "有帮扶措施", "有帮扶责任人"}  # of rows: never unknown
    assert {name for name in TRAITS if column_of(name) not in columns} <= counted
