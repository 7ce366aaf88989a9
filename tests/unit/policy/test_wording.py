"""What is declared, as a Vietnamese sentence says it."""

from typing import get_args

import pytest

from secaudit.findings.words import Words
from secaudit.model.approval import ApprovalStatus
from secaudit.model.systems import Hosting, Secrecy
from secaudit.model.topology import GatewayKind, Zone
from secaudit.policy.messages import fill
from secaudit.policy.wording import vietnamese


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("plan.status", "partial", "đã triển khai một số hạng mục"),
        ("zones", "dmz, server", "DMZ, máy chủ"),
        ("facts.information", "private, state_secret", "riêng, bí mật nhà nước"),
        ("approval.decision.date", "2026-05-10", "10/05/2026"),
        ("days", "2026-10-02, 2026-10-09", "02/10/2026, 09/10/2026"),
        ("device.functions", "firewall, ips, sandbox", "tường lửa, chống xâm nhập, sandbox"),
        ("media", "copper, wifi", "cáp đồng, wifi"),
        ("changed", "segments, policy", "phân đoạn, chính sách"),
        ("missing_zones", "management", "quản trị"),
        # an id may be any word, and a word that nobody listed stays
        ("owner", "ministry", "ministry"),
        ("acceptance.by", "none", "none"),
        ("hosting", "moon", "moon"),
    ],
)
def test_a_value_is_worded_by_the_field_in_which_it_stands(field, value, words):
    assert vietnamese(field, value) == words


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("kind_of_gateway", GatewayKind),
        ("approval.status", ApprovalStatus),
        ("hosting", Hosting),
        ("secrecy", Secrecy),
        ("zone", Zone),
    ],
)
def test_every_value_that_the_format_allows_has_a_word(field, kinds):
    assert [one for one in get_args(kinds) if vietnamese(field, one) == one] == []


def test_an_english_message_shows_what_is_written_and_a_vietnamese_one_says_it():
    message = Words(vi="{plan.status}, {plan.completed}: {left}", en="{plan.status}, {plan.completed}: {left}")
    facts = {"plan.status": "none", "plan.completed": "2026-05-10", "left": Words("hạn 2026-12-31", "by 2026-12-31")}

    assert fill(message, facts) == Words(
        vi="chưa triển khai, 10/05/2026: hạn 31/12/2026", en="none, 2026-05-10: by 2026-12-31"
    )
