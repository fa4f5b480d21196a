"""Separator sheets: printed by docgen, read by zxing-cpp, and they really cut a bundle."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
import shoebox
import zxingcpp
from shoebox import APPLICATION, put

from docgen.archive.plan import make_plan
from docgen.archive.schema_file import read_schema
from docgen.archive.separators import pdf_of, print_sheets, separator_code, sheets_of
from docgen.resources import shared

LEDGER = shoebox.ledger()
SCHEMA = read_schema(shared("archive_schema.yaml"))
PLAIN = ("", ["没有标题的一页文字，内容写得很多，看不出是什么。", "写在本子上的一页。"])


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    return shoebox.folder_at(tmp_path)


def pictures(content):
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=100 / 72).to_pil() for page in document]


def codes_on(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_the_codes_are_read_by_another_library_and_name_nobody(box):
    sheets, _ = sheets_of(SCHEMA, LEDGER.households, ("H12", "V043"))
    assert len(sheets) == len(LEDGER.households) + 1
    seen = [codes_on(picture) for picture in pictures(pdf_of(box, sheets))]
    assert seen == [[sheet.code] for sheet in sheets]
    assert seen[0] == ["DOCGEN:S=1;H=0101;T=H12"]
    assert seen[-1] == ["DOCGEN:S=1;T=V043"]
    names = {household.householder for household in LEDGER.households}
    assert not any(name in code for [code] in seen for name in names)


def test_a_sheet_says_in_words_whose_it_is(box):
    made = print_sheets(box, SCHEMA, LEDGER.households[1:2], ("H12",))
    with pypdfium2.PdfDocument(made.path) as document:
        words = document[0].get_textpage().get_text_range()
        assert [round(n) for n in document[0].get_size()] == [595, 842]
        assert len(document) == 1
    for word in ("苗春生", "二组", "0102", "H12", "贫困户申请书"):
        assert word in words


def test_the_same_sheets_give_the_same_bytes_whatever_the_order_of_rows(box):
    one, _ = sheets_of(SCHEMA, LEDGER.households, ())
    two, _ = sheets_of(SCHEMA, reversed(LEDGER.households), ())
    assert pdf_of(box, one) == pdf_of(box, two)


def test_an_id_as_household_number_is_never_printed(box):
    number = shoebox.id_of("19710812", 3)
    household = replace(LEDGER.households[0], id=number)
    sheets, findings = sheets_of(SCHEMA, [household], ("H12",))
    assert sheets == ()
    assert len(findings) == 1
    assert number not in findings[0].message + findings[0].household


@pytest.mark.parametrize("scanned", [False, True])
def test_the_sheets_cut_a_bundle_and_say_whose_it_is(box, scanned):
    sheets, _ = sheets_of(SCHEMA, LEDGER.households[:2], ("H24",))
    own = pdf_of(box, sheets)
    with pikepdf.new() as book:
        for number in range(2):
            for content in (own, shoebox.pdf(PLAIN, PLAIN)):
                with pikepdf.open(io.BytesIO(content)) as part:
                    first = number if content is own else 0
                    last = first + 1 if content is own else 2
                    book.pages.extend(part.pages[first:last])
        buffer = io.BytesIO()
        book.save(buffer)
    content = buffer.getvalue()
    if scanned:
        images = pictures(content)
        buffer = io.BytesIO()
        images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=100)
        content = buffer.getvalue()
    put(box, "一批.pdf", content)
    plan = make_plan(box, LEDGER)
    assert [page for _, page in plan.separators] == [1, 4]
    found = [(p.first, p.last, p.type, p.household, p.decision) for p in plan.papers]
    assert found == [(2, 3, "H24", "0101", "auto"), (5, 6, "H24", "0102", "auto")]


def test_a_sheet_without_a_type_names_the_household_of_all_that_follow(box):
    sheets, _ = sheets_of(SCHEMA, LEDGER.households[1:2], ())
    with (
        pikepdf.open(io.BytesIO(pdf_of(box, sheets))) as book,
        pikepdf.open(
            io.BytesIO(
                shoebox.pdf(
                    ("帮扶计划书", ["2019年3月1日"]),
                    ("入户走访记录", ["2019年5月1日", "走访了解情况"]),
                )
            )
        ) as papers,
    ):
        book.pages.extend(papers.pages)
        buffer = io.BytesIO()
        book.save(buffer)
    put(box, "一批.pdf", buffer.getvalue())
    found = [(p.first, p.type, p.household) for p in make_plan(box, LEDGER).papers]
    assert found == [(2, "H23", "0102"), (3, "H26", "0102")]


def test_a_sheet_that_the_paper_contradicts_goes_to_a_person(box):
    code = separator_code("0103", "H12")
    sheets, _ = sheets_of(SCHEMA, [h for h in LEDGER.households if h.id == "0103"], ("H12",))
    assert sheets[0].code == code
    with (
        pikepdf.open(io.BytesIO(pdf_of(box, sheets))) as book,
        pikepdf.open(io.BytesIO(shoebox.pdf(APPLICATION))) as papers,
    ):
        book.pages.extend(papers.pages)
        buffer = io.BytesIO()
        book.save(buffer)
    put(box, "一批.pdf", buffer.getvalue())
    [paper] = make_plan(box, LEDGER).papers
    assert paper.decision == "review"
