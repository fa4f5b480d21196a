"""The layout of the workbooks of 台账/: which columns, in whose spelling, in which file."""

from __future__ import annotations

import re
from datetime import date
from itertools import starmap
from pathlib import Path
from random import Random
from typing import Any

from village import events, faults, stays, work
from village.people import LAND, Row, names
from village.plain import gbk_csv, ods
from village.workbooks import Book, Column, Sheet, any_day, any_month, coded, thousands, workbook

HERE = Path(__file__).parent
CAUSE_CODES = {
    "因病": "01",
    "因残": "02",
    "因学": "03",
    "因灾": "04",
    "缺土地": "05",
    "缺水": "06",
    "缺技术": "07",
    "缺劳动力": "08",
    "缺资金": "09",
    "交通条件落后": "10",
    "自身发展动力不足": "11",
}
RELATION_CODES = {
    "户主": "01",
    "配偶": "02",
    "之子": "03",
    "之女": "04",
    "之儿媳": "05",
    "之女婿": "06",
    "之孙子": "07",
    "之孙女": "08",
    "之父": "11",
    "之母": "12",
    "其他": "21",
}
INCOMES = names(
    "工资性收入 生产经营性收入 生产经营性支出 财产性收入 转移性收入 "
    "低保金 特困金 养老金 生态补偿金 合规自付支出"
)
LIVING = names(
    "是否危房户 危房等级 住房鉴定结论 鉴定日期 不愁吃 不愁穿 水质 水量 方便程度 供水保证率 "
    "饮水是否安全 饮水是否困难 是否通生活用电 入户路类型 有无卫生厕所"
)
PERSON = names(
    "户编号 人编号 姓名 证件类型 证件号码 与户主关系 性别 出生日期 民族 政治面貌 文化程度 "
    "在校生状况 就读学校 失学原因 健康状况 残疾类别 残疾等级 劳动技能 是否已务工 务工区域 "
    "务工所在地 务工企业 务工时间 务工月收入 开始时间 结束时间 公益性岗位 公岗月数 "
    "城乡居民医保 职工医保 大病保险 "
    "医疗救助 签约医生 养老保险 联系电话 有帮带能力"
)
POLICY_TITLE = "惠农政策清单（金额均为示例）"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def read_tables(name: str) -> dict[str, list[Row]]:
    """The hand-written tables of a .psv file: '# sheet', a header, rows split by a bar."""
    tables: dict[str, list[Row]] = {}
    heading, columns = Path(name).stem, []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            heading, columns = line[2:], []
        elif not columns:
            columns = line.split("|")
            tables[heading] = []
        else:
            cells = line.split("|") + [""] * len(columns)
            tables[heading].append(dict(zip(columns, cells, strict=False)))
    return tables


def typed(text: Any, _: int) -> Any:
    """Plain numbers of a hand-written table as numbers; all else stays text."""
    if isinstance(text, str) and re.fullmatch(r"-?\d{1,9}(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return text


def column(key: str, header: str = "", group: str = "", write: Any = None) -> Column:
    return Column(key, header, group, write or any_day)


def table(name: str, rows: list[Row], **more: Any) -> Sheet:
    """A sheet whose headers are just the keys of its rows."""
    writers = {"日期": any_day}
    columns = tuple(column(key, write=writers.get(key, typed)) for key in rows[0])
    return Sheet(name, columns, rows, **more)


def household_sheet(homes: list[Row]) -> Sheet:
    plain = (
        column("序号"),
        column("县", "县(市、区、旗)"),
        column("乡镇", "乡(镇)"),
        column("行政村"),
        column("原村名"),
        column("村民小组"),
        column("户编号"),
        column("户主姓名"),
        column("户主证件号码"),
        column("户类型"),
        column("监测对象类别", "监测对象\n类别"),
        column("识别时间", "识别监测时间"),
        column("致贫返贫风险1", "致贫/返贫风险1"),
        column("风险是否已消除"),
        column("消除时间", "消除监测时间"),
        column("风险消除方式"),
        column("消除后人均纯收入", "消除后人均纯收入（元）"),
        column("脱贫年度"),
        column("主要致贫原因", "主要致贫\n原因", write=coded(CAUSE_CODES)),
        column("其他致贫原因"),
        column("家庭人口", "家庭人口（人）"),
    )
    money = tuple(column(key, group="收入情况（元）", write=thousands) for key in INCOMES)
    heads = (
        column("人均纯收入", "人均纯收入（元）"),
        column("上年人均纯收入", "上年人均纯收入\n（元）"),
    )
    land = tuple(column(key, f"{key}（亩）", "生产条件") for key in ("有效灌溉面积", *LAND))
    road = (column("距主干路(公里)", "距主干路（公里）", "生产条件"),)
    house = (
        column("住房面积", "住房面积（㎡）", "生活条件"),
        column("房屋结构", "", "生活条件"),
        *(column(key, "", "生活条件") for key in LIVING),
    )
    rest = tuple(
        column(key)
        for key in names(
            "是否易地搬迁户 享受低保 享受特困 整户无劳动力兜底保障户 小额信贷余额 "
            "开户银行 银行卡号 联系电话 是否党员户 需求与意愿 其他备注 网格员备注"
        )
    )
    total = ["合计"] + [""] * 19 + [sum(home["家庭人口"] for home in homes)]
    total += [sum(home[key] for home in homes) for key in INCOMES]
    return Sheet(
        "户信息（自定义导出）",
        plain + money + heads + land + road + house + rest,
        homes,
        titles=("云溪县荷塘村农户信息（自定义导出）", "导出时间：2026-07-02  单位：元、亩、平方米"),
        tail=(tuple(total),),
    )


def old_household_sheet(homes: list[Row]) -> Sheet:
    """Last year's sheet that a clerk hid instead of deleting it: never to be counted."""
    keys = ("户编号", "户主姓名", "村民小组", "户类型", "家庭人口", "人均纯收入", "联系电话")
    rows = [home | {"人均纯收入": home["上年人均纯收入"]} for home in homes[:6]]
    return Sheet("2024年旧表", tuple(column(key) for key in keys), rows, hidden=True)


def person_sheet(persons: list[Row]) -> Sheet:
    writers: dict[str, Any] = {
        "与户主关系": coded(RELATION_CODES),
        "开始时间": any_month,
        "结束时间": any_month,
    }
    headers = {
        "与户主关系": "与户主\n关系",
        "务工时间": "务工时间（月）",
        "务工月收入": "务工月收入（元）",
    }
    columns = tuple(column(key, headers.get(key, ""), write=writers.get(key)) for key in PERSON)
    for order, person in enumerate(persons):
        person["证件号码"] = _as_typed(person, order)
    return Sheet(
        "家庭成员",
        (*columns, column("备注2")),
        persons,
        titles=("荷塘村家庭成员信息",),
        tail=(("填表人：谷雨", "", "审核人：路平"),),
    )


def _as_typed(person: Row, order: int) -> Any:
    """The number as this clerk typed it: small x, full-width digits, one as a number."""
    number = person["证件号码"]
    if person.get("_number"):
        return int(number[:15] + "000")
    if number.endswith("X"):
        return number[:-1] + "x"
    return number.translate(WIDE) if order == 50 else number


def aid_book(homes: list[Row], persons: list[Row], rng: Random) -> Book:
    measures = [row for row in work.measures(homes, persons) if faults.keep_measure()(row)]
    measures.append(
        measures[0] | {"户": faults.UNKNOWN_HOUSEHOLD, "姓名": "", "措施内容": "发放鸡苗50只"}
    )
    benefits = [
        row
        for row in work.benefits(homes, persons, rng)
        if (row["姓名"], row["政策编号"]) not in faults.NOT_PAID
    ]
    for household, name, number, amount in faults.WRONGLY_PAID:
        extra = {"户": household, "姓名": name, "政策编号": number, "金额(元)": amount}
        benefits.append(benefits[0] | extra | {"发放日期": date(2026, 3, 20)})
    keys = names(
        "户 姓名 类别 措施内容 政策编号 金额(元) 责任单位 责任人 完成时限 状态 完成日期 "
        "预期增收(元) 佐证材料"
    )
    return workbook(
        (
            Sheet(
                "帮扶责任人",
                _headed(work.helpers(homes)[0]),
                work.helpers(homes),
                titles=("荷塘村帮扶责任人结对表",),
                example=("示例", "张某某", "某单位", "县直", "科员", "13900000000", "2025-7-1"),
            ),
            Sheet("帮扶措施", _headed(keys), measures),
            Sheet("政策享受", _headed(benefits[0]), benefits),
        )
    )


def _headed(keys: Any) -> tuple[Column, ...]:
    """Columns for the keys, with 户编号 for 户 and full-width brackets round the unit."""
    return tuple(
        column(key, "户编号" if key == "户" else key.replace("(", "（").replace(")", "）"))
        for key in keys
    )


def visit_book(homes: list[Row], rng: Random) -> Book:
    visits = events.visits(homes, faults.MISSED, rng)
    visits.append(visits[0] | {"走访日期": "2026-02-30", "内容": "补记一次入户。"})
    return workbook(
        (
            Sheet("走访对象", _headed(events.targets(homes)[0]), events.targets(homes)),
            Sheet(
                "走访登记",
                _headed(visits[0]),
                visits,
                titles=("2026年上半年走访登记表",),
                hidden_rows=(11, 12),
            ),
        )
    )


def project_book(homes: list[Row], rng: Random) -> Book:
    projects = read_tables("projects.psv")["projects"]
    keys = list(projects[0])
    total = ["合计"] + [""] * (len(keys) - 1)
    for key in ("总投资(万元)", "到位资金(万元)", "已支付(万元)"):
        total[keys.index(key)] = round(sum(float(row[key]) for row in projects), 2)  # type: ignore[call-overload]
    return workbook(
        (
            table("项目", projects, titles=("2026年项目台账（万元）",), tail=(tuple(total),)),
            Sheet("项目受益户", *_columns_and_rows(events.beneficiaries(homes, rng))),
            Sheet("周调度表", *_columns_and_rows(events.supervision(rng))),
        )
    )


def _columns_and_rows(rows: list[Row]) -> tuple[tuple[Column, ...], list[Row]]:
    return _headed(rows[0]), rows


def register_book(persons: list[Row], rng: Random) -> Book:
    tables = read_tables("registers.psv")
    plain = [name for name in tables if name not in ("工作队", "公益岗")]
    sheets = [table(name, tables[name]) for name in plain]
    sheets.append(Sheet("务工记录", *_columns_and_rows(events.jobs_by_month(persons, rng))))
    return workbook(sheets)


def ledger(homes: list[Row], persons: list[Row], rng: Random) -> dict[str, Book]:
    """All workbooks of 台账/ by file name. The people must carry their faults already."""
    for number, home in enumerate(homes, 1):
        home["序号"] = number
    summary = read_tables("summary.psv")
    registers = read_tables("registers.psv")
    problems = read_tables("problems.psv")["problems"]
    policies = read_tables("policies.psv")["policies"]
    return {
        "荷塘村户信息（自定义导出）.xlsx": workbook(
            (household_sheet(homes), old_household_sheet(homes))
        ),
        "家庭成员20260702.xlsx": workbook((person_sheet(persons),)),
        "帮扶台账.xlsx": aid_book(homes, persons, rng),
        "走访登记2026上半年.xlsx": visit_book(homes, rng),
        "政策清单2026.xlsx": workbook((table("政策", policies, titles=(POLICY_TITLE,)),)),
        "项目台账2026.xlsx": project_book(homes, rng),
        "整改台账2026.xlsx": workbook((table("问题整改", problems),)),
        "总结用数.xlsx": workbook(tuple(table(name, rows) for name, rows in summary.items())),
        "登记簿.xlsx": register_book(persons, rng),
        "公益岗.csv": Book(gbk_csv(registers["公益岗"])),
        "三单台账2026.xlsx": workbook(tuple(starmap(table, read_tables("orders.psv").items()))),
        "工作队.ods": Book(ods({"工作队": registers["工作队"], "驻村记录": stays.stays()})),
    }
