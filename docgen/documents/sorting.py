"""The order in which a village is printed: by village, group, number of the household."""

from __future__ import annotations

import re

from docgen.ledger.households import group_key, village_key
from docgen.model import Household

_DIGITS = re.compile(r"(\d+)")
Natural = tuple[tuple[int, int, str], ...]


def natural(text: str) -> Natural:
    """Return a sort key in which runs of digits compare as numbers: 2 before 10."""
    return tuple(
        (1, int(part), part) if part.isascii() and part.isdigit() else (0, 0, part)
        for part in _DIGITS.split(text)
        if part
    )


def place_key(household: Household) -> tuple[Natural, bool, Natural, Natural]:
    """Return the sort key of a household; one without a group comes last in its village."""
    group = group_key(household.group or "")
    village = natural(village_key(household.village or ""))
    return (village, not group, natural(group), natural(household.id))
