"""``docgen bag``: all papers of each household's bag."""

from __future__ import annotations

from dataclasses import replace
from gettext import gettext as _

import rich_click as click

from docgen.cli.made import Made
from docgen.cli.options import Run, common
from docgen.cli.products import make
from docgen.folder import Folder


@click.command(help=_("Make the papers of each household's bag."))
@click.option("--large", is_flag=True, help=_("Large print of the policy fold, for old eyes."))
@common()
def bag(run: Run, large: bool) -> int:
    """一户一袋."""
    return make(run, ["bag"], {"large": large})


def added(made: Made, folder: Folder, run: Run) -> Made:
    """The run with its bags."""
    from docgen.cli import pipeline

    bags = pipeline.make_kinds(["bag"], folder, made.checked, run)
    return replace(
        made,
        documents=(*made.documents, *bags.documents),
        noticed=(*made.noticed, *bags.noticed),
        failures=(*made.failures, *bags.failures),
    )
