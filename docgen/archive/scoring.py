"""How much speaks for each document type: words by zone, the level of the paper, tie rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.archive.dates import When
from docgen.archive.learning import Model, learnt_type
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
from docgen.archive.plain import dense, dense_word, parted
from docgen.archive.schema import (
    HOUSEHOLD_LEVEL,
    VILLAGE_LEVEL,
    PaperType,
    Schema,
    Tie,
    TieCase,
)
from docgen.archive.who import Owner, Roster, roster_of
from docgen.model import Ledger, Project

TIE = 3.0
LEARNT, LEARNT_ZONE = 1.5, "本单位"
CLASS_FOLDER = 0.5
FORM, FORM_LINES = 2.0, 4
OTHER_LEVEL, UNLIKELY_LEVEL = 0.3, 0.5
NOBODY = 0.75
"""A household's paper names somebody; one that names nobody is more likely the village's."""
YIELDED = 0.3
NAMING = ("标题", "文件名")
FOLDER_ZONE = "文件夹名"
RULE_ZONE, CODE_ZONE = "规则", "二维码"
COLUMNS_ZONE, FEWEST_COLUMNS = "栏目", 2


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


@dataclass(slots=True)
class Judge:
    """A schema and a roster, prepared once for many papers."""

    schema: Schema
    roster: Roster
    index: WordIndex
    projects: tuple[Project, ...] = ()
    latest: int = 2100
    lifted: Mapping[str, int] = field(default_factory=dict)
    learnt: Model | None = None
    places: tuple[str, ...] = ()
    vocabulary: Mapping[str, str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()


def judge_of(
    schema: Schema,
    ledger: Ledger,
    latest: int,
    learnt: Model | None = None,
    places: Sequence[str] = (),
) -> Judge:
    """Return what ``classify`` needs; ``latest`` is the last year a paper can have.

    ``learnt`` is what the office's confirmed rows taught, ``places`` are names of county, town and
    village beside those of the ledger.
    """
    villages = {household.village or "" for household in ledger.households}
    named = {dense(place) for place in (*places, *villages)} - {""}
    roster = roster_of(ledger)
    lifted = {h.id: h.lifted_year for h in ledger.households if h.lifted_year}
    projects = tuple(p for p in ledger.projects if p.id and p.name)
    return Judge(
        schema,
        roster,
        index_of(schema.types, schema.same_words, schema.labels),
        projects,
        latest,
        lifted,
        learnt,
        tuple(sorted(named, key=lambda place: (-len(place), place))),
        {kind.code: _vocabulary(kind, schema) for kind in schema.types.values()},
        frozenset(part for kind in schema.types.values() for part in _parts(kind) if len(part) > 1),
        tuple(group for group in roster.named_groups if not any(group in place for place in named)),
    )


def _parts(kind: PaperType) -> list[str]:
    return [dense(part) for word in (*kind.words, *kind.weak) for part in word.split(GAP)]


def _vocabulary(kind: PaperType, schema: Schema) -> str:
    """All words of a type and its title, a line each, in the words used instead of others."""
    lines = [dense(kind.title), *_parts(kind), *map(dense, kind.also)]
    return renamed("\n".join(lines), schema.same_words)


def issuer_level(judge: Judge, issuer: str) -> str:
    """The level of the body that signed a paper (村, 乡镇, 县), "" for a person or unknown."""
    for level, words in judge.schema.issuers.items():
        if any(word in issuer for word in words):
            return level
    return VILLAGE_LEVEL if issuer.endswith("村") and issuer.endswith(judge.places) else ""


@dataclass(slots=True)
class Scores:
    """Points and witnesses of each type.

    ``ruled`` are types a tie decided for by the title or name, each with all the answers that tie
    could have given; ``learnt`` is the type that the office's confirmed rows point to; ``body`` is
    the text below the title.
    """

    points: dict[str, float] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    zones: dict[str, set[str]] = field(default_factory=dict)
    best: dict[str, tuple[str, float]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    ruled: dict[str, frozenset[str]] = field(default_factory=dict)
    learnt: str = ""
    body: str = ""

    def add(self, code: str, points: float, zone: str, words: str) -> None:
        self.points[code] = self.points.get(code, 0.0) + points
        self.words.setdefault(code, []).append(words)
        self.zones.setdefault(code, set()).add(zone)


def level_of(judge: Judge, seen: Evidence, owner: Owner) -> str:
    """户, 村 or "" when nothing tells; lists of many households are the village's."""
    head = dense(f"{seen.title} {seen.name}")
    # 某屯资料汇总.pdf says nothing of a titled form in it that surely names one household.
    own = dense(seen.title) if seen.title and owner.sure and not owner.many else head
    if any(word in own for word in judge.schema.always_village):
        return VILLAGE_LEVEL
    village = any(word in own for word in judge.schema.village_words)
    if owner.many:
        return VILLAGE_LEVEL
    if owner.sure:
        return "" if village else HOUSEHOLD_LEVEL
    return VILLAGE_LEVEL if village else ""


def scores_of(judge: Judge, seen: Evidence, level: str, owner: Owner) -> Scores:
    scores = Scores()
    same = judge.schema.same_words
    title, name = (renamed(_grouped(judge, text), same) for text in (seen.title, seen.name))
    scores.body = _below(seen)
    body = renamed(scores.body, same)
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
    _by_form(judge, seen, scores)
    _classes_of_folders(judge, seen, scores)
    scores.learnt = learnt_type(judge.learnt, seen.title or seen.name)
    if scores.learnt:
        scores.add(scores.learnt, LEARNT, LEARNT_ZONE, "本单位确认过的同类题名")
    _exclude(judge, title or name, scores)
    likely = level or _issuerlevel_of(judge, seen, owner)
    for code in scores.points:
        kind = judge.schema.types[code]
        if likely and kind.level != likely:
            scores.points[code] *= OTHER_LEVEL if level else UNLIKELY_LEVEL
        elif not likely and kind.of_household and not owner.household and not owner.candidates:
            scores.points[code] *= NOBODY
    return scores


def _grouped(judge: Judge, text: str) -> str:
    """A dense title in which the village's groups that have a name (前屯) are called 小组."""
    text = dense(text)
    for name in judge.groups:
        text = text.replace(name, "小组")
    return text


def _below(seen: Evidence) -> str:
    """The text without its title, which speaks for itself."""
    title, lines = dense(seen.title), parted(seen.text)[:BODY_LIMIT].split("\n")
    return "\n".join(line for line in lines if line.replace("|", "") not in title)


def by_columns(judge: Judge, scores: Scores, title: str) -> None:
    """Headings usual for papers of a kind stand by a type that title or name say."""
    head = dense(title)
    whole = f"{head}\n{scores.body}"
    of_village = any(place in head for place in judge.places)
    for group in judge.schema.columns:
        if group.beside and not of_village and not any(word in whole for word in group.beside):
            continue
        if not scores.named & group.types:
            continue
        found = [word for word in group.words if word in scores.body]
        if len(found) >= FEWEST_COLUMNS:
            for code in sorted(scores.named & group.types & set(scores.points)):
                words = "、".join(f"“{word}”" for word in found[:2])
                scores.add(code, 0.0, COLUMNS_ZONE, f"正文有栏目{words}")


def _by_form(judge: Judge, seen: Evidence, scores: Scores) -> None:
    """A number that the county gave its form (附表5), alone on one of the first lines."""
    lines = {dense(line).strip("():：") for line in seen.text.splitlines()[:FORM_LINES]}
    for kind in judge.schema.types.values():
        for form in kind.forms:
            if dense_word(form) in lines:
                scores.add(kind.code, FORM, "表号", f"表号“{form}”")


def _issuerlevel_of(judge: Judge, seen: Evidence, owner: Owner) -> str:
    """A paper that names no household and is issued by a body is likely the village's."""
    nobody = not owner.household and not owner.candidates
    return VILLAGE_LEVEL if nobody and issuer_level(judge, seen.issuer) else ""


def _classes_of_folders(judge: Judge, seen: Evidence, scores: Scores) -> None:
    """A folder named after a class speaks for its types, among those that have another word."""
    for code in scores.points:
        base = judge.schema.types[code].base
        name = judge.schema.class_of(code).name
        if any(base in folder or name in folder for folder in seen.folders):
            scores.add(code, CLASS_FOLDER, FOLDER_ZONE, f"文件夹名有“{name}”")


def _exclude(judge: Judge, head: str, scores: Scores) -> None:
    for code in list(scores.points):
        if any(dense_word(word) in head for word in judge.schema.types[code].excluded):
            del scores.points[code]


def apply_ties(
    judge: Judge, seen: Evidence, owner: Owner, when: When, level: str, scores: Scores
) -> str:
    """Let the tie rules speak; return the schema's words of doubt when one could not decide."""
    same = judge.schema.same_words
    head = renamed(_grouped(judge, f"{seen.title} {seen.name}"), same)
    own = renamed(_grouped(judge, seen.title or seen.name), same)
    body = renamed(dense(seen.text)[:BODY_LIMIT], same)
    signed = issuer_level(judge, seen.issuer)
    doubt = ""
    for tie in judge.schema.ties:
        if not found_in(head, tie.word):
            continue
        side = _side_of_exit(judge, owner, when)
        for text, weight in ((head, TIE), (body, TIE * 0.6)):
            case = _first_case(judge, tie, text, (head, body, own), (level, side, signed))
            if case:
                words = f"“{tie.word}”按{_case_words(case, text)}判定"
                _yield(scores, tie, case)
                scores.add(case.type, weight, RULE_ZONE, words)
                # A rule is no witness of its own: it reads the title, the name or the body.
                scores.zones[case.type].add(_where(tie, seen, same) if text is head else "正文")
                if text is head:
                    scores.named.add(case.type)
                    scores.ruled[case.type] = frozenset(entry.type for entry in tie.cases)
                break
        else:
            doubt = doubt or tie.review
    return doubt


def _where(tie: Tie, seen: Evidence, same: Sequence[tuple[str, str]]) -> str:
    """Whether the title or only the file name holds the word of a rule."""
    return NAMING[0] if found_in(renamed(dense(seen.title), same), tie.word) else NAMING[1]


def _yield(scores: Scores, tie: Tie, decided: TieCase) -> None:
    """Types known only by the tie's own word give way to the one the rule decided for.

    Where the signing body decided, so do the rule's other answers: 公示 of a village, of a town.
    """
    own = tie.word.replace(GAP, "")
    others = {case.type for case in tie.cases} if decided.issuer else set()
    for code, (word, _) in scores.best.items():
        bare = word in own or (own in word and len(word) <= len(own) + 1)
        if code != decided.type and code in scores.points and (bare or code in others):
            scores.points[code] *= YIELDED


def _first_case(
    judge: Judge, tie: Tie, text: str, whole: tuple[str, str, str], known: tuple[str, str, str]
) -> TieCase | None:
    """The first case that holds; a type whose excluded words stand in the title is no answer.

    ``whole`` are title with file name, body, and title alone (the name where there is none): a
    case that asks for no word must not be gainsaid by title or body.
    ``known`` is the level of the paper, its side of the exit, and the level of who signed it.
    """
    (head, body, own), (level, side, signed) = whole, known
    for case in tie.cases:
        if any(dense_word(word) in own for word in judge.schema.types[case.type].excluded):
            continue
        if case.level and case.level != level:
            continue
        if case.year and case.year != side:
            continue
        if case.issuer and case.issuer != signed:
            continue
        if case.any and not any(word in text for word in case.any):
            continue
        against = text if case.any or case.all else head + body
        if all(word in text for word in case.all) and not any(w in against for w in case.none):
            return case
    return None


def _case_words(case: TieCase, text: str) -> str:
    words = [word for word in case.any if word in text][:1] + list(case.all)
    shown = [f"“{word}”" for word in words]
    if case.year:
        shown.append("年度与脱贫年度")
    if case.issuer:
        shown.append(f"{case.issuer}落款")
    if case.level and not shown:
        shown.append("全村材料" if case.level == VILLAGE_LEVEL else "一户材料")
    return "、".join(shown) or "其余情形"


def _side_of_exit(judge: Judge, owner: Owner, when: When) -> str:
    """Whether the paper is of a year before the household was lifted, or of that year and later."""
    lifted = judge.lifted.get(owner.household)
    if lifted is None or when.year is None:
        return ""
    return "脱贫后" if when.year >= lifted else "脱贫前"
