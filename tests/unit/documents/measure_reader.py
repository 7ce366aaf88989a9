"""Measure the reader against libyaml alone: `python tests/unit/documents/measure_reader.py [FILE]`."""

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from yaml.cyaml import CParser

from secaudit.documents import check, parse

SYSTEM = """\
  - id: system-{i}
    name: Document management system {i}
    owner: qk-north
    operator: qk-north-it
    status: operating
    kind: internal
    facts:
      information: [private, personal]
      secrecy: none
      personal_data: {{basic_subjects: 12000, sensitive_subjects: 0}}
      administrative_procedures: false
    level: 3
    approval:
      status: approved
      level: 3
      decision: {{number: 12/QD-2026, date: 2026-03-02, by: qk-north}}
    plan: {{status: complete, completed: 2026-05-30}}
    controls: {{mfa: yes_with_evidence, siem: planned}}
"""
SEGMENT = """\
  - id: segment-{i}
    name: Segment {i}
    network: mil-data
    zone: server
    level: 3
    system: system-{i}
    cidrs: [10.1.2.0/24]
    site: north-hq
"""
GATEWAY = """\
  - id: gateway-{i}
    kind: firewall
    owner: qk-north
    segments: [segment-{i}, segment-0]
    default: deny
    policy:
      - {{from: segment-{i}, to: segment-0, services: [tcp/443], action: permit, reason: Document exchange}}
"""


def inventory(entities: int) -> bytes:
    share = entities // 3
    lists = {"systems": SYSTEM, "segments": SEGMENT, "gateways": GATEWAY}
    parts = ["secaudit: 1\n"]
    for name, template in lists.items():
        parts += [f"{name}:\n", *(template.format(i=i) for i in range(1, share + 1))]
    return "".join(parts).encode()


def best(action: Callable[[], object], runs: int = 7) -> float:
    def once() -> float:
        start = time.process_time()
        action()
        return time.process_time() - start

    return min(once() for _ in range(runs))


def main() -> None:
    data = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else inventory(9_999)
    gc.disable()
    document = parse("measured", data)
    entities = sum(len(value) for value in document.content.values() if isinstance(value, list))
    check(document, "inventory")
    raw = best(lambda: CParser(data).raw_parse())
    ours = best(lambda: parse("measured", data))
    gate = best(lambda: check(document, "inventory"))
    print(f"{entities} entities, {len(data) / 1e6:.1f} MB")
    print(f"libyaml alone    {raw:.3f} s")
    print(
        f"parse            {ours:.3f} s, {ours / raw:.1f} times libyaml alone, {ours / entities * 1e6:.0f} us an entity"
    )
    print(f"check            {gate:.3f} s, {gate / entities * 1e6:.1f} us an entity")


if __name__ == "__main__":
    main()
