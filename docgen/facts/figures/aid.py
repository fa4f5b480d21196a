"""Figures of aid measures, of policies enjoyed, and of what is due and not enjoyed."""

from __future__ import annotations

from docgen.facts.figures.families import (
    Line,
    counts,
    distincts,
    filled,
    home,
    same,
    sums,
    told,
)
from docgen.facts.figures.select import in_period
from docgen.facts.view import View
from docgen.model import Benefit, Measure

KINDS = (
    *("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶", "住房安全保障", "饮水安全保障"),
    *("义务教育保障", "教育帮扶", "健康帮扶", "综合保障", "社会帮扶", "生产生活条件改善"),
    *("基础设施建设", "搬迁"),
)
STATES = ("已完成", "推进中", "未启动")


def _late(measure: Measure, view: View) -> bool:
    due = measure.deadline
    return measure.state != "已完成" and due is not None and due < view.as_of


def _paid(benefit: Benefit, view: View) -> bool:
    return in_period(benefit.paid_on, view)


counts(
    "帮扶措施",
    "条",
    *(
        Line(
            f"{kind}措施条数",
            f"帮扶措施表类别为{kind}的行数",
            ("类别",),
            told("kind", kind),
        )
        for kind in KINDS
    ),
    *(
        Line(
            f"帮扶措施{state}条数",
            f"帮扶措施表状态为{state}的行数",
            ("状态",),
            told("state", state),
        )
        for state in STATES
    ),
    Line(
        "帮扶措施超期条数",
        "帮扶措施表状态不是已完成且完成时限早于as_of",
        ("状态", "完成时限"),
        _late,
    ),
)
# Training or a visit costs nothing: an empty amount is no gap.
sums("帮扶措施", "元", "金额", Line("帮扶措施金额", "帮扶措施表金额合计"), empty_is_none=True)
sums(
    "帮扶措施", "元", "预期增收", Line("预期增收合计", "帮扶措施表预期增收合计"), empty_is_none=True
)
_IN_PERIOD = ("发放日期",)
counts(
    "政策享受",
    "人次",
    Line("享受政策人次", "政策享受表行数"),
    Line("本期享受政策人次", "政策享受表发放日期在期内的行数", _IN_PERIOD, _paid, dated=True),
)
sums("政策享受", "元", "金额", Line("享受政策金额", "政策享受表金额合计"))
sums(
    "政策享受",
    "元",
    "金额",
    Line("本期享受政策金额", "政策享受表发放日期在期内的金额合计", _IN_PERIOD, _paid, dated=True),
)
distincts(
    "政策享受", "户", lambda row, _: row.household, Line("享受政策户数", "政策享受表不同的户")
)
distincts(
    "政策享受", "项", lambda row, _: row.policy, Line("享受政策项数", "政策享受表不同的政策编号")
)
counts(
    "应享核对",
    "户次",
    Line(
        "应享未享户次",
        "政策的适用条件成立而没有享受记录、也没有该政策措施的户次（人的政策按人计）",
        ("结论",),
        same("结论", "应享未享"),
    ),
    Line(
        "享受不符户次",
        "有享受记录而政策的适用条件不成立的户次（人的政策按人计）",
        ("结论",),
        same("结论", "享受不符"),
    ),
)
distincts(
    "应享核对",
    "户",
    home,
    Line("应享未享户数", "有应享未享政策的不同户", ("结论",), same("结论", "应享未享")),
)
counts(
    "产业奖补",
    "户次",
    Line("产业奖补户次", "产业奖补表行数（不含合计）"),
    Line("产业奖补已发放户次", "产业奖补表发放日期不为空", ("发放日期",), filled("发放日期"), ()),
)
distincts("产业奖补", "户", home, Line("产业奖补户数", "产业奖补表不同的户"))
sums("产业奖补", "元", "应补", Line("产业奖补应补金额", "产业奖补表应补合计"))
sums("产业奖补", "元", "实补", Line("产业奖补实补金额", "产业奖补表实补合计"))
