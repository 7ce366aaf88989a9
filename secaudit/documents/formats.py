"""What a JSON Schema cannot say about a text: the calendar, ranges of ports, blocks of addresses.

Both validators ask these same functions, so that they cannot disagree.
"""

from datetime import date
from functools import lru_cache
from ipaddress import ip_network

HIGHEST = {"tcp": 65_535, "udp": 65_535, "sctp": 65_535, "icmp": 255, "icmpv6": 255}
"""The highest port of each protocol that has ports, or types."""

_DATE_LENGTH = len("2026-03-02")


@lru_cache(maxsize=4096)
def is_date(value: str) -> bool:
    """Whether a text of the form `YYYY-MM-DD` is a day of the calendar."""
    if len(value) != _DATE_LENGTH or value[4] != "-":
        return False  # fromisoformat also takes week dates and dates without hyphens
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_service(value: str) -> bool:
    """Whether the ports of `tcp/443` or `udp/5000-5100` exist and are in order; `esp` has none, `icmp` has types."""
    protocol, slash, ports = value.partition("/")
    if not slash:
        return True
    first, _, last = ports.partition("-")
    try:
        return 1 <= int(first) <= int(last or first) <= HIGHEST.get(protocol, 0)
    except ValueError:
        return False  # not digits at all, which the pattern complains of


@lru_cache(maxsize=4096)
def is_cidr(value: str) -> bool:
    """Whether a text is a block of addresses, written with the first of them: `10.1.1.0/24`."""
    try:
        ip_network(value)
    except ValueError:
        return False
    return True


FORMATS = {"cidr": is_cidr, "date": is_date, "service": is_service}
