"""Figures of villages, of orders and claims (三单制), of households looked at."""

from __future__ import annotations

from docgen.facts.figures.families import Line, counts, distincts, home, same, says, sums
from docgen.facts.figures.registry import Answer, Lacking, count, figure, percent
from docgen.facts.figures.select import day_in, entries, in_period, number_in, text_in
from docgen.facts.view import View
from docgen.model import Entry

AGREES = "全部一致"


def _shared(entry: Entry, view: View) -> bool:
    written = text_in(entry, "股份合作")
    return bool(written) and not written.startswith(("未", "没", "不", "×"))


def _poor(entry: Entry, view: View) -> bool:
    income = number_in(entry, "集体经济收入")
    return income is not None and income == 0


counts(
    "行政村",
    "个",
    Line("村表村数", "行政村表行数（不含合计）"),
    Line(
        "脱贫村数",
        "行政村表是否脱贫村为是",
        ("是否脱贫村",),
        same("是否脱贫村", "是"),
    ),
    Line("有股份合作的村数", "行政村表股份合作不为空、不是否或未成立", ("股份合作",), _shared),
    Line("无集体经济收入村数", "行政村表集体经济收入为0", ("集体经济收入",), _poor),
)
sums(
    "行政村",
    "万元",
    "集体经济收入",
    Line("村集体经济收入", "行政村表集体经济收入合计（由元换算）"),
    divisor=10000,
)
counts("服务项目", "项", Line("服务项目数", "服务项目表行数"))
counts(
    "点单",
    "单",
    Line(
        "本期点单数",
        "点单表点单日期在期内的行数",
        ("点单日期",),
        lambda row, view: in_period(day_in(row, "点单日期"), view),
        dated=True,
    ),
)
counts(
    "接单记录",
    "单",
    Line("接单数", "接单记录表行数"),
    Line(
        "接单完成数",
        "接单记录表状态为已完成",
        ("状态",),
        same("状态", "已完成"),
    ),
    *(
        Line(
            f"{way}接单数",
            f"接单记录表方式为{way}",
            ("方式",),
            says("方式", way),
        )
        for way in ("自主认领", "组织匹配")
    ),
)
counts(
    "接单人",
    "人",
    Line(
        "有帮带能力的接单人数",
        "接单人表有帮带能力为是",
        ("有帮带能力",),
        same("有帮带能力", "是"),
    ),
)


def _claims(view: View) -> frozenset[tuple[object, object]]:
    return frozenset((row.household, row.get("项目编号")) for row in entries(view, "接单记录"))


def _unclaimed(view: View) -> list[Entry]:
    claimed = view.once(_claims)
    return [
        row for row in entries(view, "点单") if (row.household, row.get("项目编号")) not in claimed
    ]


_NEEDS = ("点单.项目编号", "接单记录.项目编号")


@figure(
    "无人接单点单数",
    unit="单",
    definition="点单表中没有同户同项目编号接单记录的行数",
    needs=_NEEDS,
)
def unclaimed(view: View) -> Answer:
    return count(_unclaimed(view))


@figure(
    "点单接单率",
    unit="%",
    definition="有同户同项目编号接单记录的点单÷点单数，两位小数",
    needs=_NEEDS,
)
def claimed_share(view: View) -> Answer:
    orders, left = entries(view, "点单"), _unclaimed(view)
    if not orders:
        return Lacking("点单表没有数据行")
    lost = {id(row) for row in left}
    return percent(len(orders) - len(left), len(orders), [r for r in orders if id(r) not in lost])


distincts("核对记录", "户", home, Line("已核对户数", "核对记录表不同的户"))
counts(
    "核对记录",
    "条",
    Line(
        "核对差异条数",
        "核对记录表字段不是全部一致的行数",
        ("字段",),
        lambda row, _: row.get("字段") != AGREES,
    ),
)
distincts(
    "责任区",
    "人",
    lambda row, _: (row.get("层级"), row.get("姓名")),
    Line("责任区责任人数", "责任区表不同的层级和姓名"),
)
