"""Every number in the text of every kind of summary is that of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from samples import SETTINGS, village

from docgen.documents import build
from docgen.documents.job import Built, Job
from docgen.documents.summary_presets import PRESETS
from docgen.facts.figures import Figure
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger
from docgen.resources import examples_folder
from docgen.words import number_text, wan_text, yuan_text

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# What is no count: dates, years, numbering of paragraphs, ages and limits that a sentence names.
FIXED = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|^\d+\.(?!\d)|60周岁|超过5户|“[^”]*”|【[^】]*】|（责任人：[^）]*）"
)


def printed(figure: Figure) -> set[str]:
    """The ways in which a figure's value may stand in a text."""
    value = Decimal(figure.value or 0)
    ways = {
        number_text(value),
        number_text(abs(value)),
        yuan_text(value),
        str(value),
        str(abs(value)),
    }
    return {way.removesuffix("%") for way in (*ways, wan_text(value), f"{value:,}")}


def own(ledger: Ledger) -> list[str]:
    """The words that somebody wrote: they are quoted, and checked elsewhere."""
    texts = [one.text for one in ledger.materials]
    texts += [one.measure for one in ledger.problems] + [one.description for one in ledger.problems]
    texts += [one.name for one in ledger.projects]
    return sorted({text.rstrip("。；;") for text in texts if text}, key=len, reverse=True)


def unknown(paragraphs: Iterable[str], built: Built, ledger: Ledger) -> list[str]:
    """The numbers of a text that no figure has, with what stands around them."""
    told = {way for figure in built.figures for way in printed(figure) if figure.value is not None}
    found = []
    for text in paragraphs:
        bare = FIXED.sub("", text)
        for words in own(ledger):
            bare = bare.replace(words, "")
        bare = FIXED.sub("", bare)
        for one in NUMBER.finditer(bare):
            if one.group() not in told:
                found.append(bare[max(one.start() - 12, 0) : one.end() + 6])
    return found


MOST_CELLS = 3


def text_of(path: Path) -> list[str]:
    made = docx.Document(str(path))
    # What stands behind figure, value and unit is 上期指标 and the difference to it.
    cells = [c.text for table in made.tables for row in table.rows for c in row.cells[:MOST_CELLS]]
    return [*(one.text for one in made.paragraphs), *cells]


def villages() -> list[tuple[Folder, Ledger]]:
    example = open_folder(examples_folder())
    return [(example, read_ledger(example)), (Folder(Path(), SETTINGS), village())]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("number", [0, 1], ids=["example", "small"])
def test_every_number_is_that_of_a_figure(preset, number, tmp_path):
    folder, ledger = villages()[number]
    options = {"pdf": False, "preset": preset, "tables": True, "charts": True}
    built = build("summary", Job(Folder(tmp_path, folder.settings), ledger, "", options))
    paragraphs = text_of(tmp_path / built.documents[0].path)
    assert len([one for one in paragraphs if NUMBER.search(one)]) > 5
    assert unknown(paragraphs, built, ledger) == []


def test_a_number_without_a_figure_is_found(tmp_path):
    folder, ledger = villages()[1]
    job = Job(Folder(tmp_path, folder.settings), ledger, "", {"pdf": False})
    built = build("summary", job)
    assert unknown(["全村养羊987只。"], built, ledger) == ["全村养羊987只。"]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_signature_never_stands_alone(preset):
    """The last entry, the empty line and the unit each stay with the next paragraph."""
    from docgen.resources import template

    made = docx.Document(str(template("docx", PRESETS[preset].template)))
    signs = [at for at, one in enumerate(made.paragraphs) if one.style.name == "署名"]
    block = made.paragraphs[signs[0] - 1 : signs[-1]]
    assert len(signs) == 2
    assert [one.paragraph_format.keep_with_next for one in block] == [True, True]


def test_former_villages_of_a_merged_one_add_up(tmp_path):
    homes = [
        {
            "户编号": f"{at}",
            "户主姓名": f"甲{at}",
            "户类型": "脱贫户",
            "原村名": name,
            "行政村": "荷塘村",
        }
        for at, name in enumerate(("柳湾村", "柳湾村", "荷塘村", None))
    ]
    ledger = village(户信息=homes, 家庭成员=[])
    built = build("summary", Job(Folder(tmp_path, SETTINGS), ledger, "", {"pdf": False}))
    text = "\n".join(text_of(tmp_path / built.documents[0].path))
    assert (
        "本村由柳湾村、荷塘村、未注明原村合并：柳湾村2户0人，荷塘村1户0人，未注明原村1户0人。"
        in text
    )
    named = {one.name: one.value for one in built.figures}
    assert named["台账户数（柳湾村）"] == 2


def test_a_number_that_leaves_rows_out_is_told(tmp_path):
    homes = [
        {"户编号": "1", "户类型": "脱贫户", "人均纯收入": 9000},
        {"户编号": "2", "户类型": None},
    ]
    ledger = village(户信息=homes, 家庭成员=[])
    built = build("summary", Job(Folder(tmp_path, SETTINGS), ledger, "", {"pdf": False}))
    told = {one.message for one in built.findings if one.code == "W420"}
    assert "总结中的“人均纯收入户均值”没有算全：1户为空，未计入" in told
    whole = {one.name for one in built.figures if one.value is not None and not one.unknown}
    assert whole
    assert not any(f"“{name}”" in message for name in whole for message in told)


def test_charts_show_figures_and_none_with_a_gap(tmp_path):
    folder, ledger = villages()[0]
    options = {"pdf": False, "charts": True}
    built = build("summary", Job(Folder(tmp_path, folder.settings), ledger, "", options))
    made = docx.Document(str(tmp_path / built.documents[0].path))
    assert len(made.inline_shapes) == 5
    assert "走访次数（老干部）" in {one.name for one in built.figures}
    bare = build("summary", Job(Folder(tmp_path, SETTINGS), village(), "", options))
    made = docx.Document(str(tmp_path / bare.documents[0].path))
    assert len(made.inline_shapes) == 4  # no project is known


def test_nothing_is_drawn_that_nobody_asked_for(tmp_path):
    folder, ledger = villages()[0]
    built = build("summary", Job(Folder(tmp_path, folder.settings), ledger, "", {"pdf": False}))
    made = docx.Document(str(tmp_path / built.documents[0].path))
    assert (len(made.inline_shapes), len(made.tables)) == (0, 0)
    assert "附件" not in [one.text for one in made.paragraphs]
