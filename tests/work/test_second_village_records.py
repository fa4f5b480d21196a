"""Four records of the second village, each in its own habit: all that differs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from second import records
from second.habits import SETTINGS, clerk, contract
from second.people import Village
from second.records import SOURCES, Four
from second.writing import write

from docgen.folder import open_folder
from docgen.ledger.compare import CHECKED, read_compare
from docgen.ledger.reading import read_ledger
from docgen.work.difference import Reconciled, State
from docgen.work.reconcile import reconcile


def compared(folder: Path) -> Reconciled:
    opened = open_folder(folder)
    ledger = read_ledger(opened)
    read = read_compare(opened, ledger.households)
    checked = (*read.checked, *ledger.register(CHECKED))
    return reconcile(read.records, opened.settings, roster=ledger, checked=checked)


def result(four: Four, folder: Path) -> Reconciled:
    records.write_four(folder, four)
    return compared(folder)


def keys(done: Reconciled) -> set[tuple[str, str, str]]:
    return {(one.household, one.person, one.field) for one in done.differences}


def alike(four: Four) -> None:
    pass


def twins_and_looks(four: Four) -> None:
    for village in four.copies.values():
        records.twins(village)
    records.pseudo(four.copies["手册"].persons)
    records.pseudo(four.copies["实际"].persons)


@pytest.mark.parametrize("change", [alike, twins_and_looks])
def test_what_only_looks_different_is_equal(change: Callable[[Four], None], tmp_path: Path) -> None:
    four = records.same_four()
    change(four)
    done = result(four, tmp_path)
    assert (done.differences, done.doubtful) == ((), ())
    assert set(done.states.values()) == {State.agrees}


@pytest.mark.parametrize("source", ["手册", "实际"])
def test_every_field_that_differs_is_told_and_no_other(source: str, tmp_path: Path) -> None:
    four = records.same_four()
    records.plant_fields(four, source)
    done = result(four, tmp_path)
    assert keys(done) == set(four.expected)
    assert all(one.wrong == (source,) for one in done.differences)
    assert done.doubtful == ()


def test_members_and_households_that_a_record_lacks(tmp_path: Path) -> None:
    four = records.same_four()
    records.plant_members(four)
    done = result(four, tmp_path)
    told = keys(done)
    assert set(four.expected) <= told
    assert {key for key, _, _ in told - set(four.expected)} <= set(four.flagged)
    flagged = {key for key, _, _ in told} | {one.household for one in done.doubtful}
    assert set(four.flagged) <= flagged
    exchanged = next(k for k, why in four.flagged.items() if "互换" in why)
    assert {name for key, _, name in told if key == exchanged} == {"证件号码"}


def test_two_households_that_one_record_has_as_one_are_both_doubtful(tmp_path: Path) -> None:
    four = records.same_four()
    one, other = (four.home(lambda home, people: len(people) == 3) for _ in range(2))
    book: Village = four.copies["手册"]
    whole, part = four.row("手册", one), four.row("手册", other)
    for person in book.members(part):
        person["_h"] = whole
    book.households.remove(part)
    book.sheets["帮扶责任人"] = [r for r in book.sheets["帮扶责任人"] if r["_h"] is not part]
    done = result(four, tmp_path)
    assert {one, other} <= {doubt.household for doubt in done.doubtful}
    assert not {one, other} & {difference.household for difference in done.differences}


def test_the_order_of_rows_and_the_habits_of_the_records_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    four = records.same_four()
    records.plant_fields(four, "纸档")
    first = result(four, tmp_path / "one")
    for source in SOURCES:
        four.copies[source].persons.reverse()
    habits = dict(zip(SOURCES, ("mixed", "contract", "national", "clerk"), strict=True))
    monkeypatch.setattr(records, "HABITS", habits)
    second = result(four, tmp_path / "two")
    assert keys(first) == keys(second) == set(four.expected)
    assert [one.wrong for one in first.differences] == [one.wrong for one in second.differences]


@pytest.mark.parametrize("habit", ["contract", "clerk"])
def test_what_is_typed_in_the_ledger_counts_and_names_households_in_any_way(
    habit: str, tmp_path: Path
) -> None:
    village = records.same_four().copies["系统"]
    (tmp_path / "docgen.toml").write_text(SETTINGS, encoding="utf-8")
    write(tmp_path / "台账", {"contract": contract, "clerk": clerk}[habit](village))
    first, second, third = village.households[:3]
    member = village.members(second)[1]
    rows = [
        [f"{first['户主姓名']}（{first['村民小组']}）", "", "电话", "手册", "13355556666"],
        [f"{second['户主姓名']}+{second['村民小组']}", member["姓名"], "健康", "户档", "慢性病"],
        [f"{third['户主姓名']}({third['村民小组']})", "", "全部一致", "实际", "是"],
    ]
    book = Workbook()
    sheet = book.active
    sheet.append(["户", "姓名", "字段", "来源", "记载值", "核对日期"])
    for row in rows:
        sheet.append([*row, date(2026, 6, 2)])
    book.save(tmp_path / "台账" / "信息核对.xlsx")
    done = compared(tmp_path)
    assert [(one.person, one.field) for one in done.differences] == [
        ("", "联系电话"),
        (member["姓名"], "健康状况"),
    ]
    counts = [list(done.states.values()).count(state) for state in State]
    assert sorted(counts) == [1, 2, len(village.households) - 3]
    assert done.doubtful == ()
