"""What happened in the half-year: visits, projects, weekly supervision, work away from home."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from village.people import Row, supported
from village.work import aided, helpers

WORDS = (
    ("核对家庭人口和务工情况，讲解春季补贴申报。", "想多了解补贴", "已登记"),
    ("查看住房、饮水和用电，均正常。", "", "无需处理"),
    ("了解孩子就学和学费负担，对照资助政策。", "希望资助早点到账", "转学校核对"),
    ("查看养殖圈舍，商量扩大规模和防疫。", "缺少防疫技术", "联系镇畜牧站上门"),
    ("询问看病和报销情况，提醒按时复诊。", "药费负担重", "帮助申请救助"),
    ("算上半年收入账，讲解下半年岗位信息。", "想在家门口就业", "推荐公益岗位"),
)
OTHERS = (
    ("秦守仁", "退休老干部", "老干部", "一组"),
    ("白云生", "退休老干部", "老干部", "三组"),
    ("龚正平", "老党员", "党员", "四组"),
    ("解长春", "老党员", "党员", "一组"),
    ("欧阳文斌", "老党员", "党员", "三组"),
    ("许家旺", "村民代表", "村民代表", "三组"),
    ("徐明亮", "村民代表", "村民代表", "二组"),
    ("孟凡星", "普通村民", "一般农户", "五组"),
    ("姚庆丰", "普通村民", "一般农户", "四组"),
    ("云溪县绿野药材公司", "企业业主", "企业", ""),
)


def targets(homes: list[Row]) -> list[Row]:
    """Who must be visited: the aided households and those whose word counts in the village."""
    rows = [
        {
            "姓名": home["户主姓名"],
            "类别": "监测对象" if home["风险是否已消除"] == "否" else "脱贫户",
            "户": home["户编号"],
            "组": home["村民小组"],
        }
        for home in aided(homes)
    ]
    return rows + [
        {"姓名": name, "类别": kind, "户": "", "组": group} for name, kind, _, group in OTHERS
    ]


def visits(homes: list[Row], missed: tuple[str, ...], rng: Random) -> list[Row]:
    """A visit by the helper in each quarter, save those missed in the second; and the others."""
    rows = []
    for pair in helpers(homes):
        home = next(home for home in homes if home["户编号"] == pair["户"])
        talks = rng.sample([words for words in WORDS if _fits(words[0], home)], 2)
        for start, words in zip((date(2026, 1, 12), date(2026, 4, 3)), talks, strict=True):
            if start.month == 4 and home["户编号"] in missed:
                continue
            day = max(start + timedelta(days=rng.randrange(70)), pair["结对开始"])
            rows.append(_visit(home, pair["姓名"], day, words, rng))
    for order, (name, _, kind, _) in enumerate(OTHERS[:-2]):
        day = date(2026, 2 + order % 5, 6 + order)
        rows.append(_other_visit(name, kind, day, rng))
    return sorted(rows, key=lambda row: row["走访日期"])


def _fits(talk: str, home: Row) -> bool:
    """Whether a household can have said this: no stable without farming, no school for the old."""
    old = home["整户无劳动力兜底保障户"] == "是"
    return not (old and any(word in talk for word in ("养殖", "务工", "学费", "岗位")))


def _visit(home: Row, who: str, day: date, words: tuple[str, str, str], rng: Random) -> Row:
    text, wish, answer = words
    return {
        "户": home["户编号"],
        "对象": "监测户" if home["监测对象类别"] else "脱贫户",
        "对象姓名": home["户主姓名"],
        "走访日期": day,
        "走访人": rng.choice((who, who, f"{who}、李明")),
        "方式": "入户",
        "内容": text,
        "诉求": wish,
        "意见建议": rng.choice(("", "", "多办几场培训", "补贴公示贴得显眼些")),
        "处理结果": answer,
        "政策知晓": rng.choice(("知晓", "知晓", "基本知晓")),
        "满意度": rng.choice(("满意", "满意", "基本满意")),
    }


def _other_visit(name: str, kind: str, day: date, rng: Random) -> Row:
    return {
        "户": "",
        "对象": kind,
        "对象姓名": name,
        "走访日期": day,
        "走访人": "李明、谷雨",
        "方式": rng.choice(("入户", "电话")),
        "内容": "听取对村里工作的意见。",
        "诉求": "",
        "意见建议": rng.choice(("路灯要常检修", "项目公示要早些", "多关心留守老人")),
        "处理结果": "已记入台账",
        "政策知晓": "知晓",
        "满意度": "满意",
    }


def beneficiaries(homes: list[Row], rng: Random) -> list[Row]:
    """Who gains from which project."""
    picks = {
        "XM2601": [home for home in homes if home["村民小组"] == "一组" and supported(home)],
        "XM2603": [home for home in homes if home["是否危房户"] == "是"],
        "XM2604": [home for home in homes if home["是否易地搬迁户"] == "是"],
        "XM2605": [home for home in homes if home["村民小组"] == "二组" and supported(home)],
        "XM2606": [home for home in homes if home["村民小组"] == "五组" and supported(home)],
    }
    rows = []
    for number, chosen in picks.items():
        for home in chosen:
            rows.append(_beneficiary(number, home, rng))
    return rows


def _beneficiary(number: str, home: Row, rng: Random) -> Row:
    due = {"XM2603": 15000, "XM2604": 0}.get(number, 2000)
    paid = 0 if number == "XM2603" else rng.choice((due, due, due, due // 2))
    moved = number == "XM2604"
    return {
        "项目编号": number,
        "户": home["户编号"],
        "补助标准(元)": due,
        "自筹应缴(元)": 0,
        "自筹已缴(元)": 0,
        "已发放(元)": paid,
        "发放日期": date(2026, 6, 12) if paid else None,
        "入住日期": date(2019, 12, 20) if moved else None,
        "旧房拆除日期": date(2020, 5, 18) if moved else None,
        "状态": "已受益" if number != "XM2603" else "施工中",
    }


def supervision(rng: Random) -> list[Row]:
    """Weekly notes on the projects under way; XM2607 has a gap of three weeks."""
    starts = {"XM2601": 2, "XM2602": 10, "XM2603": 14, "XM2605": 9, "XM2607": 13, "XM2609": 18}
    rows = []
    for number, week in starts.items():
        for step in range(week, 26):
            if number == "XM2607" and step in (17, 18):
                continue
            rows.append(_supervision(number, date(2026, 1, 5) + timedelta(weeks=step), step, rng))
    return rows


def _supervision(number: str, day: date, step: int, rng: Random) -> Row:
    trouble = rng.choice(("", "", "连日下雨", "材料晚到三天", "工人不足"))
    return {
        "项目编号": number,
        "户": "",
        "日期": day,
        "进度": f"完成约{min(95, 10 + step * 3)}%",
        "存在问题": trouble,
        "督办人": rng.choice(("李明", "马建国")),
        "上周要求": "按计划推进" if step % 3 else "加派工人",
        "落实情况": "已落实" if step % 4 else "部分落实",
        "下步要求": "抢抓晴天施工" if trouble else "按计划推进",
        "限期": day + timedelta(days=7),
    }


def jobs_by_month(persons: list[Row], rng: Random) -> list[Row]:
    """The monthly register of work outside, for the last two months of the period."""
    away = [p for p in persons if p["务工时间"] and p["务工区域"] != "县内"]
    return [
        {
            "证件号码": person["证件号码"],
            "年月": f"2026{month:02d}",
            "是否已务工": "是",
            "务工区域": person["务工区域"],
            "务工地": person["务工所在地"],
            "企业": person["务工企业"],
            "就业渠道": rng.choice(("亲友介绍", "政府组织劳务输出", "自主就业")),
            "点对点": rng.choice(("否", "否", "是")),
            "月收入": person["务工月收入"],
            "返乡回流日期": "",
            "务工意愿": "愿意",
        }
        for month in (5, 6)
        for person in away
    ]
