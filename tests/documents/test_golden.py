"""The whole text of one plan, one bag, the checklist and the summary of the sample village.

``pytest tests/documents/test_golden.py --update-golden`` writes them anew; read the difference.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.table import Table
from samples import SETTINGS, village

from docgen.documents import build
from docgen.documents.job import Job
from docgen.folder import Folder

GOLDEN = Path(__file__).parent / "golden"


def text_of(path: Path) -> str:
    """Return a Word file as lines; a row of a table is one line with bars between its cells."""
    lines = []
    for part in docx.Document(str(path)).iter_inner_content():
        if isinstance(part, Table):
            lines += [" | ".join(_cells(row.cells)) for row in part.rows]
        elif part.text.strip():
            lines.append(part.text)
    return "\n".join(lines) + "\n"


def _cells(cells: tuple[object, ...]) -> list[str]:
    seen: list[object] = []
    for cell in cells:
        if cell not in seen:
            seen.append(cell)
    return [cell.text.replace("\n", "／") for cell in seen]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["plan", "bag", "checklist", "summary"])
def test_the_text_is_the_golden_one(kind: str, tmp_path: Path, update_golden: bool) -> None:
    only = "0107" if kind in ("plan", "bag") else ""
    built = build(kind, Job(Folder(tmp_path, SETTINGS), village(), only, {"pdf": False}))
    word = next(one for one in built.documents if one.format == "docx")
    text = text_of(tmp_path / word.path)
    golden = GOLDEN / f"{kind}.txt"
    if update_golden:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
