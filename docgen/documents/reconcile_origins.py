"""Which cells of the four records each value of a household's papers came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docgen.documents.gaps import Context
from docgen.documents.origins import Origins, cells, known
from docgen.documents.reconcile_context import UNITS, Matter
from docgen.model import Helper, Person
from docgen.sources import cell_name
from docgen.work.compared import HELPER_FIELDS, HOUSEHOLD_FIELDS, PERSON_FIELDS
from docgen.work.difference import Difference, Saying

ALL = "各方一致"


def reconcile_origins(matter: Matter, context: Context) -> Origins:
    """Return field → cells for the context of a comparison sheet or a visit sheet."""
    persons = {member.name: member.rows for member in matter.home.members}
    helpers: dict[str, dict[str, Helper]] = {}
    for source, side in matter.home.same.sides.items():
        for helper in side.helpers:
            helpers.setdefault(helper.name or "", {})[source] = helper
    return known(
        {
            **_households(matter, context),
            **dict(_versions("成员", context, persons, PERSON_FIELDS)),
            **dict(_versions("帮扶人", context, helpers, HELPER_FIELDS)),
            **_items(matter, context),
        }
    )


def _households(matter: Matter, context: Context) -> Origins:
    found = Origins()
    own = {one.field: one for one in matter.differences if not one.person}
    names = {f"{name}{UNITS.get(name, '')}": name for name in (*HOUSEHOLD_FIELDS, *own)}
    for number, row in enumerate(context.get("户", ()), 1):
        name = names.get(row["项目"], "")
        for source, side in matter.home.same.sides.items():
            found[f"户[{number}].{source}"] = cells([side.household], name) if name else ""
        for source, saying in own[name].sayings.items() if name in own else ():
            found[f"户[{number}].{source}"] = place(saying) or found.get(
                f"户[{number}].{source}", ""
            )
    return found


def _versions(
    name: str,
    context: Context,
    rows: Mapping[str, Mapping[str, Person | Helper]],
    fields: Iterable[str],
) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(context.get(name, ()), 1):
        own = rows.get(row["姓名"], {})
        told = own if row["记录"] == ALL else row["记录"].split("、")
        for field in fields:
            yield f"{name}[{number}].{field}", cells([own.get(source) for source in told], field)


def _items(matter: Matter, context: Context) -> Origins:
    """The differences of a visit sheet: every cell that says something of them."""
    items = context.get("项", ())
    if len(items) != len(matter.differences):  # nobody has looked: everything is asked
        return Origins()
    return {
        f"项[{number}].{field}": _places(one)
        for number, one in enumerate(matter.differences, 1)
        for field in ("记载", "待核")
    }


def _places(one: Difference) -> str:
    return "；".join(dict.fromkeys(filter(None, map(place, one.sayings.values()))))


def place(saying: Saying) -> str:
    """Return the cell in which a record says it, nothing for what it does not have."""
    at = saying.at
    if at is None or saying.column not in at.of(saying.column).source.columns:
        return ""
    at = at.of(saying.column)
    cell = cell_name(at.row, at.source.columns[saying.column])
    return f"{at.file} {at.sheet} {cell}"
