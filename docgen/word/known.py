"""A template's fields against those that the data has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from docgen.word.compiling import Use
from docgen.word.faults import Fault, nearest
from docgen.word.rich import RichText
from docgen.word.values import kind_name

NO_LIST = "“{path}”不是列表，不能循环"
NO_TEXT = "“{path}”是{kind}，不能直接印：列表用循环或 |顿号，一组字段写成 {path}.字段"


def field_faults(uses: Iterable[Use], fields: Collection[str]) -> list[Fault]:
    """Return faults for names that the data does not have, or has as something else.

    ``fields`` are names (成员.姓名); or a mapping of names to example values, by which loops over
    what is no list, and lists printed as they are, are found too. A field whose inside is unknown
    is trusted.
    """
    examples = dict(_examples(fields)) if isinstance(fields, Mapping) else {}
    known = set(examples) | set(fields)
    for path in tuple(known):
        while path := path.rpartition(".")[0]:
            known.add(path)
    opened = {path.rpartition(".")[0] for path in known}
    faults = []
    for use in uses:
        if not _is_known(use.path, known, opened):
            likely = nearest(use.path, known)
            faults.append(use.tag.place.fault(use.tag.raw, f"数据里没有“{use.path}”", likely))
        elif message := _misused(use, examples.get(use.path)):
            faults.append(use.tag.place.fault(use.tag.raw, message))
    return faults


def _is_known(path: str, known: Collection[str], opened: Collection[str]) -> bool:
    stem = path.rpartition(".")[0]
    if path in known or (stem and stem in known and stem not in opened):
        return True
    return bool(stem) and stem not in known and path.partition(".")[0] in known


def _misused(use: Use, example: Any) -> str:
    if example is None or isinstance(example, RichText):
        return ""
    if use.loop:
        scalar = isinstance(example, (str, Mapping)) or not isinstance(example, Iterable)
        return NO_LIST.format(path=use.path) if scalar else ""
    bare = use.tag.kind == "value" and use.tag.code == use.path
    if bare and isinstance(example, (Mapping, list, tuple)):
        return NO_TEXT.format(path=use.path, kind=kind_name(example))
    return ""


def _examples(fields: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every name in a mapping of examples, those inside lists and groups too."""
    for name, value in fields.items():
        yield before + name, value
        inside = value[:1] if isinstance(value, (list, tuple)) else (value,)
        for one in inside:
            if isinstance(one, Mapping):
                yield from _examples(one, f"{before}{name}.")
