"""Whatever the rows: a record agrees with itself, and no order changes what comes out."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from small_ledger import id_number, ledger, settings

from docgen.model import Ledger
from docgen.work.difference import Reconciled
from docgen.work.reconcile import reconcile

NUMBERS = [None, *(id_number("19800101", n) for n in (1, 2, 3)), "99920119800101011", "1"]
HOME = st.fixed_dictionaries(
    {
        "户编号": st.sampled_from(["H1", "H2", "H3", "X1"]),
        "户主姓名": st.sampled_from([None, "甲", "李桂花", "李贵花"]),
        "村民小组": st.sampled_from([None, "一组"]),
        "户类型": st.sampled_from([None, "脱贫户", "一般农户"]),
        "联系电话": st.sampled_from([None, "13900000001", "139"]),
        "耕地面积": st.sampled_from([None, 0, 3]),
    }
)
PERSON = st.fixed_dictionaries(
    {
        "户": st.sampled_from(["H1", "H2", "X1"]),
        "姓名": st.sampled_from([None, "甲", "乙", "李桂花", "李贵花"]),
        "证件号码": st.sampled_from(NUMBERS),
        "与户主关系": st.sampled_from([None, "户主", "之子"]),
        "出生日期": st.sampled_from([None, date(1980, 1, 1), date(2010, 1, 1)]),
        "性别": st.sampled_from([None, "男", "女"]),
    }
)
HELPER = st.fixed_dictionaries(
    {
        "户": st.sampled_from(["H1", "H2"]),
        "姓名": st.sampled_from([None, "李明", "王芳"]),
        "单位": st.sampled_from([None, "县水利局"]),
        "结对结束": st.sampled_from([None, date(2020, 1, 1)]),
    }
)
RECORD = st.builds(
    lambda homes, persons, helpers: ledger(户信息=homes, 家庭成员=persons, 帮扶责任人=helpers),
    st.lists(HOME, max_size=4),
    st.lists(PERSON, max_size=5),
    st.lists(HELPER, max_size=3),
)


def told(found: Reconciled) -> list[Any]:
    return [
        *(
            (d.code, d.household, d.person, d.field, d.wrong, tuple(map(d.value, d.sayings)))
            for d in found.differences
        ),
        *((d.household, d.person, d.reason) for d in found.doubtful),
        *found.states.items(),
    ]


@given(RECORD)
@hypothesis_settings(max_examples=100, deadline=None)
def test_a_record_agrees_with_itself(record: Ledger) -> None:
    found = reconcile({"系统": record, "手册": record, "实际": record}, settings(), roster=record)
    assert found.differences == ()


@given(RECORD, RECORD, st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=100, deadline=None)
def test_no_order_changes_what_comes_out(one: Ledger, other: Ledger, order: random.Random) -> None:
    def mixed(record: Ledger) -> Ledger:
        return replace(
            record,
            households=tuple(order.sample(record.households, len(record.households))),
            persons=tuple(order.sample(record.persons, len(record.persons))),
            helpers=tuple(order.sample(record.helpers, len(record.helpers))),
        )

    there = told(reconcile({"系统": one, "手册": other}, settings()))
    back = told(reconcile({"手册": mixed(other), "系统": mixed(one)}, settings()))
    assert sorted(map(repr, there)) == sorted(map(repr, back))
