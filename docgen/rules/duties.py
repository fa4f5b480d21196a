"""W241-W247: duties of docgen.toml that the data do not prove; one that is not set is told so."""

from __future__ import annotations

from docgen.facts import duty_days, duty_pairing, duty_visits  # noqa: F401 - they enter duties
from docgen.facts.duties import DUTIES, Duty, answer
from docgen.rules.case import Case
from docgen.rules.registry import Fault, Found, rule


def _enter(duty: Duty) -> None:
    @rule(duty.code)
    def kept(case: Case) -> Found:
        found = answer(duty, case.view)
        if found.reason:
            yield found.reason
        for person in found.kept:
            for missed in person.missed:
                message = f"{person.person}：{missed.what}"
                who = missed.household, person.person
                yield Fault(missed.at, missed.columns, message, duty.fix, "", *who)


for _duty in DUTIES.values():
    _enter(_duty)
