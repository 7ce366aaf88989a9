"""`semantics.md` section 3 as an answer-set program: what is forwarded, service by service, and what is held.

Knows the plain inventory only. An end is a segment and an address in it, one for each kind of address that policies
tell apart; a header is between ends. A proxy takes over a conversation that it stands in the way of, or whose opener
may talk for that service with an address of one of the proxy's segments; it judges it and opens it anew from any
address of any of its own segments, the one it was entered by included.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import clingo

from tests.network.exact import End, _ends, _is_possible, _names, _services
from tests.network.replay import PROXIES, covers, is_off

Content = Mapping[str, Any]
PROGRAM = """
arc(S, T, D) :- joins(D, S), joins(D, T), S != T, not one_way(D), not off(D).
arc(S, T, D) :- one_way(D, S, T), not off(D).
one_way(D)   :- one_way(D, _, _).

% A header (A, B, K) on its way is in segment S. The first entry that matches decides what a device does with it; one
% that perhaps matches, because something is not declared, permits it too but does not keep later ones from deciding.
at(A, B, K, S) :- in(A, S), end(B), service(K), not strange(A, B).
at(A, B, K, T) :- at(A, B, K, S), arc(S, T, D), not judges(D).
at(A, B, K, T) :- at(A, B, K, S), arc(S, T, D), judges(D), not proxy(D), passes(D, A, B, K).
arrives(A, B, K) :- at(A, B, K, S), in(B, S).

left(D, 0, A, B, K)     :- at(A, B, K, S), joins(D, S), judges(D).
left(D, 0, A, B, K)     :- asked(D, A, K), end(B).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, From, _), not covers_all(From, A).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, _, To), not covers_all(To, B).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, _, _), not covers(D, I, K).
passes(D, A, B, K) :- permits(D, I), left(D, I, A, B, K), entry(D, I, From, To),
                      names(From, A), names(To, B), covers(D, I, K).
passes(D, A, B, K) :- permits_rest(D), length(D, I), left(D, I, A, B, K).

% A proxy is entered from S or asked, judges, and a new conversation begins in T.
asked(D, A, K)    :- proxy(D), joins(D, S), in(B, S), arrives(A, B, K).
taken(D, A, B, K) :- proxy(D), joins(D, S), at(A, B, K, S), passes(D, A, B, K).
taken(D, A, B, K) :- asked(D, A, K), passes(D, A, B, K).
gets(A, B, K) :- arrives(A, B, K).
gets(A, B, K) :- taken(D, A, B, K), opened(D, B, K).
opened(D, B, K) :- proxy(D), joins(D, T), in(A, T), gets(A, B, K).

forwards(S, T, K) :- gets(A, B, K), in(A, S), in(B, T).
reaches(S, S) :- segment(S).
reaches(S, U) :- reaches(S, T), forwards(T, U, _).
"""


class Answers:
    """The two relations of an inventory, segments by id."""

    def __init__(self, content: Content, as_of: str, program: str = PROGRAM) -> None:
        """Solve at once. The program is stratified: it has one answer set, found while it is grounded."""
        self.services = sorted(_services(content))
        names = [segment["id"] for segment in content["segments"]]
        control = clingo.Control(["--warn=none"])
        control.add("base", [], program + "\n".join(_facts(content, as_of, self.services)))
        control.ground([("base", [])])
        self.forwards = {
            (names[a], names[b], self.services[k]) for a, b, k in _numbers(control, "forwards", 3) if a != b
        }
        self.reaches = {(names[a], names[b]) for a, b in _numbers(control, "reaches", 2)}


def _numbers(control: clingo.Control, name: str, arity: int) -> Iterator[tuple[int, ...]]:
    for atom in control.symbolic_atoms.by_signature(name, arity):
        assert atom.is_fact
        yield tuple(argument.number for argument in atom.symbol.arguments)


def _facts(content: Content, as_of: str, services: list[str]) -> Iterator[str]:
    index = {segment["id"]: number for number, segment in enumerate(content["segments"])}
    ends = list(_ends(content))
    selections: dict[str, int] = {}
    yield f"segment(0..{len(index) - 1}). service(0..{len(services) - 1}). end(0..{len(ends) - 1})."
    yield from (f"in({number}, {index[end.segment]})." for number, end in enumerate(ends))
    yield from _strange(content, ends)
    for number, device in enumerate((*content["gateways"], *content["links"], *content["hosts"])):
        yield from (f"joins({number}, {index[name]})." for name in device.get("between") or device["segments"])
        if "one_way" in device:
            yield f"one_way({number}, {index[device['one_way']['from']]}, {index[device['one_way']['to']]})."
        if is_off(device.get("forwarding", {}), as_of):
            yield f"off({number})."
        if "policy" in device or device.get("kind") in PROXIES:
            yield from _policy(number, device, services, selections)
    for text, number in selections.items():
        for place, end in enumerate(ends):
            named = max(_names(content, one, end) for one in text.split())
            yield from [f"names({number}, {place})."] * (named > 0) + [f"covers_all({number}, {place})."] * (named > 1)


def _strange(content: Content, ends: list[End]) -> Iterator[str]:
    """The pairs of addresses between which no packet can be."""
    for a, source in enumerate(ends):
        yield from (f"strange({a}, {b})." for b, target in enumerate(ends) if not _is_possible(content, source, target))


def _policy(number: int, device: Content, services: list[str], selections: dict[str, int]) -> Iterator[str]:
    policy = device.get("policy", ())
    if device.get("kind") in PROXIES:
        yield f"proxy({number})."
    yield f"judges({number}). length({number}, {len(policy)})."
    if "policy" not in device or device.get("default") == "permit":
        yield f"permits_rest({number})."
    for place, entry in enumerate(policy):
        texts = (one if isinstance(one, str) else " ".join(one) for one in (entry["from"], entry["to"]))
        ends = [selections.setdefault(text, len(selections)) for text in texts]
        yield f"entry({number}, {place}, {ends[0]}, {ends[1]})."
        if entry["action"] == "permit":
            yield f"permits({number}, {place})."
        for kind, service in enumerate(services):
            if any(covers(wide, service) for wide in entry.get("services", ["any"])):
                yield f"covers({number}, {place}, {kind})."
