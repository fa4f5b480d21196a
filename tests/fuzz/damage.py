"""Ways to spoil a workbook: each takes a source of chance and bytes and returns other bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

import xlsxwriter

from docgen.ledger.schema import code_lists, household_keys, sheets

FAR = (1_048_576, 1_048_577, 2**31, 10**12)
Damage = Callable[[Random, bytes], bytes]
NUMBERS = (
    "0",
    "-1",
    "1",
    "65536",
    "1048576",
    "1048577",
    "99999999",
    "4294967296",
    "1e309",
    "NaN",
    "",
)
ODD_VALUES = (
    "", " ", "0", "-1", "1.5", "1e400", "9" * 40, "1.2万", "３５００", "1,234", "12,34", "2026-02-30",  # noqa: E501
    "2026年6月", "二〇二六年六月", "99991231", "00000000", "46190", "-46190", "2026-1-1 25:61",
    "999201196408040026", "99920119640804002x", "999201640804002", "9.99201E+17", "#REF!", "=1/0",
    "是", "否", "无", "/", "合计", "小计：5户", "示例（会被忽略）", "户主", "01户主", "x" * 5000, "\u202e反",  # noqa: E501
    "a\x00b", "\ufffe", "\U0001f600", "张\n三", "'0101", "户编号", "甲", "true", "null", "、，;", "∞",  # noqa: E501
)  # fmt: skip


def flip_bits(chance: Random, data: bytes) -> bytes:
    """Change single bits anywhere."""
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(chance: Random, data: bytes) -> bytes:
    """Leave out the end, the beginning or a piece of the middle."""
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:first], data[last:], data[:first] + data[last:]))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def in_part(ending: str) -> Callable[[Callable[[Random, bytes], bytes]], Damage]:
    """Make a damage of a part into one of the package; ``ending`` chooses among the parts."""

    def wrap(change: Callable[[Random, bytes], bytes]) -> Damage:
        def damage(chance: Random, data: bytes) -> bytes:
            if not data.startswith(b"PK"):
                return change(chance, data)
            parts = parts_of(data)
            names = [name for name in sorted(parts) if re.search(ending, name)]
            for name in chance.sample(names, min(len(names), chance.randint(1, 2))):
                parts[name] = change(chance, parts[name])
            return zip_of(parts)

        damage.__name__ = change.__name__
        return damage

    return wrap


@in_part(r"\.(xml|rels)$")
def shuffle_xml(chance: Random, part: bytes) -> bytes:
    """Cut out, double or move tags."""
    tags = list(re.finditer(rb"<[^>]*>", part))
    if not tags:
        return part
    for _ in range(chance.randint(1, 6)):
        one, two = chance.choice(tags), chance.choice(tags)
        new = chance.choice((b"", one.group() * 2, two.group(), b"<x>", b"</x>", b"<", b"&x;"))
        part = part[: one.start()] + new + part[one.end() :]
    return part


@in_part(r"\.(xml|rels)$")
def wrong_attributes(chance: Random, part: bytes) -> bytes:
    """Put other values into attributes."""
    values = list(re.finditer(rb'"([^"<>]*)"', part))
    for found in chance.sample(values, min(len(values), chance.randint(1, 8)))[::-1]:
        new = chance.choice(
            (*NUMBERS, "A0", "XFD1048576", "ZZZZ1", "..\\..\\x", "s", "str", "true")
        )
        other = chance.choice(values).group(1)
        text = chance.choice((new.encode(), other))
        if found.end() <= len(part):
            part = part[: found.start(1)] + text + part[found.end(1) :]
    return part


@in_part(r"sheet\d*\.xml$|content\.xml$")
def wrong_types(chance: Random, part: bytes) -> bytes:
    """Cells say that they are of another kind than they are."""

    def other(found: re.Match[bytes]) -> bytes:
        if chance.random() > 0.2:
            return found.group()
        kind = chance.choice((b"s", b"b", b"e", b"d", b"n", b"str", b"inlineStr", b"?", b""))
        return b't="' + kind + b'"'

    return re.sub(rb'\bt="\w*"', other, part)


@in_part(r"sheet\d*\.xml$|content\.xml$")
def wrong_values(chance: Random, part: bytes) -> bytes:
    """Cells hold what no clerk would type."""

    def other(found: re.Match[bytes]) -> bytes:
        if chance.random() > 0.15:
            return found.group()
        new = chance.choice(ODD_VALUES + NUMBERS).replace("<", "").replace("&", "")
        return b">" + new.encode("utf-8", "replace") + b"</"

    return re.sub(rb">([^<>]{1,40})</", other, part)


@in_part(r"sheet\d*\.xml$")
def far_cells(chance: Random, part: bytes) -> bytes:
    """Cells at the far end, a false dimension, rows that repeat or have no number."""
    row = chance.choice((0, 1, 3, 99, 500, 3000, *chance.sample(FAR, 1)))
    letters = chance.choice(("A", "Z", "XFD", "XFE", "ZZZZZ", "", "a"))
    cell = f'<row r="{row}"><c r="{letters}{row}"><v>{chance.choice(NUMBERS)}</v></c></row>'
    new = chance.choice((b"", cell.encode())) + b"</sheetData>"
    part = part.replace(b"</sheetData>", new)
    return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:%b%d"' % (b"XFD", row), part)


@in_part(r"sheet\d*\.xml$")
def deep_merges(chance: Random, part: bytes) -> bytes:
    """Thousands of merged areas that overlap, run backwards or reach to the end."""
    areas = []
    for _ in range(chance.choice((1, 10, 2000))):
        one, two = (chance.choice("ABCDEFGHZ") + str(chance.randint(0, 60)) for _ in range(2))
        areas.append(f'<mergeCell ref="{one}:{two}"/>')
    areas += chance.sample(['<mergeCell ref="A1:XFD1048576"/>', '<mergeCell ref="A5"/>'], 1)
    block = f"<mergeCells>{''.join(areas)}</mergeCells>".encode()
    part = re.sub(rb"<mergeCells.*?</mergeCells>", b"", part, flags=re.S)
    return part.replace(b"</sheetData>", b"</sheetData>" + block)


@in_part(r"\.xml$")
def entities(chance: Random, part: bytes) -> bytes:
    """Entities that unfold into each other, or want a file."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    outer = chance.choice((nested, '<!ENTITY e8 SYSTEM "file:///etc/hostname">'))
    head = f'<!DOCTYPE x [<!ENTITY e0 "boom">{outer}]>'.encode()
    part = re.sub(rb"(<\?xml[^>]*\?>)?", lambda found: found.group() + head, part, count=1)
    return part.replace(b"</v>", b"&e8;</v>", 3).replace(b"</t>", b"&e8;</t>", 3)


@in_part(r"\.rels$")
def wrong_relations(chance: Random, part: bytes) -> bytes:
    """Relations that lead to nothing, to each other, outside or to the package itself."""
    targets = re.findall(rb'Target="([^"]*)"', part)
    odd = [b"", b"/", b"../../../x", b"http://x/y", b"workbook.xml", b"_rels/workbook.xml.rels"]

    def other(found: re.Match[bytes]) -> bytes:
        new = chance.choice(targets + odd) if chance.random() < 0.4 else found.group(1)
        return b'Target="' + new + b'"'

    return re.sub(rb'Target="([^"]*)"', other, part)


def swap_parts(chance: Random, data: bytes) -> bytes:
    """Parts change places or are missing."""
    if not data.startswith(b"PK"):
        return data[::-1]
    parts = parts_of(data)
    one, two = (chance.choice(sorted(parts)) for _ in range(2))
    parts[one], parts[two] = parts[two], parts[one]
    if chance.random() < 0.5:
        del parts[chance.choice(sorted(parts))]
    return zip_of(parts)


def random_bytes(chance: Random, data: bytes) -> bytes:
    """Bytes of any kind behind a head that looks like something."""
    magic = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"\xff\xfe")
    text = ("户编号,户主姓名,户类型\n".encode(), "户编号\t户主姓名\n".encode("gbk"))
    heads = (*magic, *text, data[:512])
    return chance.choice(heads) + chance.randbytes(chance.choice((0, 3, 100, 5000)))


def random_text(chance: Random, _: bytes) -> bytes:
    """A CSV of header words, odd values, quotes and separators in some encoding."""
    rows = grid(chance)
    joint = chance.choice((",", "\t", ";", "|"))
    lines = [joint.join(quoted(chance, cell) for cell in row) for row in rows]
    text = chance.choice(("\n", "\r\n", "\r")).join(lines)
    encoding = chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5"))
    return text.encode(encoding, "replace")


def quoted(chance: Random, cell: str) -> str:
    return chance.choice((cell, f'"{cell}"', f'="{cell}"', f'"{cell}', cell.replace(" ", "")))


def random_grid(chance: Random, _: bytes) -> bytes:
    """A sound workbook of random sheets with header words of the contract and odd values."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True})
    for number in range(chance.randint(1, 4)):
        name = chance.choice((*sheets(), "表", "Sheet"))[:20]
        page = book.add_worksheet(f"{name}{number}"[:31])
        left, top = chance.choice((0, 0, 1, 3)), chance.choice((0, 0, 1, 4))
        for row, cells in enumerate(grid(chance), start=top):
            for column, cell in enumerate(cells, start=left):
                write(chance, page, row, column, cell)
        if chance.random() < 0.3:
            page.merge_range(top, left, top + chance.randint(0, 3), left + 2, "合并")
        if chance.random() < 0.1:
            page.hide()
    book.close()
    return out.getvalue()


def write(chance: Random, page, row: int, column: int, cell: str) -> None:
    if chance.random() < 0.8:
        page.write_string(row, column, cell[:32000])
    elif chance.random() < 0.5:
        page.write_number(row, column, chance.choice((0, -1, 1.5, 1e20, 999201196408040026, 46190)))
    else:
        chance.choice((page.write_blank, page.write_boolean))(row, column, None)


def grid(chance: Random) -> list[list[str]]:
    """Rows of cells: sometimes a title, a header of one or two rows, data, totals."""
    spec = chance.choice(list(sheets().values()))
    words = [*spec.columns, *household_keys(), *chance.choice(list(sheets().values())).columns]
    named = list(spec.declared) if chance.random() < 0.7 else chance.sample(words, len(words) // 2)
    chance.shuffle(named)
    header = [spelt(chance, name) for name in named[: chance.randint(1, 60)]]
    rows = [["荷塘村" + spec.name]] if chance.random() < 0.3 else []
    rows.append(header)
    if chance.random() < 0.2:
        rows.append([chance.choice((word, "", "（万元）", "金额")) for word in header])
    labels = [label for codes in code_lists().values() for label in codes.labels]
    for number in range(chance.choice((0, 1, 5, 40))):
        row = [chance.choice((*ODD_VALUES, chance.choice(labels), f"0{number}")) for _ in header]
        rows.append(row[: chance.randint(0, len(row))] if chance.random() < 0.1 else row)
    return rows


def spelt(chance: Random, name: str) -> str:
    """A header as people write it."""
    forms = (
        name,
        f"{name}（万元）",
        f"{name}\n(元)",
        f"*{name}",
        f" {name} ",
        name[:-1],
        name * 2,
        "",
    )
    return name if chance.random() < 0.8 else chance.choice(forms)


DAMAGES: tuple[Damage, ...] = (
    flip_bits,
    cut,
    shuffle_xml,
    wrong_attributes,
    wrong_types,
    wrong_values,
    far_cells,
    deep_merges,
    entities,
    wrong_relations,
    swap_parts,
    random_bytes,
    random_text,
    random_grid,
)
