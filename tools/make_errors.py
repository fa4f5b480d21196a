"""Write docs/errors.md from the program: exit codes, and every message with its remedy.

python tools/make_errors.py            writes the page
python tools/make_errors.py --check    1 when the page differs from the program
"""

from __future__ import annotations

import gettext
import sys
from collections.abc import Iterator
from pathlib import Path

from docgen import errors

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "errors.md"
LOCALE = ROOT / "docgen" / "locale"

CODES = {
    "done": (
        "done; documents may have gaps and findings in their report",
        "做完了；缺项和问题见报告",
    ),
    "findings": (
        "only from commands whose product is findings: one is 错误 or 严重",
        "查出了错误或严重的问题（只有 check、reconcile、archive check、template check 会这样）",
    ),
    "usage": ("wrong command line", "命令写得不对"),
    "missing": ("something needed is missing", "缺少要用的程序、字体或组件"),
    "input": ("something cannot be read", "有东西读不了"),
    "output": ("something cannot be written", "有东西写不进去"),
    "blocked": (
        "findings or gaps stop the work (--strict)",
        "有问题或缺项，没有往下做（--strict）",
    ),
    "internal": (
        "our own fault; see the log in .docgen/log",
        "docgen 自己的错，日志在 .docgen/log",
    ),
    "interrupted": ("interrupted; no half-written file is left", "被中断，没有留下写了一半的文件"),
}

HEAD = """\
# Exit codes and messages / 退出码和提示

This page is written by `tools/make_errors.py` from the program itself; a test keeps it true.
`docgen.errors.ExitCode` can be imported. Wrong data is no error: it is a finding with a cell
address, see `docgen explain CODE`. With `--json` an error is an object too:
`{"schema_version": 1, "command": …, "error": {"exit_code": 4, "message": …}}`.

本页由 `tools/make_errors.py` 从程序里写出，有测试保证一致。数据不对不算出错：那是“问题”，逐格列出，
说明见 `docgen explain 编号`。

| code 退出码 | meaning | 含义 |
|---|---|---|
"""


def kinds(parent: type[errors.DocgenError]) -> Iterator[type[errors.DocgenError]]:
    """The concrete errors in the order of their definition."""
    for child in parent.__subclasses__():
        if child.problem != errors.DocgenError.problem:
            yield child
        yield from kinds(child)


def page() -> str:
    chinese = gettext.translation("docgen", str(LOCALE), ["zh_CN"])
    lines = [HEAD.rstrip("\n")]
    for code in errors.ExitCode:
        english, own = CODES[code.name]
        lines.append(f"| {int(code)} | {english} | {own} |")
    for code in errors.ExitCode:
        found = [kind for kind in kinds(errors.DocgenError) if kind.exit_code is code]
        if found:
            lines += ["", f"## {int(code)} {CODES[code.name][0]} / {CODES[code.name][1]}", ""]
            lines += ["| message 提示 | remedy 办法 |", "|---|---|"]
        for kind in found:
            told, cure = (
                f"{text}<br>{chinese.gettext(text)}" if text else ""
                for text in (kind.problem, kind.remedy)
            )
            lines.append(f"| {told} | {cure} |")
    return "\n".join(lines) + "\n"


def main(argv: list[str]) -> int:
    text = page()
    if "--check" in argv:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
        if stale:
            print("docs/errors.md is stale: run tools/make_errors.py")
        return int(stale)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
