"""One cell becomes str, int, Decimal or date. What cannot be read is said; nothing is guessed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, InvalidOperation

from docgen.ledger import dates, numerals, rates
from docgen.ledger.schema import INVISIBLE, CodeList, ColumnSpec, code_lists, plain
from docgen.model import Value
from docgen.words import MIDDLE_DOTS

Cell = object
Trouble = tuple[str, Mapping[str, object]]
Result = tuple[Value | None, Trouble | None]

NOTHING = {"", "/", "\\", "-", "--", "—", "——", "－", "N/A", "NA", "NULL", "NONE", "NAN"}
NO_VALUE = NOTHING | {"无", "否", "没有", "未填", "不详", "空", "0", "未安排", "未享受", "不涉及"}
ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
SCALED = Context(prec=14)  # of an area in another unit: the last digit of 15 is noise
LARGEST = 1e20  # no amount, area or count of a village
EXACT_DIGITS = 15  # a workbook keeps 15 digits of a number
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:E[+-]?\d+)?")
SIGN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
ONE_SIGN = re.compile(SIGN)
PADDED = re.compile(rf"(?<!{SIGN})(?<!·)({SIGN})\s+({SIGN})(?!{SIGN}|·)")
# The dot inside a name of two parts: written with every dot that a keyboard has.
DOT_IN_NAME = re.compile(rf"(?<={SIGN})\s*{MIDDLE_DOTS.pattern}\s*(?={SIGN})")
NUMBERED = re.compile(r"(\d{1,2})[-.、:]?(\D.*)")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{2}")
UNIT_WORDS = re.compile(
    r"(元/月|元/年|元/人|元/户|元/亩|元|人|户|个|岁|个月|月|亩|平方米|平方|平米|㎡|M2|公里|千米|KM|米|次|人次|年|天|项|份|头|只|吨|千瓦时|千瓦|度|KWH|KW)$"
)
NEVER = re.compile(r"(?!)")
# Texts of these kinds that are their own value.
SURE: Mapping[str, re.Pattern[str]] = {
    "text": re.compile("[\u4e00-\u9fff]+[0-9A-Za-z]*"),
    "key": re.compile("[A-Za-z]{0,4}[0-9]+"),
    "id": re.compile("[0-9]{17}[0-9X]"),
    "card": re.compile("[0-9]{9,25}"),
    "phone": re.compile("1[3-9][0-9]{9}"),
}
TENS = {"万元": 4, "亿元": 8, "千元": 3, "百元": 2, "万": 4, "亿": 8, "千": 3, "百": 2}


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of one column are read: its specification and the factor of its unit.

    ``rates`` tells how bare numbers of a column of percentages are meant.
    """

    spec: ColumnSpec
    factor: Decimal = Decimal(1)
    serials: bool = False  # the column's dates are bare serials, also those before 1954
    rates: rates.Evidence = field(default_factory=rates.Evidence)

    def __call__(self, cell: Cell) -> Result:
        """Return the value and, when the cell needs a word, a reading code with its facts."""
        if isinstance(cell, str) and cell.startswith("#") and cell.strip() in ERRORS:
            return None, ("E105", {"column": self.spec.name, "value": cell.strip()})
        return READERS[self.spec.kind](self, cell)

    def each(
        self, cells: Iterable[Cell]
    ) -> tuple[dict[Cell, Value | None], dict[Cell, Trouble | None]]:
        """Return the value of each cell, and the troubles of those that need a word."""
        values: dict[Cell, Value | None] = {}
        troubles: dict[Cell, Trouble | None] = {}
        sure = SURE.get(self.spec.kind, NEVER).fullmatch
        for cell in cells:
            if isinstance(cell, str) and sure(cell):
                values[cell] = cell
                continue
            values[cell], trouble = self(cell)
            if trouble:
                troubles[cell] = trouble
        return values, troubles


def number_as_text(value: float) -> str:
    """Return a number as a workbook shows it: 15 digits, no decimals where there are none."""
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text and abs(value) < 1e40 else text


def as_text(cell: Cell) -> str:
    """Return any cell as text, without spaces at its ends."""
    if isinstance(cell, str):
        return cell.strip().strip("\u200b\ufeff\xa0").strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)):
        return number_as_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def unpadded(text: str) -> str:
    """Return a name or names without the spaces that only pad one: 王　强 is 王强.

    Spaces between names, in Latin names and beside · stay.
    """
    parts = text.split()
    if len(parts) == 3 and all(ONE_SIGN.fullmatch(part) for part in parts):
        return "".join(parts)
    return PADDED.sub(r"\1\2", text)


def _text(reader: Reader, cell: Cell) -> Result:
    text = as_text(cell)
    if reader.spec.arg == "name" and not text.isalpha():
        text = DOT_IN_NAME.sub("·", unpadded(text))
    return (None if text.upper() in NOTHING else text), None


def _some(reader: Reader, cell: Cell) -> Result:
    text = as_text(cell)
    return (None if text.upper() in NO_VALUE else text), None


def _key(reader: Reader, cell: Cell) -> Result:
    if isinstance(cell, (int, float)) and abs(cell) >= 10**EXACT_DIGITS:
        return _spoilt(reader, cell)
    text = INVISIBLE.sub("", _half(as_text(cell))).lstrip("'`")
    return (None if text.upper() in NOTHING else text), None


def _spoilt(reader: Reader, cell: float) -> Result:
    shown = number_as_text(cell)
    return shown, ("E101", {"column": reader.spec.name, "value": shown})


def _id(reader: Reader, cell: Cell) -> Result:
    """IDs and cards: digits are kept as they stand; a number has lost its last ones."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _spoilt(reader, cell)
    raw = as_text(cell)
    text = INVISIBLE.sub("", _half(raw)).strip("'`‘’\"").upper()
    if text in NOTHING or text == "无":
        return None, None
    if SCIENTIFIC.fullmatch(text):
        return text, ("E101", {"column": reader.spec.name, "value": text})
    return text, None


def _card(reader: Reader, cell: Cell) -> Result:
    if (
        isinstance(cell, (int, float))
        and not isinstance(cell, bool)
        and abs(cell) < 10**EXACT_DIGITS
    ):
        return number_as_text(cell), None
    value, trouble = _id(reader, cell)
    return (value.replace("-", "") if isinstance(value, str) else value), trouble


def _phone(reader: Reader, cell: Cell) -> Result:
    text = _half(as_text(cell)).strip("'`")
    if text.upper() in NOTHING or text == "无":
        return None, None
    joined = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"(\+?86)?1[3-9]\d{9}", joined):
        return joined[-11:], None
    return INVISIBLE.sub(" ", text).strip(), None


def _yes(reader: Reader, cell: Cell) -> Result:
    return _labelled(reader, cell, code_lists()["是否"])


def _code(reader: Reader, cell: Cell) -> Result:
    return _labelled(reader, cell, code_lists()[reader.spec.arg])


def _labelled(reader: Reader, cell: Cell, codes: CodeList) -> Result:
    text = as_text(cell)
    if text.upper() in NOTHING and plain(text) not in codes.meaning:
        return None, None
    label = _meaning(codes, plain(text))
    if label is None:
        label = _several(codes, text)
    if label is not None:
        return label or None, None
    if not codes.closed:
        return text, None
    facts = {
        "column": reader.spec.name,
        "value": text,
        "likely": _likely(text, codes.labels),
        "count": "",
    }
    return text, ("W103", facts)


def _meaning(codes: CodeList, word: str) -> str | None:
    """Return the label of a word; a number before it may be of any list that says nothing else."""
    if word in codes.meaning:
        return codes.meaning[word]
    numbered = NUMBERED.fullmatch(word)
    if numbered is None:
        return None
    number, rest = numbered.groups()
    label = codes.meaning.get(rest)
    return label if codes.meaning.get(number, label) == label else None


def _several(codes: CodeList, text: str) -> str | None:
    """A cell may hold several choices; each is read by itself and they are joined by 、."""
    parts = [part for part in re.split(r"[,，、;；/\n]+", text) if part.strip()]
    labels = [_meaning(codes, plain(part)) for part in parts]
    if len(parts) < 2 or not all(labels):
        return None
    return "、".join(dict.fromkeys(label for label in labels if label))


def _likely(text: str, labels: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(text, labels, n=1, cutoff=0.4)
    return f"，最像“{near[0]}”" if near else f"（{'、'.join(labels[:6])}）"


def exact(value: float) -> Decimal:
    """Return a cell's number without the noise of binary fractions (15 digits count)."""
    return Decimal(f"{value:.15g}")


def decimal_of(text: str) -> tuple[Decimal | None, bool]:
    """Return the number a text names and whether it was written with 万, 亿 or in Chinese style."""
    plain_text = INVISIBLE.sub("", _half(text)).upper().removeprefix("¥").removeprefix("￥")
    for word in TENS:
        if plain_text.endswith(word):
            number = _plain_number(plain_text[: -len(word)])
            if number is not None:
                return number.scaleb(TENS[word]), True
    bare = UNIT_WORDS.sub("", plain_text)
    number = _plain_number(bare)
    return (number, False) if number is not None else (numerals.parse(bare), True)


def _plain_number(text: str) -> Decimal | None:
    if not text or not NUMBER.fullmatch(text):
        return None
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if abs(number) < LARGEST and number.adjusted() > -20 else None


def _number(reader: Reader, cell: Cell) -> Result:
    if isinstance(cell, (bool, date, time, timedelta)):
        return None, ("E104", {"column": reader.spec.name, "value": as_text(cell)})
    if isinstance(cell, (int, float)):
        if not abs(cell) < LARGEST:
            return None, ("E104", {"column": reader.spec.name, "value": as_text(cell)})
        plainly = exact(cell)
        converted = SCALED.multiply(plainly, reader.factor)
        return _tidy(plainly if reader.factor == 1 else converted), None
    text = as_text(cell)
    if text.upper() in NOTHING or text == "无":
        return None, None
    number, scaled = decimal_of(text)
    if number is None:
        return None, ("E104", {"column": reader.spec.name, "value": text})
    if scaled and reader.factor != 1 and len(text) == 1:  # 五 under 万元 may be either
        return None, ("E104", {"column": reader.spec.name, "value": text})
    if scaled:
        shown = _short(f"{number / reader.factor:f}") + _unit_word(reader)
        facts = {"column": reader.spec.name, "value": text, "read": shown}
        return _tidy(number), ("W101", facts)
    return _tidy(number * reader.factor), None


def _unit_word(reader: Reader) -> str:
    words = {Decimal(1): "元", Decimal(1000): "千元", Decimal(10000): "万元"}
    return words.get(reader.factor, "") if reader.spec.kind == "money" else ""


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tidy(number: Decimal) -> Decimal:
    """Equal amounts look equal: no exponent, no trailing zeros after the point."""
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    return number.normalize()


def _int(reader: Reader, cell: Cell) -> Result:
    number, trouble = _number(reader, cell)
    if number is None or not isinstance(number, Decimal):
        return None, trouble
    if number != number.to_integral_value():
        return None, ("E110", {"column": reader.spec.name, "value": as_text(cell)})
    return int(number), trouble


def _percent(reader: Reader, cell: Cell) -> Result:
    rate = rates.rate_of(cell) if isinstance(cell, str) else None
    if rate is not None:
        return _tidy(rate), None
    value, trouble = _number(reader, cell)
    if not isinstance(value, Decimal) or not value or reader.rates.sure_of(value):
        return value, trouble
    facts = {"column": reader.spec.name, "value": as_text(cell), "rate": f"{value:f}%"}
    facts["other"] = f"{_tidy(value * 100):f}%"
    if not reader.rates.any:
        return None, ("E115", facts)
    return value, trouble or (("W110", facts) if abs(value) <= 1 else None)


def _year(reader: Reader, cell: Cell) -> Result:
    if isinstance(cell, (date, datetime)):
        return cell.year, None
    text = _half(as_text(cell)).removesuffix("年度").removesuffix("年")
    if text.upper() in NOTHING or text == "无":
        return None, None
    if re.fullmatch(r"(19|20)\d\d", text):
        return int(text), None
    day, trouble = _date(reader, cell)
    return (day.year if isinstance(day, date) else None), trouble


def _date(reader: Reader, cell: Cell) -> Result:
    text = as_text(cell)
    half = _half(text)
    if half.upper() in NOTHING or half == "无" or half in dates.NO_END:
        return None, None
    facts: dict[str, object] = {"column": reader.spec.name, "value": text}
    try:
        first = dates.OLDEST_SERIAL if reader.serials else dates.SURE_SERIAL
        day = dates.from_cell(half if isinstance(cell, str) else cell, first)
    except dates.Impossible:
        return None, ("E102", facts)
    return (day, None) if day else (None, ("E103", facts))


def _month(reader: Reader, cell: Cell) -> Result:
    day, trouble = _date(reader, cell)
    return (f"{day.year}-{day.month:02d}" if isinstance(day, date) else None), trouble


READERS: Mapping[str, Callable[[Reader, Cell], Result]] = {
    "text": _text,
    "some": _some,
    "key": _key,
    "id": _id,
    "card": _card,
    "phone": _phone,
    "yes": _yes,
    "code": _code,
    "int": _int,
    "number": _number,
    "figure": _number,
    "money": _number,
    "percent": _percent,
    "year": _year,
    "date": _date,
    "month": _month,
}
