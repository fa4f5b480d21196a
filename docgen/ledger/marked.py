"""Marked copies: the clerk's own workbook with its wrong cells coloured and a comment in each.

The package is patched, not saved again: drop-downs, conditional formats, macros and everything else
that is not a marked cell stays as it is. The original is only read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.findings import Finding, shown, sort_key
from docgen.folder import LEDGER, Folder, write_bytes
from docgen.ledger import marked_parts as parts
from docgen.ledger.marked_boxes import LINE_SIGNS, NO_BOXES, blocks_of, with_boxes
from docgen.ledger.marked_comments import NO_COMMENTS, Piece, commented, with_comments
from docgen.ledger.marked_sheet import Columns, Place, Sheet, copy_sheet, glance, place_of
from docgen.ledger.marked_styles import PLAIN, Styles
from docgen.ledger.marked_zip import Package, Unmarkable
from docgen.sources import cell_name

SUFFIXES = (".xlsx", ".xlsm")
PRODUCT, COPIES = "检查", "标错副本"
MOST_COMMENTS = 5_000  # on one sheet; the programs get slow with more
COMMENT = "W014"  # a comment of the user's is in the copy as it is; it needs no other
LONGEST = 1_500  # characters of one comment
THREADS = "threadedComment"
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Copy:
    """A marked copy of one workbook: its file in the ledger, its path, cells marked, notices.

    ``path`` is None when the workbook cannot be marked; the notices say why.
    """

    file: str
    path: Path | None
    cells: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """The bytes of a marked workbook, how many cells are marked, what could not be done."""

    data: bytes
    cells: int
    notices: tuple[str, ...]


def mark(source: Path, findings: Sequence[Finding]) -> bytes | None:
    """Return a copy of a workbook in which the cells of ``findings`` are marked.

    None for a format that cannot be marked (.xls .ods .csv). All findings are taken as this
    workbook's; those without a cell, or on a sheet that is not there, are left out. Raises
    ``Unmarkable`` for a package that cannot be read or patched.
    """
    if source.suffix.lower() not in SUFFIXES:
        return None
    return marked(source.read_bytes(), findings).data


def write_marked_copies(folder: Folder, findings: Sequence[Finding]) -> tuple[Path, ...]:
    """Write 检查/标错副本/ under 输出/ and return the paths of the copies."""
    return tuple(copy.path for copy in make_copies(folder, findings) if copy.path)


def make_copies(folder: Folder, findings: Sequence[Finding]) -> tuple[Copy, ...]:
    """Write a marked copy of each workbook (of 台账/ or 比对/) that has findings at cells.

    A workbook that has none any more loses the copy that was made of it before.
    """
    by_file: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=sort_key):
        if finding.cell and place_of(finding.cell) and finding.code != COMMENT:
            by_file.setdefault(finding.file, []).append(finding)
    _forget_mended(folder, set(by_file))
    return tuple(_copy(folder, file, by_file[file]) for file in sorted(by_file))


def _copies_folder(folder: Folder) -> Path:
    return folder.output(PRODUCT) / COPIES


def _forget_mended(folder: Folder, wrong: set[str]) -> None:
    """Take away copies of workbooks that are still in the ledger and have no findings."""
    for path in sorted(_copies_folder(folder).rglob("*")):
        source = folder.ledger / path.relative_to(_copies_folder(folder))
        if (
            path.suffix.lower() in SUFFIXES
            and source.is_file()
            and folder.relative(source) not in wrong
        ):
            path.unlink()


def _copy(folder: Folder, file: str, findings: Sequence[Finding]) -> Copy:
    source = folder.root / file
    if source.suffix.lower() not in SUFFIXES:
        return Copy(file, None, 0, ("这种格式不能标错，请看检查结果.xlsx",))
    try:
        made = marked(source.read_bytes(), findings)
    except Unmarkable as trouble:
        return Copy(file, None, 0, (f"没有做标错副本：{trouble}",))
    except OSError as error:
        return Copy(file, None, 0, (f"没有做标错副本：{error.strerror or '读不到'}",))
    path = _copies_folder(folder) / file.removeprefix(f"{LEDGER}/")
    write_bytes(path, made.data)
    return Copy(file, path, made.cells, made.notices)


def marked(data: bytes, findings: Iterable[Finding]) -> Marked:
    """Return the workbook ``data`` with its wrong cells marked; see ``mark``."""
    package = Package(data)
    workbook = parts.workbook_part(package)
    sheets = parts.sheet_parts(package, workbook)
    styles_part, styles = _styles(package, workbook)
    by_sheet: dict[str, list[Finding]] = {}
    for finding in findings:
        by_sheet.setdefault(finding.sheet, []).append(finding)
    cells, notices = 0, []
    for name, part in sheets.items():
        found = _by_place(by_sheet.get(name, ()))
        if found:
            count, noted = _mark_sheet(package, part, found, styles)
            cells += count
            notices += [f"{name}：{note}" for note in noted]
    if styles.changed:
        package.put(styles_part, styles.content())
    return Marked(package.packed(), cells, tuple(notices))


def _styles(package: Package, workbook: str) -> tuple[str, Styles]:
    """The part with the looks; a workbook that has none gets a plain one."""
    part = parts.related(parts.relations(package, workbook), "styles")
    if part:
        return part, Styles(package.read(part))
    part = parts.free_name(package, "xl/styles{}.xml")
    _new_part(package, workbook, part, "styles", f"{OFFICE}spreadsheetml.styles+xml")
    return part, Styles(PLAIN.encode())


def _new_part(package: Package, owner: str, part: str, kind: str, content_type: str) -> str:
    """Announce a part that is written later; return the id of its relation."""
    parts.declare(package, part, content_type)
    return parts.relate(package, owner, kind, part)


def _by_place(findings: Iterable[Finding]) -> dict[Place, list[Finding]]:
    found: dict[Place, list[Finding]] = {}
    for finding in sorted(set(findings), key=sort_key):
        place = place_of(finding.cell)
        if place and finding.code != COMMENT:
            found.setdefault(place, []).append(finding)
    return found


def _mark_sheet(
    package: Package, part: str, found: Mapping[Place, Sequence[Finding]], styles: Styles
) -> tuple[int, list[str]]:
    """Mark one sheet; return how many cells, and what could not be done."""
    corners, has_boxes = glance(package.chunks(part), found)
    found = _moved(found, corners)
    related = parts.relations(package, part)
    texts, notices = _texts(package, related, found)
    drawing, link = "", ""
    if texts and not has_boxes:
        drawing = parts.free_name(package, "xl/drawings/vmlDrawing{}.vml")
        link = _new_part(package, part, drawing, "vmlDrawing", f"{OFFICE}vmlDrawing")
    severities = {place: here[0].severity for place, here in found.items()}
    copied: list[Sheet] = []

    def write(out: Callable[[bytes], None]) -> None:
        chunks = package.chunks(part)
        copied.append(copy_sheet(chunks, out, severities, styles.marked, link))

    package.rewrite(part, write)
    if texts:
        drawing = drawing or _target(related, copied[0].drawing)
        comments = parts.related(related, "comments")
        there = commented(package.read(comments)) if comments and has_boxes else frozenset()
        _write_boxes(package, drawing, texts, there, copied[0].columns)
        _write_comments(package, part, comments, texts)
    return len(found), notices


def _target(related: Sequence[parts.Relation], relation: str) -> str:
    target = next((one.target for one in related if one.id == relation), "")
    if not target:
        raise Unmarkable("批注框不全")
    return target


def _moved(
    found: Mapping[Place, Sequence[Finding]], corners: Mapping[Place, Place]
) -> dict[Place, list[Finding]]:
    """Only the first cell of a merged area is seen: findings inside of it go there."""
    moved: dict[Place, list[Finding]] = {}
    for place, here in found.items():
        moved.setdefault(corners.get(place, place), []).extend(here)
    return {place: sorted(moved[place], key=sort_key) for place in sorted(moved)}


def _texts(
    package: Package,
    related: Sequence[parts.Relation],
    found: Mapping[Place, Sequence[Finding]],
) -> tuple[dict[Place, list[Piece]], list[str]]:
    """The comments to write, and notices of those that cannot be."""
    threads = frozenset[Place]().union(
        *(commented(package.read(one.target)) for one in related if one.kind == THREADS)
    )
    notices = []
    blocked = threads & set(found)
    if blocked:
        cells = "、".join(cell_name(*place) for place in sorted(blocked))
        notices.append(f"{cells} 已有批注对话，只涂了颜色")
    open_places = [place for place in found if place not in blocked]
    chosen = sorted(open_places, key=lambda place: (-found[place][0].severity.rank, place))
    if len(chosen) > MOST_COMMENTS:
        left = len(chosen) - MOST_COMMENTS
        notices.append(f"只有最要紧的 {MOST_COMMENTS} 格写了批注，其余 {left} 格只涂了颜色")
    return {place: _pieces(found[place]) for place in sorted(chosen[:MOST_COMMENTS])}, notices


def _pieces(findings: Sequence[Finding]) -> list[Piece]:
    """The comment of one cell: each finding with its severity and code, what is wrong, the cure."""
    pieces: list[Piece] = []
    for finding in findings:
        start = "\n" if pieces else ""
        pieces.append(Piece(f"{start}{finding.severity.value} {finding.code}\n", bold=True))
        masked = shown(finding)
        text = f"{masked.message}\n改法：{masked.fix}"
        if finding.also:
            text += f"\n也可能是：{'、'.join(finding.also)}"
        pieces.append(Piece(text if len(text) <= LONGEST else f"{text[:LONGEST]}…"))
        if sum(len(piece.text) for piece in pieces) > LONGEST and finding is not findings[-1]:
            pieces.append(Piece("\n……其余见检查结果.xlsx"))
            break
    return pieces


def _lines(pieces: Sequence[Piece]) -> int:
    """How many lines of its box a comment takes."""
    text = "".join(piece.text for piece in pieces)
    return sum(max(-(-_width(line) // LINE_SIGNS), 1) for line in text.splitlines())


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def _write_boxes(
    package: Package,
    part: str,
    texts: Mapping[Place, Sequence[Piece]],
    there: Collection[Place],
    columns: Columns,
) -> None:
    """Give each new comment a box; those that are there have one."""
    old = package.read(part) if package.find(part) else NO_BOXES
    used = set[int]().union(
        *(blocks_of(package.read(name)) for name in package.ending_with(".vml"))
    )
    lines = {place: _lines(pieces) for place, pieces in texts.items() if place not in there}
    if lines:
        package.put(part, with_boxes(old, lines, columns, max(used, default=0) + 1))


def _write_comments(
    package: Package, sheet: str, part: str, texts: Mapping[Place, Sequence[Piece]]
) -> None:
    old = package.read(part) if part else NO_COMMENTS
    if not part:
        part = parts.free_name(package, "xl/comments{}.xml")
        _new_part(package, sheet, part, "comments", f"{OFFICE}spreadsheetml.comments+xml")
    package.put(part, with_comments(old, texts))
