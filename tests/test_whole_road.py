"""The whole road: one command makes the five products, and makes them the same everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from road import OUTPUT, Ran, digests, docgen

from docgen import resources

pytestmark = pytest.mark.xdist_group("road")
INPUTS = ("台账", "比对", "扫描件")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("one") / "村"
    return folder, docgen("demo", folder, "--json", TZ="Asia/Shanghai")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("two") / "another place"
    return folder, docgen("demo", folder, "--json", TZ="America/Anchorage", LC_ALL="C")


def documents(ran: Ran, kind: str, form: str = "") -> list[dict[str, Any]]:
    found = [document for document in ran.said["documents"] if document["kind"] == kind]
    return [document for document in found if not form or document["format"] == form]


def test_the_demo_makes_all_five_products(demo: tuple[Path, Ran]) -> None:
    folder, ran = demo
    assert ran.code == 0, ran.err
    for kind in ("handbook", "handbook-imposed"):
        assert len(documents(ran, kind, "pdf")) == 1
    for form in ("xlsx", "docx", "pdf"):
        assert len(documents(ran, "checklist", form)) == 1
    assert len(documents(ran, "summary", "docx")) == 1
    assert ran.said["volumes"]
    for entry in ran.said["documents"] + ran.said["volumes"]:
        assert (folder / entry["path"]).stat().st_size > 0


def test_every_household_has_its_plan_in_both_formats(demo: tuple[Path, Ran]) -> None:
    _, ran = demo
    word = [document["household"] for document in documents(ran, "plan", "docx")]
    pages = [document["household"] for document in documents(ran, "plan", "pdf")]
    assert max(Counter(word).values()) == 1
    assert sorted(word) == sorted(pages)
    assert len(word) >= 35


def test_the_report_of_the_run_names_every_product(demo: tuple[Path, Ran]) -> None:
    folder, _ = demo
    report = (folder / OUTPUT / "运行报告.txt").read_text(encoding="utf-8")
    for word in ("口袋书", "一户一策", "整改清单", "半年工作总结", "档案", "页数账"):
        assert word in report


def test_originals_are_untouched(demo: tuple[Path, Ran]) -> None:
    folder, _ = demo
    for name in INPUTS:
        assert digests(folder / name) == digests(resources.examples_folder() / name)


def own(folder: Path) -> dict[str, str]:
    """The products but for the summary's PDF, which LibreOffice writes."""
    found = digests(folder / OUTPUT)
    return {name: digest for name, digest in found.items() if not re.match(r"总结/.*\.pdf", name)}


def test_another_folder_and_time_zone_make_the_same_bytes(
    demo: tuple[Path, Ran], elsewhere: tuple[Path, Ran]
) -> None:
    assert own(demo[0]) == own(elsewhere[0])


def test_a_second_run_makes_the_same_bytes(demo: tuple[Path, Ran]) -> None:
    folder, _ = demo
    before = own(folder)
    again = docgen("-C", folder, "all", "--json")
    assert again.code == 0, again.err
    assert own(folder) == before


def test_pages_in_are_pages_out(demo: tuple[Path, Ran]) -> None:
    folder, ran = demo
    ledger = ran.said["ledger"]
    assert ledger["pages_in"] == sum(ledger[key] for key in ("pages_out", "separators", "aside"))
    for volume in ran.said["volumes"]:
        assert len(PdfReader(folder / volume["path"]).pages) == volume["pages"]


def pdfs(folder: Path) -> list[Path]:
    return sorted((folder / OUTPUT).rglob("*.pdf"))


def test_all_fonts_are_embedded(demo: tuple[Path, Ran], program: Callable[[str], str]) -> None:
    pdffonts = program("pdffonts")
    for path in pdfs(demo[0]):
        done = subprocess.run([pdffonts, path], capture_output=True, encoding="utf-8", check=True)
        for line in done.stdout.splitlines()[2:]:
            embedded = line.split()[-5]
            assert embedded == "yes", f"{path.name}: {line}"


def test_qpdf_finds_no_fault(demo: tuple[Path, Ran], program: Callable[[str], str]) -> None:
    qpdf = program("qpdf")
    for path in pdfs(demo[0]):
        done = subprocess.run(
            [qpdf, "--check", path], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{path.name}: {done.stdout}{done.stderr}"


def test_libreoffice_opens_the_office_files(
    demo: tuple[Path, Ran], program: Callable[[str], str], tmp_path: Path
) -> None:
    soffice, (folder, ran) = program("soffice"), demo
    chosen = [
        folder / document["path"]
        for document in [
            *documents(ran, "plan", "docx")[:2],
            *documents(ran, "checklist", "docx"),
            *documents(ran, "checklist", "xlsx"),
            *documents(ran, "summary", "docx"),
        ]
    ]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *chosen]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for path in chosen:
        assert len(PdfReader(tmp_path / f"{path.stem}.pdf").pages) >= 1


def words_of(path: Path) -> str:
    word = docx.Document(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_a_missing_value_is_seen_on_paper_and_in_the_report(demo: tuple[Path, Ran]) -> None:
    folder, ran = demo
    with_gaps = [document for document in ran.said["documents"] if document["gaps"]]
    assert with_gaps
    for document in with_gaps:
        if document["format"] == "docx":
            text = words_of(folder / document["path"])
            for gap in document["gaps"]:
                assert f"【缺：{gap['field']}】" in text, document["path"]
    report = (folder / OUTPUT / "运行报告.txt").read_text(encoding="utf-8")
    for document in with_gaps:
        for gap in document["gaps"]:
            assert gap["field"] in report


def test_no_blank_and_no_code_reaches_paper(demo: tuple[Path, Ran]) -> None:
    folder, ran = demo
    for document in ran.said["documents"]:
        if document["format"] == "docx":
            text = words_of(folder / document["path"])
            for sign in ("{{", "}}", "{%", "None", "nan元", "00:00:00"):
                assert sign not in text, document["path"]


def test_a_demo_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    ran = docgen("demo", tmp_path)
    assert ran.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.fixture
def village(tmp_path: Path) -> Path:
    folder = tmp_path / "村"
    shutil.copytree(resources.examples_folder(), folder)
    return folder


def test_an_own_template_replaces_the_packaged_one(village: Path) -> None:
    own = docx.Document(str(resources.template("docx", "plan.docx")))
    own.add_paragraph("本镇自定模板：{{ 户主姓名 }}")
    (village / "模板").mkdir(exist_ok=True)
    own.save(str(village / "模板" / "plan.docx"))
    environment = {"PATH": str(Path(os.devnull).parent)}
    ran = docgen("-C", village, "plan", "--json", **environment)
    assert ran.code == 0, ran.err
    assert not documents(ran, "plan", "pdf")
    assert "LibreOffice" in ran.out + ran.err
    text = words_of(village / documents(ran, "plan", "docx")[0]["path"])
    assert "本镇自定模板：" in text
