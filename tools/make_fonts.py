"""Make the subset fonts of docgen/fonts/ from their published packages.

    python tools/make_fonts.py WORK [--into docgen/fonts]

WORK is a scratch folder. Packages that are not there yet are fetched with their ordinary clients
(`npm pack`, `apt-get download`), unpacked and subset. The same packages give the same bytes: no
clock is read, and the time stamps inside the fonts stay those of their makers.
Needs npm, a Debian system, and the Python package fonttools. See docs/fonts.md.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

NPM = {
    "serif": "@expo-google-fonts/noto-serif-sc",
    "sans": "@expo-google-fonts/noto-sans-sc",
}
DEBIAN = {"wenkai": "fonts-lxgw-wenkai", "fandol": "texlive-lang-chinese"}

# The line box of the standard faces on Windows (SimSun, FangSong: 0.859 + 0.141 and a gap of
# 0.141 em). With it, a Word file converted with our faces breaks its pages as it does in Word.
ASCENT, DESCENT = 906, -235


@dataclass(frozen=True, slots=True)
class Face:
    """One font to make: where it comes from, what it is called, how much of it is kept."""

    file: str
    package: str
    inside: str
    family: str
    style: str
    rare: bool
    licence: str


FACES = (
    Face(
        "DocgenSong-Regular.ttf", "serif", "NotoSerifSC_400Regular.ttf",
        "Docgen Song", "Regular", True, "OFL",
    ),
    Face(
        "DocgenHei-Bold.ttf", "sans", "NotoSansSC_700Bold.ttf",
        "Docgen Hei", "Bold", False, "OFL",
    ),
    Face(
        "DocgenKai-Regular.ttf", "wenkai", "LXGWWenKai-Regular.ttf",
        "Docgen Kai", "Regular", True, "OFL",
    ),
    Face(
        "fangsong/DocgenFang-Regular.ttf", "fandol", "FandolFang-Regular.otf",
        "Docgen Fang", "Regular", True, "GPL",
    ),
)  # fmt: skip

# The open font licence stands in the two Noto packages; Debian's file of the third mixes it with
# the packaging's own, so the text is taken from there and put under each maker's own notice.
OFL_TEXT = ("serif", "package/LICENSE_FONT", "This Font Software is licensed")
GPL_TEXTS = (
    ("fandol/COPYING.gz", "fangsong/COPYING.txt"),
    ("fandol/README", "fangsong/README-Fandol.txt"),
)


def gbk() -> frozenset[int]:
    """Return the code points of every two-byte character of GBK."""
    found: set[int] = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode("gbk")))
            except (UnicodeDecodeError, TypeError):
                continue
    return frozenset(found)


def ranges(*pairs: tuple[int, int]) -> frozenset[int]:
    """Return the code points of all ranges, both ends included."""
    return frozenset(point for low, high in pairs for point in range(low, high + 1))


# Latin with pinyin tones, punctuation, ①②, arrows, ㎡ ℃ ‰, 〔〕【】, full-width forms.
SIGNS = ranges(
    (0x20, 0x24F), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x1E00, 0x1EFF), (0x2000, 0x27BF),
    (0x2E80, 0x33FF), (0xFE10, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip
# The part of the table of general standard characters (通用规范汉字表) that GBK lacks stands in
# these ranges; the two Noto faces hold nothing else above U+FFFF.
STANDARD = ranges((0x9FA6, 0x9FFF), (0x20000, 0x3FFFF))
RARE = ranges((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def fetch(work: Path) -> None:
    """Fetch and unpack the packages that are not in the scratch folder yet."""
    for key, package in NPM.items():
        if not (work / key).exists():
            subprocess.run(["npm", "pack", "--silent", package], cwd=work, check=True)
            (archive,) = work.glob(f"*{package.rpartition('/')[2]}-*.tgz")
            with tarfile.open(archive) as tar:
                tar.extractall(work / key, filter="data")
    for key, package in DEBIAN.items():
        if not (work / key).exists():
            subprocess.run(["apt-get", "download", package], cwd=work, check=True)
            (archive,) = work.glob(f"{package}_*.deb")
            subprocess.run(["dpkg-deb", "-x", archive.name, key], cwd=work, check=True)


def locate(root: Path, name: str) -> Path:
    """Return the one file of that name (or name ending) below a folder."""
    hits = sorted(path for path in root.rglob("*") if path.as_posix().endswith("/" + name))
    if len(hits) != 1:
        raise SystemExit(f"{name}: {len(hits)} files below {root}")
    return hits[0]


def wanted(face: Face, available: Iterable[int]) -> set[int]:
    """Return the code points of the face that the subset keeps."""
    keep = gbk() | SIGNS | STANDARD | (RARE if face.rare else frozenset())
    return set(available) & keep


def cut(font: TTFont, points: set[int]) -> None:
    """Reduce a font to the given code points, without hints and layout tables we never use."""
    options = subset.Options()
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.drop_tables += ["BASE", "DSIG", "STAT", "VORG", "gasp", "prep", "vhea", "vmtx"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 5, 13, 14]
    options.name_languages = [0x409]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)


def to_truetype(font: TTFont, tolerance: float = 0.8) -> None:
    """Turn PostScript outlines into TrueType ones, which every PDF writer accepts.

    `tolerance` is the greatest distance of the new outline from the old, in units of 1/1000 em.
    """
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
        drawn[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = drawn
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth",
        "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours",
    ):  # fmt: skip
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    for name in order:
        glyf[name].recalcBounds(glyf)
        advance, _ = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(glyf[name], "xMin", 0))


def rename(font: TTFont, face: Face) -> None:
    """Give the subset names of its own: reserved names must not stand on a changed font."""
    postscript = Path(face.file).stem
    names = font["name"]
    for number, text in (
        (1, face.family),
        (2, face.style),
        (3, postscript),
        (4, f"{face.family} {face.style}".removesuffix(" Regular")),
        (6, postscript),
    ):
        names.setName(text, number, 3, 1, 0x409)
    names.names.sort()


def settle(font: TTFont) -> None:
    """Give every face the same line box."""
    font["hhea"].ascent = font["OS/2"].sTypoAscender = font["OS/2"].usWinAscent = ASCENT
    font["hhea"].descent = font["OS/2"].sTypoDescender = DESCENT
    font["OS/2"].usWinDescent = -DESCENT
    font["hhea"].lineGap = font["OS/2"].sTypoLineGap = 0


def make(face: Face, work: Path, into: Path) -> Path:
    """Write one subset font and return its path."""
    font = TTFont(locate(work / face.package, face.inside), recalcTimestamp=False)
    cut(font, wanted(face, font.getBestCmap()))
    if "CFF " in font:
        to_truetype(font)
    rename(font, face)
    settle(font)
    path = into / face.file
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def write_licences(work: Path, into: Path) -> None:
    """Lay the licence of each source font, under its copyright notice, beside the made font."""
    package, name, start = OFL_TEXT
    text = locate(work / package, name).read_text(encoding="utf-8")
    body = text[text.index(start) :].rstrip() + "\n"
    for face in FACES:
        if face.licence == "OFL":
            source = TTFont(locate(work / face.package, face.inside), lazy=True)
            notice = str(source["name"].getDebugName(0)).strip()
            target = into / f"OFL-{Path(face.file).stem}.txt"
            target.write_text(f"{notice}\n\n{body}", encoding="utf-8")
    for name, target in GPL_TEXTS:
        data = (path := locate(work / "fandol", name)).read_bytes()
        (into / target).write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)


def write_coverage(paths: Iterable[Path], into: Path) -> None:
    """Write which characters each face has: lines `FILE hex-hex hex …` (docgen.pages.fonts)."""
    lines = []
    for path in paths:
        points = sorted(TTFont(path, lazy=True).getBestCmap())
        spans: list[list[int]] = []
        for point in points:
            if spans and point == spans[-1][1] + 1:
                spans[-1][1] = point
            else:
                spans.append([point, point])
        words = (f"{low:x}" if low == high else f"{low:x}-{high:x}" for low, high in spans)
        lines.append(" ".join((path.relative_to(into).as_posix(), *words)))
    (into / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


def main() -> None:
    """Make every font, its licence and the table of covered characters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--into", type=Path, default=root / "docgen" / "fonts")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    for tool in ("npm", "apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise SystemExit(f"{tool} is needed to fetch the source fonts")
    fetch(asked.work)
    made = [make(face, asked.work, asked.into) for face in FACES]
    write_licences(asked.work, asked.into)
    write_coverage(made, asked.into)
    for path in made:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        print(f"{path.name}  {path.stat().st_size:,} bytes  sha256 {digest}…")


if __name__ == "__main__":
    main()
