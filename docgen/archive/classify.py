"""Where a paper belongs, how sure that is, and why: from its title, name, body and QR code.

A paper is filed by itself only when two independent witnesses agree and none contradicts;
everything else goes to a person, never away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.archive import qr
from docgen.archive.dates import When, when_of
from docgen.archive.matching import BODY_LIMIT
from docgen.archive.plain import dense
from docgen.archive.schema import HOUSEHOLD_LEVEL, VILLAGE_LEVEL, PaperType
from docgen.archive.scoring import (
    CODE_ZONE,
    LEARNT_ZONE,
    RULE_ZONE,
    TIE,
    Evidence,
    Judge,
    Scores,
    apply_ties,
    by_columns,
    issuer_level,
    judge_of,
    level_of,
    scores_of,
)
from docgen.archive.titledoubts import title_doubts
from docgen.archive.who import Owner, owner_of
from docgen.model import Project

__all__ = ["Evidence", "Judge", "Proposal", "classify", "judge_of"]

FULL_SCORE = 3.7
CLEAR_MARGIN = 0.35
ACCEPTED = 0.8
UNREAD_CAP, DOUBT_CAP = 0.7, 0.6
LEVEL_WORDS = {HOUSEHOLD_LEVEL: "一户", VILLAGE_LEVEL: "全村"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The place proposed for a paper, with its confidence (0 … 1), witnesses and reason."""

    type: str = ""
    household: str = ""
    project: str = ""
    year: int | None = None
    day: str = ""
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    reason: str = ""
    auto: bool = False
    word: str = ""


def classify(judge: Judge, seen: Evidence) -> Proposal:
    """Return the proposal for one paper; it never fails and never guesses between equals."""
    marks = qr.parts(seen.code)
    owner = owner_of(
        judge.roster,
        text=seen.text,
        name=seen.name,
        folders=seen.folders,
        code=marks.get("H", ""),
        title=seen.title,
    )
    when = when_of(
        title=seen.title,
        text=seen.text,
        name=seen.name,
        folders=seen.folders,
        latest=judge.latest,
    )
    level = level_of(judge, seen, owner)
    scores = scores_of(judge, seen, level, owner)
    if marks.get("T") in judge.schema.types:
        scores.add(marks["T"], TIE * 3, CODE_ZONE, "二维码写明文种")
    doubt = apply_ties(judge, seen, owner, when, level, scores)
    by_columns(judge, scores, seen.title)
    return _proposal(judge, seen, owner, when, level, scores, doubt)


def _proposal(
    judge: Judge,
    seen: Evidence,
    owner: Owner,
    when: When,
    level: str,
    scores: Scores,
    doubt: str,
) -> Proposal:
    ranked = sorted(scores.points.items(), key=lambda item: (-item[1], item[0]))
    household = owner.household
    if not ranked or ranked[0][1] <= 0:
        reason = _reason((), owner, when, _why_unknown(seen))
        return Proposal("", household, "", when.year, when.day, 0.0, owner.words, reason)
    code, points = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    kind = judge.schema.types[code]
    margin = (points - second) / points
    confidence = min(1.0, points / FULL_SCORE) * (0.5 + 0.5 * min(1.0, margin / CLEAR_MARGIN))
    doubts = _doubts(judge, seen, scores, ranked, level, doubt)
    contradicted = bool(kind.of_household and owner.clash)
    if against := _against_code(judge, scores, code):
        doubts.append(against)
        contradicted = True
    project = ""
    if kind.of_household:
        factor, trouble = _household_factor(judge, owner)
        confidence *= factor
        doubts += trouble
    else:
        household = ""
        project = _project(judge, seen) if kind.base == "项目建设" else ""
    if not seen.read:
        confidence = min(confidence, UNREAD_CAP)
        doubts.append(f"{seen.unread}，只凭名称")
    if doubts:
        confidence = min(confidence, DOUBT_CAP if seen.read else UNREAD_CAP)
    witnesses = _witnesses(judge, kind, scores.zones[code], owner, seen)
    auto = confidence >= ACCEPTED and len(witnesses) >= 2 and not doubts
    # A QR sheet is laid by a person and says the place whole: it needs no second witness.
    coded = CODE_ZONE in scores.zones[code] and bool(household or not kind.of_household)
    auto = auto or (coded and not contradicted)
    words = tuple(dict.fromkeys(scores.words[code]))[:4]
    return Proposal(
        type=code,
        household=household,
        project=project,
        year=when.year,
        day=when.day,
        confidence=round(max(confidence, ACCEPTED) if auto else confidence, 2),
        evidence=(*words, *(owner.words if kind.of_household else ())),
        reason=_reason(words, owner if kind.of_household else Owner(), when, "；".join(doubts)),
        auto=auto,
        word=scores.best.get(code, ("", 0.0))[0],
    )


def _doubts(
    judge: Judge,
    seen: Evidence,
    scores: Scores,
    ranked: Sequence[tuple[str, float]],
    level: str,
    doubt: str,
) -> list[str]:
    """What speaks against the type that scored best."""
    code, points = ranked[0]
    kind = judge.schema.types[code]
    doubts = []
    if len(ranked) > 1 and points - ranked[1][1] < points * CLEAR_MARGIN / 2:
        doubts.append(f"也像{judge.schema.types[ranked[1][0]].short}")
    if doubt and RULE_ZONE not in scores.zones[code]:
        doubts.append(doubt)
    for ruled, answers in scores.ruled.items():
        if code in answers and code not in scores.ruled:
            doubts.append(f"按规则是{judge.schema.types[ruled].short}")
    if code not in scores.named and seen.read and CODE_ZONE not in scores.zones[code]:
        doubts.append("题名太笼统，只凭正文")
    if scores.learnt not in ("", code):
        other = judge.schema.types[scores.learnt].short
        doubts.append(f"本单位确认过的同类题名是{other}")
    doubts += title_doubts(judge, seen.title, scores, code)
    if level and kind.level != level:
        doubts.append(f"看起来是{LEVEL_WORDS[level]}的材料，文种却是{LEVEL_WORDS[kind.level]}的")
    return doubts


def _against_code(judge: Judge, scores: Scores, code: str) -> str:
    """The type that the title names where the QR code says another."""
    titled = [c for c in scores.named if "标题" in scores.zones.get(c, ()) and c in scores.points]
    if CODE_ZONE not in scores.zones[code] or not titled or code in titled:
        return ""
    best = max(titled, key=lambda c: (scores.points[c], c))
    return f"二维码与标题不一致，标题像{judge.schema.types[best].short}"


def _household_factor(judge: Judge, owner: Owner) -> tuple[float, list[str]]:
    if owner.clash:
        return 0.5, [owner.clash]
    if owner.household and owner.sure:
        return 1.0, []
    if owner.household:
        return 0.7, [f"户别证据弱，可能是{judge.roster.label(owner.household)}"]
    if owner.candidates:
        names = "、".join(judge.roster.label(key) for key in owner.candidates[:3])
        return 0.4, [f"可能属于多户：{names}"]
    return 0.4, ["看不出是哪一户"]


def _witnesses(
    judge: Judge, kind: PaperType, zones: set[str], owner: Owner, seen: Evidence
) -> set[str]:
    """Independent witnesses of a place: zones of the paper, and who stands behind it.

    For a household's paper a household that is sure; for the village's a list of many households
    or an issuing body at its end; for both the headings usual for such a paper. A rule only weighs
    words that other zones hold, and what was learnt counts only beside a word of the paper.
    """
    zones = zones - {RULE_ZONE}
    if zones <= {LEARNT_ZONE}:
        return set()
    if kind.of_household:
        return zones | ({"户"} if owner.household and owner.sure else set())
    issued = issuer_level(judge, seen.issuer)
    return zones | ({"多户"} if owner.many else set()) | ({"落款"} if issued else set())


def _why_unknown(seen: Evidence) -> str:
    if seen.blank:
        return "空白页"
    if not seen.read:
        return f"{seen.unread}，名称里也没有文种用词"
    return "标题、名称和正文里都没有文种用词"


def _reason(words: tuple[str, ...], owner: Owner, when: When, doubts: str) -> str:
    parts = [*words[:3], *owner.words[:2]]
    if when.words:
        parts.append(when.words)
    text = "；".join(parts)
    return f"{text}。待核：{doubts}" if doubts and text else f"待核：{doubts}" if doubts else text


def _project(judge: Judge, seen: Evidence) -> str:
    """The one project whose number or name the paper says, "" when none or several."""
    head = dense(f"{seen.title} {seen.name} {' '.join(seen.folders)}")
    for text in (head, dense(seen.text)[:BODY_LIMIT]):
        named = [p for p in judge.projects if _says(text, p)]
        if len(named) == 1:
            return named[0].id
        longest = max((len(p.name or "") for p in named), default=0)
        best = [p for p in named if len(p.name or "") == longest]
        if len(best) == 1 and all((p.name or "") in (best[0].name or "") for p in named):
            return best[0].id
    return ""


_TAIL = re.compile(r"(建设|改造|工程|项目|示范)*$")


def _says(text: str, project: Project) -> bool:
    name = dense(project.name or "")
    core = _TAIL.sub("", name)
    core = core if len(core) >= 5 else name
    return bool(project.id and len(project.id) >= 4 and project.id in text) or (
        len(core) >= 4 and core in text
    )
