"""`semantics.md` section 3 as an answer-set program: what is forwarded, service by service, and what is held.

Knows the plain inventory only. An entry that names a part of a segment permits it and does not deny it. A proxy
takes over a conversation that it stands in the way of, or whose opener may talk for that service with one of the
proxy's segments; it judges it and opens it anew from any of its own segments, the one it was entered by included.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import clingo

from tests.network.exact import _services
from tests.network.replay import PROXIES, _matches, covers, is_off

Content = Mapping[str, Any]
PROGRAM = """
arc(S, T, D) :- joins(D, S), joins(D, T), S != T, not one_way(D), not off(D).
arc(S, T, D) :- one_way(D, S, T), not off(D).
one_way(D)   :- one_way(D, _, _).

% The first entry that matches decides. What an entry may name is permitted; what it names for certain is settled.
may(D, I, A, B)  :- entry(D, I, From, To), may(From, A), may(To, B).
must(D, I, A, B) :- entry(D, I, From, To), must(From, A), must(To, B).
left(D, 0, A, B, K)     :- judges(D), segment(A), segment(B), service(K).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, _, _), not must(D, I, A, B).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, _, _), not covers(D, I, K).
passes(D, A, B, K) :- permits(D, I), left(D, I, A, B, K), may(D, I, A, B), covers(D, I, K).
passes(D, A, B, K) :- permits_rest(D), length(D, I), left(D, I, A, B, K).

% A header (A, B, K) on its way is in segment S.
at(A, B, K, A) :- segment(A), segment(B), service(K).
at(A, B, K, T) :- at(A, B, K, S), arc(S, T, D), not judges(D).
at(A, B, K, T) :- at(A, B, K, S), arc(S, T, D), judges(D), not proxy(D), passes(D, A, B, K).
arrives(A, B, K) :- at(A, B, K, B).

% A proxy is entered from S, judges, and a new conversation begins in T.
taken(D, A, B, K) :- proxy(D), joins(D, S), at(A, B, K, S), passes(D, A, B, K).
taken(D, A, B, K) :- proxy(D), joins(D, S), arrives(A, S, K), passes(D, A, B, K).
forwards(A, B, K) :- arrives(A, B, K).
forwards(A, B, K) :- taken(D, A, B, K), joins(D, T), forwards(T, B, K).

reaches(A, A) :- segment(A).
reaches(A, C) :- reaches(A, B), forwards(B, C, _).
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
    selections: dict[str, int] = {}
    yield f"segment(0..{len(index) - 1}). service(0..{len(services) - 1})."
    for number, device in enumerate((*content["gateways"], *content["links"], *content["hosts"])):
        yield from (f"joins({number}, {index[name]})." for name in device.get("between") or device["segments"])
        if "one_way" in device:
            yield f"one_way({number}, {index[device['one_way']['from']]}, {index[device['one_way']['to']]})."
        if is_off(device.get("forwarding", {}), as_of):
            yield f"off({number})."
        if "policy" in device or device.get("kind") in PROXIES:
            yield from _policy(number, device, services, selections)
    for text, number in selections.items():
        matches = {
            name: max(_matches(one, content["segments"][k]) for one in text.split()) for name, k in index.items()
        }
        yield from (f"may({number}, {index[name]})." for name, match in matches.items() if match > 0)
        yield from (f"must({number}, {index[name]})." for name, match in matches.items() if match == 1)


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
