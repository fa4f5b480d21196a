"""The program called as a user would: in this process, or as a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from docgen.cli import language
from docgen.cli.app import run
from docgen.resources import examples_folder


@dataclass(frozen=True)
class Answer:
    """What a run said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> Any:
        return json.loads(self.out)


def call(*words: str, encoding: str = "utf-8") -> Answer:
    """Run the command line in this process, in Chinese."""
    language.speak("zh")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(word) for word in words])
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode(encoding, errors="replace"))  # type: ignore[attr-defined]
    return Answer(code, *texts)


def process(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process with these variables added to a bare environment."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "DOCGEN_"))}
    return subprocess.run(
        [sys.executable, "-m", "docgen", *map(str, words)],
        env=bare | environ,
        capture_output=True,
        check=False,
    )


@pytest.fixture(name="docgen")
def fixture_docgen() -> Callable[..., Answer]:
    return call


@pytest.fixture(name="process")
def fixture_process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    return process


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example village in a folder of its own; tests may write its products."""
    folder = tmp_path_factory.mktemp("village") / "村"
    shutil.copytree(examples_folder(), folder)
    return folder


@pytest.fixture
def small(village: Path, tmp_path: Path) -> Path:
    """The village without its papers, for one test alone."""
    folder = tmp_path / "村"
    shutil.copytree(village, folder, ignore=shutil.ignore_patterns("扫描件", "输出", ".docgen"))
    return folder
