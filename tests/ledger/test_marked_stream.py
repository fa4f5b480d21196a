"""What the marked copy does not touch keeps every byte, whatever pieces it comes in."""

from __future__ import annotations

import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_samples import MAIN, finding, parts
from sheetmaker import xlsx

from docgen.findings import Severity
from docgen.ledger import marked_rows
from docgen.ledger.marked import marked
from docgen.ledger.marked_sheet import copy_sheet, glance
from docgen.ledger.marked_xml import Stream, with_attributes
from docgen.sources import cell_name

SHEET = f"""\ufeff<?xml version="1.0"?>\r\n<!-- 注 > --><x:worksheet xmlns:x='{MAIN}' xmlns:q="u">
<?pi a="<"?><x:cols><x:col min="2" max='2' style="7"/></x:cols><x:sheetData  ><x:row
 r = "2" spans="1:3"><x:c r="A2"
 s='4' t="inlineStr"><x:is><x:t xml:space="preserve"> 甲&lt;&#20057; </x:t></x:is></x:c><x:c r="C2"
><x:v><![CDATA[<c r="B2">]]></x:v></x:c></x:row><x:row r="5" q:h="&gt;&quot;"/></x:sheetData>
<x:mergeCells><x:mergeCell ref="A5:C5"/></x:mergeCells></x:worksheet>\n""".encode()


def pieces(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


def copied(size: int, places) -> bytes:
    out: list[bytes] = []
    wanted = dict.fromkeys(places, Severity.error)
    copy_sheet(pieces(SHEET, size), out.append, wanted, lambda look, _: look + 10, "")
    return b"".join(out)


@given(st.integers(1, 400))
def test_a_part_that_nobody_changes_is_copied_byte_by_byte(size):
    out: list[bytes] = []
    Stream(out.append, lambda *_: None, lambda _: None).run(pieces(SHEET, size))
    assert b"".join(out) == SHEET
    assert copied(size, ()) == SHEET


@given(st.integers(1, 400))
def test_the_size_of_the_pieces_changes_nothing(size):
    places = [(1, 0), (2, 0), (2, 1), (2, 3), (5, 2), (9, 9)]
    whole = copied(len(SHEET), places)
    assert copied(size, places) == whole
    new = whole.decode()
    assert (
        '<x:row r="1"><x:c r="A1" s="10"/></x:row><x:row\n r = "2" spans="1:4"><x:c r="A2"' in new
    )
    assert '<x:c r="B2" s="17"/><x:c r="C2"\n>' in new
    assert '</x:c><x:c r="D2" s="10"/></x:row>' in new
    assert 'q:h="&gt;&quot;"><x:c r="C5" s="10"/></x:row><x:row r="9">' in new


PLAIN = "".join(
    f'<row r="{row}" ht="15">'
    + "".join(f'<c r="{cell_name(row, column)}" s="1"><v>{row}</v></c>' for column in range(3))
    + "</row>\n"
    for row in (1, 2, 3, 5, 8, 9, 10, 11, 12, 20)
)
STRANGE = ("", "<!-- <row r='4'> -->", '<row><c r="A21"><v>1</v></c></row>', "<row r='21'/>")
places_of = st.sets(st.tuples(st.integers(1, 24), st.integers(0, 4)), max_size=8)


@given(places_of, st.integers(20, 900), st.sampled_from(STRANGE), st.booleans())
def test_rows_that_are_copied_unseen_are_as_if_they_had_been_parsed(places, size, strange, early):
    rows = strange + PLAIN if early and "21" not in strange else PLAIN + strange
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><extLst/></worksheet>'
    fast, slow = [], []
    wanted = dict.fromkeys(places, Severity.error)
    sheets = [
        copy_sheet(chunks, out.append, wanted, lambda look, _: look + 10, "rId1")
        for chunks, out in (
            (pieces(sheet.encode(), size), fast),
            ([b"<!---->", sheet.encode()], slow),
        )
    ]
    assert b"<!---->" + b"".join(fast) == b"".join(slow)
    assert sheets[0] == sheets[1]


def test_few_marks_need_few_rows_parsed():
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{PLAIN}</sheetData></worksheet>'.encode()
    found = list(marked_rows.pieces([sheet], [2, 4, 20]))
    assert b"".join(piece for piece, _ in found) == sheet
    copied = [last for _, last in found if last]
    assert copied == [1, 3, 12]


@given(st.integers(50, 400))
def test_merged_areas_are_seen_across_pieces(size):
    assert glance(pieces(SHEET, size), [(5, 1), (2, 1)]) == ({(5, 1): (5, 0)}, False)


def test_attributes_are_set_once_and_others_keep_their_bytes():
    tag = b"<x:c r='A1'\n s = '4' xs=\"s=1\"/>"
    assert with_attributes(tag, {"s": 9}) == b'<x:c r=\'A1\'\n s="9" xs="s=1"/>'
    assert with_attributes(b"<c/>", {"s": 9, "t": "n"}) == b'<c s="9" t="n"/>'
    assert with_attributes(b"<c >", {"s": 9}) == b'<c s="9">'


cells = st.tuples(st.integers(1, 12), st.integers(0, 8))
ROWS = [
    [f"{row}{column}" if (row + column) % 3 else None for column in range(6)] for row in range(9)
]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(cells, st.sampled_from(list(Severity)), min_size=1, max_size=20))
def test_exactly_the_named_cells_are_marked_and_no_value_changes(places):
    data = xlsx({"户信息": ROWS})
    found = [finding(cell_name(*place), severity=level) for place, level in places.items()]
    made = marked(data, found)
    assert made.cells == len(places)
    assert len(parts(made.data)) == len(parts(data)) + 3
    page = openpyxl.load_workbook(io.BytesIO(made.data))["户信息"]
    for row in page.iter_rows(min_row=1, max_row=14, max_col=10):
        for cell in row:
            place = (cell.row, cell.column - 1)
            inside = cell.row <= 9 and cell.column <= 6
            assert cell.value == (ROWS[cell.row - 1][cell.column - 1] if inside else None)
            assert (cell.comment is not None) == (place in places)
            assert (cell.fill.fill_type == "solid") == (place in places)
