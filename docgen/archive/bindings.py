"""Which papers lie together: one household one volume, one project one volume, else by class.

What waits for a person goes into volumes of its own (待确认), so that no page is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.archive.names import natural
from docgen.archive.schema import ArchiveClass, Schema, archival_code
from docgen.folder import Folder
from docgen.model import Household, Ledger, Paper

PROJECTS = "项目建设"
UNTITLED = 99_999_999


@dataclass(frozen=True, slots=True)
class Binding:
    """One volume before it is made: its class, number and code, title, papers in order."""

    cls: ArchiveClass
    number: int
    code: str
    title: str
    papers: tuple[Paper, ...]
    household: str = ""
    pending: bool = False

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
    if kind.of_household:
        return ("household", village, paper.household)
    if paper.project and kind.base == PROJECTS:
        return ("project", village, f"{schema.class_of(paper.type).code}\t{paper.project}")
    return ("class", village, schema.class_of(paper.type).code)


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
    ordered = tuple(sorted(papers, key=lambda paper: _order(paper, schema)))
    if kind == "household":
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
    numbers: defaultdict[tuple[str, str], int] = defaultdict(int)
    fonds = str(folder.settings.archive.get("fonds", "") or "")
    for group in groups:
        parts = list(_cut(group.papers, schema.profile.max_pages))
        for part, papers in enumerate(parts, start=1):
            numbers[group.cls.code, group.village] += 1
            number = numbers[group.cls.code, group.village]
            code = archival_code(
                schema.profile,
                fonds=fonds,
                cls=group.cls.code,
                village=_village_code(folder, group.village),
                volume=number,
            )
            title = group.title + (f"（第{part}卷，共{len(parts)}卷）" if len(parts) > 1 else "")
            yield Binding(group.cls, number, code, title, papers, group.household, group.pending)


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
