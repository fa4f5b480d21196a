"""Each party member who is able to help (有帮带能力) is paired with at least one household."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.facts.duties import Kept, Missed, Number, duty
from docgen.facts.duty_visits import paired
from docgen.facts.orderlists import CLAIMANTS, CLAIMS
from docgen.facts.view import View
from docgen.facts.words import is_yes
from docgen.ledger.households import group_key
from docgen.sources import At
from docgen.words import plain_name

AREAS = "责任区"


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody who is able to help: name, group as far as it is known, where it stands."""

    name: str
    group: str
    unit: str
    at: At | None


@duty(
    "W244", "", "有帮带能力的党员至少结对一户",
    fix="给他落实一户，登记在帮扶责任人、责任区或接单记录里；不再有帮带能力的改“有帮带能力”",
)  # fmt: skip
def able_members_are_paired(view: View, number: Number) -> list[Kept] | str:
    del number
    known = view.ledger.has(CLAIMANTS, "有帮带能力") or view.ledger.has("家庭成员", "有帮带能力")
    if not known:
        return "台账里没有“有帮带能力”列"
    homes = households_of(view)
    found = []
    for person in able_members(view):
        own = homes.get(plain_name(person.name), {})
        missed = []
        if not own:
            missed.append(Missed("有帮带能力，没有结对一户", person.at, ("有帮带能力", "姓名")))
        rows = tuple(at for at in own.values() if at)
        told = f"{len(own)}户"
        found.append(Kept(person.name, person.unit, "至少1户", told, tuple(missed), "", rows))
    return found


def able_members(view: View) -> list[Able]:
    """Those of 接单人 and the party members among 家庭成员, each once."""
    found: dict[tuple[str, str], Able] = {}
    for entry in view.ledger.register(CLAIMANTS):
        if is_yes(str(entry.get("有帮带能力") or "")) and (name := entry.get("姓名")):
            unit = " ".join(str(entry.get(c)) for c in ("身份", "所在小组") if entry.get(c))
            _enter(found, Able(str(name), str(entry.get("所在小组") or ""), unit, entry.at))
    for person in view.ledger.persons:
        member = "党员" in (person.political_status or "")
        if member and is_yes(person.able_to_help) and person.name:
            home = view.ledger.household(person.household)
            group = (home.group if home else None) or ""
            unit = " ".join(part for part in ("党员", group) if part)
            _enter(found, Able(person.name, group, unit, person.at))
    return [found[key] for key in sorted(found)]


def _enter(found: dict[tuple[str, str], Able], person: Able) -> None:
    """Enter a person; one of the same name whose group is not another one is the same person."""
    name, group = plain_name(person.name), group_key(person.group) if person.group else ""
    for other, place in found:
        if other == name and (not group or not place or group == place):
            return
    found[name, group] = person


def households_of(view: View) -> dict[str, dict[str, At | None]]:
    """Households that each person (plain name) is paired with, and the row that says so."""
    found: dict[str, dict[str, At | None]] = {}
    for helper in view.ledger.helpers:
        if helper.name and paired(helper, view.as_of, view.as_of):
            found.setdefault(plain_name(helper.name), {})[helper.household] = helper.at
    for sheet, column in ((CLAIMS, "接单人"), (AREAS, "姓名")):
        for entry in view.ledger.register(sheet):
            name, household = entry.get(column), entry.household
            if name and household:
                own = found.setdefault(plain_name(str(name)), {})
                own.setdefault(household, entry.at)
    return found
