"""RichText: a value whose pieces have formats of their own, for ``{{r x }}`` or ``{{ x }}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docgen.word.ooxml import LINE_BREAK, PAGE_BREAK, PAGE_RUN, TAB_STOP, TEXT_OPEN, plain
from docgen.word.relations import R_NS
from docgen.word.values import ILLEGAL, LINE_END

COLOR = re.compile(r"[0-9A-Fa-f]{6}")
LINK = re.compile(r"(?:https?://|mailto:)\S+")
BLUE = "0563C1"
NEW_PAGE, NEW_PARAGRAPH = "\f", "\a"  # as docxtpl has them
UNDERLINES = {True: "single", "single": "single", "double": "double", "wave": "wave"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one format; ``size`` is in points, ``color`` six hexadecimal digits."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool | str = False
    strike: bool = False
    color: str = ""
    size: float = 0
    font: str = ""
    url: str = ""

    def markup(self, relation: str = "", between: str = "") -> str:
        """Return the piece as a run; what is not set is as the style has it.

        ``relation`` leads to its address; ``between`` ends one paragraph and begins another.
        """
        before = f"<w:r><w:rPr>{self._properties()}</w:rPr>{TEXT_OPEN}"
        after = "</w:t></w:r>"
        if relation:
            link = f'<w:hyperlink xmlns:r="{R_NS}" r:id="{relation}" w:history="1">'
            before, after = f"{link}{before}", f"{after}</w:hyperlink>"
        return f"{before}{parted(self.text, between and f'{after}{between}{before}')}{after}"

    def _properties(self) -> str:
        """In the order of CT_RPr (ISO/IEC 29500-1, 17.3.2.28)."""
        parts = []
        if self.font:
            name = plain(self.font)
            parts.append(f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>')
        parts += [
            tag
            for tag, wanted in (
                ("<w:b/>", self.bold),
                ("<w:i/>", self.italic),
                ("<w:strike/>", self.strike),
            )
            if wanted
        ]
        if self.color:
            parts.append(f'<w:color w:val="{self.color}"/>')
        if self.size:
            parts.append(f'<w:sz w:val="{round(self.size * 2)}"/>')
        if self.underline:
            parts.append(f'<w:u w:val="{UNDERLINES[self.underline]}"/>')
        return "".join(parts)


def parted(text: str, between: str) -> str:
    """Return text as markup in a run: line ends, tabs, paragraphs and pages as Word writes them.

    Where ``between`` ends a paragraph and begins another, a page break has one of its own.
    """
    page = PAGE_BREAK
    if between:
        page = between.replace("</w:p><w:p>", f"</w:p><w:p>{PAGE_RUN}</w:p><w:p>", 1)
    pages = [
        (between or LINE_BREAK).join(map(_plain, part.split(NEW_PARAGRAPH)))
        for part in text.split(NEW_PAGE)
    ]
    return page.join(pages)


def _plain(text: str) -> str:
    text = plain(ILLEGAL.sub("", LINE_END.sub("\n", text)))
    return text.replace("\n", LINE_BREAK).replace("\t", TAB_STOP)


@dataclass(frozen=True, slots=True)
class Listing:
    """Text that keeps the format of its tag; ``\\f`` begins a page, ``\\a`` a paragraph."""

    text: str


@dataclass(slots=True)
class RichText:
    """Pieces of text put one after another: ``RichText("甲").add("乙", bold=True)``.

    ``\\f`` begins a new page, ``\\a`` a new paragraph. Errors: ValueError for a colour, underline
    or address that Word does not know.
    """

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.text:
            self.pieces.insert(0, Piece(self.text))

    def add(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        underline: bool | str = False,
        strike: bool = False,
        color: str = "",
        size: float = 0,
        font: str = "",
        url: str = "",
    ) -> RichText:
        """Append a piece and return the whole, so that calls can follow one another."""
        color = color.removeprefix("#")
        if color and not COLOR.fullmatch(color):
            raise ValueError(f"color: {color}")
        if underline and underline not in UNDERLINES:
            raise ValueError(f"underline: {underline}")
        if url and not LINK.fullmatch(url):
            raise ValueError(f"url: {url}")
        if url:
            color, underline = color or BLUE, underline or "single"
        self.pieces.append(Piece(text, bold, italic, underline, strike, color, size, font, url))
        return self

    def words(self) -> str:
        """Return the text without its formats."""
        return "".join(piece.text for piece in self.pieces)
