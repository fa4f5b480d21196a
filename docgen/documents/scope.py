"""Which households and problems a job is about (--only village, group or 户编号)."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.documents.job import Job
from docgen.facts.words import words_of
from docgen.model import Household, Problem


def households(job: Job) -> list[Household]:
    """Return the households asked for, each number once, in the ledger's order."""
    found: dict[str, Household] = {}
    for household in job.ledger.households:
        if not job.only or job.only in (household.id, household.group, household.village):
            found.setdefault(household.id, household)
    return list(found.values())


def problems(job: Job) -> Sequence[Problem]:
    """Return the problems asked for: of the village, or those that concern chosen households."""
    if not job.only or any(job.only == one.village for one in job.ledger.households):
        return [
            one
            for one in job.ledger.problems
            if not job.only or one.village_name in (None, job.only)
        ]
    chosen = {household.id for household in households(job)}
    return [one for one in job.ledger.problems if chosen & set(words_of(one.households))]
