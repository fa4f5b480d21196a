"""The words of forms: their heads cut into known words, a unit, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from docgen.facts.traits import TRAITS
from docgen.ledger.schema import code_lists, plain, sheets

HOUSEHOLDS, PERSONS = "户", "人"
UNITS = ("万元", "元", "户次", "人次", "人", "户", "个", "条", "次", "亩", "%", "对", "岗", "件")
MONEY = ("元", "万元")
COUNT_ENDINGS = re.compile(r"(户次|人次|户数|人数|个数|次数|条数|件数|数量|总数|数)$")
UNIT_OF_ENDING = {
    "户数": "户", "人数": "人", "户次": "户次", "人次": "人次",
    "个数": "个", "次数": "次", "条数": "条", "件数": "件",
}  # fmt: skip
BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、)](?!\d)|[(][一二三四五六七八九十\d]{1,3}[)]"
    r"|\d{1,2}(?:\.\d{1,2})+[.、]?(?=[^\d.%]))"
)
CIRCLED = re.compile("^[①-⑳][、.]?")
"""Half-width they would be figures of the text: 1男."""
GROUP = re.compile(r"第?[一二三四五六七八九十\d]{1,3}(?:村民小组|村民组|小组|组|社|队)")
COUNTED = re.compile(r"(?:户数|人数|次数|户次)(?=[(\[])")
"""In 务工人数（县内） the kind of number stands in the middle."""
PUPILS = ("在校", "学生", "学段", "就读", "在读", "入学")
MARKS = re.compile(r"[\s,，、;；:：.。·\-—/\"“”()\[\]【】]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A known word: the condition it stands for, and whether it tells of households or persons.

    ``kin`` is what households are asked instead of a person's trait (有残疾人), empty without one.
    A group that the ledger cannot tell (低收入群体) has no condition.
    """

    word: str
    condition: str
    of: str
    kin: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One head cut up: known words in their order, its unit, and what nobody knows."""

    known: tuple[Known, ...]
    unit: str
    rest: str
    core: str


@cache
def tables() -> Mapping[str, Any]:
    """Return words.yaml."""
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def _wordings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """All wordings as one pattern, the longest first, and what each becomes."""
    own = {word: word for word in (*tables()["same"], *lexicon())}
    tables_of_words = (*tables()["same"].items(), *tables()["strange"].items())
    others = {plain(other): word for word, same in tables_of_words for other in same}
    found = {**own, **others} | {word: word for word, _ in tables_of_words}
    longest = sorted(found, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest))), found


@cache
def lexicon() -> Mapping[str, Known]:
    """Return word → what it means: yes/no traits, and labels that only one column has."""
    found: dict[str, Known] = {}
    labels: dict[str, list[Known]] = {}
    for sheet, of in (("户信息", HOUSEHOLDS), ("家庭成员", PERSONS)):
        for column in sheets()[sheet].columns.values():
            if column.kind != "code" or column.name in ("脱贫属性", "贫困户属性"):
                continue
            for label in code_lists()[column.arg].labels:
                word = plain(label)
                known = Known(word, f"{column.name} 为 {label}", of)
                labels.setdefault(word, []).append(known)
    for word, meanings in labels.items():
        if len(meanings) == 1 and len(word) > 1:
            found[word] = meanings[0]
    for name, trait in TRAITS.items():
        if trait.yes_no:
            found[plain(name)] = Known(plain(name), name, trait.of, _kin(name))
    for word, condition in tables()["means"].items():
        found[word] = Known(word, condition, PERSONS)
    for word, condition in tables()["kinds"].items():
        found[word] = Known(word, f"({condition})", HOUSEHOLDS)
    for word in tables()["strange"]:
        found[word] = Known(word, "", HOUSEHOLDS)
    return found


def strange_words() -> tuple[str, ...]:
    """Return the groups that no column of the ledger tells, in docgen's own wording."""
    return tuple(tables()["strange"])


def without_known(text: str) -> list[str]:
    """Return what is left of a text between the words that docgen knows."""
    rest = own_words(plain(text))
    for word in _longest_first():
        rest = rest.replace(word, "\n")
    return rest.split("\n")


def _kin(name: str) -> str:
    return f"有{name}" if f"有{name}" in TRAITS else ""


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(lexicon(), key=lambda word: (-len(word), word)))


def said(text: str) -> str:
    """Return a head for comparison: half-width, no spaces, its number at the front taken off."""
    word = plain(CIRCLED.sub("", text.strip()))
    while NUMBERED.match(word):
        word = NUMBERED.sub("", word)
    for lead in ("其中:", "其中"):
        word = word.removeprefix(lead)
    return word


def unit_of(text: str) -> tuple[str, str]:
    """Return the unit a head names and the head without it: 户数（户） → 户, empty text."""
    word = said(text)
    unit = ""
    for inside in BRACKETED.findall(word):
        named = inside.removeprefix("单位").lstrip(":")
        if named in UNITS:
            unit = named
            word = word.replace(f"({inside})", "").replace(f"[{inside}]", "")
    if word in UNITS:
        return word, ""
    if not unit and "人口" in word:
        unit = PERSONS
    if not unit and word.endswith("户"):
        unit = HOUSEHOLDS
    ending = COUNT_ENDINGS.search(word)
    if ending:
        found = UNIT_OF_ENDING.get(ending.group(1), "")
        rest = word[: ending.start()]
        if found and not unit:
            unit = found
        # 低保户数 is of 低保户, counted in households.
        word = rest
    return unit, word


def core(text: str) -> str:
    """Return a name without its unit, with every word in docgen's own wording."""
    _, word = unit_of(COUNTED.sub("", plain(text)))
    return own_words(MARKS.sub("", word))


def cores(name: str) -> tuple[str, ...]:
    """Return the wordings under which a figure's name may be met in a form."""
    bare = own_words(MARKS.sub("", COUNTED.sub("", plain(name))))
    return tuple(dict.fromkeys((core(name), bare, bare.removesuffix("数"))))


def own_words(text: str) -> str:
    """Put every other wording of a known thing in docgen's own, the longest first."""
    pattern, wordings = _wordings()
    return pattern.sub(lambda found: wordings[found.group()], text)


@lru_cache(maxsize=4096)
def cut(text: str) -> Head:
    """Cut one head into known words, a unit and what is left."""
    unit, word = unit_of(text)
    word = MARKS.sub("", word)
    whole = own_words(word)
    if word in tables()["alone"]:
        only = Known(word, tables()["alone"][word], PERSONS)
        return Head((only,), unit, "", whole)
    known: list[Known] = []
    rest = whole
    for name in _longest_first():
        while name in rest:
            known.append(lexicon()[name])
            rest = rest.replace(name, "\n", 1)
    known.sort(key=lambda one: whole.find(one.word))
    for stop in sorted((*tables()["stop"], *tables()["total"]), key=lambda w: (-len(w), w)):
        rest = rest.replace(stop, "")
    rest = rest.replace("\n", "")
    if rest in ("户", "人", "人口", "户数", "人数"):
        unit = unit or rest[0]
        rest = ""
    return Head(tuple(dict.fromkeys(known)), unit, rest, whole)


def stage(text: str) -> Head | None:
    """Cut a head that is nothing but a stage of school (其中：小学); None when it is not."""
    unit, word = unit_of(text)
    word = MARKS.sub("", word)
    condition = tables()["schooling"].get(word)
    return Head((Known(word, condition, PERSONS),), unit, "", word) if condition else None


def of_pupils(texts: Iterable[str]) -> bool:
    """Whether heads or a title speak of pupils."""
    return any(word in said(text) for text in texts for word in PUPILS)


def kind_of(word: str) -> str:
    """Return what two words share of which only one narrows a count: 外出务工 and 县内务工.

    The shortest known word that a word ends with, else the first of those it is never true with.
    """
    ends = [word[at:] for at in range(1, len(word)) if word[at:] in lexicon()]
    if ends:
        return ends[-1]
    return next((str(words[0]) for words in tables()["apart"] if word in words), word)


def are_apart(words: Iterable[str]) -> bool:
    """Whether two of these words are never true together."""
    told = set(words)
    return any(len(told.intersection(apart)) > 1 for apart in tables()["apart"])


def is_total(text: str) -> bool:
    """Whether a head means all of the rows or columns beside it."""
    return said(text) in tables()["total"] or unit_of(text)[1] in tables()["total"]


def is_group(text: str) -> bool:
    """Whether a head is named like a village group: 六组, 第3村民小组."""
    return GROUP.fullmatch(said(text)) is not None


def is_numbered(text: str) -> bool:
    """Whether a head bears a number as the heading of a section does: 三、保障情况."""
    return NUMBERED.match(plain(text)) is not None


def is_by_hand(text: str) -> bool:
    """Whether a head leaves its cells to people: remarks, signatures."""
    return said(text) in map(plain, tables()["by_hand"])


def says_nothing(text: str) -> bool:
    """Whether a head only says that a number stands here: 数量, 数值（万元）, 人."""
    _, word = unit_of(text)
    for stop in sorted(tables()["stop"], key=lambda one: (-len(one), one)):
        word = word.replace(stop, "")
    return not MARKS.sub("", word)


def counts_something(text: str) -> bool:
    """Whether a head says that it counts: 脱贫户户数, 总人数（人）."""
    word = BRACKETED.sub("", said(text))
    return COUNT_ENDINGS.search(word) is not None


def is_before(text: str) -> str:
    """Return the word that says a number is of a former period, empty when none does."""
    return next((word for word in tables()["before"] if word in said(text)), "")


def span_in(texts: Iterable[str]) -> str:
    """Return the word that says a number is of a month or week of its own, empty without one."""
    said_ones = [said(text) for text in texts]
    return next((word for word in tables()["spans"] if any(word in one for one in said_ones)), "")


def is_only_before(text: str) -> bool:
    """Whether a head says nothing but that a number is of a former period."""
    word = is_before(text)
    return bool(word) and says_nothing(said(text).replace(word, ""))


def known_in(texts: Iterable[str]) -> list[Known]:
    """Return the known words of several texts, each once."""
    return list(dict.fromkeys(known for text in texts for known in cut(text).known))


def units_in(texts: Sequence[str]) -> str:
    """Return the unit of the innermost head that writes one, else of one that implies it.

    人数 over 脱贫户 counts persons.
    """
    written = next((unit for text in reversed(texts) if (unit := written_unit(text))), "")
    return written or next((unit for text in reversed(texts) if (unit := cut(text).unit)), "")


def written_unit(text: str) -> str:
    """Return the unit that a head writes: 户数, （户）, 户; 脱贫户 only implies one."""
    word = said(text)
    inside = [named.removeprefix("单位").lstrip(":") for named in BRACKETED.findall(word)]
    ending = COUNT_ENDINGS.search(word)
    own = [word, UNIT_OF_ENDING.get(ending.group(1), "") if ending else ""]
    return next((unit for unit in (*inside, *own) if unit in UNITS), "")


def either(kinds: Sequence[str]) -> list[str]:
    """Return the condition of several kinds of households: 低保户、特困户 are one or the other."""
    several = f"({' 或 '.join(kind.strip('()') for kind in kinds)})"
    return [several] if len(kinds) > 1 else list(kinds)


KINDS_OF_TITLES = frozenset(
    [
        *("脱贫户", "监测对象", "一般农户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户"),
        *("(脱贫户 或 监测对象)", "(脱贫户 或 户类型 为 贫困户)", "(户类型 为 贫困户)"),
        *("低保户", "特困户", "易地搬迁户", "危房户", "党员户"),
    ]
)
