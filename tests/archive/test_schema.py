"""archive_schema.yaml: complete, checked line by line, several profiles over the same types."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.archive.schema import archival_code
from docgen.archive.schema_file import read_schema
from docgen.errors import SchemaFaulty
from docgen.resources import shared

PACKAGED = shared("archive_schema.yaml")
TEXT = PACKAGED.read_text(encoding="utf-8")


def test_the_packaged_schema_has_every_type_once_with_words_to_know_it_by():
    schema = read_schema(PACKAGED)
    codes = list(schema.types)
    assert [c for c in codes if c.startswith("H")] == [f"H{n:02d}" for n in _h_numbers(codes)]
    assert sum(c.startswith("H") for c in codes) == 55
    assert sum(c.startswith("V") for c in codes) == 119
    assert all(kind.words for kind in schema.types.values())


def _h_numbers(codes: list[str]) -> list[int]:
    return [int(code[1:]) for code in codes if code.startswith("H")]


def test_no_word_is_enough_for_two_types_of_one_level():
    schema = read_schema(PACKAGED)
    seen: dict[tuple[str, str], str] = {}
    for kind in schema.types.values():
        for word in kind.words:
            assert seen.setdefault((kind.level, word), kind.code) == kind.code, word


def test_five_classes_exactly_when_general_papers_are_merged():
    merged = read_schema(PACKAGED, merge="基本信息")
    names = [entry.name for entry in merged.profile.classes]
    assert names == ["基本信息", "精准识别", "精准施策", "精准脱贫", "项目建设"]
    assert merged.class_of("V018").name == "基本信息"
    assert read_schema(PACKAGED).class_of("V018").name == "综合管理"


def test_the_national_profile_sorts_the_same_types_into_four_classes():
    schema = read_schema(PACKAGED, profile="国家四类")
    assert schema.class_of("V106").name == "精准施策"
    assert schema.class_of("V001").name == "综合"
    assert {schema.class_of(code).name for code in schema.types} == {
        *("综合", "精准识别", "精准施策", "精准脱贫"),
    }


def test_a_volume_takes_the_longest_retention():
    schema = read_schema(PACKAGED)
    assert schema.keep_of(("V020", "V023")) == "30年"
    assert schema.keep_of(("V020", "H12")) == "永久"
    assert schema.keep_of(("V020",)) == "10年"


def test_empty_parts_of_a_code_fall_away_with_their_sign():
    profile = read_schema(PACKAGED).profile
    code = archival_code(profile, fonds="", cls="02", village="999888777001", volume=7)
    assert code == "JF·02·999888777001-0007"
    assert archival_code(profile, fonds="Z9", cls="02", village="", volume=7) == "Z9-JF·02-0007"


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["01", "02", "08"]), st.integers(1, 9999)), unique=True))
def test_different_volumes_have_different_codes(volumes):
    profile = read_schema(PACKAGED).profile
    codes = [archival_code(profile, fonds="", cls=c, village="9", volume=n) for c, n in volumes]
    assert len(set(codes)) == len(codes)


FAULTS = [
    ("unknown key", "level: 户, order: 10,", "levle: 户, order: 10,", "levle"),
    (
        "unknown class",
        "class: 基本信息, level: 户, order: 10",
        "class: 杂类, level: 户, order: 10",
        "杂类",
    ),
    ("bad retention", "order: 10, keep: 永久", "order: 10, keep: 20年", "20年"),
    ("order is no number", "order: 10, keep", "order: 甲, keep", "order"),
    ("double code", "code: H02,", "code: H01,", "H01"),
    ("bad condition", "when: 有残疾人", "when: 有残急人", "有残急人"),
    ("tie to nowhere", "type: V095}", "type: V995}", "V995"),
    ("tie of an unknown level", "issuer: 乡镇,", "issuer: 乡里,", "乡里"),
    ("headings of nothing", "- types: [V018,", "- types: [V918,", "V918"),
    ("broad type there is not", "broad: [H12,", "broad: [H912,", "H912"),
    ("code without volume", "-{volume:04d}", "", "volume"),
    ("class that takes nothing in", "from: [精准识别]", "from: [精确识别]", "精确识别"),
    ("words that are no list", "words: [户档封面,", "words: 户档封面, weird: [", "不认识的键"),
    ("broken yaml", "version: 1", "version: [1", ""),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_is_told_with_its_line(tmp_path: Path, name, old, new, said):
    assert old in TEXT
    path = tmp_path / "archive_schema.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaFaulty) as caught:
        read_schema(path)
    assert said in caught.value.sentence()
    line = int(str(caught.value.facts["line"]))
    place = TEXT[: TEXT.index(old)].count("\n") + 1
    assert name == "broken yaml" or abs(line - place) <= 8


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(SchemaFaulty, match="国家四类"):
        read_schema(PACKAGED, profile="六类")
