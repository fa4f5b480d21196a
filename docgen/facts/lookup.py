"""Facts by name for a condition: columns and traits of a household and one of its persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from docgen.facts.comparison import NONE, NOT_APPLICABLE, UNKNOWN
from docgen.facts.conditions import Lookup
from docgen.facts.traits import (
    TRAITS,
    at_school,
    disabled,
    is_lifted,
    monitored,
    risk_removed,
    working,
)
from docgen.facts.view import View
from docgen.facts.vocabulary import RISKS
from docgen.facts.words import blank, words_of
from docgen.folder import Settings
from docgen.ledger.kinds import MONITORED
from docgen.model import Household, Ledger, Person, columns_of, value_of

# An empty cell here says that there is none (figures.csv: 监测对象类别为空 is not monitored).
_EMPTY_IS_NONE = frozenset(("监测对象类别", RISKS, "其他致贫原因", "公益性岗位"))
# An empty cell here means "does not apply" while the trait is 否.
_ONLY_IF: Mapping[str, Callable[[Person, View], bool | None]] = {
    "残疾类别": disabled,
    "残疾等级": disabled,
    "务工区域": working,
    "务工所在地": working,
    "务工企业": working,
    "务工月收入": working,
    "就读学校": at_school,
}
_HOUSEHOLD_ONLY_IF: Mapping[str, Callable[[Household, View], bool | None]] = {
    "识别时间": monitored,
    "风险是否已消除": monitored,
    "消除时间": risk_removed,
    "风险消除方式": risk_removed,
    "消除后人均纯收入": risk_removed,
}
_HOUSEHOLD_COLUMNS = columns_of(Household)
_PERSON_COLUMNS = {
    name: attribute
    for name, attribute in columns_of(Person).items()
    if name not in ("户", "行政村")
}


class Facts(dict[str, object]):
    """The facts of a household, or of one of its persons, by name; each is looked up once.

    What a household's trait says holds for its persons: they take it from ``whole``, the facts of
    their household.
    """

    __slots__ = ("household", "person", "view", "whole")

    def __init__(
        self,
        view: View,
        household: Household,
        person: Person | None = None,
        whole: Facts | None = None,
    ) -> None:
        self.view, self.household, self.person, self.whole = view, household, person, whole

    def __missing__(self, name: str) -> object:
        if self.whole is not None and not concerns_person(name):
            fact = self.whole[name]
        else:
            fact = _fact(name, self.view, self.household, self.person)
        self[name] = fact
        return fact


def lookup_for(
    ledger: Ledger,
    settings: Settings,
    household: Household,
    person: Person | None = None,
    view: View | None = None,
) -> Lookup:
    """Return the facts of a household, and of a person where one is given.

    A column of both (联系电话) is the household's unless a person is given. ``view`` may be given
    where many are asked.
    """
    return Facts(view or View(ledger, settings), household, person).__getitem__


@lru_cache(maxsize=1024)
def concerns_person(name: str) -> bool:
    """Whether a fact is one of a person alone, whatever the household is."""
    if name in TRAITS:
        return TRAITS[name].of == "人"
    return name != RISKS and name in _PERSON_COLUMNS


def fact_of_person(name: str, view: View, person: Person) -> object:
    """Return a fact that ``concerns_person``, as ``lookup_for`` does."""
    if name not in TRAITS:
        return _of_person(name, person, view)
    answer = TRAITS[name].function(person, view)
    return UNKNOWN if answer is None else answer


def own_cell(name: str) -> str:
    """Return the attribute of a person whose filled cell is the fact of this name, or nothing."""
    if name in TRAITS or name == RISKS or name in _EMPTY_IS_NONE:
        return ""
    return _PERSON_COLUMNS.get(name, "")


def _fact(name: str, view: View, household: Household, person: Person | None) -> object:
    if name in TRAITS:
        return _trait(name, view, household, person)
    if name == RISKS:
        return _risks(household, view)
    if person is not None and name in _PERSON_COLUMNS:
        return _of_person(name, person, view)
    if name in _HOUSEHOLD_COLUMNS:
        return _of_household(name, household, view)
    return UNKNOWN


def _trait(name: str, view: View, household: Household, person: Person | None) -> object:
    entry = TRAITS[name]
    owner = household if entry.of == "户" else person
    answer = None if owner is None else entry.function(owner, view)
    return UNKNOWN if answer is None else answer


def _risks(household: Household, view: View) -> object:
    risks = risks_of(household)
    if risks:
        return "、".join(risks)
    return NONE if view.has("户信息", f"{RISKS}1", household) else UNKNOWN


def risks_of(household: Household) -> tuple[str, ...]:
    """The risks 1-5 of a household, blanks left out."""
    cells = (
        household.risk_1, household.risk_2, household.risk_3, household.risk_4, household.risk_5,
    )  # fmt: skip
    return tuple(word for cell in cells for word in words_of(cell))


def _of_person(name: str, person: Person, view: View) -> object:
    value = getattr(person, _PERSON_COLUMNS[name])
    if value is not None and not (isinstance(value, str) and not value):
        return NONE if name in _EMPTY_IS_NONE and blank(str(value)) else value
    if name in _ONLY_IF and _ONLY_IF[name](person, view) is False:
        return NOT_APPLICABLE
    if name == "务工时间" and working(person, view) is False:
        return 0
    if not view.has("家庭成员", name, person):
        return UNKNOWN
    if name == "在校生状况" and person.education:
        return "非在校生"  # the national form fills either 文化程度 or 在校生状况
    return NONE if name in _EMPTY_IS_NONE else None


def _of_household(name: str, household: Household, view: View) -> object:
    value = value_of(household, name)
    if name == "户类型" and value is not None:
        return "、".join(dict.fromkeys([str(value), *_wider_kinds(household, view)]))
    if value is not None:
        return NONE if name in _EMPTY_IS_NONE and blank(str(value)) else value
    if name in _HOUSEHOLD_ONLY_IF and _HOUSEHOLD_ONLY_IF[name](household, view) is False:
        return NOT_APPLICABLE
    if not view.has("户信息", name, household):
        return UNKNOWN
    if name == "监测对象类别" and monitored(household, view) is None:
        return None
    return NONE if name in _EMPTY_IS_NONE else None


def _wider_kinds(household: Household, view: View) -> Iterator[str]:
    """What a household is besides its 户类型: some write 监测对象 there, others the kind of it."""
    if is_lifted(household):
        yield "脱贫户"
    if household.kind in MONITORED or monitored(household, view):
        yield "监测对象"
    if not blank(household.monitored_kind):
        yield str(household.monitored_kind)
