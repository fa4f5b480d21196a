"""What one household's aid plan says: plain data from the ledger, nothing added.

The nine parts follow the common columns of county forms (docs/documents.md): facts, members,
income, 两不愁三保障 and water, wishes, measures, policies, helper and visits, effect, signatures.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks, joined
from docgen.documents.periods import made_late, period_text
from docgen.documents.plan_policies import Verdict, policies
from docgen.documents.plan_security import security
from docgen.documents.plan_visits import helpers, quarter_rows, visit_rows
from docgen.facts import traits
from docgen.facts.view import View
from docgen.facts.words import blank, is_yes
from docgen.model import Household, Ledger, Measure, Person
from docgen.word.filters import short_date
from docgen.words import missing, number_text, rounded, same_name, terms, yuan_text

HEADING = "标题"
FACTS, MEMBERS, INCOME = "基本情况", "家庭成员", "家庭收入"
WISHES, MEASURES, POLICIES = "需求与意愿", "帮扶措施", "可享未享政策"


def plan_context(
    household: Household, view: View, lacks: Lacks, verdicts: Iterable[Verdict] = ()
) -> Context:
    """Return what the plan of one household says; what is missing is noted in ``lacks``.

    ``verdicts`` are those on the policies for this household and its members.
    """
    return {
        **heading(household, view, lacks),
        **facts(household, view, lacks),
        "成员": members(household, view, lacks),
        "无成员": "" if view.ledger.persons_of(household.id) else missing("家庭成员"),
        "成员说明": size_note(household, view.ledger),
        **income(household, view, lacks),
        "保障": security(household, view, lacks),
        **wishes(household, view.ledger, lacks),
        **measures(household, view, lacks),
        **policies(verdicts, view.ledger),
        **helpers(household, view, lacks, expected=is_aided(household, view)),
        "走访要求": visit_duty(view),
        "走访": visit_rows(household, view),
        "走访季度": quarter_rows(household, view, lacks),
    }


# --- heading


def heading(household: Household, view: View, lacks: Lacks) -> Context:
    """Return title, place, period and who made the plan."""
    settings = view.settings
    place = settings.place
    known = {
        "标题": title(household, view),
        "县": household.county or place.county or None,
        "镇": household.town or place.town or None,
        "村": household.village or place.village or None,
        "期间": period_text(settings.period),
        "编制日期": settings.as_of,
        "编制单位": settings.unit.name or None,
        "补制": made_late(settings.period),
    }
    for name, value in known.items():
        if value is None:
            lacks.note(name, HEADING)
    return known


def title(household: Household, view: View) -> str:
    """Return the name of the plan by kind of household, in the words of the period."""
    words = terms(view.as_of)
    if words.first_year < 2021:
        return "贫困户脱贫帮扶计划" if household.kind != "一般农户" else "一般农户服务计划"
    if traits.at_risk(household, view):
        return f"{words.monitored}帮扶计划"
    if household.kind is None:
        return "农户帮扶计划"
    if traits.lifted(household, view):
        return f"{words.household}后续帮扶计划"
    if traits.monitored(household, view):
        return f"{words.monitored}（风险已消除）帮扶计划"
    return "一般农户服务计划"


def is_aided(household: Household, view: View) -> bool:
    """Whether a helper and measures are expected: lifted, or monitored and still at risk."""
    return bool(traits.lifted(household, view) or traits.at_risk(household, view))


# --- basic facts


def facts(household: Household, view: View, lacks: Lacks) -> Context:
    """Return the basic facts; a field that does not concern this kind of household is a dash."""
    watched = traits.monitored(household, view) is not False
    lifted = traits.lifted(household, view) is not False
    ask = _Asker(household, lacks)
    return {
        **{
            name: ask.always(name)
            for name in ("户编号", "户主姓名", "村民小组", "联系电话", "户类型")
        },
        "证件号码": householder_id(household, view.ledger, lacks),
        "家庭人口": ask.always("家庭人口"),
        "劳动力人数": labour_count(household, view, lacks),
        **{
            name: ask.when(name, watched and not blank(household.monitored_kind))
            for name in ("监测对象类别", "识别时间", "风险是否已消除")
        },
        "致贫返贫风险": risks(household, watched, lacks),
        "脱贫年度": ask.when("脱贫年度", lifted),
        "主要致贫原因": ask.when("主要致贫原因", lifted or watched),
        "其他致贫原因": household.other_causes or NOT_APPLICABLE,
        **{
            name: ask.always(name)
            for name in ("是否易地搬迁户", "享受低保", "享受特困", "耕地面积", "林地面积")
        },
        "是否党员户": _yes_no(traits.party_household(household, view)) or ask.always("是否党员户"),
    }


class _Asker:
    """Asks one household for values, always or only where the field concerns it."""

    def __init__(self, household: Household, lacks: Lacks) -> None:
        self.household = household
        self.lacks = lacks

    def always(self, column: str) -> object:
        return self.lacks.value(self.household, column, FACTS)

    def when(self, column: str, concerned: bool) -> object:
        return self.always(column) if concerned else NOT_APPLICABLE


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "是" if answer else "否"


def risks(household: Household, watched: bool, lacks: Lacks) -> str | None:
    """Return the risks of a monitored household, joined; a dash for any other."""
    found = [
        risk for number in range(1, 6) if not blank(risk := getattr(household, f"risk_{number}"))
    ]
    if found:
        return "、".join(found)
    if not watched or blank(household.monitored_kind):
        return NOT_APPLICABLE
    lacks.note("致贫返贫风险1", FACTS, household.at)
    return None


def householder(household: Household, ledger: Ledger) -> Person | None:
    """Return the householder among the members, None when nobody can be told to be it."""
    people = ledger.persons_of(household.id)
    heads = [one for one in people if one.relation == "户主"]
    if not heads:
        heads = [one for one in people if same_name(one.name, household.householder)]
    return heads[0] if len(heads) == 1 else None


def householder_id(household: Household, ledger: Ledger, lacks: Lacks) -> str | None:
    """Return the householder's whole ID; templates and pages mask it."""
    person = householder(household, ledger)
    if person is None or not person.id_number:
        lacks.note("证件号码", FACTS, person.at if person else None)
        return None
    return person.id_number


def labour_count(household: Household, view: View, lacks: Lacks) -> int | None:
    """Return how many members can work fully (普通、技能劳动力), None when one is unknown."""
    count = traits.count_of(household, view, traits.labourer)
    if count is None:
        lacks.note("劳动力人数", FACTS)
    return count


# --- members


def members(household: Household, view: View, lacks: Lacks) -> list[Context]:
    """Return a row for each member."""
    people = view.ledger.persons_of(household.id)
    if not people:
        lacks.note("家庭成员", MEMBERS)
    return [_member(number, person, view, lacks) for number, person in enumerate(people, start=1)]


def _member(number: int, person: Person, view: View, lacks: Lacks) -> Context:
    place = f"{MEMBERS}（{person.name or f'第{number}人'}）"
    years = traits.age(person, view)
    if years is None:
        lacks.note("出生日期", place, person.at)
    return {
        "序号": number,
        **{
            name: lacks.value(person, name, place)
            for name in ("姓名", "性别", "健康状况", "劳动技能")
        },
        "关系": lacks.value(person, "与户主关系", place),
        "年龄": years,
        "在校或务工": joined([schooling(person, place, lacks), work(person)], "；"),
    }


def size_note(household: Household, ledger: Ledger) -> str:
    """Return a warning when 家庭人口 is not the number of members in the ledger."""
    count = len(ledger.persons_of(household.id))
    if not count or household.size is None or household.size == count:
        return ""
    return f"家庭成员表登记{count}人，与户信息中的家庭人口{household.size}人不一致，请核对。"


def schooling(person: Person, place: str, lacks: Lacks) -> str:
    """Return the school of a pupil, the education of anybody else."""
    if person.schooling and person.schooling not in traits.AT_SCHOOL_NOT:
        return joined([person.schooling, person.school], "，")
    if person.education:
        return person.education
    return person.schooling or lacks.mark("文化程度", place, person.at)


def work(person: Person) -> str:
    """Return where and how long somebody works; nothing where nothing is registered."""
    if person.work_months is not None and person.work_months <= 0:
        return post(person)
    if not person.work_months and is_yes(person.working) is not True:
        return post(person)
    length = f"{number_text(person.work_months)}个月" if person.work_months else ""
    wage = f"月收入{yuan_text(person.work_wage)}元" if person.work_wage else ""
    where = joined([person.work_region, person.work_place, person.employer], " ")
    return joined([f"务工（{joined([where, length, wage])}）", post(person)], "；")


def post(person: Person) -> str:
    """Return the public post somebody holds."""
    return "" if blank(person.public_post) else f"公益岗：{person.public_post}"


# --- income

PARTS = ("工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入")
TRANSFERS = ("低保金", "特困金", "养老金", "生态补偿金")
TOLERANCE = Decimal(1)  # yuan a head: the ledger rounds


def income(household: Household, view: View, lacks: Lacks) -> Context:
    """Return the four incomes, costs, income a head, last year's and what follows from them."""
    said = {name: lacks.value(household, name, INCOME) for name in PARTS}
    now = lacks.value(household, "人均纯收入", INCOME)
    before = lacks.value(household, "上年人均纯收入", INCOME)
    notes = [
        transfers(household),
        computed_note(household),
        line_note(household, view),
        gain_note(household, view.ledger),
    ]
    return {
        **said,
        "人均纯收入": now,
        "上年人均纯收入": before,
        "人均增长": growth(household.income_per_head, household.last_income_per_head),
        "人均变化": change_text(household.income_per_head, household.last_income_per_head),
        "纯收入": net_income(household),
        "收入说明": [note for note in notes if note],
    }


def net_income(household: Household) -> Decimal | str:
    """Return 四项收入 minus 生产经营性支出 in yuan; a mark when one of them is missing."""
    net = computed_net(household)
    return net if net is not None else f"{missing('四项收入或支出')}，不能计算"


def computed_net(household: Household) -> Decimal | None:
    earned = (
        household.wages,
        household.business_income,
        household.property_income,
        household.transfer_income,
    )
    if household.business_costs is None or any(amount is None for amount in earned):
        return None
    return sum((amount for amount in earned if amount), Decimal(0)) - household.business_costs


def growth(now: Decimal | None, before: Decimal | None) -> Decimal | str:
    """Return the growth in percent; a dash when it cannot be computed."""
    if now is None or not before or before < 0:
        return NOT_APPLICABLE
    return rounded((now - before) * 100 / before, 2)


def change_text(now: Decimal | None, before: Decimal | None) -> str:
    """Return how income a head moved against last year, in words."""
    if now is None or before is None:
        return f"{missing('人均纯收入' if now is None else '上年人均纯收入')}，不能比较"
    if now == before:
        return "与上年持平"
    word = "增加" if now > before else "减少"
    rate = growth(now, before)
    percent = f"（{number_text(abs(rate))}%）" if isinstance(rate, Decimal) else ""
    return f"比上年{word}{yuan_text(abs(now - before))}元{percent}"


def transfers(household: Household) -> str:
    """Return what the transfer income holds, as far as the ledger says."""
    names = dict(
        zip(
            TRANSFERS,
            (
                household.allowance,
                household.destitute_support,
                household.pension,
                household.ecology_subsidy,
            ),
            strict=True,
        )
    )
    said = [f"{name}{yuan_text(amount)}元" for name, amount in names.items() if amount]
    return f"转移性收入中：{'，'.join(said)}。" if said else ""


def computed_note(household: Household) -> str:
    """Return a warning when income a head does not follow from the parts and the size."""
    net, now, size = computed_net(household), household.income_per_head, household.size
    if net is None or now is None or not size:
        return ""
    computed = rounded(net / size, 2)
    if abs(computed - now) <= TOLERANCE:
        return ""
    return (
        f"按四项收入减生产经营性支出、除以家庭人口{size}人计算，人均为{yuan_text(computed)}元，"
        f"与台账的{yuan_text(now)}元不一致，请核对。"
    )


def line_note(household: Household, view: View) -> str:
    """Return how income a head stands to this year's monitoring line, if a line is set."""
    year = view.as_of.year
    line, now = view.line(year), household.income_per_head
    if line is None or now is None:
        return ""
    word = "低于" if now < line else "不低于"
    return f"人均纯收入{word}{year}年防返贫监测线（{yuan_text(line)}元）。"


def gain_note(household: Household, ledger: Ledger) -> str:
    """Return the sum of what the measures are expected to bring, as far as they say."""
    gains = [one.expected_gain for one in ledger.measures_of(household.id) if one.expected_gain]
    if not gains:
        return ""
    total = sum(gains, Decimal(0))
    return f"本计划措施预期增收合计{yuan_text(total)}元（台账中填有预期增收的{len(gains)}项措施）。"


# --- wishes


def wishes(household: Household, ledger: Ledger, lacks: Lacks) -> Context:
    """Return the wishes as the ledger has them, and what the household ordered (点单)."""
    return {
        "需求与意愿": lacks.value(household, "需求与意愿", WISHES),
        "点单": orders(household, ledger),
    }


def orders(household: Household, ledger: Ledger) -> list[str]:
    """Return a line for each service the household ordered, with who claimed it."""
    names = {entry.get("项目编号"): entry.get("名称") for entry in ledger.register("服务项目")}
    lines = []
    for order in ledger.register("点单"):
        if order.household == household.id:
            item = order.get("项目编号")
            lines.append(f"{names.get(item) or item}{_claimed(household, item, ledger)}")
    return lines


def _claimed(household: Household, item: object, ledger: Ledger) -> str:
    claims = [
        joined([str(entry.get("接单人") or ""), str(entry.get("状态") or "")], " ")
        for entry in ledger.register("接单记录")
        if entry.household == household.id and entry.get("项目编号") == item
    ]
    return f"（接单：{'；'.join(claims)}）" if claims else "（尚无接单记录）"


# --- measures


def measures(household: Household, view: View, lacks: Lacks) -> Context:
    """Return a row for each measure the office has entered, and a word when there is none."""
    found = view.ledger.measures_of(household.id)
    expected = is_aided(household, view)
    if not found and expected:
        lacks.note("帮扶措施", MEASURES)
    none = missing("帮扶措施") if expected else "台账中没有本户的帮扶措施。"
    return {
        "措施": [_measure(no, one, view.ledger, lacks) for no, one in enumerate(found, start=1)],
        "无措施": "" if found else none,
    }


def _measure(number: int, measure: Measure, ledger: Ledger, lacks: Lacks) -> Context:
    place = f"{MEASURES}（第{number}项）"
    names = ("类别", "措施内容", "责任单位", "责任人", "完成时限", "状态")
    row: Context = {name: lacks.value(measure, name, place) for name in names}
    whom = f"（{measure.person}）" if measure.person else ""
    return {
        **row,
        "序号": number,
        "措施内容": f"{row['措施内容']}{whom}" if row["措施内容"] else None,
        "政策依据": policy_name(measure.policy, ledger),
        "金额": measure.amount if measure.amount is not None else NOT_APPLICABLE,
        "预期增收": measure.expected_gain if measure.expected_gain is not None else NOT_APPLICABLE,
        "落实情况": _progress(measure),
        "佐证材料": measure.evidence or NOT_APPLICABLE,
    }


def policy_name(key: str | None, ledger: Ledger) -> str:
    """Return the name of a policy, the number itself when the ledger has no such policy."""
    if not key:
        return NOT_APPLICABLE
    policy = ledger.policy(key)
    return policy.name if policy is not None and policy.name else key


def _progress(measure: Measure) -> str | None:
    done = f"{short_date(measure.done_on)}完成" if measure.done_on else ""
    return joined([measure.state, done]) or None


def visit_duty(view: View) -> str:
    """Return how often a helper has to visit, as the settings say; nothing when not set."""
    times = view.settings.duties.get("helper_visits_per_quarter")
    return f"每季度入户不少于{times}次" if times else ""
