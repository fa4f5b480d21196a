"""Where a paper belongs, how sure that is, and why: from its title, name, body and QR code.

Score = 3 × title word + 2 × file-name word + 1 × body word; tie rules of the schema decide words
that fit many types. A paper is filed by itself only when two independent witnesses agree and none
contradicts; everything else goes to a person, never away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.archive import qr
from docgen.archive.dates import When, when_of
from docgen.archive.matching import (
    BODY,
    BODY_LIMIT,
    FOLDER,
    GAP,
    NAME,
    TITLE,
    WordIndex,
    best_words,
    found_in,
    hits,
    index_of,
    renamed,
)
from docgen.archive.plain import dense, dense_word
from docgen.archive.schema import HOUSEHOLD_LEVEL, VILLAGE_LEVEL, PaperType, Schema, Tie, TieCase
from docgen.archive.who import Owner, Roster, owner_of, roster_of
from docgen.model import Ledger, Project

TIE = 3.0
CLASS_FOLDER = 0.5
OTHER_LEVEL, UNLIKELY_LEVEL = 0.3, 0.5
YIELDED = 0.3
FULL_SCORE = 3.7
CLEAR_MARGIN = 0.35
ACCEPTED = 0.8
UNREAD_CAP, DOUBT_CAP = 0.7, 0.6
NAMING = ("标题", "文件名")
LEVEL_WORDS = {HOUSEHOLD_LEVEL: "一户", VILLAGE_LEVEL: "全村"}
FOLDER_ZONE = "文件夹名"
ISSUING_BODIES = ("委员会", "村委会", "政府", "工作队", "支部", "办公室", "局", "站")
ALWAYS_VILLAGE = ("公示", "公告", "花名册", "会议记录", "签到表", "台账", "汇总")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a paper before it is judged."""

    name: str
    folders: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    code: str = ""
    issuer: str = ""
    read: bool = True
    blank: bool = False
    unread: str = "页面是图像，没有识别文字"


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


@dataclass(slots=True)
class Judge:
    """A schema and a roster, prepared once for many papers."""

    schema: Schema
    roster: Roster
    index: WordIndex
    projects: tuple[Project, ...] = ()
    latest: int = 2100
    lifted: Mapping[str, int] = field(default_factory=dict)


def judge_of(schema: Schema, ledger: Ledger, latest: int) -> Judge:
    """Return what ``classify`` needs; ``latest`` is the last year a paper can have."""
    lifted = {h.id: h.lifted_year for h in ledger.households if h.lifted_year}
    projects = tuple(p for p in ledger.projects if p.id and p.name)
    return Judge(
        schema,
        roster_of(ledger),
        index_of(schema.types, schema.same_words),
        projects,
        latest,
        lifted,
    )


@dataclass(slots=True)
class _Scores:
    """Points and witnesses of each type."""

    points: dict[str, float] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    zones: dict[str, set[str]] = field(default_factory=dict)
    best: dict[str, tuple[str, float]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def add(self, code: str, points: float, zone: str, words: str) -> None:
        self.points[code] = self.points.get(code, 0.0) + points
        self.words.setdefault(code, []).append(words)
        self.zones.setdefault(code, set()).add(zone)


def classify(judge: Judge, seen: Evidence) -> Proposal:
    """Return the proposal for one paper; it never fails and never guesses between equals."""
    marks = qr.parts(seen.code)
    owner = owner_of(
        judge.roster,
        text=seen.text,
        name=seen.name,
        folders=seen.folders,
        code=marks.get("H", ""),
    )
    when = when_of(
        title=seen.title,
        text=seen.text,
        name=seen.name,
        folders=seen.folders,
        latest=judge.latest,
    )
    level = _level(judge, seen, owner)
    scores = _scores(judge, seen, level, owner)
    if marks.get("T") in judge.schema.types:
        scores.add(marks["T"], TIE * 3, "二维码", "二维码写明文种")
    doubt = _ties(judge, seen, owner, when, level, scores)
    return _proposal(judge, seen, owner, when, level, scores, doubt)


def _level(judge: Judge, seen: Evidence, owner: Owner) -> str:
    """户, 村 or "" when nothing tells; lists of many households are the village's."""
    head = dense(f"{seen.title} {seen.name}")
    if any(word in head for word in ALWAYS_VILLAGE):
        return VILLAGE_LEVEL
    village = any(word in head for word in judge.schema.village_words)
    if owner.many:
        return VILLAGE_LEVEL
    if owner.sure:
        return "" if village else HOUSEHOLD_LEVEL
    return VILLAGE_LEVEL if village else ""


def _scores(judge: Judge, seen: Evidence, level: str, owner: Owner) -> _Scores:
    scores = _Scores()
    same = judge.schema.same_words
    title, name = renamed(dense(seen.title), same), renamed(dense(seen.name), same)
    body = renamed(dense(seen.text)[:BODY_LIMIT], same)
    if title:
        body = body.replace(title, "", 1)
    zones = [
        (title, TITLE, "标题", True),
        (name, NAME, "文件名", True),
        *((dense(folder), FOLDER, FOLDER_ZONE, True) for folder in seen.folders),
        (body, BODY, "正文", False),
    ]
    for text, weight, zone, ends in zones:
        named = hits(judge.index, text)
        if zone == FOLDER_ZONE:
            named = [hit for hit in named if not hit.weak]
        found = best_words(named, text, ends=ends)
        for code, (strength, word) in sorted(found.items()):
            scores.add(code, weight * strength, zone, f"{zone}有“{word}”")
            if zone in NAMING and any(h.code == code and not h.weak for h in named):
                scores.named.add(code)
            if strength > scores.best.get(code, ("", 0.0))[1]:
                scores.best[code] = (word, strength)
    _classes_of_folders(judge, seen, scores)
    _exclude(judge, title or name, scores)
    likely = level or _issuer_level(seen, owner)
    for code in scores.points:
        if likely and judge.schema.types[code].level != likely:
            scores.points[code] *= OTHER_LEVEL if level else UNLIKELY_LEVEL
    return scores


def _issuer_level(seen: Evidence, owner: Owner) -> str:
    """A paper that names no household and is issued by a body is likely the village's."""
    nobody = not owner.household and not owner.candidates
    return VILLAGE_LEVEL if nobody and seen.issuer.endswith(ISSUING_BODIES) else ""


def _classes_of_folders(judge: Judge, seen: Evidence, scores: _Scores) -> None:
    """A folder named after a class speaks for its types, among those that have another word."""
    for code in scores.points:
        base = judge.schema.types[code].base
        name = judge.schema.class_of(code).name
        if any(base in folder or name in folder for folder in seen.folders):
            scores.add(code, CLASS_FOLDER, FOLDER_ZONE, f"文件夹名有“{name}”")


def _exclude(judge: Judge, head: str, scores: _Scores) -> None:
    for code in list(scores.points):
        if any(dense_word(word) in head for word in judge.schema.types[code].excluded):
            del scores.points[code]


def _ties(
    judge: Judge, seen: Evidence, owner: Owner, when: When, level: str, scores: _Scores
) -> str:
    """Let the tie rules speak; return the schema's words of doubt when one could not decide."""
    same = judge.schema.same_words
    head = renamed(dense(f"{seen.title} {seen.name}"), same)
    body = renamed(dense(seen.text)[:BODY_LIMIT], same)
    doubt = ""
    for tie in judge.schema.ties:
        if not found_in(head, tie.word):
            continue
        side = _side_of_exit(judge, owner, when)
        for text, weight in ((head, TIE), (body, TIE * 0.6)):
            case = _first_case(tie, text, level, side)
            if case:
                words = f"“{tie.word}”按{_case_words(case, text)}判定"
                _yield(scores, tie, case.type)
                scores.add(case.type, weight, "规则", words)
                if text is head:
                    scores.named.add(case.type)
                break
        else:
            doubt = doubt or tie.review
    return doubt


def _yield(scores: _Scores, tie: Tie, decided: str) -> None:
    """Types known only by the tie's own word give way to the one the rule decided for."""
    own = tie.word.replace(GAP, "")
    for code, (word, _) in scores.best.items():
        bare = word in own or (own in word and len(word) <= len(own) + 1)
        if code != decided and code in scores.points and bare:
            scores.points[code] *= YIELDED


def _first_case(tie: Tie, text: str, level: str, side: str) -> TieCase | None:
    for case in tie.cases:
        if case.level and case.level != level:
            continue
        if case.year and case.year != side:
            continue
        if case.any and not any(word in text for word in case.any):
            continue
        if all(word in text for word in case.all) and not any(word in text for word in case.none):
            return case
    return None


def _case_words(case: TieCase, text: str) -> str:
    words = [word for word in case.any if word in text][:1] + list(case.all)
    shown = [f"“{word}”" for word in words]
    if case.year:
        shown.append("年度与脱贫年度")
    if case.level and not shown:
        shown.append("全村材料" if case.level == VILLAGE_LEVEL else "一户材料")
    return "、".join(shown) or "其余情形"


def _side_of_exit(judge: Judge, owner: Owner, when: When) -> str:
    """Whether the paper is of a year before the household was lifted, or of that year and later."""
    lifted = judge.lifted.get(owner.household)
    if lifted is None or when.year is None:
        return ""
    return "脱贫后" if when.year >= lifted else "脱贫前"


def _proposal(
    judge: Judge,
    seen: Evidence,
    owner: Owner,
    when: When,
    level: str,
    scores: _Scores,
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
    doubts = []
    if margin < CLEAR_MARGIN / 2:
        doubts.append(f"也像{judge.schema.types[ranked[1][0]].short}")
    if doubt and "规则" not in scores.zones[code]:
        doubts.append(doubt)
    if code not in scores.named and seen.read and "二维码" not in scores.zones[code]:
        doubts.append("题名太笼统，只凭正文")
    if level and kind.level != level:
        doubts.append(f"看起来是{LEVEL_WORDS[level]}的材料，文种却是{LEVEL_WORDS[kind.level]}的")
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
    witnesses = _witnesses(kind, scores.zones[code], owner, seen)
    auto = confidence >= ACCEPTED and len(witnesses) >= 2 and not doubts
    auto = auto or ("二维码" in scores.zones[code] and bool(household or not kind.of_household))
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


def _witnesses(kind: PaperType, zones: set[str], owner: Owner, seen: Evidence) -> set[str]:
    """Independent witnesses of a place: zones of the paper, and who stands behind it.

    For a household's paper a household that is sure; for the village's a list of many households
    or an issuing body at its end.
    """
    if kind.of_household:
        return zones | ({"户"} if owner.household and owner.sure else set())
    issued = seen.issuer.endswith(ISSUING_BODIES)
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
