"""应知应会: the figures of 村情 with their units."""

from __future__ import annotations

import pytest
from small_ledger import ledger

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_officials import village_facts


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [("85%", "%", "85%"), ("85", "%", "85%"), ("300", "米", "300米"), ("85%", "", "85%")],
)
def test_a_unit_stands_once(value, unit, told):
    found = ledger(村情=[{"指标": "森林覆盖率", "数值": value} | ({"单位": unit} if unit else {})])
    assert village_facts(found, "", Lacks()) == [["森林覆盖率", told]]
