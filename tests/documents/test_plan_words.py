"""The DOCX and the PDF of a plan hold the same words: told by python-docx and by poppler."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table
from samples import LIFTED, SETTINGS, person, village

from docgen.documents import build
from docgen.documents.job import Job
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger
from docgen.resources import examples_folder

FOOT = re.compile(r"^.*内部资料，妥善保管.*$|^第 \d+ 页$", re.MULTILINE)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]", "", text)


def pieces(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the words of every paragraph and cell, and whether it heads a table."""
    for part in docx.Document(str(path)).iter_inner_content():
        if not isinstance(part, Table):
            yield squeezed(part.text), False
            continue
        for row in part.rows:
            heads = row._tr.trPr is not None and b"tblHeader" in bytes(row._tr.trPr.xml, "utf-8")
            seen: list[Any] = []
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.append(cell._tc)
                    yield squeezed(cell.text), heads


def pdf_words(path: Path, pdftotext: str) -> str:
    done = subprocess.run([pdftotext, "-raw", str(path), "-"], capture_output=True, check=True)
    return squeezed(FOOT.sub("", done.stdout.decode("utf-8")))


def assert_same_words(word: Path, pdf: Path, pdftotext: str) -> None:
    told = [(text, head) for text, head in pieces(word) if text]
    printed = pdf_words(pdf, pdftotext)
    assert [text for text, _ in told if text not in printed] == []
    # Heads of tables stand again on a further page; everything else as often as in the Word file.
    heads = set("".join(text for text, head in told if head))
    ours = Counter("".join(text for text, _ in told))
    theirs = Counter(printed)
    assert {sign for sign in ours if theirs[sign] < ours[sign]} == set()
    assert {sign for sign in theirs if theirs[sign] > ours[sign]} <= heads


def plans(root: Path, ledger: Ledger, **options: Any) -> dict[str, dict[str, Path]]:
    built = build(
        "plan", Job(Folder(root, options.pop("settings", SETTINGS)), ledger, options=options)
    )
    found: dict[str, dict[str, Path]] = {}
    for one in built.documents:
        if one.kind == "plan":
            found.setdefault(one.household, {})[one.format] = root / one.path
    return found


def test_of_every_household_of_the_example(tmp_path: Path, program: Callable[[str], str]) -> None:
    example = open_folder(examples_folder())
    made = plans(tmp_path, read_ledger(example), settings=example.settings)
    assert len(made) == 40
    for paths in made.values():
        assert_same_words(paths["docx"], paths["pdf"], program("pdftotext"))


LONG = "户主反映母亲常年看病负担重，盼报销快一些；想学养羊技术，扩大到30只，需要圈舍和贷款。" * 4
NOTHING: dict[str, Any] = {"户编号": "0300", "行政村": "荷塘村"}
MANY = [
    {
        "户": "0301",
        "类别": kind,
        "措施内容": f"第{number}项：{LONG if number % 3 == 0 else '3万元贷款养羊30只'}",
        "金额": 30000 if number % 2 else None,
        "责任单位": "县农业农村局产业发展中心",
        "责任人": "周明",
        "佐证材料": "验收单https://example.invalid/" + "a" * 60 if number == 2 else None,
    }
    for number, kind in enumerate(
        ("产业帮扶", "金融帮扶", "健康帮扶", "就业帮扶", "综合保障") * 2, 1
    )
]


def test_of_households_of_every_size(tmp_path: Path, program: Callable[[str], str]) -> None:
    big = {**LIFTED, "户编号": "0301", "家庭人口": 10, "需求与意愿": LONG}
    people = [
        person("0301", number, f"李小{number}", "之子", f"19{70 + number * 2}0110", 户主="")
        for number in range(1, 11)
    ]
    for one in people:
        one.pop("户主")
    small = {**LIFTED, "户编号": "0302", "家庭人口": 1}
    made = village(
        户信息=[
            NOTHING,
            big,
            small,
            {**LIFTED, "户编号": "0303", "户类型": "一般农户", "监测对象类别": None},
        ],
        家庭成员=[*people, person("0302", 1, "王五", "户主", "19400101", 劳动技能="无劳动力")],
        帮扶措施=MANY,
    )
    for paths in plans(tmp_path, made).values():
        assert_same_words(paths["docx"], paths["pdf"], program("pdftotext"))


def test_of_a_random_ledger(tmp_path: Path, program: Callable[[str], str]) -> None:
    from random import Random

    rng = Random(26)
    homes, people, measures = [], [], []
    for number in range(12):
        key = f"04{number:02d}"
        kept = {name: value for name, value in LIFTED.items() if rng.random() < 0.7}
        homes.append({**kept, "户编号": key, "行政村": "荷塘村"})
        for order in range(rng.randrange(0, 7)):
            born = f"{rng.randrange(1940, 2022)}0{rng.randrange(1, 10)}11"
            one = person(key, order + 1, rng.choice(("李强", "王 芳", "𠮷田")), "之子", born)
            people.append(
                {name: value for name, value in one.items() if rng.random() < 0.8 or name == "户"}
            )
        for one in rng.sample(MANY, rng.randrange(0, 4)):
            measures.append({**one, "户": key})
    made = village(户信息=homes, 家庭成员=people, 帮扶措施=measures)
    for paths in plans(tmp_path, made).values():
        assert_same_words(paths["docx"], paths["pdf"], program("pdftotext"))


def test_proposals_are_marked_and_measures_stay_as_entered(tmp_path: Path) -> None:
    made = village()
    paths = plans(tmp_path, made)["0107"]
    texts = [text for text, _ in pieces(paths["docx"])]
    for measure in made.measures_of("0107"):
        assert any(squeezed(measure.content or "") in text for text in texts)
    bare = replace(made, measures=())
    texts = [text for text, _ in pieces(plans(tmp_path / "bare", bare)["0107"]["docx"])]
    at = texts.index("标记")
    assert texts[at + 5] == "建议"
    assert "风险“因病”没有对应的" in texts[at + 9]


def test_the_whole_id_is_printed_only_when_asked(
    tmp_path: Path, program: Callable[[str], str]
) -> None:
    made = village()
    number = made.persons_of("0107")[0].id_number or ""
    masked = plans(tmp_path / "a", made)["0107"]
    whole = plans(tmp_path / "b", made, full_id=True)["0107"]
    for paths, there in ((masked, False), (whole, True)):
        words = {text for text, _ in pieces(paths["docx"])}
        assert (number in words) is there
        assert (number in pdf_words(paths["pdf"], program("pdftotext"))) is there


@pytest.mark.parametrize("group", ["十组", "2组", "第一组"])
def test_a_volume_holds_every_plan_sorted_by_group(
    tmp_path: Path, program: Callable[[str], str], group: str
) -> None:
    homes = [
        {**LIFTED, "户编号": key, "村民小组": place}
        for key, place in (("0501", "十组"), ("0502", "2组"), ("0503", "第一组"), ("0504", group))
    ]
    made = village(户信息=homes, 家庭成员=[])
    built = build("plan", Job(Folder(tmp_path, SETTINGS), made, options={"volume": True}))
    volumes = {one.format: one for one in built.documents if one.kind == "plan-volume"}
    single = sum(
        one.pages or 0 for one in built.documents if one.kind == "plan" and one.format == "pdf"
    )
    assert volumes["pdf"].pages == single
    done = subprocess.run(
        [program("pdftotext"), "-layout", str(tmp_path / volumes["pdf"].path), "-"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    foots = re.findall(r"(05\d\d)\s+李桂花\s+内部资料.*第\s*(\d+)\s*页\s*共\s*(\d+)\s*页", done)
    assert len(foots) == single
    order = list(dict.fromkeys(key for key, _, _ in foots))
    place = {"第一组": 1, "2组": 2, "十组": 10}
    assert order == sorted(
        order, key=lambda key: (place[{h["户编号"]: h["村民小组"] for h in homes}[key]], key)
    )
    assert all(int(page) <= int(last) for _, page, last in foots)
    word = [text for text, _ in pieces(tmp_path / volumes["docx"].path)]
    assert [text for text in word if re.fullmatch(r"05\d\d", text)] == order
    again = tmp_path / "again"
    build("plan", Job(Folder(again, SETTINGS), made, options={"volume": True}))
    for one in volumes.values():
        assert (again / one.path).read_bytes() == (tmp_path / one.path).read_bytes()
