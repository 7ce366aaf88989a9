"""Which arcs lie on some way from a source to a target, by an answer-set program beside that of `answers.py`.

An arc is told as whether an answer takes it, and from where to where a question goes by way of which device.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import clingo

from secaudit.network import Network
from tests.network.answers import PROGRAM, _facts, _numbers
from tests.network.building import with_insides
from tests.network.exact import _services

Content = Mapping[str, Any]
Arc = tuple[bool, str, str, str]
Relation = Literal["forwards", "reaches", "informs"]

STEPS = {
    "forwards": "step(0, S, T) :- forwards(S, T, _), source(S), target(T).",
    "reaches": "step(0, S, T) :- forwards(S, T, _), held(S), leads(T).",
    "informs": """
        step(0, S, T) :- forwards(S, T, _), held(S), leads(T).
        step(1, T, S) :- answers(S, T, _), held(S), leads(T).
    """,
}
HELD = {
    "forwards": "",
    "reaches": "held(T) :- held(S), forwards(S, T, _). leads(S) :- leads(T), forwards(S, T, _).",
    "informs": """
        held(T) :- held(S), forwards(S, T, _). leads(S) :- leads(T), forwards(S, T, _).
        held(T) :- held(S), answers(S, T, _).  leads(S) :- leads(T), answers(S, T, _).
    """,
}
USED = """
held(S)  :- source(S).
leads(S) :- target(S).

% The conversations of such steps, and those that proxies open for them.
wanted(W, A, B, K) :- step(W, S, T), in(A, S), in(B, T), gets(W, A, B, K).
wanted(W, C, B, K) :- wanted(W, A, B, K), taken(W, D, A, B, K), opened(W, D, B, K), joins(D, S), in(C, S), gets(W, C, B, K).

% A header in a segment is of use if it is there, if a proxy takes it over, or asks it, or if it moves on to where it is.
of_use(W, A, B, K, S) :- wanted(W, A, B, K), at(W, A, B, K, S), in(B, S).
of_use(W, A, B, K, S) :- enters(W, D, A, B, K, S), at(W, A, B, K, S).
of_use(W, A, C, K, S) :- asks(W, D, A, C, B, K), in(C, S).
of_use(W, A, B, K, S) :- of_use(W, A, B, K, T), at(W, A, B, K, S), moves(W, S, T, D, A, B, K).
moves(W, S, T, D, A, B, K) :- at(W, A, B, K, S), arc(W, S, T, D), not judges(D).
moves(W, S, T, D, A, B, K) :- at(W, A, B, K, S), arc(W, S, T, D), judges(D), not proxy(D), passes(D, A, B, K).

opens(W, D, A, B, K)     :- wanted(W, A, B, K), taken(W, D, A, B, K), opened(W, D, B, K).
enters(W, D, A, B, K, S) :- opens(W, D, A, B, K), joins(D, S), at(W, A, B, K, S), passes(D, A, B, K).
asks(W, D, A, C, B, K)   :- opens(W, D, A, B, K), joins(D, S), in(C, S), arrives(W, A, C, K), passes(D, A, B, K).
enters(W, D, A, B, K, S) :- asks(W, D, A, C, B, K), in(C, S).

used(W, S, T, D) :- of_use(W, A, B, K, T), moves(W, S, T, D, A, B, K).
used(W, S, T, D) :- enters(W, D, A, B, K, S), joins(D, T), S != T, in(C, T), gets(W, C, B, K).
"""


def used(content: Content, as_of: str, relation: Relation, sources: Iterable[str], targets: Iterable[str]) -> set[Arc]:
    """The arcs on some way of a relation, nothing closed."""
    names = [segment["id"] for segment in content["segments"]]
    devices = [device["id"] for device in (*content["gateways"], *with_insides(content)["links"], *content["hosts"])]
    facts = [
        *(f"source({names.index(name)})." for name in sources),
        *(f"target({names.index(name)})." for name in targets),
        *(["world(0)."] if relation != "informs" else ["world(0..1)."]),
        *_facts(content, as_of, sorted(_services(content))),
    ]
    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM + STEPS[relation] + HELD[relation] + USED + "\n".join(facts))
    control.ground([("base", [])])
    return {(bool(world), names[a], names[b], devices[d]) for world, a, b, d in _numbers(control, "used", 4)}


def told(network: Network, arcs: Iterable[int]) -> set[Arc]:
    """Arcs of a network in the same words."""
    asked = {answer: arc for arc, answer in network.answers.items()}
    return {
        (arc in asked, network.segments[network.tails[question]].id, network.segments[network.heads[question]].id,
         network.devices[network.vias[question]].id)
        for arc in arcs
        for question in [asked.get(arc, arc)]
    }  # fmt: skip
