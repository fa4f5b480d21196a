"""Large documents are rendered piece by piece; where they are cut must not show."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import pairwise

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfiles import cells, file_of, part, saved

from docgen.word import Template, compiled, verify
from docgen.word.verify import SITE, whole

ROWS = [{"甲": number, "乙": None if number % 3 else "有", "丙": []} for number in range(60)]
LINES = (
    ("{%tr for 行 in 行们 %}",),
    ("{{ 行.甲 }}",),
    ("{%p if 行.乙|可空 %}", "{{ 行.乙 }}", "{%p endif %}"),
    ("{%p for 丙 in 行.丙 %}", "{{ 丙 }}", "{%p endfor %}"),
    ("{%tr endfor %}",),
)


def table_of(lines: tuple[tuple[str, ...], ...]) -> bytes:
    """A Word file with a table of one column; each line is a row with these paragraphs."""
    document = docx.Document()
    made = document.add_table(len(lines), 1)
    for row, (first, *more) in zip(made.rows, lines, strict=True):
        row.cells[0].text = first
        for text in more:
            row.cells[0].add_paragraph(text)
    return saved(document)


@pytest.mark.parametrize("batch", [1, 2, 3, 7, 50])
def test_where_the_text_is_cut_does_not_show(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Template(table_of(LINES))
    context = {"行们": ROWS}
    at_once = made.render(context)
    texts = [row[0] for row in cells(at_once)]
    assert texts[:6] == ["0", "有", "", "1", "", ""]
    assert len(texts) == 180
    monkeypatch.setattr(compiled, "BATCH", batch)
    monkeypatch.setattr(verify, "ENOUGH", 1)
    assert part(made.render(context)) == part(at_once)


PIECES = (
    "<w:tbl><w:tblPr/><w:tblGrid/>",
    "<w:tr><w:trPr/>",
    "<w:tc><w:tcPr/>",
    "<w:p/>",
    f"{SITE}</w:tc>",
    f"{SITE}</w:tr>",
    f"{SITE}</w:tr></w:tbl>",
    f"{SITE}</w:tbl>",
    "",
)


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.data())
@settings(max_examples=300)
def test_a_part_is_made_whole_alike_however_it_is_cut(
    pieces: list[str], data: st.DataObject
) -> None:
    at_once = "".join(whole(["".join(pieces)]))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(pieces)))))
    texts = ["".join(pieces[a:b]) for a, b in pairwise([0, *cuts, len(pieces)])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "ENOUGH", 1)
        assert "".join(whole(texts)) == at_once


def test_a_large_table_is_never_in_memory_whole() -> None:
    made = Template(file_of("", table=(("{% for 行 in 行们 %}{{ 行.甲 }}", "{% endfor %}"),)))
    made.check()

    def rows() -> Iterator[dict[str, str]]:
        for number in range(60_000):
            yield {"甲": f"第{number}行"}

    tracemalloc.start()
    data = made.render({"行们": rows()})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(part(data)) > 15_000_000
    assert peak < len(part(data)) / 3
