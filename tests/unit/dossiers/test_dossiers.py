"""A dossier lays out what was declared and what belongs together; conduits say what leads from zone to zone."""

from typing import Any

from secaudit.dossiers import conduits, dossiers
from secaudit.findings.dossier import Conduit, Dossier
from secaudit.model import KINDS
from tests.network.building import AS_OF, inventory_of, network_of, permit

CONTENT: dict[str, Any] = {
    "units": [{"id": "hq", "name": "Headquarters"}],
    "systems": [
        {"id": "mail", "owner": "hq", "level": 3, "facts": {"continuous_24x7": False}, "controls": {"mfa": "yes"},
         "components": [{"id": "mail-db", "segment": "core"}], "segments": ["dmz"]},
        {"id": "web", "owner": "hq"},
    ],
    "segments": [{"id": "dmz", "zone": "dmz"}, {"id": "core", "zone": "server"}, {"id": "web-lan", "system": "web"}],
    "gateways": [
        {"id": "fw", "kind": "firewall", "segments": ["dmz", "core"],
         "policy": [permit("dmz", "core", "tcp/443"), permit("core", "dmz")]},
    ],
    "links": [{"id": "cable", "between": ["core", "web-lan"]}],
    "interconnections": [{"id": "mail-web", "between": ["mail", "web"], "via": "fw"}],
}  # fmt: skip


def _of(kind: str, name: str) -> Dossier:
    return next(item for item in dossiers(inventory_of(CONTENT)) if (item.kind, item.id) == (kind, name))


def test_every_declared_thing_has_one() -> None:
    inventory = inventory_of(CONTENT)
    expected = [(kind, noun.id) for kind in KINDS for noun in inventory.of(kind)]
    assert [(item.kind, item.id) for item in dossiers(inventory)] == expected


def test_only_what_is_declared_is_told_in_the_words_of_the_inventory() -> None:
    mail = _of("system", "mail")
    assert {declared.field: declared.values for declared in mail.fields} == {
        "facts.continuous_24x7": ("false",), "controls.mfa": ("yes",), "components.1.id": ("mail-db",),
        "components.1.segment": ("core",), "segments": ("dmz",),
    }  # fmt: skip
    assert (mail.level, mail.owner) == (3, "hq")


def test_a_policy_is_told_entry_by_entry() -> None:
    gateway = _of("gateway", "fw")
    assert gateway.values("policy.1.from") == ("dmz",)
    assert gateway.values("policy.1.services") == ("tcp/443",)
    assert gateway.value("policy.2.services") is None
    assert gateway.value("policy.2.action") == "permit"


def test_what_belongs_together_is_told_on_both_sides() -> None:
    assert _of("system", "mail").ids("segments") == ("core", "dmz")
    assert _of("system", "mail").ids("gateways") == ("fw",)
    assert _of("gateway", "fw").ids("systems") == ("mail",)
    assert _of("gateway", "fw").ids("interconnections") == ("mail-web",)
    assert _of("link", "cable").ids("systems") == ("mail", "web")
    assert _of("system", "web").ids("links") == ("cable",)
    assert _of("unit", "hq").related == ()


def test_conduits_count_devices_by_direction_and_kind() -> None:
    found = conduits(network_of(CONTENT, as_of=AS_OF), ())
    assert found == (
        Conduit(origin="dmz", target="server", gateways=1, unfiltered=0),
        Conduit(origin="server", target="dmz", gateways=1, unfiltered=0),
        Conduit(origin="server", target=None, gateways=0, unfiltered=1),
        Conduit(origin=None, target="server", gateways=0, unfiltered=1),
    )
