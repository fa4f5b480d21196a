"""The further sheets of the second village: policies, helpers, visits, projects, orders …"""

from __future__ import annotations

from datetime import date

from .people import Village

POLICIES = (
    ("ZC01", "教育帮扶", "雨露计划职业教育补助", "脱贫户、监测对象中职高职在校生", 1500),
    ("ZC02", "就业帮扶", "外出务工交通补贴", "跨县务工的脱贫劳动力", 500),
    ("ZC03", "产业帮扶", "产业奖补", "发展产业的脱贫户", 2000),
    ("ZC04", "综合保障", "农村低保", "家庭人均收入低于低保标准的户", 450),
    ("ZC05", "健康帮扶", "居民医保参保资助", "监测对象", 190),
)


def registers(village: Village) -> None:
    for code, kind, name, whom, amount in POLICIES:
        village.add(
            "政策",
            政策编号=code,
            类别=kind,
            名称=name,
            享受对象=whom,
            标准=f"{amount}元",
            金额=amount,
            责任部门="乡村振兴局",
            有效期起=date(2024, 1, 1),
            有效期止=date(2027, 12, 31),
        )
    poor = [home for home in village.households if home["户类型"] != "一般农户"]
    officials = [(village.name(), village.phone()) for _ in range(20)]
    for index, home in enumerate(poor):
        name, phone = officials[index % 20]
        village.add(
            "帮扶责任人",
            _h=home,
            姓名=name,
            单位="云溪县水务局" if index % 2 else "青石镇人民政府",
            隶属关系="县直" if index % 2 else "乡镇",
            职务="干部",
            联系电话=phone,
            结对开始=date(2023, 1, 5),
            结对结束=None,
        )
        for quarter, month in enumerate((2, 5)):
            village.add(
                "走访记录",
                _h=home,
                对象姓名=home["户主姓名"],
                走访日期=date(2026, month, 3 + index % 20),
                走访人=name,
                方式="入户",
                内容="了解生产生活情况" if quarter else "宣讲政策",
                满意度="满意",
            )
    for row in list(village.sheets["帮扶措施"]):
        if row["措施内容"].startswith("雨露"):
            row["政策编号"] = "ZC01"
            village.add(
                "政策享受",
                _h=row["_h"],
                姓名=row["姓名"],
                政策编号="ZC01",
                期次="2026年春季学期",
                金额=1500,
                发放日期=date(2026, 5, 20),
            )
    for code, name, total, came, paid in (
        ("XM01", "清水湾村蓄水池工程", 48, 40, 32.5),
        ("XM02", "食用菌大棚", 120, 120, 96),
        ("XM03", "危房改造", 15, 15, 15),
    ):
        village.add(
            "项目",
            项目编号=code,
            名称=name,
            类别="产业发展" if code == "XM02" else "基础设施",
            年度=2026,
            实施地点="清水湾村",
            总投资=total,
            到位资金=came,
            已支付=paid,
            开工日期=date(2026, 2, 20),
            计划竣工=date(2026, 10, 30),
            实际竣工=None,
            责任人="龙志远",
            受益户数=None,
            受益人数=None,
        )
        village.add(
            "督办记录",
            项目编号=code,
            日期=date(2026, 6, 15),
            进度="主体完工",
            督办人="向前",
            下步要求="加快收尾",
            限期=date(2026, 7, 31),
        )
    for index, home in enumerate(poor[:12]):
        village.add(
            "项目受益户",
            项目编号=f"XM0{index % 3 + 1}",
            _h=home,
            补助标准=3000,
            已发放=3000,
            发放日期=date(2026, 5, 8),
            状态="已发放",
        )
    for index, home in enumerate(poor[:5]):
        village.add(
            "问题整改",
            问题编号=f"WT{index + 1:02d}",
            来源="县级督查",
            反馈日期=date(2026, 3, 2),
            问题描述="政策宣传不到位",
            本村是否存在="存在",
            _h=home,
            涉及项目="XM01",
            整改措施="逐户上门宣讲",
            责任单位="清水湾村委会",
            责任人="龙志远",
            完成时限=date(2026, 8, 30),
            状态="整改中",
            完成日期=None,
        )
    for code, name in (("FW01", "果树修剪"), ("FW02", "代买农资"), ("FW03", "理发上门")):
        village.add("服务项目", 项目编号=code, 名称=name, 类别="生产服务", 内容=name, 标准="免费")
    village.add(
        "接单人", 姓名="彭向阳", 身份="无职党员", 行政村="清水湾村", 特长="果树", 接单上限=5
    )
    for index, home in enumerate(poor[:8]):
        code = f"FW0{index % 3 + 1}"
        village.add("点单", _h=home, 项目编号=code, 数量=1, 点单日期=date(2026, 4, 2))
        if index < 4:
            village.add(
                "接单记录",
                _h=home,
                项目编号=code,
                接单人="彭向阳",
                方式="自主认领",
                认领日期=date(2026, 4, 6),
                状态="已完成",
                完成日期=date(2026, 4, 20),
            )
    workers = [one for one in village.persons if one["是否已务工"] == "是"]
    for one in workers[:30]:
        village.add(
            "务工经历",
            _h=one["_h"],
            _p=one,
            是否已务工="否",
            务工地=one["务工所在地"],
            企业=one["务工企业"],
            月收入=3000,
            开始时间="2025-02",
            结束时间="2025-12",
        )
