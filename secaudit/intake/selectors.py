"""What the selectors of a gateway's policy and approval name, and what is wrong with those that name nothing."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from ipaddress import ip_interface
from typing import get_args

from secaudit.intake.references import Route
from secaudit.model import ApprovedFlow, Gateway, Kind, Noun, PolicyEntry
from secaudit.model.topology import Zone

Ids = Mapping[Kind, Mapping[str, Noun]]
Complaint = tuple[Route, str, str]
"""Where in the file, what is wrong, and what would be right."""

_SELECTABLE: tuple[Kind, ...] = ("segment", "network", "system")
_LEVELS = tuple("012345")


def complaints(gateways: Sequence[Gateway], ids: Ids) -> Iterator[Complaint]:
    """What is wrong with the selectors of the gateways of a file."""
    for row, gateway in enumerate(gateways):
        permits = gateway.approval.permits if gateway.approval is not None else None
        yield from _in_entries(("gateways", row, "policy"), gateway.policy or (), ids)
        yield from _in_entries(("gateways", row, "approval", "permits"), permits or (), ids)


def suggestion(name: str, known: Mapping[str, Noun] | Sequence[str]) -> str:
    """The nearest of the known names; else advice."""
    near = get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else "declare it, or correct the id"


def _in_entries(route: Route, entries: Sequence[PolicyEntry | ApprovedFlow], ids: Ids) -> Iterator[Complaint]:
    for number, entry in enumerate(entries):
        for key, selectors in (("from", entry.from_), ("to", entry.to)):
            for selector in selectors:
                wrong = _wrong(selector, ids)
                if wrong is not None:
                    yield (*route, number, key), *wrong


def _wrong(selector: str, ids: Ids) -> tuple[str, str] | None:
    """What is wrong with a selector, and what would be right; None if it names something."""
    if selector == "any":
        return None
    prefix, colon, name = selector.partition(":")
    if colon and prefix in _SELECTABLE:
        known = ids[prefix]
        return None if name in known else (f"there is no {prefix} {name!r}", suggestion(name, known))
    if colon and prefix in _WORDS:
        words = _WORDS[prefix]
        return None if name in words else (f"there is no {prefix} {name!r}", _of_words(name, words))
    kinds = [kind for kind in _SELECTABLE if selector in ids[kind]]
    if len(kinds) > 1:
        choices = " or ".join(f"'{kind}:{selector}'" for kind in kinds)
        return f"{selector!r} is the id of a {' and of a '.join(kinds)}", f"write {choices}"
    return None if kinds else _wrong_address(selector, ids)


_WORDS: Mapping[str, Sequence[str]] = {"zone": get_args(Zone), "level": _LEVELS}


def _of_words(name: str, words: Sequence[str]) -> str:
    near = get_close_matches(name, words, n=1)
    return f"did you mean {near[0]!r}?" if near else f"it is one of {', '.join(words)}"


def _wrong_address(selector: str, ids: Ids) -> tuple[str, str] | None:
    """What is wrong with a selector that is no name: it must be a block, written with the first of its addresses."""
    try:
        address = ip_interface(selector)
    except ValueError:
        known = [name for kind in _SELECTABLE for name in ids[kind]]
        return f"{selector!r} is no segment, network, system or address block", suggestion(selector, known)
    length = selector.partition("/")[2]
    if length and not length.isdigit():
        return f"{selector!r} has a mask for a length", f"write '{address.network}'"
    if address.ip != address.network.network_address:
        return f"{selector!r} is an address and not a block", f"write '{address.network}' or '{address.ip}'"
    return None
