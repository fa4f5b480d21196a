"""Jinja with everything taken away that a Word template does not need."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from jinja2.filters import do_batch, do_round, sync_do_slice
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from docgen.word.filters import FORMATS
from docgen.word.names import PREFIX, shown
from docgen.word.printers import PRINTERS
from docgen.word.state import Rendering
from docgen.word.values import LONGEST, Missing, within_reason

DROPPED_FILTERS = (
    "attr",
    "pprint",
    "xmlattr",
    "urlize",
    "forceescape",
    "safe",
    "escape",
    "e",
    "tojson",
    "filesizeformat",
    "striptags",
    "random",
    "format",
    "center",
    "indent",
)
# What a template may call on plain values. Others change the data, or make text without end.
OF_TEXT = (
    *("upper", "lower", "title", "capitalize", "strip", "lstrip", "rstrip", "split", "rsplit"),
    *("splitlines", "partition", "rpartition", "startswith", "endswith", "find", "index", "count"),
    *("replace", "isdigit", "isalpha", "isnumeric", "isspace", "removeprefix", "removesuffix"),
    "join",
)
METHODS: tuple[tuple[tuple[type, ...], frozenset[str]], ...] = (
    ((str,), frozenset(OF_TEXT)),
    ((date, time), frozenset({"strftime", "isoformat", "weekday", "isoweekday", "date", "time"})),
    ((list, tuple), frozenset({"index", "count"})),
    ((Mapping,), frozenset({"items", "keys", "values", "get"})),
    ((int, float, Decimal, bytes, bytearray, set, frozenset, deque), frozenset()),
)
MOST_ROWS = 10_000
MOST_PLACES = 20
REPEATED = (str, bytes, list, tuple)
MAPPING_METHODS = frozenset({"items", "keys", "values", "get"})


class Names(Rendering):
    """The data of one document, looked up by the names of the template."""

    def resolve_or_missing(self, key: str) -> Any:
        if key in self.vars:
            return self.vars[key]
        name = shown(key) if key.startswith(PREFIX) else key
        value = self.parent.get(name)
        if value is None:
            value = self.environment.globals.get(key)
        return missing if value is None else value


class Sandbox(SandboxedEnvironment):
    """Names, fields and formats; no private attributes, no way out."""

    intercepted_binops = frozenset({"%", "**", "*"})
    context_class = Names

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a field of a mapping or record; None counts as missing."""
        if type(obj) is dict and (value := obj.get(attribute)) is not None:
            return value
        return self._field(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a list or mapping; None counts as missing."""
        if isinstance(argument, str):
            return self._field(obj, argument)
        if isinstance(obj, Undefined):
            return obj
        try:
            value = obj[argument]
        except (LookupError, TypeError):
            value = None
        return Missing(name=str(argument)) if value is None else value

    def _field(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            value = obj.get(attribute)
            if value is None and attribute in MAPPING_METHODS and attribute not in obj:
                return getattr(obj, attribute)
        elif isinstance(obj, Undefined):
            return obj
        else:
            value = self._attribute(obj, attribute)
        return Missing(name=attribute) if value is None else value

    def _attribute(self, obj: Any, attribute: str) -> Any:
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return None
        safe = self.is_safe_attribute(obj, attribute, value)
        if not safe or not _may_call(obj, attribute, value):
            raise SecurityError(f"“{attribute}”不能用在模板里")
        return value

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse texts formatted by % (they print None), powers and repeated texts (endless)."""
        if operator == "**" or isinstance(left, REPEATED) or isinstance(right, REPEATED):
            raise SecurityError(f"模板里不能这样用 {operator}")
        if operator == "*":
            within_reason(left)
            within_reason(right)
        return super().call_binop(context, operator, left, right)


def _may_call(obj: Any, attribute: str, value: Any) -> bool:
    """Whether a template may use this of a value: methods of plain values only when named above."""
    if callable(value):
        for kinds, allowed in METHODS:
            for kind in kinds:
                if isinstance(obj, kind) and hasattr(kind, attribute):
                    return attribute in allowed
    return True


def _replaced(text: Any, old: str, new: str, count: int | None = None) -> str:
    """Jinja's ``replace``, which must not make text without end."""
    whole = str(text)
    times = whole.count(old) if count is None else min(whole.count(old), count)
    if len(whole) + times * len(new) > LONGEST:
        raise SecurityError("文字太长")
    return whole.replace(old, new, -1 if count is None else count)


def _rounded(value: Any, precision: int = 0, method: Any = "common") -> Any:
    """Jinja's ``round``, which must not raise ten to any power."""
    if abs(precision) > MOST_PLACES:
        raise SecurityError("小数位数太多")
    return do_round(value, precision, method)


def _batched(values: Any, count: int, fill: Any = None) -> Any:
    """Jinja's ``batch``, which must not fill a line without end."""
    if count > MOST_ROWS:
        raise SecurityError("一行太多")
    return do_batch(values, count, fill)


def _sliced(values: Any, count: int, fill: Any = None) -> Any:
    """Jinja's ``slice``, which must not make slices without end."""
    if count > MOST_ROWS:
        raise SecurityError("分得太多")
    return sync_do_slice(values, count, fill)


BOUNDED = {"replace": _replaced, "round": _rounded, "batch": _batched, "slice": _sliced}


def environment() -> Sandbox:
    """Return the environment that all templates are compiled in."""
    made = Sandbox(undefined=Missing, autoescape=False, keep_trailing_newline=True, cache_size=0)
    for name in DROPPED_FILTERS:
        made.filters.pop(name, None)
    made.filters.update(BOUNDED)
    made.filters.update(FORMATS)
    made.filters.update(PRINTERS)
    made.globals.clear()
    made.globals["range"] = _range
    return made


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > 100_000:
        raise SecurityError("循环次数太多")
    return numbers
