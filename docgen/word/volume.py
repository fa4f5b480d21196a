"""One printable file of many records: a section each, with headers and page numbers of its own.

Styles, fonts and pictures stand in the file once. The text goes to disk, compressed, while it is
printed, so memory holds one record and what its header says.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lxml import etree

from docgen.errors import DocgenError, FileNotWritable, refusal
from docgen.word.binding import Binding, binding_of, changed_parts
from docgen.word.form import Form
from docgen.word.noted import CLOSING, OPENING, record_of
from docgen.word.ooxml import SECT_PR, w
from docgen.word.owned import own_links, own_parts
from docgen.word.package import Entry, Squeeze, packed, streamed_entry, write_zip, xml
from docgen.word.renumber import opening, own_ids
from docgen.word.report import Failed, Gap, Printed, Record, Report, Sources, When
from docgen.word.sections import end_section, sections_of


class Spool:
    """The text of a part on disk, compressed as it comes."""

    __slots__ = ("_squeeze", "file")

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self._squeeze = file, Squeeze(file.write)

    def add(self, text: str | bytes) -> None:
        self._squeeze.add(text.encode() if isinstance(text, str) else text)

    def entry(self, name: str) -> Entry:
        """Return the member that the text has become."""
        self._squeeze.end()
        return streamed_entry(name, self._squeeze.crc, self.file.tell(), self._squeeze.size)


@dataclass(slots=True)
class Tale:
    """The trace of a volume, record by record."""

    sources: Sources
    spool: Spool

    def add(self, number: int, record: Record, events: Iterable[str]) -> None:
        self.spool.add(record_of(events, self.sources(record), number))


def volume(
    form: Form, records: Iterable[Record], path: Path, missing: When, sources: Sources | None = None
) -> Report:
    """Write one file of all records and report on it (see ``Template.volume``)."""
    form.check()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:

            def spool() -> Spool:
                return Spool(stack.enter_context(tempfile.TemporaryFile(dir=path.parent)))

            text, tale = spool(), Tale(sources, spool()) if sources else None
            return _bound(form, records, path, missing, text, tale)
    except OSError as error:
        raise FileNotWritable(file=str(path), why=refusal(error)) from error


def _bound(
    form: Form,
    records: Iterable[Record],
    path: Path,
    missing: When,
    spool: Spool,
    tale: Tale | None,
) -> Report:
    binding = binding_of(form.traced.package if tale else form.package, form.name)
    gaps: list[Gap] = []
    failed: list[Failed] = []
    last: etree._Element | None = None
    if tale:
        tale.spool.add(OPENING)
    for number, record in enumerate(records, 1):
        events: list[str] | None = [] if tale else None
        try:
            printed = form.printed(record, events)
            if missing == "stop" and printed.unfilled:
                raise form.stopped(printed)
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
        if tale and events is not None:
            tale.add(number, record, events)
        last = root[-1]
        binding.made += 1
    if last is None:
        return Report((), (), tuple(failed))
    spool.add(f"{_inside(last)}</w:body></w:document>")
    spools = {binding.package.main: spool}
    if tale:
        tale.spool.add(CLOSING)
        spools[form.traced.part] = tale.spool
    _write(binding, spools, path)
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


def _write(binding: Binding, spools: Mapping[str, Spool], path: Path) -> None:
    """Write the parts and the spooled texts as one file, whole or not at all."""
    changed = changed_parts(binding)
    entries: dict[str, Entry] = {**binding.package.packed}
    entries |= {name: packed(name, data) for name, data in changed.items()}
    entries |= {name: spool.entry(name) for name, spool in spools.items()}
    part = path.parent / f".docgen-{os.getpid()}.part"
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            write_zip(file, entries, {name: spool.file for name, spool in spools.items()})
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
