"""Defects of papers as findings: 三无, another household's page, a year that does not fit, order.

What a paper lacks is told when it is read and kept in the plan (column 要件); years and the order
of dates are told from the plan itself, so that ``archive check`` says the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from docgen.archive.dates import arabic
from docgen.archive.names import natural
from docgen.archive.plain import plain
from docgen.archive.reading import NONE, PageText
from docgen.archive.schema import DATE, SEAL, SIGN, Chain, PaperType, Schema
from docgen.archive.seals import DRAFT, NO_SEAL
from docgen.archive.who import Roster, owner_of
from docgen.findings import Finding, Severity
from docgen.folder import Settings
from docgen.model import Household, Ledger, Paper, value_of

ORDER, FORM, STRANGE_PAGE, STRANGE_YEAR = "R152", "R153", "W811", "W812"
OFF = "off"
APART = "；"
NO_RED, DRAFT_ONLY = "没有看到红色印章", "电子文稿上没有红色印章"
BEST_EFFORT = "按文字和颜色判断，仅供参考"
_DATED = re.compile(r"(?:19|20)\d{2}\s*[年./-]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月./-]")
_SIGNED = re.compile(
    r"签\s*[字名章]|盖\s*章|捺\s*印|手\s*印|(?:申请人|承诺人|户主|户主代表|调查人|帮扶人|帮扶责任人|"
    r"填表人|制表人|记录人|经办人|负责人|评议人|报告人|甲方|乙方)\s*(?:[((][^()]{0,8}[))])?\s*[::]"
)


def lacks_of(
    schema: Schema,
    roster: Roster,
    kind: PaperType | None,
    household: str,
    pages: Sequence[PageText],
    first: int,
    seals: Sequence[str],
) -> str:
    """Return what a paper lacks, in words parted by ；; "" when nothing is told.

    ``pages`` are its own, ``first`` the number of the first in its file, ``seals`` what its pages
    say of a red seal.
    """
    if kind is None or not any(page.how != NONE for page in pages):
        return ""
    lacking = []
    text = arabic("\n".join(page.text for page in pages))
    unread = any(page.how == NONE and not page.blank for page in pages)
    wanted = schema.marks.get(kind.code, frozenset())
    if DATE in wanted and not unread and not _DATED.search(text):
        lacking.append("没有日期")
    if SIGN in wanted and not unread and not _SIGNED.search(plain(text)) and not _named_last(text):
        lacking.append("没有签名或落款处")
    if SEAL in wanted and seals and all(word in (NO_SEAL, DRAFT) for word in seals):
        lacking.append(NO_RED if NO_SEAL in seals else DRAFT_ONLY)
    if kind.of_household:
        lacking += _strangers(roster, household, pages, first)
    return APART.join(lacking)


def _named_last(text: str) -> bool:
    """A body or a name right over the closing date signs a paper without any word for it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return any(
        _DATED.match(line) and 2 <= len(lines[place - 1]) <= 20
        for place, line in enumerate(lines)
        if place >= max(len(lines) - 4, 1)
    )


def _strangers(
    roster: Roster, household: str, pages: Sequence[PageText], first: int
) -> Iterator[str]:
    """Pages that surely name another household than the first page, or than the paper's."""
    if len(pages) < 2:
        return
    owners = [owner_of(roster, text=page.text, name="") for page in pages]
    own = owners[0].household if owners[0].sure else household
    for number, owner in enumerate(owners, start=first):
        if own and owner.sure and not owner.many and owner.household != own:
            yield f"第{number}页写的是户{owner.household}，不是户{own}"


def findings_of(
    papers: Iterable[Paper], schema: Schema, ledger: Ledger, settings: Settings
) -> tuple[Finding, ...]:
    """Return the defects of a plan's papers, those of accepted ones only where dates compare."""
    every = [paper for paper in papers if paper.type in schema.types]
    accepted = [paper for paper in every if paper.decision == "auto"]
    found = [
        *(finding for paper in every for finding in _of_paper(paper)),
        *_years(accepted, schema, ledger, settings),
        *_orders(accepted, schema, ledger),
    ]
    return tuple(_levelled(found, settings))


def _levelled(found: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """The severities that docgen.toml asks for; ``off`` takes a code away."""
    for finding in found:
        level = settings.levels.get(finding.code, "")
        if level != OFF:
            yield replace(finding, severity=Severity(level)) if level else finding


def _of_paper(paper: Paper) -> Iterator[Finding]:
    parts = [part for part in paper.lacks.split(APART) if part]
    strange = [part for part in parts if part.startswith("第")]
    form = [part for part in parts if part not in strange]
    if form:
        told = f"{_place(paper)}“{paper.title}”{'、'.join(form)}（{BEST_EFFORT}）"
        fix = "看原件：确实没有的请当事人补签、补盖，注明补办日期，不倒签"
        found = _finding(FORM, paper, told, fix)
        yield replace(found, severity=_form_severity(form))
    if strange:
        told = f"{_place(paper)}“{paper.title}”里{'、'.join(strange)}"
        yield _finding(
            STRANGE_PAGE, paper, told, "看这几页：夹错的，在归档计划里改首页、末页，另作一件"
        )


def _form_severity(lacking: Sequence[str]) -> Severity:
    """What words show is grave; what only a colour shows is not.

    A Word file is never sealed: its sealed original may lie in a cupboard.
    """
    if lacking == [DRAFT_ONLY]:
        return Severity.hint
    return Severity.warning if lacking == [NO_RED] else Severity.grave


def _years(
    papers: Iterable[Paper], schema: Schema, ledger: Ledger, settings: Settings
) -> Iterator[Finding]:
    """Years that cannot be: later than today, apart from the closing date, against the ledger."""
    for paper in papers:
        if paper.year is None:
            continue
        told = _misfit(paper, schema, ledger.household(paper.household), settings.as_of)
        if told:
            yield _finding(
                *(STRANGE_YEAR, paper, f"{_place(paper)}“{paper.title}”{told}"),
                "核对年度：认错的在归档计划“改为年度”里改；材料本身写错的附情况说明",
            )


def _misfit(paper: Paper, schema: Schema, household: Household | None, as_of: date) -> str:
    year = paper.year or 0
    if year > as_of.year:
        return f"年度{year}在{as_of.year}年之后"
    if paper.day[:4].isdecimal() and int(paper.day[:4]) < year and not _ahead(paper.day, year):
        return f"年度{year}，落款却是{paper.day[:4]}年"
    for rule in schema.years:
        if paper.type not in rule.types:
            continue
        limit: object = rule.limit
        if isinstance(limit, str):
            limit = value_of(household, limit) if household else None
            limit = limit.year if isinstance(limit, date) else limit
        if isinstance(limit, int) and not rule.fits(year, limit):
            named = f"{rule.limit}（{limit}年）" if isinstance(rule.limit, str) else f"{limit}年"
            return f"年度{year}，{rule.words}{named}"
    return ""


def _ahead(day: str, year: int) -> bool:
    """Whether a paper of the last quarter is for the next year: a plan, an insurance."""
    return int(day[:4]) == year - 1 and day[4:6] >= "10"


Days = Mapping[str, Sequence[Paper]]
"""Dated papers by type."""


def _orders(papers: Sequence[Paper], schema: Schema, ledger: Ledger) -> Iterator[Finding]:
    """For each household and chain: a step that lies before an earlier one, whichever is meant."""
    own: defaultdict[str, dict[str, list[Paper]]] = defaultdict(dict)
    for paper in papers:
        if len(paper.day) == 8 and paper.day.isdecimal():
            own[paper.household].setdefault(paper.type, []).append(paper)
    village = own.pop("", {})
    alone = len({household.village for household in ledger.households}) <= 1
    for key in sorted(own, key=natural):
        household = ledger.household(key)
        for chain in schema.chains:
            yield from _chain(chain, own[key], village, household, alone=alone)


def _chain(
    chain: Chain, own: Days, village: Days, household: Household | None, *, alone: bool
) -> Iterator[Finding]:
    steps = []
    for name, types in chain.steps:
        mine = [paper for code in types for paper in own.get(code, ())]
        all_of = [paper for code in types for paper in village.get(code, ())]
        steps.append((name, mine, all_of))
    for place, (later, mine, shared) in enumerate(steps):
        for earlier, before, shared_before in steps[:place]:
            pair = _reversed(before, shared_before, mine, shared)
            if pair:
                sure = alone and not chain.often and _only_one(pair, (*shared, *shared_before))
                yield _disorder(chain, earlier, later, pair, household, sure=sure)


def _only_one(pair: Sequence[Paper], shared: Sequence[Paper]) -> bool:
    """Whether the village has no second paper of that year and type, of another round."""
    for paper in pair:
        rounds = [one for one in shared if (one.type, one.day[:4]) == (paper.type, paper.day[:4])]
        if not paper.household and len(rounds) > 1:
            return False
    return True


def _reversed(
    before: Sequence[Paper],
    shared_before: Sequence[Paper],
    after: Sequence[Paper],
    shared_after: Sequence[Paper],
) -> tuple[Paper, Paper] | None:
    """Two papers whose days are reversed whichever papers of the two steps belong together.

    At least one is the household's own. Papers of the village count in the year of the other only,
    because a village goes through the same steps many times.
    """
    if before and after:
        years = {paper.day[:4] for paper in before} & {paper.day[:4] for paper in after}
        if len(before) == len(after) == 1:
            return _earlier(before[0], after[0])
        for year in sorted(years):
            first = min((p for p in before if p.day[:4] == year), key=lambda p: p.day)
            last = max((p for p in after if p.day[:4] == year), key=lambda p: p.day)
            if pair := _earlier(first, last):
                return pair
        return None
    for paper in before:
        same = [other for other in shared_after if other.day[:4] == paper.day[:4]]
        if same and (pair := _earlier(paper, max(same, key=lambda p: p.day))):
            return pair
    for paper in after:
        same = [other for other in shared_before if other.day[:4] == paper.day[:4]]
        if same and (pair := _earlier(min(same, key=lambda p: p.day), paper)):
            return pair
    return None


def _earlier(before: Paper, after: Paper) -> tuple[Paper, Paper] | None:
    return (before, after) if after.day < before.day else None


def _disorder(
    chain: Chain,
    earlier: str,
    later: str,
    pair: tuple[Paper, Paper],
    household: Household | None,
    *,
    sure: bool,
) -> Finding:
    before, after = pair
    key = before.household or after.household
    own = bool(before.household and after.household)
    doubt = "" if own else "；村级材料如果是另一批的，不算"
    told = (
        f"{chain.name}：{later}{_shown(after.day)}在{earlier}{_shown(before.day)}之前"
        f"（{_place(after)}“{after.title}”；"
        f"{before.source} {_place(before)}“{before.title}”{doubt}）"
    )
    fix = "核对两件的日期：认错的在归档计划里改；材料本身倒置的附情况说明，不改原件"
    return Finding(
        code=ORDER,
        # A paper of the village may be of another round, where there were several.
        severity=Severity.grave if own or sure else Severity.warning,
        file=after.source,
        sheet="",
        cell="",
        message=told,
        fix=fix,
        household=household.id if household else key,
    )


def _shown(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _place(paper: Paper) -> str:
    last = f"-{paper.last}" if paper.last > paper.first else ""
    return f"第{paper.first}{last}页"


def _finding(code: str, paper: Paper, message: str, fix: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.warning,
        file=paper.source,
        sheet="",
        cell="",
        message=message,
        fix=fix,
        household=paper.household,
    )
