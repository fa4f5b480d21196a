"""Cutting a bundle into papers: one file is one paper unless its pages clearly say otherwise.

Cuts are made at separator sheets (a QR sheet, or a blank page before a title) and at pages whose
title names another document type or another household. What is not sure is left whole and shown;
so is a cut at a title that is no larger than the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.archive import qr
from docgen.archive.classify import Judge
from docgen.archive.dates import when_of
from docgen.archive.matching import Hit, hits, renamed
from docgen.archive.plain import dense
from docgen.archive.reading import PageText
from docgen.archive.who import owner_of

TITLE_SHARE = 0.3
"""A word that names the type must fill this part of a title that begins a paper."""
LONGEST_TITLE = 40
FEWEST_SIGNS = 3
ANNEXES = ("附件", "附表", "附:")
SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十\d]+[)）、.．]|第[一二三四五六七八九十\d]+[章节条]"
)
PAGE_OF = re.compile(r"第(\d{1,3})页[/,，;；、|]?\(?共(\d{1,3})页|(?<!\d)(\d{1,3})/(\d{1,3})页")
"""第2页/共3页 says where in its paper a page stands; 第2页 alone may count a bundle."""
NUMBER_LINES = 2
SHEET = f"{qr.MARK}S=1"
BARE = {"申请", "申请书", "申请表", "报告", "证明", "协议", "协议书", "承诺书", "合同", "合同书"}
BARE |= {"通知", "公示", "公告", "会议记录", "审批表"}
"""Titles that say what a paper is and not of what: large on a page, one begins a paper."""
FLAT_TITLE = 30
NOT_A_TITLE = re.compile(r"[。,，;；:：!！?？|]")
NO_TITLE = "从这页起像是另一件，前一件没有标题，分件不确定"
FLAT = "题名与正文一样大，分件不确定"
BUNDLE_NAMES = ("合集", "合订", "汇编", "打包", "合并", "一套", "全套")


@dataclass(frozen=True, slots=True)
class Piece:
    """Pages of one paper (1-based, inclusive); ``code`` from its QR sheet; ``doubt`` for people."""

    first: int
    last: int
    code: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """The papers of a file and the separator sheets left out."""

    pieces: tuple[Piece, ...]
    separators: tuple[int, ...] = ()


def split(judge: Judge, pages: Sequence[PageText], name: str) -> Split:
    """Return the papers of a file; every page is in exactly one piece or is a separator."""
    starts: list[Piece] = []
    separators: list[int] = []
    code, current, closed, shown = "", NOTHING, False, NOTHING
    for number, page in enumerate(pages, start=1):
        said = page.code or _written_code(page)
        marks = qr.parts(said)
        if marks.get("S"):
            separators.append(number)
            code, current, closed, shown = said, NOTHING, False, NOTHING
            continue
        after_sheet = number - 1 in separators
        after_blank = number > 1 and pages[number - 2].blank
        begins = _begins(judge, page, after_blank)
        place = _place_in_paper(page)
        ended = number > 1 and _place_in_paper(pages[number - 2])
        opened = place and place[0] == 1 and (not ended or ended[0] == ended[1])
        if place and place[0] > 1 and ended and place == (ended[0] + 1, ended[1]):
            # Page numbers run on: a heading inside a paper is no new paper.
            closed = closed or _dated(page)
            continue
        flat = begins or _begins_flat(judge, page)
        if (
            not starts
            or after_sheet
            or marks
            or (opened and number > 1)
            or (begins and _cuts(current, begins, after_blank=after_blank, closed=closed))
        ):
            # Only an empty page is left out; one with specks stays with the paper before.
            if begins and after_blank and pages[number - 2].empty and not after_sheet:
                separators.append(number - 1)
            sure = not starts or after_sheet or after_blank or bool(marks or opened or current)
            starts.append(
                Piece(
                    number,
                    number,
                    page.code or (code if after_sheet or not _names_type(code) else ""),
                    "" if sure else NO_TITLE,
                )
            )
            current = begins or (NOTHING if opened else current)
            closed, shown = False, flat
        elif closed and flat.dated and not begins and not _goes_on(shown, flat):
            starts[-1] = replace(starts[-1], doubt=starts[-1].doubt or FLAT)
            starts.append(Piece(number, number, doubt=FLAT))
            current, closed, shown = NOTHING, False, flat
        closed = closed or _dated(page)
    pieces = _closed(starts, separators, len(pages))
    if len(pieces) == 1 and len(pages) > 1 and any(word in name for word in BUNDLE_NAMES):
        only = pieces[0]
        doubt = "文件名像是多件合在一起，但没有可靠的分件标志"
        pieces = [Piece(only.first, only.last, only.code, doubt)]
    return Split(tuple(pieces), tuple(sorted(separators)))


def _written_code(page: PageText) -> str:
    """The code in letters at the foot of a separator sheet that never was on paper."""
    found = [line.strip() for line in page.text.splitlines() if line.strip().startswith(SHEET)]
    return found[0] if found else ""


def _names_type(code: str) -> bool:
    """A sheet with a type stands for one paper, one with a household only for all that follow."""
    return bool(qr.parts(code).get("T"))


def _closed(starts: list[Piece], separators: list[int], count: int) -> list[Piece]:
    """Give every piece its last page; separator sheets belong to none."""
    pieces = []
    for place, piece in enumerate(starts):
        end = starts[place + 1].first - 1 if place + 1 < len(starts) else count
        while end in separators:
            end -= 1
        if end >= piece.first:
            pieces.append(Piece(piece.first, end, piece.code, piece.doubt))
    return pieces


def _place_in_paper(page: PageText) -> tuple[int, int] | None:
    """Return (2, 3) for a page whose first or last lines say 第2页/共3页."""
    lines = [dense(line) for line in page.text.splitlines() if line.strip()]
    for line in (*lines[-NUMBER_LINES:], *lines[:NUMBER_LINES]):
        found = PAGE_OF.search(line)
        if found:
            place, count = (int(part) for part in found.groups() if part)
            return (place, count) if 1 <= place <= count else None
    return None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a title page begins: the word that names its type, its household, its title.

    ``dated`` says that the page bears its own closing date, ``annex`` that it may be an annex of
    the paper before. ``codes`` are the types its words name. One without a word begins nothing.
    """

    word: str = ""
    household: str = ""
    title: str = ""
    dated: bool = False
    annex: bool = False
    codes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.word)


NOTHING = Beginning()


def _dated(page: PageText) -> bool:
    return bool(when_of(title="", text=page.text, name="", folders=(), latest=9999).day)


def _begins(judge: Judge, page: PageText, after_blank: bool) -> Beginning:
    """What a page that clearly begins a paper begins.

    Behind a blank page any title that stands out begins a paper. 附件3 over a form of a household
    is the county's number of the form; anything else under it may be an annex.
    """
    title = dense(page.title)
    if not page.headed or SECTION.match(title):
        return NOTHING
    if not title or len(title) > LONGEST_TITLE or title.startswith(ANNEXES):
        return NOTHING
    shown = renamed(title, judge.schema.same_words)
    owner = owner_of(judge.roster, text=page.text, name="", title=page.title)
    household = owner.household if owner.sure else ""
    annex = not household and any(
        dense(line).startswith(ANNEXES) for line in page.text.splitlines()[:1]
    )
    found = hits(judge.index, shown)
    best = _naming(found, shown, sure=bool(household))
    if best is None:
        bare = shown in BARE
        alone = (after_blank or bare) and not annex
        return Beginning(title, household, title, _dated(page)) if alone else NOTHING
    return Beginning(best.word, household, title, _dated(page), annex, _codes(found))


def _begins_flat(judge: Judge, page: PageText) -> Beginning:
    """What a page may begin whose title is no larger than its text: a line that ends with a type.

    A person looks at what is cut there.
    """
    title = dense(page.title)
    if page.headed or not FEWEST_SIGNS <= len(title) <= FLAT_TITLE:
        return NOTHING
    first = next((dense(line) for line in page.text.splitlines() if line.strip()), "")
    if SECTION.match(title) or NOT_A_TITLE.search(title) or first.startswith(ANNEXES):
        return NOTHING
    shown = renamed(title, judge.schema.same_words)
    ends = [hit for hit in hits(judge.index, shown) if not hit.weak and _ends(hit, shown)]
    if not ends:
        return NOTHING
    owner = owner_of(judge.roster, text=page.text, name="", title=page.title)
    household = owner.household if owner.sure else ""
    word = max(ends, key=_length).word
    return Beginning(word, household, title, _dated(page), codes=_codes(ends))


def _naming(found: Sequence[Hit], title: str, *, sure: bool) -> Hit | None:
    """The word that says what a title page is: one that fills a part of it, or its last word.

    On a page that surely names a household a word that is weak elsewhere is enough at the end.
    """
    fewest = max(FEWEST_SIGNS, len(title) * TITLE_SHARE)
    fit = [
        hit
        for hit in found
        if (not hit.weak and (_length(hit) >= fewest or _ends(hit, title)))
        or (hit.weak and sure and _ends(hit, title))
    ]
    return max(fit, key=_length, default=None)


def _codes(found: Sequence[Hit]) -> frozenset[str]:
    return frozenset(hit.code for hit in found if not hit.weak)


def _goes_on(shown: Beginning, flat: Beginning) -> bool:
    """Whether a flat title is a heading inside the paper: of its type, of no other household."""
    apart = shown.household and flat.household and shown.household != flat.household
    return bool(shown.codes & flat.codes) and not apart


def _ends(hit: Hit, title: str) -> bool:
    return len(title) - hit.end <= 1


def _length(hit: Hit) -> int:
    return hit.end - hit.start


def _cuts(current: Beginning, begins: Beginning, *, after_blank: bool, closed: bool) -> bool:
    """Whether a title page begins a paper; what may be an annex only behind a dated paper."""
    if begins.annex:
        return closed and begins.dated and _differs(current, begins, closed=closed)
    return after_blank or _differs(current, begins, closed=closed)


def _differs(current: Beginning, begins: Beginning, *, closed: bool) -> bool:
    """Another type, the same type of another household that both pages name surely, or another
    title behind a paper that is ``closed`` by its date, on a page with a date of its own.
    """
    if current.word != begins.word:
        return True
    if current.household and begins.household:
        return current.household != begins.household
    return closed and begins.dated and current.title != begins.title
