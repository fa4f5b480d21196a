"""Pieces put together into policies, whatever the layout: paragraphs, one table each, one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.work.compilation import labels
from docgen.work.compilation.pieces import (
    NUMBERED,
    Pages,
    Piece,
    Table,
    read_pages,
    without_number,
)
from docgen.work.compilation.tables import rows_of

PREFACE = "前言或说明，没有归到任何一条政策"
NO_FIELDS = "这个标题下面没有找到享受对象、标准等内容"
SENTENCE_ENDS = ("。", "；", "，", "：", ":", "！", "？", ";")
SHORT = 30
PLAIN_HEADING = 9


@dataclass(slots=True)
class Found:
    """One policy as the compilation has it: for each column its texts with their places."""

    cells: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, column: str, text: str, piece: Piece) -> None:
        """Add words to a column; the piece is used, the same words at one place only once."""
        piece.use(column)
        for name, words in labels.shared(column, text):
            entry = (words, piece.where)
            if words and entry not in self.cells.setdefault(name, []):
                self.cells[name].append(entry)

    def text(self, column: str) -> str:
        """Return the words of a column, one line each."""
        return "\n".join(dict.fromkeys(text for text, _ in self.cells.get(column, ())))

    def places(self, column: str) -> str:
        """Return where the words of a column stand."""
        return "、".join(dict.fromkeys(place for _, place in self.cells.get(column, ())))


@dataclass(frozen=True, slots=True)
class Compilation:
    """What was read: the policies, and every piece with what became of it."""

    file: str
    policies: tuple[Found, ...]
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.used)

    @property
    def aside(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if not piece.used)


def read_compilation(path: Path) -> Compilation:
    """Return the policies of a .docx or a workbook; pieces = used + aside."""
    pages = read_pages(path)
    reader = _Reader(pages)
    reader.read()
    pieces = tuple(pages.pieces())
    for piece in pieces:
        piece.put_aside(NO_FIELDS if piece.level else PREFACE)
    found = [one for one in reader.found if any(name != "类别" for name in one.cells)]
    return Compilation(path.name, tuple(found), pieces, tuple(pages.notes))


class _Reader:
    """A place in the pages: the headings above it, the policy and the column it is in."""

    def __init__(self, pages: Pages) -> None:
        self.parts = pages.parts
        self.found: list[Found] = []
        self.headings: list[tuple[int, Piece]] = []
        self.current: Found | None = None
        self.level = 0
        self.column = ""

    def read(self) -> None:
        for number, part in enumerate(self.parts):
            if isinstance(part, Table):
                self.table(part)
            elif not part.aside:
                self.paragraph(number, part)

    # --- paragraphs

    def paragraph(self, number: int, piece: Piece) -> None:
        before, parts = labels.split(piece.text)
        if parts:
            self.labelled(piece, before, parts)
        elif piece.level and not self.within(number, piece):
            self.heading(piece.level, piece)
        elif self.names_what_follows(number, piece):
            self.heading(PLAIN_HEADING, piece)
        elif self.current is not None and self.column:
            self.current.add(self.column, piece.text, piece)
        else:
            piece.put_aside(PREFACE)

    def labelled(self, piece: Piece, before: str, parts: Sequence[tuple[str, str]]) -> None:
        named = next((words for column, words in parts if column == "名称"), "")
        if named:
            self.begin()
        elif self.current is None and not self.begin_under_heading():
            if not before or len(before) > SHORT:
                piece.put_aside("有“享受对象：”一类的字样，前面却没有政策名称")
                return
            self.begin().add("名称", without_number(before), piece)
            before = ""
        assert self.current is not None
        if before and self.column:
            self.current.add(self.column, before, piece)
        for column, words in parts:
            self.column = column
            self.current.add(column, words, piece)

    def within(self, number: int, piece: Piece) -> bool:
        """Whether a numbered line is an item of the field it stands in, not a heading."""
        by_number = any(mark.match(piece.text) for _, mark in NUMBERED)
        if not by_number or self.current is None or not self.column or piece.level <= self.level:
            return False
        return not self.fields_follow(number, piece.level)

    def fields_follow(self, number: int, level: int) -> bool:
        """Whether labels come before the next heading of this or a higher level."""
        for part in self.parts[number + 1 :]:
            if isinstance(part, Table):
                return True
            if labels.split(part.text)[1]:
                return True
            if part.level and part.level <= level:
                return False
        return False

    def names_what_follows(self, number: int, piece: Piece) -> bool:
        """Whether a short line without a number stands right over the labels of a policy."""
        if len(piece.text) > SHORT or piece.text.endswith(SENTENCE_ENDS) or "\n" in piece.text:
            return False
        following = self.parts[number + 1] if number + 1 < len(self.parts) else None
        if not isinstance(following, Piece):
            return False
        _, parts = labels.split(following.text)
        if not parts or parts[0][0] == "名称":
            return False
        return self.current is None or parts[0][0] in self.current.cells

    def heading(self, level: int, piece: Piece) -> None:
        self.headings = [(deep, one) for deep, one in self.headings if deep < level]
        self.headings.append((level, piece))
        self.current, self.column = None, ""

    def begin(self) -> Found:
        """Begin a policy under the headings there are; the last one above it is its category."""
        self.current, self.column = Found(), ""
        self.found.append(self.current)
        self.level = self.headings[-1][0] if self.headings else 0
        if self.headings:
            _, piece = self.headings[-1]
            self.current.add("类别", without_number(piece.text), piece)
        return self.current

    def begin_under_heading(self) -> bool:
        """Begin the policy that the nearest heading names; whether there is one."""
        if not self.headings:
            return False
        (level, piece), above = self.headings[-1], self.headings[:-1]
        if piece.used == "名称":
            return False
        self.current, self.column, self.level = Found(), "", level
        self.found.append(self.current)
        self.current.add("名称", without_number(piece.text), piece)
        if above:
            self.current.add("类别", without_number(above[-1][1].text), above[-1][1])
        return True

    # --- tables

    def table(self, table: Table) -> None:
        rows = rows_of(table)
        if rows is None:
            self.loose_table(table)
            return
        for row in rows:
            if row.named or not self.headings or self.headings[-1][1].used == "名称":
                self.begin_row(has_category=row.has("类别"), title=table.title)
            elif not self.begin_under_heading():
                self.begin()
            assert self.current is not None
            for column, text, piece in row.cells:
                self.current.add(column, text, piece)
        self.current, self.column = None, ""

    def begin_row(self, *, has_category: bool, title: str) -> None:
        if has_category or not self.headings:
            self.current = Found()
            self.found.append(self.current)
        else:
            self.begin()
        self.column = ""

    def loose_table(self, table: Table) -> None:
        """A table that is no list of policies: part of the field it stands in, or aside."""
        for row in table.rows:
            pieces = [cell.piece for cell in row if cell.piece is not None and cell.first]
            if self.current is not None and self.column:
                words = "｜".join(piece.text for piece in pieces)
                for number, piece in enumerate(pieces):
                    self.current.add(self.column, words if number == 0 else "", piece)
            else:
                for piece in pieces:
                    piece.put_aside(
                        f"{table.name}没有看懂：找不到写着政策名称、享受对象、标准等的表头"
                    )
