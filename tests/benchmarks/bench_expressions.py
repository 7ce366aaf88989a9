"""How long one predicate takes: ours, and the Rust binding of CEL with a prepared context.

Run: python tests/benchmarks/bench_expressions.py

Ours is given frozen nouns of the inventory, as in an audit. The Rust binding cannot read those; it is given the
same values as plain dicts in a context made beforehand, which is the best case for it. Every figure is
the best of several rounds; both are measured in the same run.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import cel
import msgspec

from secaudit.documents.source import Source
from secaudit.expressions import (
    BOOL,
    INT,
    STRING,
    Field,
    ListOf,
    MapOf,
    Record,
    Vocabulary,
    compile_text,
)  # fmt: skip
from secaudit.model import Approval, Facts, System
from secaudit.model.systems import Component

RULES = (
    "status == 'operating'",
    "status == 'operating' && approval.status == 'approved' && approval.level >= level",
    "('state_secret' in facts.information || facts.secrecy != 'none') && level >= 3",
    "components.all(c, level >= c.level)",
    "has(approval.level) && (level <= 2 || approval.level + 1 > level)",
    "!(status in ['planned', 'retired']) && (name.startsWith('Portal') || facts.online_service)",
    "controls.backup == 'yes' || level < 3",
    "approval.until > '2026-11-22' && approval.level == level",
    "components.exists(c, c.kind == 'database' && c.level > 2) ? level > 2 : true",
)
BUDGET = 0.5
RATIO = 5


def _field(attribute: str, shape: object) -> Field:
    return Field(attribute=attribute, shape=shape)  # type: ignore[arg-type]


def vocabulary() -> Vocabulary:
    """A part of what an audit will offer."""
    approval = Record(
        "approval",
        {"status": _field("status", STRING), "level": _field("level", INT), "until": _field("until", STRING)},
    )
    facts = Record(
        "facts",
        {
            "information": _field("information", ListOf(STRING)),
            "secrecy": _field("secrecy", STRING),
            "online_service": _field("online_service", BOOL),
        },
    )
    component = Record("component", {"kind": _field("kind", STRING), "level": _field("level", INT)})
    system = Record(
        "system",
        {
            "name": _field("name", STRING),
            "status": _field("status", STRING),
            "level": _field("level", INT),
            "approval": _field("approval", approval),
            "facts": _field("facts", facts),
            "controls": _field("controls", MapOf(STRING)),
            "components": _field("components", ListOf(component)),
        },
    )
    return Vocabulary(subject=system)


def subject() -> System:
    """A system for which most rules have to be evaluated to the end."""
    return System(
        id="portal",
        source=Source("systems.yaml", 1, 1),
        name="Portal",
        status="operating",
        level=3,
        approval=Approval(status="approved", level=3, until="2028-01-01"),
        facts=Facts(information=("public", "personal"), secrecy="mat", online_service=True),
        controls={"backup": "yes", "logging": "partial"},
        components=(Component(id="web", kind="web", level=2), Component(id="app", kind="server", level=3),
                    Component(id="db", kind="database", level=3)),
    )  # fmt: skip


def best(loop: Callable[[list[None]], None], *, rounds: int = 9, seconds: float = 0.02) -> float:
    """Microseconds for one turn of a loop, without what an empty loop costs."""
    times, loops = [], 1
    while len(times) < rounds:
        turns = [None] * loops
        start = time.perf_counter()
        loop(turns)
        taken = time.perf_counter() - start
        start = time.perf_counter()
        for _ in turns:
            pass
        if taken >= seconds:
            times.append((taken - (time.perf_counter() - start)) / loops)
        else:
            loops *= 2
    return min(times) * 1e6


def ours(function: Callable[..., object], system: System) -> float:
    """Called as an engine calls it: a plain call in a loop."""

    def loop(turns: list[None]) -> None:
        for _ in turns:
            function(None, system)

    return best(loop)


def rust(program: cel.Program, context: object) -> float:
    """The bound method is looked up once, the context made once."""
    execute = program.execute

    def loop(turns: list[None]) -> None:
        for _ in turns:
            execute(context)

    return best(loop)


def main() -> int:
    """Print the table; the exit code is 1 if the budget or the ratio is missed."""
    system, words = subject(), vocabulary()
    bare = System(id="x", source=Source("x", 1, 1))
    plain = {k: v for k, v in msgspec.to_builtins(system).items() if v is not None}
    print("us per predicate: ours, ours where nothing is declared, Rust with a prepared context, Rust with")
    print("a context made for the subject, and how many times slower Rust is (prepared, not prepared)\n")
    total, slow = [0.0, 0.0, 0.0, 0.0], 0
    for text in RULES:
        function, program, context = compile_text(text, words).function, cel.compile(text), cel.Context(variables=plain)
        assert function(None, system) == program.execute(context), text
        row = [ours(function, system), ours(function, bare), rust(program, context), rust(program, plain)]
        slow += row[2] < RATIO * row[0]
        total = [a + b for a, b in zip(total, row, strict=True)]
        show(row, text)
    show([entry / len(RULES) for entry in total], "-- mean of all --")
    kept = total[0] / len(RULES) <= BUDGET and total[2] >= RATIO * total[0]
    print(
        f"\nbudget, on the mean: {BUDGET} us and {RATIO} times faster than prepared Rust: {'kept' if kept else 'MISSED'}"
    )
    print(f"rules that are less than {RATIO} times faster than prepared Rust by themselves: {slow} of {len(RULES)}")
    return int(not kept)


def show(row: list[float], text: str) -> None:
    """One line of the table."""
    own, unknown, prepared, fresh = row
    print(f"{own:7.3f} {unknown:7.3f} {prepared:7.3f} {fresh:8.2f} {prepared / own:6.1f}x {fresh / own:5.0f}x   {text}")


if __name__ == "__main__":
    sys.exit(main())
