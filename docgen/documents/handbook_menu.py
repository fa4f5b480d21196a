"""The second part of the handbook: the menu of services that households may order (服务项目)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_context import plain
from docgen.facts.validity import EVERYWHERE, same_village, villages_named
from docgen.model import Entry, Ledger

REGISTER = "服务项目"
ALL = (*EVERYWHERE, "全村", "本村")


def menu(ledger: Ledger, village: str, lacks: Lacks) -> list[dict[str, Any]]:
    """Return the services of the village (all without one) by 类别, in the ledger's order."""
    found = [one for one in ledger.register(REGISTER) if offered_in(one, village)]
    grouped: dict[str, list[dict[str, Any]]] = {}
    for number, entry in enumerate(found, start=1):
        group = grouped.setdefault(_text(entry, "类别") or "其他", [])
        group.append(_service(entry, number, lacks))
    return [{"name": name, "services": services} for name, services in grouped.items()]


def offered_in(entry: Entry, village: str) -> bool:
    """Whether a service is for this village: its 适用村, else the village of its row."""
    if not village:
        return True
    named = villages_named(_text(entry, "适用村"))
    own = _text(entry, "行政村")
    if own and not same_village(own, village):
        return False
    whole = not named or any(name.startswith(ALL) for name in named)
    return whole or any(same_village(name, village) for name in named)


def _service(entry: Entry, number: int, lacks: Lacks) -> dict[str, Any]:
    code = _text(entry, "项目编号")
    place = f"服务“{_text(entry, '名称') or code}”"
    return {
        "label": f"service-{number}",
        "code": code,
        "name": _text(entry, "名称") or lacks.mark("名称", place, entry.at),
        "content": _text(entry, "内容") or lacks.mark("内容", place, entry.at),
        "standard": _text(entry, "标准"),
        "branch": _text(entry, "支部"),
    }


def pairs(parts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Name and label of each service, for the index."""
    return [(one["name"], one["label"]) for part in parts for one in part["services"]]


def _text(entry: Entry, column: str) -> str:
    value = entry.get(column)
    return "" if value is None else plain(str(value))
