"""The work folder: settings as people write them, writes whole or not at all."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from docgen import errors
from docgen.folder import open_folder, write_bytes

PERIOD = "[period]\nstart = 2026-01-01\nend = 2026-06-30\n"


def made(root: Path, text: str | bytes) -> Path:
    raw = text.encode("utf-8") if isinstance(text, str) else text
    (root / "docgen.toml").write_bytes(raw)
    return root


def test_as_of_is_the_end_of_the_period(tmp_path: Path) -> None:
    folder = open_folder(made(tmp_path, PERIOD))
    assert folder.settings.as_of == date(2026, 6, 30)


def test_the_command_line_overrides_as_of(tmp_path: Path) -> None:
    folder = open_folder(made(tmp_path, PERIOD), as_of=date(2026, 3, 31))
    assert folder.settings.as_of == date(2026, 3, 31)
    assert folder.settings.period.end == date(2026, 6, 30)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(("\ufeff" + PERIOD).encode(), id="BOM"),
        pytest.param((PERIOD + '[place]\nvillage = "荷塘村"\n').encode("gbk"), id="GBK"),
        pytest.param((PERIOD + "[place]\nvillage ＝ “荷塘村”\n").encode(), id="full-width"),
    ],
)
def test_settings_as_offices_save_them(tmp_path: Path, raw: bytes) -> None:
    folder = open_folder(made(tmp_path, raw))
    assert folder.settings.period.start == date(2026, 1, 1)
    assert folder.settings.place.village in ("", "荷塘村")


def test_full_width_signs_inside_values_stay(tmp_path: Path) -> None:
    text = PERIOD + '[unit]\nslogan = "有困难，请找“草帽”工作队"\n'
    assert open_folder(made(tmp_path, text)).settings.unit.slogan == "有困难，请找“草帽”工作队"


def test_the_sheet_of_settings_yields_to_the_file(tmp_path: Path) -> None:
    made(tmp_path, PERIOD + '[place]\nvillage = "甲村"\n')
    sheet = {"place": {"village": "乙村", "town": "丙镇"}}
    place = open_folder(tmp_path, overrides=sheet).settings.place
    assert (place.village, place.town) == ("甲村", "丙镇")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[place]\n", errors.PeriodMissing),
        ("[period\n", errors.SettingsUnreadable),
        ("period = 3\n", errors.SettingsUnreadable),
        ('[period]\nstart = "soon"\nend = 2026-06-30\n', errors.SettingsUnreadable),
        ("[period]\nstart = 2026-06-30\nend = 2026-01-01\n", errors.SettingsUnreadable),
    ],
)
def test_wrong_settings_are_one_sentence(tmp_path: Path, text: str, error: type) -> None:
    with pytest.raises(error) as caught:
        open_folder(made(tmp_path, text))
    assert caught.value.exit_code == errors.ExitCode.input
    assert "docgen.toml" in caught.value.sentence()


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(errors.FolderNotFound):
        open_folder(tmp_path / "nowhere")
    with pytest.raises(errors.NotAWorkFolder):
        open_folder(tmp_path)


def test_a_write_that_fails_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "输出" / "a.txt"
    write_bytes(path, b"former")

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(errors.FileNotWritable):
        write_bytes(path, b"newer")
    assert path.read_bytes() == b"former"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a.txt", b"x")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o600
