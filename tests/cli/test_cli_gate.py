"""Every end of a run: its exit code, its sentence, and for our own faults a masked log."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys

import click
import pytest
from conftest import call

from docgen import errors
from docgen.cli import gate, language, lock, probes
from docgen.errors import ExitCode
from docgen.resources import examples_folder


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (click.exceptions.Abort(), 130),
        (KeyboardInterrupt(), 130),
        (click.UsageError("x"), 2),
        (errors.ResourceMissing(name="x"), 3),
        (errors.FileUnreadable(file="x", why="y"), 4),
        (errors.FileNotWritable(file="x", why="y"), 5),
        (errors.StrictStop(findings=1, gaps=2), 6),
        (OSError(errno.ENOSPC, "No space left", "x"), 5),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 4),
        (OSError("no file is named"), 15),
        (ZeroDivisionError("x"), 15),
    ],
)
def test_exit_code_of_each_end(error, code, tmp_path, capsys):
    assert gate.failure(error, [], tmp_path) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()


def test_every_error_fills_its_own_sentence():
    def kinds(kind):
        for child in kind.__subclasses__():
            yield child
            yield from kinds(child)

    for kind in kinds(errors.DocgenError):
        fields = {part.split("}")[0] for part in (kind.problem + kind.remedy).split("{")[1:]}
        assert "{" not in kind(**dict.fromkeys(fields, "x")).sentence()


def test_a_crash_leaves_a_masked_log_in_the_work_folder(tmp_path, capsys):
    (tmp_path / ".docgen").mkdir()
    gate.failure(ValueError("证件 999101199001011234 电话 13912345678"), ["check"], tmp_path)
    (log,) = (tmp_path / ".docgen" / "log").iterdir()
    text = log.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "999101199001011234" not in text
    assert "13912345678" not in text
    assert str(log) in capsys.readouterr().err.replace("\n", "")


def test_a_crash_elsewhere_litters_no_folder(tmp_path, capsys):
    assert gate.failure(ValueError("x"), [], tmp_path) == ExitCode.internal
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_in_the_same_folder_is_refused(tmp_path):
    with lock.hold(tmp_path), pytest.raises(errors.FolderBusy), lock.hold(tmp_path):
        pass
    with lock.hold(tmp_path):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    code = (
        "import sys, pathlib, os\nfrom docgen.cli import lock\n"
        "with lock.hold(pathlib.Path(sys.argv[1])):\n    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / ".docgen" / "lock").exists()
    with lock.hold(tmp_path):
        pass


def test_a_folder_that_cannot_be_locked_is_an_output_error(tmp_path):
    (tmp_path / ".docgen").write_text("a file where the folder should be")
    with pytest.raises(errors.OutputError), lock.hold(tmp_path):
        pass


@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["doctor", "--nosuch"],
        ["doctor", "extra"],
        ["completion"],
        ["completion", "tcsh"],
    ],
)
def test_a_wrong_command_line_is_2_and_names_the_help(docgen, words):
    answer = docgen(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert "--help" in answer.err


def test_version_and_help_are_0(docgen):
    assert docgen("--version").out.startswith("docgen ")
    assert docgen("--help").code == docgen("-h").code == docgen("doctor", "--help").code == 0


def test_doctor_as_an_object(docgen, tmp_path):
    answer = docgen("-C", tmp_path, "doctor", "--json")
    assert answer.object["schema_version"] == 1
    assert answer.object["command"] == "doctor"
    checks = answer.object["checks"]
    assert all(set(check) == {"name", "state", "detail", "remedy"} for check in checks)
    assert all(check["remedy"] for check in checks if check["state"] != "good")


def test_doctor_writes_nothing(docgen, tmp_path):
    docgen("-C", tmp_path, "doctor")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_prints_the_script_alone(docgen, shell):
    answer = docgen("completion", shell)
    if answer.code == 2:
        pytest.skip("this click completes no PowerShell")
    assert "_DOCGEN_COMPLETE" in answer.out


def test_a_shell_is_told_the_commands(process):
    words = {
        "_DOCGEN_COMPLETE": "bash_complete",
        "COMP_WORDS": "docgen archive ",
        "COMP_CWORD": "2",
    }
    answer = process(**words)
    assert answer.returncode == 0
    assert "plain,plan" in answer.stdout.decode()


def test_bare_docgen_says_what_comes_next(docgen, tmp_path):
    answer = docgen("-C", tmp_path)
    assert answer.code == 0
    assert "docgen new" in answer.out


def test_a_reader_that_goes_away_is_no_failure(tmp_path):
    reader = f"{sys.executable} -m docgen --help | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", reader], capture_output=True, check=False)
    assert done.stdout.decode().splitlines()[-1] == "0"
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("group", ["archive", "template"])
def test_a_group_alone_shows_its_commands(docgen, group):
    answer = docgen(group)
    assert answer.code == 2
    assert "check" in answer.out + answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("render", "无.docx", "无.xlsx", "-o", "出"),
        ("render", "无.docx", "无.json", "-o", "出"),
        ("booklet", "无.pdf"),
        ("template", "check", "无.docx"),
        ("trace", "无.docx", "3人"),
        ("policy", "import", "无.docx"),
    ],
)
def test_a_file_that_is_not_there_is_no_broken_file(words, tmp_path):
    shutil.copytree(examples_folder(), tmp_path / "村")
    said = call("-C", tmp_path / "村", *words)
    assert said.code == ExitCode.input
    told = said.err.replace("\n", "").replace(" ", "")
    assert "没有这个文件：" in told
    assert "请看名称、扩展名和所在的文件夹写对没有" in told
    assert "No such file" not in told
    assert "另存" not in told


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "磁盘满了"), (errno.EROFS, "只能读"), (errno.EACCES, "没有权限")],
)
def test_what_the_computer_refuses_is_said_in_chinese(number, words, tmp_path, capsys):
    language.speak("zh")
    gate.failure(OSError(number, "Some English", "x"), [], tmp_path)
    said = capsys.readouterr().err
    assert words in said
    assert "English" not in said


def test_a_part_that_is_not_there_is_answered_with_those_that_are(tmp_path):
    shutil.copytree(examples_folder(), tmp_path / "村")
    said = call("-C", tmp_path / "村", "check", "--only", "九十九组")
    assert said.code == ExitCode.input
    assert "一组" in said.err


@pytest.mark.parametrize("shut", ["输出", "输出/总结", "记录", ".docgen"])
def test_doctor_tries_every_folder_that_docgen_fills(shut, tmp_path, monkeypatch):
    (tmp_path / "记录").mkdir()
    (tmp_path / ".docgen").mkdir()
    (tmp_path / "输出" / "总结").mkdir(parents=True)
    assert probes.writable(tmp_path).state == "good"
    opened = probes.tempfile.NamedTemporaryFile

    def refused(*, prefix, dir):
        if dir == tmp_path / shut:
            raise PermissionError(errno.EACCES, "Permission denied", str(dir))
        return opened(prefix=prefix, dir=dir)

    monkeypatch.setattr(probes.tempfile, "NamedTemporaryFile", refused)
    found = probes.writable(tmp_path)
    assert found.state == "missing"
    assert str(tmp_path / shut) in found.detail
