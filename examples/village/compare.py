"""比对/: four records of the same households, equal but for a few known differences."""

from __future__ import annotations

from village.people import Row, names
from village.workbooks import Book, Column, Sheet, any_day, workbook

SOURCES = ("系统", "手册", "纸档", "实际")
HOUSEHOLD = names(
    "户编号 户主姓名 村民小组 户类型 主要致贫原因 家庭人口 人均纯收入 "
    "耕地面积 林地面积 住房面积 联系电话"
)
PERSON = names("户编号 姓名 证件号码 与户主关系 性别 出生日期 健康状况 劳动技能 在校生状况")
# source, household, person, field, what that source says instead
DIFFERENCES = (
    ("手册", "9992010002", "", "家庭人口", 5),
    ("手册", "9992010004", "", "主要致贫原因", "缺技术"),
    ("纸档", "9992010009", "", "住房面积", 76),
    ("实际", "9992010011", "", "耕地面积", 9.4),
    ("手册", "9992010017", "", "联系电话", "13992017000"),
    ("纸档", "9992010022", "", "人均纯收入", 11688.25),
    ("实际", "9992010003", "曾志远", "劳动技能", "技能劳动力"),
    ("手册", "9992010012", "孙宇轩", "在校生状况", "学前教育"),
    ("纸档", "9992010026", "余静", "性别", "男"),
    ("手册", "9992010021", "高守田", "", "缺行"),
    ("实际", "9992010023", "邓李氏", "健康状况", "长期慢性病"),
)
CHECKED = (
    {
        "户编号": "9992010006",
        "姓名": "",
        "字段": "全部一致",
        "来源": "手册",
        "记载值": "",
        "核对人": "李明",
        "核对日期": "2026-5-20",
    },
    {
        "户编号": "9992010008",
        "姓名": "",
        "字段": "联系电话",
        "来源": "手册",
        "记载值": "13992008000",
        "核对人": "谷雨",
        "核对日期": "2026-5-21",
    },
)
# the four records are of the once-poor households, before any fault was planted in the ledger
SAMPLE = 30


def comparison(homes: list[Row], persons: list[Row]) -> dict[str, Book]:
    """The four workbooks by file name."""
    chosen = [home for home in homes if home["户类型"] == "脱贫户"][:SAMPLE]
    keys = {home["户编号"] for home in chosen}
    family = [person for person in persons if person["户编号"] in keys]
    books = {f"{source}.xlsx": _book(source, chosen, family) for source in SOURCES}
    columns = tuple(Column(key) for key in CHECKED[0])
    return books | {"核对记录.xlsx": workbook((Sheet("核对记录", columns, list(CHECKED)),))}


def _book(source: str, homes: list[Row], persons: list[Row]) -> Book:
    ours = [entry for entry in DIFFERENCES if entry[0] == source]
    home_rows = [dict(home) for home in homes]
    person_rows = [dict(person) for person in persons]
    for _, household, name, field, value in ours:
        if value == "缺行":
            person_rows = [row for row in person_rows if row["姓名"] != name]
            continue
        rows = person_rows if name else home_rows
        for row in rows:
            if row["户编号"] == household and (not name or row["姓名"] == name):
                row[field] = value
    return workbook(
        (
            Sheet("户信息", tuple(Column(key, write=any_day) for key in HOUSEHOLD), home_rows),
            Sheet("家庭成员", tuple(Column(key, write=any_day) for key in PERSON), person_rows),
        )
    )
