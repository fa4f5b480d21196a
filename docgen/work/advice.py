"""Measures that docgen proposes for a household, each with its reason; nothing is decided here.

After the village team's way: the young learn a trade, with a certificate, and then work outside;
the middle-aged breed and grow, or work nearby; who has no strength has the safety net.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from docgen.facts import traits
from docgen.facts.view import View
from docgen.facts.words import blank, is_yes, words_of
from docgen.model import Household, Person, Policy
from docgen.rules.health import STRONG
from docgen.rules.labour import WEAK
from docgen.rules.monitoring import DEVELOPMENT, ON_ALLOWANCE, unanswered
from docgen.words import number_text, same_name

YOUNG_UNTIL = 40
MIDDLE_UNTIL = 59
POSTS_UNTIL = 69  # R077: nobody of 70 on a public post
STEADY_MONTHS = 6
INDUSTRY, WORK, POST, NET = "产业帮扶", "就业帮扶", "公益岗位帮扶", "综合保障"
MOST_POLICIES = 2  # named beside a proposal
# What answers a risk, in plain words; the kinds are those of R132.
ANSWER_WORDS = {
    "健康帮扶": "落实家庭医生签约、慢病和大病救治、医疗救助，减轻看病负担",
    "义务教育保障": "落实义务教育资助和控辍保学",
    "教育帮扶": "落实学生资助，保证不因贫失学",
    "综合保障": "落实残疾人补贴、低保等保障",
    "住房安全保障": "落实危房鉴定、改造或安全住所",
    "饮水安全保障": "落实饮水工程维修或入户",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One proposed measure: its kind (of the fourteen), for whom (empty: all), why."""

    kind: str
    content: str
    person: str
    reason: str


def advise(household: Household, view: View, open_to: Sequence[Policy] = ()) -> list[Advice]:
    """Return the proposals for an aided household, those of its risks first.

    ``open_to`` are the policies that it may have, to be named with their standards.
    """
    kinds = kinds_of(household, view)
    found = [*_of_risks(household, view, open_to), *_of_gaps(household, view, kinds)]
    people = view.ledger.persons_of(household.id)
    for person in people:
        found += _of_person(person, household, view, open_to)
    if not _backed(household, kinds):
        found += _net(people, view)
    return found


def kinds_of(household: Household, view: View) -> set[str]:
    """The kinds of the measures that the office has entered."""
    rows = view.ledger.measures_of(household.id)
    return {kind for measure in rows for kind in words_of(measure.kind)}


def _of_risks(household: Household, view: View, open_to: Sequence[Policy]) -> Iterator[Advice]:
    if not traits.at_risk(household, view):
        return
    kinds = kinds_of(household, view)
    for _, risk, answers in unanswered(household, kinds):
        kind = next((one for one in ANSWER_WORDS if one in answers), sorted(answers)[0])
        content = ANSWER_WORDS.get(kind, f"落实一项{kind}措施")
        named = _of_category(open_to, kind)
        reason = f"返贫致贫风险“{risk}”没有对应的{'、'.join(sorted(answers))}措施"
        yield Advice(kind, content + named, "", reason)


def _of_gaps(household: Household, view: View, kinds: set[str]) -> Iterator[Advice]:
    """What 三保障 and water lack, where no measure of that kind is entered."""
    if is_yes(household.dangerous_dwelling) and not kinds & {"住房安全保障", "搬迁"}:
        grade = f"（{household.danger_grade}级）" if household.danger_grade else ""
        yield Advice("住房安全保障", ANSWER_WORDS["住房安全保障"], "", f"住房登记为危房{grade}")
    if is_yes(household.safe_water) is False and "饮水安全保障" not in kinds:
        yield Advice("饮水安全保障", ANSWER_WORDS["饮水安全保障"], "", "饮水登记为不安全")
    for person in view.ledger.persons_of(household.id):
        name = person.name or ""
        out = traits.of_school_age(person, view) and traits.at_school(person, view) is False
        if out and not is_yes(person.taught_at_home) and "义务教育保障" not in kinds:
            yield Advice("义务教育保障", "劝返复学或送教上门", name, "6至15周岁，登记为不在校")
        if traits.insured(person, view) is False and "健康帮扶" not in kinds:
            yield Advice(
                "健康帮扶", "动员参加城乡居民医保，核对参保资助", name, "登记为没有参加医保"
            )


def _of_person(
    person: Person, household: Household, view: View, open_to: Sequence[Policy]
) -> Iterator[Advice]:
    years, name = traits.age(person, view), person.name or ""
    if years is None or years < 16 or person.labour is None or traits.at_school(person, view):
        return
    if _has_own(person, household, view) or not blank(person.public_post):
        return
    if (person.work_months or 0) >= STEADY_MONTHS:
        yield from _steady(person, household, view, open_to)
        return
    working = f"，今年务工{number_text(person.work_months)}个月" if person.work_months else ""
    if person.labour in STRONG:
        reason = f"{years}岁，{person.labour}{working}，没有本人的产业、就业措施"
        if years <= YOUNG_UNTIL:
            yield Advice(WORK, _trained(person, open_to), name, reason)
        elif years <= MIDDLE_UNTIL:
            yield _nearby(household, name, reason, open_to)
        elif years <= POSTS_UNTIL:
            yield Advice(WORK, "身体允许的，就近灵活务工或搞庭院种养", name, reason)
    elif person.labour.startswith(WEAK) and years <= POSTS_UNTIL:
        named = _named(open_to, lambda policy: "公益" in (policy.name or ""))
        content = "申请乡村公益性岗位，或做力所能及的就近务工、庭院种养" + named
        yield Advice(POST, content, name, f"{years}岁，{person.labour}{working}")


def _steady(
    person: Person, household: Household, view: View, open_to: Sequence[Policy]
) -> Iterator[Advice]:
    """Steady work is itself the measure where the household has no other that earns."""
    if person.labour in STRONG and not kinds_of(household, view) & DEVELOPMENT:
        named = _named(open_to, lambda policy: _says(policy, "务工", "交通"))
        reason = f"今年务工{number_text(person.work_months or 0)}个月，没有登记产业、就业措施"
        content = "稳定务工：落实务工补助和岗位信息，登记为就业帮扶措施" + named
        yield Advice(WORK, content, person.name or "", reason)


def _trained(person: Person, open_to: Sequence[Policy]) -> str:
    named = _named(open_to, lambda policy: _says(policy, "培训", "务工"))
    if person.labour == "技能劳动力":
        return "按已有技能推荐岗位，外出务工；需要的再参加提升培训" + named
    return "参加免费技能培训，取得证书后推荐外出务工" + named


def _nearby(household: Household, name: str, reason: str, open_to: Sequence[Policy]) -> Advice:
    """Growing and breeding where there is land, work nearby where there is none."""
    land = {
        "耕地": household.farmland,
        "林地": household.woodland,
        "林果": household.orchard,
        "牧草地": household.pasture,
        "水面": household.water_area,
    }
    parts = [f"{word}{number_text(area)}亩" for word, area in land.items() if area and area > 0]
    named = _named(open_to, lambda policy: policy.category in (INDUSTRY, "金融帮扶"))
    if parts:
        content = f"发展种植、养殖（{'、'.join(parts)}），或就近务工" + named
        return Advice(INDUSTRY, content, name, reason)
    more = _named(open_to, lambda policy: _says(policy, "务工", "岗位"))
    known = household.farmland is not None and household.woodland is not None
    told = "没有耕地、林地" if known else "耕地、林地没有填"
    return Advice(WORK, "就近务工，或合作养殖" + (more or named), name, f"{reason}；{told}")


def _net(people: Iterable[Person], view: View) -> Iterator[Advice]:
    """The safety net for whoever has no strength to work."""
    for person in people:
        years = traits.age(person, view)
        none = (person.labour or "").startswith(("丧失", "无"))
        if not none or years is None or years < 16 or traits.at_school(person, view):
            continue
        content = "核对低保、特困供养、残疾人补贴、养老金等保障是否应享尽享"
        reason = f"{years}岁，{person.labour}，没有综合保障措施"
        yield Advice(NET, content, person.name or "", reason)


def _backed(household: Household, kinds: set[str]) -> bool:
    return NET in kinds or household.low_income_aid in ON_ALLOWANCE


def _has_own(person: Person, household: Household, view: View) -> bool:
    """Whether a development measure names this person, or the whole household has an industry."""
    for measure in view.ledger.measures_of(household.id):
        kinds = set(words_of(measure.kind))
        if not kinds & DEVELOPMENT:
            continue
        if measure.person is None and kinds & {INDUSTRY}:
            return True
        if measure.person in (person.id,) and person.id:
            return True
        if same_name(measure.person, person.name):
            return True
    return False


def _says(policy: Policy, *words: str) -> bool:
    return any(word in (policy.name or "") for word in words)


def _of_category(open_to: Sequence[Policy], kind: str) -> str:
    return _named(open_to, lambda policy: policy.category == kind)


def _named(open_to: Sequence[Policy], fits: Callable[[Policy], bool]) -> str:
    """Return ；可对接：名称（标准） for the first policies that fit."""
    chosen = [policy for policy in open_to if fits(policy)][:MOST_POLICIES]
    told = [
        f"{policy.name or policy.id}{f'（{policy.standard}）' if policy.standard else ''}"
        for policy in chosen
    ]
    return f"；可对接：{'、'.join(told)}" if told else ""
