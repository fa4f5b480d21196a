"""The incomes of a household: drawn until the household stands where its kind should stand."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

Row = dict[str, Any]


def earn(home: Row, rows: list[Row], elders: int, rng: Random) -> None:
    """Writes the incomes into the household; elders is the number of those past sixty."""
    wages = _wages(rows, _ceiling(home) * len(rows))
    home["低保金"] = 3600 * len(rows) if home["享受低保"] == "农村低保" else 0
    home["特困金"] = 11760 if home["享受特困"] == "农村特困" else 0
    home["养老金"] = 1800 * elders
    home["生态补偿金"] = round(home["林地面积"] * 15) if home["林地面积"] >= 8 else 0
    able = [row for row in rows if row["劳动技能"][0] in "普技弱"]
    business = rng.randrange(40, 160) * 100 if able else 0
    other = rng.randrange(3, 12) * 100 + 120 * len(rows)
    transfers = home["低保金"] + home["特困金"] + home["养老金"] + home["生态补偿金"] + other
    floor = 6800 if home["风险是否已消除"] == "否" else 9600
    home["财产性收入"] = rng.choice((0, 0, 300, 600, 1200))
    while _net(wages, business, home["财产性收入"], transfers) / len(rows) < floor:
        if able:
            business += 1200
        else:
            transfers += 900
    home["工资性收入"], home["生产经营性收入"] = wages, business
    home["生产经营性支出"] = business * 3 // 10
    home["转移性收入"] = transfers
    home["合规自付支出"] = 6200 if any("大病" in row["健康状况"] for row in rows) else 0
    home["人均纯收入"] = per_head(home)
    home["上年人均纯收入"] = round(home["人均纯收入"] * Decimal(rng.randrange(88, 97)) / 100, 2)


def _ceiling(home: Row) -> int:
    """Wages a head that the household does not pass: aid and watching end above."""
    if home["享受低保"] == "农村低保" or home["风险是否已消除"] == "否":
        return 7500
    return 14000 if home["监测对象类别"] else 19000


def _wages(rows: list[Row], most: int) -> int:
    """The wages of all, after lowering the monthly pay until they stay under the most."""
    workers = [row for row in rows if row["务工时间"]]
    while (total := sum(row["务工时间"] * row["务工月收入"] for row in workers)) > most:
        payable = [row for row in workers if row["务工月收入"] > 900]
        if not payable:
            break
        for row in payable:
            row["务工月收入"] -= 100
    return total


def _net(wages: int, business: int, property_: int, transfers: int) -> int:
    return wages + business + property_ + transfers - business * 3 // 10


def per_head(home: Row) -> Decimal:
    """Net income per head in yuan, two decimals, by the formula of the handbook."""
    total = _net(home["工资性收入"], home["生产经营性收入"], home["财产性收入"], home["转移性收入"])
    return round(Decimal(total) / home["家庭人口"], 2)
