"""How many devices that count stand between some segments and each of the others, one after the other, at least.

The arcs are those of the quick relation: every way that may be there is. So what is told to be unreachable
is, and no way passes less than the number. A device that is passed twice counts twice only if another one
that counts is passed in between; fewest of different ones would be a question that nobody answers quickly.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from msgspec import Struct
from msgspec.structs import replace

from secaudit.findings.evidence import Hop
from secaudit.findings.words import Words
from secaudit.network.network import Network, Path, describe
from secaudit.network.policies import Passage


class Distance(Struct, frozen=True):
    """The devices that count on a way, in their order, and the way: the shortest of those that pass fewest."""

    passed: tuple[int, ...]
    path: Path


_State = tuple[int, int]  # where a way has come to, and the device that it passed last of those that count
_NOWHERE = -1


def distances(network: Network, starts: Iterable[int], counted: Sequence[int]) -> Mapping[int, Distance]:
    """The distance of everything that is reached from some segments; `counted` are truth values by device.

    To have passed another device last saves at most one: that device, if it is passed next. So a way that comes
    to a segment past one device more than the first way there, and in no fewer steps, leads to nothing sooner, and
    is not followed: else a segment beside a thousand devices would be walked from a thousand times.
    """
    best: dict[_State, tuple[int, int]] = {(start, _NOWHERE): (0, 0) for start in starts}
    parents: dict[_State, tuple[int, _State]] = {}
    nearest: dict[int, _State] = {}
    ahead = [(0, 0, state) for state in sorted(best)]
    while ahead:
        passed, steps, state = heappop(ahead)
        if best[state] != (passed, steps):
            continue
        here, last = state
        first = nearest.setdefault(here, state)
        if first is not state and (passed, steps) >= (best[first][0] + 1, best[first][1]):
            continue
        for arc in network.out[here]:
            via = network.vias[arc]
            following = (network.heads[arc], via if counted[via] else last)
            cost = (passed + (following[1] != last), steps + 1)
            if following not in best or cost < best[following]:
                best[following], parents[following] = cost, (arc, state)
                heappush(ahead, (*cost, following))
    return {end: _distance(parents, state) for end, state in nearest.items()}


def _distance(parents: Mapping[_State, tuple[int, _State]], state: _State) -> Distance:
    passed, path = [], []
    while state in parents:
        arc, before = parents[state]
        path.append(arc)
        if before[1] != state[1]:
            passed.append(state[1])
        state = before
    return Distance(tuple(reversed(passed)), tuple(reversed(path)))


def stations(network: Network, path: Path) -> tuple[Hop, ...]:
    """A path of arcs as stations, each device with what it lets pass, for whichever conversation that is."""
    hops = network.hops(path)
    told = {}
    for position, arc in enumerate(path):
        device = network.devices[network.vias[arc]]
        entry, place = network.entries[arc], 2 * position + 1
        detail = describe(device, Passage(network.services[arc], entry))
        if not network.direct[arc]:
            detail = Words(vi=f"{detail.vi}, cho phiên đi qua", en=f"{detail.en}, for what passes through")
        source = device.policy[entry].source if device.policy and entry >= 0 else device.source
        told[place] = replace(hops[place], detail=detail, source=source)
    return tuple(told.get(place, hop) for place, hop in enumerate(hops))
