"""Five habits of writing one village down, from the contract's own to an export's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .people import MEASURES, Row, Village
from .writing import (
    EXACT,
    HOME,
    INCOME,
    LIVING,
    PERSON,
    RELATIONS,
    Format,
    Table,
    Written,
    cause_code,
    coded,
    dotted,
    month_packed,
    month_words,
    plain,
    text,
    ticks,
    wan,
    write,
)


def key_of(how: str, home: Row, persons: list[Row]) -> dict[str, Any]:
    if how == "name":
        return {"户主": home["户主姓名"], "组": home["村民小组"]}
    if how == "id":
        return {"户主证件号码": head_id(home, persons)}
    return {"户编号": home["户编号"]}


def head_id(home: Row, persons: list[Row]) -> str:
    heads = [one for one in persons if one["_h"] is home and one["姓名"] == home["户主姓名"]]
    return home.get("_head_id") or (heads[0]["证件号码"] if heads else "")


def keyed(how: str, village: Village, row: Row) -> Row:
    """A copy of a row that names its household in the habit of the style."""
    home = row.get("_h")
    if home is None:
        return {**row, "_of": [row]}
    key = row.get("_key") or key_of(how, home, village.persons)
    return {**row, **key, "_of": [row]}


def others(
    village: Village, how: str, file: str, names: dict[str, str], form: Format
) -> list[Table]:
    """All further sheets: measures, visits, projects …"""
    tables = []
    for sheet, rows in village.sheets.items():
        if not rows or sheet == "务工经历":
            continue
        filled = [keyed(how, village, row) for row in rows]
        keys = [k for k in ("户编号", "户主", "组", "户主证件号码") if any(k in r for r in filled)]
        columns = [c for c in rows[0] if not c.startswith("_")]
        head = [(k, names.get(k, k), form) for k in keys]
        body = [(c, names.get(f"{sheet}.{c}", EXACT.get(c, c)), form) for c in columns]
        tables.append(Table(file, names.get(sheet, sheet), head + body, filled))
    return tables


def contract(village: Village) -> list[Table]:
    """The columns of the contract, one workbook."""
    file = "台账.xlsx"
    person = [("户编号", "户编号", plain), *((c, c, plain) for c in PERSON)]
    return [
        Table(file, "户信息", [(c, EXACT.get(c, c), plain) for c in HOME], village.households),
        Table(file, "家庭成员", person, [keyed("code", village, p) for p in village.persons]),
        *_months(village, file, "code", plain),
        *others(village, "code", file, {}, plain),
    ]


def _months(village: Village, file: str, how: str, form: Format) -> list[Table]:
    rows = village.sheets.get("务工经历", [])
    if not rows:
        return []
    made = []
    for row in rows:
        one = row["_p"]
        key = key_of(how, one["_h"], village.persons)
        made.append({"姓名": one["姓名"], "证件号码": one["证件号码"], **key, **row, "_of": [row]})
    words = ["姓名", "证件号码", "是否已务工", "务工地", "企业", "月收入", "开始时间", "结束时间"]
    columns = [*key, *words]
    headers = {"务工地": "务工所在县", "企业": "务工企业名称", "月收入": "务工月收入"}
    shown = [(c, headers.get(c, c), form) for c in columns]
    return [Table(file, "已外出务工信息", shown, made, ("务工月监测",))]


NATIONAL = {
    "行政村": "村",
    "识别时间": "识别监测时间",
    "消除时间": "消除监测时间",
    "人均纯收入": "人均纯收入（元）",
    "致贫返贫风险": "致贫/返贫风险1",
    "监测对象类别": "检测对象类别",
    "距主干路": "与村主干路距离（公里）",
    "消除后人均纯收入": "风险消除后人均纯收入",
    "享受低保": "享受低保政策情况",
    "享受特困": "享受特困供养政策情况",
    "整户无劳动力兜底保障户": "整户无劳动能力兜底保障户",
    "联系电话": "户联系电话",
    "饮水是否安全": "是否解决安全饮用水",
    "开户银行": "开户银行名称",
    "养老金": "养老保险金",
    "特困金": "五保/特困金",
}
NATIONAL_PERSON = {
    "失学原因": "失学或辍学原因/义务教育阶段未上学原因",
    "城乡居民医保": "是否参加城乡居民基本医疗保险",
    "职工医保": "是否参加城镇职工基本医疗保险",
    "养老保险": "是否参加城乡居民/城镇职工基本养老保险",
    "联系电话": "家庭成员联系电话",
    "公岗月数": "公益性岗位(月数)",
    "务工时间(月)": "务工时间（月）",
    "务工企业": "务工企业名称",
}


def national(village: Village) -> list[Table]:
    """Exports of the national system: titles above, all cells text, measures as 14 columns."""
    homes = []
    for home in village.households:
        row: Row = {**home, "县": "云溪县", "乡": "青石镇", "_of": [home]}
        if home["户类型"] == "监测对象":  # in exports the kind of monitoring tells it
            row["户类型"] = "脱贫户" if home["监测对象类别"] == "脱贫不稳定户" else "一般农户"
        homes.append(row)
    order = [
        "县",
        "乡",
        "行政村",
        "村民小组",
        "户编号",
        *reversed([c for c in HOME if c not in ("行政村", "村民小组", "户编号")]),
    ]
    months = {"识别时间": month_packed, "消除时间": month_packed}
    columns = [(c, NATIONAL.get(c, c), months.get(c, text)) for c in order]
    persons = [keyed("code", village, p) for p in village.persons]
    for row in persons:
        row |= {"县": "云溪县", "乡": "青石镇", "行政村": "清水湾村"}
    shown = ["县", "乡", "行政村", "户编号", *(c for c in PERSON[::-1])]
    months = {"开始时间": month_words, "结束时间": month_words}
    columns_p = [(c, NATIONAL_PERSON.get(c, c), months.get(c, text)) for c in shown]
    return [
        Table(
            "（自定义）户信息 (3).xlsx",
            "Sheet1",
            columns,
            homes,
            ("户信息查询", "导出时间：20260701"),
        ),
        Table(
            "（自定义）人员信息_20260701.xlsx", "Sheet1", columns_p, persons, ("人员信息", "全部")
        ),
        *_months(village, "（务工月监测）已外出务工信息_20260701.xlsx", "code", month_words),
        *others(village, "code", "帮扶_20260701.xlsx", {}, text),
    ]


CLERK = {
    "户主姓名": "户主",
    "村民小组": "组",
    "户类型": "农户属性",
    "家庭人口": "人口数",
    "识别时间": "纳入监测时间",
    "联系电话": "电话",
    "帮扶措施": "措施登记",
    "走访记录": "走访登记",
    "政策享受": "惠农补贴发放",
    "户主": "户主姓名",
    "帮扶措施.类别": "帮扶类别",
    "帮扶措施.责任人": "责任人",
    "问题整改": "整改台账",
    "督办记录": "周调度表",
    "项目受益户": "受益户花名册",
}


def clerk(village: Village) -> list[Table]:
    """A clerk's own workbooks: codes with labels, 户主 with 组, dotted dates, income in 万元."""
    homes = [{**home, "_of": [home]} for home in village.households]
    forms: dict[str, Format] = {"主要致贫原因": cause_code}
    base = [c for c in HOME if c not in INCOME and c not in LIVING and c != "户编号"]
    columns = [(c, CLERK.get(c, EXACT.get(c, c)), forms.get(c, dotted)) for c in base]
    key = [("户主姓名", "户主姓名", plain), ("村民小组", "村民小组", plain)]
    income = [(c, f"{c}（万元）", wan) for c in INCOME]
    living = [
        (c, EXACT.get(c, c), ticks)
        if c.startswith(("是否", "饮水"))
        else (c, EXACT.get(c, c), plain)
        for c in LIVING
    ]
    persons = [keyed("name", village, p) for p in village.persons]
    person_forms: dict[str, Format] = {
        "与户主关系": coded(RELATIONS),
        "城乡居民医保": ticks,
        "职工医保": ticks,
        "证件类型": lambda v: {"居民身份证": "01身份证", "残疾人证": "09残疾人证"}.get(v, v),
    }
    order = ["证件号码", "姓名", *(c for c in PERSON if c not in ("证件号码", "姓名"))]
    renamed = {"证件号码": "身份证号", "与户主关系": "与户主\n关系", "劳动技能": "劳动力状况"}
    people = [
        ("户主", "户主", plain),
        ("组", "组别", plain),
        *((c, renamed.get(c, c), person_forms.get(c, dotted)) for c in order),
    ]
    names = {k: v for k, v in CLERK.items() if k not in ("联系电话",)}
    return [
        Table("清水湾2026.xlsx", "户", columns, homes, ("清水湾村农户台账",)),
        Table("收入测算.xlsx", "收入", key + income, homes, ("2026年家庭收入测算表",)),
        Table("生产生活条件.xlsx", "条件", key + living, homes),
        Table(
            "人口花名册.xlsx", "人", people, persons, ("清水湾村人口花名册", "截至2026年6月30日")
        ),
        *_months(village, "外出务工登记.xlsx", "name", dotted),
        *others(village, "name", "各项台账.xlsx", names, dotted),
    ]


def mixed(village: Village) -> list[Table]:
    """One sheet of persons with the columns of their household, measures in a CSV of GBK."""
    rows = []
    ordered = sorted(village.persons, key=lambda one: village.households.index(one["_h"]))
    for one in ordered:
        home = one["_h"]
        renamed = {"户联系电话": home["联系电话"]}
        head = one["与户主关系"] == "户主"
        rows.append({**home, **one, **renamed, "_of": [home, one] if head else [one, home]})
    homes = [
        "户编号",
        "村民小组",
        "户主姓名",
        *(c for c in HOME if c not in ("户编号", "村民小组", "户主姓名", "联系电话", "行政村")),
    ]
    columns = [(c, EXACT.get(c, c), dotted) for c in homes]
    columns += [("户联系电话", "户联系电话", text)]
    columns += [(c, c, dotted) for c in PERSON]
    tables = others(village, "id", "登记.xlsx", {}, dotted)
    for table in tables:
        if table.sheet == "帮扶措施":
            table.file, table.sheet = "措施.csv", "措施"
    months = _months(village, "务工.xlsx", "id", month_words)
    return [
        Table("清水湾大表.xlsx", "总表", columns, rows, ("清水湾村农户情况总表",)),
        *tables,
        *months,
    ]


AFTER = ("风险消除后失学辍学", "风险消除后工资性收入", "风险消除后家庭纯收入")


def export(village: Village) -> list[Table]:
    """The export of monitored households: persons, households and 14 columns of measures."""
    rows = []
    ordered = sorted(village.persons, key=lambda one: village.households.index(one["_h"]))
    seen: set[int] = set()
    for one in ordered:
        home = one["_h"]
        first = id(home) not in seen
        seen.add(id(home))
        aid: Row = {}
        for measure in village.rows("帮扶措施", home) if first else ():
            said = aid.get(measure["类别"])
            aid[measure["类别"]] = f"{said},{measure['措施内容']}" if said else measure["措施内容"]
        area = {"县": "云溪县", "乡": "青石镇", "户联系电话": home["联系电话"]}
        monitored = (
            {}
            if home["户类型"] != "监测对象"
            else {"户类型": "脱贫户" if home["监测对象类别"] == "脱贫不稳定户" else "一般农户"}
        )
        origins = [home, one] if one["与户主关系"] == "户主" else [one, home]
        rows.append({**home, **one, **area, **monitored, **aid, "_of": origins})
    months = {"识别时间": month_packed, "消除时间": month_packed}
    front = [
        "县",
        "乡",
        "行政村",
        "户编号",
        *(c for c in HOME if c not in ("户编号", "行政村", "联系电话")),
    ]
    names = {**NATIONAL, **NATIONAL_PERSON}
    columns = [(c, names.get(c, c), months.get(c, text)) for c in front]
    columns += [("户联系电话", "户联系电话", text)]
    columns += [
        (c, NATIONAL_PERSON.get(c, c), month_words if "时间" in c else text) for c in PERSON
    ]
    columns += [(c, c, text) for c in (*MEASURES, *AFTER, "信息采集人", "信息采集人联系电话")]
    rest = [
        one for one in others(village, "code", "其他.xlsx", {}, text) if one.sheet != "帮扶措施"
    ]
    title = ("监测对象信息", "查询时间：20260701")
    file = "（自定义）监测对象信息 (22).xlsx"
    return [
        Table(file, "监测对象信息", columns, rows, title),
        *_months(village, "（务工月监测）已外出务工信息_20260701.xlsx", "code", month_words),
        *rest,
    ]


STYLES = {
    "contract": contract,
    "national": national,
    "clerk": clerk,
    "mixed": mixed,
    "export": export,
}

SETTINGS = """
[place]
county = "云溪县"
town = "青石镇"
village = "清水湾村"
village_code = "999847106001"
[unit]
name = "清水湾村驻村工作队"
[period]
start = 2026-01-01
end = 2026-06-30
[lines]
monitor = { 2021 = 6000, 2022 = 6600, 2023 = 7300, 2024 = 8000, 2025 = 8500, 2026 = 8800 }
"""


def work_folder(folder: Path, village: Village, style: str, settings: str = SETTINGS) -> Written:
    """Write a whole work folder; return where each value stands."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "docgen.toml").write_text(settings, encoding="utf-8")
    written = write(folder / "台账", STYLES[style](village))
    if style == "export":
        for measure in village.sheets["帮扶措施"]:
            heads = [row for row in village.persons if row["_h"] is measure["_h"]]
            cell = written.at(heads[0], measure["类别"]) if heads else None
            for column in ("类别", "措施内容") if cell else ():
                written.places[(id(measure), column)] = cell
    if style in ("mixed", "export"):  # the phone of the household has a header of its own
        for home in village.households:
            cell = written.at(home, "户联系电话")
            if cell:
                written.places[(id(home), "联系电话")] = cell
    return written
