"""The network of an inventory as a drawing: Graphviz DOT or Mermaid.

Segments lie in a box for their network; gateways, links and hosts on several segments join them. The order is that of
the inventory, which is sorted, so that the same inventory gives the same text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from secaudit.documents.wording import shown
from secaudit.model import Gateway, Host, Inventory, Link, Segment
from secaudit.model.topology import OneWay

_LONGEST = 100


class _Arm(Struct, frozen=True):
    """A device at a segment; `way` is the only direction in which it carries anything, seen from the device."""

    segment: str
    way: str = "both"


class _Joint(Struct, frozen=True):
    """What joins segments."""

    kind: str
    id: str
    words: tuple[str, ...]
    arms: tuple[_Arm, ...]


def dot(inventory: Inventory) -> str:
    """The network in the language of Graphviz."""
    lines = ["digraph inventory {", "  rankdir=LR;", "  node [shape=box];"]
    for number, (name, segments) in enumerate(_boxes(inventory)):
        nodes = [f"{_dot(f'segment:{one.id}')} [label={_dot(*_words(one))}];" for one in segments]
        lines += (
            _boxed(nodes, f"subgraph cluster_{number} {{", f"label={_dot(name)};", "}") if name else _indented(nodes)
        )
    for joint in _joints(inventory):
        node = _dot(f"{joint.kind}:{joint.id}")
        lines.append(f"  {node} [shape={_DOT_SHAPES[joint.kind]} label={_dot(*joint.words)}];")
        for arm in joint.arms:
            lines.append(f"  {_dot_arm(node, _dot(f'segment:{arm.segment}'), arm.way)}")
    return "\n".join([*lines, "}"]) + "\n"


def mermaid(inventory: Inventory) -> str:
    """The network in the language of Mermaid."""
    names = {segment.id: f"s{number}" for number, segment in enumerate(inventory.segments)}
    lines = ["flowchart LR"]
    for number, (name, segments) in enumerate(_boxes(inventory)):
        nodes = [f"{names[one.id]}[{_mermaid(*_words(one))}]" for one in segments]
        lines += _boxed(nodes, f"subgraph n{number}[{_mermaid(name)}]", "", "end") if name else _indented(nodes)
    for number, joint in enumerate(_joints(inventory)):
        opening, closing = _MERMAID_SHAPES[joint.kind]
        lines.append(f"  d{number}{opening}{_mermaid(*joint.words)}{closing}")
        lines += (f"  {_mermaid_arm(f'd{number}', names[arm.segment], arm.way)}" for arm in joint.arms)
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Inventory], str]] = {"dot": dot, "mermaid": mermaid}
_DOT_SHAPES = {"gateway": "octagon", "link": "plain", "host": "ellipse"}
_MERMAID_SHAPES = {"gateway": ("{{", "}}"), "link": ("([", "])"), "host": ("(", ")")}


def _boxes(inventory: Inventory) -> Iterator[tuple[str, Sequence[Segment]]]:
    """Networks with their segments; those that name no network stand outside of any box."""
    by_network: dict[str | None, list[Segment]] = {}
    for segment in inventory.segments:
        by_network.setdefault(segment.network, []).append(segment)
    for network in inventory.networks:
        if network.id in by_network:
            trust = f" ({network.trust})" if network.trust else ""
            yield _named(network.id, network.name) + trust, by_network[network.id]
    yield "", by_network.get(None, [])


def _words(segment: Segment) -> tuple[str, ...]:
    level = f"level {segment.level}" if segment.level is not None else ""
    return (_named(segment.id, segment.name), ", ".join(filter(None, (segment.zone, level))))


def _joints(inventory: Inventory) -> Iterator[_Joint]:
    joining: Iterable[Gateway | Link | Host] = chain(
        inventory.gateways, inventory.links, (host for host in inventory.hosts if len(host.segments) > 1)
    )
    for noun in joining:
        name = _named(noun.id, noun.name)
        match noun:
            case Gateway():
                yield _Joint("gateway", noun.id, (name, noun.kind or ""), _arms(noun.segments, noun.one_way))
            case Link():
                yield _Joint("link", noun.id, (name, noun.medium or ""), _arms(noun.between, noun.one_way))
            case Host():
                yield _Joint("host", noun.id, (name, noun.kind or ""), _arms(noun.segments, None))


def _arms(segments: Sequence[str], one_way: OneWay | None) -> tuple[_Arm, ...]:
    ways = {} if one_way is None else {one_way.from_: "in", one_way.to: "out"}
    return tuple(_Arm(segment, ways.get(segment, "both")) for segment in segments)


def _named(name: str, text: str | None) -> str:
    return name if text is None or text == name else f"{name}: {text}"


def _boxed(nodes: Iterable[str], opening: str, label: str, closing: str) -> list[str]:
    inside = [f"    {line}" for line in (label, *nodes) if line]
    return [f"  {opening}", *inside, f"  {closing}"]


def _indented(nodes: Iterable[str]) -> list[str]:
    return [f"  {node}" for node in nodes]


def _dot(*lines: str) -> str:
    """Text as a quoted string of DOT; what would leave the quotes or begin an escape is escaped."""
    escaped = (shown(line, limit=_LONGEST).replace("\\", "\\\\").replace('"', '\\"') for line in lines if line)
    return '"' + "\\n".join(escaped) + '"'


def _dot_arm(device: str, segment: str, way: str) -> str:
    if way == "both":
        return f"{segment} -> {device} [dir=none];"
    return f"{segment} -> {device};" if way == "in" else f"{device} -> {segment};"


def _mermaid(*lines: str) -> str:
    """Text as a quoted label of Mermaid; all that is neither letter, digit nor harmless becomes an entity."""
    harmless = " -_.,:/()"
    escaped = (
        "".join(c if c.isalnum() or c in harmless else f"#{ord(c)};" for c in shown(line, limit=_LONGEST))
        for line in lines
        if line
    )
    return '"' + "<br/>".join(escaped) + '"'


def _mermaid_arm(device: str, segment: str, way: str) -> str:
    if way == "both":
        return f"{segment} --- {device}"
    return f"{segment} --> {device}" if way == "in" else f"{device} --> {segment}"
