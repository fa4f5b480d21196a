"""What the tables of responsibility say: pairing, areas, duties by person, the roster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from docgen.documents.gaps import Lacks, joined
from docgen.documents.orders_lists import number_or_day
from docgen.documents.orders_parts import Line, Section, behind, numbered, places
from docgen.facts.areas import Area, Level, levels, unanswered
from docgen.facts.duties import Answered, Kept
from docgen.facts.figures.select import households, lifted_or_monitored
from docgen.facts.roster import Covered, Roster, says_no
from docgen.facts.scope import villages
from docgen.facts.view import View
from docgen.facts.words import words_of
from docgen.model import Entry, Household, Visit
from docgen.words import number_text, percent_text

PAIRING = "结对包保"
NAMED = 12  # households that a cell names
LEADING = ("县级领导", "主要包保单位")
KINDS = (
    *("脱贫户", "监测对象", "监测户", "退休老干部", "老干部", "老党员", "党员"),
    *("村民代表", "普通村民", "一般农户", "企业业主", "企业"),
)


def pairing_section(view: View, lacks: Lacks) -> Section:
    """Return the 1+1+N table; a village without leader or unit has a gap."""
    return Section(
        "",
        ("1名县级领导、1个主要包保单位，N为协助单位、帮扶企业和省、市、县派驻的党员干部。",),
        {"村": numbered(_pairing(entry, lacks) for entry in view.ledger.register(PAIRING))},
    )


def _pairing(entry: Entry, lacks: Lacks) -> Line:
    village = str(entry.get("行政村") or "")
    needed = {name: lacks.value(entry, name, f"{PAIRING}（{village}）") for name in LEADING}
    others = ("协助单位", "帮扶企业", "驻村党员干部")
    told = {name: entry.get(name) or "—" for name in others}
    return Line({"行政村": village, **needed, **told}, places(entry.at))


def areas_section(view: View) -> Section:
    """Return who answers for what, level by level, with overlaps and gaps."""
    found = levels(view)
    nobody = unanswered(view)
    homes = {home.id: home.householder or home.id for home in households(view)}
    return Section(
        "",
        (f"台账{len(homes)}户，各层级都没有人负责的{len(nobody)}户。",),
        {
            "区": numbered(_area(area, homes) for level in found for area in level.areas),
            "层": [_level(level, homes) for level in found],
            "无": numbered(_household(home) for home in nobody),
        },
    )


def _area(area: Area, homes: Mapping[str, str]) -> Line:
    unknown = "、".join(f"{column}“{word}”查不到" for column, word in area.unknown)
    return Line(
        {
            "层级": area.level,
            "责任人": area.name,
            "村": area.village,
            "组": area.groups or ("" if area.homes else "全村"),
            "户": _named(area, homes) if area.homes else "",
            "户数": len(area.households),
            "说明": unknown,
        },
        places(area.at),
    )


def _named(area: Area, homes: Mapping[str, str]) -> str:
    """The households of an area by name, as the ledger orders them; else as it is written."""
    return "、".join(homes[key] for key in homes if key in area.households) or area.homes


def _level(level: Level, homes: Mapping[str, str]) -> Line:
    shared: dict[tuple[str, ...], list[str]] = {}
    for key, names in level.overlaps.items():
        shared.setdefault(names, []).append(homes[key])
    told = [
        f"{'、'.join(names)}都负责{_some(keys)}，共{len(keys)}户" for names, keys in shared.items()
    ]
    if level.uncovered:
        told.append(f"没有人负责：{_some([homes[home.id] for home in level.uncovered])}")
    return Line(
        {
            "层级": level.name,
            "责任人数": len({area.name for area in level.areas}),
            "覆盖户数": level.covered,
            "重叠户数": len(level.overlaps),
            "未覆盖": len(level.uncovered),
            "说明": joined(told, "；", empty="没有重叠，每户有人负责"),
        },
        places(*(area.at for area in level.areas)),
    )


def _some(words: Sequence[str]) -> str:
    more = f"等{len(words)}户" if len(words) > NAMED else ""
    return "、".join(words[:NAMED]) + more


def _household(home: Household) -> Line:
    rows = places(home.at)
    return Line(
        {
            "行政村": home.village or "",
            "村民小组": home.group or "",
            "户主": home.householder or "",
            "户编号": home.id,
            "户类型": home.monitored_kind or home.kind or "",
            "依据": behind(rows),
        },
        rows,
    )


def duties_section(found: Iterable[Answered], view: View) -> Section:
    """Return each duty with its standard, then each person with each duty."""
    answered = list(found)
    people = sorted(
        ((one, kept) for one in answered for kept in one.kept),
        key=lambda pair: (pair[1].person, pair[0].duty.code),
    )
    return Section(
        "",
        ("入户走访才算走访，打电话、发微信只算联系；没有设置的职责不核对。",),
        {
            "职责": [_duty(one) for one in answered],
            "人": numbered(_person(one, kept) for one, kept in people),
            "无": numbered(_household(home) for home in without_helper(view)),
        },
    )


def without_helper(view: View) -> list[Household]:
    """Return households once poor or monitored whose pairings have all ended, or that had none."""
    return [
        home
        for home in households(view)
        if lifted_or_monitored(home)
        and view.ledger.has("帮扶责任人")
        and not any(
            one.until is None or one.until >= view.as_of for one in view.ledger.helpers_of(home.id)
        )
    ]


def _duty(one: Answered) -> Line:
    checked = not one.reason
    failed = sum(bool(kept.missed) for kept in one.kept)
    return Line(
        {
            "职责": one.duty.name,
            "标准": number_text(one.demanded) if one.demanded else "—" if checked else "没有设置",
            "人数": len(one.kept) if checked else "—",
            "未达到": failed if checked else "—",
            "说明": f"没有核对：{one.reason}" if one.reason else _verdict(one),
        }
    )


def _verdict(one: Answered) -> str:
    return f"没有做到{one.missed}处，见下表" if one.missed else "全部达到"


def _person(one: Answered, kept: Kept) -> Line:
    missed = "；".join(item.what for item in kept.missed)
    rows = kept.rows or places(*(item.at for item in kept.missed))
    return Line(
        {
            "姓名": kept.person,
            "单位": kept.unit,
            "职责": one.duty.name,
            "要求": kept.need,
            "实际": kept.done,
            "结果": joined([missed or "达到", kept.note], "；"),
            "依据": behind(rows),
        },
        rows,
    )


def roster_section(view: View) -> Section:
    """Return the coverage of the roster by kind, everybody of it, and what people said."""
    roster = Roster(view)
    found = sorted(roster.covered, key=lambda one: _rank(one.target.kind))
    kinds = list(dict.fromkeys(one.target.kind or "" for one in found))
    rows = [_kind(kind, [one for one in found if one.target.kind == kind]) for kind in kinds]
    others = len(roster.strangers)
    told = f"名册以外的走访{others}次。" if others else ""
    return Section(
        "",
        (f"只数时段内的走访；{told}同一户、同一人走访几次只算走访到一次。",),
        {
            "类别": [*rows, _kind("合计", found)] if found else [],
            "人": numbered(_covered(one, _group(one, view)) for one in found),
            "意见": numbered(_words(roster)),
        },
    )


def _rank(kind: str | None) -> tuple[int, str]:
    """The kinds in the order of the roster's form, others after them."""
    word = kind or ""
    return (KINDS.index(word) if word in KINDS else len(KINDS), word)


def _kind(kind: str, found: Sequence[Covered]) -> Line:
    visited = sum(one.state == "已入户" for one in found)
    contacted = sum(one.state == "仅电话、微信" for one in found)
    known = [one.policy_known for one in found if one.policy_known]
    content = [one.satisfaction for one in found if one.satisfaction]
    return Line(
        {
            "类别": kind,
            "应访": len(found),
            "已入户": visited,
            "仅联系": contacted,
            "未访": len(found) - visited - contacted,
            "覆盖率": percent_text(Decimal(visited * 100) / len(found)),
            "知晓": sum(not says_no(word) for word in known),
            "不知晓": sum(map(says_no, known)),
            "满意": sum(not says_no(word) for word in content),
            "不满意": sum(map(says_no, content)),
        },
        places(*(one.target.at for one in found)),
    )


def _group(one: Covered, view: View) -> str:
    """The group, with the village where the ledger has several."""
    home = view.ledger.household(one.target.household or "")
    village = one.target.village_name or (home.village if home else None) or ""
    group = one.target.group or (home.group if home else None) or ""
    return f"{village}{group}" if len(villages(view.ledger)) > 1 else group


def _covered(one: Covered, group: str) -> Line:
    last = one.visits[-1] if one.visits else None
    visitors = dict.fromkeys(name for v in one.visits for name in words_of(v.visitor))
    state = "" if one.visits else one.state
    rows = places(*(visit.at for visit in one.all))
    return Line(
        {
            "类别": one.target.kind or "",
            "姓名": one.target.name or "",
            "组": group,
            "入户次数": len(one.visits),
            "联系次数": len(one.contacts),
            "最近入户": number_or_day(last.day) if last else state,
            "走访人": "同名，分不清" if one.doubtful else "、".join(visitors),
            "政策知晓": one.policy_known,
            "满意度": one.satisfaction,
            "依据": behind(rows),
        },
        rows or places(one.target.at),
    )


def _words(roster: Roster) -> Iterable[Line]:
    for visit in roster.visits:
        if visit.advice or visit.request:
            yield Line(
                {
                    "日期": number_or_day(visit.day),
                    "姓名": _spoken(visit, roster),
                    "类别": visit.target_kind or "",
                    "意见建议": visit.advice or "",
                    "诉求": visit.request or "",
                    "处理结果": visit.result or "",
                },
                places(visit.at),
            )


def _spoken(visit: Visit, roster: Roster) -> str:
    home = roster.view.ledger.household(visit.household or "")
    return visit.target_name or (home.householder if home else None) or visit.household or ""
