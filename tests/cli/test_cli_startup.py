"""Starting is quick because nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "lxml", "typst", "pikepdf", "pypdf", "pypdfium2", "PIL", "python_calamine", "openpyxl",
    "xlsxwriter", "jinja2", "yaml", "reportlab", "fontTools", "zxingcpp", "rapidocr", "pypinyin",
    "rich.progress", "networkx",
}  # fmt: skip


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["plan", "--help"], ["nosuch"]])
def test_nothing_heavy_is_imported_to_answer(words):
    code = (
        "import sys\nfrom docgen.cli import language\nlanguage.speak('zh')\n"
        "from docgen.cli.app import run\nrun(sys.argv[1:])\n"
        "print(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=True
    )
    assert not HEAVY & set(done.stderr.splitlines())
