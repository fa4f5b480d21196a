"""``docgen explain CODE``: what a finding means, how grave it is, how to mend it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from gettext import gettext as _

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.resources import data


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means; ``columns`` are the cells a rule looks at, ``scope`` whom it concerns.

    ``example`` is one case of it in plain words: values → where it is reported.
    """

    code: str
    severity: str
    meaning: str
    fix: str = ""
    columns: str = ""
    scope: str = ""
    example: str = ""


READING_EXAMPLES: dict[str, str] = {
    "E101": "证件号码 9.99201198001E+17（存成数字，后几位已经没有了）→ 报在这一格",
    "E102": "走访日期 2026.2.31（二月没有31日）→ 报在这一格",
    "E103": "走访日期 上月底 → 报在这一格",
    "E104": "金额 三千多 → 报在这一格",
    "E105": "人均纯收入 #DIV/0! → 报在这一格",
    "E106": "帮扶措施：户编号 空、措施内容 养羊 → 报在户编号这一格",
    "E107": "帮扶措施：户编号 H002，户信息里只有 H001 → 报在户编号这一格",
    "E110": "家庭人口 3.5 → 报在这一格",
    "E113": "政策：政策编号 空、名称 雨露计划 → 报在政策编号这一格",
    "W101": "人均纯收入 1.2万 → 按 12000 处理，报在这一格",
    "W103": "户类型 好户 → 报在这一格",
    "W105": "户编号 7，其他表写 0007 → 按 0007 处理，报在这一格",
}


LATER = (
    Meaning("E401", "错误", "这一户的一户一策没有生成", "核对这一户在台账中的各行"),
    Meaning("W301", "警告", "有字体里没有的字，印不出来", "换成通用的写法，或告诉维护人员这个字"),
    Meaning("W401", "提示", "文档要用的一格是空的，文中以【缺：…】标出", "核实后填写，再重新生成"),
    Meaning("W403", "警告", "Word 没有转成 PDF", "安装 LibreOffice，或在 模板/ 放入版式模板"),
    Meaning("W404", "警告", "有值不能印进文档", "按提示改好台账里的这一格"),
    Meaning("W405", "警告", "政策不在有效期内，没有印进口袋书", "仍在执行的改有效期"),
    Meaning("W406", "错误", "没有一条有效的政策，没有印口袋书", "填写“政策”表，核对有效期"),
    Meaning("W411", "警告", "总结里的数算不出来，文中以【缺：…】标出", "在台账里补上这些数据"),
    Meaning(
        "W412",
        "提示 警告",
        "总结素材的章节认不出，或这种总结没有这一章",
        "章节写成总结里的章节名，或换一种总结",
    ),
    Meaning("W414", "警告", "总结素材里有没填的空位", "填上数字或名称，没有的把这句话去掉"),
    Meaning("W415", "警告", "总结素材里写的是别的年份", "核对是不是从旧材料里带来的年份"),
    Meaning("W416", "提示", "总结素材里像有别处的地名", "核对是不是从别处的材料里带来的"),
    Meaning("W417", "警告", "数字打架：素材里的数与台账不同", "以台账为准改素材，或先改正台账"),
    Meaning("W418", "警告", "句子缺数字，没有写进总结", "在台账中补上这些数据，再重新生成"),
    Meaning(
        "W419", "警告", "目录里没有页码", "用 Word 打开后按 F9 更新，或安装 LibreOffice 后重做"
    ),
    Meaning("W420", "提示", "总结里的数没有算全：有的行空着或没有这一列", "在台账里补上这些数据"),
    Meaning("W431", "警告", "填表的内容还没有人确认", "核对填表说明，再用 --confirm 运行一次"),
    Meaning("W413", "警告", "没有写明行政村的行，只算进全部", "填上“行政村”列，再重新生成"),
    Meaning(
        "W421", "警告", "数字打架：部分加起来不等于总数，或小数大过大数", "按提示改好列出的各格"
    ),
    Meaning(
        "W422", "提示", "与上期指标不符、相差过大，或上期指标自己打架", "核对上期指标和本期台账"
    ),
    Meaning(
        "W423", "提示", "上期指标的名称不是指标名，没有用上", "照 docs/figures.md 的指标名填写"
    ),
    Meaning("W461", "警告", "这个季度没有写明申报日期的政策到期", "填写“申报起”“申报止”"),
    Meaning("W441", "警告", "有劳动力的户没有产业、就业、金融或公益岗位措施", "商定一项并登记"),
    Meaning("W442", "警告", "措施只有空话，没有数量和金额", "写明做什么、多少、多少钱、增收多少"),
    Meaning("W801", "警告", "扫描件没有归档", "按原因处理后重新放入"),
    Meaning("W802", "提示", "这几页是图像，没有认出文字，只凭名称归类", "在归档计划里核对"),
    Meaning("E801", "严重", "案卷的页数和归档计划对不上，或案卷被改动过", "重新做归档计划并装订"),
    Meaning("E804", "严重", "文件和做归档计划时不一样了，没有装订", "重新做归档计划，核对后再装订"),
    Meaning("W805", "警告", "装订以后材料或归档计划有变化", "重新做归档计划并装订"),
    Meaning("W806", "警告", "户档缺必备材料", "收来原件扫描后放入；从来没有的，写情况说明"),
    Meaning("W807", "提示", "两件材料看起来相同", "都保留；确是重复的，在归档计划里写明"),
    Meaning("W808", "警告", "扫描质量不好：分辨率、明暗、歪斜或没有扫全", "看不清的重新扫描"),
    Meaning("W809", "警告", "按件整理时，首页没有空白处盖归档章", "打印后盖在首页背面或附纸上"),
    Meaning("W810", "警告", "户编号不能印进分隔页的二维码（是证件号码，或有分号等）", "另编户编号"),
    Meaning(
        "W811", "警告", "一份材料里夹着写明别户的页", "夹错的，在归档计划里改首页、末页，另作一件"
    ),
    Meaning(
        "W812",
        "警告",
        "材料的年度对不上：晚于今天、晚于落款、与脱贫年度不合",
        "认错的在归档计划里改",
    ),
    Meaning("E803", "错误", "归档计划里填的内容用不上", "按提示改好归档计划的这一格"),
)
"""Codes of documents and archive; those of reading and the rules have tables of their own."""


def meanings() -> Mapping[str, Meaning]:
    """Everything docgen can report, by code."""
    from docgen.ledger.codes import TABLE
    from docgen.rules.registry import texts

    found = {
        rule.code: Meaning(rule.code, rule.severity, rule.rule, "", rule.fields, rule.scope)
        for rule in texts().values()
    }
    found |= {e.code: Meaning(e.code, e.severity, bare(e.message), bare(e.fix)) for e in TABLE}
    found |= {meaning.code: meaning for meaning in LATER}
    shown = examples()
    return {code: replace(one, example=shown.get(code, "")) for code, one in found.items()}


def examples() -> Mapping[str, str]:
    """One example by code: of the rules from rule_examples.csv, of reading from here."""
    with data("rule_examples.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["example"] for row in csv.DictReader(file)} | READING_EXAMPLES


def bare(text: str) -> str:
    """A message without the places that a finding fills."""
    return re.sub(r"\{\w+\}", "…", text)


@click.command(help=_("Explain the code of a finding, such as R003."))
@click.argument("code", metavar=_("CODE"))
@common("json")
def explain(run: Run, code: str) -> int:
    """Show the meaning of one code."""
    known = meanings()
    code = code.strip().upper()
    if code not in known:
        near = ", ".join(get_close_matches(code, known, n=3))
        said = _("No finding is called {code}.")
        if near:
            said = _("No finding is called {code}; near: {near}.")
        raise click.BadParameter(said.format(code=code, near=near))
    meaning = known[code]
    if run.json:
        machine.emit(run.command, None, asdict(meaning))
    else:
        show(meaning)
    return ExitCode.done


def show(meaning: Meaning) -> None:
    """The meaning in a few lines."""
    screen.show(f"{meaning.code}  {meaning.severity}  {meaning.meaning}", "      ")
    if meaning.scope:
        screen.show("      " + _("Concerns: {scope}").format(scope=meaning.scope), "      ")
    if meaning.columns:
        columns = meaning.columns.replace(";", "、")
        screen.show("      " + _("Columns: {columns}").format(columns=columns), "      ")
    if meaning.fix:
        screen.show("      " + _("Cure: {fix}").format(fix=meaning.fix), "      ")
    if meaning.example:
        screen.show("      " + _("Example: {example}").format(example=meaning.example), "      ")
