"""Lines of a page with their height, and the title among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TITLE_LINES = 3
TITLE_SIGNS = 60
LARGER = 1.12
"""A title is set at least this much larger than the usual line."""
UPPER_PART = 0.55
SAME_SIZE, SAME_ON_SCANS = 0.93, 0.88
"""Lines of one title are of nearly one height; on a scan heights are measured, not known."""
SIGNED = re.compile(r"[一-鿿]")
_PLACE = re.compile(r"[一-鿿]{1,14}(?:省|市|州|县|区|旗|乡|镇|街道|村)")
_SENTENCE = re.compile(r"[，。；：,;:]")
"""A line with one of these below a title is text, however large."""
_DOCUMENT_NUMBER = (
    r"[一-鿿]{1,14}\s*[〔\[(（【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*(?:第\s*)?\d{1,4}\s*号"
)
_CONTRACT_NUMBER = r"(?:合同|协议|协议书|文书|证书|借据)编号\s*[:：]\s*\S*"
_BEFORE = re.compile(
    rf"(?:{_DOCUMENT_NUMBER}\s*)?附\s*[件表]\s*[\d一二三四五六七八九十]*(?:\s*[:：]|\s+|$)"
    rf"|{_DOCUMENT_NUMBER}\s*"
    r"|(?:编\s*号|档\s*号|表\s*号|序\s*号|密\s*级|户\s*编\s*号)\s*[:：]\s*[A-Za-z0-9\-_]*\s*"
    rf"|{_CONTRACT_NUMBER}\s*"
)
_NUMBER_LINE = re.compile(
    rf"{_DOCUMENT_NUMBER}\s*(?:附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[:：]?)?|{_CONTRACT_NUMBER}"
)
"""附件3, 编号：03-017, 云扶发〔2019〕4号附件2 and the like stand before a title and are none."""
_BODY = (
    r"[一-鿿（）()]{2,28}?(?:人民政府|委员会|办公室|医院|卫生院|局|组织部|宣传部|督[查导]组|巡[视察]组|检查组"
    r"|公司|信用联社|信用社|银行|中学|小学|联合会)"
)
_LETTERHEAD = re.compile(
    rf"(?!关于)(?:{_BODY}(?:[\s、]*{_BODY})*(?:文件|监制|统一监制|印制|制|编制)?|[一-鿿（）()]{{2,28}}(?:领导小组|指挥部|党委|党支部)文件)"
)
"""Who issues a paper, alone on a line above the title, often larger than it: a red head."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, the height of its type, its place from the top (0 … 1)."""

    text: str
    height: float = 0.0
    top: float = 0.0


def title_of(lines: Sequence[Line], same: float = SAME_SIZE) -> tuple[str, bool]:
    """Return what stands largest in the upper part of a page, else its first line.

    ``same`` is how near in height the lines of one title are. The second value says whether the
    title stands out by its size.
    """
    written = [line for line in lines if SIGNED.search(line.text)]
    if not written:
        return "", False
    titled = [line for line in written if not _issues(line.text)] or written
    upper = [line for line in titled if line.top <= UPPER_PART] or titled[:3]
    largest = max(line.height for line in upper)
    if largest <= 0 or largest < _usual(written, largest * same) * LARGER:
        return _first(upper), False
    return _joined(upper, largest * same), True


def without_number(text: str) -> str:
    """Return a line without what only announces a title, or the line where nothing else is."""
    return text[found.end() :].strip() or text if (found := _BEFORE.match(text)) else text


def announces(text: str) -> bool:
    """Whether a line is no title but stands before one."""
    return _BEFORE.fullmatch(text) is not None or _issues(text)


def _issues(text: str) -> bool:
    """Whether a line is only the name of who issues a paper, or its number."""
    words = text.strip()
    return bool(_LETTERHEAD.fullmatch(words) or _NUMBER_LINE.fullmatch(words))


def _usual(lines: Sequence[Line], least: float) -> float:
    """The middle height of a page, of the smaller lines where few are as large as a title."""
    heights = sorted(line.height for line in lines)
    smaller = [height for height in heights if height < least]
    if smaller and len(heights) - len(smaller) <= TITLE_LINES:
        heights = smaller
    return heights[len(heights) // 2]


def _first(lines: Sequence[Line]) -> str:
    """Without any larger line the first one speaks."""
    texts = [line.text.strip() for line in lines[:3]]
    named = [text for text in texts if not announces(text)]
    return without_number((named or texts)[0])[:TITLE_SIGNS]


def _joined(lines: Sequence[Line], least: float) -> str:
    """The largest line and those of its size right after it; no title ends with a mere place."""
    parts: list[str] = []
    for line in lines:
        words = re.sub(r"\s+", "", without_number(line.text.strip()))
        whole = bool(parts) and not _PLACE.fullmatch("".join(parts))
        if whole and (line.height < least or _SENTENCE.search(words)):
            break
        if not parts and line.height < least:
            continue
        if parts and announces(parts[-1]):
            parts.pop()
        parts.append(words)
        if len(parts) == TITLE_LINES:
            break
    return "".join(parts)[:TITLE_SIGNS]
