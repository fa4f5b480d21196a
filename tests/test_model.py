"""Records know their columns; findings know their cells."""

from __future__ import annotations

import pickle
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from docgen.findings import Finding, Severity, as_json, finding_at, sort_key
from docgen.model import CORE_SHEETS, Household, Ledger, Person, columns_of, value_of
from docgen.sources import At, SheetRef, cell_name

SHEET = SheetRef("台账/户.xlsx", "户信息", {"户编号": 0, "联系电话": 5})


@given(st.integers(0, 16383), st.integers(1, 1048576))
def test_addresses_are_those_of_the_workbook(column: int, row: int) -> None:
    assert cell_name(row, column) == f"{get_column_letter(column + 1)}{row}"


@pytest.mark.parametrize("kind", CORE_SHEETS.values(), ids=lambda kind: kind.__name__)
def test_no_column_is_read_twice(kind: type) -> None:
    columns = columns_of(kind)
    assert max(Counter(columns.values()).values()) == 1


def test_a_value_by_its_official_name() -> None:
    household = Household(id="0107", wages=Decimal(30000), at=At(SHEET, 7))
    assert value_of(household, "工资性收入") == Decimal(30000)
    assert value_of(household, "联系电话") is None
    assert value_of(household, "没有这一列") is None
    assert household.at is not None
    assert household.at.cell("联系电话") == "F7"
    assert household.at.cell("没有这一列") == "A7"


def test_the_addresses_of_a_row_are_those_of_the_columns_that_the_sheet_has() -> None:
    assert SHEET.letters == {"户编号": "A", "联系电话": "F"}
    assert SHEET.cells(("联系电话", "没有这一列", "户编号"), 7) == "F7、A7"
    assert SHEET.cells(("联系电话", "没有这一列", "户编号"), 12) == "F12、A12"
    assert SHEET.cells(("没有这一列",), 7) == ""


def test_look_ups_by_household_keep_the_order() -> None:
    ledger = Ledger(
        households=(Household(id="1"), Household(id="2")),
        persons=(Person("2", name="乙"), Person("1", name="甲"), Person("2", name="丙")),
    )
    assert [person.name for person in ledger.persons_of("2")] == ["乙", "丙"]
    assert ledger.persons_of("3") == ()
    assert ledger.household("3") is None


def test_records_travel_between_processes() -> None:
    person = Person("1", name="甲", at=At(SHEET, 3))
    assert SHEET.letters
    assert pickle.loads(pickle.dumps(person)) == person


def found(**facts: object) -> Finding:
    return finding_at(
        At(SHEET, 7),
        ["联系电话", "户编号", "没有这一列"],
        code="R025",
        severity=Severity.error,
        message="联系电话 13900001234 不是手机号",
        fix="改",
        **facts,  # type: ignore[arg-type]
    )


def test_a_finding_names_the_cell_to_mend_and_the_others() -> None:
    finding = found()
    assert (finding.cell, finding.also) == ("F7", ("A7",))


def test_machine_output_masks_numbers() -> None:
    text = str(as_json(found(value="999201196303072318")))
    assert "19630307" not in text
    assert "13900001234" not in text


def test_order_does_not_depend_on_how_findings_were_found() -> None:
    grave = Finding("R041", Severity.grave, "a", "b", "C10", "", "")
    early = Finding("R001", Severity.error, "a", "b", "C2", "", "")
    late = Finding("R001", Severity.error, "a", "b", "C10", "", "")
    assert sorted([late, early, grave], key=sort_key) == [grave, early, late]
