"""``docgen template`` and ``docgen render``: the office's own Word templates."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.fields import KINDS, example_text, examples_of
from docgen.cli.look import METAVAR
from docgen.cli.options import Run, common
from docgen.cli.workfolder import folder_above
from docgen.errors import ExitCode

if TYPE_CHECKING:
    from docgen.word import Fault, Gap, Report

FILE = click.Path(path_type=Path)
PUBLIC = re.compile("公示|公告|公开|公布|张贴|宣传")
MANY = 1000  # records from which a second process is worth its start
SHOWN = 10  # lines of each kind on the screen


@click.group(
    options_metavar=METAVAR,
    subcommand_metavar=_("COMMAND ..."),
    help=_("Check a Word template; list the fields it may use."),
)
def template() -> None:
    """Commands about templates."""


@template.command(help=_("Find every fault of a Word template."))
@click.argument("file", metavar="FILE.docx", type=FILE)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    metavar=_("KIND"),
    help=_("Also check its fields against this product's: {kinds}.").format(kinds=", ".join(KINDS)),
)
@click.option(
    "-o",
    "--out",
    type=FILE,
    metavar="COPY.docx",
    help=_("Write a copy with comments at the faults."),
)
@common("json", "quiet")
def check(run: Run, file: Path, kind: str | None, out: Path | None) -> int:
    """Lint the template; 1 when it has faults."""
    from docgen.folder import write_bytes
    from docgen.word import Template

    kind = kind or (file.stem if file.stem in KINDS else None)
    word = Template(file)
    faults = word.lint(examples_of(kind) if kind else None)
    if faults and out:
        write_bytes(out / f"{file.stem}_检查.docx" if out.is_dir() else out, word.commented(faults))
    if run.json:
        machine.emit(run.command, None, {"faults": [fault_json(fault) for fault in faults]})
    else:
        for fault in faults:
            screen.show(str(fault), "  ")
        told = _("{file}: {count} faults.") if faults else _("{file}: no faults.")
        screen.show(told.format(file=file.name, count=len(faults)), "  ")
    return ExitCode.findings if faults else ExitCode.done


def fault_json(fault: Fault) -> dict[str, str]:
    """A fault as --json tells it."""
    return {
        "part": fault.part,
        "place": fault.place,
        "excerpt": fault.excerpt,
        "message": fault.message,
        "nearest": fault.nearest,
    }


@template.command(help=_("List the fields that templates of a product may use."))
@click.argument("kind", type=click.Choice(KINDS), required=False)
@common("json", "quiet")
def fields(run: Run, kind: str | None) -> int:
    """One field a line; of every product when none is named."""
    found = {
        one: {name: example_text(value) for name, value in examples_of(one).items()}
        for one in ([kind] if kind else KINDS)
    }
    if run.json:
        own = found[kind] if kind else {}
        told = {"kind": kind, "fields": list(own), "examples": own} if kind else {"kinds": found}
        machine.emit(run.command, None, told)
        return ExitCode.done
    for one, examples in found.items():
        if not kind:
            screen.show(f"{one}.docx", "  ")
        show_fields(examples)
        if not run.quiet:
            words = _("Write them as {tag}; put the template into 模板/{kind}.docx")
            screen.tell(words.format(tag="{{ 户主姓名 }}", kind=one), "  ")
    return ExitCode.done


def show_fields(examples: Mapping[str, str]) -> None:
    """A line for each field, its example behind it."""
    width = max(map(screen.cells, examples), default=0) + 2
    for name, example in examples.items():
        screen.show((screen.pad(name, width) + example).rstrip(), " " * width)


@click.command(help=_("Print a Word template once for each row of data."))
@click.argument("template_file", metavar="TEMPLATE.docx", type=FILE)
@click.argument("data", metavar=_("DATA"), type=FILE)
@click.option(
    "-o", "--out", required=True, type=FILE, metavar=_("FOLDER"), help=_("Write them here.")
)
@click.option("--name", metavar=_("PATTERN"), help=_("File names, such as {{户编号}}_告知书."))
@click.option("--volume", is_flag=True, help=_("Write one file to print, a section for each row."))
@click.option(
    "--trace/--no-trace",
    default=None,
    help=_("Note which cell a value is from (by itself in a work folder, not for publication)."),
)
@common("json", "strict", "quiet")
def render(
    run: Run,
    template_file: Path,
    data: Path,
    out: Path,
    name: str | None,
    volume: bool,
    trace: bool | None,
) -> int:
    """One document a record; missing values are marked, with --strict they stop that record."""
    from docgen.cli.records import cells_of, read_records
    from docgen.word import Template

    found = read_records(data)
    records = found.records
    word = Template(template_file)
    word.check()
    missing: Literal["stop", "mark"] = "stop" if run.strict else "mark"
    sources = cells_of if traced(trace, template_file, out) else None
    if volume:
        whole = out / f"{Path(word.name).stem}_全部.docx"
        made = word.volume(records, whole, missing, sources)
    else:
        made = word.render_many(
            records,
            out,
            name or numbered(word.name, records),
            workers=os.cpu_count() if len(records) >= MANY else None,
            missing=missing,
            sources=sources,
        )
    if run.json:
        machine.emit(run.command, None, report_json(made, found.aside))
    else:
        show_report(made, out, found.aside)
    if made.failed:
        return ExitCode.blocked if run.strict else ExitCode.input
    return ExitCode.done


def traced(chosen: bool | None, template: Path, out: Path) -> bool:
    """Whether documents say where their values came from, when the user does not decide.

    They do in a work folder; what is for publication, as its name says, tells nobody's cells.
    """
    if chosen is not None:
        return chosen
    named = PUBLIC.search(f"{template.stem} {out.name}")
    return named is None and folder_above(out) is not None


def numbered(name: str, records: list[dict[str, Any]]) -> Any:
    """File names by number, when no pattern is given."""
    places = {id(record): at for at, record in enumerate(records, start=1)}
    width = len(str(len(records)))
    return lambda record: f"{Path(name).stem}_{places[id(record)]:0{width}}"


def report_json(made: Report, aside: Sequence[str] = ()) -> dict[str, object]:
    """The keys of --json."""
    return {
        "made": [path.as_posix() for path in made.made],
        "gaps": [
            {"path": gap.path.as_posix(), "field": gap.name, "place": gap.place}
            for gap in made.gaps
        ],
        "failed": [
            {"record": one.record, "name": one.name, "reason": one.why} for one in made.failed
        ],
        "aside": list(aside),
    }


def show_report(made: Report, out: Path, aside: Sequence[str] = ()) -> None:
    """Counts, then what is missing by field, each record that failed, what was not used."""
    told = _("{made} documents in {folder}; {gaps} values missing; {failed} records failed.")
    counts = {"made": len(made.made), "gaps": len(made.gaps), "failed": len(made.failed)}
    screen.show(told.format(folder=out, **counts), "  ")
    for one in made.failed:
        screen.show(_("Record {number}: {why}").format(number=one.record, why=one.why), "  ")
    show_gaps(made.gaps)
    for told_of in aside[:SHOWN]:
        screen.show(told_of, "  ")
    if len(aside) > SHOWN:
        screen.show(_("… and {count} more; --json lists all.").format(count=len(aside) - SHOWN))


def show_gaps(gaps: Sequence[Gap]) -> None:
    """A line for each field that is missing: how often, and where first."""
    counted = Counter(gap.name for gap in gaps)
    first = {gap.name: gap for gap in reversed(gaps)}
    told = _("Missing: {field}, {count} times, first in {file} ({place})")
    for field, count in counted.most_common(SHOWN):
        gap = first[field]
        words = told.format(field=field, count=count, file=gap.path.name, place=gap.place)
        screen.show(words, "  ")
    if len(counted) > SHOWN:
        screen.show(_("… and {count} more; --json lists all.").format(count=len(counted) - SHOWN))
