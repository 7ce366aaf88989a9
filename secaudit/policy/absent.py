"""Which fields of which nouns are not declared."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from secaudit.expressions import Predicate
from secaudit.model import Network, Segment, System
from secaudit.policy.scope import Scope

# A field, and the id of the noun to which it belongs.
_Field = tuple[str, str]
_OF_ANOTHER = re.compile(r"(unit|system|segment|network|gateway)\((.+)\)\.([\w.]+)")


def absent(predicate: Predicate, scope: Scope, **nouns: Any) -> tuple[str, ...]:  # noqa: ANN401  (nouns, or devices)
    """The undeclared fields of several nouns that leave an answer open, each with the id of its noun.

    `nouns` are the variables of the predicate, in its order. A path of the variable `device`, such as
    `device.approval.level`, becomes `approval.level (border-gw)`; empty when the answer is known.
    """
    found: list[str] = []
    for path in predicate.missing(scope, *nouns.values()):
        variable, dot, field = path.partition(".")
        if dot and variable in nouns:
            found += (f"{name} ({owner})" for name, owner in _behind(scope, nouns[variable], field))
        else:
            found.append(path)
    return tuple(found)


def absent_of(predicate: Predicate, scope: Scope, noun: Any) -> tuple[str, ...]:  # noqa: ANN401  (any kind of noun)
    """The undeclared fields that leave an answer about one noun open; fields of others with the id of theirs."""
    fields = (field for path in predicate.missing(scope, noun) for field in _behind(scope, noun, path))
    return tuple(name if owner == noun.id else f"{name} ({owner})" for name, owner in fields)


def _behind(scope: Scope, noun: Any, path: str) -> Iterable[_Field]:  # noqa: ANN401
    """The fields for which a derived fact waits; any other path is a field itself."""
    other = _OF_ANOTHER.fullmatch(path)
    if other:
        return tuple(_of_another(scope, *other.groups()))
    waits = _BEHIND.get(type(noun), {}).get(path)
    return (() if waits is None else tuple(dict.fromkeys(waits(scope, noun)))) or ((path, noun.id),)


def _of_another(scope: Scope, kind: str, name: str, field: str) -> Iterator[_Field]:
    """The field of a noun that was looked up by its id."""
    if field == "domain_computed":
        yield "domain", name
    else:
        known = scope.by_id[kind].get(name)  # type: ignore[index]
        yield from ((field, name),) if known is None else _behind(scope, known, field)


def _of_level(scope: Scope, system: Any) -> Iterator[_Field]:  # noqa: ANN401
    determined = scope.determined.get(system.id)
    names = {f"facts.{name}" for wait in determined.open for name in wait.missing} if determined is not None else ()
    yield from ((name.replace("facts.kind", "kind"), system.id) for name in sorted(names))


def _of_zones(_: Scope, system: Any) -> Iterator[_Field]:  # noqa: ANN401
    yield "segments", system.id


def _of_sites(scope: Scope, network: Any) -> Iterator[_Field]:  # noqa: ANN401
    yield from (("site", one.id) for one in scope.inventory.segments if one.network == network.id and one.site is None)


def _of_connected_networks(scope: Scope, system: Any) -> Iterator[_Field]:  # noqa: ANN401
    lies_on = scope.segments_of_system
    near = {neighbour for one in lies_on.get(system.id, ()) for neighbour in scope.neighbours.get(one, {one})}
    near.update(*(lies_on.get(partner, ()) for partner in scope.partners.get(system.id, ())))
    for name in sorted(near):
        yield from _of_network("kind")(scope, scope.by_id["segment"][name])


def _of_network(field: str) -> Callable[[Scope, Any], Iterator[_Field]]:
    def waits(scope: Scope, segment: Any) -> Iterator[_Field]:  # noqa: ANN401
        network = scope.by_id["network"].get(segment.network)
        if network is None:
            yield "network", segment.id
        elif getattr(network, field) is None:
            yield field, network.id

    return waits


_BEHIND: dict[type, dict[str, Callable[[Scope, Any], Iterator[_Field]]]] = {
    System: {"level_computed": _of_level, "zones": _of_zones, "connected_networks": _of_connected_networks},
    Segment: {"trust": _of_network("trust"), "network_kind": _of_network("kind")},
    Network: {"sites": _of_sites},
}
