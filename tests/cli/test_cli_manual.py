"""The manual tells of every command and option; the page of errors is that of the program."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import click
import pytest

from docgen.cli.app import cli

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = {"--lang", "--help"}


def commands(command=cli, path="docgen"):
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")


def sections():
    text = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    parts = re.split(r"^### (docgen.*)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)), parts[0]


LEAVES = [(p, c) for p, c in commands() if p == "docgen" or not isinstance(c, click.Group)]
LEAVES += [(p, c) for p, c in commands() if p == "docgen figures"]


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[path for path, _ in LEAVES])
def test_every_command_and_option_is_in_the_manual(path, command):
    told, common = sections()
    assert path in told, f"docs/manual.md says nothing of {path}"
    text = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    group = text[: text.index(f"### {path}\n")].rpartition("\n## ")[2].partition("\n### ")[0]
    for option in command.params:
        if isinstance(option, click.Option) and not EVERYWHERE & set(option.opts):
            shown = told[path] + group + (common if path == "docgen" else "")
            assert any(name in shown for name in option.opts), f"{path}: {option.opts}"


def test_the_manual_tells_of_no_command_that_does_not_exist():
    assert set(sections()[0]) <= {path for path, _ in commands()}


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=[p for p, _ in commands()])
def test_every_command_and_option_has_help(path, command):
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{path} {option.name}"


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[path for path, _ in LEAVES])
def test_no_choice_is_cut_off_and_no_word_of_the_library_is_left(path, command, docgen):
    told = docgen(*path.split()[1:], "--help").out
    assert "…>" not in told
    assert not re.search(r"\[range|\[required|INTEGER|FLOAT|<TEXT|<PATH", told)


def test_short_help_fits_a_line_in_chinese():
    for path, command in commands():
        assert len(command.help) <= 28, f"{path}: {command.help}"


def test_page_of_errors_is_current():
    spec = importlib.util.spec_from_file_location("make_errors", ROOT / "tools" / "make_errors.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page()
