"""Make the pictures of README from the demo's own output: ``python tools/make_pictures.py``.

Pages are rendered by pdfium; Word files are first turned into PDF by LibreOffice.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from docgen.pages import convert

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"
HEIGHT = 640  # pixels of every picture
GAP = 16
FRAME = "#9aa0a6"


def made(folder: Path) -> dict[str, Any]:
    """Run the demo and return what it said."""
    command = [sys.executable, "-m", "docgen", "demo", str(folder), "--json", "--quiet"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def page(path: Path, number: int) -> Image.Image:
    """Return one page (from 1) as a framed picture of the common height."""
    document = pypdfium2.PdfDocument(path)
    sheet = document[number - 1]
    picture = sheet.render(scale=HEIGHT / sheet.get_height()).to_pil().convert("RGB")
    return ImageOps.expand(picture, 1, FRAME)


def row(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures side by side on white."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width + GAP
    return whole


def save(name: str, pictures: list[Image.Image]) -> None:
    """Write ``docs/pictures/NAME.png`` in few colours, so that it stays small."""
    TARGET.mkdir(parents=True, exist_ok=True)
    row(pictures).quantize(256, method=Image.Quantize.FASTOCTREE).save(
        TARGET / f"{name}.png", optimize=True
    )


def first(said: dict[str, Any], kind: str, form: str) -> str:
    """Return the path of the first document of a kind and format."""
    found = [d["path"] for d in said["documents"] if (d["kind"], d["format"]) == (kind, form)]
    return str(found[0])


def as_pdf(path: Path, into: Path) -> Path:
    """Return the PDF that LibreOffice makes of a Word file."""
    convert.office_to_pdf([path], into)
    return into / f"{path.stem}.pdf"


def outline(path: Path) -> dict[str, int]:
    """Return the bookmarks of a book and the pages (from 1) they lead to."""
    document = pypdfium2.PdfDocument(path)
    found = {}
    for mark in document.get_toc():
        target = mark.get_dest()
        if target is not None and target.get_index() is not None:
            found[mark.get_title()] = target.get_index() + 1
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "demo"
        said = made(folder)
        book = folder / first(said, "handbook", "pdf")
        at = outline(book)
        policy = next(number for title, number in at.items() if title.startswith("外出务工"))
        save("handbook", [page(book, number) for number in (1, at["目录"], policy)])
        save("handbook-finder", [page(book, at[name]) for name in ("我家有……", "拼音索引")])
        sheet = folder / first(said, "handbook-imposed", "pdf")
        save("handbook-imposed", [page(sheet, 1), page(sheet, 2)])
        plan = folder / first(said, "plan", "pdf")
        save("plan", [page(plan, 1), page(plan, 2)])
        save("checklist", [page(folder / first(said, "checklist", "pdf"), 1)])
        summary = as_pdf(folder / first(said, "summary", "docx"), Path(room))
        save("summary", [page(summary, 1), page(summary, 2)])
        volume = folder / max(said["volumes"], key=lambda found: found["pages"])["path"]
        save("volume", [page(volume, number) for number in (1, 3, 5)])


if __name__ == "__main__":
    main()
