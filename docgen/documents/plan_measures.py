"""The measures of a plan: those the office has entered, and those docgen proposes with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks, joined
from docgen.facts import traits
from docgen.facts.view import View
from docgen.model import Household, Ledger, Measure, Policy
from docgen.word.filters import short_date
from docgen.words import missing
from docgen.work.advice import advise
from docgen.work.plan_rules import shortcomings

MEASURES = "帮扶措施"


def is_aided(household: Household, view: View) -> bool:
    """Whether a helper and measures are expected: lifted, or monitored and still at risk."""
    return bool(traits.lifted(household, view) or traits.at_risk(household, view))


def measures(household: Household, view: View, lacks: Lacks) -> Context:
    """Return a row for each measure the office has entered, and a word when there is none."""
    found = view.ledger.measures_of(household.id)
    expected = is_aided(household, view)
    if not found and expected:
        lacks.note("帮扶措施", MEASURES)
    none = missing("帮扶措施") if expected else "台账中没有本户的帮扶措施。"
    return {
        "措施": [_measure(no, one, view.ledger, lacks) for no, one in enumerate(found, start=1)],
        "无措施": "" if found else none,
    }


def _measure(number: int, measure: Measure, ledger: Ledger, lacks: Lacks) -> Context:
    place = f"{MEASURES}（第{number}项）"
    names = ("类别", "措施内容", "责任单位", "责任人", "完成时限", "状态")
    row: Context = {name: lacks.value(measure, name, place) for name in names}
    whom = f"（{measure.person}）" if measure.person else ""
    return {
        **row,
        "序号": number,
        "措施内容": f"{row['措施内容']}{whom}" if row["措施内容"] else None,
        "政策依据": policy_name(measure.policy, ledger),
        "金额": measure.amount if measure.amount is not None else NOT_APPLICABLE,
        "预期增收": measure.expected_gain if measure.expected_gain is not None else NOT_APPLICABLE,
        "落实情况": _progress(measure),
        "佐证材料": measure.evidence or NOT_APPLICABLE,
    }


def proposed(household: Household, view: View, open_to: Sequence[Policy]) -> Context:
    """Return proposed measures with their reasons, and what the plan lacks by the rules."""
    advice = advise(household, view, open_to) if is_aided(household, view) else []
    rows = [
        {
            "标记": "建议",
            "类别": one.kind,
            "内容": one.content,
            "对象": one.person or "全户",
            "理由": one.reason,
        }
        for one in advice
    ]
    return {"建议": rows, "提醒": shortcomings(household, view)}


def policy_name(key: str | None, ledger: Ledger) -> str:
    """Return the name of a policy, the number itself when the ledger has no such policy."""
    if not key:
        return NOT_APPLICABLE
    policy = ledger.policy(key)
    return policy.name if policy is not None and policy.name else key


def _progress(measure: Measure) -> str | None:
    done = f"{short_date(measure.done_on)}完成" if measure.done_on else ""
    return joined([measure.state, done]) or None


def visit_duty(view: View) -> str:
    """Return how often a helper has to visit, as the settings say; nothing when not set."""
    times = view.settings.duties.get("helper_visits_per_quarter")
    return f"每季度入户不少于{times}次" if times else ""
