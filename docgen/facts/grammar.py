"""Reads the text of a condition into its tree, naming every fault with its place."""

from __future__ import annotations

import difflib
import re

from docgen.facts.comparison import day_range, number
from docgen.facts.tree import Condition, ConditionFault, Junction, Negation, Node, Test
from docgen.facts.vocabulary import Vocabulary, known

MAX_LENGTH = 4000
MAX_DEPTH = 40

# The operator meant, and what people write for it.
_SPELLINGS = {
    ">=": ">= => ≥ 大于等于 大于或等于 不小于 不少于 不低于",
    "<=": "<= =< ≤ 小于等于 小于或等于 不大于 不超过",
    ">": "> 大于 高于 晚于",
    "<": "< 小于 低于 早于",
    "=": "= == 等于 为 是",
    "!=": "!= <> ≠ 不等于 不为 不是 非",
    "属于": "属于",
    "不属于": "不属于",
    "含": "含 包含 包括",
    "不含": "不含 不包含 不包括",
    "为空": "为空 是空",
    "不为空": "不为空 不是空 非空",
}
_OPERATORS = {word: sign for sign, words in _SPELLINGS.items() for word in words.split()}
# Longest first, so that 不为空 is not read as 不为 + 空.
_LONGEST_FIRST = sorted(_OPERATORS, key=lambda word: (-len(word), word))
_ORDER_OPERATORS = frozenset((">=", "<=", ">", "<"))
_EMPTINESS = frozenset(("为空", "不为空"))
_AND = ("并且", "而且", "且")
_OR = ("或者", "或")
_NOT = ("不是", "并非", "非", "不")
_QUOTES = {"“": "”", '"': '"', "'": "'", "‘": "’", "「": "」", "《": "》"}
_LIST_MARKS = "、,;|"
_WORD_END = re.compile(r"[\s()、,;|<>=!≥≤≠且]|或者|或|$")
# Words of the official code lists that hold a joining word inside.
_WHOLE_WORDS = (
    "弱劳动力或半劳动力",
    "丧失劳动力或无劳动力",
    "文盲或半文盲",
    "不识字或识字很少",
    "失学或辍学",
    "大专或以上",
    "本科或以上",
)
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def read(text: str) -> Condition:
    """Return the condition of `text`; the tree is None when it is empty or has faults."""
    if not text.strip():
        return Condition(text, None)
    if len(text) > MAX_LENGTH:
        fault = ConditionFault(MAX_LENGTH, text[:12] + "…", f"条件长于{MAX_LENGTH}个字")
        return Condition(text, None, (fault,))
    reader = _Reader(text.translate(_HALF_WIDTH), known())
    tree = reader.whole()
    return Condition(text, None if reader.faults else tree, tuple(reader.faults))


class _Stop(Exception):
    """Leaves a test that cannot be read; the reader goes on behind the next joining word."""


class _Reader:
    """A place in the text, and the faults so far."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.place = 0
        self.vocabulary = vocabulary
        self.faults: list[ConditionFault] = []

    def whole(self) -> Node | None:
        tree = self.either(0)
        while self.skip() < len(self.text):
            closing = self.text[self.place] == ")"
            self.fault(
                self.place, "多了一个右括号" if closing else "前后两个条件之间缺少“且”或“或”"
            )
            self.place += closing
            if not (closing and self.ended()):
                self.either(0)
        return tree

    def either(self, depth: int) -> Node | None:
        parts = [self.both(depth)]
        while self.take(_OR):
            parts.append(self.both(depth))
        return _joined("或", parts)

    def both(self, depth: int) -> Node | None:
        parts = [self.single(depth)]
        while self.take(_AND):
            parts.append(self.single(depth))
        return _joined("且", parts)

    def single(self, depth: int) -> Node | None:
        self.skip()
        start = self.place
        if depth > MAX_DEPTH:
            self.fault(start, f"括号或“非”套得太深（超过{MAX_DEPTH}层）")
            self.place = len(self.text)
            return None
        if self.text.startswith("(", start):
            return self.bracket(depth)
        if not self.name_here() and self.take(_NOT):
            part = self.single(depth + 1)
            return None if part is None else Negation(part)
        try:
            return self.test()
        except _Stop:
            self.recover(start)
            return None

    def bracket(self, depth: int) -> Node | None:
        opening = self.place
        self.place += 1
        inner = self.either(depth + 1)
        if self.skip() < len(self.text) and self.text[self.place] == ")":
            self.place += 1
        elif self.place >= len(self.text):
            self.fault(opening, "这个左括号没有右括号")
        else:
            self.fault(self.place, "前后两个条件之间缺少“且”或“或”")
            self.recover(self.place)
            if self.text.startswith(")", self.place):
                self.place += 1
        return inner

    def test(self) -> Node:
        start = self.skip()
        name = self.name()
        place = self.skip()
        operator = self.operator()
        if operator is None:
            return self.bare(name, start, place)
        if operator in _EMPTINESS:
            return Test(name, operator)
        values = self.values(name)
        if operator in _ORDER_OPERATORS:
            self.check_order(operator, values, place)
        elif len(values) > 1 and operator in ("=", "!="):
            operator = "属于" if operator == "=" else "不属于"
        return Test(name, operator, values)

    def bare(self, name: str, start: int, place: int) -> Test:
        if not self.ended():
            self.fault(place, f"看不懂“{name}”后面的比较，可用 >= <= > < = != 为 非 属于 含 为空")
            raise _Stop
        if name not in self.vocabulary.yes_no:
            self.fault(start, f"“{name}”后面要写比较，如“{name} 为 …”或“{name} 不为空”", "", name)
            raise _Stop
        return Test(name, "是")

    def name(self) -> str:
        if found := self.name_here():
            self.place += len(found)
            return self.vocabulary.names[found]
        start = self.place
        word = self.run()
        if not word:
            self.fault(start, "这里缺少一个条件" if self.ended() else "这里应当写事实的名称")
            raise _Stop
        stem = _stem(word)
        near = self.nearest(stem)
        after_or = self.text[:start].rstrip().endswith(_OR)
        advice = "（列举几个值请写“属于 甲、乙”）" if after_or else ""
        self.fault(start, f"不认识的名称“{stem}”{advice}", near, stem)
        raise _Stop

    def name_here(self) -> str:
        """The longest known name at this place that a comparison or an end may follow."""
        self.skip()
        for length in range(min(self.vocabulary.longest, len(self.text) - self.place), 0, -1):
            word = self.text[self.place : self.place + length]
            if word in self.vocabulary.names and self.name_ends(self.place + length):
                return word
        return ""

    def name_ends(self, place: int) -> bool:
        rest = self.text[place:]
        if not rest or rest[0] in " \t\r\n()、,;":
            return True
        return rest.startswith((*_AND, *_OR, *_LONGEST_FIRST))

    def operator(self) -> str | None:
        for word in _LONGEST_FIRST:
            if not self.text.startswith(word, self.place):
                continue
            after = self.place + len(word)
            if _OPERATORS[word] in _EMPTINESS and not _WORD_END.match(self.text, after):
                continue
            self.place = after
            return _OPERATORS[word]
        return None

    def values(self, name: str) -> tuple[str, ...]:
        self.skip()
        bracketed = self.text.startswith("(", self.place)
        self.place += bracketed
        found = [self.value(name)]
        while self.skip() < len(self.text) and self.text[self.place] in _LIST_MARKS:
            self.place += 1
            found.append(self.value(name))
        if bracketed:
            if not self.text.startswith(")", self.skip()):
                self.fault(self.place, "列举的值后面缺少右括号")
                raise _Stop
            self.place += 1
        return tuple(found)

    def value(self, name: str) -> str:
        start = self.skip()
        closing = _QUOTES.get(self.text[start : start + 1])
        if closing:
            return self.quoted(start, closing)
        word = next((w for w in _WHOLE_WORDS if self.text.startswith(w, start)), "") or self.run()
        if not word:
            self.fault(start, f"“{name}”后面缺少值")
            raise _Stop
        self.place = start + len(word)
        return word

    def quoted(self, start: int, closing: str) -> str:
        end = self.text.find(closing, start + 1)
        if end < 0:
            self.fault(start, "引号没有结束")
            raise _Stop
        self.place = end + 1
        return self.text[start + 1 : end]

    def check_order(self, operator: str, values: tuple[str, ...], place: int) -> None:
        if len(values) > 1:
            self.fault(place, f"“{operator}”后面只能写一个值")
        elif number(values[0]) is None and day_range(values[0]) is None:
            self.fault(place, f"“{operator}”后面要写数字或日期，不能写“{values[0]}”")

    def run(self) -> str:
        """The characters up to the end of a word."""
        end = _WORD_END.search(self.text, self.place)
        return self.text[self.place : end.start() if end else len(self.text)]

    def ended(self) -> bool:
        rest = self.text[self.skip() :]
        return not rest or rest.startswith((")", *_AND, *_OR)) or rest[0] in "("

    def take(self, words: tuple[str, ...]) -> bool:
        self.skip()
        for word in words:
            if self.text.startswith(word, self.place):
                self.place += len(word)
                return True
        return False

    def skip(self) -> int:
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1
        return self.place

    def recover(self, start: int) -> None:
        """Go to the next joining word or bracket behind the place of the fault."""
        found = re.compile(r"[()]|且|或").search(self.text, max(self.place, start))
        self.place = found.start() if found else len(self.text)
        if self.text.startswith("(", self.place):
            self.place += 1

    def nearest(self, word: str) -> str:
        close = difflib.get_close_matches(word, sorted(self.vocabulary.names), 1, 0.5)
        return self.vocabulary.names[close[0]] if close else ""

    def fault(self, place: int, message: str, nearest: str = "", excerpt: str = "") -> None:
        place = max(0, min(place, len(self.text)))
        excerpt = excerpt or self.text[place : place + 8] or self.text[-4:]
        self.faults.append(ConditionFault(place, excerpt, message, nearest))


def _stem(word: str) -> str:
    """A run of characters up to the first comparison word in it."""
    places = [word.find(mark) for mark in ("属于", "不为", "为", "含") if word.find(mark) > 0]
    return word[: min(places)] if places else word


def _joined(word: str, parts: list[Node | None]) -> Node | None:
    whole = [part for part in parts if part is not None]
    if len(whole) < len(parts):
        return None
    return whole[0] if len(whole) == 1 else Junction("且" if word == "且" else "或", tuple(whole))
