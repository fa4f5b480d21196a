"""What the half-year summary says: the figures of the ledger and the office's own words.

The sentences stand in the template; here are the facts they are filled with. A figure that cannot
be computed is None, which the template shows as 【缺：…】: never 0, never blank.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from docgen.documents.checklist_context import concerns, counts, is_overdue
from docgen.documents.gaps import Context
from docgen.documents.periods import QUARTERS, next_period_text, period_text
from docgen.documents.summary_figures import MAIN
from docgen.documents.summary_presets import PRESETS, VILLAGE, Preset
from docgen.facts.figures import Figure
from docgen.facts.figures.visits import quarters_of_period
from docgen.facts.view import View
from docgen.findings import Finding, Severity, finding_at
from docgen.folder import Settings
from docgen.model import Ledger, Material, Problem, ProblemState, Project
from docgen.words import date_text, missing, terms

NO_CHAPTER = "W412"
PROBLEMS, NEXT, OTHER = "存在问题", "下步打算", "其他"
SAFEGUARDS, ADVICE = "保障措施", "意见建议"
CAUSES = ("客观", "主观", "工作")

# The first word that stands in 章节 decides; the more particular words come first.
CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("导语", ("导语", "前言", "引言")),
    ("基本情况", ("基本情况", "村情", "概况")),
    (SAFEGUARDS, ("保障措施", "组织保障", "工作保障")),
    (ADVICE, ("意见", "建议")),
    ("控辍保学", ("控辍", "辍学", "劝返")),
    ("教育资助", ("教育资助", "雨露", "助学")),
    ("单位帮扶", ("单位帮扶", "帮扶单位", "结对单位", "派出单位")),
    ("排查", ("排查",)),
    ("各村", ("各村",)),
    ("整改", ("整改",)),
    ("档案", ("档案",)),
    ("致贫原因", ("致贫原因",)),
    (PROBLEMS, ("问题", "困难", "不足")),
    (NEXT, ("打算", "下一步", "下步", "下半年", "计划", "安排")),
    ("压实责任", ("责任", "组织领导", "队伍", "党建")),
    ("防返贫监测", ("监测", "防返贫", "返贫")),
    ("三保障", ("三保障", "保障", "饮水", "教育", "医疗", "住房")),
    ("搬迁", ("搬迁", "安置")),
    ("金融", ("金融", "信贷", "贷款")),
    ("就业", ("就业", "务工", "公益岗", "劳务")),
    ("产业", ("产业", "合作社", "集体经济", "光伏")),
    ("项目", ("项目", "资金", "资产")),
    ("走访", ("走访", "驻村", "帮扶")),
)
OPEN_FIGURES = (
    *("问题未完成数", "本村问题超期未完成数", "逾期未竣工项目数"),
    *(f"{quarter}未走访结对数" for quarter in QUARTERS),
)
"""The figures that the sentences on open matters tell."""
QUOTED = 40  # so many characters of a problem are quoted in the text
LISTED = 5  # so many open problems are named in the text; the checklist holds all


def summary_context(
    ledger: Ledger,
    settings: Settings,
    figures: Mapping[str, Figure],
    preset: Preset = PRESETS[VILLAGE],
    *,
    gaps: bool = True,
    printed: Collection[str] | None = None,
) -> Context:
    """Return everything a template of the summary may name.

    With ``gaps`` the next steps name the figures nobody can compute yet. ``printed`` are the
    chapters that the template has; without them it has all.
    """
    place, period, words = settings.place, settings.period, terms(settings.as_of)
    material = own_words(ledger.materials, preset, printed)
    said = {"期间": period_text(period), "工作": words.work}
    return {
        "标题": preset.title.format(**said),
        "主题": preset.theme.format(**said),
        "县": place.county or None,
        "镇": place.town or None,
        "村": place.village or None,
        "编制单位": settings.unit.name or None,
        "编制日期": settings.as_of,
        "期间": period_text(period),
        "下期": next_period_text(period),
        "词": {
            "户": words.household,
            "手册": words.handbook,
            "工作": words.work,
            "资产": words.asset,
            "贷款": words.loan,
            "监测": words.monitored,
        },
        **absent_counts(ledger, settings),
        **{name: figure.value for name, figure in figures.items()},
        "导语": material.get("导语", []),
        "素材": {name: material.get(name, []) for name in (*(name for name, _ in CHAPTERS), OTHER)},
        SAFEGUARDS: material.get(SAFEGUARDS),
        ADVICE: material.get(ADVICE),
        "问题按原因": by_cause(ledger.problems, settings),
        PROBLEMS: [*material.get(PROBLEMS, []), *open_matters(ledger, settings, figures)] or None,
        NEXT: [
            *material.get(NEXT, []),
            *next_steps(ledger, settings, figures),
            *(gaps_to_fill(figures) if gaps else ()),
        ]
        or None,
    }


def absent_counts(ledger: Ledger, settings: Settings) -> Context:
    """Return how many problems the village does not have, so that the parts add up."""
    told = counts(ledger.problems, settings.as_of) if ledger.has("问题整改") else {}
    return {name: told.get(name) for name in ("问题不存在数", "问题不涉及数")}


# --- the office's own words


def chapter_of(section: str | None) -> str:
    """Return the chapter that 章节 means, 其他 when none of the known words stands in it."""
    for name, words in CHAPTERS:
        if any(word in (section or "") for word in words):
            return name
    return OTHER


def place_of(material: Material, preset: Preset, printed: Collection[str] | None) -> str:
    """Return the chapter in which a text is printed, nothing where it is left out.

    A half-year summary is about all work; the others leave out what is of another matter.
    """
    chapter = chapter_of(material.section)
    if printed is None or chapter in printed:
        return chapter
    return OTHER if preset.usual and OTHER in printed else ""


def own_words(
    materials: Sequence[Material], preset: Preset, printed: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Return chapter → the texts of 总结素材, word for word, in the ledger's order."""
    found: dict[str, list[str]] = {}
    for material in materials:
        if material.text and (place := place_of(material, preset, printed)):
            found.setdefault(place, []).append(material.text)
    return found


def chapter_findings(
    materials: Sequence[Material], preset: Preset, printed: Collection[str] | None = None
) -> list[Finding]:
    """Return a finding for each text that does not stand in the chapter that it names."""
    names = "、".join(name for name, _ in CHAPTERS)
    found = []
    for material in materials:
        chapter, place = chapter_of(material.section), place_of(material, preset, printed)
        if not material.text or (place == chapter != OTHER):
            continue
        said = f"章节“{material.section or ''}”不是总结的章节"
        if chapter != OTHER:
            said = f"这种总结没有“{chapter}”这一章"
        told = "放在“其他工作”中" if place else "没有写进去"
        found.append(
            finding_at(
                material.at,
                "章节",
                code=NO_CHAPTER,
                severity=Severity.warning if preset.usual and not place else Severity.hint,
                message=f"{said}，这段话{told}",
                fix=f"章节填写下列之一：{names}；或换一种总结，或在模板里加上这一章",
                value=material.section or "",
            )
        )
    return found


# --- what is not done yet, and what follows


def unfinished(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of the village that are not done."""
    return [one for one in problems if concerns(one) and one.state != ProblemState.done]


def late_projects(ledger: Ledger, settings: Settings) -> list[Project]:
    """Return the projects whose planned end has come while they are not finished."""
    return [
        one
        for one in ledger.projects
        if one.due is not None and one.due <= settings.as_of and one.finished is None
    ]


def open_matters(ledger: Ledger, settings: Settings, figures: Mapping[str, Figure]) -> list[str]:
    """Return sentences on what the ledger shows as open; none for what is in order."""
    return [
        *_open_problems(unfinished(ledger.problems), settings),
        *_open_projects(late_projects(ledger, settings)),
        *_open_visits(View(ledger, settings), figures),
    ]


def _open_problems(open_ones: Sequence[Problem], settings: Settings) -> list[str]:
    """Return how many problems are open, and by name those past their deadline and the others."""
    if not open_ones:
        return []
    late = [one for one in open_ones if is_overdue(one, settings.as_of)]
    others = [one for one in open_ones if one not in late]
    if not late:
        return [f"问题整改还有{len(open_ones)}条没有完成：{_named(others)}。"]
    told = f"其中超过时限的{len(late)}条：{_named(late)}"
    rest = f"；其余：{_named(others)}" if others else ""
    return [f"问题整改还有{len(open_ones)}条没有完成，{told}{rest}。"]


def _named(problems: Sequence[Problem]) -> str:
    """Return the problems' words; those that many households share are said once."""
    said = list(dict.fromkeys(f"“{quoted(one)}”" for one in problems))
    return "、".join(said[:LISTED]) + ("等" if len(said) > LISTED else "")


def _open_projects(late: Sequence[Project]) -> list[str]:
    if not late:
        return []
    names = "、".join(one.name or one.id for one in late[:LISTED])
    more = "等" if len(late) > LISTED else ""
    return [f"有{len(late)}个项目到了计划竣工日期还没有竣工：{names}{more}。"]


def _open_visits(view: View, figures: Mapping[str, Figure]) -> list[str]:
    """Return the pairs without a visit in each quarter of the period that has begun."""
    begun = [QUARTERS[number - 1] for number in quarters_of_period(view)]
    counted = [(quarter, figures[f"{quarter}未走访结对数"].value) for quarter in begun]
    told = [f"{quarter}有{count}对" for quarter, count in counted if count]
    return [f"走访还有空档，{'、'.join(told)}结对没有入户走访记录。"] if told else []


def next_steps(ledger: Ledger, settings: Settings, figures: Mapping[str, Figure]) -> list[str]:
    """Return what follows from the open matters: measures and deadlines the ledger holds."""
    open_ones = unfinished(ledger.problems)
    late = late_projects(ledger, settings)
    answers = list(dict.fromkeys(_step(one, settings) for one in open_ones))
    steps = answers[:LISTED]
    if len(answers) > LISTED:
        steps.append("其余问题按整改清单逐条落实，完成一条、销号一条。")
    if late:
        names = "、".join(f"{one.name or one.id}" for one in late[:LISTED])
        steps.append(f"逐个项目查明没有按期竣工的原因，重新排定工期并督办：{names}。")
    if _open_visits(View(ledger, settings), figures):
        steps.append("对没有走访到的结对户列出名单，由帮扶责任人补上入户走访。")
    return steps


def gaps_to_fill(figures: Mapping[str, Figure]) -> list[str]:
    """Return the step that follows from figures nobody can compute; none when all are known."""
    lacking = [name for name in MAIN if name in figures and figures[name].value is None]
    if not lacking:
        return []
    more = "等" if len(lacking) > LISTED else ""
    return [f"补齐台账数据，现在还算不出的有：{'、'.join(lacking[:LISTED])}{more}。"]


def by_cause(problems: Sequence[Problem], settings: Settings) -> dict[str, list[str]]:
    """Return cause → the problems that are not done, each with its answer."""
    found: dict[str, list[str]] = {cause: [] for cause in CAUSES}
    for one in unfinished(problems):
        if one.cause_kind in found:
            found[one.cause_kind].append(_answered(one, settings))
    return found


def _answered(problem: Problem, settings: Settings) -> str:
    measure = (problem.measure or missing("整改措施")).rstrip("。；;")
    who = problem.responsible or missing("责任人")
    until = date_text(problem.deadline) if problem.deadline else missing("完成时限")
    late = "，已超期" if is_overdue(problem, settings.as_of) else ""
    return f"{quoted(problem)}。对策：{measure}（责任人：{who}，时限：{until}{late}）。"


def quoted(problem: Problem) -> str:
    """Return the problem's words, the beginning of long ones; the checklist holds all."""
    words = (problem.description or missing("问题描述")).rstrip("。；;")
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 2]}……"


def _step(problem: Problem, settings: Settings) -> str:
    measure = (problem.measure or missing("整改措施")).rstrip("。；;")
    who = problem.responsible or missing("责任人")
    until = date_text(problem.deadline) if problem.deadline else missing("完成时限")
    late = "，已超期，须重新明确时限" if is_overdue(problem, settings.as_of) else ""
    return f"针对“{quoted(problem)}”，{measure}（责任人：{who}，时限：{until}{late}）。"
