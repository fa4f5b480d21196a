"""The archive schema: classes, document types, tie rules, and the profile that is in use.

The schema is data (archive_schema.yaml); ``schema_file`` reads and checks it. Here are its parts
and the questions the rest of the archive asks of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.facts.conditions import Condition

HOUSEHOLD_LEVEL = "户"
VILLAGE_LEVEL = "村"
RETENTIONS = ("10年", "30年", "永久")
"""Shortest first; a volume takes the longest of what lies in it."""
RETENTION_CODES = {"永久": "Y", "30年": "D30", "10年": "D10"}  # DA/T 13-2022
DATE, SIGN, SEAL = "日期", "签名", "印章"
SAME, NOT_AFTER, NOT_BEFORE = "same", "not_after", "not_before"
BY_VOLUME, BY_ITEM = "案卷", "件"
ITEM_CODE = "{fonds}-JF·{year}-{keep}-{item:04d}"
"""全宗号-档案门类代码·年度-保管期限代码-件号 (DA/T 22-2015)."""


@dataclass(frozen=True, slots=True)
class ArchiveClass:
    """One class (类目) of a profile: its code, its name and what it takes in.

    ``bases`` are base classes; ``types`` are single types taken out of theirs.
    """

    code: str
    name: str
    bases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperType:
    """One document type. ``need`` is 必, 条件 or 可选; ``when`` says for which households.

    ``since`` is the column of the ledger that says from which year one is needed every year;
    ``forms`` are numbers the county gave its form (附表5); ``also`` are words its titles may hold
    that do not tell it from others.
    """

    code: str
    title: str
    base: str
    level: str
    order: int
    keep: str
    need: str = "可选"
    when: Condition | None = None
    per_year: bool = False
    since: str = ""
    made: bool = False
    words: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def of_household(self) -> bool:
        return self.level == HOUSEHOLD_LEVEL

    @property
    def short(self) -> str:
        """Return the title without what stands in brackets."""
        return self.title.split("(")[0].split("（")[0]

    @property
    def brief(self) -> str:
        """Return the first of several names a type goes by."""
        return self.short.split("/")[0]


@dataclass(frozen=True, slots=True)
class Columns:
    """Headings by which the body of papers of these types is known: two of them are a witness.

    Where ``beside`` has words, only beside one of them: a contract of the village names a body.
    """

    types: frozenset[str]
    words: tuple[str, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieCase:
    """One line of a tie rule: when it holds, the paper is of ``type``.

    ``issuer`` is the level of the body that must have signed it.
    """

    type: str
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    level: str = ""
    year: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How a word that fits many types is decided."""

    word: str
    cases: tuple[TieCase, ...]
    review: str = ""


@dataclass(frozen=True, slots=True)
class YearRule:
    """Which years papers of some types can have: a year, or a column of the household."""

    types: frozenset[str]
    how: str
    limit: int | str

    def fits(self, year: int, limit: int) -> bool:
        return {SAME: year == limit, NOT_AFTER: year <= limit, NOT_BEFORE: year >= limit}[self.how]

    @property
    def words(self) -> str:
        return {SAME: "不同于", NOT_AFTER: "晚于", NOT_BEFORE: "早于"}[self.how]


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps that follow each other, each with the types that prove it.

    ``often``: a village goes through them many times a year.
    """

    name: str
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    often: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to sort the same types into classes, and the patterns of archival codes.

    Without a class ``household`` papers of households lie with those of the village, by class;
    when it has ``bases``, their household papers are of no other class. ``confirm`` names what is
    still to be agreed with the county's own table.
    """

    name: str
    title: str
    filing: str
    code: str
    household: ArchiveClass | None
    pending: ArchiveClass
    classes: tuple[ArchiveClass, ...]
    max_pages: int = 200
    item_code: str = ITEM_CODE
    confirm: tuple[str, ...] = ()

    @property
    def by_item(self) -> bool:
        return self.filing == BY_ITEM


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything archive_schema.yaml says, with one profile chosen.

    ``marks`` says of a type which of 日期, 签名 and 印章 its papers must bear; ``labels`` are words
    of forms that name no paper; ``fillers`` words of titles that tell no type from another, and
    ``named_inside`` types whose titles hold names (of a road, a firm), ``broad`` types whose words
    say little of the matter; ``issuers`` are words by which the level of a body is known.
    """

    profile: Profile
    types: Mapping[str, PaperType]
    ties: tuple[Tie, ...] = ()
    village_words: tuple[str, ...] = ()
    always_village: tuple[str, ...] = ()
    same_words: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    named_inside: frozenset[str] = frozenset()
    broad: frozenset[str] = frozenset()
    columns: tuple[Columns, ...] = ()
    issuers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    household_files: Condition | None = None
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    years: tuple[YearRule, ...] = ()
    chains: tuple[Chain, ...] = ()

    def class_of(self, code: str) -> ArchiveClass:
        """Return the class a type belongs to under this profile; unknown types are pending."""
        kind = self.types.get(code)
        if kind is None:
            return self.profile.pending
        own = self.profile.household
        if own and kind.of_household and kind.base in own.bases:
            return own
        for entry in self.profile.classes:
            if code in entry.types:
                return entry
        for entry in self.profile.classes:
            if kind.base in entry.bases:
                return entry
        return self.profile.pending

    def class_named(self, name: str) -> ArchiveClass | None:
        """Return the class of this name, ``None`` when the profile has none."""
        return next((entry for entry in self.profile.classes if entry.name == name), None)

    def order_of(self, code: str) -> tuple[int, int, str]:
        """Return the sort key of a type inside its volume: class order, then type order."""
        kind = self.types.get(code)
        if kind is None:
            return (len(self.profile.classes), 0, code)
        if kind.of_household and self.profile.household:
            return (0, kind.order, code)
        return (self.profile.classes.index(self.class_of(code)), kind.order, code)

    def keep_of(self, codes: tuple[str, ...]) -> str:
        """Return the longest retention among these types (a volume takes the longest)."""
        kept = [self.types[code].keep for code in codes if code in self.types]
        return max(kept, key=RETENTIONS.index, default=RETENTIONS[-1])


def archival_code(profile: Profile, *, fonds: str, cls: str, village: str, volume: int) -> str:
    """Return 全宗号-分类号·村编码-案卷号; empty parts fall away with their sign (DA/T 13-2022)."""
    fields = {"fonds": fonds, "village": village, "volume": volume, "class": cls}
    return _without_gaps(profile.code.format(**fields))


def item_code(
    profile: Profile, *, fonds: str, cls: str, village: str, year: int, keep: str, item: int
) -> str:
    """Return 全宗号-门类·年度-保管期限-件号 (DA/T 22-2015); empty parts fall away."""
    fields = {"fonds": fonds, "village": village, "class": cls, "year": year, "item": item}
    return _without_gaps(profile.item_code.format(keep=RETENTION_CODES[keep], **fields))


def _without_gaps(text: str) -> str:
    levels = ["·".join(filter(None, level.split("·"))) for level in text.split("-")]
    return "-".join(filter(None, levels))
