"""Hard files: mails, attachments, signatures, scripts, passwords, long and broken names."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import openpyxl
import pikepdf
import pytest
import shoebox
from shoebox import APPLICATION, CONFIRMATION, NOTICE, put

from docgen.archive import containers, intake
from docgen.archive.cache import Cache
from docgen.archive.intake import take_in
from docgen.archive.plan import make_plan, plan_path, save_plan
from docgen.pages import convert

LEDGER = shoebox.ledger()


# A picture of 64 × 48 points, white with a black field, as phones write it (HEVC).
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAACcAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34"
    "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5"
    "uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAA"
    "AAAAAAEAAQWBAgMFhAAAAC9tZGF0AAAAIygBrxmA95itL5c7/1M+PiMJxMy/6QGHXNDde2Ul9k1HS4/w"
)


@pytest.fixture
def box(tmp_path):
    return shoebox.folder_at(tmp_path)


def accounts(folder, **options):
    cache = Cache(folder)
    try:
        taken = take_in(folder, cache, **options)
        return {t.account.source.removeprefix("扫描件/"): t for t in taken}
    finally:
        cache.close()


def mail(*attached: tuple[str, bytes], body: str = "材料见附件。") -> bytes:
    message = EmailMessage()
    message["Subject"] = "报送材料"
    message["From"] = "a@example.invalid"
    message.set_content(body)
    for name, content in attached:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def changed(content: bytes, change) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def with_files(**files: bytes):
    def change(pdf):
        for name, content in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)

    return lambda content: changed(content, change)


def signed(content: bytes) -> bytes:
    def change(pdf):
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                FT=pikepdf.Name.Sig,
                T="签名1",
                V=pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"\x30\x03abc"),
            )
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)

    return changed(content, change)


def scripted(content: bytes) -> bytes:
    def change(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.launchURL('http://example.invalid')"
        )

    return changed(content, change)


def clipped(content: bytes, inner: bytes) -> bytes:
    """A file fastened to a page with a paper clip."""

    def change(pdf):
        spec = pikepdf.AttachedFileSpec(pdf, inner, filename="夹.txt").obj
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FileAttachment,
            Rect=[0, 0, 20, 20],
            FS=spec,
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([note]))

    return changed(content, change)


def test_each_attachment_of_a_mail_is_a_source_of_its_own(box):
    inner = shoebox.pdf(APPLICATION)
    put(
        box, "信.eml", mail(("申请.pdf", inner), ("空.txt", b""), ("申请.pdf", shoebox.pdf(NOTICE)))
    )
    found = accounts(box)
    assert {name: (t.kind, t.account.state) for name, t in found.items()} == {
        "信.eml": ("eml", "read"),
        "信.eml/申请.pdf": ("pdf", "read"),
        "信.eml/申请.pdf#2": ("pdf", "read"),
        "信.eml/空.txt": ("", "unreadable"),
    }
    assert found["信.eml/申请.pdf"].raw() == inner
    assert "3个附件" in found["信.eml"].account.reason


def test_an_attachment_is_planned_like_any_paper(box):
    put(box, "信.eml", mail(("a.pdf", shoebox.pdf(APPLICATION))))
    by_source = {p.source: p for p in make_plan(box, LEDGER).papers}
    assert by_source["扫描件/信.eml/a.pdf"].household == "0102"
    assert "扫描件/信.eml" in by_source


def test_a_mail_that_a_mail_forwards_is_looked_into(box):
    outer = EmailMessage()
    outer["Subject"] = "转发"
    outer.set_content("见原信")
    inner = EmailMessage()
    inner["Subject"] = "原信"
    inner.set_content("甲")
    inner.add_attachment(
        shoebox.pdf(NOTICE), maintype="application", subtype="pdf", filename="公示.pdf"
    )
    outer.add_attachment(inner)
    put(box, "转.eml", outer.as_bytes())
    assert accounts(box)["转.eml/附件1.eml/公示.pdf"].account.state == "read"


def test_a_mail_in_a_package_is_looked_into_and_no_deeper(box):
    deep = mail(("内.eml", mail(("底.txt", "证明".encode()))))
    put(box, "包.zip", shoebox.packed({"信.eml": deep, "信2.eml": mail(("b.txt", b"abc"))}))
    found = accounts(box)
    assert found["包.zip/信2.eml/b.txt"].raw() == b"abc"
    assert "没有打开" in found["包.zip/信.eml/内.eml"].account.reason


def test_a_package_on_a_mail_is_told(box):
    put(box, "信.eml", mail(("a.zip", shoebox.packed({"a.txt": b"a"}))))
    assert accounts(box)["信.eml/a.zip"].account.state == "unreadable"


def test_a_mail_with_too_many_attachments_stays_whole_and_says_so(box, monkeypatch):
    monkeypatch.setattr(containers, "MEMBERS", 1)
    put(box, "信.eml", mail(("a.txt", b"a"), ("b.txt", b"b")))
    found = accounts(box)
    assert list(found) == ["信.eml"]
    assert "附件" in found["信.eml"].account.reason


@pytest.mark.parametrize("bad", ["../../x.pdf", "C:\\桌面\\x.pdf", "/etc/x.pdf"])
def test_the_name_of_an_attachment_leads_nowhere(box, bad):
    put(box, "信.eml", mail((bad, shoebox.pdf(NOTICE))))
    assert "信.eml/x.pdf" in accounts(box)


def test_files_in_a_pdf_are_sources_of_their_own(box):
    sheet = shoebox.docx("情况说明", ["大湾村"])
    content = with_files(**{"说明.docx": sheet, "表.txt": b"1"})(shoebox.pdf(APPLICATION))
    put(box, "a.pdf", content)
    found = accounts(box)
    assert list(found) == ["a.pdf", "a.pdf/表.txt", "a.pdf/说明.docx"]
    assert found["a.pdf/说明.docx"].raw() == sheet
    assert found["a.pdf"].account.pages == 1
    assert "2个附件" in found["a.pdf"].account.reason


def test_a_file_clipped_to_a_page_is_found(box):
    put(box, "a.pdf", clipped(shoebox.pdf(APPLICATION), "便条".encode()))
    assert accounts(box)["a.pdf/夹.txt"].raw() == "便条".encode()


def test_an_attachment_that_unpacks_to_too_much_is_told(box, monkeypatch):
    monkeypatch.setattr(containers, "MEMBER_BYTES", 1000)
    put(box, "a.pdf", with_files(大=b"\0" * 5000)(shoebox.pdf(APPLICATION)))
    found = accounts(box)
    assert found["a.pdf"].account.state == "read"
    assert found["a.pdf/大"].account.state == "unreadable"


def test_a_signed_file_is_told_and_a_plain_one_is_not(box):
    put(box, "签.pdf", signed(shoebox.pdf(APPLICATION)))
    put(box, "没签.pdf", shoebox.pdf(NOTICE))
    found = accounts(box)
    assert found["签.pdf"].signed
    assert "电子签名" in found["签.pdf"].account.reason
    assert not found["没签.pdf"].signed
    assert found["没签.pdf"].account.reason == ""


def test_a_signature_field_nobody_signed_is_no_signature(box):
    def change(pdf):
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="签名"))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])

    put(box, "a.pdf", changed(shoebox.pdf(APPLICATION), change))
    assert not accounts(box)["a.pdf"].signed


def test_a_signed_file_lies_whole_in_its_volume(box):
    from docgen.archive.volumes import build

    content = signed(shoebox.pdf(APPLICATION))
    put(box, "签.pdf", content)
    built = build(box, LEDGER, make_plan(box, LEDGER))
    [volume] = [v for v in built.volumes if v.papers]
    with pikepdf.open(box.root / volume.path) as book:
        [spec] = book.attachments.values()
        assert spec.get_file().read_bytes() == content


def test_javascript_is_told_and_never_bound(box):
    from docgen.archive.volumes import build

    put(box, "a.pdf", scripted(shoebox.pdf(APPLICATION)))
    assert "JavaScript" in accounts(box)["a.pdf"].account.reason
    built = build(box, LEDGER, make_plan(box, LEDGER))
    for volume in built.volumes:
        assert b"launchURL" not in (box.root / volume.path).read_bytes()


def test_a_pdf_of_five_thousand_pages_is_listed_with_all_of_them(box):
    book = pikepdf.new()
    for _ in range(5000):
        book.add_blank_page()
    buffer = io.BytesIO()
    book.save(buffer)
    put(box, "厚.pdf", buffer.getvalue())
    account = accounts(box)["厚.pdf"].account
    assert (account.state, account.pages) == ("read", 5000)
    assert "5000页" in account.reason
    plan = make_plan(box, LEDGER)
    assert plan.ledger.pages_in == 5000
    assert sum(paper.pages for paper in plan.papers) + plan.ledger.separators == 5000


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "密.docx",
            b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "EncryptedPackage".encode("utf-16-le"),
            "加密",
        ),
        ("老.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 100, "RAR"),
        ("新.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 100, "7Z"),
    ],
)
def test_what_must_be_opened_by_a_person_says_so(box, name, content, words):
    put(box, name, content)
    account = accounts(box)[name].account
    assert account.state == "unreadable"
    assert words in account.reason


def test_old_office_files_are_known_by_their_streams_not_their_names(box):
    head = b"\xd0\xcf\x11\xe0" + b"\0" * 508
    put(box, "表.doc", head + "Workbook".encode("utf-16-le"))
    put(box, "文.xls", head + "WordDocument".encode("utf-16-le"))
    put(box, "讲.doc", head + "PowerPoint Document".encode("utf-16-le"))
    assert {n: t.kind for n, t in accounts(box).items()} == {
        "表.doc": "xls",
        "文.xls": "doc",
        "讲.doc": "ppt",
    }


def test_office_files_without_libreoffice_are_kept_whole_and_marked(box, monkeypatch):
    monkeypatch.setattr(convert, "soffice", lambda: None)
    head = b"\xd0\xcf\x11\xe0" + b"\0" * 508
    put(box, "a.doc", head + "WordDocument".encode("utf-16-le"))
    put(box, "b.docx", shoebox.docx("情况说明", ["大湾村"]))
    plan = make_plan(box, LEDGER)
    assert {f.source: f.reason[:3] for f in plan.files} == {
        "扫描件/a.doc": "未转换",
        "扫描件/b.docx": "未转换",
    }
    assert plan.ledger.placeholders == plan.ledger.pages_in == 2


def test_a_name_of_two_hundred_characters_goes_all_the_way(box):
    from docgen.archive.volumes import build

    long, chinese = "a" * 196 + ".pdf", "长" * 196 + ".pdf"
    put(box, long, shoebox.pdf(APPLICATION))
    put(box, "包.zip", shoebox.packed({chinese: shoebox.pdf(CONFIRMATION)}))
    plan = make_plan(box, LEDGER)
    save_plan(box, plan)
    sources = {paper.source for paper in plan.papers}
    assert sources == {f"扫描件/{long}", f"扫描件/包.zip/{chinese}"}
    assert build(box, LEDGER, plan).pages.pages_out == 2


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are always Unicode")
def test_a_name_that_is_no_unicode_is_read_as_chinese_windows_wrote_it(box):
    place = os.path.join(os.fsencode(box.scans), "申请.pdf".encode("gbk"))  # noqa: PTH118
    with open(place, "wb") as file:  # noqa: PTH123
        file.write(shoebox.pdf(APPLICATION))
    assert accounts(box)["申请.pdf"].account.state == "read"
    save_plan(box, make_plan(box, LEDGER))
    assert plan_path(box).exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_listed_and_never_waited_for(box):
    os.mkfifo(box.scans / "管")
    assert accounts(box)["管"].account.state == "unreadable"


def test_rehash_reads_what_looks_unchanged(box):
    path = put(box, "a.txt", "第一份".encode())
    first = accounts(box)["a.txt"].account.digest
    before = path.stat()
    path.write_bytes("第二份".encode())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert accounts(box)["a.txt"].account.digest == first
    assert accounts(box, rehash=True)["a.txt"].account.digest != first
    assert accounts(box)["a.txt"].account.digest != first


def test_a_package_is_not_opened_again_while_it_is_the_same(box, monkeypatch):
    put(box, "包.zip", shoebox.packed({"a.txt": "证明".encode()}))
    first = accounts(box)
    monkeypatch.setattr(intake, "examine", lambda *_: pytest.fail("opened again"))
    assert accounts(box) == first


def test_the_accounts_are_the_same_for_any_number_of_workers(box):
    for number in range(6):
        put(box, f"{number}.pdf", shoebox.pdf(("证明", [f"第{number}号"])))
    put(box, "信.eml", mail(("a.pdf", shoebox.pdf(NOTICE))))
    alone = accounts(box)
    with ThreadPoolExecutor(3) as pool:
        assert accounts(box, rehash=True, executor=pool) == alone


def test_a_heic_photo_is_a_page_and_a_cut_one_is_damaged(box):
    put(box, "IMG_0001.heic", HEIC)
    put(box, "IMG_0002.HEIC", HEIC[:-20])
    found = accounts(box)
    whole, cut = found["IMG_0001.heic"].account, found["IMG_0002.HEIC"].account
    assert (whole.state, whole.pages, cut.state) == ("read", 1, "unreadable")
    assert "损坏" in cut.reason


def slides(*words: str) -> bytes:
    """The parts of a .pptx that say something; no program is needed to write them."""
    ns = "http://schemas.openxmlformats.org/drawingml/2006/main"
    made = [f"<s xmlns:a='{ns}'><a:p><a:t>{word}</a:t></a:p></s>".encode() for word in words]
    return shoebox.packed({f"ppt/slides/slide{n}.xml": slide for n, slide in enumerate(made, 1)})


def test_slides_are_read_and_kept_whole_where_no_program_makes_pages_of_them(box):
    """A LibreOffice without Impress, as servers have it, or none: the same."""
    put(box, "讲.pptx", slides("大湾村情况说明", "2019年3月5日"))
    old = b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "PowerPoint Document".encode("utf-16-le")
    put(box, "旧讲.ppt", old)
    plan = make_plan(box, LEDGER)
    assert {f.source: f.reason[:3] for f in plan.files} == {
        "扫描件/讲.pptx": "未转换",
        "扫描件/旧讲.ppt": "未转换",
    }
    assert plan.ledger.placeholders == plan.ledger.pages_in == 2
    by_source = {paper.source: paper for paper in plan.papers}
    assert by_source["扫描件/讲.pptx"].type == "V119"
    assert by_source["扫描件/旧讲.ppt"].decision == "review"


@pytest.mark.skipif(convert.soffice() is None, reason="LibreOffice is not here")
def test_old_office_files_become_pages(box, tmp_path):
    """LibreOffice itself makes them; the endings they bear here lie."""
    made = {"文": ("a.txt", "doc"), "表": ("b.xlsx", "xls")}
    (tmp_path / "a.txt").write_text("大湾村情况说明", encoding="utf-8-sig")
    book = openpyxl.Workbook()
    book.active.append(["大湾村情况说明"])
    book.save(tmp_path / "b.xlsx")
    for name, (source, kind) in made.items():
        path = tmp_path / source
        profile = f"-env:UserInstallation={(tmp_path / '配置').as_uri()}"
        subprocess.run(
            [
                *(str(convert.soffice()), profile, "--headless", "--convert-to", kind),
                *("--outdir", str(tmp_path), str(path)),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        put(box, f"{name}.dat", path.with_suffix(f".{kind}").read_bytes())
    plan = make_plan(box, LEDGER)
    assert {f.source: (f.state, f.pages, f.reason) for f in plan.files} == {
        f"扫描件/{name}.dat": ("read", 1, "") for name in made
    }
    assert plan.ledger.placeholders == 0
    assert {paper.type for paper in plan.papers} == {"V119"}


def hard_cases(box):
    """The broken and odd input that must each end in a line of the list."""
    good = shoebox.pdf(APPLICATION)
    put(box, "零.pdf", b"")
    put(box, "断.pdf", good[:600])
    put(box, "断.jpg", shoebox.picture()[:900])
    put(box, "错.jpg", good)
    put(box, "锁.pdf", shoebox.encrypted(good))
    put(box, "炸弹.zip", shoebox.packed({"零.txt": b"\0" * 30_000_000}))
    put(box, "长" * 60 + "a" * 70 + ".pdf", shoebox.pdf(("证明", ["长"])))
    put(box, "🏠〇.pdf", shoebox.pdf(("证明", ["〇"])))
    put(box, "夹.pdf/申请.pdf", shoebox.pdf(("证明", ["夹"])))
    put(box, "脚本.pdf", scripted(shoebox.pdf(NOTICE)))
    put(box, "信.eml", mail(("a.pdf", shoebox.pdf(CONFIRMATION))))
    put(box, "签.pdf", signed(shoebox.pdf(("协议", ["甲"]))))
    put(box, "附.pdf", with_files(表=b"1")(shoebox.pdf(("协议", ["乙"]))))
    (box.scans / "外.pdf").symlink_to(box.root / "docgen.toml")
    (box.scans / "断的").symlink_to(box.root / "没有")


def test_every_hard_case_is_a_line_of_the_list_and_no_page_is_lost(box):
    from docgen.archive.volumes import build

    hard_cases(box)
    entries = {path for path in box.scans.rglob("*") if path.is_symlink() or path.is_file()}
    plan = make_plan(box, LEDGER)
    save_plan(box, plan)
    listed = {file.source for file in plan.files}
    assert {box.relative(path) for path in entries} <= listed
    assert {"扫描件/信.eml/a.pdf", "扫描件/附.pdf/表"} <= listed
    assert all(file.reason for file in plan.files if file.state != "read")
    told = {f.file for f in plan.findings if f.code == "W801"}
    assert told == {file.source for file in plan.files if file.state == "unreadable"}
    pages = build(box, LEDGER, plan).pages
    assert pages.pages_in == (pages.pages_out + pages.separators + pages.aside + pages.placeholders)
    sheet = openpyxl.load_workbook(plan_path(box))["文件"]
    shown = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert all(any(source in text for text in shown) for source in listed)


def test_originals_are_the_same_bytes_after_plan_rehash_and_build(box):
    from docgen.archive.volumes import build

    hard_cases(box)

    def prints():
        return {
            str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
            for path in box.scans.rglob("*")
            if path.is_file()
        }

    before = prints()
    save_plan(box, make_plan(box, LEDGER))
    build(box, LEDGER, make_plan(box, LEDGER, rehash=True))
    assert prints() == before


def test_a_package_of_many_is_opened_few_times_and_closed_again(box, monkeypatch):
    put(
        box,
        "包.zip",
        shoebox.packed({f"{n}.pdf": shoebox.pdf((f"证明{n}", [f"第{n}号"])) for n in range(30)}),
    )
    opened = []
    real = containers.zipfile.ZipFile

    def counted(*given, **options):
        package = real(*given, **options)
        opened.append(package)
        return package

    monkeypatch.setattr(containers.zipfile, "ZipFile", counted)
    plan = make_plan(box, LEDGER)
    assert len(plan.papers) == 30
    assert len(opened) < 10
    assert all(package.fp is None for package in opened)


def test_a_package_that_was_exchanged_is_opened_anew(box):
    path = put(box, "包.zip", shoebox.packed({"a.txt": "第一份".encode()}))
    assert containers.member("zip", path, 0) == "第一份".encode()
    path.write_bytes(shoebox.packed({"a.txt": "第二份，长一些".encode()}))
    assert containers.member("zip", path, 0) == "第二份，长一些".encode()
    containers.close_packages()
