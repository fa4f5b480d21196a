"""Figures of the archive: papers, pages, volumes, what is missing.

The archive is no sheet of the ledger: `facts.shelf` enters what was bound as the registers 归档材料
and 缺件.
"""

from __future__ import annotations

from docgen.facts.figures.families import Line, counts, distincts, home, says, sums
from docgen.facts.figures.registry import Answer, Lacking, figure, percent
from docgen.facts.figures.select import entries, households
from docgen.facts.view import View

CLASSES = ("基本信息", "精准识别", "精准施策", "精准脱贫", "项目建设")


def _of_class(name: str) -> Line:
    return Line("", "", ("案卷类目",), says("案卷类目", name))


counts(
    "归档材料",
    "件",
    Line("归档件数", "上次装订的案卷中的文件件数"),
    *(
        _of_class(name)._replace(name=f"归档件数（{name}）", definition=f"{name}类案卷中的文件件数")
        for name in CLASSES
    ),
)
sums(
    "归档材料",
    "页",
    "页数",
    Line("归档页数", "上次装订的案卷中的文件页数合计（不含封面、目录、备考表）"),
)
distincts(
    "归档材料",
    "卷",
    lambda row, _: row.get("档号"),
    Line("案卷数", "上次装订的不同档号"),
    *(
        _of_class(name)._replace(name=f"案卷数（{name}）", definition=f"{name}类的不同档号")
        for name in CLASSES
    ),
)
distincts(
    "归档材料",
    "户",
    home,
    Line("有归档材料的户数", "案卷中有材料的不同户", holds=lambda row, _: bool(row.household)),
)
counts("缺件", "件", Line("户档缺件数", "按归档规则各户应有而没有归档的必备材料件数"))
distincts("缺件", "户", home, Line("户档缺件户数", "缺必备材料的不同户"))


@figure(
    "户档齐全率",
    unit="%",
    definition="按归档规则不缺必备材料的户÷户信息户数，两位小数",
    needs=["户信息", "缺件"],
)
def complete(view: View) -> Answer:
    homes = households(view)
    if not homes:
        return Lacking("没有一户")
    lacking = {row.household for row in entries(view, "缺件")}
    whole = [h for h in homes if h.id not in lacking]
    return percent(len(whole), len(homes), whole)


counts(
    "原有目录",
    "件",
    Line("原有目录件数", "原有目录表行数"),
    Line(
        "原有目录已扫描件数",
        "原有目录表已扫描为是",
        ("已扫描",),
        lambda row, _: row.get("已扫描") == "是",
    ),
)
