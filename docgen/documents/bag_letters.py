"""告知书 and 决心书: words of their period, or the office's own; all of it to be signed by hand.

An office that puts 模板/告知书.txt or 模板/决心书.txt into its folder prints its own words: the
first line is the title, every further line a paragraph, ``{{ 户主姓名 }}`` a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.documents.gaps import Context, Lacks, joined
from docgen.documents.plan_measures import is_aided
from docgen.errors import FileUnreadable
from docgen.facts import traits
from docgen.facts.traits.persons import weak_labourer
from docgen.facts.view import View
from docgen.facts.words import is_yes
from docgen.folder import TEMPLATES, Folder
from docgen.model import Household
from docgen.words import missing, terms

NOTICE, RESOLVE = "告知书", "决心书"
FIELD = re.compile(r"\{\{\s*([^{}|]+?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's title and paragraphs."""

    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letters:
    """The office's own letters, by name; empty without any."""

    own: Mapping[str, Letter] = field(default_factory=dict)


def letters_of(folder: Folder) -> Letters:
    """Return the letters that the office brought. Raises FileUnreadable for one that is no text."""
    found = {}
    for name in (NOTICE, RESOLVE):
        path = folder.templates / f"{name}.txt"
        if path.is_file():
            lines = [line.strip() for line in _text(path.read_bytes(), path.name).splitlines()]
            title, *paragraphs = [line for line in lines if line] or [name]
            found[name] = Letter(title, tuple(paragraphs))
    return Letters(found)


def _text(raw: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(file=f"{TEMPLATES}/{name}", why="encoding")


def letters(
    household: Household, view: View, own: Letters, facts: Context, lacks: Lacks
) -> Context:
    """Return both letters; only an aided household is asked for a 决心书 (else it is empty).

    ``facts`` are what the bag says already: contacts and the names of policies.
    """
    aided = is_aided(household, view)
    notice = own.own.get(NOTICE) or _notice(household, view, facts, lacks)
    resolve = own.own.get(RESOLVE) or _resolve(household, view)
    fields = _fields(household, view, facts, lacks)
    return {
        "告知书": _printed(notice, fields, lacks),
        "决心书": _printed(resolve, fields, lacks)
        if aided
        else {"标题": "", "称呼": "", "段落": []},
        "有决心书": aided,
    }


def _printed(letter: Letter, fields: Mapping[str, str | None], lacks: Lacks) -> Context:
    def filled(found: re.Match[str]) -> str:
        name = found.group(1)
        return fields.get(name) or lacks.mark(name, letter.title)

    paragraphs = [FIELD.sub(filled, paragraph) for paragraph in letter.paragraphs]
    called = bool(paragraphs) and paragraphs[0].endswith(("：", ":"))
    return {
        "标题": FIELD.sub(filled, letter.title),
        "称呼": paragraphs[0] if called else "",
        "段落": paragraphs[called:],
    }


def _fields(
    household: Household, view: View, facts: Context, lacks: Lacks
) -> dict[str, str | None]:
    """Return what an own letter may name."""
    helper = facts["帮扶人"][0] if facts["帮扶人"] else {}
    place = view.settings.place
    return {
        "户主姓名": household.householder,
        "户编号": household.id,
        "村民小组": household.group,
        "户类型": household.kind,
        "家庭人口": None if household.size is None else str(household.size),
        "县": household.county or place.county,
        "镇": household.town or place.town,
        "村": household.village or place.village,
        "帮扶责任人": helper.get("姓名"),
        "帮扶单位": helper.get("单位"),
        "帮扶人电话": helper.get("电话"),
        "工作队": facts["队名"],
        "编制单位": facts["单位"],
        "联系人": facts["联系人"],
        "联系电话": facts["联系电话"],
        "监督电话": facts["监督电话"],
        "已享受政策": "、".join(facts["已享受"]) or "暂无",
        "可申请政策": "、".join(facts["可申请"]) or "暂无",
    }


# --- 告知书


def _notice(household: Household, view: View, facts: Context, lacks: Lacks) -> Letter:
    year = terms(view.as_of).first_year
    title = {0: "精准扶贫政策告知书", 2021: "防止返贫帮扶政策告知书"}.get(
        year, "常态化精准帮扶政策告知书"
    )
    return Letter(
        title,
        (
            f"{household.householder or missing('户主姓名')}户：",
            "为了让您家清楚在册的情况、能享受的政策和有困难找谁，现将有关事项告知如下。",
            _registered(household, view),
            _helped(household, view, facts),
            _policies(facts),
            "四、有变化请及时说。家里有人得大病、出意外、失学失业，遭了灾，住房、饮水不安全，"
            "或者收入明显减少、支出明显增加的，随时向村民委员会、"
            f"{'帮扶责任人' if facts['帮扶人'] else '村民小组'}或者{facts['队名']}提出，"
            "由村里入户核实，按规定程序办理。",
            "五、您的权利和责任。申报的情况要真实。有人以办理帮扶为名收费、索要财物，"
            f"或者您对办理结果有意见的，可以拨打监督电话{facts['监督电话']}。",
        ),
    )


def _registered(household: Household, view: View) -> str:
    words = terms(view.as_of)
    kind = household.kind or missing("户类型")
    said = f"一、您家的情况。户类型登记为{kind}"
    if traits.monitored(household, view):
        removed = is_yes(household.risk_removed)
        state = {True: "，风险已经消除", False: "，风险尚未消除"}.get(removed)  # type: ignore[arg-type]
        state = state or f"，{missing('风险是否已消除')}"
        said += f"，列为{words.monitored}（{household.monitored_kind}）{state}"
    size = missing("家庭人口") if household.size is None else str(household.size)
    return f"{said}；家庭人口{size}人。登记有误的，请当场告诉我们改正。"


def _helped(household: Household, view: View, facts: Context) -> str:
    helpers = "；".join(
        joined(
            [
                f"{one['姓名'] or missing('姓名')}（{one['单位'] or missing('单位')}）",
                f"电话{one['电话'] or missing('联系电话')}",
            ]
        )
        for one in facts["帮扶人"]
    )
    times = view.settings.duties.get("helper_visits_per_quarter")
    duty = f"每季度入户走访不少于{times}次。" if times and helpers else ""
    said = (
        f"帮扶责任人：{helpers}。{duty}" if helpers else f"您家{facts['无帮扶人'].rstrip('。')}。"
    )
    return (
        f"二、有困难找谁。{said}{facts['队名']}联系人：{facts['联系人']}，电话{facts['联系电话']}。"
    )


def _policies(facts: Context) -> str:
    has = "、".join(facts["已享受"])
    told = f"按台账，您家已在享受：{has}。" if has else ""
    may = f"可以申请：{facts['还可申请']}" if facts["可申请"] else facts["还可申请"]
    return (
        f"三、您家的政策。{told}{may}条件、材料、办理地点和截止日见《政策折页》，"
        "以当年文件和审核结果为准。"
    )


# --- 决心书


def _resolve(household: Household, view: View) -> Letter:
    year = terms(view.as_of).first_year
    if _without_labour(household, view):
        return Letter(_calm_title(year), _calm(year))
    title = {0: "脱贫致富决心书", 2021: "巩固成果、自主发展决心书"}.get(
        year, "勤劳致富、自主发展决心书"
    )
    return Letter(title, _active(year))


def _without_labour(household: Household, view: View) -> bool:
    """Whether nobody of a household can work: it is not asked to promise work."""
    if is_yes(household.no_labour_backstop):
        return True
    people: Sequence[object] = view.ledger.persons_of(household.id)
    strong = traits.count_of(household, view, traits.labourer)
    weak = traits.count_of(household, view, weak_labourer)
    return bool(people) and strong == 0 and weak == 0


def _calm_title(year: int) -> str:
    return "脱贫决心书" if year < 2021 else "安心生活、同心守约决心书"


def _thanks(year: int) -> str:
    work = {0: "脱贫攻坚", 2021: "巩固脱贫成果、防止返贫"}.get(year, "常态化帮扶、防止返贫致贫")
    return f"我家知道{work}的政策，也知道帮扶是帮一把，日子要靠自己过。我家决心做到以下几条。"


def _active(year: int) -> tuple[str, ...]:
    goal = "早日脱贫" if year < 2021 else "不返贫、稳增收"
    return (
        _thanks(year),
        f"一、靠劳动过日子，不等不靠，肯学肯干，争取{goal}。",
        "二、把帮扶资金和物资用在发展生产和过好日子上，不挪作他用。",
        "三、如实申报家庭情况，收入、人口有变化及时告诉村里和帮扶责任人。",
        "四、送孩子上学，赡养老人，讲究卫生，邻里互助，遵守村规民约。",
        "五、我家今年的打算（由户主自己写）：",
    )


def _calm(year: int) -> tuple[str, ...]:
    return (
        _thanks(year),
        "一、爱惜保障资金和物资，安排好自己的生活。",
        "二、如实申报家庭情况，身体、住房、饮水有变化及时告诉村里和帮扶责任人。",
        "三、讲究卫生，注意用火用电安全，邻里互助，遵守村规民约。",
        "四、我家今年的打算（由户主自己写）：",
    )
