"""The texts of the comments of one sheet: new ones, and more for those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from docgen.ledger.comments import OWN
from docgen.ledger.marked_sheet import Place, place_of
from docgen.ledger.marked_xml import MAIN, content_of, named, storable, tree
from docgen.ledger.marked_zip import Unmarkable
from docgen.sources import cell_name

NO_COMMENTS = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
FONT, SIZE, BLACK = "宋体", "9", "FF000000"
BEHIND_RUNS = {named("rPh"), named("phoneticPr")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a comment in bold or in plain letters."""

    text: str
    bold: bool = False


Texts = Mapping[Place, Sequence[Piece]]


def commented(content: bytes) -> frozenset[Place]:
    """Return the places that a comments part, or one of threads, speaks of."""
    places = (
        place_of(one.get("ref", ""))
        for one in tree(content).iter("{*}comment", "{*}threadedComment")
    )
    return frozenset(place for place in places if place)


def with_comments(content: bytes, texts: Texts) -> bytes:
    """Return a comments part with these texts: behind what stands there, or as new comments."""
    root = tree(content)
    authors, listed = root.find(named("authors")), root.find(named("commentList"))
    if authors is None or listed is None:
        raise Unmarkable("批注不全")
    left = dict(sorted(texts.items()))
    for comment in listed.iterfind(named("comment")):
        place = place_of(comment.get("ref", ""))
        if place in left:
            _add_runs(_text_of(comment), [Piece("\n"), *left.pop(place)])
    author = str(len(authors))
    etree.SubElement(authors, named("author")).text = OWN
    for (row, column), pieces in left.items():
        given = {"ref": cell_name(row, column), "authorId": author}
        _add_runs(_text_of(etree.SubElement(listed, named("comment"), given)), pieces)
    return content_of(root)


def _text_of(comment: etree._Element) -> etree._Element:
    """The text of a comment, taken apart into runs: a bare text cannot stand beside them."""
    text = comment.find(named("text"))
    if text is None:
        text = etree.Element(named("text"))
        comment.insert(0, text)
    for bare in text.findall(named("t")):
        run = etree.Element(named("r"))
        text.replace(bare, run)
        run.append(bare)
    return text


def _add_runs(text: etree._Element, pieces: Sequence[Piece]) -> None:
    place = next((n for n, one in enumerate(text) if one.tag in BEHIND_RUNS), len(text))
    for number, piece in enumerate(pieces):
        text.insert(place + number, _run(piece))


def _run(piece: Piece) -> etree._Element:
    run = etree.Element(named("r"))
    looks = etree.SubElement(run, named("rPr"))
    if piece.bold:
        etree.SubElement(looks, named("b"))
    for name, value in (("sz", {"val": SIZE}), ("color", {"rgb": BLACK}), ("rFont", {"val": FONT})):
        etree.SubElement(looks, named(name), value)
    text = etree.SubElement(run, named("t"))
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = storable(piece.text)
    return run
