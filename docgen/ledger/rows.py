"""Which rows of a sheet are data. Every other row is set aside with a reason, none is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from docgen.ledger.headers import AREAS, IDLE, SERIAL, Layout
from docgen.ledger.schema import plain, spellings
from docgen.ledger.spelling import lookup
from docgen.ledger.workbook import Grid
from docgen.model import Aside

TOTAL = re.compile(
    r"^(?:第?.{1,3}组|.{1,8}(?:村|组|镇|乡|县|社区|街道)|本页|本表|全.)?(?:合计|小计|总计|累计|共计|总合计)"
    r"(?:[:：]?\s*[\d一二三四五六七八九十].*|[:：])?$"
)
ANY_TOTAL = re.compile(
    r"^[^\d,，。；;]{1,12}(?:合计|小计|总计|共计|总合计)(?:[:：]?\s*[\d一二三四五六七八九十].*|[:：])?$"
)
# A word for what rows above come to; it makes a total of a row that has nothing but numbers.
SUMMARY = re.compile(
    r"^(?:其中.*|.{0,6}(?:平均|均值|平均数|户均|人均|总数|户数|人数|总户数|总人数)|TOTAL|SUM"
    r"|.{0,8}(?:合计|小计|总计|合計|小計|總計)(?:[(（].*[)）])?)[:：]?$",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"^(?:填表|填报|制表|审核|复核|负责|经办|统计|联系|报送|编制)(?:人|单位|日期|时间|负责人|部门)*(?:签字|签名|盖章)?[:：]"
    r"|^(?:单位)?(?:负责人)?[(（]?(?:盖章|签章|公章)[)）]?[:：]?"
    r"|^(?:注|备注|说明|填表说明|填报说明|注意)\s*\d*[:：.、]"
)
EXAMPLE = re.compile(
    r"^[(（【]?(?:示例|样例|填写示例|例如|举例|范例)(?:$|[)）】:：(（\s\d])|^例[:：]"
    r"|[(（【[](?:示例|样例|范例|例)[)）】\]]"
)
EXAMPLE_MARK = "会被忽略"
BLANK_ROW, TITLE_ROW = "空行", "只有一格有字（分组或说明）"
ENDS = {BLANK_ROW, "合计行", "表尾"}  # rows after which another table may begin
LOOKED_AT = 3
BLOCK = 4096  # rows that are looked at together
SEEN_AT_ONCE = 8  # columns besides the areas: few sheets leave more empty at their front
OVER_A_HEADER = 3  # rows between a table and the header of the next that may be its title or groups
KEY_LIKE = ("户编号", "证件号码", "户主证件号码", "政策编号", "项目编号", "问题编号", "编号", "户")
ORDINARY = re.compile("[0-9A-Za-z\u4e00-\u9fff·_/-]+")
TELLING_SIGNS = frozenset("计例略章計均数中总總")  # one is in every total, example and seal
NOTE = re.compile(r"[。；;:：]|^[(（]?[一二三四五六七八九十]+[)）、.]|.{16}")
IN_GROUP = re.compile(r"[组村社队寨屯][(（:：]|[(（]?\d+\s*户[)）]?$")  # 一组（3户）
COLUMN_SIGNS = {"甲", "乙", "丙", "丁", "栏次", "列次"}


@dataclass(frozen=True, slots=True)
class Sorted:
    """The 0-based rows that are data, the others (1-based) with their reasons, and what follows.

    ``below`` is the 0-based row at which another table of the sheet begins, its title included.
    """

    used: Sequence[int]
    aside: tuple[Aside, ...]
    below: int | None = None


def sort_rows(grid: Grid, layout: Layout) -> Sorted:
    """Return which rows belong to the table of ``layout``, until the header of another one."""
    used: list[int] = []
    aside: list[Aside] = []
    words = _words(layout)
    areas = {layout.columns[name] for name in AREAS if name in layout.columns}
    ranks = _Ranks(words)
    wide = {(top, left) for (top, left), (_, right) in grid.merges if right > left}
    numbering = layout.band.bottom + 2  # the last row that may number the columns
    at_once: Sequence[bool] = ()
    start = layout.band.bottom + 1
    for index in range(start, len(grid.rows)):
        row = grid.rows[index]
        if index - start == len(at_once):
            start = index
            at_once = _known_at_once(grid.rows[start : start + BLOCK], areas, ranks)
        if index > numbering and (
            at_once[index - start] or _is_ordinary(map(ranks.__getitem__, row), areas)
        ):
            reason = ""
        elif not any(row) and all(map(_blank, row)):
            reason = BLANK_ROW
        elif _is_other_header(row, layout):
            return _until(_title_of(index, aside, wide), used, aside)
        else:
            reason = _reason(row, layout, words, index) or _lonely(row, layout, index, wide)
        if reason:
            aside.append(Aside(index + 1, reason))
        else:
            used.append(index)
    return Sorted(used, tuple(aside))


def _until(start: int, used: Sequence[int], aside: Sequence[Aside]) -> Sorted:
    """The rows before ``start``, at which another table begins."""
    mine = tuple(one for one in aside if one.row <= start)
    return Sorted([row for row in used if row < start], mine, start)


def _title_of(header: int, aside: Sequence[Aside], wide: Set[tuple[int, int]]) -> int:
    """The first row of the titles over a header: below what ends a table, else below the data."""
    reasons = {one.row - 1: one.reason for one in aside[-OVER_A_HEADER - 1 :]}
    for row in range(header - 1, header - 2 - OVER_A_HEADER, -1):
        if reasons.get(row) in ENDS:
            return row + 1
    start = header
    over = {row for row, _ in wide}
    while start - 1 in over or reasons.get(start - 1) == TITLE_ROW:
        start -= 1
    return start


def _words(layout: Layout) -> set[str]:
    return {plain(text) for parts in layout.band.parts for text in parts}


ANYTHING, BLANK, NUMBER, WORD = range(4)


class _Ranks(dict[object, int]):
    """What a cell at the front may mean, remembered; see the four words below."""

    def __init__(self, headers: set[str]) -> None:
        super().__init__()
        self.headers = headers

    def __missing__(self, cell: object) -> int:
        self[cell] = rank = self._rank(cell)
        return rank

    def _rank(self, cell: object) -> int:
        if not isinstance(cell, str):
            return BLANK if cell is None else NUMBER
        if not cell:
            return BLANK
        if not ORDINARY.fullmatch(cell) or not TELLING_SIGNS.isdisjoint(cell):
            return ANYTHING
        if cell.upper() in self.headers or cell in spellings():
            return ANYTHING
        return NUMBER if len(cell) <= 6 and cell.isdigit() else WORD


def _is_ordinary(meanings: Iterable[int], areas: Set[int]) -> bool:
    """Whether cells so meant begin a row of data, without a closer look.

    The first four cells outside the areas and the areas before them are plain words and numbers,
    of which ``_reason`` makes nothing.
    """
    found = []
    for column, meant in enumerate(meanings):
        if meant == ANYTHING:
            return False
        if meant != BLANK and column not in areas:
            found.append(meant)
            if len(found) > LOOKED_AT:
                return WORD in found[1:3]
    return False


def _known_at_once(
    rows: Sequence[Sequence[object]], areas: Set[int], ranks: _Ranks
) -> Sequence[bool]:
    """For each row whether ``_is_ordinary`` by its first columns, read a column at a time.

    Sheets have few kinds of rows: each combination of what the cells mean is decided once.
    """
    width = min(len(areas) + SEEN_AT_ONCE, min(map(len, rows), default=0))
    if not width:
        return [False] * len(rows)
    rank = ranks.__getitem__
    columns = [map(rank, map(itemgetter(column), rows)) for column in range(width)]
    looks: dict[tuple[int, ...], bool] = {}
    found = []
    for meant in zip(*columns, strict=True):
        if meant not in looks:
            looks[meant] = _is_ordinary(meant, areas)
        found.append(looks[meant])
    return found


def _reason(row: Sequence[object], layout: Layout, headers: set[str], index: int) -> str:
    areas = {layout.columns[name] for name in AREAS if name in layout.columns}
    filled, named = _first_filled(row, areas)
    if not filled and not named:
        return BLANK_ROW
    first = [re.sub(r"\s+", "", cell) for _, cell in filled if isinstance(cell, str)]
    if any(EXAMPLE_MARK in str(cell) for _, cell in named):
        return "示例行"
    spoken = _reason_of_words(first) or _total(row, layout, first, named) or _summary(row, layout)
    if spoken:
        return spoken
    if index <= layout.band.bottom + 2 and _is_numbering(row):
        return "栏次行"
    if first and plain(first[0]) in headers and _is_header_again(row, layout):
        return "重复的表头"
    bare = len(filled) + len(named) > 1 and named and all(_is_serial(cell) for _, cell in filled)
    return "只有序号和地名" if bare else ""


def said_first(texts: Sequence[str]) -> str:
    """Why a row of any table is no data, by its first words alone: 合计, 填表人：, 示例."""
    first = [re.sub(r"\s+", "", text) for text in texts[:LOOKED_AT]]
    words = first[1:] if first and _is_serial(first[0]) else first
    return "合计行" if words and TOTAL.match(words[0]) else _reason_of_words(words)


def _is_serial(cell: object) -> bool:
    return re.fullmatch(r"\d{1,6}(\.0)?", str(cell).strip()) is not None


def _reason_of_words(first: Sequence[str]) -> str:
    """Examples and footers are known by their first words."""
    if not first:
        return ""
    if any("例" in text and EXAMPLE.search(text) for text in first):
        return "示例行"
    if any(EXAMPLE_MARK in text for text in first):
        return "示例行"
    return "表尾" if FOOTER.match(first[0]) else ""


def _total(
    row: Sequence[object], layout: Layout, first: Sequence[str], named: Sequence[tuple[int, object]]
) -> str:
    """合计 in a first cell or an area's; after any word (产业类小计) in a row of no key."""
    texts = [*first, *(re.sub(r"\s+", "", cell) for _, cell in named if isinstance(cell, str))]
    spoken = [text for text in texts if "计" in text]
    if any(TOTAL.match(text) for text in spoken):
        return "合计行"
    if any(ANY_TOTAL.match(text) for text in spoken):
        keys = [layout.columns[name] for name in KEY_LIKE if name in layout.columns]
        held = [row[index] for index in keys if index < len(row) and not _blank(row[index])]
        if all(isinstance(cell, str) and ANY_TOTAL.match(cell) for cell in held):
            return "合计行"
    return ""


def _summary(row: Sequence[object], layout: Layout) -> str:
    """One word such as 户均, and numbers, in a row that lacks something it would need as data."""
    texts = [cell for cell in row if not _blank(cell) and not _is_number(cell)]
    if len(texts) != 1 or len(_filled(row)) < 2:
        return ""
    needed = [
        layout.columns[name]
        for name, spec in layout.spec.columns.items()
        if spec.required and name in layout.columns
    ]
    if needed and all(index < len(row) and not _blank(row[index]) for index in needed):
        return ""
    return "合计行" if SUMMARY.match(re.sub(r"\s+", "", str(texts[0]))) else ""


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return re.fullmatch(r"[\s\d,.%+-]+", cell) is not None
    return isinstance(cell, (int, float))


Cells = list[tuple[int, object]]


def _first_filled(row: Sequence[object], areas: set[int]) -> tuple[Cells, Cells]:
    """Return the first three filled cells with their columns, and those of areas before them.

    A bare number at the front (序号) is not one of the three, unless it stands alone.
    """
    found: Cells = []
    named: Cells = []
    for column, cell in enumerate(row):
        if _blank(cell):
            continue
        (named if column in areas else found).append((column, cell))
        if len(found) > LOOKED_AT:
            break
    if len(found) > 1 and _is_serial(found[0][1]):
        return found[1:], named
    return found[:LOOKED_AT], named


def _is_other_header(row: Sequence[object], layout: Layout) -> bool:
    """Names of columns alone, and others than those above them: another table begins here."""
    filled = _filled(row)
    if len(filled) < 3 or not all(isinstance(cell, str) for cell in filled):
        return False
    if sum(map(_is_column, filled[:3])) < 2:
        return False
    known = sum(map(_is_column, filled))
    return known >= 3 and known >= 0.8 * len(filled) and not _is_header_again(row, layout)


@lru_cache(maxsize=1 << 14)
def _is_column(text: object) -> bool:
    """Whether a text is the name of a column of any sheet."""
    return (
        isinstance(text, str) and not text.isdigit() and (plain(text) in IDLE or bool(lookup(text)))
    )


def _filled(row: Sequence[object]) -> list[object]:
    return [cell for cell in row if not _blank(cell)]


def _blank(cell: object) -> bool:
    return cell == "" or cell is None or (isinstance(cell, str) and not cell.strip())


def _is_numbering(row: Sequence[object]) -> bool:
    """The row 1, 2, 3 … (or 甲, 乙, 1, 2 …) that numbers the columns of a printed form."""
    filled = _filled(row)
    if len(filled) < 3:
        return False
    numbers = [
        cell for cell in filled if not (isinstance(cell, str) and cell.strip() in COLUMN_SIGNS)
    ]
    try:
        values = [float(str(cell).strip("()（） ")) for cell in numbers]
    except ValueError:
        return False
    start = values[0] if values else 0
    return (
        len(values) >= 2 and start in (0, 1) and values == [start + n for n in range(len(values))]
    )


def _is_header_again(row: Sequence[object], layout: Layout) -> bool:
    """Whether most cells say what the header says over them."""
    parts = layout.band.parts
    filled = [(column, cell) for column, cell in enumerate(row) if not _blank(cell)]
    same = sum(
        isinstance(cell, str)
        and column < len(parts)
        and plain(cell) in {plain(text) for text in parts[column]}
        for column, cell in filled
    )
    return same >= 2 and same >= 0.8 * len(filled)


def _lonely(row: Sequence[object], layout: Layout, index: int, wide: Set[tuple[int, int]]) -> str:
    """One filled cell in a wide table is a group title or a note, unless it is a key.

    A number before it counts as 序号 where its column is no other known one. ``wide`` are the
    places where cells merged over several columns begin.
    """
    if len(layout.columns) < 4:
        return ""
    cells = ((column, cell) for column, cell in enumerate(row) if not _blank(cell))
    filled = list(islice(cells, LOOKED_AT))
    if len(filled) == 2 and _is_serial(filled[0][1]) and not _is_value(filled[0][0], layout):
        del filled[0]
    if len(filled) != 1:
        return ""
    column, cell = filled[0]
    keys = {layout.columns[name] for name in KEY_LIKE if name in layout.columns}
    merged = (index, column) in wide
    if (
        column in keys
        and not merged
        and re.search(r"\d", str(cell))
        and not IN_GROUP.search(str(cell))
    ):
        return ""
    if _is_all_required(column, layout) and not merged and not _is_note(cell):
        return ""
    return TITLE_ROW


def _is_value(column: int, layout: Layout) -> bool:
    """Whether a number in this column is one of the row's values, not its 序号."""
    parts = layout.band.parts[column] if column < len(layout.band.parts) else ()
    return column in layout.columns.values() and not (parts and plain(parts[-1]) == SERIAL)


def _is_all_required(column: int, layout: Layout) -> bool:
    """Whether a row of this sheet needs nothing but this column."""
    required = [name for name, spec in layout.spec.columns.items() if spec.required]
    alone = len(required) == 1 and layout.spec.household != "required"
    return alone and layout.columns.get(required[0]) == column


def _is_note(cell: object) -> bool:
    """Sentences, numbered headings and long texts are not the name of anything."""
    return isinstance(cell, str) and NOTE.search(cell.strip()) is not None
