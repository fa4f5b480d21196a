"""Write the Word templates of 一户一袋 (bag, fold, cards), always with the same bytes.

    python tools/make_bag_templates.py [FOLDER]

What each template is given stands in docs/documents.md. The words are those of
templates/pdf/bag_parts.typ: both formats say the same.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bag_cells import bare, big, each, heads, listed, mid, named, when
from bag_styles import A5, BAG, CARD_SHEET, HIGH, WIDE, more
from docx_parts import (
    Cell,
    Row,
    _zipped,
    document,
    paragraph,
    table,
    twips,
)
from make_reconcile_templates import boxed

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "docx"


NEW_PAGE = paragraph("", "Break")
HEAD_LINE = "户主：{{ 户主姓名 }}　{{ 县 }}{{ 镇 }}{{ 村 }}{{ 村民小组 }}　　袋号：{{ 袋号 }}"


def cover() -> str:
    """封面."""
    lines = (
        ("行 政 村", "{{ 村 }}"),
        ("村民小组", "{{ 村民小组 }}"),
        ("户 编 号", "{{ 户编号 }}"),
        ("户　　主", "{{ 户主姓名 }}"),
    )
    return "".join(
        (
            paragraph("{{ 县 }}{{ 镇 }}{{ 村 }}{{ 村民小组 }}", "Place"),
            paragraph("一户一袋", "Name"),
            bare(
                (50, 80),
                [
                    Row([Cell(name, 1, "CoverLabel"), Cell(value, 1, "CoverLine")])
                    for name, value in lines
                ],
                under=True,
            ),
            paragraph("{{ 二维码 }}", "Code"),
            paragraph("袋号：{{ 袋号 }}", "Unit"),
            paragraph("二维码只含袋号和行政村编码，不含个人信息", "Under"),
            paragraph("{{ 编制单位 }}", "Unit"),
            paragraph("{{ 编制日期|日期 }}{% if 补制|可空 %}（{{ 补制 }}）{% endif %}", "Unit"),
        )
    )


def contents() -> str:
    """袋内材料清单."""
    return "".join(
        (
            NEW_PAGE,
            paragraph("袋内材料清单", "Part"),
            paragraph(HEAD_LINE, "Small"),
            paragraph("一、袋里要有的", "Section"),
            table(
                (14, 82, 56, 18),
                [
                    heads(("序号", "材料", "从哪里来", "已放入"), "HeadMid"),
                    each(
                        "件",
                        "袋内",
                        ["{{ 件.序号 }}", "{{ 件.材料 }}", "{{ 件.来源 }}", "☐"],
                        "CellMid",
                    ),
                ],
            ),
            paragraph("二、户档里有的和缺的", "Section"),
            when("户档说明 != ''", paragraph("{{ 户档说明 }}", "Small")),
            when(
                "户档|个数 > 0",
                table(
                    (14, 66, 45, 45),
                    [
                        heads(("序号", "材料", "情况", "档号、位置"), "HeadMid"),
                        each(
                            "件",
                            "户档",
                            [
                                "{{ 件.序号 }}",
                                "{{ 件.材料 }}",
                                "{{ 件.情况 }}",
                                "{{ 件.位置|可空 }}",
                            ],
                            "CellMid",
                        ),
                    ],
                ),
            ),
            paragraph("核对人：______________　　核对日期：______年____月____日", "Small"),
        )
    )


MEASURE_WIDTHS = (14, 50, 21, 32, 27, 26)
MEASURE_HEAD = ("序号", "措施内容", "金额（元）", "谁负责", "完成时限", "进展")
MEASURE = ("序号", "措施内容", "金额", "责任人", "完成时限", "进展")


def services() -> str:
    """服务发展清单."""
    return "".join(
        (
            NEW_PAGE,
            paragraph("服务发展清单", "Part"),
            paragraph(HEAD_LINE, "Small"),
            paragraph("一、点单和接单", "Section"),
            listed(
                (14, 39, 43, 15, 27, 32),
                ("序号", "服务项目", "内容和标准", "数量", "点单日期", "接单情况"),
                "单",
                "点单",
                ("序号", "项目", "内容|可空", "数量", "日期", "接单"),
                "无点单",
            ),
            paragraph("二、发展措施", "Section"),
            listed(MEASURE_WIDTHS, MEASURE_HEAD, "项", "发展", MEASURE, "无发展"),
            paragraph("三、务工和岗位", "Section"),
            listed(
                (14, 30, 126),
                ("序号", "姓名", "情况"),
                "人",
                "务工",
                ("序号", "姓名", "情况"),
                "无务工",
            ),
            paragraph("四、培训", "Section"),
            listed(MEASURE_WIDTHS, MEASURE_HEAD, "项", "培训", MEASURE, "无培训"),
            paragraph("五、奖补和分红", "Section"),
            listed(
                (14, 56, 20, 27, 27, 26),
                ("序号", "项目", "年度", "应得（元）", "实得（元）", "发放日期"),
                "项",
                "收益",
                ("序号", "项目", "年度", "应得", "实得", "日期"),
                "无收益",
            ),
            paragraph(
                "以上按台账登记，数据截至{{ 编制日期|日期 }}。"
                "要点的服务、要变的打算，请告诉帮扶责任人或工作队。",
                "Remark",
            ),
        )
    )


def card() -> str:
    """政策帮扶明白卡."""
    facts = [
        Row([named("户主"), big("{{ 户主姓名 }}"), named("家庭人口"), big("{{ 卡.家庭人口 }}人")]),
        Row([named("住址"), big("{{ 卡.住址 }}"), named("电话"), big("{{ 卡.电话 }}")]),
        Row([named("户属性"), big("{{ 卡.户属性 }}", 3)]),
        *(
            Row([named(a), big(f"{{{{ 卡.{x} }}}}"), named(b), big(f"{{{{ 卡.{y} }}}}")])
            for a, x, b, y in (
                ("基本医保", "医保", "养老保险", "养老保险"),
                ("在校生", "在校", "饮水安全", "饮水是否安全"),
                ("是否危房", "是否危房户", "易地搬迁", "是否易地搬迁户"),
                ("耕地（亩）", "耕地面积", "退耕（亩）", "退耕还林面积"),
            )
        ),
    ]
    return "".join(
        (
            NEW_PAGE,
            paragraph("政策帮扶明白卡", "Part"),
            table((28, 57, 28, 57), facts),
            paragraph("一、已享受的政策", "Section"),
            listed(
                (14, 62, 23, 23, 21, 27),
                ("序号", "政策（谁发）", "谁享受", "期次", "金额（元）", "发放日期"),
                "项",
                "卡.享受",
                ("序号", "政策 }}（{{ 项.部门 }}）{{ ''|可空", "享受人", "期次", "金额", "日期"),
                "卡.无享受",
            ),
            when("卡.享受合计 != ''", paragraph("{{ 卡.享受合计 }}", "Text")),
            paragraph("二、帮扶措施", "Section"),
            listed(MEASURE_WIDTHS, MEASURE_HEAD, "项", "卡.措施", MEASURE, "卡.无措施"),
            paragraph("三、还可以申请的政策", "Section"),
            paragraph("{{ 折页.还可申请 }}", "Text"),
            paragraph("四、有事找谁", "Section"),
            whom(),
            paragraph(
                "本卡交户主保管，不公开张贴。数据截至{{ 编制日期|日期 }}；"
                "与实际不符的，请告诉帮扶责任人改正。",
                "Remark",
            ),
            paragraph("填写人：____________　电话：______________", "ToSign"),
            paragraph("户主签字（捺印）：______________　______年____月____日", "ToSign"),
        )
    )


def whom() -> str:
    """The table of whom to ask; its rows stay together."""
    widths = (32, 26, 76, 36)
    rows = [
        Row([named(one) for one in ("找谁", "姓名", "单位和职务", "电话")], header=True),
        Row(
            [
                Cell("{% for 人 in 帮扶人 %}帮扶责任人", 1, "HeadBig", shaded=True),
                big("{{ 人.姓名 }}"),
                big("{{ 人.单位 }}　{{ 人.职务|可空 }}"),
                big("{{ 人.电话 }}{% endfor %}"),
            ],
            keep=True,
        ),
        Row(
            [
                Cell("{%tr if 帮扶人|个数 == 0 %}", 1, "CellBig"),
                *(Cell("", 1, "CellBig") for _ in range(3)),
            ]
        ),
        Row([named("帮扶责任人"), big("{{ 无帮扶人 }}", 3)], keep=True),
        Row(
            [
                Cell("{%tr endif %}", 1, "CellBig"),
                *(Cell("", 1, "CellBig") for _ in range(3)),
            ]
        ),
        Row(
            [named("工作队"), big("{{ 联系人 }}"), big("{{ 队名 }}"), big("{{ 联系电话 }}")],
            keep=True,
        ),
        Row([named("监督电话"), big("{{ 监督电话 }}", 3)], keep=True),
    ]
    return table(widths, rows, together=True)


def fold_parts(text: str = "Text") -> str:
    """我家的政策: what the fold says, page after page."""
    return "".join(
        (
            paragraph("{{ 县 }}{{ 镇 }}{{ 村 }}", "FoldPlace"),
            paragraph("我家的政策", "FoldTitle"),
            paragraph("（{{ 期间 }}）", "FoldPlace"),
            paragraph("{{ 村民小组 }}　{{ 户主姓名 }}", "FoldPlace"),
            when("折页.政策|个数 == 0", paragraph("{{ 折页.无政策 }}", text)),
            when(
                "折页.政策|个数 > 0",
                paragraph(
                    "可以申请：{% if 折页.可申请|个数 > 0 %}{{ 折页.可申请|顿号 }}。"
                    "{% else %}无。{% endif %}",
                    text,
                ),
                paragraph(
                    "已在享受：{% if 折页.已享受|个数 > 0 %}{{ 折页.已享受|顿号 }}。"
                    "{% else %}无。{% endif %}",
                    text,
                ),
            ),
            when("口号 != ''", paragraph("{{ 口号 }}", "FoldPlace")),
            paragraph("{{ 编制单位 }}", "FoldPlace"),
        )
    )


def fold_policies(width: float, text: str = "CellBig") -> str:
    """The policies of the fold, each a small table that stays on one page, and whom to ask."""
    named_width = 24.0
    row = Row(
        [
            Cell("{% for 线 in 策.行 %}{{ 线.项|可空 }}", 1, "PolicyLabel"),
            Cell("{{ 线.文 }}{% endfor %}", 1, text),
        ],
        keep=True,
    )
    return "".join(
        (
            paragraph("{%p for 策 in 折页.政策 %}"),
            paragraph("{{ 策.序号 }}. {{ 策.名称 }}　［{{ 策.情况 }}］", "Policy"),
            bare((named_width, width - named_width), [row]),
            paragraph("{%p endfor %}"),
            paragraph("有事找谁", "Policy"),
            when("帮扶人|个数 == 0", paragraph("帮扶责任人：{{ 无帮扶人 }}", "FoldText")),
            paragraph("{%p for 人 in 帮扶人 %}"),
            paragraph("帮扶责任人：{{ 人.姓名 }}　{{ 人.电话 }}", "FoldText"),
            paragraph("{%p endfor %}"),
            paragraph("{{ 队名 }}：{{ 联系人 }}　{{ 联系电话 }}", "FoldText"),
            paragraph("监督电话：{{ 监督电话 }}", "FoldText"),
            paragraph(
                "以上按{{ 编制日期|日期 }}的台账挑选，只供参考；"
                "条件和标准以当年文件为准，以审核结果为准。",
                "Remark",
            ),
        )
    )


def sign_row(left: str, right: str, height: float = 26) -> Row:
    date = "\r　\r　　　　　　　　　年　　月　　日"
    return Row([big(f"{left}{date}"), big(f"{right}{date}")], height=height)


def letters() -> str:
    """告知书 and, for an aided household, 决心书."""

    def paragraphs(name: str) -> str:
        return "".join(
            (
                paragraph(f"{{{{ {name}.标题 }}}}", "LetterTitle"),
                when(f"{name}.称呼 != ''", paragraph(f"{{{{ {name}.称呼 }}}}", "Call")),
                paragraph(f"{{%p for 段 in {name}.段落 %}}"),
                paragraph("{{ 段 }}", "Letter"),
                paragraph("{%p endfor %}"),
            )
        )

    notice = table(
        (85, 85),
        [
            Row(
                [
                    big(
                        "告知单位（盖章）：{{ 编制单位 }}\r　\r"
                        "　　　　　　　　　　　　　　　　　　　　　年　　月　　日",
                        2,
                    )
                ],
                height=26,
            ),
            sign_row("户主签收（捺印）：", "送达人签字："),
        ],
        together=True,
    )
    lines = bare((170,), [Row([""], height=10, keep=True) for _ in range(4)], under=True)
    resolve = table((85, 85), [sign_row("户主签字（捺印）：", "见证人签字：")], together=True)
    return "".join(
        (
            NEW_PAGE,
            paragraphs("告知书"),
            notice,
            when("有决心书", NEW_PAGE, paragraphs("决心书"), lines, resolve),
        )
    )


def visit() -> str:
    """入户走访记录表: facts in front, what is written at the door behind."""
    facts = [
        Row(
            [
                named("人均纯收入", "HeadMid"),
                mid("{{ 今年人均 }}"),
                named("上年人均", "HeadMid"),
                mid("{{ 上年人均 }}"),
            ]
        ),
        *(
            Row([named(name, "HeadMid"), mid(f"{{{{ {key} }}}}", 3)])
            for name, key in (
                ("三保障短板", "走访短板"),
                ("需求与意愿", "走访意愿"),
                ("没办结的诉求", "未了诉求"),
                ("上次入户", "上次走访"),
                ("本季度已记录", "本季走访"),
                ("已享受政策", "走访政策"),
                ("还可申请", "折页.还可申请"),
            )
        ),
    ]
    rows = [
        each(
            "人",
            "走访成员",
            ["{{ 人.姓名 }}", "{{ 人.关系 }}", "{{ 人.年龄 }}", "{{ 人.在校或务工 }}"],
            "CellMid",
        )
    ]
    members = [heads(("姓名", "关系", "年龄", "在校、文化程度、务工"), "HeadMid"), *rows]
    spaces = (
        ("家庭变化", 26),
        ("收入变化", 20),
        ("三保障及饮水", 20),
        ("政策落实", 20),
        ("诉求和困难", 26),
        ("当场解决或转办", 20),
        ("下次跟进", 14),
    )
    record = [
        Row(
            [
                named("走访日期", "HeadMid"),
                mid("　　　　　年　　月　　日"),
                named("走访人", "HeadMid"),
                mid(""),
            ],
            height=12,
        ),
        Row(
            [
                named("在家人员", "HeadMid"),
                mid(""),
                named("方式", "HeadMid"),
                mid("☐入户　☐其他："),
            ],
            height=12,
        ),
        *(Row([named(name, "HeadMid"), mid("", 3)], height=high) for name, high in spaces),
        Row([named("政策知晓", "HeadMid"), mid("☐知道　☐知道一部分　☐不知道", 3)], height=11),
        Row([named("满意度", "HeadMid"), mid("☐满意　☐基本满意　☐不满意，因为：", 3)], height=11),
    ]
    return "".join(
        (
            NEW_PAGE,
            paragraph("{{ 走访标题 }}", "Part"),
            paragraph(HEAD_LINE, "Small"),
            paragraph("一、入户前已知的情况（台账，截至{{ 编制日期|日期 }}）", "Section"),
            table((32, 53, 32, 53), facts),
            when("走访成员|个数 > 0", table((28, 24, 18, 100), members)),
            when("走访成员|个数 == 0", paragraph("{{ 无走访成员 }}", "Small")),
            NEW_PAGE,
            paragraph(HEAD_LINE, "Small"),
            paragraph("二、这次走访（当场填写）", "Section"),
            table((32, 53, 32, 53), record),
            table((85, 85), [sign_row("走访人签字：", "户主签字（捺印）：", 20)], together=True),
        )
    )


def bag() -> bytes:
    """All papers of a bag but the cards."""
    policies = "".join((NEW_PAGE, fold_parts(), fold_policies(BAG.room)))
    body = "".join((cover(), contents(), services(), card(), policies, letters(), visit()))
    return document("一户一袋", boxed(body), BAG, more(14))


def fold(body: float) -> bytes:
    """The fold on pages of A5, in reading order."""
    text = "".join((fold_parts(), NEW_PAGE, fold_policies(A5.room)))
    return document("政策折页", text, A5, more(body))


def cards() -> bytes:
    """Ten cards a sheet; the dotted lines are where to cut."""

    def face(side: str) -> Cell:
        lines = (
            f"{{{{ 排.{side}.户|可空 }}}}",
            f"{{{{ 排.{side}.题|可空 }}}}",
            f"{{{{ 排.{side}.人|可空 }}}}",
            f"{{%p for 行 in 排.{side}.行 %}}",
            "{{ 行 }}",
            "{%p endfor %}",
        )
        return Cell("\r".join(lines), 1, "CardLine")

    first, second = face("左"), face("右")
    row = Row(
        [
            Cell(f"{{% for 排 in 排 %}}{first.text}", 1, "CardLine"),
            Cell(f"{second.text}\r{{% endfor %}}", 1, "CardLine"),
        ]
    )
    made = table((WIDE, WIDE), [row])
    for field, style in ((".户|", "CardHome"), (".题|", "CardName"), (".人|", "CardName")):
        made = re.sub(
            f'w:val="CardLine"(/></w:pPr><w:r><w:t xml:space="preserve">[^<]*{re.escape(field)})',
            f'w:val="{style}"\\1',
            made,
        )
    exact = f'<w:trHeight w:val="{twips(HIGH)}" w:hRule="exact"/>'
    made = made.replace("<w:cantSplit/>", f"<w:cantSplit/>{exact}", 1)
    dotted = "".join(
        f'<w:{side} w:val="dashed" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    layout = '<w:tblLayout w:type="fixed"/>'
    made = made.replace(layout, f"<w:tblBorders>{dotted}</w:tblBorders>{layout}", 1)
    return without_footers(document("联系卡", made, CARD_SHEET, more(14)))


def without_footers(data: bytes) -> bytes:
    """Return a Word file whose pages bear neither number nor grid: cards are cut from them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    body = parts["word/document.xml"]
    body = re.sub(r"<w:footerReference [^>]*/>", "", body)
    body = re.sub(r"<w:docGrid [^>]*/>", "", body)  # a grid of lines moves the first card down
    parts["word/document.xml"] = body.replace('w:header="850"', 'w:header="0"')
    return _zipped(parts)


def main(folder: Path = TEMPLATES) -> None:
    """Write the templates into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "bag": bag(),
        "bag-fold": fold(14),
        "bag-fold-large": fold(18),
        "bag-card": cards(),
    }
    for name, data in made.items():
        (folder / f"{name}.docx").write_bytes(data)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
