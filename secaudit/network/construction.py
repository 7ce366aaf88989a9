"""From an inventory to a network: `semantics.md` section 2, arc by arc."""

from collections import Counter
from collections.abc import Iterator, Sequence

from secaudit.model import Inventory
from secaudit.network import services
from secaudit.network.device import Device, of_gateway, of_host, of_link
from secaudit.network.network import Network
from secaudit.network.policies import NO_ENTRY, passages
from secaudit.network.selectors import Selectors
from secaudit.network.services import Services

_Arc = tuple[int, int, Services, int]


def connect(inventory: Inventory, as_of: str) -> Network:
    """Build the network of an inventory as it is on a day (ISO date).

    Every reference of the inventory must be resolved; segments and devices are numbered by id.
    """
    index = {segment.id: number for number, segment in enumerate(inventory.segments)}
    devices = (
        *(of_gateway(gateway) for gateway in inventory.gateways),
        *(of_link(link) for link in inventory.links),
        *(of_host(host, as_of) for host in inventory.hosts if len(host.segments) > 1),
    )
    degree = Counter(index[segment] for device in devices for segment in set(device.segments))
    selectors = Selectors(inventory, index)
    tails: list[int] = []
    heads: list[int] = []
    vias: list[int] = []
    carried: list[Services] = []
    entries: list[int] = []
    for via, device in enumerate(devices):
        joined = tuple(index[segment] for segment in device.segments)
        for tail, head, passing, entry in _arcs(device, joined, index, selectors, degree):
            tails.append(tail)
            heads.append(head)
            vias.append(via)
            carried.append(passing)
            entries.append(entry)
    return Network(
        segments=inventory.segments, devices=devices, index=index,
        tails=tails, heads=heads, vias=vias, services=carried, entries=entries,
    )  # fmt: skip


def _arcs(
    device: Device, joined: Sequence[int], index: dict[str, int], selectors: Selectors, degree: Counter[int]
) -> Iterator[_Arc]:
    if device.type == "gateway":
        found = passages(device, joined, selectors, lambda segment: degree[segment] > 1)
        for (a, b), passage in sorted(found.items(), key=lambda item: item[0]):
            yield a, b, passage.services, passage.entry
    elif device.one_way is not None:
        yield index[device.one_way.from_], index[device.one_way.to], services.ANY, NO_ENTRY
    elif device.forwards:
        for a in joined:
            for b in joined:
                if a != b:
                    yield a, b, services.ANY, NO_ENTRY
