"""四方比对台账.xlsx: a row a difference, the state of each household, counts, what is doubtful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.documents.links import link_to, path_to
from docgen.folder import Folder, Settings
from docgen.sheets import Column, Link, Mark, Marked, Sheet, inside, outside, workbook
from docgen.words import date_text
from docgen.work.compared import MEMBER, SOURCES, WHOLE
from docgen.work.difference import Difference, Home, Reconciled, State
from docgen.work.differing import to_mend

DIFFERENCES, HOUSEHOLDS, COUNTS, DOUBTFUL = "不一致", "逐户", "统计", "存疑"
HEAD_ROWS = 3  # title, note, header: rows begin on the fourth
MARKS: Mapping[str, Mark] = {"不一致": "error", "未核对": "warning", "一致": "ok"}
PAPERS = (("对照表", "reconcile-sheet"), ("核查表", "reconcile-visit"))
NOTES = {
    DIFFERENCES: "有颜色的是建议改正的一方，点开到那一格；以入户核实为准。空白是那一方没有这一项。",
    HOUSEHOLDS: "未核对：只有一方记载，核对记录里也没有这一户；不等于一致。",
    COUNTS: "户数按户计，处数按不一致的项目计；一处可以有几方要改。",
    DOUBTFUL: "程序不替人决定的：核实后改好记录，再比对一次。",
}
Papers = Mapping[tuple[str, str], Path]


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets are made of; ``rows`` is the first row of each household on each sheet."""

    result: Reconciled
    keys: Sequence[str]
    differences: Sequence[Difference]
    folder: Folder
    path: Path
    papers: Papers
    rows: Mapping[str, Mapping[str, int]]

    @property
    def settings(self) -> Settings:
        return self.folder.settings


def reconcile_workbook(
    result: Reconciled, keys: Sequence[str], folder: Folder, path: Path, papers: Papers
) -> bytes:
    """Return the bytes of the workbook of these households; links are relative to ``path``."""
    chosen = set(keys)
    differences = [one for one in result.differences if one.household in chosen]
    rows = {
        DIFFERENCES: _first_rows([one.household for one in differences]),
        HOUSEHOLDS: _first_rows(keys),
    }
    book = _Book(result, keys, differences, folder, path, papers, rows)
    sheets = [_differences(book), _households(book), _counts(book), _doubtful(book)]
    return workbook(sheets, title="四方比对台账", created=folder.settings.as_of)


def _first_rows(keys: Sequence[str]) -> Mapping[str, int]:
    rows: dict[str, int] = {}
    for number, key in enumerate(keys):
        rows.setdefault(key, HEAD_ROWS + 1 + number)
    return rows


def _sheet(book: _Book, name: str, columns: Sequence[Column], rows: Any, frozen: int) -> Sheet:
    place = book.settings.place
    title = f"{place.town}{place.village}四方比对台账：{name}"
    note = f"截至{date_text(book.settings.as_of)}。{NOTES[name]}"
    return Sheet(name, columns, rows, title=title, notes=[note], page_header=title, frozen=frozen)


def _differences(book: _Book) -> Sheet:
    """One row a difference; each value leads to its cell, those to be mended are coloured."""
    columns = [
        Column("序号", "int", 6),
        Column("村", "text", 9),
        Column("组", "wrap", 9),
        Column("户编号", "text", 17),
        Column("户主姓名", "text", 10),
        Column("姓名", "text", 10),
        Column("项目", "text", 13),
        *(Column(source, "wrap", 20) for source in SOURCES),
        Column("应改的一方", "wrap", 11),
        Column("应改为", "wrap", 20),
        Column("由谁改", "wrap", 17),
        Column("帮扶责任人", "wrap", 11),
        Column("核实结果", "wrap", 14),
        Column("改正日期", "date", 12),
    ]
    rows = [_difference(book, number, one) for number, one in enumerate(book.differences, start=1)]
    return _sheet(book, DIFFERENCES, columns, rows, 5)


def _difference(book: _Book, number: int, one: Difference) -> list[object]:
    home = book.result.homes[one.household]
    mending = to_mend(one, book.settings)
    return [
        number,
        home.village,
        home.group,
        _to(book, HOUSEHOLDS, one.household),
        home.householder,
        one.person,
        one.field,
        *(_said(book, one, source) for source in SOURCES),
        "、".join(one.wrong),
        _target(one),
        "\n".join(dict.fromkeys(who for _, who in mending)),
        "、".join(home.helpers),
        "",
        "",
    ]


def _target(one: Difference) -> str:
    """What the records to be mended ought to say."""
    if one.field not in (MEMBER, WHOLE):
        return one.right
    return f"{'补上' if one.right else '删去'}{one.person or '这一户'}"


def _to(book: _Book, sheet: str, key: str, words: str = "") -> object:
    row = book.rows[sheet].get(key)
    return Link(words or key, inside(sheet, f"A{row}")) if row else words or key


def _said(book: _Book, one: Difference, source: str) -> object:
    """What a record says, leading to its cell; coloured where it ought to be mended."""
    saying = one.sayings.get(source)
    if saying is None:
        return ""
    words = one.value(source) or ("（没有）" if one.field in (MEMBER, WHOLE) else "（空）")
    at = saying.at.of(saying.column) if saying.at else None
    link = link_to(at, book.folder, book.path, column=saying.column)
    cell = Link(words, link.target) if isinstance(link, Link) else words
    return Marked(cell, "error") if source in one.wrong else cell


def _households(book: _Book) -> Sheet:
    columns = [
        Column("户编号", "text", 17),
        Column("户主姓名", "text", 10),
        Column("村", "text", 10),
        Column("组", "wrap", 9),
        Column("帮扶责任人", "wrap", 14),
        Column("状态", "text", 9),
        Column("不一致处数", "text", 10),
        Column("存疑", "int", 7),
        Column("已有记载", "text", 20),
        *(Column(name, "text", 10) for name, _ in PAPERS),
    ]
    counts = Counter(one.household for one in book.differences)
    doubts = Counter(one.household for one in book.result.doubtful)
    rows = [_household(book, key, counts[key], doubts[key]) for key in book.keys]
    return _sheet(book, HOUSEHOLDS, columns, rows, 2)


def _household(book: _Book, key: str, count: int, doubts: int) -> list[object]:
    home, state = book.result.homes[key], book.result.states[key].value
    return [
        key,
        home.householder,
        home.village,
        home.group,
        "、".join(home.helpers),
        Marked(state, MARKS[state]),
        _to(book, DIFFERENCES, key, str(count)) if count else "",
        doubts or None,
        "、".join([*home.same.sides, *(["核对记录"] if home.looked_at else [])]),
        *(_paper(book, key, name, kind) for name, kind in PAPERS),
    ]


def _paper(book: _Book, key: str, name: str, kind: str) -> object:
    path = book.papers.get((key, kind))
    target = path_to(path, book.path) if path else ""
    return Link(name, outside(target)) if target else ""


def _counts(book: _Book) -> Sheet:
    """Households by state and differences by what is to be mended: group, helper, field."""
    columns = [
        Column("分类", "text", 16),
        Column("名称", "wrap", 24),
        *(Column(name, "int", 9) for name in ("户数", *(state.value for state in State))),
        Column("不一致处数", "int", 11),
        *(Column(f"应改{source}", "int", 10) for source in SOURCES),
    ]
    homes = [book.result.homes[key] for key in book.keys]
    rows = [_count(book, "合计", "全部", homes, book.differences)]
    for title, names in (("按村组", _group), ("按帮扶责任人", _helpers)):
        rows += _counted(book, title, homes, names)
    fields: dict[str, list[Difference]] = {}
    for one in book.differences:
        fields.setdefault(one.field, []).append(one)
    for name, found in sorted(fields.items(), key=lambda item: (-len(item[1]), item[0])):
        touched = {one.household for one in found}
        rows.append(_count(book, "按项目", name, [h for h in homes if h.key in touched], found))
    return _sheet(book, COUNTS, columns, rows, 2)


def _group(home: Home) -> Sequence[str]:
    return [f"{home.village} {home.group}".strip() or "（没有填写）"]


def _helpers(home: Home) -> Sequence[str]:
    return home.helpers or ("（没有帮扶责任人）",)


def _counted(
    book: _Book, title: str, homes: Sequence[Home], names: Callable[[Home], Sequence[str]]
) -> Iterator[list[object]]:
    groups: dict[str, list[Home]] = {}
    for home in homes:
        for name in names(home):
            groups.setdefault(name, []).append(home)
    of_home: dict[str, list[Difference]] = {}
    for one in book.differences:
        of_home.setdefault(one.household, []).append(one)
    for name in sorted(groups):
        found = [one for home in groups[name] for one in of_home.get(home.key, ())]
        yield _count(book, title, name, groups[name], found)


def _count(
    book: _Book, title: str, name: str, homes: Sequence[Home], found: Sequence[Difference]
) -> list[object]:
    states = Counter(book.result.states[home.key] for home in homes)
    wrong = Counter(source for one in found for source in one.wrong)
    counts = [len(homes), *(states[state] for state in State), len(found)]
    return [title, name, *counts, *(wrong[source] for source in SOURCES)]


def _doubtful(book: _Book) -> Sheet:
    """What fits two, stands twice or cannot be placed: a person must look."""
    columns = [Column("户编号", "text", 14), Column("姓名", "text", 10), Column("原因", "wrap", 70)]
    chosen = {*book.keys, ""}
    whole = set(book.result.states)
    rows = [
        [_to(book, HOUSEHOLDS, one.household), one.person, one.reason]
        for one in book.result.doubtful
        if one.household in chosen or one.household not in whole
    ]
    return _sheet(book, DOUBTFUL, columns, rows, 1)
