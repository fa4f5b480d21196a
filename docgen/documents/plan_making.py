"""Making plans: a batch of households from facts to files, in whatever process it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from docgen.documents.forms import Forms
from docgen.documents.gaps import Context, Lacks, printed
from docgen.documents.plan_context import plan_context
from docgen.documents.plan_origins import plan_origins
from docgen.errors import FileNotWritable, OutputError, refusal
from docgen.facts.validity import applies_to, valid_on
from docgen.facts.view import View
from docgen.findings import Finding
from docgen.folder import Settings
from docgen.model import Entry, Gap, Household, Ledger, Policy
from docgen.model.packing import Packed, packed, unpacked
from docgen.pages.typst import compile_pdf
from docgen.word import Template, Unfilled
from docgen.word.batch import keep_or_write
from docgen.word.filters import short_date
from docgen.work.entitlement import Standing, Where, match_household, offers
from docgen.work.plan_rules import findings

ORDERS, CLAIMS, SERVICES = "点单", "接单记录", "服务项目"


@dataclass(frozen=True, slots=True)
class Press:
    """What all plans of a run have in common."""

    forms: Forms
    settings: Settings
    full_id: bool = False
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One plan to make: whose, and where its files go; ``pdf`` None: made from the Word file."""

    household: Household
    docx: Path
    pdf: Path | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some plans to make, with the rows of the ledger that they need."""

    press: Press
    ledger: Ledger
    orders: tuple[Order, ...]

    def __reduce__(self) -> tuple[Callable[..., Batch], tuple[Any, ...]]:
        """The way to another process: the records as columns, each household once."""
        paths = [(order.docx, order.pdf) for order in self.orders]
        return _arrived, (self.press, packed(self.ledger), paths)


def _arrived(press: Press, content: Packed, paths: Sequence[tuple[Path, Path | None]]) -> Batch:
    ledger = unpacked(content)
    orders = zip(ledger.households, paths, strict=True)
    return Batch(press, ledger, tuple(Order(household, *files) for household, files in orders))


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as made: pages of its PDF, what could not be printed, what the ledger lacked."""

    pages: int | None = None
    uncovered: tuple[str, ...] = ()
    unfilled: tuple[Unfilled, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)


Made = Plan | Exception


def batches(orders: Sequence[Order], ledger: Ledger, press: Press, size: int) -> Iterator[Batch]:
    """Yield the orders in batches; with a ``size`` of 0 all in one, with the whole ledger."""
    if not size:
        yield Batch(press, ledger, tuple(orders))
        return
    theirs = {name: _by_household(ledger, name) for name in (ORDERS, CLAIMS)}
    for start in range(0, len(orders), size):
        chunk = tuple(orders[start : start + size])
        keys = [order.household.id for order in chunk]
        mine = {name: _of(keys, found) for name, found in theirs.items()}
        part = Ledger(
            households=tuple(order.household for order in chunk),
            persons=tuple(row for key in keys for row in ledger.persons_of(key)),
            helpers=tuple(row for key in keys for row in ledger.helpers_of(key)),
            measures=tuple(row for key in keys for row in ledger.measures_of(key)),
            benefits=tuple(row for key in keys for row in ledger.benefits_of(key)),
            visits=tuple(row for key in keys for row in ledger.visits_of(key)),
            beneficiaries=tuple(row for key in keys for row in ledger.beneficiaries_of(key)),
            policies=ledger.policies,
            registers={SERVICES: ledger.register(SERVICES), **mine},
            sheets=ledger.sheets,
        )
        yield Batch(press, part, chunk)


def contexts(batch: Batch) -> Iterator[tuple[Order, Context, Lacks, View]]:
    """Yield what each plan says, in the orders' order."""
    view = View(batch.ledger, batch.press.settings)
    open_offers = offers(view.ledger, view.settings)
    in_force = [one for one in view.ledger.policies if valid_on(one, view.as_of)]
    free: dict[Where, set[int]] = {}  # place → numbers of policies that have no condition
    for order in batch.orders:
        household, lacks = order.household, Lacks(order.household.id)
        verdicts = tuple(
            match_household(household, view.ledger, view.settings, open_offers, refused=False)
        )
        where = household.village, household.town, household.county
        if where not in free:
            free[where] = _free(in_force, household, view.settings)
        due = {one.policy for one in verdicts if one.verdict is Standing.due}
        context = plan_context(
            household,
            view,
            lacks,
            verdicts,
            open_to=[
                one for number, one in enumerate(in_force) if one.id in due or number in free[where]
            ],
            full_id=batch.press.full_id,
        )
        yield order, context, lacks, view


def _free(in_force: Sequence[Policy], household: Household, settings: Settings) -> set[int]:
    """The policies for households at this place that have no condition: a proposal may name them,
    as it may name what is due.
    """
    return {
        number
        for number, policy in enumerate(in_force)
        if not policy.rule and applies_to(policy, household, settings.place)
    }


def make_batch(batch: Batch) -> list[Made]:
    """Make the plans of a batch and write them; a plan that fails is its error.

    Raises what stops all work: a folder that cannot be written.
    """
    return list(make_each(batch))


def make_each(batch: Batch) -> Iterator[Made]:
    """Yield the plans of a batch as they are made and written (see ``make_batch``)."""
    for order, context, lacks, view in contexts(batch):
        try:
            plan = Plan() if batch.press.dry else make(order, context, batch.press, view)
        except OutputError:
            raise
        except Exception as error:
            yield error
            continue
        found = (*lacks.findings, *findings(order.household, view))
        yield replace(plan, gaps=tuple(lacks.gaps), findings=found)


def make(order: Order, context: Context, press: Press, view: View) -> Plan:
    """Make one plan and write it."""
    origins = plan_origins(order.household, view, context)
    rendered = template(press.forms.docx).render_report(context, origins)
    write(order.docx, rendered.data)
    if press.forms.typ is None or order.pdf is None:
        return Plan(unfilled=rendered.unfilled)
    pages = compile_pdf(press.forms.typ, for_pages(context), as_of=view.as_of)
    write(order.pdf, pages.pdf)
    return Plan(pages.count, pages.uncovered, rendered.unfilled)


LONG, LONG_WORDS = re.compile(r"[!-~]{20,}"), "长词"
TALL, TALL_TEXTS = 80, "长文"
"""Characters, four a line of the narrowest column: fewer never fill half a page."""
TALL_LINES = 20
MARKS = (LONG_WORDS, TALL_TEXTS)
SHORT_DATES = (("措施", "完成时限"), ("走访", "日期"))


def for_pages(context: Context) -> Context:
    """Return the context as words for a page template: short dates in narrow columns.

    ``长词`` tells that a word is longer than a line may be (an address, a code), ``长文`` that a
    text may fill half a page in a narrow column: only then does the template look for them.
    """
    rows = {
        name: [
            {**row, key: short_date(row[key]) if row[key] else row[key]} for row in context[name]
        ]
        for name, key in SHORT_DATES
    }
    words = printed({**context, **rows})
    texts = list(_texts(list(words.values())))
    return {
        **words,
        LONG_WORDS: any(len(text) >= 20 and LONG.search(text) for text in texts),
        TALL_TEXTS: any(len(text) >= TALL or text.count("\n") >= TALL_LINES for text in texts),
    }


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def write(path: Path, data: bytes) -> None:
    """Write what can always be made again, whole or not at all; the disk is not waited for."""
    try:
        _folder(path.parent)
    except OSError as error:
        raise FileNotWritable(file=str(path), why=refusal(error)) from error
    keep_or_write(path, data)


_made_folders: set[Path] = set()


def _folder(path: Path) -> None:
    if path not in _made_folders or not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        _made_folders.add(path)


@cache
def template(path: Path) -> Template:
    """The Word template, compiled once in this process."""
    return Template(path)


def _of(keys: Sequence[str], rows: Mapping[str, list[Entry]]) -> tuple[Entry, ...]:
    return tuple(entry for key in keys for entry in rows.get(key, ()))


def _by_household(ledger: Ledger, name: str) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in ledger.register(name):
        if entry.household is not None:
            found.setdefault(entry.household, []).append(entry)
    return found
