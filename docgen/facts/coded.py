"""The words of columns with a code list, as people write them in conditions.

The ledger reads 边缘户 as 边缘易致贫户; a condition that says 边缘户 must mean the same.
"""

from __future__ import annotations

from functools import cache, lru_cache

from docgen.ledger.schema import CodeList, code_lists, plain, sheets

YES, NO = "是", "否"


@cache
def list_of(name: str) -> CodeList | None:
    """The code list of a column of households or persons; None where it has none."""
    for sheet in ("户信息", "家庭成员"):
        spec = sheets()[sheet].columns.get(name)
        if spec is not None and spec.kind == "code":
            return code_lists()[spec.arg]
    return None


@lru_cache(maxsize=1024)
def label_of(name: str, word: str) -> str:
    """The official word that a word of a condition means; the word itself where none is known."""
    codes = list_of(name)
    return (codes.meaning.get(plain(word)) if codes else None) or word


@lru_cache(maxsize=1024)
def any_but(name: str, word: str) -> str:
    """The label that 是 excludes: 享受低保 为 是 holds for every label but 未享受; else nothing."""
    codes = list_of(name)
    if codes is None or word != YES or YES in codes.labels or YES not in codes.meaning:
        return ""
    return codes.meaning.get(NO, "")
