"""The language of words: --lang, DOCGEN_LANG, the system; Chinese where nobody says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from docgen.cli.language import choose


@pytest.mark.parametrize(
    ("argv", "environ", "expected"),
    [
        pytest.param([], {}, "zh", id="nobody says"),
        pytest.param([], {"LANG": "C.UTF-8"}, "zh", id="C says nothing"),
        pytest.param([], {"LANG": "POSIX"}, "zh", id="POSIX says nothing"),
        pytest.param([], {"LANG": "zh_TW.Big5"}, "zh", id="Chinese of any kind"),
        pytest.param([], {"LANG": "en_US.UTF-8"}, "en", id="an English system"),
        pytest.param([], {"LANG": "de_DE"}, "en", id="another language is answered in English"),
        pytest.param([], {"LANG": "zh_CN", "LC_ALL": "en_GB"}, "en", id="LC_ALL wins over LANG"),
        pytest.param([], {"LANG": "en_US", "DOCGEN_LANG": "zh"}, "zh", id="DOCGEN_LANG wins"),
        pytest.param(["check", "--lang", "en"], {"DOCGEN_LANG": "zh"}, "en", id="--lang wins"),
        pytest.param(["--lang=en", "check"], {}, "en", id="before the command, with ="),
        pytest.param(["--lang", "fr"], {"LANG": "en_US"}, "en", id="an unknown wish is no wish"),
        pytest.param(["explain", "--", "--lang", "en"], {}, "zh", id="after -- it is a word"),
        pytest.param(["--lang"], {}, "zh", id="without a value"),
    ],
)
def test_language_is_chosen(argv, environ, expected):
    assert choose(argv, environ) == expected


def test_english_and_chinese_answer_in_their_words(process):
    english = process("nosuch", "--lang", "en")
    chinese = process("nosuch")
    assert english.returncode == chinese.returncode == 2
    assert "Wrong command line" in english.stderr.decode()
    assert "没有命令" in chinese.stderr.decode()


def make_locale():
    path = Path(__file__).resolve().parents[2] / "tools" / "make_locale.py"
    spec = importlib.util.spec_from_file_location("make_locale", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_word_has_chinese():
    tool = make_locale()
    own = set(tool.words(tool.own_files()))
    assert len(own) > 50
    known = tool.stored()
    lacking = [
        word for word in own if not tool.is_translated(getattr(known.get(word), "string", None))
    ]
    assert lacking == []


def test_placeholders_of_a_translation_are_those_of_the_word():
    tool = make_locale()
    for word in tool.words(tool.own_files()):
        fields = {part.split("}")[0] for part in str(word).split("{")[1:]}
        told = str(tool.stored().get(word).string)
        assert {part.split("}")[0] for part in told.split("{")[1:]} <= fields, word


def test_compiled_catalogue_is_current():
    tool = make_locale()
    assert tool.stale(tool.stored()) == []
