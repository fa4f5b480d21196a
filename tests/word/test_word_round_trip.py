"""Any text in any field, in every place of a document: it comes back, or is refused."""

from __future__ import annotations

import docx
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from wordfiles import body_xml, box, p, part, read, repacked, run, saved, tbl, tr, with_notes

from docgen.errors import DocgenError
from docgen.word import Listing, RichText, Template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/'
    'officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/'
    'officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" '
    'pid="2" name="户"><vt:lpwstr>头{{ x }}尾</vt:lpwstr></property></Properties>'
)
TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "&<>\"'{}%#$`\\{{}}｛｝【】𠮷𪚥😀👨‍👩‍👧\t\n\r\x0b\x00\x1b\x7f\x85\xa0\ufffe\ufeff\u2028\ufdd4\ufdd5\x01"
        ),
    ),
    min_size=1,
    max_size=30,
)


def everywhere() -> Template:
    """A template with 头{{ x }}尾 in the text, a table, a box, header, footer, note, properties."""
    body = p("头{{ x }}尾") + p(box(p("头{{ x }}尾")))
    body += tbl(tr("{% for y in ys %}头{{ y.x }}尾", "{% endfor %}"))
    body += p(f'<w:hyperlink w:anchor="b">{run("头{{ x }}尾")}</w:hyperlink>')
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = section.footer.paragraphs[0].text = "头{{ x }}尾"
    document.core_properties.subject = "头{{ x }}尾"
    old = body_xml(body)

    def change(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        text, mine = data.decode(), part(old)
        inside = mine[mine.index("<w:body>") + 8 : mine.rindex("<w:sectPr")]
        return text.replace("<w:body>", f"<w:body>{inside}", 1).encode()

    return Template(
        repacked(saved(document), change, more={"docProps/custom.xml": PROPERTIES.encode()})
    )


EVERYWHERE, NOTES = everywhere(), Template(with_notes())
PLACES = ("word/document.xml", "word/header1.xml", "word/footer1.xml")
FLAT = ("docProps/core.xml", "docProps/custom.xml")
SIGNS = {f"{W}br": "\n", f"{W}tab": "\t"}


def text_of(data: bytes, name: str) -> list[str]:
    """The texts of the paragraphs of a part that hold the value."""
    found = []
    for paragraph in etree.fromstring(part(data, name).encode()).iter(f"{W}p"):
        inner = [one for one in paragraph.iter() if one is paragraph or one.tag != f"{W}p"]
        own = [one for one in inner if next(one.iterancestors(f"{W}p"), None) is paragraph]
        words = (SIGNS.get(str(one.tag)) or one.text or "" for one in own if one.tag != f"{W}tabs")
        found.append("".join(words))
    return [one for one in found if one.startswith("头")]


@settings(max_examples=150, deadline=None)
@given(TEXT)
@example("a\x01</w:tc>b")
@example("{{ x }}{% if %}")
@example(" 前后有空 ")
def test_any_text_comes_back_from_every_place_or_is_refused(text: str) -> None:
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    context = {"x": text, "ys": [{"x": text}, {"x": text}]}
    try:
        data = EVERYWHERE.render(context)
    except DocgenError:
        rendered = EVERYWHERE.render_report(context)
        assert rendered.unfilled
        read(rendered.data)
        return
    came = [one for name in PLACES for one in text_of(data, name)]
    assert came == [f"头{whole}尾"] * (1 + 2 + 2 + 1 + 2)
    for name in FLAT:
        held = [
            one for one in etree.fromstring(part(data, name).encode()).itertext() if "头" in one
        ]
        assert [one.split() for one in held] == [f"头{whole}尾".split()]
    assert read(data).paragraphs[0].text == f"头{whole}尾"


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_any_text_comes_back_from_notes(text: str) -> None:
    try:
        data = NOTES.render({"x": text})
    except DocgenError:
        assert NOTES.render_report({"x": text}).unfilled
        return
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    root = etree.fromstring(part(data, "word/footnotes.xml").encode())
    words = (SIGNS.get(str(one.tag)) or one.text or "" for one in root.iter())
    assert f"注二{whole}" in "".join(words)


@settings(max_examples=50, deadline=None)
@given(TEXT)
def test_any_text_comes_back_as_rich_text_and_listing(text: str) -> None:
    made = Template(body_xml(p("头{{ x }}尾")))
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    for value in (RichText(text), Listing(text)):
        try:
            data = made.render({"x": value})
        except DocgenError:
            assert made.render_report({"x": value}).unfilled
            continue
        assert "\n".join(one.text for one in read(data).paragraphs if one.text) == f"头{whole}尾"
