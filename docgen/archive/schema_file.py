"""Reading archive_schema.yaml: every fault names its line, its key and what is meant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docgen.archive.schema import (
    HOUSEHOLD_LEVEL,
    RETENTIONS,
    VILLAGE_LEVEL,
    Columns,
    PaperType,
    Schema,
    Tie,
    TieCase,
)
from docgen.archive.schema_defects import chains_of, marks_of, years_of
from docgen.archive.schema_nodes import Node, Nodes
from docgen.archive.schema_profile import profile_of
from docgen.folder import Folder
from docgen.resources import schema_path

DEFAULT_PROFILE = "五类"
NEEDS = ("必", "条件", "可选")
LEVELS = (HOUSEHOLD_LEVEL, VILLAGE_LEVEL)
YEARS = ("脱贫前", "脱贫后")
SINCE = ("脱贫年度", "识别时间")
TYPE_KEYS = {"code", "title", "class", "level", "order", "keep", "need", "when", "per", "since"} | {
    "made",
    "words",
    "weak",
    "not",
    "forms",
    "also",
}
TIE_KEYS = {"word", "cases", "review"}
CASE_KEYS = {"any", "all", "none", "level", "year", "issuer", "type"}
COLUMN_KEYS = {"types", "words", "with"}
TOP_KEYS = {"version", "base_classes", "profiles", "village_words", "household_files"} | {
    "same_words",
    "labels",
    "fillers",
    "named_inside",
    "broad",
    "columns",
    "issuers",
    "always_village",
    "marks",
    "years",
    "chains",
    "ties",
    "types",
}


def schema_file(folder: Folder) -> Path:
    """Return the schema file that counts for a work folder."""
    settings = folder.settings.archive
    return schema_path(folder.root, str(settings.get("schema", "archive_schema.yaml")))


def load_schema(folder: Folder) -> Schema:
    """Return the schema of a work folder: its own file when it has one, else the packaged one."""
    settings = folder.settings.archive
    return read_schema(
        schema_file(folder),
        profile=str(settings.get("profile", "") or DEFAULT_PROFILE),
        merge=settings.get("merge_general_into"),
        filing=str(settings.get("filing", "") or ""),
    )


def read_schema(
    path: Path, *, profile: str = DEFAULT_PROFILE, merge: object = None, filing: str = ""
) -> Schema:
    """Read and check a schema file.

    ``merge`` overrides the profile's ``merge_general_into``, ``filing`` its way of filing.
    Raises SchemaFaulty for the first fault, FileUnreadable when the file cannot be read at all.
    """
    reader = _Reader(path.name)
    top = reader.top(path)
    reader.known(top, TOP_KEYS)
    base = tuple(reader.texts(top, "base_classes"))
    types = reader.types(top, base)
    chosen = profile_of(reader, top, types, base, profile, merge=merge, filing=filing)
    return Schema(
        profile=chosen,
        types=types,
        ties=reader.ties(top, types, tuple(top.get("issuers") or ())),
        village_words=tuple(reader.texts(top, "village_words")),
        always_village=tuple(reader.texts(top, "always_village")),
        same_words=reader.same_words(top),
        labels=tuple(reader.texts(top, "labels")),
        fillers=tuple(sorted(reader.texts(top, "fillers"), key=lambda word: (-len(word), word))),
        named_inside=frozenset(reader.codes(top, "named_inside", types)),
        broad=frozenset(reader.codes(top, "broad", types)),
        columns=reader.columns(top, types),
        issuers=reader.issuers(top),
        household_files=reader.condition(top, "household_files"),
        marks=marks_of(reader, top, types),
        years=years_of(reader, top, types),
        chains=chains_of(reader, top, types),
    )


class _Reader(Nodes):
    """Types, ties and words of the file."""

    def same_words(self, top: Node) -> tuple[tuple[str, str], ...]:
        """Other word → the word used instead, the longest first."""
        node = top.get("same_words", Node())
        if not isinstance(node, Node):
            raise self.fault(top.line_of("same_words"), "“same_words”应当是“词: [别的叫法]”")
        pairs = [(other, word) for word in node for other in self.texts(node, word)]
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))

    def issuers(self, top: Node) -> Mapping[str, tuple[str, ...]]:
        """Level of a body → the words by which it is known, in the order of the file."""
        node = top.get("issuers", Node())
        if not isinstance(node, Node):
            raise self.fault(top.line_of("issuers"), "“issuers”应当是“村: [村委会]”")
        return {level: tuple(self.texts(node, level)) for level in node}

    def columns(self, top: Node, types: Mapping[str, PaperType]) -> tuple[Columns, ...]:
        found = []
        for node in self.nodes(top, "columns"):
            self.known(node, COLUMN_KEYS)
            codes = frozenset(self.codes(node, "types", types))
            words, beside = self.texts(node, "words"), self.texts(node, "with")
            found.append(Columns(codes, tuple(words), tuple(beside)))
        return tuple(found)

    def types(self, top: Node, base: tuple[str, ...]) -> Mapping[str, PaperType]:
        found: dict[str, PaperType] = {}
        for node in self.nodes(top, "types"):
            kind = self.type(node, base)
            if kind.code in found:
                raise self.fault(node.line, f"文种代码“{kind.code}”写了两次")
            found[kind.code] = kind
        if not found:
            raise self.fault(top.line, "缺少“types”")
        return found

    def type(self, node: Node, base: tuple[str, ...]) -> PaperType:
        self.known(node, TYPE_KEYS)
        return PaperType(
            code=self.text(node, "code"),
            title=self.text(node, "title"),
            base=self.choice(node, "class", base, None),
            level=self.choice(node, "level", LEVELS, None),
            order=self.number(node, "order"),
            keep=self.choice(node, "keep", RETENTIONS, None),
            need=self.choice(node, "need", NEEDS, "可选"),
            when=self.condition(node, "when"),
            per_year=self.choice(node, "per", ("", "年"), "") == "年",
            since=self.choice(node, "since", ("", *SINCE), ""),
            made=node.get("made") is True,
            words=tuple(self.texts(node, "words")),
            weak=tuple(self.texts(node, "weak")),
            excluded=tuple(self.texts(node, "not")),
            forms=tuple(self.texts(node, "forms")),
            also=tuple(self.texts(node, "also")),
        )

    def ties(
        self, top: Node, types: Mapping[str, PaperType], issuers: tuple[str, ...]
    ) -> tuple[Tie, ...]:
        found = []
        for node in self.nodes(top, "ties"):
            self.known(node, TIE_KEYS)
            cases = tuple(self.case(case, types, issuers) for case in self.nodes(node, "cases"))
            found.append(Tie(self.text(node, "word"), cases, self.text(node, "review", "")))
        return tuple(found)

    def case(self, node: Node, types: Mapping[str, PaperType], issuers: tuple[str, ...]) -> TieCase:
        self.known(node, CASE_KEYS)
        code = self.text(node, "type")
        if code not in types:
            raise self.fault(node.line_of("type"), f"没有代码为“{code}”的文种")
        return TieCase(
            type=code,
            any=tuple(self.texts(node, "any")),
            all=tuple(self.texts(node, "all")),
            none=tuple(self.texts(node, "none")),
            level=self.choice(node, "level", ("", *LEVELS), ""),
            year=self.choice(node, "year", ("", *YEARS), ""),
            issuer=self.choice(node, "issuer", ("", *issuers), ""),
        )
