"""``docgen policy match``: every policy in force held against every household and person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.look import METAVAR
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.words import mask_text

if TYPE_CHECKING:
    from docgen.model import Ledger
    from docgen.work.entitlement import Entitlement

TO_LOOK_AT = ("应享未享", "享受不符")
EACH = 5  # of one verdict, on the screen; -v shows all


@click.group(
    options_metavar=METAVAR,
    subcommand_metavar=_("COMMAND ..."),
    help=_("Hold policies against households."),
)
def policy() -> None:
    """Commands about policies."""


@policy.command(help=_("Who may have which policy, and who has it."))
@common("only", "day", "json", "quiet", "verbose")
def match(run: Run) -> int:
    """Tell what is due and not enjoyed, what is enjoyed and not due, and what is not known."""
    from docgen.cli.pipeline import chosen, read
    from docgen.cli.workfolder import opened
    from docgen.work.entitlement import match_policies

    folder = opened(run.root, run.day)
    ledger = read(folder, run)
    found: Sequence[Entitlement] = match_policies(ledger, folder.settings)
    if run.only:
        keys = chosen(ledger, run.only)
        found = [one for one in found if one.household in keys]
    if run.json:
        told = {"entitlements": [as_json(one) for one in found]}
        machine.emit(run.command, folder.settings.as_of, told)
    else:
        show(found, ledger, every=run.verbose)
    return ExitCode.done


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
