"""Tables of policies: one row a policy under a header, or labels beside their values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docgen.work.compilation.labels import column_of, ignored
from docgen.work.compilation.pieces import Cell, Piece, Table, without_number

HEADER_WITHIN = 8  # rows from the top
ENOUGH = 3  # labels that make a header
SUBHEAD = 8  # letters of a second header row
DITTO = frozenset(("同上", "同前", "〃", "″", "同左上"))


@dataclass(slots=True)
class Row:
    """One policy of a table: (column, words, piece) in reading order."""

    cells: list[tuple[str, str, Piece]] = field(default_factory=list)

    def has(self, column: str) -> bool:
        return any(name == column for name, _, _ in self.cells)

    @property
    def named(self) -> bool:
        return self.has("名称")

    def add(self, column: str, piece: Piece, text: str = "") -> None:
        self.cells.append((column, text or piece.text, piece))


def rows_of(table: Table) -> list[Row] | None:
    """Return the policies of a table, None when it is no table of policies."""
    header = _header(table.rows)
    if header is not None:
        return _listed(table, header)
    if _labelled_rows(table.rows) >= 2:
        return _labelled(table)
    return None


# --- one big table


def _header(rows: Sequence[Sequence[Cell]]) -> int | None:
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        columns = {column_of(cell.text) for cell in row if cell.first} - {""}
        values = [cell for cell in row if cell.piece and cell.first and not _known(cell.text)]
        enough = len(columns) >= ENOUGH or {"名称", "标准"} <= columns
        if enough and len(values) <= len(columns) and _says_policies(columns):
            return number
    return None


def _says_policies(columns: set[str]) -> bool:
    return "名称" in columns or {"享受对象", "标准"} <= columns


def _known(text: str) -> bool:
    return bool(column_of(text)) or ignored(text)


def _listed(table: Table, header: int) -> list[Row]:
    rows = table.rows
    columns = [column_of(cell.text) for cell in rows[header]]
    heads = [cell.text for cell in rows[header]]
    for cell in rows[header]:
        if cell.piece:
            cell.piece.use("表头")
    for row in rows[:header]:
        for cell in row:
            if cell.piece:
                cell.piece.put_aside("表格上方的标题或说明")
    below = _second_header(rows, header)
    begin = header + 1 + bool(below)
    found: list[Row] = []
    category: Piece | None = None
    for row in rows[begin:]:
        pieces = _distinct(row)
        if not pieces:
            continue
        if all(column_of(piece.text) or ignored(piece.text) for piece in pieces):
            for piece in pieces:  # the header again, on a further page
                piece.use("表头")
        elif len(pieces) == 1 and _spans(row):
            category = pieces[0]
            category.use("类别")
        else:
            _take(row, columns, heads, below, category, found)
    return found


def _second_header(rows: Sequence[Sequence[Cell]], header: int) -> dict[int, str]:
    """Column → its heading in a second row (国家, 省, 县 under 补助标准); empty when none is."""
    if header + 1 >= len(rows):
        return {}
    top, below = rows[header], rows[header + 1]
    wide = [n for n, cell in enumerate(top) if cell.piece and _same_beside(top, n)]
    if not wide:
        return {}
    heads = {n: below[n].text for n in wide if below[n].first and below[n].text}
    others = [cell for n, cell in enumerate(below) if n not in wide and cell.piece and cell.first]
    if others or not heads or any(len(text) > SUBHEAD for text in heads.values()):
        return {}
    for n in heads:
        piece = below[n].piece
        if piece:
            piece.use("表头")
    return heads


def _same_beside(row: Sequence[Cell], n: int) -> bool:
    beside = [row[m].piece for m in (n - 1, n + 1) if 0 <= m < len(row)]
    return any(piece is row[n].piece for piece in beside)


def _distinct(row: Sequence[Cell]) -> list[Piece]:
    pieces: list[Piece] = []
    for cell in row:
        if cell.piece is not None and not any(cell.piece is one for one in pieces):
            pieces.append(cell.piece)
    return pieces


def _spans(row: Sequence[Cell]) -> bool:
    """Whether one title stands over the whole row, merged or alone at its left."""
    filled = [n for n, cell in enumerate(row) if cell.piece is not None]
    return len(row) > 2 and (len(filled) == len(row) or filled == [0]) and row[filled[0]].first


def _take(
    row: Sequence[Cell],
    columns: Sequence[str],
    heads: Sequence[str],
    below: dict[int, str],
    category: Piece | None,
    found: list[Row],
) -> None:
    """Add a row of the table: a policy, or more of the one whose name cell reaches down here."""
    place = columns.index("名称") if "名称" in columns else -1
    name = row[place] if place >= 0 else None
    if name is not None and name.piece is None:
        for cell in row:
            if cell.piece and cell.first:
                cell.piece.put_aside("这一行没有政策名称")
        return
    if name is not None and not name.first and found:
        mine = found[-1]
    else:
        mine = Row()
        found.append(mine)
    taken: set[tuple[str, int]] = set()
    for number, (cell, column) in enumerate(zip(row, columns, strict=True)):
        piece = cell.piece
        if piece is None or (column, id(piece)) in taken:
            continue
        taken.add((column, id(piece)))
        if not column:
            head = heads[number] or "（空）"
            piece.put_aside(f"表头“{head}”没有对应的列")
        elif number in below:
            mine.add(column, piece, f"{below[number]}：{piece.text}")
        elif column == "类别":
            mine.add(column, piece, without_number(piece.text))
        else:
            mine.add(column, piece, _above(found, column) if piece.text in DITTO else "")
    if category is not None and not mine.has("类别"):
        mine.add("类别", category, without_number(category.text))


def _above(found: Sequence[Row], column: str) -> str:
    """The words that 同上 stands for: those of the policy before in the same column."""
    before = found[-2].cells if len(found) > 1 else []
    return "\n".join(text for name, text, _ in before if name == column)


# --- labels beside their values


def _labelled_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows hold a label with something to its right."""
    return sum(1 for row in rows if any(True for _ in _pairs(_distinct(row))))


def _pairs(pieces: Sequence[Piece]) -> Iterator[tuple[str, Piece, list[Piece]]]:
    """Yield (column, label, values) for every label of a row that has values."""
    at = [n for n, piece in enumerate(pieces) if column_of(piece.text)]
    for n, begin in enumerate(at):
        end = at[n + 1] if n + 1 < len(at) else len(pieces)
        if end > begin + 1:
            yield column_of(pieces[begin].text), pieces[begin], list(pieces[begin + 1 : end])


def _labelled(table: Table) -> list[Row]:
    found: list[Row] = []
    title: Piece | None = None
    column = ""
    for row in table.rows:
        pieces = _distinct(row)
        pairs = list(_pairs(pieces))
        if not pairs:
            if len(pieces) == 1 and not column_of(pieces[0].text) and len(pieces[0].text) <= 40:
                title, column = pieces[0], ""
            else:
                _alone(pieces, found, column)
            continue
        for name, label, values in pairs:
            mine = found[-1] if found else None
            if mine is None or title is not None or (name == "名称" and mine.named):
                mine = Row()
                found.append(mine)
                if title is not None and name != "名称":
                    mine.add("名称", title, without_number(title.text))
                elif title is not None:
                    mine.add("类别", title, without_number(title.text))
                title = None
            label.use(f"栏名：{name}")
            column = name
            for value in values:
                mine.add(name, value)
        first = pieces[0]
        if not first.used and not column_of(first.text):
            found[-1].add("类别", first, without_number(first.text))
    if title is not None:
        title.put_aside("表格里单独的一行，下面没有内容")
    return found


def _alone(pieces: Sequence[Piece], found: Sequence[Row], column: str) -> None:
    """A row without a label: more of the field above it, else aside."""
    for piece in pieces:
        if column_of(piece.text):
            piece.put_aside("这一栏是空的")
        elif any(ignored(one.text) for one in pieces):
            piece.put_aside("政策表没有这一栏")
        elif found and column and len(pieces) == 1:
            found[-1].add(column, piece)
        else:
            piece.put_aside("这一行没有看懂：没有栏名")
