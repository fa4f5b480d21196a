"""服务发展清单: what a household ordered, who claimed it, measures, work, training, money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks, joined
from docgen.documents.plan_context import work
from docgen.facts.view import View
from docgen.facts.words import words_of
from docgen.model import Benefit, Entry, Household, Ledger, Measure, Value
from docgen.word.filters import short_date
from docgen.words import number_text, yuan_text

PLACE = "服务发展清单"
# Measures that earn something (domain 6.1: 产业、就业、金融、公益岗位).
DEVELOPMENT = ("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶")
TRAINING = "培训"
REGISTERS = ("点单", "接单记录", "产业奖补", "分红明细")
By = Mapping[str, Mapping[str, Sequence[Entry]]]


@dataclass(frozen=True, slots=True)
class Registers:
    """Rows of registers by household, and the services by their number: looked up once a job."""

    rows: By
    services: Mapping[str, Entry]

    def of(self, name: str, household: Household) -> Sequence[Entry]:
        """Return a household's rows of a register."""
        return self.rows[name].get(household.id, ())


def registers_of(ledger: Ledger) -> Registers:
    """Return the registers that a bag speaks of."""
    rows: dict[str, dict[str, list[Entry]]] = {name: {} for name in REGISTERS}
    for name, found in rows.items():
        for entry in ledger.register(name):
            found.setdefault(entry.household or "", []).append(entry)
    services = {text(one, "项目编号"): one for one in ledger.register("服务项目")}
    return Registers(rows, services)


def text(entry: Entry | None, column: str) -> str:
    """Return a register's value in words, empty where it has none."""
    value = entry.get(column) if entry is not None else None
    return "" if value is None else words_for(value)


def words_for(value: Value) -> str:
    """Return a date, an amount or a text in words."""
    if isinstance(value, Decimal):
        return number_text(value)
    return short_date(value) if isinstance(value, date) else str(value)


def services(household: Household, view: View, registers: Registers, lacks: Lacks) -> Context:
    """Return the five tables of the list and a sentence for each that is empty."""
    ledger = view.ledger
    own = sorted(ledger.measures_of(household.id), key=_when)
    training = [one for one in own if TRAINING in (one.content or "")]
    earning = [
        one for one in own if one not in training and set(words_of(one.kind)) & set(DEVELOPMENT)
    ]
    tables = {
        "点单": _orders(household, registers),
        "发展": [_measure(one, lacks) for one in earning],
        "务工": _workers(household, ledger),
        "培训": [_measure(one, lacks) for one in training],
        "收益": _earnings(household, registers),
    }
    return {
        **{
            name: [{"序号": number, **row} for number, row in enumerate(rows, start=1)]
            for name, rows in tables.items()
        },
        **{f"无{name}": _none(name, rows, ledger) for name, rows in tables.items()},
    }


EMPTY: Mapping[str, tuple[Callable[[Ledger], bool], str, str]] = {
    "点单": (lambda led: led.has("点单"), "没有本户的点单记录。", "台账中没有点单表。"),
    "发展": (lambda led: led.has("帮扶措施"), "没有本户的发展措施。", "台账中没有帮扶措施表。"),
    "务工": (
        lambda led: led.has("家庭成员"),
        "没有登记务工或公益岗位。",
        "台账中没有家庭成员表。",
    ),
    "培训": (lambda led: led.has("帮扶措施"), "没有登记培训。", "台账中没有帮扶措施表。"),
    "收益": (
        lambda led: led.has("产业奖补") or led.has("分红明细"),
        "没有登记产业奖补和分红。",
        "台账中没有产业奖补和分红明细表。",
    ),
}


def _none(name: str, rows: Sequence[Context], ledger: Ledger) -> str:
    """Return why a table is empty: nothing registered, or no such sheet at all."""
    has, nothing, no_sheet = EMPTY[name]
    return "" if rows else nothing if has(ledger) else no_sheet


def _when(measure: Measure) -> tuple[str, str, str]:
    """Order by deadline, the open ones last, whatever the order of the rows."""
    day = measure.deadline.isoformat() if measure.deadline else "9999"
    return (day, measure.kind or "", measure.content or "")


def _orders(household: Household, registers: Registers) -> list[Context]:
    claims: dict[str, list[Entry]] = {}
    for claim in registers.of("接单记录", household):
        claims.setdefault(text(claim, "项目编号"), []).append(claim)
    rows = []
    for order in sorted(registers.of("点单", household), key=_order_key):
        item = text(order, "项目编号")
        service = registers.services.get(item)
        rows.append(
            {
                "项目": text(service, "名称") or item,
                "内容": joined([text(service, "内容"), text(service, "标准")], "；"),
                "数量": text(order, "数量") or NOT_APPLICABLE,
                "日期": text(order, "点单日期") or NOT_APPLICABLE,
                "接单": joined([_claim(one) for one in claims.get(item, ())], "；")
                or "尚无接单记录",
            }
        )
    return rows


def _order_key(order: Entry) -> tuple[str, str, str]:
    day = order.get("点单日期")
    known = "" if day is None else str(day)
    return (known or "9999", text(order, "项目编号"), text(order, "数量"))


def _claim(claim: Entry) -> str:
    """Return who claimed an order, how, how far it is and what the household says of it."""
    names = ("接单人", "方式", "状态")
    done = text(claim, "完成日期")
    opinion = text(claim, "群众评价")
    parts = [text(claim, name) for name in names]
    parts += [f"{done}完成" if done else "", f"评价：{opinion}" if opinion else ""]
    return joined(parts)


def _measure(measure: Measure, lacks: Lacks) -> Context:
    place = f"{PLACE}（{measure.kind or '措施'}）"
    return measure_row(measure, place, lacks, kind=True)


def measure_row(measure: Measure, place: str, lacks: Lacks, *, kind: bool = False) -> Context:
    """Return a measure as both lists print it; ``kind`` names what kind of measure it is."""
    content = measure.content or lacks.mark("措施内容", place, measure.at)
    whom = f"（{measure.person}）" if measure.person else ""
    before = f"{measure.kind or lacks.mark('类别', place, measure.at)}：" if kind else ""
    done = short_date(measure.done_on) if measure.done_on else ""
    return {
        "措施内容": f"{before}{content}{whom}",
        "金额": money(measure.amount),
        "责任人": joined([measure.unit, measure.responsible], " ")
        or lacks.mark("责任人", place, measure.at),
        "完成时限": short_day(measure, "完成时限", place, lacks),
        "进展": joined([measure.state, done], " ") or lacks.mark("状态", place, measure.at),
    }


def short_day(record: Measure | Benefit, column: str, place: str, lacks: Lacks) -> str | None:
    """Return a day as it fits a narrow column (2026.6.30); None with a note when it is missing."""
    value = lacks.value(record, column, place)
    return short_date(value) if isinstance(value, date) else None


def money(amount: Decimal | None) -> str:
    """Return yuan in words, a dash where a measure has no amount."""
    return NOT_APPLICABLE if amount is None else yuan_text(amount)


def _workers(household: Household, ledger: Ledger) -> list[Context]:
    return [
        {"姓名": person.name, "情况": found}
        for person in ledger.persons_of(household.id)
        if (found := work(person))
    ]


def _earnings(household: Household, registers: Registers) -> list[Context]:
    rows = [
        *(_earning("产业奖补", one, "品种") for one in registers.of("产业奖补", household)),
        *(_earning("分红", one, "协议编号") for one in registers.of("分红明细", household)),
    ]
    return sorted(rows, key=lambda row: (row["年度"], row["项目"], row["日期"]))


def _earning(kind: str, entry: Entry, what: str) -> Context:
    due, paid = ("应补", "实补") if kind == "产业奖补" else ("应分", "实分")
    return {
        "项目": f"{kind}（{text(entry, what)}）",
        "年度": text(entry, "年度"),
        "应得": _amount(entry, due),
        "实得": _amount(entry, paid),
        "日期": text(entry, "发放日期") or NOT_APPLICABLE,
    }


def _amount(entry: Entry, column: str) -> str:
    value = entry.get(column)
    return money(Decimal(str(value))) if isinstance(value, (Decimal, int)) else NOT_APPLICABLE
