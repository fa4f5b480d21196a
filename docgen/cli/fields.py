"""The fields a product gives its Word template: those of the example village, and those in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.folder import Folder
    from docgen.model import Ledger

KINDS = ("plan", "bag", "bag-fold", "bag-card", "checklist", "summary")


def fields_of(kind: str) -> list[str]:
    """Names a template may use, fields of a list as ``成员.姓名``, in the order of the product."""
    from docgen.resources import template
    from docgen.word import Template

    used = [use.path for use in Template(template("docx", f"{kind}.docx")).uses]
    given = [name for context in contexts(kind) for name in names(context)]
    return list(dict.fromkeys([*given, *used]))


def examples_of(kind: str) -> dict[str, Any]:
    """The names a template may use, each with a value of the example village where one has it."""
    found: dict[str, Any] = dict.fromkeys(fields_of(kind))
    for context in contexts(kind):
        for name, value in pairs(context):
            if found.get(name) in (None, "", []):
                found[name] = value
    return found


def pairs(context: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The names in a context with their values, those inside a list or a mapping too."""
    for name, value in context.items():
        yield before + name, value
        for inside in insides(value):
            yield from pairs(inside, f"{before}{name}.")


def example_text(value: object) -> str:
    """An example as a template would print it; of a list, how long it is."""
    from docgen.word.values import printed

    if isinstance(value, (list, tuple)):
        return f"[{len(value)}]"
    return (printed(value) or "").replace("\n", " ")


def contexts(kind: str) -> Iterator[Mapping[str, Any]]:
    """What the product's templates are given for the example village."""
    from docgen.documents.checklist_context import checklist_context
    from docgen.documents.gaps import Lacks
    from docgen.documents.plan_context import plan_context
    from docgen.documents.summary_context import summary_context
    from docgen.facts.figures import compute
    from docgen.facts.view import View
    from docgen.folder import open_folder
    from docgen.ledger.reading import read_ledger
    from docgen.resources import examples_folder

    folder = open_folder(examples_folder())
    ledger, settings = read_ledger(folder), folder.settings
    if kind == "plan":
        view = View(ledger, settings)
        yield from (plan_context(one, view, Lacks(one.id)) for one in ledger.households)
    elif kind.startswith("bag"):
        yield from bag_contexts(kind, folder, ledger)
    elif kind == "checklist":
        yield checklist_context(ledger.problems, settings, Lacks())
    else:
        yield summary_context(ledger, settings, compute(ledger, settings))


def bag_contexts(kind: str, folder: Folder, ledger: Ledger) -> Iterator[Mapping[str, Any]]:
    """What the templates of 一户一袋 are given for the example village."""
    from docgen.documents.bag_cards import card_context, cards_of
    from docgen.documents.bag_context import bag_context, common_of
    from docgen.documents.gaps import Lacks
    from docgen.documents.job import Job

    common = common_of(Job(folder, ledger, dry=True))
    bags = [bag_context(one, common, Lacks(one.id)) for one in ledger.households]
    if kind != "bag-card":
        yield from bags
        return
    helpers, team = cards_of(bags[0])
    yield card_context(helpers, [team], folder.settings.unit.name)


def names(context: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """The names in a context, those inside a list or a mapping with the name of it."""
    for name, value in context.items():
        yield before + name
        for inside in insides(value):
            yield from names(inside, f"{before}{name}.")


def insides(value: object) -> list[Mapping[str, Any]]:
    """The mappings in a value: itself, or the items of a list."""
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [item for item in value if isinstance(item, Mapping)]
    return []
