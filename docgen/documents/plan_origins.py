"""Where each value of an aid plan came from: the cells that its context was made of."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.documents.gaps import Context
from docgen.documents.origins import Origins, cells, direct, known, listed
from docgen.documents.periods import quarters
from docgen.documents.plan_context import householder
from docgen.documents.plan_income import PARTS, TRANSFERS
from docgen.documents.plan_visits import current_helpers, in_person, visits_in, visits_within
from docgen.facts.view import View
from docgen.model import Entry, Household, Ledger, Person, Policy

HEAD = {"县": "县", "镇": "乡镇", "村": "行政村"}
RISKS = tuple(f"致贫返贫风险{number}" for number in range(1, 6))
WORK = ("务工区域", "务工所在地", "务工企业", "务工时间", "务工月收入", "公益性岗位")
SCHOOL = ("在校生状况", "就读学校", "文化程度")
PER_HEAD = ("人均纯收入", "上年人均纯收入")
# The rows of 保障, in their order: columns of the household, columns of its members.
SECURITY: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("不愁吃",), ()),
    (("不愁穿",), ()),
    ((), ("姓名", "出生日期", "在校生状况", "送教上门", "失学原因")),
    ((), ("姓名", "城乡居民医保", "职工医保")),
    (("房屋结构", "住房面积", "住房鉴定结论", "鉴定日期", "是否危房户", "危房等级"), ()),
    (("水质", "水量", "方便程度", "供水保证率", "饮水是否安全", "饮水是否困难"), ()),
)
MEASURE = {"落实情况": ("状态", "完成日期")}


def plan_origins(household: Household, view: View, context: Context) -> Origins:
    """Return field → cells for the context of one household's plan."""
    ledger, people = view.ledger, view.ledger.persons_of(household.id)
    return {
        **direct(context, household, HEAD),
        **known(_computed(household, people, context, ledger)),
        **_members(people, context),
        **known(_security(household, people)),
        **known(_orders(household, ledger)),
        **_measures(household, context, ledger),
        **_policies(context, view),
        **listed("帮扶人", context["帮扶人"], current_helpers(household, view)),
        **listed("走访", context["走访"], visits_in(household, view), {"日期": "走访日期"}),
        **known(_quarters(household, view)),
    }


def _computed(
    household: Household, people: Sequence[Person], context: Context, ledger: Ledger
) -> Origins:
    home = [household]
    party = cells(home, "是否党员户")
    measures = ledger.measures_of(household.id)
    notes = (cells(home, *TRANSFERS, *PARTS, "家庭人口", "人均纯收入"), cells(measures, "预期增收"))
    return {
        "证件号码": cells([householder(household, ledger)], "证件号码"),
        "劳动力人数": cells(people, "劳动技能"),
        "致贫返贫风险": cells(home, *RISKS) if context["致贫返贫风险"] != "—" else "",
        "是否党员户": party or cells(people, "政治面貌"),
        "成员说明": "；".join(filter(None, (cells(home, "家庭人口"), cells(people, "姓名")))),
        "纯收入": cells(home, *PARTS),
        "人均增长": cells(home, *PER_HEAD),
        "人均变化": cells(home, *PER_HEAD),
        "收入说明": "；".join(filter(None, notes)),
    }


def _members(people: Sequence[Person], context: Context) -> Origins:
    found = listed(
        "成员", context["成员"], people, {"关系": "与户主关系"}, {"在校或务工": (*SCHOOL, *WORK)}
    )
    for number, person in enumerate(people, 1):
        born = "出生日期" if person.born else "证件号码"
        found[f"成员[{number}].年龄"] = cells([person], born)
    return known(found)


def _security(household: Household, people: Sequence[Person]) -> Origins:
    found = Origins()
    for number, (own, of_members) in enumerate(SECURITY, 1):
        source = cells([household], *own) if own else cells(people, *of_members)
        found[f"保障[{number}].现状"] = found[f"保障[{number}].短板"] = source
    return found


def _orders(household: Household, ledger: Ledger) -> Origins:
    services = {entry.get("项目编号"): entry for entry in ledger.register("服务项目")}
    mine = [one for one in ledger.register("点单") if one.household == household.id]
    return {
        f"点单[{number}]": _order(one, services.get(one.get("项目编号")), ledger)
        for number, one in enumerate(mine, 1)
    }


def _order(order: Entry, service: Entry | None, ledger: Ledger) -> str:
    item = order.get("项目编号")
    claims = [
        one
        for one in ledger.register("接单记录")
        if one.household == order.household and one.get("项目编号") == item
    ]
    told = (cells([order], "项目编号"), cells([service], "名称"), cells(claims, "接单人", "状态"))
    return "；".join(filter(None, told))


def _measures(household: Household, context: Context, ledger: Ledger) -> Origins:
    measures = ledger.measures_of(household.id)
    found = listed("措施", context["措施"], measures, None, MEASURE)
    for number, one in enumerate(measures, 1):
        if one.person:
            found[f"措施[{number}].措施内容"] = cells([one], "措施内容", "姓名")
        if one.policy:
            told = (cells([one], "政策编号"), cells([ledger.policy(one.policy)], "名称"))
            found[f"措施[{number}].政策依据"] = "；".join(filter(None, told))
    return known(found)


def _policies(context: Context, view: View) -> Origins:
    """Name and standard of each policy; what was concluded from its conditions has no cell."""
    by_name, found = view.once(_ways), Origins()
    for number, row in enumerate(context["政策"], 1):
        if row["名称"] in by_name:
            policy, way = by_name[row["名称"]]
            found |= direct(row, policy, None, f"政策[{number}].")
            found[f"政策[{number}].办理"] = way
    return known(found)


def _ways(view: View) -> dict[str | None, tuple[Policy, str]]:
    """Every policy by its name, with the cells that say how to get it."""
    return {
        one.name: (one, cells([one], "所需材料", "责任部门", "电话"))
        for one in view.ledger.policies
    }


def _quarters(household: Household, view: View) -> Origins:
    visits = view.ledger.visits_of(household.id)
    found = Origins()
    for number, quarter in enumerate(quarters(view.as_of.year), 1):
        within = visits_within(quarter, visits, view)
        inside, row = in_person(within), f"走访季度[{number}]"
        found[f"{row}.次数"] = found[f"{row}.联系"] = cells(within, "走访日期", "方式")
        found[f"{row}.最近"] = cells(inside, "走访日期")
        found[f"{row}.走访人"] = cells(inside, "走访人")
    return found
