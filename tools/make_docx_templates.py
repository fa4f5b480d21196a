"""Write templates/docx/*.docx: the packaged Word templates, always with the same bytes.

    python tools/make_docx_templates.py [FOLDER]

What each template is given stands in docs/word.md. Texts may be edited here, or in Word: an
office's own template in 模板/ replaces the packaged one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from docx_parts import (
    FORM,
    FORM_LYING,
    TABLE_SUBTITLE,
    Cell,
    Row,
    document,
    head,
    label,
    looped,
    paragraph,
    table,
)

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "docx"


def when(condition: str, *markup: str) -> str:
    """Return paragraphs and tables that are printed only under a condition."""
    return "".join((paragraph(f"{{%p if {condition} %}}"), *markup, paragraph("{%p endif %}")))


def each(item: str, source: str, text: str, style: str = "BodyText") -> str:
    """Return a paragraph that is printed for every entry of a list."""
    return "".join(
        (
            paragraph(f"{{%p for {item} in {source} %}}"),
            paragraph(text, style),
            paragraph("{%p endfor %}"),
        )
    )


def facts(*pairs: tuple[str, str]) -> list[Row]:
    """Return rows of three labels with their values each."""
    rows = []
    for at in range(0, len(pairs), 3):
        cells: list[Cell | str] = []
        for name, value in pairs[at : at + 3]:
            cells += [label(name), value]
        if len(cells) < 6:
            cells[-1] = Cell(str(cells[-1]), span=7 - len(cells))
        rows.append(Row(cells))
    return rows


def heads(*names: str) -> Row:
    """Return the head of a table, repeated on every page."""
    return Row([head(name) for name in names], header=True)


# --- 一户一策

SIX = (22, 25, 26, 43, 22, 29)


def plan() -> bytes:
    """Return the aid plan of one household."""
    body = [
        paragraph("{{ 县 }}{{ 镇 }}{{ 村 }}“一户一策”", "Subtitle"),
        paragraph("{{ 标题 }}", "Title"),
        paragraph("（{{ 期间 }}）", "Subtitle"),
        paragraph(
            "编制单位：{{ 编制单位 }}　　数据截至：{{ 编制日期|日期 }}"
            "{% if 补制|可空 %}　　{{ 补制 }}{% endif %}",
            "Line",
        ),
        *plan_facts(),
        *plan_members(),
        *plan_income(),
        *plan_needs(),
        *plan_measures(),
        *plan_proposed(),
        *plan_policies(),
        *plan_helpers(),
        *plan_hand(),
    ]
    return document("一户一策", "".join(body), FORM, TABLE_SUBTITLE)


def plan_facts() -> Sequence[str]:
    """Part 1."""
    rows = facts(
        ("户主姓名", "{{ 户主姓名 }}"),
        ("户编号", "{{ 户编号 }}"),
        ("户类型", "{{ 户类型 }}"),
        ("村民小组", "{{ 村民小组 }}"),
        ("证件号码", "{{ 证件号码 }}"),
        ("联系电话", "{{ 联系电话 }}"),
        ("家庭人口", "{{ 家庭人口 }}"),
        ("劳动力人数", "{{ 劳动力人数 }}"),
        ("党员户", "{{ 是否党员户 }}"),
        ("监测类别", "{{ 监测对象类别 }}"),
        ("识别时间", "{{ 识别时间|日期 }}"),
        ("风险已消除", "{{ 风险是否已消除 }}"),
        ("致返贫风险", "{{ 致贫返贫风险 }}"),
        ("主要致贫原因", "{{ 主要致贫原因 }}"),
        ("其他原因", "{{ 其他致贫原因 }}"),
        ("脱贫年度", "{{ 脱贫年度 }}"),
        ("享受低保", "{{ 享受低保 }}"),
        ("享受特困", "{{ 享受特困 }}"),
        ("易地搬迁户", "{{ 是否易地搬迁户 }}"),
        ("耕地（亩）", "{{ 耕地面积|数 }}"),
        ("林地（亩）", "{{ 林地面积|数 }}"),
    )
    return paragraph("一、基本情况", "TableTitle"), table(SIX, rows, together=True)


def plan_members() -> Sequence[str]:
    """Part 2."""
    widths = (10, 24, 17, 10, 10, 22, 26, 48)
    names = ("序号", "姓名", "关系", "性别", "年龄", "健康状况", "劳动技能", "在校或务工")
    values = (
        "{{ loop.index }}",
        "{{ 人.姓名 }}",
        "{{ 人.关系 }}",
        "{{ 人.性别 }}",
        "{{ 人.年龄 }}",
        "{{ 人.健康状况 }}",
        "{{ 人.劳动技能 }}",
        "{{ 人.在校或务工|可空 }}",
    )
    return (
        paragraph("二、家庭成员", "TableTitle"),
        when("成员", table(widths, [heads(*names), looped("人", "成员", values)])),
        when("无成员|可空", paragraph("{{ 无成员 }}", "Note")),
        when("成员说明|可空", paragraph("{{ 成员说明 }}", "Note")),
    )


def plan_income() -> Sequence[str]:
    """Part 3."""
    rows = facts(
        ("工资性", "{{ 工资性收入|元 }}"),
        ("生产经营性", "{{ 生产经营性收入|元 }}"),
        ("经营支出", "{{ 生产经营性支出|元 }}"),
        ("财产性", "{{ 财产性收入|元 }}"),
        ("转移性", "{{ 转移性收入|元 }}"),
        ("纯收入", "{{ 纯收入|元 }}"),
        ("人均纯收入", "{{ 人均纯收入|元 }}"),
        ("上年人均", "{{ 上年人均纯收入|元 }}"),
        ("与上年比", "{{ 人均变化 }}"),
    )
    return (
        paragraph("三、家庭收入（元）", "TableTitle"),
        table(SIX, rows, together=True),
        each("句", "收入说明|可空", "{{ 句 }}", "Note"),
        paragraph("本年目标（由帮扶责任人与户主商定填写）：人均纯收入　　　　　　　元。", "Note"),
    )


def plan_needs() -> Sequence[str]:
    """Parts 4 and 5."""
    values = ("{{ 项.项目 }}", "{{ 项.现状 }}", "{{ 项.短板|可空 }}")
    return (
        paragraph("四、“两不愁三保障”及饮水安全", "TableTitle"),
        table(
            (24, 84, 59), [heads("项目", "现状", "短板"), looped("项", "保障", values, keep=True)]
        ),
        paragraph("五、需求与意愿", "TableTitle"),
        table(
            (22, 145),
            [
                Row([label("需求与意愿"), "{{ 需求与意愿 }}"]),
                Row([label("点单"), "{% if 点单 %}{{ 点单|join('；') }}{% else %}—{% endif %}"]),
            ],
            together=True,
        ),
    )


def plan_measures() -> Sequence[str]:
    """Part 6: measures as the office entered them."""
    widths = (10, 15, 32, 18, 15, 21, 21, 15, 20)
    names = (
        *("序号", "类别", "措施内容", "政策依据", "金额（元）", "责任单位、责任人"),
        *("完成时限", "预期增收（元）", "落实情况、佐证"),
    )
    values = (
        *("{{ 措.序号 }}", "{{ 措.类别 }}", "{{ 措.措施内容 }}", "{{ 措.政策依据|可空 }}"),
        *("{{ 措.金额|元|可空 }}", "{{ 措.责任单位 }}\r{{ 措.责任人 }}"),
        *("{{ 措.完成时限|短日期 }}", "{{ 措.预期增收|元|可空 }}"),
        "{{ 措.落实情况 }}{% if 措.佐证材料 != '—' %}；佐证：{{ 措.佐证材料 }}{% endif %}",
    )
    return (
        paragraph("六、帮扶措施", "TableTitle"),
        when("措施", table(widths, [heads(*names), looped("措", "措施", values)], "CellSmall")),
        when("无措施|可空", paragraph("{{ 无措施 }}", "Note")),
    )


def plan_proposed() -> Sequence[str]:
    """Part 6, proposals: each marked and with its reason; what the rules miss in the plan."""
    values = (
        *("{{ 议.标记 }}", "{{ 议.类别 }}", "{{ 议.内容 }}", "{{ 议.对象 }}", "{{ 议.理由 }}"),
    )
    return (
        when(
            "建议",
            paragraph("建议的措施（依台账提出，与户主商定、登记后才算措施）", "TableSubtitle"),
            table(
                (12, 24, 62, 19, 50),
                [
                    heads("标记", "类别", "建议内容", "对象", "为什么"),
                    looped("议", "建议", values),
                ],
                "CellSmall",
            ),
        ),
        when("提醒", paragraph("提醒：{{ 提醒|join('；') }}。", "Note")),
    )


def plan_policies() -> Sequence[str]:
    """Part 6, policies: what their conditions say, as advice."""
    values = (
        *("{{ 策.序号 }}", "{{ 策.名称 }}", "{{ 策.对象 }}", "{{ 策.结论 }}"),
        *("{{ 策.标准|可空 }}", "{{ 策.说明 }}", "{{ 策.办理 }}"),
    )
    names = ("序号", "政策", "对象", "结论", "标准", "理由", "办理")
    return (
        paragraph("可享未享政策（按台账比对得出，须入户核实）", "TableSubtitle"),
        when(
            "政策",
            table(
                (10, 26, 15, 21, 29, 36, 30),
                [heads(*names), looped("策", "政策", values)],
                "CellSmall",
            ),
        ),
        when("无政策|可空", paragraph("{{ 无政策 }}", "Note")),
        when("已享政策|可空", paragraph("已享政策：{{ 已享政策 }}。", "Note")),
    )


def plan_helpers() -> Sequence[str]:
    """Part 7."""
    helper = (
        *("{{ 人.姓名 }}", "{{ 人.单位 }}", "{{ 人.职务 }}", "{{ 人.联系电话 }}"),
        "{{ 人.结对开始|日期 }}",
    )
    quarter = (
        *("{{ 季.季度 }}", "{{ 季.次数|可空 }}", "{{ 季.联系|可空 }}"),
        *("{{ 季.最近|可空 }}", "{{ 季.走访人|可空 }}"),
    )
    visit = (
        *("{{ 次.日期|短日期 }}", "{{ 次.走访人 }}", "{{ 次.方式 }}"),
        *("{{ 次.内容|可空 }}", "{{ 次.诉求|可空 }}", "{{ 次.处理结果|可空 }}"),
    )
    return (
        paragraph("七、帮扶责任人及走访", "TableTitle"),
        when(
            "帮扶人",
            table(
                (24, 46, 32, 30, 35),
                [
                    heads("姓名", "单位", "职务", "联系电话", "结对开始"),
                    looped("人", "帮扶人", helper),
                ],
            ),
        ),
        when("无帮扶人|可空", paragraph("{{ 无帮扶人 }}", "Note")),
        paragraph(
            "{% if 走访要求|可空 %}走访要求：{{ 走访要求 }}。{% endif %}"
            "次数按走访记录统计，电话、微信为联系，不计入户。",
            "Note",
        ),
        table(
            (22, 45, 30, 36, 34),
            [
                heads("季度", "入户走访", "电话、微信", "最近一次", "走访人"),
                looped("季", "走访季度", quarter, keep=True),
            ],
            "CellSmall",
        ),
        when(
            "走访",
            table(
                (23, 22, 14, 50, 29, 29),
                [
                    heads("日期", "走访人", "方式", "内容", "诉求", "处理结果"),
                    looped("次", "走访", visit),
                ],
                "CellSmall",
            ),
        ),
    )


def plan_hand() -> Sequence[str]:
    """Parts 8 and 9: what the ledger knows of each quarter; the rest is left to people."""
    effect = [
        heads("季度", "措施落实（台账）", "成效", "户主意见", "填写人、日期"),
        # kept with the signatures: they never stand on a page alone
        looped(
            "季", "成效", ("{{ 季.季度 }}", "{{ 季.落实|可空 }}", "", "", ""), keep=True, height=9
        ),
    ]
    day = "\r\r　　　年　　月　　日"
    sign = [
        Row([f"户主（签字、捺印）：{day}", f"帮扶责任人（签字）：{day}"], height=22),
        Row([f"村（盖章）：{day}", f"乡镇审核（盖章）：{day}"], height=22),
    ]
    return (
        paragraph("八、成效与评估（落实情况来自台账；成效由帮扶责任人按季手工填写）", "TableTitle"),
        table((18, 50, 38, 31, 30), effect, "CellSmall", together=True),
        paragraph("九、签字盖章", "TableTitle"),
        table((83.5, 83.5), sign, together=True),
    )


# --- 整改清单

CHECK_WIDTHS = (8, 13, 19, 34, 22, 33, 17, 13, 18, 13, 18, 14, 17, 18)


COUNTS = {
    "问题总数": "问题数",
    "问题不存在数": "不存在",
    "问题不涉及数": "不涉及",
    "问题已完成数": "已完成",
    "问题推进中数": "推进中",
    "问题未启动数": "未启动",
    "问题已销号数": "已销号",
    "问题超期未完成数": "超期未完成",
}


def checklist() -> bytes:
    """Return the rectification checklist: one row a problem, its four lists side by side."""
    groups = Row(
        [head("问题清单", 5), head("任务清单", 2), head("责任清单", 3), head("时限和销号清单", 4)],
        header=True,
    )
    names = (
        *("序号", "编号", "来源", "问题", "本村对照", "整改措施", "目标"),
        *("牵头领导", "责任单位", "责任人", "完成时限", "状态", "佐证、验收人", "销号"),
    )
    small = Row([Cell(name, 1, "CellHeadSmall", shaded=True) for name in names], header=True)
    values = (
        "{{ 题.序号 }}",
        "{{ 题.问题编号 }}",
        "{{ 题.来源 }}{% if 题.反馈日期|可空 %}\n{{ 题.反馈日期|短日期 }}{% endif %}",
        "{{ 题.问题描述 }}{% if 题.涉及|可空 %}（涉及：{{ 题.涉及 }}）{% endif %}",
        "{{ 题.本村是否存在 }}{% if 题.对照说明|可空 %}：{{ 题.对照说明 }}{% endif %}",
        "{{ 题.整改措施 }}",
        "{{ 题.整改目标|可空 }}",
        "{{ 题.牵头领导|可空 }}",
        "{{ 题.责任单位 }}",
        "{{ 题.责任人 }}",
        "{{ 题.完成时限|短日期 }}",
        "{{ 题.状态 }}{% if 题.逾期|可空 %}\n{{ 题.逾期 }}{% endif %}",
        "{{ 题.佐证材料|可空 }}{% if 题.验收人|可空 %}（验收：{{ 题.验收人 }}）{% endif %}",
        "{% if 题.销号日期|可空 %}{{ 题.销号日期|短日期 }}\n{% endif %}{{ 题.销号核查|可空 }}",
    )
    day = "\r\r　　　年　　月　　日"
    counted = ("{{ 类.名称 }}", *(f"{{{{ 类.{name} }}}}" for name in COUNTS))
    whole = Row(["合计", *(f"{{{{ {name} }}}}" for name in COUNTS)])
    steps = ("责任单位申请（盖章）：", "牵头部门核查意见：", "领导审核意见：")
    body = (
        paragraph("{{ 标题 }}", "Title"),
        paragraph(
            "{{ 县 }}{{ 镇 }}{% if 村 != '' %}{{ 村 }}{% endif %}　　{{ 期间 }}　　"
            "编制单位：{{ 编制单位 }}　　编制日期：{{ 编制日期 }}",
            "Line",
        ),
        paragraph("{{ 计数 }}", "Line"),
        table(CHECK_WIDTHS, [groups, small, looped("题", "问题", values)], "CellSmall"),
        when("not 问题", paragraph("台账中没有登记问题。", "Line")),
        when(
            "问题",
            paragraph("分类统计", "TableTitle"),
            table(
                (65, *(24 for _ in COUNTS)),
                [heads("来源", *COUNTS.values()), looped("类", "来源统计", counted), whole],
                "CellSmall",
                together=True,
            ),
        ),
        paragraph("问题销号审核", "TableTitle"),
        table((85, 86, 86), [Row([f"{step}{day}" for step in steps], height=22)], together=True),
        paragraph("没有佐证材料、没有验收人的，不得销号；长期坚持的，持续推进。", "Note"),
    )
    return document("问题整改清单", "".join(body), FORM_LYING)


# --- 半年工作总结

TEMPLATE_FILES = {"plan.docx": plan, "checklist.docx": checklist}


def main(folder: Path = TEMPLATES) -> None:
    """Write all templates into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in TEMPLATE_FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
