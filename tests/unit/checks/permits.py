"""One check of permits, and a network in which entries are covered, not covered, or within one system."""

UNDECLARED = "check: permitted_but_undeclared\nwith: {}\n"
SEVERAL = """\
systems: [{id: x}, {id: y}]
segments:
  - {id: a, system: x}
  - {id: b, system: y, level: 1}
  - {id: bare}
  - {id: c, system: x}
gateways:
  - id: g
    kind: firewall
    segments: [a, b, bare, c]
    policy:
      - {from: a, to: b, services: [tcp/1], action: permit}
      - {from: a, to: b, services: [tcp/2], action: permit}
      - {from: a, to: b, services: [tcp/3], action: deny}
      - {from: a, to: c, action: permit}
      - {from: c, to: a, action: permit}
      - {from: a, to: c, action: permit}
interconnections: [{id: r, between: [x, y], via: g, services: [tcp/1-2]}]
"""
