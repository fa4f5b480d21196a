"""XML that is copied byte by byte except where something is put in: nothing is written anew.

The parser only says where an element stands; what it does not touch keeps every byte. A part with
a document type is refused, so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from docgen.ledger.marked_zip import Unmarkable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/"
MARK = "\n"  # stands in no name and no namespace
START_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
ATTRIBUTE = re.compile(rb"(\s)([^\s=/<>\"']+)\s*=\s*(\"[^\"]*\"|'[^']*')")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Attributes = Mapping[str, str]


class Stream:
    """A part on its way from the pieces of the old one to the pieces of the new one.

    ``started`` and ``ended`` (may be None, may be changed at any time) are called for elements with
    their qualified name (see ``local``); during the call ``insert``, ``replace_tag`` and
    ``insert_after_tag`` change what is written.
    """

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._buffer = b""
        self._base = 0  # offset of the buffer's first byte in the part
        self._written = 0  # offset up to which everything is written
        parser = expat.ParserCreate(namespace_separator=MARK)
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.XmlDeclHandler = _check_encoding
        self._parser = parser

    def on_start(self, handler: Callable[[str, dict[str, str]], None] | None) -> None:
        self._parser.StartElementHandler = handler

    def on_end(self, handler: Callable[[str], None] | None) -> None:
        self._parser.EndElementHandler = handler

    def run(self, pieces: Iterable[bytes]) -> None:
        """Parse all pieces and write them, changed where a handler says so."""
        try:
            for piece in pieces:
                self._feed(piece, last=False)
            self._feed(b"", last=True)
        except expat.ExpatError as error:
            raise Unmarkable("内容损坏") from error

    def _feed(self, piece: bytes, *, last: bool) -> None:
        self._buffer += piece
        self._parser.Parse(piece, last)
        # What a later event may still touch begins where the parser stands.
        end = self._base + len(self._buffer)
        safe = end if last else max(self._parser.CurrentByteIndex, self._written)
        self._flush(min(safe, end))
        self._buffer = self._buffer[self._written - self._base :]
        self._base = self._written

    def _flush(self, end: int) -> None:
        if end > self._written:
            self._write(self._buffer[self._written - self._base : end - self._base])
            self._written = end

    @property
    def here(self) -> int:
        """Where the element (or its end tag) begins that a handler is called for."""
        return self._parser.CurrentByteIndex

    def tag(self) -> bytes:
        """Return the start tag that the handler is called for."""
        found = START_TAG.match(self._buffer, self.here - self._base)
        if not found:
            raise Unmarkable("内容损坏")
        return found.group()

    def insert(self, text: bytes) -> None:
        """Put something before the tag that the handler is called for."""
        self._flush(self.here)
        self._write(text)

    def replace_tag(self, text: bytes) -> None:
        """Put something in the place of the start tag that the handler is called for."""
        length = len(self.tag())
        self._flush(self.here)
        self._write(text)
        self._written = self.here + length

    def insert_after_tag(self, text: bytes) -> None:
        """Put something between the start tag and what follows; an empty element is opened."""
        tag = self.tag()
        if tag.endswith(b"/>"):
            self.replace_tag(opened(tag) + text + closing(tag))
        else:
            self.replace_tag(tag + text)


def _refuse_doctype(*_: object) -> None:
    raise Unmarkable("含有文档类型声明")


def _check_encoding(_: str, encoding: str | None, __: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
        raise Unmarkable(f"编码是 {encoding}")


def local(name: str, namespace: str = MAIN) -> str:
    """Return an element's name without its namespace, empty when it is of another one."""
    uri, _, rest = name.partition(MARK)
    return rest.partition(MARK)[0] if uri == namespace else ""


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


def escaped(text: str) -> bytes:
    """Return text for an element or attribute; what XML cannot hold becomes a question mark."""
    safe = NOT_XML.sub("?", text)
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        safe = safe.replace(sign, name)
    return safe.encode("utf-8", "replace")


def escaped_string(text: str) -> bytes:
    """Return text for a cell or comment, where ``_x000D_`` would be read as a sign (ST_Xstring)."""
    return escaped(ESCAPED.sub("_x005F_", text))


def elements(
    content: bytes, namespace: str, visit: Callable[[str, dict[str, str], int], None]
) -> None:
    """Call ``visit(local name, attributes, depth)`` for each element of a namespace."""
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        found = local(name, namespace)
        if found:
            visit(found, attributes, depth)
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    stream = Stream(lambda _: None)
    stream.on_start(start)
    stream.on_end(end)
    stream.run([content])


def with_children(content: bytes, children: Iterable[tuple[bytes, Attributes]]) -> bytes:
    """Return a part whose root element has these further (empty) elements at its end."""
    out: list[bytes] = []
    stream = Stream(out.append)
    state = {"depth": 0}

    def added(root: str) -> bytes:
        return b"".join(_element(prefix(root) + name, given) for name, given in children)

    def start(name: str, _: dict[str, str]) -> None:
        state["depth"] += 1
        if state["depth"] == 1 and stream.tag().endswith(b"/>"):
            stream.insert_after_tag(added(name))
            state["depth"] = 99

    def end(name: str) -> None:
        state["depth"] -= 1
        if state["depth"] == 0:
            stream.insert(added(name))

    stream.on_start(start)
    stream.on_end(end)
    stream.run([content])
    return b"".join(out)


def _element(name: bytes, attributes: Attributes) -> bytes:
    given = b"".join(
        b" " + key.encode() + b'="' + escaped(value) + b'"' for key, value in attributes.items()
    )
    return b"<" + name + given + b"/>"
