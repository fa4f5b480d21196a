"""Each value of a printed document leads back to its cell or its figure."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from samples import SETTINGS, village

from docgen.documents import checklist, plan, summary
from docgen.documents.job import Built, Job
from docgen.documents.origins import cells
from docgen.folder import Folder
from docgen.word.trace import Origin, origins

LEDGER = village()
HOME = LEDGER.households[0]


def words(built: Built, root: Path) -> Path:
    (made,) = [one.path for one in built.documents if one.format == "docx"]
    return root / made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    root = tmp_path_factory.mktemp("village")
    job = Job(Folder(root, SETTINGS), LEDGER, only="0107")
    return words(plan.build(job), root).read_bytes()


def told(data: bytes, shown: str, field: str) -> Origin:
    """The only value of this field that shows these words."""
    (found,) = [one for one in origins(data, shown) if one.name == field]
    return found


def test_a_column_of_the_household_leads_to_its_cell(made: bytes) -> None:
    assert told(made, "3", "家庭人口").source == cells([HOME], "家庭人口") != ""
    assert told(made, "二组", "村民小组").source == cells([HOME], "村民小组")


def test_members_and_measures_lead_to_their_own_rows(made: bytes) -> None:
    second = LEDGER.persons_of("0107")[1]
    assert told(made, "张小军", "成员.姓名").source == cells([second], "姓名")
    assert told(made, "之子", "成员.关系").source == cells([second], "与户主关系")
    measure = LEDGER.measures_of("0107")[0]
    assert told(made, "马建国", "措施.责任人").source == cells([measure], "责任人")


def test_what_is_put_together_names_all_its_cells(made: bytes) -> None:
    source = told(made, "因病、缺劳动力", "致贫返贫风险").source
    assert source == cells([HOME], "致贫返贫风险1", "致贫返贫风险2")
    assert "、" in source
    parts = ("工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入")
    assert told(made, "34,000.5", "纯收入").source == cells([HOME], *parts)


def test_a_dash_for_what_does_not_concern_a_household_is_no_cell(tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), LEDGER, only="0109")
    data = words(plan.build(job), tmp_path).read_bytes()
    assert {one.source for one in origins(data, "—") if one.name == "脱贫年度"} == {""}


def test_the_trace_is_the_same_each_time_and_holds_no_folder(made: bytes, tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), LEDGER, only="0107")
    file = words(plan.build(job), tmp_path)
    assert file.read_bytes() == made
    with zipfile.ZipFile(file) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "customXml" in name]
    assert len(parts) == 2
    assert not any(str(tmp_path).encode() in part for part in parts)


def test_figures_of_the_summary_are_told_with_their_definition(tmp_path: Path) -> None:
    data = words(summary.build(Job(Folder(tmp_path, SETTINGS), LEDGER)), tmp_path).read_bytes()
    found = next(one for one in origins(data, "3户") if one.name == "台账户数")
    assert found.source.startswith("指标：台账户数（")


def test_problems_of_the_checklist_lead_to_their_row(tmp_path: Path) -> None:
    data = words(checklist.build(Job(Folder(tmp_path, SETTINGS), LEDGER)), tmp_path).read_bytes()
    assert told(data, "谷雨", "问题.责任人").source == cells([LEDGER.problems[2]], "责任人")
    assert told(data, "XJ-01", "问题.问题编号").source == cells([LEDGER.problems[2]], "问题编号")
