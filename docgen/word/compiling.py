"""From nested tags to code: every value, condition and loop is wrapped by its guard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar, cast

from jinja2 import nodes

from docgen.word.blocks import Block, Branch, Content, parsed_value
from docgen.word.faults import Fault, nearest
from docgen.word.filters import PASSING
from docgen.word.names import shown
from docgen.word.sandbox import Sandbox
from docgen.word.state import Spot, noting
from docgen.word.tags import Tag
from docgen.word.verify import guarded

Node = TypeVar("Node", bound=nodes.Node)
OWN_NUMBERS = ("unique", "same", "repeated")  # tags that nobody wrote (see marks)
LOCAL = "\0"  # the path of a name made by set, which no field stands behind


@dataclass(frozen=True, slots=True)
class Use:
    """A field that the template uses: its path from the top (成员.姓名), and the tag."""

    path: str
    tag: Tag
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Names that loops and ``set`` made, each with the path it stands for; the loops around."""

    paths: dict[str, str] = field(default_factory=dict)
    loops: tuple[int, ...] = ()


@dataclass(slots=True)
class Book:
    """What compiling a template writes down."""

    environment: Sandbox
    faults: list[Fault] = field(default_factory=list)
    spots: dict[int, Spot] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)


def written(content: Content, book: Book, scope: Scope) -> list[nodes.Node]:
    """Return the statements that write ``content``."""
    statements: list[nodes.Node] = []
    follows_block = False
    for item in content:
        if isinstance(item, Block):
            statements += _block(item, book, scope)
            follows_block = True
            continue
        if isinstance(item, str) and follows_block:
            item = guarded(item)
        follows_block = False
        piece = _piece(item, book, scope)
        if statements and isinstance(statements[-1], nodes.Output):
            statements[-1].nodes.append(piece)
        else:
            statements.append(nodes.Output([piece]))
    return statements


def _piece(item: str | Tag, book: Book, scope: Scope) -> nodes.Expr:
    if isinstance(item, str):
        return nodes.TemplateData(item)
    if item.kind in OWN_NUMBERS:
        return _at(item, _guard(f"_{item.kind}", nodes.Const(int(item.code or item.number))))
    value = parsed_value(item, book.environment, book.faults)
    if item.level in ("p", "tr", "tc"):
        book.faults.append(item.place.fault(item.raw, "不能插入整段、整行或整格"))
    if value is None:
        return nodes.TemplateData("")
    _learn(value, item, book, scope)
    number = nodes.Const(item.number)
    if item.kind != "value":
        return _at(item, _guard("_put_setting", eased(value), number))
    if _is_plain(value):
        noted = nodes.Const(noting(item.number))
        return _at(item, _guard("_put", eased(value), number, noted))
    return _at(item, _guard("_put_formula", eased(value), number))


def _guard(name: str, value: nodes.Node, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, value), name, list(args), [], None, None)


def _at(tag: Tag, node: Node) -> Node:
    """Number the lines of a tag's code by the tag, so that an error while rendering finds it."""
    node.set_lineno(tag.number + 1, override=True)
    return node


def _block(block: Block, book: Book, scope: Scope) -> list[nodes.Node]:
    first = block.branches[0]
    if first.word == "if":
        return _if(block.branches, book, scope)
    if first.word == "for":
        return _for(block.branches, book, scope)
    if first.word == "with":
        return _with(first, book, scope)
    return _set(first, book, scope)


def _if(branches: list[Branch], book: Book, scope: Scope) -> list[nodes.Node]:
    """Conditions are decided in turn; one that cannot be decided prints its mark and no arm."""
    arms: list[nodes.If] = []
    otherwise: list[nodes.Node] = []
    for branch in branches:
        body = written(branch.body, book, scope)
        if branch.word == "else":
            otherwise = body
        elif isinstance(branch.node, nodes.If):
            arms.append(_at_top(branch.tag, _arm(branch, branch.node.test, body, book, scope)))
            arms.append(_undecided(branch.tag))
    if not arms:
        return []
    arms[0].elif_, arms[0].else_ = arms[1:], otherwise
    return [arms[0]]


def _arm(
    branch: Branch, test: nodes.Node, body: list[nodes.Node], book: Book, scope: Scope
) -> nodes.If:
    _learn(test, branch.tag, book, scope)
    guarded = _at(branch.tag, _guard("_test", eased(test, True), nodes.Const(branch.tag.number)))
    return nodes.If(guarded, body, [], [])


def _at_top(tag: Tag, node: Node) -> Node:
    node.lineno = tag.number + 1
    return node


def _undecided(tag: Tag) -> nodes.If:
    number = nodes.Const(tag.number)
    mark = nodes.Output([_guard("_lost", nodes.Const(tag.number))])
    return _at(tag, nodes.If(_guard("_undecided", number), [mark], [], []))


def _for(branches: list[Branch], book: Book, scope: Scope) -> list[nodes.Node]:
    first, loop = branches[0], branches[0].node
    if not isinstance(loop, nodes.For):  # a fault already: look through its inside all the same
        return [node for branch in branches for node in written(branch.body, book, scope)]
    tag, number = first.tag, first.tag.number
    if isinstance(loop.iter, nodes.Const):
        book.faults.append(tag.place.fault(tag.raw, f"“{loop.iter.value}”不是列表，不能循环"))
    _learn(loop.iter, tag, book, scope, loop=True)
    path = path_of(loop.iter, scope)
    inner = Scope({**scope.paths, "loop": LOCAL}, (*scope.loops, number))
    for target in loop.target.find_all(nodes.Name) if path else ():
        inner.paths[target.name] = path if loop.target is target else LOCAL
    if isinstance(loop.target, nodes.Name):
        inner.paths[loop.target.name] = path or LOCAL
    if loop.test is not None:
        _learn(loop.test, tag, book, inner)
        loop.test = _guard("_test", eased(loop.test, True), nodes.Const(number))
    loop.iter = _guard("_rows", eased(loop.iter), nodes.Const(number))
    _at(tag, loop)
    turn = _at(tag, nodes.ExprStmt(_guard("_turn", nodes.Const(number))))
    loop.body = [turn, *written(first.body, book, inner)]
    for branch in branches[1:]:
        empty = _undecided(tag)
        empty.else_ = written(branch.body, book, scope)
        empty.body = []
        loop.else_ = [empty]
    return [loop, _at(tag, nodes.Output([_guard("_lost", nodes.Const(number))]))]


def _with(branch: Branch, book: Book, scope: Scope) -> list[nodes.Node]:
    node = branch.node
    if not isinstance(node, nodes.With):
        return written(branch.body, book, scope)
    inner = Scope(dict(scope.paths), scope.loops)
    for target, value in zip(node.targets, node.values, strict=True):
        _learn(value, branch.tag, book, scope)
        for name in target.find_all(nodes.Name):
            inner.paths[name.name] = path_of(value, scope) or LOCAL
        if isinstance(target, nodes.Name):
            inner.paths[target.name] = path_of(value, scope) or LOCAL
    number = nodes.Const(branch.tag.number)
    node.values = [_guard("_stored", eased(value), number) for value in node.values]
    _at(branch.tag, node)
    node.body = written(branch.body, book, inner)
    return [node]


def _set(branch: Branch, book: Book, scope: Scope) -> list[nodes.Node]:
    node = branch.node
    if not isinstance(node, nodes.Assign):
        return []
    tag = branch.tag
    if any(True for _ in node.target.find_all(nodes.NSRef)) or isinstance(node.target, nodes.NSRef):
        book.faults.append(tag.place.fault(tag.raw, "名称里不能有点；要写成 {% set 名称 = … %}"))
    _learn(node.node, tag, book, scope)
    for name in (node.target, *node.target.find_all(nodes.Name)):
        if isinstance(name, nodes.Name):
            scope.paths[name.name] = path_of(node.node, scope) or LOCAL
    node.node = _guard("_stored", eased(node.node), nodes.Const(tag.number))
    return [_at(tag, node)]


def _is_plain(value: nodes.Node) -> bool:
    """Whether a value is a name or field with formats that let missing values through."""
    while isinstance(value, nodes.Filter) and value.name in PASSING and value.node is not None:
        if any(not isinstance(arg, nodes.Const) for arg in value.args):
            return False
        value = value.node
    while isinstance(value, (nodes.Getattr, nodes.Getitem)):
        if isinstance(value, nodes.Getitem) and not isinstance(value.arg, nodes.Const):
            return False
        value = value.node
    return isinstance(value, nodes.Name)


def eased(node: nodes.Node, deciding: bool = False) -> nodes.Node:
    """Return an expression in which texts are joined safely and blanks in ``or``, ``else`` allowed.

    ``a or b`` says what to print without ``a``; ``… if x else ''`` and ``… if x`` allow a blank.
    In a condition (``deciding``) a missing side of ``or`` leaves the whole undecided.
    """
    for name in node.fields:
        child = getattr(node, name)
        if isinstance(child, nodes.Expr):
            setattr(node, name, eased(child, deciding))
        elif isinstance(child, list):
            changed = [eased(e, deciding) if isinstance(e, nodes.Expr) else e for e in child]
            setattr(node, name, changed)
    if isinstance(node, nodes.Concat):
        node.nodes = [_guard("_written", one) for one in node.nodes]
    elif isinstance(node, nodes.Or) and not deciding:
        node.left, node.right = _guard("_soft", node.left), _allowed(node.right)
    elif isinstance(node, nodes.CondExpr):
        node.expr1 = _allowed(node.expr1)
        node.expr2 = _allowed(node.expr2 or nodes.Const(""))
    elif isinstance(node, nodes.Getattr):
        node.attr = shown(node.attr)
    return node


def _allowed(node: nodes.Expr) -> nodes.Expr:
    return _guard("可空", node) if isinstance(node, nodes.Const) and node.value == "" else node


def path_of(value: nodes.Node | None, scope: Scope) -> str:
    """Return the field path that an expression is about (成员.姓名), or nothing."""
    while isinstance(value, nodes.Filter):
        value = value.node
    if isinstance(value, nodes.Name):
        path = scope.paths.get(value.name, shown(value.name))
        return "" if path == LOCAL else path
    if isinstance(value, nodes.Getattr):
        return _joined(path_of(value.node, scope), shown(value.attr))
    if isinstance(value, nodes.Getitem) and isinstance(value.arg, nodes.Const):
        base = path_of(value.node, scope)
        return _joined(base, value.arg.value) if isinstance(value.arg.value, str) else base
    return ""


def _joined(base: str, name: str) -> str:
    return f"{base}.{name}" if base else ""


def _learn(value: nodes.Node, tag: Tag, book: Book, scope: Scope, loop: bool = False) -> None:
    """Check the formats an expression names, and note the fields it uses."""
    for node in _every(value):
        if isinstance(node, nodes.Filter) and node.name not in book.environment.filters:
            likely = nearest(node.name, (n for n in book.environment.filters if n[0] != "_"))
            book.faults.append(
                tag.place.fault(tag.raw, f"没有“{shown(node.name)}”这个格式", likely)
            )
        elif isinstance(node, nodes.Test) and node.name not in book.environment.tests:
            likely = nearest(node.name, book.environment.tests)
            book.faults.append(
                tag.place.fault(tag.raw, f"没有“{shown(node.name)}”这个判断", likely)
            )
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            message = f"不能用“{node.attr}”：下划线开头的不是字段"
            book.faults.append(tag.place.fault(tag.raw, message))
    paths = list(dict.fromkeys(path for path in _paths(value, scope) if path))
    book.uses += [Use(path, tag, loop and path == path_of(value, scope)) for path in paths]
    name = path_of(value, scope) or (paths[0] if len(paths) == 1 else "")
    book.spots[tag.number] = Spot(tag, name, scope.loops)


def _every(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _every(child)


def _paths(node: nodes.Node, scope: Scope) -> Iterator[str]:
    """Yield the longest field path of every name in an expression."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        yield from _paths(node.node.node, scope)
        for child in (*node.args, *node.kwargs):
            yield from _paths(child, scope)
        return
    path = path_of(node, scope) if not isinstance(node, nodes.Filter) else ""
    if path:
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _paths(child, scope)
