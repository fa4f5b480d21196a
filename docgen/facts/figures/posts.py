"""Figures of public posts, orders and claims, policies in force."""

from __future__ import annotations

from docgen.facts.figures.registry import Answer, Counted, Lacking, answer, count, figure, total
from docgen.facts.figures.select import entries, number_in
from docgen.facts.validity import in_force
from docgen.facts.view import View


@figure(
    "公益岗岗位数",
    unit="个",
    definition="公益岗表岗位数合计（不含合计行）",
    needs=["公益岗.岗位数"],
)
def posts(view: View) -> Answer:
    return total([(row, number_in(row, "岗位数")) for row in entries(view, "公益岗")])


def _enter_fund(fund: str) -> None:
    @figure(
        f"{fund}公益岗岗位数",
        unit="个",
        definition=f"公益岗表类别为{fund}公益岗的岗位数",
        needs=["公益岗.类别", "公益岗.岗位数"],
    )
    def posts_of_fund(view: View) -> Answer:
        rows = entries(view, "公益岗", lambda row: fund in str(row.get("类别") or ""))
        if entries(view, "公益岗") and not rows:
            return Counted(0)
        return total([(row, number_in(row, "岗位数")) for row in rows])


FUNDS = ("光伏", "人社", "林业", "乡村综合财力")
for _fund in FUNDS:
    _enter_fund(_fund)


@figure(
    "其他公益岗岗位数",
    unit="个",
    definition="公益岗表类别不含光伏、人社、林业、乡村综合财力的岗位数",
    needs=["公益岗.类别", "公益岗.岗位数"],
)
def other_posts(view: View) -> Answer:
    rows = [
        row
        for row in entries(view, "公益岗")
        if not any(fund in str(row.get("类别") or "") for fund in FUNDS)
    ]
    if entries(view, "公益岗") and not rows:
        return Counted(0)
    return total([(row, number_in(row, "岗位数")) for row in rows])


@figure(
    "公益岗在岗人数",
    unit="人",
    definition="公益岗表在岗数合计（不含合计行）",
    needs=["公益岗.在岗数"],
)
def filled_posts(view: View) -> Answer:
    return total([(row, number_in(row, "在岗数")) for row in entries(view, "公益岗")])


@figure(
    "公益岗空岗数",
    unit="个",
    definition="公益岗岗位数−公益岗在岗人数",
    needs=["公益岗.岗位数", "公益岗.在岗数"],
)
def vacant_posts(view: View) -> Answer:
    posts, filled = answer("公益岗岗位数", view), answer("公益岗在岗人数", view)
    for one in (posts, filled):
        if one.value is None:
            return Lacking(f"“{one.name}”：{one.reason}")
    notes = "；".join(filter(None, [posts.note, filled.note]))
    value = (posts.value or 0) - (filled.value or 0)
    return Counted(value, posts.records, notes, posts.unknown + filled.unknown)


@figure("点单数", unit="单", definition="点单表行数", needs=["点单"])
def orders(view: View) -> Answer:
    return count(entries(view, "点单"))


@figure("点单户数", unit="户", definition="点单表不同户编号", needs=["点单"])
def ordering_households(view: View) -> Answer:
    first = {row.household: row for row in reversed(entries(view, "点单")) if row.household}
    return count(first.values())


@figure("接单人数", unit="人", definition="接单人表行数", needs=["接单人"])
def claimants(view: View) -> Answer:
    return count(entries(view, "接单人"))


@figure("接单能力合计", unit="单", definition="接单上限合计", needs=["接单人.接单上限"])
def claimable(view: View) -> Answer:
    return total([(row, number_in(row, "接单上限")) for row in entries(view, "接单人")])


@figure(
    "本村有效政策数",
    unit="条",
    definition="as_of在有效期内且适用本村（适用村为空、全县或含本村）",
    needs=["政策"],
)
def policies_in_force(view: View) -> Answer:
    village = view.settings.place.village
    return count(p for p in view.ledger.policies if in_force(p, view.as_of, village))
