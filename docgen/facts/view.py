"""What traits see: the ledger, the day that counts, the lines of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from docgen.folder import Settings
from docgen.model import Household, Ledger, Person


@dataclass(frozen=True, slots=True)
class View:
    """A ledger as of a day."""

    ledger: Ledger
    settings: Settings

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
