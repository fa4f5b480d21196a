"""What one household's bag says: cover, list, services, 明白卡, fold, letters, visit sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.documents.bag_card import card, contacts
from docgen.documents.bag_fold import fold
from docgen.documents.bag_letters import Letters, letters, letters_of
from docgen.documents.bag_masks import masked, masked_text, numbers_to_read
from docgen.documents.bag_number import bag_numbers, code_text
from docgen.documents.bag_papers import Shelf, papers, shelf_of
from docgen.documents.bag_services import Registers, registers_of, services
from docgen.documents.bag_visit import visit_sheet
from docgen.documents.gaps import Context, Lacks
from docgen.documents.job import Job
from docgen.documents.periods import made_late, period_text
from docgen.documents.plan_policies import Verdict
from docgen.facts.lookup import lookup_for
from docgen.facts.view import View
from docgen.model import Household
from docgen.words import terms
from docgen.work.entitlement import Offer, match_household, offers

COVER = "封面"
PRINTED, ELSEWHERE, AT_HOME = "本次打印", "另行打印后放入", "户上原有"


@dataclass(frozen=True, slots=True)
class Common:
    """What all bags of a job share, looked up once."""

    view: View
    offers: tuple[Offer, ...]
    numbers: Mapping[str, str]
    shelf: Shelf
    letters: Letters
    registers: Registers
    to_read: frozenset[str]
    large: bool


def common_of(job: Job) -> Common:
    """Return what the bags of a job share; 记录/袋号.toml gains the households it lacks."""
    ledger, settings = job.ledger, job.folder.settings
    keys = (household.id for household in ledger.households)
    return Common(
        View(ledger, settings),
        offers(ledger, settings),
        bag_numbers(job.folder, keys, dry=job.dry),
        shelf_of(job.folder),
        letters_of(job.folder),
        registers_of(ledger),
        numbers_to_read(ledger, settings),
        bool(job.options.get("large")),
    )


def bag_context(household: Household, common: Common, lacks: Lacks) -> Context:
    """Return what the bag of one household says, numbers of persons masked."""
    view = common.view
    verdicts: list[Verdict] = list(
        match_household(household, view.ledger, view.settings, common.offers)
    )
    lookup = lookup_for(view.ledger, view.settings, household)
    head = cover(household, common, lacks)
    told = {
        **head,
        **services(household, view, common.registers, lacks),
        "卡": card(household, view, lacks),
        "折页": fold(verdicts, view, lacks),
        **contacts(household, view, lacks),
        **visit_sheet(household, view, lacks),
        **papers(common.shelf, household.id, lookup),
    }
    told["走访政策"] = "、".join(told["折页"]["已享受"]) or "台账中没有"
    written = letters(household, view, common.letters, {**told, **told["折页"]}, lacks)
    listed = {"袋内": contents(household, view, told, aided=bool(written["有决心书"]))}
    return masked({**told, **written, **listed}, common.to_read)


def cover(household: Household, common: Common, lacks: Lacks) -> Context:
    """Return place, number and householder, as on the cover and at the head of every part."""
    settings = common.view.settings
    place = settings.place
    number = common.numbers[household.id]
    known = {
        "户主姓名": lacks.value(household, "户主姓名", COVER),
        "村民小组": lacks.value(household, "村民小组", COVER),
        "县": household.county or place.county or None,
        "镇": household.town or place.town or None,
        "村": household.village or place.village or None,
        "编制单位": settings.unit.name or None,
    }
    for name in ("县", "镇", "村", "编制单位"):
        if known[name] is None:
            lacks.note(name, COVER)
    return {
        **known,
        "户编号": masked_text(household.id, common.to_read),
        "袋号": number,
        "码": code_text(number, place.village_code),
        "编制日期": settings.as_of,
        "期间": period_text(settings.period),
        "补制": made_late(settings.period),
        "大字": common.large,
    }


def contents(household: Household, view: View, told: Context, *, aided: bool) -> list[Context]:
    """Return what must lie in the bag: what is printed now, and what people add."""
    words = terms(view.as_of)
    rows = [
        ("封面", PRINTED),
        ("袋内材料清单", PRINTED),
        ("服务发展清单", PRINTED),
        ("政策帮扶明白卡", PRINTED),
        ("政策折页", PRINTED),
        ("帮扶责任人联系卡" if told["帮扶人"] else "", f"{PRINTED}，裁开放入"),
        ("工作队联系卡", f"{PRINTED}，裁开放入"),
        ("告知书", f"{PRINTED}，签收后放入"),
        ("决心书" if aided else "", f"{PRINTED}，户主签字后放入"),
        (str(told["走访标题"]), f"{PRINTED}，走访后填写放入"),
        ("一户一策帮扶计划", ELSEWHERE),
        (words.handbook if aided else "", AT_HOME),
    ]
    kept = [(name, source) for name, source in rows if name]
    return [
        {"序号": number, "材料": name, "来源": source}
        for number, (name, source) in enumerate(kept, start=1)
    ]
