"""Small faults in a module, one at a time: what a careless hand may have written instead.

A mutant swaps one node of the syntax tree. What it is called (module, function, before, after) holds no line, so that a
name outlives changes elsewhere in the file.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARED = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
_TYPES = {"Literal", "cast"}
_GONE = "nothing"
EVERYWHERE = (0, 1 << 30)


@dataclass(frozen=True)
class Mutant:
    """One fault: in `holder.field` (at `place`, if that is a list) stands `new`; None takes the element out."""

    module: str
    function: str
    line: int
    last_line: int
    before: str
    after: str
    holder: ast.AST
    field: str
    place: int | None
    new: ast.AST | None

    @property
    def name(self) -> str:
        return f"`{self.module}` `{self.function}`: `{self.before}` → `{self.after}`"

    def plant(self) -> None:
        """Change the tree for good; a process that does so is thrown away."""
        if self.place is None:
            setattr(self.holder, self.field, self.new)
        elif self.new is None:
            del getattr(self.holder, self.field)[self.place]
        else:
            getattr(self.holder, self.field)[self.place] = self.new


def mutants(root: Path, module: str) -> tuple[ast.Module, list[Mutant]]:
    """The tree of a module (a path below the root) and all of its mutants."""
    tree = ast.parse((root / module).read_text(encoding="utf-8"))
    found = []
    seen = Counter[tuple[str, str, str]]()
    for function, span, (holder, field, place), old, new in _walk(tree, "", EVERYWHERE):
        before, after = _told(old), _told(new) if new is not None else _GONE
        seen[function, before, after] += 1
        if (times := seen[function, before, after]) > 1:
            after += f" ({times})"
        found.append(Mutant(module, function, *span, before, after, holder, field, place, new))
    return tree, found


def _told(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split()).replace("`", "'")


_Slot = tuple[ast.AST, str, int | None]
_Found = tuple[str, tuple[int, int], _Slot, ast.AST, ast.AST | None]


def _walk(node: ast.AST, function: str, span: tuple[int, int]) -> Iterator[_Found]:
    for slot, child in _children(node):
        if isinstance(node, ast.ClassDef) and isinstance(child, ast.AnnAssign):
            continue  # the default of a field of a class that is made once: it cannot be swapped
        inside = function
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inside = f"{function}.{child.name}".lstrip(".")
        lines = _span(child, slot[0], span)
        for new in _instead(child, slot):
            yield inside, lines, slot, child, new
        yield from _walk(child, inside, lines)


def _span(node: ast.AST, holder: ast.AST, otherwise: tuple[int, int]) -> tuple[int, int]:
    """The lines of which one is passed by whoever meets the fault."""
    if isinstance(node, ast.FunctionDef):
        return node.lineno, node.end_lineno or node.lineno
    if not isinstance(node, ast.stmt) or isinstance(holder, ast.Module | ast.ClassDef):
        return otherwise
    if isinstance(node, ast.If | ast.For | ast.While | ast.With | ast.Try):
        return node.lineno, node.body[0].lineno - 1 if node.body[0].lineno > node.lineno else node.lineno
    return node.lineno, node.end_lineno or node.lineno


def _children(node: ast.AST) -> Iterator[tuple[_Slot, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "bases"):
            continue
        if isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, ast.AST) and not _is_text(node, item, place):
                    yield (node, field, place), item
        elif isinstance(value, ast.AST) and not _is_type(node):
            yield (node, field, None), value


def _is_text(node: ast.AST, item: ast.AST, place: int) -> bool:
    """Docstrings, and what is for reading: the words of a message are not judged here."""
    if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant):
        return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) or place > 0
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Words":
        return True
    if isinstance(node, ast.ClassDef) and isinstance(item, ast.keyword):  # how a class is made, not what it does
        return True
    return isinstance(node, ast.JoinedStr | ast.Raise) or isinstance(item, ast.Import | ast.ImportFrom)


def _is_type(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise):
        return True
    if isinstance(node, ast.Assign):  # a name for a type
        return (
            isinstance(node.value, ast.Subscript | ast.BinOp) and ast.unparse(node.targets[0])[:1].strip("_").istitle()
        )
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value) in (*_TYPES, "dict", "set", "tuple", "list", "frozenset")
    return False


def _instead(node: ast.AST, slot: _Slot) -> Iterator[ast.AST | None]:
    holder, field, _ = slot
    if field in ("test", "ifs") and not isinstance(node, ast.Compare | ast.UnaryOp | ast.BoolOp):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(node, ast.keyword):
        yield None
    if field == "ifs":
        yield ast.Constant(value=True)
    for kind, made in _OPERATORS.items():
        if isinstance(node, kind):
            yield from made(node, holder)


def _of_compare(node: ast.Compare, _: ast.AST) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        for other in _COMPARED[type(operator)]:
            operators = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield ast.Compare(node.left, operators, node.comparators)


def _of_choice(node: ast.BoolOp, _: ast.AST) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for place in range(len(node.values)):
        left = [*node.values[:place], *node.values[place + 1 :]]
        yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _of_sum(node: ast.BinOp | ast.AugAssign, _: ast.AST) -> Iterator[ast.AST | None]:
    other = _COMPUTED.get(type(node.op))
    if isinstance(node, ast.AugAssign):
        if other:
            yield ast.AugAssign(node.target, other(), node.value)
        yield ast.Pass()
    elif other and not isinstance(node.left, ast.JoinedStr):
        yield ast.BinOp(node.left, other(), node.right)


def _of_sign(node: ast.UnaryOp, _: ast.AST) -> Iterator[ast.AST]:
    yield node.operand


def _of_constant(node: ast.Constant, holder: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and not isinstance(holder, ast.FormattedValue):
        yield ast.Constant("XX" + node.value)


def _of_call(node: ast.Call, holder: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        keywords = [] if node.func.id == "sorted" else node.keywords
        yield ast.Call(ast.Name(_CALLED[node.func.id], ast.Load()), node.args, keywords)


def _of_statement(node: ast.stmt, holder: ast.AST) -> Iterator[ast.AST | None]:
    if isinstance(node, ast.Expr | ast.Raise):
        yield ast.Pass()
    elif isinstance(node, ast.Continue | ast.Break):
        yield ast.Break() if isinstance(node, ast.Continue) else ast.Continue()
        yield ast.Pass()
    elif isinstance(node, ast.Return):
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript):
        yield ast.Pass()


_OPERATORS = {
    ast.Compare: _of_compare,
    ast.BoolOp: _of_choice,
    ast.BinOp | ast.AugAssign: _of_sum,
    ast.UnaryOp: _of_sign,
    ast.Constant: _of_constant,
    ast.Call: _of_call,
    ast.stmt: _of_statement,
}
