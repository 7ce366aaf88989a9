"""The ways from one place to another, or why there is none: composed from what the network answers."""

from collections import deque
from collections.abc import Callable, Collection

from msgspec import Struct

from secaudit.expressions import UNKNOWN, compile_text
from secaudit.findings.evidence import Hop
from secaudit.network import Device, Network
from secaudit.network import services as service_sets
from secaudit.network.denial import Stop
from secaudit.network.prevention import Prevention
from secaudit.network.selection import Named, Names
from secaudit.network.steps import Way
from secaudit.network.ways import Asked, Closed, Relation, Ways
from secaudit.pipeline.audit import load
from secaudit.pipeline.questions import Situation
from secaudit.policy import Vocabularies

_SEARCHES = 25  # for each way that is wanted


class PathQuestion(Struct, frozen=True, kw_only=True):
    """From where to where, by which relation, past which devices, and how many ways are wanted."""

    origin: str
    goal: str
    relation: Relation = "reaches"
    service: str = "any"
    avoid: tuple[str, ...] = ()
    through: str | None = None
    wanted: int = 1


class Halt(Struct, frozen=True):
    """A device of the cut, told: the conversation that it stops, why, and where that is declared."""

    device: Hop
    origin: str
    target: str


class WhyNot(Struct, frozen=True):
    """What is held instead, the cut, and the devices each of which alone would open it.

    `looked_at_all`: no device and no target was left out for being too many.
    """

    held: tuple[str, ...]
    stops: tuple[Halt, ...]
    openings: tuple[tuple[Hop, int], ...]
    looked_at_all: bool


class PathAnswer(Struct, frozen=True, kw_only=True):
    """The segments at both ends, those that are reached, the ways, or why there is none."""

    origin: tuple[str, ...]
    goal: tuple[str, ...]
    reached: tuple[str, ...]
    ways: tuple[tuple[Hop, ...], ...]
    why_not: WhyNot | None = None
    undeclared: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def path(situation: Situation, question: PathQuestion) -> PathAnswer:
    """Answer a question about ways. Raises NotKnownError, ExpressionError or ValueError for a wrong question."""
    network, names = situation.network, Names(situation.inventory, situation.network)
    origin, goal = names.find(question.origin), names.find(question.goal)
    asked = Asked(question.relation, service_sets.parse(question.service))
    shut, unclear = _qualifying(situation, question.through) if question.through is not None else ({*()}, ())
    shut |= {via for name in question.avoid for via in names.devices(name)}
    closed = Closed(bytes(via in shut for via in range(len(network.devices))))
    targets = goal.segments - origin.segments

    def search(more: frozenset[int]) -> Way | None:
        ways = Ways(network, origin.segments, targets, closed.but(repaired=more), asked)
        return ways.shortest() if ways.reached else None

    reached = Ways(network, origin.segments, targets, closed, asked).reached
    seen = network.answering if asked.relation == "informs" else network
    told = [seen.tell(way) for way in several(seen, search, question.wanted)]
    if origin.segments & goal.segments and not told:
        told = [(network.station(min(origin.segments & goal.segments)),)]
    return PathAnswer(
        origin=_ids(network, origin.segments), goal=_ids(network, goal.segments),
        reached=_ids(network, {*reached, *(goal.segments & origin.segments)}), ways=tuple(told),
        why_not=None if told else _why_not(network, (origin, goal), closed, asked),
        undeclared=_ids(network, origin.undeclared | goal.undeclared), unclear=unclear,
    )  # fmt: skip


def several(network: Network, search: Callable[[frozenset[int]], Way | None], wanted: int) -> list[Way]:
    """Up to so many ways that differ in a device, shortest first: found ways are closed device by device."""
    first = search(frozenset())
    if first is None:
        return []
    found = {_vias(network, first): first}
    ahead, tried = deque([(frozenset[int](), first)]), set[frozenset[int]]()
    while ahead and len(found) < wanted and len(tried) < wanted * _SEARCHES:
        shut, way = ahead.popleft()
        for via in sorted(_vias(network, way)):
            more = shut | {via}
            if more in tried or len(found) >= wanted:
                continue
            tried.add(more)
            other = search(more)
            if other is not None:
                found.setdefault(_vias(network, other), other)
                ahead.append((more, other))
    return sorted(found.values(), key=lambda way: (len(way), [step.arc for step in way]))


def _vias(network: Network, way: Way) -> frozenset[int]:
    return frozenset(network.vias[step.arc] for step in way)


def _qualifying(situation: Situation, text: str) -> tuple[set[int], tuple[str, ...]]:
    """The gateways for which an expression is true, and the ids of those for which it is unknown."""
    book = load(situation.request)
    vocabularies = Vocabularies(book.parameters, book.table)
    predicate = compile_text(text, vocabularies.of(device="device"))
    scope = situation.scope
    answers = {
        via: predicate(scope, device)
        for via, device in enumerate(situation.network.devices)
        if device.type == "gateway"
    }
    unclear = tuple(situation.network.devices[via].id for via, answer in answers.items() if answer is UNKNOWN)
    return {via for via, answer in answers.items() if answer is True}, unclear


def _why_not(network: Network, ends: tuple[Named, Named], closed: Closed, asked: Asked) -> WhyNot:
    origin, goal = ends
    prevention = Prevention(network, origin.segments, goal.segments, closed, asked)
    return WhyNot(
        held=_ids(network, prevention.held),
        stops=tuple(_halt(network, stop) for stop in prevention.stops),
        openings=tuple((_hop(network.devices[via]), count) for via, count in prevention.openings),
        looked_at_all=prevention.is_complete,
    )


def _halt(network: Network, stop: Stop) -> Halt:
    device = network.devices[stop.via]
    hop = Hop(
        kind=device.type, id=device.id, name=device.name, level=device.level, source=stop.source, detail=stop.reason
    )
    return Halt(hop, network.segments[stop.origin].id, network.segments[stop.target].id)


def _hop(device: Device) -> Hop:
    return Hop(kind=device.type, id=device.id, name=device.name, level=device.level, source=device.source)


def _ids(network: Network, segments: Collection[int]) -> tuple[str, ...]:
    return tuple(sorted(network.segments[number].id for number in segments))
