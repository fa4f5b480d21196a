"""Form: a Word file compiled once, and the documents that are printed from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from docgen.errors import DocgenError, MissingValue, unreadable
from docgen.word.annotate import commented
from docgen.word.brought import brought
from docgen.word.compiled import Compiled, Part, compiled, faulty, in_order, rendered
from docgen.word.compiling import Use
from docgen.word.faces import strange_faces
from docgen.word.faults import Fault
from docgen.word.known import field_faults
from docgen.word.noted import Traced, told, traced
from docgen.word.package import Frame, joined, packed, squeezed
from docgen.word.report import Printed, Rendered
from docgen.word.state import State
from docgen.word.unpack import read_package
from docgen.word.values import touched

NO_RECORD = "这一条不是一组字段（名称和值）"
Trace = bool | Mapping[str, str] | None


class Form:
    """What ``Template`` does with one record; batches and volumes are made of it."""

    def __init__(self, source: str | Path | bytes, name: str = "") -> None:
        self.source = source
        self.name = name or ("template.docx" if isinstance(source, bytes) else Path(source).name)
        self.package = read_package(_bytes_of(source), self.name)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (_bytes_of(self.source), self.name))

    @cached_property
    def _compiled(self) -> Compiled:
        return compiled(self.package, self.name)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every field that the template uses, with the tag that uses it."""
        return tuple(self._compiled.book.uses)

    def lint(self, fields: Collection[str] | None = None) -> list[Fault]:
        """Return all faults of the template, in its order (see ``Template.lint``)."""
        faults = list(self._compiled.book.faults)
        if fields is not None:
            faults += field_faults(self.uses, fields)
        return in_order(faults) + strange_faces(self.package, self.name)

    def commented(self, faults: Iterable[Fault]) -> bytes:
        """Return a copy of the template with a Word comment at each of these faults."""
        return commented(self.package, self.name, faults)

    def check(self) -> None:
        """Raise TemplateError, with all faults, unless the template can be rendered."""
        if self._compiled.book.faults:
            raise faulty(self.name, self._compiled.book.faults)

    @cached_property
    def traced(self) -> Traced:
        """The package whose documents have a trace."""
        return traced(self.package, self._compiled.book, self._compiled.around)

    @cached_property
    def _traced_frame(self) -> Frame:
        rendered = frozenset(part.name for part in self._compiled.parts)
        return Frame(self.traced.package, rendered)

    def stopped(self, rendered: Rendered | Printed) -> DocgenError:
        """Return the error that says everything that could not be printed."""
        if rendered.missing:
            fields = "、".join(rendered.missing)
            return MissingValue(file=self.name, names=rendered.missing, fields=fields)
        return faulty(
            self.name,
            [Fault(one.part, one.place, one.name, one.reason) for one in rendered.unfilled],
        )

    def render_report(self, context: Mapping[str, Any], trace: Trace = None) -> Rendered:
        """Return the document with marks for missing values, and the list of them."""
        events: list[str] | None = None if trace is None or trace is False else []
        state = self._state(context, events)
        parts = {
            part.name: squeezed(part.name, self._text(part, context, state))
            for part in self._compiled.parts
        }
        frame, package = self._compiled.frame, self.package
        if events is not None:
            frame, package = self._traced_frame, self.traced.package
            name, sources = self.traced.part, trace if isinstance(trace, Mapping) else {}
            parts[name] = told(name, events, sources)
        if state.links:
            more = brought(package, state.links, state.media)
            parts |= {name: packed(name, data) for name, data in more.items()}
            data = joined(package, parts)
        else:
            data = frame.filled(parts)
        return Rendered(data, tuple(state.unfilled))

    def printed(self, context: Mapping[str, Any], events: list[str] | None = None) -> Printed:
        """Return the parts that the data changed; ``events`` takes what the trace notes."""
        state = self._state(context, events)
        data = {
            part.name: b"".join(self._text(part, context, state)) for part in self._compiled.parts
        }
        return Printed(data, tuple(state.unfilled), state.links, state.media)

    def _state(self, context: object, events: list[str] | None) -> State:
        self.check()
        if not isinstance(context, Mapping):
            raise faulty(self.name, [Fault("数据", "", type(context).__name__, NO_RECORD)])
        touched.names.clear()
        return State(self._compiled.book.spots, trace=events, stem=self._stem)

    def _text(self, part: Part, context: Mapping[str, Any], state: State) -> Iterator[bytes]:
        return rendered(part, context, state, self._compiled.tags, self.name)

    @cached_property
    def _stem(self) -> str:
        """The beginning of relation ids that the template itself does not use."""
        stem = "rIdPut"
        while any(stem.encode() in data for data in self.package.parts.values()):
            stem += "x"
        return stem


@lru_cache(maxsize=8)
def _again(data: bytes, name: str) -> Form:
    """A form that crossed a process border: compiled there once, however often it comes."""
    return Form(data, name)


def _bytes_of(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise unreadable(str(source), error) from error
