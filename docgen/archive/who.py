"""Whose paper it is: households found by ID, number, householder and group, or members' names.

An ID counts only when its check digit is right or its masked form fits exactly one person. Several
equal candidates are shown, never guessed between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docgen.archive.groups import by_name_only, is_said, names_beside, numbers_in
from docgen.archive.plain import CJK, plain
from docgen.facts.words import id_is_right
from docgen.model import Household, Ledger

# How much each kind of evidence weighs; strong evidence names a household by itself.
BY_CODE, BY_ID, BY_MASKED, BY_NUMBER = 8.0, 5.0, 4.0, 4.0
BY_HOLDER_GROUP, BY_HOLDER, BY_NAME_PLACE, BY_SIGHT, BY_MEMBER = 4.0, 3.0, 3.0, 1.5, 1.0
BY_SIGNING = 3.0
STRONG = 3.0
HARD = 4.0
"""An ID, a number, a code, a householder with the group: two households so named contradict."""
CLEAR = 1.6
"""The first candidate must weigh this many times the second."""
MANY = 3
MANY_SEEN = 4
"""So many householders named anywhere make a list, even when none is named strongly."""

_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MASKED = re.compile(r"(?<![0-9A-Za-z*])(\d{3,14})([*×xX•●]{4,14})([\dXx]{0,6})(?![0-9A-Za-z*])")
_HOLDER = re.compile(
    r"(?:(?:户主|农户|贫困户|脱贫户|监测户|监测对象)\s*签[字名]"
    r"|(?:户主|申请人|承诺人|持证人|权利人|学生|签约人|受助人|借款人|领取人|患者|客户|家长|监护人|被告知人"
    r"|走访户|走访对象|包保户|包户|联系户|结对户|帮扶户|帮扶对象)(?:姓名|名称)?"
    r"|乙方|姓名|户名|承包方代表|本人|我叫|我是"
    r"|(?:农户|住户|贫困户|脱贫户|监测户|监测对象)(?=\s*:))"
    r"\s*(?:[((][^()]{0,8}[))])?\s*[::]?\s*([一-鿿㐀-䶿\U00020000-\U0003ffff·]{2,8})"
)
_NUMBER = re.compile(r"(?:户编号|户号|农户编号|编号)\s*[::]?\s*([A-Za-z0-9\-]{3,24})")
_ADDRESS = re.compile(r"(?:尊敬的)?\s*([一-鿿㐀-䶿\U00020000-\U0003ffff·]{2,8})\s*:")
_TITLES_OF_PEOPLE = ("", "同志", "先生", "女士", "户", "户主", "家长", "同学", "家庭")
ADDRESS_LINES = 6
_OF_THE_TITLE = re.compile(r"户|家(?!庭农场)|同志")
_BROKEN = re.compile(r"(?<=\d)\s*\n\s*(?=[\dXx])")
"""A number that runs over the end of a line."""
_DATE = re.compile(r"(?:19|20)\d{2}\s*[年./-].*$")
SIGNING_LINES = 5
_TOKEN = re.compile(r"[A-Za-z0-9]+")
_JOINED = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_YEAR_FIRST = re.compile(r"(?:19|20)\d{2}-")
SURE_NUMBER = 5
"""Signs of a number with a stroke (03-017) that is no day or page; a letter in it is enough too."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The answer: a household, several candidates, or none.

    ``sure`` is True when strong evidence points to one household only; ``many`` when three or more
    households are named strongly (a paper of the whole village); ``words`` are reasons.
    """

    household: str = ""
    sure: bool = False
    many: bool = False
    candidates: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    clash: str = ""


@dataclass(slots=True)
class Roster:
    """The ledger turned round: from ID, number and name to households."""

    households: Mapping[str, Household] = field(default_factory=dict)
    by_id: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)
    by_holder: dict[str, set[str]] = field(default_factory=dict)
    longest: int = 4
    beginnings: frozenset[str] = frozenset()
    named_groups: tuple[str, ...] = ()

    def label(self, key: str) -> str:
        """Return 户0107（王建国） as reasons name a household."""
        household = self.households.get(key)
        name = household.householder if household else ""
        return f"户{key}（{name}）" if name else f"户{key}"


def roster_of(ledger: Ledger) -> Roster:
    """Return the roster of a ledger. Names are compared in their plain form."""
    roster = Roster({household.id: household for household in ledger.households if household.id})
    names: defaultdict[str, set[str]] = defaultdict(set)
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for person in ledger.persons:
        if person.household not in roster.households:
            continue
        number = plain(person.id_number or "")[:18].upper()
        if id_is_right(number):
            roster.by_id[number] = person.household
        if person.name and len(person.name) >= 2:
            names[plain(person.name)].add(person.household)
    for household in ledger.households:
        if household.householder and household.id:
            holders[plain(household.householder)].add(household.id)
            names[plain(household.householder)].add(household.id)
    roster.by_name, roster.by_holder = dict(names), dict(holders)
    roster.longest = max(map(len, names), default=4)
    roster.beginnings = frozenset(name[0] for name in names)
    roster.named_groups = by_name_only(h.group or "" for h in ledger.households)
    return roster


class _Tally:
    """Points and reasons, household by household."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.points: defaultdict[str, float] = defaultdict(float)
        self.strong: set[str] = set()
        self.hard: set[str] = set()
        self.reasons: defaultdict[str, list[str]] = defaultdict(list)
        self.in_place: set[str] = set()
        self.seen: set[str] = set()

    def add(self, key: str, points: float, words: str) -> None:
        if words in self.reasons[key]:
            return
        self.points[key] += points
        self.reasons[key].append(words)
        if points >= STRONG:
            self.strong.add(key)
        if points >= HARD:
            self.hard.add(key)


def owner_of(
    roster: Roster,
    *,
    text: str,
    name: str,
    folders: Iterable[str] = (),
    code: str = "",
    title: str = "",
) -> Owner:
    """Return whose paper this is.

    ``text`` is the page text, ``name`` the file name without ending, ``folders`` the folders it
    lies in, ``code`` a 户编号 from a QR code, ``title`` the title that stands in the text.
    """
    tally = _Tally(roster)
    if code in roster.households:
        tally.add(code, BY_CODE, f"二维码写明{roster.label(code)}")
    body = plain(text)
    _by_id(tally, body)
    _by_masked(tally, body)
    _by_number(tally, body)
    _by_holder(tally, body)
    _by_group(tally, body)
    _by_address(tally, body)
    _by_title(tally, plain(title))
    for place, words in ((name, "文件名"), *((folder, "文件夹名") for folder in folders)):
        _by_place(tally, plain(place), words)
    _by_signing(tally, body)
    _by_sight(tally, body)
    return _decided(tally)


def _by_id(tally: _Tally, body: str) -> None:
    numbers = [*_ID.findall(body), *_ID.findall(_BROKEN.sub("", body))]
    for number in map(str.upper, numbers):
        key = tally.roster.by_id.get(number)
        if key and id_is_right(number):
            tally.add(key, BY_ID, f"正文证件号与{tally.roster.label(key)}一致")


def _by_masked(tally: _Tally, body: str) -> None:
    for found in _MASKED.finditer(body):
        head, stars, tail = found.groups()
        if len(head) + len(stars) + len(tail) != 18 or len(head) + len(tail) < 8:
            continue
        fits = {
            key
            for number, key in tally.roster.by_id.items()
            if number.startswith(head) and number.endswith(tail.upper())
        }
        if len(fits) == 1:
            key = fits.pop()
            tally.add(key, BY_MASKED, f"正文打码证件号只与{tally.roster.label(key)}相符")


def _by_number(tally: _Tally, body: str) -> None:
    for found in _NUMBER.finditer(body):
        key = found.group(1)
        if key in tally.roster.households:
            tally.add(key, BY_NUMBER, f"正文写明户编号{key}")
    for token in _TOKEN.findall(body):
        if len(token) >= 8 and token in tally.roster.households:
            tally.add(token, BY_NUMBER, f"正文写明户编号{token}")


def _by_holder(tally: _Tally, body: str) -> None:
    """户主：某某, 申请人：某某 …; two householders of one name are told apart by their group."""
    head = body[:1500]
    groups = numbers_in(head)
    for found in _HOLDER.finditer(body):
        name = _known_beginning(found.group(1), tally.roster)
        if not name:
            continue
        keys = tally.roster.by_holder.get(name, set())
        keys = keys or tally.roster.by_name.get(name, set())
        if len(keys) > 1:
            keys = {k for k in keys if _village_of(tally.roster, k, body)} or keys
        in_group = {key for key in keys if _in_group(tally.roster, key, head)}
        if len(in_group) == 1:
            key = next(iter(in_group))
            tally.add(key, BY_HOLDER_GROUP, f"正文“{name}”和组别与{tally.roster.label(key)}一致")
        elif len(keys) == 1:
            key = next(iter(keys))
            points = BY_HOLDER if not groups or in_group else BY_SIGHT
            tally.add(key, points, f"正文写明“{name}”，属{tally.roster.label(key)}")
        else:
            for key in sorted(keys):
                tally.add(key, BY_SIGHT, f"正文有同名的“{name}”")


def _by_group(tally: _Tally, body: str) -> None:
    """一社马得福, 马得福（一社）: the group tells of two of one name which is meant."""
    roster = tally.roster

    def known(text: str, begins: bool) -> str:
        return _known_beginning(text, roster) if begins else _known_end(text, roster)

    for name, group in names_beside(body, known, roster.named_groups):
        fits = {k for k in roster.by_name[name] if _in_group(roster, k, group)}
        if len(fits) == 1:
            key = fits.pop()
            tally.add(key, BY_HOLDER_GROUP, f"正文“{name}”和组别与{roster.label(key)}一致")


def _by_address(tally: _Tally, body: str) -> None:
    """Whom a paper speaks to in one of its first lines: 某某同志："""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    for line in lines[:ADDRESS_LINES]:
        found = _ADDRESS.match(line)
        name = _known_beginning(found[1], tally.roster) if found else ""
        if found and name and found[1].removeprefix(name) in _TITLES_OF_PEOPLE:
            keys = tally.roster.by_name[name]
            if len(keys) == 1:
                key = next(iter(keys))
                tally.add(key, BY_SIGNING, f"写给“{name}”，属{tally.roster.label(key)}")


def _by_title(tally: _Tally, title: str) -> None:
    """马得福户…明细表, …明细表(马得福户): a title may say whose the paper is."""
    roster = tally.roster
    for name in sorted(names_in(title, roster)):
        if not any(
            _OF_THE_TITLE.match(title, found.end()) for found in re.finditer(re.escape(name), title)
        ):
            continue
        keys = roster.by_holder.get(name) or roster.by_name[name]
        keys = {k for k in keys if _in_group(roster, k, title)} or keys
        if len(keys) == 1:
            key = next(iter(keys))
            tally.add(key, BY_NAME_PLACE, f"标题有“{name}”，属{roster.label(key)}")


def _village_of(roster: Roster, key: str, body: str) -> bool:
    """Whether a text names the village of a household."""
    return plain(roster.households[key].village or "\n") in body


def _known_beginning(word: str, roster: Roster) -> str:
    """The longest known name a run of characters begins with (姓名王建国性别男 has no gap)."""
    for length in range(min(len(word), roster.longest), 1, -1):
        if word[:length] in roster.by_name:
            return word[:length]
    return ""


def _known_end(word: str, roster: Roster) -> str:
    """The longest known name a run of characters ends with."""
    for length in range(min(len(word), roster.longest), 1, -1):
        if word[-length:] in roster.by_name:
            return word[-length:]
    return ""


def _by_place(tally: _Tally, place: str, words: str) -> None:
    roster = tally.roster
    tokens = [*_TOKEN.findall(place), *_numbers_with_strokes(place)]
    named = {
        name: roster.by_holder.get(name) or roster.by_name[name] for name in names_in(place, roster)
    }
    for token in tokens:
        key = token if token in roster.households else ""
        if key and len(token) >= 3:
            tally.add(key, BY_NUMBER, f"{words}写明户编号{key}")
            tally.in_place.add(key)
    for name, keys in named.items():
        chosen = keys
        if len(keys) > 1:
            ended = {key for key in keys if any(len(t) >= 2 and key.endswith(t) for t in tokens)}
            chosen = ended or {key for key in keys if _in_group(roster, key, place)} or keys
        points = BY_NAME_PLACE if len(chosen) == 1 else BY_SIGHT
        for key in sorted(chosen):
            tally.add(key, points, f"{words}有“{name}”")
            tally.in_place.add(key)


def _numbers_with_strokes(place: str) -> Iterator[str]:
    """Runs such as 03-017 and H2-8, also inside longer ones; a day (2019-05-12) is none."""
    for found in _JOINED.findall(place):
        parts = found.split("-")
        inside = [found]
        if not _YEAR_FIRST.match(found):
            spans = [(a, b) for a in range(len(parts)) for b in range(a + 2, len(parts) + 1)]
            inside += ["-".join(parts[a:b]) for a, b in spans if b - a < len(parts)]
        for number in inside:
            if len(number) >= SURE_NUMBER or not number.replace("-", "").isdecimal():
                yield number


def _by_signing(tally: _Tally, body: str) -> None:
    """A name alone on one of the last lines is a signature; a line names nobody else."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    for line in lines[-SIGNING_LINES:]:
        words = _DATE.sub("", line).strip(" :()")
        keys = tally.roster.by_name.get(words, set())
        if len(keys) == 1:
            key = next(iter(keys))
            tally.add(key, BY_SIGNING, f"落款“{words}”，属{tally.roster.label(key)}")


def _by_sight(tally: _Tally, body: str) -> None:
    """Names anywhere in the text: weak, and weaker for whoever shares a name."""
    for name in sorted(names_in(body, tally.roster)):
        keys = tally.roster.by_name[name]
        holder = name in tally.roster.by_holder
        points = BY_SIGHT if holder and len(keys) == 1 else BY_MEMBER / len(keys)
        tally.seen.update(tally.roster.by_holder.get(name, ()))
        for key in sorted(keys):
            tally.add(key, points, f"正文提到“{name}”")


def names_in(text: str, roster: Roster) -> set[str]:
    """Known names in a text, the longest at each place; a name of two signs needs an edge."""
    found: set[str] = set()
    place = 0
    while place < len(text) - 1:
        if text[place] not in roster.beginnings:
            place += 1
            continue
        step = 1
        for length in range(min(roster.longest, len(text) - place), 1, -1):
            name = text[place : place + length]
            if name in roster.by_name and _stands_alone(text, place, length):
                found.add(name)
                step = length
                break
        place += step
    return found


def _stands_alone(text: str, place: int, length: int) -> bool:
    if length > 2:
        return True
    before = text[place - 1] if place else " "
    after = text[place + length] if place + length < len(text) else " "
    return not CJK.match(before) or not CJK.match(after)


def _in_group(roster: Roster, key: str, text: str) -> bool:
    household = roster.households[key]
    return is_said(household.group or "", household.village or "", text)


def _ranked(tally: _Tally) -> Iterator[tuple[str, float]]:
    yield from sorted(tally.points.items(), key=lambda item: (-item[1], item[0]))


def _decided(tally: _Tally) -> Owner:
    ranked = list(_ranked(tally))
    if not ranked:
        return Owner()
    many = len(tally.strong) >= MANY or len(tally.seen) >= MANY_SEEN
    key, points = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    words = tuple(tally.reasons[key][:3])
    if points < second * CLEAR or (points < STRONG and second and points < second * 2):
        near = tuple(entry for entry, weight in ranked if weight * CLEAR > points)[:5]
        return Owner("", many=many, candidates=near, words=words)
    others = sorted(tally.in_place - {key})
    clash = ""
    if others and key not in tally.in_place:
        clash = f"名称指向{tally.roster.label(others[0])}，正文指向{tally.roster.label(key)}"
    elif strangers := sorted(tally.hard - {key}):
        clash = f"也写明了{tally.roster.label(strangers[0])}"
    return Owner(key, key in tally.strong, many, (key,), words, clash)
