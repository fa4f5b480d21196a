"""The figures of the domain's table, counted a second time: plain loops over rows of truth.

Written from the definitions alone. Nothing of docgen is used here.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from other_village import AS_OF, END, LINE, START, VILLAGE, Truth

MONITORED = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
OUTSIDE = ("县外省内", "省外")
SENIOR = ("普通高中一年级", "普通高中二年级", "普通高中三年级")
COMPULSORY = ("小学", "七年级", "八年级", "九年级")
CAUSES = ["因病", "因残", "因学", "因灾", "缺土地", "缺水", "缺技术", "缺劳动力", "缺资金"]
CAUSES += ["交通条件落后", "自身发展动力不足"]
BANDS = [
    ("0-8000元", 0, 8000),
    ("8000-10000元", 8000, 10000),
    ("10000-15000元", 10000, 15000),
    ("15000-20000元", 15000, 20000),
    ("20000元及以上", 20000, 10**12),
]


def two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return two(Decimal(part) * 100 / Decimal(whole))


def figures(rows: Truth) -> dict[str, object]:
    """Every figure by its name."""
    found: dict[str, object] = {}
    homes, persons = rows["户信息"], rows["家庭成员"]
    found["台账户数"], found["台账人数"] = len(homes), len(persons)
    _kinds(found, homes, persons)
    _persons(found, homes, persons)
    _money(found, rows)
    _projects(found, rows)
    _visits(found, rows)
    _problems(found, rows["问题整改"])
    _causes(found, homes)
    _income(found, homes)
    _rest(found, rows)
    _changes(found, rows["上期指标"])
    return found


def _kinds(found, homes, persons) -> None:
    tests = {
        "脱贫户": lambda h: h["户类型"] in ("脱贫户", "脱贫不稳定户"),
        "一般农户": lambda h: h["户类型"] == "一般农户",
        "监测对象": lambda h: h["监测对象类别"] is not None,
        "风险未消除监测对象": lambda h: h["风险是否已消除"] == "否",
        "风险已消除监测对象": lambda h: h["风险是否已消除"] == "是",
        "本期新识别监测对象": lambda h: h["识别时间"] and START <= h["识别时间"] <= END,
        "上年识别监测对象": lambda h: h["识别时间"] and h["识别时间"].year == START.year - 1,
        "低保": lambda h: h["享受低保"] == "农村低保",
        "特困供养": lambda h: h["享受特困"] == "农村特困",
        "易地搬迁": lambda h: h["是否易地搬迁户"] == "是",
        "危房户": lambda h: h["是否危房户"] == "是",
    }
    for kind in MONITORED:
        tests[kind] = lambda h, kind=kind: h["监测对象类别"] == kind
    for name, test in tests.items():
        keys = set()
        count = 0
        for home in homes:
            if test(home):
                count += 1
                keys.add(home["户编号"])
        found[f"{name}户数"] = count
        found[f"{name}人数"] = sum(1 for person in persons if person["户编号"] in keys)
    found["党员户户数"] = sum(1 for home in homes if home["是否党员户"] == "是")


def _persons(found, homes, persons) -> None:
    aided = {
        home["户编号"]
        for home in homes
        if home["户类型"] in ("脱贫户", "脱贫不稳定户") or home["监测对象类别"]
    }
    names = ["残疾人数", "重度残疾人数", "60周岁以上人数", "义务教育阶段学生数", "中职高职学生数"]
    names += ["普通高中学生数", "劳动力人数", "弱劳动力人数", "务工总人数", "务工人数（县内）"]
    names += [
        "务工人数（县外省内）",
        "务工人数（省外）",
        "外出务工人数",
        "脱贫和监测人口外出务工人数",
    ]
    names += [f"{month}月外出务工在岗人数" for month in range(1, 7)]
    names += ["成员登记公益岗人数"]
    for name in names:
        found[name] = 0
    insured = 0
    for person in persons:
        born, school = person["出生日期"], person["在校生状况"] or ""
        works = (person["务工时间"] or 0) > 0
        outside = works and person["务工区域"] in OUTSIDE
        found["残疾人数"] += "残疾" in (person["健康状况"] or "")
        found["重度残疾人数"] += person["残疾等级"] in ("一级", "二级")
        found["60周岁以上人数"] += born is not None and born <= AS_OF.replace(year=AS_OF.year - 60)
        found["义务教育阶段学生数"] += school in COMPULSORY
        found["中职高职学生数"] += school.startswith(("中职", "高职高专"))
        found["普通高中学生数"] += school in SENIOR
        found["劳动力人数"] += person["劳动技能"] in ("普通劳动力", "技能劳动力")
        found["弱劳动力人数"] += person["劳动技能"] == "弱劳动力或半劳动力"
        found["务工总人数"] += works
        for area in ("县内", "县外省内", "省外"):
            found[f"务工人数（{area}）"] += works and person["务工区域"] == area
        found["外出务工人数"] += outside
        found["脱贫和监测人口外出务工人数"] += outside and person["户编号"] in aided
        for month in range(1, 7):
            this = (2026, month)
            first, last = person["开始时间"], person["结束时间"]
            on = first is not None and (first.year, first.month) <= this
            on = on and (last is None or (last.year, last.month) >= this)
            found[f"{month}月外出务工在岗人数"] += bool(outside and on)
        found["成员登记公益岗人数"] += person["公益性岗位"] is not None
        insured += person["城乡居民医保"] == "是" or person["职工医保"] == "是"
    found["医保参保率"] = percent(insured, len(persons))


def _money(found, rows) -> None:
    posts = rows["公益岗"]
    found["公益岗岗位数"] = sum(row["岗位数"] for row in posts)
    found["公益岗在岗人数"] = sum(row["在岗数"] for row in posts)
    for fund in ("光伏", "人社", "林业", "乡村综合财力"):
        own = [row for row in posts if row["类别"] == f"{fund}公益岗"]
        found[f"{fund}公益岗岗位数"] = sum(row["岗位数"] for row in own)
    loans = [home["小额信贷余额"] or Decimal(0) for home in rows["户信息"]]
    found["小额信贷户数"] = sum(1 for loan in loans if loan > 0)
    found["小额信贷余额"] = sum(loans)
    shares = [row for row in rows["收益分配"] if row["年度"] == END.year]
    found["收益分配应付"] = sum(row["应付"] for row in shares)
    found["收益分配实付"] = sum(row["实付"] or 0 for row in shares)
    found["收益分配未付足主体数"] = sum(1 for row in shares if (row["实付"] or 0) < row["应付"])
    found["带动实际就业人数"] = sum(row["实际就业"] or 0 for row in shares)


def _projects(found, rows) -> None:
    projects, benefits = rows["项目"], rows["项目受益户"]
    total = sum(row["总投资"] for row in projects)
    arrived = sum(row["到位资金"] for row in projects)
    paid = sum(row["已支付"] for row in projects)
    industry = sum(row["总投资"] for row in projects if row["类别"] == "产业发展")
    found["项目数"] = len(projects)
    found["项目总投资"] = total / 10000
    found["项目到位资金"] = arrived / 10000
    found["项目已支付资金"] = (paid / 10000).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    found["产业项目总投资"] = industry / 10000
    found["资金支付率"] = percent(paid, arrived)
    found["已竣工项目数"] = sum(1 for row in projects if row["实际竣工"])
    found["已开工项目数"] = sum(1 for row in projects if row["开工日期"])
    late = [
        row
        for row in projects
        if row["计划竣工"] and row["计划竣工"] <= AS_OF and not row["实际竣工"]
    ]
    found["逾期未竣工项目数"] = len(late)
    found["项目受益户次"] = len(benefits)
    found["补助应发金额"] = sum(row["补助标准"] for row in benefits)
    found["补助已发金额"] = sum(row["已发放"] or 0 for row in benefits)
    found["补助未发足户次"] = sum(1 for row in benefits if (row["已发放"] or 0) < row["补助标准"])
    inside = [row for row in rows["督办记录"] if START <= row["日期"] <= END]
    found["督办次数"] = len(inside)
    broken = set()
    for number in {row["项目编号"] for row in inside}:
        days = sorted(row["日期"] for row in inside if row["项目编号"] == number)
        for earlier, later in pairwise(days):
            if later - earlier > timedelta(days=7):
                broken.add(number)
    found["督办中断项目数"] = len(broken)


def _visits(found, rows) -> None:
    visits = [
        row for row in rows["走访记录"] if row["走访日期"] and START <= row["走访日期"] <= END
    ]
    found["走访次数"] = len(visits)
    found["走访户数"] = len({row["户编号"] for row in visits if row["户编号"]})
    for whom in ("脱贫户", "监测户", "老干部", "党员", "村民代表", "一般农户"):
        found[f"走访次数（{whom}）"] = sum(1 for row in visits if row["对象"] == whom)
    pairs = rows["帮扶责任人"]
    open_pairs = [row for row in pairs if row["结对结束"] is None]
    found["帮扶责任人数"] = len({row["姓名"] for row in open_pairs})
    found["结对超过5户的帮扶责任人数"] = sum(
        1
        for name in {row["姓名"] for row in open_pairs}
        if len({row["户编号"] for row in open_pairs if row["姓名"] == name}) > 5
    )
    quarters = {
        "一季度": (date(2026, 1, 1), date(2026, 3, 31)),
        "二季度": (date(2026, 4, 1), date(2026, 6, 30)),
    }
    missing = set()
    for quarter, (first, last) in quarters.items():
        count = 0
        for pair in pairs:
            begun = pair["结对开始"] is None or pair["结对开始"] <= last
            if not begun or (pair["结对结束"] is not None and pair["结对结束"] < first):
                continue
            met = False
            for visit in rows["走访记录"]:
                names = str(visit["走访人"]).split("、")
                same = visit["户编号"] == pair["户编号"] and pair["姓名"] in names
                day = visit["走访日期"]
                met = met or bool(same and day and first <= day <= last)
            if not met:
                count += 1
                missing.add(pair["姓名"])
        found[f"{quarter}未走访结对数"] = count
    found["未按季走访的帮扶责任人数"] = len(missing)


def _problems(found, problems) -> None:
    found["问题总数"] = len(problems)
    for state in ("已完成", "推进中", "未启动"):
        found[f"问题{state}数"] = sum(1 for row in problems if row["状态"] == state)
    found["问题已销号数"] = sum(1 for row in problems if row["销号日期"])
    found["问题超期未完成数"] = sum(
        1
        for row in problems
        if row["状态"] != "已完成" and row["完成时限"] and row["完成时限"] < AS_OF
    )
    found["问题整改完成率"] = percent(found["问题已完成数"], len(problems))
    for cause in ("客观", "主观", "工作"):
        found[f"{cause}原因问题数"] = sum(1 for row in problems if row["原因类型"] == cause)


def _causes(found, homes) -> None:
    causes = [
        home["主要致贫原因"]
        for home in homes
        if (home["户类型"] in ("脱贫户", "脱贫不稳定户") or home["监测对象类别"])
        and home["主要致贫原因"]
    ]
    for cause in CAUSES:
        found[f"致贫原因占比（{cause}）"] = percent(causes.count(cause), len(causes))
    idle = sum(causes.count(cause) for cause in ("缺技术", "缺资金", "自身发展动力不足"))
    ill = causes.count("因病")
    found["三类致贫原因占比（因病）"] = percent(ill, len(causes))
    found["三类致贫原因占比（有劳动力但缺资金、技术、发展动力）"] = percent(idle, len(causes))
    found["三类致贫原因占比（其他）"] = percent(len(causes) - idle - ill, len(causes))


def _income(found, homes) -> None:
    each = [home["人均纯收入"] for home in homes if home["人均纯收入"] is not None]
    last = [home["上年人均纯收入"] for home in homes if home["上年人均纯收入"] is not None]
    mean, before = sum(each) / len(each), sum(last) / len(last)
    for name, low, high in BANDS:
        found[f"收入分段（{name}）"] = sum(1 for value in each if low <= value < high)
    found["人均纯收入户均值"], found["上年人均纯收入户均值"] = two(mean), two(before)
    ordered = sorted(each)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    found["人均纯收入中位数"] = middle
    wages = sum(home["工资性收入"] for home in homes)
    gross = wages + sum(
        home[part] or 0 for home in homes for part in ("生产经营性收入", "财产性收入", "转移性收入")
    )
    # A household without 家庭人口 is in neither sum; an empty income beside others is none.
    heads = [home for home in homes if home["家庭人口"]]
    net = sum(
        home["工资性收入"]
        + home["生产经营性收入"]
        + (home["财产性收入"] or 0)
        + home["转移性收入"]
        - home["生产经营性支出"]
        for home in heads
    )
    found["人均纯收入（按人加权）"] = two(net / sum(home["家庭人口"] for home in heads))
    found["人均纯收入同比增长"] = two((mean / before - 1) * 100)
    out = [
        home["人均纯收入"]
        for home in homes
        if home["户类型"] in ("脱贫户", "脱贫不稳定户") and home["人均纯收入"] is not None
    ]
    found["脱贫户人均纯收入户均值"] = two(sum(out) / len(out))
    found["工资性收入占比"] = percent(wages, gross)
    found["低于监测线未纳入监测脱贫户数"] = sum(
        1
        for home in homes
        if home["户类型"] in ("脱贫户", "脱贫不稳定户")
        and home["监测对象类别"] is None
        and home["人均纯收入"] is not None
        and home["人均纯收入"] < LINE
    )


def _rest(found, rows) -> None:
    homes, measures, orders = rows["户信息"], rows["帮扶措施"], rows["点单"]
    found["点单数"] = len(orders)
    found["点单户数"] = len({row["户编号"] for row in orders})
    found["接单人数"] = len(rows["接单人"])
    found["接单能力合计"] = sum(row["接单上限"] for row in rows["接单人"])
    found["本村有效政策数"] = sum(
        1
        for row in rows["政策"]
        if (row["有效期起"] is None or row["有效期起"] <= AS_OF)
        and (row["有效期止"] is None or row["有效期止"] >= AS_OF)
        and (row["适用村"] in (None, "全县") or VILLAGE in row["适用村"])
    )
    found["帮扶措施条数"] = len(measures)
    helped = {row["户编号"] for row in measures}
    found["有帮扶措施的脱贫户和监测户数"] = sum(
        1
        for home in homes
        if home["户编号"] in helped
        and (home["户类型"] in ("脱贫户", "脱贫不稳定户") or home["监测对象类别"])
    )


def _changes(found, previous) -> None:
    now = {"问题整改完成数": "问题已完成数"}
    for row in previous:
        name, before = row["指标"], row["数值"]
        value = Decimal(found[now.get(name, name)])
        found[f"{name}同比"] = two((value - before) / before * 100)
