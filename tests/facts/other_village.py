"""A second village with other spellings: rows of plain truth, and workbooks that tell the same.

`truth(seed)` gives {sheet: [{official column: value}]}; values are plain, or None.
`write(folder, truth, seed)` writes them as a clerk might: other headers and words, dates in
five styles, titles above, totals below, 万元 beside 元, one hidden sheet of old rows.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import xlsxwriter

Row = dict[str, object]
Truth = dict[str, list[Row]]

START, END, AS_OF = date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)
VILLAGE = "柳溪村"
LINE = Decimal(8800)
TOML = """
[place]
county = "北屏县"
town = "石桥镇"
village = "柳溪村"
village_code = "999301205007"
[unit]
name = "柳溪村驻村工作队"
[period]
start = 2026-01-01
end = 2026-06-30
[lines]
monitor = { 2025 = 8500, 2026 = 8800 }
"""
#: Days around every border that a definition names.
EDGES = [
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 7, 15),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 2, 28),
    date(2026, 3, 31),
    date(2026, 4, 1),
    date(2026, 6, 29),
    date(2026, 6, 30),
    date(2026, 7, 1),
]
CAUSES = ["因病", "因残", "因学", "因灾", "缺土地", "缺水", "缺技术", "缺劳动力", "缺资金"]
CAUSES += ["交通条件落后", "自身发展动力不足", "因婚"]
SCHOOL = ["非在校生", "学前教育", "小学", "七年级", "八年级", "九年级", "普通高中一年级"]
SCHOOL += ["普通高中二年级", "普通高中三年级", "中职一年级", "中职三年级", "高职高专二年级", "本科"]
SKILLS = ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"]
HELPERS = ["高岚", "高岚山", "苏启文", "温如海", "白露", "陶一鸣", "邢小满"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def truth(seed: int, households: int = 90) -> Truth:
    """The rows of one village; the same seed gives the same village."""
    draw = Random(seed)
    homes = [_home(draw, number) for number in range(1, households + 1)]
    persons = [row for home in homes for row in _members(draw, home)]
    twin = dict(next(row for row in persons if row["户编号"] != homes[-1]["户编号"]))
    persons.append({**twin, "户编号": homes[-1]["户编号"], "与户主关系": "其他"})
    return {
        "户信息": homes,
        "家庭成员": persons,
        "帮扶责任人": _pairs(draw, homes),
        "走访记录": [_visit(draw, homes) for _ in range(160)],
        "公益岗": _posts(draw),
        "项目": [_project(draw, number) for number in range(1, 15)],
        "项目受益户": [_benefit(draw, homes) for _ in range(40)],
        "督办记录": [_supervision(draw) for _ in range(60)],
        "收益分配": [_share(draw, number) for number in range(1, 9)],
        "问题整改": [_problem(draw, number) for number in range(1, 31)],
        "帮扶措施": [_measure(draw, homes) for _ in range(70)],
        "点单": [_order(draw, homes) for _ in range(35)],
        "接单人": [_taker(draw, number) for number in range(1, 9)],
        "政策": [_policy(draw, number) for number in range(1, 25)],
        "上期指标": _last_period(draw),
    }


def _some(draw: Random, values: list, empty: float) -> object:
    return None if draw.random() < empty else draw.choice(values)


def _day(draw: Random, first: date = date(2025, 10, 1), last: date = date(2026, 8, 1)) -> date:
    if draw.random() < 0.4:
        return draw.choice(EDGES)
    return first + timedelta(days=draw.randrange((last - first).days))


def _money(draw: Random, top: int) -> Decimal:
    return Decimal(draw.randrange(top * 100)) / 100


def _home(draw: Random, number: int) -> Row:
    kind = draw.choice(["脱贫户", "脱贫户", "一般农户", "一般农户", "脱贫不稳定户", None])
    watched = _some(draw, ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"], 0.6)
    removed = draw.choice(["是", "否"]) if watched else None
    edge = draw.choice([0, 7999, 8000, 8799, 8800, 9999, 10000, 15000, 20000, 34000])
    income = draw.choice([Decimal(edge), _money(draw, 30000)])
    return {
        "户编号": f"0{4100 + number}",
        "户主姓名": f"柳{chr(0x4E2D + number)}",
        "村民小组": draw.choice(["一组", "二组", "三组", "四组"]),
        "户类型": kind,
        "监测对象类别": watched,
        "识别时间": _day(draw) if watched else None,
        "风险是否已消除": removed,
        "主要致贫原因": _some(draw, CAUSES, 0.2),
        "家庭人口": _some(draw, [1, 2, 3, 4, 5, 6], 0.05),
        "工资性收入": _money(draw, 40000),
        "生产经营性收入": _money(draw, 20000),
        "生产经营性支出": _money(draw, 6000),
        "财产性收入": _some(draw, [_money(draw, 2000)], 0.1),
        "转移性收入": _money(draw, 9000),
        "人均纯收入": _some(draw, [income], 0.05),
        "上年人均纯收入": _some(draw, [_money(draw, 26000)], 0.05),
        "是否危房户": _some(draw, ["是", "否", "否"], 0.1),
        "是否易地搬迁户": _some(draw, ["是", "否", "否"], 0.1),
        "享受低保": _some(draw, ["农村低保", "未享受", "未享受", "城市低保"], 0.1),
        "享受特困": _some(draw, ["农村特困", "不享受", "不享受", "城市特困"], 0.1),
        "小额信贷余额": draw.choice([None, Decimal(0), Decimal(50000), _money(draw, 50000)]),
        "是否党员户": _some(draw, ["是", "否", "否"], 0.2),
    }


def identity(birth: date, order: int) -> str:
    """An ID of the area 999301, which does not exist, with its check digit."""
    body = f"999301{birth:%Y%m%d}{order % 1000:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def _birth(draw: Random) -> date:
    if draw.random() < 0.2:
        return draw.choice([date(1966, 6, 29), date(1966, 6, 30), date(1966, 7, 1)])
    return date(1935, 1, 1) + timedelta(days=draw.randrange(32000))


def _members(draw: Random, home: Row) -> list[Row]:
    return [
        _member(draw, home, "户主" if n == 0 else draw.choice(["配偶", "之子", "之女", "之母"]), n)
        for n in range(draw.randrange(1, 6))
    ]


def _member(draw: Random, home: Row, relation: str, n: int) -> Row:
    birth = _birth(draw)
    months = draw.choice([None, Decimal(0), Decimal(3), Decimal("5.5"), Decimal(6), Decimal(6)])
    busy = bool(months)
    ill = draw.random() < 0.25
    name = home["户主姓名"] if n == 0 else f"柳{chr(0x5B89 + draw.randrange(900))}{chr(0x5E73 + n)}"
    return {
        "户编号": home["户编号"],
        "姓名": name,
        "证件号码": identity(birth, int(str(home["户编号"])) * 7 + n),
        "与户主关系": relation,
        "出生日期": _some(draw, [birth], 0.04),
        "在校生状况": _some(draw, SCHOOL, 0.3),
        "健康状况": draw.choice(["残疾", "长期慢性病、残疾", "患有大病"]) if ill else "健康",
        "残疾等级": draw.choice(["一级", "二级", "三级", "四级"]) if ill else None,
        "劳动技能": _some(draw, SKILLS, 0.1),
        "务工时间": months,
        "务工区域": _some(draw, ["县内", "县外省内", "省外", "省外"], 0.05) if busy else None,
        "开始时间": _some(draw, [_day(draw, date(2025, 11, 1), date(2026, 6, 1))], 0.1)
        if busy
        else None,
        "结束时间": _some(draw, [date(2026, 2, 1), date(2026, 5, 31)], 0.7) if busy else None,
        "公益性岗位": _some(draw, ["护林员", "保洁员"], 0.9),
        "城乡居民医保": _some(draw, ["是", "是", "是", "否"], 0.05),
        "职工医保": _some(draw, ["是", "否", "否", "否"], 0.3),
    }


def _pairs(draw: Random, homes: list[Row]) -> list[Row]:
    return [
        {
            "户编号": home["户编号"],
            "姓名": draw.choice(HELPERS),
            "结对开始": _some(draw, [date(2023, 5, 1), date(2026, 3, 31), date(2026, 4, 1)], 0.05),
            "结对结束": _some(draw, [date(2025, 12, 31), date(2026, 1, 1), date(2026, 4, 1)], 0.7),
        }
        for home in homes
        if draw.random() < 0.7
    ]


def _visit(draw: Random, homes: list[Row]) -> Row:
    whom = ["脱贫户", "监测户", "老干部", "党员", "村民代表", "一般农户"]
    return {
        "户编号": _some(draw, [draw.choice(homes)["户编号"]], 0.1),
        "对象": _some(draw, whom, 0.05),
        "走访日期": _some(draw, [_day(draw)], 0.03),
        "走访人": draw.choice([draw.choice(HELPERS), "、".join(draw.sample(HELPERS, 2))]),
        "方式": draw.choice(["入户", "入户", "电话"]),
    }


def _posts(draw: Random) -> list[Row]:
    kinds = ["光伏公益岗", "人社公益岗", "林业公益岗", "乡村综合财力公益岗"]
    return [
        {"类别": kind, "岗位数": draw.randrange(1, 200), "在岗数": draw.randrange(1, 90)}
        for kind in [*kinds, "光伏公益岗"]
    ]


def _project(draw: Random, number: int) -> Row:
    total = _money(draw, 3000000)
    arrived = total * draw.randrange(101) / 100
    return {
        "项目编号": f"XM{number:02d}",
        "名称": f"柳溪{number}号工程",
        "类别": draw.choice(["产业发展", "基础设施", "饮水安全"]),
        "年度": 2026,
        "总投资": total,
        "到位资金": arrived.quantize(Decimal("0.01")),
        "已支付": (arrived * draw.randrange(101) / 100).quantize(Decimal("0.01")),
        "开工日期": _some(draw, [date(2025, 9, 1), date(2026, 4, 6)], 0.2),
        "计划竣工": _some(draw, EDGES, 0.1),
        "实际竣工": _some(draw, [date(2026, 5, 1), date(2026, 6, 30)], 0.6),
    }


def _benefit(draw: Random, homes: list[Row]) -> Row:
    norm = Decimal(draw.choice([800, 1500, 3000]))
    return {
        "项目编号": f"XM{draw.randrange(1, 15):02d}",
        "户编号": draw.choice(homes)["户编号"],
        "补助标准": norm,
        "已发放": draw.choice([None, norm, Decimal(0), norm - Decimal("0.01"), norm + 5]),
    }


def _supervision(draw: Random) -> Row:
    return {
        "项目编号": f"XM{draw.randrange(1, 15):02d}",
        "日期": _day(draw, date(2026, 2, 1), date(2026, 7, 10)),
        "督办人": draw.choice(HELPERS),
    }


def _share(draw: Random, number: int) -> Row:
    due = _money(draw, 90000)
    return {
        "主体": f"柳溪{number}号合作社",
        "年度": draw.choice([2025, 2026, 2026]),
        "应付": due,
        "实付": draw.choice([None, due, due - Decimal("0.01"), _money(draw, 90000)]),
        "实际就业": _some(draw, [3, 0, 11], 0.1),
    }


def _problem(draw: Random, number: int) -> Row:
    state = draw.choice(["已完成", "推进中", "未启动", None])
    done = state == "已完成" and draw.random() < 0.7
    return {
        "问题编号": f"W{number}",
        "来源": draw.choice(["省级督查", "自查", "县级审计"]),
        "问题描述": f"第{number}个问题",
        "原因类型": _some(draw, ["客观", "主观", "工作"], 0.1),
        "完成时限": _some(draw, EDGES, 0.1),
        "状态": state,
        "销号日期": date(2026, 5, 20) if done else None,
    }


def _measure(draw: Random, homes: list[Row]) -> Row:
    lost = draw.random() < 0.05
    return {
        "户编号": "098765" if lost else draw.choice(homes)["户编号"],
        "类别": draw.choice(["产业帮扶", "就业帮扶", "健康帮扶"]),
        "措施内容": "发放鸡苗",
    }


def _order(draw: Random, homes: list[Row]) -> Row:
    return {
        "户编号": draw.choice(homes)["户编号"],
        "项目编号": f"F{draw.randrange(1, 6)}",
        "点单日期": _day(draw),
    }


def _taker(draw: Random, number: int) -> Row:
    return {"姓名": f"接单{'甲乙丙丁戊己庚辛'[number - 1]}", "接单上限": draw.randrange(1, 9)}


def _policy(draw: Random, number: int) -> Row:
    return {
        "政策编号": f"ZC{number:03d}",
        "类别": "产业",
        "名称": f"第{number}项补助",
        "享受对象": "脱贫户",
        "条件": "见文件",
        "标准": "按规定",
        "有效期起": _some(draw, [date(2025, 1, 1), date(2026, 6, 30), date(2026, 7, 1)], 0.2),
        "有效期止": _some(draw, [date(2026, 6, 29), date(2026, 6, 30), date(2027, 1, 1)], 0.3),
        "适用村": draw.choice([None, "全县", VILLAGE, "东坡村", f"东坡村、{VILLAGE}"]),
    }


def _last_period(draw: Random) -> list[Row]:
    names = ["外出务工人数", "务工总人数", "公益岗岗位数", "走访次数", "小额信贷余额"]
    names += ["项目到位资金", "监测对象户数", "问题整改完成数", "收益分配实付"]
    return [
        {"指标": name, "数值": Decimal(draw.randrange(1, 900)), "期间": "2025年上半年"}
        for name in names
    ]


# ------------------------------------------------------------------------------------------------
# The same rows as a clerk writes them

HEADS = {
    "户信息": {
        "户编号": "农户编号",
        "户主姓名": "户 主",
        "村民小组": "组别",
        "户类型": "农户类型",
        "监测对象类别": "监测类别",
        "识别时间": "识别监测\n时间",
        "风险是否已消除": "风险消除情况",
        "主要致贫原因": "致贫主因",
        "家庭人口": "户人数（人）",
        "工资性收入": "工资收入（元）",
        "生产经营性收入": "经营性收入",
        "生产经营性支出": "经营支出",
        "财产性收入": "财产收入",
        "转移性收入": "转移收入（元）",
        "人均纯收入": "年人均纯收入",
        "上年人均纯收入": "去年人均纯收入",
        "是否危房户": "危房户",
        "是否易地搬迁户": "易迁户",
        "享受低保": "低保情况",
        "享受特困": "特困供养情况",
        "小额信贷余额": "小额贷款余额（万元）",
        "是否党员户": "党员户",
    },
    "家庭成员": {
        "户编号": "户号",
        "姓名": "成员姓名",
        "证件号码": "身份证号",
        "与户主关系": "关系",
        "出生日期": "出生年月日",
        "在校生状况": "在校状况",
        "健康状况": "身体状况",
        "残疾等级": "残疾级别",
        "劳动技能": "劳动能力",
        "务工时间": "务工月数",
        "务工区域": "务工范围",
        "开始时间": "外出时间",
        "结束时间": "返乡时间",
        "公益性岗位": "公岗",
        "城乡居民医保": "是否参加城乡居民基本医疗保险",
        "职工医保": "城镇职工基本医疗保险",
    },
    "帮扶责任人": {
        "户编号": "户号",
        "姓名": "帮扶干部",
        "结对开始": "结对时间",
        "结对结束": "结束时间",
    },
    "走访记录": {
        "户编号": "户号",
        "对象": "走访对象",
        "走访日期": "入户时间",
        "走访人": "走访干部",
        "方式": "走访方式",
    },
    "公益岗": {"类别": "岗位类别", "岗位数": "设岗数", "在岗数": "在岗人数"},
    "项目": {
        "项目编号": "项目代码",
        "名称": "项目名称",
        "类别": "项目类型",
        "年度": "实施年度",
        "总投资": "计划总投资（万元）",
        "到位资金": "资金到位(万元)",
        "已支付": "支付金额（元）",
        "开工日期": "开工时间",
        "计划竣工": "计划完工时间",
        "实际竣工": "竣工日期",
    },
    "项目受益户": {
        "项目编号": "项目代码",
        "户编号": "户号",
        "补助标准": "应补金额",
        "已发放": "已兑付（万元）",
    },
    "督办记录": {"项目编号": "项目代码", "日期": "调度日期", "督办人": "调度人"},
    "收益分配": {
        "主体": "经营主体",
        "年度": "分配年度",
        "应付": "应付金额（万元）",
        "实付": "到账金额（元）",
        "实际就业": "实际用工",
    },
    "问题整改": {
        "问题编号": "问题代码",
        "来源": "问题来源",
        "问题描述": "具体问题",
        "原因类型": "原因类别",
        "完成时限": "整改时限",
        "状态": "整改状态",
        "销号日期": "销号时间",
    },
    "帮扶措施": {"户编号": "户号", "类别": "措施类别", "措施内容": "具体措施"},
    "点单": {"户编号": "户号", "项目编号": "点单项目", "点单日期": "下单日期"},
    "接单人": {"姓名": "接单人姓名", "接单上限": "最多接单数"},
    "政策": {
        "政策编号": "政策代码",
        "类别": "政策类别",
        "名称": "政策名称",
        "享受对象": "适用对象",
        "条件": "享受条件",
        "标准": "补助标准",
        "有效期起": "生效日期",
        "有效期止": "失效日期",
        "适用村": "适用范围",
    },
    "上期指标": {"指标": "指标名称", "数值": "上期数", "期间": "时期"},
}
WORDS = {
    "是": ["是", "有", "√", "Y", "01是"],
    "否": ["否", "无", "×", "N", "未享受"],
    "脱贫户": ["脱贫户", "已脱贫户", "稳定脱贫户"],
    "一般农户": ["一般农户", "一般户", "普通农户"],
    "边缘易致贫户": ["边缘易致贫户", "02边缘易致贫户", "边缘户"],
    "突发严重困难户": ["突发严重困难户", "03", "突发困难户"],
    "农村低保": ["农村低保", "享受农村低保"],
    "小学": ["小学", "03小学"],
    "七年级": ["七年级", "初一", "04"],
    "普通高中一年级": ["普通高中一年级", "07高一", "高一", "07"],
    "普通高中三年级": ["普通高中三年级", "09高三"],
    "中职一年级": ["中职一年级", "10中职一年级"],
    "弱劳动力或半劳动力": ["弱劳动力或半劳动力", "半劳动力", "弱劳力"],
    "普通劳动力": ["普通劳动力", "01普通劳动力"],
    "县外省内": ["县外省内", "省内县外", "02"],
    "省外": ["省外", "外省", "03省外"],
    "一级": ["一级", "1级", "壹级"],
    "因病": ["因病", "01因病", "因病致贫"],
    "缺技术": ["缺技术", "07"],
    "监测户": ["监测户", "监测对象"],
    "老干部": ["老干部", "退休老干部"],
    "党员": ["党员", "老党员"],
    "推进中": ["推进中", "整改中"],
    "已完成": ["已完成", "已整改", "整改到位"],
    "客观": ["客观", "客观原因"],
    "光伏公益岗": ["光伏公益岗", "光伏"],
    "林业公益岗": ["林业公益岗", "林业"],
}


def write(folder: Path, rows: Truth, seed: int = 0, *, parts: int = 1, shuffle: int = 0) -> Path:
    """The work folder of these rows; `parts` spreads each sheet over so many workbooks, and
    `shuffle` puts the rows of each sheet in another order."""
    ledger = folder / "台账"
    ledger.mkdir(parents=True)
    (folder / "docgen.toml").write_text(TOML, encoding="utf-8")
    for part in range(parts):
        with xlsxwriter.Workbook(str(ledger / f"柳溪{part + 1}.xlsx")) as book:
            for sheet, all_rows in rows.items():
                mixed = list(all_rows)
                if shuffle:
                    Random(shuffle).shuffle(mixed)
                _sheet(book, sheet, mixed[part::parts], Random(seed + part))
            _hidden(book)
    return folder


def _sheet(book: xlsxwriter.Workbook, name: str, rows: list[Row], draw: Random) -> None:
    page = book.add_worksheet(name)
    heads = HEADS[name]
    page.write(0, 0, f"{VILLAGE}{name}（2026年）")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, head in enumerate(heads.values()):
        page.write_string(2, column, head)
    for line, row in enumerate(rows, 3):
        for column, (official, head) in enumerate(heads.items()):
            _cell(page, line, column, row[official], head, draw, day)
    if name in ("公益岗", "项目"):
        _total(page, len(rows) + 3, heads)


def _cell(page, line, column, value, head, draw, day) -> None:
    if value is None:
        return
    if isinstance(value, date):
        styles = ["{0:%Y-%m-%d}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日"]
        style = draw.choice([*styles, "{0:%Y%m%d}", ""])
        if style:
            page.write_string(line, column, style.format(value))
        else:
            page.write_datetime(line, column, value, day)
    elif isinstance(value, Decimal):
        shown = value / 10000 if "万元" in head else value
        page.write_number(line, column, float(shown))
    elif isinstance(value, int):
        page.write_number(line, column, value)
    else:
        page.write_string(line, column, draw.choice(WORDS.get(str(value), [str(value)])))


def _total(page: xlsxwriter.worksheet.Worksheet, line: int, heads: dict[str, str]) -> None:
    page.write_string(line, 0, "合计")
    for column, head in enumerate(heads):
        if head in ("岗位数", "在岗数", "总投资", "到位资金", "已支付"):
            page.write_number(line, column, 987654)


def _hidden(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet("旧户表")
    for column, head in enumerate(["户编号", "户主姓名", "村民小组", "户类型"]):
        page.write_string(0, column, head)
    for column, value in enumerate(["09999", "柳旧", "一组", "脱贫户"]):
        page.write_string(1, column, value)
    page.hide()
