"""Which papers lie together: one household one volume, one project one volume, else by class.

Filed by item (DA/T 22-2015) papers of one year and one retention lie in a box, each with a number
of its own. What waits for a person goes into volumes of its own (待确认): no page is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.archive.names import natural
from docgen.archive.schema import RETENTIONS, ArchiveClass, Schema, archival_code, item_code
from docgen.folder import Folder
from docgen.model import Household, Ledger, Paper

PROJECTS = "项目建设"
UNTITLED = 99_999_999
BOXES = ArchiveClass("件", "归档文件")
"""Where boxes lie whose codes name no class."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One volume before it is made: its class, number and code, title, papers in order.

    ``codes`` are the archival codes of its papers where each is filed as an item of its own.
    """

    cls: ArchiveClass
    number: int
    code: str
    title: str
    papers: tuple[Paper, ...]
    household: str = ""
    pending: bool = False
    codes: tuple[str, ...] = ()
    year: int = 0
    keep: str = ""

    @property
    def pages(self) -> int:
        return sum(paper.pages for paper in self.papers)


@dataclass(frozen=True, slots=True)
class _Group:
    cls: ArchiveClass
    key: tuple[object, ...]
    title: str
    village: str
    papers: tuple[Paper, ...]
    household: str = ""
    pending: bool = False
    year: int = 0
    keep: str = ""


def bind(folder: Folder, ledger: Ledger, schema: Schema, papers: Iterable[Paper]) -> list[Binding]:
    """Return all volumes in order of class and number; every paper is in exactly one."""
    groups = _groups(folder, ledger, schema, list(papers))
    return list(_numbered(folder, schema, groups))


def _groups(
    folder: Folder, ledger: Ledger, schema: Schema, papers: Sequence[Paper]
) -> list[_Group]:
    sorted_in: defaultdict[tuple[str, ...], list[Paper]] = defaultdict(list)
    villages = _villages(folder, ledger)
    for paper in papers:
        sorted_in[_place(paper, schema, ledger, villages)].append(paper)
    groups = []
    for (kind, village, key), members in sorted_in.items():
        groups.append(_group(kind, village, key, members, ledger, schema))
    return sorted(groups, key=lambda group: (group.cls.code, *group.key))


def _villages(folder: Folder, ledger: Ledger) -> tuple[str, ...]:
    named = [folder.settings.place.village, *(h.village or "" for h in ledger.households)]
    return tuple(dict.fromkeys(name for name in named if name)) or ("",)


def _place(
    paper: Paper, schema: Schema, ledger: Ledger, villages: tuple[str, ...]
) -> tuple[str, str, str]:
    household = ledger.household(paper.household) if paper.household else None
    village = (household.village if household else None) or _named_village(paper, villages)
    kind = schema.types.get(paper.type)
    if paper.decision != "auto" or kind is None:
        return ("pending", village, "")
    if schema.profile.by_item:
        return _box(paper, schema, village, villages[0])
    if kind.of_household and schema.profile.household:
        return ("household", village, paper.household)
    if paper.project and kind.base == PROJECTS:
        return ("project", village, f"{schema.class_of(paper.type).code}\t{paper.project}")
    return ("class", village, schema.class_of(paper.type).code)


def _box(paper: Paper, schema: Schema, village: str, first: str) -> tuple[str, str, str]:
    """The box of a paper filed by item: its year and retention; without a year it waits."""
    if paper.year is None:
        return ("pending", village, "")
    pattern = schema.profile.item_code
    cls = schema.class_of(paper.type).code if "{class" in pattern else ""
    keep = schema.types[paper.type].keep
    return ("item", village if "{village" in pattern else first, f"{paper.year}\t{keep}\t{cls}")


def _named_village(paper: Paper, villages: tuple[str, ...]) -> str:
    """The one village that source or title names, else the village of the work folder."""
    named = [name for name in villages if name and name in f"{paper.source} {paper.title}"]
    return named[0] if len(named) == 1 else villages[0]


def _group(
    kind: str,
    village: str,
    key: str,
    papers: list[Paper],
    ledger: Ledger,
    schema: Schema,
) -> _Group:
    profile = schema.profile
    if kind == "pending":
        return _Group(
            profile.pending, (village,), f"{village}待确认材料", village, tuple(papers), "", True
        )
    if kind == "item":
        return _box_group(village, key, papers, schema)
    ordered = tuple(sorted(papers, key=lambda paper: _order(paper, schema)))
    if kind == "household" and profile.household:
        household = ledger.household(key)
        place = (village, *natural(key))
        title = _household_title(village, key, household)
        return _Group(profile.household, place, title, village, ordered, key)
    code, _, project = key.partition("\t")
    cls = next(entry for entry in profile.classes if entry.code == code)
    if kind == "project":
        found = ledger.project(project)
        name = (found.name if found else None) or project
        title = f"{_in_village(village, name)}档案"
        return _Group(cls, (village, 1, *natural(project)), title, village, ordered)
    return _Group(cls, (village, 0), f"{village}{cls.name}材料", village, ordered)


def _box_group(village: str, key: str, papers: list[Paper], schema: Schema) -> _Group:
    """A year and a retention: inside by class, households and projects each together."""
    year, keep, code = key.split("\t")
    classes = (*schema.profile.classes, schema.profile.household)
    cls = next((entry for entry in classes if entry and entry.code == code), BOXES)
    rank = {entry: place for place, entry in enumerate(classes) if entry}

    def order(paper: Paper) -> tuple[object, ...]:
        own = natural(paper.household), natural(paper.project)
        return (rank[schema.class_of(paper.type)], *own, *_order(paper, schema))

    ordered = tuple(sorted(papers, key=order))
    shown = cls.name if code else "归档文件"
    title = f"{village}{year}年{keep}{shown}"
    place = (village, int(year), -RETENTIONS.index(keep))
    return _Group(cls, place, title, village, ordered, year=int(year), keep=keep)


def _in_village(village: str, name: str) -> str:
    """The name of a project with its village, said once."""
    return name if village in name else f"{village}{name}"


def _household_title(village: str, key: str, household: Household | None) -> str:
    if household is None:
        return f"{village}户{key}档案"
    return f"{village}{household.group or ''}{household.householder or key}户档案"


def _order(paper: Paper, schema: Schema) -> tuple[object, ...]:
    """Order inside a volume: type by type as the process runs, then year and day."""
    day = int(paper.day) if paper.day.isdecimal() else UNTITLED
    return (
        *schema.order_of(paper.type),
        paper.year or 9999,
        day,
        natural(paper.source),
        paper.first,
    )


def _numbered(folder: Folder, schema: Schema, groups: Sequence[_Group]) -> Iterable[Binding]:
    numbers: defaultdict[str, int] = defaultdict(int)
    for group in groups:
        parts = list(_cut(group.papers, schema.profile.max_pages))
        for part, papers in enumerate(parts, start=1):
            unit = "盒" if group.keep else "卷"
            more = f"（第{part}{unit}，共{len(parts)}{unit}）" if len(parts) > 1 else ""
            title = group.title + more
            make = _boxed if group.keep else _volume
            yield make(folder, schema, group, papers, title, numbers)


def _volume(
    folder: Folder,
    schema: Schema,
    group: _Group,
    papers: tuple[Paper, ...],
    title: str,
    numbers: defaultdict[str, int],
) -> Binding:
    """A volume with the next number among those whose codes differ by their number only."""

    def code(number: int) -> str:
        return archival_code(
            schema.profile,
            fonds=_fonds(folder),
            cls=group.cls.code,
            village=_village_code(folder, group.village),
            volume=number,
        )

    numbers[code(0)] += 1
    number = numbers[code(0)]
    return Binding(group.cls, number, code(number), title, papers, group.household, group.pending)


def _boxed(
    folder: Folder,
    schema: Schema,
    group: _Group,
    papers: tuple[Paper, ...],
    title: str,
    numbers: defaultdict[str, int],
) -> Binding:
    """A box: each of its papers takes the next item number; its code shows the first and last."""

    def code(number: int) -> str:
        return item_code(
            schema.profile,
            fonds=_fonds(folder),
            cls=group.cls.code,
            village=_village_code(folder, group.village),
            year=group.year,
            keep=group.keep,
            item=number,
        )

    start = numbers[code(0)]
    numbers[code(0)] += len(papers)
    codes = tuple(code(start + place) for place in range(1, len(papers) + 1))
    shown = f"{codes[0]}至{codes[-1].rpartition('-')[2]}" if len(codes) > 1 else codes[0]
    return Binding(
        *(group.cls, start + 1, shown, title, papers),
        codes=codes,
        year=group.year,
        keep=group.keep,
    )


def _fonds(folder: Folder) -> str:
    return str(folder.settings.archive.get("fonds", "") or "")


def _village_code(folder: Folder, village: str) -> str:
    """The code of the settings for their own village; another village is told by its name."""
    place = folder.settings.place
    return place.village_code if village in ("", place.village) else village


def _cut(papers: tuple[Paper, ...], limit: int) -> Iterable[tuple[Paper, ...]]:
    """Parts of at most ``limit`` pages, cut between papers; one paper alone may be longer."""
    part: list[Paper] = []
    pages = 0
    for paper in papers:
        if part and pages + paper.pages > limit:
            yield tuple(part)
            part, pages = [], 0
        part.append(paper)
        pages += paper.pages
    if part:
        yield tuple(part)
