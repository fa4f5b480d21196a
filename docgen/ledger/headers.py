"""Recognising a sheet by its headers: which sheet it is, where the header stands, what is what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.ledger.schema import (
    SheetSpec,
    code_lists,
    household_keys,
    plain,
    sheets,
)
from docgen.ledger.spelling import lookup, unit_of
from docgen.ledger.units import UNITS
from docgen.ledger.values import as_text
from docgen.ledger.workbook import Grid

SEARCHED_ROWS = 10
DEPTH = 3
WIDEST = 400
SERIAL = "序号"  # counts as a number only where the sheet has no better one
BESIDE = 0.1  # points for a column that belongs to a second record in the same row
AREAS = {"县", "乡镇", "行政村", "原村名", "村民小组"}
TELLS_KIND = ("脱贫属性", "贫困户属性")
MEASURE_ENDS = ("帮扶", "保障", "改善", "建设", "搬迁", "扶贫")
HELPER_WORDS = ("帮扶责任人", "帮扶干部", "帮扶人", "帮扶联系人", "结对", "包保", "包户")
IDLE = {"序号", "编号", "备注", "NO", "NO.", "序", "项次", "填表人", "审核人"}
TITLE_WORDS = re.compile(r"(?:填报|填表|制表|单位|日期|时间|截至|截止)[^:：]{0,6}[:：]|盖章")
OWN_UNIT = re.compile(r"(.)[(（【\[]\s*单位[:：][^)）】\]]*[)）】\]]$", re.S)  # 收入（单位：元）
TITLE_TEXTS = 5  # a line over the table has no more texts than that
TITLE_UNIT = re.compile(r"单位[:：]?\s*([^\s)）]{1,12})")


@dataclass(frozen=True, slots=True)
class Hit:
    """One column of the sheet read as an official column; a smaller ``rank`` is a surer reading."""

    column: str
    rank: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Some rows (0-based, both included) taken as the header; ``parts`` are the texts a column."""

    top: int
    bottom: int
    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: official column → 0-based index, units, and what was left over."""

    spec: SheetSpec
    band: Band
    columns: Mapping[str, int]
    units: Mapping[str, str] = field(default_factory=dict)
    doubles: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unknown: tuple[tuple[int, str], ...] = ()
    missing: tuple[str, ...] = ()
    rival: str = ""
    score: float = 0.0


Confirmed = Mapping[str, Sequence[tuple[str, str]]]


def recognise(
    grid: Grid, stem: str = "", confirmed: Confirmed | None = None, title: str | None = None
) -> Layout | None:
    """Return how to read a sheet, ``None`` when it is none of ours.

    ``stem`` is the file's name; ``confirmed`` are spellings the user has decided: plain header →
    (sheet, column). ``title`` stands over a table further down and takes the place of the sheet's
    name.
    """
    hints = _hints(grid.name if title is None else title, stem)
    found = [
        layout
        for band in bands(grid)
        if (layout := _best_reading(grid, band, hints, confirmed or {}))
    ]
    best = _best(found)
    while best:
        above = _best([one for one in found if _is_table_above(one, best)])
        if above is None:
            break
        best = above
    return best


def nearest(grid: Grid, stem: str, confirmed: Confirmed) -> Layout | None:
    """Return what a sheet that is not recognised is most like, ``None`` when like none."""
    hints = _hints(grid.name, stem)
    readings = (_best_reading(grid, band, hints, confirmed, strict=False) for band in bands(grid))
    return _best([layout for layout in readings if layout and layout.missing])


def _best(layouts: Sequence[Layout]) -> Layout | None:
    """The layout with the highest score, the first of equal ones."""
    best: Layout | None = None
    for layout in layouts:
        if best is None or layout.score > best.score + 1e-9:
            best = layout
    return best


def _is_table_above(layout: Layout, other: Layout) -> bool:
    """Whether it is a whole table above the header of another one, with rows between them."""
    filled = sum(map(bool, layout.band.parts))
    return (
        layout.band.bottom + 1 < other.band.top
        and not layout.missing
        and len(layout.columns) >= 3
        and len(layout.unknown) <= 0.2 * filled
    )


def read_as(grid: Grid, band: Band, name: str) -> Layout:
    """Return the same header read as another sheet (for the household part of a mixed sheet)."""
    return _layout(grid, band, name, _hits(band, {}).get(name, {}))


def _hints(name: str, stem: str) -> Counter[str]:
    """How strongly the names of sheet and file point to each kind."""
    points: Counter[str] = Counter()
    for text, whole, part in ((name, 3.0, 1.5), (stem, 1.5, 0.75)):
        word = re.sub(r"[\d\W_]+|表$", "", plain(text))
        for spec in sheets().values():
            names = [plain(title) for title in (spec.name, *spec.names)]
            if word in names:
                points[spec.name] += whole  # type: ignore[assignment]
            elif any(title in word for title in names if len(title) > 1):
                points[spec.name] += part  # type: ignore[assignment]
    return points


def bands(grid: Grid) -> list[Band]:
    """Return every run of one to three rows near the top that could be the header."""
    last = min(len(grid.rows), grid.top + SEARCHED_ROWS + DEPTH)
    texts = _header_texts(grid, last)
    inside = {
        row for (top, _), (end, _) in grid.merges for row in range(top + 1, min(end, last) + 1)
    }
    known = _Known()
    found = []
    for top in range(grid.top, min(last, grid.top + SEARCHED_ROWS)):
        if top not in inside and sum(map(bool, texts[top])) >= 2 and not _is_title(texts[top]):
            found += _bands_from(grid, texts, top, known)
    return found


def _is_title(row: Sequence[str]) -> bool:
    """A line over the table that says who filled it in, when, and in which unit."""
    texts = {OWN_UNIT.sub(r"\1", text) for text in row if text}
    return len(texts) <= TITLE_TEXTS and any(TITLE_WORDS.search(text) for text in texts)


def _bands_from(grid: Grid, texts: list[list[str]], top: int, known: _Known) -> list[Band]:
    parts: tuple[tuple[str, ...], ...] = tuple((text,) if text else () for text in texts[top])
    found = [Band(top, top, parts)]
    for bottom in range(top + 1, min(top + DEPTH, len(texts))):
        parts = _extended(parts, texts[bottom])
        if _is_subheader(grid, texts, bottom, known):
            if _has_units_alone(texts[bottom], texts[bottom - 1]):
                found.clear()  # no data can begin with such a row
            found.append(Band(top, bottom, parts))
        elif not _may_be_groups(grid, texts, bottom):
            break
    return found


def _header_texts(grid: Grid, last: int) -> list[list[str]]:
    """Return the texts of the first rows with merged cells filled; none above the table's top."""
    rows = grid.rows[grid.top : last]
    width = min(max((len(row) for row in rows), default=0), WIDEST)
    texts: list[list[str]] = [[]] * grid.top
    texts += [[_header_text(row, column) for column in range(width)] for row in rows]
    for (top, left), (bottom, right) in grid.merges:
        if top >= last or left >= width:
            continue
        text = texts[top][left]
        if bottom == top and right - left + 1 >= width > 2:
            continue  # a title over the whole table
        for row in range(top, min(bottom, last - 1) + 1):
            for column in range(left, min(right, width - 1) + 1):
                texts[row][column] = text
    return texts


def _header_text(row: Sequence[object], column: int) -> str:
    value = row[column] if column < len(row) else ""
    return as_text(value) if isinstance(value, (str, int, float)) else ""


class _Known(dict[str, bool]):
    """Whether a text is the header of any sheet or a unit, remembered."""

    def __missing__(self, text: str) -> bool:
        self[text] = bool(lookup(text)) or unit_of(text) != "" or plain(text) in IDLE
        return self[text]


def _is_subheader(grid: Grid, texts: list[list[str]], row: int, known: _Known) -> bool:
    """A second header row names columns or units; a row of data does not."""
    good = bad = 0
    for column, text in enumerate(texts[row]):
        above = texts[row - 1][column]
        if not text or text == above:
            continue
        cell = grid.rows[row][column] if column < len(grid.rows[row]) else ""
        numeric = isinstance(cell, (int, float))
        if not numeric and (known[text] or known[above + text]):
            good += 1
        else:
            bad += 1
    return good > 0 and good >= 2 * bad


def _has_units_alone(row: Sequence[str], above: Sequence[str]) -> bool:
    own = [text for text, upper in zip(row, above, strict=True) if text and text != upper]
    words = (plain(text).removeprefix("单位").strip(":()") for text in own)
    return bool(own) and all(word in UNITS for word in words)


def _may_be_groups(grid: Grid, texts: list[list[str]], row: int) -> bool:
    """A middle row of a header is sparser than the row below it and holds no numbers."""
    if row + 1 >= len(texts) or any(isinstance(cell, (int, float)) for cell in grid.rows[row]):
        return False
    return len(set(texts[row])) <= len(set(texts[row + 1]))


def _extended(parts: tuple[tuple[str, ...], ...], row: list[str]) -> tuple[tuple[str, ...], ...]:
    """Put one more row under the texts; a blank group title reaches from its left neighbour."""
    result = []
    group: tuple[str, ...] = ()
    for mine, text in zip(parts, row, strict=True):
        if mine:
            group = mine
        if not text or (mine and text == mine[-1]):
            result.append(mine)
        else:
            result.append((*(mine or group), text))
    return tuple(result)


def _hits(band: Band, confirmed: Confirmed) -> dict[str, dict[int, Hit]]:
    """Return for each sheet which columns of the band are which official columns."""
    found: dict[str, dict[int, Hit]] = {}
    for index, parts in enumerate(band.parts):
        unit = next((unit_of(text) for text in reversed(parts) if unit_of(text)), "")
        of_helpers = len(parts) > 1 and plain(parts[0]).startswith(HELPER_WORDS)
        for base, text in _readings(parts):
            for sheet, column, rank in lookup(text):
                if of_helpers and sheet in ("户信息", "家庭成员"):
                    continue
                hits = found.setdefault(sheet, {})
                if index not in hits or hits[index].rank > base + rank:
                    hits[index] = Hit(column, base + rank, unit)
        for sheet, column in confirmed.get(plain("".join(parts)), ()):
            found.setdefault(sheet, {})[index] = Hit(column, -1, unit)
    return found


def _readings(parts: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the ways to read a column under its group titles, the surest first."""
    if not parts:
        return []
    if len(parts) == 1:
        return [(0, parts[0])]
    readings = [(0, "".join(parts)), (1, "".join(parts[-2:])), (4, parts[-1])]
    if unit_of(parts[-1]) and plain(parts[-1]).removeprefix("单位").strip(":()") in UNITS:
        readings.append((1, "".join(parts[:-1])))
        readings.append((2, parts[-2]))
    return readings


def _best_reading(
    grid: Grid, band: Band, hints: Counter[str], confirmed: Confirmed, *, strict: bool = True
) -> Layout | None:
    titles = [
        index for index, parts in enumerate(band.parts) if parts and plain(parts[-1]) not in IDLE
    ]
    candidates: list[tuple[float, int, str]] = []
    hits = _hits(band, confirmed)
    persons = _is_of_persons(hits)
    for name, found in hits.items():
        covered = set(found)
        if persons and name == "户信息":
            continue
        if persons and name == "家庭成员":
            covered |= set(hits.get("户信息", {})) | _measure_columns(band)
        if name in ("户信息", "家庭成员"):
            covered |= set(hits.get("帮扶责任人", {}))
        share = len(covered) / max(len(titles), 1)
        score = (_score if strict else _likeness)(sheets()[name], found, share, hints[name])
        if score is not None:
            beside = BESIDE * (len(covered) - len(found))
            candidates.append((score + beside, -sheets()[name].order, name))
    if not candidates:
        return None
    candidates.sort(reverse=True)
    if candidates[0][2] == "帮扶责任人" and not hints["帮扶责任人"]:
        candidates = _households_first(candidates, hits)
    score, _, name = candidates[0]
    rivals = [other for points, _, other in candidates[1:] if points >= score - 0.05]
    layout = _layout(grid, band, name, hits[name])
    return _with_score(layout, score - 0.01 * (band.bottom - band.top), rivals[0] if rivals else "")


def _households_first(
    candidates: list[tuple[float, int, str]], hits: Mapping[str, Mapping[int, Hit]]
) -> list[tuple[float, int, str]]:
    """Households with their helpers beside them are households."""
    columns = {hit.column: True for hit in hits.get("户信息", {}).values()}
    if _missing(sheets()["户信息"], columns):
        return candidates
    return [one for one in candidates if one[2] != "帮扶责任人"] or candidates


def _is_of_persons(hits: Mapping[str, Mapping[int, Hit]]) -> bool:
    """A sheet with 姓名, 证件号码 and 与户主关系 has a row for each person, however wide it is."""
    columns = {hit.column for hit in hits.get("家庭成员", {}).values()}
    return {"姓名", "证件号码", "与户主关系"} <= columns


def _measure_columns(band: Band) -> set[int]:
    """Columns such as 产业帮扶, which national exports put beside the persons."""
    return {i for i, parts in enumerate(band.parts) if parts and measure_kind(parts[-1])}


def measure_kind(text: str) -> str:
    """Return the kind of measure that a header names, in any of its spellings, else nothing."""
    word = plain(text)
    meant = code_lists()["措施类别"].meaning.get(word, "")
    return meant if plain(meant) == word or word.endswith(MEASURE_ENDS) else ""


def _with_score(layout: Layout, score: float, rival: str) -> Layout:
    return Layout(
        layout.spec,
        layout.band,
        layout.columns,
        layout.units,
        layout.doubles,
        layout.unknown,
        layout.missing,
        rival,
        score,
    )


def _score(spec: SheetSpec, hits: Mapping[int, Hit], cover: float, hint: float) -> float | None:
    """Return how well a header fits a sheet, ``None`` when it does not."""
    best: dict[str, int] = {}
    for hit in hits.values():
        best[hit.column] = min(hit.rank, best.get(hit.column, 99))
    lacking = _missing(spec, best)
    real = [column for column in best if column not in AREAS]
    if len(real) < 2 and not (hint >= 3 and real):
        return None
    few = len(real) < (3 if lacking == ["户类型"] else 6)
    if lacking and ((hint < 1.5 and few) or len(lacking) > _allowed(spec, len(real), hint)):
        return None
    sure = len(real) >= 8 or cover >= 0.99 or hint >= 1.5
    if cover < (0.25 if sure else 0.6) or (not sure and len(real) < 3):
        return None
    points = sum((0.2 if column in AREAS else 1.0) - 0.02 * rank for column, rank in best.items())
    return points - 2.0 * len(lacking) + hint


def _likeness(spec: SheetSpec, hits: Mapping[int, Hit], cover: float, hint: float) -> float | None:
    """Return how well a header nearly fits a sheet: some columns are there, and some lack."""
    real = {hit.column for hit in hits.values()} - AREAS
    if len(real) < 2 or cover < 0.4:
        return None
    lacking = _missing(spec, dict.fromkeys(real))
    return len(real) + hint - len(lacking) if len(lacking) <= len(real) else None


def _allowed(spec: SheetSpec, real: int, hint: float) -> int:
    """How many required columns may lack: half, more where the name says what the sheet is."""
    required = sum(column.required for column in spec.columns.values()) + (
        spec.household == "required"
    )
    return required - 1 if hint >= 3 and real >= 4 else required // 2


def _missing(spec: SheetSpec, columns: Mapping[str, object]) -> list[str]:
    """Return the required columns that are not there; a household may be named in several ways."""
    lacking = [
        name for name, column in spec.columns.items() if column.required and name not in columns
    ]
    if spec.name == "户信息" and "户主姓名" in columns and "户编号" in lacking:
        lacking.remove("户编号")
    if "户类型" in lacking and any(name in columns for name in TELLS_KIND):
        lacking.remove("户类型")
    if "政策编号" in lacking and "政策名称" in columns:
        lacking.remove("政策编号")
    keys = set(household_keys()) - {"村民小组"}
    if spec.household == "required" and not keys & set(columns):
        lacking.insert(0, "户编号")
    return lacking


def _layout(grid: Grid, band: Band, name: str, hits: Mapping[int, Hit]) -> Layout:
    spec = sheets()[name]
    if name == "帮扶责任人":
        hits = _after_the_name(hits)
    chosen: dict[str, list[tuple[int, int]]] = {}
    for index, hit in hits.items():
        chosen.setdefault(hit.column, []).append((hit.rank, index))
    columns, doubles = {}, {}
    for column, places in chosen.items():
        order = [index for _, index in sorted(places)]
        order = [i for i in order if plain(band.parts[i][-1]) != SERIAL] or order
        if len(order) > 1:
            order = _fuller_first(grid, band, order, {i: r for r, i in places})
            doubles[column] = tuple(order[1:])
        columns[column] = order[0]
    units = {hit.column: hit.unit for index, hit in hits.items() if columns[hit.column] == index}
    unknown = tuple(
        (index, parts[-1] if len(parts) == 1 else "".join(parts))
        for index, parts in enumerate(band.parts)
        if parts and index not in hits and plain(parts[-1]) not in IDLE
    )
    units = _with_title_unit(grid, band, units)
    return Layout(spec, band, columns, units, doubles, unknown, tuple(_missing(spec, columns)))


def _after_the_name(hits: Mapping[int, Hit]) -> Mapping[int, Hit]:
    """A helper's 联系电话 stands after the helper's name; one before it is the household's."""
    start = min((i for i, hit in hits.items() if hit.column == "姓名"), default=0)
    after = {hit.column for i, hit in hits.items() if i > start}
    keys = household_keys()
    return {
        i: hit
        for i, hit in hits.items()
        if i >= start or hit.column in keys or hit.column not in after
    }


def _fuller_first(grid: Grid, band: Band, order: list[int], ranks: Mapping[int, int]) -> list[int]:
    """Of two columns of one name the surer comes first, unless it is empty and the other is not."""
    rows = grid.rows[band.bottom + 1 :]
    filled = {i: sum(1 for row in rows if i < len(row) and row[i] not in ("", None)) for i in order}
    return sorted(order, key=lambda i: (filled[i] == 0, ranks[i], -filled[i], i))


def _with_title_unit(grid: Grid, band: Band, units: Mapping[str, str]) -> dict[str, str]:
    """单位：万元 over a table counts for the money columns whose header names no unit."""
    found = ""
    for row in grid.rows[: band.top]:
        for cell in row:
            match = TITLE_UNIT.search(cell) if isinstance(cell, str) else None
            words = re.split(r"[、,，/]", match.group(1)) if match else []
            found = next((word for word in words if word in ("万元", "元", "千元")), found)
    return {column: unit or (f"?{found}" if found else "") for column, unit in units.items()}
