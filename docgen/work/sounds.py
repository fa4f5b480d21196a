"""Names that sound alike: the commonest slip when somebody writes down what was said."""

from __future__ import annotations

from functools import cache


def same_sound(one: str, other: str) -> bool:
    """Whether two names of two characters or more sound the same, tones set aside."""
    if len(one) != len(other) or len(one) < 2:
        return False
    return all(
        left == right or _sounds(left) & _sounds(right)
        for left, right in zip(one, other, strict=True)
    )


@cache
def _sounds(sign: str) -> frozenset[str]:
    """Every reading of a character without tones; the character itself when it has none."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(sign, style=Style.NORMAL, heteronym=True)[0])
