"""What a title says beside the words of its type: known and harmless, or for a person."""

from __future__ import annotations

from dataclasses import replace

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
JUDGE = judge_of(SCHEMA, LEDGER, 2027, places=("平岭县", "柳溪镇", "大湾村"))
OWN = ["户主：苗春生 二组", "2020年4月2日"]
VILLAGE = ["柳溪镇大湾村村民委员会", "2018年9月3日"]


def judged(title, lines, judge=JUDGE):
    text = "\n".join([title, *lines])
    return classify(judge, Evidence("扫描0012", title=title, text=text, issuer=issuer_of(text)))


@pytest.mark.parametrize(
    ("title", "lines", "strange"),
    [
        ("猕猴桃会议记录", VILLAGE, "猕猴桃"),
        ("月亮坪互助金会议记录", VILLAGE, "互助金"),
        ("骨科信息采集表", OWN, "骨科"),
        ("驼队签到表", VILLAGE, "驼队"),
        ("婚俗问卷承诺书", OWN, "婚俗"),
    ],
)
def test_what_a_title_says_beside_its_type_is_shown_to_a_person(title, lines, strange):
    said = judged(title, lines)
    assert not said.auto
    assert "不知何意" in said.reason
    assert strange in said.reason


@pytest.mark.parametrize(
    ("title", "lines", "code"),
    [
        ("平岭县柳溪镇大湾村2018年度村两委会议记录", VILLAGE, "V018"),
        ("云台县石门坎乡脱贫户信息采集表", OWN, "H15"),
        ("苗春生户脱贫致富承诺书", OWN, "H54"),
        ("关于2018年通组路硬化项目竣工验收的报告", VILLAGE, "V106"),
        ("家庭医生签约服务协议书（副本）", OWN, "H34"),
    ],
)
def test_places_people_years_and_usual_words_are_not_strange(title, lines, code):
    said = judged(title, lines)
    assert (said.type, said.auto) == (code, True), said.reason


def test_without_the_list_of_usual_words_more_waits():
    bare = judge_of(replace(SCHEMA, fillers=()), LEDGER, 2027)
    title = "2018年乡村振兴有关工作村两委会议记录"
    assert judged(title, VILLAGE).auto
    assert not judged(title, VILLAGE, bare).auto


NONSENSE = st.text("鲸鲨鹦鹉珊瑚琥珀驯鹿", min_size=2, max_size=4)
FORMS = [
    (word, kind.of_household)
    for kind in SCHEMA.types.values()
    for word in kind.words
    if kind.code in SCHEMA.broad and "…" not in word
]


@settings(max_examples=300, deadline=None)
@given(NONSENSE, st.sampled_from(FORMS))
def test_no_title_of_a_broad_type_with_an_unknown_word_in_it_is_accepted(nonsense, form):
    word, own = form
    assert not judged(nonsense + word, OWN if own else VILLAGE).auto


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("花椒产业奖补验收表", ""),
        ("护林员救助审批表", "护林员"),
        ("医保缴费危房改造申请表", "医保缴费"),
    ],
)
def test_elsewhere_a_name_is_harmless_and_a_word_of_another_type_is_not(title, said):
    """Of a type that is not broad: a plant nobody lists, and what another type is known by."""
    answer = judged(title, OWN)
    assert answer.auto == (not said), answer.reason
    assert said in answer.reason
