"""The Word templates of the summaries: sentences in which every number is a named figure.

    python tools/make_summary_templates.py [FOLDER]

One template a kind of summary. A sentence stands here once and may be used by several.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docx_parts import IN_CELL, LEFT, Row, _style, document, head, looped, paragraph, table

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "docx"
NUMBERS = "一二三四五六七八九十"
DRAWN = ("防返贫监测", "致贫原因", "就业", "项目", "走访", "整改")
"""Chapters that may have a chart."""
ON_DEMAND = (
    _style("Drawing", "图", "仿宋_GB2312", 16, '<w:snapToGrid w:val="0"/><w:jc w:val="center"/>')
    + _style("CellRead", "表格中字", "仿宋_GB2312", 12, f"{IN_CELL}{LEFT}")
    + _style("Attachment", "附件", "黑体", 16, "<w:pageBreakBefore/>")
    + _style("TableHeading", "附件标题", "方正小标宋简体", 22, '<w:spacing w:after="120"/>'
             '<w:jc w:val="center"/>')
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its heading, the chapter of 总结素材 that goes with it, its sentences."""

    heading: str
    chapter: str
    sentences: Sequence[str]
    more: str = ""


ALL_IF = re.compile(r"\{% if ([^%]*) %\}((?:(?!\{%).)*)\{% endif %\}")


def figure(name: str, form: str = "") -> str:
    """Return the tag of a figure."""
    return f"{{{{ {name}{f'|{form}' if form else ''} }}}}"


def changed(name: str) -> str:
    """Return words on a change, nothing where last period's figure is not known."""
    return f"{{% if {name}|可空 %}}，同比{{{{ {name}|增减 }}}}{{% endif %}}"


def when(condition: str, text: str, otherwise: str = "") -> str:
    """Return words that stand only if a figure is not nought.

    Where it is not known they fall away; with other words for nought, its mark stands there.
    """
    if otherwise:
        return f"{{% if {condition} %}}{text}{{% else %}}{otherwise}{{% endif %}}"
    return f"{{% if {condition}|可空 %}}{text}{{% endif %}}"


def known(name: str, text: str) -> str:
    """Return words that stand only if a figure is known at all."""
    return f"{{% if {name}|可空 %}}{text}{{% endif %}}"


OPENING = (
    "现将{{ 期间 }}{{ 主题 }}情况总结如下。文中数据由台账统计，"
    "截至{{ 编制日期|日期 }}，口径和来源见《数据出处》。"
)
BASICS = (
    "台账登记农户{{ 台账户数 }}户{{ 台账人数 }}人，"
    "其中{{ 词.户 }}{{ 脱贫户户数 }}户{{ 脱贫户人数 }}人；"
    "{{ 词.监测 }}{{ 监测对象户数 }}户{{ 监测对象人数 }}人"
    "（脱贫不稳定户{{ 脱贫不稳定户户数 }}户、边缘易致贫户{{ 边缘易致贫户户数 }}户、"
    "突发严重困难户{{ 突发严重困难户户数 }}户），风险已消除{{ 风险已消除监测对象户数 }}户。",
    "农村低保{{ 低保户数 }}户{{ 低保人数 }}人，特困供养{{ 特困供养户数 }}户{{ 特困供养人数 }}人，"
    "易地搬迁{{ 易地搬迁户数 }}户{{ 易地搬迁人数 }}人，残疾人{{ 残疾人数 }}人，"
    "60周岁以上{{ 60周岁以上人数 }}人，劳动力{{ 劳动力人数 }}人。",
    "按户平均，人均纯收入{{ 人均纯收入户均值|元 }}元，"
    "上年{{ 上年人均纯收入户均值|元 }}元"
    "{% if 人均纯收入同比增长|可空 %}，{{ 人均纯收入同比增长|增减 }}{% endif %}。",
)
DUTY = Section(
    "压实责任，到户到人",
    "压实责任",
    ("在岗帮扶责任人{{ 帮扶责任人数 }}人，结对超过5户的{{ 结对超过5户的帮扶责任人数 }}人。",),
)
MONITORING = Section(
    "防止返贫动态监测",
    "防返贫监测",
    (
        "{% if 本期新识别监测对象户数 %}本期新识别{{ 词.监测 }}{{ 本期新识别监测对象户数 }}户"
        "{{ 本期新识别监测对象人数 }}人{% else %}本期没有新识别的{{ 词.监测 }}{% endif %}；"
        "风险未消除{{ 风险未消除监测对象户数 }}户{{ 风险未消除监测对象人数 }}人，"
        "风险已消除{{ 风险已消除监测对象户数 }}户{{ 风险已消除监测对象人数 }}人。",
        "登记帮扶措施{{ 帮扶措施条数 }}条，"
        "有帮扶措施的{{ 词.户 }}和{{ 词.监测 }}{{ 有帮扶措施的脱贫户和监测户数 }}户。",
    ),
)
CAUSES = Section(
    "致贫原因",
    "致贫原因",
    (
        "从主要致贫原因看，因病占{{ 三类致贫原因构成（因病）|百分比 }}，"
        "有劳动力但缺资金、缺技术、缺发展动力的占"
        "{{ 三类致贫原因构成（有劳动力但缺资金、技术、发展动力）|百分比 }}，"
        "其他原因占{{ 三类致贫原因构成（其他）|百分比 }}。",
    ),
)
SAFE = Section(
    "“三保障”和饮水安全",
    "三保障",
    (
        "义务教育阶段学生{{ 义务教育阶段学生数 }}人，中职高职学生{{ 中职高职学生数 }}人，"
        "普通高中学生{{ 普通高中学生数 }}人。医保参保率{{ 医保参保率|百分比 }}。"
        + when(
            "危房户户数",
            "台账登记危房户{{ 危房户户数 }}户{{ 危房户人数 }}人",
            "台账没有登记危房户",
        )
        + "。",
    ),
)
INDUSTRY = Section(
    "产业发展",
    "产业",
    (
        "产业项目总投资{{ 产业项目总投资|数 }}万元。收益分配应付{{ 收益分配应付|元 }}元，"
        "实付{{ 收益分配实付|元 }}元" + changed("收益分配实付同比") + "，"
        "带动就业{{ 带动实际就业人数 }}人。",
    ),
)
WORK = Section(
    "稳岗就业",
    "就业",
    (
        "务工{{ 务工总人数 }}人" + changed("务工总人数同比") + "，"
        "其中县内{{ 务工人数（县内） }}人、县外省内{{ 务工人数（县外省内） }}人、"
        "省外{{ 务工人数（省外） }}人。",
        "公益岗{{ 公益岗岗位数 }}个（光伏{{ 光伏公益岗岗位数 }}个、"
        "人社{{ 人社公益岗岗位数 }}个、林业{{ 林业公益岗岗位数 }}个、"
        "乡村综合财力{{ 乡村综合财力公益岗岗位数 }}个"
        + when("其他公益岗岗位数", "、其他{{ 其他公益岗岗位数 }}个")
        + "），在岗{{ 公益岗在岗人数 }}人。",
    ),
)
LOANS = Section(
    "金融帮扶",
    "金融",
    (
        "{{ 词.贷款 }}{{ 小额信贷户数 }}户，余额{{ 小额信贷余额|万元 }}万元"
        + changed("小额信贷余额同比")
        + known("逾期贷款笔数", "，逾期{{ 逾期贷款笔数 }}笔")
        + "。",
    ),
)
PROJECTS = Section(
    "项目资金和资产管理",
    "项目",
    (
        "项目{{ 项目数 }}个，总投资{{ 项目总投资|数 }}万元，到位{{ 项目到位资金|数 }}万元"
        + changed("项目到位资金同比")
        + "，已支付{{ 项目已支付资金|数 }}万元，支付率{{ 资金支付率|百分比 }}。"
        "已开工{{ 已开工项目数 }}个，已竣工{{ 已竣工项目数 }}个"
        "{% if 逾期未竣工项目数 %}，到期未竣工{{ 逾期未竣工项目数 }}个{% endif %}。",
        "受益{{ 项目受益户次 }}户次，"
        "补助应发{{ 补助应发金额|元 }}元，已发{{ 补助已发金额|元 }}元"
        "{% if 补助未发足户次 %}，未发足{{ 补助未发足户次 }}户次{% endif %}。"
        "本期督办{{ 督办次数 }}次。",
        known(
            "项目资产数",
            "{{ 词.资产 }}{{ 项目资产数 }}项，原值{{ 项目资产原值|数 }}万元，"
            "已确权{{ 已确权资产数 }}项，有管护人{{ 有管护人资产数 }}项。",
        ),
    ),
)
RESETTLED = Section(
    "易地搬迁后续扶持", "搬迁", ("易地搬迁{{ 易地搬迁户数 }}户{{ 易地搬迁人数 }}人。",)
)
VISITS = Section(
    "驻村帮扶和走访",
    "走访",
    (
        "本期走访{{ 走访次数 }}次" + changed("走访次数同比") + "，"
        "走访农户{{ 走访户数 }}户。其中脱贫户{{ 走访次数（脱贫户） }}次、"
        "监测户{{ 走访次数（监测户） }}次、老干部{{ 走访次数（老干部） }}次、"
        "党员{{ 走访次数（党员） }}次、村民代表{{ 走访次数（村民代表） }}次、"
        "一般农户{{ 走访次数（一般农户） }}次"
        + when("走访次数（企业）", "、企业{{ 走访次数（企业） }}次")
        + when("走访次数（其他）", "、其他{{ 走访次数（其他） }}次")
        + "。",
    ),
)
CLOSING = Section(
    "问题整改",
    "整改",
    (
        "排查问题{{ 问题总数 }}条"
        "{% if 问题不存在数 %}，其中本村不存在{{ 问题不存在数 }}条{% endif %}"
        "{% if 问题不涉及数 %}，不涉及{{ 问题不涉及数 }}条{% endif %}，"
        "已整改{{ 问题已完成数 }}条，正在整改{{ 问题推进中数 }}条，"
        "未启动{{ 问题未启动数 }}条，整改完成率{{ 问题整改完成率|百分比 }}；"
        "已销号{{ 问题已销号数 }}条"
        "{% if 问题超期未完成数 %}，超期未完成{{ 问题超期未完成数 }}条{% endif %}。",
    ),
)
ARCHIVE = Section(
    "档案整理",
    "档案",
    (
        "{% if 案卷数|可空 %}整理归档{{ 案卷数 }}卷{{ 归档件数 }}件{{ 归档页数 }}页。"
        "{% else %}整理归档情况以归档目录为准。{% endif %}",
    ),
)
ALL = (
    *(DUTY, MONITORING, SAFE, INDUSTRY, WORK, LOANS, PROJECTS, RESETTLED, VISITS, CLOSING),
    ARCHIVE,
)

OF_VILLAGES = ("村", "户数", "人数", "脱贫户", "监测户", "务工", "走访次")
VILLAGES = Section(
    "各村情况",
    "各村",
    (),
    more=table(
        (36, 20, 20, 20, 20, 20, 20),
        [
            Row([head(name) for name in OF_VILLAGES], header=True),
            looped(
                "村情",
                "各村",
                (
                    "{{ 村情.村 }}", "{{ 村情.户数 }}", "{{ 村情.人数 }}", "{{ 村情.脱贫户 }}",
                    "{{ 村情.监测户 }}", "{{ 村情.务工 }}", "{{ 村情.走访 }}",
                ),
            ),
        ],
    ),
)  # fmt: skip
STUDENTS = (
    Section(
        "学生底数清楚",
        "三保障",
        (
            "台账登记在校生{{ 在校生人数 }}人：学前教育{{ 学前教育人数 }}人，"
            "小学{{ 小学在校人数 }}人，"
            "初中{{ 初中在校人数 }}人，普通高中{{ 普通高中学生数 }}人，中职{{ 中职在校人数 }}人，"
            "高职高专{{ 高职高专在校人数 }}人，本科及以上{{ 本科及以上在校人数 }}人。",
            "适龄学生登记{{ 适龄学生数 }}人，已取得就读证明{{ 适龄学生已取证数 }}人，"
            "取证率{{ 适龄学生取证率|百分比 }}；有包保教师的{{ 适龄学生有包保教师数 }}人。",
        ),
    ),
    Section(
        "控辍保学",
        "控辍保学",
        (
            when(
                "失学辍学人数",
                "登记失学辍学{{ 失学辍学人数 }}人，送教上门{{ 送教上门人数 }}人",
                "没有登记失学辍学的学生，送教上门{{ 送教上门人数 }}人",
            )
            + "。",
        ),
    ),
    Section(
        "教育资助",
        "教育资助",
        (
            "本期发放教育资助{{ 本期教育资助人次 }}人次，金额{{ 本期教育资助金额|元 }}元；"
            "台账累计资助{{ 教育资助学生数 }}名学生{{ 教育资助人次 }}人次，"
            "金额{{ 教育资助金额|元 }}元。",
        ),
    ),
)
HELPING = (
    Section(
        "帮扶投入",
        "单位帮扶",
        (
            "开展帮扶的单位{{ 开展帮扶的单位数 }}个，本期帮扶{{ 单位帮扶次数 }}次，"
            "投入{{ 单位帮扶投入|元 }}元，{{ 单位帮扶人次 }}人次参加。",
        ),
    ),
    Section(
        "结对帮扶",
        "压实责任",
        (
            "帮扶责任人{{ 帮扶责任人数 }}人，结对帮扶{{ 结对帮扶户数 }}户。"
            "登记帮扶措施{{ 帮扶措施条数 }}条，已完成{{ 帮扶措施已完成条数 }}条，"
            "推进中{{ 帮扶措施推进中条数 }}条，未启动{{ 帮扶措施未启动条数 }}条。",
        ),
    ),
    VISITS,
    INDUSTRY,
    WORK,
)
CAMPAIGN = (
    Section(
        "全面排查",
        "排查",
        (
            "排查农户{{ 台账户数 }}户{{ 台账人数 }}人，其中{{ 词.户 }}{{ 脱贫户户数 }}户、"
            "{{ 词.监测 }}{{ 监测对象户数 }}户。本期入户走访{{ 入户走访次数 }}次，"
            "走访农户{{ 走访户数 }}户。",
            "排查问题{{ 问题总数 }}条，其中客观原因{{ 客观原因问题数 }}条、"
            "主观原因{{ 主观原因问题数 }}条、工作原因{{ 工作原因问题数 }}条。",
        ),
    ),
    MONITORING,
    SAFE,
    CLOSING,
)
CHAIR = (DUTY, MONITORING, SAFE, INDUSTRY, WORK, PROJECTS, VISITS, CLOSING)


def each(source: str, text: str = "{{ 段 }}") -> str:
    """Return a paragraph for every entry of a list, none when it is missing."""
    return "".join(
        (
            paragraph(f"{{%p for 段 in {source}|可空 %}}"),
            paragraph(text, "BodyText"),
            paragraph("{%p endfor %}"),
        )
    )


def numeral(number: int) -> str:
    """Return 一 … 十, 十一 …"""
    return NUMBERS[number - 1] if number <= 10 else f"十{NUMBERS[number - 11]}"


def told(text: str) -> str:
    """Return sentences as a paragraph, which is not there where all of it falls away."""
    found = ALL_IF.fullmatch(text)
    if not found:
        return paragraph(text, "BodyText")
    condition, words = found.groups()
    return "".join(
        (
            paragraph(f"{{%p if {condition} %}}"),
            paragraph(words, "BodyText"),
            paragraph("{%p endif %}"),
        )
    )


def section(number: int, one: Section) -> str:
    """Return one section: its heading, figures, table, the office's own words."""
    return "".join(
        (
            paragraph(f"（{numeral(number)}）{one.heading}", "Heading2"),
            *(told(text) for text in one.sentences),
            drawn(one.chapter) if one.chapter in DRAWN else "",
            one.more,
            each(f"素材.{one.chapter}"),
        )
    )


def drawn(chapter: str) -> str:
    """Return the place of a section's chart, which stands there on demand."""
    return "".join(
        (
            paragraph(f"{{%p if 图.{chapter}|可空 %}}"),
            paragraph(f"{{{{ 图.{chapter} }}}}", "Drawing"),
            paragraph("{%p endif %}"),
        )
    )


def attachment() -> str:
    """Return the table of the main figures, which stands behind the text on demand."""
    heads = Row([head(name) for name in ("指标", "数值", "单位", "上期", "增减")], header=True)
    cells = (
        "{{ 行.指标 }}",
        "{{ 行.数值 }}",
        "{{ 行.单位 }}",
        "{{ 行.上期|可空 }}",
        "{{ 行.增减|可空 }}",
    )
    return "".join(
        (
            paragraph("{%p if 指标表|可空 %}"),
            # 附件 begins on a new page; 附件 in 黑体 on its first line (GB/T 9704-2012, 7.3.7)
            paragraph("附件", "Attachment"),
            paragraph("主要指标表", "TableHeading"),
            table((62, 26, 18, 25, 25), [heads, looped("行", "指标表", cells)], "CellRead"),
            paragraph("{%p endif %}"),
        )
    )


def other(number: int) -> str:
    """Return what the office said that fits no section, with a heading of its own."""
    return "".join(
        (
            paragraph("{%p if 素材.其他|可空 %}"),
            paragraph(f"（{numeral(number)}）其他工作", "Heading2"),
            each("素材.其他"),
            paragraph("{%p endif %}"),
        )
    )


def listed(name: str) -> str:
    """Return a numbered list of texts; one that is missing is a visible gap."""
    return "".join(
        (
            paragraph(f"{{%p for 段 in {name} %}}", "BodyText"),
            paragraph("{%p if loop.last %}"),
            # What is signed may not be parted from its text: the last entry stays with it.
            paragraph("{{ loop.index }}.{{ 段 }}", "BodyText", keep=True),
            paragraph("{%p else %}"),
            paragraph("{{ loop.index }}.{{ 段 }}", "BodyText"),
            paragraph("{%p endif %}"),
            paragraph("{%p endfor %}"),
        )
    )


def opening() -> str:
    """Return title, contents on demand, and the first paragraph."""
    return "".join(
        (
            paragraph("{{ 县 }}{{ 镇 }}{% if 村 != '' %}{{ 村 }}{% endif %}", "Title"),
            paragraph("{{ 标题 }}", "Title"),
            paragraph("", "BodyText"),
            paragraph("{%p for 段 in 导语|可空 %}"),
            paragraph("{{ 段 }}", "BodyText"),
            paragraph("{%p else %}"),
            paragraph(OPENING, "BodyText"),
            paragraph("{%p endfor %}"),
        )
    )


def former() -> str:
    """Return the former villages of a merged one, each with its numbers."""
    return "".join(
        (
            paragraph("{%p if 原村|可空 %}"),
            paragraph(
                "本村由{% for 村情 in 原村 %}{{ 村情.村 }}{% if not loop.last %}、{% endif %}"
                "{% endfor %}合并："
                "{% for 村情 in 原村 %}{{ 村情.村 }}{{ 村情.户数 }}户{{ 村情.人数 }}人"
                "{% if not loop.last %}，{% endif %}{% endfor %}。",
                "BodyText",
            ),
            paragraph("{%p endif %}"),
        )
    )


def basics() -> str:
    """Return 一、基本情况."""
    return "".join(
        (
            paragraph("一、基本情况", "Heading1"),
            *(paragraph(text, "BodyText") for text in BASICS),
            former(),
            each("素材.基本情况"),
        )
    )


def done(number: int, title: str, sections: Sequence[Section]) -> str:
    """Return a chapter of sections."""
    return "".join(
        (
            paragraph(f"{numeral(number)}、{title}", "Heading1"),
            *(section(at, one) for at, one in enumerate(sections, 1)),
            other(len(sections) + 1),
        )
    )


def chapter(number: int, title: str, name: str) -> str:
    """Return a chapter of numbered texts."""
    return paragraph(f"{numeral(number)}、{title}", "Heading1") + listed(name)


def causes(number: int) -> str:
    """Return the problems by cause, each with its answer."""
    parts = [paragraph(f"{numeral(number)}、存在的问题、原因和对策", "Heading1")]
    for at, cause in enumerate(("客观", "主观", "工作"), 1):
        parts += [
            paragraph(f"（{numeral(at)}）{cause}原因", "Heading2"),
            paragraph(f"{{%p for 段 in 问题按原因.{cause} %}}"),
            paragraph("{{ loop.index }}.{{ 段 }}", "BodyText"),
            paragraph("{%p else %}"),
            paragraph(f"台账没有登记没有整改完的{cause}原因问题。", "BodyText"),
            paragraph("{%p endfor %}"),
        ]
    return "".join(parts)


def signed() -> str:
    """Return unit and date, placed right (GB/T 9704-2012, 7.3.5)."""
    return "".join(
        (
            paragraph("", "BodyText", keep=True),
            paragraph("{{ 编制单位 }}", "Sign", keep=True),
            paragraph("{{ 编制日期 }}", "Sign"),
        )
    )


def village() -> bytes:
    """Return a village's half-year summary, with 保障措施 and 意见建议."""
    body = (
        opening(), basics(), done(2, "工作开展情况", ALL), chapter(3, "存在的问题", "存在问题"),
        chapter(4, "{{ 下期 }}打算", "下步打算"), chapter(5, "保障措施", "保障措施"),
        chapter(6, "意见建议", "意见建议"), signed(),
        attachment(),
    )  # fmt: skip
    return document("半年工作总结", "".join(body), styles=ON_DEMAND)


def town() -> bytes:
    """Return a town's half-year summary, with a table of its villages."""
    body = (
        opening(), basics(), done(2, "工作开展情况", (*ALL, CAUSES, VILLAGES)),
        chapter(3, "存在的问题", "存在问题"), chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("半年工作总结", "".join(body), styles=ON_DEMAND)


def education() -> bytes:
    """Return a school district's summary of education aid."""
    body = (
        opening(), basics(), done(2, "主要做法和成效", STUDENTS),
        chapter(3, "存在的问题", "存在问题"), chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("教育帮扶工作总结", "".join(body), styles=ON_DEMAND)


def unit() -> bytes:
    """Return a unit's summary of its paired help."""
    body = (
        opening(), basics(), done(2, "帮扶工作开展情况", HELPING),
        chapter(3, "存在的问题", "存在问题"), chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("单位结对帮扶工作总结", "".join(body), styles=ON_DEMAND)


def campaign() -> bytes:
    """Return the summary of a campaign."""
    body = (
        opening(), done(1, "行动开展情况", CAMPAIGN),
        chapter(2, "存在的问题", "存在问题"), chapter(3, "下一步措施", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("专项行动工作总结", "".join(body), styles=ON_DEMAND)


def report() -> bytes:
    """Return 述职报告: problems by cause, each with its answer."""
    body = (
        opening(), basics(), done(2, "履职情况", CHAIR), causes(3),
        chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("述职报告", "".join(body), styles=ON_DEMAND)


FILES = {
    "summary.docx": village,
    "summary_town.docx": town,
    "summary_education.docx": education,
    "summary_unit.docx": unit,
    "summary_campaign.docx": campaign,
    "summary_report.docx": report,
}


def main(folder: Path = TEMPLATES) -> None:
    """Write all templates into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
