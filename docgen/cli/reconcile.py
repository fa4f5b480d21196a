"""``docgen reconcile``: up to four records of the same households, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import findings_screen, machine, screen
from docgen.cli.checked import accounts, in_order
from docgen.cli.made import Failure, Made, by_kind, document_json, title
from docgen.cli.options import Run, common
from docgen.errors import DocgenError, ExitCode, NothingToCompare
from docgen.findings import Finding, as_json

if TYPE_CHECKING:
    from docgen.documents.job import Built
    from docgen.folder import Folder
    from docgen.ledger.compare import Compared
    from docgen.model import Ledger
    from docgen.work.difference import Reconciled


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared and what came out; ``findings`` are all, in order."""

    ledger: Ledger
    compared: Compared
    result: Reconciled
    findings: tuple[Finding, ...]


@click.command(help=_("Hold up to four records side by side."))
@common("out", "only", "day", "json", "strict", "dry_run", "quiet", "verbose")
def reconcile(run: Run) -> int:
    """Compare the records of 比对/ and make what settles the differences; 1 when records differ."""
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import working

    with working(run) as folder:
        found = compare(folder, read(folder, run), run)
        built = save(folder, found, run)
    if run.json:
        machine.emit(run.command, folder.settings.as_of, content(found, built))
    else:
        show(found, run)
        show_made(built, run)
    if any(finding.severity.blocks for finding in found.findings):
        return ExitCode.blocked if run.strict else ExitCode.findings
    return ExitCode.done


def compare(folder: Folder, ledger: Ledger, run: Run) -> Comparison:
    """Read 比对/ and 核对记录, and compare. Raises NothingToCompare."""
    from docgen.cli.pipeline import chosen
    from docgen.ledger.compare import CHECKED, read_compare
    from docgen.work.reconcile import reconcile as compare_records

    compared = read_compare(folder, ledger.households)
    # 核对记录 is a register: it may be kept in 台账/ as well.
    checked = (*compared.checked, *ledger.register(CHECKED))
    if not compared.records and not checked:
        raise NothingToCompare(folder=folder.compare)
    result = compare_records(compared.records, folder.settings, roster=ledger, checked=checked)
    if run.only:
        result = only(result, chosen(ledger, run.only))
    return Comparison(ledger, compared, result, in_order([*compared.findings, *result.findings]))


def save(folder: Folder, found: Comparison, run: Run) -> Built:
    """Make 比对/四方比对台账.xlsx and the papers of households that differ or were not seen."""
    from docgen.documents import build
    from docgen.documents.job import Job

    with screen.progress(quiet=run.quiet) as progress:
        options = {"reconciled": found.result}
        return build(
            "reconcile",
            Job(folder, found.ledger, run.only, options, progress=progress, dry=run.dry_run),
        )


def added(made: Made, folder: Folder, run: Run) -> Made:
    """The run with its comparison; without records in 比对/ as it was."""
    try:
        found = compare(folder, made.checked.ledger, run)
        built = save(folder, found, run)
    except NothingToCompare:
        return made
    except DocgenError as error:
        return replace(made, failures=(*made.failures, Failure("reconcile", error)))
    return replace(
        made,
        compared=found.result.counts,
        documents=(*made.documents, *built.documents),
        noticed=(*made.noticed, *built.findings),
    )


def only(result: Reconciled, keys: set[str]) -> Reconciled:
    """The part of a comparison that concerns these households."""
    return replace(
        result,
        differences=tuple(one for one in result.differences if one.household in keys),
        doubtful=tuple(one for one in result.doubtful if one.household in keys),
        findings=tuple(one for one in result.findings if one.household in keys),
        states={key: state for key, state in result.states.items() if key in keys},
    )


def content(found: Comparison, built: Built) -> dict[str, object]:
    """The keys of --json."""
    from docgen.cli.differences import difference_json

    states = [state.value for state in found.result.states.values()]
    return {
        "findings": [as_json(finding) for finding in found.findings],
        "counts": {"households": len(states), **{s: states.count(s) for s in sorted(set(states))}},
        "rows": accounts(found.compared.rows),
        "unchecked": [],
        "differences": [difference_json(one) for one in found.result.differences],
        "doubtful": [
            {"household": one.household, "person": one.person, "reason": one.reason}
            for one in found.result.doubtful
        ],
        "documents": [document_json(document) for document in built.documents],
    }


def show_made(built: Built, run: Run) -> None:
    """What was made and where."""
    findings_screen.show(built.findings, every=run.verbose)
    for line in by_kind(built.documents):
        formats = ", ".join(f"{form} {count}" for form, count in line.formats)
        told = _("{title}: {formats} in {folder}")
        screen.show(told.format(title=title(line.kind), formats=formats, folder=line.folder), "  ")
    if run.dry_run:
        screen.show(_("Nothing was written."))


def show(found: Comparison, run: Run) -> None:
    """The differences as findings, then the sums."""
    findings_screen.show(found.findings, every=run.verbose)
    sources: Sequence[str] = list(found.compared.records)
    screen.show(_("Compared: {sources}").format(sources=_(", ").join(sources)), "  ")
    counts = _(", ").join(f"{name} {count}" for name, count in found.result.counts.items())
    screen.show(_("Households: {counts}").format(counts=counts), "  ")
    told = _("{count} differences, {doubtful} doubtful")
    result = found.result
    screen.show(told.format(count=len(result.differences), doubtful=len(result.doubtful)), "  ")
