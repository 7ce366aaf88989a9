"""No device that does not qualify joins what must stay apart."""

from secaudit.expressions import Predicate
from secaudit.findings.evidence import Evidence, Hop
from secaudit.findings.finding import FindingState
from secaudit.model import Segment
from secaudit.network import Device
from secaudit.policy import Answer, Binding, Check, Scope, Violation

_PROPERTIES = ("network", "zone", "level", "secrecy")


def bridge(binding: Binding) -> Check:
    """Bind the check: `of` types of device, `differ` in which properties, `where`, `through`."""
    binding.only("of", "differ", "where", "through")
    binding.facts(("via", "from", "to", "differs"), None)
    vocabulary = binding.vocabulary(device="device")
    return _Bridge(
        binding.words("of", choices=("host", "link", "gateway")),
        binding.words("differ", choices=_PROPERTIES),
        binding.predicate("where", vocabulary, default="true"),
        binding.predicate("through", vocabulary, default="false"),
    )


class _Bridge:
    is_local = False

    def __init__(self, of: tuple[str, ...], differ: tuple[str, ...], where: Predicate, through: Predicate) -> None:
        self._of = of
        self._differ = differ
        self._where = where
        self._through = through

    def run(self, scope: Scope) -> Answer:
        violations = []
        passed = not_applicable = 0
        for device in scope.network.devices:
            if device.type not in self._of or device.is_inside or (applies := self._where(scope, device)) is False:
                not_applicable += 1
                continue
            segments = [scope.network.segments[scope.network.index[name]] for name in device.segments]
            found = {name: _differs(segments, name) for name in self._differ}
            qualifies = self._through(scope, device)
            if qualifies is True or (not any(found.values()) and None not in found.values()):
                passed += 1
                continue
            certain = qualifies is False and applies is True and any(found.values())
            undeclared = () if any(found.values()) else [f"segment.{name}" for name in found if found[name] is None]
            missing = (*self._where.missing(scope, device), *self._through.missing(scope, device), *undeclared)
            evidence = _evidence(device, segments, found, missing)
            violations.append(_violation(device, segments, evidence, "fail" if certain else "unknown"))
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)


def _evidence(
    device: Device, segments: list[Segment], found: dict[str, bool | None], missing: tuple[str, ...]
) -> Evidence:
    hop = Hop(
        kind=device.type, id=device.id, name=device.name, level=device.level, source=device.source, offending=True
    )
    first, *others = [
        Hop(kind="segment", id=segment.id, name=segment.name, level=segment.level, source=segment.source)
        for segment in segments
    ]
    values = {name: " / ".join(str(getattr(segment, name)) for segment in segments) for name in found if found[name]}
    return Evidence(path=(first, hop, *others), missing=missing, seen=tuple(values.items()))


def _violation(device: Device, segments: list[Segment], evidence: Evidence, state: FindingState) -> Violation:
    levels = [segment.level for segment in segments if segment.level is not None]
    first, *others = segments
    return Violation(
        kind=device.type, subject=device.id, subjects=(f"{device.type}:{device.id}",), state=state,
        name=device.name, level=max(levels, default=None), owner=device.owner, source=device.source, evidence=evidence,
        facts={
            "via": device.id, "from": first.id, "to": ", ".join(segment.id for segment in others),
            "differs": ", ".join(name for name, _ in evidence.seen),
        },
    )  # fmt: skip


def _differs(segments: list[Segment], name: str) -> bool | None:
    """Whether the segments differ in a property; None if one that is not declared leaves it open."""
    values = [getattr(segment, name) for segment in segments]
    if len({value for value in values if value is not None}) > 1:
        return True
    return None if None in values else False
