"""The counts of 检查结果.xlsx: by kind of finding, village group, helper and household."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from docgen import sheets
from docgen.cli.checked import Checked
from docgen.findings import LONG_NUMBER, Finding, Severity
from docgen.model import Household, Ledger
from docgen.words import mask_text

NOBODY = "（不属于哪一户）"
NO_GROUP = "（没有写村民小组）"
NO_HELPER = "（没有帮扶责任人）"
READING = "读取"
LEVELS = tuple(reversed(Severity))
COUNTED = tuple(sheets.Column(level.value, "int") for level in LEVELS)
TOTAL = sheets.Column("合计", "int")
Key = tuple[str, ...]


def books(checked: Checked, as_of: date) -> list[sheets.Sheet]:
    """The sheets of counts; ``as_of`` says which helpers still serve."""
    return [
        by_kind(checked.findings),
        by_group(checked),
        by_helper(checked, as_of),
        by_household(checked),
    ]


def by_kind(findings: Sequence[Finding]) -> sheets.Sheet:
    """One row a code, by the group of its rule."""
    from docgen.cli.explain import meanings
    from docgen.rules.registry import texts

    known, grouped = meanings(), texts()

    def kind(code: str) -> Key:
        group = grouped[code].group if code in grouped else READING
        return group, code, known[code].meaning if code in known else ""

    order = {code: place for place, code in enumerate(grouped)}
    keyed = [(kind(one.code), one) for one in findings]
    rows = sorted(counted(keyed), key=lambda row: (order.get(str(row[1]), -1), str(row[1])))
    columns = ("类别", "编号", "检查的是什么")
    return table("按问题类别", "各类问题数", columns, rows)


def by_group(checked: Checked) -> sheets.Sheet:
    """One row a 村民小组 of each village, in the order of the ledger."""
    from docgen.ledger.households import group_key, village_key

    homes = homes_of(checked.ledger)
    spelled: dict[Key, Key] = {}
    for home in checked.ledger.households:
        key = village_key(home.village or ""), group_key(home.group or "")
        spelled.setdefault(key, (home.village or "", home.group or NO_GROUP))
    names = {
        home.id: spelled[village_key(home.village or ""), group_key(home.group or "")]
        for home in checked.ledger.households
    }
    keyed = [
        (names[one.household] if one.household in homes else ("", NOBODY), one)
        for one in checked.findings
    ]
    rows = in_order_of(counted(keyed), spelled.values())
    return table("按村民小组", "各村民小组问题数", ("行政村", "村民小组"), rows)


def by_helper(checked: Checked, as_of: date) -> sheets.Sheet:
    """One row a 帮扶责任人; a finding of a household with several of them counts for each."""
    serving: dict[str, dict[Key, None]] = {}
    for helper in checked.ledger.helpers:
        if helper.name and (helper.until is None or helper.until >= as_of):
            own = serving.setdefault(helper.household, {})
            own.setdefault((helper.name, helper.unit or ""), None)
    homes = homes_of(checked.ledger)
    keyed = []
    for one in checked.findings:
        none: Key = (NO_HELPER if one.household in homes else NOBODY, "")
        keyed += [(key, one) for key in serving.get(one.household) or {none: None}]
    everybody = (key for own in serving.values() for key in own)
    rows = in_order_of(counted(keyed), everybody)
    note = "一户有几名帮扶责任人的，问题在每人名下都计一次，各行相加可能多于问题总数。"
    return table("按帮扶责任人", "各帮扶责任人名下问题数", ("帮扶责任人", "单位"), rows, note)


def by_household(checked: Checked) -> sheets.Sheet:
    """One row a household that has findings, the most first."""
    homes = homes_of(checked.ledger)

    def home_key(key: str) -> Key:
        home = homes.get(key)
        if home is None:
            return "", masked_key(key) or NOBODY, ""
        return home.group or "", masked_key(key), home.householder or ""

    rows = counted([(home_key(one.household), one) for one in checked.findings])
    rows.sort(key=lambda row: (row[1] == NOBODY, -int(str(row[-1])), str(row[1])))
    return table("按户", "各户问题数", ("村民小组", "户编号", "户主姓名"), rows)


def homes_of(ledger: Ledger) -> dict[str, Household]:
    """The households by number; of two with one number the first."""
    return {home.id: home for home in reversed(ledger.households)}


def masked_key(key: str) -> str:
    """The number of a household; where an ID serves as such, it is masked."""
    return mask_text(key, LONG_NUMBER.findall(key))


def counted(keyed: Iterable[tuple[Key, Finding]]) -> list[list[object]]:
    """One row a key: its words, how many findings of each severity, and their sum."""
    found: dict[Key, dict[Severity, int]] = {}
    for key, one in keyed:
        own = found.setdefault(key, dict.fromkeys(LEVELS, 0))
        own[one.severity] += 1
    return [[*key, *own.values(), sum(own.values())] for key, own in found.items()]


def in_order_of(rows: list[list[object]], keys: Iterable[Key]) -> list[list[object]]:
    """The rows in the order of the ledger; what belongs to none of its keys comes last."""
    place = {key: number for number, key in enumerate(dict.fromkeys(keys))}

    def order(row: list[object]) -> tuple[int, tuple[str, ...]]:
        words = tuple(str(cell) for cell in row[: -len(LEVELS) - 1])
        return place.get(words, len(place)), words

    return sorted(rows, key=order)


def table(
    name: str, title: str, heads: Sequence[str], rows: list[list[object]], note: str = ""
) -> sheets.Sheet:
    """A sheet of counts; a severity that is there stands in its colour."""
    columns = [sheets.Column(head, "wrap" if head == "检查的是什么" else "text") for head in heads]
    marked = [coloured(row) for row in rows]
    notes = [note] if note else []
    return sheets.Sheet(name, [*columns, *COUNTED, TOTAL], marked, title=title, notes=notes)


def coloured(row: list[object]) -> list[object]:
    """The row with its counts of 严重, 错误 and 警告 marked where there are any."""
    first = len(row) - len(LEVELS) - 1
    marks: dict[int, sheets.Mark] = {first: "error", first + 1: "error", first + 2: "warning"}
    return [
        sheets.Marked(cell, marks[place]) if place in marks and cell else cell
        for place, cell in enumerate(row)
    ]
