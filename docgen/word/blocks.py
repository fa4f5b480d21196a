"""From marked-up parts to Jinja's syntax tree: each tag is parsed by itself, with its own place.

Because every tag is read alone, all mistakes of a template are found at once. What stands between
the ends of a block must be balanced markup, so that leaving it out or repeating it keeps the part
well formed; that is proved here, once, instead of after each rendering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from docgen.word.faults import Fault, nearest
from docgen.word.names import PREFIX, shown
from docgen.word.tags import MARK_CLOSE, MARK_OPEN, Tag

PIECE = re.compile(f"{MARK_OPEN}(\\d+){MARK_CLOSE}|<\\?docgen (\\d+)\\?>")
ELEMENT = re.compile(r"<(/?)([\w:.-]+)[^<>]*?(/?)>")
CODE = re.compile(r"^(\w+)\s*(.*)$", re.DOTALL)
ENDS = {"endif": "if", "endfor": "for", "endwith": "with"}
OPENERS = {"if": "endif", "for": "endfor", "with": "endwith"}
MIDDLES = {"elif": ("if",), "else": ("if", "for")}
DEEPEST = 80  # levels of one formula
MOST_BLOCKS = {"for": 12, "if": 30, "with": 12}  # one inside another
TOO_DEEP = "写得太长或套得太深，请拆开"
WORDS = (*ENDS, *OPENERS, *MIDDLES, "set")
FORMS = {
    "if": "{{% if {} %}}{{% endif %}}",
    "elif": "{{% if {} %}}{{% endif %}}",
    "for": "{{% for {} %}}{{% endfor %}}",
    "with": "{{% with {} %}}{{% endwith %}}",
    "set": "{{% set {} %}}",
}
CROSSINGS = (
    ("w:tc", "开始和结束不在同一格；一行的循环请让两头在同一行，跨几行请用 {%tr %}"),
    ("w:tr", "开始和结束不在同一行；请用 {%tr %}，并让它单独占一行"),
    ("w:tbl", "一头在表格里，一头在表格外"),
    ("w:txbxContent", "一头在文本框里，一头在外面"),
)


@dataclass(slots=True)
class Branch:
    """One arm of a block: the tag that opens it, its parsed form, its content."""

    tag: Tag
    word: str
    node: nodes.Node | None
    body: list[str | Tag | Block] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """if … elif … else … endif, or for … else … endfor."""

    branches: list[Branch]


Content = list[str | Tag | Block]


def pieces(markup: str, tags: dict[int, Tag]) -> list[str | Tag]:
    """Return a part's markup cut at its tags, in order."""
    out: list[str | Tag] = []
    at = 0
    for match in PIECE.finditer(markup):
        out.append(markup[at : match.start()])
        out.append(tags[int(match.group(1) or match.group(2))])
        at = match.end()
    out.append(markup[at:])
    return [piece for piece in out if piece != ""]


def nested(flat: list[str | Tag], environment: Environment, faults: list[Fault]) -> Content:
    """Return the pieces with blocks nested; every misplaced or unclosed tag becomes a fault."""
    top: Content = []
    stack: list[Block] = []
    for piece in flat:
        here = stack[-1].branches[-1].body if stack else top
        if isinstance(piece, str):
            here.append(piece)
            for block in stack:
                block.branches[-1].markup.append(piece)
        elif piece.kind != "block":
            here.append(piece)
        else:
            _place_block(piece, here, stack, environment, faults)
    for block in stack:
        tag, word = block.branches[0].tag, block.branches[0].word
        faults.append(tag.place.fault(tag.raw, f"没有结束，缺 {{% {OPENERS[word]} %}}"))
    return top


def _place_block(
    tag: Tag, here: Content, stack: list[Block], environment: Environment, faults: list[Fault]
) -> None:
    match = CODE.match(tag.code)
    word, rest = (match.group(1), match.group(2)) if match else ("", "")
    if word in ENDS:
        _close(tag, word, stack, faults)
    elif word in MIDDLES:
        _divide(tag, word, rest, stack, environment, faults)
    elif word in OPENERS:
        if sum(one.branches[0].word == word for one in stack) == MOST_BLOCKS[word]:
            faults.append(tag.place.fault(tag.raw, f"{{% {word} %}} 一层套一层，太多了"))
        block = Block([Branch(tag, word, parsed_block(tag, word, rest, environment, faults))])
        here.append(block)
        stack.append(block)
    elif word == "set":
        here.append(Block([Branch(tag, word, parsed_block(tag, word, rest, environment, faults))]))
    else:
        likely = nearest(word, WORDS)
        faults.append(tag.place.fault(tag.raw, "这里不认识这个标签", likely))


def _close(tag: Tag, word: str, stack: list[Block], faults: list[Fault]) -> None:
    opener = ENDS[word]
    if not any(block.branches[0].word == opener for block in stack):
        faults.append(tag.place.fault(tag.raw, f"前面没有与它配对的 {{% {opener} %}}"))
        return
    while stack[-1].branches[0].word != opener:
        lost = stack.pop().branches[0]
        faults.append(
            lost.tag.place.fault(lost.tag.raw, f"没有结束，缺 {{% {OPENERS[lost.word]} %}}")
        )
    faults += crossings(stack.pop(), tag)


def _divide(
    tag: Tag,
    word: str,
    rest: str,
    stack: list[Block],
    environment: Environment,
    faults: list[Fault],
) -> None:
    branches = stack[-1].branches if stack else []
    if not branches or branches[0].word not in MIDDLES[word]:
        faults.append(tag.place.fault(tag.raw, "前面没有与它配对的 {% if %}"))
        return
    if branches[-1].word == "else":
        faults.append(tag.place.fault(tag.raw, "写在了 {% else %} 后面"))
        return
    if word == "else":
        if rest.startswith("if "):
            faults.append(tag.place.fault(tag.raw, "“否则如果”要写成 {% elif … %}", "elif"))
        branches.append(Branch(tag, word, None))
    else:
        branches.append(Branch(tag, word, parsed_block(tag, word, rest, environment, faults)))


def crossings(block: Block, end: Tag) -> list[Fault]:
    """Faults where the two ends of an arm do not stand in the same kind of place."""
    closers = [branch.tag for branch in block.branches[1:]] + [end]
    for branch, closer in zip(block.branches, closers, strict=True):
        closed, opened = reduced("".join(branch.markup))
        touched = set(closed) | set(opened)
        for element, message in CROSSINGS:
            if element in touched:
                return [branch.tag.place.fault(branch.tag.raw, message)]
        if closed != opened[::-1]:
            message = (
                f"和 {closer.raw} 不在同一层（一头在链接、域或修订里），请重新打一遍这两个标签"
            )
            return [branch.tag.place.fault(branch.tag.raw, message)]
    return []


def reduced(markup: str) -> tuple[list[str], list[str]]:
    """Return the elements that ``markup`` closes without opening, and opens without closing."""
    closed: list[str] = []
    opened: list[str] = []
    for match in ELEMENT.finditer(markup):
        if match.group(3):
            continue
        if not match.group(1):
            opened.append(match.group(2))
        elif opened:
            opened.pop()
        else:
            closed.append(match.group(2))
    return closed, opened


def parsed_block(
    tag: Tag, word: str, rest: str, environment: Environment, faults: list[Fault]
) -> nodes.Node | None:
    """Return the node of one block tag parsed alone, or None with a fault."""
    if not rest.strip():
        what = {"for": "循环", "set": "赋值"}.get(word, "条件")
        faults.append(tag.place.fault(tag.raw, f"{what}没有写"))
        return None
    return _parsed(tag, FORMS[word].format(rest.replace("\n", " ")), environment, faults)


def parsed_value(tag: Tag, environment: Environment, faults: list[Fault]) -> nodes.Expr | None:
    """Return the expression of a ``{{ }}`` tag, or None with a fault."""
    if not tag.code:
        faults.append(tag.place.fault(tag.raw, "标签里没有写内容"))
        return None
    output = _parsed(tag, "{{ " + tag.code + " }}", environment, faults)
    if isinstance(output, nodes.Output) and isinstance(output.nodes[0], nodes.Expr):
        return output.nodes[0]
    return None


def _parsed(
    tag: Tag, source: str, environment: Environment, faults: list[Fault]
) -> nodes.Node | None:
    try:
        found = environment.parse(source).body[0]
        if _deepest(found) <= DEEPEST:
            return found
        faults.append(tag.place.fault(tag.raw, TOO_DEEP))
    except RecursionError:
        faults.append(tag.place.fault(tag.raw, TOO_DEEP))
    except TemplateSyntaxError as error:
        faults.append(tag.place.fault(tag.raw, in_words(str(error.message))))
    return None


def _deepest(node: nodes.Node) -> int:
    """How many levels a formula has (``a + b + c`` has two more than ``a``)."""
    depth, level = 0, [node]
    while level:
        depth += 1
        level = [child for one in level for child in one.iter_child_nodes()]
    return depth


READABLE = (
    (r"unexpected 'end of|got 'end of (?:print statement|statement block)'|got end of", "没有写完"),
    (r"expected token 'end of (?:print statement|statement block)', got '='",
     "一个 = 不是比较，相等要写成 =="),
    (r"expected token 'end of (?:print statement|statement block)', got '(.+)'",
     "“{0}”多余，或前面少了 |、逗号、运算符"),
    (r"""unexpected char ['"](["'])['"] at""", "引号没有配对"),
    (r"unexpected char '(.+)' at", "有不认识的符号 {0}"),
    (r"expected token 'in'", "循环要写成 {{% for 名称 in 列表 %}}"),
    (r"expected token '(.+)', got '(.+)'", "看不懂“{1}”，这里应该是 {0}"),
    (r"unexpected '.+', expected '.+'", "括号没有配对"),
    (r"unexpected '(.+)'", "“{0}”多余"),
    (r"unexpected end of|Unexpected end", "引号或括号没有配对"),
)  # fmt: skip


def in_words(message: str) -> str:
    """Return one of Jinja's messages about syntax in a clerk's words."""
    message = re.sub(rf"{PREFIX}[0-9a-f]+", lambda name: shown(name.group()), message)
    for pattern, words in READABLE:
        if match := re.search(pattern, message):
            return words.format(*match.groups())
    return "写法不对，看不懂"
