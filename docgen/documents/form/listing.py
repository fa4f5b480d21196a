"""Lists in a form: which sheet of the ledger they are drawn from, column by column, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from docgen.documents.form.groups import limited, says_who, strangers
from docgen.documents.form.heads import over
from docgen.documents.form.layout import ListTable, Segment, empty_rows
from docgen.documents.form.sheetgrid import Grid
from docgen.documents.form.vocabulary import (
    KINDS_OF_TITLES,
    PERSONS,
    either,
    is_by_hand,
    known_in,
    tables,
    unit_of,
)
from docgen.facts.conditions import Condition, Truth, parse, truth
from docgen.facts.lookup import lookup_for
from docgen.folder import Settings
from docgen.ledger.schema import plain, sheets
from docgen.ledger.spelling import lookup
from docgen.model import (
    LISTS,
    Entry,
    Household,
    Ledger,
    Person,
    Record,
    Value,
    value_of,
)
from docgen.sources import At
from docgen.words import number_text

NAMING = frozenset(
    [
        *("户编号", "户主姓名", "户主证件号码", "姓名", "证件号码", "人编号"),
        *("项目编号", "名称", "问题编号", "政策编号", "借款人", "电站"),
    ]
)
"""A list names what its rows are: without such a column a table is none."""
HOUSEHOLD_SHEET, PERSON_SHEET = "户信息", "家庭成员"
OF_PEOPLE = (HOUSEHOLD_SHEET, PERSON_SHEET)
SERIAL = "序号"
HOUSEHOLDER = "户主"
LEAST_COLUMNS = 2
LEAST_SHARE = Decimal("0.6")
"""A list most of whose columns the ledger does not know is of something else."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list of a form and where it is drawn from.

    ``columns`` leads from the form's column to the official name; an empty name is left open.
    ``money`` is the unit of amounts under heads that say none; ``doubt`` says why no row is taken
    while no condition is given.
    """

    table: ListTable
    sheet: str
    columns: Mapping[int, str]
    condition: str = ""
    confidence: float = 0.0
    money: str = ""
    doubt: str = ""


def list_tables(
    grid: Grid, segments: Iterable[Segment], title: str
) -> list[tuple[ListTable, Drawn]]:
    """Return the tables of a sheet that wait for rows, with the sheet that fits them best."""
    found = []
    for segment in segments:
        rows = empty_rows(grid, segment)
        heads = {
            column: " ".join(over(grid, segment, column))
            for column in range(segment.left, segment.right + 1)
            if over(grid, segment, column)
        }
        if not rows or not heads:
            continue
        drawn = _best(grid, heads, rows, title)
        if drawn is not None:
            found.append((drawn.table, drawn))
    return found


def _best(grid: Grid, heads: Mapping[int, str], rows: Sequence[int], title: str) -> Drawn | None:
    """The sheet that knows most of the heads; a title of households or persons wants those."""
    serial = next((c for c, head in heads.items() if plain(head) in ("序号", "编号", "序")), None)
    table = ListTable(grid.name, tuple(sorted(heads.items())), rows[0], rows[-1], serial)
    found = []
    for order, sheet in enumerate(sheets()):
        columns = _columns(sheet, heads, serial)
        share = _share(columns, heads, serial)
        if share >= LEAST_SHARE and NAMING & set(columns.values()):
            wanted = sheet in OF_PEOPLE and bool(condition_of(title, sheet))
            found.append(((wanted, *_score(columns, sheet)), -order, sheet, columns, share))
    if not found:
        return None
    *_, sheet, columns, share = max(found, key=lambda one: one[:2])
    doubt = doubt_of(title, sheet)
    condition = "" if doubt else condition_of(title, sheet)
    return Drawn(table, sheet, columns, condition, float(round(share, 2)), doubt=doubt)


def _share(columns: Mapping[int, str], heads: Mapping[int, str], serial: int | None) -> Decimal:
    """How many of the heads a sheet knows; 0 for fewer than a list has."""
    named = [name for name in columns.values() if name]
    asked = [head for c, head in heads.items() if c != serial and not is_by_hand(_leaf(head))]
    share = min(Decimal(len(named)) / (len(asked) or 1), Decimal(1))
    return share if len(named) >= LEAST_COLUMNS else Decimal(0)


def _score(columns: Mapping[int, str], sheet: str) -> tuple[int, bool, int]:
    """Most columns of its own first; of equal sheets the one whose own naming column is asked."""
    own = [name for name in columns.values() if name in sheets()[sheet].columns]
    told = len([name for name in columns.values() if name])
    return (told, bool(NAMING & set(own)), len(own))


def _columns(sheet: str, heads: Mapping[int, str], serial: int | None) -> dict[int, str]:
    """The official column under each head: of the sheet, else of the row's household."""
    return {column: _column(sheet, head) for column, head in heads.items() if column != serial}


def _column(sheet: str, head: str) -> str:
    leaf = _leaf(head)
    if is_by_hand(leaf):
        return ""
    made: dict[str, str] = {
        plain(word): name for name, words in tables()["made"].items() for word in (name, *words)
    }
    for text in dict.fromkeys((head.replace(" ", ""), leaf, _unowned(leaf))):
        meanings = lookup(text)
        for wanted in _sheets_behind(sheet):
            ranked = sorted((rank, name) for of, name, rank in meanings if of == wanted)
            if ranked:
                return ranked[0][1]
        if plain(text) in made and made[plain(text)] != SERIAL:
            return made[plain(text)]
    return ""


def _leaf(head: str) -> str:
    """The innermost of the heads over a column."""
    return head.split(" ")[-1]


def _unowned(head: str) -> str:
    """学生姓名 → 姓名: whose it is, the list says."""
    return next((head.removeprefix(one) for one in tables()["whose"] if head.startswith(one)), head)


def _sheets_behind(sheet: str) -> tuple[str, ...]:
    """Its own columns, then those of the row's household; of a household, of its householder."""
    if sheet == HOUSEHOLD_SHEET:
        return (sheet, PERSON_SHEET)
    return (sheet, HOUSEHOLD_SHEET) if sheets()[sheet].household else (sheet,)


def condition_of(title: str, sheet: str) -> str:
    """The condition that a title puts on households or persons: 残疾人花名册 → 残疾人.

    The rows of a register are asked of which kind their household is.
    """
    if not (sheet in OF_PEOPLE or sheets()[sheet].household):
        return ""
    words, kinds = [], []
    for known in known_in([title]):
        if known.condition in KINDS_OF_TITLES:
            kinds.append(known.condition)
        elif sheet not in OF_PEOPLE or not says_who(known, title):
            continue
        elif sheet == HOUSEHOLD_SHEET and known.of == PERSONS:
            words.append(known.kin)
        else:
            words.append(known.condition)
    return " 且 ".join(dict.fromkeys(word for word in (*either(kinds), *words) if word))


def doubt_of(title: str, sheet: str) -> str:
    """Why no row is taken: the title names a group that the ledger does not know."""
    if not (sheet in OF_PEOPLE or sheets()[sheet].household):
        return ""
    named = "、".join(strangers(title, every=sheet in OF_PEOPLE))
    if named:
        return f"标题说的“{named}”，台账里没有这一类，一行也没有列"
    out = limited(title)
    if out:
        return f"标题里有“{out}”，看不出列哪些、不列哪些，一行也没有列"
    return _not_asked(title) if sheet == HOUSEHOLD_SHEET else ""


def _not_asked(title: str) -> str:
    """Why households cannot be chosen by a title of persons: 省外务工 may be two members."""
    of_persons = [one for one in known_in([title]) if one.of == PERSONS and says_who(one, title)]
    if len(of_persons) > 1 or not all(one.kin for one in of_persons):
        words = "、".join(one.word for one in of_persons)
        return f"标题说的“{words}”是人，看不出列哪些户，一行也没有列"
    return ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its values by column of the form, and where they come from."""

    values: Mapping[int, str | Decimal | int]
    lacking: tuple[str, ...]
    at: At | None


def rows_of(drawn: Drawn, ledger: Ledger, settings: Settings) -> tuple[list[Row], int]:
    """Return the rows of a list in the ledger's order, and how many cannot be decided."""
    if drawn.doubt and not drawn.condition:
        return [], 0
    condition = parse(drawn.condition) if drawn.condition else None
    found, unknown = [], 0
    heads = dict(drawn.table.heads)
    for record in _records(drawn.sheet, ledger):
        verdict = _belongs(record, condition, ledger, settings)
        unknown += verdict is Truth.UNKNOWN
        if verdict is Truth.YES:
            found.append(_row(record, drawn, heads, ledger, settings))
    return found, unknown


def _records(sheet: str, ledger: Ledger) -> Sequence[Record | Entry]:
    if sheet not in LISTS:
        return ledger.register(sheet)
    records: Sequence[Record] = getattr(ledger, LISTS[sheet])
    if sheet != HOUSEHOLD_SHEET:
        return records
    once: dict[str, Household] = {}
    for household in ledger.households:
        once.setdefault(household.id, household)
    return list(once.values())


def _belongs(
    record: Record | Entry, condition: Condition | None, ledger: Ledger, settings: Settings
) -> Truth:
    if condition is None:
        return Truth.YES
    household = _household(record, ledger)
    if household is None:
        return Truth.UNKNOWN
    person = record if isinstance(record, Person) else None
    return truth(condition, lookup_for(ledger, settings, household, person))


def _household(record: Record | Entry, ledger: Ledger) -> Household | None:
    if isinstance(record, Household):
        return record
    key = getattr(record, "household", None)
    return ledger.household(key) if key else None


def _row(
    record: Record | Entry,
    drawn: Drawn,
    heads: Mapping[int, str],
    ledger: Ledger,
    settings: Settings,
) -> Row:
    values: dict[int, str | Decimal | int] = {}
    lacking = []
    for column, name in drawn.columns.items():
        if not name:
            continue
        value = _value(record, name, ledger, settings)
        if value is None:
            lacking.append(name)
        else:
            unit = unit_of(heads[column])[0] or (drawn.money if _is_money(drawn, name) else "")
            values[column] = shown(value, unit)
    return Row(values, tuple(lacking), record.at)


def _is_money(drawn: Drawn, name: str) -> bool:
    """Whether a column holds amounts."""
    spec = (sheets()[sheet].columns.get(name) for sheet in (drawn.sheet, *OF_PEOPLE))
    return any(one is not None and one.kind == "money" for one in spec)


def _value(record: Record | Entry, name: str, ledger: Ledger, settings: Settings) -> Value | None:
    household = _household(record, ledger)
    if name == "年龄":
        return _age(record, household, ledger, settings)
    if name == "帮扶责任人" and not isinstance(record, Entry):
        return _helpers(household, ledger)
    found = value_of(record, name)
    if found is not None or household is None:
        return found
    if record is not household:
        return value_of(household, name)
    return _of_householder(household, name, ledger)


def _of_householder(household: Household, name: str, ledger: Ledger) -> Value | None:
    """What the householder's own row says: a household's ID is the householder's."""
    column = "证件号码" if name == "户主证件号码" else name
    for person in ledger.persons_of(household.id):
        if person.relation == HOUSEHOLDER:
            return value_of(person, column)
    return None


def _age(
    record: Record | Entry, household: Household | None, ledger: Ledger, settings: Settings
) -> int | None:
    if household is None:
        return None
    members = ledger.persons_of(household.id)
    person = record if isinstance(record, Person) else None
    person = person or next((one for one in members if one.relation == HOUSEHOLDER), None)
    age = lookup_for(ledger, settings, household, person)("年龄") if person else None
    return age if isinstance(age, int) else None


def _helpers(household: Household | None, ledger: Ledger) -> str | None:
    if household is None:
        return None
    names = [one.name for one in ledger.helpers_of(household.id) if one.until is None and one.name]
    return "、".join(dict.fromkeys(names)) or None


def shown(value: Value, unit: str) -> str | Decimal | int:
    """Return a value as it stands in a form: a day as 2026-06-30, yuan in 万元 where asked."""
    if isinstance(value, date):
        return value.isoformat()
    if unit == "万元" and isinstance(value, (int, Decimal)):
        return Decimal(number_text(Decimal(value) / 10_000, 4))
    return value
