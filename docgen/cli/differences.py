"""Differences of several records as --json tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.work.differing import shown

if TYPE_CHECKING:
    from docgen.work.difference import Difference


def difference_json(difference: Difference) -> dict[str, str]:
    """A difference with numbers masked, except for the places where they differ."""
    head = {"household": difference.household, "person": difference.person}
    return {**head, "field": difference.field, **shown(difference)}
