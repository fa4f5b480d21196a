"""Pages in = pages out, whatever mix of files and rows comes together."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import shoebox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shoebox import APPLICATION, CONFIRMATION, NOTICE, put

from docgen.archive.plan import load_plan, make_plan, save_plan
from docgen.model import Entry

EMPTY = ("", [])

PAGES = st.lists(
    st.sampled_from(
        [APPLICATION, CONFIRMATION, NOTICE, EMPTY, ("", ["第1页/共2页"]), ("", ["第2页/共2页"])]
    ),
    min_size=1,
    max_size=7,
)
FILES = st.lists(
    st.one_of(
        st.tuples(st.just("pdf"), PAGES),
        st.tuples(st.just("tif"), st.integers(1, 3)),
        st.tuples(st.just("eml"), st.just(0)),
        st.tuples(st.just("zip"), PAGES),
    ),
    max_size=5,
)


def content(kind, what):
    if kind == "tif":
        return shoebox.tiff(what)
    if kind == "eml":
        return b"MIME-Version: 1.0\r\nSubject: x\r\n\r\nwords\r\n"
    made = shoebox.pdf(*what)
    return made if kind == "pdf" else shoebox.packed({"a.pdf": made, "b.tif": shoebox.tiff(2)})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES, st.lists(st.integers(1, 30), max_size=3))
def test_pages_in_are_pages_out(files, listed):
    rows = tuple(
        Entry("原有目录", {"原档号": f"D{n}", "题名": "工作总结", "页数": pages})
        for n, pages in enumerate(listed)
    )
    ledger = replace(shoebox.ledger(), registers={"原有目录": rows})
    with tempfile.TemporaryDirectory() as name, patch("docgen.archive.ocr.engine", lambda: ""):
        box = shoebox.folder_at(Path(name))
        for number, (kind, what) in enumerate(files):
            put(box, f"{number}.{kind}", content(kind, what))
        plan = make_plan(box, ledger)
        save_plan(box, plan)
        for book in (plan.ledger, load_plan(box, ledger).ledger):
            out = book.pages_out + book.separators + book.aside + book.placeholders
            assert book.pages_in == out
            assert book.paper == sum(listed)
