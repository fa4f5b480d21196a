"""What the contents list says of a paper: its title, number and issuer, read from its text."""

from __future__ import annotations

import re

from docgen.archive.plain import dense, plain

TITLE_SIGNS = 50
_NUMBER = re.compile(
    r"[一-鿿]{1,12}[〔\[(（]\s*(?:19|20)\d{2}\s*[〕\])）]\s*(?:第\s*)?\d{1,4}\s*号"
)
_DATE_LINE = re.compile(
    r"(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}(?!\d)|[二〇]{1,2}[〇零○一二三四五六七八九]+年"
)
_UNIT = re.compile(
    r"(?:填报|制表|填表|报送|上报|公示|公告|发文)\s*单位\s*(?:[((][^()]{0,6}[))])?\s*[::]\s*"
    r"([一-鿿]{2,28})"
)
_BODY = re.compile(
    r"[一-鿿]{2,28}(?:委员会|村委会|人民政府|政府|工作队|党支部|总支|办公室|局|站|公司|合作社|学校|小学|中学|医院|卫生院|村民小组|领导小组|支委会|党委|指挥部)$"
)
_SIGNED = re.compile(
    r"(?:申请人|承诺人|报告人|汇报人|户主签[字名]|制表人|填表人)\s*(?:[((]签[字名章]+[))])?\s*[::]\s*"
    r"([一-鿿㐀-䶿\U00020000-\U0003ffff·]{2,6})(?![一-鿿])"
)


def title_text(title: str, kind: str) -> str:
    """Return the title of a paper; one made by us stands in brackets (DA/T 22-2015 6.4)."""
    text = re.sub(r"\s+", "", title).strip("-—_·:： ")
    if len(text) < 3:
        return f"[{kind}]" if kind else ""
    return text if len(text) <= TITLE_SIGNS else text[: TITLE_SIGNS - 1] + "…"


def number_of(text: str) -> str:
    """Return the document number (文号) among the first lines, "" when there is none."""
    found = _NUMBER.search(dense("".join(text.splitlines()[:12])))
    if not found:
        return ""
    words = found.group()
    return re.sub(r"^.*?(?=[一-鿿]{1,6}[〔\[(（])", "", words) if len(words) > 22 else words


def issuer_of(text: str) -> str:
    """Return who issued a paper: the body over its closing date, else whoever signed by name."""
    lines = [line.strip() for line in plain(text).splitlines() if line.strip()]
    for place in range(len(lines) - 1, max(len(lines) - 9, -1), -1):
        if _DATE_LINE.search(lines[place]):
            for line in (lines[place], *reversed(lines[max(place - 2, 0) : place])):
                body = _BODY.search(re.split(r"[((]|(?:19|20)\d{2}", dense(line))[0])
                if body:
                    return body.group()
            break
    text = "\n".join(lines)
    unit = _UNIT.search(text)
    if unit:
        return unit.group(1)
    signed = _SIGNED.search(text)
    return signed.group(1) if signed else ""
