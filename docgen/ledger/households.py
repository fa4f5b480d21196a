"""Which household a row means: by 户编号, by the householder's ID, or by name and group."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from docgen.ledger.schema import plain
from docgen.model import Household, Person

CHINESE = "零一二三四五六七八九"
NAME_AND_GROUP = re.compile(
    r"(?P<name>[^()（）+＋]+)(?:[(（](?P<inside>[^()（）]+)[)）]|[+＋](?P<added>.+))"
)
NEAR_LIMIT = 300  # nearest names are looked up for the first so many unknown keys


@dataclass(frozen=True, slots=True)
class Keys:
    """What a row says about its household; empty strings where it says nothing."""

    number: str = ""
    id_number: str = ""
    householder: str = ""
    group: str = ""
    village: str = ""
    any: str = ""

    @property
    def written(self) -> str:
        """The key as the row has it, never an ID."""
        return self.number or self.any or self.householder

    def __bool__(self) -> bool:
        return bool(self.number or self.id_number or self.householder or self.any)


@dataclass(frozen=True, slots=True)
class Answer:
    """The household a row means; ``code`` and ``facts`` when something must be said."""

    household: str
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Directory:
    """All households, to be found by any of their keys."""

    numbers: dict[str, str] = field(default_factory=dict)
    short: dict[str, set[str]] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    answers: dict[Keys, Answer] = field(default_factory=dict)
    looked_up: int = 0

    def add(self, household: Household, id_number: str | None) -> None:
        """Make a household findable."""
        name = household.householder or ""
        self.numbers.setdefault(household.id, name)
        self.short.setdefault(_short(household.id), set()).add(household.id)
        if id_number:
            self.ids.setdefault(id_number, set()).add(household.id)
        if name:
            place = (group_key(household.group or ""), village_key(household.village or ""))
            self.names.setdefault(plain(name), {})[household.id] = place

    def add_householders(self, persons: Iterable[Person]) -> None:
        """Let householders' IDs, as the members' sheets have them, name their household."""
        for person in persons:
            if person.relation == "户主" and person.id_number and person.household in self.numbers:
                self.ids.setdefault(person.id_number, set()).add(person.household)
        self.answers.clear()

    def find(self, keys: Keys) -> Answer:
        """Return the household that ``keys`` mean; two candidates are a finding, not a guess."""
        if keys not in self.answers:
            self.answers[keys] = self._find(keys)
        return self.answers[keys]

    def _find(self, keys: Keys) -> Answer:
        if not keys:
            return Answer("", "E106")
        if not self.numbers:
            return Answer(keys.written)
        if keys.number:
            found = self._by_number(keys.number) or self._by_place(keys.number, keys)
            return found or self._unknown(keys)
        if keys.id_number in self.ids:
            return self._one(keys, self.ids[keys.id_number])
        if keys.any:
            return self._by_any(keys)
        if keys.householder:
            return self._by_name(keys.householder, keys) or self._unknown(keys)
        return self._unknown(keys)

    def _by_number(self, number: str) -> Answer | None:
        if number in self.numbers:
            return Answer(number)
        near = self.short.get(_short(number), set())
        if len(near) == 1:
            found = next(iter(near))
            return Answer(found, "W105", (("value", number), ("read", found)))
        return None

    def _by_any(self, keys: Keys) -> Answer:
        if keys.any in self.ids:
            return self._one(keys, self.ids[keys.any])
        found = self._by_number(keys.any) or self._by_name(keys.any, keys)
        found = found or self._by_place(keys.any, keys)
        return found or self._by_list(keys) or self._unknown(keys)

    def _by_list(self, keys: Keys) -> Answer | None:
        """A cell may name several households (责任区); all must be known, the text is kept."""
        parts = [part for part in re.split(r"[,，、;；\s]+", keys.any) if part]
        if len(parts) < 2 or not all(
            self._by_number(part) or self._by_name(part, keys) for part in parts
        ):
            return None
        return Answer(keys.any)

    def _by_name(self, name: str, keys: Keys) -> Answer | None:
        """A householder's name, narrowed by village and group; a number of that form counts too."""
        found = self.names.get(plain(name), {})
        if not found and name in self.numbers:
            return Answer(name)
        group, village = group_key(keys.group), village_key(keys.village)
        wanted = {
            number
            for number, (own_group, own_village) in found.items()
            if (not group or not own_group or group == own_group)
            and (not village or not own_village or village == own_village)
        }
        return self._one(keys, wanted) if wanted else None

    def _by_place(self, written: str, keys: Keys) -> Answer | None:
        """A cell that holds name and group together: 王强（一组）, 王强+1组."""
        named = NAME_AND_GROUP.fullmatch(written)
        if named is None:
            return None
        name, group = named["name"], named["inside"] or named["added"]
        return self._by_name(name, replace(keys, group=group))

    def _one(self, keys: Keys, found: set[str]) -> Answer:
        if len(found) == 1:
            return Answer(next(iter(found)))
        facts = (("value", keys.written), ("candidates", "、".join(sorted(found))))
        return Answer(keys.written, "E108", facts)

    def _unknown(self, keys: Keys) -> Answer:
        shown = keys.written or "（证件号码）"
        return Answer(keys.written, "E107", (("value", shown), ("likely", self._likely(keys))))

    def _likely(self, keys: Keys) -> str:
        self.looked_up += 1
        if self.looked_up > NEAR_LIMIT or not keys.written:
            return ""
        near = difflib.get_close_matches(keys.written, self.numbers, n=1, cutoff=0.6)
        if near:
            name = self.numbers[near[0]]
            return f"，最像的是 {near[0]}（{name}）" if name else f"，最像的是 {near[0]}"
        named = difflib.get_close_matches(plain(keys.written), self.names, n=1, cutoff=0.6)
        if named:
            return f"，最像的是 {'、'.join(sorted(self.names[named[0]]))}（{named[0]}）"
        return ""


def _short(number: str) -> str:
    return number.lstrip("0") or number


@lru_cache(maxsize=4096)  # the same few names in every row
def group_key(text: str) -> str:
    """Return a group for comparison: 第一组, 一组, 1组 and 1 are the same."""
    word = plain(text).removeprefix("第")
    word = re.sub(r"(村民)?小?组$|自然[村屯]$|[社队]$", "", word)
    if word.isdigit():
        return str(int(word))
    if word and all(sign in CHINESE + "十" for sign in word):
        tens, ten, ones = word.partition("十")
        if ten and len(tens) <= 1 and len(ones) <= 1:
            first = CHINESE.index(tens) if tens else 1
            return str(first * 10 + (CHINESE.index(ones) if ones else 0))
        if len(word) == 1:
            return str(CHINESE.index(word))
    return word


@lru_cache(maxsize=4096)
def village_key(text: str) -> str:
    """Return a village for comparison: 荷塘村, 荷塘 and 荷塘村委会 are the same."""
    word = plain(text)
    shorter = re.sub(r"(村民委员会|居民委员会|村委会|居委会|社区|行政村|嘎查村?|村)$", "", word)
    return shorter or word
