"""Office files to PDF: originals untouched, failures by name, our fonts for the standard faces."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from docgen.errors import ConverterMissing
from docgen.pages import convert
from docgen.pages.convert import office_to_pdf

# A stand-in that does what LibreOffice does with its arguments.
MAKES_PDFS = (
    'while [ "$1" != "--outdir" ]; do shift; done; out="$2"; shift 2\n'
    'for file in "$@"; do name=$(basename "$file"); echo x > "$out/${name%.*}.pdf"; done'
)
FACES = ("仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体", "宋体")


def paper(path: Path, words: str = "关于印发通知的汇报") -> Path:
    document = Document()
    for face in FACES:
        run = document.add_paragraph().add_run(words)
        run.font.name = face
        run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    document.save(str(path))
    return path


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(convert, "USUAL_PLACES", ())


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A program of our own in LibreOffice's place."""

    def put(script: str) -> None:
        path = tmp_path / "stand-in"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(convert, "soffice", lambda: path)

    return put


def test_the_standard_faces_lead_to_our_fonts(
    tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("soffice")
    file = paper(tmp_path / "通知.docx")
    done = office_to_pdf([file], tmp_path / "out").done
    book = pypdf.PdfReader(done[file])
    fonts = book.pages[0]["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
    assert {"DocgenFang-Regular", "DocgenKai-Regular", "DocgenHei-Bold"} <= names
    assert "DocgenSong-Regular" in names
    assert "关于印发通知的汇报" in book.pages[0].extract_text()


def test_digits_do_not_fall_to_a_face_of_the_machine(
    tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("soffice")
    document = Document()
    document.add_paragraph().add_run("2026").font.name = "Times New Roman"
    document.save(str(tmp_path / "数.docx"))
    file = tmp_path / "数.docx"
    page = pypdf.PdfReader(office_to_pdf([file], tmp_path / "out").done[file]).pages[0]
    fonts = page["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
    assert names <= {"DocgenSong-Regular", "TimesNewRomanPSMT"}


def test_a_damaged_file_is_named_and_the_others_are_made(
    tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("soffice")
    (tmp_path / "甲").mkdir()
    first, same_stem = paper(tmp_path / "册.docx"), paper(tmp_path / "甲" / "册.docx", "另一份")
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 no package")
    before = {file: file.read_bytes() for file in (first, same_stem, broken)}
    result = office_to_pdf([first, broken, same_stem], tmp_path / "out", names={same_stem: "册二"})
    assert set(result.done) == {first, same_stem}
    assert set(result.failed) == {broken}
    assert "另一份" in pypdf.PdfReader(tmp_path / "out" / "册二.pdf").pages[0].extract_text()
    assert {file: file.read_bytes() for file in before} == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "册.docx", "坏.docx", "甲"]


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_the_remedy_is_told(tmp_path: Path) -> None:
    assert convert.soffice() is None
    with pytest.raises(ConverterMissing) as raised:
        office_to_pdf([tmp_path / "甲.docx"], tmp_path)
    assert "LibreOffice" in raised.value.sentence()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_program_that_hangs_is_ended(
    tmp_path: Path, stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "START_SECONDS", 0.2)
    stand_in(f"echo $$ > {tmp_path}/pid; sleep 600")
    file = paper(tmp_path / "甲.docx")
    result = office_to_pdf([file], tmp_path / "out", file_seconds=0)
    assert "没有完成" in result.failed[file]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_two_files_of_one_stem_become_two_pdfs(
    tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in(MAKES_PDFS)
    files = [paper(tmp_path / "册.docx"), paper(tmp_path / "册.doc")]
    done = office_to_pdf(files, tmp_path / "out").done
    assert [path.name for path in done.values()] == ["册.pdf", "册_2.pdf"]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_files_go_in_batches_with_a_profile_of_our_own(
    tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in(
        f'echo "$@" >> {tmp_path}/calls; echo "$FONTCONFIG_FILE" >> {tmp_path}/fonts\n' + MAKES_PDFS
    )
    files = [paper(tmp_path / f"{number}.docx") for number in range(5)]
    result = office_to_pdf(files, tmp_path / "out", batch=2)
    assert list(result.done) == files
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert [call.count(".docx") for call in calls] == [2, 2, 1]
    profile = Path(calls[0].split("UserInstallation=file://")[1].split()[0])
    settings = (profile / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    assert "DisableMacrosExecution" in settings
    assert "ooInetHTTPSProxyName" in settings
    fonts = Path((tmp_path / "fonts").read_text(encoding="utf-8").split()[0])
    assert "仿宋_GB2312" in fonts.read_text(encoding="utf-8")


def book(path: Path, pages: int) -> Path:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(path)
    return path


# Makes no PDF of a file that is not alone, and notes each call.
ONLY_ALONE = (
    'while [ "$1" != "--outdir" ]; do shift; done; out="$2"; shift 2; echo "$#" >> {calls}\n'
    "[ $# -gt 1 ] && shift\n"
    'for file in "$@"; do name=$(basename "$file"); cp {pdf} "$out/${{name%.*}}.pdf"; done'
)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_file_that_failed_among_others_is_tried_once_more_alone(
    tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    calls = tmp_path / "calls"
    stand_in(ONLY_ALONE.format(calls=calls, pdf=book(tmp_path / "two.pdf", 2)))
    files = [paper(tmp_path / f"{number}.docx") for number in range(3)]
    result = office_to_pdf(files, tmp_path / "out")
    assert set(result.done) == set(files)
    assert calls.read_text().split() == ["3", "1"]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_file_of_other_pages_than_known_is_tried_again_and_then_told(
    tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    calls = tmp_path / "calls"
    stand_in(ONLY_ALONE.format(calls=calls, pdf=book(tmp_path / "two.pdf", 2)))
    right, wrong = paper(tmp_path / "两页.docx"), paper(tmp_path / "三页.docx")
    result = office_to_pdf([right, wrong], tmp_path / "out", pages={right: 2, wrong: 3})
    assert list(result.done) == [right]
    assert result.failed == {wrong: "转成了 2 页，应为 3 页"}
    assert calls.read_text().split() == ["2", "1", "1"]
    assert not (tmp_path / "out" / "三页.pdf").exists()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_pdf_that_comes_out_right_the_second_time_is_kept(
    tmp_path: Path, stand_in: Callable[[str], None]
) -> None:
    first, second = book(tmp_path / "1.pdf", 1), book(tmp_path / "2.pdf", 2)
    stand_in(
        'while [ "$1" != "--outdir" ]; do shift; done\n'
        f"[ -e {tmp_path}/once ] && pdf={second} || pdf={first}; touch {tmp_path}/once\n"
        'cp $pdf "$2/0000.pdf"'
    )
    file = paper(tmp_path / "两页.docx")
    result = office_to_pdf([file], tmp_path / "out", pages={file: 2})
    assert not result.failed
    assert len(pypdf.PdfReader(result.done[file]).pages) == 2


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_half_a_pdf_of_an_ended_program_is_none(
    tmp_path: Path, stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "START_SECONDS", 0.5)
    stand_in(MAKES_PDFS + "; sleep 600")
    file = paper(tmp_path / "甲.docx")
    result = office_to_pdf([file], tmp_path / "out", file_seconds=0)
    assert not result.done
    assert "没有完成" in result.failed[file]
