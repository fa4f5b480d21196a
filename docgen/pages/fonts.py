"""The fonts docgen brings along, and what they can print.

A character that a face lacks is taken from the next face of its order. One that no face has is
printed as its code point, ``〔U+2B7A9〕``, and becomes a finding: never an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from docgen.errors import ResourceMissing
from docgen.findings import Finding, Severity, finding_at
from docgen.resources import fonts_folder
from docgen.sources import At

# No font has these; templates/pdf/base.typ draws them, elsewhere the nearest sign stands in.
DRAWN = "☐☑☒"
# Some fonts give these an empty glyph; on paper they are nothing, and they hide in searches.
INVISIBLE = "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
STAND_IN = str.maketrans(DRAWN, "□√×")

NO_GLYPH = "W301"
"""Code of the finding for a character that no font has."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file; ``stands_for`` are the standard faces it takes the place of."""

    key: str
    family: str
    file: str
    stands_for: tuple[str, ...]

    @property
    def path(self) -> Path:
        """The font file; ResourceMissing when the installation is incomplete."""
        path = fonts_folder() / self.file
        if not path.is_file():
            raise ResourceMissing(name=f"fonts/{self.file}")
        return path


SONG = Face(
    "song",
    "Docgen Song",
    "DocgenSong-Regular.ttf",
    (
        *("宋体", "SimSun", "NSimSun", "新宋体", "方正书宋_GBK", "华文宋体", "STSong"),
        "Times New Roman",
    ),
)
HEI = Face(
    "hei",
    "Docgen Hei",
    "DocgenHei-Bold.ttf",
    (
        *("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "等线", "DengXian"),
        *("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong"),
    ),
)
KAI = Face(
    "kai",
    "Docgen Kai",
    "DocgenKai-Regular.ttf",
    ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "华文楷体", "STKaiti"),
)
FANG = Face(
    "fang",
    "Docgen Fang",
    "fangsong/DocgenFang-Regular.ttf",
    (
        "仿宋",
        "仿宋_GB2312",
        "FangSong",
        "FangSong_GB2312",
        "方正仿宋_GBK",
        "华文仿宋",
        "STFangsong",
    ),
)
FACES: tuple[Face, ...] = (SONG, HEI, KAI, FANG)

# Song and Kai hold the rare characters; templates/pdf/base.typ follows the same order.
ORDER: dict[str, tuple[Face, ...]] = {
    "song": (SONG, KAI, HEI, FANG),
    "hei": (HEI, SONG, KAI, FANG),
    "kai": (KAI, SONG, HEI, FANG),
    "fang": (FANG, SONG, KAI, HEI),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of one face as sorted ranges: first and last code points."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def has(self, character: str) -> bool:
        """Whether the face has a glyph for this character."""
        point = ord(character)
        place = bisect_right(self.firsts, point) - 1
        return place >= 0 and point <= self.lasts[place]


@cache
def coverage() -> dict[str, Coverage]:
    """Return what each face covers, by the face's key (from fonts/coverage.txt)."""
    path = fonts_folder() / "coverage.txt"
    if not path.is_file():
        raise ResourceMissing(name="fonts/coverage.txt")
    by_file = {face.file: face.key for face in FACES}
    found = {}
    for line in path.read_text(encoding="ascii").splitlines():
        file, *spans = line.split(" ")
        pairs = [(low, high or low) for low, _, high in (span.partition("-") for span in spans)]
        found[by_file[file]] = Coverage(
            tuple(int(low, 16) for low, _ in pairs), tuple(int(high, 16) for _, high in pairs)
        )
    return found


@cache
def _not_covered() -> re.Pattern[str]:
    """A pattern for one character without a visible glyph; it reads text at C speed."""
    spans = sorted(
        pair
        for cover in coverage().values()
        for pair in zip(cover.firsts, cover.lasts, strict=True)
    )
    merged: list[tuple[int, int]] = []
    for low, high in spans:
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    ranges = "".join(rf"\U{low:08x}-\U{high:08x}" for low, high in merged)
    return re.compile(rf"[^{ranges}{DRAWN}\t\n\r]|[{INVISIBLE}]")


def is_invisible(character: str) -> bool:
    """Whether a character has no shape of its own: format characters, variation selectors."""
    return (
        unicodedata.category(character) in ("Cf", "Cc")
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def uncovered(text: str) -> tuple[str, ...]:
    """Return the visible characters that no bundled font has, each once, in their order."""
    found = dict.fromkeys(_not_covered().findall(text))
    return tuple(char for char in found if not is_invisible(char))


def code_point(character: str) -> str:
    """Return ``U+2B7A9``: at least four digits, as the standard writes it."""
    return f"U+{ord(character):04X}"


def printable(text: str) -> str:
    """Return the text with ``〔U+2B7A9〕`` for each character no font has; invisible ones go."""

    def shown(match: re.Match[str]) -> str:
        character = match.group()
        return "" if is_invisible(character) else f"〔{code_point(character)}〕"

    return _not_covered().sub(shown, text)


def glyph_findings(
    text: str, at: At | None, column: str | Sequence[str], *, household: str = "", person: str = ""
) -> tuple[Finding, ...]:
    """Return a finding for each character of a cell that no font has, with its code point."""
    return tuple(
        finding_at(
            at,
            column,
            code=NO_GLYPH,
            severity=Severity.warning,
            message=f"“{character}”（{code_point(character)}）没有可用的字形，"
            f"印出来是〔{code_point(character)}〕",
            fix="核对是否为误录的字；确为生僻字的，打印后手写补上，或在模板中改用有此字的字体",
            value=character,
            household=household,
            person=person,
        )
        for character in uncovered(text)
    )


def face_for(character: str, first: str = "song") -> Face | None:
    """Return the face that prints a character, beginning with ``first``; None when none has it."""
    covers = coverage()
    return next((face for face in ORDER[first] if covers[face.key].has(character)), None)


def runs(text: str, first: str = "song") -> Iterator[tuple[Face, str]]:
    """Yield the text in pieces of one face each; characters no font has come as code points."""
    start = ORDER[first][0]
    plain = printable(text).translate(STAND_IN)
    for face, characters in groupby(plain, lambda character: face_for(character, first) or start):
        yield face, "".join(characters)
