"""Segments cut into parts: the addresses of a segment that no policy can tell apart.

Made only for segments that a policy names in part by address. What a part stands for is one run of its
addresses: whatever names that run names the whole part.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from socket import AF_INET, AF_INET6, inet_ntop
from typing import TypeVar

from msgspec import Struct

from secaudit.model import Segment
from secaudit.network import addresses
from secaudit.network.addresses import Block

MOST, MOST_MORE, MOST_LABELLED = 256, 1024, 1 << 16
"""Parts of one segment; parts of a region beyond one a class; the same, times the kinds of services told apart."""
MOST_PAIRS, MOST_WORK = 4096, 1 << 20
"""Pairs of parts that are tried for one header; blocks of addresses that are compared for a region."""
EVERYWHERE = ((4, 0, (1 << 32) - 1), (6, 0, (1 << 128) - 1))

Ends = tuple[Block | None, Block | None]
"""The parts of its two segments that a conversation is between; None for a segment that is not cut."""
WHOLE: Ends = (None, None)
Blocks = tuple[Block, ...]
_Key = TypeVar("_Key", bound=Hashable)


class Part(Struct, frozen=True, gc=False):
    """Addresses of a segment that the same of some selections name: `run` is one run of them.

    `families` are the versions of IP that they belong to, `named` the numbers of the selections.
    """

    run: Block
    families: frozenset[int]
    named: frozenset[int]


def space_of(segment: Segment) -> Blocks:
    """The addresses of a segment; one that declares none may have any."""
    return united(tuple(addresses.parse(cidr) for cidr in segment.cidrs)) if segment.cidrs else EVERYWHERE


def described(run: Block) -> str:
    """A run of addresses as a reader writes it: a block where it is one, else from and to."""
    family, first, last = run
    size = last - first + 1
    if size == 1:
        return _address(family, first)
    if size & (size - 1) == 0 and first % size == 0:
        bits = 32 if family == 4 else 128  # noqa: PLR2004  (IPv4)
        return f"{_address(family, first)}/{bits - size.bit_length() + 1}"
    return f"{_address(family, first)}-{_address(family, last)}"


def _address(family: int, number: int) -> str:
    kind, length = (AF_INET, 4) if family == 4 else (AF_INET6, 16)  # noqa: PLR2004  (IPv4)
    return inet_ntop(kind, number.to_bytes(length, "big"))


def covers(blocks: Iterable[Block], run: Block) -> bool:
    """Whether a run of addresses lies in one of some blocks."""
    return any(block[0] == run[0] and block[1] <= run[1] and run[2] <= block[2] for block in blocks)


@lru_cache(maxsize=4096)
def united(blocks: Blocks) -> Blocks:
    """The same addresses as runs in order, none of which touches another."""
    runs: list[Block] = []
    for family, first, last in sorted(set(blocks)):
        if runs and runs[-1][0] == family and first <= runs[-1][2] + 1:
            runs[-1] = (family, runs[-1][1], max(last, runs[-1][2]))
        else:
            runs.append((family, first, last))
    return tuple(runs)


def divide(space: Blocks, selections: Mapping[int, Blocks], most: int = MOST) -> tuple[Part, ...] | None:
    """Cut a space by numbered selections, in the order of addresses; None if there are more parts than `most`.

    All blocks are united. What is named changes at their edges only, so one pass over those sees every part.
    """
    found: dict[frozenset[int], tuple[Block, frozenset[int]]] = {}
    for run, named in _runs(space, selections):
        known = found.get(named, (run, frozenset()))
        found[named] = (known[0], known[1] | {run[0]})
        if len(found) > most:
            return None
    return tuple(Part(run, families, named) for named, (run, families) in found.items())


def _runs(space: Blocks, selections: Mapping[int, Blocks]) -> Iterator[tuple[Block, frozenset[int]]]:
    """The space run by run, each with the selections that name it."""
    for family, first, last in space:
        turns: dict[int, set[int]] = {first: set()}
        for number, blocks in selections.items():
            for edge in _edges(blocks, (family, first, last)):
                turns.setdefault(edge, set()).symmetric_difference_update((number,))
        starts = sorted(turns)
        named: frozenset[int] = frozenset()
        for start, following in zip(starts, [*starts[1:], last + 1], strict=True):
            named ^= turns[start]
            yield (family, start, following - 1), named


def _edges(runs: Blocks, within: Block) -> Iterator[int]:
    """Where runs begin and where they have ended, within a block."""
    family, first, last = within
    for number in range(max(bisect_left(runs, within) - 1, 0), len(runs)):
        if runs[number][:2] > (family, last):
            return
        if runs[number][0] == family and runs[number][2] >= first:
            yield max(runs[number][1], first)
            if runs[number][2] < last:
                yield runs[number][2] + 1


def affordable(costs: Mapping[_Key, int], budget: int) -> frozenset[_Key]:
    """The cheapest of some things that a budget suffices for: all that cost the same, or none of them."""
    spent, found = 0, list[_Key]()
    by_cost: dict[int, list[_Key]] = {}
    for key, cost in costs.items():
        by_cost.setdefault(cost, []).append(key)
    for cost, keys in sorted(by_cost.items()):
        spent += cost * len(keys)
        if spent > budget:
            break
        found += keys
    return frozenset(found)
