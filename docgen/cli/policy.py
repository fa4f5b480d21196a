"""``docgen policy match``: every policy in force held against every household and person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.look import METAVAR
from docgen.cli.made import by_kind, document_json, title
from docgen.cli.options import Run, common
from docgen.cli.policy_import import import_
from docgen.errors import ExitCode
from docgen.words import mask_text

if TYPE_CHECKING:
    from docgen.model import Ledger
    from docgen.work.entitlement import Entitlement, LeftOut

TO_LOOK_AT = ("应享未享", "享受不符")
EACH = 5  # of one verdict, on the screen; -v shows all


@click.group(
    options_metavar=METAVAR,
    subcommand_metavar=_("COMMAND ..."),
    help=_("Hold policies against households."),
)
def policy() -> None:
    """Commands about policies."""


import_.options_metavar = METAVAR
policy.add_command(import_)


@policy.command(help=_("Who may have which policy, and who has it."))
@common("out", "only", "day", "json", "dry_run", "quiet", "verbose")
def match(run: Run) -> int:
    """Tell what is due and not enjoyed, what is enjoyed and not due, and what is not known."""
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import working
    from docgen.documents import entitlement
    from docgen.documents.job import Job

    with working(run) as folder:
        ledger = read(folder, run)
        job = Job(folder, ledger, run.only, dry=run.dry_run)
        found = entitlement.matched(job)
        built = entitlement.build(job, found)
    if run.json:
        told = {
            "entitlements": [as_json(one) for one in found.entitlements],
            "unmatched": [
                {"policy": one.policy.id, "reason": one.reason} for one in found.left_out
            ],
            "documents": [document_json(one) for one in built.documents],
        }
        machine.emit(run.command, folder.settings.as_of, told)
        return ExitCode.done
    show(found.entitlements, ledger, every=run.verbose)
    show_left_out(found.left_out, every=run.verbose)
    if run.dry_run:
        screen.show(_("Nothing was written."))
        return ExitCode.done
    for line in by_kind(built.documents):
        formats = ", ".join(f"{form} {count}" for form, count in line.formats)
        told_line = _("{title}: {formats} in {folder}")
        screen.show(
            told_line.format(title=title(line.kind), formats=formats, folder=line.folder), "  "
        )
    return ExitCode.done


def show_left_out(left: Sequence[LeftOut], *, every: bool) -> None:
    """Say which policies were held against nobody, and why."""
    if not left:
        return
    told = _("{count} policies were held against nobody:")
    screen.show(told.format(count=len(left)))
    for one in left if every else left[:EACH]:
        screen.show(f"  {one.policy.id} {one.policy.name or ''}  {one.reason}", "      ")
    if not every and len(left) > EACH:
        more = _("... {rest} more; -v shows all, and the sheet 没有比对的政策")
        screen.show("  " + more.format(rest=len(left) - EACH))


def as_json(one: Entitlement) -> dict[str, str]:
    """An entitlement as --json tells it."""
    return {
        "household": one.household,
        "person": one.person,
        "policy": one.policy,
        "verdict": one.verdict.value,
        "reason": mask_text(one.reason),
    }


def show(found: Sequence[Entitlement], ledger: Ledger, *, every: bool) -> None:
    """What a person must look at, then how many of each verdict."""
    for verdict in TO_LOOK_AT:
        same = [one for one in found if one.verdict.value == verdict]
        for one in same if every else same[:EACH]:
            show_one(one, ledger)
        if not every and len(same) > EACH:
            told = _("... {rest} more of {code}")
            screen.show("  " + told.format(rest=len(same) - EACH, code=verdict))
    counts = Counter(one.verdict.value for one in found)
    parts = [f"{verdict} {count}" for verdict, count in sorted(counts.items())]
    screen.show(_(", ").join(parts) or _("No policy in force has a condition to hold against."))


def show_one(one: Entitlement, ledger: Ledger) -> None:
    """One line: verdict, household, person, policy, why."""
    found = ledger.policy(one.policy)
    name = (found.name if found else None) or one.policy
    words = [one.verdict.value, one.household, one.person, name, mask_text(one.reason)]
    screen.show("  ".join(word for word in words if word), "      ")
