"""What each station of a way says: the entry that lets pass, the header, and whether it is the cause."""

from secaudit.documents.source import Source
from secaudit.findings.evidence import Hop
from secaudit.findings.words import Words
from secaudit.network import Network, addresses, connect, services, split
from secaudit.network.denial import Header, stop
from secaudit.network.parts import WHOLE
from secaudit.network.steps import Step
from tests.network.building import APPROVED, AS_OF, arcs_of, inventory_of, network_of, permit, segments_of

CHAIN = {
    "segments": segments_of("a", "m", "b"),
    "gateways": [
        {"id": "g", "name": "Cửa", "level": 3, "kind": "firewall", "segments": ["a", "m"],
         "policy": [permit("a", ["m", "b"], "tcp/443")]},
    ],
    "links": [{"id": "l", "between": ["m", "b"]}],
}  # fmt: skip


def _arc(network: Network, tail: str, head: str) -> int:
    ends = list(zip(network.tails, network.heads, strict=True))
    return ends.index((network.index[tail], network.index[head]))


def _way(network: Network, *pairs: tuple[str, str], origin: str, target: str) -> tuple[Step, ...]:
    ends = network.index[origin], network.index[target]
    return tuple(Step(_arc(network, *pair), *ends, services.parse("tcp/443")) for pair in pairs)


def test_a_gateway_is_told_with_the_entry_that_lets_pass_and_whom() -> None:
    network = network_of(CHAIN)

    _, gateway, _, link, _ = network.tell(_way(network, ("a", "m"), ("m", "b"), origin="a", target="b"), offending=(0,))

    assert gateway == Hop(
        kind="gateway", id="g", name="Cửa", level=3, source=network.devices[0].policy[0].source, offending=True,
        detail=Words(vi="mục chính sách 1: tcp/443, cho phiên a → b", en="policy entry 1: tcp/443, for a → b"),
    )  # fmt: skip
    assert isinstance(gateway.source, Source)
    assert gateway.source != network.devices[0].source
    assert (link.detail, link.offending) == (Words(vi="không lọc", en="unfiltered"), False)


def test_an_answer_is_told_by_the_conversation_that_it_answers() -> None:
    network = network_of(CHAIN).answering
    back = network.answers[_arc(network, "a", "m")]

    _, hop, _ = network.hops((back,), offending=(0,))

    assert hop == Hop(
        kind="gateway", id="g", name="Cửa", level=3, source=network.devices[0].policy[0].source, offending=True,
        detail=Words(vi="trả lời phiên a → m", en="answers a → m"),
    )  # fmt: skip


def test_a_question_is_told_as_one_where_answers_are_told_too() -> None:
    network = network_of(CHAIN).answering

    step = network.alone(_arc(network, "a", "m"))

    assert (step.origin, step.target) == (network.index["a"], network.index["m"])


def test_answers_know_what_stands_for_a_gateway_beyond_its_approval() -> None:
    gateway = CHAIN["gateways"][0] | {"approval": APPROVED | {"permits": []}}  # type: ignore[operator]
    inventory = inventory_of(CHAIN | {"gateways": [gateway]})

    both = split(connect(inventory, AS_OF), inventory)

    assert both.beyond
    assert both.answering.beyond == both.beyond


def test_the_addresses_that_are_told_are_those_that_pass() -> None:
    segments = [{"id": "a"}, {"id": "b", "cidrs": ["10.0.0.0/24"]}]
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": [permit("a", "10.0.0.128/25")]}
    network = network_of({"segments": segments, "gateways": [gateway]})

    assert network.passing(0, 0, 1, services.ANY) == (None, addresses.parse("10.0.0.128/25"))


def test_a_host_that_does_not_forward_leads_on_to_nobody() -> None:
    off = {"state": "off", "attested": AS_OF, "by": "it"}
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": [permit("far", "b")]}
    host = {"id": "h", "segments": ["a", "far"]}
    content = {"units": [{"id": "it"}], "segments": segments_of("a", "b", "far"), "gateways": [gateway]}

    assert arcs_of(network_of(content, {"hosts": [host | {"forwarding": off}]})) == set()
    assert ("a", "b", "g") in arcs_of(network_of(content, {"hosts": [host]}))


def test_a_refusal_names_addresses_only_where_they_are_told_apart() -> None:
    network = network_of(CHAIN)
    told = [
        stop(network, 0, network.index["a"], Header(network.index["m"], services.ANY, ends), is_closed=False).reason
        for ends in (WHOLE, (addresses.parse("10.0.0.0/25"), addresses.parse("10.0.1.1")))
    ]

    assert told == [
        Words(vi="mặc định chặn", en="default deny"),
        Words(vi="mặc định chặn, từ 10.0.0.0/25, đến 10.0.1.1", en="default deny, from 10.0.0.0/25, to 10.0.1.1"),
    ]
