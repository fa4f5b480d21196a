"""Random ledgers for property tests: values by the kind of their column, written by XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import xlsxwriter

from docgen.ledger.schema import ColumnSpec, SheetSpec, code_lists, sheets
from docgen.model import Value

SIGNS = "云溪荷塘山水田林路桥春夏秋冬松竹梅兰青石白杨"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
KEYS = ("户编号", "户主证件号码", "户主姓名", "村民小组")


@dataclass(frozen=True)
class Table:
    """One sheet to be written: its name, header and rows of values (None: an empty cell)."""

    spec: SheetSpec
    header: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]


def words(chance: Random, least: int = 2, most: int = 6) -> str:
    return "".join(chance.choice(SIGNS) for _ in range(chance.randint(least, most)))


def id_number(chance: Random) -> str:
    """An ID of an area that does not exist, with the right check digit."""
    day = date(1940, 1, 1) + timedelta(days=chance.randrange(31_000))
    seventeen = f"999{chance.randrange(100, 900)}{day:%Y%m%d}{chance.randrange(1000):03}"
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True))
    return seventeen + "10X98765432"[total % 11]


def value(chance: Random, spec: ColumnSpec) -> Value:
    """A value such as the reader gives for a column of this kind."""
    match spec.kind:
        case "key":
            return f"{chance.choice('ABPX')}{chance.randrange(10**4):04}"
        case "yes":
            return chance.choice(("是", "否"))
        case "code":
            return chance.choice([one for one in code_lists()[spec.arg].labels if one])
        case "id":
            return id_number(chance)
        case "phone":
            return f"139{chance.randrange(10**8):08}"
        case "card":
            return f"62{chance.randrange(10**17):017}"
        case "int":
            return chance.randrange(0, 500)
        case "year":
            return chance.randrange(2014, 2027)
        case "number" | "money" | "figure":
            return tidy(
                Decimal(chance.randrange(-(10**6), 10**9)).scaleb(-chance.choice((0, 1, 2)))
            )
        case "date":
            return date(1950, 1, 1) + timedelta(days=chance.randrange(36_000))
        case "month":
            return f"{chance.randrange(2014, 2027)}-{chance.randrange(1, 13):02}"
    return words(chance)


def tidy(number: Decimal) -> Decimal:
    return (
        number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    )


def ledger_tables(chance: Random) -> list[Table]:
    """A sheet of households and some others whose rows name them."""
    households = [f"H{number:04}" for number in chance.sample(range(10**4), chance.randint(2, 7))]
    others = [spec for name, spec in sheets().items() if name != "户信息" and _plain(spec)]
    chosen = chance.sample(others, chance.randint(1, 6))
    made = [table(chance, spec, households) for spec in (sheets()["户信息"], *chosen)]
    return [one for one in made if one.rows]


def _plain(spec: SheetSpec) -> bool:
    return "核对" not in spec.name


def table(chance: Random, spec: SheetSpec, households: Sequence[str]) -> Table:
    """Random rows of one sheet; required columns are always there and filled."""
    main = spec.name == "户信息"
    names = [name for name in spec.declared if name not in KEYS or spec.columns[name].required]
    left_out = {one for one in names if not spec.columns[one].required and chance.random() < 0.3}
    names = [one for one in names if one not in left_out]
    chance.shuffle(names)
    if main:
        names = ["户编号", *(name for name in names if name != "户编号")]
    keyed = bool(spec.household)
    rows = []
    for number in range(len(households) if main else chance.randint(1, 8)):
        cells: list[Value | None] = [
            value(chance, spec.columns[name])
            if spec.columns[name].required or chance.random() < 0.7
            else None
            for name in names
        ]
        if main:
            cells[0] = households[number]
        elif not keyed and sum(cell is not None for cell in cells) < 3:
            continue  # a lonely cell is taken for a caption
        rows.append((chance.choice(households), *cells) if keyed else tuple(cells))
    header = ("户编号", *names) if keyed else tuple(names)
    return Table(spec, header, tuple(rows))


def title(spec: SheetSpec, name: str) -> str:
    """The header of a column; amounts say their unit, so that yuan are meant."""
    column = spec.columns.get(name)
    return f"{name}(元)" if column is not None and column.kind == "money" else name


def written(tables: Sequence[Table]) -> bytes:
    """The workbook of these tables."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for table in tables:
        page = book.add_worksheet(table.spec.name)
        page.write_row(0, 0, [title(table.spec, name) for name in table.header])
        for row, cells in enumerate(table.rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(row, column, cell, day)
                elif isinstance(cell, (int, Decimal)):
                    page.write_number(row, column, cell)
                elif cell is not None:
                    page.write_string(row, column, cell)
    book.close()
    return out.getvalue()
