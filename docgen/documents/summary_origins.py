"""Where each value of a summary came from: figures by name and definition, own words by cell."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.documents.origins import Origins, cells, figure, known
from docgen.documents.summary_context import NEXT, PROBLEMS, chapter_of
from docgen.facts.figures import Figure
from docgen.model import Ledger

OPENING = "导语"
ABSENT = {"问题不存在数": "不存在", "问题不涉及数": "不涉及"}


def summary_origins(ledger: Ledger, figures: Mapping[str, Figure]) -> Origins:
    """Return field → figure or cell; sentences put together from what is open have none."""
    found = {name: figure(name) for name in figures}
    for name, answer in ABSENT.items():
        counted = [one for one in ledger.problems if one.present == answer]
        found.setdefault(name, cells(counted, "本村是否存在"))
    return known({**found, **_own_words(ledger)})


def _own_words(ledger: Ledger) -> Origins:
    found, counts = Origins(), dict[str, int]()
    for material in ledger.materials:
        if not material.text:
            continue
        chapter = chapter_of(material.section)
        counts[chapter] = counts.get(chapter, 0) + 1
        source, number = cells([material], "内容"), counts[chapter]
        found[f"素材.{chapter}[{number}]"] = source
        if chapter in (OPENING, PROBLEMS, NEXT):
            found[f"{chapter}[{number}]"] = source
    return found
