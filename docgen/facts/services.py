"""三单制: a service on the menu, an order of a household, who takes orders on, a claim."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from docgen.facts.validity import EVERYWHERE, same_village, villages_named
from docgen.facts.words import blank, words_of
from docgen.ledger.households import group_key, village_key
from docgen.ledger.schema import plain
from docgen.model import Household
from docgen.sources import At
from docgen.words import plain_name

BY_CHOICE, BY_OFFICE = "自主认领", "组织匹配"
WITHDRAWN = re.compile(r"取消|退单|作废|放弃|撤销")
WHOLE_VILLAGE = ("全村", "本村", "各组", "全部", "所有")
ENDINGS = re.compile(r"(技术|技能|服务|指导|能手|特长|师傅|[工匠员师])$")
ALTERNATIVE = re.compile(r"[或/|／｜]")


@dataclass(frozen=True, slots=True)
class Service:
    """A line of the menu. ``skills`` must all be had; each is a choice of words."""

    id: str
    name: str
    kind: str
    content: str
    standard: str
    skills: tuple[tuple[str, ...], ...]
    branch: str
    villages: str
    village: str
    at: At | None = field(compare=False)

    @property
    def skill_text(self) -> str:
        """The skills as one reads them: ``养殖、防疫``."""
        return "、".join("或".join(choice) for choice in self.skills)

    def applies_in(self, village: str) -> bool:
        """Whether the service is for a village: 适用村, else the 行政村 of its own row."""
        if blank(self.villages) or self.villages.strip() in WHOLE_VILLAGE:
            return not self.village or not village or same_village(self.village, village)
        named = villages_named(self.villages)
        if any(name.startswith((*EVERYWHERE, *WHOLE_VILLAGE)) for name in named):
            return True
        return bool(village) and any(same_village(name, village) for name in named)

    def branch_for(self, village: str) -> str:
        """The branch that offers the service in a village; of several named the village's own."""
        named = words_of(self.branch)
        own = [one for one in named if village and village_key(village) in one]
        return own[0] if len(named) > 1 and len(own) == 1 else self.branch


@dataclass(frozen=True, slots=True)
class Order:
    """What a household orders; ``service`` is None when its key leads to none or to several."""

    household: str
    item: str
    quantity: Decimal | None
    day: date | None
    home: Household | None
    service: Service | None
    at: At | None

    @property
    def key(self) -> tuple[str, str]:
        return self.household, plain(self.item)

    @property
    def canonical(self) -> tuple[str, str, str, str]:
        """An order of orders that no row number takes part in; who ordered first comes first."""
        day = self.day.isoformat() if self.day else "9999"
        return day, self.household, plain(self.item), str(self.quantity)


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who takes orders on; ``limit`` counts orders, ``least`` households."""

    name: str
    label: str
    status: str
    village: str
    groups: str
    skills: str
    time: str
    resources: str
    least: int
    limit: int | None
    phone: str
    able: bool
    at: At | None = field(compare=False)
    rows: tuple[At, ...] = field(default=(), compare=False)

    @property
    def canonical(self) -> tuple[str, ...]:
        """An order of claimants that no row number takes part in."""
        texts = (self.name, self.village, self.groups, self.phone, self.status, self.skills)
        numbers = (f"{self.limit or 0:06d}", f"{self.least:06d}")
        return (*texts, self.time, self.resources, *numbers)

    @property
    def who(self) -> tuple[str, str, str, str]:
        """What tells a person from another of the same name."""
        groups = "、".join(sorted(group_key(word) for word in words_of(self.groups)))
        return plain_name(self.name), village_key(self.village), groups, self.phone

    def of_group(self, home: Household | None, village: str) -> bool:
        """Whether the household is known to be of the claimant's own group."""
        if home is None or not self.of_village(village):
            return False
        named = words_of(self.groups)
        if any(word in WHOLE_VILLAGE for word in named):
            return True
        return bool(home.group) and group_key(home.group or "") in map(group_key, named)

    def of_village(self, village: str) -> bool:
        """Whether the village is not known to be another one."""
        return not (self.village and village) or village_key(self.village) == village_key(village)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody has taken on already; ``claimants`` are all of that name."""

    household: str
    item: str
    name: str
    how: str
    day: date | None
    state: str
    done: date | None
    praise: str
    claimants: tuple[Claimant, ...]
    at: At | None

    @property
    def key(self) -> tuple[str, str]:
        return self.household, plain(self.item)

    @property
    def withdrawn(self) -> bool:
        """Whether the state says that it holds no longer: the order is open again."""
        return bool(WITHDRAWN.search(self.state))

    @property
    def canonical(self) -> tuple[bool, str, str, str]:
        """Own choice before the office's, then who was earlier, then the name."""
        told = f"{self.state} {self.done} {self.praise}"
        return self.how != BY_CHOICE, self.day.isoformat() if self.day else "9999", self.name, told


def skills_of(text: str) -> tuple[tuple[str, ...], ...]:
    """所需技能 as a list of which all are needed; 电工或水工 and 电工/水工 leave a choice."""
    if blank(text):
        return ()
    parts = re.split(r"[、,，;；+和及\s]+", text)
    choices = (tuple(w for w in ALTERNATIVE.split(part) if not blank(w)) for part in parts)
    return tuple(choice for choice in choices if choice)


def has_skill(has: str, word: str) -> bool:
    """Whether 特长 names a skill: the same word, or a longer one that holds it (山羊养殖 养殖).

    水电工 and 水电, 养殖技术 and 养殖 are the same.
    """
    wanted = _forms(word)
    own = [form for part in re.split(r"[、,，;；/|／和及\s]+", has) for form in _forms(part)]
    return any(one == form or (len(one) > 1 and one in form) for one in wanted for form in own)


def _forms(word: str) -> set[str]:
    """A skill as it is written and without its ending."""
    short = unicodedata.normalize("NFKC", word).strip()
    return {form for form in (short, ENDINGS.sub("", short)) if form}


def lacking_skills(claimant: Claimant, service: Service) -> list[str]:
    """The skills of a service that a claimant has not."""
    return [
        "或".join(choice)
        for choice in service.skills
        if not any(has_skill(claimant.skills, word) for word in choice)
    ]
