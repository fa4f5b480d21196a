"""``docgen orders``: who serves which order, and the lists of 三单制 and of duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import findings_screen, machine, products, screen
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.words import mask_text

if TYPE_CHECKING:
    from docgen.work.placed import Matched, Placed, Unserved

EACH = 10  # orders nobody serves, on the screen; -v shows all


@click.command(help=_("Match orders with claimants; list duties."))
@common()
def orders(run: Run) -> int:
    """三单制, pairing, areas of responsibility, duties and the roster."""
    from docgen.cli import pipeline
    from docgen.cli.workfolder import working
    from docgen.work.orders import match_orders

    with working(run) as folder:
        checked = pipeline.check(folder, run)
        matched = match_orders(checked.ledger, folder.settings)
        options = {"matched": matched}
        if run.strict:
            quiet = pipeline.rehearse(["orders"], folder, checked, run)
            pipeline.stop_if_strict(run, checked, quiet)
        made = pipeline.make_kinds(["orders"], folder, checked, run, options)
        keys = pipeline.chosen(checked.ledger, run.only) if run.only else None
    for failure in made.failures:
        raise failure.error
    placed = [one for one in matched.placed if keys is None or one.household in keys]
    unserved = [one for one in matched.unserved if keys is None or one.household in keys]
    if run.json:
        content = {**as_json(placed, unserved), **products.content(made)}
        machine.emit(run.command, folder.settings.as_of, content)
        return ExitCode.done
    show(matched, placed, unserved, every=run.verbose)
    products.show(made, run)
    findings_screen.show(products.worth_telling(made), every=run.verbose)
    if run.dry_run:
        screen.show(_("Nothing was written."))
    return ExitCode.done


def as_json(placed: Sequence[Placed], unserved: Sequence[Unserved]) -> dict[str, object]:
    """The keys assigned and unserved of --json; ``proposed`` tells what nobody has agreed to."""
    return {
        "assigned": [
            {
                "household": one.household,
                "item": one.service.id if one.service else one.item,
                "claimant": mask_text(one.name),
                "how": one.how,
                "proposed": one.proposed,
            }
            for one in placed
        ],
        "unserved": [
            {
                "household": one.household,
                "item": one.service.id if one.service else one.order.item,
                "reason": mask_text(one.reason),
            }
            for one in unserved
        ],
    }


def show(
    matched: Matched, placed: Sequence[Placed], unserved: Sequence[Unserved], *, every: bool
) -> None:
    """How many orders are served and how; each that nobody serves, with the reason."""
    ways = Counter(one.how for one in placed)
    parts = [f"{way} {count}" for way, count in sorted(ways.items())]
    proposed = sum(one.proposed for one in placed)
    told = _("Orders: {served} served ({ways}; {proposed} of them proposed), {unserved} not.")
    screen.show(
        told.format(
            served=len(placed),
            ways=_(", ").join(parts) or "0",
            proposed=proposed,
            unserved=len(unserved),
        )
    )
    for one in unserved if every else unserved[:EACH]:
        name = one.service.name if one.service else one.order.item
        screen.show("  " + mask_text(f"{one.household}  {name}  {one.reason}"), "      ")
    if not every and len(unserved) > EACH:
        screen.show("  " + _("... {rest} more (-v)").format(rest=len(unserved) - EACH))
    if matched.below:
        people = [
            f"{one.claimant.label} {one.households}/{one.claimant.least}" for one in matched.below
        ]
        told = _("Below their least number of households: {people}")
        screen.show(told.format(people=mask_text(_(", ").join(people))), "  ")
