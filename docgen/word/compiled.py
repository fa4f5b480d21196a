"""A template ready to be rendered: the code of each of its parts, or its faults."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import InvalidOperation
from itertools import islice
from typing import Any

from jinja2 import Template as Code
from jinja2 import nodes
from jinja2.exceptions import UndefinedError

from docgen.errors import TemplateError
from docgen.word.blocks import nested, pieces
from docgen.word.compiling import Book, Scope, written
from docgen.word.faults import Fault
from docgen.word.marks import prepared
from docgen.word.noted import surroundings
from docgen.word.package import Frame, Package
from docgen.word.sandbox import Names, environment
from docgen.word.state import State
from docgen.word.tags import Tag
from docgen.word.values import touched
from docgen.word.verify import whole
from docgen.words import mask_text

ENVIRONMENT = environment()
BATCH = 2048  # pieces of text joined at a time: a large table is never in memory whole


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


def rendered(
    part: Part, context: Mapping[str, Any], state: State, tags: Mapping[int, Tag], file: str
) -> Iterator[bytes]:
    """Yield the text of a part piece by piece. Error: TemplateError, when a formula fails."""
    names = Names(ENVIRONMENT, context, part.name, {})  # type: ignore[arg-type]
    names.state, state.part = state, part.name
    run = part.code.root_render_func(names)
    texts = map("".join, iter(lambda: list(islice(run, BATCH)), []))
    try:
        for text in whole(texts) if part.blocks else texts:
            yield text.encode()
    except Exception as error:
        touched.names.clear()
        raise faulty(file, [_failure(part, error, tags)]) from error


def _failure(part: Part, error: Exception, tags: Mapping[int, Tag]) -> Fault:
    """The fault of a formula that failed on this record, at the tag it stands in."""
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == f"<{part.name}>"
    ]
    number = part.code.get_corresponding_lineno(lines[-1]) - 1 if lines else -1
    message = f"算不出来：{in_words(error)}"
    if number in tags:
        return tags[number].place.fault(tags[number].raw, message)
    return Fault(part.name, "", "", message)


WHY: tuple[tuple[type[Exception], str], ...] = (
    (ZeroDivisionError, "除数是 0"),
    (TypeError, "几个值不是一类，不能这样算（如文字和数相加）"),
    (InvalidOperation, "数太大"),
    (OverflowError, "数太大"),
    (RecursionError, "套得太深"),
    (MemoryError, "内容太多，内存放不下"),
    (UndefinedError, "没有这个值"),
)


def in_words(error: Exception) -> str:
    """Return why a formula failed, in a clerk's words where they are known, numbers masked."""
    known = next((words for kind, words in WHY if isinstance(error, kind)), "")
    return known or mask_text(str(error))


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
