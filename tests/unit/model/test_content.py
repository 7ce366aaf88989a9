"""The hash that binds an approval to its content: stable under what says nothing, changed by what says something."""

from pathlib import Path
from typing import Any

import pytest

from secaudit.documents.source import Source
from secaudit.model import KINDS, System
from secaudit.model.content import changed_parts, covers, fields, values_of
from secaudit.pipeline import Request
from secaudit.pipeline.reading import read_inventory
from tests.network.building import inventory_of, permit

MINISTRY = Path(__file__).parents[3] / "inventories" / "ministry"
SYSTEM: dict[str, Any] = {
    "id": "mail", "level": 3, "kind": "internal", "facts": {"information": ["private", "personal"]},
    "components": [{"id": "db", "segment": "core", "level": 3}, {"id": "web", "segment": "dmz"}],
    "segments": ["core", "dmz"],
}  # fmt: skip
GATEWAY: dict[str, Any] = {
    "id": "gw", "kind": "firewall", "segments": ["core", "dmz"], "default": "deny",
    "policy": [permit("dmz", "core", "tcp/443"), permit("core", "dmz", "tcp/25")],
}  # fmt: skip


def _noun(kind: str, content: dict[str, Any]) -> Any:
    inventory = inventory_of({"segments": [{"id": "core"}, {"id": "dmz"}, {"id": "lan"}], f"{kind}s": [content]})
    return getattr(inventory, f"{kind}s")[0]


def _changed(noun: str, before: dict[str, Any], /, **changes: Any) -> tuple[str, ...]:
    return changed_parts(noun, _noun(noun, before | changes), covers(noun, _noun(noun, before)))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Mail"},
        {"note": "moved to another room"},
        {"segments": ["dmz", "core"]},
        {"components": list(reversed(SYSTEM["components"]))},
        {"components": [SYSTEM["components"][0] | {"name": "Database"}, SYSTEM["components"][1]]},
        {"facts": {"information": ["personal", "private"]}},
        {"operations": {"log_retention_months": 12}},
        {"controls": {"mfa": "yes"}},
        {"approval": {"status": "approved", "level": 3}},
        {"status": "operating"},
    ],
)
def test_what_is_not_the_description_changes_nothing(changes: dict[str, Any]) -> None:
    assert _changed("system", SYSTEM, **changes) == ()


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"level": 2}, ("level",)),
        ({"kind": "public_service", "level": 4}, ("kind", "level")),
        ({"facts": {"information": ["private"]}}, ("facts",)),
        ({"facts": {"information": ["private", "personal"], "strategic": False}}, ("facts",)),
        ({"components": SYSTEM["components"][:1]}, ("components",)),
        ({"segments": ["core", "dmz", "lan"]}, ("segments",)),
        ({"remote_access": {"vpn": True}}, ("remote_access",)),
    ],
)
def test_a_changed_description_names_its_parts(changes: dict[str, Any], parts: tuple[str, ...]) -> None:
    assert _changed("system", SYSTEM, **changes) == parts


def test_the_order_of_a_policy_says_something_and_a_reason_does_not() -> None:
    assert _changed("gateway", GATEWAY, policy=list(reversed(GATEWAY["policy"]))) == ("policy",)
    assert _changed("gateway", GATEWAY, policy=[GATEWAY["policy"][0] | {"reason": "mail"}, GATEWAY["policy"][1]]) == ()
    assert _changed("gateway", GATEWAY, fail_mode="closed") == ("fail_mode",)


def test_a_part_that_was_taken_away_has_changed() -> None:
    without = {key: value for key, value in SYSTEM.items() if key != "facts"}
    assert changed_parts("system", _noun("system", without), covers("system", _noun("system", SYSTEM))) == ("facts",)


def test_a_hash_without_parts_says_that_something_changed() -> None:
    whole = covers("system", _noun("system", SYSTEM)).split()[0]
    assert changed_parts("system", _noun("system", SYSTEM), whole) == ()
    assert changed_parts("system", _noun("system", SYSTEM | {"level": 1}), whole) == ("*",)


@pytest.mark.parametrize("forged", ["", "sha256:", "facts:0 facts:1", "no hash at all", "sha256:00 level:00"])
def test_what_is_no_hash_of_it_never_passes(forged: str) -> None:
    assert changed_parts("system", _noun("system", SYSTEM), forged)


def test_parts_that_agree_do_not_hide_a_whole_that_does_not() -> None:
    parts = " ".join(covers("system", _noun("system", SYSTEM)).split()[1:])
    assert changed_parts("system", _noun("system", SYSTEM), f"sha256:0000 {parts}") == ("*",)


def test_one_field_is_found_as_all_of_them_are_laid_out() -> None:
    request = Request(roots=(MINISTRY,), base=MINISTRY.parent, as_of="2026-11-22")
    inventory = read_inventory(request).inventory
    for kind in KINDS:
        for noun in inventory.of(kind):
            laid_out = dict(fields(noun))
            assert {name: values_of(noun, name) for name in laid_out} == laid_out
            absent = {
                "",
                ".",
                "approval",
                "policy",
                "policy.1",
                "policy.0.to",
                "facts.x.y",
                "id.x",
                "source",
                "controls",
            }
            assert not any(values_of(noun, name) for name in absent - laid_out.keys())


def test_a_key_with_dots_is_found() -> None:
    system = System(id="a", source=Source("x", 1, 1), controls={"a.b": "yes", "a": "no"})
    assert (values_of(system, "controls.a.b"), values_of(system, "controls.a")) == (("yes",), ("no",))
