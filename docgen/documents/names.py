"""Names of files: short, safe on every system, never twice the same in one batch."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.words import NAME_LIMIT, safe_name

ROOM = 8  # for the number that tells equal names apart


def unique_names(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Return a name ``stem_product`` for each pair; equal ones are numbered in their order.

    Names that differ in upper and lower case only are equal: some file systems take them so.
    """
    taken: set[str] = set()
    names = []
    for stem, product in wanted:
        name = _free(safe_name(stem)[: NAME_LIMIT - len(product) - ROOM], product, taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _free(stem: str, product: str, taken: set[str]) -> str:
    number = 1
    name = f"{stem}_{product}"
    while name.casefold() in taken:
        number += 1
        name = f"{stem}_{number}_{product}"
    return name
