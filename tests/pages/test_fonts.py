"""The bundled fonts: what they cover, what stands in, what becomes a finding."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from docgen.pages import fonts
from docgen.resources import fonts_folder
from docgen.sources import At, SheetRef

AT = At(SheetRef("台账/户.xlsx", "户信息", {"户主姓名": 1}), 7)


def names_in(face: fonts.Face) -> list[str]:
    """Family, style, unique, full and PostScript name of a font."""
    with TTFont(face.path, lazy=True) as font:
        return [str(font["name"].getDebugName(number)) for number in (1, 2, 3, 4, 6)]


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.key)
def test_coverage_file_tells_what_each_font_holds(face: fonts.Face) -> None:
    with TTFont(face.path, lazy=True) as font:
        points = set(font.getBestCmap())
    cover = fonts.coverage()[face.key]
    told = {
        point
        for first, last in zip(cover.firsts, cover.lasts, strict=True)
        for point in range(first, last + 1)
    }
    assert told == points


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.key)
def test_no_reserved_name_stands_on_a_subset(face: fonts.Face) -> None:
    shown = " ".join(names_in(face))
    assert face.family in shown
    assert not any(word in shown for word in ("Noto", "Source", "LXGW", "WenKai", "霞鹜", "Fandol"))


def test_postscript_names_differ() -> None:
    names = [names_in(face)[-1] for face in fonts.FACES]
    assert len(set(names)) == len(names)


def test_every_font_has_its_licence_beside_it() -> None:
    folder = fonts_folder()
    for face in fonts.FACES:
        licence = (
            folder / "fangsong" / "COPYING.txt"
            if face.key == "fang"
            else folder / f"OFL-{face.path.stem}.txt"
        )
        text = licence.read_text(encoding="utf-8")
        assert "GNU GENERAL PUBLIC LICENSE" in text or "SIL OPEN FONT LICENSE" in text


def test_all_of_gbk_can_be_printed() -> None:
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    text = "".join(pair.decode("gbk", "ignore") for pair in pairs if pair[1] != 0x7F)
    assert len(text) > 21_000
    assert fonts.uncovered(text) == ()


@pytest.mark.parametrize(
    "text", ["𠮷㛃䶮𬱟𫘦", "①②⑩→↓㎡℃‰〔〕【】·", "阿依古丽·买买提", "āáǎà", "☐☑"]
)
def test_rare_names_and_common_signs_are_there(text: str) -> None:
    assert fonts.uncovered(text) == ()


def test_a_character_without_glyph_is_told_once_in_order() -> None:
    assert fonts.uncovered("李\U0003134a王😀李\U0003134a") == ("\U0003134a", "😀")


def test_invisible_characters_are_neither_told_nor_printed() -> None:
    text = "李\u200b桂\ufe0f花\U000e0101"
    assert fonts.uncovered(text) == ()
    assert fonts.printable(text) == "李桂花"


def test_what_no_font_has_is_printed_as_its_code_point() -> None:
    assert fonts.printable("王😀五") == "王〔U+1F600〕五"


def test_finding_names_code_point_and_cell() -> None:
    (finding,) = fonts.glyph_findings("王😀五", AT, "户主姓名", household="0107")
    assert (finding.cell, finding.value, finding.household) == ("B7", "😀", "0107")
    assert "U+1F600" in finding.message
    assert fonts.glyph_findings("王五", AT, "户主姓名") == ()


def test_a_character_the_face_lacks_comes_from_the_next() -> None:
    parts = [(face.key, text) for face, text in fonts.runs("李𠮷😀花☐", "hei")]
    assert parts == [("hei", "李"), ("kai", "𠮷"), ("hei", "〔U+1F600〕花□")]


def test_fangsong_gives_its_rare_characters_to_song() -> None:
    assert [face.key for face, _ in fonts.runs("仿㙍宋", "fang")] == ["fang", "song", "fang"]
