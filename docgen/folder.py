"""The work folder: its names, its settings, and atomic writes into it."""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from docgen.errors import (
    FileNotWritable,
    FolderNotFound,
    NotAWorkFolder,
    PeriodMissing,
    SettingsUnreadable,
    refusal,
)

SETTINGS = "docgen.toml"
LEDGER = "台账"
COMPARE = "比对"
SCANS = "扫描件"
TEMPLATES = "模板"
RECORDS = "记录"
OUTPUT = "输出"
CACHE = ".docgen"


@dataclass(frozen=True, slots=True)
class Place:
    county: str = ""
    town: str = ""
    village: str = ""
    village_code: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Who signs and issues; nickname and slogan are printed on cards."""

    name: str = ""
    nickname: str = ""
    slogan: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The period a document speaks of; every age, validity and date counts at ``as_of``."""

    start: date
    end: date
    as_of: date
    inspection: date | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """docgen.toml (or the sheet 设置), checked; ``extra`` tables are kept as they stand."""

    place: Place = Place()
    unit: Unit = Unit()
    period: Period = Period(date(2000, 1, 1), date(2000, 6, 30), date(2000, 6, 30))
    lines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    duties: Mapping[str, Any] = field(default_factory=dict)
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    reconcile: Mapping[str, Any] = field(default_factory=dict)
    archive: Mapping[str, Any] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        return self.period.as_of

    def line(self, name: str, year: int) -> Any | None:
        """Return a line such as ``monitor`` for a year, ``None`` when it is not set."""
        return self.lines.get(name, {}).get(str(year))


@dataclass(frozen=True, slots=True)
class Folder:
    """A work folder and its settings; ``out`` (``-o``) takes the place of 输出/."""

    root: Path
    settings: Settings
    out: Path | None = None

    @property
    def ledger(self) -> Path:
        return self.root / LEDGER

    @property
    def compare(self) -> Path:
        return self.root / COMPARE

    @property
    def scans(self) -> Path:
        return self.root / SCANS

    @property
    def templates(self) -> Path:
        return self.root / TEMPLATES

    @property
    def records(self) -> Path:
        return self.root / RECORDS

    @property
    def cache(self) -> Path:
        return self.root / CACHE

    def output(self, product: str = "") -> Path:
        """Return the folder of a product under 输出/ (not made until something is written)."""
        return (self.out or self.root / OUTPUT) / product

    def relative(self, path: Path) -> str:
        """Return a path with ``/`` as findings and ``--json`` name it: from the root if inside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def open_folder(
    root: Path, *, as_of: date | None = None, overrides: Mapping[str, Any] | None = None
) -> Folder:
    """Open a work folder.

    ``overrides`` are settings read from a sheet 设置 (tables as in docgen.toml); docgen.toml wins
    over them; ``as_of`` (``--date``) wins over both.
    """
    if not root.is_dir():
        raise FolderNotFound(folder=str(root))
    path = root / SETTINGS
    if not path.exists() and not (root / LEDGER).is_dir():
        raise NotAWorkFolder(folder=str(root))
    tables = _merged(overrides or {}, read_toml(path) if path.exists() else {})
    settings = settings_from(tables, path.name)
    if as_of is not None:
        settings = replace(settings, period=replace(settings.period, as_of=as_of))
    return Folder(root.resolve(), settings)


FULL_WIDTH = str.maketrans("“”＂‘’＇＝［］＃，", "\"\"\"'''=[]#,")


def read_toml(path: Path) -> dict[str, Any]:
    """Return docgen.toml as plain tables; BOM, GBK and full-width signs are read."""
    text = _text_of(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        pass
    try:
        return tomllib.loads(text.translate(FULL_WIDTH))
    except tomllib.TOMLDecodeError as error:
        raise SettingsUnreadable(file=path.name, why=str(error)) from error


def _text_of(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    raise SettingsUnreadable(file=path.name, why="encoding")


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            merged[key] = _merged(old, value)
        else:
            merged[key] = value
    return merged


def settings_from(tables: Mapping[str, Any], file: str = SETTINGS) -> Settings:
    """Return settings from plain tables; a wrong kind of value is a one-sentence error."""
    read = _TableReader(tables, file)
    return Settings(
        place=Place(**read.texts("place", Place)),
        unit=Unit(**read.texts("unit", Unit)),
        period=read.period(),
        lines={
            name: {str(year): amount for year, amount in table.items()}
            for name, table in read.table("lines").items()
            if isinstance(table, Mapping)
        },
        duties=read.table("duties"),
        thresholds=read.table("thresholds"),
        reconcile=read.table("reconcile"),
        archive=read.table("archive"),
        levels={code: str(level) for code, level in read.table("levels").items()},
    )


@dataclass(frozen=True, slots=True)
class _TableReader:
    tables: Mapping[str, Any]
    file: str

    def table(self, name: str) -> Mapping[str, Any]:
        found = self.tables.get(name, {})
        if not isinstance(found, Mapping):
            raise SettingsUnreadable(file=self.file, why=f"[{name}]")
        return found

    def texts(self, name: str, kind: type) -> dict[str, str]:
        known = kind.__dataclass_fields__  # type: ignore[attr-defined]
        return {key: str(value) for key, value in self.table(name).items() if key in known}

    def day(self, key: str) -> date | None:
        value = self.table("period").get(key)
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        with contextlib.suppress(ValueError):
            return date.fromisoformat(str(value).strip())
        raise SettingsUnreadable(file=self.file, why=f"[period] {key} = {value}")

    def period(self) -> Period:
        start, end = self.day("start"), self.day("end")
        if start is None or end is None:
            raise PeriodMissing(file=self.file)
        if end < start:
            raise SettingsUnreadable(file=self.file, why=f"[period] end {end} < start {start}")
        return Period(start, end, self.day("as_of") or end, self.day("inspection"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_then_rename(path, data)
    except OSError as error:
        raise FileNotWritable(file=str(path), why=refusal(error)) from error


def _write_then_rename(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".docgen-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text whole or not at all."""
    write_bytes(path, text.encode("utf-8"))
