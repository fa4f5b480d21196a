"""应享未享清单 and 享受不符清单: what the conditions of the policies say, policy by policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docgen.documents import entitlement_sheets as sheets
from docgen.documents.job import Built, Job
from docgen.documents.plan_visits import current_helpers
from docgen.documents.scope import Scope, households, scopes
from docgen.facts.view import View
from docgen.model import Document, Household, Policy
from docgen.sheets import workbook
from docgen.work.entitlement import (
    Entitlement,
    LeftOut,
    Standing,
    left_out,
    match_household,
    offers,
)

PRODUCT = "政策比对"
DUE, WRONG = "应享未享清单", "享受不符清单"


@dataclass(frozen=True, slots=True)
class Matched:
    """All that was held against each other: what to look at, how many of each, what was not."""

    entitlements: tuple[Entitlement, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each verdict, in the order of Standing."""
        found = Counter(one.verdict for one in self.entitlements)
        return {verdict.value: found[verdict] for verdict in Standing if found[verdict]}


def matched(job: Job) -> Matched:
    """Hold every policy in force against the households asked for, in the ledger's order."""
    settings = job.folder.settings
    open_offers = offers(job.ledger, settings)
    homes = households(job)
    found = tuple(
        one for home in homes for one in match_household(home, job.ledger, settings, open_offers)
    )
    return Matched(found, left_out(job.ledger, settings))


def build(job: Job, found: Matched | None = None) -> Built:
    """Make both lists, of the whole and of each village, into 输出/政策比对/."""
    found = found or matched(job)
    documents: list[Document] = []
    for scope in scopes(job):
        documents += _lists(job, scope, found)
    return Built(tuple(documents))


def _lists(job: Job, scope: Scope, found: Matched) -> Iterable[Document]:
    view = View(job.ledger, job.folder.settings)
    keys = {home.id for home in scope.ledger.households}
    cases = [_case(one, view) for one in found.entitlements if one.household in keys]
    place = scope.place or job.folder.settings.place.town or job.folder.settings.place.village
    for product, make in ((DUE, sheets.due), (WRONG, sheets.wrongly)):
        path = job.folder.output(PRODUCT) / f"{scope.file(product)}.xlsx"
        made = make(cases, found.left_out, sheets.Head(place or "", view.as_of, path, job.folder))
        job.save(path, workbook(made, title=product, created=view.as_of))
        yield _document(job, path)


def _document(job: Job, path: Path) -> Document:
    return Document(kind="entitlement", format="xlsx", path=job.folder.relative(path))


def _case(one: Entitlement, view: View) -> sheets.Case:
    household = view.ledger.household(one.household) or Household(one.household)
    policy = view.ledger.policy(one.policy) or Policy(one.policy)
    helpers = tuple(current_helpers(household, view))
    return sheets.Case(one, household, policy, helpers, view.ledger)
