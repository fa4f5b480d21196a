"""The names that a condition may use: columns of households and persons, and traits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from docgen.facts.traits import TRAITS
from docgen.model import Household, Person, columns_of

# Columns whose cells say 是 or 否 and may stand alone in a condition.
YES_NO_COLUMNS = frozenset(
    [
        "风险是否已消除",
        "是否危房户",
        "不愁吃",
        "不愁穿",
        "饮水是否安全",
        "饮水是否困难",
        "是否通生活用电",
        "有无卫生厕所",
        "是否易地搬迁户",
        "整户无劳动力兜底保障户",
        "是否党员户",
        "送教上门",
        "是否已务工",
        "城乡居民医保",
        "职工医保",
        "大病保险",
        "医疗救助",
        "签约医生",
        "养老保险",
        "有帮带能力",
    ]
)
RISKS = "致贫返贫风险"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names. `names` maps every spelling to the official name."""

    names: Mapping[str, str]
    household: frozenset[str]
    yes_no: frozenset[str]
    longest: int


@cache
def known() -> Vocabulary:
    """Return the vocabulary of this version of docgen."""
    household = {*columns_of(Household), RISKS}
    household |= {name for name, trait in TRAITS.items() if trait.of == "户"}
    # A person's key and village are those of the household.
    person = {*columns_of(Person)} - {"户", "行政村"}
    person |= {name for name, trait in TRAITS.items() if trait.of == "人"}
    names = {spelling: name for name in sorted(household | person) for spelling in _spellings(name)}
    return Vocabulary(
        names=names,
        household=frozenset(household),
        yes_no=YES_NO_COLUMNS | {name for name, trait in TRAITS.items() if trait.yes_no},
        longest=max(map(len, names)),
    )


def _spellings(name: str) -> tuple[str, ...]:
    """A name with and without its unit in brackets: 距主干路(公里), 距主干路."""
    short = re.sub(r"\(.*?\)$", "", name)
    return (name,) if short == name else (name, short)
