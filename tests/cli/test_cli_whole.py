"""demo, all and the archive as a user calls them, once; and what Ctrl+C leaves."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import zipfile

import pytest
from pypdf import PdfReader

from docgen.cli import lock, screen

pytestmark = pytest.mark.xdist_group("cli-whole")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The whole road once, on a GBK console of 80 columns."""
    folder = tmp_path_factory.mktemp("demo") / "示例"
    console = {"PYTHONIOENCODING": "gbk", "COLUMNS": "80", "DOCGEN_LANG": "zh"}
    done = subprocess.run(
        [sys.executable, "-m", "docgen", "demo", folder.name],
        cwd=folder.parent,
        env=os.environ | console,
        capture_output=True,
        encoding="gbk",
        check=False,
    )
    return folder, done


def test_no_line_is_wider_than_the_console(demo):
    for line in (demo[1].stdout + demo[1].stderr).splitlines():
        assert screen.cells(line) <= 80, line


def test_demo_says_what_was_made_and_where(demo):
    done = demo[1]
    said = done.stdout
    assert done.returncode == 0, done.stderr
    for word in ("口袋书", "一户一策", "整改清单", "半年工作总结", "档案", "缺项", "输出"):
        assert word in said


def test_demo_tells_its_progress_on_standard_error(demo):
    assert "一户一策：40/40" in demo[1].stderr


def test_the_copied_village_is_a_work_folder(demo, docgen):
    answer = docgen("-C", demo[0], "check", "-n")
    assert answer.code == 1


def test_no_temporary_file_is_left(demo):
    assert not list(demo[0].rglob(".docgen-*"))
    assert not list(demo[0].parent.glob(".docgen-*"))


def test_files_are_for_their_owner_alone(demo):
    if os.name == "nt":
        pytest.skip("Windows has no such modes")
    for path in (demo[0] / "输出").rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, path


def test_all_as_an_object(demo, docgen):
    answer = docgen("-C", demo[0], "all", "--json", "-q")
    said = answer.object
    assert {"documents", "volumes", "ledger", "findings"} <= set(said)
    assert answer.err == ""
    for entry in said["documents"] + said["volumes"]:
        assert (demo[0] / entry["path"]).is_file()


def test_archive_plan_as_an_object(demo, docgen):
    said = docgen("-C", demo[0], "archive", "plan", "--json").object
    assert {"papers", "files", "ledger"} <= set(said)
    assert {one["state"] for one in said["files"]} <= {"read", "duplicate", "ignored", "unreadable"}
    keys = {"id", "source", "pages", "volume", "type", "household", "year", "title"}
    assert keys | {"confidence", "evidence", "decision"} == set(said["papers"][0])


def test_archive_build_makes_the_volumes_of_the_plan(demo, docgen):
    before = {path: path.read_bytes() for path in (demo[0] / "输出" / "档案").rglob("*.pdf")}
    said = docgen("-C", demo[0], "archive", "build", "--json").object
    assert {"volumes", "ledger"} <= set(said)
    assert {"code", "title", "path", "pages", "papers"} <= set(said["volumes"][0])
    assert {demo[0] / volume["path"] for volume in said["volumes"]} == set(before)
    assert all(path.read_bytes() == content for path, content in before.items())
    count = said["ledger"]
    bound = count["pages_out"] + count["separators"] + count["aside"] + count["placeholders"]
    assert count["pages_in"] == bound


def test_archive_with_open_papers_is_6_when_strict(demo, docgen):
    assert docgen("-C", demo[0], "archive", "plan").code == 0
    assert docgen("-C", demo[0], "archive", "plan", "--strict").code == 6
    assert docgen("-C", demo[0], "archive", "build", "--strict").code == 6


def test_archive_check_sees_a_changed_volume(demo, docgen):
    assert docgen("-C", demo[0], "archive", "check").code == 0
    volume = sorted((demo[0] / "输出" / "档案").rglob("*.pdf"))[0]
    content = volume.read_bytes()
    try:
        volume.write_bytes(content + b"\n%changed\n")
        assert docgen("-C", demo[0], "archive", "check").code == 1
    finally:
        volume.write_bytes(content)


@pytest.mark.parametrize("command", ["build", "check"])
def test_an_archive_without_a_plan_is_4_and_says_so(docgen, small, command):
    answer = docgen("-C", small, "archive", command)
    assert answer.code == 4
    assert "docgen archive plan" in answer.err


def test_strict_stops_everything(demo, docgen, small):
    assert docgen("-C", small, "all", "--strict").code == 6
    assert not (small / "输出").exists()


def test_a_file_that_cannot_be_written_is_5(docgen, small):
    (small / "输出").write_text("a file where the folder should be")
    answer = docgen("-C", small, "checklist")
    assert answer.code == 5
    assert "Traceback" not in answer.err


def test_a_busy_folder_is_5(docgen, small):
    with lock.hold(small):
        answer = docgen("-C", small, "check")
    assert answer.code == 5
    assert str(os.getpid()) in answer.err


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("moment", ["正在读台账", "一户一策：8", "识别材料", "装订案卷：5"])
def test_interrupted_leaves_no_half_written_file(village, tmp_path, moment):
    folder = tmp_path / "示例"
    running = subprocess.Popen(
        [sys.executable, "-m", "docgen", "demo", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Tests that run in the background may have been told to ignore it.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    for line in running.stderr:
        if moment in line.decode():
            running.send_signal(signal.SIGINT)
            break
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in err.decode()
    assert not list(folder.rglob(".docgen-*"))
    for path in folder.rglob("输出/**/*"):
        if path.suffix in {".docx", ".xlsx"}:
            assert zipfile.ZipFile(path).testzip() is None
        elif path.suffix == ".pdf":
            assert len(PdfReader(path).pages) > 0
    with lock.hold(folder):
        pass


def test_interrupted_while_copying_leaves_no_folder(tmp_path, monkeypatch):
    from docgen.cli import everything

    def stop(*words, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(everything.shutil, "copytree", stop)
    with pytest.raises(KeyboardInterrupt):
        everything.copy_example(tmp_path / "示例")
    assert list(tmp_path.iterdir()) == []
