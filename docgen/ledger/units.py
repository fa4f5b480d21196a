"""The units that headers name and how many of the base unit each is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

# How many of the base unit one unit of the header is; bases: 元 亩 平方米 公里 月.
UNITS: Mapping[str, tuple[str, Decimal]] = {
    "元": ("元", Decimal(1)),
    "圆": ("元", Decimal(1)),
    "元/年": ("元", Decimal(1)),
    "元/月": ("月", Decimal(1)),
    "元/人": ("元", Decimal(1)),
    "元/户": ("元", Decimal(1)),
    "百元": ("元", Decimal(100)),
    "千元": ("元", Decimal(1000)),
    "十元": ("元", Decimal(10)),
    "万元": ("元", Decimal(10000)),
    "十万元": ("元", Decimal(100000)),
    "百万元": ("元", Decimal(1000000)),
    "千万元": ("元", Decimal(10000000)),
    "万": ("元", Decimal(10000)),
    "亿元": ("元", Decimal(100000000)),
    "亩": ("亩", Decimal(1)),
    "公顷": ("亩", Decimal(15)),
    "分": ("亩", Decimal("0.1")),
    "平方米": ("平方米", Decimal(1)),
    "平方": ("平方米", Decimal(1)),
    "平米": ("平方米", Decimal(1)),
    "M2": ("平方米", Decimal(1)),
    "公里": ("公里", Decimal(1)),
    "千米": ("公里", Decimal(1)),
    "KM": ("公里", Decimal(1)),
    "米": ("公里", Decimal("0.001")),
    "M": ("公里", Decimal("0.001")),
    "月": ("月", Decimal(1)),
    "个月": ("月", Decimal(1)),
    "千瓦": ("千瓦", Decimal(1)),
    "KW": ("千瓦", Decimal(1)),
    "兆瓦": ("千瓦", Decimal(1000)),
    "千瓦时": ("千瓦时", Decimal(1)),
    "KWH": ("千瓦时", Decimal(1)),
    "度": ("千瓦时", Decimal(1)),
    "人": ("人", Decimal(1)),
    "户": ("户", Decimal(1)),
    "个": ("个", Decimal(1)),
    "%": ("%", Decimal(1)),
    "百分比": ("%", Decimal(1)),
    **{word: (word, Decimal(1)) for word in ("年", "天", "日", "周", "里", "斤", "公斤", "吨")},
    **{word: (word, Decimal(1)) for word in ("美元", "港元", "欧元", "日元")},
}
