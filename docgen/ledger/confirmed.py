"""Spellings of headers that the user has decided, remembered in 记录/表头对照.toml.

    [户信息]
    网格员备注 = "其他备注"

TOML wants quotes around Chinese keys; people leave them out, so they may be left out.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from docgen.findings import Finding
from docgen.folder import FULL_WIDTH
from docgen.ledger.codes import report
from docgen.ledger.plaintext import NotText, decode
from docgen.ledger.schema import household_keys, plain, sheets

BARE_TABLE = re.compile(r"""^\s*\[([^\]"']+)\]\s*$""", re.M)
BARE_KEY = re.compile(r"""^[ \t]*([^\s="'\[#][^="'\n]*?)[ \t]*=""", re.M)

CONFIRMED = "表头对照.toml"


def read_confirmed(
    path: Path, file: str
) -> tuple[dict[str, list[tuple[str, str]]], tuple[Finding, ...]]:
    """Return plain header → (sheet, column) and what is wrong in the file; empty without a file."""
    if not path.is_file():
        return {}, ()
    try:
        tables = readable(decode(path.read_bytes()))
    except (NotText, OSError, tomllib.TOMLDecodeError) as error:
        return {}, (report("E007", file, facts={"why": str(error) or "编码认不出"}),)
    found: dict[str, list[tuple[str, str]]] = {}
    findings = []
    for sheet, table in tables.items():
        for header, column in table.items() if isinstance(table, dict) else ():
            if _known(sheet, column):
                found.setdefault(plain(header), []).append((sheet, column))
            else:
                why = f"[{sheet}] {header} = {column}：没有这样的表或列"
                findings.append(report("E007", file, facts={"why": why}))
    return found, tuple(findings)


def readable(text: str) -> dict[str, Any]:
    """Return the tables of the file's text. Raises TOMLDecodeError, a ValueError."""
    return tomllib.loads(_quoted(text.translate(FULL_WIDTH)))


def _quoted(text: str) -> str:
    return BARE_KEY.sub(r'"\1" =', BARE_TABLE.sub(r'["\1"]', text.replace("\r\n", "\n")))


def _known(sheet: str, column: object) -> bool:
    spec = sheets().get(sheet)
    if spec is None:
        return False
    return column in spec.columns or (bool(spec.household) and column in household_keys())
