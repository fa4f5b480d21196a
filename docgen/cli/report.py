"""输出/运行报告.txt: what was made, what is missing, where it lies; the same for the same input."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.cli.made import Archive, Made, by_kind, gap_fields, gap_places
from docgen.findings import Severity
from docgen.folder import Folder
from docgen.model import PageLedger
from docgen.words import date_text

NAME = "运行报告.txt"
NAMED = 10  # places of a missing field; 检查结果.xlsx names each cell
KINDS = {
    "handbook": "口袋书",
    "handbook-imposed": "口袋书（拼版，打印折页用）",
    "handbook-guide": "口袋书印装说明",
    "briefing": "知情会材料",
    "plan": "一户一策",
    "bag": "一户一袋",
    "fold": "政策折页",
    "card": "联系卡",
    "bag-volume": "一户一袋（打印本）",
    "plan-volume": "一户一策合订本（打印用）",
    "entitlement": "应享未享清单、享受不符清单",
    "checklist": "整改清单",
    "summary": "半年工作总结",
    "orders": "三单和履职台账",
    "orders-branch": "点单清单",
    "orders-person": "接单清单",
    "orders-village": "一村一批清单",
    "pairing": "结对包保表",
    "areas": "责任区划分表",
    "duties": "履职情况表",
    "roster": "走访对象名册",
    "reconcile": "四方比对台账",
    "reconcile-sheet": "基础信息对照表",
    "reconcile-visit": "入户核查表",
    "archive": "档案",
}


def text(made: Made, folder: Folder) -> str:
    """The whole report; it names no clock, so the same input gives the same bytes."""
    parts = [
        heading(folder, made.part),
        ledger(made),
        documents(made),
        gaps(made),
        archive(made.archive),
    ]
    parts.append(failures(made))
    return "\n\n".join("\n".join(part) for part in (list(lines) for lines in parts) if part) + "\n"


def heading(folder: Folder, part: tuple[str, int] | None) -> Iterator[str]:
    place, period = folder.settings.place, folder.settings.period
    yield "docgen 运行报告"
    if place.county or place.town or place.village:
        yield f"{place.county}{place.town}{place.village}"
    if part:
        yield f"只做一部分：{part[0]}，{part[1]} 户（--only）"
    yield f"时段：{date_text(period.start)}至{date_text(period.end)}"
    yield f"年龄、有效期、逾期等按{date_text(period.as_of)}计算。"


def ledger(made: Made) -> Iterator[str]:
    rows = made.checked.ledger.rows
    read, used = sum(sheet.read for sheet in rows), sum(sheet.used for sheet in rows)
    found = made.findings
    yield "一、台账"
    yield f"  {len(rows)} 张表，读到 {read} 行，采用 {used} 行，另放 {read - used} 行。"
    levels = {level: sum(f.severity is level for f in found) for level in reversed(Severity)}
    told = "，".join(f"{level.value} {count} 处" for level, count in levels.items() if count)
    yield f"  问题：{told}。逐格见 检查/检查结果.xlsx。" if told else "  没有发现问题。"
    if made.checked.unchecked:
        count = len(made.checked.unchecked)
        yield f"  有 {count} 条规则因缺列等原因没有检查，见同一文件的“未检查”表。"
    if made.compared:
        told = "，".join(f"{name} {count} 户" for name, count in made.compared.items())
        yield f"  四方比对：{told}。逐项见 比对/四方比对台账.xlsx。"


def documents(made: Made) -> Iterator[str]:
    yield f"二、文档（{len(made.documents)} 份）"
    for line in by_kind(made.documents):
        formats = "，".join(f"{form} {count} 份" for form, count in line.formats)
        yield f"  {KINDS.get(line.kind, line.kind)}：{formats}　{line.folder}"


def gaps(made: Made) -> Iterator[str]:
    yield f"三、缺项（{made.gaps} 处，文中以【缺：…】标出）"
    places = gap_places(made.documents)
    for field, count in gap_fields(made.documents):
        named, more = places[field][:NAMED], "等" if len(places[field]) > NAMED else ""
        yield f"  {field}：{count} 处（{'、'.join(named)}{more}）"


def archive(made: Archive | None) -> Iterator[str]:
    if made is None:
        return
    yield f"四、档案（{len(made.volumes)} 卷）"
    for volume in made.volumes:
        yield f"  {volume.code}　{volume.title}　{volume.pages} 页　{volume.path}"
    review = sum(paper.decision == "review" for paper in made.papers)
    if review:
        yield f"  有 {review} 件要人看一眼，请在 记录/归档计划.xlsx 里改好后再做一次。"
    for file in made.files:
        if file.state != "read":
            yield f"  {STATES.get(file.state, file.state)}：{file.source}　{file.reason}"
    if made.ledger:
        yield from pages(made.ledger)


def pages(count: PageLedger) -> Iterator[str]:
    bound, left = f"装订 {count.pages_out} 页", f"分隔页 {count.separators} 页"
    more = f"另放（重复）{count.aside} 页 + 占位 {count.placeholders} 页"
    yield f"  页数账：收到 {count.pages_in} 页 = {bound} + {left} + {more}"
    if count.paper:
        yield f"  另有只登记、没有扫描的纸件 {count.paper} 页。"


STATES = {"duplicate": "重复", "ignored": "不收", "unreadable": "读不了"}


def failures(made: Made) -> Iterator[str]:
    if made.failures:
        yield "五、没有做成的"
    for failure in made.failures:
        yield f"  {KINDS.get(failure.kind, failure.kind)}：{failure.error.sentence()}"
