"""The language of docgen's own words: Chinese, unless the system clearly speaks another."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

DOMAIN = "docgen"
LOCALES = Path(__file__).resolve().parent.parent / "locale"
CATALOGUES = {"zh": "zh_CN", "en": "en"}
SILENT = {"", "c", "posix"}


def asked_for(argv: Sequence[str]) -> str:
    """The value of --lang wherever it stands on the command line, or ""."""
    for at, word in enumerate(argv):
        if word == "--":
            break
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and at + 1 < len(argv):
            return argv[at + 1]
    return ""


def choose(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    """zh or en: --lang, then DOCGEN_LANG, then the system; zh where the system does not say."""
    for wish in (asked_for(argv), environ.get("DOCGEN_LANG", "")):
        if wish[:2].lower() in CATALOGUES:
            return wish[:2].lower()
    spoken = next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    spoken = (spoken or system_language()).split(".")[0].lower()
    return "zh" if spoken in SILENT or spoken.startswith(("zh", "chinese")) else "en"


def system_language() -> str:
    """The language of the Windows desktop, such as zh_CN; "" elsewhere."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return locale.windows_locale.get(number, "")


def speak(language: str) -> None:
    """Make gettext, and with it click, answer in the language from now on."""
    os.environ["LANGUAGE"] = CATALOGUES[language]
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
