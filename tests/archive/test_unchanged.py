"""A second plan costs little while nothing changed, and is made anew as soon as something did."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import shoebox
from shoebox import APPLICATION, NOTICE, put

from docgen.archive import ahead, kept, learning
from docgen.archive.plan import make_plan, plan_path, save_plan
from docgen.archive.proposing import Reader
from docgen.folder import open_folder

LEDGER = shoebox.ledger()


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    folder = shoebox.folder_at(tmp_path)
    put(folder, "a.pdf", shoebox.pdf(APPLICATION))
    put(folder, "b.pdf", shoebox.pdf(NOTICE, ("", []), APPLICATION))
    put(folder, "c.docx", shoebox.docx(*APPLICATION))
    put(folder, "d.jpg", shoebox.picture())
    put(folder, "坏.pdf", b"%PDF-1.7 nothing")
    return folder


@pytest.fixture
def judged(monkeypatch):
    """How often papers were judged."""
    times = []
    real = Reader.papers
    monkeypatch.setattr(Reader, "papers", lambda *a: times.append(1) or real(*a))
    return times


def planned(folder, ledger=LEDGER):
    plan = make_plan(folder, ledger)
    save_plan(folder, plan)
    return plan


def test_an_unchanged_shoebox_is_not_judged_again_and_gives_the_same_plan(box, judged):
    first = planned(box)
    content, status = plan_path(box).read_bytes(), plan_path(box).stat()
    assert planned(box) == first
    assert len(judged) == 1
    assert plan_path(box).read_bytes() == content
    assert plan_path(box).stat().st_mtime_ns == status.st_mtime_ns


def test_the_plan_without_anything_kept_is_the_same(box):
    first = planned(box)
    kept_plan = planned(box)
    for path in box.cache.glob("*.sqlite*"):
        path.unlink()
    assert planned(box) == kept_plan == first


def _new_paper(box):
    put(box, "e.pdf", shoebox.pdf(("情况说明", ["大湾村"])))


def _gone_paper(box):
    (box.scans / "a.pdf").unlink()


def _renamed(box):
    (box.scans / "a.pdf").rename(box.scans / "另一名.pdf")


def _own_schema(box):
    from docgen.resources import shared

    text = shared("archive_schema.yaml").read_text(encoding="utf-8")
    (box.root / "archive_schema.yaml").write_text(text + "\n# 本村\n", encoding="utf-8")


@pytest.mark.parametrize("change", [_new_paper, _gone_paper, _renamed, _own_schema])
def test_a_change_is_judged(box, judged, change):
    planned(box)
    change(box)
    planned(box)
    assert len(judged) == 2


def test_another_ledger_is_judged(box, judged):
    planned(box)
    people = tuple(
        replace(p, name="另一人") if p.household == "0102" else p for p in LEDGER.persons
    )
    planned(box, replace(LEDGER, persons=people))
    assert len(judged) == 2


def test_other_settings_are_judged(box, judged):
    planned(box)
    text = (box.root / "docgen.toml").read_text(encoding="utf-8")
    (box.root / "docgen.toml").write_text(text + '\n[archive]\nprofile = "国家四类"\n', "utf-8")
    planned(open_folder(box.root))
    assert len(judged) == 2


def test_what_a_clerk_decided_is_kept_without_another_judgement(box, judged):
    planned(box)
    book = openpyxl.load_workbook(plan_path(box))
    sheet = book.worksheets[0]
    top = next(r for r in range(1, 12) if sheet.cell(r, 1).value and "来源" in _row(sheet, r))
    sheet.cell(top + 1, _row(sheet, top).index("改为题名") + 1).value = "人定的题名"
    book.save(plan_path(box))
    plan = planned(box)
    assert len(judged) == 1
    assert "人定的题名" in {paper.title for paper in plan.papers}
    assert planned(box).papers == plan.papers


def test_what_confirmed_rows_teach_is_judged(box, judged, monkeypatch):
    planned(box)
    learnt = learning.Model(runs={"H01": {"申请": 3}}, totals={"H01": 3}, shares={"H01": 1}, size=1)
    monkeypatch.setattr(learning, "learn", lambda rows, types: learnt)
    planned(box)
    assert len(judged) == 2


def _row(sheet, number):
    return [cell.value for cell in sheet[number]]


def test_a_workbook_that_was_touched_or_lost_is_written_again(box):
    planned(box)
    content = plan_path(box).read_bytes()
    plan_path(box).unlink()
    planned(box)
    assert plan_path(box).read_bytes() == content


def test_the_mark_is_the_same_in_every_process(box):
    code = (
        "import sys, shoebox; from pathlib import Path; from docgen.archive import kept\n"
        "from docgen.folder import open_folder\n"
        "print(kept.mark_of(open_folder(Path(sys.argv[1])), shoebox.ledger()))"
    )
    here = str(Path(__file__).parent)
    marks = {
        subprocess.run(
            [sys.executable, "-c", code, str(box.root)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": here},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(marks) == 1
    assert marks != {""}


def test_a_spoilt_cache_entry_is_made_anew(box, judged):
    planned(box)
    from docgen.archive.cache import Cache

    cache = Cache(box)
    for key in (kept.PROPOSALS, kept.SKETCHES, kept.PAIRS, kept.SAVED):
        cache.put(key, [cache.get(key)[0], [["?"]], 3])
    cache.close()
    planned(box)
    assert len(judged) == 2


def test_any_number_of_workers_gives_the_same_plan(box, tmp_path, monkeypatch):
    alone = make_plan(box, LEDGER)
    for path in box.cache.glob("*.sqlite*"):
        path.unlink()
    monkeypatch.setattr(ahead, "WORTH", 0.0)
    monkeypatch.setattr(ahead, "workers", lambda: 2)
    monkeypatch.setattr("docgen.archive.intake.MANY", 1)
    assert make_plan(box, LEDGER) == alone
