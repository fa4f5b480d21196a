"""Named traits of persons and households, all as of the ledger's day.

Importing this package fills the table TRAITS; the functions can be asked by themselves too.
"""

from __future__ import annotations

from docgen.facts.traits.households import (
    LIFTED,
    at_risk,
    count_of,
    is_lifted,
    lifted,
    members,
    monitored,
    party_household,
    risk_removed,
)
from docgen.facts.traits.persons import (
    AT_SCHOOL_NOT,
    COMPULSORY,
    OUTSIDE_COUNTY,
    age,
    at_school,
    disabled,
    goes_to_school,
    insured,
    labourer,
    of_school_age,
    working,
)
from docgen.facts.traits.table import TRAITS, Trait

__all__ = [
    "AT_SCHOOL_NOT",
    "COMPULSORY",
    "LIFTED",
    "OUTSIDE_COUNTY",
    "TRAITS",
    "Trait",
    "age",
    "at_risk",
    "at_school",
    "count_of",
    "disabled",
    "goes_to_school",
    "insured",
    "is_lifted",
    "labourer",
    "lifted",
    "members",
    "monitored",
    "of_school_age",
    "party_household",
    "risk_removed",
    "working",
]
