"""政策折页: only the policies that this household enjoys or may apply for, in a reader's order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from docgen.documents.gaps import Context, Lacks, joined
from docgen.documents.handbook_context import plain, written
from docgen.documents.handbook_context import standard as standard_of
from docgen.documents.handbook_context import window as window_of
from docgen.documents.plan_measures import policy_name
from docgen.documents.plan_policies import DUE, ENJOYED, UNKNOWN, Verdict
from docgen.facts.view import View
from docgen.model import Ledger, Policy
from docgen.words import date_text, missing

PLACE = "政策折页"
NOTHING_MORE = "按台账比对，现在没有可申请而未享受的政策。"
MAY, HAS = "可以申请", "已在享受"
# A line of the fold holds so much; what is longer goes on in a further line of the same label.
LONGEST = 180
ENDS = re.compile(r"(?<=[。；;，,、])")
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


def fold(verdicts: Sequence[Verdict], view: View, lacks: Lacks) -> Context:
    """Return the fold: policies to apply for first, then those enjoyed; each once."""
    persons: dict[tuple[str, str], list[str]] = {}
    for one in verdicts:
        if one.verdict in (DUE, ENJOYED):
            persons.setdefault((one.verdict, one.policy), []).append(one.person)
    order = {policy.id: number for number, policy in enumerate(view.ledger.policies)}
    found = sorted(persons, key=lambda key: (key[0] != DUE, order.get(key[1], len(order))))
    rows = [
        _policy(number, policy, standing, persons[standing, key], view, lacks)
        for number, (standing, key) in enumerate(found, start=1)
        if (policy := view.ledger.policy(key)) is not None
    ]
    may = [row["名称"] for row in rows if row["情况"] == MAY]
    has = [row["名称"] for row in rows if row["情况"] == HAS]
    return {
        "政策": rows,
        "可申请": list(dict.fromkeys(may)),
        "已享受": list(dict.fromkeys(has)),
        "无政策": "" if rows else _nothing(view.ledger),
        "还可申请": _more(list(dict.fromkeys(may)), _unclear(verdicts, view.ledger), view.ledger),
    }


def _unclear(verdicts: Sequence[Verdict], ledger: Ledger) -> list[str]:
    """Return the policies that cannot be judged, because the ledger lacks what they ask."""
    keys = dict.fromkeys(one.policy for one in verdicts if one.verdict == UNKNOWN)
    return [name for key in keys if (name := policy_name(key, ledger))]


def _more(may: Sequence[str], unclear: Sequence[str], ledger: Ledger) -> str:
    """Return in a sentence what a household may still apply for, and what cannot be told."""
    if not _has_rules(ledger):
        return "台账中没有写明适用条件的政策，不能比对。"
    told = f"{'、'.join(may)}。怎么办见政策折页。" if may else NOTHING_MORE
    return (
        f"{told}另有{len(unclear)}项缺资料，不能判断：{'、'.join(unclear)}。" if unclear else told
    )


def _has_rules(ledger: Ledger) -> bool:
    return any(policy.rule for policy in ledger.policies)


def _nothing(ledger: Ledger) -> str:
    if not _has_rules(ledger):
        return "台账中没有写明适用条件的政策，不能为本户挑选。能享受什么，请问帮扶责任人或工作队。"
    return "按台账比对，现在没有本户可享受的政策。家里有了变化，请随时告诉帮扶责任人或工作队。"


def _policy(
    number: int, policy: Policy, standing: str, persons: Sequence[str], view: View, lacks: Lacks
) -> Context:
    place = f"{PLACE}（{policy.name or policy.id}）"
    names = list(dict.fromkeys(name for name in persons if name))
    lines = [
        ("谁享受", "、".join(names) or "全户"),
        ("给什么", _standard(policy, lacks, place)),
        ("带什么", written(policy.papers) or lacks.mark("所需材料", place, policy.at)),
        ("找谁办", _office(policy, lacks, place)),
        ("截止日", deadline(policy, view.as_of)),
    ]
    if standing == ENJOYED:  # it is paid: what counts is how the money comes
        paid = joined([plain(policy.payment), plain(policy.payment_time)])
        lines[2:2] = [("怎么发", paid)] if paid else []
    return {
        "序号": number,
        "名称": policy.name or lacks.mark("名称", place, policy.at),
        "情况": MAY if standing == DUE else HAS,
        "行": [
            {"项": label if first else "", "文": part}
            for label, words in lines
            for first, part in _parts(words)
        ],
    }


def _standard(policy: Policy, lacks: Lacks, place: str) -> str:
    told = standard_of(policy, lacks, place)
    return f"{told['lead']}：{told['text']}" if told["lead"] else str(told["text"])


def _office(policy: Policy, lacks: Lacks, place: str) -> str:
    return joined(
        [
            written(policy.department) or lacks.mark("责任部门", place, policy.at),
            plain(policy.contact),
            written(policy.phone) or lacks.mark("电话", place, policy.at),
        ],
        " ",
    )


def deadline(policy: Policy, day: date) -> str:
    """Return until when to apply, in words; that the days are over, where they are."""
    told = window_of(policy)
    if not told:
        until = policy.valid_until
        ask = "台账没有写申报时间，请问办理部门"
        return f"{ask}（政策{date_text(until)}到期）" if until else ask
    last = DAY.match(plain(policy.apply_until))
    if last and date(*map(int, last.groups())) < day:
        return f"{told}（本期已截止，下一期请问办理部门）"
    return told


def _parts(words: str) -> list[tuple[bool, str]]:
    """Return a text in pieces that fit a page; the first bears the label."""
    pieces = [""]
    for clause in ENDS.split(words):
        for start in range(0, len(clause), LONGEST):
            part = clause[start : start + LONGEST]
            if len(pieces[-1]) + len(part) > LONGEST and pieces[-1]:
                pieces.append("")
            pieces[-1] += part
    return [(number == 0, piece or missing("内容")) for number, piece in enumerate(pieces)]
