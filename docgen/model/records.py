"""Records of the ledger, one class a core sheet.

Every record is a frozen dataclass. An attribute is ``None`` when its cell is empty; values are
plain ``str``, ``int``, ``Decimal`` or ``date`` (是 and 否 stay those words). Money is in yuan.
``at`` says where the record stands. The official column name of an attribute is the field's
metadata, so ``value_of(person, "在校生状况")`` and ``record.at.cell("在校生状况")`` speak the
same words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from docgen.sources import At

Value = str | int | Decimal | date


class HouseholdKind(StrEnum):
    """户类型 as docgen names it."""

    lifted = "脱贫户"
    unstable = "脱贫不稳定户"
    ordinary = "一般农户"
    monitored = "监测对象"


class MonitoredKind(StrEnum):
    """监测对象类别."""

    unstable = "脱贫不稳定户"
    marginal = "边缘易致贫户"
    sudden = "突发严重困难户"


class ProblemState(StrEnum):
    """状态 of a problem."""

    done = "已完成"
    going_on = "推进中"
    not_begun = "未启动"


def column(name: str, *, default: Any = None) -> Any:
    """A field that is read from the column ``name``."""
    return field(default=default, metadata={"column": name})


@dataclass(frozen=True, slots=True)
class Household:
    """One household (户信息)."""

    id: str = column("户编号", default="")
    householder: str | None = column("户主姓名")
    county: str | None = column("县")
    town: str | None = column("乡镇")
    village: str | None = column("行政村")
    former_village: str | None = column("原村名")
    group: str | None = column("村民小组")
    kind: str | None = column("户类型")
    monitored_kind: str | None = column("监测对象类别")
    identified: date | None = column("识别时间")
    risk_removed: str | None = column("风险是否已消除")
    removed_on: date | None = column("消除时间")
    removal_way: str | None = column("风险消除方式")
    income_after_removal: Decimal | None = column("消除后人均纯收入")
    lifted_year: int | None = column("脱贫年度")
    main_cause: str | None = column("主要致贫原因")
    other_causes: str | None = column("其他致贫原因")
    risk_1: str | None = column("致贫返贫风险1")
    risk_2: str | None = column("致贫返贫风险2")
    risk_3: str | None = column("致贫返贫风险3")
    risk_4: str | None = column("致贫返贫风险4")
    risk_5: str | None = column("致贫返贫风险5")
    remark: str | None = column("其他备注")
    size: int | None = column("家庭人口")
    wages: Decimal | None = column("工资性收入")
    business_income: Decimal | None = column("生产经营性收入")
    business_costs: Decimal | None = column("生产经营性支出")
    property_income: Decimal | None = column("财产性收入")
    transfer_income: Decimal | None = column("转移性收入")
    allowance: Decimal | None = column("低保金")
    destitute_support: Decimal | None = column("特困金")
    pension: Decimal | None = column("养老金")
    ecology_subsidy: Decimal | None = column("生态补偿金")
    own_expenses: Decimal | None = column("合规自付支出")
    income_per_head: Decimal | None = column("人均纯收入")
    last_income_per_head: Decimal | None = column("上年人均纯收入")
    farmland: Decimal | None = column("耕地面积")
    irrigated: Decimal | None = column("有效灌溉面积")
    woodland: Decimal | None = column("林地面积")
    returned_to_forest: Decimal | None = column("退耕还林面积")
    orchard: Decimal | None = column("林果面积")
    pasture: Decimal | None = column("牧草地面积")
    water_area: Decimal | None = column("水面面积")
    distance_to_road: Decimal | None = column("距主干路(公里)")
    dwelling_area: Decimal | None = column("住房面积")
    dwelling_structure: str | None = column("房屋结构")
    dangerous_dwelling: str | None = column("是否危房户")
    danger_grade: str | None = column("危房等级")
    dwelling_verdict: str | None = column("住房鉴定结论")
    dwelling_checked: date | None = column("鉴定日期")
    food_secure: str | None = column("不愁吃")
    clothing_secure: str | None = column("不愁穿")
    water_quality: str | None = column("水质")
    water_amount: str | None = column("水量")
    water_convenience: str | None = column("方便程度")
    water_reliability: str | None = column("供水保证率")
    safe_water: str | None = column("饮水是否安全")
    water_hardship: str | None = column("饮水是否困难")
    electricity: str | None = column("是否通生活用电")
    road_kind: str | None = column("入户路类型")
    toilet: str | None = column("有无卫生厕所")
    resettled: str | None = column("是否易地搬迁户")
    low_income_aid: str | None = column("享受低保")
    destitute_aid: str | None = column("享受特困")
    no_labour_backstop: str | None = column("整户无劳动力兜底保障户")
    loan_balance: Decimal | None = column("小额信贷余额")
    bank: str | None = column("开户银行")
    bank_card: str | None = column("银行卡号")
    phone: str | None = column("联系电话")
    party_household: str | None = column("是否党员户")
    needs: str | None = column("需求与意愿")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One member of a household (家庭成员)."""

    household: str = column("户", default="")
    id: str | None = column("人编号")
    name: str | None = column("姓名")
    id_kind: str | None = column("证件类型")
    id_number: str | None = column("证件号码")
    relation: str | None = column("与户主关系")
    sex: str | None = column("性别")
    born: date | None = column("出生日期")
    nation: str | None = column("民族")
    political_status: str | None = column("政治面貌")
    education: str | None = column("文化程度")
    schooling: str | None = column("在校生状况")
    school: str | None = column("就读学校")
    dropout_cause: str | None = column("失学原因")
    taught_at_home: str | None = column("送教上门")
    health: str | None = column("健康状况")
    disability_kind: str | None = column("残疾类别")
    disability_grade: str | None = column("残疾等级")
    labour: str | None = column("劳动技能")
    working: str | None = column("是否已务工")
    work_region: str | None = column("务工区域")
    work_place: str | None = column("务工所在地")
    employer: str | None = column("务工企业")
    work_months: Decimal | None = column("务工时间")
    work_wage: Decimal | None = column("务工月收入")
    work_from: date | None = column("开始时间")
    work_until: date | None = column("结束时间")
    public_post: str | None = column("公益性岗位")
    post_months: Decimal | None = column("公岗月数")
    resident_insurance: str | None = column("城乡居民医保")
    employee_insurance: str | None = column("职工医保")
    serious_illness_insurance: str | None = column("大病保险")
    medical_aid: str | None = column("医疗救助")
    family_doctor: str | None = column("签约医生")
    pension_insurance: str | None = column("养老保险")
    phone: str | None = column("联系电话")
    able_to_help: str | None = column("有帮带能力")
    village_name: str | None = column("行政村")
    at: At | None = None
    spells: tuple[Person, ...] = ()
    """Further rows of the same person that tell of work begun at another time."""


@dataclass(frozen=True, slots=True)
class Helper:
    """The person responsible for a household's aid (帮扶责任人)."""

    household: str = column("户", default="")
    name: str | None = column("姓名")
    unit: str | None = column("单位")
    unit_level: str | None = column("隶属关系")
    post: str | None = column("职务")
    phone: str | None = column("联系电话")
    since: date | None = column("结对开始")
    until: date | None = column("结对结束")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One aid measure (帮扶措施)."""

    household: str = column("户", default="")
    person: str | None = column("姓名")
    kind: str | None = column("类别")
    content: str | None = column("措施内容")
    policy: str | None = column("政策编号")
    amount: Decimal | None = column("金额")
    unit: str | None = column("责任单位")
    responsible: str | None = column("责任人")
    deadline: date | None = column("完成时限")
    state: str | None = column("状态")
    done_on: date | None = column("完成日期")
    expected_gain: Decimal | None = column("预期增收")
    evidence: str | None = column("佐证材料")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Benefit:
    """One policy enjoyed (政策享受)."""

    household: str = column("户", default="")
    person: str | None = column("姓名")
    policy: str | None = column("政策编号")
    instalment: str | None = column("期次")
    amount: Decimal | None = column("金额")
    paid_on: date | None = column("发放日期")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class VisitTarget:
    """Somebody who is to be visited (走访对象)."""

    name: str | None = column("姓名")
    kind: str | None = column("类别")
    household: str | None = column("户")
    group: str | None = column("组")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, call or message (走访记录)."""

    household: str | None = column("户")
    target_kind: str | None = column("对象")
    target_name: str | None = column("对象姓名")
    day: date | None = column("走访日期")
    visitor: str | None = column("走访人")
    way: str | None = column("方式")
    content: str | None = column("内容")
    request: str | None = column("诉求")
    advice: str | None = column("意见建议")
    result: str | None = column("处理结果")
    policy_known: str | None = column("政策知晓")
    satisfaction: str | None = column("满意度")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy (政策)."""

    id: str = column("政策编号", default="")
    category: str | None = column("类别")
    name: str | None = column("名称")
    target: str | None = column("享受对象")
    conditions: str | None = column("条件")
    rule: str | None = column("适用条件")
    standard: str | None = column("标准")
    amount: str | None = column("金额")
    unit: str | None = column("单位")
    papers: str | None = column("所需材料")
    steps: str | None = column("办理流程")
    time_limit: str | None = column("办理时限")
    apply_from: str | None = column("申报起")
    apply_until: str | None = column("申报止")
    payment: str | None = column("发放方式")
    payment_time: str | None = column("发放时间")
    department: str | None = column("责任部门")
    contact: str | None = column("联系人")
    phone: str | None = column("电话")
    supervision_phone: str | None = column("监督电话")
    basis: str | None = column("依据文件")
    level: str | None = column("级别")
    valid_from: date | None = column("有效期起")
    valid_until: date | None = column("有效期止")
    checked_on: date | None = column("核对日期")
    villages: str | None = column("适用村")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One project (项目). Money is in yuan, whatever unit the header names."""

    id: str = column("项目编号", default="")
    name: str | None = column("名称")
    kind: str | None = column("类别")
    year: int | None = column("年度")
    place: str | None = column("实施地点")
    builder: str | None = column("实施单位")
    content: str | None = column("建设内容")
    investment: Decimal | None = column("总投资")
    arrived: Decimal | None = column("到位资金")
    paid: Decimal | None = column("已支付")
    source: str | None = column("资金来源")
    started: date | None = column("开工日期")
    due: date | None = column("计划竣工")
    finished: date | None = column("实际竣工")
    progress: str | None = column("形象进度")
    responsible: str | None = column("责任人")
    households: int | None = column("受益户数")
    persons: int | None = column("受益人数")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """A household's share in a project (项目受益户)."""

    project: str = column("项目编号", default="")
    household: str | None = column("户")
    subsidy: Decimal | None = column("补助标准")
    own_share_due: Decimal | None = column("自筹应缴")
    own_share_paid: Decimal | None = column("自筹已缴")
    paid: Decimal | None = column("已发放")
    paid_on: date | None = column("发放日期")
    moved_in: date | None = column("入住日期")
    old_house_removed: date | None = column("旧房拆除日期")
    state: str | None = column("状态")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Supervision:
    """One weekly look at a project (督办记录)."""

    project: str = column("项目编号", default="")
    household: str | None = column("户")
    day: date | None = column("日期")
    progress: str | None = column("进度")
    problems: str | None = column("存在问题")
    supervisor: str | None = column("督办人")
    last_demand: str | None = column("上周要求")
    done: str | None = column("落实情况")
    next_demand: str | None = column("下步要求")
    deadline: date | None = column("限期")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem to be rectified (问题整改)."""

    id: str = column("问题编号", default="")
    source: str | None = column("来源")
    reported_on: date | None = column("反馈日期")
    category: str | None = column("类别")
    description: str | None = column("问题描述")
    cause_kind: str | None = column("原因类型")
    present: str | None = column("本村是否存在")
    comparison: str | None = column("对照说明")
    households: str | None = column("涉及户")
    projects: str | None = column("涉及项目")
    measure: str | None = column("整改措施")
    goal: str | None = column("整改目标")
    leader: str | None = column("牵头领导")
    unit: str | None = column("责任单位")
    responsible: str | None = column("责任人")
    deadline: date | None = column("完成时限")
    state: str | None = column("状态")
    done_on: date | None = column("完成日期")
    evidence: str | None = column("佐证材料")
    accepted_by: str | None = column("验收人")
    closed_on: date | None = column("销号日期")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """The office's own words for a section of the summary (总结素材)."""

    section: str | None = column("章节")
    text: str | None = column("内容")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class PreviousFigure:
    """A figure of the period before (上期指标)."""

    name: str | None = column("指标")
    value: Decimal | None = column("数值")
    period: str | None = column("期间")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class VillageFact:
    """A fact about the village (村情)."""

    name: str | None = column("指标")
    value: str | None = column("数值")
    unit: str | None = column("单位")
    village_name: str | None = column("行政村")
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a register: values by official column name."""

    register: str
    values: Mapping[str, Value]
    household: str | None = None
    at: At | None = None

    def get(self, name: str) -> Value | None:
        """Return the value of a column, ``None`` when the cell is empty."""
        return self.values.get(name)


Record = (
    Household
    | Person
    | Helper
    | Measure
    | Benefit
    | VisitTarget
    | Visit
    | Policy
    | Project
    | Beneficiary
    | Supervision
    | Problem
    | Material
    | PreviousFigure
    | VillageFact
)

CORE_SHEETS: Mapping[str, type[Record]] = {
    "户信息": Household,
    "家庭成员": Person,
    "帮扶责任人": Helper,
    "帮扶措施": Measure,
    "政策享受": Benefit,
    "走访对象": VisitTarget,
    "走访记录": Visit,
    "政策": Policy,
    "项目": Project,
    "项目受益户": Beneficiary,
    "督办记录": Supervision,
    "问题整改": Problem,
    "总结素材": Material,
    "上期指标": PreviousFigure,
    "村情": VillageFact,
}
"""Every core sheet and the record its rows become, in the order of the data contract."""


COLUMNS: Mapping[type[Record], Mapping[str, str]] = {
    kind: {f.metadata["column"]: f.name for f in dataclasses.fields(kind) if f.metadata}
    for kind in CORE_SHEETS.values()
}


def columns_of(kind: type[Record]) -> Mapping[str, str]:
    """Return official column name → attribute of a record class, in the sheet's order."""
    return COLUMNS[kind]


def value_of(record: Record | Entry, name: str) -> Value | None:
    """Return a record's value by official column name; ``None`` when empty or no such column."""
    if isinstance(record, Entry):
        return record.get(name)
    attribute = COLUMNS[type(record)].get(name)
    if attribute is None:
        return None
    value: Value | None = getattr(record, attribute)
    # A Decimal is slow to be compared with a text.
    return None if isinstance(value, str) and not value else value
