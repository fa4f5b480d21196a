"""At which cells of the ledger a fact waits that a condition asked for and nobody has written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.facts.traits import TRAITS
from docgen.facts.vocabulary import RISKS
from docgen.model import Household, Ledger, Person, columns_of, value_of
from docgen.sources import At

# A word of a trait's name → the column that tells it; the first word that fits counts.
_TOLD_BY: tuple[tuple[str, str], ...] = (
    ("义务教育年龄", "出生日期"),
    ("义务教育", "在校生状况"),
    ("学前", "在校生状况"),
    ("高中", "在校生状况"),
    ("高职", "在校生状况"),
    ("中职", "在校生状况"),
    ("大学", "在校生状况"),
    ("在校", "在校生状况"),
    ("重度残疾", "残疾等级"),
    ("残疾", "健康状况"),
    ("大病", "健康状况"),
    ("慢性病", "健康状况"),
    ("外出务工", "务工区域"),
    ("县外务工", "务工区域"),
    ("县内务工", "务工区域"),
    ("务工", "务工时间"),
    ("劳动年龄", "出生日期"),
    ("劳动力", "劳动技能"),
    ("公益岗", "公益性岗位"),
    ("老年", "出生日期"),
    ("高龄", "出生日期"),
    ("未成年", "出生日期"),
    ("年龄", "出生日期"),
    ("医保", "城乡居民医保"),
    ("党员", "政治面貌"),
    ("户主", "与户主关系"),
    ("未消除", "风险是否已消除"),
    ("已消除", "风险是否已消除"),
    ("监测线", "人均纯收入"),
    ("监测", "监测对象类别"),
    ("困难户", "监测对象类别"),
    ("不稳定户", "监测对象类别"),
    ("致贫户", "监测对象类别"),
    ("低保", "享受低保"),
    ("特困", "享受特困"),
    ("搬迁", "是否易地搬迁户"),
    ("危房", "是否危房户"),
    ("贷款", "小额信贷余额"),
    ("脱贫户", "户类型"),
    ("一般农户", "户类型"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact waits: the column, the row; ``at`` None where the ledger has no such row.

    ``there`` tells whether the sheet has the column at all.
    """

    column: str
    at: At | None
    there: bool


def places(name: str, household: Household, person: str, ledger: Ledger) -> tuple[Place, ...]:
    """Return the cells to fill so that the fact ``name`` is known of this household or person."""
    column = column_of(name)
    if column in columns_of(Household) and column not in _PERSONAL:
        return (_place(household, column),)
    people = [
        one for one in ledger.persons_of(household.id) if not person or person in (one.name, one.id)
    ]
    waiting = [one for one in people if value_of(one, column) is None] or people
    return tuple(_place(one, column) for one in waiting) or (Place(column, None, False),)


def column_of(name: str) -> str:
    """Return the column that tells a trait, or the name itself where it is a column."""
    if name == RISKS:
        return f"{RISKS}1"
    if name not in TRAITS:
        return name
    return next((column for word, column in _TOLD_BY if word in name), name)


_PERSONAL = frozenset(columns_of(Person)) - frozenset(("联系电话", "户", "行政村"))


def _place(record: Household | Person, column: str) -> Place:
    return Place(column, record.at, record.at is not None and record.at.has(column))


def told(place: Place) -> str:
    """Return ``家庭成员 F12 出生日期``, or that the sheet has no such column."""
    if place.at is None:
        return f"家庭成员表没有这一户的人（缺“{place.column}”）"
    if not place.there:
        return f"{place.at.sheet}表没有“{place.column}”列"
    return f"{place.at.sheet} {place.at.cell(place.column)} {place.column}"


def cells(found: tuple[Place, ...]) -> Iterator[str]:
    """Yield the places in words, none twice."""
    yield from dict.fromkeys(told(place) for place in found)
