"""How long a predicate takes where many rules are asked about many systems: `python tests/benchmarks/bench_rules.py`.

The rules are those of all shipped packs that ask something of every system by its attributes (`every`, of systems),
taken again and again under other ids until there are enough. The systems are those of a generated inventory. As in
an audit, local rules are asked file by file, the others of all systems. Asked are `where`, and `assert` of whoever
that applies to, as the check asks them; then the whole engine, with findings.

A figure includes what a predicate has computed for it: dates parsed, levels determined, neighbours looked up. Every
round has scopes of its own, so that what a scope keeps (a level, once determined) is computed anew.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import generator
from msgspec.structs import replace

from secaudit import engine, intake, packs
from secaudit.checks import CHECKS
from secaudit.checks.every import _Every
from secaudit.documents import check, parse
from secaudit.errors import PolicyError
from secaudit.model import Inventory
from secaudit.policy import Rule, Scope

BUDGET = 0.5  # microseconds, as in bench_expressions.py
ENTITIES_A_SYSTEM = 7
SHOWN = 5


def systems(count: int) -> tuple[list[Inventory], Inventory]:
    """So many systems: file by file, and all together with what is beside them."""
    pieces, left, parts = [], count, []
    for name, text in generator.files(count * ENTITIES_A_SYSTEM):
        document = parse(name, text.encode())
        check(document, "inventory")
        fragment = intake.fragment(document)
        pieces.append((document.text, fragment))
        parts.append(replace(fragment, systems=fragment.systems[:left]))
        left -= len(parts[-1].systems)
    if left:
        raise SystemExit(f"the generator made {count - left} systems, not {count}")
    inventory = intake.build(pieces)
    kept = {system.id for part in parts for system in part.systems}
    return parts, replace(inventory, systems=tuple(system for system in inventory.systems if system.id in kept))


def attribute_rules(count: int) -> tuple[list[Rule], int]:
    """So many rules, each with predicates of its own, and how many of them are different."""
    folders = [folder for folder in packs.shipped() if folder.name != "org-template"]
    found: list[Rule] = []
    while len(found) < count:
        before = len(found)
        for folder in folders:
            try:
                book = packs.load([folder], CHECKS, as_of=generator.AS_OF, in_force_only=False)
            except PolicyError as error:
                raise SystemExit(f"{folder.name}: {error}") from error
            own = [rule for rule in book.rules if rule.card.pack == book.packs[-1].id and _is_asked(rule)]
            found += [replace(rule, card=replace(rule.card, id=f"{rule.card.id}-{len(found)}")) for rule in own]
        if not before:
            different = len(found)
    return list(islice(found, count)), different


def _is_asked(rule: Rule) -> bool:
    return isinstance(rule.check, _Every) and rule.check._kind == "system"


def ask(rules: Sequence[Rule], scope: Scope) -> int:
    """Ask the predicates of rules about the systems of a scope; how many that were."""
    asked = 0
    for rule in rules:
        where, claim = rule.check._where.function, rule.check._claim.function
        asked += len(scope.inventory.systems)
        for system in scope.inventory.systems:
            if where(scope, system) is not False:
                asked += 1
                claim(scope, system)
    return asked


def slowest(rules: Sequence[Rule], scope: Scope) -> list[tuple[float, str]]:
    """The rules by the microseconds of one predicate, worst first."""
    found = []
    for rule in rules:
        start = process_time()
        asked = ask([rule], scope)
        found.append(((process_time() - start) / asked * 1e6, rule.card.id))
    return sorted(found, reverse=True)


def main() -> int:
    """Print the table; the exit code is 1 if the budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--rules", type=int, default=300)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    gc.disable()  # as the command line does
    files, whole = systems(arguments.systems)
    rules, different = attribute_rules(arguments.rules)
    local, others = ([rule for rule in rules if rule.check.is_local is here] for here in (True, False))
    for rule in rules:
        rule.check._where.function, rule.check._claim.function  # noqa: B018  (compile)
    alone, together = [], []
    for _ in range(arguments.rounds):
        scopes = [Scope(part, generator.AS_OF) for part in files]
        start = process_time()
        asked = sum(ask(local, scope) for scope in scopes) + ask(others, Scope(whole, generator.AS_OF))
        alone.append(process_time() - start)
        scopes = [Scope(part, generator.AS_OF) for part in files]
        start = process_time()
        outcomes = [engine.evaluate(local, scope) for scope in scopes]
        outcome = engine.add([*outcomes, engine.evaluate(others, Scope(whole, generator.AS_OF))])
        together.append(process_time() - start)
    each, all_of_it, count = median(alone) / asked * 1e6, median(together), len(whole.systems)
    print(
        f"{len(rules)} rules ({different} different, {len(local)} local) over {count} systems, median of {arguments.rounds}\n"
    )
    print(
        "| predicates asked | CPU s | us each | budget | | with engine and findings, CPU s | findings | us a rule and system |"
    )
    print("| -: | -: | -: | -: | - | -: | -: | -: |")
    verdict = "PASS" if each <= BUDGET else "**miss**"
    print(
        f"| {asked} | {median(alone):.2f} | {each:.3f} | {BUDGET} | {verdict} | {all_of_it:.2f} | {len(outcome.findings)} "
        f"| {all_of_it / len(rules) / count * 1e6:.3f} |\n"
    )
    scope = Scope(whole, generator.AS_OF)
    ask(rules, scope)
    told = ", ".join(f"{name} {each:.2f}" for each, name in slowest(rules, scope)[:SHOWN])
    print(f"slowest, us a predicate when asked a second time: {told}")
    return int(each > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
