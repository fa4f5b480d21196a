"""The papers of 扫描件/: read from papers.txt, made as PDF, pictures, Word, tables and text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from village import render
from village.people import Row
from village.plain import fixed_zip

HERE = Path(__file__).parent
SCANS = "扫描件"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: where it lies, what it is, whose it is, and its lines."""

    path: str
    form: str
    type: str
    household: str
    year: str
    title: str
    lines: tuple[str, ...]
    note: str = ""
    parts: tuple[Paper, ...] = field(default=())


def read_papers(homes: list[Row], persons: list[Row]) -> list[Paper]:
    """All papers of papers.txt with names and numbers of the households filled in."""
    text = (HERE / "papers.txt").read_text(encoding="utf-8")
    papers: list[Paper] = []
    for chunk in text.split("\n@")[1:]:
        paper = _paper(chunk.removeprefix("@"), homes, persons)
        if chunk.startswith("@"):
            papers[-1] = replace(papers[-1], parts=(*papers[-1].parts, paper))
        else:
            papers.append(paper)
    return papers


def _paper(chunk: str, homes: list[Row], persons: list[Row]) -> Paper:
    path, head, *lines = chunk.strip("\n").split("\n")
    form, kind, household, year, *note = head.split()
    facts = _facts(household, homes, persons)
    filled = tuple(_fill(line, facts) for line in lines)
    title = filled[0].removeprefix("= ") if filled else ""
    return Paper(
        path=path.strip(),
        form=form,
        type=kind.strip("-"),
        household=household.strip("-"),
        year=year.strip("-"),
        title=title,
        lines=filled[1:],
        note=note[0] if note else "",
    )


def _facts(household: str, homes: list[Row], persons: list[Row]) -> dict[str, str]:
    if household == "-":
        return {}
    home = next(home for home in homes if home["户编号"] == household)
    family = [person for person in persons if person["户编号"] == household]
    number = family[0]["证件号码"][:18]
    return {
        "name": home["户主姓名"],
        "group": home["村民小组"],
        "id": number,
        "masked": f"{number[:6]}********{number[14:]}",
        "people": str(home["家庭人口"]),
        "kin": family[min(1, len(family) - 1)]["姓名"],
    }


def _fill(line: str, facts: dict[str, str]) -> str:
    for name, value in facts.items():
        line = line.replace("{" + name + "}", value)
    return line


def scans(papers: list[Paper], seed: int) -> dict[str, bytes]:
    """Every file of 扫描件/ by its path below it, the odd ones included."""
    made: dict[str, bytes] = {}
    for order, paper in enumerate(papers):
        made[paper.path] = _file(paper, made, Random(seed + order))
    return made | _odd(made)


def _file(paper: Paper, made: dict[str, bytes], rng: Random) -> bytes:
    if paper.form == "copy":
        return made[paper.title]
    if paper.form == "zip":
        members = [(part.path, _file(part, made, rng)) for part in paper.parts]
        return fixed_zip(members)
    if paper.form == "bundle":
        return render.bundle([render.pdf(part.title, part.lines) for part in paper.parts])
    return render.FORMS[paper.form](paper.title, paper.lines, rng)


def _odd(made: dict[str, bytes]) -> dict[str, bytes]:
    """What lies in every shoebox and is no paper, or cannot be read."""
    whole = made["户档/赵德贵/签约.pdf"]
    return {
        "户档/Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        "村级/~$村情.docx": "谷雨".encode("utf-16-le").ljust(162, b"\0"),
        "杂/扫描0099.pdf": render.blank(),
        "杂/加密的名册.pdf": render.encrypted(whole),
        "杂/坏的文件.pdf": whole[:700] + b"\0" * 200,
    }


ODD_STATES = {
    "户档/Thumbs.db": ("ignored", 0),
    "村级/~$村情.docx": ("ignored", 0),
    "杂/扫描0099.pdf": ("read", 1),
    "杂/加密的名册.pdf": ("unreadable", 0),
    "杂/坏的文件.pdf": ("unreadable", 0),
}


def truth(papers: list[Paper], volumes: dict[str, str], pages: dict[str, int]) -> list[list[str]]:
    """The known answers: source, pages, type, volume, household, year, title."""
    rows = []
    for paper in papers:
        source = f"{SCANS}/{paper.path}"
        if paper.form == "copy":
            continue
        if not paper.parts:
            rows.append(_answer(paper, source, f"1-{max(1, pages[source])}", volumes))
        for part in paper.parts:
            inside = f"{source}/{part.path}" if paper.form == "zip" else source
            span = "1-1" if paper.form == "zip" else part.path
            rows.append(_answer(part, inside, span, volumes))
    return rows


def states(papers: list[Paper], pages: dict[str, int]) -> list[list[str]]:
    """What becomes of each file: source, state and pages, in the order of the names."""
    rows = []
    for paper in papers:
        source = f"{SCANS}/{paper.path}"
        state = "duplicate" if paper.form == "copy" else "read"
        rows.append([source, state, str(pages[source])])
        if paper.form == "zip":
            rows += [[f"{source}/{part.path}", "read", "1"] for part in paper.parts]
    rows += [[f"{SCANS}/{name}", state, str(count)] for name, (state, count) in ODD_STATES.items()]
    return sorted(rows)


def _answer(paper: Paper, source: str, span: str, volumes: dict[str, str]) -> list[str]:
    volume = volumes[paper.type]
    return [source, span, paper.type, volume, paper.household, paper.year, paper.title]
