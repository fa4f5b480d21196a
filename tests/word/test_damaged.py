"""Each of forty damaged templates is explained with the right place, and only that place."""

from __future__ import annotations

import pytest
from damaged import DAMAGED, FIELDS, Damaged
from wordfiles import file_of

from docgen.word import Template


def test_there_are_forty_kinds() -> None:
    assert len({one.kind for one in DAMAGED}) == len(DAMAGED) >= 40


@pytest.mark.parametrize("one", DAMAGED, ids=[one.kind for one in DAMAGED])
def test_damaged_template_is_explained_at_its_place(one: Damaged) -> None:
    faults = Template(one.make()).lint(FIELDS)
    assert faults
    assert {f"{fault.part} {fault.place}" for fault in faults} == {one.place}
    said = next(fault for fault in faults if one.says in fault.message)
    assert said.excerpt
    assert said.nearest == one.nearest


def test_the_good_parts_around_are_no_faults() -> None:
    good = file_of(
        "{{ 户主姓名 }}",
        "{% for 人 in 成员 %}{{ 人.姓名 }}{{ loop.index }}{% endfor %}",
        "{{ 成员|个数 }}{{ 备注|顿号 }}",
        "{{ 户.村 }}{% for 句 in 备注 %}{{ 句 }}{% endfor %}{% if 成员 %}有{% endif %}",
    )
    assert Template(good).lint(FIELDS) == []
    assert Template(good).lint(["户主姓名", "成员.姓名", "备注", "户.村"]) == []
