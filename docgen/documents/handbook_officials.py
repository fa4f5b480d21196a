"""应知应会, the officials' edition: village figures, duties, how each policy is done, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_book import Book, common
from docgen.documents.handbook_context import chapters, in_book_order, plain
from docgen.documents.handbook_index import index
from docgen.documents.job import Job
from docgen.facts.figures import compute
from docgen.facts.scope import ledger_of
from docgen.facts.validity import same_village
from docgen.folder import Settings
from docgen.model import Ledger, VillageFact
from docgen.words import missing, wan_text, yuan_text
from docgen.work.entitlement import Standing, match_policies

# What an official is asked for first; a figure that cannot be told stands as missing.
ASKED: Mapping[str, tuple[str, ...]] = {
    "户和人": ("台账户数", "台账人数", "脱贫户户数", "脱贫户人数", "监测对象户数", "监测对象人数"),
    "防返贫监测": ("风险未消除监测对象户数", "风险未消除监测对象人数", "风险已消除监测对象户数"),
    "保障": ("低保户数", "低保人数", "特困供养户数", "危房户户数", "易地搬迁户数", "残疾人数"),
    "就业和上学": (
        "劳动力人数",
        "务工总人数",
        "外出务工人数",
        "义务教育阶段学生数",
        "中职高职学生数",
    ),
    "金融和措施": ("小额信贷户数", "小额信贷余额", "帮扶措施条数"),
}
DUTIES: Mapping[str, str] = {
    "helper_visits_per_quarter": "帮扶责任人每季度入户不少于{}次；打电话、发微信算联系，不算走访。",
    "households_per_official": "每名帮扶干部联系{}户。",
    "official_visits_per_month": "联系干部每月到户不少于{}次。",
    "team_days_per_year": "驻村工作队每年驻村不少于{}天。",
    "town_days_per_week": "包村镇干部每周在村不少于{}天。",
    "committee_days_per_week": "村“两委”成员每周在岗不少于{}天。",
}
COUNTED = {Standing.enjoyed: "已享受", Standing.due: "应享未享", Standing.unknown: "缺资料"}


def context(job: Job, book: Book, lacks: Lacks) -> dict[str, Any]:
    """Return everything the template prints: counts only, no villager's name."""
    settings = job.folder.settings
    ledger = ledger_of(job.ledger, book.village) if _several(job.ledger, book) else job.ledger
    found = chapters(book.policies, lacks, settings.as_of)
    counted = concerned(ledger, settings)
    for chapter in found:
        for page in chapter["policies"]:
            page["concerns"] = counted.get(page["id"], "没有写适用条件，未与台账比对")
    ordered = in_book_order(found, book.policies)
    return {
        **common(job, book, lacks, "应知应会"),
        "cover": ["应知应会"],
        "kind": "干部用",
        "facts": village_facts(ledger, book.village, lacks),
        "figures": figures(ledger, settings, lacks),
        "duties": list(duties(settings)),
        "tasks": tasks(ledger),
        "chapters": found,
        "index": index(ordered),
    }


def _several(ledger: Ledger, book: Book) -> bool:
    """Whether the book is for one of several villages of the ledger."""
    return bool(book.village) and any(
        one.village and not same_village(one.village, book.village) for one in ledger.households
    )


def village_facts(ledger: Ledger, village: str, lacks: Lacks) -> list[list[str]]:
    """The rows of 村情 for the village: what, how much with its unit."""
    rows = []
    for fact in ledger.village_facts:
        if fact.village_name and village and not same_village(fact.village_name, village):
            continue
        name = fact.name or missing("指标")
        rows.append([name, _measured(fact) or lacks.mark(name, "村情")])
    return rows


def _measured(fact: VillageFact) -> str:
    """The value with its unit, which a percentage may bear already; empty without a value."""
    unit = plain(fact.unit)
    return f"{fact.value.removesuffix(unit)}{unit}" if fact.value else ""


def figures(ledger: Ledger, settings: Settings, lacks: Lacks) -> list[dict[str, Any]]:
    """The figures an official is asked for, in groups."""
    names = [name for group in ASKED.values() for name in group]
    computed = compute(ledger, settings, names)
    groups = []
    for title, group in ASKED.items():
        rows = []
        for name in group:
            figure = computed[name]
            if figure.value is None:
                rows.append([name, lacks.mark(name, "村情数字")])
            elif figure.unit == "元":
                rows.append([name, f"{wan_text(Decimal(figure.value))}万元"])
            else:
                rows.append([name, f"{yuan_text(figure.value)}{figure.unit}"])
        groups.append({"name": title, "rows": rows})
    return groups


def duties(settings: Settings) -> Iterator[str]:
    """The duties of the settings in sentences; one that docgen has no words for by its name."""
    for key, value in settings.duties.items():
        yield DUTIES.get(key, f"{key}：{{}}。").format(value)


def tasks(ledger: Ledger) -> list[dict[str, str]]:
    """The list of tasks (任务清单): what, until when, to which end."""
    rows = []
    for entry in ledger.register("任务清单"):
        said = {name: entry.get(name) for name in ("任务", "目标", "时限")}
        rows.append({name: "" if one is None else str(one) for name, one in said.items()})
        rows[-1]["任务"] = rows[-1]["任务"] or missing("任务")
    return rows


def concerned(ledger: Ledger, settings: Settings) -> dict[str, str]:
    """政策编号 → how many households and persons it concerns, in words."""
    homes: dict[tuple[str, Standing], set[str]] = defaultdict(set)
    persons: dict[tuple[str, Standing], int] = defaultdict(int)
    seen: dict[str, bool] = {}
    for one in match_policies(ledger, settings):
        seen[one.policy] = seen.get(one.policy, False) or bool(one.person)
        if one.verdict in COUNTED:
            homes[one.policy, one.verdict].add(one.household)
            persons[one.policy, one.verdict] += bool(one.person)
    return {
        policy: "，".join(
            _counted(name, len(homes[policy, standing]), persons[policy, standing], personal)
            for standing, name in COUNTED.items()
        )
        for policy, personal in seen.items()
    }


def _counted(name: str, homes: int, persons: int, personal: bool) -> str:
    return f"{name}{homes}户" + (f"{persons}人" if personal and homes else "")
