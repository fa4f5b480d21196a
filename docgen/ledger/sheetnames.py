"""A sheet that is named as a village group holds that group's households.

Many villages keep a sheet a group and no column 村民小组. Without the group two householders of
one name would be one household.
"""

from __future__ import annotations

import re
from dataclasses import replace

from docgen.ledger.codes import report
from docgen.ledger.kinds import with_column
from docgen.ledger.tables import Table

GROUP = "村民小组"
OF_A_HOUSEHOLD = ("户信息", "家庭成员")
KEYS = ("户主姓名", "户编号", "姓名")
GROUP_NAME = re.compile(
    r"第?[一二三四五六七八九十\d]{1,3}(?:村民)?小?[组社队屯]"
    r"|[\u4e00-\u9fff]{1,6}(?:组|社|屯|自然村|浩特|独贵龙)"
)
NO_GROUP = re.compile(r"(?:合作|供销|信用|公|报)社$|(?:工作|领导|党|调查|核查|班|专)小?组$")


def with_group(table: Table) -> Table:
    """Return the table with 村民小组 from the sheet's name, where it has no such column."""
    name = re.sub(r"[(（].*?[)）]", "", table.source.sheet).strip()
    origin = next((key for key in KEYS if key in table.source.columns), "")
    if table.kind not in OF_A_HOUSEHOLD or not origin or not table.rows:
        return table
    if GROUP in table.source.columns or not GROUP_NAME.fullmatch(name) or NO_GROUP.search(name):
        return table
    said = report("W016", table.source.file, table.source.sheet, facts={"value": name})
    table = with_column(table, GROUP, [name] * len(table.rows), [origin] * len(table.rows))
    return replace(table, findings=(*table.findings, said))
