"""Values that are more than text: formatted runs, texts over several paragraphs, pictures."""

from __future__ import annotations

from docgen.word.chart import Chart
from docgen.word.faults import MISSING, UNPRINTABLE
from docgen.word.filters import CannotFormat
from docgen.word.ooxml import RUN_END, plain
from docgen.word.pictures import Image
from docgen.word.rich import NEW_PAGE, NEW_PARAGRAPH, Listing, RichText, parted
from docgen.word.state import State, marked, tell
from docgen.word.values import ILLEGAL, LINE_END

FIRST_PICTURE = 100_000  # numbers of pictures that values bring, beyond the template's own


def put_rich(state: State, value: RichText, number: int) -> str:
    """Runs in the place of a tag; where only plain text can stand, the words alone."""
    tag = state.spots[number].tag
    if not value.words().strip():
        return _blank(state, number)
    _note_signs(state, value.words(), number)
    tell(state, number, value.words())
    if not tag.text:
        return plain(ILLEGAL.sub("", value.words()))
    runs = "".join(
        piece.markup(state.relation("hyperlink", piece.url, True) if piece.url else "", tag.between)
        for piece in value.pieces
    )
    return f"{RUN_END}{runs}{tag.after.removeprefix(RUN_END)}"


def put_listing(state: State, value: Listing, number: int) -> str:
    """Text in the format of its tag, over several paragraphs and pages."""
    tag = state.spots[number].tag
    if not value.text.strip():
        return _blank(state, number)
    _note_signs(state, value.text, number)
    tell(state, number, value.text)
    if not tag.text:
        return plain(ILLEGAL.sub("", value.text))
    again = tag.after.removeprefix(RUN_END)
    return parted(value.text, f"{RUN_END}{tag.between}{again}" if tag.between else "")


def _note_signs(state: State, text: str, number: int) -> None:
    if ILLEGAL.search(LINE_END.sub("", text.replace(NEW_PAGE, "").replace(NEW_PARAGRAPH, ""))):
        state.note(number, state.spots[number].name, UNPRINTABLE)


def put_picture(state: State, value: Image, number: int) -> str:
    """A picture where text stands; elsewhere, or when it is none, its mark."""
    spot = state.spots[number]
    name = spot.name or spot.tag.code
    try:
        loaded = value.read()
    except CannotFormat as error:
        return marked(state, number, [name], str(error))
    if not spot.tag.text:
        return marked(state, number, [name], "这里不能放图")
    place = f"media/{loaded.name}"
    state.media[place] = loaded.data
    state.pictures += 1
    run = loaded.run(state.relation("image", place), FIRST_PICTURE + state.pictures)
    return f"{RUN_END}{run}{spot.tag.after.removeprefix(RUN_END)}"


def put_chart(state: State, value: Chart, number: int) -> str:
    """A chart where text stands; elsewhere, or when its numbers do not fit, its mark."""
    spot = state.spots[number]
    name = spot.name or spot.tag.code
    try:
        drawn = value.draw()
    except CannotFormat as error:
        return marked(state, number, [name], str(error))
    if not spot.tag.text:
        return marked(state, number, [name], "这里不能放图")
    state.media |= drawn.parts()
    state.pictures += 1
    run = drawn.run(state.relation("chart", drawn.target), FIRST_PICTURE + state.pictures)
    return f"{RUN_END}{run}{spot.tag.after.removeprefix(RUN_END)}"


def _blank(state: State, number: int) -> str:
    spot = state.spots[number]
    return marked(state, number, [spot.name or spot.tag.code], MISSING)
