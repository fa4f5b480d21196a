"""The pocket handbook by ReportLab and WeasyPrint: the same text, set as one usually sets it there.

``says`` puts into words all that our template prints, part by part; both engines print its parts
in their order. A part is a name and what belongs to it:

    cover    lines                      contents  entries (words, targets, level)
    page     title, target, chapter     head      words: the head of a group
    words    words of a paragraph       entry     words, targets whose pages are printed
    policy   title, target, banner      row       label, words, amounts
    box      lines                      small     words in small type
    table    head, rows                 notes     -
    back     lines
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from typing import Any

import pypdfium2

from docgen.pages.fonts import HEI, KAI, SONG
from docgen.resources import fonts_folder

Part = tuple[Any, ...]
BOX = "□"
HOW = (
    "先翻到“我家有……”，看自家是哪一种情况，照着页码去找。",
    "知道是哪一类的，看书边的色块：一类一个高低，合上书也看得到。",
    "知道名字的，翻到最后的拼音索引。",
    f"带什么材料，每样前面有方框{BOX}，备齐一样勾一样。",
    "金额、时间以当年文件为准。办之前，先打页上的电话问一声。",
    "标红的【缺：……】是还没有核实到的内容，请直接问责任部门或工作队。",
)


def says(data: dict[str, Any]) -> Iterator[Part]:
    """Yield the whole book: cover, how to use, contents, finder, chapters, menu, index, end."""
    unit, chapters = data["unit"], data["chapters"]
    until = f"政策截至{data['day']}"
    slogan = f"“{unit['slogan']}”"
    yield (
        "cover",
        [data["above"], data["area"], *data["cover"], data["edition"], slogan, unit["name"]],
        f"{until}　以当年文件为准",
    )
    total = sum(len(chapter["policies"]) for chapter in chapters)
    first = f"这本书收了{data['area']}能用上的{total}项政策，分{len(chapters)}类，"
    yield "page", "怎么用这本书", "how", ""
    for number, words in enumerate((f"{first}印到{data['day']}为止。", *HOW), start=1):
        yield "words", f"{number}. {words}"
    yield "page", "目录", "contents", ""
    yield "contents", list(contents(data))
    yield "page", "我家有……", "finder", ""
    for row in data["finder"]:
        yield "head", row["who"]
        for one in row["found"]:
            yield "entry", one["name"], [one["target"]]
    for chapter in chapters:
        for at, policy in enumerate(chapter["policies"]):
            yield from policy_says(policy, chapter["name"], first=at == 0)
    yield from menu_says(data["menu"])
    yield from index_says(data["index"])
    yield "page", "我们的工作队", "team", ""
    yield "table", ["姓名", "职务", "电话"], data["team"]
    yield ("notes",)
    yield (
        "back",
        [unit["slogan"], unit["nickname"], "联系我们", unit["name"], f"联系人　{unit['contact']}"],
        unit["phone"],
        [f"{data['edition']}　{until}", "补助多少、什么时候报，以当年文件为准"],
    )


def contents(data: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Words, target and level of each line of the contents."""
    yield "我家有……", "finder", 0
    for chapter in data["chapters"]:
        yield chapter["name"], "", 0
        for policy in chapter["policies"]:
            yield policy["name"], f"policy-{policy['number']}", 1
    yield from (("服务菜单", "menu", 0), ("拼音索引", "index", 0), ("我们的工作队", "team", 0))


def policy_says(policy: dict[str, Any], chapter: str, *, first: bool) -> Iterator[Part]:
    """A policy's page: rows, whom to ask, where it comes from."""
    standard, papers = policy["standard"], policy["papers"]
    lead = f"〔{standard['lead']}〕" if standard["lead"] else ""
    boxes = "　".join(f"{BOX}{one}" for one in papers["list"])
    yield (
        "policy",
        policy["name"],
        f"policy-{policy['number']}",
        chapter,
        chapter if first else "",
    )
    rows = [
        ("谁能享受", policy["target"], []),
        ("什么条件", "\n".join(policy["conditions"]), []),
        ("补助多少", lead + ("" if standard["rows"] else standard["text"]), standard["rows"]),
        ("带的材料", papers["note"] or boxes, []),
        ("怎么办理", "→".join(policy["steps"]), []),
        ("多久办好", policy["time_limit"], []),
        ("何时申报", policy["window"], []),
        ("怎么发放", policy["payment"], []),
    ]
    for label, words, amounts in rows:
        if words or amounts:
            yield "row", label, words, amounts
    watch = f"　监督 {policy['supervision']}" if policy["supervision"] else ""
    yield (
        "box",
        [
            f"找谁问　{policy['department']}　{policy['contact']}",
            f"电话 {policy['phone']}{watch}",
        ],
    )
    level = f"（{policy['level']}级）" if policy["level"] else ""
    valid = f"有效期：{policy['valid']}。" if policy["valid"] else ""
    checked = f"核对：{policy['checked']}。" if policy["checked"] else ""
    stale = f"注意：{policy['stale']}。" if policy["stale"] else ""
    yield "small", f"依据：{policy['basis']}{level}。{valid}{checked}{stale}"


def menu_says(menu: list[dict[str, Any]]) -> Iterator[Part]:
    """The menu of services, a table for each group."""
    if not menu:
        return
    yield "page", "服务菜单", "menu", "服务菜单"
    yield "words", "想要哪一项，记下编号，告诉村党支部或工作队，登记以后有人上门接单。"
    for group in menu:
        yield "head", group["name"]
        rows = []
        for one in group["services"]:
            standard = f"。{one['standard']}" if one["standard"] else ""
            branch = f"（{one['branch']}）" if one["branch"] else ""
            told = f"{one['name']}\n{one['content']}{standard}{branch}"
            rows.append([one["code"], told])
        yield "table", ["编号", "服务内容"], rows, [one["label"] for one in group["services"]]


def index_says(groups: list[dict[str, Any]]) -> Iterator[Part]:
    """The index: words with pages, words below them, words to see instead."""
    yield "page", "拼音索引", "index", ""
    yield (
        "small",
        "政策、部门、联系人和服务按拼音排列，数字是页码；“见”后面是书里的名称。",
    )
    for group in groups:
        for at, entry in enumerate(group["entries"]):
            letter = f"{group['letter']}　" if at == 0 else ""
            see = "、".join(entry["see"])
            if see and not entry["targets"] and not entry["subs"]:
                yield "words", f"{letter}{entry['word']} 见 {see}"
                continue
            yield "entry", letter + entry["word"], entry["targets"]
            for sub in entry["subs"]:
                yield "entry", f"　{sub['word']}", sub["targets"]
            if see:
                yield "words", f"又见 {see}"


def reportlab_book(data: dict[str, Any]) -> bytes:
    """The book by ReportLab: paragraphs, tables, outline, links, pages numbered in a second run."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import (
        BaseDocTemplate,
        Frame,
        NextPageTemplate,
        PageBreak,
        PageTemplate,
        Paragraph,
        Table,
    )

    size = (data["page"]["width"] * mm, data["page"]["height"] * mm)
    wide, deep = size[0] - 20.5 * mm, HexColor("#9c2f2a")
    body = data["page"]["body"]
    song = ParagraphStyle(
        "song", fontName=SONG.family, fontSize=body, leading=body * 1.36, wordWrap="CJK"
    )
    lists = ParagraphStyle("lists", parent=song, fontSize=body * 0.92, leading=body * 1.3)
    hei = ParagraphStyle("hei", parent=song, fontName=HEI.family)
    label = ParagraphStyle("label", parent=hei, textColor=deep)
    kai = ParagraphStyle("kai", parent=song, fontName=KAI.family, fontSize=9.2, leading=13)
    head = ParagraphStyle("head", parent=hei, fontSize=body * 1.4, leading=body * 2)
    cover = ParagraphStyle("cover", parent=head, fontSize=body * 2, leading=body * 3, alignment=1)
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.4, deep), ("LINEABOVE", (0, 0), (-1, 0), 0.4, deep)]
    tight = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    column = body * 4.7
    names = [chapter["name"] for chapter in data["chapters"]] + ["服务菜单"]

    class Marked(Paragraph):
        """A paragraph that links lead to; its page is kept."""

        def __init__(self, words: str, style: Any, target: str) -> None:
            super().__init__(words, style)
            self.target = target

        def draw(self) -> None:
            where[self.target] = self.canv.getPageNumber()
            self.canv.bookmarkPage(self.target)
            super().draw()

    class Title(Marked):
        """A heading: its place in the outline, the chapter of its page."""

        def __init__(self, words: str, target: str, chapter: str, level: int) -> None:
            super().__init__(escape(words), head, target)
            self.title, self.chapter, self.level = words, chapter, level

        def draw(self) -> None:
            super().draw()
            self.canv.chapter = self.chapter
            self.canv.addOutlineEntry(self.title, self.target, self.level, 0)

    def page_end(canvas: Any, document: Any) -> None:
        number, odd = document.page, document.page % 2
        told = f"{data['area']} · {data['day' if odd else 'edition']} · 以当年文件为准"
        canvas.setFont(KAI.family, 7.5)
        canvas.drawString(10 * mm, 6 * mm, told)
        canvas.setFont(SONG.family, 9)
        canvas.drawRightString(size[0] - 10 * mm, 6 * mm, str(number))
        chapter = getattr(canvas, "chapter", "")
        if chapter:
            step = min((size[1] - 28 * mm) / len(names), 20 * mm)
            top = size[1] - 14 * mm - names.index(chapter) * step
            x = size[0] - 6.5 * mm if odd else 0
            canvas.setFillColor(deep)
            canvas.rect(x, top - step, 6.5 * mm, step, stroke=0, fill=1)
            canvas.setFillColor(HexColor("#ffffff"))
            canvas.setFont(HEI.family, 7)
            for at, sign in enumerate(chapter[:2]):
                canvas.drawString(x + 2 * mm, top - 9 * (at + 1), sign)

    def pages(targets: list[str]) -> str:
        found = {where.get(one, 0): one for one in reversed(targets)}
        return "、".join(f'<a href="#{one}">{page}</a>' for page, one in reversed(found.items()))

    def entry(words: str, targets: list[str]) -> Any:
        if not targets:
            return Paragraph(escape(words), lists)
        link = f'<a href="#{targets[0]}">{escape(words)}</a>'
        return lambda: Paragraph(f"{link} {pages(targets)}", lists)

    def amounts(lead: str, rows: list[list[str]]) -> Any:
        cells = [[Paragraph(what, song), Paragraph(much, hei)] for what, much in rows]
        made = Table(cells, colWidths=[(wide - column) * 0.5] * 2, style=[*tight, *lines])
        return [Paragraph(lead, kai), made] if lead else made

    def table(first: list[str], rows: list[list[str]], targets: Sequence[str] = ()) -> Any:
        cells = [[Paragraph(words, kai) for words in first]]
        for row in rows:
            cells.append([Paragraph(escape(words).replace("\n", "<br/>"), lists) for words in row])
        for row, target in zip(cells[1:], targets, strict=False):
            row[0] = Marked(row[0].text, lists, target)
        narrow = wide / (len(first) + 2)
        widths = [narrow, *[(wide - narrow) / (len(first) - 1)] * (len(first) - 1)]
        return Table(cells, colWidths=widths, style=[*tight, *lines], repeatRows=1)

    def flowables() -> Iterator[Any]:
        rows: list[list[Any]] = []
        for kind, *told in says(data):
            if rows and kind != "row":
                yield Table(rows, colWidths=[column, wide - column], style=tight)
                rows = []
            if kind == "cover":
                yield from (Paragraph(escape(words), cover) for words in told[0] if words)
                yield Paragraph(told[1], kai)
                yield NextPageTemplate("page")
            elif kind == "page":
                yield PageBreak()
                yield Title(told[0], told[1], told[2], 0)
            elif kind == "contents":
                for words, target, level in told[0]:
                    yield entry("　" * level + words, [target] if target else [])
            elif kind == "head":
                yield Paragraph(escape(told[0]), hei)
            elif kind == "words":
                yield Paragraph(escape(told[0]), lists)
            elif kind == "entry":
                yield entry(told[0], told[1])
            elif kind == "policy":
                yield PageBreak()
                if told[3]:
                    yield Paragraph(escape(told[3]), label)
                yield Title(told[0], told[1], told[2], 1)
            elif kind == "row":
                words = escape(told[1]).replace("\n", "<br/>")
                cell = amounts(words, told[2]) if told[2] else Paragraph(words, song)
                rows.append([Paragraph(told[0], label), cell])
            elif kind == "box":
                cells = [[Paragraph(escape(words), song)] for words in told[0]]
                yield Table(cells, colWidths=[wide], style=[("BOX", (0, 0), (-1, -1), 0.7, deep)])
            elif kind == "small":
                yield Paragraph(escape(told[0]), kai)
            elif kind == "table":
                yield table(*told)
            elif kind == "notes":
                yield PageBreak()
                yield Title("记事", "notes", "", 0)
            elif kind == "back":
                yield NextPageTemplate("bare")
                yield PageBreak()
                yield from (Paragraph(escape(words), cover) for words in told[0] if words)
                yield from (Paragraph(escape(words), hei) for words in (told[1], *told[2]))

    where: dict[str, int] = {}
    story = list(flowables())
    for _ in range(2):  # the second run knows the pages; only lines with numbers are made again
        buffer = BytesIO()
        book = BaseDocTemplate(buffer, pagesize=size, invariant=1, title=data["title"])
        frame = Frame(10 * mm, 11.5 * mm, wide, size[1] - 20 * mm, 0, 0, 0, 0)
        bare = PageTemplate("bare", [frame])
        book.addPageTemplates([bare, PageTemplate("page", [frame], onPageEnd=page_end)])
        for one in story:
            vars(one).pop("_postponed", None)  # as multiBuild does between its runs
        book.build([one() if callable(one) else one for one in story])
    return buffer.getvalue()


def weasyprint_book(data: dict[str, Any]) -> bytes:
    """The book by WeasyPrint: HTML with its target counters for page numbers."""
    import weasyprint

    wide, high = data["page"]["width"], data["page"]["height"]
    faces = "".join(
        f"@font-face{{font-family:{face.key};src:url({(fonts_folder() / face.file).as_uri()})}}"
        for face in (SONG, HEI, KAI)
    )
    style = (
        f"{faces}@page{{size:{wide}mm {high}mm;margin:9mm;@bottom-left{{content:'{data['area']} · "
        f"{data['edition']} · 以当年文件为准 ' counter(page)}}}}"
        f"body{{font:{data['page']['body']}pt song}}"
        "h1,h2{font:15pt hei;break-before:page}th{font:11pt hei;width:18mm;vertical-align:top}"
        ".small{font:9pt kai}a.n::after{content:target-counter(attr(href),page)}"
    )
    made: bytes = weasyprint.HTML(
        string=f"<style>{style}</style>{''.join(html(part) for part in says(data))}"
    ).write_pdf()
    return made


def html(part: Part) -> str:
    """A part of the book as HTML."""
    kind, *told = part
    if kind in ("page", "policy"):
        banner = f"<p>{told[3]}" if len(told) > 3 and told[3] else ""
        return f"{banner}<h1 id='{told[1]}'>{escape(told[0])}</h1>"
    if kind == "contents":
        return "".join(linked(words, [target] if target else []) for words, target, _ in told[0])
    if kind == "entry":
        return linked(told[0], told[1])
    if kind == "row":
        amounts = "".join(f"<tr><td>{what}<td>{much}" for what, much in told[2])
        words = f"{escape(told[1])}<table>{amounts}</table>".replace("\n", "<br>")
        return f"<table><tr><th>{told[0]}<td>{words}</table>"
    if kind == "table":
        targets = [*(told[2] if len(told) > 2 else []), *[""] * len(told[1])]
        rows = (
            f"<tr id='{target}'>{''.join(f'<td>{escape(one)}' for one in row)}"
            for row, target in zip(told[1], targets, strict=False)
        )
        heads = "".join(f"<th>{one}" for one in told[0])
        return f"<table><thead><tr>{heads}</thead>{''.join(rows)}</table>"
    lines = [one for each in told for one in (each if isinstance(each, list) else [each])]
    return "".join(f"<p class={kind}>{escape(one)}" for one in lines)


def linked(words: str, targets: list[str]) -> str:
    """A line with the pages of its targets."""
    numbers = "、".join(f"<a class=n href='#{target}'></a>" for target in targets)
    return f"<p>{escape(words)} {numbers}"


def characters(pdf: bytes) -> int:
    """How many characters a PDF's text has, blanks apart."""
    with pypdfium2.PdfDocument(pdf) as book:
        texts = [page.get_textpage().get_text_range() for page in book]
    return sum(len("".join(text.split())) for text in texts)
