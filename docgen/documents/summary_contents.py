"""A contents list with page numbers, written into the field of a finished Word file.

Where the headings stand is read from the pages that LibreOffice makes of the file; the list is in
the file already then, so that it takes its room. Without pages the field is marked to be updated
when the file is opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from lxml import etree

from docgen.word.package import joined, packed, xml
from docgen.word.unpack import read_package

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_NS}}}"
LEVELS: Mapping[str, int] = {"Heading1": 1, "Heading2": 2}
FIRST_TEXT = ("Title", "Subtitle")
EDGE = 8845  # twips: the right edge of the type area, 156 mm (GB/T 9704-2012, 5.2.1)
INDENT = 320  # twips, one sign of 3号
UNKNOWN = "0"


def with_contents(data: bytes, name: str, pages: Sequence[int] | None) -> bytes:
    """Return the Word file with a contents list after its title.

    ``pages`` are those of the headings in their order; None marks the field to be updated.
    """
    package = read_package(data, name)
    root = xml(package.parts[package.main], name)
    body = root.find(f"{W}body")
    if body is None:
        return data
    headings = [one for one in body if one.tag == f"{W}p" and _style(one) in LEVELS]
    if not headings:
        return data
    for number, heading in enumerate(headings, 1):
        _bookmark(heading, number)
    place = _after_title(body)
    for step, made in enumerate(_list(headings, pages)):
        body.insert(place + step, made)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return joined(package, {package.main: packed(package.main, content)})


def headings_of(data: bytes, name: str) -> list[str]:
    """Return the words of the headings, in order."""
    package = read_package(data, name)
    root = xml(package.parts[package.main], name)
    body = root.find(f"{W}body")
    found = [] if body is None else [one for one in body if _style(one) in LEVELS]
    return [_words(one) for one in found]


def pages_of(pdf: Path, headings: Sequence[str]) -> list[int] | None:
    """Return the page of each heading, from 1; None when one is not found where it must be.

    Headings stand in the list too: the last place of each, in order, is the heading itself.
    """
    with pdfium.PdfDocument(pdf) as document:
        texts = [_plain(page.get_textpage().get_text_range()) for page in document]
    found: list[int] = []
    page = len(texts)
    for heading in reversed(headings):
        words = _plain(heading)
        page = next((at for at in range(page, 0, -1) if words in texts[at - 1]), 0)
        if not page:
            return None
        found.append(page)
    return list(reversed(found))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _style(element: etree._Element) -> str:
    style = element.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _bookmark(heading: etree._Element, number: int) -> None:
    after = heading.find(f"{W}pPr")
    place = 0 if after is None else list(heading).index(after) + 1
    given = {f"{W}id": str(9000 + number), f"{W}name": f"_Toc{number}"}
    heading.insert(place, etree.Element(f"{W}bookmarkStart", given))
    etree.SubElement(heading, f"{W}bookmarkEnd", {f"{W}id": given[f"{W}id"]})


def _after_title(body: etree._Element) -> int:
    """The place behind the last line of the title."""
    titles = [at for at, one in enumerate(body) if _style(one) in FIRST_TEXT]
    return titles[-1] + 1 if titles else 0


def _list(headings: Sequence[etree._Element], pages: Sequence[int] | None) -> list[etree._Element]:
    lines = [_paragraph("", _run("目　录"), centred=True)]
    dirty = "" if pages else ' w:dirty="true"'
    opening = (
        f'<w:r><w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    for number, heading in enumerate(headings, 1):
        page = str(pages[number - 1]) if pages else UNKNOWN
        indent = INDENT * (LEVELS[_style(heading)] - 1)
        before = opening if number == 1 else ""
        lines.append(_paragraph(before, _entry(_words(heading), number, page), indent=indent))
    ending = '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:br w:type="page"/></w:r>'
    lines.append(_paragraph("", ending))
    return [etree.fromstring(line) for line in lines]


def _entry(words: str, number: int, page: str) -> str:
    anchor = f"_Toc{number}"
    return (
        f'<w:hyperlink w:anchor="{anchor}" w:history="1">{_run(words)}<w:r><w:tab/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {anchor} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run(page)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>'
    )


def _run(words: str) -> str:
    text = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _paragraph(before: str, inside: str, *, indent: int = 0, centred: bool = False) -> str:
    layout = (
        '<w:jc w:val="center"/>'
        if centred
        else f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{EDGE}"/></w:tabs>'
        f'<w:ind w:left="{indent}"/><w:jc w:val="left"/>'
    )
    return f'<w:p xmlns:w="{W_NS}"><w:pPr>{layout}</w:pPr>{before}{inside}</w:p>'
