"""Every finding that reading can make: code, severity, meaning, remedy, in one table.

``E`` numbers are errors, ``W`` numbers warnings and notices; the rules of the rule table have
``R`` numbers. ``docgen explain`` prints from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class ReadingCode:
    """One kind of trouble while reading; ``message`` and ``fix`` are templates for str.format."""

    code: str
    severity: Severity
    message: str
    fix: str


HINT, WARNING, ERROR = Severity.hint, Severity.warning, Severity.error

TABLE: tuple[ReadingCode, ...] = (
    ReadingCode(
        "E001",
        ERROR,
        "文件打不开：{why}",
        "用 WPS 或 Excel 打开，另存为 .xlsx 后再试；打不开就换一份备份",
    ),
    ReadingCode(
        "E002", ERROR, "文件有打开密码，读不了", "在 WPS 里“文件 > 文档加密”取消密码，另存后再试"
    ),
    ReadingCode("E003", ERROR, "文件不是表格：{why}", "放一份 .xlsx .xls .ods 或 .csv 的表格"),
    ReadingCode(
        "E004", ERROR, "文件太大，没有读：{why}", "删掉多余的空行空列或拆成几个文件，另存后再试"
    ),
    ReadingCode(
        "E005",
        ERROR,
        "这种格式读不了：{why}",
        "用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再试",
    ),
    ReadingCode(
        "E006", ERROR, "文字编码认不出", "用 WPS 打开，另存为 .xlsx；或另存为 UTF-8 编码的 .csv"
    ),
    ReadingCode("E007", ERROR, "表头对照读不懂：{why}", "改好这一行，或删掉这个文件"),
    ReadingCode(
        "E101",
        ERROR,
        "{column}存成了数字，后几位可能已变成 0：{value}",
        "把这一列设为“文本”，按证件重新输入这一格（不能自动恢复）",
    ),
    ReadingCode(
        "E102", ERROR, "{column}的日期不存在：{value}", "对照原件改成真实的日期，如 2026年6月30日"
    ),
    ReadingCode(
        "E103",
        ERROR,
        "{column}看不出是哪一天：{value}",
        "写成 2026年6月30日、2026-6-30 或 20260630",
    ),
    ReadingCode("E104", ERROR, "{column}不是一个数：{value}", "只写数字，单位写在表头里"),
    ReadingCode("E105", ERROR, "{column}是公式错误 {value}", "改好公式，或直接填上数值"),
    ReadingCode("E106", ERROR, "没有填户编号（或户主），不知道是哪一户", "填上户编号"),
    ReadingCode(
        "E107", ERROR, "户“{value}”在户信息里没有{likely}", "核对户编号；确有此户的，在户信息里补上"
    ),
    ReadingCode("E108", ERROR, "“{value}”可能是 {candidates} 户，分不清", "改填户编号"),
    ReadingCode(
        "E109",
        ERROR,
        "户编号 {value} 重复：另见 {other}{differing}；改好以前，数字和文档用的是 {used} 这一行",
        "核对后改正其中一个编号，或删掉重复的一行",
    ),
    ReadingCode("E110", ERROR, "{column}应当是整数：{value}", "改成整数"),
    ReadingCode(
        "E111",
        ERROR,
        "台账里没有户信息表，成员、措施等对不上户",
        "在 台账/ 里放一份有户编号和户主姓名的户信息表",
    ),
    ReadingCode(
        "E112",
        ERROR,
        "台账里没有读到任何表",
        "把表格（.xlsx .xls .ods .csv）放进 台账/；已经放了的，见其他发现说的原因",
    ),
    ReadingCode("E113", ERROR, "{column}没有填", "填上{column}，不能与别的重复"),
    ReadingCode(
        "E114",
        ERROR,
        "{column}是公式，文件里没有算好的结果，共 {count} 格",
        "用 WPS 或 Excel 打开，保存一次，再检查",
    ),
    ReadingCode(
        "E115",
        ERROR,
        "{column} {value} 分不清是 {rate} 还是 {other}，没有读",
        "带百分号写明：{rate} 或 {other}",
    ),
    ReadingCode(
        "E116",
        ERROR,
        "没有户编号，户主“{value}”有两行，不知道是不是一户：另见 {other}{differing}；"
        "改好以前当作一户，数字和文档用的是 {used} 这一行",
        "补上户编号；是两户的，补上“行政村”“村民小组”列也能分开；是一户的，删掉重复的一行",
    ),
    ReadingCode(
        "W001", HINT, "后缀与内容不符：实际是 {why}，已按内容读", "另存为 .xlsx，后缀就对了"
    ),
    ReadingCode(
        "W002", HINT, "这是 WPS/Excel 正打开文件时的临时文件，没有读", "关掉表格后会自动消失"
    ),
    ReadingCode("W003", HINT, "工作表是隐藏的，没有读", "需要用它就取消隐藏；不需要就删掉"),
    ReadingCode(
        "W004",
        WARNING,
        "认不出这是什么表，没有读。{why}",
        "表头改用规定的列名{how}；与台账无关的表可以移出 台账/",
    ),
    ReadingCode(
        "W005",
        HINT,
        "不认识的列“{value}”，没有用{likely}",
        '是规定的列就运行 docgen check --confirm "{sheet}.{header}={name}"'
        "（会记在 记录/表头对照.toml 的 [{sheet}] 下"
        '："{header}" = "{name}"），或改成规定的列名；不是就不用管',
    ),
    ReadingCode(
        "W006", HINT, "列“{column}”有 {count} 个，用了 {cell} 这一列", "删掉或改名多余的一列"
    ),
    ReadingCode("W007", WARNING, "{column}在两列里写得不一样：{value} / {other}", "核对后只留一列"),
    ReadingCode(
        "W008", WARNING, "缺少必需的列：{columns}", "补上这些列；有但列名不同的，改成规定的列名"
    ),
    ReadingCode(
        "W009",
        HINT,
        "这张表像“{kind}”也像“{other}”，按“{kind}”读",
        "把工作表改名为它的规定名字，就不会弄错",
    ),
    ReadingCode("W010", HINT, "有 {count} 行是隐藏的，照常读了", "不该算的行请删掉，或移到别的表"),
    ReadingCode("W011", WARNING, "整张表与 {other} 一模一样，只算一次", "删掉多余的一份"),
    ReadingCode(
        "W012",
        HINT,
        "有 {count} 个格是公式错误（#N/A、#REF! 等），这种格式里只能读成空格",
        "改好公式，或另存为 .xlsx，就能逐格指出",
    ),
    ReadingCode(
        "W013",
        WARNING,
        "这一行起像是另一张表，有 {count} 行没有读",
        "把下面的表移到单独的工作表",
    ),
    ReadingCode(
        "W014",
        HINT,
        "这一格有批注：{value}",
        "批注不算数据，不会写进文档；要紧的话改进格子里，或写在备注列",
    ),
    ReadingCode("W015", HINT, "有 {count} 列是隐藏的，照常读了", "不该用的列请删掉"),
    ReadingCode(
        "W016",
        HINT,
        "没有“村民小组”列，照工作表的名称读作“{value}”",
        "不是这个组的，加上“村民小组”列",
    ),
    ReadingCode("W101", WARNING, "{column} {value} 已按 {read} 处理", "直接写数字（{read}）"),
    ReadingCode(
        "W102",
        WARNING,
        "表头的单位“{value}”与规定的“{unit}”不同，又换算不了，没有读这一列",
        "把这一列换算成{unit}",
    ),
    ReadingCode(
        "W103", WARNING, "{column}“{value}”不在可选的值里{likely}{count}", "从可选的值里选一个"
    ),
    ReadingCode(
        "W104",
        WARNING,
        "{column}是合并单元格，{value} 只算在第一行",
        "拆开合并单元格，每行写自己的数",
    ),
    ReadingCode(
        "W107",
        WARNING,
        "{column}在两张表里写得不一样：{value} / {other}（{where}），按前一个算",
        "核对后改成一样",
    ),
    ReadingCode(
        "W105", HINT, "户编号 {value} 已按 {read} 处理", "把户编号列设为“文本”，写全前面的 0"
    ),
    ReadingCode(
        "W106", WARNING, "同一户的{column}各行写得不一样：{value} / {other}", "核对后改成一样"
    ),
    ReadingCode(
        "W108",
        HINT,
        "只有户主一行写了户，其余 {count} 行家庭成员按上面的户主算",
        "最好每一行都写上户编号",
    ),
    ReadingCode(
        "W110",
        WARNING,
        "{column} {value} 已按 {rate} 处理，也可能是 {other}",
        "带百分号写明：{rate} 或 {other}",
    ),
    ReadingCode(
        "W111",
        WARNING,
        "{column}在表上显示成 {value}，已按 {read} 处理",
        "把这一格的格式改成“常规”，再核对数字",
    ),
    ReadingCode(
        "W112",
        WARNING,
        "{column}“{value}”有 {count} 户，户类型记作“贫困户”，不计入脱贫户，也不计入一般农户",
        "已经脱贫的，把脱贫属性改成“已脱贫”",
    ),
    ReadingCode(
        "W109", HINT, "“{value}”不在户信息里，按不在册的人记", "是在册户的，改填户编号或核对姓名"
    ),
)
CODES: Mapping[str, ReadingCode] = {entry.code: entry for entry in TABLE}


def report(
    code: str,
    file: str,
    sheet: str = "",
    cell: str = "",
    *,
    facts: Mapping[str, object] | None = None,
    also: tuple[str, ...] = (),
    household: str = "",
) -> Finding:
    """Return the finding of a reading code; ``facts`` fill its message and fix (``value`` too)."""
    entry = CODES[code]
    filled = {"value": "", **(facts or {})}
    shown = "" if filled["value"] is None else str(filled["value"])
    return Finding(
        code=code,
        severity=entry.severity,
        file=file,
        sheet=sheet,
        cell=cell,
        message=entry.message.format(**filled),
        fix=entry.fix.format(**filled),
        value=shown,
        also=also,
        household=household,
    )
