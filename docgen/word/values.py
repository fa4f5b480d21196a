"""What may stand on paper: each kind of value has one way to be printed, or is refused."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import Undefined

from docgen import words
from docgen.word.names import shown

# Characters that XML 1.0 (2.2) does not have, and lone surrogates.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_END = re.compile("\r\n?|\n|\x0b")
MARKED = "【缺："
MOST_DECIMALS = 6
LONGEST = 10_000_000  # of a text or list that a template makes
LARGEST = 10**24  # no amount, area or count of anybody


class _Touched(threading.local):
    """Names of missing values that a formula looked at since it began."""

    def __init__(self) -> None:
        self.names: list[str] = []


touched = _Touched()


class Missing(Undefined):
    """A value that was not given: passes through arithmetic, and notes when it is looked at.

    Looking at it (truth, length, text) never raises: what is computed from it is not printed, the
    mark of the missing name is.
    """

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name as the template's author wrote it."""
        return shown(str(self._undefined_name or ""))

    def _touch(self) -> None:
        if self.name not in touched.names:
            touched.names.append(self.name)

    def _self(self, *_: object) -> Missing:
        return self

    def __call__(self, *_: object, **__: object) -> Missing:  # type: ignore[override]
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _self  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _self  # type: ignore[assignment]
    __mod__ = __rmod__ = __pow__ = __rpow__ = __pos__ = __neg__ = _self  # type: ignore[assignment]
    __getitem__ = _self  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = _self  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __bool__(self) -> bool:
        self._touch()
        return False

    def __str__(self) -> str:
        self._touch()
        return ""

    def __len__(self) -> int:
        self._touch()
        return 0

    def __iter__(self) -> Iterator[Any]:
        self._touch()
        return iter(())

    def __int__(self) -> int:  # type: ignore[override]
        self._touch()
        return 0

    def __float__(self) -> float:  # type: ignore[override]
        self._touch()
        return 0.0

    def __contains__(self, item: object) -> bool:
        self._touch()
        return False

    def __hash__(self) -> int:
        self._touch()
        return id(type(self))


class Blank(str):
    """Nothing, and the template says that nothing is right here (``|可空``)."""

    __slots__ = ()


BLANK = Blank()


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that its format cannot print, and why."""

    why: str


def absent(value: object) -> bool:
    """Whether a value counts as not given."""
    return value is None or isinstance(value, Undefined)


def printed(value: object) -> str | None:
    """Return a value as text for paper, or None where only a format could say how.

    Dates are 2026年6月30日, whole numbers and Decimals have no trailing zeros, yes and no are 是
    and 否. Floats, times of day, lists and other objects need a format.
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value) if abs(value) < LARGEST else None
    if isinstance(value, Decimal):
        fits = value.is_finite() and abs(value) < LARGEST and _is_short(value)
        return _decimal(value) if fits else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return words.date_text(value)
    return None


def _is_short(value: Decimal) -> bool:
    """A quotient such as 0.3333… is no figure for paper before it is rounded by a format."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_DECIMALS


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def within_reason(value: object) -> None:
    """Raise ValueError for a text, list or number that only a runaway template makes."""
    if isinstance(value, (str, bytes, list, tuple)):
        if len(value) > LONGEST:
            raise ValueError("太长")
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError("数太大")


def kind_name(value: object) -> str:
    """Return what a clerk would call a value that cannot be printed as it is."""
    if isinstance(value, datetime):
        return "带钟点的日期"
    if isinstance(value, (float, Decimal)):
        return "小数"
    if isinstance(value, Mapping):
        return "一组字段"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "列表"
    return "不是文字的值"
