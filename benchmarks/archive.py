"""How long a shoebox takes: born-digital papers, an unchanged folder, scans.

    python benchmarks/archive.py [PAPERS] [FILES] [SCANS]

Makes PAPERS (1000) born-digital papers of two pages, FILES (10000) small files and SCANS (6)
scans of A4 at 200 dpi with noise, a lean and a wrong side, and prints the seconds of the clock and
the processor (children included) and the peak memory of this process. Others may be busy.
"""

from __future__ import annotations

import io
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from docgen.archive import ocr, scan
from docgen.archive.plan import make_plan, save_plan
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger
from docgen.resources import examples_folder, fonts_folder

TITLES = ("贫困户申请书", "贫困户脱贫确认书", "情况说明", "危房改造申请表", "入户走访记录")
FONT = fonts_folder() / "DocgenSong-Regular.ttf"


def paper(number: int, holder: str, group: str) -> bytes:
    """A born-digital paper of two pages."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, initialFontName="Song")
    for sheet in range(2):
        if not sheet:
            canvas.setFont("Song", 20)
            canvas.drawCentredString(297, 750, TITLES[number % len(TITLES)])
        canvas.setFont("Song", 12)
        for row in range(25):
            words = f"户主：{holder} {group} 第{number}件第{sheet}页第{row}行，因缺资金，申请办理。"
            canvas.drawString(70, 700 - 24 * row, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scanned(number: int) -> Image.Image:
    """A scan of A4 at 200 dpi: 24 lines, noise, leaning and lying otherwise by turns."""
    image = Image.new("L", (1654, 2339), 245)
    draw = ImageDraw.Draw(image)
    draw.text(
        (500, 180), TITLES[number % len(TITLES)], font=ImageFont.truetype(str(FONT), 60), fill=30
    )
    body = ImageFont.truetype(str(FONT), 33)
    for row in range(24):
        words = f"第{number}件第{row}行，因缺资金，申请办理，二〇一四年五月八日"
        draw.text((200, 320 + 80 * row), words, font=body, fill=40)
    noise = Image.effect_noise(image.size, 18)
    image = Image.blend(image, noise, 0.12)
    lean, turn = (0, 3, -2)[number % 3], (0, 0, 180, 90)[number % 4]
    image = image.rotate(lean, Image.Resampling.BICUBIC, expand=True, fillcolor=230)
    return image.rotate(turn, expand=True)


def used() -> float:
    """Seconds of the processor, of this process and of those it has ended."""
    own, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def measured(name: str, work: Callable[[], Any]) -> Any:
    """Print what the work took and return what it gave."""
    began, busy = time.perf_counter(), used()
    result = work()
    clock = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:44}{clock:8.2f} s{used() - busy:8.2f} s cpu{peak:7} MB", flush=True)
    return result


def shoebox(root: Path, example: Path) -> Folder:
    """An empty work folder with the settings of the example village."""
    (root / "扫描件").mkdir(parents=True)
    shutil.copyfile(example / "docgen.toml", root / "docgen.toml")
    return open_folder(root)


def planned(folder: Folder, ledger: Ledger) -> int:
    plan = make_plan(folder, ledger)
    save_plan(folder, plan)
    return len(plan.papers)


def main(papers: int = 1000, files: int = 10_000, scans: int = 6) -> None:
    """Measure and print."""
    pdfmetrics.registerFont(TTFont("Song", str(FONT)))
    ledger = read_ledger(open_folder(examples_folder()))
    homes = ledger.households
    with tempfile.TemporaryDirectory() as place:
        box = shoebox(Path(place) / "papers", examples_folder())
        for number in range(papers):
            home = homes[number % len(homes)]
            path = box.scans / f"{number // 100:03d}" / f"扫描{number:05d}.pdf"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(paper(number, home.householder or "", home.group or ""))
        measured(f"{papers} born-digital papers, first plan", lambda: planned(box, ledger))
        measured(f"{papers} born-digital papers, second plan", lambda: planned(box, ledger))

        many = shoebox(Path(place) / "files", examples_folder())
        for number in range(files):
            path = many.scans / f"{number // 500:03d}" / f"{number:05d}.pdf"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(small(number))
        measured(f"{files} small files, first plan", lambda: planned(many, ledger))
        measured(f"{files} small files, second plan", lambda: planned(many, ledger))

    if not ocr.engine():
        print("the extra ocr is not installed: no scans")
        return
    scan.looked_at(scanned(0))  # the models are loaded
    rng = random.Random(1)
    for number in rng.sample(range(scans), scans):
        picture = scanned(number)
        seen, _, level = measured(
            f"scan {number}: found and set right", lambda p=picture: scan.looked_at(p)
        )
        zone = measured(
            f"scan {number}: title zone", lambda s=seen, p=level: scan.read_on(p, s, whole=False)
        )
        measured(f"scan {number}: the rest", lambda s=zone, p=level: scan.read_on(p, s, whole=True))


def small(number: int) -> bytes:
    """The smallest paper with a title: one page, one line."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.drawString(70, 700, f"paper {number} of the village, one of many small files")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
