"""docgen render notes the cells of values by itself in a work folder, not for publication."""

from __future__ import annotations

import openpyxl
import pytest
from docx import Document

from docgen.word.trace import has_trace, origins


@pytest.fixture
def rendered(docgen, tmp_path):
    """Renders one row with a template of this name into a folder, and returns the document."""

    def run(folder, template="告知书", *options, made="*.docx"):
        document = Document()
        document.add_paragraph("{{ 姓名 }}：{{ 人口 }}人")
        document.save(tmp_path / f"{template}.docx")
        book = openpyxl.Workbook()
        for row in (["姓名", "人口"], ["王一", 3], ["李二", 4]):
            book.active.append(row)
        book.save(tmp_path / "名单.xlsx")
        answer = docgen(
            "render", tmp_path / f"{template}.docx", tmp_path / "名单.xlsx", "-o", folder, *options
        )
        assert answer.code == 0
        return sorted(folder.glob(made))[0].read_bytes()

    return run


@pytest.fixture
def village(tmp_path):
    (tmp_path / "村" / "台账").mkdir(parents=True)
    return tmp_path / "村"


def test_a_work_folder_traces_by_itself(rendered, village):
    assert [one.source for one in origins(rendered(village / "出"), "3人")] == [
        "名单.xlsx Sheet B2"
    ]


def test_elsewhere_only_when_asked(rendered, tmp_path):
    assert not has_trace(rendered(tmp_path / "出"))
    assert has_trace(rendered(tmp_path / "出二", "告知书", "--trace"))


@pytest.mark.parametrize(("template", "folder"), [("享受政策公示", "出"), ("名单", "公开栏")])
def test_what_is_for_publication_has_none(rendered, village, template, folder):
    assert not has_trace(rendered(village / folder, template))


def test_nor_what_the_user_wants_without(rendered, village):
    assert not has_trace(rendered(village / "出", "告知书", "--no-trace"))


def test_a_volume_answers_for_each_record(rendered, village):
    data = rendered(village / "出", "告知书", "--volume", made="*_全部.docx")
    (found,) = origins(data, "4人")
    assert (found.source, found.place) == ("名单.xlsx Sheet B3", "第2份 正文 第1段")
