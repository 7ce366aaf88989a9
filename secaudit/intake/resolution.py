"""Every name is resolved across files, or the places and the nearest names are told."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from ipaddress import ip_network

from secaudit.documents import Text
from secaudit.errors import InputError, Problem
from secaudit.intake import references
from secaudit.intake.references import Route
from secaudit.model import KINDS, Gateway, Inventory, Kind, Noun, PolicyEntry, merge

Piece = tuple[Text, Inventory]
_Ids = Mapping[Kind, Mapping[str, Noun]]
_SELECTABLE: tuple[Kind, ...] = ("segment", "network", "system")


def build(pieces: Sequence[Piece]) -> Inventory:
    """Merge the nouns of all files into one inventory in which every reference leads somewhere.

    Raises InputError with every duplicate id, dangling reference and impossible attachment.
    """
    whole = merge(inventory for _, inventory in pieces)
    ids: _Ids = {kind: {noun.id: noun for noun in whole.of(kind)} for kind in KINDS}
    problems = [problem for text, inventory in pieces for problem in _problems(text, inventory, ids)]
    if any(len(ids[kind]) != len(whole.of(kind)) for kind in KINDS):
        problems += _duplicates(pieces)
    if problems:
        raise InputError(problems)
    return whole


def _problems(text: Text, inventory: Inventory, ids: _Ids) -> Iterator[Problem]:
    for kind in KINDS:
        for row, noun in enumerate(inventory.of(kind)):
            for route, wanted, name in references.of(kind, noun):
                if name not in ids[wanted]:
                    yield _dangling(text, (f"{kind}s", row, *route), f"{wanted} {name!r}", name, ids[wanted])
    for row, gateway in enumerate(inventory.gateways):
        yield from _selectors(text, row, gateway, ids)
    yield from _directions(text, inventory)


def _directions(text: Text, inventory: Inventory) -> Iterator[Problem]:
    joined = [("gateways", row, noun.id, noun.one_way, noun.segments) for row, noun in enumerate(inventory.gateways)]
    joined += [("links", row, noun.id, noun.one_way, noun.between) for row, noun in enumerate(inventory.links)]
    for kind, row, name, one_way, segments in joined:
        if one_way is None:
            continue
        for key, end in (("from", one_way.from_), ("to", one_way.to)):
            if end not in segments:
                message = f"{name!r} is one-way {key} {end!r}, which it does not join"
                yield _problem(text, (kind, row, "one_way", key), message, f"it joins {', '.join(segments)}")
        if one_way.from_ == one_way.to:
            yield _problem(text, (kind, row, "one_way"), f"{name!r} is one-way from {one_way.to!r} to itself", "")


def _selectors(text: Text, row: int, gateway: Gateway, ids: _Ids) -> Iterator[Problem]:
    for number, entry in enumerate(gateway.policy or ()):
        for key, selector in _named(entry):
            problem = _selector_problem(selector, ids)
            if problem is not None:
                yield _problem(text, ("gateways", row, "policy", number, key), *problem)


def _named(entry: PolicyEntry) -> Iterator[tuple[str, str]]:
    for key, selector in (("from", entry.from_), ("to", entry.to)):
        for name in selector:
            yield key, name


def _selector_problem(selector: str, ids: _Ids) -> tuple[str, str] | None:
    """What is wrong with a selector, and what would be right; None if it names something."""
    prefix, colon, name = selector.partition(":")
    if selector == "any" or (colon and prefix == "zone"):
        return None
    if colon and prefix in _SELECTABLE:
        known = ids[prefix]
        return None if name in known else (f"there is no {prefix} {name!r}", _suggestion(name, known))
    kinds = [kind for kind in _SELECTABLE if selector in ids[kind]]
    if len(kinds) > 1:
        choices = " or ".join(f"'{kind}:{selector}'" for kind in kinds)
        return f"{selector!r} is the id of a {' and of a '.join(kinds)}", f"write {choices}"
    if kinds or _is_address(selector):
        return None
    known_names = [known for kind in _SELECTABLE for known in ids[kind]]
    return f"{selector!r} is no segment, network, system or address block", _suggestion(selector, known_names)


def _is_address(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _duplicates(pieces: Sequence[Piece]) -> Iterator[Problem]:
    for kind in KINDS:
        first: dict[str, Noun] = {}
        for text, inventory in pieces:
            for row, noun in enumerate(inventory.of(kind)):
                known = first.setdefault(noun.id, noun)
                if known is not noun:
                    message = f"{kind} {noun.id!r} is already declared in {known.source}"
                    yield _problem(text, (f"{kind}s", row, "id"), message, "ids of a kind are unique across all files")


def _dangling(text: Text, route: Route, what: str, name: str, known: Mapping[str, Noun]) -> Problem:
    return _problem(text, route, f"there is no {what}", _suggestion(name, known))


def _suggestion(name: str, known: Mapping[str, Noun] | Sequence[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else "declare it, or correct the id"


def _problem(text: Text, route: Route, message: str, help_text: str) -> Problem:
    line, column = text.position(route)
    return Problem(text.name, line, column, message, help_text)
