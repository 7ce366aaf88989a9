"""Services as exact sets of protocol and port.

A service is a number: IP protocol * 65,536 + port. A set of services is a sorted tuple of disjoint
closed intervals of such numbers, so that union, intersection and difference are exact.
"""

from collections.abc import Iterator
from functools import lru_cache

Services = tuple[tuple[int, int], ...]

_PORTS = 65_536
PROTOCOLS = {
    "icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "gre": 47, "esp": 50, "ah": 51, "icmpv6": 58, "ospf": 89, "sctp": 132,
}  # fmt: skip
_NAMES = {number: name for name, number in PROTOCOLS.items()}

NONE: Services = ()
ANY: Services = ((0, 256 * _PORTS - 1),)


@lru_cache(maxsize=65_536)
def parse(text: str) -> Services:
    """Read `any`, `tcp`, `tcp/443` or `udp/5000-5100`; raises ValueError for anything else."""
    if text == "any":
        return ANY
    name, slash, ports = text.partition("/")
    if name not in PROTOCOLS:
        raise ValueError(f"{name!r} is not a protocol ({', '.join(PROTOCOLS)})")
    base = PROTOCOLS[name] * _PORTS
    if not slash:
        return ((base, base + _PORTS - 1),)
    first, _, last = ports.partition("-")
    low, high = int(first), int(last or first)
    if not 0 <= low <= high < _PORTS:
        raise ValueError(f"{ports!r} is not a port or a range of ports from 0 to 65535")
    return ((base + low, base + high),)


@lru_cache(maxsize=65_536)
def parse_all(texts: tuple[str, ...] | None) -> Services:
    """The union of several services; None, which is *not declared*, means any."""
    if texts is None:
        return ANY
    result = NONE
    for text in texts:
        result = union(result, parse(text))
    return result


@lru_cache(maxsize=65_536)
def union(left: Services, right: Services) -> Services:
    """Every service that is in either set."""
    if not right or left == right:
        return left
    merged: list[tuple[int, int]] = []
    for low, high in sorted(left + right):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


@lru_cache(maxsize=65_536)
def difference(left: Services, right: Services) -> Services:
    """Every service of the left set that is not in the right one."""
    result = list(left)
    for cut_low, cut_high in right:
        result = [
            piece
            for low, high in result
            for piece in ((low, min(high, cut_low - 1)), (max(low, cut_high + 1), high))
            if piece[0] <= piece[1]
        ]
    return tuple(result)


@lru_cache(maxsize=65_536)
def intersection(left: Services, right: Services) -> Services:
    """Every service that is in both sets."""
    return difference(left, difference(ANY, right))


def describe(services: Services) -> str:
    """The set as the inventory would write it: `tcp/443, udp/5000-5100`."""
    if services == ANY:
        return "any"
    return ", ".join(_piece(*piece) for interval in services for piece in _pieces(*interval)) or "none"


def _pieces(low: int, high: int) -> Iterator[tuple[int, int]]:
    """An interval cut where it begins or ends within a protocol, so that every port is told by name."""
    if low // _PORTS != high // _PORTS:
        if low % _PORTS:
            end = (low // _PORTS + 1) * _PORTS
            yield low, end - 1
            low = end
        if (high + 1) % _PORTS:
            start = high // _PORTS * _PORTS
            if low < start:
                yield low, start - 1
            low = start
    yield low, high


def _piece(low: int, high: int) -> str:
    protocol, first = divmod(low, _PORTS)
    last_protocol, last = divmod(high, _PORTS)
    name = _protocol(protocol)
    if protocol != last_protocol:
        return f"{name}-{_protocol(last_protocol)}"
    if first == 0 and last == _PORTS - 1:
        return name
    return f"{name}/{first}" + (f"-{last}" if last != first else "")


def _protocol(number: int) -> str:
    return _NAMES.get(number, f"ip-{number}")
