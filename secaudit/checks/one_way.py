"""Nothing comes back past a device or link that is declared one-way."""

from secaudit.expressions import Predicate
from secaudit.findings.evidence import Evidence, Exposed, exposing
from secaudit.findings.words import Words
from secaudit.network import Device, Network, Returns, Way
from secaudit.policy import Answer, Binding, Check, Scope, Violation


def one_way(binding: Binding) -> Check:
    """Bind the check: `where` over the devices declared one-way that are meant (absent: all).

    `around_only`: the device itself is not judged, only whether anything leads back around it.
    """
    binding.only("where", "around_only")
    binding.facts(("via", "from", "to", "back", "count"), None)
    where = binding.predicate("where", binding.vocabulary(device="device"), default="true")
    return _OneWay(where, around_only=binding.flag("around_only"))


class _OneWay:
    is_local = False

    def __init__(self, where: Predicate, *, around_only: bool) -> None:
        self._where = where
        self._around_only = around_only

    def run(self, scope: Scope) -> Answer:
        """One violation a device: it is no one-way device at all, or something carries information back."""
        network, violations = scope.network, []
        returns = Returns(network)
        passed = not_applicable = 0
        for via, device in enumerate(network.devices):
            applies = device.one_way is not None and self._where(scope, device)
            if applies is False:
                not_applicable += 1
                continue
            back = _way_back(network, returns, via)
            if not back and (self._around_only or device.is_one_way):
                passed += 1
            else:
                missing = None if applies is True else self._where.missing(scope, device)
                violations.append(_violation(network, via, back, missing))
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)


def _way_back(network: Network, returns: Returns, via: int) -> Way:
    """A way by which information gets back once the device itself is taken out; empty if there is none."""
    one_way = network.devices[via].one_way
    if one_way is None:
        return ()
    return returns.way(via, network.index[one_way.to], network.index[one_way.from_])


def _violation(network: Network, via: int, back: Way, missing: tuple[str, ...] | None) -> Violation:
    device = network.devices[via]
    ends = [network.segments[network.index[name]] for name in device.segments]
    hops = network.answering.tell(back)
    level = max((end.level for end in ends if end.level is not None), default=None)
    exposed, count = exposing(Exposed(id=end.id, level=end.level) for end in ends)
    one_way = device.one_way
    return Violation(
        kind=device.type, subject=device.id, subjects=(f"{device.type}:{device.id}",),
        state="fail" if missing is None else "unknown", name=device.name, level=level, owner=device.owner,
        source=device.source,
        evidence=Evidence(
            path=hops, exposed=exposed, exposed_count=count, missing=missing or (),
            repair=_repair(device, [hop.id for hop in hops[1::2]]),
        ),
        facts={
            "via": device.id, "from": one_way.from_ if one_way else None, "to": one_way.to if one_way else None,
            "back": ", ".join(dict.fromkeys(hop.id for hop in hops[1::2])) or device.id, "count": str(count),
        },
    )  # fmt: skip


def _repair(device: Device, back: list[str]) -> Words:
    if not back:
        return Words(
            vi=f"Thay {device.id} bằng thiết bị một chiều phần cứng",
            en=f"Replace {device.id} by a hardware one-way device",
        )
    names = ", ".join(dict.fromkeys(back))
    return Words(vi=f"Cắt đường về qua {names}", en=f"Cut the way back by way of {names}")
