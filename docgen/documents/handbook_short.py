"""The condensed edition: a policy in five lines; a PDF to print and a Word file to edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_book import Book, common
from docgen.documents.handbook_context import chapters, in_book_order
from docgen.documents.handbook_index import index
from docgen.documents.job import Job
from docgen.resources import template
from docgen.word import Template

TEMPLATE = "handbook-short.docx"


def context(job: Job, book: Book, lacks: Lacks) -> dict[str, Any]:
    """Return everything the templates of the condensed edition print."""
    found = chapters(book.policies, lacks, job.folder.settings.as_of)
    ordered = in_book_order(found, book.policies)
    shown = common(job, book, lacks, "政策口袋书简明本")
    return {
        **shown,
        "kind": "简明本",
        "chapters": [
            {
                "name": chapter["name"],
                "policies": [
                    lines(one, job.folder.settings.as_of.year) for one in chapter["policies"]
                ],
            }
            for chapter in found
        ],
        "index": index(ordered),
    }


def lines(policy: Mapping[str, Any], year: int) -> dict[str, Any]:
    """One policy in five lines: its name, for whom, how much, what to bring, where to ask.

    Days of the ``year`` of the book go without their year.
    """
    contact = f"{policy['contact']} " if policy["contact"] else ""
    ask = f"{policy['department']} {contact}{policy['phone']}"
    return {
        "number": policy["number"],
        "name": policy["name"],
        "target": policy["target"],
        "amount": amount(policy["standard"]),
        "papers": policy["papers"]["note"] or "、".join(policy["papers"]["list"]),
        "ask": ask,
        "window": policy["window"].removeprefix(f"{year}年"),
        "stale": policy["stale"],
    }


def amount(standard: Mapping[str, Any]) -> str:
    """The standard in words, its lead (示例) before it."""
    lead = f"〔{standard['lead']}〕" if standard["lead"] else ""
    return f"{lead}{standard['text']}"


def word(job: Job, data: Mapping[str, Any]) -> bytes:
    """Return the Word file with the same words, for those who edit it in WPS."""
    form = Template(template("docx", TEMPLATE, job.folder.root))
    unit = data["unit"]
    record = {
        "标题": data["title"],
        "地方": data["above"],
        "版本": data["edition"],
        "截至": data["day"],
        "编印单位": unit["name"],
        "联系人": unit["contact"],
        "联系电话": unit["phone"],
        "类": [
            {
                "名称": chapter["name"],
                "政策": [
                    {
                        "序号": one["number"],
                        "名称": one["name"],
                        "享受对象": one["target"],
                        "标准": one["amount"],
                        "所需材料": one["papers"],
                        "办理": one["ask"],
                        "申报": one["window"],
                        "注意": one["stale"],
                    }
                    for one in chapter["policies"]
                ],
            }
            for chapter in data["chapters"]
        ],
    }
    return form.render(record, missing="mark")
