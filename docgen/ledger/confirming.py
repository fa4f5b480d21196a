"""Remembering what the user confirms: a line more in 记录/表头对照.toml, the rest as it stands."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import ConfirmationStrange, ConfirmationUnknown, DocgenError, FileUnreadable
from docgen.findings import Finding
from docgen.folder import FULL_WIDTH, write_text
from docgen.ledger.confirmed import readable
from docgen.ledger.headernotes import ANY_COLUMN
from docgen.ledger.plaintext import NotText, decode
from docgen.ledger.schema import household_keys, plain, sheets
from docgen.model import Ledger

LINE = re.compile(r"""^\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s="'\[#][^="'\n]*?))\s*=""")
TABLE = re.compile(r"""^\s*\[\s*["']?([^\]"']+?)["']?\s*\]\s*(?:#.*)?$""")
UNKNOWN_HEADER = "W005"
PROPOSING = (UNKNOWN_HEADER, "W004")
PROPOSED = re.compile(r'--confirm "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A header of a sheet (its official name) and the official column that it means."""

    sheet: str
    header: str
    column: str


def understood(text: str, ledger: Ledger) -> list[Confirmation]:
    """Return what ``表头=列名`` or ``表名.表头=列名`` confirms, one for each kind of sheet.

    Raises ConfirmationUnknown, naming the nearest, or ConfirmationStrange for a header that is
    nowhere unknown or a column that its sheet does not have.
    """
    header, sign, column = text.translate(FULL_WIDTH).rpartition("=")
    header, column = header.strip(), column.strip()
    if not sign or not header or not column:
        raise ConfirmationStrange(given=text)
    sheet, dot, rest = header.partition(".")
    if dot and sheet.strip() in sheets():
        header, kinds = rest.strip(), [sheet.strip()]
    else:
        unknown = _unknown_headers(ledger)
        if plain(header) not in unknown:
            raise _wrong(header, unknown)
        kinds = unknown[plain(header)]
    fitting = [kind for kind in kinds if column in columns_of_sheet(kind)]
    if not fitting:
        raise _wrong(column, [name for kind in kinds for name in columns_of_sheet(kind)])
    return [Confirmation(kind, plain(header), column) for kind in fitting]


def _wrong(word: str, known: Iterable[str]) -> DocgenError:
    near = difflib.get_close_matches(plain(word), list(dict.fromkeys(known)), n=1, cutoff=0.3)
    return (
        ConfirmationUnknown(given=word, near=near[0]) if near else ConfirmationStrange(given=word)
    )


def columns_of_sheet(kind: str) -> list[str]:
    """The official columns of a sheet, the ways to name a household included."""
    spec = sheets()[kind]
    return [*spec.columns, *(household_keys() if spec.household else ())]


def proposals(findings: Iterable[Finding]) -> list[str]:
    """Return the confirmations that the remedies of unknown headers name, each once."""
    told = (note.fix for note in findings if note.code in PROPOSING)
    words = [word for fix in told for word in PROPOSED.findall(fix)]
    return [word for word in dict.fromkeys(words) if not word.endswith(f"={ANY_COLUMN}")]


def _unknown_headers(ledger: Ledger) -> dict[str, list[str]]:
    """Plain header → the kinds of the sheets in which it is unknown."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for account in ledger.rows:
        if account.kind:
            kinds.setdefault((account.file, account.sheet), []).append(account.kind)
    found: dict[str, dict[str, None]] = {}
    for note in ledger.findings:
        if note.code == UNKNOWN_HEADER:
            told = found.setdefault(plain(note.value), {})
            told.update(dict.fromkeys(kinds.get((note.file, note.sheet), ())))
    return {
        header: sorted(told, key=lambda kind: sheets()[kind].order)
        for header, told in found.items()
    }


def remember(path: Path, given: Sequence[Confirmation]) -> None:
    """Write these into the file; what stands there stays, a header confirmed anew is changed.

    Raises FileUnreadable for a file that is there and cannot be understood, or not written.
    """
    text = _text_of(path)
    for one in given:
        text = _with(text, one)
    try:
        tables = readable(text)
    except ValueError as error:
        raise FileUnreadable(file=path.name, why=error) from error
    for one in given:
        told = {plain(header): column for header, column in tables.get(one.sheet, {}).items()}
        if told.get(one.header) != one.column:
            raise FileUnreadable(file=path.name, why=f"{one.header} = {one.column}")
    write_text(path, text)


def _text_of(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        text = decode(path.read_bytes())
        readable(text)
    except (NotText, OSError, ValueError) as error:
        raise FileUnreadable(file=path.name, why=str(error) or "UTF-8") from error
    return text


def _with(text: str, one: Confirmation) -> str:
    """The text with one line more under the sheet, or with the line of this header changed."""
    new = f"{_quoted(one.header)} = {_quoted(one.column)}"
    lines = text.splitlines()
    inside = False
    start = None
    for number, line in enumerate(lines):
        read = line.translate(FULL_WIDTH)
        table = TABLE.match(read)
        if table:
            inside = table.group(1).strip() == one.sheet
            start = number if inside and start is None else start
        elif inside and (key := LINE.match(read)) and plain(_key(key)) == one.header:
            lines[number] = new
            return "\n".join(lines) + "\n"
    if start is None:
        return "\n".join([*lines, *([""] if lines else []), f"[{_quoted(one.sheet)}]", new]) + "\n"
    return "\n".join([*lines[: start + 1], new, *lines[start + 1 :]]) + "\n"


def _key(found: re.Match[str]) -> str:
    quoted, literal, bare = found.groups()
    return str(json.loads(f'"{quoted}"')) if quoted is not None else literal or bare


def _quoted(text: str) -> str:
    """As a TOML text; signs that reading would take for others are written by their number."""
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return (
        '"' + "".join(f"\\u{c:04x}" if c in FULL_WIDTH else chr(c) for c in map(ord, escaped)) + '"'
    )
