"""Chart: a value that is printed as a native chart, which Word and LibreOffice can edit.

The numbers stand in the chart and in a small workbook inside the document, so that a double click
opens them (ISO/IEC 29500-1, 21.2).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from docgen.word.filters import CannotFormat
from docgen.word.ooxml import plain
from docgen.word.pictures import MM, WP, A
from docgen.word.relations import R_NS, added

Number = int | Decimal
Kind = Literal["column", "bar", "stacked", "line"]
KINDS = ("column", "bar", "stacked", "line")
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "数据"
# Dark on white and apart in grey too: papers are printed without colour.
COLOURS = ("1F4E79", "C55A11", "7F7F7F", "548235", "BF9000", "2E75B6")
AXES = (111111111, 222222222)
FEW = 5  # counts up to here would have halves on their axis


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns, bars, stacked columns or lines: names along one axis, a row of numbers each.

    ``series`` maps a name to as many numbers as there are ``categories``; None is a gap.
    """

    kind: Kind
    title: str
    categories: Sequence[str]
    series: Mapping[str, Sequence[Number | None]]
    width_mm: float = 150
    height_mm: float = 80
    unit: str = field(default="")

    def draw(self) -> Drawn:
        """Return the chart's parts; CannotFormat when kinds or lengths do not fit."""
        if self.kind not in KINDS:
            raise CannotFormat("图表种类认不出")
        lengths = {len(numbers) for numbers in self.series.values()}
        if not self.categories or lengths != {len(self.categories)}:
            raise CannotFormat("图表的数不齐")
        chart = self._markup().encode()
        return Drawn(chart, self._book(), round(self.width_mm * MM), round(self.height_mm * MM))

    def _markup(self) -> str:
        groups = "".join(self._series(at, name) for at, name in enumerate(self.series))
        return (
            f'{HEAD}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R_NS}">'
            f'<c:roundedCorners val="0"/><c:chart>{self._title()}'
            f'<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{self._group(groups)}'
            f"{self._axes()}</c:plotArea>{self._legend()}"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"{_letters(10)}"
            '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
        )

    def _title(self) -> str:
        words = f"{self.title}（{self.unit}）" if self.unit else self.title
        return (
            "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr/></a:pPr>"
            '<a:r><a:rPr lang="zh-CN" sz="1200" b="0"><a:latin typeface="黑体"/>'
            f'<a:ea typeface="黑体"/></a:rPr><a:t>{plain(words)}</a:t></a:r></a:p></c:rich></c:tx>'
            '<c:overlay val="0"/></c:title>'
        )

    def _group(self, series: str) -> str:
        axes = "".join(f'<c:axId val="{axis}"/>' for axis in AXES)
        if self.kind == "line":
            return (
                f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
                f'<c:marker val="1"/>{axes}</c:lineChart>'
            )
        way = "bar" if self.kind == "bar" else "col"
        grouping = "stacked" if self.kind == "stacked" else "clustered"
        overlap = '<c:overlap val="100"/>' if self.kind == "stacked" else ""
        return (
            f'<c:barChart><c:barDir val="{way}"/><c:grouping val="{grouping}"/>'
            f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/>{overlap}{axes}</c:barChart>'
        )

    def _series(self, at: int, name: str) -> str:
        letter, last = _letter(at + 1), len(self.categories) + 1
        colour = f'<a:solidFill><a:srgbClr val="{COLOURS[at % len(COLOURS)]}"/></a:solidFill>'
        look = (
            f'<c:spPr><a:ln w="28575">{colour}</a:ln></c:spPr><c:marker><c:symbol val="circle"/>'
            "</c:marker>"
            if self.kind == "line"
            else f"<c:spPr>{colour}</c:spPr>"
        )
        names = "".join(_point(n, text) for n, text in enumerate(self.categories))
        numbers = "".join(
            _point(n, f"{value:f}" if isinstance(value, Decimal) else str(value))
            for n, value in enumerate(self.series[name])
            if value is not None
        )
        count = f'<c:ptCount val="{len(self.categories)}"/>'
        smooth = '<c:smooth val="0"/>' if self.kind == "line" else ""
        return (
            f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef>'
            f'<c:f>{SHEET}!${letter}$1</c:f><c:strCache><c:ptCount val="1"/>{_point(0, name)}'
            f"</c:strCache></c:strRef></c:tx>{look}"
            '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
            f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{names}"
            f"</c:strCache></c:strRef></c:cat><c:val><c:numRef>"
            f"<c:f>{SHEET}!${letter}$2:${letter}${last}</c:f><c:numCache>"
            f"<c:formatCode>General</c:formatCode>{count}{numbers}</c:numCache></c:numRef></c:val>"
            f"{smooth}</c:ser>"
        )

    def _axes(self) -> str:
        across = ("l", "b") if self.kind == "bar" else ("b", "l")
        turned = "maxMin" if self.kind == "bar" else "minMax"
        grid = (
            '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/>'
            "</a:solidFill></a:ln></c:spPr></c:majorGridlines>"
        )
        # A long list of bars is read from the top, and its numbers stand below it.
        meets = "max" if self.kind == "bar" else "autoZero"
        return (
            f'<c:catAx><c:axId val="{AXES[0]}"/><c:scaling><c:orientation val="{turned}"/>'
            f'</c:scaling><c:delete val="0"/><c:axPos val="{across[0]}"/>'
            '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
            f'<c:crossAx val="{AXES[1]}"/><c:crosses val="autoZero"/></c:catAx>'
            f'<c:valAx><c:axId val="{AXES[1]}"/><c:scaling><c:orientation val="minMax"/>'
            f'</c:scaling><c:delete val="0"/><c:axPos val="{across[1]}"/>{grid}'
            '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
            '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
            f'<c:crossAx val="{AXES[0]}"/><c:crosses val="{meets}"/>'
            f"{self._step()}</c:valAx>"
        )

    def _step(self) -> str:
        """A step of one where all numbers are small counts: no axis says half a household."""
        rows = list(zip(*self.series.values(), strict=True))
        counts = [[number or 0 for number in row] for row in rows]
        whole = all(number == int(number) for row in counts for number in row)
        highest = max(sum(row) if self.kind == "stacked" else max(row) for row in counts)
        return '<c:majorUnit val="1"/>' if whole and highest <= FEW else ""

    def _legend(self) -> str:
        if len(self.series) < 2:
            return ""
        return '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'

    def _book(self) -> bytes:
        """The workbook that a double click opens."""
        from datetime import datetime

        import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same bytes
        sheet = book.add_worksheet(SHEET)
        for column, name in enumerate(self.series, start=1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(self.series[name], start=1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
        for row, name in enumerate(self.categories, start=1):
            sheet.write_string(row, 0, name)
        book.close()
        return out.getvalue()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for a document: its part, its workbook, lengths in English Metric Units."""

    chart: bytes
    book: bytes
    width: int
    height: int

    @property
    def stem(self) -> str:
        """A name made from the content: an equal chart is in a document once."""
        return f"docgen-{hashlib.sha256(self.chart + self.book).hexdigest()[:16]}"

    @property
    def target(self) -> str:
        """The chart's part, beside the document."""
        return f"charts/{self.stem}.xml"

    def parts(self) -> dict[str, bytes]:
        """Return the parts of the chart by their names beside the document."""
        book = f"embeddings/{self.stem}.xlsx"
        relations = added(None, [("rId1", "package", f"../{book}", False)])
        return {
            self.target: self.chart,
            f"charts/_rels/{self.stem}.xml.rels": relations,
            book: self.book,
        }

    def run(self, relation: str, number: int) -> str:
        """Return a run with the chart (ISO/IEC 29500-1, 20.4.2.8)."""
        extent = f'cx="{self.width}" cy="{self.height}"'
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{WP}" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {extent}/><wp:docPr id="{number}" name="{self.stem}"/>'
            f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{C}"><c:chart xmlns:c="{C}"'
            f' xmlns:r="{R_NS}" r:id="{relation}"/></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def _point(at: int, text: str) -> str:
    return f'<c:pt idx="{at}"><c:v>{plain(text)}</c:v></c:pt>'


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _letters(points: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{points * 100}">'
        '<a:latin typeface="宋体"/><a:ea typeface="宋体"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
