"""Jinja with everything taken away that a Word template does not need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from docgen.word.filters import FORMATS
from docgen.word.names import PREFIX, shown
from docgen.word.printers import PRINTERS
from docgen.word.state import Rendering
from docgen.word.values import Missing

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
        if isinstance(obj, dict):
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
            if isinstance(obj, Mapping):
                return obj.get(attribute)
            return None
        if not self.is_safe_attribute(obj, attribute, value):
            raise SecurityError(f"“{attribute}”不能用在模板里")
        return value

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse texts formatted by % (they print None), powers and repeated texts (endless)."""
        if operator == "**" or isinstance(left, REPEATED) or isinstance(right, REPEATED):
            raise SecurityError(f"模板里不能这样用 {operator}")
        return super().call_binop(context, operator, left, right)


def environment() -> Sandbox:
    """Return the environment that all templates are compiled in."""
    made = Sandbox(undefined=Missing, autoescape=False, keep_trailing_newline=True, cache_size=0)
    for name in DROPPED_FILTERS:
        made.filters.pop(name, None)
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
