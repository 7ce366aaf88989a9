"""Which fields of which nouns are not declared."""

from typing import Protocol

from secaudit.expressions import Predicate


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def absent(predicate: Predicate, env: object, **nouns: _Named) -> tuple[str, ...]:
    """The undeclared fields of several nouns that leave an answer open, each with the id of its noun.

    `nouns` are the variables of the predicate, in its order. A path of the variable `device`, such as
    `device.approval.level`, becomes `approval.level (border-gw)`; empty when the answer is known.
    """
    return tuple(_of(path, nouns) for path in predicate.missing(env, *nouns.values()))


def _of(path: str, nouns: dict[str, _Named]) -> str:
    variable, dot, field = path.partition(".")
    return f"{field} ({nouns[variable].id})" if dot and variable in nouns else path
