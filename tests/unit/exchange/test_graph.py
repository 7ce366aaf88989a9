"""The drawing of a network: whole, the same every time, and nothing in a name leaves its quotes."""

import re
from pathlib import Path

import pytest

from secaudit import intake
from secaudit.documents.reader import parse
from secaudit.exchange.graph import FORMATS, dot, mermaid

TEXT = """\
secaudit: 1
networks: [{id: internet, trust: untrusted}, {id: office, name: Mạng nội bộ, trust: own}, {id: empty}]
segments:
  - {id: servers, name: Máy chủ, network: office, zone: server, level: 2}
  - {id: edge, network: internet, zone: external}
  - {id: island}
gateways:
  - {id: fw, name: Tường lửa, kind: firewall, segments: [edge, servers]}
  - {id: diode, kind: data_diode, segments: [servers, island], one_way: {from: servers, to: island}}
links: [{id: fibre, between: [edge, island], medium: fibre}]
hosts: [{id: laptop, segments: [servers, island]}, {id: printer, segments: [servers]}]
"""
DOT = """\
digraph inventory {
  rankdir=LR;
  node [shape=box];
  subgraph cluster_0 {
    label="internet (untrusted)";
    "segment:edge" [label="edge\\nexternal"];
  }
  subgraph cluster_1 {
    label="office: Mạng nội bộ (own)";
    "segment:servers" [label="servers: Máy chủ\\nserver, level 2"];
  }
  "segment:island" [label="island"];
  "gateway:diode" [shape=octagon label="diode\\ndata_diode"];
  "segment:servers" -> "gateway:diode";
  "gateway:diode" -> "segment:island";
  "gateway:fw" [shape=octagon label="fw: Tường lửa\\nfirewall"];
  "segment:edge" -> "gateway:fw" [dir=none];
  "segment:servers" -> "gateway:fw" [dir=none];
  "link:fibre" [shape=plain label="fibre\\nfibre"];
  "segment:edge" -> "link:fibre" [dir=none];
  "segment:island" -> "link:fibre" [dir=none];
  "host:laptop" [shape=ellipse label="laptop"];
  "segment:servers" -> "host:laptop" [dir=none];
  "segment:island" -> "host:laptop" [dir=none];
}
"""
MERMAID = """\
flowchart LR
  subgraph n0["internet (untrusted)"]
    s0["edge<br/>external"]
  end
  subgraph n1["office: Mạng nội bộ (own)"]
    s2["servers: Máy chủ<br/>server, level 2"]
  end
  s1["island"]
  d0{{"diode<br/>data_diode"}}
  s2 --> d0
  d0 --> s1
  d1{{"fw: Tường lửa<br/>firewall"}}
  s0 --- d1
  s2 --- d1
  d2(["fibre<br/>fibre"])
  s0 --- d2
  s1 --- d2
  d3("laptop")
  s2 --- d3
  s1 --- d3
"""
DOT_LINE = re.compile(r'(?:[^"\\]|"(?:[^"\\]|\\[\\"n])*")*')
MERMAID_LINE = re.compile(r'  (?:  )?(?:subgraph )?[sdn]\d+(?:\[|\{\{|\(\[|\()"(?:[^"<>`]|<br/>)*"(?:\]|\}\}|\]\)|\))')
EVIL = [
    '"];evil->x',
    "\\",
    '\\"',
    "a\\n",
    "</script><b>",
    "`x`",
    "end",
    "#quot;",
    "]|click s0 href",
    "%%{init}",
    "\u202e",
    "\u200b",
    "a\nb",
    "\r",
    "\u2028",
]


def inventory(text):
    document = parse("a.yaml", text.encode())
    return intake.build([(document.text, intake.fragment(document))])


def test_dot():
    assert dot(inventory(TEXT)) == DOT


def test_mermaid():
    assert mermaid(inventory(TEXT)) == MERMAID


@pytest.mark.parametrize("draw", FORMATS.values(), ids=FORMATS)
def test_the_order_of_an_inventory_is_nothing(draw):
    segments = re.search(r"segments:\n((?:  - .*\n)+)", TEXT)[1]
    turned = TEXT.replace(segments, "".join(reversed(segments.splitlines(keepends=True))))

    assert turned != TEXT
    assert draw(inventory(turned)) == draw(inventory(TEXT))


@pytest.mark.parametrize("evil", EVIL)
def test_no_name_leaves_its_quotes(evil):
    import json

    named = (
        TEXT.replace("Máy chủ", json.dumps(evil))
        .replace("Tường lửa", json.dumps(evil))
        .replace("Mạng nội bộ", json.dumps(evil))
    )
    found = inventory(named)

    drawn = dot(found)
    assert all(DOT_LINE.fullmatch(line) for line in drawn.splitlines())
    assert len(drawn.splitlines()) == len(DOT.splitlines())
    assert drawn.replace("\n", "").isprintable()

    drawn = mermaid(found)
    labelled = [line for line in drawn.splitlines() if '"' in line]
    assert all(MERMAID_LINE.fullmatch(line) for line in labelled)
    assert len(drawn.splitlines()) == len(MERMAID.splitlines())
    assert drawn.replace("\n", "").isprintable()


def test_an_empty_inventory_is_an_empty_drawing():
    found = inventory("secaudit: 1\n")

    assert dot(found).count("\n") == 4
    assert mermaid(found) == "flowchart LR\n"


def test_a_whole_ministry_can_be_drawn():
    folder = Path(__file__).parents[3] / "inventories" / "ministry"
    documents = [parse(path.name, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))]
    found = intake.build([(document.text, intake.fragment(document)) for document in documents])

    for draw in FORMATS.values():
        drawn = draw(found)
        assert all(segment.id in drawn for segment in found.segments)
        assert all(gateway.id in drawn for gateway in found.gateways)
