"""Tests as they are tried on mutants: which of them, and in which order."""

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tests.mutation.mutants import Mutant


@dataclass
class Trial:
    """One test, how long it takes and which lines of the targets it passes."""

    run: Callable[[], bool]
    name: str
    seconds: float = 0.0
    lines: dict[str, set[int]] = field(default_factory=dict)

    def meets(self, mutant: Mutant) -> bool:
        return any(mutant.line <= line <= mutant.last_line for line in self.lines.get(mutant.module, ()))


def chosen(meeting: Sequence[Trial], kills: Mapping[str, int], latest: Collection[str], budget: float) -> list[Trial]:
    """The quickest tests that the budget suffices for, and whatever killed lately; those that kill much come first."""
    quickest = sorted(meeting, key=lambda trial: trial.seconds)
    spent = itertools.accumulate(trial.seconds for trial in quickest)
    within = [
        trial
        for trial, sofar in zip(quickest, spent, strict=True)
        if sofar - trial.seconds < budget or trial.name in latest
    ]
    return sorted(within, key=lambda trial: (trial.name not in latest, trial.seconds / (1 + kills.get(trial.name, 0))))
