"""Which papers each household must have and does not: the schema's ``need`` against the ledger.

Three values: what the ledger does not say makes a paper neither required nor not; it is told as
缺资料. Papers that wait for a person do not count yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date

from docgen.archive.names import natural
from docgen.archive.schema import PaperType, Schema
from docgen.facts.conditions import Lookup, Truth, Verdict, evaluate
from docgen.facts.lookup import lookup_for
from docgen.findings import Finding, Severity
from docgen.folder import Settings
from docgen.model import Household, Ledger, Paper, value_of

MISSING_CODE = "W806"
SHOWN = 12
Held = dict[str, set[int | None]]
"""Types that a household has, each with the years of its papers."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A required paper that is not there; ``sure`` is False when the ledger cannot decide."""

    household: str
    type: str
    title: str
    reason: str
    sure: bool = True


def missing_papers(
    schema: Schema, ledger: Ledger, settings: Settings, papers: Iterable[Paper]
) -> tuple[Missing, ...]:
    """Return what is missing, household by household in the order of their numbers."""
    held: defaultdict[str, Held] = defaultdict(dict)
    for paper in papers:
        if paper.decision == "auto":
            held[paper.household].setdefault(paper.type, set()).add(paper.year)
    wanted = [
        t for t in schema.types.values() if t.of_household and t.need != "可选" and not t.made
    ]
    wanted.sort(key=lambda kind: (kind.order, kind.code))
    households = sorted(ledger.households, key=lambda household: natural(household.id))
    return tuple(
        found
        for household in households
        for found in _of_household(schema, household, wanted, held[household.id], ledger, settings)
    )


def _wanted(schema: Schema) -> list[PaperType]:
    """Types of a household's file that may be required; docgen makes cover and list itself."""
    kinds = schema.types.values()
    return [kind for kind in kinds if kind.of_household and kind.need != "可选" and not kind.made]


def _of_household(
    schema: Schema,
    household: Household,
    wanted: Sequence[PaperType],
    held: Held,
    ledger: Ledger,
    settings: Settings,
) -> Iterable[Missing]:
    lookup = lookup_for(ledger, settings, household)
    files = schema.household_files
    has_file = evaluate(files, lookup).truth if files else Truth.YES
    if has_file is Truth.NO:
        return
    sure = has_file is Truth.YES
    for kind in wanted:
        if kind.code in held:
            yield from _years(household, kind, held[kind.code], settings, lookup, sure=sure)
            continue
        if kind.when is None:
            # 条件 without a machine condition is for people to judge.
            if kind.need == "必":
                yield Missing(household.id, kind.code, kind.short, "每户必备", sure)
            continue
        verdict = evaluate(kind.when, lookup)
        if verdict.truth is Truth.YES:
            yield Missing(household.id, kind.code, kind.short, _because(kind, verdict), sure)
        elif verdict.truth is Truth.UNKNOWN:
            lacking = "、".join(verdict.missing)
            yield Missing(household.id, kind.code, kind.short, f"缺资料：{lacking}", sure=False)


def _years(
    household: Household,
    kind: PaperType,
    held: Set[int | None],
    settings: Settings,
    lookup: Lookup,
    *,
    sure: bool,
) -> Iterable[Missing]:
    """Years without a paper that is needed every year; the current year's may still come.

    A paper without a year may be the one that lacks, so then it is told as not sure.
    """
    begin = value_of(household, kind.since) if kind.per_year and kind.since else None
    if isinstance(begin, date):
        begin = begin.year
    if not isinstance(begin, int):
        return
    if kind.when is not None and evaluate(kind.when, lookup).truth is not Truth.YES:
        return
    lacking = [year for year in range(begin, settings.as_of.year) if year not in held]
    if lacking:
        years = "、".join(map(str, lacking))
        reason = f"自{kind.since}起每年一份，缺{years}年"
        known = None not in held
        yield Missing(
            household.id,
            kind.code,
            f"{kind.short}（{years}年）",
            reason if known else f"{reason}；另有没写年度的",
            sure and known,
        )


def _because(kind: PaperType, verdict: Verdict) -> str:
    facts = "，".join(verdict.reasons[:2])
    return f"{kind.when.text if kind.when else ''}（{facts}）" if facts else "按条件必备"


def as_findings(missing: Iterable[Missing], ledger: Ledger) -> tuple[Finding, ...]:
    """One finding a household: what is missing for sure."""
    by_household: defaultdict[str, list[Missing]] = defaultdict(list)
    for entry in missing:
        if entry.sure:
            by_household[entry.household].append(entry)
    return tuple(_finding(key, found, ledger) for key, found in by_household.items())


def _finding(key: str, found: Sequence[Missing], ledger: Ledger) -> Finding:
    household = ledger.household(key)
    at = household.at if household else None
    names = "、".join(f"{entry.type}{entry.title}" for entry in found[:SHOWN])
    more = f"等{len(found)}种" if len(found) > SHOWN else ""
    return Finding(
        code=MISSING_CODE,
        severity=Severity.warning,
        file=at.file if at else "",
        sheet=at.sheet if at else "",
        cell=at.cell("户编号") if at else "",
        message=f"户档缺{len(found)}种必备材料：{names}{more}",
        fix="收来原件扫描后放入；从来没有的，写情况说明，不要补造",
        household=key,
    )
