"""Templates as Word, WPS and LibreOffice really write them: what stands inside and around tags."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment
from wordfiles import SPACES, body_xml, box, p, part, run, shown, tbl, tr

from docgen.word import Listing, Template

DATA = {
    "x": "甲",
    "n": 3,
    "xs": ["一", "二"],
    "无": [],
    "行们": [{"a": "一", "b": "1"}, {"a": "二", "b": "2"}],
    "是": True,
    "否": False,
}
CONTROL = "<w:sdt><w:sdtPr><w:id w:val='7'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
LOOP = ("{% for 行 in 行们 %}{{ 行.a }}", "{{ 行.b }}{% endfor %}")
INS = '<w:ins w:id="1" w:author="a">{}</w:ins>'
DEL = '<w:del w:id="1" w:author="a"><w:r><w:delText>{}</w:delText></w:r></w:del>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'

# What stands in the paragraph or body, the text that must come of it.
INSIDE = {
    "proofErr": (p("{{ ", '<w:proofErr w:type="spellStart"/>', "x", "<w:proofErr/>", " }}"), "甲"),
    "a bookmark inside": (
        p("{{ ", '<w:bookmarkStart w:id="0" w:name="b"/>', "x", '<w:bookmarkEnd w:id="0"/>', " }}"),
        "甲",
    ),
    "rsid runs": (p("{", '<w:r w:rsidR="00A1"><w:t>{x</w:t></w:r>', "}", "}尾"), "甲尾"),
    "a page that once ended here": (
        p("{{ ", "<w:r><w:lastRenderedPageBreak/><w:t>x</w:t></w:r>", " }}"),
        "甲",
    ),
    "hyphens": (p("<w:r><w:t>{{ </w:t><w:softHyphen/><w:t>x</w:t></w:r>", " }}"), "甲"),
    "tabs": (p("<w:r><w:t>{{</w:t><w:tab/><w:t>x</w:t><w:ptab/><w:t>}}</w:t></w:r>"), "甲"),
    "a page break": (p('<w:r><w:t>{{ x</w:t><w:br w:type="page"/><w:t>}}</w:t></w:r>'), "甲"),
    "hard and wide spaces": (p("{{\u00a0x\u3000}}"), "甲"),
    "signs of no width": (p("{{ \u200bx\ufeff }}"), "甲"),
    "a reviewer's remark": (
        p("{{ ", '<w:commentRangeStart w:id="1"/>', "x", '<w:commentRangeEnd w:id="1"/>', " }}"),
        "甲",
    ),
    "a right to edit": (p("{{ ", '<w:permStart w:id="1" w:edGrp="everyone"/>', "x }}"), "甲"),
    "a note": (p("{{ x", '<w:r><w:footnoteReference w:id="2"/></w:r>', " }}"), "甲"),
    "a content control inside": (p("{{ ", CONTROL.format(run("x")), " }}"), "甲"),
    "a smart tag": (p(f"<w:smartTag>{run('{{ ')}{run('x }}')}</w:smartTag>"), "甲"),
    "custom XML": (p(f"<w:customXml>{run('{{ x')}</w:customXml>", " }}"), "甲"),
    "inserted text": (p(INS.format(run("{{ x }}")), "后"), "甲后"),
    "a tag half inserted": (p("{{ ", INS.format(run("x")), " }}"), "甲"),
    "deleted text in a tag": (p("{{ ", DEL.format("y"), "x }}"), "甲"),
    "a tag deleted": (p(DEL.format("{{ y }}"), "后"), "后"),
    "a link to a place": (p(f'<w:hyperlink w:anchor="b">{run("看{{ x }}")}</w:hyperlink>'), "看甲"),
    "a simple field": (p(f'<w:fldSimple w:instr=" TITLE ">{run("{{ x }}")}</w:fldSimple>'), "甲"),
    "a text box": (p("前", box(p("{{ x }}"))), "前¶甲¶甲"),
    "a loop in a text box": (
        p(box(p("{%p for y in xs %}") + p("{{ y }}") + p("{%p endfor %}"))),
        "¶一¶二¶一¶二",
    ),
    "a box inside a tag": (p("{{ ", box(p("内")), "x }}"), "甲¶内¶内"),
    "a table in a table": (
        tbl(
            tr("{%tr for 行 in 行们 %}", ""),
            tr("{{ 行.a }}", tbl(tr("{% for y in xs %}{{ y }}", "{{ 行.b }}{% endfor %}"))),
            tr("{%tr endfor %}", ""),
        ),
        "一¶一¶1¶二¶1¶¶二¶一¶2¶二¶2¶¶",
    ),
    "an inner loop in the outer row": (
        tbl(
            tr(
                "{% for 行 in 行们 %}{{ 行.a }}",
                tbl(tr("{% for y in xs %}{{ y }}", "{% endfor %}")) + p("{% endfor %}"),
            )
        ),
        "一¶一¶¶二¶¶¶二¶一¶¶二¶¶¶",
    ),
    "a row in a content control": (
        tbl(CONTROL.format(tr(*LOOP))),
        "一¶1¶二¶2¶",
    ),
    "a cell in a content control": (
        tbl(
            f"<w:tr>{CONTROL.format(tr('{% for 行 in 行们 %}{{ 行.a }}{% endfor %}')[6:-7])}</w:tr>"
        ),
        "一二¶",
    ),
    "spaces before tr": (
        tbl(tr("{%  tr for 行 in 行们 %}"), tr("{{ 行.a }}"), tr("{%tr  endfor%}")),
        "一¶二¶",
    ),
}


@pytest.mark.parametrize("name", INSIDE)
def test_tags_are_found_in_what_programs_write(name: str) -> None:
    markup, text = INSIDE[name]
    made = Template(body_xml(markup))
    assert made.lint() == []
    data = made.render(DATA)
    assert shown(data).removeprefix("¶") == text
    assert "{" not in re.sub(r"<w:delText>.*?</w:delText>", "", part(data))


THEIRS = [name for name in INSIDE if name.startswith(("a ", "tabs", "proof", "ins", "hard"))]
THEIRS = [
    name
    for name in THEIRS
    if not any(word in name for word in ("page break", "content control", "inner", "in a table"))
    and name not in ("a tag deleted", "a box inside a tag", "a loop in a text box")
]


@pytest.mark.parametrize("name", THEIRS)
def test_docxtpl_prints_the_same(name: str) -> None:
    source, stream = body_xml(INSIDE[name][0]), BytesIO()
    document = DocxTemplate(BytesIO(source))
    document.render(DATA, Environment(autoescape=True))
    document.save(stream)
    words = re.sub(r"<w:delText>.*?</w:delText>", "", part(stream.getvalue()))
    assert re.findall(r"<w:t(?: [^>]*)?>([^<]+)", words) == re.findall(
        r"<w:t(?: [^>]*)?>([^<]+)", part(Template(source).render(DATA))
    )


def test_a_field_code_cut_in_pieces_is_one() -> None:
    code = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
    link = (code.format('HYPERLINK "http://a/{'), code.format('{ n }}"'))
    made = Template(body_xml(p(FIELD.format("begin"), *link, FIELD.format("separate"), "看")))
    codes = re.findall(r"<w:instrText[^>]*>([^<]*)", part(made.render(DATA)))
    assert "".join(codes) == 'HYPERLINK "http://a/3"'


@pytest.mark.parametrize("around", ["row", "table"])
def test_a_content_control_leaves_no_empty_table(around: str) -> None:
    empty = tr("{% for y in 无 %}{{ y }}", "{% endfor %}")
    inner = CONTROL.format(empty if around == "row" else tbl(empty))
    made = Template(body_xml(tbl(inner) if around == "row" else f"{inner}{p('后')}"))
    text = part(made.render(DATA))
    assert "<w:tbl>" not in text
    assert "<w:sdt" not in text


def test_a_cell_keeps_a_paragraph_when_its_control_is_emptied() -> None:
    control = CONTROL.format(p("{%p if 否 %}") + p("甲") + p("{%p endif %}"))
    text = part(Template(body_xml(tbl(tr(control, "乙")))).render(DATA))
    assert re.search(r"<w:tc><w:tcPr/><w:p/></w:tc>", text)


def test_a_control_around_a_value_stays() -> None:
    text = part(Template(body_xml(CONTROL.format(p("{{ x }}")))).render(DATA))
    assert "<w:sdtContent>" in text


def test_marks_between_cells_keep_no_empty_row() -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="q"/>', '<w:bookmarkEnd w:id="1"/>'
    rows = (tr("{%tc for y in 无 %}", "{{ y }}", "{%tc endfor %}"), tr(*LOOP))
    inside = [
        row.replace("<w:tr>", f"<w:tr>{start}").replace("</w:tr>", f"{end}</w:tr>") for row in rows
    ]
    for row in (*inside, start + rows[1] + end):
        text = part(Template(body_xml(tbl(row))).render(DATA))
        assert not re.search(r"<w:tr>\s*<w:bookmark|<w:tbl>\s*<w:bookmark", text)
    assert text.count("<w:bookmarkStart") == text.count("<w:bookmarkEnd") > 0


def test_what_a_loop_repeats_has_numbers_and_names_of_its_own() -> None:
    inner = (
        f'<w:p {SPACES} w14:paraId="1C"><w:bookmarkStart w:id="7" w:name="k"/>{run("{{ y }}")}'
        '<w:bookmarkEnd w:id="7"/></w:p>'
    )
    made = Template(
        body_xml(p("{%p for y in xs %}") + CONTROL.format(inner) + p(box(p())) + p("{%p endfor %}"))
    )
    text = part(made.render(DATA))
    assert re.findall(r'w:name="(k[^"]*)"', text) == ["k", "k_2"]
    starts = re.findall(r'<w:bookmarkStart w:id="(\d+)"', text)
    assert starts == re.findall(r'<w:bookmarkEnd w:id="(\d+)"', text)
    pictures = re.findall(r'<wp:docPr id="(\d+)"', text)
    assert len({*starts, *pictures}) == len(starts) + len(pictures) == 4
    assert "paraId" not in text
    assert '<w:id w:val="7"/>' not in text


def test_merged_cells_repeat_with_their_row() -> None:
    row = tr(*LOOP).replace(
        "<w:tcPr/>", '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>', 1
    )
    text = part(Template(body_xml(tbl(row, columns=3))).render(DATA))
    assert text.count('<w:vMerge w:val="restart"/>') == text.count('<w:gridSpan w:val="2"/>') == 2


def test_paragraphs_of_a_listing_do_not_multiply_sections() -> None:
    section = f"<w:p><w:pPr><w:sectPr/></w:pPr>{run('{{ x }}')}</w:p>"
    text = part(Template(body_xml(section)).render({"x": Listing("甲\a乙")}))
    assert text.count("<w:sectPr") == 2
    assert "甲</w:t><w:br/>" in text
