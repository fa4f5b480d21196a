"""Small ledgers for tests: rows by official column names become records with cell addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.facts.words import check_character
from docgen.folder import Period, Settings
from docgen.model import CORE_SHEETS, LISTS, Entry, Ledger, columns_of
from docgen.sources import At, SheetRef

FIRST_ROW = 3
Row = Mapping[str, Any]


def id_number(
    born: str = "19800101", order: int = 1, male: bool = True, area: str = "999201"
) -> str:
    """An ID of nobody: an area code that does not exist and the right check character."""
    head = f"{area}{born}{order:02d}{1 if male else 2}"
    return head + check_character(head)


def settings(
    as_of: date = date(2026, 6, 30), monitor: Mapping[str, int] | None = None, **tables: Any
) -> Settings:
    lines = {"monitor": dict(monitor if monitor is not None else {"2026": 8800, "2025": 8500})}
    period = Period(date(as_of.year, 1, 1), as_of, as_of)
    return Settings(period=period, lines=lines, **tables)


def ledger(columns: Mapping[str, Iterable[str]] | None = None, **sheets: Iterable[Row]) -> Ledger:
    """A ledger of these sheets; `columns` adds columns that none of the rows has."""
    records: dict[str, Any] = {}
    registers: dict[str, tuple[Entry, ...]] = {}
    known: dict[str, frozenset[str]] = {}
    for sheet, given in sheets.items():
        rows = [_typed(row) for row in given]
        names = list(
            dict.fromkeys([*(n for row in rows for n in row), *(columns or {}).get(sheet, ())])
        )
        source = SheetRef(
            "台账/台账.xlsx", sheet, {name: place for place, name in enumerate(names)}
        )
        known[sheet] = frozenset(names)
        places = [At(source, FIRST_ROW + place) for place in range(len(rows))]
        if sheet in LISTS:
            records[LISTS[sheet]] = tuple(map(_record(sheet), rows, places))
        else:
            registers[sheet] = tuple(
                Entry(sheet, row, str(row["户"]) if "户" in row else None, at)
                for row, at in zip(rows, places, strict=True)
            )
    return Ledger(**records, registers=registers, sheets=known)


def _record(sheet: str) -> Any:
    kind = CORE_SHEETS[sheet]
    attributes = columns_of(kind)

    def make(row: Row, at: At) -> Any:
        values = {attributes[name]: value for name, value in row.items() if value is not None}
        return kind(**values, at=at)

    return make


def _typed(row: Row) -> dict[str, Any]:
    return {name: Decimal(str(v)) if isinstance(v, float) else v for name, v in row.items()}
