"""The page of pictures that goes with imposed sheets, and the test print before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from docgen.pages.booklet import Plan
from docgen.pages.imposition import Cell, Scheme
from docgen.pages.layout import SHEETS
from docgen.pages.typst import Pages, compile_pdf
from docgen.resources import shared

TEMPLATE = "booklet-guide.typ"
TEST, PICTURES = "test", "pictures"
REAM = 500
"""Sheets in a pack of office paper."""
SHOWN = 12
"""Numbers of blank places that are written out."""
NAMES = {
    "saddle": "骑马订",
    "perfect": "胶装（分帖）",
    "cut-stack": "裁切叠放（不折）",
    "fold": "整张折叠",
}
EDGES = {"short": "沿短边翻转", "long": "沿长边翻转"}


def guide(
    plan: Plan | None,
    *,
    title: str,
    as_of: date,
    parts: Sequence[str] = (TEST, PICTURES),
    edge: str = "short",
    copies: int = 1,
    thickness: float = 0.0,
) -> Pages:
    """Return the A4 pages: the test print (front and back of one sheet), the pictures."""
    data: dict[str, Any] = {"title": f"{title}（印装说明）", "parts": list(parts)}
    if plan is not None:
        data |= _pictures(plan, title, edge, copies, thickness)
    return compile_pdf(shared(f"templates/pdf/{TEMPLATE}"), data, as_of=as_of)


def _pictures(plan: Plan, title: str, edge: str, copies: int, thickness: float) -> dict[str, Any]:
    scheme = plan.scheme
    layout = scheme.layout
    return {
        "heading": title,
        "width": layout.width,
        "height": layout.height,
        "across": layout.across,
        "down": layout.down,
        "columns": layout.columns,
        "front": _front(scheme),
        "facts": facts(plan, edge, copies),
        "steps": list(steps(scheme, edge)),
        "notes": list(_notes(plan, thickness)),
    }


def _front(scheme: Scheme) -> list[dict[str, Any]]:
    """The first side as it lies before one: a page number, or that the place is blank."""
    layout = scheme.layout
    cells = {_place(cell, scheme): cell for cell in scheme.sides[0]}
    shown = []
    for row in range(layout.down):
        for column in range(layout.across):
            cell = cells.get((column, row))
            words = "空" if cell is None or cell.page is None else str(cell.page)
            shown.append({"words": words, "turned": bool(cell and cell.turned)})
    return shown


def _place(cell: Cell, scheme: Scheme) -> tuple[int, int]:
    layout = scheme.layout
    return (
        int(cell.x // (layout.width / layout.across)),
        int((layout.height - cell.y) // layout.piece_height),
    )


def facts(plan: Plan, edge: str, copies: int) -> list[str]:
    """What the printer needs to know, as pairs of a name and a value."""
    scheme = plan.scheme
    need = plan.paper(copies)
    packs = -(-need // REAM)
    return [
        *("装订", NAMES[scheme.name], "纸张", f"{sheet_name(scheme)}，双面，实际大小（100%）"),
        *("翻面", EDGES[edge], "每面", f"{scheme.layout.up}页"),
        *("页数", _pages(plan), "每本", f"{scheme.sheets}张纸"),
        *("份数", f"{copies}本", "用纸", f"{need}张（每包{REAM}张，{packs}包）"),
    ]


def sheet_name(scheme: Scheme) -> str:
    """A4 or A3, by the sheet's size."""
    size = tuple(sorted((scheme.layout.width, scheme.layout.height)))
    return next((name.upper() for name, found in SHEETS.items() if found == size), "纸")


def _pages(plan: Plan) -> str:
    blanks = plan.scheme.blanks
    if not blanks:
        return f"{plan.pages}页，没有空白页"
    return f"{plan.pages}页，另有空白{len(blanks)}页：{places(blanks)}"


def places(blanks: Sequence[int]) -> str:
    """第18、19页; of many the first ones and how many there are."""
    shown = "、".join(map(str, blanks[:SHOWN]))
    return f"第{shown}页" + (f"等{len(blanks)}处" if len(blanks) > SHOWN else "")


def steps(scheme: Scheme, edge: str) -> Iterator[dict[str, str]]:
    """The work in its order: words and the name of a picture."""
    sheet = sheet_name(scheme)
    yield _step(
        "print",
        f"用{sheet}纸双面打印，{EDGES[edge]}，缩放选“实际大小”。图中数字是第一张正面的页码。"
        "先印一张试印张，看准翻面方向。",
    )
    if scheme.name == "fold":
        yield _step(
            "fold", "整张纸沿虚线对折：每次左半折到后面、上半折到后面，最后一折是书脊，在左边。"
        )
        if scheme.signatures > 1:
            yield _step("glue", "各张按次序叠齐（书脊上的黑色小块成阶梯形），上胶或穿线，包封面。")
        yield _step("trim", "裁开上、下、外三边，书就能翻开。")
        return
    if scheme.layout.pieces > 1:
        yield _step("cut", "整摞纸一起沿实线裁开。")
        yield _step("pile", "各小摞从左到右、从上到下编号，1号在最上，依次叠成一摞。")
    yield from {"saddle": _saddle, "perfect": _perfect, "cut-stack": _loose}[scheme.name](scheme)


def _saddle(scheme: Scheme) -> Iterator[dict[str, str]]:
    if scheme.signatures > 1:
        yield _nested(scheme)
        yield _step("glue", "各帖按次序叠齐（书脊上的黑色小块成阶梯形），穿线或上胶。")
    else:
        yield _step("fold-once", "整摞沿中线对折，左半折到后面，封面朝外。")
        yield _step("staple", "打开，在折线上钉两枚钉，再合上压平。")
    yield _step("trim", "压平后，裁齐外边（有裁切角线的，沿线裁三边）。")


def _perfect(scheme: Scheme) -> Iterator[dict[str, str]]:
    yield _nested(scheme)
    yield _step("glue", "各帖按次序叠齐，书脊上的黑色小块成阶梯形，铣背、上胶、包封面。")
    yield _step("trim", "胶干后裁齐上、下、外三边。")


def _nested(scheme: Scheme) -> dict[str, str]:
    leaves = scheme.places // 4
    if scheme.signatures < 2:
        return _step("nest", f"整摞{leaves}张套在一起，对折。")
    each = scheme.signature // 4
    last = leaves - each * (scheme.signatures - 1)
    rest = "" if last == each else f"，最后一帖{last}张"
    told = f"从上往下分成{scheme.signatures}帖，每帖{each}张{rest}，套在一起对折。"
    return _step("nest", told)


def _loose(scheme: Scheme) -> Iterator[dict[str, str]]:
    del scheme
    yield _step("glue", "不用折。左边上胶、打孔或装圈。")
    yield _step("trim", "裁齐上、下、外三边。")


def _step(picture: str, words: str) -> dict[str, str]:
    return {"picture": picture, "words": words}


def _notes(plan: Plan, thickness: float) -> Iterator[str]:
    if thickness:
        yield f"已按纸厚{thickness:g}毫米把里面的页向书脊移近，裁后外边的白边一样宽。"
    if plan.smaller:
        yield f"有{len(plan.smaller)}页缩小后放进页面：{places(plan.smaller)}。"
    if plan.scheme.sheets > REAM // 10 and plan.scheme.name == "saddle":
        yield "一本超过50张纸，订书钉穿不透：请分帖（--signature）或胶装（--scheme perfect）。"
