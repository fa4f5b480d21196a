"""What a plan of one household lacks by the rules: each is told on paper and as a finding.

R130, R131 and R132 are rules of the check; their words are told here too, so that whoever holds
the plan sees them. W441 and W442 concern the plan alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.facts import traits
from docgen.facts.view import View
from docgen.findings import Finding, Severity, finding_at
from docgen.model import Household, Measure
from docgen.rules.case import months_after
from docgen.rules.health import STRONG
from docgen.rules.limits import limit
from docgen.rules.monitoring import DEVELOPMENT, unanswered
from docgen.words import date_text
from docgen.work.advice import kinds_of

NO_DEVELOPMENT, NO_AMOUNT = "W441", "W442"
OF_THE_CHECK = ("R130", "R131", "R132")
EXAMPLE = "3万元贷款养羊30只，当年出栏20只，增收1万元"


def shortcomings(household: Household, view: View) -> list[str]:
    """Return what is broken, in words for the paper."""
    return [
        *_late(household, view),
        *(message for message in [_no_development(household, view)] if message),
        *_risks(household, view),
        *(
            f"第{number}项措施“{_short(measure)}”没有写数量和金额"
            for number, measure in _vague(household, view)
        ),
    ]


def findings(household: Household, view: View) -> Iterator[Finding]:
    """Yield the findings that the check does not have: W441 and W442."""
    message = _no_development(household, view)
    if message and not _of_r131(household, view) and household.at:
        yield finding_at(
            household.at,
            "户类型",
            code=NO_DEVELOPMENT,
            severity=Severity.warning,
            message=message,
            fix="与户主商定一项产业、就业、金融或公益岗位措施，登记在帮扶措施表",
            household=household.id,
        )
    for number, measure in _vague(household, view):
        if measure.at:
            yield finding_at(
                measure.at,
                "措施内容",
                code=NO_AMOUNT,
                severity=Severity.warning,
                message=f"第{number}项措施“{_short(measure)}”没有写数量和金额",
                fix=f"写明做什么、多少、多少钱、增收多少，如“{EXAMPLE}”",
                household=household.id,
            )


def _late(household: Household, view: View) -> Iterator[str]:
    """R130: a measure within a month of identification."""
    identified = household.identified
    if not traits.at_risk(household, view) or identified is None or not _held(view):
        return
    due = months_after(identified, _months(view, "months_to_measure"))
    if view.ledger.measures_of(household.id):
        return
    if due <= view.as_of:
        yield f"{date_text(identified)}识别，满一个月还没有帮扶措施"
    else:
        yield f"{date_text(identified)}识别，{date_text(due)}前要有帮扶措施"


def _no_development(household: Household, view: View) -> str:
    """A household with labour has a development measure; nothing is said before its time."""
    aided = traits.lifted(household, view) or traits.at_risk(household, view)
    if not aided or not view.has("帮扶措施", "类别"):
        return ""
    people = view.ledger.persons_of(household.id)
    if not any(person.labour in STRONG for person in people):
        return ""
    if kinds_of(household, view) & DEVELOPMENT:
        return ""
    if _young_case(household, view):
        return ""
    return "家中有劳动力，没有产业、就业、金融或公益岗位措施"


def _young_case(household: Household, view: View) -> bool:
    """Whether the household was identified so lately that its measures are not due yet."""
    identified = household.identified
    if not traits.at_risk(household, view) or identified is None:
        return False
    return months_after(identified, _months(view, "months_to_measure")) > view.as_of


def _of_r131(household: Household, view: View) -> bool:
    """Whether rule R131 tells the same already."""
    identified = household.identified
    if not traits.at_risk(household, view) or identified is None:
        return False
    return months_after(identified, _months(view, "months_to_development")) <= view.as_of


def _risks(household: Household, view: View) -> Iterator[str]:
    """R132: every risk has its measure."""
    if not traits.at_risk(household, view) or not view.has("帮扶措施", "类别"):
        return
    for _, risk, answers in unanswered(household, kinds_of(household, view)):
        yield f"风险“{risk}”没有对应的措施（{'、'.join(sorted(answers))}）"


def _vague(household: Household, view: View) -> Iterator[tuple[int, Measure]]:
    """Development measures in words alone: no number in them, no amount, no expected income."""
    for number, measure in enumerate(view.ledger.measures_of(household.id), 1):
        if measure.kind not in DEVELOPMENT or not measure.content:
            continue
        told = measure.amount is not None or measure.expected_gain is not None
        if not told and not any(sign.isnumeric() for sign in measure.content):
            yield number, measure


def _held(view: View) -> bool:
    return view.has("帮扶措施")


def _months(view: View, name: str) -> int:
    return int(limit(view.settings.thresholds, name))


def _short(measure: Measure) -> str:
    words = measure.content or ""
    return words if len(words) <= 16 else f"{words[:16]}…"
