"""``docgen fill``: a form is read, proposals are made or remembered, the copy is filled.

The office's own file is only read. What was filled, from where, and what was left empty stands in
a workbook beside the filled copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from docgen.documents.form import memory as remembered
from docgen.documents.form.account import Entry, account
from docgen.documents.form.heads import slots
from docgen.documents.form.layout import Caption, Segment, captions, segments, title_of
from docgen.documents.form.listing import SERIAL, Drawn, Row, list_tables, rows_of
from docgen.documents.form.memory import Memory, Wanted
from docgen.documents.form.proposing import Proposal
from docgen.documents.form.proposing import proposed as proposed_for
from docgen.documents.form.sheetgrid import Grid, Place, read_form
from docgen.documents.form.values import Counting
from docgen.documents.form.vocabulary import BRACKETED, MONEY, UNITS, is_by_hand, said, unit_of
from docgen.documents.job import Built, Job
from docgen.errors import FileUnreadable, unreadable
from docgen.facts.scope import villages
from docgen.findings import Finding, Severity
from docgen.folder import Settings, write_text
from docgen.ledger.filled import Filling, Given, filled
from docgen.ledger.filled_rows import Insertion
from docgen.ledger.households import village_key
from docgen.ledger.marked_zip import Unmarkable
from docgen.ledger.schema import plain
from docgen.model import Document, Gap, Ledger
from docgen.words import missing, safe_name

PRODUCT = "填表"
SUFFIXES = (".xlsx", ".xlsm")
WORD = (".docx", ".doc", ".docm", ".wps", ".rtf")
UNCONFIRMED = "W431"
SHEET_UNIT = re.compile(r"单位[:：]\s*([^\s、,，;；)）]{1,2})(?=$|[\s)）])")
UNITS_LINE = re.compile(r"单位[:：]\s*([^\s)）]+)")
CAPTIONS = frozenset(
    [
        *("填报单位", "填报部门", "单位名称", "单位", "填表单位", "报送单位"),
        *("县", "县区", "乡镇", "镇", "村"),
    ]
)
"""Labels that docgen may answer; whoever signs, checks or dates a form does so by hand."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form as it was recognised."""

    name: str
    data: bytes
    grids: tuple[Grid, ...]
    tables: Mapping[str, tuple[Segment, ...]]
    lists: tuple[Drawn, ...]


def fill(job: Job, path: Path, *, confirm: bool = False) -> Built:
    """Fill a form and return the filled copy and its account as documents.

    Errors: FileUnreadable for what is no workbook; FormNotesFaulty for a damaged file of
    decisions.
    """
    form = recognise(path)
    notes, where = decided(job, form, confirm=confirm)
    entries, fillings, findings = _filled(job, form, notes)
    try:
        content = filled(form.data, fillings)
    except Unmarkable as trouble:
        raise FileUnreadable(file=form.name, why=str(trouble)) from trouble
    folder = job.folder.output(PRODUCT)
    stem = safe_name(Path(form.name).stem)
    copy, told = folder / f"{stem}{path.suffix.lower()}", folder / f"{stem}_填表说明.xlsx"
    job.save(copy, content)
    job.save(told, account(entries, notes, job.folder, told, stem))
    if not notes.confirmed:
        findings.append(_unconfirmed(job.folder.relative(where), entries))
    gaps = tuple(Gap(one.heads, f"{one.sheet} {one.cell}") for one in entries if one.left)
    documents = [
        Document("form", one.suffix[1:], job.folder.relative(one), "", None, gaps if n == 0 else ())
        for n, one in enumerate((copy, told))
    ]
    return Built(tuple(documents), tuple(findings))


def recognise(path: Path) -> Form:
    """Read a form; nothing is asked of the ledger yet."""
    if path.suffix.lower() not in SUFFIXES:
        raise FileUnreadable(file=path.name, why=_not_fillable(path.suffix.lower()))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
    grids = tuple(read_form(data, path.name))
    tables = {grid.name: tuple(segments(grid)) for grid in grids}
    titles = {grid.name: f"{title_of(grid)} {grid.name} {path.stem}" for grid in grids}
    lists = tuple(
        replace(drawn, money=money_of(grid, title_of(grid)))
        for grid in grids
        for _, drawn in list_tables(grid, tables[grid.name], titles[grid.name])
    )
    return Form(path.name, data, grids, tables, lists)


def _not_fillable(suffix: str) -> str:
    """Why a file is no form, and what to do: a table of Word is no sheet."""
    if suffix in WORD:
        return (
            "这是 Word 文档，只能填 .xlsx、.xlsm：把里面的表格复制到 Excel 或 WPS 表格里，"
            "存成 .xlsx 再填；常用的可以做成模板，用 docgen render 打印"
        )
    return "只能填 .xlsx、.xlsm，请在 Excel 或 WPS 里另存为 .xlsx"


def decided(job: Job, form: Form, *, confirm: bool) -> tuple[Memory, Path]:
    """Return what goes where: as remembered for this form, else as proposed and now remembered."""
    folder = job.folder.records / remembered.FOLDER
    mark = remembered.mark_of(form.grids)
    known = remembered.find(folder, mark)
    if known is None:
        notes = proposed(form, mark, job.ledger, job.folder.settings)
        notes = replace(notes, confirmed=confirm)
        known = remembered.new_path(folder, form.name)
        if not job.dry:
            write_text(known, remembered.text_of(notes))
        return notes, known
    notes = remembered.read(known, form.lists)
    if confirm and not notes.confirmed:
        if not job.dry:
            write_text(known, remembered.confirmed(known.read_text(encoding="utf-8-sig")))
        notes = replace(notes, confirmed=True)
    return notes, known


def proposed(form: Form, mark: str, ledger: Ledger, settings: Settings) -> Memory:
    """Return what docgen proposes for every open cell of a form."""
    parts = _parts(ledger, settings)
    cells = []
    for grid in form.grids:
        title = f"{title_of(grid)} {grid.name} {Path(form.name).stem}"
        unit, money = _unit_of_sheet(grid, title_of(grid)), money_of(grid, title_of(grid))
        tables = [one.table for one in form.lists if one.table.sheet == grid.name]
        for slot in slots(grid, form.tables[grid.name], tables):
            if any(is_by_hand(head) or plain(head) == SERIAL for head in slot.over):
                continue
            heads = " / ".join(dict.fromkeys((*slot.beside, *slot.over)))
            found = proposed_for(slot, parts, unit, money, title)
            cells.append(Wanted(grid.name, slot.place, heads, found))
    return Memory(mark, form.name, False, tuple(cells), form.lists)


def _unit_of_sheet(grid: Grid, title: str) -> str:
    """The unit above a table: 单位：万元, or （元） in its title; of several none."""
    found = [
        unit
        for text in sorted(set(grid.texts.values()))
        for unit in SHEET_UNIT.findall(text)
        if unit_of(unit)[0]
    ]
    found = found or [inside for inside in BRACKETED.findall(plain(title)) if inside in UNITS]
    return found[0] if len(found) == 1 else ""


def _parts(ledger: Ledger, settings: Settings) -> dict[str, str]:
    """Head → village, group or helper, as a form may write it; the only village is no part."""
    several = len(villages(ledger)) > 1
    found = {said(name): name for name in Counting(ledger, settings).named}
    own = {said(name): "" for name in (*villages(ledger), settings.place.village) if name}
    if several:
        found = {said(way): name for name in villages(ledger) for way in _ways(name)} | found
    short = dict.fromkeys(one.group for one in ledger.households if one.group) if several else ()
    return {**found, **{said(group): group for group in short}, **({} if several else own)}


def money_of(grid: Grid, title: str) -> str:
    """The unit of amounts that stands above a table, also among others (单位：人、万元)."""
    lines = [found for text in set(grid.texts.values()) for found in UNITS_LINE.findall(text)]
    told = {unit for line in lines for unit in re.split("[、,，/]", line) if unit in MONEY}
    told = told or {inside for inside in BRACKETED.findall(plain(title)) if inside in MONEY}
    return told.pop() if len(told) == 1 else ""


def _ways(village: str) -> list[str]:
    """The ways to write a village: 上河村, 上河, 上河村委会."""
    key = village_key(village)
    return [key, *(f"{key}{end}" for end in ("村", "村委会", "村民委员会", "社区", "居委会"))]


def _filled(
    job: Job, form: Form, notes: Memory
) -> tuple[list[Entry], dict[str, Filling], list[Finding]]:
    counting = Counting(job.ledger, job.folder.settings)
    values: dict[str, dict[Place, Given]] = {grid.name: {} for grid in form.grids}
    percent = {grid.name: grid.percent for grid in form.grids}
    entries = []
    for cell in notes.cells:
        entry = _entry(cell, counting)
        entries.append(entry)
        if entry.value is not None and cell.sheet in values:
            part = entry.unit == "%" and cell.place in percent[cell.sheet]
            values[cell.sheet][cell.place] = Decimal(entry.value) / 100 if part else entry.value
    for grid in form.grids:
        for caption in captions(grid, form.tables[grid.name]):
            _answer_caption(caption, job.folder.settings, values[grid.name])
    fillings, told, findings = _with_lists(job, form, notes, values)
    return [*entries, *told], fillings, findings


def _entry(cell: Wanted, counting: Counting) -> Entry:
    wanted = cell.proposal
    if not wanted.is_any:
        near = "、".join(wanted.others)
        reason = wanted.doubt or "认不出要填什么"
        reason += f"，相近的指标：{near}" if near else ""
        return Entry(cell.sheet, cell.place, cell.heads, wanted, None, reason=reason)
    answer = counting.answer(wanted)
    unsaid = answer.value is not None and answer.unit == MONEY[1] and not wanted.unit
    note = f"表上没有写金额的单位，按{answer.unit}填" if unsaid else ""
    return Entry(
        cell.sheet,
        cell.place,
        cell.heads,
        wanted,
        answer.value,
        unit=answer.unit,
        definition=answer.definition,
        records=answer.records,
        reason=answer.reason,
        note="；".join(filter(None, [note, answer.note])),
    )


def _answer_caption(caption: Caption, settings: Settings, values: dict[Place, Given]) -> None:
    place, unit = settings.place, settings.unit
    label = caption.label.replace("（盖章）", "").replace("(盖章)", "").replace(" ", "")
    known = {
        "县": place.county, "县区": place.county, "乡镇": place.town, "镇": place.town,
        "村": place.village,
    }  # fmt: skip
    if label not in CAPTIONS:
        return
    word = known.get(label, unit.name)
    if word:
        values[caption.place] = f"{caption.label}：{word}" if caption.inside else word


def _with_lists(
    job: Job, form: Form, notes: Memory, values: Mapping[str, dict[Place, Given]]
) -> tuple[dict[str, Filling], list[Entry], list[Finding]]:
    rows: dict[str, dict[Place, Given]] = {grid.name: {} for grid in form.grids}
    insertions: dict[str, list[Insertion]] = {grid.name: [] for grid in form.grids}
    told: list[Entry] = []
    findings: list[Finding] = []
    for drawn in sorted(notes.lists, key=lambda one: (one.table.sheet, one.table.first)):
        found, unknown = rows_of(drawn, job.ledger, job.folder.settings)
        table = drawn.table
        down = sum(one.count for one in insertions[table.sheet])
        more = len(found) - (table.last - table.first + 1)
        if more > 0:
            insertions[table.sheet].append(Insertion(table.last, more))
        for step, row in enumerate(found):
            number = table.first + down + step
            rows[table.sheet] |= {(number, column): v for column, v in row.values.items()}
            if table.serial is not None:
                rows[table.sheet][number, table.serial] = step + 1
            for name in row.lacking:
                column = next(c for c, of in drawn.columns.items() if of == name)
                rows[table.sheet][number, column] = missing(name)
        told += _told(drawn, found, unknown, down)
    fillings = {name: Filling(values[name], rows[name], tuple(insertions[name])) for name in rows}
    return fillings, told, findings


def _told(drawn: Drawn, found: Sequence[Row], unknown: int, down: int) -> list[Entry]:
    """A line of the account for a list, and one for each column that nobody fills."""
    table = drawn.table
    place = (table.first + down, table.heads[0][0])
    if drawn.doubt and not drawn.condition:
        return [Entry(table.sheet, place, "清单", Proposal(), None, reason=drawn.doubt)]
    note = f"{unknown}行缺资料，没有列入" if unknown else ""
    note = note or ("" if found else "台账里一行也没有")
    words = f"{drawn.sheet}{f'，条件：{drawn.condition}' if drawn.condition else '，全部'}"
    records = tuple(row.at for row in found if row.at is not None)
    whole = Proposal(figure=words, confidence=drawn.confidence)
    entries = [
        Entry(
            *(table.sheet, place, "清单", whole, len(found)),
            unit="行", definition=f"取自{words}", records=records, note=note,
        )
    ]  # fmt: skip
    heads = dict(table.heads)
    for column, name in sorted(drawn.columns.items()):
        if not name:
            open_place = (table.first + down, column)
            reason = "台账没有这一列，整列留空"
            entries.append(
                Entry(table.sheet, open_place, heads[column], Proposal(), None, reason=reason)
            )
    return entries


def _unconfirmed(where: str, entries: Iterable[Entry]) -> Finding:
    count = sum(1 for one in entries if not one.left)
    return Finding(
        UNCONFIRMED,
        Severity.warning,
        where,
        "",
        "",
        f"填进去的{count}处是docgen提议的，还没有人确认",
        "核对填表说明，改好后运行：docgen fill 表.xlsx --confirm；确认一次，以后照填",
    )
