"""What is said of a sheet that is not recognised: what it is most like, and what it lacks."""

from __future__ import annotations

import difflib
from pathlib import Path

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.headers import Confirmed, Layout, nearest
from docgen.ledger.schema import plain
from docgen.ledger.workbook import Grid


def unrecognised(grid: Grid, file: str, confirmed: Confirmed) -> Finding:
    """Return the finding of such a sheet, with the very words that would make it known."""
    like = nearest(grid, Path(file).stem, confirmed)
    if like is None:
        why = "前 10 行里没有找到够多的规定列名。"
        return report("W004", file, grid.name, "A1", facts={"why": why, "how": ""})
    pairs = _pairs(like)
    why = f"最像“{like.spec.name}”，但缺少 {'、'.join(like.missing)}。"
    why += "".join(f"“{header}”最像“{column}”。" for header, column in pairs)
    words = " ".join(f'--confirm "{like.spec.name}.{header}={column}"' for header, column in pairs)
    how = f"；就是这一列的，运行 docgen check {words}" if words else ""
    facts = {"why": why, "how": how}
    return report("W004", file, grid.name, f"A{like.band.bottom + 1}", facts=facts)


def _pairs(like: Layout) -> list[tuple[str, str]]:
    """For each missing column the unknown header that is nearest to it, if one is near."""
    headers = [plain(text).replace('"', "") for _, text in like.unknown]
    found = []
    for column in like.missing:
        near = difflib.get_close_matches(column, headers, n=1, cutoff=0.5)
        if near:
            headers.remove(near[0])
            found.append((near[0], column))
    return found
