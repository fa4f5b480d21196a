"""What papers of other provinces taught: groups, red heads, titles as large as text, wordings."""

from __future__ import annotations

import pytest
import shoebox

from docgen.archive.classify import Evidence, classify, judge_of
from docgen.archive.dates import when_of
from docgen.archive.groups import is_said, numbers_in
from docgen.archive.lines import Line, title_of
from docgen.archive.reading import PageText
from docgen.archive.schema_file import read_schema
from docgen.archive.splitting import FLAT, split
from docgen.archive.titles import issuer_of
from docgen.archive.who import owner_of, roster_of
from docgen.model import Household, Ledger, Person
from docgen.resources import shared

SCHEMA = read_schema(shared("archive_schema.yaml"))
JUDGE = judge_of(SCHEMA, shoebox.ledger(), 2027)
ROSTER = JUDGE.roster
MIAO = shoebox.id_of("19710812", 3)
HAMLETS = Ledger(
    households=tuple(
        Household(id=key, householder=name, village="靠山屯村", group=group)
        for key, name, group in (
            ("Q1", "王桂芝", "前屯"),
            ("H1", "王桂芝", "后屯"),
            ("D1", "栾庆余", "东大岗"),
            ("K1", "崔凤山", "靠山屯"),
        )
    ),
    persons=(Person(household="D1", name="栾庆余"),),
)


def owner(text, title="", roster=ROSTER):
    return owner_of(roster, text=text, name="", title=title)


def judged(title, *lines, name="扫描0012", judge=JUDGE):
    text = "\n".join([title, *lines])
    seen = Evidence(name=name, title=title, text=text, issuer=issuer_of(text))
    return classify(judge, seen)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("住三社", {"3"}),
        ("第2队", {"2"}),
        ("十二村民小组", {"12"}),
        ("04组", {"4"}),
        ("统一社会信用代码", set()),
        ("一社区", set()),
        ("五保户", set()),
    ],
)
def test_a_group_is_one_whatever_the_country_calls_it(text, numbers):
    assert numbers_in(text) == numbers


def test_a_group_without_a_number_is_known_by_its_name_unless_the_village_bears_it():
    assert is_said("前湾组", "大湾村", "家住前湾")
    assert not is_said("大湾组", "大湾村", "大湾村委会")
    assert not is_said("前湾组", "大湾村", "家住后湾")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("申请人：三社罗广才", "0104"),
        ("一队　罗广才", "0101"),
        ("罗广才（第3社）", "0104"),
        ("户主 罗广才 所在社 一社", "0101"),
        ("3社村民罗广才家", "0104"),
        ("兹证明平岭县柳溪镇大湾村三社罗广才系我村村民，家中五口人，情况属实。", "0104"),
        ("二社　苗春生", "0102"),
    ],
)
def test_a_name_beside_its_group_names_the_household_surely(text, key):
    found = owner(f"登记表\n{text}")
    assert (found.household, found.sure) == (key, True)


@pytest.mark.parametrize(
    "text",
    [
        "会上二社苗春生提出，应当修路。",
        "1 苗春生 二组 5",
        "担保人：二组苗春生",
        "二社社长：苗春生",
        "三组苗春生",
    ],
)
def test_whoever_is_only_mentioned_or_helps_is_not_the_owner(text):
    assert not owner(f"登记表\n{text}").sure


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("户主：王桂芝（前屯）", "Q1"),
        ("后屯　王桂芝", "H1"),
        ("东大岗栾庆余", "D1"),
        ("靠山屯村委会：王桂芝", ""),
    ],
)
def test_groups_with_names_tell_two_of_one_name_apart(text, key):
    assert owner(text, roster=roster_of(HAMLETS)).household == key


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("苗春生同志：\n经审核，你户符合条件。", ""),
        ("尊敬的苗春生家长：您的孩子在我校就读。", ""),
        ("患者姓名：苗春生　性别：女", ""),
        ("走访户：苗春生", ""),
        ("户主签字：苗春生", ""),
        ("监测户：苗春生", ""),
        ("苗春生户享受政策一览表", "苗春生户享受政策一览表"),
        (f"身份证号{MIAO[:9]}\n{MIAO[9:]}", ""),
    ],
)
def test_a_household_is_named_by_salutation_label_title_and_a_broken_number(text, title):
    found = owner(text, title)
    assert (found.household, found.sure) == ("0102", True)


def test_a_householder_among_lifted_households_in_a_sentence_is_no_label():
    assert not owner("经评议，监测户苗春生等两户符合条件。").sure


@pytest.mark.parametrize(
    "before",
    [
        "平岭县人民政府文件",
        "平岭县财政局　平岭县水务局",
        "中共平岭县委组织部",
        "平岭县扶贫开发办公室监制",
        "平政发〔2018〕12号",
        "平扶办发〔2019〕4号附件2",
        "合同编号：平农信2017第061号",
    ],
)
def test_who_issues_a_paper_and_its_number_are_no_title(before):
    title, body = "关于下达扶贫资金计划的通知", ["各村：", "请遵照执行。", "某年某月"]
    sizes = (22, 18, 12, 12, 12)
    for heights in (sizes, (12,) * 5):
        texts = [before, title, *body]
        lines = [Line(t, h, n / 12) for n, (t, h) in enumerate(zip(texts, heights, strict=True))]
        assert title_of(lines)[0] == title


def test_a_title_that_ends_like_a_body_stays():
    lines = [Line("关于成立扶贫工作办公室", 20, 0.1), Line("各村：", 12, 0.2)]
    assert title_of(lines)[0] == "关于成立扶贫工作办公室"
    assert title_of([Line("大湾村第一小学", 20, 0.1)])[0] == "大湾村第一小学"


def page(title, *lines, headed=False):
    return PageText("\n".join([title, *lines]), title=title, headed=headed, how="text")


MINUTES = page("大湾村民主评议会议记录", "主持人：某某", "2018年10月8日")
FORM = page("贫困户退出验收表", "户主：苗春生　二组", "2018年10月9日")


def test_titles_as_large_as_the_text_cut_a_bundle_and_a_person_looks():
    cut = split(JUDGE, [MINUTES, page("第二条 其他。"), FORM], "扫描")
    assert [(p.first, p.last, p.doubt) for p in cut.pieces] == [(1, 2, FLAT), (3, 3, FLAT)]


@pytest.mark.parametrize(
    "later",
    [
        page("第三条 验收表", "2018年10月9日"),
        page("附件1 贫困户退出验收表", "2018年10月9日"),
        page("户主在退出验收表", "没有日期"),
        page("大湾村民主评议会议记录", "续", "2018年10月8日"),
        page("票决结果", "同意18票，反对0票。", "2018年10月8日"),
        page("票决情况", "苗春生：同意18票，反对0票。", "2018年10月9日"),
    ],
)
def test_what_is_no_title_page_of_its_own_does_not_cut(later):
    assert [(p.first, p.last) for p in split(JUDGE, [MINUTES, later], "扫描").pieces] == [(1, 2)]


def test_a_page_headed_by_a_bare_form_word_begins_a_paper_surely():
    first = page("申请书", "申请人：苗春生　二组", "2014年4月2日", headed=True)
    second = page("贫困户入户调查表", "户主：苗春生　二组", "2016年4月2日", headed=True)
    assert [p.doubt for p in split(JUDGE, [first, second], "扫描").pieces] == ["", ""]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("大湾村三社贫困户评议会议记录", "V041"),
        ("大湾村贫困户民主测评会议记录", "V042"),
        ("柳溪镇项目库入库项目公示", "V097"),
        ("大湾村一事一议筹资筹劳会议记录", "V101"),
        ("大湾村脱贫攻坚普查工作总结", "V094"),
        ("大湾村贫困劳动力技能培训班学员花名册", "V067"),
        ("大湾村脱贫攻坚“回头看”发现问题整改工作方案", "V027"),
        ("大湾村脱贫户底册", "V004"),
        ("大湾村脱贫攻坚项目竣工验收报告", "V106"),
        ("大湾村脱贫攻坚问题整改台账", "V028"),
        ("教育扶贫救助基金申请表", "H32"),
        ("帮扶责任人对照表", "V013"),
        ("包保责任人对照表", "V013"),
        ("惠农惠民“一卡通”补贴资金明细", "H27"),
        ("农村居民最低生活保障金领取证", "H07"),
        ("泥草（危）房改造竣工验收表", "H35"),
        ("脱贫户家庭人均纯收入计算表", "H42"),
        ("贫困户家庭新增人口登记表", "H21"),
        ("防返贫预警信息核实比对表", "H17"),
    ],
)
def test_wordings_of_other_counties_name_their_type(title, code):
    lines = ["户主：苗春生　二组"] if SCHEMA.types[code].of_household else []
    assert judged(title, *lines, "2019年3月2日").type == code


def test_named_groups_in_a_title_are_groups():
    judge = judge_of(SCHEMA, HAMLETS, 2027)
    said = judged("后屯精准识别贫困户评议会议记录", "主持：某某 记录人：某某", judge=judge)
    assert said.type == "V041"


def test_why_a_paper_is_missing_is_no_paper_of_that_kind():
    signed = ["因搬迁遗失。", "大湾村村民委员会　2026年4月2日"]
    said = judged("关于2015年贫困户评议会议签到表缺失的情况说明", *signed, name="说明")
    assert (said.type, said.auto) == ("V119", True)
    mentioned = judged("关于缺失材料的情况说明", "村民苗春生的表册。", *signed, name="情况说明")
    assert not mentioned.auto


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("通知", ["各组：", "请于周五报送表册。"]),
        ("自建房施工协议", ["甲方：某甲", "乙方：某乙", "2021年2月2日"]),
        ("房屋租赁合同", ["出租方：某甲", "承租方：某乙", "租金600元", "2021年2月2日"]),
        ("购销合同", ["甲方：某甲", "乙方：某乙", "单价两元", "2021年2月2日"]),
    ],
)
def test_papers_of_no_concern_are_not_accepted(title, lines):
    assert not judged(title, *lines, name=title).auto


def test_a_notice_is_from_above_only_when_a_body_above_signed_it():
    title, day = "关于做好秋季造林工作的通知", "2021年8月20日"
    above = judged(title, "各村：", "请抓紧造林。", "柳溪镇人民政府", day, name="通知")
    own = judged(title, "各户：", "请抓紧造林。", "大湾村村民委员会", day, name="通知")
    unsigned = judged(title, "各户：", "请抓紧造林。", day, name="通知")
    assert (above.type, above.auto, own.auto, unsigned.auto) == ("V015", True, False, False)


def test_a_contract_that_names_a_body_is_accepted_a_private_one_not():
    lines = ["工程内容：道路硬化", "2021年2月2日"]
    public = judged("道路工程施工合同", "甲方：柳溪镇人民政府", "乙方：某公司", *lines)
    private = judged("道路工程施工合同", "甲方：某甲", "乙方：某乙", *lines)
    assert (public.type, public.auto, private.auto) == ("V102", True, False)


def test_a_file_called_a_summary_does_not_make_a_households_form_the_villages():
    form = ["户主：苗春生　二组", "户编号：0102", "2018年10月15日"]
    said = judged("贫困户脱贫验收表", *form, name="二组资料汇总0510")
    assert (said.type, said.household, said.auto) == ("H43", "0102", True)


def test_a_closing_month_behind_a_gap_is_a_year():
    text = "监理月报\n监理单位：某公司　2021年7月"
    assert when_of(title="", text=text, name="", folders=(), latest=2027).year == 2021
    text = "公司简介\n公司成立于2016年3月"
    assert when_of(title="", text=text, name="", folders=(), latest=2027).year is None
