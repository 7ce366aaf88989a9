"""From an inventory to a network: `semantics.md` section 2, arc by arc."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from secaudit.model import Inventory
from secaudit.network import services
from secaudit.network.device import Device, of_gateway, of_host, of_link, of_network
from secaudit.network.network import Network
from secaudit.network.policies import Pair, Passage, Policy, pairs_of, passages, policy_beyond, policy_of
from secaudit.network.selectors import Selectors

NOT_OURS = ("untrusted", "foreign")
_FEW = 8  # segments of a network that is not ours that are joined each with each; more by way of two of them
_UNFILTERED = Passage(services.ANY)


def connect(inventory: Inventory, as_of: str) -> Network:
    """Build the network of an inventory as it is on a day (ISO date).

    Every reference of the inventory must be resolved; segments and devices are numbered by id.
    """
    index = {segment.id: number for number, segment in enumerate(inventory.segments)}
    devices = (
        *(of_gateway(gateway) for gateway in inventory.gateways),
        *(of_link(link) for link in inventory.links),
        *(of_host(host, as_of) for host in inventory.hosts if len(host.segments) > 1),
        *_insides(inventory),
    )
    selectors = Selectors(inventory, index)
    policies = [policy_of(device, selectors) for device in devices]
    network = Network(segments=inventory.segments, devices=devices, policies=policies, index=index)
    _join(network, devices, range(len(devices)))
    return network


def turns(inventory: Inventory) -> tuple[str, ...]:
    """The days (ISO dates) from which the network of an inventory may be another one, sorted."""
    states = (host.forwarding for host in inventory.hosts)
    return tuple(sorted({off.attested for off in states if off is not None and off.attested is not None}))


def _insides(inventory: Inventory) -> Iterable[Device]:
    """What joins the segments of each network that is declared not to be ours: inside it everything may talk."""
    members: dict[str, list[str]] = {network.id: [] for network in inventory.networks if network.trust in NOT_OURS}
    for segment in inventory.segments:
        if segment.network in members:
            members[segment.network].append(segment.id)
    for network in inventory.networks:
        if len(members.get(network.id, ())) > 1:
            yield of_network(network, tuple(sorted(members[network.id])))


def split(network: Network, inventory: Inventory) -> Network:
    """The same network, in which every gateway whose approval names what it permits stands twice.

    The second device, told in `beyond`, lets pass only what the policy permits and the approval does not:
    what the approval names is denied to it first. The network itself, where no approval names anything.
    """
    limited = [
        via for via, device in enumerate(network.devices) if device.approval and device.approval.permits is not None
    ]
    if not limited:
        return network
    selectors = Selectors(inventory, network.index)
    doubles = [network.devices[via] for via in limited]
    both = Network(
        segments=network.segments,
        devices=(*network.devices, *doubles),
        policies=(
            *network.policies,
            *(
                policy_beyond(device, network.policies[via], selectors)
                for device, via in zip(doubles, limited, strict=True)
            ),
        ),
        index=network.index,
        beyond=dict(enumerate(limited, len(network.devices))),
    )
    _join(both, network.devices, range(len(both.devices)))
    return both


def _join(network: Network, standing: Sequence[Device], vias: Iterable[int]) -> None:
    """Add the arcs of devices; `standing` are those that stand in the field, each once."""
    index = network.index
    degree = Counter(index[segment] for device in standing if device.forwards for segment in device.segments)
    for via in vias:
        for (tail, head), passage in _arcs(network.devices[via], network.policies[via], index, degree):
            network.add(tail, head, via, passage)


def _arcs(
    device: Device, policy: Policy | None, index: Mapping[str, int], degree: Counter[int]
) -> Iterable[tuple[Pair, Passage]]:
    joined = tuple(index[segment] for segment in device.segments)
    if device.type == "gateway":
        pairs = pairs_of(device, joined, index)
        ends = frozenset(end for pair in pairs for end in pair)
        return sorted(passages(policy, pairs, ends, lambda segment: degree[segment] > 1).items(), key=_pair)
    if device.one_way is not None:
        return [((index[device.one_way.from_], index[device.one_way.to]), _UNFILTERED)]
    if device.is_inside and len(joined) > _FEW:
        first, second, *others = joined  # two, so that one that is shut keeps nobody else apart
        spokes = [(first, second), *((hub, other) for hub in (first, second) for other in others)]
        return [(pair, _UNFILTERED) for a, b in spokes for pair in ((a, b), (b, a))]
    return [((a, b), _UNFILTERED) for a in joined for b in joined if a != b and device.forwards]


def _pair(item: tuple[Pair, Passage]) -> Pair:
    return item[0]
