"""Which page stands where on which sheet, so that the folded or stacked sheets read 1 to n.

A sheet is a grid of places for pages. Beside each other they make pairs that meet at a fold, the
spine of the book. Four schemes:

saddle     one leaf of two pairs folded once; leaves lie in each other, in one or more signatures
perfect    the same, in signatures of sixteen pages that lie on each other and are glued
cut-stack  no fold: leaves of two pages; the piles are laid on each other
fold       the whole sheet is folded to one page: a signature a sheet

With several leaves on a sheet the whole pile is cut at once and the smaller piles are laid on each
other in the order of their places (left to right, top to bottom).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.pages.layout import Layout

PERFECT_SIGNATURE = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on one side: page number (None is blank), centre in mm from the lower left corner.

    ``turned`` pages stand on their heads on the sheet; ``inward`` is the creep: mm to the right.
    """

    page: int | None
    x: float
    y: float
    turned: bool = False
    inward: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """The outer spine of a signature: the side of the sheet, the place in mm, its number from 0."""

    side: int
    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """Which page stands where: sides in printing order, front and back of each sheet in turn."""

    name: str
    layout: Layout
    sides: tuple[tuple[Cell, ...], ...]
    places: int
    """Pages of the finished book, with the blank ones."""
    blanks: tuple[int, ...]
    """Places in the book (counted from 1) that stay blank."""
    signatures: int = 1
    signature: int = 0
    """Pages of a signature; the last one may have fewer."""
    steps: tuple[Step, ...] = ()

    @property
    def sheets(self) -> int:
        return len(self.sides) // 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf in the finished book: its place, the pages on it, and how it lies on the sheet.

    ``first`` is the page one reads before turning the leaf; ``behind`` says that it is printed on
    the back of the sheet.
    """

    sheet: int
    column: int
    row: int
    first: int
    behind: bool = False
    turned: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a scheme makes of a number of pages."""

    leaves: Sequence[Leaf]
    places: int
    signatures: int = 1
    signature: int = 0
    outer: Sequence[int] = field(default=())
    """Numbers of the leaves (in ``leaves``) whose first page is the front of a signature."""


def scheme_for(
    count: int,
    layout: Layout,
    *,
    scheme: str = "saddle",
    edge: str = "short",
    back_cover: bool = True,
    signature: int = 0,
    thickness: float = 0.0,
) -> Scheme:
    """Return where each of ``count`` pages stands.

    ``edge`` is the paper's edge over which the printer turns it (short or long). Pages that are
    wanting are blank: before the last page when it is a ``back_cover``, else at the end.
    ``signature`` is a number of pages (a multiple of four; 0: all, or 16 when glued).
    ``thickness`` of the paper in mm moves inner pages to the spine, so that outer margins stay
    equal after trimming.
    """
    if edge not in ("short", "long") or signature % 4 or signature < 0:
        raise ValueError((edge, signature))
    plan = SCHEMES[scheme](count, layout, signature)
    order, blanks = _filled(count, plan.places, back_cover)
    sheets = 1 + max((leaf.sheet for leaf in plan.leaves), default=-1)
    fronts: list[list[Cell]] = [[] for _ in range(sheets)]
    backs: list[list[Cell]] = [[] for _ in range(sheets)]
    for leaf in plan.leaves:
        first, second = _cells(leaf, layout, order, thickness)
        fronts[leaf.sheet].append(second if leaf.behind else first)
        backs[leaf.sheet].append(first if leaf.behind else second)
    turned = (edge == "short") == (layout.width < layout.height)
    sides: list[tuple[Cell, ...]] = []
    for front, back in zip(fronts, backs, strict=True):
        sides += [_read(front), _read(_turn(back, layout) if turned else back)]
    steps = _steps(plan, layout) if plan.signatures > 1 else ()
    return Scheme(
        *(scheme, layout, tuple(sides), plan.places, blanks),
        *(plan.signatures, plan.signature, steps),
    )


def _filled(count: int, total: int, back_cover: bool) -> tuple[list[int | None], tuple[int, ...]]:
    """The pages in the order of the finished book, None for blank ones, and where those stand."""
    pages: list[int | None] = list(range(1, count + 1))
    padding: list[int | None] = [None] * (total - count)
    order = [*pages[:-1], *padding, *pages[-1:]] if back_cover else [*pages, *padding]
    return order, tuple(place for place, page in enumerate(order, start=1) if page is None)


def _cells(
    leaf: Leaf, layout: Layout, order: Sequence[int | None], thickness: float
) -> tuple[Cell, Cell]:
    """The two pages of a leaf, each on its side; the back as seen when turned like a leaf."""
    creep = leaf.depth * thickness * (1 if leaf.turned else -1)
    front, back = leaf.column, layout.across - 1 - leaf.column
    column, other = (back, front) if leaf.behind else (front, back)
    x, y = layout.middle(column, leaf.row)
    x2, y2 = layout.middle(other, leaf.row)
    return (
        Cell(order[leaf.first], x, y, leaf.turned, creep),
        Cell(order[leaf.first + 1], x2, y2, leaf.turned, -creep),
    )


def _read(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of a side as one reads it: from the top, from the left."""
    return tuple(sorted(cells, key=lambda cell: (-cell.y, cell.x)))


def _turn(cells: Sequence[Cell], layout: Layout) -> tuple[Cell, ...]:
    """The same side turned half round: for printers that turn over the other edge."""
    return tuple(
        Cell(
            cell.page, layout.width - cell.x, layout.height - cell.y, not cell.turned, -cell.inward
        )
        for cell in cells
    )


def _steps(plan: Plan, layout: Layout) -> tuple[Step, ...]:
    """Where the outer spine of each signature lies on the front of its sheet."""
    steps = []
    for number, at in enumerate(plan.outer):
        leaf = plan.leaves[at]
        _, y = layout.middle(leaf.column, leaf.row)
        spine = (leaf.column // 2 + 0.5) * layout.piece_width
        steps.append(Step(2 * leaf.sheet, spine, y, number))
    return tuple(steps)


def _saddle(count: int, layout: Layout, signature: int) -> Plan:
    """Folded leaves: the right page of a piece's front is the one read first."""
    spreads = -(-count // 4)
    size = signature // 4 or spreads or 1
    sheets = -(-spreads // layout.pieces)
    leaves: list[Leaf] = []
    outer: list[int] = []
    for at in range(spreads):
        begin = at - at % size
        length, depth = min(size, spreads - begin), at - begin
        place, sheet = divmod(at, sheets)
        row, pair = divmod(place, layout.columns)
        if depth == 0:
            outer.append(len(leaves))
        first, last = 4 * begin + 2 * depth, 4 * (begin + length) - 2 - 2 * depth
        leaves.append(Leaf(sheet, 2 * pair + 1, row, first, depth=depth))
        leaves.append(Leaf(sheet, 2 * pair, row, last, behind=True, depth=depth))
    return Plan(leaves, spreads * 4, len(outer), size * 4, outer)


def _perfect(count: int, layout: Layout, signature: int) -> Plan:
    return _saddle(count, layout, signature or PERFECT_SIGNATURE)


def _cut_stack(count: int, layout: Layout, signature: int) -> Plan:
    """Leaves of two pages, pile upon pile."""
    del signature
    total = -(-count // 2)
    sheets = -(-total // layout.up)
    leaves = []
    for at in range(total):
        place, sheet = divmod(at, sheets)
        row, column = divmod(place, layout.across)
        leaves.append(Leaf(sheet, column, row, 2 * at))
    return Plan(leaves, total * 2)


def _fold(count: int, layout: Layout, signature: int) -> Plan:
    """A signature a sheet: the leaves in the order in which the folded sheet is read."""
    del signature
    pages, order = 2 * layout.up, folded(layout.across, layout.down)
    sheets = -(-count // pages)
    leaves = [
        Leaf(
            *(sheet, layer.column, layer.row, sheet * pages + 2 * at, layer.behind, layer.turned),
            depth=min(at, len(order) - 1 - at),
        )
        for sheet in range(sheets)
        for at, layer in enumerate(order)
    ]
    outer = [sheet * len(order) for sheet in range(sheets)]
    return Plan(leaves, sheets * pages, sheets, pages, outer)


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of a sheet while it is folded: whether its back looks up, whether on its head."""

    column: int
    row: int
    behind: bool = False
    turned: bool = False


Stacks = dict[tuple[int, int], list[Layer]]


def folded(across: int, down: int) -> list[Layer]:
    """Fold a sheet of so many places until one is left; return its layers from the top.

    The last fold is the spine and stands upright on the left. Fold by fold, the left half goes
    behind the right one, or the upper half behind the lower one, so that heads are closed.
    """
    stacks: Stacks = {(c, r): [Layer(c, r)] for c in range(across) for r in range(down)}
    while across > 1 or down > 1:
        if down > 1 and (across == 2 or down > across):
            stacks = _upper_behind(stacks, across, down)
            down //= 2
        else:
            stacks = _left_behind(stacks, across, down)
            across //= 2
    return stacks[0, 0]


def _left_behind(stacks: Stacks, across: int, down: int) -> Stacks:
    half = across // 2
    return {
        (c, r): stacks[half + c, r]
        + [
            Layer(one.column, one.row, not one.behind, one.turned)
            for one in reversed(stacks[half - 1 - c, r])
        ]
        for c in range(half)
        for r in range(down)
    }


def _upper_behind(stacks: Stacks, across: int, down: int) -> Stacks:
    half = down // 2
    return {
        (c, r): stacks[c, half + r]
        + [
            Layer(one.column, one.row, not one.behind, not one.turned)
            for one in reversed(stacks[c, half - 1 - r])
        ]
        for c in range(across)
        for r in range(half)
    }


SCHEMES: Mapping[str, Callable[[int, Layout, int], Plan]] = {
    "saddle": _saddle,
    "perfect": _perfect,
    "cut-stack": _cut_stack,
    "fold": _fold,
}
