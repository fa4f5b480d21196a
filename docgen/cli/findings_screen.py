"""Findings on the screen: one line what and where, one line the cure; numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from itertools import groupby

from docgen.cli import screen
from docgen.findings import Finding, shown

EACH = 3  # of one code; the workbook holds all
INDENT = "      "


def show(findings: Sequence[Finding], *, every: bool = False) -> None:
    """Show the findings by code, gravest first: some of each code, or every one."""
    for _code, same in groupby(findings, key=lambda finding: (finding.severity.rank, finding.code)):
        group = list(same)
        for finding in group if every else group[:EACH]:
            show_one(finding)
        rest = 0 if every else len(group) - EACH
        if rest > 0:
            screen.show(
                INDENT + _("... {rest} more of {code}").format(rest=rest, code=group[0].code)
            )


def show_one(finding: Finding) -> None:
    """Show one finding in two lines."""
    finding = shown(finding)
    text = f"{finding.severity.value}  {finding.code}  {where(finding)}  {finding.message}"
    value = finding.value
    screen.show(text + (_(" [{value}]").format(value=value) if value else ""), INDENT)
    if finding.fix:
        screen.show(INDENT + _("Cure: {fix}").format(fix=finding.fix), INDENT)


def where(finding: Finding) -> str:
    """File, sheet and cell as a person writes them; without a sheet the file alone."""
    if not finding.sheet:
        return finding.file
    name = finding.file.rpartition("/")[2]
    return f"{name} {finding.sheet}!{finding.cell}" if finding.cell else f"{name} {finding.sheet}"
