"""Machine output: one UTF-8 object on standard output, whatever the console's own encoding."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from docgen.errors import DocgenError
from docgen.words import mask_text

SCHEMA_VERSION = 1


def emit(command: str, as_of: date | None, content: Mapping[str, object]) -> None:
    """Write the object; ``content`` holds the command's own keys."""
    head = {"schema_version": SCHEMA_VERSION, "command": command}
    when = {"as_of": as_of.isoformat() if as_of else None}
    text = json.dumps({**head, **when, **content}, ensure_ascii=False, indent=1, default=str)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()


def emit_error(command: str, error: DocgenError) -> None:
    """Write the object of a run that could not be done."""
    told = {"exit_code": int(error.exit_code), "message": mask_text(error.sentence())}
    emit(command, None, {"error": told})


def number(value: int | Decimal | None) -> int | float | None:
    """A number as JSON has it."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
