"""Parser: tokens become a tree of bounded size (CEL specification, section "Grammar")."""

from typing import Final

from secaudit.expressions import limits, syntax
from secaudit.expressions.failures import ExpressionError
from secaudit.expressions.tokens import RESERVED, Token, tokens

RELATIONS: Final = ("==", "!=", "<", "<=", ">", ">=", "in")
BINARY: Final = (RELATIONS, ("+", "-"), ("*", "/", "%"))
RANKS: Final[dict[str | int | float, int]] = {sign: rank for rank, signs in enumerate(BINARY) for sign in signs}
MACROS: Final = {"all": (2,), "exists": (2,), "exists_one": (2,), "filter": (2,), "map": (2, 3)}
LITERALS: Final = {"true": True, "false": False, "null": None}
HINTS: Final = {"and": "write '&&'", "or": "write '||'", "not": "write '!'", "=": "write '=='"}


def parse(text: str) -> syntax.Node:
    """Parse one expression.

    Raises:
        ExpressionError: when the text is no CEL, is beyond a limit, or uses what is left out.
    """
    if len(text) > limits.TEXT:
        raise ExpressionError(f"the expression is longer than {limits.TEXT} characters", limits.TEXT, 1, text)
    return _Parser(text).whole()


class _Parser:
    """Recursive descent; every way down passes `expression`, which counts the nesting."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.token = self.tokens[0]
        self.position = 0
        self.nesting = -1
        self.nodes = 0

    def whole(self) -> syntax.Node:
        node = self.expression()
        if self.token.kind != "end":
            raise self.unexpected("the end")
        return node

    # -- tokens ---------------------------------------------------------------------------------

    def advance(self) -> Token:
        token = self.token
        self.position += 1
        if token.kind != "end":
            self.token = self.tokens[self.position]
        return token

    def accept(self, operator: str) -> bool:
        if self.token.value == operator and self.token.kind == "operator":
            self.advance()
            return True
        return False

    def rank(self) -> int:
        """How close the binary operator that comes next binds; -1 if none does."""
        value, kind = self.token.value, self.token.kind
        is_operator = kind == "operator" or (kind == "name" and value == "in")
        return RANKS.get(value, -1) if is_operator else -1

    def expect(self, operator: str) -> None:
        if not self.accept(operator):
            raise self.unexpected(f"'{operator}'")

    def unexpected(self, wanted: str) -> ExpressionError:
        token = self.token
        written = self.text[token.at : token.at + token.length]
        message = f"expected {wanted}, found '{written}'" if written else f"expected {wanted}, found the end"
        return ExpressionError(message, token.at, token.length, self.text, HINTS.get(written, ""))

    # -- nodes ----------------------------------------------------------------------------------

    def place(self, at: int, *children: syntax.Node) -> tuple[int, int, int]:
        """Where the node that has just been read lies, and its height; counts it."""
        last = self.tokens[self.position - 1]
        length = last.at + last.length - at
        height = 1 + max((child.height for child in children), default=0)
        self.nodes += 1
        if self.nodes > limits.NODES:
            raise ExpressionError(f"the expression has more than {limits.NODES} parts", at, length, self.text)
        if height > limits.HEIGHT:
            message = f"the expression is more than {limits.HEIGHT} levels deep"
            raise ExpressionError(message, at, length, self.text)
        return at, length, height

    def expression(self) -> syntax.Node:
        self.nesting += 1
        if self.nesting > limits.NESTING:
            message = f"more than {limits.NESTING} brackets or conditionals inside each other"
            raise ExpressionError(message, self.token.at, self.token.length, self.text)
        at = self.token.at
        node = self.logic(decider=True)
        if self.accept("?"):
            yes = self.logic(decider=True)
            self.expect(":")
            no = self.expression()
            node = syntax.Choice(*self.place(at, node, yes, no), node, yes, no)
        self.nesting -= 1
        return node

    def logic(self, *, decider: bool) -> syntax.Node:
        at = self.token.at
        nodes = [self.logic(decider=False) if decider else self.binary(0)]
        while self.accept("||" if decider else "&&"):
            nodes.append(self.logic(decider=False) if decider else self.binary(0))
        if len(nodes) == 1:
            return nodes[0]
        # (a && b) && c is a && b && c: one level, however long the chain.
        operands: list[syntax.Node] = []
        for node in nodes:
            same = isinstance(node, syntax.Logic) and node.decider is decider
            operands.extend(node.operands if same and isinstance(node, syntax.Logic) else [node])
        return syntax.Logic(*self.place(at, *operands), decider, tuple(operands))

    def binary(self, lowest: int) -> syntax.Node:
        """Operands of operators that bind at least so close; those of one rank are done from left to right."""
        at = self.token.at
        node = self.unary()
        while (rank := self.rank()) >= lowest:
            operator = str(self.advance().value)
            right = self.binary(rank + 1)
            node = syntax.Call(*self.place(at, node, right), operator, (node, right), operator=True)
        return node

    def unary(self) -> syntax.Node:
        marks: list[Token] = []
        while self.token.kind == "operator" and self.token.value in ("!", "-"):
            marks.append(self.advance())
        negative = bool(marks) and marks[-1].value == "-" and self.token.kind in ("int", "double")
        if negative:
            marks.pop()
        node = self.member(negative=negative)
        for mark in reversed(marks):
            node = syntax.Call(*self.place(mark.at, node), f"{mark.value}_", (node,), operator=True)
        return node

    def member(self, *, negative: bool) -> syntax.Node:
        at = self.tokens[self.position - 1].at if negative else self.token.at
        node = self.number(at, negative=True) if negative else self.primary()
        while True:
            if self.accept("."):
                node = self.selected(at, node)
            elif self.accept("["):
                index = self.expression()
                self.expect("]")
                node = syntax.Call(*self.place(at, node, index), "[]", (node, index), operator=True)
            else:
                return node

    def selected(self, at: int, node: syntax.Node) -> syntax.Node:
        token = self.token
        if token.kind not in ("name", "quoted") or (token.kind == "name" and token.value in LITERALS | {"in": 0}):
            raise self.unexpected("the name of a field")
        name = str(self.advance().value)
        if token.kind == "quoted" or not self.accept("("):
            return syntax.Select(*self.place(at, node), node, name, token.at)
        arguments = self.listed(")")
        if name in MACROS:
            return self.macro(at, name, node, arguments)
        everything = (node, *arguments)
        return syntax.Call(*self.place(at, *everything), name, everything, method=True)

    def macro(self, at: int, kind: str, node: syntax.Node, arguments: tuple[syntax.Node, ...]) -> syntax.Macro:
        if len(arguments) not in MACROS[kind]:
            at, length, _ = self.place(at)
            raise ExpressionError(
                f"{kind}() takes a variable and what is asked of it", at, length, self.text, f"write {kind}(x, ...)"
            )
        variable, bodies = arguments[0], arguments[1:]
        if not isinstance(variable, syntax.Name):
            message = f"the first argument of {kind}() is the name of its variable"
            raise ExpressionError(message, variable.at, variable.length, self.text, f"write {kind}(x, ...)")
        return syntax.Macro(*self.place(at, node, *bodies), kind, node, variable.name, bodies)

    def listed(self, closing: str) -> tuple[syntax.Node, ...]:
        """Expressions separated by commas, up to the closing bracket."""
        found: list[syntax.Node] = []
        while not self.accept(closing):
            if found:
                self.expect(",")
                if closing == "]" and self.accept(closing):  # [a, b,] is legal CEL
                    break
            found.append(self.expression())
        return tuple(found)

    def entries(self) -> tuple[syntax.Node, ...]:
        found: list[syntax.Node] = []
        while not self.accept("}"):
            if found:
                self.expect(",")
                if self.accept("}"):
                    break
            found.append(self.expression())
            self.expect(":")
            found.append(self.expression())
        return tuple(found)

    def primary(self) -> syntax.Node:
        token = self.token
        if token.kind in ("int", "double"):
            return self.number(token.at, negative=False)
        if token.kind == "string":
            self.advance()
            return syntax.Literal(*self.place(token.at), token.value)
        if token.kind == "name" and token.value != "in":
            return self.named(self.advance())
        return self.bracketed(token)

    def bracketed(self, token: Token) -> syntax.Node:
        if self.accept("("):
            node = self.expression()
            self.expect(")")
            return node
        if self.accept("["):
            items = self.listed("]")
            return syntax.Items(*self.place(token.at, *items), items)
        if self.accept("{"):
            items = self.entries()
            return syntax.Entries(*self.place(token.at, *items), items)
        raise self.unexpected("a value")

    def number(self, at: int, *, negative: bool) -> syntax.Literal:
        token = self.advance()
        assert not isinstance(token.value, str)  # noqa: S101 - the lexer made it a number
        value = -token.value if negative else token.value
        if token.kind == "int" and value > 2**63 - 1:
            raise ExpressionError("the number does not fit into 64 bits", at, token.length, self.text)
        return syntax.Literal(*self.place(at), value)

    def named(self, token: Token) -> syntax.Node:
        name = str(token.value)
        if name in LITERALS:
            return syntax.Literal(*self.place(token.at), LITERALS[name])
        if name in RESERVED:
            message = f"'{name}' is a reserved word of CEL"
            raise ExpressionError(message, token.at, token.length, self.text, f"for a field, write 'self.{name}'")
        if not self.accept("("):
            return syntax.Name(*self.place(token.at), name)
        arguments = self.listed(")")
        if name != "has":
            return syntax.Call(*self.place(token.at, *arguments), name, arguments)
        if len(arguments) == 1 and isinstance(arguments[0], syntax.Select | syntax.Name):
            return syntax.Has(*self.place(token.at, *arguments), arguments[0])
        message = "has() asks whether a field is declared"
        at, length, _ = self.place(token.at)
        raise ExpressionError(message, at, length, self.text, "write has(x.field)")
