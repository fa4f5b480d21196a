"""How many planted faults docgen finds at the right cell, and what else it says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import faults_cells, faults_homes, faults_persons  # noqa: F401  (they register the faults)
from .habits import work_folder
from .people import Village
from .planting import FAULTS, Fault, Ground, batches
from .village import clean
from .writing import Written

Check = Callable[[Path], dict[str, Any]]
STRONG = ("错误", "严重")


def by_command(folder: Path) -> dict[str, Any]:
    """What ``docgen check --json`` prints."""
    command = [sys.executable, "-m", "docgen", "-C", str(folder), "check", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def by_call(folder: Path) -> dict[str, Any]:
    """The same findings, made in this process."""
    from docgen.findings import as_json
    from docgen.folder import open_folder
    from docgen.ledger.reading import read_ledger
    from docgen.rules.check import check

    opened = open_folder(folder)
    checked = check(read_ledger(opened), opened.settings)
    return {"findings": [as_json(one) for one in checked.findings]}


def cells_with_findings(folder: Path) -> set[tuple[str, str, str]]:
    return {place(one) for one in by_call(folder)["findings"]}


@dataclass
class Tally:
    """Of one rule: planted, found at the cell, found only in ``also``, missed."""

    planted: int = 0
    found: int = 0
    beside: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


@dataclass
class Measured:
    """A style's outcome: tallies by rule and strong findings in untouched households."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    false: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def measure_style(
    style: str, folder: Path, check: Check = by_command, faults: list[Fault] | None = None
) -> Measured:
    done = Measured()
    for number, (village, planted, ground) in enumerate(batches(clean, faults or FAULTS)):
        where = folder / f"{style}{number}"
        shutil.rmtree(where, ignore_errors=True)
        written = work_folder(where, village, style)
        findings = check(where)["findings"]
        wanted = set()
        for one, spots in planted:
            cells = {written.at(row, column) for row, column in spots} - {None}
            tally = done.tallies.setdefault(one.rule, Tally())
            if not cells:
                continue
            tally.planted += 1
            hits = [f for f in findings if f["code"] == one.rule]
            if any(place(f) in cells for f in hits):
                tally.found += 1
            elif any(also(f) & cells for f in hits):
                tally.beside.append(f"{one.name} {sorted(cells)}")
            else:
                tally.missed.append(f"{one.name} {sorted(cells)}")
            wanted |= {(one.rule, cell) for cell in cells}
        _others(done, style, village, ground, findings, wanted, written)
    return done


def place(finding: dict[str, Any]) -> tuple[str, str, str]:
    return Path(finding["file"]).name, sheet_of(finding), finding["cell"]


def sheet_of(finding: dict[str, Any]) -> str:
    return "措施" if finding["file"].endswith("措施.csv") else finding["sheet"]


def also(finding: dict[str, Any]) -> set[tuple[str, str, str]]:
    made = set()
    for cell in finding["also"]:
        if isinstance(cell, dict):
            made.add((Path(cell["file"]).name, cell["sheet"], cell["cell"]))
        else:
            made.add((Path(finding["file"]).name, finding["sheet"], str(cell).split("!")[-1]))
    return made


def _others(
    done: Measured,
    style: str,
    village: Village,
    ground: Ground,
    findings: list[dict[str, Any]],
    wanted: set[Any],
    written: Written,
) -> None:
    names = {f"{h['户主姓名']}（{h['村民小组']}）": h for h in village.households}
    names |= {h["户编号"]: h for h in village.households}
    owners = dict(written.owners())
    for one in findings:
        home = names.get(one["household"]) or owners.get(place(one))
        if one["severity"] not in STRONG or (one["code"], place(one)) in wanted:
            continue
        line = (
            f"{style} {one['code']} {place(one)} {one['household']} {one['value']} {one['message']}"
        )
        if home is None or id(home) not in ground.used:
            done.false.append(line)
        else:
            done.extra.append(line)
