"""Batches: streamed, the same bytes with any number of workers, going on after an interruption."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from wordfiles import template, texts

from docgen.errors import FileNotWritable
from docgen.word import batch
from docgen.word.form import Form

PLAN = ("{{ 编号 }} {{ 姓名 }}", "{% for 人 in 成员 %}{{ 人 }}、{% endfor %}")


def records(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {"编号": f"{number:03}", "姓名": "李" if number % 7 else None, "成员": ["甲", "乙"]}


def test_one_and_four_processes_write_the_same_bytes(tmp_path: Path) -> None:
    made = template(*PLAN)
    one = made.render_many(records(150), tmp_path / "a", "{{ 编号 }}.docx")
    four = made.render_many(records(150), tmp_path / "b", "{{ 编号 }}.docx", workers=4)
    assert [path.name for path in one.made] == [path.name for path in four.made]
    assert [gap.place for gap in one.gaps] == [gap.place for gap in four.gaps]
    for first, second in zip(one.made, four.made, strict=True):
        assert first.read_bytes() == second.read_bytes()


def test_an_interrupted_batch_goes_on(tmp_path: Path) -> None:
    made = template(*PLAN)

    def breaking() -> Iterator[dict[str, Any]]:
        yield from records(70)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made.render_many(breaking(), tmp_path, "{{ 编号 }}")
    before = {path: path.stat() for path in tmp_path.iterdir()}
    assert len(before) == batch.CHUNK  # whole files only
    damaged, changed = sorted(before)[:2]
    damaged.write_bytes(damaged.read_bytes()[:-10])
    changed.write_bytes(bytes(changed.stat().st_size))
    (tmp_path / batch.PART.format(4711)).write_bytes(b"half")
    report = made.render_many(records(70), tmp_path, "{{ 编号 }}")
    assert sorted(report.made) == sorted(tmp_path.iterdir())
    assert len(report.made) == 70
    assert texts(damaged.read_bytes())[0] == "000 【缺：姓名】"
    assert texts(changed.read_bytes())[0] == "001 李"
    kept = [path for path in before if path not in (damaged, changed)]
    assert all(path.stat().st_ino == before[path].st_ino for path in kept)


def test_a_document_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    batch.keep_or_write(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch.os, "replace", full)
    with pytest.raises(FileNotWritable):
        batch.keep_or_write(path, b"new!")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_documents_are_for_their_owner_alone(tmp_path: Path) -> None:
    report = template("{{ x }}").render_many([{"x": 1}], tmp_path, "{x}")
    assert report.made[0].stat().st_mode & 0o777 == 0o600


def test_a_template_is_compiled_once_in_a_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = template(*PLAN)
    compiled: list[object] = []
    real = Form.check
    monkeypatch.setattr(Form, "check", lambda self: (compiled.append(self), real(self)))
    made.render_many(records(130), tmp_path, "{编号}")
    assert {id(one) for one in compiled} == {id(made._form)}


def test_a_third_record_of_one_name_has_a_number_of_its_own(tmp_path: Path) -> None:
    many = template("{{ x }}").render_many(
        [{"x": name} for name in ("甲", "甲_2", "甲", "甲")], tmp_path, "{x}"
    )
    assert [path.stem for path in many.made] == ["甲", "甲_2", "甲_3", "甲_4"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileNotWritable):
        template("{{ x }}").render_many([{"x": 1}], tmp_path / "file", "{x}")
