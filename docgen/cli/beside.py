"""The ledger with what stands beside it: the bound archive, what it lacks, what people are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.folder import Folder

if TYPE_CHECKING:
    from docgen.model import Ledger


def completed(ledger: Ledger, folder: Folder) -> Ledger:
    """Return the ledger with 归档材料, 缺件 and 应享核对, as far as there is anything to tell."""
    from docgen.facts.shelf import PAPERS, with_archive

    found = with_archive(ledger, folder)
    if PAPERS in found.registers:
        found = _with_missing(found, folder)
    return _with_due(found, folder)


def _with_missing(ledger: Ledger, folder: Folder) -> Ledger:
    """Held against the plan, as `docgen archive check` does."""
    from docgen.archive.completeness import missing_papers
    from docgen.archive.plan import load_plan
    from docgen.archive.schema_file import load_schema
    from docgen.errors import DocgenError
    from docgen.facts.shelf import LACKING, at_household, with_register

    try:
        papers = load_plan(folder, ledger).papers
        missing = missing_papers(load_schema(folder), ledger, folder.settings, papers)
    except DocgenError:
        return ledger
    rows = [
        at_household(
            LACKING,
            ledger.household(one.household),
            one.household,
            {"材料类型": one.type, "题名": one.title},
        )
        for one in missing
        if one.sure
    ]
    return with_register(ledger, LACKING, rows)


def _with_due(ledger: Ledger, folder: Folder) -> Ledger:
    """Only where a policy has a condition: without one nothing can be held against anybody."""
    from docgen.facts.shelf import DUE, at_household, with_register
    from docgen.work.entitlement import Standing, match_policies

    if not any(policy.rule for policy in ledger.policies):
        return ledger
    rows = [
        at_household(
            DUE,
            ledger.household(one.household),
            one.household,
            {"姓名": one.person, "政策编号": one.policy, "结论": one.verdict.value},
        )
        for one in match_policies(ledger, folder.settings)
        if one.verdict in (Standing.due, Standing.wrongly)
    ]
    return with_register(ledger, DUE, rows)
