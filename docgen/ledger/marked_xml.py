"""XML of a workbook for a marked copy.

Sheets may be large and full of things that only Excel knows: ``Stream`` copies them byte by byte
except where something is put in. The small parts are read and written as trees. A part with a
document type is refused, so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from lxml import etree

from docgen.ledger.marked_zip import Unmarkable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/"
MARK = "\n"  # stands in no name and no namespace
START_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
ATTRIBUTE = re.compile(rb"(\s)([^\s=/<>\"']+)\s*=\s*(\"[^\"]*\"|'[^']*')")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Stream:
    """A part on its way from the pieces of the old one to the pieces of the new one.

    The handlers are called for elements with their qualified name (see ``local``); during the
    call ``insert`` and ``replace_tag`` change what is written.
    """

    def __init__(
        self,
        write: Callable[[bytes], None],
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
    ) -> None:
        self._write = write
        self._buffer = b""
        self._base = 0  # offset of the buffer's first byte in the part
        self._written = 0  # offset up to which everything is written
        parser = expat.ParserCreate(namespace_separator=MARK)
        parser.namespace_prefixes = True
        if hasattr(parser, "SetReparseDeferralEnabled"):  # a tag is told as soon as it is whole
            parser.SetReparseDeferralEnabled(False)
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.XmlDeclHandler = _check_encoding
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        self._parser = parser

    def run(self, pieces: Iterable[bytes]) -> None:
        """Parse all pieces and write them, changed where a handler says so."""
        for piece in pieces:
            self.feed(piece)
        self.feed(b"", last=True)

    def copy(self, piece: bytes) -> None:
        """Write something that is not parsed; all before it must be parsed to the end of a tag."""
        self._flush(self._base + len(self._buffer))
        self._buffer, self._base = b"", self._written
        self._write(piece)

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Parse one piece and write it, changed where a handler says so."""
        self._buffer += piece
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, UnicodeError) as error:
            raise Unmarkable("内容损坏") from error
        # What a later event may still touch begins where the parser stands.
        end = self._base + len(self._buffer)
        self._flush(end if last else min(self._parser.CurrentByteIndex, end))
        self._buffer = self._buffer[self._written - self._base :]
        self._base = self._written

    def _flush(self, end: int) -> None:
        if end > self._written:
            self._write(self._buffer[self._written - self._base : end - self._base])
            self._written = end

    def tag(self) -> bytes:
        """Return the start tag that the handler is called for."""
        found = START_TAG.match(self._buffer, self._parser.CurrentByteIndex - self._base)
        if not found:
            raise Unmarkable("内容损坏")
        return found.group()

    def insert(self, text: bytes) -> None:
        """Put something before the tag that the handler is called for."""
        if text:
            if self._parser.CurrentByteIndex < self._written:
                raise Unmarkable("内容损坏")
            self._flush(self._parser.CurrentByteIndex)
            self._write(text)

    def replace_tag(self, text: bytes) -> None:
        """Put something in the place of the start tag that the handler is called for."""
        length = len(self.tag())
        self.insert(text)
        self._written = self._parser.CurrentByteIndex + length


def _refuse_doctype(*_: object) -> None:
    raise Unmarkable("含有文档类型声明")


def _check_encoding(_: str, encoding: str | None, __: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
        raise Unmarkable(f"编码是 {encoding}")


def local(name: str) -> str:
    """Return an element's name without the main namespace, empty when it is of another one."""
    uri, _, rest = name.partition(MARK)
    return rest.partition(MARK)[0] if uri == MAIN else ""


def prefix(name: str) -> bytes:
    """Return the prefix of an element's name with its colon (``x:``), empty when it has none."""
    parts = name.split(MARK)
    return f"{parts[2]}:".encode() if len(parts) > 2 else b""


def opened(tag: bytes) -> bytes:
    """Return the start tag of an empty element as one that has content."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def closing(tag: bytes) -> bytes:
    """Return the end tag that belongs to a start tag."""
    return b"</" + re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0] + b">"


def with_attributes(tag: bytes, changes: Mapping[str, object]) -> bytes:
    """Return a start tag with these attributes set; all others keep their bytes."""
    for key, value in changes.items():
        name, written = key.encode(), f'{key}="{value}"'.encode()
        for found in ATTRIBUTE.finditer(tag):
            if found.group(2) == name:
                tag = tag[: found.start(2)] + written + tag[found.end() :]
                break
        else:
            end = -2 if tag.endswith(b"/>") else -1
            tag = tag[:end].rstrip() + b" " + written + tag[end:]
    return tag


def tree(content: bytes) -> etree._Element:
    """Return the root of a small part."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unmarkable("内容损坏") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Unmarkable("含有文档类型声明")
    return root


def content_of(root: etree._Element) -> bytes:
    """Return a tree as the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def named(name: str, namespace: str = MAIN) -> str:
    """Return a name as trees spell it."""
    return f"{{{namespace}}}{name}"


def storable(text: str) -> str:
    """Return text that XML can hold and a workbook reads back as it is (ST_Xstring)."""
    return ESCAPED.sub("_x005F_", NOT_XML.sub("?", text))
