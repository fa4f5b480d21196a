"""Policies in a plan: advice with its reason, never a decision."""

from __future__ import annotations

from dataclasses import dataclass

from small_ledger import ledger

from docgen.documents.gaps import Context
from docgen.documents.plan_policies import policies

MADE = ledger(
    政策=[
        {
            "政策编号": "P1",
            "名称": "雨露计划",
            "标准": "示例：每学期1500元",
            "适用条件": "户类型 为 脱贫户",
            "所需材料": "申请表",
            "责任部门": "县农业农村局",
            "电话": "13900002001",
        },
        {"政策编号": "P2", "名称": "护理补贴"},
    ]
)


@dataclass(frozen=True)
class Said:
    """One verdict."""

    household: str
    person: str
    policy: str
    verdict: str
    reason: str = "因为"


def rows(*verdicts: Said) -> Context:
    return policies(verdicts, MADE)


def test_what_is_due_comes_first_with_reason_papers_and_office() -> None:
    told = rows(
        Said("1", "", "P2", "缺资料", "缺：残疾等级"),
        Said("1", "李小红", "P1", "应享未享", "因为：李小红在校生状况为中职二年级"),
    )
    first, second = told["政策"]
    assert (first["名称"], first["对象"]) == ("雨露计划", "李小红")
    assert first["结论"] == "应享未享（建议申报）"
    assert first["说明"] == "因为：李小红在校生状况为中职二年级"
    assert first["办理"] == "带：申请表；县农业农村局 13900002001"
    assert (second["对象"], second["结论"], second["办理"]) == ("全户", "缺资料（请补充）", "—")
    assert told["无政策"] == ""


def test_what_is_wrongly_enjoyed_is_to_be_verified_not_applied_for() -> None:
    (row,) = rows(Said("1", "", "P1", "享受不符"))["政策"]
    assert (row["结论"], row["办理"]) == ("享受不符（请核实）", "—")


def test_what_is_enjoyed_is_named_once_and_what_is_not_due_not_at_all() -> None:
    told = rows(
        Said("1", "甲", "P1", "已享"), Said("1", "乙", "P1", "已享"), Said("1", "", "P2", "不符合")
    )
    assert told["已享政策"] == "雨露计划"
    assert told["政策"] == []
    assert "没有应享未享" in told["无政策"]


def test_without_conditions_nothing_is_claimed() -> None:
    bare = ledger(政策=[{"政策编号": "P2", "名称": "护理补贴"}])
    assert policies((), bare)["无政策"] == "台账中没有写明适用条件的政策，不能比对。"
