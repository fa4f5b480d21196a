"""Looks for the cells of a marked copy: the own one with another fill and colour of letters.

The new looks are put behind the old ones, so no number of an old look changes.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from docgen.findings import Severity
from docgen.ledger.marked_xml import MAIN, content_of, named, tree
from docgen.ledger.marked_zip import Unmarkable

# Fill and letters with a contrast of 4.7 and more; the comment says it in words too.
COLOURS = {
    Severity.grave: ("FFFFC7CE", "FF9C0006"),
    Severity.error: ("FFFFC7CE", "FF9C0006"),
    Severity.warning: ("FFFFEB9C", "FF9C5700"),
    Severity.hint: ("FFDDEBF7", "FF1F4E78"),
}
MOST_LOOKS = 64_000  # of Excel, in one workbook
BEHIND_COLOUR = {named(name) for name in ("name", "family", "charset", "scheme")}
FILL = (
    '<fill xmlns="{main}"><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
    '<bgColor indexed="64"/></patternFill></fill>'
)
PLAIN = f"""<styleSheet xmlns="{MAIN}">
<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill>
<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


class Styles:
    """The looks of one workbook: ``marked`` gives the number of a coloured one."""

    def __init__(self, content: bytes) -> None:
        self._root = tree(content)
        self._fonts, self._fills, self._looks = map(self._list, ("fonts", "fills", "cellXfs"))
        self._made: dict[tuple[object, ...], int] = {}

    def _list(self, name: str) -> etree._Element:
        found = self._root.find(named(name))
        if found is None or not len(found):
            raise Unmarkable("样式不全")
        return found

    def marked(self, look: int, severity: Severity) -> int:
        """Return the number of a look that is ``look`` in the colours of a severity."""
        fill, letters = COLOURS[severity]
        key = ("look", look, fill)
        if key not in self._made:
            self._made[key] = self._derived(look, fill, letters)
        return self._made[key]

    def _derived(self, look: int, fill: str, letters: str) -> int:
        own = self._looks[look if look < len(self._looks) else 0]
        new = deepcopy(own)
        new.set("fillId", str(self._fill(fill)))
        new.set("applyFill", "1")
        font = int(own.get("fontId", "0")) if own.get("fontId", "0").isdigit() else 0
        new.set("fontId", str(self._font(font, letters)))
        new.set("applyFont", "1")
        if len(self._looks) >= MOST_LOOKS:
            raise Unmarkable("单元格格式太多")
        return _appended(self._looks, new)

    def _fill(self, colour: str) -> int:
        key = ("fill", colour)
        if key not in self._made:
            fill = etree.fromstring(FILL.format(main=MAIN, colour=colour))
            self._made[key] = _appended(self._fills, fill)
        return self._made[key]

    def _font(self, number: int, colour: str) -> int:
        """The number of a font in another colour."""
        key = ("font", number, colour)
        if key not in self._made:
            font = deepcopy(self._fonts[number if number < len(self._fonts) else 0])
            for old in font.findall(named("color")):
                font.remove(old)
            places = [place for place, one in enumerate(font) if one.tag in BEHIND_COLOUR]
            new = etree.Element(named("color"), {"rgb": colour})
            font.insert(min(places, default=len(font)), new)
            self._made[key] = _appended(self._fonts, font)
        return self._made[key]

    def content(self) -> bytes:
        """Return styles.xml with the new looks."""
        etree.cleanup_namespaces(self._fills, keep_ns_prefixes=[])
        return content_of(self._root)

    @property
    def changed(self) -> bool:
        return bool(self._made)


def _appended(elements: etree._Element, new: etree._Element) -> int:
    """Put an element behind the others and return its number; the list says how many it has."""
    new.tail = None
    elements.append(new)
    items = [one for one in elements if isinstance(one.tag, str)]
    elements.set("count", str(len(items)))
    return len(items) - 1
