"""Policies, books made of them and their text read back, for the tests of the handbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2

from docgen.documents import handbook
from docgen.documents.job import Built, Job
from docgen.folder import Folder, Period, Place, Settings, Unit
from docgen.model import Entry, Ledger, Policy, columns_of
from docgen.sources import At, SheetRef

DAY = date(2026, 6, 30)

COLUMNS = columns_of(Policy)

SHEET = SheetRef("台账/政策.xlsx", "政策", {name: at for at, name in enumerate(COLUMNS)})

SETTINGS = Settings(
    place=Place("云溪县", "青石镇", "荷塘村", "999201203001"),
    unit=Unit("荷塘村驻村工作队", "草帽工作队", "有困难，请找我们", "李明", "13900000000"),
    period=Period(date(2026, 1, 1), DAY, DAY),
)

FULL: Mapping[str, Any] = {
    "类别": "教育帮扶",
    "名称": "雨露计划职业教育补助",
    "享受对象": "脱贫户家中读中职、高职的孩子",
    "条件": "有全日制正式学籍；休学、退学不享受",
    "标准": "示例：中职每学期1500元，高职每学期2000元",
    "所需材料": "申请表、身份证复印件（正反面、盖章）、学籍证明",
    "办理流程": "家长申请→村初审→镇审核→打卡",
    "办理时限": "30个工作日",
    "申报起": "2026-3-1",
    "申报止": "2026-10-31",
    "发放方式": "一卡通",
    "发放时间": "每年6月、12月",
    "责任部门": "县农业农村局",
    "联系人": "田禾",
    "电话": "13900002001",
    "监督电话": "13900002999",
    "依据文件": "示例：云农发〔2026〕3号",
    "级别": "县",
    "有效期起": date(2026, 1, 1),
    "有效期止": date(2026, 12, 31),
    "核对日期": date(2026, 3, 10),
}


def policy(number: int = 1, **changes: Any) -> Policy:
    values = {**FULL, "政策编号": f"POL{number:02d}", **changes}
    return Policy(
        **{COLUMNS[name]: value for name, value in values.items()}, at=At(SHEET, number + 2)
    )


def several(count: int, categories: int = 3) -> tuple[Policy, ...]:
    """Policies with different names, the categories one after another."""
    names = "甲乙丙丁戊己庚辛壬癸"
    return tuple(
        policy(
            number,
            名称=f"{names[number // 10]}{names[number % 10]}类补助",
            类别=f"{'教育健康住房产业'[(number * categories // count) * 2 :][:2]}帮扶",
        )
        for number in range(count)
    )


def built(tmp_path: Path, *policies: Policy, **options: Any) -> Built:
    ledger = Ledger(policies=policies)
    return handbook.build(Job(Folder(tmp_path, SETTINGS), ledger, options=options))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in texts]


def lines_of(pdf: bytes) -> str:
    """The text of all pages with its lines."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "\n".join(line.strip() for text in texts for line in text.splitlines())


def book_of(tmp_path: Path, result: Built) -> bytes:
    return (tmp_path / result.documents[0].path).read_bytes()


def read(tmp_path: Path, *policies: Policy, **options: Any) -> list[str]:
    return pages_of(book_of(tmp_path, built(tmp_path, *policies, **options)))


def page_with(pages: list[str], heading: str) -> int:
    """The number of the page on which a policy is explained."""
    (found,) = [at for at, text in enumerate(pages, 1) if heading in text and "谁能享受" in text]
    return found


def services() -> tuple[Entry, ...]:
    rows = [
        ("养羊指导", "养殖", "全村"),
        ("照看老人", "服务", "荷塘村"),
        ("别村的", "服务", "柳溪村"),
    ]
    return tuple(
        Entry(
            "服务项目",
            {
                "项目编号": f"FW{at:02d}",
                "名称": name,
                "类别": kind,
                "内容": "上门",
                "适用村": where,
            },
        )
        for at, (name, kind, where) in enumerate(rows, start=1)
    )


TEAM = (Entry("工作队", {"姓名": "周晓", "职务": "队员", "电话": "13900000001"}),)

CLAUSE = "户申请后由村民委员会组织民主评议并公示无异议的报镇人民政府审核"

RARE = "𠮷㐂䶮堃"


def hard(number: int) -> Policy:
    """A policy with long texts, a wide table of amounts and a rare character."""
    kinds = "教育健康住房产业金融就业保障社会"
    return policy(
        number,
        类别=f"{kinds[number % 8 * 2 :][:2]}帮扶",
        名称=f"{'防止返贫致贫对象到户产业奖补和技能培训补助'[: 6 + number % 15]}{number}",
        享受对象=CLAUSE * (1 + number % 4),
        条件="；".join([CLAUSE] * (1 + number % 3)),
        标准="，".join(
            f"第{at}档养殖能繁母猪和育肥猪的农户每户每年{at}000元"
            for at in range(1, 2 + number % 20)
        ),
        所需材料="、".join(
            [CLAUSE[: number % 30 + 2], "申请表𠮷", "身份证（正面、反面）"] * (1 + number % 3)
        ),
        办理流程="→".join([CLAUSE[:20], "村初审", "镇审核"] * (1 + number % 3)),
        责任部门="县农业农村局、县乡村振兴服务中心、县财政局" if number % 3 else "县民政局",
        联系人=f"{RARE[number % 4]}田",
        电话="0000-12345678转8001、13900002001" if number % 5 == 0 else "13900002001",
    )
