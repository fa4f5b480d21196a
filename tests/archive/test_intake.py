"""Every file of 扫描件/ gets an account, and nothing there is ever written, renamed or moved."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
import shoebox
from shoebox import APPLICATION, NOTICE, put

from docgen.archive import containers, intake
from docgen.archive.cache import Cache
from docgen.archive.intake import take_in


@pytest.fixture
def box(tmp_path):
    return shoebox.folder_at(tmp_path)


def accounts(folder):
    cache = Cache(folder)
    try:
        return {t.account.source.removeprefix("扫描件/"): t for t in take_in(folder, cache)}
    finally:
        cache.close()


def state(folder, name):
    account = accounts(folder)[name].account
    return account.state, account.pages, account.reason


def fingerprint(root: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_the_kind_comes_from_the_content_not_the_name(box):
    put(box, "看着像图.jpg", shoebox.pdf(APPLICATION))
    put(box, "没有后缀", shoebox.picture("PNG"))
    put(box, "表.pdf", shoebox.docx("村情简介", ["大湾村"]))
    put(box, "说明.pdf", "情况说明\n大湾村".encode("gb18030"))
    found = accounts(box)
    kinds = {name: entry.kind for name, entry in found.items()}
    assert kinds == {"看着像图.jpg": "pdf", "没有后缀": "png", "表.pdf": "docx", "说明.pdf": "txt"}


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("两页.pdf", shoebox.pdf(APPLICATION, NOTICE), 2),
        ("照片.jpg", shoebox.picture(), 1),
        ("照片.webp", shoebox.picture("WEBP"), 1),
        ("三页.tif", shoebox.tiff(3), 3),
    ],
)
def test_pages_are_counted(box, name, content, pages):
    put(box, name, content)
    assert state(box, name) == ("read", pages, "")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.pdf", b"", "空文件"),
        ("锁.pdf", shoebox.encrypted(shoebox.pdf(APPLICATION)), "密码"),
        ("断.pdf", shoebox.pdf(APPLICATION)[:600], "损坏"),
        ("断.jpg", shoebox.picture()[:900], "损坏"),
        ("什么.bin", bytes(range(256)) * 4, "认不出"),
        ("假.pdf", b"%PDF-1.7\nnothing", "损坏"),
    ],
)
def test_what_cannot_be_read_is_listed_with_its_reason(box, name, content, words):
    put(box, name, content)
    told = state(box, name)
    assert told[:2] == ("unreadable", 0)
    assert words in told[2]


def test_temporary_files_are_ignored_and_counted(box):
    for name in ("Thumbs.db", "~$村情.docx", ".DS_Store", "desktop.ini"):
        put(box, name, b"x")
    assert {entry.account.state for entry in accounts(box).values()} == {"ignored"}
    assert len(accounts(box)) == 4


def test_exact_duplicates_point_to_the_first_whatever_their_names(box):
    put(box, "乙/公示(1).pdf", shoebox.pdf(NOTICE))
    put(box, "乙/公示.pdf", shoebox.pdf(NOTICE))
    put(box, "丙.pdf", shoebox.pdf(APPLICATION))
    found = accounts(box)
    assert found["乙/公示.pdf"].account.state == "read"
    copy = found["乙/公示(1).pdf"].account
    assert (copy.state, copy.pages) == ("duplicate", 1)
    assert "乙/公示.pdf" in copy.reason


def test_a_folder_named_like_a_file_is_walked_into(box):
    put(box, "材料.pdf/申请.pdf", shoebox.pdf(APPLICATION))
    assert list(accounts(box)) == ["材料.pdf/申请.pdf"]


def test_names_with_emoji_rare_characters_and_great_length(box):
    names = ["🏠房子.pdf", "𠮷家〇号.pdf", "长" * 70 + ".pdf"]
    for number, name in enumerate(names):
        put(box, name, shoebox.pdf(("证明", [str(number)])))
    assert {e.account.state for e in accounts(box).values()} == {"read"}
    assert len(accounts(box)) == 3


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_that_lead_out_are_refused(box, tmp_path):
    outside = tmp_path / "别处"
    outside.mkdir()
    (outside / "秘密.pdf").write_bytes(shoebox.pdf(APPLICATION))
    (box.scans / "链接.pdf").symlink_to(outside / "秘密.pdf")
    (box.scans / "文件夹").symlink_to(outside)
    (box.scans / "断的").symlink_to(outside / "没有")
    inner = put(box, "真.pdf", shoebox.pdf(NOTICE))
    (box.scans / "里面的.pdf").symlink_to(inner)
    found = {name: entry.account.state for name, entry in accounts(box).items()}
    assert found == {
        "链接.pdf": "unreadable",
        "文件夹": "unreadable",
        "断的": "unreadable",
        "真.pdf": "read",
        "里面的.pdf": "ignored",
    }


def test_a_zip_is_looked_into(box):
    inner = {"申请.pdf": shoebox.pdf(APPLICATION), "Thumbs.db": b"x", "空.txt": b""}
    put(box, "包.zip", shoebox.packed(inner))
    found = {name: entry.account.state for name, entry in accounts(box).items()}
    assert found == {
        "包.zip": "read",
        "包.zip/申请.pdf": "read",
        "包.zip/Thumbs.db": "ignored",
        "包.zip/空.txt": "unreadable",
    }
    assert accounts(box)["包.zip/申请.pdf"].raw() == inner["申请.pdf"]


def test_names_of_a_chinese_windows_zip_are_read(box):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("SHENQING.txt", "贫困户申请书")
    raw = buffer.getvalue().replace(b"SHENQING", "申请书".encode("gbk") + b"--")
    put(box, "老.zip", raw)
    assert "老.zip/申请书--.txt" in accounts(box)


def test_a_zip_bomb_is_not_opened(box):
    put(box, "炸弹.zip", shoebox.packed({"零.txt": b"\0" * 30_000_000}))
    told = state(box, "炸弹.zip")
    assert told[0] == "unreadable"
    assert "压缩" in told[2]


def test_a_zip_with_too_many_files_is_not_opened(box, monkeypatch):
    monkeypatch.setattr(containers, "MEMBERS", 3)
    put(box, "多.zip", shoebox.packed({f"{n}.txt": b"x" for n in range(4)}))
    assert state(box, "多.zip")[0] == "unreadable"


def test_a_zip_that_points_outside_reads_nothing_there(box):
    put(box, "坏.zip", shoebox.packed({"../../etc/passwd": b"root", "好.txt": "证明".encode()}))
    found = {name: entry.account.state for name, entry in accounts(box).items()}
    assert found["坏.zip/../../etc/passwd"] == "unreadable"
    assert found["坏.zip/好.txt"] == "read"


def test_a_zip_in_a_zip_is_listed_not_opened(box):
    put(box, "外.zip", shoebox.packed({"内.zip": shoebox.packed({"a.txt": b"a"})}))
    assert state(box, "外.zip/内.zip")[0] == "unreadable"


def test_a_cut_zip_is_damaged(box):
    put(box, "断.zip", shoebox.packed({"a.pdf": shoebox.pdf(APPLICATION)})[:300])
    assert state(box, "断.zip")[0] == "unreadable"


def test_originals_are_unchanged_to_the_byte_and_second(box):
    put(box, "a/申请.pdf", shoebox.pdf(APPLICATION))
    put(box, "b.zip", shoebox.packed({"x.jpg": shoebox.picture()}))
    put(box, "c.tif", shoebox.tiff(2))
    before = fingerprint(box.scans)
    accounts(box)
    accounts(box)
    assert fingerprint(box.scans) == before


def test_an_unchanged_file_is_not_hashed_again_and_a_changed_one_is(box, monkeypatch):
    path = put(box, "申请.pdf", shoebox.pdf(APPLICATION))
    first = accounts(box)["申请.pdf"].account.digest
    hashed = []
    real = intake._digest_of
    monkeypatch.setattr(intake, "_digest_of", lambda path: hashed.append(path) or real(path))
    assert accounts(box)["申请.pdf"].account.digest == first
    assert hashed == []
    path.write_bytes(shoebox.pdf(NOTICE))
    assert accounts(box)["申请.pdf"].account.digest != first


def test_a_damaged_cache_only_costs_time(box):
    put(box, "申请.pdf", shoebox.pdf(APPLICATION))
    accounts(box)
    cache = next(box.cache.glob("*.sqlite"))
    cache.write_bytes(b"no database" * 300)
    assert state(box, "申请.pdf") == ("read", 1, "")


def test_files_come_in_the_order_people_count(box):
    for name in ("扫描10.txt", "扫描9.txt", "扫描2.txt"):
        put(box, name, name.encode())
    assert list(accounts(box)) == ["扫描2.txt", "扫描9.txt", "扫描10.txt"]


def test_two_files_of_one_name_in_a_zip_are_both_kept(box):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "第一份")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("a.txt", "第二份")
    put(box, "双.zip", buffer.getvalue())
    found = accounts(box)
    assert found["双.zip/a.txt"].raw().decode() == "第一份"
    assert found["双.zip/a.txt#2"].raw().decode() == "第二份"
