"""One printable file of many records: a section each, with headers and page numbers of its own.

Styles, fonts and pictures stand in the file once. The text goes to disk, compressed, while it is
printed, so memory holds one record and what its header says.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lxml import etree

from docgen.errors import DocgenError, FileNotWritable
from docgen.word.batch import Failed, Gap, Record, Report
from docgen.word.binding import Binding, binding_of, changed_parts
from docgen.word.ooxml import SECT_PR, w
from docgen.word.owned import own_links, own_parts
from docgen.word.package import LEVEL, Entry, packed, streamed_entry, write_zip, xml
from docgen.word.renumber import opening, own_ids
from docgen.word.sections import end_section, sections_of

if TYPE_CHECKING:
    from docgen.word.template import Printed, Template, When


@dataclass(slots=True)
class Spool:
    """The document's text on disk, compressed as it comes."""

    file: IO[bytes]
    squeeze: zlib._Compress = field(default_factory=lambda: zlib.compressobj(LEVEL, 8, -15))
    crc: int = 0
    size: int = 0

    def add(self, text: str) -> None:
        data = text.encode()
        self.crc, self.size = zlib.crc32(data, self.crc), self.size + len(data)
        self.file.write(self.squeeze.compress(data))

    def end(self) -> None:
        self.file.write(self.squeeze.flush())


def volume(template: Template, records: Iterable[Record], path: Path, missing: When) -> Report:
    """Write one file of all records and report on it (see ``Template.volume``)."""
    template.check()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent) as file:
            return _bound(template, records, path, missing, Spool(file))
    except OSError as error:
        raise FileNotWritable(file=str(path), why=error.strerror or str(error)) from error


def _bound(
    template: Template, records: Iterable[Record], path: Path, missing: When, spool: Spool
) -> Report:
    binding = binding_of(template.package, template.name)
    gaps: list[Gap] = []
    failed: list[Failed] = []
    last: etree._Element | None = None
    for number, record in enumerate(records, 1):
        try:
            printed = template.printed(record)
            if missing == "stop" and printed.unfilled:
                raise template.stopped(printed)
        except DocgenError as error:
            failed.append(Failed(number, path.name, error.sentence()))
            continue
        gaps += [
            Gap(path, one.name, f"第{number}份 {one.part} {one.place}".rstrip(), one.reason)
            for one in printed.unfilled
        ]
        root = _fitted(printed, binding)
        if last is None:
            spool.add(f"{opening(root)}<w:body>")
        else:
            end_section(last)
            spool.add(_inside(last))
        last = root[-1]
        binding.made += 1
    if last is None:
        return Report((), (), tuple(failed))
    spool.add(f"{_inside(last)}</w:body></w:document>")
    spool.end()
    _write(binding, spool, path)
    return Report((path,), tuple(gaps), tuple(failed))


def _fitted(printed: Printed, binding: Binding) -> etree._Element:
    """Return one record's document, ready to stand among others."""
    main = binding.package.main
    root = xml(printed.parts.get(main, binding.package.parts[main]), binding.file)
    body = root[-1]
    if len(body) == 0 or body[-1].tag != SECT_PR:
        etree.SubElement(body, SECT_PR)
    own_ids(root, binding.counters)
    if binding.made:
        binding.lists.restart(root)
    for name, notes in binding.notes.items():
        if next(body.iter(w(f"{notes.kind}Reference")), None) is not None:
            tree = xml(printed.parts.get(name, binding.package.parts[name]), binding.file)
            own_links(tree, name, printed, binding)
            notes.take(body, tree, binding.counters)
    own_parts(root, printed, binding)
    own_links(root, main, printed, binding)
    binding.media |= printed.media
    sections_of(root, binding)
    for name in printed.parts:
        if name.startswith("docProps/"):
            same = binding.properties.setdefault(name, printed.parts[name]) == printed.parts[name]
            binding.properties[name] = printed.parts[name] if same else None
    return root


def _inside(body: etree._Element) -> str:
    text = str(etree.tostring(body, encoding="unicode"))
    return text[text.index(">") + 1 : text.rindex("<")]


def _write(binding: Binding, spool: Spool, path: Path) -> None:
    """Write the parts and the spooled text as one file, whole or not at all."""
    changed = changed_parts(binding)
    entries: dict[str, Entry] = {**binding.package.packed}
    entries |= {name: packed(name, data) for name, data in changed.items()}
    main = binding.package.main
    entries[main] = streamed_entry(main, spool.crc, spool.file.tell(), spool.size)
    part = path.parent / f".docgen-{os.getpid()}.part"
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            write_zip(file, entries, {main: spool.file})
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
