"""Where a record stands: file, sheet, row and column, so every value can be traced to its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ROW = "\0"  # where the row stands in a pattern of addresses


def column_name(index: int) -> str:
    """Return the spreadsheet letters of a 0-based column index (0 → ``A``, 26 → ``AA``)."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the address of a 1-based row and a 0-based column (``F12``)."""
    return f"{column_name(column)}{row}"


@dataclass(frozen=True, slots=True)
class SheetRef:
    """One sheet of one workbook; all its records share this object.

    ``file`` is relative to the work folder with ``/``; ``columns`` maps the official column name
    to its 0-based index in the sheet.
    """

    file: str
    sheet: str
    columns: Mapping[str, int]
    _letters: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _cells: dict[tuple[str, ...], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __reduce__(self) -> tuple[type[SheetRef], tuple[str, str, Mapping[str, int]]]:
        return SheetRef, (self.file, self.sheet, self.columns)

    @property
    def letters(self) -> Mapping[str, str]:
        """Official column name → letters of its column in the sheet, reckoned once."""
        if not self._letters:
            self._letters.update((name, column_name(at)) for name, at in self.columns.items())
        return self._letters

    def cells(self, columns: tuple[str, ...], row: int) -> str:
        """Return the addresses in a row (``F12、H12``) of those columns that the sheet has."""
        pattern = self._cells.get(columns)
        if pattern is None:
            letters = [self.letters[name] for name in columns if name in self.letters]
            pattern = self._cells[columns] = "、".join(f"{one}{ROW}" for one in letters)
        return pattern.replace(ROW, str(row))


@dataclass(frozen=True, slots=True)
class At:
    """The place of one record: a sheet and a 1-based row.

    ``more`` are further places of a record that was put together from several sheets.
    """

    source: SheetRef
    row: int
    more: tuple[At, ...] = ()

    @property
    def file(self) -> str:
        return self.source.file

    @property
    def sheet(self) -> str:
        return self.source.sheet

    def of(self, column: str) -> At:
        """Return the place of this column: this one, or the one of ``more`` that has it."""
        if column in self.source.columns:
            return self
        return next((place for place in self.more if column in place.source.columns), self)

    def has(self, column: str) -> bool:
        """Whether a sheet of the record has this column at all."""
        if column in self.source.columns:
            return True
        return any(column in place.source.columns for place in self.more)

    def cell(self, *columns: str) -> str:
        """Return the address of the first of these columns there is, else of the row."""
        for column in columns:
            place = self.of(column)
            if column in place.source.columns:
                return cell_name(place.row, place.source.columns[column])
        return cell_name(self.row, 0)
