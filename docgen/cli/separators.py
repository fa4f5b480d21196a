"""``docgen archive separators``: QR sheets to lay between papers before they are scanned."""

from __future__ import annotations

from gettext import gettext as _

import rich_click as click

from docgen.cli import findings_screen, machine, screen
from docgen.cli.options import Run, common
from docgen.errors import ExitCode, TypeUnknown
from docgen.findings import as_json


@click.command(help=_("Print QR sheets that cut a bundle of scans: 输出/档案/分隔页.pdf"))
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar=_("TYPE"),
    help=_("One sheet for this document type too (H12, V043); may be given several times."),
)
@common("out", "only", "day", "json", "dry_run", "quiet", "verbose")
def separators(run: Run, types: tuple[str, ...]) -> int:
    """One sheet a household, or one a household and type."""
    from docgen.archive.schema_file import load_schema
    from docgen.archive.separators import print_sheets
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import opened
    from docgen.facts.scope import chosen

    folder = opened(run.root, run.day, run.out)
    schema, ledger = load_schema(folder), read(folder, run)
    codes = tuple(code.strip().upper() for code in types)
    for code in codes:
        if code not in schema.types:
            raise TypeUnknown(type=code)
    households = chosen(ledger, run.only)
    made = print_sheets(folder, schema, households, codes, dry=run.dry_run)
    if run.json:
        content = {
            "file": folder.relative(made.path),
            "sheets": [
                {"code": s.code, "household": s.household, "type": s.type} for s in made.sheets
            ],
            "findings": [as_json(finding) for finding in made.findings],
        }
        machine.emit(run.command, folder.settings.as_of, content)
        return ExitCode.done
    findings_screen.show(made.findings, every=run.verbose)
    told = _("Separator sheets: {count} in {file}")
    screen.show(told.format(count=len(made.sheets), file=folder.relative(made.path)), "  ")
    if made.sheets and not run.quiet:
        screen.tell(_("Lay each on its papers, scan all in one go, then: docgen archive plan"))
    return ExitCode.done
