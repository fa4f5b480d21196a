"""Check what ``docgen demo FOLDER --json`` said: every product, each file there and whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path

KINDS = {"handbook", "handbook-imposed", "briefing", "plan", "bag", "fold", "card"} | {
    "checklist",
    "summary",
}
HEADS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


def faults(folder: Path, said: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return what is wrong, one line each; empty when all is well."""
    found = [f"no {kind}" for kind in sorted(KINDS - {doc["kind"] for doc in said["documents"]})]
    if not said["volumes"]:
        found.append("no volume")
    for path in [entry["path"] for entry in said["documents"] + said["volumes"]]:
        head = HEADS[path.rpartition(".")[2]]
        if not (folder / path).is_file() or not (folder / path).read_bytes().startswith(head):
            found.append(f"missing or broken: {path}")
    return found


def main() -> int:
    folder, report = Path(sys.argv[1]), Path(sys.argv[2])
    said = json.loads(report.read_text(encoding="utf-8"))
    found = faults(folder, said)
    print("\n".join(found) or f"{len(said['documents'])} documents, {len(said['volumes'])} volumes")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
