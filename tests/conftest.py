"""Fixtures that all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import hypothesis
import pytest

from docgen.cli import language

# Help texts are translated while the command line is imported, by whichever test comes first.
language.speak("zh")

# The gates try the same cases every time; tests/fuzz looks for new ones.
hypothesis.settings.register_profile("gates", derandomize=True)
hypothesis.settings.load_profile("gates")

PACKAGES = {
    "soffice": "libreoffice-writer-nogui libreoffice-calc-nogui",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "qpdf": "qpdf",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden texts")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes never name a test: a made package carries its time, and two workers would differ."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Return the path of an outside program; skip naming its Debian package, fail in CI."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path:
            return path
        reason = f"{name} is missing: apt-get install {PACKAGES.get(name, name)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)

    return find
