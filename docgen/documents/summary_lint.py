"""The office's own words for a summary, read over for what copied texts bring with them.

Empty places, years of another time, names of another place, and numbers that contradict the
figures. The words are never changed: everything is a finding at the cell of 总结素材.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

from docgen.documents.form.vocabulary import cores, own_words
from docgen.facts.figures import Figure
from docgen.facts.scope import villages
from docgen.findings import Finding, Severity, finding_at
from docgen.folder import Settings
from docgen.ledger.schema import plain
from docgen.model import Ledger, Material

EMPTY_PLACE, OTHER_YEAR, OTHER_PLACE, FIGHTS = "W414", "W415", "W416", "W417"
EMPTY = re.compile(
    r"[×Ｘ]+|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|[_＿]+(?:\s+[_＿]+)*|[?？]{2,}|某某|〇{3,}|○{2,}"
    r"|…+(?=[户人个万元亩%次条])|（省略）|\(省略\)|此处省略|略去|【[^】]{0,12}】"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
# A year that belongs to a comparison or a beginning is meant.
MEANT = re.compile(
    r"以来|起|至今|开始|比|同比|同期|较|相比|上年|去年|截至|建成|建于|脱贫|出列|识别|退出|规划"
)
NEAR = 8
PLACE = re.compile(
    r"[一-鿿]{2,6}?(?:镇|乡|街道|村|社区|县)(?![级委民容情干道庄里务部集化上下内外])"
)
GENERAL = frozenset(
    one
    for kind, before in {
        "村": "农 乡 全 本 各 驻 行政 自然 贫困 脱贫 示范 重点 空心 新 一 村 两 该 我 进 入 到 "
        "联 包 结对 帮扶 先进 文明 镇",
        "镇": "乡 全 本 各 城 我 县",
        "乡": "全 本 各 下 返 家 回 我 县",
        "县": "全 本 各 我 出 外 跨",
        "社区": "本 各 安置 村 我",
    }.items()
    for one in (f"{word}{kind}" for word in before.split())
)
NUMBER = r"(?:共计|共有|总计|达到|已达|为|达|有|共|约)?(\d[\d,，]*(?:\.\d+)?)"
LEAST_SIGNS = 2


def own_word_findings(
    ledger: Ledger, settings: Settings, figures: Mapping[str, Figure]
) -> list[Finding]:
    """Return everything in the office's words that somebody should look at again."""
    found = []
    place = settings.place
    known = {one.former_village for one in ledger.households}
    known |= {*villages(ledger), place.county, place.town, place.village}
    names = sorted(name for name in known if name)
    for material in ledger.materials:
        if material.text:
            found += [
                *_empty(material),
                *_years(material, settings),
                *_places(material, names),
                *_fights(material, figures),
            ]
    return found


def _told(
    material: Material, code: str, severity: Severity, message: str, fix: str, value: str
) -> Finding:
    return finding_at(
        material.at, "内容", code=code, severity=severity, message=message, fix=fix, value=value
    )


def _empty(material: Material) -> Iterator[Finding]:
    found = list(dict.fromkeys(one.group() for one in EMPTY.finditer(material.text or "")))
    if found:
        words = "、".join(f"“{word}”" for word in found[:5])
        yield _told(
            material, EMPTY_PLACE, Severity.warning, f"总结素材里有没填的空位：{words}",
            "填上数字或名称，没有的把这句话去掉", found[0],
        )  # fmt: skip


def _years(material: Material, settings: Settings) -> Iterator[Finding]:
    text = material.text or ""
    own = {settings.period.start.year, settings.period.end.year, settings.period.end.year + 1}
    for one in YEAR.finditer(text):
        around = text[max(one.start() - NEAR, 0) : one.end() + NEAR]
        if int(one.group(1)) in own or MEANT.search(around):
            continue
        yield _told(
            material, OTHER_YEAR, Severity.warning,
            f"总结素材里写的是{one.group()}，本期是{settings.period.start.year}年",
            "核对是不是从旧材料里带来的年份", one.group(),
        )  # fmt: skip


def _places(material: Material, own: Sequence[str]) -> Iterator[Finding]:
    if not own:
        return
    for one in PLACE.finditer(material.text or ""):
        word = one.group()
        ends = {word[at:] for at in range(len(word) - 1)}
        if ends & GENERAL or any(name.endswith(tuple(ends)) or name in word for name in own):
            continue
        yield _told(
            material, OTHER_PLACE, Severity.hint, f"总结素材里的“{word}”像是别处的地名",
            "核对是不是从别处的材料里带来的", word,
        )  # fmt: skip


def _fights(material: Material, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """Numbers right behind a figure's name that are not the figure's value."""
    text = own_words(re.sub(r"\s+", "", plain(material.text or "")))
    for name, figure in figures.items():
        if figure.value is None or figure.unit == "":
            continue
        for said in _numbers(text, name, figure.unit):
            if not _same(said, Decimal(figure.value)):
                yield _told(
                    material, FIGHTS, Severity.warning,
                    f"数字打架：总结素材写“{name}”{said}{figure.unit}，台账算出{figure.value}{figure.unit}",
                    "以台账为准改这句话，或先改正台账", said,
                )  # fmt: skip
                break


def _numbers(text: str, name: str, unit: str) -> Iterator[str]:
    for pattern in _patterns(name, unit):
        for one in pattern.finditer(text):
            yield one.group(1)


@cache
def _patterns(name: str, unit: str) -> tuple[re.Pattern[str], ...]:
    words = [form for form in cores(name) if len(form) >= LEAST_SIGNS]
    return tuple(
        re.compile(rf"(?<![一-鿿]){re.escape(form)}(?:人数|户数|数)?{NUMBER}{re.escape(unit)}")
        for form in words
    )


def _same(said: str, value: Decimal) -> bool:
    try:
        number = Decimal(said.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return True
    places = -int(number.as_tuple().exponent)
    return number == round(value, max(places, 0))
