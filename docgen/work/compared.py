"""What is compared between the four records, which record is right, and who mends the others.

The fields are those that the guides to the handbook want to be equal to the system.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from docgen.folder import Settings
from docgen.model import Helper, Household, Person, Record, columns_of

SOURCES = ("系统", "手册", "纸档", "实际")
HOUSEHOLD_FIELDS = (
    "户主姓名",
    "户类型",
    "监测对象类别",
    "家庭人口",
    "主要致贫原因",
    "联系电话",
    "村民小组",
    "耕地面积",
    "林地面积",
    "牧草地面积",
    "住房面积",
    "是否危房户",
    "危房等级",
    "人均纯收入",
)
PERSON_FIELDS = (
    "姓名",
    "证件号码",
    "与户主关系",
    "性别",
    "出生日期",
    "民族",
    "健康状况",
    "劳动技能",
    "在校生状况",
)
HELPER_FIELDS = ("单位", "隶属关系", "联系电话", "结对开始")
WHOLE, MEMBER, HELPER = "整户", "家庭成员", "帮扶责任人"

# Where as many records say the one as the other: what was seen comes before what was written,
# but what an office decides is right where the office keeps it.
SEEN_FIRST = ("实际", "系统", "手册", "纸档")
OFFICE_FIRST = ("系统", "纸档", "手册", "实际")
DECIDED = frozenset(
    ("户类型", "监测对象类别", "人均纯收入", HELPER, "单位", "隶属关系", "结对开始")
)
# Fields that are rightly empty; elsewhere an empty cell is never the right one.
MAY_BE_EMPTY = frozenset(
    ("监测对象类别", "危房等级", "耕地面积", "林地面积", "牧草地面积", "在校生状况")
)
MENDERS: Mapping[str, str] = {
    "系统": "村信息员录入，乡镇审核",
    "手册": "帮扶责任人",
    "纸档": "村档案员",
    "实际": "入户核查人复核",
}


def right_by_rule(name: str, settings: Settings) -> str:
    """The record that docgen.toml [reconcile] calls right for a field, else empty."""
    said = settings.reconcile.get(name, "")
    return said if isinstance(said, str) and said in SOURCES else ""


def trust(name: str) -> Sequence[str]:
    """The records in the order in which they are believed of a field."""
    return OFFICE_FIRST if name in DECIDED else SEEN_FIRST


def mender(source: str, name: str, settings: Settings) -> str:
    """Who mends a record: set for the field, else for the record, else as offices usually do."""
    table = settings.reconcile.get("menders", {})
    own = table if isinstance(table, Mapping) else {}
    said = own.get(f"{source}.{name}") or own.get(name) or own.get(source)
    return str(said) if said else MENDERS[source]


def reader_of(kind: type[Record], names: Sequence[str]) -> attrgetter[Any]:
    """What reads these columns of a record at once."""
    return attrgetter(*(columns_of(kind)[name] for name in names))


READ_HOUSEHOLD = reader_of(Household, HOUSEHOLD_FIELDS)
READ_PERSON = reader_of(Person, PERSON_FIELDS)
READ_HELPER = reader_of(Helper, HELPER_FIELDS)
