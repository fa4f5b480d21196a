"""A copy of a faulty template with comments at the faults."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from damaged import DAMAGED, FIELDS, Damaged
from wordfiles import body_xml, file_of, part, read, saved, with_part

from docgen.word import Template


def notes(data: bytes) -> dict[str, str]:
    """Return what each comment says, by the text it stands at."""
    text = part(data)
    found = {}
    for comment in read(data).comments:
        number = comment.comment_id
        span = re.search(
            rf'<w:commentRangeStart w:id="{number}"/>(.*?)<w:commentRangeEnd w:id="{number}"/>',
            text,
            re.S,
        )
        assert span is not None
        assert f'<w:commentReference w:id="{number}"/>' in text
        found["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", span.group(1)))] = comment.text
    return found


def test_comments_stand_at_the_faulty_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("户主 ")
    for piece in ("{", "{ 户主", "性名 }", "}"):
        paragraph.add_run(piece)
    paragraph.add_run(" 家")
    document.add_paragraph("{% if 人口 %}")
    made = Template(saved(document))
    faults = made.lint(FIELDS)
    came = notes(made.commented(faults))
    assert came["{{ 户主性名 }}"] == "数据里没有“户主性名”（是不是“户主姓名”？）"
    assert "缺 {% endif %}" in came["{% if 人口 %}"]
    assert len(came) == len(faults) == 2


@pytest.mark.parametrize("one", DAMAGED, ids=[one.kind for one in DAMAGED])
def test_every_fault_has_its_comment_and_nothing_else_changes(one: Damaged) -> None:
    made = Template(one.make())
    faults = made.lint(FIELDS)
    data = made.commented(faults)
    assert len(list(read(data).comments)) == len(faults)
    assert any(one.says in comment.text for comment in read(data).comments)
    if "another program" not in one.kind:
        again = Template(data).lint(FIELDS)
        assert [str(fault) for fault in again] == [str(fault) for fault in faults]


def test_faults_outside_the_text_are_told_at_its_beginning() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "表"
    document.add_paragraph("开头")
    document.sections[0].header.paragraphs[0].text = "{{ 人口|园 }}"
    made = Template(saved(document))
    (said,) = notes(made.commented(made.lint())).items()
    assert said[0] == "开头"
    assert said[1].startswith("页眉1 第1段：{{ 人口|园 }} 没有“园”这个格式")


def test_comments_of_reviewers_stay() -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph("{{ x").runs[0], text="看看", author="李明")
    made = Template(saved(document))
    came = [(one.author, one.text) for one in read(made.commented(made.lint())).comments]
    assert came[0] == ("李明", "看看")
    assert came[1][0] == "docgen"


def test_same_template_same_copy() -> None:
    source = file_of("{{ x", "{% if %}")
    first, second = Template(source), Template(source)
    assert first.commented(first.lint()) == second.commented(second.lint())


def test_relations_in_a_prefixed_namespace_are_kept() -> None:
    def prefixed(text: str) -> str:
        text = text.replace("<Relationship", "<r:Relationship").replace("</Rel", "</r:Rel")
        return text.replace("xmlns=", "xmlns:r=")

    source = with_part(file_of("{{ x"), "word/_rels/document.xml.rels", prefixed)
    made = Template(source)
    assert len(list(read(made.commented(made.lint())).comments)) == 1


def test_libreoffice_opens_the_copy(tmp_path: Path, program: Callable[[str], str]) -> None:
    from docgen.pages.convert import office_to_pdf

    program("soffice")
    made = Template(body_xml("<w:p><w:r><w:t>{{ x</w:t></w:r></w:p>"))
    path = tmp_path / "检查.docx"
    path.write_bytes(made.commented(made.lint()))
    assert not office_to_pdf([path], tmp_path).failed
