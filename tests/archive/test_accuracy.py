"""Six shoeboxes of our own with truth, and what acceptance by itself must never do."""

from __future__ import annotations

import accuracy
import pytest
import shoebox
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.archive.classify import Evidence, classify, judge_of
from docgen.archive.schema_file import read_schema
from docgen.archive.titles import issuer_of
from docgen.resources import shared

SCHEMA = read_schema(shared("archive_schema.yaml"))
LEDGER = shoebox.ledger()
JUDGE = judge_of(SCHEMA, LEDGER, 2027)


@pytest.fixture(scope="module", params=["first", "second", "third", "fourth", "fifth", "sixth"])
def found(request):
    own = request.param in ("first", "second")
    return accuracy.own(
        scans=False, second=request.param == "second", texts="" if own else request.param
    )


def test_of_a_hundred_papers_accepted_by_themselves_ninety_nine_are_right(found):
    assert found.lost == []
    assert found.stray == []
    assert found.accepted_right >= 0.99 * found.accepted, found.wrong


def test_at_least_four_of_five_born_digital_papers_are_accepted(found):
    assert found.accepted >= 0.8 * found.papers, found.waiting


def test_no_page_is_unaccounted_for_and_no_original_is_changed(found):
    assert found.unaccounted == 0
    assert not found.changed


def test_what_is_not_clear_waits_for_a_person(found):
    assert found.unclear >= 9
    assert found.guessed == []


WORDS = [
    word.replace("…", "") for kind in SCHEMA.types.values() for word in (*kind.words, *kind.weak)
]
PIECES = st.sampled_from(
    [*WORDS, "大湾村", "2019年", "二组", "关于", "情况", "名单", "表", "会议记录", "公示"]
)
TITLES = st.lists(PIECES, min_size=1, max_size=3).map("".join)
OWNERS = st.sampled_from(
    [
        "",
        "户主：苗春生 二组",
        "户编号：0103",
        "申请人：罗广才",
        f"证件号码：{shoebox.id_of('19710812', 3)}",
        "樊玉梅",
    ]
)
LINES = st.lists(
    st.one_of(OWNERS, st.sampled_from(WORDS), st.just("柳溪镇大湾村村民委员会")), max_size=5
)
NAMES = st.one_of(st.just("扫描0012"), TITLES)


def evidence(title, lines, name):
    text = "\n".join([title, *lines, "2019年4月2日"])
    return Evidence(name=name, title=title, text=text, issuer=issuer_of(text))


@settings(max_examples=400, deadline=None)
@given(TITLES, LINES, NAMES)
def test_without_a_second_witness_nothing_is_accepted(title, lines, name):
    """What is accepted names a type in title or file name, and something else stands by it."""
    seen = evidence(title, lines, name)
    said = classify(JUDGE, seen)
    if not said.auto:
        return
    assert "待核" not in said.reason
    kind = SCHEMA.types[said.type]
    assert bool(said.household) == kind.of_household
    bare = classify(JUDGE, Evidence(name="扫描0012", title=title, text=title))
    assert not bare.auto


@settings(max_examples=200, deadline=None)
@given(TITLES, LINES)
def test_two_households_named_surely_are_never_decided_between(title, lines):
    both = [*lines, f"证件号码：{shoebox.id_of('19710812', 3)}", "户编号：0103"]
    said = classify(JUDGE, evidence(title, both, "扫描0012"))
    assert not (said.auto and SCHEMA.types[said.type].of_household)


@settings(max_examples=200, deadline=None)
@given(TITLES, LINES, NAMES)
def test_a_page_nobody_read_is_never_accepted(title, lines, name):
    assert not classify(JUDGE, Evidence(name=name, read=False)).auto
