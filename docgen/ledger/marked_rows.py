"""Which rows of a large sheet must be parsed to be marked; all others are copied unseen.

Sheets as programs write them only: whatever looks unusual (comments, sections of plain text, rows
without numbers or out of order) is left to the parser from there on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

HEAD_LIMIT = 4_000_000  # bytes in which the rows must begin
DATA = re.compile(rb"<(?:\w+:)?sheetData\s*>")
END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*>")
NUMBER = re.compile(rb'\sr="([1-9]\d{0,6})"')
UNUSUAL = (b"<!", b"<?", b"extLst", b"AlternateContent")

Piece = tuple[bytes, int]
"""Bytes to be parsed and 0, or bytes to be copied and the number of their last row."""


def pieces(chunks: Iterable[bytes], rows: Iterable[int]) -> Iterator[Piece]:
    """Yield the chunks cut into what must be parsed and what may be copied.

    ``rows`` are the numbers of the rows to be changed; where one does not exist, the row behind it
    is parsed. Nothing is left out and the order stays.
    """
    coming = iter(chunks)
    buffer, place = _head(coming)
    yield buffer[:place], 0
    buffer = buffer[place:]
    waiting = sorted(set(rows), reverse=True)
    last = 0
    while buffer:
        end = END.search(buffer)
        inside = buffer[: end.start()] if end else buffer
        if any(sign in inside for sign in UNUSUAL):
            break
        found, done, last, sound = _cut(inside, waiting, last, whole=end is not None)
        yield from found
        buffer = buffer[done:]
        more = next(coming, b"") if sound and not end else b""
        if not more:
            break
        buffer += more
    yield buffer, 0
    for chunk in coming:
        yield chunk, 0


def _head(coming: Iterator[bytes]) -> tuple[bytes, int]:
    """Return what was read so far and where the rows begin (its end when they do not)."""
    buffer = b""
    for chunk in coming:
        buffer += chunk
        found = DATA.search(buffer)
        if found:
            sound = b"<!" not in buffer[: found.start()]
            return buffer, found.end() if sound else len(buffer)
        if len(buffer) > HEAD_LIMIT:
            break
    return buffer, len(buffer)


def _cut(
    rows: bytes, waiting: list[int], last: int, *, whole: bool
) -> tuple[list[Piece], int, int, bool]:
    """Cut the rows that are complete; the last one is when the buffer is ``whole``.

    Return the pieces, how far they reach, the last row's number, and whether all rows were as
    programs write them. Rows that are reached are taken off ``waiting`` (the next one is its last).
    """
    starts = [found.start() for found in ROW.finditer(rows)]
    ends = [*starts[1:], len(rows)] if whole and starts else starts[1:]
    found: list[Piece] = []
    done = reach = 0
    sound = True
    for start, end in zip(starts, ends, strict=False):
        number = NUMBER.search(rows, start, rows.index(b">", start) + 1)
        row = int(number.group(1)) if number else 0
        sound = row > last
        if not sound:
            break
        if waiting and waiting[-1] <= row:
            found += [(rows[done:start], last), (rows[start:end], 0)]
            done = end
            while waiting and waiting[-1] <= row:
                waiting.pop()
        reach, last = end, row
    found.append((rows[done:reach], last))
    return [piece for piece in found if piece[0]], reach, last, sound
