"""Volumes: every page once, numbered, listed, bookmarked; the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import subprocess
from dataclasses import replace

import pikepdf
import pypdf
import pytest
import shoebox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from shoebox import APPLICATION, CONFIRMATION, NOTICE, put

from docgen.archive.check import check
from docgen.archive.pictures import picture_pdf
from docgen.archive.plan import load_plan, make_plan, save_plan
from docgen.archive.schema_file import read_schema
from docgen.archive.volumes import build
from docgen.errors import NoVolumes
from docgen.findings import Severity
from docgen.pages import convert
from docgen.resources import shared

LEDGER = shoebox.ledger()
CONTRACT = ("通组路硬化工程施工合同", ["大湾村通组路硬化项目", "柳溪镇人民政府", "2024年3月1日"])


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    return shoebox.folder_at(tmp_path)


def bound(folder):
    plan = make_plan(folder, LEDGER)
    save_plan(folder, plan)
    return build(folder, LEDGER, load_plan(folder, LEDGER))


def volume(built, words):
    return next(v for v in built.volumes if words in v.title)


def texts(folder, entry):
    with pypdf.PdfReader(folder.root / entry.path) as reader:
        return [page.extract_text() for page in reader.pages]


def outline(folder, entry):
    with pypdf.PdfReader(folder.root / entry.path) as reader:
        return {item.title: reader.get_destination_page_number(item) for item in reader.outline}


def grave(findings):
    return [f.message for f in findings if f.severity is Severity.grave]


def fill(folder):
    put(folder, "苗/申请.pdf", shoebox.pdf(APPLICATION, ("", ["第二页"])))
    put(folder, "苗/确认.pdf", shoebox.pdf(CONFIRMATION))
    put(folder, "苗/确认 副本.pdf", shoebox.pdf(CONFIRMATION))
    put(folder, "村/公示.pdf", shoebox.pdf(NOTICE))
    put(folder, "村/合同.pdf", shoebox.pdf(CONTRACT))
    put(folder, "IMG_1.jpg", shoebox.picture(seed=1))
    put(folder, "IMG_2.tif", shoebox.tiff(3))
    put(folder, "坏.pdf", b"%PDF-1.4 broken")


def test_pages_in_are_pages_out_counted_by_a_second_library(box):
    fill(box)
    built = bound(box)
    pages = built.pages
    assert (pages.pages_in, pages.pages_out, pages.aside) == (10, 9, 1)
    assert pages.pages_in == (pages.pages_out + pages.separators + pages.aside + pages.placeholders)
    assert grave(built.findings) == []


def test_one_household_one_volume_one_project_one_volume_and_the_rest_waits_in_its_own(box):
    fill(box)
    titles = {v.title: len(v.papers) for v in bound(box).volumes}
    assert titles == {
        "大湾村精准脱贫材料": 1,
        "大湾村通组路硬化项目档案": 1,
        "大湾村二组苗春生户档案": 2,
        "大湾村待确认材料": 2,
    }


def test_papers_lie_in_process_order_with_running_numbers_that_the_list_repeats(box):
    fill(box)
    built = bound(box)
    entry = volume(built, "苗春生")
    said = texts(box, entry)
    marks = outline(box, entry)
    assert list(marks) == [
        "封面",
        "卷内文件目录",
        "1 贫困户申请书",
        "2 贫困户脱贫确认书",
        "卷内备考表",
    ]
    first, second = marks["1 贫困户申请书"], marks["2 贫困户脱贫确认书"]
    assert (first % 2, second - first) == (0, 2)
    assert [said[first + n].split()[-1] for n in range(3)] == ["1", "2", "3"]
    rows = said[marks["卷内文件目录"]]
    assert "贫困户申请书" in rows
    assert "20140508" in rows
    assert "本卷共 2 件 3 页" in " ".join(said[0].split())
    assert "页号1至3" in "".join(said[marks["卷内备考表"]].split())


def test_numbers_stand_right_on_fronts_and_left_on_backs(box):
    put(box, "申请.pdf", shoebox.pdf(APPLICATION, ("", ["第二页"])))
    entry = volume(bound(box), "苗春生")
    places = {}
    with pypdf.PdfReader(box.root / entry.path) as reader:
        for page in list(reader.pages)[4:6]:
            page.extract_text(
                visitor_text=lambda t, cm, tm, f, s: places.setdefault(t.strip(), cm[4] + tm[4])
            )
    assert places["1"] > 500
    assert places["2"] < 50


def test_signatures_and_their_date_stay_empty(box):
    fill(box)
    end = texts(box, volume(bound(box), "苗春生"))[-1]
    for words in ("立卷人：", "检查人：", "立卷时间："):
        assert words in end
        assert end.split(words)[1].strip()[:2] in ("检查", "立卷", "")


def test_the_same_papers_give_the_same_bytes_anywhere(box, tmp_path):
    fill(box)
    other = shoebox.folder_at(tmp_path / "另一处")
    fill(other)
    digests = []
    for folder in (box, other, box):
        built = bound(folder)
        digests.append(
            [hashlib.sha256((folder.root / v.path).read_bytes()).hexdigest() for v in built.volumes]
        )
        catalogue = (folder.output("档案") / "案卷目录.xlsx").read_bytes()
        digests[-1].append(hashlib.sha256(catalogue).hexdigest())
    assert digests[0] == digests[1] == digests[2]


def test_originals_are_not_touched(box):
    fill(box)
    before = {
        p: (p.read_bytes(), p.stat().st_mtime_ns) for p in box.scans.rglob("*") if p.is_file()
    }
    bound(box)
    assert before == {
        p: (p.read_bytes(), p.stat().st_mtime_ns) for p in box.scans.rglob("*") if p.is_file()
    }


def test_a_jpeg_goes_in_byte_for_byte(box):
    raw = shoebox.picture(seed=5)
    put(box, "IMG_1.jpg", raw)
    entry = volume(bound(box), "待确认")
    with pikepdf.open(box.root / entry.path) as book:
        streams = [
            bytes(item.read_raw_bytes())
            for page in book.pages
            for item in page.get_images().values()
        ]
    assert raw in streams


@pytest.mark.parametrize(("turn", "wide"), [(1, False), (3, False), (6, True), (8, True)])
def test_the_turn_of_a_camera_is_drawn(turn, wide):
    with picture_pdf(shoebox.picture(size=(400, 700), dpi=150, turn=turn)) as book:
        box_ = [float(value) for value in book.pages[0].mediabox]
    assert (box_[2] > box_[3]) is wide
    assert round(max(box_[2], box_[3])) == round(700 / 150 * 72)


def test_a_turned_picture_shows_what_an_image_viewer_shows():
    """Rendered by PDFium, the page equals Pillow's own turning of the picture."""
    import pypdfium2
    from PIL import ImageChops, ImageOps

    for turn in range(1, 9):
        raw = shoebox.picture(size=(400, 700), dpi=100, turn=turn)
        buffer = io.BytesIO()
        with picture_pdf(raw) as book:
            book.save(buffer)
        with pypdfium2.PdfDocument(buffer.getvalue()) as document:
            drawn = document[0].render(scale=100 / 72).to_pil().convert("L")
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(raw))).convert("L")
        difference = ImageChops.difference(drawn.resize(upright.size), upright)
        assert sum(difference.histogram()[128:]) < 0.03 * upright.width * upright.height, turn


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP"])
def test_a_photo_without_a_resolution_lies_on_a4(kind):
    with picture_pdf(shoebox.picture(kind, size=(900, 600), dpi=None)) as book:
        box_ = [round(float(value)) for value in book.pages[0].mediabox]
    assert box_ == [0, 0, 842, 595]


def test_every_font_is_embedded_and_the_file_is_sound(box, program):
    fill(box)
    for entry in bound(box).volumes:
        path = str(box.root / entry.path)
        subprocess.run([program("qpdf"), "--check", path], check=True, capture_output=True)
        listed = subprocess.run(
            [program("pdffonts"), path], check=True, capture_output=True, text=True
        ).stdout.splitlines()[2:]
        assert all(line.split()[-5] == "yes" for line in listed), listed


def test_without_libreoffice_a_file_is_kept_whole_behind_a_page_that_names_it(box, monkeypatch):
    monkeypatch.setattr(convert, "soffice", lambda: None)
    raw = shoebox.docx("帮扶责任人结对登记表", ["户主：苗春生 二组", "2016年3月1日"])
    put(box, "结对.docx", raw)
    built = bound(box)
    assert (built.pages.pages_in, built.pages.pages_out, built.pages.placeholders) == (1, 0, 1)
    entry = volume(built, "苗春生")
    page = "".join(texts(box, entry)[4].split())
    assert "结对.docx" in page
    assert "未转换" in page
    with pikepdf.open(box.root / entry.path) as book:
        (kept,) = [spec.get_file().read_bytes() for spec in book.attachments.values()]
    assert kept == raw
    assert grave(built.findings) == []


def test_a_word_file_becomes_pages_where_libreoffice_is(box, program):
    program("soffice")
    put(
        box,
        "结对.docx",
        shoebox.docx("帮扶责任人结对登记表", ["户主：苗春生 二组", "2016年3月1日"]),
    )
    built = bound(box)
    assert (built.pages.pages_in, built.pages.pages_out, built.pages.placeholders) == (1, 1, 0)
    assert "结对登记表" in texts(box, volume(built, "苗春生"))[4]


def test_plain_text_is_set_as_pages(box):
    put(
        box,
        "说明.txt",
        "情况说明\n户主：苗春生 二组\n没有当年的照片。\n苗春生\n2026年6月1日".encode("gb18030"),
    )
    built = bound(box)
    assert built.pages.pages_out == 1
    assert "没有当年的照片" in texts(box, volume(built, "苗春生"))[4]


def test_a_file_changed_after_the_plan_is_not_bound_and_is_grave(box):
    path = put(box, "申请.pdf", shoebox.pdf(APPLICATION))
    plan = make_plan(box, LEDGER)
    path.write_bytes(shoebox.pdf(NOTICE))
    built = build(box, LEDGER, plan)
    assert "E804" in [f.code for f in built.findings]
    assert built.pages.pages_in - built.pages.pages_out == 1
    assert grave(built.findings)


def test_old_volumes_of_another_plan_go_and_strange_files_stay(box):
    fill(box)
    bound(box)
    stranger = box.output("档案") / "农户档案" / "我的笔记.pdf"
    stranger.write_bytes(b"mine")
    old = list(box.output("档案").rglob("*苗春生*.pdf"))
    for path in (box.scans / "苗").iterdir():
        path.unlink()
    bound(box)
    assert old
    assert not any(path.exists() for path in old)
    assert stranger.read_bytes() == b"mine"


def test_a_volume_takes_no_more_pages_than_the_profile_allows(box):
    for number in range(7):
        lines = [f"第{number}次公示", "大湾村村民委员会", f"2018年11月{number + 1}日"]
        put(box, f"公示{number}.pdf", shoebox.pdf((NOTICE[0], lines), ("", ["续"])))
    schema = shared("archive_schema.yaml").read_text(encoding="utf-8")
    own = schema.replace("max_pages: 200", "max_pages: 5")
    (box.root / "archive_schema.yaml").write_text(own, encoding="utf-8")
    built = bound(box)
    assert [len(v.papers) for v in built.volumes] == [2, 2, 2, 1]
    assert built.pages.pages_out == 14
    assert len({v.code for v in built.volumes}) == 4


def test_two_profiles_sort_the_same_papers_without_a_line_of_code(box, tmp_path):
    fill(box)
    other = shoebox.folder_at(tmp_path / "四类", '[archive]\nprofile = "国家四类"\nfonds = "Z01"\n')
    fill(other)
    five, four = bound(box), bound(other)
    assert volume(five, "通组路").path.startswith("输出/档案/项目建设/")
    assert volume(four, "通组路").path.startswith("输出/档案/精准施策/Z01-JF·03·")
    assert five.pages == four.pages


def test_actions_and_links_of_a_paper_do_not_come_along_but_its_form_values_do(box):
    put(box, "申请.pdf", _with_form(shoebox.pdf(APPLICATION)))
    entry = volume(bound(box), "苗春生")
    with pikepdf.open(box.root / entry.path) as book:
        assert "/AcroForm" not in book.Root
        assert all("/Annots" not in page.obj and "/AA" not in page.obj for page in book.pages)
    assert "FILLED" in texts(box, entry)[4]


def _with_form(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as book:
        look = pikepdf.Stream(book, b"BT /F1 12 Tf 2 2 Td (FILLED) Tj ET")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = [0, 0, 100, 20]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        field = book.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="name",
                V="FILLED",
                F=4,
                Rect=[100, 300, 200, 320],
                AP=pikepdf.Dictionary(N=look),
            )
        )
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        book.pages[0].obj.Annots = pikepdf.Array([field])
        book.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        book.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        buffer = io.BytesIO()
        book.save(buffer)
    return buffer.getvalue()


KINDS = st.sampled_from(
    [
        ("a{}.pdf", lambda n: shoebox.pdf(APPLICATION, ("", [f"第{n}件的续页"]))),
        ("b{}.pdf", lambda n: shoebox.pdf(NOTICE, ("", []), CONFIRMATION, ("", [str(n)]))),
        ("c{}.jpg", lambda n: shoebox.picture(seed=n)),
        ("d{}.tif", lambda n: shoebox.tiff(1 + n % 3)),
        ("e{}.txt", lambda n: f"记事{n}".encode()),
        ("f{}.pdf", lambda n: b"%PDF-1.5 " + bytes([n])),
        ("g{}.zip", lambda n: shoebox.packed({"x.pdf": shoebox.pdf(("证明", [str(n)]))})),
        ("h{}.pdf", lambda n: shoebox.pdf(CONFIRMATION)),
    ]
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(KINDS, min_size=1, max_size=6))
def test_no_shoebox_loses_a_page(tmp_path_factory, monkeypatch, kinds):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    folder = shoebox.folder_at(tmp_path_factory.mktemp("box"))
    for number, (name, make) in enumerate(kinds):
        put(folder, name.format(number), make(number))
    built = build(folder, LEDGER, make_plan(folder, LEDGER))
    pages = built.pages
    own = _own_count(folder)
    assert pages.pages_in == pages.pages_out + pages.separators + pages.aside + pages.placeholders
    assert pages.pages_in == own
    assert grave(built.findings) == []


def _own_count(folder) -> int:
    """Pages of all readable files, counted by other means than the intake."""
    total = 0
    for path in folder.scans.iterdir():
        if path.suffix == ".pdf" and path.stat().st_size > 100:
            total += len(pypdf.PdfReader(path).pages)
        elif path.suffix == ".tif":
            with Image.open(path) as picture:
                total += picture.n_frames
        elif path.suffix in (".jpg", ".txt", ".zip"):
            total += 1
    return total


def test_check_is_clean_after_a_build(box):
    fill(box)
    bound(box)
    found = check(box, LEDGER)
    assert [f.message for f in found.findings if f.severity.blocks] == []
    assert found.pages.pages_out == 9


def test_check_sees_a_changed_volume_and_a_lost_one(box):
    fill(box)
    built = bound(box)
    path = box.root / volume(built, "苗春生").path
    with pikepdf.open(path, allow_overwriting_input=True) as book:
        del book.pages[4]
        book.save(path)
    told = grave(check(box, LEDGER).findings)
    assert any("改动" in words for words in told)
    assert any("页数不平" in words for words in told)
    path.unlink()
    assert any("打不开" in words for words in grave(check(box, LEDGER).findings))


def test_check_sees_what_came_later(box):
    fill(box)
    bound(box)
    put(box, "新来的.pdf", shoebox.pdf(("证明", ["新"])))
    (box.scans / "村" / "公示.pdf").unlink()
    later = {f.file for f in check(box, LEDGER).findings if f.code == "W805"}
    assert later == {"扫描件/新来的.pdf", "扫描件/村/公示.pdf"}


def test_check_before_any_build_says_so(box):
    fill(box)
    save_plan(box, make_plan(box, LEDGER))
    with pytest.raises(NoVolumes):
        check(box, LEDGER)


def test_required_papers_that_are_missing_are_told_household_by_household(box):
    fill(box)
    bound(box)
    missing = {(m.household, m.type) for m in check(box, LEDGER).missing}
    assert ("0102", "H12") not in missing
    assert ("0102", "H04") in missing
    assert ("0103", "H47") in missing
    assert ("0102", "H47") not in missing
    assert ("0101", "H06") not in missing


def test_an_unknown_fact_makes_a_paper_neither_required_nor_not(box):
    fill(box)
    bound(box)
    unknown = [replace(p, health=None) for p in LEDGER.persons]
    ledger = replace(LEDGER, persons=tuple(unknown))
    found = [m for m in check(box, ledger).missing if m.type == "H06" and m.household == "0101"]
    assert [(m.sure, "缺资料" in m.reason) for m in found] == [(False, True)]


def test_a_household_without_a_file_misses_nothing(box):
    fill(box)
    bound(box)
    ordinary = replace(LEDGER.households[2], monitored_kind=None, kind="一般农户")
    ledger = replace(LEDGER, households=(ordinary,))
    assert check(box, ledger).missing == ()


def test_every_class_of_the_profile_can_be_built():
    schema = read_schema(shared("archive_schema.yaml"))
    codes = [entry.code for entry in schema.profile.classes]
    codes += [schema.profile.household.code, schema.profile.pending.code]
    assert len(set(codes)) == len(codes)


def test_paper_never_scanned_takes_its_numbers_and_its_line(box):
    put(box, "苗/申请.pdf", shoebox.pdf(APPLICATION))
    put(box, "苗/确认.pdf", shoebox.pdf(CONFIRMATION))
    plan = make_plan(box, LEDGER)
    booklet = replace(
        plan.papers[0],
        id="P0001",
        source="纸质未扫描",
        first=1,
        last=12,
        type="H24",
        household="0102",
        title="扶贫手册",
    )
    built = build(box, LEDGER, replace(plan, papers=(*plan.papers, booklet)))
    entry = volume(built, "苗春生")
    said = texts(box, entry)
    rows = "".join(said[2].split())
    assert "扶贫手册" in rows
    assert "纸质，未扫描" in rows
    assert [said[4].split()[-1], said[5].split()[-1]] == ["1", "14"]
    assert "本卷共3件14页" in "".join(said[0].split())
    assert grave(built.findings) == []


def test_two_villages_have_volumes_and_codes_of_their_own(box):
    other = replace(LEDGER.households[0], village="小坝村")
    ledger = replace(LEDGER, households=(other, *LEDGER.households[1:]))
    put(box, "a.pdf", shoebox.pdf(APPLICATION))
    lines = ["户主：罗广才 一组", "申请人：罗广才", "2014年5月9日"]
    put(box, "b.pdf", shoebox.pdf(("贫困户申请书", lines)))
    put(
        box,
        "小坝村/公示.pdf",
        shoebox.pdf(("拟脱贫户名单公示", ["小坝村村民委员会", "2018年1月9日"])),
    )
    built = build(box, ledger, make_plan(box, ledger))
    assert {v.title: v.code for v in built.volumes} == {
        "大湾村二组苗春生户档案": "JF·08·999888777001-0001",
        "小坝村一组罗广才户档案": "JF·08·小坝村-0001",
        "小坝村精准脱贫材料": "JF·04·小坝村-0001",
    }


def test_scans_are_read_when_the_extra_is_installed(tmp_path):
    pytest.importorskip("rapidocr")
    import pypdfium2

    folder = shoebox.folder_at(tmp_path)
    with pypdfium2.PdfDocument(shoebox.pdf(APPLICATION)) as document:
        image = document[0].render(scale=150 / 72).to_pil().convert("L")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(150, 150))
    put(folder, "扫描0001.png", buffer.getvalue())
    (paper,) = make_plan(folder, LEDGER).papers
    assert (paper.type, paper.household, paper.decision) == ("H12", "0102", "auto")
