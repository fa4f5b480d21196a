"""The example village: its generator, its numbers, its planted faults, its known answers."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType

import openpyxl
import pypdf
import pytest
import yaml
from PIL import Image, ImageChops, ImageStat

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
VILLAGE = EXAMPLES / "荷塘村"
SAME_CONTENT = (".pdf", ".jpg", ".png", ".zip")  # their bytes depend on the libraries' versions
PLANTED_ALIKE = {"徐梓涵", "姚欣妍"}
PLANTED_WRONG = {"罗春梅", "邓李氏"}


@pytest.fixture(scope="module")
def make_village() -> ModuleType:
    sys.path.insert(0, str(EXAMPLES))
    try:
        import make_village as module
    finally:
        sys.path.remove(str(EXAMPLES))
    return module


@pytest.fixture(scope="module")
def made(make_village: ModuleType) -> dict[str, bytes]:
    return make_village.files()


def committed() -> dict[str, Path]:
    tables = {path.name: path for path in EXAMPLES.glob("*.csv")}
    below = (path for path in VILLAGE.rglob("*") if path.is_file())
    return tables | {path.relative_to(EXAMPLES).as_posix(): path for path in below}


def rows_of(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def persons() -> list[dict[str, object]]:
    path = VILLAGE / "台账" / "家庭成员20260702.xlsx"
    lines = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    head = [str(cell).replace("\n", "") for cell in lines[1]]
    return [dict(zip(head, line, strict=True)) for line in lines[2:-1]]


def test_generator_makes_exactly_the_committed_files(made: dict[str, bytes]) -> None:
    assert set(made) == set(committed())


def test_tables_and_texts_have_the_same_bytes(made: dict[str, bytes]) -> None:
    paths = committed()
    stable = {name for name in made if not name.endswith(SAME_CONTENT)}
    assert len(stable) > 25
    assert [name for name in sorted(stable) if made[name] != paths[name].read_bytes()] == []


def test_pdfs_say_the_same(made: dict[str, bytes]) -> None:
    for name, path in committed().items():
        if name.endswith(".pdf") and "坏的" not in name and "加密" not in name:
            assert pdf_text(made[name]) == pdf_text(path.read_bytes()), name


def pdf_text(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_pictures_look_the_same(made: dict[str, bytes]) -> None:
    for name, path in committed().items():
        if name.endswith((".jpg", ".png")):
            ours = Image.open(io.BytesIO(made[name])).convert("L")
            theirs = Image.open(path).convert("L")
            assert ours.size == theirs.size
            assert ImageStat.Stat(ImageChops.difference(ours, theirs)).mean[0] < 3, name


def test_another_seed_gives_other_people(make_village: ModuleType, made: dict[str, bytes]) -> None:
    name = "荷塘村/台账/家庭成员20260702.xlsx"
    assert make_village.files(7)[name] != made[name]


def test_example_is_small() -> None:
    assert sum(path.stat().st_size for path in committed().values()) < 8_000_000


def test_every_identity_number_is_invented_and_right() -> None:
    from_wide = str.maketrans("０１２３４５６７８９", "0123456789")
    for person in persons():
        number = person["证件号码"]
        number = f"{number:.0f}" if isinstance(number, float) else str(number)
        number = number.translate(from_wide).upper()
        assert number.startswith("999201")
        assert "99999" not in number
        assert len(number) == (20 if person["证件类型"] == "残疾人证" else 18)
        right = number[17] == check_digit(number[:17])
        assert right == (person["姓名"] not in PLANTED_WRONG), person["姓名"]


def check_digit(first17: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return "10X98765432"[total % 11]


def test_identity_numbers_are_unique_but_for_the_planted_pair() -> None:
    people = persons()
    counted = Counter(str(person["证件号码"])[:17] for person in people)
    alike = {str(p["姓名"]) for p in people if counted[str(p["证件号码"])[:17]] > 1}
    assert alike == PLANTED_ALIKE


def test_there_are_forty_households_and_all_kinds_of_people() -> None:
    people = persons()
    assert len({person["户编号"] for person in people}) == 40
    assert len(people) == 139
    assert any("·" in str(person["姓名"]) for person in people)
    assert any(ord(sign) > 0xFFFF for person in people for sign in str(person["姓名"]))
    assert isinstance(next(p for p in people if p["姓名"] == "邓李氏")["证件号码"], float)


def test_planted_faults_stand_where_the_table_says() -> None:
    faults = [row for row in rows_of("planted.csv") if row["cell"]]
    assert len(faults) >= 20
    for fault in faults:
        book = openpyxl.load_workbook(VILLAGE / fault["file"])
        sheet = book[fault["sheet"]]
        column = re.match(r"[A-Z]+", fault["cell"]).group()
        heads = "".join(str(sheet[f"{column}{row}"].value) for row in (1, 2, 3, 4))
        assert fault["column"][:4] in heads.replace("\n", "").replace("监测", ""), fault
        if "空缺" in fault["what"]:
            assert sheet[fault["cell"]].value is None
        if " 写成 " in fault["what"] or " 记作 " in fault["what"]:
            assert str(sheet[fault["cell"]].value) == fault["what"].rpartition(" ")[2]


def test_manual_names_every_planted_fault() -> None:
    page = (ROOT / "docs" / "example-village.md").read_text(encoding="utf-8")
    for fault in rows_of("planted.csv"):
        assert f"| {fault['cell']} |" in page or fault["what"] in page, fault
        assert fault["what"] in page, fault


def test_known_answers_point_to_papers_types_and_households() -> None:
    schema = yaml.safe_load((ROOT / "archive_schema.yaml").read_text(encoding="utf-8"))
    classes = {entry["code"]: entry["class"] for entry in schema["types"]}
    households = {person["户编号"] for person in persons()} | {""}
    for answer in rows_of("papers_truth.csv"):
        assert classes[answer["type"]] == answer["volume"]
        assert answer["household"] in households
        assert answer["type"].startswith("H") == bool(answer["household"])
        assert 2014 <= int(answer["year"]) <= 2026
        assert page_span(answer["pages"])[1] <= max(1, pages_of(answer["source"]))


def page_span(text: str) -> tuple[int, int]:
    first, last = text.split("-")
    assert 1 <= int(first) <= int(last)
    return int(first), int(last)


def pages_of(source: str) -> int:
    package, zipped, member = source.partition(".zip/")
    if zipped:
        with zipfile.ZipFile(VILLAGE / f"{package}.zip") as archive:
            assert member in archive.namelist()
        return 1
    path = VILLAGE / source
    assert path.is_file()
    return len(pypdf.PdfReader(path).pages) if path.suffix == ".pdf" else 1


def test_every_scanned_file_has_its_state() -> None:
    states = {row["source"]: row["state"] for row in rows_of("papers_files.csv")}
    below = {path.relative_to(VILLAGE).as_posix() for path in (VILLAGE / "扫描件").rglob("*.*")}
    assert {source for source in states if ".zip/" not in source} == below
    assert Counter(states.values()).keys() == {"read", "duplicate", "ignored", "unreadable"}


def test_papers_use_the_words_of_their_time() -> None:
    for answer in rows_of("papers_truth.csv"):
        if int(answer["year"]) <= 2016:
            assert "脱贫户" not in answer["title"]
        if int(answer["year"]) >= 2021:
            assert "贫困户" not in answer["title"]
