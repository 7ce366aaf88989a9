"""Reports that tell of a network: a small one in which everything occurs, and ones of any size."""

from collections.abc import Sequence
from typing import Any

from secaudit.documents.source import Source
from secaudit.findings.dossier import Conduit, Declared, Dossier, Exposure, Related
from secaudit.findings.evidence import Evidence, Hop
from secaudit.findings.finding import Finding, fingerprint
from secaudit.findings.report import Report, Verdict
from tests.reporters.builders import finding, full_report

HERE = Source("net.yaml", 1, 1)
ZONES = ("external", "perimeter", "dmz", "server", "database", "management")


def segment(
    ident: str, site: str | None, zone: str | None, level: int | None = 3, systems: Sequence[str] = ()
) -> Dossier:
    fields = (("site", site), ("zone", zone))
    return Dossier(
        kind="segment", id=ident, level=level, source=HERE,
        fields=tuple(Declared(name, (value,)) for name, value in fields if value is not None),
        related=(Related("systems", tuple(systems)),),
    )  # fmt: skip


def device(kind: str, ident: str, *segments: str) -> Dossier:
    return Dossier(kind=kind, id=ident, source=HERE, related=(Related("segments", segments),))


def caused(rule: str, kind: Any, ident: str, before: str, after: str) -> Finding:
    """A violation whose cause is a device between two segments."""
    path = (
        Hop(kind="segment", id=before, source=HERE),
        Hop(kind=kind, id=ident, source=HERE, offending=True),
        Hop(kind="segment", id=after, source=HERE),
    )
    subject = f"{kind}:{ident}"
    return finding(rule, subject, severity="critical", evidence=Evidence(path=path), fingerprint=fingerprint(rule, (subject,)))  # fmt: skip


def small_network(**changes: Any) -> Report:
    """Two sites, a device of each kind, a violation on a line and one within a box, a way and no way."""
    hole = caused("GWP-01", "link", "back-cable", "inet", "hq-db")
    inner = caused("LOG-02", "host", "one-leg", "hq-db", "hq-db")
    dossiers = (
        device("gateway", "hq-gw", "hq-dmz", "hq-server", "hq-db", "inet"),
        device("host", "jump", "hq-dmz", "hq-server"),
        device("host", "one-leg", "hq-db"),
        device("link", "back-cable", "inet", "hq-db"),
        device("link", "line-a", "hq-dmz", "branch-lan"),
        device("link", "line-b", "hq-dmz", "branch-lan"),
        segment("branch-lan", "branch", "internal", 2, ("doc-flow",)),
        segment("hq-db", "hq", "database", 4, ("archive", "doc-flow")),
        segment("hq-dmz", "hq", "dmz", 2),
        segment("hq-server", "hq", "server", 4, ("doc-flow",)),
        segment("inet", None, None, None),
    )
    fields: dict[str, Any] = {
        "verdicts": tuple(Verdict(finding=found, status="open") for found in (hole, inner)), "dossiers": dossiers,
        "conduits": (
            Conduit(origin="dmz", target="server", gateways=1, unfiltered=1),
            Conduit(origin=None, target="database", gateways=1, unfiltered=1, violations=(hole.fingerprint, "0" * 64)),
        ),
        "exposures": (
            Exposure(Hop(kind="segment", id="hq-server", level=4, source=HERE), "mat", 1, ("hq-gw",), (
                Hop(kind="segment", id="inet", source=HERE), Hop(kind="gateway", id="hq-gw", source=HERE),
                Hop(kind="segment", id="hq-server", source=HERE))),
            Exposure(Hop(kind="segment", id="hq-db", level=4, name="Kho", source=HERE), "none", 0, (), hole.evidence.path),
            Exposure(Hop(kind="segment", id="vault", level=5, source=HERE), "tuyet_mat", None),
        ),
    }  # fmt: skip
    return full_report(**(fields | changes))


def network(sites: int, each: int, *, systems: int = 0, violations: int = 0, zone: bool = True) -> Report:
    """So many sites with so many segments each, a gateway in each site and a line to the next one."""
    dossiers = []
    found = []
    for site in range(sites):
        names = [f"s{site}-{number}" for number in range(each)]
        for number, name in enumerate(names):
            inner = tuple(f"sys-{site}-{number}-{n}" for n in range(systems))
            dossiers.append(
                segment(name, f"Địa điểm {site:04d}", ZONES[number % 6] if zone else None, number % 5, inner)
            )
        dossiers.append(device("gateway", f"gw-{site}", *names))
        far = f"s{(site + 1) % sites}-{each - 1}"
        dossiers.append(device("link", f"line-{site}", names[0], far))
        if site < violations:
            found.append(Verdict(finding=caused("GWP-01", "link", f"line-{site}", names[0], far), status="open"))
    return full_report(verdicts=tuple(found), dossiers=tuple(dossiers), conduits=(), exposures=())
