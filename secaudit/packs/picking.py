"""Which of the rules in force are asked: the longest code that fits a rule decides, as in ruff.

A code is the beginning of a rule's id (`GWP`, `GWP-0`, `GWP-03`) or `ALL`.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from secaudit.errors import PolicyError, Problem
from secaudit.policy import Rule

ALL = "ALL"


def pick(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that are selected and not ignored; without a selection all are.

    Raises PolicyError for a code that fits no rule, and if nothing is left to ask.
    """
    ids = [rule.card.id for rule in rules]
    problems = [
        _unknown(option, code, ids)
        for option, codes in (("select", select), ("ignore", ignore))
        for code in codes
        if not any(_fits(code, name) for name in ids)
    ]
    if problems:
        raise PolicyError(problems)
    chosen = tuple(rule for rule in rules if _is_chosen(rule.card.id, select or (ALL,), ignore))
    if not chosen:
        raise PolicyError([Problem("ignore", 0, 0, "no rule is left to be asked", "ignore less")])
    return chosen


def _fits(code: str, name: str) -> bool:
    return code == ALL or (code != "" and name.startswith(code))


def _is_chosen(name: str, select: Iterable[str], ignore: Iterable[str]) -> bool:
    return _longest(select, name) > _longest(ignore, name)


def _longest(codes: Iterable[str], name: str) -> int:
    """How closely the codes fit: the length of the longest, 0 for `ALL`, less than that if none fits."""
    return max((0 if code == ALL else len(code) for code in codes if _fits(code, name)), default=-1)


def _unknown(option: str, code: str, ids: Sequence[str]) -> Problem:
    groups = sorted({name.partition("-")[0] for name in ids})
    near = get_close_matches(code, [*ids, *groups, ALL], n=3, cutoff=0.6)
    known = f"did you mean {' or '.join(map(repr, near))}?" if near else f"there are {', '.join(groups)}"
    return Problem(option, 0, 0, f"no rule in force begins with {code!r}", known)
