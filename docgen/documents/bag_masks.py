"""No number of a person in what leaves the office: one guard over all that a bag prints."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from docgen.documents.gaps import Context
from docgen.folder import Settings
from docgen.model import Entry, Ledger
from docgen.words import CARD, ID_CARD, NEARLY, PHONE, mask_id, mask_value

# An ID that somebody typed with gaps: 18 digits, one sign between any two.
GAPPED = re.compile(r"(?<![0-9A-Za-z])\d(?:[ \u3000-]?\d){16}[ \u3000-]?[0-9Xx](?![0-9A-Za-z])")
# What masking would take for a number of a person.
FORMS = (PHONE, NEARLY, CARD)
GAPS = re.compile(r"[ \u3000-]")


def masked(context: Context, keep: Collection[str]) -> Context:
    """Return the context with every ID, phone and card number in its texts masked.

    Numbers in ``keep`` (phones of offices and helpers, numbers of households and policies) stay
    whole, unless they are IDs. Pictures and numbers are left as they are.
    """
    return {name: _masked(value, keep) for name, value in context.items()}


def _masked(value: Any, keep: Collection[str]) -> Any:
    if isinstance(value, str):
        return masked_text(value, keep)
    if isinstance(value, Mapping):
        return masked(dict(value), keep)
    if isinstance(value, (list, tuple)):
        return [_masked(item, keep) for item in value]
    return value


def masked_text(text: str, keep: Collection[str] = ()) -> str:
    """Return a text with numbers of persons masked, those typed with gaps too."""
    if not any(sign.isdigit() for sign in text):
        return text
    return mask_value(GAPPED.sub(_closed, text), keep)


def _closed(found: re.Match[str]) -> str:
    number = GAPS.sub("", found.group(0))
    gapped = number != found.group(0)
    return mask_id(number) if gapped and ID_CARD.fullmatch(number) else found.group(0)


def numbers_to_read(ledger: Ledger, settings: Settings) -> frozenset[str]:
    """Return the numbers that a household is meant to read whole: phones of those who help it."""
    phones: list[str | None] = [settings.unit.phone, *(one.phone for one in ledger.helpers)]
    for policy in ledger.policies:
        phones += [policy.phone, policy.supervision_phone]
    phones += [_text(entry, "电话") for entry in ledger.register("工作队")]
    texts = dict.fromkeys(one.strip() for one in phones if one and not ID_CARD.search(one))
    # A cell may hold two phones: each of them is to be read.
    inside = (one.group(0) for text in texts for form in FORMS for one in form.finditer(text))
    keys = (record.id for records in (ledger.households, ledger.policies) for record in records)
    return frozenset((*texts, *inside, *filter(None, keys), settings.place.village_code))


def _text(entry: Entry, column: str) -> str:
    value = entry.get(column)
    return "" if value is None else str(value)
