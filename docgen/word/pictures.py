"""Image: a value that is printed as a picture in the line of its tag."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from docgen.word.filters import CannotFormat
from docgen.word.ooxml import plain
from docgen.word.relations import R_NS

ENDINGS = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "BMP": "bmp"}
TYPES = {ending: f"image/{ending}" for ending in ENDINGS.values()}
MM = 36000  # English Metric Units (ISO/IEC 29500-1, 20.1.2.1)
INCH = 914400
SCREEN = 96  # dots an inch where a picture does not say
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG, JPEG, GIF or BMP as a path or bytes; one size given, the other follows."""

    source: str | Path | bytes
    width_mm: float = 0
    height_mm: float = 0
    words: str = ""

    def read(self) -> Loaded:
        """Return the picture's bytes, kind and size; CannotFormat when it is no picture."""
        from PIL import Image as Pictures
        from PIL import UnidentifiedImageError

        try:
            data = self.source if isinstance(self.source, bytes) else Path(self.source).read_bytes()
            with Pictures.open(io.BytesIO(data)) as picture:
                kind, size, dots = picture.format or "", picture.size, picture.info.get("dpi")
        except (OSError, UnidentifiedImageError, Pictures.DecompressionBombError) as error:
            raise CannotFormat("图片打不开") from error
        if kind not in ENDINGS:
            raise CannotFormat("图片要用 PNG 或 JPEG")
        across, down = dots or (SCREEN, SCREEN)
        natural = (
            size[0] * INCH / (across if across > 1 else SCREEN),
            size[1] * INCH / (down if down > 1 else SCREEN),
        )
        return Loaded(data, ENDINGS[kind], *self._extent(*natural), self.words)

    def _extent(self, width: float, height: float) -> tuple[int, int]:
        if self.width_mm and self.height_mm:
            return round(self.width_mm * MM), round(self.height_mm * MM)
        scale = 1.0
        if self.width_mm:
            scale = self.width_mm * MM / width
        elif self.height_mm:
            scale = self.height_mm * MM / height
        return max(round(width * scale), 1), max(round(height * scale), 1)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A picture ready for a document: lengths in English Metric Units."""

    data: bytes
    ending: str
    width: int
    height: int
    words: str

    @property
    def name(self) -> str:
        """A file name made from the content: the same picture is in a document once."""
        return f"docgen-{hashlib.sha256(self.data).hexdigest()[:16]}.{self.ending}"

    def run(self, relation: str, number: int) -> str:
        """Return a run with the picture (ISO/IEC 29500-1, 20.4.2.8)."""
        extent = f'cx="{self.width}" cy="{self.height}"'
        named = f'id="{number}" name="{plain(self.name)}" descr="{plain(self.words)}"'
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{WP}" distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {extent}/><wp:docPr {named}/>"
            f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}">'
            f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip xmlns:r="{R_NS}" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
