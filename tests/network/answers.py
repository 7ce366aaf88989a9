"""`semantics.md` section 3 as an answer-set program: what is forwarded, service by service, held and informed.

Knows the plain inventory only. An end is a segment and an address in it, one for each kind of address that policies
tell apart; a header is between ends. A proxy takes over a conversation that it stands in the way of, or whose opener
may talk for that service with an address of one of the proxy's segments; it judges it and opens it anew from any
address of any of its own segments, the one it was entered by included. Information goes with questions, and back with
answers to those that get through without a diode or a one-way link.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import clingo

from tests.network.building import with_insides
from tests.network.exact import End, _ends, _is_possible, _names, _services
from tests.network.replay import PROXIES, covers, is_off

Content = Mapping[str, Any]
PROGRAM = """
% In world 0 all devices stand, in world 1 none that carries nothing back: there conversations are answered.
stands(W, D)    :- world(W), joins(D, _), not silent(W, D).
silent(1, D)    :- one_way(D).
arc(W, S, T, D) :- stands(W, D), joins(D, S), joins(D, T), S != T, not directed(D), not off(D).
arc(W, S, T, D) :- stands(W, D), direction(D, S, T), not off(D).
directed(D)     :- direction(D, _, _).

% A header (A, B, K) on its way is in segment S. The first entry that matches decides what a device does with it; one
% that perhaps matches, because something is not declared, permits it too but does not keep later ones from deciding.
at(W, A, B, K, S) :- world(W), in(A, S), end(B), service(K), not strange(A, B).
at(W, A, B, K, T) :- at(W, A, B, K, S), arc(W, S, T, D), not judges(D).
at(W, A, B, K, T) :- at(W, A, B, K, S), arc(W, S, T, D), judges(D), not proxy(D), passes(D, A, B, K).
arrives(W, A, B, K) :- at(W, A, B, K, S), in(B, S).

left(D, 0, A, B, K)     :- at(_, A, B, K, S), joins(D, S), judges(D).
left(D, 0, A, B, K)     :- asked(_, D, A, K), end(B).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, From, _), not covers_all(From, A).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, _, To), not covers_all(To, B).
left(D, I + 1, A, B, K) :- left(D, I, A, B, K), entry(D, I, _, _), not covers(D, I, K).
passes(D, A, B, K) :- permits(D, I), left(D, I, A, B, K), entry(D, I, From, To),
                      names(From, A), names(To, B), covers(D, I, K).
passes(D, A, B, K) :- permits_rest(D), length(D, I), left(D, I, A, B, K).

% A proxy is entered from S or asked, judges, and a new conversation begins in T.
asked(W, D, A, K)    :- proxy(D), stands(W, D), joins(D, S), in(B, S), arrives(W, A, B, K).
taken(W, D, A, B, K) :- proxy(D), stands(W, D), joins(D, S), at(W, A, B, K, S), passes(D, A, B, K).
taken(W, D, A, B, K) :- asked(W, D, A, K), passes(D, A, B, K).
gets(W, A, B, K) :- arrives(W, A, B, K).
gets(W, A, B, K) :- taken(W, D, A, B, K), opened(W, D, B, K).
opened(W, D, B, K) :- proxy(D), stands(W, D), joins(D, T), in(A, T), gets(W, A, B, K).

forwards(S, T, K) :- gets(0, A, B, K), in(A, S), in(B, T).
answers(T, S, K)  :- gets(1, A, B, K), in(A, S), in(B, T).
reaches(S, S) :- segment(S).
reaches(S, U) :- reaches(S, T), forwards(T, U, _).
informs(S, S) :- segment(S), world(1).
informs(S, U) :- informs(S, T), forwards(T, U, _).
informs(S, U) :- informs(S, T), answers(T, U, _).

% The closures over one service alone.
reaches(S, S, K) :- segment(S), service(K), alone.
reaches(S, U, K) :- reaches(S, T, K), forwards(T, U, K).
informs(S, S, K) :- segment(S), service(K), alone, world(1).
informs(S, U, K) :- informs(S, T, K), forwards(T, U, K).
informs(S, U, K) :- informs(S, T, K), answers(T, U, K).
"""


class Answers:
    """The relations of an inventory, segments by id: `informs` and the closures over one service where wanted."""

    def __init__(
        self, content: Content, as_of: str, program: str = PROGRAM, *, informs: bool = False, alone: bool = False
    ) -> None:
        """Solve at once. The program is stratified: it has one answer set, found while it is grounded."""
        self.services = sorted(_services(content))
        self._names = [segment["id"] for segment in content["segments"]]
        wanted = ["world(0).", *["world(1)."] * informs, *["alone."] * alone]
        control = clingo.Control(["--warn=none"])
        control.add("base", [], program + "\n".join((*wanted, *_facts(content, as_of, self.services))))
        control.ground([("base", [])])
        self.forwards = {one for one in self._told(control, "forwards") if one[0] != one[1]}
        self.reaches = self._pairs(control, "reaches")
        self.informs = self._pairs(control, "informs")
        self.alone = {name: self._told(control, name) for name in ("reaches", "informs")}

    def _pairs(self, control: clingo.Control, name: str) -> set[tuple[str, str]]:
        return {(self._names[a], self._names[b]) for a, b in _numbers(control, name, 2)}

    def _told(self, control: clingo.Control, name: str) -> set[tuple[str, str, str]]:
        return {(self._names[a], self._names[b], self.services[k]) for a, b, k in _numbers(control, name, 3)}


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
    for number, device in enumerate((*content["gateways"], *with_insides(content)["links"], *content["hosts"])):
        yield from (f"joins({number}, {index[name]})." for name in device.get("between") or device["segments"])
        yield from _directions(number, device, index)
        if is_off(device.get("forwarding", {}), as_of):
            yield f"off({number})."
        if "policy" in device or device.get("kind") in PROXIES:
            yield from _policy(number, device, services, selections)
    for text, number in selections.items():
        for place, end in enumerate(ends):
            named = max(_names(content, one, end) for one in text.split())
            yield from [f"names({number}, {place})."] * (named > 0) + [f"covers_all({number}, {place})."] * (named > 1)


def _directions(number: int, device: Content, index: Mapping[str, int]) -> Iterator[str]:
    """What passes one way only, and carries nothing back; a firewall used as a diode carries answers."""
    if "between" not in device and device.get("kind") != "data_diode":
        return
    one_way = device.get("one_way")
    if one_way is not None:
        yield f"direction({number}, {index[one_way['from']]}, {index[one_way['to']]})."
    if one_way is not None or "between" not in device:
        yield f"one_way({number})."


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
