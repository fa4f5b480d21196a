"""Pages by Typst: our fonts alone, faults in one sentence, the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from docgen.errors import PageTemplateFault, PageTemplateImports
from docgen.pages.typst import DATA, Pages, _scratch, compile_pdf

DAY = date(2026, 6, 30)
HEAD = '#import "base.typ": *\n#show: office-paper.with(title: "试")\n'


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Pages]:
    def compiled(source: str, **data: object) -> Pages:
        path = tmp_path / "page.typ"
        path.write_text(HEAD + source, encoding="utf-8")
        return compile_pdf(path, data, as_of=DAY)

    return compiled


def text_of(pages: Pages) -> str:
    book = pypdf.PdfReader(BytesIO(pages.pdf))
    return "".join("".join(page.extract_text().split()) for page in book.pages)


def test_data_reaches_the_page_in_words(make: Callable[..., Pages]) -> None:
    pages = make(
        "#data.day #data.sum #data.list.join()", day=DAY, sum=Decimal("1234.50"), list=["甲", "乙"]
    )
    assert "2026年6月30日" in text_of(pages)
    assert "1234.5" in text_of(pages)


def test_text_of_the_ledger_is_never_markup(make: Callable[..., Pages]) -> None:
    pages = make("#data.name", name='#panic("x") $a$ *b* [c] \\ "d" & <e>')
    assert '#panic("x")$a$*b*[c]\\"d"&<e>' in text_of(pages)


@pytest.mark.parametrize("source", ["#data.name", "#data.nothing"])
def test_data_stay_nowhere_but_in_the_pages(make: Callable[..., Pages], source: str) -> None:
    with suppress(PageTemplateFault):
        make(source, name="李桂花")
    left = list(_scratch().rglob(DATA))
    assert left
    assert all(path.read_bytes() == b"" for path in left)


def test_every_page_has_the_data_of_its_own_call(make: Callable[..., Pages]) -> None:
    first, second = (text_of(make("#data.name", name=name)) for name in ("李桂花", "王小明"))
    assert "李桂花" in first
    assert "王小明" in second


def test_every_font_is_embedded_and_is_ours(make: Callable[..., Pages], tmp_path: Path) -> None:
    pages = make("甲 *乙* _丙_ #text(font: song)[丁] 𠮷")
    fonts = set()
    for page in pypdf.PdfReader(BytesIO(pages.pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"]
            fonts.add(str(inner["/BaseFont"]).partition("+")[2])
    assert fonts == {
        "DocgenFang-Regular",
        "DocgenHei-Bold",
        "DocgenKai-Regular",
        "DocgenSong-Regular",
    }
    assert pages.warnings == ()


def test_what_no_font_has_is_seen_and_told(make: Callable[..., Pages]) -> None:
    pages = make("#data.names.join()", names=["王😀", "五"])
    assert pages.uncovered == ("😀",)
    assert "王〔U+1F600〕五" in text_of(pages)


def test_boxes_in_texts_are_drawn(make: Callable[..., Pages]) -> None:
    pages = make("#data.paper", paper="☐身份证☑户口簿")
    assert pages.uncovered == ()
    assert "身份证户口簿" in text_of(pages)


def test_pages_are_counted_and_marked_as_pdf_a(make: Callable[..., Pages]) -> None:
    pages = make("甲#pagebreak()乙#pagebreak()丙")
    assert pages.count == 3
    assert b"pdfaid:part" in pages.pdf
    assert pypdf.PdfReader(BytesIO(pages.pdf)).trailer["/Root"]["/Lang"] == "zh-CN"


def test_a_fault_names_template_line_and_reason(make: Callable[..., Pages]) -> None:
    with pytest.raises(PageTemplateFault) as raised:
        make("甲\n#data.nothing")
    assert (raised.value.facts["file"], raised.value.facts["line"]) == ("page.typ", "4")
    assert "nothing" in raised.value.sentence()


def test_a_sign_no_font_has_in_a_template_is_a_fault(make: Callable[..., Pages]) -> None:
    with pytest.raises(PageTemplateFault) as raised:
        make("\U0003134a")
    assert raised.value.facts["line"] == "3"


@pytest.mark.parametrize(
    "source", ['#import "@preview/cetz:0.3.0": *', '#include "@local/own:1.0.0"']
)
def test_packages_of_the_network_are_refused(make: Callable[..., Pages], source: str) -> None:
    with pytest.raises(PageTemplateImports) as raised:
        make(source)
    assert raised.value.facts["line"] == 3


@pytest.mark.parametrize("path", ["/etc/passwd", "../page.typ"])
def test_a_template_reads_no_file_outside(make: Callable[..., Pages], path: str) -> None:
    with pytest.raises(PageTemplateFault):
        make(f'#read("{path}")')


def test_pictures_are_given_as_assets(tmp_path: Path) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    path = tmp_path / "page.typ"
    path.write_text(HEAD + '#image("qr.svg")', encoding="utf-8")
    assert compile_pdf(path, {}, as_of=DAY, assets={"qr.svg": picture}).count == 1


def test_a_changed_template_is_read_again(make: Callable[..., Pages]) -> None:
    assert "旧" in text_of(make("旧"))
    time.sleep(0.01)
    assert "新" in text_of(make("新"))


def test_same_input_same_bytes_in_any_time_zone(tmp_path: Path) -> None:
    path = tmp_path / "page.typ"
    path.write_text(HEAD + "#data.name", encoding="utf-8")
    code = (
        "import sys, hashlib; from datetime import date; from pathlib import Path;"
        "from docgen.pages.typst import compile_pdf;"
        "pages = compile_pdf(Path(sys.argv[1]), {'name': '李桂花'}, as_of=date(2026, 6, 30));"
        "print(hashlib.sha256(pages.pdf).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "Asia/Shanghai", "America/New_York")
    }
    assert len(digests) == 1
