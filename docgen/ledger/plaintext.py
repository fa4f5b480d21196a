"""Tables that are text: .csv in the encodings offices use, and web pages saved as .xls."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;|，"
MAX_HTML_CELLS = 2_000_000
MAX_SPAN = 1000


class NotText(Exception):
    """The bytes are no text in any encoding that offices use."""


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without BOM), UTF-16 or GBK."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise NotText from error
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return _without_mark(data)


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: every comma and digit has a zero byte on one side."""
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if zeros.count(0) * 20 >= len(zeros):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if all(sign.isprintable() or sign in "\t\r\n" for sign in text):
                return text
    raise NotText


def csv_rows(text: str) -> list[list[object]]:
    """Return the rows of a .csv; ``="0123"`` (how Excel keeps zeros) becomes ``0123``."""
    csv.field_size_limit(10_000_000)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[_unwrapped(cell) for cell in row] for row in reader]


def _delimiter(text: str) -> str:
    """Return the sign that stands most often in the first lines (a comma when none does)."""
    head = "\n".join(text.splitlines()[:10])
    return max(DELIMITERS, key=head.count) if any(sign in head for sign in DELIMITERS) else ","


def _unwrapped(cell: str) -> str:
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell.lstrip("\t")


class _Tables(HTMLParser):
    """Collects every table of a page into rows, with row and column spans filled by blanks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[object]]] = []
        self.merges: list[list[tuple[tuple[int, int], tuple[int, int]]]] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._taken: set[tuple[int, int]] = set()
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._close_cell()
            self.tables.append([])
            self.merges.append([])
            self._taken = set()
        elif tag == "tr" and self.tables:
            self._close_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._close_cell()
            self._cell = []
            found = dict(attrs)
            self._spans = (_span(found.get("rowspan")), _span(found.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is None or not self.tables or not self.tables[-1]:
            return
        text, self._cell = "".join(self._cell).strip(), None
        row, line = len(self.tables[-1]) - 1, self.tables[-1][-1]
        while (row, len(line)) in self._taken:
            line.append("")
        column = len(line)
        high, wide = self._spans
        self._count += wide * high
        if self._count > MAX_HTML_CELLS:
            return
        line.extend([text] + [""] * (wide - 1))
        if high > 1 or wide > 1:
            self.merges[-1].append(((row, column), (row + high - 1, column + wide - 1)))
        self._taken |= {(row + r, column + c) for r in range(1, high) for c in range(wide)}


def _span(raw: str | None) -> int:
    return min(max(int(raw), 1), MAX_SPAN) if raw and raw.isascii() and raw.isdigit() else 1


Merge = tuple[tuple[int, int], tuple[int, int]]


def html_tables(text: str) -> list[tuple[list[list[object]], list[Merge]]]:
    """Return every table of a web page as rows with its merged ranges."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    parser.handle_endtag("table")
    return list(zip(parser.tables, parser.merges, strict=True))
