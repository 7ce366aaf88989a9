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
    BOOL, INT, STRING, Field, ListOf, MapOf, Record, Vocabulary, compile_text,
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
    approval = Record("approval", {"status": _field("status", STRING), "level": _field("level", INT), "until": _field("until", STRING)})
    facts = Record(
        "facts",
        {"information": _field("information", ListOf(STRING)), "secrecy": _field("secrecy", STRING), "online_service": _field("online_service", BOOL)},
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


def best(call: Callable[[], object], *, rounds: int = 7, seconds: float = 0.03) -> float:
    """Microseconds for one call."""
    times, loops = [], 1
    while True:
        start = time.perf_counter()
        for _ in range(loops):
            call()
        taken = time.perf_counter() - start
        if taken >= seconds:
            times.append(taken / loops)
            if len(times) == rounds:
                return min(times) * 1e6
        else:
            loops *= 2


def overhead() -> float:
    """What the measuring costs: one call of a function that does nothing."""
    return best(lambda: None)


def main() -> int:
    """Print the table; the exit code is 1 if the budget or the ratio is missed."""
    system, words, missed = subject(), vocabulary(), False
    plain = {k: v for k, v in msgspec.to_builtins(system).items() if v is not None}
    empty = overhead()
    print(f"{'ours':>8} {'unknown':>8} {'Rust':>8} {'ratio':>7}   us per predicate (call of an empty lambda, {empty:.3f}, taken off)")
    bare = System(id="x", source=Source("x", 1, 1))
    for text in RULES:
        function, program, context = compile_text(text, words).function, cel.compile(text), cel.Context(variables=plain)
        assert function(None, system) == program.execute(context), text
        ours = best(lambda f=function: f(None, system)) - empty  # type: ignore[misc]
        unknown = best(lambda f=function: f(None, bare)) - empty  # type: ignore[misc]
        rust = best(lambda p=program, c=context: p.execute(c)) - empty  # type: ignore[misc]
        missed |= ours > BUDGET or rust < RATIO * ours
        print(f"{ours:8.3f} {unknown:8.3f} {rust:8.3f} {rust / ours:6.1f}x   {text}")
    print(f"budget: {BUDGET} us and {RATIO}x: {'MISSED' if missed else 'kept'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
