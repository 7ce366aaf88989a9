"""Blocks of addresses as intervals of numbers; blocks nest or are disjoint, which makes looking them up quick."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from socket import AF_INET, AF_INET6, inet_pton

Block = tuple[int, int, int]
"""Address family (4 or 6), first and last address."""


@lru_cache(maxsize=65_536)
def parse(text: str) -> Block:
    """Read `10.1.1.0/24`, or a single address; bits after the prefix are dropped.

    Raises ValueError for a text that is no block.
    """
    address, slash, length = text.partition("/")
    family, bits, kind = (6, 128, AF_INET6) if ":" in address else (4, 32, AF_INET)
    try:
        number = int.from_bytes(inet_pton(kind, address), "big")
    except OSError as error:
        raise ValueError(f"{text!r} is no address block") from error
    prefix = int(length) if slash else bits
    if not 0 <= prefix <= bits:
        raise ValueError(f"{text!r} is no address block")
    size = 1 << (bits - prefix)
    first = number // size * size
    return family, first, first + size - 1


class Blocks:
    """Many blocks with their owners, to be asked which owners have addresses in a block."""

    def __init__(self, owned: Iterable[tuple[Block, int]]) -> None:
        """`owned` gives blocks with the number of their owner."""
        self._owners: dict[Block, list[int]] = {}
        for block, owner in owned:
            self._owners.setdefault(block, []).append(owner)
        self._sorted = sorted(self._owners)

    def touching(self, wanted: Block) -> set[int]:
        """The owners with a block that lies within the wanted one or around it."""
        family, first, last = wanted
        start = bisect_left(self._sorted, (family, first, 0))
        end = bisect_right(self._sorted, (family, last, 1 << 128))
        found = {owner for block in self._sorted[start:end] for owner in self._owners[block]}
        size = last - first + 1
        limit = 1 << (32 if family == 4 else 128)  # noqa: PLR2004  (IPv4)
        while size < limit:
            size *= 2
            around = first // size * size
            found.update(self._owners.get((family, around, around + size - 1), ()))
        return found
