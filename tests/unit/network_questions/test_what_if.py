"""A change is the inventory written with it, audited again."""

from collections.abc import Callable
from typing import Any

import pytest

from secaudit import engine
from secaudit.network import connect
from secaudit.network.selection import NotKnownError
from secaudit.pipeline.audit import load
from secaudit.pipeline.questions import matrices
from secaudit.pipeline.what_if import Change, rebuilt, what_if
from secaudit.policy import Scope
from tests.network.building import APPROVED, AS_OF, Content, permit
from tests.unit.network_questions.asked import situation_of

CONTENT: Content = {
    "units": [{"id": "it"}],
    "networks": [{"id": "internet", "trust": "untrusted"}, {"id": "ours", "trust": "own", "owner": "it"}],
    "systems": [{"id": "app", "owner": "it", "level": 4, "segments": ["core"]}],
    "segments": [
        {"id": "isp", "network": "internet", "zone": "external", "level": 0},
        {"id": "dmz", "network": "ours", "zone": "dmz", "level": 3},
        {"id": "core", "network": "ours", "zone": "server", "level": 4},
        {"id": "side", "network": "ours", "zone": "internal", "level": 4},
    ],
    "gateways": [
        {"id": "fw", "kind": "security_gateway", "level": 4, "segments": ["isp", "dmz"], "approval": APPROVED,
         "policy": [permit("isp", "dmz", "tcp/443")]},
        {"id": "gw", "kind": "security_gateway", "level": 4, "segments": ["dmz", "core"], "approval": APPROVED,
         "policy": [permit("core", "dmz", "tcp/443")]},
        {"id": "diode", "kind": "data_diode", "segments": ["core", "side"], "approval": APPROVED,
         "one_way": {"from": "core", "to": "side"}},
    ],
    "links": [{"id": "cable", "between": ["isp", "side"]}],
    "hosts": [{"id": "laptop", "segments": ["dmz", "core"], "forwarding": {"state": "off", "attested": "2026-01-01", "by": "it"}}],
}  # fmt: skip


def _without(kind: str, name: str) -> Content:
    return {**CONTENT, kind: [thing for thing in CONTENT[kind] if thing["id"] != name]}


def _with(kind: str, name: str, edit: Callable[[Any], Any]) -> Content:
    return {**CONTENT, kind: [edit(dict(thing)) if thing["id"] == name else thing for thing in CONTENT[kind]]}


def _open(gateway: Any) -> Any:
    kept = {key: value for key, value in gateway.items() if key not in ("policy", "one_way")}
    kind = {"data_diode": "firewall"}.get(gateway["kind"], gateway["kind"])
    return kept | {"kind": kind, "policy": [permit("any", "any")]}


CHANGES = [
    (Change(remove=("cable",)), _without("links", "cable")),
    (Change(remove=("gw",)), _without("gateways", "gw")),
    (Change(remove=("laptop",)), _without("hosts", "laptop")),
    (Change(compromise=("gw",)), _with("gateways", "gw", _open)),
    (Change(compromise=("diode",)), _with("gateways", "diode", _open)),
    (Change(compromise=("laptop",)), _with("hosts", "laptop", lambda host: {key: host[key] for key in ("id", "segments")})),
    (Change(revoke=("gw",)), _with("gateways", "gw", lambda gateway: gateway | {"approval": APPROVED | {"status": "drafting"}})),
    (Change(add=(("isp", "core"),)), {**CONTENT, "links": [*CONTENT["links"], {"id": "added-1", "between": ["isp", "core"]}]}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "edited"), CHANGES, ids=lambda value: str(value)[:60])
def test_a_change_is_what_an_audit_of_the_edited_inventory_finds(change: Change, edited: Content) -> None:
    before, after = situation_of(CONTENT), situation_of(edited)
    book = load(before.request)
    expected = [{f.fingerprint for f in engine.evaluate(book.rules, each.scope).findings} for each in (before, after)]

    found = what_if(before, change)

    kinds = {
        kind: {(c.after or c.before).fingerprint for c in found.findings if c.kind == kind}
        for kind in ("gained", "lost")
    }
    assert kinds == {"gained": expected[1] - expected[0], "lost": expected[0] - expected[1]}
    for by in ("network", "level"):
        (groups, first), (_, second) = (matrices(each, [by], "reaches")[0] for each in (before, after))
        assert {(pair.origin, pair.goal): (pair.before, pair.after) for pair in found.pairs if pair.by == by} == {
            (origin, goal): (first.pairs[row][column], second.pairs[row][column])
            for row, origin in enumerate(groups.names)
            for column, goal in enumerate(groups.names)
            if first.pairs[row][column] != second.pairs[row][column]
        }


def test_what_begins_and_what_ceases_is_told_from_what_becomes_more() -> None:
    found = what_if(situation_of(CONTENT), Change(remove=("cable",)))

    kinds = {(pair.by, pair.origin, pair.goal): pair.kind for pair in found.pairs}
    assert kinds["network", "ours", "internet"] == "lost"
    assert kinds["network", "internet", "ours"] == "fewer"
    found = what_if(situation_of(_without("links", "cable")), Change(add=(("isp", "side"),)))
    kinds = {(pair.by, pair.origin, pair.goal): pair.kind for pair in found.pairs}
    assert kinds["network", "ours", "internet"] == "gained"


def test_no_real_change_changes_nothing() -> None:
    found = what_if(situation_of(CONTENT), Change(add=(("isp", "side"),)))

    assert found.pairs == ()


def test_an_added_link_takes_no_name_that_is_taken() -> None:
    content = {**CONTENT, "links": [{"id": "added-1", "between": ["isp", "side"]}]}

    links = rebuilt(situation_of(content).inventory, Change(add=(("isp", "core"),))).links

    assert [link.id for link in links] == ["added-1", "added-1-"]
    assert str(links[1].source) == "--add:1"


def test_every_device_of_the_ministry_can_be_taken_out() -> None:
    from pathlib import Path

    from secaudit.pipeline import Request, read_inventory

    root = Path(__file__).parents[3]
    request = Request(
        roots=(root / "inventories" / "ministry",), base=root, as_of=AS_OF, packs=(root / "rules" / "vn-2026",)
    )
    inventory, book = read_inventory(request).inventory, load(request)
    for device in (*inventory.gateways, *inventory.links[::4], *inventory.hosts[::8]):
        changed = rebuilt(inventory, Change(remove=(device.id,)))
        engine.evaluate(book.rules, Scope(changed, AS_OF, connect(changed, AS_OF)))


@pytest.mark.parametrize(
    "change",
    [
        Change(remove=("cabel",)),
        Change(compromise=("cable",)),
        Change(revoke=("laptop",)),
        Change(add=(("isp", "croe"),)),
    ],
)
def test_what_is_not_there_is_refused(change: Change) -> None:
    with pytest.raises(NotKnownError, match="there is no"):
        what_if(situation_of(CONTENT), change)
