"""RichText: a value whose pieces have formats of their own, for ``{{r x }}`` or ``{{ x }}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docgen.word.ooxml import LINE_BREAK, TAB_STOP, TEXT_OPEN, plain
from docgen.word.values import ILLEGAL, LINE_END

COLOR = re.compile(r"[0-9A-Fa-f]{6}")
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

    def markup(self) -> str:
        """Return the piece as a run; what is not set is as the style has it."""
        text = plain(ILLEGAL.sub("", LINE_END.sub("\n", self.text)))
        text = text.replace("\n", LINE_BREAK).replace("\t", TAB_STOP)
        return f"<w:r><w:rPr>{self._properties()}</w:rPr>{TEXT_OPEN}{text}</w:t></w:r>"

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


@dataclass(slots=True)
class RichText:
    """Pieces of text put one after another: ``RichText("甲").add("乙", bold=True)``.

    Errors: ValueError for a colour or underline that Word does not know.
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
    ) -> RichText:
        """Append a piece and return the whole, so that calls can follow one another."""
        color = color.removeprefix("#")
        if color and not COLOR.fullmatch(color):
            raise ValueError(f"color: {color}")
        if underline and underline not in UNDERLINES:
            raise ValueError(f"underline: {underline}")
        self.pieces.append(Piece(text, bold, italic, underline, strike, color, size, font))
        return self

    def words(self) -> str:
        """Return the text without its formats."""
        return "".join(piece.text for piece in self.pieces)

    def markup(self) -> str:
        """Return the runs."""
        return "".join(piece.markup() for piece in self.pieces)
