"""R138-R140: measures that name somebody, against the persons of the household."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docgen.facts.figures.select import is_monitored, works_away
from docgen.facts.traits import OUTSIDE_COUNTY, is_lifted
from docgen.facts.words import disability_grade
from docgen.model import Benefit, Measure, Person
from docgen.rules.case import Case, Home, Member, holds_card
from docgen.rules.income import DESTITUTE, NOT_DESTITUTE, NOT_ON_ALLOWANCE, ON_ALLOWANCE
from docgen.rules.registry import Fault, Found, of_home, of_person, rule
from docgen.words import same_name

SUBSIDIES_OF_DISABLED = ("残疾人补贴", "残疾补贴", "护理补贴", "困难残疾人", "两项补贴")
SUBSIDIES_OF_WORKERS = (
    "务工补贴",
    "务工补助",
    "务工奖补",
    "交通补贴",
    "交通补助",
    "稳岗补贴",
    "务工交通",
)
TRAINING_AID = "雨露"
VOCATIONAL = ("中职", "高职")
PERHAPS = ("技师", "大专")  # may be a vocational school or not
_ANY_KIND = "综合保障"
_CARD = ("证件号码", "残疾类别", "残疾等级")


def _says(measure: Measure, *words: str) -> bool:
    return any(word in (measure.content or "") for word in words)


@rule("R138", "帮扶措施.措施内容")
def safety_net(case: Case) -> Found:
    for home in case.homes:
        for words, name, holds, column in _NETS:
            yield from _net(case, home, words, name, holds, column)


def _net(
    case: Case,
    home: Home,
    words: tuple[str, ...],
    name: str,
    holds: Callable[[Case, Home], bool | None],
    column: str,
) -> Iterator[Fault]:
    """Measures of one kind of support without anybody to have it, and the reverse."""
    measures = case.ledger.measures_of(home.household.id)
    named = [measure for measure in measures if _says(measure, *words)]
    answer = holds(case, home)
    if answer is False:
        for measure in named:
            message = f"登记了{name}措施，家中却没有相应的人"
            yield _of_measure(measure, ["类别", "措施内容"], message, "核对后改正措施或家庭情况")
    registered = named or any(
        measure.kind == _ANY_KIND or case.unknown(measure, "类别") for measure in measures
    )
    if answer and not registered and _to_register(home, column):
        message = f"家中有享受{name}的人，没有登记这项措施"
        beside = [(measure.at, "类别") for measure in measures]
        fix = "在帮扶措施表登记综合保障措施"
        if column:
            yield of_home(home, [column], message, fix, beside=beside)
        for member in home.members if not column else ():
            if _severely(member):
                cells = ["残疾等级", "证件号码"]
                yield of_person(member, cells, message, fix, beside=beside)


def _to_register(home: Home, column: str) -> bool:
    """Whether measures of this kind are kept for the household: aid that its own columns tell for
    all that are or were poor, the subsidy of the disabled while the risk stands."""
    if home.household.risk_removed == "否":
        return True
    supported = is_lifted(home.household) or is_monitored(home.household)
    return supported and bool(column)


def _on_allowance(case: Case, home: Home) -> bool | None:
    said = home.household.low_income_aid
    return said in ON_ALLOWANCE if said in (*ON_ALLOWANCE, *NOT_ON_ALLOWANCE) and said else None


def _destitute(case: Case, home: Home) -> bool | None:
    said = home.household.destitute_aid
    return said in DESTITUTE if said in (*DESTITUTE, *NOT_DESTITUTE) and said else None


def _disabled(case: Case, home: Home) -> bool | None:
    """Whether somebody is severely disabled; the subsidy of others depends on more."""
    if any(map(_severely, home.members)):
        return True
    known = all(
        member.person.health is not None and not case.unknown(member.person, *_CARD)
        for member in home.members
    )
    if known and home.members and not any(_is_disabled(member) for member in home.members):
        return False
    return None


def _severely(member: Member) -> bool:
    return (disability_grade(member.person) or 9) <= 2


def _is_disabled(member: Member) -> bool:
    return "残疾" in (member.person.health or "") or holds_card(member.person)


_NETS: tuple[tuple[tuple[str, ...], str, Callable[[Case, Home], bool | None], str], ...] = (
    (("低保",), "低保", _on_allowance, "享受低保"),
    (("特困",), "特困供养", _destitute, "享受特困"),
    (SUBSIDIES_OF_DISABLED, "残疾人补贴", _disabled, ""),
)


@rule("R139", "户信息.户类型", "家庭成员.在校生状况")
def training_aid(case: Case) -> Found:
    if not (case.view.has("帮扶措施") or case.view.has("政策享受")):
        yield "台账没有“帮扶措施”表和“政策享受”表"
        return
    for home in case.homes:
        aids = _aids(case, home)
        unsure = _aids_unsure(case, home)
        students = [member for member in home.members if _vocational(member)]
        if _supported(home):
            for member in students:
                if not unsure and not any(_for(aid, member) for aid in aids):
                    message = f"{member.person.schooling}在读，没有享受雨露计划"
                    fix = "核对学籍；符合的申报雨露计划并登记"
                    yield of_person(member, ["在校生状况"], message, fix, member.person.schooling)
        wrong: dict[str, Fault] = {}  # a measure and a benefit may tell of the same aid
        for aid in aids:
            entitled = any(_for(aid, member) for member in students)
            unknown = case.unknown(aid, "姓名") or _student_unknown(home, aid.person)
            if not entitled and not unknown:
                wrong.setdefault(aid.person or "", _not_vocational(home, aid))
        yield from wrong.values()


def _not_vocational(home: Home, aid: Measure | Benefit) -> Fault:
    """A fault at the schooling of the person whom the aid names; at the aid when it names none."""
    message = f"享受雨露计划，{aid.person or '家中'}却不是中职、高职在校生"
    fix = "核对学籍，改正在校生状况或措施"
    columns = ["措施内容", "类别"] if isinstance(aid, Measure) else ["政策编号"]
    for member in home.members if aid.person else ():
        if _for(aid, member):
            beside = [(aid.at, column) for column in (*columns, "姓名")]
            value = member.person.schooling
            return of_person(member, ["在校生状况"], message, fix, value, beside=beside)
    return _of_measure(aid, [*columns, "姓名"], message, fix)


def _for(aid: Measure | Benefit, member: Member) -> bool:
    """Whether it is this member's: its row names the member, by name or number, or nobody."""
    return not aid.person or aid.person == member.person.id or _is(aid.person, member)


def _is(name: str, member: Member) -> bool:
    return same_name(name, member.person.name)


def _aids_unsure(case: Case, home: Home) -> bool:
    """Whether a row of the household does not say what it is about, as its sheet has no column."""
    key = home.household.id
    return any(
        case.unknown(measure, "措施内容", "政策编号") for measure in case.ledger.measures_of(key)
    ) or any(
        case.unknown(record, column)
        for records, column in (
            (case.ledger.benefits_of(key), "政策编号"),
            ([member.person for member in home.members], "姓名"),
        )
        for record in records
    )


def _vocational(member: Member) -> bool:
    return (member.person.schooling or "").startswith(VOCATIONAL)


def _supported(home: Home) -> bool:
    household = home.household
    return is_lifted(household) or (is_monitored(household) and household.risk_removed == "否")


def _student_unknown(home: Home, name: str | None) -> bool:
    """Whether nobody can tell if the person is at such a school (技师学院 and 大专 may be one)."""
    chosen = [m for m in home.members if name is None or _is(name, m)]
    return not chosen or any(
        m.student is None or (m.person.schooling or "").startswith(PERHAPS) for m in chosen
    )


def _aids(case: Case, home: Home) -> list[Measure | Benefit]:
    """Measures and benefits of 雨露计划, by their words or by the name of their policy."""
    key = home.household.id
    measures = case.ledger.measures_of(key)
    found: list[Measure | Benefit] = [
        m for m in measures if _says(m, TRAINING_AID) or _is_aid(case, m.policy)
    ]
    return [*found, *(b for b in case.ledger.benefits_of(key) if _is_aid(case, b.policy))]


def _is_aid(case: Case, policy: str | None) -> bool:
    known = case.ledger.policy(policy) if policy else None
    return TRAINING_AID in ((known.name if known else policy) or "")


@rule("R140", "帮扶措施.措施内容", "家庭成员.务工区域")
def subsidy_of_workers(case: Case) -> Found:
    for home in case.homes:
        away = any(_may_be_away(case, row.person) for row in home.rows)
        for measure in case.ledger.measures_of(home.household.id):
            if not _says(measure, *SUBSIDIES_OF_WORKERS):
                continue
            if not away:
                message = "登记了外出务工补贴，家中却没有县外务工的人"
                fix = "核对务工情况，改正措施或务工区域"
                yield _of_measure(measure, ["措施内容", "类别"], message, fix)
            elif measure.amount == 0:
                cells = ["金额", "措施内容", "类别"]
                yield _of_measure(measure, cells, "外出务工补贴金额为0", "补填实际发放的金额")


def _may_be_away(case: Case, person: Person) -> bool:
    region = person.work_region
    unsure = region in OUTSIDE_COUNTY and case.unknown(person, "务工时间")
    return unsure or works_away(person) or region not in (None, *OUTSIDE_COUNTY, "县内")


def _of_measure(record: Measure | Benefit, columns: list[str], message: str, fix: str) -> Fault:
    value = record.content if isinstance(record, Measure) else record.policy
    return Fault(
        record.at, tuple(columns), message, fix, value, record.household, record.person or ""
    )
