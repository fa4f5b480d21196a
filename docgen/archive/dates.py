"""The year and day of a paper: what it says itself first, then its folder, then its name.

The time of change of a file is never asked: copying sets it anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from docgen.archive.plain import dense, plain

EARLIEST = 1980
FOOT_LINES = 8
_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
_CHINESE_YEAR = re.compile(r"[二一][〇零○O一二三四五六七八九]{3}(?=年)")
_DAY = re.compile(
    r"((?:19|20)\d{2})\s*[年./-]\s*(1[0-2]|0?[1-9])\s*[月./-]\s*(3[01]|[12]\d|0?[1-9])\s*日?(?!\d)"
)
_CHINESE_DAY = re.compile(
    r"((?:19|20)\d{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_MONTH_LINE = re.compile(
    r"(?:^|.*\s)((?:19|20)\d{2})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
)
_YEAR_OF = re.compile(
    r"((?:19|20)\d{2})\s*(?:年度|年(?:上|下)半年|年(?!\s*(?:1[0-2]|0?[1-9])\s*月))"
)
_ANNUAL = re.compile(r"((?:19|20)\d{2})\s*年?度")
_NAME_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:年|(?!\d)|(?=(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)))"
)
_NAME_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[-_.年]?(0[1-9]|1[0-2])[-_.月]?([0-2]\d|3[01])日?(?!\d)"
)
_OTHER_DATE = re.compile(r"出生|生于|有效|截止|截至|期限|至\s*$|到\s*$|[-—~]\s*$")


@dataclass(frozen=True, slots=True)
class When:
    """Year, day (YYYYMMDD) and the words that say where the year comes from."""

    year: int | None = None
    day: str = ""
    words: str = ""


def when_of(*, title: str, text: str, name: str, folders: tuple[str, ...], latest: int) -> When:
    """Return when a paper was made. Years after ``latest`` or before 1980 are not believed."""
    head, body = arabic(title), arabic(text)
    day = _closing_day(body, latest)
    year_in_title = _believed(_YEAR_OF.findall(dense(head)), latest)
    if year_in_title:
        return When(year_in_title, day, f"标题写明{year_in_title}年")
    annual = _believed(_ANNUAL.findall(dense(body[:1500])), latest)
    if annual:
        return When(annual, day, f"正文写明{annual}年度")
    if day:
        shown = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        return When(int(day[:4]), day, f"落款日期{shown}")
    if year := _closing_year(body, latest):
        return When(year, "", f"落款写明{year}年")
    for folder in reversed(folders):
        if year := _believed(_NAME_YEAR.findall(arabic(folder)), latest):
            return When(year, "", f"文件夹名写明{year}年")
    if year := _believed(_NAME_YEAR.findall(arabic(name)), latest):
        found = _NAME_DAY.search(plain(name))
        named = _day(*found.groups()) if found else ""
        return When(year, named, f"文件名写明{year}年")
    return When()


def arabic(text: str) -> str:
    """Return text with years in Chinese digits (二〇二四年) written in Arabic ones."""
    return _CHINESE_YEAR.sub(
        lambda found: "".join(_DIGITS.get(sign, sign) for sign in found.group()), plain(text)
    )


def _closing_day(body: str, latest: int) -> str:
    """The last date in the last lines of a text: 落款 stands at the end."""
    lines = [line for line in body.splitlines() if line.strip()]
    foot = "\n".join(lines[-FOOT_LINES:])
    found = [
        (place.end(), read(place))
        for pattern, read in ((_DAY, _plain_day), (_CHINESE_DAY, _chinese_day))
        for place in pattern.finditer(foot)
        if not _OTHER_DATE.search(_before(foot, place.start()))
    ]
    days = [day for _, day in sorted(found) if day and EARLIEST <= int(day[:4]) <= latest]
    return days[-1] if days else ""


def _before(foot: str, place: int) -> str:
    """The few signs before a date on its own line: 有效期至2030年1月1日 is no closing date."""
    return foot[max(place - 8, 0) : place].rpartition("\n")[2]


def _closing_year(body: str, latest: int) -> int | None:
    """A closing 2016年3月 without a day, alone or behind a gap: the year alone is known."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    for line in reversed(lines[-FOOT_LINES:]):
        if found := _MONTH_LINE.fullmatch(line):
            return _believed([found[1]], latest)
    return None


def _plain_day(found: re.Match[str]) -> str:
    return _day(*found.groups())


def _chinese_day(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return _day(year, str(_small_number(month)), str(_small_number(day)))


def _small_number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    digit = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
    if not ten:
        return digit.get(word, 0)
    return (digit.get(tens, 1) if tens else 1) * 10 + (digit.get(ones, 0) if ones else 0)


def _day(year: str, month: str, day: str) -> str:
    try:
        return f"{date(int(year), int(month), int(day)):%Y%m%d}"
    except ValueError:
        return ""


def _believed(years: list[str], latest: int) -> int | None:
    for year in years:
        if EARLIEST <= int(year) <= latest:
            return int(year)
    return None
