"""联系卡: the cards of helpers and of the work team, ten on a sheet, for all households."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.documents.gaps import Context, joined
from docgen.words import missing

PER_SHEET = 10
PER_ROW = 2


def cards_of(told: Context) -> tuple[list[Context], Context]:
    """Return a household's cards, one for each helper, and the work team's card for it."""
    place = f"{told['村'] or missing('村')}{told['村民小组'] or ''}"
    home = f"{place}　{told['户主姓名'] or missing('户主姓名')}"
    team = f"{told['队名']}：{told['联系人']}　{told['联系电话']}"
    report = f"监督电话：{told['监督电话']}"
    helpers = [
        {
            "题": "帮扶责任人联系卡",
            "户": home,
            "人": f"{one['姓名'] or missing('姓名')}　{one['电话'] or missing('联系电话')}",
            "行": [
                joined([one["单位"] or missing("单位"), one["职务"]], "　"),
                team,
                report,
            ],
        }
        for one in told["帮扶人"]
    ]
    if not helpers and told["无帮扶人"].startswith("【"):
        lines = [told["无帮扶人"], team, report]
        helpers = [{"题": "帮扶责任人联系卡", "户": home, "人": "", "行": lines}]
    return helpers, _team(told, place, report)


def _team(told: Context, place: str, report: str) -> Context:
    lead = f"{told['联系人']}　{told['联系电话']}"
    others = [
        joined([one["姓名"], one["职务"], one["电话"]], "　")
        for one in told["队员"]
        if one["电话"] != told["联系电话"]
    ]
    own = told["单位"] if told["单位"] != told["队名"] else ""
    slogan = told["口号"] or "工作队联系卡"
    return {
        "题": slogan,
        "户": f"{place}　{told['队名']}",
        "人": lead,
        "行": [line for line in (*others, own, report) if line],
    }


def sheets(helpers: Sequence[Context], teams: Sequence[Context]) -> list[list[Context]]:
    """Return the cards sheet by sheet; helpers' and the team's cards never share a sheet."""
    return [
        list(kind[begin : begin + PER_SHEET])
        for kind in (helpers, teams)
        for begin in range(0, len(kind), PER_SHEET)
    ]


EMPTY: Context = {"题": "", "户": "", "人": "", "行": []}


def card_rows(found: Sequence[Sequence[Context]]) -> list[Context]:
    """Return the sheets as rows of two cards for the Word table; sheets are filled up."""
    rows = []
    for sheet in found:
        full = [*sheet, *[EMPTY] * (PER_SHEET - len(sheet))]
        rows += [{"左": full[at], "右": full[at + 1]} for at in range(0, PER_SHEET, PER_ROW)]
    return rows


def card_context(helpers: Sequence[Context], teams: Sequence[Context], unit: str) -> Context:
    """Return what both templates of the cards are given."""
    found = sheets(helpers, teams)
    return {"标题": "联系卡", "编制单位": unit, "张": found, "排": card_rows(found)}
