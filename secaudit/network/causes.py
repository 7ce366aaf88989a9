"""Where to cut: one cause for everything that is exposed through it (`semantics.md` section 5)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from secaudit.network.behind import Behind
from secaudit.network.cuts import behind_the_cut
from secaudit.network.exact import open_arcs
from secaudit.network.network import Network
from secaudit.network.search import Reach, reach
from secaudit.network.steps import Way
from secaudit.network.ways import REACHES, Asked, Closed, Ways


class Group(Struct, frozen=True):
    """Protected segments for which the same devices and segments are guards."""

    protected: tuple[int, ...]
    guards: Closed


class Cause(Struct, frozen=True):
    """A device of the cut, a shortest violating way through it, and the protected segments exposed by it."""

    via: int
    way: Way
    exposed: tuple[int, ...]


class Question(Struct, frozen=True):
    """Do ways lead between the outside and what is protected: inward, or (not `inward`) outward?"""

    network: Network
    outside: frozenset[int]
    inward: bool = True
    asked: Asked = REACHES
    known: dict[tuple[int, frozenset[int]], tuple[Group, Ways]] = {}

    @property
    def seen(self) -> Network:
        """The network whose arcs the ways take: with arcs for answers, if information is what is asked about."""
        return self.network.answering if self.asked.relation == "informs" else self.network

    def ways(self, group: Group, repaired: Collection[int]) -> Ways:
        """The ways past the guards of a group, once some more devices are repaired; searched for once."""
        key = (id(group), frozenset(repaired))
        if key not in self.known:
            start, goal = (self.outside, group.protected) if self.inward else (group.protected, self.outside)
            ways = Ways(self.network, start, goal, group.guards.but(repaired=repaired), self.asked)
            self.known[key] = group, ways  # the group is kept, so that its number stays its own
        return self.known[key][1]

    def narrowed(self, group: Group, repaired: Collection[int]) -> tuple["Question", Group]:
        """The same question about the part that lies on some way: once more is repaired, ways are not found elsewhere.

        A search for each of many causes then costs what lies around it, not the whole network.
        """
        ways = self.ways(group, repaired)
        outside = frozenset(ways.reaching if self.inward else ways.reached)
        part = self.seen.within(ways.open if ways.reached else ())
        if self.asked.is_closure and part.is_direct:  # no way needs to come by where ways begin or end
            ends = part.heads if self.inward else part.tails
            part = self.seen.within(arc for arc in ways.open if ends[arc] not in outside)
        return Question(part, outside, self.inward, self.asked), Group(tuple(self.exposed(ways)), group.guards)

    def guards(self, group: Group) -> list[int]:
        """The guards that stand next to what is reached from one side: without them the ways would go on."""
        beside = {self.seen.vias[arc] for segment in self.ways(group, ()).met for arc in self.seen.out[segment]}
        return sorted(via for via in beside if group.guards.vias[via] and via not in self.seen.beyond)

    def exposed(self, ways: Ways) -> list[int]:
        """The protected ends of ways."""
        return ways.reached if self.inward else ways.reaching


def causes(
    question: Question, groups: Sequence[Group], repaired: Collection[int] = (), told: Collection[int] = ()
) -> tuple[Cause, ...]:
    """The devices that must be repaired so that no way leads past the guards any more.

    Groups come in their order: a device that is a cause for one is taken as repaired for the next, so
    that one rogue cable stays one cause for all that is behind it. `repaired` are devices whose ways do not
    count; those that are `told` already (for the other direction) are cut before any other, and what they expose
    here is told of them.
    """
    parts = [question.narrowed(group, repaired) for group in groups]
    cut = dict.fromkeys(told)
    for asked, group in parts:
        while asked.exposed(ways := asked.ways(group, {*cut, *repaired})):  # once more where a cut opens a view
            more = [question.seen.vias[arc] for arc in minimum_cut(question, ways)]
            if cut.keys() >= set(more):
                raise LookupError(more)  # every way takes an arc of the cut
            cut.update(dict.fromkeys(more))
    found = {via: _Found() for via in cut}
    for asked, group in parts:
        _expose(asked, group, found, repaired)
    for asked, group in parts:
        _suffice(asked, group, found, {*repaired, *told})
    # A device of the cut on which no way depends once the others are repaired is no cause.
    return tuple(
        Cause(via, found[via].way, tuple(sorted(found[via].exposed))) for via in sorted(found) if found[via].way
    )


class _Found:
    """What is gathered about one cause."""

    def __init__(self) -> None:
        self.exposed: set[int] = set()
        self.way: Way = ()

    def add(self, exposed: Iterable[int], way: Way) -> None:
        self.exposed.update(exposed)
        if not self.way or (len(way), _arcs(way)) < (len(self.way), _arcs(self.way)):
            self.way = way


def _arcs(way: Way) -> list[int]:
    return [step.arc for step in way]


def _expose(question: Question, group: Group, found: Mapping[int, _Found], repaired: Collection[int]) -> None:
    """What each device of the cut exposes alone; then what lies behind several in a row, told with the one next to it."""
    told: set[int] = set()
    for via, exposed, way in _alone(question, group, found, repaired):
        told.update(exposed)
        found[via].add(exposed, way)
    for segment, way in _left_over(question, group, told, repaired):
        found[_blamed(question, way, found)].add([segment], way)


def _alone(
    question: Question, group: Group, cut: Collection[int], repaired: Collection[int]
) -> Iterator[tuple[int, Collection[int], Way]]:
    """What each device of a cut exposes while the others are shut, and a shortest way to some of it."""
    vias, seen = [via for via in cut if not group.guards.vias[via]], question.seen
    if question.asked.is_closure and seen.is_direct:
        arcs = question.ways(group, repaired).open
        behind = Behind(seen, arcs, (question.outside, group.protected), cut, inward=question.inward)
        exposing = [(via, met) for via in vias if (met := behind.exposed(via))]
        yield from ((via, met, tuple(seen.alone(arc) for arc in behind.way(via))) for via, met in exposing)
        return
    standing = _Standing(question, group, repaired)
    for via in vias:
        ways = standing.ways(via, {*repaired, *(other for other in cut if other != via)})
        if ways is not None and (exposed := question.exposed(ways)):
            yield via, exposed, ways.shortest()


def _suffice(question: Question, group: Group, found: Mapping[int, _Found], repaired: Collection[int]) -> None:
    """Keep more of the cut until no way is left: of two devices in a row neither exposes anything alone."""
    while True:
        kept = {*repaired, *(via for via in found if found[via].way)}
        ways = question.ways(group, kept)
        if not question.exposed(ways):
            return
        via = _blamed(question, ways.shortest(), [via for via in found if via not in kept])
        behind = _Standing(question, group, repaired).ways(via, kept) or ways
        found[via].add(question.exposed(behind), behind.shortest())


def _blamed(question: Question, way: Way, cut: Collection[int]) -> int:
    """The device of a cut that is next to what a way exposes; one that it does not show is a proxy that turns it back."""
    passed = [question.seen.vias[step.arc] for step in (reversed(way) if question.inward else way)]
    proxies = [via for via in question.seen.proxies if via in cut]
    return next(via for via in (*passed, *proxies, *cut) if via in cut)


class _Standing:
    """The ways past one device of a cut while the others are shut, found around it without walking everywhere else."""

    def __init__(self, question: Question, group: Group, repaired: Collection[int]) -> None:
        self._question = question
        self._group = group
        network, self._arcs = question.seen, dict[int, list[int]]()
        for arc in question.ways(group, repaired).open:
            self._arcs.setdefault(network.vias[arc], []).append(arc)

    def ways(self, via: int, shut: Collection[int]) -> Ways | None:
        """The ways that are left; None if nothing protected lies behind the device."""
        question, closed = self._question, self._group.guards.but(repaired=shut)
        behind = self._met(self._beside(via), closed, onward=question.inward)
        hits = behind.among(self._group.protected)
        if not hits:
            return None
        before = self._met(hits, closed, onward=not question.inward)
        part = question.seen.within(open_arcs(question.seen, before.order, closed.vias))
        asked = Question(part, question.outside, question.inward, question.asked)
        return asked.ways(Group(tuple(hits), closed), ())

    def _met(self, starts: Iterable[int], closed: Closed, *, onward: bool) -> Reach:
        return reach(
            self._question.seen, starts, closed_vias=closed.vias, closed_segments=closed.segments, backward=not onward
        )

    def _beside(self, via: int) -> list[int]:
        """The segments where a way leaves the device: a proxy's own, or those on the far side of its arcs."""
        network = self._question.seen
        if via in network.proxies:
            return sorted(network.index[name] for name in network.devices[via].segments)
        ends = network.heads if self._question.inward else network.tails
        return sorted({ends[arc] for arc in self._arcs.get(via, ())})


def _left_over(
    question: Question, group: Group, told: Collection[int], repaired: Collection[int]
) -> Iterator[tuple[int, Way]]:
    """Protected segments that stay exposed and that no cause exposes alone."""
    ways = question.ways(group, repaired)
    for segment in question.exposed(ways):
        if segment not in told:
            alone = ways if question.inward else question.ways(Group((segment,), group.guards), repaired)
            yield segment, alone.way(segment) if question.inward else alone.shortest()


def minimum_cut(question: Question, ways: Ways) -> list[int]:
    """The arcs of the minimum cut of the violating ways, nearest to what is protected.

    An arc that joins different networks, levels or zones costs 1, one inside a zone more than all of those
    together: the cut lies at a boundary wherever there is one. What joins the segments of a network that is not ours
    is cut last of all, because nobody can. What a gateway lets pass beyond its approval
    is cut before anything else: there the fault lies. Nearest to one side the cut is unique.
    """
    network = question.seen
    tails, heads = (network.tails, network.heads) if question.inward else (network.heads, network.tails)
    boundary = 1 + sum(network.vias[arc] in network.beyond for arc in ways.arcs)
    edges = []
    for arc in ways.arcs:
        cost = boundary if _is_boundary(network, arc) else boundary * (len(ways.arcs) + 1)
        if network.devices[network.vias[arc]].is_inside:
            cost = boundary * (len(ways.arcs) + 1) ** 2
        edges.append((tails[arc], heads[arc], 1 if network.vias[arc] in network.beyond else cost))
    outer, inner = (ways.reaching, ways.reached) if question.inward else (ways.reached, ways.reaching)
    protected = behind_the_cut(edges, outer, inner)
    return [arc for arc in ways.arcs if heads[arc] in protected and tails[arc] not in protected]


def _is_boundary(network: Network, arc: int) -> bool:
    tail, head = network.segments[network.tails[arc]], network.segments[network.heads[arc]]
    return (tail.network, tail.level, tail.zone) != (head.network, head.level, head.zone)
