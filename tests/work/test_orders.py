"""三单制: claims stand, the rest is matched; what nobody can serve says why."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from small_ledger import ledger, settings

from docgen.facts.services import has_skill
from docgen.model import Ledger
from docgen.work.orders import match_orders
from docgen.work.placed import Matched

GROUPS = ("一组", "二组", "三组")
SKILLS = ("养殖", "种植", "理发")
Rows = list[dict[str, Any]]


def home(number: int, group: str = "一组", **more: Any) -> dict[str, Any]:
    return {"户编号": f"H{number}", "户主姓名": f"户主{number}", "村民小组": group, **more}


def village(
    orders: Iterable[tuple[str, str]],
    people: Rows,
    claims: Rows | None = None,
    homes: Rows | None = None,
    menu: Rows | None = None,
) -> Ledger:
    rows = [dict(zip(("户", "项目编号"), one, strict=True)) for one in orders]
    items = [{"项目编号": f"F{n}", "名称": w, "所需技能": w} for n, w in enumerate(SKILLS, 1)]
    return ledger(
        户信息=homes if homes is not None else [home(n, GROUPS[n % 3]) for n in range(1, 7)],
        服务项目=menu if menu is not None else items,
        点单=rows,
        接单人=[{"接单上限": 2, **one} for one in people],
        接单记录=claims or [],
    )


def matched(*given_rows: Any, **more: Any) -> Matched:
    return match_orders(village(*given_rows, **more), settings())


def told(found: Matched) -> list[tuple[str, str, str, str]]:
    return [(one.household, one.item, one.name, one.how) for one in found.placed]


def reasons(found: Matched) -> list[str]:
    return [one.reason for one in found.unserved]


def person(name: str, skills: str = "养殖", group: str = "一组", **more: Any) -> dict[str, Any]:
    return {"姓名": name, "特长": skills, "所在小组": group, **more}


def test_an_order_goes_to_who_has_the_skill_in_the_same_group() -> None:
    found = matched(
        [("H3", "F1")],
        [person("甲", group="二组"), person("乙", group="第1组"), person("丙", "种植")],
    )
    assert told(found) == [("H3", "F1", "乙", "组织匹配")]
    assert found.placed[0].proposed


def test_serving_more_comes_before_the_own_group() -> None:
    people = [person("甲", "养殖、种植", 接单上限=1), person("乙", "养殖", "三组", 接单上限=1)]
    found = matched([("H3", "F1"), ("H3", "F2")], people)
    assert {(item, name) for _, item, name, _ in told(found)} == {("F1", "乙"), ("F2", "甲")}


def test_resources_that_fit_decide_between_equals_and_then_the_load() -> None:
    menu = [{"项目编号": "F1", "名称": "照看老人", "内容": "量血压、买菜", "所需技能": ""}]
    people = [person("甲"), person("乙", 可带资源="血压计")]
    assert told(matched([("H3", "F1")], people, menu=menu))[0][2] == "乙"
    homes = [home(n) for n in range(1, 5)]
    orders = [(f"H{n}", "F1") for n in range(1, 5)]
    people = [person("甲", 接单上限=4), person("乙", 接单上限=4)]
    found = matched(orders, people, homes=homes, menu=menu)
    assert found.loads == {"甲": 2, "乙": 2}


def test_the_least_number_of_households_is_met_where_it_can_be() -> None:
    homes = [home(1), home(2)]
    people = [person("甲", 最少户数=2), person("乙")]
    found = matched([("H1", "F1"), ("H2", "F1")], people, homes=homes)
    assert found.loads == {"甲": 2, "乙": 0}
    found = matched([("H1", "F1"), ("H1", "F1")], people, homes=homes)
    assert [(one.claimant.name, one.households) for one in found.below] == [("甲", 1)]


def test_two_orders_of_one_household_are_one_household() -> None:
    """Whom 最少户数 asks for two households is not given two orders of one."""
    homes = [home(1), home(2)]
    people = [person("甲", "养殖、种植", 最少户数=2), person("乙", "养殖、种植", 最少户数=2)]
    orders = [("H1", "F1"), ("H1", "F2"), ("H2", "F1"), ("H2", "F2")]
    found = matched(orders, people, homes=homes)
    assert found.below == ()
    assert len(found.placed) == 4


def test_claims_stand_and_count() -> None:
    claims = [
        {"户": "H1", "项目编号": "F1", "接单人": "丙", "方式": "自主认领"},
        {"户": "H2", "项目编号": "F1", "接单人": "甲", "方式": "组织匹配"},
    ]
    people = [person("甲", 接单上限=1), person("乙", "种植"), person("丙", "种植", "三组")]
    found = matched([("H1", "F1"), ("H2", "F1"), ("H3", "F1")], people, claims)
    assert told(found) == [("H1", "F1", "丙", "自主认领"), ("H2", "F1", "甲", "组织匹配")]
    assert not any(one.proposed for one in found.placed)
    assert reasons(found) == ["会养殖的接单人都已接满：甲 1/1"]


def test_own_choice_comes_first_when_two_claim_one_order() -> None:
    claims = [
        {
            "户": "H1",
            "项目编号": "F1",
            "接单人": "甲",
            "方式": "组织匹配",
            "认领日期": date(2026, 1, 1),
        },
        {
            "户": "H1",
            "项目编号": "F1",
            "接单人": "乙",
            "方式": "自主认领",
            "认领日期": date(2026, 2, 1),
        },
    ]
    found = matched([("H1", "F1")], [person("甲"), person("乙")], claims)
    assert told(found) == [("H1", "F1", "乙", "自主认领")]
    assert found.placed[0].also == ("甲",)


def test_a_claim_that_was_withdrawn_leaves_the_order_open() -> None:
    claims = [{"户": "H1", "项目编号": "F1", "接单人": "甲", "方式": "自主认领", "状态": "已退单"}]
    found = matched([("H1", "F1")], [person("甲"), person("乙", group="二组")], claims)
    assert told(found) == [("H1", "F1", "乙", "组织匹配")]
    assert found.loads == {"甲": 0, "乙": 1}


def test_a_claim_of_nobody_known_stands_by_its_name() -> None:
    claims = [{"户": "H1", "项目编号": "F1", "接单人": "陌生人", "方式": "自主认领"}]
    found = matched([("H1", "F1")], [person("甲")], claims)
    assert told(found) == [("H1", "F1", "陌生人", "自主认领")]
    assert found.loads == {"甲": 0}


def test_a_claim_of_a_name_that_two_have_fills_both() -> None:
    claims = [{"户": "H1", "项目编号": "F1", "接单人": "甲"}]
    people = [person("甲", 接单上限=1), person("甲", group="二组", 接单上限=1)]
    found = matched([("H1", "F1"), ("H2", "F1")], people, claims)
    assert len(found.placed) == 1
    assert "都已接满：甲（一组） 1/1、甲（二组） 1/1" in reasons(found)[0]


def test_one_person_in_two_rows_has_the_lower_limit_once() -> None:
    people = [person("甲", 接单上限=1), person("甲", 接单上限=2)]
    found = matched([("H1", "F1"), ("H2", "F1")], people)
    assert len(found.placed) == 1


@pytest.mark.parametrize(
    ("order", "people", "reason"),
    [
        (("H1", "F9"), [], "服务项目“F9”在菜单里没有"),
        (("H1", ""), [], "没有写项目编号"),
        (("H99", "F1"), [], "户“H99”在户信息里查不到唯一的一户"),
        (("H1", "F3"), [person("甲")], "缺技能：理发"),
        (("H1", "F1"), [person("甲", 接单上限=0)], "会养殖的接单人都已接满：甲 0/0"),
        (("H1", "F1"), [person("甲", 可用时间="外出务工")], "有技能的人时间不合：甲（外出务工）"),
        (("H1", "F1"), [person("户主1")], "会养殖的户主1就是本户的人"),
    ],
)
def test_what_nobody_serves_says_why(order: tuple[str, str], people: Rows, reason: str) -> None:
    homes = [home(1), home(2)]
    assert reasons(matched([order], people or [person("别人")], homes=homes)) == [reason]


def test_all_skills_are_needed_and_either_where_there_is_a_choice() -> None:
    menu = [
        {"项目编号": "F1", "名称": "一", "所需技能": "养殖、兽医"},
        {"项目编号": "F2", "名称": "二", "所需技能": "电工/水工"},
    ]
    people = [person("甲", "黑山羊养殖"), person("乙", "兽医"), person("丙", "水工")]
    found = matched([("H1", "F1"), ("H1", "F2")], people, menu=menu)
    assert told(found) == [("H1", "F2", "丙", "组织匹配")]
    assert reasons(found) == ["没有人同时具备养殖、兽医"]


@pytest.mark.parametrize(
    ("has", "word", "able"),
    [
        ("黑山羊养殖", "养殖", True),
        ("养殖", "养殖技术", True),
        ("水电、木匠", "水电工", True),
        ("木匠", "木工", True),
        ("水电工", "电工", True),
        ("养殖", "黑山羊养殖", False),
        ("木工", "泥瓦工", False),
        ("水产", "水", False),
        ("", "养殖", False),
    ],
)
def test_what_counts_as_a_skill(has: str, word: str, able: bool) -> None:
    assert has_skill(has, word) is able


def test_evening_services_want_people_of_the_evening() -> None:
    menu = [{"项目编号": "F1", "名称": "夜校", "标准": "每周三晚上", "所需技能": "养殖"}]
    people = [person("甲", 可用时间="周末"), person("乙", 可用时间="晚上", group="二组")]
    assert told(matched([("H3", "F1")], people, menu=menu))[0][2] == "乙"


def test_a_service_is_given_where_it_is_for() -> None:
    homes = [home(1, 行政村="荷塘村"), home(2, 行政村="柳溪村")]
    menu = [
        {"项目编号": "F1", "名称": "茶", "所需技能": "养殖", "适用村": "柳溪"},
        {"项目编号": "F2", "名称": "羊", "所需技能": "养殖", "适用村": "全村", "行政村": "荷塘村"},
    ]
    people = [person("甲", 行政村="荷塘村", 接单上限=9)]
    orders = [(h, f) for h in ("H1", "H2") for f in ("F1", "F2")]
    found = matched(orders, people, homes=homes, menu=menu)
    assert {(h, f) for h, f, _, _ in told(found)} == {("H1", "F2"), ("H2", "F1")}
    assert reasons(found)[0] == "茶不在荷塘村提供（适用村：柳溪）"


def test_the_same_number_may_be_another_service_in_another_village() -> None:
    homes = [home(1, 行政村="荷塘村"), home(2, 行政村="柳溪村")]
    menu = [
        {"项目编号": "F1", "名称": "养羊", "所需技能": "养殖", "适用村": "荷塘村"},
        {"项目编号": "F1", "名称": "理发", "所需技能": "理发", "适用村": "柳溪村"},
    ]
    people = [person("甲", 行政村="荷塘村"), person("乙", "理发", 行政村="柳溪村")]
    found = matched([("H1", "F1"), ("H2", "F1")], people, homes=homes, menu=menu)
    assert [(h, name) for h, _, name, _ in told(found)] == [("H1", "甲"), ("H2", "乙")]


def test_a_key_of_two_services_is_not_guessed() -> None:
    menu = [
        {"项目编号": "F1", "名称": "养羊", "所需技能": "养殖"},
        {"项目编号": "F1", "名称": "理发", "所需技能": "理发"},
    ]
    assert reasons(matched([("H1", "F1")], [person("甲")], menu=menu)) == [
        "服务项目“F1”在菜单里有2条，分不清"
    ]


def test_an_order_typed_twice_is_served_once() -> None:
    found = matched([("H1", "F1"), ("H1", "F1")], [person("甲")])
    assert len(found.placed) == 1
    assert len(found.repeated) == 1


def test_quantity_is_kept_and_a_zero_is_no_order() -> None:
    village_of = village([], [person("甲")])
    rows = [
        {"户": "H1", "项目编号": "F1", "数量": Decimal(3)},
        {"户": "H2", "项目编号": "F1", "数量": Decimal(0)},
    ]
    made = ledger(
        户信息=[home(1), home(2)],
        服务项目=[dict(e.values) for e in village_of.register("服务项目")],
        点单=rows,
        接单人=[{"接单上限": 2, **person("甲")}],
    )
    found = match_orders(made, settings())
    assert [one.order and one.order.quantity for one in found.placed] == [3]
    assert reasons(found) == ["数量是0，不是正数"]


names = st.sampled_from(["甲", "乙", "丙", "丁"])
items = st.sampled_from(["F1", "F2", "F3", "F9"])
keys = st.sampled_from([f"H{n}" for n in range(1, 8)])


@st.composite
def villages(draw: st.DrawFn) -> dict[str, Any]:
    days = st.sampled_from([None, date(2026, 3, 5), date(2026, 4, 5)])
    orders = draw(st.lists(st.tuples(keys, items, days), max_size=14))
    people = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "姓名": names,
                    "特长": st.sampled_from(["养殖", "种植、理发", "养殖、种植", ""]),
                    "所在小组": st.sampled_from([*GROUPS, None]),
                    "最少户数": st.integers(0, 3),
                    "接单上限": st.one_of(st.none(), st.integers(0, 4)),
                }
            ),
            max_size=6,
        )
    )
    claims = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "户": keys,
                    "项目编号": items,
                    "接单人": names,
                    "方式": st.sampled_from(["自主认领", "组织匹配", None]),
                }
            ),
            max_size=4,
        )
    )
    return {
        "户信息": [home(n, GROUPS[n % 3]) for n in range(1, 7)],
        "服务项目": [
            {"项目编号": f"F{n}", "名称": w, "所需技能": w} for n, w in enumerate(SKILLS, 1)
        ],
        "点单": [{"户": h, "项目编号": i, "点单日期": d} for h, i, d in orders],
        "接单人": people,
        "接单记录": claims,
    }


@given(villages(), st.randoms(use_true_random=False))
@tries(max_examples=250, deadline=None)
def test_limits_hold_and_the_order_of_rows_changes_nothing(
    sheets: dict[str, Any], chance: random.Random
) -> None:
    found = match_orders(ledger(**sheets), settings())
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in sheets.items()}
    again = match_orders(ledger(**shuffled), settings())
    assert told(found) == told(again)
    assert [(u.household, u.order.item, u.reason) for u in found.unserved] == [
        (u.household, u.order.item, u.reason) for u in again.unserved
    ]
    assert found.loads == again.loads
    proposed = [one for one in found.placed if one.proposed]
    claims = Counter(one.label for claim in found.lists.claims for one in claim.claimants)
    for person_ in found.lists.claimants:
        own = sum(one.name == person_.label for one in proposed)
        assert own == 0 or own + _counted(found, person_.label) <= (person_.limit or 0), claims
    served = [id(one.order) for one in found.placed if one.order]
    assert len(served) == len(set(served))
    total = len(served) + len(found.unserved) + len(found.repeated)
    assert total == len(sheets["点单"])


def _counted(found: Matched, label: str) -> int:
    """Claims that count for a person: those that stand."""
    return sum(
        any(one.label == label for one in placed.claim.claimants)
        for placed in found.placed
        if placed.claim
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_large_village_is_served_as_a_max_flow_serves_it(seed: int) -> None:
    chance = random.Random(seed)
    homes = [home(n, f"{chance.randrange(1, 9)}组") for n in range(1, 301)]
    menu = [{"项目编号": f"F{n}", "名称": f"服务{n}", "所需技能": f"技{n}能"} for n in range(1, 11)]
    people = [
        person(f"人{n}", "、".join(f"技{s}能" for s in chance.sample(range(1, 10), 2)), "一组",
               接单上限=chance.randint(1, 5), 最少户数=chance.randint(0, 2))
        for n in range(80)
    ]  # fmt: skip
    orders = sorted(
        {(f"H{chance.randrange(1, 301)}", f"F{chance.randrange(1, 11)}") for _ in range(400)}
    )
    found = matched(orders, people, homes=homes, menu=menu)
    graph = networkx.DiGraph()
    for one in people:
        graph.add_edge(one["姓名"], "to", capacity=one["接单上限"])
        for skill in one["特长"].split("、"):
            graph.add_edge("F" + skill[1:-1], one["姓名"])
    for item, count in Counter(item for _, item in orders).items():
        graph.add_edge("from", item, capacity=count)
    assert len(found.placed) == networkx.maximum_flow_value(graph, "from", "to")
    assert max(found.loads.values()) <= 5


small_people = st.lists(
    st.fixed_dictionaries(
        {
            "特长": st.sampled_from(["养殖", "养殖、种植", "种植"]),
            "所在小组": st.sampled_from(GROUPS[:2]),
            "可带资源": st.sampled_from(["", "养殖手册"]),
            "最少户数": st.integers(0, 2),
            "接单上限": st.integers(0, 3),
        }
    ),
    min_size=1,
    max_size=3,
)
small_orders = st.lists(
    st.tuples(st.sampled_from(["H1", "H2", "H3"]), st.sampled_from(["F1", "F2"])),
    unique=True,
    max_size=5,
)
small_claims = st.lists(
    st.tuples(st.sampled_from(["H1", "H3"]), st.sampled_from(["F1", "F2"]), st.integers(0, 2)),
    unique_by=lambda one: one[:2],
    max_size=2,
)


@given(small_orders, small_people, small_claims)
@tries(max_examples=250, deadline=None)
def test_no_other_matching_is_better(
    orders: list[tuple[str, str]], people: Rows, claimed: list[tuple[str, str, int]]
) -> None:
    named = [{"姓名": f"人{n}", **one} for n, one in enumerate(people)]
    claims = [
        {"户": h, "项目编号": i, "接单人": f"人{n % len(people)}", "方式": "自主认领"}
        for h, i, n in claimed
    ]
    homes = [home(1, "一组"), home(2, "一组"), home(3, "二组")]
    found = matched(orders, named, claims, homes=homes)
    left = [one for one in orders if one not in {(h, i) for h, i, _ in claimed}]
    given_out = {(o.household, o.item): o.name for o in found.placed if o.proposed}
    start = [(c["接单人"], c["户"]) for c in claims]
    best = min(
        price
        for ways in itertools.product([None, *(one["姓名"] for one in named)], repeat=len(left))
        if (price := _price(dict(zip(left, ways, strict=True)), named, start)) is not None
    )
    assert _price({one: given_out.get(one) for one in left}, named, start) == best


def _price(
    given_out: dict[tuple[str, str], str | None], people: Rows, start: list[tuple[str, str]]
) -> tuple[int, ...] | None:
    """The stages of a matching as the issue names them; None where it breaks a limit or skill."""
    who = {one["姓名"]: one for one in people}
    loads, homes = Counter(name for name, _ in start), {name: set() for name in who}
    for name, household in start:
        homes[name].add(household)
    groups = {"H1": "一组", "H2": "一组", "H3": "二组"}
    other = misfit = 0
    for (household, item), name in given_out.items():
        if name is None:
            continue
        skill = SKILLS[int(item[1]) - 1]
        if skill not in who[name]["特长"]:
            return None
        loads[name] += 1
        if loads[name] > who[name]["接单上限"]:
            return None
        homes[name].add(household)
        other += who[name]["所在小组"] != groups[household]
        misfit += not (who[name]["可带资源"] and skill == "养殖")
    short = sum(max(one["最少户数"] - len(homes[one["姓名"]]), 0) for one in people)
    # What cannot be had for want of room is not asked for, so it is the same for every matching.
    served = sum(name is not None for name in given_out.values())
    return -served, other, misfit, short, sum(count**2 for count in loads.values())
