"""One sheet by itself becomes pieces, one a table; what needs the other sheets comes later."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from docgen.findings import Finding
from docgen.ledger import mixed, settings
from docgen.ledger.blocks import beside
from docgen.ledger.codes import report
from docgen.ledger.families import carried_down
from docgen.ledger.headers import Confirmed, Layout, recognise
from docgen.ledger.kinds import told
from docgen.ledger.notes import notes_of
from docgen.ledger.policies import by_name_where_no_number
from docgen.ledger.rows import BLANK_ROW, Sorted, sort_rows
from docgen.ledger.sheetnames import with_group
from docgen.ledger.spelling import lookup
from docgen.ledger.tables import Table, read_table
from docgen.ledger.unrecognised import unrecognised
from docgen.ledger.values import as_text
from docgen.ledger.workbook import Grid
from docgen.model import Aside, SheetAccount
from docgen.sources import column_name

OWN_SHEETS = {"填写说明", "字典", "设置"}
OTHER_TABLE = "另一张表（没有读）"
MOST_TABLES = 50  # on one sheet


@dataclass(frozen=True, slots=True)
class Piece:
    """One table of a sheet: the account of its rows, what was read, what is to be said.

    ``split`` are households and ``helpers`` helpers found beside persons or households; ``spare``
    are households of a roster with hardly a column of theirs, for a ledger that has no others.
    ``digest`` is equal for equal tables; it is empty for one without a filled row.
    """

    account: SheetAccount
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    helpers: tuple[Table, ...] = ()
    split: tuple[Table, ...] = ()
    spare: tuple[Table, ...] = ()
    digest: bytes = b""

    @property
    def place(self) -> str:
        """File and sheet, as messages name them."""
        return f"{self.account.file} {self.account.sheet}"

    def as_copy(self, other: str) -> Piece:
        """Return the piece set aside, since it is the same as ``other``."""
        account = self.account
        table = self.tables[0]
        same = [Aside(row + 1, f"与 {other} 相同") for row in table.rows]
        aside = sorted(
            (*same, *(one if one.reason == BLANK_ROW else replace(one, reason=f"与 {other} 相同")
                      for one in account.aside)),
            key=lambda one: one.row,
        )  # fmt: skip
        said = report("W011", account.file, account.sheet, facts={"other": other})
        return Piece(replace(account, used=0, aside=tuple(aside)), (said,))


def pieces_of(grid: Grid, file: str, confirmed: Confirmed) -> list[Piece]:
    """Return the tables of one sheet, from top to bottom; none of an empty one or one of ours."""
    if not any(_filled(row) for row in grid.rows):
        return []
    if grid.hidden:
        if grid.name in OWN_SHEETS:
            return []
        return [_set_aside(grid, file, 0, "隐藏的工作表", report("W003", file, grid.name))]
    if grid.name in OWN_SHEETS or settings.is_settings(grid):
        return []
    blocks = beside(grid, Path(file).stem, confirmed)
    return [piece for block in blocks for piece in _tables(block, file, confirmed)]


def _tables(grid: Grid, file: str, confirmed: Confirmed) -> Iterator[Piece]:
    layout = recognise(grid, Path(file).stem, confirmed)
    if layout is None:
        said = unrecognised(grid, file, confirmed)
        yield _set_aside(grid, file, 0, "认不出的表", said)
        return
    for _ in range(MOST_TABLES):
        known = sort_rows(grid, layout)
        yield _piece(grid.cut(known.below), file, layout, known)
        if known.below is None:
            return
        grid = grid.rest(known.below)
        found = recognise(grid, "", confirmed, _title(grid))
        if found is None:
            break
        layout = found
    facts = {"count": len(grid.rows) - grid.top}
    said = report("W013", file, grid.name, f"A{grid.top + 1}", facts=facts)
    yield _set_aside(grid, file, grid.top, OTHER_TABLE, said)


def _title(grid: Grid) -> str:
    """The line over a table, where there is one."""
    texts = {as_text(cell) for cell in grid.rows[grid.top] if cell not in ("", None)}
    return texts.pop() if len(texts) == 1 else ""


def _filled(row: Sequence[object]) -> bool:
    return any(cell is not None and cell != "" for cell in row)


def _set_aside(grid: Grid, file: str, first: int, reason: str, said: Finding) -> Piece:
    rows = tuple(
        Aside(n + 1, reason if _filled(grid.rows[n]) else BLANK_ROW)
        for n in range(first, len(grid.rows))
    )
    return Piece(SheetAccount(file, grid.name, "", len(rows), 0, rows), (said,))


def _piece(grid: Grid, file: str, layout: Layout, known: Sorted) -> Piece:
    own: dict[str, int] = {}
    if layout.spec.name in ("户信息", "家庭成员"):
        layout, own = mixed.carve_helpers(layout)
    table = with_group(told(carried_down(read_table(grid, layout, file, known=known))))
    table = by_name_where_no_number(table)
    used = len(table.rows)
    total = used + len(table.aside)
    account = SheetAccount(file, grid.name, layout.spec.name, total, used, table.aside)
    helpers = mixed.helper_part(grid, layout, own, file) if own else None
    findings = list(table.findings)
    split: tuple[Table, ...] = ()
    spare: tuple[Table, ...] = ()
    tables = [table]
    if layout.spec.name == "家庭成员":
        part = mixed.household_part(grid, layout, file, table)
        if part:
            split = (part,)
            findings = known_to(part, findings)
        else:
            part = mixed.spare_part(grid, layout, file, table)
            spare = (part,) if part else ()
        measures = mixed.measure_part(grid, layout, table)
        tables += [part for part in measures if part.rows]
        findings = _not_at(findings, {part.source.columns["类别"] for part in measures})
    findings += notes_of(grid, file, table.rows)
    return Piece(
        account,
        tuple(findings),
        tuple(tables),
        (helpers,) if helpers else (),
        split,
        spare,
        _digest(layout, grid.rows[layout.band.bottom + 1 :]),
    )


def _digest(layout: Layout, rows: Sequence[Sequence[object]]) -> bytes:
    """The same for the same kind and cells, in any process; empty rows at the end do not count."""
    last = next((n for n in range(len(rows), 0, -1) if _filled(rows[n - 1])), 0)
    if not last:
        return b""
    width = max(index for index, parts in enumerate(layout.band.parts) if parts) + 1
    rows = rows[:last]
    if max(map(len, rows)) > width:
        rows = [row[:width] for row in rows]
    try:
        content = marshal.dumps(rows, 2)  # type: ignore[arg-type]
    except ValueError:  # it knows no dates
        content = repr(rows).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=16, key=layout.spec.name.encode()).digest()


def known_to(part: Table, findings: Iterable[Finding]) -> list[Finding]:
    """Headers that the household part uses, also a second time, are not unknown any more."""
    place = part.source.file, part.source.sheet
    letters = {column_name(index) for index in part.source.columns.values()}
    return [
        note
        for note in findings
        if note.code != "W005"
        or (note.file, note.sheet) != place
        or not (
            note.cell.rstrip("0123456789") in letters
            or any(hit[0] == part.kind and hit[1] in part.values for hit in lookup(note.value))
        )
    ]


def _not_at(findings: Sequence[Finding], columns: set[int]) -> list[Finding]:
    letters = {column_name(index) for index in columns}
    return [
        note
        for note in findings
        if not (note.code == "W005" and note.cell.rstrip("0123456789") in letters)
    ]
