"""A shoebox with truth: another village, its own names and wordings; the hard cases of sorting.

Drawn with ReportLab and python-docx, another road than the reader. Truth ``?`` says that a paper
must not be accepted by itself, whatever is proposed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import shoebox
from PIL.Image import Resampling
from shoebox import id_of

BICUBIC = Resampling.BICUBIC
SETTINGS = """
[place]
county = "石泉坝县"
town = "青杠乡"
village = "落雁坪村"
village_code = "999777666005"
[period]
start = 2026-01-01
end = 2026-06-30
"""
TOWN, VILLAGE = "青杠乡人民政府", "青杠乡落雁坪村村民委员会"
COUNTY = "石泉坝县乡村振兴局"


@dataclass(frozen=True)
class Family:
    """A household: number, householder, group, birth, year lifted (0: monitored), members."""

    key: str
    holder: str
    group: str
    birth: str
    lifted: int
    members: tuple[tuple[str, str], ...]


FAMILIES = (
    Family("LY-0007", "覃大顺", "一组", "19550214", 2017, (("覃小满", "20070303"),)),
    Family("LY-0019", "欧阳翠云", "四组", "19660918", 2019, (("詹老幺", "19640707"),)),
    Family("LY-0023", "冉光炳", "二组", "19711130", 2016, (("冉秋菊", "20091212"),)),
    Family("LY-0031", "杜鹃", "三组", "19800505", 0, (("谯石生", "19780808"),)),
    Family("LY-0042", "覃大顺", "三组", "19600606", 2018, (("覃水莲", "19620101"),)),
    Family("LY-0058", "罗布江", "二组", "19490101", 0, (("罗启航", "20150606"),)),
)


def number(family: Family) -> str:
    return id_of(family.birth, int(family.key[-2:]))


def masked(family: Family) -> str:
    whole = number(family)
    return f"{whole[:6]}********{whole[-4:]}"


def owner_lines(family: Family, how: str) -> list[str]:
    """How a paper says whose it is: seven roads."""
    member = family.members[0]
    return {
        "id": [f"公民身份号码 {number(family)}"],
        "masked": [f"证件号 {masked(family)}"],
        "number": [f"户编号：{family.key}"],
        "holder": [f"户主姓名：{family.holder}", f"住址：落雁坪村{family.group}"],
        "member": [f"姓名：{member[0]}"],
        "member-id": [f"身份证号 {id_of(member[1], int(family.key[-2:]))}"],
        "sign": [f"住落雁坪村{family.group}", f"户主：{family.holder}（{family.group}）"],
    }[how]


HOWS = ("id", "masked", "number", "holder", "member-id", "sign", "member")

# Of a household: type, title, year, words of the body.
OWN = [
    ("H12", "关于请求纳入建档立卡贫困户的申请", 2014, "家里缺劳力，孩子上学，请求村里考虑。"),
    ("H12", "贫困农户申请书", 2015, "因病欠债，生活困难，特提出申请。"),
    ("H13", "贫困户建档立卡登记表", 2014, "家庭成员 致贫原因 帮扶需求"),
    ("H14", "农户家庭情况入户调查表", 2014, "调查人 调查时间 住房 饮水"),
    ("H14", "精准识别入户核查登记表", 2015, "核查人 家庭成员 收入"),
    ("H15", "贫困户基础信息采集表", 2016, "采集人 家庭成员 生产生活条件"),
    ("H16", "家庭年收入核算表", 2014, "工资性收入 经营性收入 转移性收入"),
    ("H42", "家庭年收入核算表", 2020, "工资性收入 经营性收入 转移性收入"),
    ("H42", "2021年度家庭人均纯收入测算表", 2021, "工资性收入 经营性收入"),
    ("H18", "民主评议结果摘录表", 2014, "评议时间 参会人数 同意票数"),
    ("H19", "贫困户识别确认告知书", 2014, "经公示无异议，确认你户为贫困户。"),
    ("H22", "干部结对帮扶登记表", 2016, "帮扶人 单位 职务 电话"),
    ("H23", "2018年帮扶计划表", 2018, "帮扶措施 完成时限 责任人"),
    ("H26", "帮扶责任人入户走访记录表", 2019, "走访时间 走访内容 问题"),
    ("H27", "惠农补贴一卡通打卡明细", 2020, "耕地地力补贴 金额 到账日期"),
    ("H28", "到户产业奖补验收单", 2019, "品种 规模 验收意见 奖补金额"),
    ("H29", "小额信贷借款合同", 2018, "借款金额 期限 贴息"),
    ("H30", "外出务工交通补贴申领表", 2022, "务工地点 车票 金额"),
    ("H31", "公益性岗位聘用协议书", 2021, "岗位 保洁 报酬 期限"),
    ("H33", "医疗救助结算单", 2020, "住院费用 报销 自付"),
    ("H34", "家庭医生签约服务协议", 2021, "服务内容 随访"),
    ("H35", "农村危房改造竣工验收表", 2017, "改造方式 面积 验收结论"),
    ("H36", "易地扶贫搬迁协议书", 2017, "安置点 面积 自筹"),
    ("H37", "饮水安全入户确认表", 2020, "水源 水质 取水时间"),
    ("H38", "最低生活保障审批表", 2019, "申请理由 家庭收入 审批意见"),
    ("H39", "困难残疾人生活补贴审批表", 2020, "残疾类别 等级"),
    ("H41", "自愿脱贫申请书", 0, "家中收入增加，住房安全，自愿申请脱贫。"),
    ("H43", "贫困户脱贫退出验收表", 0, "两不愁 三保障 验收结论"),
    ("H44", "贫困户脱贫确认书", 0, "经核实已达到脱贫标准，同意退出。"),
    ("H54", "脱贫致富决心书", 2016, "感谢党的政策，决心靠双手过上好日子。"),
    ("H47", "监测对象申请暨承诺授权书", 2022, "授权查询家庭财产信息。"),
    ("H48", "防返贫监测对象信息采集表", 2022, "风险类型 家庭成员"),
    ("H50", "监测对象精准帮扶计划", 2023, "帮扶措施 责任人 时限"),
    ("H51", "监测对象风险消除入户核实表", 2024, "收入 风险是否消除"),
]

# Of the village: type, title, year, issuer, words of the body.
COMMON = [
    ("V043", "关于贫困户评议结果的公示", 2014, VILLAGE, "下列农户拟为贫困户，公示七天。"),
    ("V044", "青杠乡贫困户名单第二次公示", 2014, TOWN, "经乡审核，现予公示。"),
    ("V045", "石泉坝县建档立卡贫困户公告", 2014, "石泉坝县人民政府", "经县审定，现予公告。"),
    ("V054", "落雁坪村新识别监测对象公示", 2022, VILLAGE, "公示期五天，欢迎监督。"),
    ("V055", "青杠乡监测对象认定公告", 2022, TOWN, "经县级审定，现予公告。"),
    ("V072", "落雁坪村危房改造对象公示", 2017, VILLAGE, "拟改造对象如下，公示七天。"),
    ("V075", "农村低保对象公示", 2019, VILLAGE, "经评议拟纳入低保，公示七天。"),
    ("V083", "惠农补贴发放公示", 2020, VILLAGE, "一卡通发放情况公示如下。"),
    ("V088", "拟退出贫困户公示", 2018, VILLAGE, "下列农户拟脱贫，公示七天。"),
    ("V089", "青杠乡拟脱贫户第二次公示", 2018, TOWN, "经乡核查，现予公示。"),
    ("V090", "石泉坝县脱贫户公告", 2018, "石泉坝县人民政府", "现予公告。"),
    ("V095", "监测对象风险消除公示", 2024, VILLAGE, "拟消除风险，公示五天。"),
    ("V109", "落雁坪村机耕道硬化项目公示", 2023, VILLAGE, "建设内容 资金 工期"),
    ("V060", "产业奖补资金发放公示", 2020, VILLAGE, "奖补户 金额"),
    ("V041", "二组村民小组民主评议会记录", 2014, VILLAGE, "地点 参会 评议贫困户"),
    ("V042", "村民代表大会民主评议贫困户会议记录", 2014, VILLAGE, "地点 参会 票决"),
    ("V053", "监测对象民主评议会议记录", 2022, VILLAGE, "地点 参会 评议"),
    ("V084", "拟脱贫户民主评议会记录", 2018, VILLAGE, "地点 参会 评议"),
    ("V097", "村民代表会议项目评议记录", 2022, VILLAGE, "议定机耕道项目申报入库。"),
    ("V018", "落雁坪村支委会会议记录", 2019, VILLAGE, "研究本月工作。"),
    ("V018", "村民代表大会会议记录", 2020, VILLAGE, "研究村规民约修订。"),
    ("V113", "院坝会会议记录", 2022, VILLAGE, "宣讲政策，听取意见。"),
    ("V032", "贫情分析会会议记录", 2017, VILLAGE, "分析各组贫情。"),
    ("V011", "全村农户收入核算汇总表", 2019, VILLAGE, "组别 户数 人均收入"),
    ("V087", "2018年度各户人均纯收入统计表", 2018, VILLAGE, "组别 户主 收入"),
    ("V061", "养鸡合作社利益联结协议", 2019, VILLAGE, "甲方 乙方 分红"),
    ("V062", "集体土地流转合同书", 2020, VILLAGE, "甲方 乙方 面积 租金"),
    ("V102", "机耕道工程施工合同", 2023, VILLAGE, "发包人 承包人 工期 价款"),
    ("V102", "饮水设备采购合同", 2019, VILLAGE, "供方 需方 价款"),
    ("V110", "蓄水池管护协议", 2021, VILLAGE, "管护人 责任"),
    ("V057", "县农商银行定点帮扶协议书", 2018, VILLAGE, "帮扶单位 帮扶内容"),
    ("V106", "机耕道硬化工程竣工验收报告", 2023, TOWN, "工程量 质量 结论"),
    ("V060", "种植业奖补验收汇总表", 2020, VILLAGE, "户主 品种 面积"),
    ("V086", "脱贫户验收结果汇总表", 2018, VILLAGE, "户主 结论"),
    ("V091", "贫困村退出验收表", 2018, COUNTY, "指标 结果"),
    ("V040", "贫困户申请书汇总表", 2014, VILLAGE, "户主 申请时间"),
    ("V003", "落雁坪村农户花名册", 2021, VILLAGE, "组别 户主 人口"),
    ("V004", "建档立卡户花名册", 2017, VILLAGE, "组别 户主 人口"),
    ("V005", "监测对象花名册", 2023, VILLAGE, "组别 户主 风险"),
    ("V013", "帮扶责任人一览表", 2019, VILLAGE, "帮扶人 单位 户主"),
    ("V023", "落雁坪村2023年工作总结", 2023, VILLAGE, "一年来，全村上下……"),
    ("V028", "巡察反馈问题整改台账", 2022, VILLAGE, "问题 措施 时限"),
    ("V065", "公益性岗位人员工资发放表", 2021, VILLAGE, "姓名 岗位 金额"),
    ("V066", "生态护林员选聘公告", 2020, TOWN, "条件 报名"),
    ("V098", "关于落雁坪村机耕道项目的批复", 2022, COUNTY, "同意实施。"),
    ("V020", "关于举办养殖技术培训的通知", 2021, TOWN, "时间 地点 对象"),
    ("V080", "村集体经济收益分配方案", 2022, VILLAGE, "收益 分配"),
    ("V001", "落雁坪村村情简介", 2021, VILLAGE, "面积 人口 产业"),
    ("V008", "在校学生台账", 2021, VILLAGE, "姓名 学校 年级"),
    ("V096", "脱贫攻坚工作总结", 2020, VILLAGE, "脱贫攻坚战以来……"),
]

# What must wait for a person: title, words, why.
UNCLEAR = [
    ("公示", ["现将有关情况公示如下，公示五天。"]),
    ("验收单", ["验收合格。"]),
    ("协议书", ["甲乙双方商定如下。"]),
    ("贫困户申请书", ["申请人：覃大顺", "请求纳入。"]),
    ("帮扶计划表", ["措施：养猪两头。"]),
    ("入户走访记录", ["走访了覃大顺和冉光炳两户。"]),
    ("家庭年收入核算表", ["户编号：LY-0019", "户编号：LY-0023"]),
    ("说明", ["此件留存。"]),
    ("材料", ["见附件。"]),
    ("公告", ["特此公告。"]),
]

HEAD = ("source", "pages", "type", "household", "year")


def make(root: Path) -> list[dict[str, str]]:
    """Write a work folder with ledger and papers under ``root`` and return the truth."""
    (root / "扫描件").mkdir(parents=True, exist_ok=True)
    (root / "docgen.toml").write_text(SETTINGS, encoding="utf-8")
    _ledger(root)
    truth: list[dict[str, str]] = []
    for place, (code, title, year, words) in enumerate(OWN):
        _own_paper(root, truth, place, code, title, year, words)
    for place, (code, title, year, issuer, words) in enumerate(COMMON):
        lines = [words, issuer, f"{year}年{place % 12 + 1}月{place % 27 + 1}日"]
        _put(root, truth, f"村/扫描{place:04d}", place, title, lines, (code, "", str(year)))
    for place, (title, words) in enumerate(UNCLEAR):
        lines = [*words, "2019年3月3日"]
        _put(root, truth, f"杂/IMG_{place:03d}", 0, title, lines, ("?", "", "2019"))
    return truth


def _own_paper(
    root: Path,
    truth: list[dict[str, str]],
    place: int,
    code: str,
    title: str,
    year: int,
    words: str,
) -> None:
    monitored = [f for f in FAMILIES if not f.lifted]
    # Income before 2016 is of the year of recognition, so these families were lifted later.
    later = [f for f in FAMILIES if f.lifted] if place % 2 else list(FAMILIES[1:3])
    family = (monitored if code in ("H47", "H48", "H50", "H51") else later)[place % 2]
    how = HOWS[place % len(HOWS)]
    year = year or family.lifted
    lines = [*owner_lines(family, how), words]
    lines += [f"{year}年{place % 12 + 1}月{place % 27 + 1}日"]
    sure = (code, family.key, str(year)) if how != "member" or family.members else ("?", "", "")
    name = f"户/扫描{place:04d}" if place % 3 else f"户/{title}{place}"
    _put(root, truth, name, place, title, lines, sure)


def _put(
    root: Path,
    truth: list[dict[str, str]],
    name: str,
    place: int,
    title: str,
    lines: list[str],
    right: tuple[str, str, str],
) -> None:
    word = place % 5 == 4
    content = shoebox.docx(title, lines) if word else shoebox.pdf((title, lines))
    path = root / "扫描件" / f"{name}.{'docx' if word else 'pdf'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    source = path.relative_to(root).as_posix()
    truth.append(dict(zip(HEAD, (source, "1-1", *right), strict=True)))


def _ledger(root: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "户信息"
    sheet.append(["户编号", "户主姓名", "行政村", "村民小组", "户类型", "监测对象类别", "脱贫年度"])
    people = book.create_sheet("家庭成员")
    people.append(["户编号", "姓名", "证件号码", "与户主关系"])
    for family in FAMILIES:
        kind = "脱贫户" if family.lifted else "一般农户"
        watched = "" if family.lifted else "边缘易致贫户"
        row = [family.key, family.holder, "落雁坪村", family.group, kind, watched]
        sheet.append([*row, family.lifted or None])
        people.append([family.key, family.holder, number(family), "户主"])
        for name, birth in family.members:
            people.append([family.key, name, id_of(birth, int(family.key[-2:])), "其他"])
    projects = book.create_sheet("项目")
    projects.append(["项目编号", "项目名称", "行政村"])
    projects.append(["XM-77", "落雁坪村机耕道硬化项目", "落雁坪村"])
    (root / "台账").mkdir(exist_ok=True)
    book.save(root / "台账" / "台账.xlsx")


def scan(root: Path) -> None:
    """Turn each PDF under ``root`` into a picture of itself: 200 dpi, leaning, on grey paper."""
    for place, path in enumerate(sorted((root / "扫描件").rglob("*.pdf"))):
        with pdfium.PdfDocument(path) as document:
            page = document[0].render(scale=200 / 72).to_pil().convert("L")
        page = page.point([40 + value * 190 // 255 for value in range(256)])
        page = page.rotate((-1.5, 0, 0.8, 2)[place % 4], fillcolor=230, resample=BICUBIC)
        path.unlink()
        page.save(path, "PDF", resolution=200, quality=70)


def write_truth(truth: list[dict[str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows(truth)
