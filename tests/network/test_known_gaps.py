"""Where the network is known to differ from `semantics.md`, smallest first; each is found by the tests beside it.

A test here that passes has been repaired: take its mark away and move it to the tests of what it is about.
"""

from typing import Any

import pytest

from tests.network import exact
from tests.network.building import AS_OF, deny, inventory_of, permit
from tests.network.relations import held, holding_of
from tests.network.rules import unguarded

ENDS = [{"id": "a", "cidrs": ["10.0.1.0/24"]}, {"id": "b", "cidrs": ["10.0.2.0/24"]}]
MIDDLE = {"id": "m", "cidrs": ["10.0.3.0/24"]}


def gap(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)


def firewall(name: str, joined: list[str], *policy: Any) -> dict[str, Any]:
    return {"id": name, "kind": "firewall", "segments": joined, "policy": list(policy)}


def whole(**content: Any) -> dict[str, Any]:
    return {"units": [], "gateways": [], "links": [], "hosts": []} | content


IN_PARTS = {
    "both halves denied one by one": whole(
        segments=ENDS,
        gateways=[
            firewall("g", ["a", "b"], deny("10.0.1.0/25", "any"), deny("10.0.1.128/25", "any"), permit("any", "any"))
        ],
    ),
    "both halves denied in one entry": whole(
        segments=ENDS,
        gateways=[firewall("g", ["a", "b"], deny(["10.0.1.0/25", "10.0.1.128/25"], "any"), permit("any", "any"))],
    ),
    "one half let in and the other one on": whole(
        segments=[*ENDS, MIDDLE],
        gateways=[
            firewall("g", ["a", "m"], permit("10.0.1.0/25", "b")),
            firewall("h", ["m", "b"], permit("10.0.1.128/25", "b")),
        ],
    ),
    "one half let in and denied further on": whole(
        segments=[*ENDS, MIDDLE],
        gateways=[
            firewall("g", ["a", "m"], permit("10.0.1.0/25", "b")),
            firewall("h", ["m", "b"], deny("10.0.1.0/25", "b"), permit("any", "b")),
        ],
    ),
}


@gap("a segment that is named in part is judged as a whole: more is told than gets through")
@pytest.mark.parametrize("name", IN_PARTS)
def test_what_is_named_in_parts_is_judged_address_by_address(name: str) -> None:
    content = IN_PARTS[name]
    expected = {(a, b) for a, some in exact.reaches(content, AS_OF).items() for b in some}
    assert ("a", "b") not in expected
    assert held(holding_of(content)) == expected


def test_a_hop_names_the_entry_that_lets_the_conversation_pass() -> None:
    content = whole(
        networks=[{"id": "n", "trust": "untrusted"}],
        segments=[{"id": "a", "network": "n"}, {"id": "m"}, {"id": "b", "level": 4}],
        gateways=[
            firewall("fw", ["a", "m"], permit("a", "b", "tcp/22"), permit("a", "b", "tcp/443")),
            firewall("gw", ["m", "b"], permit("a", "b", "tcp/443")),
        ],
    )
    (violation,) = unguarded(inventory_of(content))
    hop = violation.evidence.path[1]
    assert hop.detail is not None
    assert hop.detail.en == "policy entry 2: tcp/443, for a → b"
