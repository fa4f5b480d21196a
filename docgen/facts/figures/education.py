"""Figures of pupils of school age, their proof of schooling, and aid for them."""

from __future__ import annotations

from docgen.facts.figures.families import Line, counts, distincts, rate, says, sums
from docgen.facts.figures.select import day_in, in_period, text_in
from docgen.facts.view import View
from docgen.model import Entry
from docgen.words import plain_name

STAGES = ("学前", "小学", "初中", "高中", "中职")
LEFT = ("失学", "辍学", "未入学")


def _proved(entry: Entry, view: View) -> bool:
    written = text_in(entry, "取证")
    return bool(written) and not written.startswith(("未", "没", "待", "×"))


def _paid(entry: Entry, view: View) -> bool:
    return in_period(day_in(entry, "打卡日期"), view)


_PUPILS = Line("适龄学生数", "适龄学生表行数")
_PROVED = Line("适龄学生已取证数", "适龄学生表取证不为空、不是否或未取证", ("取证",), _proved, ())
counts(
    "适龄学生",
    "人",
    _PUPILS,
    *(
        Line(
            f"适龄学生（{stage}）",
            f"适龄学生表学段含{stage}的行数",
            ("学段",),
            says("学段", stage, *({"初中": ("七年级", "八年级", "九年级")}.get(stage, ()))),
        )
        for stage in STAGES
    ),
    _PROVED,
    Line(
        "适龄学生失学辍学数",
        "适龄学生表状态含失学、辍学或未入学的行数",
        ("状态",),
        says("状态", *LEFT),
    ),
    Line(
        "适龄学生有包保教师数",
        "适龄学生表包保教师不为空",
        ("包保教师",),
        lambda row, _: bool(text_in(row, "包保教师")),
        (),
    ),
)
rate("适龄学生取证率", "适龄学生已取证数÷适龄学生数，两位小数", "适龄学生", _PROVED, _PUPILS)
counts(
    "教育资助",
    "人次",
    Line("教育资助人次", "教育资助表行数（不含合计）"),
    Line("本期教育资助人次", "教育资助表打卡日期在期内的行数", ("打卡日期",), _paid, dated=True),
)
distincts(
    "教育资助",
    "人",
    lambda row, _: plain_name(str(row.get("姓名") or "")),
    Line("教育资助学生数", "教育资助表不同的姓名"),
)
sums("教育资助", "元", "金额", Line("教育资助金额", "教育资助表金额合计"))
sums(
    "教育资助",
    "元",
    "金额",
    Line(
        "本期教育资助金额", "教育资助表打卡日期在期内的金额合计", ("打卡日期",), _paid, dated=True
    ),
)
