"""Every hard file at once in one folder: each ends as a line of the plan's workbook, with words."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile

import openpyxl
import pikepdf
import pytest
import shoebox
from PIL import Image
from shoebox import APPLICATION, CONFIRMATION, NOTICE, put
from test_intake_kinds import HEIC, mail, scripted, signed, with_files

from docgen.archive.plan import make_plan, plan_path, save_plan

LEDGER = shoebox.ledger()
LOCKED = b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "EncryptedPackage".encode("utf-16-le")
OFD = (
    "<ofd:TextObject xmlns:ofd='x'><ofd:TextCode>大湾村低保对象公示</ofd:TextCode></ofd:TextObject>"
)
LONG, WIDE = "a" * 196 + ".pdf", "长" * 80 + ".pdf"


def page(word: str) -> bytes:
    return shoebox.pdf(("情况说明", [f"大湾村{word}"]))


def thick() -> bytes:
    book, buffer = pikepdf.new(), io.BytesIO()
    for _ in range(5000):
        book.add_blank_page()
    book.save(buffer)
    return buffer.getvalue()


def gbk_zip() -> bytes:
    """A package as old Chinese Windows makes them: names in GBK, not marked."""
    content = shoebox.packed({"AAAA.txt": "老压缩包里的证明".encode()})
    return content.replace(b"AAAA.txt", "证明".encode("gbk") + b".txt")


def locked_zip() -> bytes:
    content = bytearray(shoebox.packed({"密.txt": "证明".encode()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def webp() -> bytes:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(shoebox.picture(seed=5))).save(buffer, "WEBP")
    return buffer.getvalue()


READ, OUT, LEFT = "已读", "读不出", "忽略"
# What lies in the folder: name, content, the lines it makes: source, state, words of its reason.
CASES = [
    ("零.pdf", b"", [("零.pdf", OUT, "空文件")]),
    ("断.pdf", page("断")[:600], [("断.pdf", OUT, "损坏")]),
    ("断.jpg", shoebox.picture()[:900], [("断.jpg", OUT, "损坏")]),
    ("断.tif", shoebox.tiff(3)[:-200], [("断.tif", OUT, "损坏")]),
    ("少页.tif", shoebox.tiff(3)[:-400], [("少页.tif", OUT, "不完整")]),
    ("断.docx", shoebox.docx("情况说明", ["断"])[:2000], [("断.docx", OUT, "损坏")]),
    ("错.jpg", page("错"), [("错.jpg", READ, "")]),
    ("无后缀", page("无"), [("无后缀", READ, "")]),
    ("锁.pdf", shoebox.encrypted(page("锁")), [("锁.pdf", OUT, "密码")]),
    ("锁.docx", LOCKED, [("锁.docx", OUT, "密码")]),
    (
        "锁.zip",
        locked_zip(),
        [("锁.zip", READ, "内有1个文件"), ("锁.zip/密.txt", OUT, "密码")],
    ),
    (
        "炸弹.zip",
        shoebox.packed({"零.txt": b"\0" * 30_000_000}),
        [("炸弹.zip", OUT, "压缩炸弹")],
    ),
    (LONG, page("长"), [(LONG, READ, "")]),
    (WIDE, page("宽"), [(WIDE, READ, "")]),
    ("🏠〇.pdf", page("〇"), [("🏠〇.pdf", READ, "")]),
    ("夹.pdf/申请.pdf", page("夹"), [("夹.pdf/申请.pdf", READ, "")]),
    ("厚.pdf", thick(), [("厚.pdf", READ, "5000页")]),
    ("脚本.pdf", scripted(page("脚本")), [("脚本.pdf", READ, "JavaScript")]),
    ("签.pdf", signed(page("签")), [("签.pdf", READ, "电子签名")]),
    (
        "附.pdf",
        with_files(表=b"1" * 9)(page("附")),
        [("附.pdf", READ, "1个附件"), ("附.pdf/表", READ, "")],
    ),
    (
        "信.eml",
        mail(("a.pdf", shoebox.pdf(CONFIRMATION)), ("空.txt", b"")),
        [("信.eml", READ, "2个附件"), ("信.eml/a.pdf", READ, ""), ("信.eml/空.txt", OUT, "空文件")],
    ),
    (
        "票.ofd",
        shoebox.packed({"OFD.xml": b"<x/>", "Doc_0/Pages/Page_0/Content.xml": OFD.encode()}),
        [("票.ofd", READ, "原样保存")],
    ),
    (
        "套.zip",
        shoebox.packed({"内.zip": shoebox.packed({"a.txt": b"a"})}),
        [("套.zip", READ, "内有1个文件"), ("套.zip/内.zip", OUT, "解开")],
    ),
    (
        "出.zip",
        shoebox.packed({"../../x.txt": b"abc", "好.txt": "证明".encode()}),
        [("出.zip/../../x.txt", OUT, "包外"), ("出.zip/好.txt", READ, "")],
    ),
    ("旧.zip", gbk_zip(), [("旧.zip/证明.txt", READ, "")]),
    ("老.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 99, [("老.rar", OUT, "RAR")]),
    ("影.heic", HEIC, [("影.heic", READ, "")]),
    ("影.webp", webp(), [("影.webp", READ, "")]),
    ("转.jpg", shoebox.picture(turn=6, seed=3), [("转.jpg", READ, "")]),
    ("Thumbs.db", b"x", [("Thumbs.db", LEFT, "临时文件")]),
    ("~$申请.docx", b"x", [("~$申请.docx", LEFT, "临时文件")]),
    ("乱.xyz", bytes(range(256)), [("乱.xyz", OUT, "认不出")]),
]
LINKS = [
    ("外.pdf", "../docgen.toml", OUT, "之外"),
    ("断的", "没有", OUT, "之外"),
    ("内.pdf", "错.jpg", LEFT, "原件已计"),
    ("圈", ".", LEFT, "原件已计"),
]
LINES = [pytest.param(*line, id=line[0][:20]) for *_, lines in CASES for line in lines] + [
    pytest.param(name, state, words, id=name) for name, _, state, words in LINKS
]


def prints(folder):
    files = (path for path in folder.scans.rglob("*") if path.is_file() and not path.is_symlink())
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in files
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    box = shoebox.folder_at(tmp_path_factory.mktemp("硬") / "村")
    for name, content, _ in CASES:
        put(box, name, content)
    for name, target, *_ in LINKS:
        (box.scans / name).symlink_to(target)
    put(box, "好/申请.pdf", shoebox.pdf(APPLICATION))
    put(box, "好/公示.pdf", shoebox.pdf(NOTICE))
    return box


@pytest.fixture(scope="module")
def planned(folder):
    """The plan made by a process of its own, and what that process said on the screen."""
    before = prints(folder)
    code = (
        "import sys; from pathlib import Path\n"
        f"sys.path.insert(0, {os.path.dirname(__file__)!r})\n"  # noqa: PTH120
        "import shoebox; from docgen.archive.plan import make_plan, save_plan\n"
        "from docgen.folder import open_folder\n"
        "if __name__ == '__main__':\n"
        "    box = open_folder(Path(sys.argv[1]))\n"
        "    save_plan(box, make_plan(box, shoebox.ledger()))\n"
    )
    script = folder.root / "做.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script), str(folder.root)], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert prints(folder) == before
    return done


@pytest.fixture(scope="module")
def book(folder, planned):
    return openpyxl.load_workbook(plan_path(folder))


def table(book, name, key="来源"):
    rows = list(book[name].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if key in row)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :] if row[0]]


@pytest.mark.parametrize(("source", "state", "words"), LINES)
def test_it_is_a_line_with_its_reason(book, source, state, words):
    [line] = [row for row in table(book, "文件") if row["来源"] == f"扫描件/{source}"]
    assert line["状态"] == state
    assert words in (line["说明"] or "")
    if state != READ:
        [aside] = [row for row in table(book, state) if row["来源"] == f"扫描件/{source}"]
        assert aside["说明"] == line["说明"]


def test_nothing_is_written_to_the_screen_by_a_library(planned):
    assert planned.stderr == b""


def test_no_page_is_lost_and_the_good_papers_are_filed(folder, book):
    sums = {row["项目"]: row["页数"] for row in table(book, "页数账", "项目")}
    assert sums["差额（应为0）"] == 0
    assert sums["收到的页（扫描件里能读的文件）"] > 5000
    papers = {row["来源"]: row for row in table(book, "归档计划")}
    assert papers["扫描件/好/申请.pdf"]["建议"] == "自动归类"
    assert papers["扫描件/信.eml/a.pdf"]["户编号"] == "0102"
    plan = make_plan(folder, LEDGER)
    save_plan(folder, plan)
    told = {finding.file for finding in plan.findings if finding.code == "W801"}
    assert told == {file.source for file in plan.files if file.state == "unreadable"}


def test_broken_tiffs_of_all_kinds_are_damaged_and_silent(tmp_path):
    """Bytes changed at every tenth place: libtiff complains of most, the screen stays empty."""
    good = shoebox.tiff(2)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        for place in range(0, len(good), 10):
            package.writestr(f"{place}.tif", good[:place] + b"\xff\xfe" + good[place + 2 :])
    code = (
        "import sys; from pathlib import Path; from docgen.archive.examine import examine\n"
        "facts = examine(Path(sys.argv[1]), 'a.zip')\n"
        "print({inside.words for inside in facts.inside if inside.state == 'unreadable'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.zip")], capture_output=True, text=True
    )
    assert done.stderr == ""
    assert "图像损坏或不完整" in done.stdout
    assert "Error" not in done.stdout
