"""What is written: both formats hold the same facts, IDs masked, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from samples import LIFTED, SETTINGS, village

from docgen.documents import KINDS, build, gaps, plan
from docgen.documents.job import Built, Job
from docgen.documents.plan import file_names
from docgen.documents.plan_context import plan_context
from docgen.errors import PageTemplateFault
from docgen.facts.view import View
from docgen.folder import Folder
from docgen.jobs import processes
from docgen.model import Household, Ledger
from docgen.pages import convert
from docgen.resources import shared
from docgen.work.entitlement import match_household, offers


def job(root: Path, ledger: Ledger | None = None, **more: Any) -> Job:
    return Job(Folder(root, SETTINGS), ledger or village(), options={"pdf": False}, **more)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def docx_text(path: Path) -> str:
    """Return the text of a Word file, cell after cell, without spaces."""
    opened = docx.Document(str(path))
    found = [paragraph.text for paragraph in opened.paragraphs]
    for table in opened.tables:
        for row in table.rows:
            found += [cell.text for cell in row.cells]
    return squeezed("\n".join(found))


def pdf_text(path: Path) -> str:
    """Return the text of a PDF without spaces."""
    with pypdfium2.PdfDocument(path) as pages:
        return squeezed("\n".join(page.get_textpage().get_text_bounded() for page in pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe\u0002]", "", text)


def by_format(built: Built, root: Path, household: str = "") -> dict[str, Path]:
    return {one.format: root / one.path for one in built.documents if one.household == household}


def said(value: Any) -> Iterator[str]:
    """Yield the texts of a context that must stand in every format."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from said(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ("证件号码", "结对开始", "隶属关系", "政策依据", "佐证材料"):
                yield from said(item)


def test_every_kind_can_be_loaded() -> None:
    from importlib import import_module

    assert all(callable(import_module(name).build) for name in KINDS.values())


def test_every_household_gets_a_plan_in_both_formats(tmp_path: Path) -> None:
    built = build("plan", job(tmp_path))
    assert [(one.household, one.format) for one in built.documents] == [
        (key, form) for key in ("0107", "0108", "0109") for form in ("docx", "pdf")
    ]
    assert all((tmp_path / one.path).is_file() for one in built.documents)
    assert all(one.pages in (2, 3, 4) for one in built.documents if one.format == "pdf")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_both_formats_hold_the_same_facts(tmp_path: Path, number: int) -> None:
    made = village()
    household = made.households[number]
    paths = by_format(build("plan", job(tmp_path)), tmp_path, household.id)
    texts = {form: read(paths[form]) for form, read in (("docx", docx_text), ("pdf", pdf_text))}
    lacks = gaps.Lacks(household.id)
    verdicts = match_household(household, made, SETTINGS, offers(made, SETTINGS))
    context = plan_context(household, View(made, SETTINGS), lacks, verdicts)
    told = {squeezed(text) for text in said(context)} - {""}
    assert len(told) > 20
    for form, text in texts.items():
        assert [one for one in sorted(told) if one not in text] == [], form


def test_what_is_missing_is_marked_in_both_formats_and_reported(tmp_path: Path) -> None:
    built = build("plan", job(tmp_path))
    paths = by_format(built, tmp_path, "0108")
    for read, form in ((docx_text, "docx"), (pdf_text, "pdf")):
        assert "【缺：户主姓名】" in read(paths[form])
    documents = [one for one in built.documents if one.household == "0108"]
    assert all("联系电话" in {gap.field for gap in one.gaps} for one in documents)
    assert any(one.code == gaps.GAP and one.household == "0108" for one in built.findings)


def test_ids_are_masked_and_in_no_file_name(tmp_path: Path) -> None:
    made = village()
    number = made.persons_of("0107")[0].id_number
    assert number
    built = build("plan", job(tmp_path, made))
    paths = by_format(built, tmp_path, "0107")
    for text in (docx_text(paths["docx"]), pdf_text(paths["pdf"])):
        assert number not in text
        assert f"{number[:6]}********{number[-4:]}" in text
    assert all(number not in one.path for one in built.documents)


def test_file_names_are_safe_and_never_the_same() -> None:
    number = village().persons[0].id_number or ""
    chosen = [
        Household("01", "张/三"),
        Household("01:", "三"),
        Household("01_张", "三"),
        Household(number, "李四"),
        Household("02"),
        Household("王五（一组）", "王五"),
    ]
    names = list(file_names(Ledger(households=tuple(chosen))).values())
    assert names[0] == "01_张_三_一户一策"
    assert len({name.lower() for name in names}) == 6
    assert names[5] == "王五（一组）_一户一策"
    assert not any(number in name for name in names)


def test_the_same_ledger_makes_the_same_bytes_with_workers_too(tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("a", "b")]
    for kind in ("plan", "checklist", "summary"):
        build(kind, job(roots[0]))
        with processes(2) as pool:
            build(kind, job(roots[1], executor=pool))
    first, second = map(files, roots)
    assert list(first) == list(second)
    assert [name for name, data in first.items() if second[name] != data] == []


def test_a_dry_run_writes_nothing_and_names_everything(tmp_path: Path) -> None:
    for kind in ("plan", "checklist", "summary"):
        assert build(kind, job(tmp_path, dry=True)).documents
    assert files(tmp_path) == {}


def test_only_one_household(tmp_path: Path) -> None:
    built = build("plan", job(tmp_path, only="0109"))
    assert {one.household for one in built.documents} == {"0109"}


def test_several_villages_have_a_folder_each(tmp_path: Path) -> None:
    homes = [LIFTED, {**LIFTED, "户编号": "0201", "行政村": "青禾村"}]
    built = build("plan", job(tmp_path, village(户信息=homes)))
    folders = {one.path.split("/")[2] for one in built.documents}
    assert folders == {"荷塘村", "青禾村"}
    assert all((tmp_path / one.path).is_file() for one in built.documents)


def test_progress_counts_households(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    build("plan", job(tmp_path, progress=lambda *step: heard.append(step)))
    assert heard == [("一户一策", done, 3) for done in (1, 2, 3)]


def own(root: Path, name: str, text: str | None = None) -> None:
    """Put a template of the office's own into 模板/."""
    folder = root / "模板"
    folder.mkdir(exist_ok=True)
    kind = "docx" if name.endswith(".docx") else "pdf"
    data = shared(f"templates/{kind}/{name}").read_bytes() if text is None else text.encode()
    (folder / name).write_bytes(data)


@pytest.mark.parametrize(("kind", "documents"), [("plan", 3), ("checklist", 2)])
def test_own_word_template_without_libreoffice_says_there_is_no_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, documents: int
) -> None:
    monkeypatch.setattr(convert, "soffice", lambda: None)
    own(tmp_path, f"{kind}.docx")
    built = build(kind, job(tmp_path))
    assert len(built.documents) == documents
    assert "pdf" not in {one.format for one in built.documents}
    (found,) = [one for one in built.findings if one.code == "W403"]
    assert "LibreOffice" in found.message


def test_own_word_template_makes_the_pdf(tmp_path: Path, program: Any) -> None:
    program("soffice")
    own(tmp_path, "plan.docx")
    built = build("plan", job(tmp_path, only="0107"))
    paths = by_format(built, tmp_path, "0107")
    assert "李桂花" in pdf_text(paths["pdf"])
    assert not [one for one in built.findings if one.code == "W403"]


def test_own_page_template_wins(tmp_path: Path) -> None:
    own(tmp_path, "plan.docx")
    own(
        tmp_path,
        "plan.typ",
        '#import "base.typ": *\n#show: sheet\n本室样式 #data.at("户编号")',
    )
    paths = by_format(build("plan", job(tmp_path, only="0107")), tmp_path, "0107")
    assert pdf_text(paths["pdf"]) == "本室样式0107"


def test_one_household_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    own(
        tmp_path,
        "plan.typ",
        '#import "base.typ": *\n#show: sheet\n#assert(data.at("户编号") != "0108")\n好',
    )
    built = build("plan", job(tmp_path))
    assert {one.household for one in built.documents} == {"0107", "0109"}
    (found,) = [one for one in built.findings if one.code == plan.FAILED]
    assert found.household == "0108"


def test_a_template_that_always_fails_is_an_error(tmp_path: Path) -> None:
    own(tmp_path, "plan.typ", '#import "base.typ": *\n#data.at("没有的字段")')
    with pytest.raises(PageTemplateFault):
        build("plan", job(tmp_path))


def test_a_character_no_font_has_is_found_at_its_cell(tmp_path: Path) -> None:
    rare = "\U0002f800"  # a compatibility ideograph outside the subsets
    made = village(户信息=[{**LIFTED, "户主姓名": f"李{rare}"}])
    from docgen.pages.fonts import uncovered

    if not uncovered(rare):
        rare = "\ue000"
        made = village(户信息=[{**LIFTED, "户主姓名": f"李{rare}"}])
    found = [one for one in build("plan", job(tmp_path, made)).findings if one.code == "W301"]
    assert found
    assert found[0].cell == made.households[0].at.cell("户主姓名")  # type: ignore[union-attr]


def test_the_checklist_comes_in_three_formats_with_one_count(tmp_path: Path) -> None:
    built = build("checklist", job(tmp_path))
    paths = by_format(built, tmp_path)
    assert set(paths) == {"xlsx", "docx", "pdf"}
    count = "排查问题4条，其中本村不存在1条，已整改1条，正在整改1条，未启动1条"
    assert count in docx_text(paths["docx"])
    assert count in pdf_text(paths["pdf"])
    for text in (docx_text(paths["docx"]), pdf_text(paths["pdf"])):
        assert "逾期20天" in text
        assert "【缺：整改措施】" in text


def test_no_problems_make_a_checklist_that_says_so(tmp_path: Path) -> None:
    built = build("checklist", job(tmp_path, village(问题整改=[])))
    assert len(built.documents) == 3
    assert all([gap.field for gap in one.gaps] == ["问题整改"] for one in built.documents)


def summary_of(root: Path, ledger: Ledger | None = None) -> tuple[Built, str]:
    built = build("summary", job(root, ledger))
    return built, docx_text(by_format(built, root)["docx"])


def test_a_figure_without_data_is_a_mark_and_a_finding_with_the_reason(tmp_path: Path) -> None:
    built, text = summary_of(tmp_path)
    assert "【缺：公益岗岗位数】" in text
    found = [one for one in built.findings if "“公益岗岗位数”" in one.message]
    assert len(found) == 1
    assert "公益岗" in found[0].message
    assert "公益岗岗位数" in {gap.field for gap in built.documents[0].gaps}


def test_figures_of_the_text_are_given_back(tmp_path: Path) -> None:
    built, text = summary_of(tmp_path)
    figures = {one.name: one for one in built.figures}
    assert figures["问题总数"].value == 4
    assert "排查问题4条，其中本村不存在1条，已整改1条，正在整改1条，未启动1条" in text
    assert len(figures["问题总数"].records) == 4


def test_no_other_year_stands_in_the_summary(tmp_path: Path) -> None:
    _, text = summary_of(tmp_path)
    assert set(re.findall(r"20\d\d年", text)) == {"2026年"}
