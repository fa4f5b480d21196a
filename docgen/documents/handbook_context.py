"""What the pages of the pocket handbook are given: policies in a villager's words and order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from docgen.documents.gaps import Lacks
from docgen.facts.words import blank
from docgen.model import Policy
from docgen.words import date_text, missing

NOTHING_NEEDED = re.compile(r"^(无|不需要|无需|免)")
NO_AMOUNT = ("无", "不涉及", "—", "-", "/", "0")
# A standard that says what one gets: a number with a unit, a share, or that it costs nothing.
STATES_AMOUNT = re.compile(
    r"\d|[一二三四五六七八九十百千万两半]\s*(元|成|倍)|免费|减免|免学|免交|全额"
)
LEAD = re.compile(r"^(?P<lead>[^：:，,；;0-9]{1,6})[：:](?P<rest>.+)$", re.S)
AMOUNT = re.compile(
    r"^(?P<what>\D+?)(?P<amount>(?:[每约各][^\d\s，]{1,4})?(?:不超过|最多|最高)?"
    r"\d[\d,.]*(?:[-—~至]\d[\d,.]*)?万?元.*)$"
)
ARROWS = re.compile(r"\s*(?:→|➔|⇒|—+>|-+>|＞|>)\s*")
# Commas between things, but not those inside brackets.
BETWEEN = re.compile(r"[、，,；;\n]+(?![^（(]*[）)])")
CLAUSES = re.compile(r"[；;\n]+")
WRITTEN_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
STALE = timedelta(days=365)

# From 55 on: 年龄 >= 60, 年满60, 80周岁以上. A lower age (年龄 >= 16) is no old person's.
AGE = r"(?:5[5-9]|[6-9]\d|1[0-4]\d)(?!\d)"
AT_LEAST = r"(?:>=?|≥|＞=?|大于等于|大于或等于|大于|不小于|不低于)"
FROM_AGE = rf"年龄\s*{AT_LEAST}\s*{AGE}|年?满\s*{AGE}|{AGE}\s*周?岁[(（]?(?:及|含)?[)）]?以上"
# "我家有…": who looks for a policy, and the words by which a policy concerns them.
FINDER: tuple[tuple[str, str], ...] = (
    ("上学的孩子", r"学生|孩子|幼儿|在校|就读|大学|高中|中职|高职|小学|初中|助学"),
    ("病人", r"患有|患者|慢性病|慢病|大病|重病|就医|医保|病历"),
    ("残疾人", r"残疾|重残"),
    ("老人", rf"老人|老年|养老|高龄|{FROM_AGE}"),
    ("外出打工的人", r"务工|打工"),
    ("想在附近干活的人", r"公益性岗位|公益岗|护林员|弱劳动力|培训"),
    (
        "种地养殖的人",
        r"种养|种植|养殖|产业|发展生产|小额信贷|畜|牧|草原|草场|渔业|水产|林果|林下|公益林|退耕|耕地|灌溉|农机",
    ),
    ("旧房、危房", r"危房|住房|搬迁"),
    ("吃水不方便", r"饮水|取水|用水"),
    ("低保、特困人员", r"低保|特困"),
    ("急难事、大开支", r"急难|突发|突出困难|防贫|超过起付线|收入低|支出大"),
)


def policy_page(policy: Policy, number: int, lacks: Lacks, as_of: date) -> dict[str, Any]:
    """Return one policy as the template prints it; what is missing is marked and noted."""
    place = f"政策“{policy.name or policy.id}”"

    def needed(text: str | None, column: str) -> str:
        return written(text) or lacks.mark(column, place, policy.at)

    return {
        "number": number,
        "id": policy.id,
        "name": needed(policy.name, "名称"),
        "level": plain(policy.level).removesuffix("级"),  # the page adds 级
        "target": needed(policy.target, "享受对象"),
        "conditions": clauses(needed(policy.conditions, "条件")),
        "standard": standard(policy, lacks, place),
        "papers": papers(needed(policy.papers, "所需材料")),
        "steps": ARROWS.split(needed(policy.steps, "办理流程")),
        "time_limit": needed(policy.time_limit, "办理时限"),
        "window": window(policy),
        "payment": joined(needed(policy.payment, "发放方式"), plain(policy.payment_time)),
        "department": needed(policy.department, "责任部门"),
        "contact": plain(policy.contact),
        "phone": needed(policy.phone, "电话"),
        "supervision": plain(policy.supervision_phone),
        "basis": needed(policy.basis, "依据文件"),
        "valid": validity(policy),
        "checked": date_text(policy.checked_on) if policy.checked_on else "",
        "stale": stale(policy, as_of),
    }


def written(text: str | None) -> str:
    """What stands in a cell; 无 is an answer (no papers are needed), not a lack."""
    return "" if text is None else str(text).strip()


def plain(text: str | None) -> str:
    """What a cell names; empty for 无 and dashes too."""
    return "" if blank(text) else str(text).strip()


def joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def clauses(text: str) -> list[str]:
    """The parts of a condition, one a line."""
    return [part.strip() for part in CLAUSES.split(text) if part.strip()]


def papers(text: str) -> dict[str, Any]:
    """Papers as a list to tick off, or the sentence that none are needed."""
    if NOTHING_NEEDED.match(text) or text.startswith(missing("")[:2]):
        return {"note": text, "list": []}
    return {"note": "", "list": [part.strip() for part in BETWEEN.split(text) if part.strip()]}


def standard(policy: Policy, lacks: Lacks, place: str) -> dict[str, Any]:
    """Return the standard: its words, or a table where it names several amounts.

    The table holds the same words, only set apart; a standard that is not made of amounts alone
    stays a sentence. Where neither 标准 nor 金额 says what one gets, the amount is missing.
    """
    text, amount = written(policy.standard), amount_text(policy)
    if not text and not amount:
        return {"lead": "", "text": lacks.mark("标准", place, policy.at), "rows": []}
    if not text:
        return {"lead": "", "text": amount, "rows": []}
    found = LEAD.match(text)
    lead, rest = (found["lead"], found["rest"]) if found else ("", text)
    if not STATES_AMOUNT.search(rest) and not written(policy.amount):
        rest = f"{rest}　{lacks.mark('金额', place, policy.at)}"
    return {"lead": lead, "text": rest, "rows": amount_rows(rest)}


def amount_text(policy: Policy) -> str:
    """金额 and 单位 as one word; empty when the ledger has none or says that none applies."""
    amount = written(policy.amount)
    return "" if amount in NO_AMOUNT else amount + plain(policy.unit)


def amount_rows(text: str) -> list[list[str]]:
    """What and how much, when the text is a list of at least two amounts; else nothing."""
    parts = [part.strip() for part in BETWEEN.split(text.rstrip("。")) if part.strip()]
    found = [AMOUNT.match(part) for part in parts]
    if len(parts) < 2 or not all(found):
        return []
    return [[row["what"].strip("：: "), row["amount"]] for row in found if row]


def window(policy: Policy) -> str:
    """When to apply, in words; empty when the ledger names no days."""
    start, end = day_words(policy.apply_from), day_words(policy.apply_until)
    if start and end:
        return until(start, end)
    return f"{start}起" if start else f"{end}前" if end else ""


def until(start: str, end: str) -> str:
    """Two days in words; the year is named once when it is the same."""
    year = start[:5]
    same = year.endswith("年") and end.startswith(year)
    return f"{start}至{end.removeprefix(year) if same else end}"


def day_words(text: str | None) -> str:
    """A day as it is written on paper; other words (常年, 当学期) as they stand."""
    found = WRITTEN_DAY.match(plain(text))
    return "{}年{}月{}日".format(*map(int, found.groups())) if found else plain(text)


def validity(policy: Policy) -> str:
    """有效期 in words."""
    if policy.valid_from and policy.valid_until:
        return until(date_text(policy.valid_from), date_text(policy.valid_until))
    if policy.valid_until:
        return f"至{date_text(policy.valid_until)}"
    return f"{date_text(policy.valid_from)}起" if policy.valid_from else ""


def stale(policy: Policy, as_of: date) -> str:
    """What is said of a policy that nobody checked within a year; empty for the others."""
    if policy.checked_on is None:
        return "没有核对日期，请先打电话问清"
    return "核对已满一年，请先打电话问清" if as_of - policy.checked_on > STALE else ""


def chapters(policies: Sequence[Policy], lacks: Lacks, as_of: date) -> list[dict[str, Any]]:
    """Return the policies by 类别, in the order in which the ledger first names each."""
    grouped: dict[str, list[Policy]] = {}
    for policy in policies:
        grouped.setdefault(plain(policy.category) or "其他", []).append(policy)
    numbers = iter(range(1, len(policies) + 1))
    return [
        {
            "name": name,
            "policies": [policy_page(each, next(numbers), lacks, as_of) for each in group],
        }
        for name, group in grouped.items()
    ]


def in_book_order(book: Iterable[Mapping[str, Any]], policies: Sequence[Policy]) -> list[Policy]:
    """The policies in the order of the book's numbers."""
    by_id = {policy.id: policy for policy in policies}
    return [by_id[page["id"]] for chapter in book for page in chapter["policies"]]


def finder(policies: Sequence[Policy]) -> list[dict[str, Any]]:
    """Return, for each kind of reader, the numbers of the policies whose own words name them."""
    rows = []
    for who, words in FINDER:
        pattern = re.compile(words)
        numbers = [
            number
            for number, policy in enumerate(policies, start=1)
            if pattern.search(" ".join(map(plain, _told(policy))))
        ]
        if numbers:
            rows.append({"who": who, "found": [_leading(policies, one) for one in numbers]})
    return rows


def _leading(policies: Sequence[Policy], number: int) -> dict[str, str]:
    name = plain(policies[number - 1].name) or missing("名称")
    return {"name": name, "target": f"policy-{number}"}


def _told(policy: Policy) -> tuple[str | None, ...]:
    return (policy.name, policy.target, policy.conditions, policy.rule)
