"""The index of the pocket handbook: in the order of Chinese sounds, with sub-entries and 见."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from docgen import resources
from docgen.documents.handbook_context import BETWEEN, plain
from docgen.facts.validity import EVERYWHERE, villages_named
from docgen.model import Policy
from docgen.words import missing

OF_PLACE = re.compile(r"^(?P<level>[省市县区镇乡])(?P<name>.{2,})$")
PERSON, PLACE, WORD = "surname", "place", "sound"
MOST_SEEN = 4
"""Names after 见; more are no help."""
SIGNS = "“”‘’《》〈〉（）()【】〔〕[]、，。：；·"


@dataclass(slots=True)
class Entry:
    """A word of the index: where it leads, what stands under it, or which word to see instead."""

    word: str
    kind: str = WORD
    targets: list[str] = field(default_factory=list)
    subs: dict[str, list[str]] = field(default_factory=dict)
    see: list[str] = field(default_factory=list)

    def lead(self, target: str) -> None:
        """Lead to a target, once."""
        if target not in self.targets:
            self.targets.append(target)


def index(
    policies: Sequence[Policy], services: Iterable[tuple[str, str]] = ()
) -> list[dict[str, Any]]:
    """Return the index by first letters: policies, offices, people to ask, villages, services.

    ``policies`` are numbered from 1 as in the book and are targets ``policy-1`` …; ``services``
    are pairs of a name and its target.
    """
    entries: dict[str, Entry] = {}
    for number, policy in enumerate(policies, start=1):
        target, name = f"policy-{number}", plain(policy.name) or missing("名称")
        _entry(entries, name).lead(target)
        offices = [office_entry(one) for one in BETWEEN.split(plain(policy.department)) if one]
        for office in offices:
            _under(entries, office, WORD, name, target)
        for person in filter(None, BETWEEN.split(plain(policy.contact))):
            _entry(entries, person, PERSON).lead(target)
        for village in _villages(policy):
            _under(entries, village, PLACE, name, target)
    for name, target in services:
        _entry(entries, name).lead(target)
    _see(entries, policies)
    return _by_letter(entries.values())


def _entry(entries: dict[str, Entry], word: str, kind: str = WORD) -> Entry:
    return entries.setdefault(word, Entry(word, kind))


def _under(entries: dict[str, Entry], word: str, kind: str, name: str, target: str) -> None:
    """Enter a policy under a word (an office, a person, a village)."""
    _entry(entries, word, kind).subs.setdefault(name, []).append(target)


def _villages(policy: Policy) -> Iterator[str]:
    for village in villages_named(policy.villages):
        if not village.startswith((*EVERYWHERE, "全村")) and plain(village):
            yield village


def _see(entries: dict[str, Entry], policies: Sequence[Policy]) -> None:
    """Enter words people use for a policy that is called otherwise: 低保 见 农村最低生活保障.

    A word that means many policies has them under it with their pages instead.
    """
    numbers: dict[str, list[str]] = {}
    for number, policy in enumerate(policies, start=1):
        numbers.setdefault(plain(policy.name), []).append(f"policy-{number}")
    meant: dict[str, list[str]] = {}
    for word, called in words_of("see"):
        if word not in entries:
            fits = [name for name in numbers if called in name and not name.startswith(word)]
            meant.setdefault(word, []).extend(fits)
    for word, found in meant.items():
        names = sorted(dict.fromkeys(found), key=sort_key)
        if len(names) > MOST_SEEN:
            _entry(entries, word).subs = {name: numbers[name] for name in names}
        elif names:
            _entry(entries, word).see = names


def _by_letter(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    letters: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(entries, key=lambda one: sort_key(one.word, one.kind)):
        letter = first_letter(entry.word, entry.kind)
        letters.setdefault(letter, []).append(_printed(entry))
    return [{"letter": letter, "entries": found} for letter, found in letters.items()]


def _printed(entry: Entry) -> dict[str, Any]:
    """An entry as the template prints it; a single sub-entry needs no line of its own."""
    subs = sorted(entry.subs.items(), key=lambda sub: sort_key(sub[0]))
    targets = list(entry.targets)
    if len(subs) == 1:
        targets += subs.pop()[1]
    return {
        "word": entry.word,
        "targets": targets,
        "subs": [{"word": word, "targets": list(found)} for word, found in subs],
        "see": entry.see,
    }


def office_entry(office: str) -> str:
    """An office under its own name: 县民政局 stands as 民政局（县）."""
    found = OF_PLACE.match(office)
    return f"{found['name']}（{found['level']}）" if found else office


def sort_key(word: str, kind: str = WORD) -> tuple[bool, tuple[str, ...], str]:
    """Sort by the sound of each character with its tone; what has none comes last."""
    return first_letter(word, kind) == "#", sounds(word, kind), word


def first_letter(word: str, kind: str = WORD) -> str:
    """The letter an entry stands under; ``#`` for digits and signs."""
    letter = "".join(sounds(word, kind))[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else "#"


@lru_cache(maxsize=4096)  # each word of an index is compared many times
def sounds(word: str, kind: str = WORD) -> tuple[str, ...]:
    """The sounds of a word's characters, tones as digits; signs are passed over.

    A person's first character is read as a surname, a place by the table of places; further words
    of several sounds by a table too, the rest as pypinyin knows them.
    """
    text = "".join(character for character in word if character not in SIGNS)
    found: list[str] = []
    if kind == PERSON:
        surname = next((text[:n] for n in (2, 1) if text[:n] in table(PERSON)), "")
        found += table(PERSON).get(surname, ())
        text = text[len(surname) :]
    known = {**table(WORD), **table(PLACE)} if kind == PLACE else table(WORD)
    for part in _split(text, tuple(known)):
        found += known.get(part) or _usual(part)
    return tuple(found)


def _usual(text: str) -> tuple[str, ...]:
    """The sounds of characters as pypinyin knows them."""
    told = lazy_pinyin(text, Style.TONE3, neutral_tone_with_five=True)
    return tuple(sound.lower() for sound in told)


def _split(text: str, words: tuple[str, ...]) -> list[str]:
    return [part for part in _pattern(words).split(text) if part]


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest))})")


@cache
def table(kind: str) -> Mapping[str, list[str]]:
    """The words of a kind and their sounds."""
    return {word: value.split() for word, value in words_of(kind)}


@cache
def words_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The rows of index_words.csv of a kind: a word and its sounds, or the word to see."""
    with resources.data("index_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["word"], row["value"]) for row in rows if row["kind"] == kind)
