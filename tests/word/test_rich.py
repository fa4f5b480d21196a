"""Values that are more than text: pictures, links, paragraphs and pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm
from PIL import Image as Pictures
from wordfiles import body_xml, file_of, part, printed, read, saved, template, texts

from docgen.word import Image, Listing, RichText, Template


def picture(colour: str = "red", kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Pictures.new("RGB", (40, 20), colour).save(stream, kind)
    return stream.getvalue()


def test_picture_stands_in_the_line_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture())
    for source in (path, str(path), picture()):
        data = template("前{{ 照片 }}后").render({"照片": Image(source, width_mm=30)})
        came = read(data)
        (shape,) = came.inline_shapes
        assert (shape.width, shape.height) == (Mm(30), Mm(15))
        assert texts(data) == ["前后"]
        embed = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        assert came.part.related_parts[embed].blob == picture()


def test_size_follows_from_either_side_or_from_the_picture() -> None:
    made = template("{{ x }}")
    for image, size in (
        (Image(picture(), height_mm=10), (Mm(20), Mm(10))),
        (Image(picture(), width_mm=10, height_mm=10), (Mm(10), Mm(10))),
        (Image(picture()), (381000, 190500)),
    ):
        (shape,) = read(made.render({"x": image})).inline_shapes
        assert (shape.width, shape.height) == size


def test_the_same_picture_is_in_the_file_once() -> None:
    made = template("{% for x in xs %}{{ x }}{% endfor %}")
    xs = [Image(picture()), Image(picture()), Image(picture("blue", "JPEG"))]
    came = read(made.render({"xs": xs}))
    assert len(came.inline_shapes) == 3
    assert len({s._inline.docPr.id for s in came.inline_shapes}) == 3
    parts = [p.partname for p in came.part.package.iter_parts() if "media" in p.partname]
    assert len(parts) == 2


@pytest.mark.parametrize("source", [b"no picture", "/nowhere.png", picture(kind="TIFF")])
def test_what_is_no_picture_is_marked(source: Any) -> None:
    rendered = template("{{ 照片 }}").render_report({"照片": Image(source)})
    assert "照片】" in texts(rendered.data)[0]
    assert rendered.unfilled[0].name == "照片"
    assert len(read(rendered.data).inline_shapes) == 0


def test_picture_where_none_can_stand_is_marked() -> None:
    document = docx.Document()
    document.core_properties.title = "{{ x }}"
    rendered = Template(saved(document)).render_report({"x": Image(picture())})
    assert "这里不能放图" in read(rendered.data).core_properties.title


def test_picture_in_a_header_has_its_relation_there() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ x }}"
    came = read(Template(saved(document)).render({"x": Image(picture())}))
    header = came.sections[0].header
    assert any("media" in p.partname for p in header.part.related_parts.values())


def test_link_leads_to_its_address() -> None:
    rich = RichText("见").add("网页", url="https://example.org/?a=1&b=2")
    data = template("{{ x }}。").render({"x": rich})
    (link,) = read(data).paragraphs[0].hyperlinks
    assert (link.text, link.address) == ("网页", "https://example.org/?a=1&b=2")
    assert texts(data) == ["见网页。"]
    for url in ("javascript:alert(1)", "file:///etc/passwd", "网页"):
        with pytest.raises(ValueError):
            RichText().add("x", url=url)


def test_output_can_be_a_template_again() -> None:
    rich = RichText().add("甲", url="https://example.org/a").add("{_{ y }_}")
    first = template("{{ x }}").render({"x": rich})
    again = Template(first).render({})
    assert read(again).paragraphs[0].hyperlinks[0].address == "https://example.org/a"


@pytest.mark.parametrize("kind", [RichText, Listing])
def test_pages_paragraphs_lines_and_tabs(kind: Callable[[str], Any]) -> None:
    document = docx.Document()
    document.add_paragraph("{{ x }}", style="List Bullet").runs[0].bold = True
    data = Template(saved(document)).render({"x": kind("一\n二\t三\a四\f五&<")})
    came = read(data).paragraphs
    assert [p.text for p in came] == ["一\n二\t三", "四", "", "五&<"]
    assert [p.style.name for p in came if p.text] == ["List Bullet"] * 3
    assert part(data).count('<w:br w:type="page"/>') == 1
    if kind is Listing:
        assert all(run.bold for p in came for run in p.runs if run.text)


def test_a_paragraph_in_a_link_stays_one() -> None:
    body = "<w:p><w:hyperlink><w:r><w:t>{{ x }}</w:t></w:r></w:hyperlink></w:p>"
    assert printed(Template(body_xml(body)), {"x": Listing("一\a二")}) == "一\n二"


def test_empty_ones_are_missing_and_signs_are_reported() -> None:
    made = template("{{ x }}")
    assert printed(made, {"x": Listing(" ")}) == "【缺：x】"
    assert printed(made, {"x": RichText("")}) == "【缺：x】"
    rendered = made.render_report({"x": Listing("a\x00b")})
    assert (texts(rendered.data), rendered.unfilled[0].reason) == (["ab"], "含不能印的字符")


def test_volume_holds_pictures_and_links_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 照片 }}{{ 链接 }}")
    document.sections[0].header.paragraphs[0].text = "{{ 印 }}"
    path = tmp_path / "全.docx"
    records = [
        {
            "照片": Image(picture(colour)),
            "链接": RichText().add("看", url=f"https://example.org/{colour}"),
            "印": Image(picture(colour)),
        }
        for colour in ("red", "blue", "red")
    ]
    Template(saved(document)).volume(records, path)
    came = docx.Document(str(path))
    links = [link.address for p in came.paragraphs for link in p.hyperlinks]
    assert links == [f"https://example.org/{colour}" for colour in ("red", "blue", "red")]
    blobs = [
        came.part.related_parts[s._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
        for s in came.inline_shapes
    ]
    assert blobs == [picture("red"), picture("blue"), picture("red")]
    heads = [
        next(p.blob for p in s.header.part.related_parts.values() if "media" in p.partname)
        for s in came.sections
    ]
    assert heads == blobs
    media = [p for p in came.part.package.iter_parts() if "media" in p.partname]
    assert len({p.partname for p in media}) == 2


def test_trace_and_pictures_together() -> None:
    from docgen.word.trace import origins

    data = Template(file_of("{{ x }}{{ y }}人")).render(
        {"x": Image(picture()), "y": 3}, trace={"y": "台账.xlsx 农户 B2"}
    )
    assert len(read(data).inline_shapes) == 1
    assert origins(data, "3人")[0].source == "台账.xlsx 农户 B2"
