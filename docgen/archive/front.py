"""The words of a volume's cover, contents list and end sheet (GB/T 9705-2008, DA/T 22-2015)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.archive.bindings import Binding
from docgen.archive.clerk import ON_PAPER
from docgen.archive.schema import Schema
from docgen.folder import Folder
from docgen.model import Paper


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper and its first and last page number in the volume."""

    paper: Paper
    first: int
    last: int
    code: str = ""

    @property
    def on_paper(self) -> bool:
        return self.paper.source == ON_PAPER


def numbered(binding: Binding) -> list[Numbered]:
    """Give papers running page numbers; paper that was never scanned takes its numbers too.

    Filed by item every paper begins anew with 1 (DA/T 22-2015).
    """
    found, place = [], 0
    codes = binding.codes or ("",) * len(binding.papers)
    for paper, code in zip(binding.papers, codes, strict=True):
        place = 0 if code else place
        found.append(Numbered(paper, place + 1, place + paper.pages, code))
        place += paper.pages
    return found


def front_data(
    folder: Folder,
    schema: Schema,
    binding: Binding,
    papers: Sequence[Numbered],
    placeholders: Mapping[str, str],
) -> Mapping[str, object]:
    """Return what templates/pdf/archive.typ (archive_items.typ) is given."""
    if binding.codes:
        return {
            "cover": _box_cover(folder, binding, papers),
            "items": [_listed(n, e, placeholders) for n, e in enumerate(papers, start=1)],
            "end": _end(binding, papers, placeholders),
        }
    items = [
        _item(number, entry, number == len(papers), placeholders)
        for number, entry in enumerate(papers, start=1)
    ]
    return {
        "cover": _cover(folder, schema, binding, papers),
        "items": items,
        "end": _end(binding, papers, placeholders),
    }


def retention_of(schema: Schema, binding: Binding) -> str:
    """Return the longest retention in a volume; papers nobody has placed yet have none."""
    if binding.pending:
        return "待定"
    return schema.keep_of(tuple(paper.type for paper in binding.papers))


def period_of(papers: Sequence[Paper]) -> tuple[str, str]:
    """Return the first and last month (or year) of the papers of a volume as words."""
    days = sorted(_moment(paper) for paper in papers if paper.day or paper.year)
    return (_month(days[0]), _month(days[-1])) if days else ("", "")


def _moment(paper: Paper) -> str:
    """A sortable moment: the day's month, else the year alone."""
    if paper.day.isdecimal() and len(paper.day) == 8:
        return paper.day[:6]
    return str(paper.year)


def _month(moment: str) -> str:
    if len(moment) == 6:
        return f"{moment[:4]}年{int(moment[4:])}月"
    return f"{moment}年"


def _cover(
    folder: Folder, schema: Schema, binding: Binding, papers: Sequence[Numbered]
) -> Mapping[str, str]:
    archive = folder.settings.archive
    first, last = period_of(binding.papers)
    return {
        "全宗名称": fonds_name(folder),
        "类目名称": binding.cls.name,
        "案卷题名": binding.title,
        "时间起": first or "　　　　",
        "时间止": last or "　　　　",
        "保管期限": retention_of(schema, binding),
        "件数": str(len(papers)),
        "页数": str(binding.pages),
        "归档号": "",
        "全宗号": str(archive.get("fonds", "") or ""),
        "目录号": "",
        "案卷号": f"{binding.number:04d}",
        "档号": binding.code,
    }


def _box_cover(folder: Folder, binding: Binding, papers: Sequence[Numbered]) -> Mapping[str, str]:
    """Cover of a box's list; 机构(问题) is left to the office."""
    return {
        "题名": binding.title,
        "全宗名称": fonds_name(folder),
        "全宗号": str(folder.settings.archive.get("fonds", "") or ""),
        "年度": str(binding.year),
        "保管期限": binding.keep,
        "机构": "",
        "起件号": item_number(binding.codes[0]),
        "止件号": item_number(binding.codes[-1]),
        "件数": str(len(papers)),
        "页数": str(binding.pages),
    }


def fonds_name(folder: Folder) -> str:
    """Return 全宗名称: as set, else county, town and village."""
    place = folder.settings.place
    set_name = str(folder.settings.archive.get("fonds_name", "") or "")
    return set_name or f"{place.county}{place.town}{place.village}"


def item_number(code: str) -> str:
    """Return the item number at the end of an archival code."""
    return code.rpartition("-")[2]


def _listed(number: int, entry: Numbered, placeholders: Mapping[str, str]) -> Mapping[str, str]:
    """One line of the 归档文件目录 (DA/T 22-2015)."""
    paper = entry.paper
    return {
        "序号": str(number),
        "档号": entry.code,
        "文号": paper.number,
        "责任者": paper.issuer,
        "题名": paper.title or "[无题名材料]",
        "日期": paper.day or (str(paper.year) if paper.year else ""),
        "密级": "",
        "页数": str(paper.pages),
        "备注": _remark(entry, placeholders),
    }


def _item(
    number: int, entry: Numbered, is_last: bool, placeholders: Mapping[str, str]
) -> Mapping[str, str]:
    paper = entry.paper
    # The last paper shows both its pages, so that the end of the volume is known.
    pages = f"{entry.first}-{entry.last}" if is_last and entry.last > entry.first else entry.first
    return {
        "序号": str(number),
        "文号": paper.number,
        "责任者": paper.issuer,
        "题名": paper.title or "[无题名材料]",
        "日期": paper.day or (str(paper.year) if paper.year else ""),
        "页号": str(pages),
        "备注": _remark(entry, placeholders),
    }


def _remark(entry: Numbered, placeholders: Mapping[str, str]) -> str:
    words = "占位页" if entry.paper.source in placeholders else ""
    words = "纸质，未扫描" if entry.on_paper else words
    old = f"原{entry.paper.old_code}" if entry.paper.old_code else ""
    return "；".join(part for part in (words, old) if part)


def _end(
    binding: Binding, papers: Sequence[Numbered], placeholders: Mapping[str, str]
) -> list[str]:
    lines = [f"本卷共{len(papers)}件{binding.pages}页，页号1至{binding.pages}。"]
    if binding.codes:
        first, last = item_number(binding.codes[0]), item_number(binding.codes[-1])
        lines = [f"本盒共{len(papers)}件{binding.pages}页，件号{first}至{last}，每件从1编页。"]
    unscanned = [entry for entry in papers if entry.on_paper]
    if unscanned:
        pages = sum(entry.paper.pages for entry in unscanned)
        lines.append(f"其中{len(unscanned)}件{pages}页只有纸质，没有扫描，请按页号放入。")
    stand_ins = [e for e in papers if e.paper.source in placeholders]
    if stand_ins:
        lines.append(f"其中{len(stand_ins)}件以占位页代替，原件没有转换成页面。")
    undated = sum(1 for entry in papers if not entry.paper.day)
    if undated:
        lines.append(f"{undated}件没有认出落款日期。")
    if binding.pending:
        lines.append("本卷材料还没有确认归类，请在“归档计划”里核对后重新成卷。")
    lines.append("缺损、修改、补充、移出、销毁等情况：")
    return lines
