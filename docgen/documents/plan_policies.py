"""What a household may have and has not: verdicts on the conditions of policies, as advice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from docgen.documents.gaps import NOT_APPLICABLE, Context, joined
from docgen.model import Ledger, Policy

DUE, WRONG, UNKNOWN, ENJOYED = "应享未享", "享受不符", "缺资料", "已享"
WORDS = {DUE: "应享未享（建议申报）", WRONG: "享受不符（请核实）", UNKNOWN: "缺资料（请补充）"}


class Verdict(Protocol):
    """One policy held against one person or household."""

    @property
    def household(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def policy(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def reason(self) -> str: ...


def policies(found: Iterable[Verdict], ledger: Ledger) -> Context:
    """Return rows for what is due, wrong or not to be told, in this order, and what is enjoyed."""
    verdicts = list(found)
    told = [one for kind in WORDS for one in verdicts if one.verdict == kind]
    enjoyed = list(dict.fromkeys(_name(one.policy, ledger) for one in _of(verdicts, ENJOYED)))
    return {
        "政策": [_row(number, one, ledger) for number, one in enumerate(told, start=1)],
        "无政策": "" if told else _nothing(ledger),
        "已享政策": "、".join(enjoyed),
    }


def _of(verdicts: Sequence[Verdict], kind: str) -> list[Verdict]:
    return [one for one in verdicts if one.verdict == kind]


def _nothing(ledger: Ledger) -> str:
    if not any(policy.rule for policy in ledger.policies):
        return "台账中没有写明适用条件的政策，不能比对。"
    return "按台账中的适用条件比对，没有应享未享、享受不符的政策。"


def _name(key: str, ledger: Ledger) -> str:
    policy = ledger.policy(key)
    return policy.name if policy is not None and policy.name else key


def _row(number: int, one: Verdict, ledger: Ledger) -> Context:
    policy = ledger.policy(one.policy)
    return {
        "序号": number,
        "名称": _name(one.policy, ledger),
        "对象": one.person or "全户",
        "结论": WORDS[one.verdict],
        "标准": (policy.standard if policy is not None else None) or "",
        "说明": one.reason,
        "办理": NOT_APPLICABLE if policy is None or one.verdict == WRONG else _way(policy),
    }


def _way(policy: Policy) -> str:
    """Return which papers to bring and whom to ask."""
    papers = f"带：{policy.papers}" if policy.papers else ""
    return joined([papers, joined([policy.department, policy.phone], " ")], "；") or NOT_APPLICABLE
