"""What stands beside the ledger, entered as registers so that figures count it like any sheet.

归档材料 is read from 案卷清单.json of the last `docgen archive build`; 缺件 and 应享核对 are told
by the engines that find them. Without them their figures are gaps, never 0.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from docgen.folder import Folder
from docgen.model import Entry, Household, Ledger, Value
from docgen.sources import At, SheetRef

PAPERS, LACKING, DUE = "归档材料", "缺件", "应享核对"
PRODUCT, MANIFEST, VERSION = "档案", "案卷清单.json", 1
COLUMNS: Mapping[str, tuple[str, ...]] = {
    PAPERS: ("档号", "案卷类目", "题名", "页数"),
    LACKING: ("材料类型", "题名"),
    DUE: ("姓名", "政策编号", "结论"),
}


def with_archive(ledger: Ledger, folder: Folder) -> Ledger:
    """Return the ledger with the register 归档材料; as it is when no volume is bound yet.

    Papers that wait for a person are bound nowhere for good and do not count.
    """
    try:
        text = (folder.output(PRODUCT) / MANIFEST).read_text(encoding="utf-8")
        kept = json.loads(text)
        volumes = kept["volumes"] if kept["version"] == VERSION else []
        rows = [row for volume in volumes if not volume["pending"] for row in _papers(volume)]
    except (OSError, ValueError, KeyError, TypeError):
        return ledger
    return with_register(ledger, PAPERS, rows) if volumes else ledger


def _papers(volume: Mapping[str, Any]) -> Iterable[Entry]:
    path, code = volume["volume"]["path"], volume["volume"]["code"]
    source = SheetRef(path, "", {})
    for bound in volume["papers"]:
        paper = bound["paper"]
        values: dict[str, Value] = {
            "档号": code,
            "案卷类目": volume["cls"],
            "题名": paper["title"],
            "页数": bound["made"],
        }
        yield Entry(PAPERS, values, paper["household"] or None, At(source, bound["at"] + 1))


def at_household(
    register: str, household: Household | None, key: str, values: Mapping[str, Value]
) -> Entry:
    """Return a row that concerns a household; its place is the household's."""
    named = {"户主姓名": household.householder or ""} if household else {}
    return Entry(register, {**values, **named}, key, household.at if household else None)


def with_register(ledger: Ledger, name: str, rows: Iterable[Entry]) -> Ledger:
    """Return the ledger with one more register."""
    return dataclasses.replace(
        ledger,
        registers={**ledger.registers, name: tuple(rows)},
        sheets={**ledger.sheets, name: frozenset(COLUMNS[name])},
    )
