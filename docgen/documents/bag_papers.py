"""Which papers of a household the archive asks for, and which of them are known to be there.

documents and archive are siblings: what is read here is data that lies in the work folder, the
archive's rules (archive_schema.yaml), the list of bound volumes and the plan of filing.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import python_calamine
import yaml

from docgen.documents.gaps import Context
from docgen.facts.conditions import Condition, Lookup, Truth, evaluate, parse
from docgen.folder import OUTPUT, Folder
from docgen.resources import schema_path

VOLUMES = ("档案", "案卷清单.json")
PLAN = "归档计划"
BOUND, PLANNED = "已成卷", "已列入归档计划，未成卷"
NOT_SEEN, UNKNOWN = "未见归档", "未归档，有无不明"
EXPLAINED = re.compile(r"[(（][^()（）]*[)）]$")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A type of paper of a household; ``when`` None: ``always`` or for people to judge."""

    code: str
    title: str
    order: int
    always: bool
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that is known: its type, its year and where it lies."""

    type: str
    title: str
    year: str
    state: str
    place: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the archive asks for and what it has; ``known`` False: nothing was planned or bound."""

    wanted: tuple[Wanted, ...] = ()
    files: Condition | None = None
    held: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)
    known: bool = False
    trouble: str = ""


def shelf_of(folder: Folder) -> Shelf:
    """Return the shelf of a work folder; rules or lists that cannot be read are its ``trouble``."""
    path = schema_path(folder.root, str(folder.settings.archive.get("schema") or ""))
    try:
        wanted, files = _rules(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, yaml.YAMLError):
        return Shelf(trouble=f"归档规则（{path.name}）读不了，不能列出应有的户档材料")
    try:
        papers = _bound(folder)
        if papers is None:
            papers = _planned(folder)
    except (
        OSError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        python_calamine.CalamineError,
    ):
        return Shelf(wanted, files, trouble="归档计划或案卷清单读不了，有无归档不明")
    held: dict[str, list[Held]] = {}
    for household, paper in papers or ():
        held.setdefault(household, []).append(paper)
    ordered = {key: tuple(sorted(own, key=_place)) for key, own in held.items()}
    return Shelf(wanted, files, ordered, papers is not None)


@cache
def _rules(path: Path, changed: int) -> tuple[tuple[Wanted, ...], Condition | None]:
    """The types of a household's file, in the order of the file; docgen makes some itself."""
    del changed
    told = yaml.load(path.read_text(encoding="utf-8-sig"), _Loader)
    types = [one for one in told["types"] if one["level"] == "户" and not one.get("made")]
    wanted = [_wanted(one) for one in types]
    files = told.get("household_files")
    return tuple(sorted(wanted, key=lambda one: (one.order, one.code))), (
        parse(str(files)) if files else None
    )


def _wanted(entry: Mapping[str, Any]) -> Wanted:
    when = entry.get("when")
    return Wanted(
        str(entry["code"]),
        EXPLAINED.sub("", str(entry["title"])),
        int(entry.get("order", 0)),
        entry.get("need") == "必" and not when,
        parse(str(when)) if when and entry.get("need") != "可选" else None,
    )


def _bound(folder: Folder) -> list[tuple[str, Held]] | None:
    """Papers in bound volumes, by household; None when nothing was bound."""
    places = (folder.output(VOLUMES[0]), folder.root / OUTPUT / VOLUMES[0])
    path = next((one / VOLUMES[1] for one in places if (one / VOLUMES[1]).is_file()), None)
    if path is None:
        return None
    found = []
    for entry in json.loads(path.read_text(encoding="utf-8"))["volumes"]:
        code = str(entry["volume"]["code"])
        for one in entry["papers"]:
            paper = one["paper"]
            if paper["household"] and not entry.get("pending"):
                place = f"{code}，第{one['first']}页起"
                held = Held(paper["type"], paper["title"], str(paper["year"] or ""), BOUND, place)
                found.append((str(paper["household"]), held))
    return found


def _planned(folder: Folder) -> list[tuple[str, Held]] | None:
    """Papers of 记录/归档计划.xlsx that need no further look; None when there is no plan."""
    path = folder.records / f"{PLAN}.xlsx"
    if not path.is_file():
        return None
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return [found for row in _rows(book) if (found := _of_plan(row)) is not None]


def _rows(book: python_calamine.CalamineWorkbook) -> Iterator[dict[str, str]]:
    if PLAN not in book.sheet_names:
        return
    lines = book.get_sheet_by_name(PLAN).to_python(skip_empty_area=False)
    texts = [[_cell(cell) for cell in line] for line in lines]
    top = next((number for number, line in enumerate(texts) if "来源" in line), len(texts))
    for line in texts[top + 1 :]:
        yield dict(zip(texts[top], line, strict=False))


def _cell(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value or "").strip()  # type: ignore[call-overload]


def _of_plan(row: Mapping[str, str]) -> tuple[str, Held] | None:
    said = row.get("确认", "")
    changed = any(row.get(name) for name in ("改为文种", "改为户编号", "改为题名", "改为年度"))
    settled = changed or said == "是" or row.get("建议") == "自动归类"
    if said in ("待定", "否", "不", "?", "？") or not settled:
        return None
    household = row.get("改为户编号") or row.get("户编号", "")
    kind = ((row.get("改为文种") or row.get("文种", "")).split() or [""])[0]
    if not household or not kind:
        return None
    place = row.get("存放位置") or row.get("原档号") or ""
    title = row.get("改为题名") or row.get("题名", "")
    year = row.get("改为年度") or row.get("年度", "")
    return household, Held(kind, title, year, PLANNED, place)


def _place(paper: Held) -> tuple[str, str, str, str]:
    return (paper.type, paper.year, paper.place, paper.title)


def papers(shelf: Shelf, household: str, lookup: Lookup) -> Context:
    """Return the rows of the list (材料, 情况, 位置) and what must be said about them."""
    own = shelf.held.get(household, ())
    has_file = evaluate(shelf.files, lookup).truth if shelf.files else Truth.YES
    rows = []
    for kind in shelf.wanted:
        held = [paper for paper in own if paper.type == kind.code]
        if held:
            rows.append(_held(kind, held))
        elif has_file is not Truth.NO:
            rows += _lacking(kind, shelf, lookup)
    known = {kind.code for kind in shelf.wanted}
    rows += [_held(None, [paper]) for paper in own if paper.type not in known]
    numbered = [{"序号": number, **row} for number, row in enumerate(rows, start=1)]
    return {"户档": numbered, "户档说明": _note(shelf, has_file, rows)}


def _held(kind: Wanted | None, held: Sequence[Held]) -> Context:
    title = kind.title if kind else held[0].title or held[0].type
    years = "、".join(dict.fromkeys(paper.year for paper in held if paper.year))
    count = f"{len(held)}件" if len(held) > 1 else ""
    told = "，".join(part for part in (f"{years}年" if years else "", count) if part)
    places = dict.fromkeys(paper.place for paper in held if paper.place)
    return {
        "材料": f"{title}（{told}）" if told else title,
        "情况": held[0].state,
        "位置": "；".join(places),
    }


def _lacking(kind: Wanted, shelf: Shelf, lookup: Lookup) -> Iterator[Context]:
    state = NOT_SEEN if shelf.known else UNKNOWN
    if kind.always:
        yield {"材料": kind.title, "情况": state, "位置": ""}
    elif kind.when is not None:
        verdict = evaluate(kind.when, lookup)
        if verdict.truth is Truth.YES:
            yield {"材料": kind.title, "情况": state, "位置": ""}
        elif verdict.truth is Truth.UNKNOWN:
            lacking = "、".join(verdict.missing)
            yield {"材料": kind.title, "情况": f"要不要不能判断，缺：{lacking}", "位置": ""}


def _note(shelf: Shelf, has_file: Truth, rows: Sequence[Context]) -> str:
    if shelf.trouble:
        return f"{shelf.trouble}。"
    said = []
    if has_file is Truth.NO:
        said.append("按归档规则，本户不在必须建户档的范围内，只列已归档的材料。")
    elif has_file is Truth.UNKNOWN:
        said.append("台账不能判断本户要不要建户档，下列材料请核实。")
    if not shelf.known:
        said.append("还没有归档计划，也没有成卷，户档材料有没有归档不明，请核对实物。")
    elif not rows:
        said.append("没有已归档的材料。")
    return "".join(said)
