"""Template: a Word file compiled once, rendered any number of times."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Template as Code
from jinja2 import nodes

from docgen.errors import DocgenError, FileUnreadable, MissingValue, TemplateError
from docgen.word.annotate import commented
from docgen.word.blocks import nested, pieces
from docgen.word.brought import brought
from docgen.word.compiling import Book, Scope, Use, written
from docgen.word.faces import strange_faces
from docgen.word.faults import MISSING, Fault, Unfilled
from docgen.word.known import field_faults
from docgen.word.marks import prepared
from docgen.word.package import Frame, Package, joined, read_package
from docgen.word.sandbox import Names, environment
from docgen.word.state import Link, State
from docgen.word.tags import Tag
from docgen.word.trace import Traced, part_of, surroundings, traced
from docgen.word.values import touched
from docgen.word.verify import whole

if TYPE_CHECKING:
    from docgen.word.batch import Report

When = Literal["stop", "mark"]
ENVIRONMENT = environment()


def _missing(unfilled: Iterable[Unfilled]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in unfilled if one.reason == MISSING))


@dataclass(frozen=True, slots=True)
class Rendered:
    """One document and what could not be printed in it."""

    data: bytes
    unfilled: tuple[Unfilled, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the values that were not given, each once, in the order of the document."""
        return _missing(self.unfilled)


@dataclass(frozen=True, slots=True)
class Printed:
    """The parts of one document before they are put into a file."""

    parts: Mapping[str, bytes]
    unfilled: tuple[Unfilled, ...]
    links: Mapping[Link, str]
    media: Mapping[str, bytes]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the values that were not given, each once."""
        return _missing(self.unfilled)


@dataclass(frozen=True, slots=True)
class Part:
    """A part with tags: its code, and whether blocks may have emptied something in it."""

    name: str
    code: Code
    blocks: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready to be rendered, or its faults."""

    book: Book
    tags: Mapping[int, Tag]
    parts: tuple[Part, ...]
    frame: Frame
    around: Mapping[int, tuple[str, str]]


class Template:
    """A Word template (.docx, .dotx) with tags in docxtpl's dialect.

    Errors when made: NotAWordFile, WordFileLocked, WordFileTooLarge, FileUnreadable.
    """

    def __init__(self, source: str | Path | bytes, name: str = "") -> None:
        self._source = source
        self.name = name or ("template.docx" if isinstance(source, bytes) else Path(source).name)
        self._package = read_package(_bytes_of(source), self.name)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (_bytes_of(self._source), self.name))

    @cached_property
    def _compiled(self) -> Compiled:
        return compiled(self._package, self.name)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every field that the template uses, with the tag that uses it."""
        return tuple(self._compiled.book.uses)

    def lint(self, fields: Collection[str] | None = None) -> list[Fault]:
        """Return all faults of the template, in its order, without any data.

        With ``fields`` (户编号, 成员.姓名 …) a name that is none of them is a fault too; when they
        are a mapping to example values, so is a loop over what is no list. Faces that other
        machines have not come last; they do not keep a template from being rendered.
        """
        faults = list(self._compiled.book.faults)
        if fields is not None:
            faults += field_faults(self.uses, fields)
        return in_order(faults) + strange_faces(self._package, self.name)

    def commented(self, faults: Iterable[Fault]) -> bytes:
        """Return a copy of the template with a Word comment at each of these faults."""
        return commented(self._package, self.name, faults)

    def check(self) -> None:
        """Raise TemplateError, with all faults, unless the template can be rendered."""
        if self._compiled.book.faults:
            raise faulty(self.name, self._compiled.book.faults)

    @cached_property
    def _traced(self) -> tuple[Traced, Frame]:
        made = traced(self._package, self._compiled.book, self._compiled.around)
        rendered = frozenset(part.name for part in self._compiled.parts)
        return made, Frame(made.package, rendered)

    def render(
        self,
        context: Mapping[str, Any],
        missing: When = "stop",
        trace: bool | Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the document of one record.

        Errors: TemplateError (the template or one of its formulas is wrong), MissingValue (with
        ``missing="stop"``, when a value is not given); with ``"mark"`` it is printed in red.
        With ``trace`` the document says of each value which field it is; given a mapping of fields
        (``成员[2].姓名``) to their cells or figures, where it came from (``docgen.word.trace``).
        """
        rendered = self.render_report(context, trace)
        if missing == "stop" and rendered.unfilled:
            raise self.stopped(rendered)
        return rendered.data

    def stopped(self, rendered: Rendered | Printed) -> DocgenError:
        """Return the error that says everything that could not be printed."""
        return _stopped(self.name, rendered)

    def render_report(
        self, context: Mapping[str, Any], trace: bool | Mapping[str, str] | None = None
    ) -> Rendered:
        """Return the document with marks for missing values, and the list of them."""
        events: list[str] | None = None if trace is None or trace is False else []
        printed = self.printed(context, events)
        parts, frame, package = printed.parts, self._compiled.frame, self._package
        if events is not None:
            made, frame = self._traced
            told = part_of(events, trace if isinstance(trace, Mapping) else {})
            parts, package = {**parts, made.part: told}, made.package
        if printed.links:
            data = joined(package, {**parts, **brought(package, printed.links, printed.media)})
        else:
            data = frame.filled(parts)
        return Rendered(data, printed.unfilled)

    @cached_property
    def _stem(self) -> str:
        """The beginning of relation ids that the template itself does not use."""
        stem = "rIdPut"
        while any(stem.encode() in data for data in self._package.parts.values()):
            stem += "x"
        return stem

    @property
    def package(self) -> Package:
        """The template's parts as they lie in its file."""
        return self._package

    def printed(self, context: Mapping[str, Any], events: list[str] | None = None) -> Printed:
        """Return the parts that the data changed; ``render_report`` puts them into a file."""
        self.check()
        template = self._compiled
        state = State(template.book.spots, trace=events, stem=self._stem)
        touched.names.clear()
        data = {
            part.name: _rendered(part, context, state, template.tags, self.name)
            for part in template.parts
        }
        return Printed(data, tuple(state.unfilled), state.links, state.media)

    def render_many(
        self,
        records: Iterable[Mapping[str, Any]],
        folder: str | Path,
        name: str | Callable[[Mapping[str, Any]], str],
        workers: int | None = None,
        missing: When = "mark",
        sources: Callable[[Mapping[str, Any]], Mapping[str, str]] | None = None,
    ) -> Report:
        """Write one document a record into ``folder`` and return what was made.

        ``name`` is a file name with tags (``{{ 户编号 }}_一户一策.docx``) or a function of the
        record. A record that fails fails by itself. The bytes do not depend on ``workers``. A file
        that holds the right bytes already is left as it is, so an interrupted run can go on.
        ``sources`` returns the trace of a record.
        """
        from docgen.word.batch import render_many

        return render_many(self, records, Path(folder), name, workers, missing, sources)

    def volume(
        self, records: Iterable[Mapping[str, Any]], path: str | Path, missing: When = "mark"
    ) -> Report:
        """Write one printable file of all records and return what was made.

        Each record is a section with its own headers, its pages, lists and notes numbered from 1;
        styles and pictures stand in the file once. A record that fails is left out and reported.
        """
        from docgen.word.volume import volume

        return volume(self, records, Path(path), missing)


@lru_cache(maxsize=8)
def _again(data: bytes, name: str) -> Template:
    """A template that crossed a process border: compiled there once, however often it comes."""
    return Template(data, name)


def _bytes_of(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise FileUnreadable(file=str(source), why=error.strerror or str(error)) from error


def compiled(package: Package, name: str) -> Compiled:
    """Return the code of every part that has tags; faults are collected, not raised."""
    book, tags = Book(ENVIRONMENT), dict[int, Tag]()
    bodies: list[tuple[str, list[nodes.Node], bool]] = []
    around: dict[int, tuple[str, str]] = {}
    for part in prepared(package, name):
        book.faults += part.faults
        tags |= {tag.number: tag for tag in part.tags}
        flat = pieces(part.markup, tags)
        around |= surroundings(flat)
        content = nested(flat, ENVIRONMENT, book.faults)
        body = written(content, book, Scope())
        bodies.append((part.name, body, any(tag.kind == "block" for tag in part.tags)))
    parts = () if book.faults else tuple(_part(*body) for body in bodies)
    frame = Frame(package, frozenset(part.name for part in parts))
    return Compiled(book, tags, parts, frame, around)


def _part(name: str, body: list[nodes.Node], blocks: bool) -> Part:
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(ENVIRONMENT)
    for node in _all(tree):
        if node.lineno is None:
            node.lineno = 1
    code = ENVIRONMENT.compile(tree, name, f"<{name}>")
    return Part(name, Code.from_code(ENVIRONMENT, code, {}), blocks)


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _rendered(
    part: Part, context: Mapping[str, Any], state: State, tags: Mapping[int, Tag], file: str
) -> bytes:
    names = Names(ENVIRONMENT, context, part.name, {})  # type: ignore[arg-type]
    names.state, state.part = state, part.name
    try:
        text = "".join(part.code.root_render_func(names))
    except Exception as error:
        touched.names.clear()
        raise faulty(file, [_failure(part, error, tags)]) from error
    if part.blocks:
        text = whole(text)
    return text.encode()


def _failure(part: Part, error: Exception, tags: Mapping[int, Tag]) -> Fault:
    """The fault of a formula that failed on this record, at the tag it stands in."""
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == f"<{part.name}>"
    ]
    number = part.code.get_corresponding_lineno(lines[-1]) - 1 if lines else -1
    message = f"算不出来：{error}"
    if number in tags:
        return tags[number].place.fault(tags[number].raw, message)
    return Fault(part.name, "", "", message)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of the parts and of the places in them."""
    found = list(dict.fromkeys(faults))
    parts = list(dict.fromkeys(fault.part for fault in found))
    return sorted(found, key=lambda fault: (parts.index(fault.part), fault.order))


def faulty(name: str, faults: Iterable[Fault]) -> TemplateError:
    """Return the error that carries all faults of a template."""
    faults = in_order(faults)
    first = str(faults[0])
    return TemplateError(file=name, count=len(faults), first=first, faults=tuple(faults))


def _stopped(name: str, rendered: Rendered | Printed) -> DocgenError:
    if rendered.missing:
        fields = "、".join(rendered.missing)
        return MissingValue(file=name, names=rendered.missing, fields=fields)
    return faulty(
        name,
        [Fault(one.part, one.place, one.name, one.reason) for one in rendered.unfilled],
    )
