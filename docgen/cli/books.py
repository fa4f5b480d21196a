"""``docgen handbook`` and ``docgen briefing``: the books and papers about policies."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import Any

import rich_click as click

from docgen.cli.options import Run, common
from docgen.cli.products import make

EDITIONS = ("village", "county", "short", "household", "officials")
QR_LIMIT = 300  # characters: more squares than a phone reads from 26 mm


def size_of(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """A size by name, or a size of one's own as 100x140 (mm)."""
    from docgen.documents.handbook_book import page_size

    size = value.strip().lower().replace("×", "x").replace("*", "x")
    try:
        page_size(size, large=False)
    except ValueError as error:
        told = _("{value} is no size; write a6, a7, 64, or width x height in mm such as 100x140.")
        raise click.BadParameter(told.format(value=value)) from error
    return size


def qr_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The words of a QR code, if they are not too many."""
    if value and len(value) > QR_LIMIT:
        told = _("A QR code of more than {limit} characters is hard to read.")
        raise click.BadParameter(told.format(limit=QR_LIMIT))
    return value


@click.command(help=_("Make the pocket handbook, to read and to print."))
@click.option(
    "--size",
    default="a6",
    callback=size_of,
    metavar="a6|a7|64|92x126|WxH",
    help=_("Size of a page: a6, a7, 64 (64开, 92 x 126 mm) or your own in mm."),
)
@click.option("--large", is_flag=True, help=_("Large print for old eyes."))
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    metavar=_("KIND"),
    help=_(
        "village (a book each), county (one for all), short (five lines a policy), "
        "household (a fold each), officials."
    ),
)
@click.option("--flow", is_flag=True, help=_("Policies one after the other, not one a page."))
@click.option(
    "--qr", metavar=_("TEXT"), callback=qr_of, help=_("A QR code with this address on the back.")
)
@click.option(
    "--copies",
    type=click.IntRange(min=1),
    default=1,
    metavar=_("NUMBER"),
    help=_("Copies: how much paper."),
)
@common()
def handbook(run: Run, **wishes: Any) -> int:
    """口袋书."""
    return make(run, ["handbook"], wishes)


def quarter_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A quarter as 2024Q2."""
    from docgen.documents.briefing import period_of

    if value:
        try:
            period_of(value, date(2000, 1, 1))
        except ValueError as error:
            told = _("{value} is no quarter; write 2024Q2.")
            raise click.BadParameter(told.format(value=value)) from error
    return value


@click.command(help=_("Make the papers of the quarterly meeting about policies."))
@click.option(
    "--quarter",
    metavar="2024Q2",
    callback=quarter_of,
    help=_("The quarter; without it that of as_of."),
)
@common()
def briefing(run: Run, quarter: str | None) -> int:
    """知情会."""
    return make(run, ["briefing"], {"quarter": quarter})
