"""Plans of many households: a file each, the same with and without workers, told without making."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from samples import LIFTED, SETTINGS, village
from small_ledger import id_number

from docgen.documents import build, plan, plan_making
from docgen.documents.forms import forms_of
from docgen.documents.job import Job
from docgen.documents.names import unique_names
from docgen.documents.plan import file_names
from docgen.errors import FileNotWritable, OutputError
from docgen.folder import Folder
from docgen.model import Household, Ledger
from docgen.word.batch import keep_or_write

LONG = 9993022010010001  # 村级码 and four digits: 16, no number of a person


def job(root: Path, ledger: Ledger | None = None, **more: bool) -> Job:
    return Job(Folder(root, SETTINGS), ledger or village(), **more)


def test_long_household_numbers_stand_whole_and_give_a_file_each() -> None:
    homes = tuple(Household(str(LONG + step), "王芳") for step in range(280))
    names = file_names(Ledger(households=homes))
    assert len({name.casefold() for name in names.values()}) == 280
    assert names[str(LONG)] == f"{LONG}_王芳_一户一策"


def test_a_number_of_a_person_is_in_no_name_and_names_stay_apart() -> None:
    numbers = [id_number(order=order) for order in range(1, 9)]
    names = file_names(Ledger(households=tuple(Household(one, "王芳") for one in numbers)))
    assert len(set(names.values())) == 8
    assert not any(number in name for number in numbers for name in names.values())


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["甲", "甲", "甲"], ["甲_策", "甲_2_策", "甲_3_策"]),
        (["a", "A", "a_2"], ["a_策", "A_2_策", "a_2_2_策"]),
        (["户/1", "户:1"], ["户_1_策", "户_1_2_策"]),
    ],
)
def test_equal_names_are_numbered(wanted: list[str], names: list[str]) -> None:
    assert unique_names((one, "策") for one in wanted) == names


def test_long_names_that_begin_alike_stay_apart_and_short() -> None:
    names = unique_names((f"{'长' * 90}{number}", "一户一策") for number in range(120))
    assert len(set(names)) == 120
    assert max(map(len, names)) <= 80


def test_a_household_keeps_its_name_whatever_part_is_made() -> None:
    homes = (Household("01", "张_三"), Household("01_张", "三"))
    whole = file_names(Ledger(households=homes))
    assert len(set(whole.values())) == 2


def test_two_documents_of_a_job_never_have_one_path(tmp_path: Path) -> None:
    made = job(tmp_path)
    made.save(tmp_path / "A.docx", b"1")
    with pytest.raises(ValueError, match="two documents"):
        made.save(tmp_path / "a.docx", b"2")
    assert (tmp_path / "A.docx").read_bytes() == b"1"


def test_a_dry_job_makes_nothing_and_tells_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = build("plan", job(tmp_path))

    def never(order: plan.Order, *_: object) -> plan.Plan:
        raise AssertionError(order.household)

    monkeypatch.setattr(plan_making, "make", never)
    dry = build("plan", job(tmp_path / "dry", dry=True))
    assert [(one.household, one.format) for one in dry.documents] == [
        (one.household, one.format) for one in real.documents
    ]
    assert [set(one.gaps) for one in dry.documents] == [set(one.gaps) for one in real.documents]
    assert not (tmp_path / "dry").exists()


def test_many_plans_open_workers_and_have_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [{**LIFTED, "户编号": f"{number:04d}"} for number in range(1, 7)]
    ledger = village(户信息=homes, 家庭成员=[])
    build("plan", job(tmp_path / "here", ledger))
    monkeypatch.setattr(plan, "MANY", 3)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    opened = []
    real = plan.processes
    monkeypatch.setattr(
        plan, "processes", lambda count, **more: opened.append(count) or real(count, **more)
    )
    here_too: list[plan.Order] = []
    make = plan_making.make
    monkeypatch.setattr(
        plan_making, "make", lambda order, *more: here_too.append(order) or make(order, *more)
    )
    monkeypatch.setattr(plan, "SLOW", 1)
    built = build("plan", job(tmp_path / "there", ledger))
    assert opened == [2]
    assert 0 < len(here_too) < 6  # the worker and the process that opened it both make some
    assert len(built.documents) == 12
    for one in built.documents:
        here, there = (tmp_path / place / one.path for place in ("here", "there"))
        assert here.read_bytes() == there.read_bytes()


def test_a_pdf_has_the_same_bytes_whichever_was_set_before_it(tmp_path: Path) -> None:
    """What is laid out once for several households is the same as laid out for each."""
    homes = [
        {**LIFTED, "户编号": f"{number:04d}", "户主姓名": name}
        for number, name in enumerate(("王芳", "李小明", "赵大山"), 1)
    ]
    made = []
    for root, order in ((tmp_path / "forth", homes), (tmp_path / "back", homes[::-1])):
        built = build("plan", job(root, village(户信息=order, 家庭成员=[])))
        pdfs = [one.path for one in built.documents if one.format == "pdf"]
        made.append({path: (root / path).read_bytes() for path in pdfs})
    assert len(made[0]) == 3
    assert made[0] == made[1]


def test_a_batch_arrives_in_another_process_as_it_left() -> None:
    ledger = village()
    press = plan_making.Press(forms_of("plan", Folder(Path("x"), SETTINGS)), SETTINGS)
    orders = [
        plan.Order(home, Path(f"{home.id}.docx"), Path(f"{home.id}.pdf") if number else None)
        for number, home in enumerate(ledger.households)
    ]
    for batch in plan_making.batches(orders, ledger, press, 2):
        arrived = pickle.loads(pickle.dumps(batch))
        assert arrived == batch
        assert arrived.orders[0].household is arrived.ledger.households[0]


def test_an_interruption_leaves_no_half_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        keep_or_write(tmp_path / "A.docx", b"1")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def full(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) > 1:
            raise FileNotWritable(file=path, why="no space")

    monkeypatch.setattr(plan_making, "keep_or_write", full)
    with pytest.raises(OutputError):
        build("plan", job(tmp_path))


def test_made_again_whole_files_stay_untouched_and_damaged_ones_are_written(
    tmp_path: Path,
) -> None:
    built = build("plan", job(tmp_path))
    whole, damaged = (tmp_path / one.path for one in built.documents[:2])
    before, content = whole.stat().st_mtime_ns, damaged.read_bytes()
    damaged.write_bytes(bytes(len(content)))
    build("plan", job(tmp_path))
    assert whole.stat().st_mtime_ns == before
    assert damaged.read_bytes() == content
    assert not list((tmp_path / "输出").rglob("*.part"))
