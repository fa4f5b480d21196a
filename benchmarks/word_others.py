"""The same household plan for docxtemplater (npm), in its own syntax.

Loops stay loops; conditions become sections of their own that hold; values are given as text.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("docxtemplater.js")
TAG = re.compile(r"\{\{(.*?)\}\}|\{%(?:p|tr|tc)?\s*(.*?)\s*%\}")
NAME = re.compile(r"[^\W\d]\w*(?:[（(][^（）()]*[）)])?(?:\.[^\W\d]\w*)*")


def for_docxtemplater(data: bytes) -> tuple[bytes, list[str]]:
    """Return the template in docxtemplater's syntax, and the names of its conditions."""
    stream, conditions = io.BytesIO(), list[str]()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                body = _translated(body.decode(), conditions).encode()
            new.writestr(name, body, zipfile.ZIP_DEFLATED)
    return stream.getvalue(), conditions


def _translated(text: str, conditions: list[str]) -> str:
    opened: list[str] = []
    targets: list[str] = []

    def one(match: re.Match[str]) -> str:
        if match.group(1) is not None:
            found = NAME.search(match.group(1))
            name = found.group() if found else ""
            return "{.}" if name in targets else f"{{{name.rpartition('.')[2]}}}"
        word, _, rest = match.group(2).partition(" ")
        if word == "for":
            target, _, held = rest.partition(" in ")
            targets.append(target.strip())
            found = NAME.search(held)
            opened.append(found.group().rpartition(".")[2] if found else "")
            return f"{{#{opened[-1]}}}"
        if word == "if":
            opened.append(f"c{len(conditions)}")
            conditions.append(opened[-1])
            return f"{{#{opened[-1]}}}"
        if word in ("else", "elif"):
            return f"{{/{opened[-1]}}}{{^{opened[-1]}}}"
        if word == "endfor":
            targets.pop()
        return f"{{/{opened.pop()}}}" if word in ("endfor", "endif") else ""

    return TAG.sub(one, text)


def as_text(value: Any) -> Any:
    """Return data with every value as text."""
    if isinstance(value, Mapping):
        return {name: as_text(one) for name, one in value.items()}
    return [as_text(one) for one in value] if isinstance(value, list) else str(value)


def docxtemplater(source: bytes, record: Mapping[str, Any], count: int) -> tuple[float, str] | None:
    """Return milliseconds a document and the version, None where it cannot be installed."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    template, conditions = for_docxtemplater(source)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        quiet = ["--no-audit", "--no-fund", "--silent", "--prefix", folder]
        done = subprocess.run([npm, "install", *quiet, "docxtemplater", "pizzip"], check=False)
        if done.returncode:
            return None
        shutil.copy(SCRIPT, root / "run.js")
        (root / "t.docx").write_bytes(template)
        data = {**as_text(record), **dict.fromkeys(conditions, True)}
        (root / "d.json").write_text(json.dumps(data), encoding="utf-8")
        told = subprocess.run(
            [node, root / "run.js", root / "t.docx", root / "d.json", str(count)],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            print(told.stderr[-2000:])
            return None
        package = root / "node_modules" / "docxtemplater" / "package.json"
        found = json.loads(package.read_text(encoding="utf-8"))["version"]
        return float(json.loads(told.stdout)["best"]), str(found)
