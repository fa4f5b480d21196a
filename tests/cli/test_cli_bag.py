"""``docgen bag`` as a user calls it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import call

from docgen.resources import examples_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "村"
    ignored = shutil.ignore_patterns("输出", ".docgen", "扫描件")
    shutil.copytree(examples_folder(), place, ignore=ignored)
    return place


@pytest.mark.parametrize(
    ("only", "households", "volumes"), [("9992010019", 1, 0), ("二组", 8, 1), ("荷塘村", 40, 1)]
)
def test_one_household_a_group_a_village(
    folder: Path, only: str, households: int, volumes: int
) -> None:
    told = call("-C", folder, "bag", "--only", only, "--json", "-n").object
    kinds = [one["kind"] for one in told["documents"] if one["format"] == "pdf"]
    assert kinds.count("bag") == kinds.count("fold") == households
    assert kinds.count("bag-volume") == volumes
    assert kinds.count("card") == 1
    assert not (folder / "输出").exists()
    assert not (folder / "记录" / "袋号.toml").exists()


def test_what_was_made_is_told_and_lies_there(folder: Path) -> None:
    answer = call("-C", folder, "bag", "--only", "9992010019", "--large")
    assert answer.code == 0
    assert "一户一袋：DOCX 1, PDF 1" in answer.out
    assert "联系卡" in answer.out
    assert (folder / "输出" / "一户一袋" / "联系卡_荷塘村三组（户编号9992010019）.pdf").is_file()
    assert (folder / "记录" / "袋号.toml").is_file()


def test_strict_stops_where_a_value_is_missing(folder: Path) -> None:
    answer = call("-C", folder, "bag", "--strict")
    assert answer.code == 6
    assert not (folder / "输出" / "一户一袋").exists()


def test_a_damaged_register_of_numbers_is_one_sentence(folder: Path) -> None:
    (folder / "记录").mkdir(exist_ok=True)
    (folder / "记录" / "袋号.toml").write_text("？", encoding="utf-8")
    answer = call("-C", folder, "bag")
    assert answer.code == 4
    assert "袋号.toml" in answer.err
    assert "Traceback" not in answer.err


def test_the_fields_of_its_templates_can_be_listed() -> None:
    for kind in ("bag", "bag-fold", "bag-card"):
        told = call("template", "fields", kind, "--json").object
        assert "编制单位" in told["fields"]
