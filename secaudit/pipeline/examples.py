"""The examples of rules, run as tests: the same code for us and for whoever writes rules of his own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from secaudit import engine, intake, packs
from secaudit.checks import CHECKS
from secaudit.documents import check
from secaudit.errors import SecauditError
from secaudit.network import connect
from secaudit.policy import Example, Rule, Scope

DAY_OF_EXAMPLES = "2026-11-22"


def try_examples(folders: Sequence[Path]) -> Iterator[tuple[Rule, Example, str]]:
    """Run every example of the rules in some folders; the text says what differs, or nothing.

    Each folder is tried by itself, because packs of different days may have the same rules.
    """
    return (tried for folder in folders for tried in _of_pack(folder))


def _of_pack(folder: Path) -> Iterator[tuple[Rule, Example, str]]:
    settings = {
        (example.as_of, tuple(sorted(example.parameters.items()))) for _, example in _examples(folder, None, {})
    }
    for as_of, parameters in sorted(settings, key=str):
        for rule, example in _examples(folder, as_of, dict(parameters)):
            if (example.as_of, tuple(sorted(example.parameters.items()))) == (as_of, parameters):
                yield rule, example, _difference(rule, example, as_of or DAY_OF_EXAMPLES)


def _examples(folder: Path, as_of: str | None, parameters: dict[str, str | int]) -> Iterator[tuple[Rule, Example]]:
    book = packs.load([folder], CHECKS, as_of=as_of or DAY_OF_EXAMPLES, parameters=parameters, in_force_only=False)
    own = book.packs[-1].id  # what the pack is added to comes before it
    for rule in book.rules:
        if rule.card.pack == own:
            for example in rule.examples:
                yield rule, example


def _difference(rule: Rule, example: Example, as_of: str) -> str:
    """What a rule finds in an example against what the example says, both ways."""
    try:
        check(example.document, "inventory")
        inventory = intake.build([(example.document.text, intake.fragment(example.document))])
    except SecauditError as error:
        return str(error)
    scope = Scope(inventory, as_of, connect(inventory, as_of))
    found = engine.evaluate([rule], scope).findings
    names = sorted(finding.subject.partition(":")[2] for finding in found)
    states = {finding.state for finding in found}
    wanted = set() if example.expects == "pass" else {example.expects}
    if names == sorted(example.finds) and states == wanted:
        return ""
    return f"expected {example.expects} {sorted(example.finds)}, found {'/'.join(sorted(states)) or 'pass'} {names}"
