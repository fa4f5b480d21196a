"""What traits see: the ledger, the day that counts, the lines of the settings."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from docgen.folder import Settings
from docgen.model import Household, Ledger, Person

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class View:
    """A ledger as of a day."""

    ledger: Ledger
    settings: Settings
    _kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[..., _Found], *words: Hashable) -> _Found:
        """Return `make(self, *words)`; asked again for the same, the answer kept from before."""
        key = (make, *words)
        if key not in self._kept:
            self._kept[key] = make(self, *words)
        found: _Found = self._kept[key]
        return found

    @property
    def as_of(self) -> date:
        return self.settings.period.as_of

    def line(self, year: int) -> Decimal | None:
        """The monitoring line of a year in yuan; None when it is not set."""
        found = self.settings.line("monitor", year)
        try:
            return None if found is None else Decimal(str(found))
        except InvalidOperation:
            return None

    def has(
        self, sheet: str, column: str | None = None, record: Household | Person | None = None
    ) -> bool:
        """Whether the sheet (of this record) has the column, else whether any such sheet has it."""
        if record is not None and record.at is not None and column is not None:
            return record.at.has(column)
        return self.ledger.has(sheet, column)
