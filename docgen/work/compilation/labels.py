"""What compilations call the columns of the sheet 政策, and how a label is seen in a text."""

from __future__ import annotations

import re
import unicodedata

# Column of the sheet 政策 → what compilations call it.
LABELS: dict[str, str] = {
    "政策编号": "政策编号 编号 政策代码",
    "类别": "类别 政策类别 分类 政策分类 帮扶类别 政策类型 类型 领域 板块 所属类别",
    "名称": "名称 政策名称 项目名称 补贴项目 补助项目 政策项目 补贴名称 惠民政策 惠农政策 政策 "
    "项目 "
    "帮扶政策 政策事项 事项名称 救助项目 资助项目",
    "享受对象": "享受对象 补助对象 补贴对象 对象 适用对象 帮扶对象 资助对象 扶持对象 受益对象 "
    "救助对象 "
    "服务对象 政策对象 奖补对象 保障对象 享受人群 发放对象 申请对象 适用人群 惠及对象",
    "条件": "条件 享受条件 申请条件 申报条件 补助条件 补贴条件 资格条件 基本条件 办理条件 "
    "享受政策条件 "
    "认定条件 准入条件 救助条件",
    "标准": "标准 补助标准 补贴标准 享受标准 资助标准 奖补标准 政策标准 帮扶标准 保障标准 救助标准 "
    "补助金额 发放标准 补贴金额 补偿标准 待遇标准 补助标准及金额 标准及金额",
    "金额": "金额 金额标准",
    "单位": "金额单位 计量单位",
    "所需材料": "所需材料 申请材料 申报材料 办理材料 提供资料 需提供材料 所需资料 申报资料 材料 "
    "需要材料 需准备的材料 提交材料 所需手续 申领材料 需提供的资料",
    "办理流程": "办理流程 申报程序 申请程序 办理程序 申领流程 流程 程序 申报流程 申请流程 办事流程 "
    "审批程序 申领程序 办理步骤 申办流程 享受流程",
    "办理时限": "办理时限 办结时限 时限 办理期限",
    "申报时间": "申报时间 申请时间 受理时间 办理时间 申报期限 申领时间",
    "发放方式": "发放方式 拨付方式 支付方式 兑现方式 发放途径 资金发放方式 补助方式",
    "发放时间": "发放时间 兑现时间 拨付时间",
    "责任部门": "责任部门 责任单位 主管部门 牵头部门 办理部门 受理单位 受理部门 办理单位 "
    "经办机构 实施部门 "
    "部门 责任股室 经办部门 业务主管部门 咨询部门 牵头单位 落实部门",
    "联系人": "联系人 经办人 部门联系人",
    "电话": "电话 联系电话 咨询电话 联系方式 咨询方式 政策咨询电话 办理电话 服务电话",
    "监督电话": "监督电话 举报电话 投诉电话 监督举报电话 监督渠道 投诉举报电话",
    "依据文件": "依据文件 政策依据 文件依据 依据 文号 文件名称 政策文件 文件出处 政策来源",
    "级别": "级别 政策级别 层级",
    "有效期": "有效期 有效期限 执行时间 政策期限 实施期限 执行期限 政策有效期 实施时间",
    "有效期起": "有效期起 生效日期 执行起 实施日期",
    "有效期止": "有效期止 失效日期 执行止 有效期至",
    "适用村": "适用村 适用范围 实施范围 适用区域 实施区域",
    "政策内容": "政策内容 主要内容 内容 具体内容 政策要点 帮扶措施 政策解读",
}
IGNORED = frozenset(("序号", "备注", "说明", "其他", "补充说明"))
SPELLINGS = {spelling: column for column, words in LABELS.items() for spelling in words.split()}
_LONGEST_FIRST = sorted(SPELLINGS, key=lambda word: (-len(word), word))
_WORDS = "|".join(map(re.escape, _LONGEST_FIRST))
_JOINT = r"(?:及其?|和|与|、|/)"
_LABEL = rf"(?:{_WORDS})(?:{_JOINT}(?:{_WORDS})){{0,2}}"
_NUMBER = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*|[①-⑳●■◆•·▪\-—]\s*)?"
# 享受对象：… and 【享受对象】…
IN_TEXT = re.compile(
    rf"(?:^|(?<=[。；;\n ]))\s*{_NUMBER}(?:【\s*(?P<boxed>{_LABEL})\s*】\s*[:：]?"
    rf"|\*{{0,2}}(?P<plain>{_LABEL})\s*[:：])\s*"
)
CONTACT = ("责任部门", "联系人", "电话")
PHONE = re.compile(r"(?<!\d)(?:1\d{10}|0\d{2,3}[-—－ ]?\d{7,8}|\d{7,8})(?!\d)")
ALONE = re.compile(rf"{_NUMBER}(?P<label>{_LABEL})\s*[:：]?")


def plain_label(text: str) -> str:
    """Return a label without spaces, line breaks, marks, units in brackets and a number."""
    word = unicodedata.normalize("NFKC", text)
    word = re.sub(r"\s|\*|:|：", "", word)
    word = re.sub(r"\((?:元|万元|单位[^)]*|必填|选填|可多选)\)", "", word)
    return re.sub(r"^(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.])", "", word)


def column_of(text: str) -> str:
    """Return the column that a label means; nothing when it is none.

    Of a label for several columns (责任单位及联系电话) it is all of them where ``shared`` can tell
    their words apart (责任部门、电话), else the first.
    """
    return _meant(plain_label(text)) if len(text) <= 16 else ""


def _meant(label: str) -> str:
    if label in SPELLINGS:
        return SPELLINGS[label]
    columns = [SPELLINGS.get(word, "") for word in re.split(_JOINT, label)]
    if not all(columns):
        return ""
    return "、".join(dict.fromkeys(columns)) if set(columns) <= set(CONTACT) else columns[0]


def shared(column: str, text: str) -> list[tuple[str, str]]:
    """Return (column, words) for each of the columns that ``column_of`` gave for one text."""
    columns = column.split("、")
    if len(columns) == 1:
        return [(column, text)]
    phones = PHONE.findall(text)
    pieces = re.split(r"[\s,，;；:：()（）]+", PHONE.sub(" ", text))
    words = [word.strip("、/。") for word in pieces if word.strip("、/。")]
    named = [one for one in columns if one != "电话"]
    first, rest = (words[:1], words[1:]) if len(named) > 1 else (words, [])
    found = [(named[0], " ".join(first)), (named[-1], " ".join(rest)), ("电话", "、".join(phones))]
    return [(name, said) for name, said in found if said]


def ignored(text: str) -> bool:
    """Whether a label names a column that the sheet 政策 does not have."""
    return plain_label(text) in IGNORED


def split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the words before the first label of a paragraph, and (column, words) for each."""
    found = list(IN_TEXT.finditer(text))
    if not found:
        alone = ALONE.fullmatch(text.strip())
        if alone and alone["label"] not in ("政策", "项目", "内容", "部门", "对象", "类型"):
            return "", [(_meant(alone["label"]), "")]
        return text, []
    parts = []
    for at, one in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        column = _meant(one["boxed"] or one["plain"])
        parts.append((column, text[one.end() : end].strip()))
    return text[: found[0].start()].strip(), parts
