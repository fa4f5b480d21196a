"""What becomes of sentences without their number, and of the office's own words."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from samples import SETTINGS, village

from docgen.documents import build, summary_history
from docgen.documents.job import Built, Job
from docgen.documents.summary_gaps import settled
from docgen.documents.summary_lint import own_word_findings
from docgen.documents.summary_presets import PRESETS
from docgen.facts.figures import compute
from docgen.folder import Folder

NO_PDF = {"pdf": False}


def word(*paragraphs: tuple[str, str]) -> bytes:
    """A Word file of paragraphs with the styles of the summary."""
    made = docx.Document()
    names = {"Heading1": "Heading 1", "Heading2": "Heading 2", "": "Normal"}
    for style, text in paragraphs:
        lines = made.add_paragraph(style=names[style])
        for piece in text.split("|"):
            lines.add_run(piece)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def lines(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


TEXT = (
    ("Heading1", "一、工作"),
    ("Heading2", "（一）产业"),
    ("", "总投资|【缺：总投资】|万元。|【缺：别的】。"),
    ("Heading2", "（二）就业"),
    ("", "务工3人。公岗|【缺：公岗】|个，在岗2人。外出1人。"),
    ("Heading1", "二、问题"),
    ("Heading2", "（一）完成"),
    ("", "都完成了。"),
)


def test_shown_is_the_file_itself():
    data = word(*TEXT)
    assert settled(data, "缺", "总结.docx").data == data


def test_to_be_filled_in_is_another_word_for_the_mark():
    assert "总投资【待补：总投资】万元。【待补：别的】。" in lines(
        settled(word(*TEXT), "待补", "总结.docx").data
    )


def test_left_out_takes_whole_sentences_empty_headings_and_counts_anew():
    done = settled(word(*TEXT), "省略", "总结.docx")
    assert lines(done.data) == [
        *("一、工作", "（一）就业", "务工3人。外出1人。"),
        *("二、问题", "（一）完成", "都完成了。"),
    ]
    assert done.left_out == (
        "总投资【缺：总投资】万元。",
        "【缺：别的】。",
        "公岗【缺：公岗】个，在岗2人。",
    )


def test_a_heading_over_blank_lines_goes_with_them():
    text = (
        *(("Heading1", "一、工作"), ("Heading2", "（一）产业"), ("", ""), ("", "【缺：总投资】。")),
        *(("Heading2", "（二）就业"), ("", ""), ("", "务工3人。")),
    )
    done = settled(word(*text), "省略", "总结.docx")
    assert lines(done.data) == ["一、工作", "（一）就业", "", "务工3人。"]


@pytest.mark.parametrize("way", ["缺", "省略"])
@pytest.mark.parametrize("preset", PRESETS)
def test_no_line_is_blank_but_below_the_title_and_above_the_signature(tmp_path, preset, way):
    """GB/T 9704-2012, 7.3.2 and 7.3.5.1; also where the ledger lacks registers."""
    built = made(tmp_path, gaps=way, preset=preset)
    told = docx.Document(tmp_path / built.documents[0].path).paragraphs
    around = [
        (before.style.name, after.style.name)
        for before, one, after in zip(told, told[1:], told[2:], strict=False)
        if not one.text.strip() and not one._p.getprevious().tag.endswith("}tbl")
    ]
    assert all(above == "Title" or below == "署名" for above, below in around), around


def made(root: Path, **options: object) -> Built:
    return build("summary", Job(Folder(root, SETTINGS), village(), "", {"pdf": False, **options}))


def test_every_sentence_left_out_is_a_finding(tmp_path):
    built = made(tmp_path, gaps="省略")
    told = [one.message for one in built.findings if one.code == "W418"]
    text = "\n".join(lines((tmp_path / built.documents[0].path).read_bytes()))
    assert any("【缺：公益岗岗位数】" in one for one in told)
    assert "【" not in text.replace("【缺：整改措施】", "")
    assert "公益岗" not in text  # nor do the next steps name it


def test_the_next_steps_name_figures_to_be_made_possible(tmp_path):
    built = made(tmp_path)
    text = "\n".join(lines((tmp_path / built.documents[0].path).read_bytes()))
    assert "现在还算不出的有：" in text


def test_summaries_of_one_kind_are_compared_in_what_both_tell(tmp_path):
    folder = Folder(tmp_path, SETTINGS)
    made(tmp_path)
    other = build("summary", Job(folder, village(走访记录=[]), "", NO_PDF | {"preset": "report"}))
    again = build("summary", Job(folder, village(走访记录=[]), "", NO_PDF | {"tables": True}))
    figures = {one.name: one for one in other.figures}
    assert summary_history.compared(folder, village(), figures, "report") is None
    found = summary_history.compared(folder, village(), {one.name: one for one in again.figures})
    assert found is not None
    assert "走访次数" in {one.name for one in found.changes}
    assert not [one for one in found.changes if one.before is None]


def findings(*texts: str) -> list[tuple[str, str]]:
    ledger = village(总结素材=[{"章节": "产业", "内容": text} for text in texts])
    figures = compute(ledger, SETTINGS)
    found = own_word_findings(ledger, SETTINGS, figures)
    assert all(one.cell for one in found)
    return [(one.code, one.value) for one in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全村养羊××只。", [("W414", "××")]),
        ("增收 _ _ _ 元。", [("W414", "_ _ _")]),
        ("增收xx万元。", [("W414", "xx")]),
        ("2024年完成改厕12户。", [("W415", "2024年")]),
        ("2026年完成改厕12户，2014年以来共改厕90户，比2025年多3户。", []),
        ("带动石桥镇农户增收。", [("W416", "带动石桥镇")]),
        ("带动全村农户，荷塘村驻村工作队进村入户，青石镇支持。", []),
        ("脱贫户28户。", [("W417", "28")]),
        ("脱贫户1户，脱贫人口3人。", []),
        ("食用菌大棚3座，就业3人。", []),
    ],
)
def test_own_words_are_read_over(text, told):
    assert findings(text) == told


def test_a_second_summary_says_what_changed_and_the_same_one_adds_no_line(tmp_path):
    folder = Folder(tmp_path, SETTINGS)
    first = made(tmp_path)
    notes = tmp_path / "记录" / "历史.jsonl"
    kept = notes.read_bytes()
    made(tmp_path)
    assert notes.read_bytes() == kept
    ledger = village(走访记录=[])
    later = Folder(tmp_path, replace(SETTINGS, period=replace(SETTINGS.period)))
    built = build("summary", Job(later, ledger, "", {"pdf": False}))
    assert len(notes.read_text(encoding="utf-8").splitlines()) == 2
    found = summary_history.compared(folder, ledger, {one.name: one for one in built.figures})
    assert found is not None
    by_name = {one.name: (one.before, one.now) for one in found.changes}
    assert by_name["走访次数"] == (2, 0)
    assert "台账户数" not in by_name
    assert summary_history.compared(folder, ledger, {one.name: one for one in first.figures})


def test_the_pdf_says_what_the_word_file_says(tmp_path, program):
    program("soffice")
    built = build("summary", Job(Folder(tmp_path, SETTINGS), village()))
    reader = PdfReader(tmp_path / built.documents[-1].path)
    assert len(reader.pages) == built.documents[-1].pages
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
    assert "台账登记农户3户15人" in text
    assert reader.metadata is not None
    assert reader.metadata.title == "青石镇荷塘村2026年上半年常态化精准帮扶工作总结"
