"""Faces that a template may use: those of Windows, Office and WPS, the official ones, and ours.

A face that only its author's machine has is replaced elsewhere without a word; lint tells it.
"""

from __future__ import annotations

import re

from lxml import etree

from docgen.word.faults import Fault, Place
from docgen.word.marks import TAGGED
from docgen.word.ooxml import w
from docgen.word.package import Package, xml
from docgen.word.places import Places

STYLES = re.compile(r"(?:^|/)styles\.xml$")
SLOTS = tuple(w(slot) for slot in ("eastAsia", "ascii", "hAnsi", "cs"))
NAMED = re.compile(rb'w:(?:eastAsia|ascii|hAnsi|cs)="([^"]*)"')
CHINESE = """
宋体 新宋体 SimSun NSimSun SimSun-ExtB 黑体 SimHei 楷体 楷体_GB2312 KaiTi KaiTi_GB2312 仿宋
仿宋_GB2312 FangSong FangSong_GB2312 微软雅黑 等线 DengXian 隶书 LiSu 幼圆 YouYuan 华文宋体
华文中宋 华文仿宋 华文楷体 华文细黑 华文黑体 华文行楷 华文新魏 华文隶书 华文彩云 华文琥珀 STSong
STZhongsong STFangsong STKaiti STXihei STHeiti 方正小标宋简体 方正小标宋_GBK 方正仿宋_GBK
方正仿宋简体 方正楷体_GBK 方正楷体简体 方正黑体_GBK 方正黑体简体 方正书宋_GBK 方正大标宋_GBK
方正舒体 方正姚体 FZXiaoBiaoSong-B05S FZShuTi FZYaoTi
"""
LATIN = """
Arial|Arial Black|Arial Narrow|Arial Unicode MS|Book Antiqua|Bookman Old Style|Calibri
Calibri Light|Cambria|Cambria Math|Candara|Century|Century Gothic|Comic Sans MS|Consolas
Constantia|Corbel|Courier|Courier New|DengXian Light|Garamond|Georgia|Helvetica|Impact
Lucida Console|Lucida Sans Unicode|Mangal|Microsoft YaHei|Microsoft YaHei UI|MS Gothic|MS Mincho
ＭＳ ゴシック|ＭＳ 明朝|Palatino Linotype|Segoe UI|Segoe UI Emoji|Segoe UI Symbol|Symbol|Tahoma
Times|Times New Roman|Trebuchet MS|Verdana|Webdings|Wingdings|Wingdings 2|Wingdings 3|等线 Light
微软雅黑 Light|微软雅黑 UI|Noto Sans SC|Noto Serif SC|Noto Sans CJK SC|Noto Serif CJK SC
Source Han Sans SC|Source Han Serif SC|思源黑体|思源宋体|思源黑体 CN|思源宋体 CN|LXGW WenKai
霞鹜文楷|FandolFang|Liberation Sans|Liberation Serif|Liberation Mono|Docgen Song|Docgen Hei
Docgen Kai|Docgen Fang
"""
KNOWN = frozenset(
    name.casefold() for name in (*CHINESE.split(), *LATIN.replace("\n", "|").split("|")) if name
)
MESSAGE = "字体“{face}”不是通用的，别的电脑会换成别的；请用宋体、黑体、楷体、仿宋等"


def strange_faces(package: Package, file: str) -> list[Fault]:
    """Return a fault at the first place of each face in each part that is not everywhere."""
    faults: list[Fault] = []
    for name, data in sorted(package.parts.items()):
        if name != package.main and not TAGGED.search(name) and not STYLES.search(name):
            continue
        faces = {found.decode("utf-8", "replace") for found in NAMED.findall(data)}
        if any(_strange(face) for face in faces):
            faults += _in_part(xml(data, file), name)
    return faults


def _strange(face: str) -> bool:
    return bool(face) and face.lstrip("@").casefold() not in KNOWN


def _in_part(root: etree._Element, path: str) -> list[Fault]:
    places, met, faults = Places(root, path), set[str](), list[Fault]()
    for fonts in root.iter(w("rFonts")):
        for slot in SLOTS:
            face = str(fonts.get(slot, ""))
            if _strange(face) and face not in met:
                met.add(face)
                place = _style(fonts) or places.of(fonts)
                faults.append(place.fault(face, MESSAGE.format(face=face)))
    return faults


def _style(element: etree._Element) -> Place | None:
    """The place of a style's face, None for a face in running text."""
    style = next(element.iterancestors(w("style"), w("docDefaults")), None)
    if style is None:
        return None
    name = style.find(w("name"))
    return Place("样式", f"“{name.get(w('val'))}”" if name is not None else "默认")
