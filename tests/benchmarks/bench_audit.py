"""How fast and how large an audit is: `python tests/benchmarks/bench_audit.py [SIZE ...]`.

A whole audit with its HTML report is held against two others, each in a fresh process:

- the limit: read the bytes, hash them, let libyaml parse them and build nothing;
- the stack one would write oneself: CSafeLoader, jsonschema, a loop over rules, networkx, Jinja2.

Prints a Markdown table. Ratios are of CPU time, because other processes disturb the wall clock; every
figure is the median of several rounds in which the three take turns. Nothing here is asserted.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
AS_OF = "2026-11-22"
SEED = 1
LIMIT, NAIVE, OURS = "limit", "naive", "secaudit"
HEAVY = ("networkx", "jsonschema", "numpy", "jinja2", "openpyxl", "rich", "yaml", "jsonschema_rs", "msgspec", "click")
FOUND = (0, 1)  # how an audit ends that could judge everything, without findings and with some
BANNED = frozenset({"networkx", "jsonschema"})
MIB = 1024 * 1024
COMPILED: dict[
    str, str
] = {}  # where compiled modules lie; all contestants are installed, as pip compiles what it installs


class Run(NamedTuple):
    """What one process took: seconds, seconds, bytes; and what it said."""

    wall: float
    cpu: float
    peak: int
    said: str = ""


class Target(NamedTuple):
    """A promise for one size: how it reads, and whether it is kept."""

    text: str
    kept: Callable[["Figures"], bool | None]


class Figures(NamedTuple):
    """The medians of one size, beside our own CPU time at a tenth of it."""

    limit: Run
    ours: Run
    naive: Run | None
    smaller: float | None

    @property
    def to_limit(self) -> float:
        return self.ours.cpu / self.limit.cpu

    @property
    def gain(self) -> float | None:
        """How many times faster than what one would write oneself."""
        return self.naive.cpu / self.ours.cpu if self.naive else None

    @property
    def growth(self) -> float | None:
        """Our time against that of a tenth of the entities."""
        return self.ours.cpu / self.smaller if self.smaller else None


TARGETS: dict[int, Sequence[Target]] = {
    10_000: (
        Target(">= 5x faster than naive", lambda f: None if f.gain is None else f.gain >= 5),
        Target("<= 15x limit", lambda f: f.to_limit <= 15),
    ),
    100_000: (
        Target(">= 10x faster than naive", lambda f: None if f.gain is None else f.gain >= 10),
        Target("<= 11x limit", lambda f: f.to_limit <= 11),
        Target("< 1 GB", lambda f: f.ours.peak < 1e9),
        Target("<= 11x the time of 10k", lambda f: None if f.growth is None else f.growth <= 11),
    ),
}


# What is measured: each runs in a process of its own.


def limit(folder: Path) -> str:
    """The bytes, their digest, and libyaml's parse of them."""
    from hashlib import sha256

    from yaml.cyaml import CParser

    total = 0
    for path in sorted(folder.rglob("*.yaml")):
        data = path.read_bytes()
        sha256(data).hexdigest()
        CParser(data).raw_parse()
        total += len(data)
    return f"{total} bytes read"


def audit(folder: Path) -> str:
    """Our own audit as a user runs it: the command line, whole, which writes the HTML report."""
    from secaudit.cli.main import main as command_line

    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "audit.html"
        code = command_line(["audit", str(folder), "-q", "--as-of", AS_OF, "--report", f"html={page}"])
        if code not in FOUND:
            raise SystemExit(f"the audit ended with {code}")
        html = page.read_text(encoding="utf-8")
    counts = re.search("units: [0-9,]+(?: · [a-z]+: [0-9,]+)*", html)
    entities = sum(int(count.replace(",", "")) for count in re.findall("[0-9,]+", counts[0])) if counts else 0
    findings = html.count('class="f" id="f-')
    return f"{entities} entities, {findings} findings, {len(html)} characters"


def naive(folder: Path) -> str:
    """The same question asked with what comes to hand; nothing in it is slow on purpose."""
    import jinja2
    import jsonschema
    import yaml

    documents = [
        (path.name, _plain(yaml.load(path.read_bytes(), yaml.CSafeLoader))) for path in sorted(folder.rglob("*.yaml"))
    ]
    schema = json.loads((ROOT / "secaudit/documents/schemas/inventory.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    wrong = [(name, error.message) for name, document in documents for error in validator.iter_errors(document)]
    findings = list(_local(documents))
    before = process_time()
    findings += _paths(documents)
    searching = process_time() - before
    page = jinja2.Environment(autoescape=True).from_string(_PAGE).render(findings=findings)
    entities = sum(len(value) for _, document in documents for value in document.values() if isinstance(value, list))
    return f"{entities} entities, {len(findings)} findings, {len(page)} characters, {len(wrong)} errors, {searching:.1f} s in paths"


_PAGE = """<!doctype html><meta charset="utf-8"><title>Audit</title><table>
{% for rule, subject, file in findings %}<tr><td>{{ rule }}<td>{{ subject }}<td>{{ file }}
{% endfor %}</table>"""


def _plain(value: Any) -> Any:
    """PyYAML makes dates of what JSON Schema wants as text."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _approved(thing: dict[str, Any]) -> bool:
    approval = thing["approval"]
    return approval["status"] == "approved" and approval["decision"]["date"] <= AS_OF <= approval.get(
        "until", "9999-12-31"
    )


_STANDARD_DOSSIER = {"overview", "design", "level_justification", "security_plan"}
_RETENTION = (0, 1, 1, 3, 6, 12)
_NAIVE_RULES: dict[str, Sequence[tuple[str, Callable[[dict[str, Any]], bool]]]] = {
    "systems": (
        ("approval", lambda s: s["status"] != "operating" or (_approved(s) and s["approval"]["level"] >= s["level"])),
        ("authority", lambda s: s["approval"]["decision"]["by"] == s["owner"] or s["approval"]["level"] <= 2),
        ("appraiser", lambda s: s["approval"]["appraisal"]["by"] != s["operator"]),
        ("dossier", lambda s: set(s["approval"]["dossier"]["items"]) >= _STANDARD_DOSSIER),
        ("opinion", lambda s: s["level"] < 4 or "expert_opinion" in s["approval"]["dossier"]["items"]),
        ("regulation", lambda s: s["approval"]["regulation"]["date"] <= s["approval"]["decision"]["date"]),
        ("plan", lambda s: s["plan"]["status"] == "complete"),
        ("components", lambda s: all(part["level"] <= s["level"] for part in s["components"])),
        ("secrets", lambda s: s["level"] >= 3 or "state_secret" not in s["facts"]["information"]),
        ("risk", lambda s: s["risk_assessment"]["date"] >= s["last_change"]["date"]),
        ("logs", lambda s: s["operations"]["log_retention_months"] >= _RETENTION[s["level"]]),
        ("inspection", lambda s: s["operations"]["last_inspection"]["date"] >= "2025-11-22"),
        ("exercise", lambda s: s["operations"]["last_exercise"]["date"] >= "2025-11-22"),
        ("mfa", lambda s: s["controls"]["mfa"] in {"yes", "yes_with_evidence"}),
    ),
    "segments": (("described", lambda s: bool(s["zone"] and s["cidrs"])),),
    "gateways": (
        ("gateway approval", _approved),
        ("default deny", lambda g: g["default"] == "deny"),
        ("fails closed", lambda g: g["fail_mode"] == "closed"),
    ),
    "interconnections": (
        ("agreement", lambda i: i["agreement"]["date"] <= AS_OF),
        ("assessed", lambda i: i["risk_assessment"]["date"] <= AS_OF),
    ),
}


def _local(documents: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for file, document in documents:
        for kind, rules in _NAIVE_RULES.items():
            for thing in document.get(kind, ()):
                for name, holds in rules:
                    try:
                        good = holds(thing)
                    except KeyError:
                        good = False
                    if not good:
                        yield name, thing["id"], file


def _paths(documents: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Which zones reach which others past every approved gateway."""
    import networkx as nx

    graph, approved = _graph(documents)
    zones: dict[str, list[str]] = {}
    for _, document in documents:
        for segment in document.get("segments", ()):
            zones.setdefault(segment.get("zone", "unknown"), []).append(segment["id"])
    for zone, starts in zones.items():
        graph.add_edges_from((("zone", zone), start) for start in starts)
    open_ways = nx.subgraph_view(graph, filter_node=lambda node: node not in approved)
    for zone in zones:
        seen = nx.descendants(open_ways, ("zone", zone))
        for other, ends in zones.items():
            if other != zone and not seen.isdisjoint(ends):
                yield "unguarded", f"{zone} to {other}", ""


def _graph(documents: Sequence[tuple[str, Any]]) -> tuple[Any, set[str]]:
    """Segments and devices as nodes, and which devices are approved gateways."""
    import networkx as nx

    graph = nx.DiGraph()
    approved = set()
    for _, document in documents:
        graph.add_nodes_from((segment["id"], segment) for segment in document.get("segments", ()))
        for gateway in document.get("gateways", ()):
            if gateway["kind"] in {"security_gateway", "data_diode"} and _approved(gateway):
                approved.add(gateway["id"])
            for start, end in _permitted(gateway):
                graph.add_edges_from(((start, gateway["id"]), (gateway["id"], end)))
        for link in document.get("links", ()):
            graph.add_edges_from((link["between"], link["between"][::-1]))
        for host in document.get("hosts", ()):
            if host.get("forwarding", {}).get("state") != "off":
                graph.add_edges_from((a, b) for a in host["segments"] for b in host["segments"] if a != b)
    return graph, approved


def _permitted(gateway: dict[str, Any]) -> Iterator[tuple[str, str]]:
    segments = gateway["segments"]
    if "one_way" in gateway:
        yield gateway["one_way"]["from"], gateway["one_way"]["to"]
        return
    for entry in gateway.get("policy", ()):
        if entry["action"] == "permit":
            starts, ends = ([side] if isinstance(side, str) else side for side in (entry["from"], entry["to"]))
            yield from ((a, b) for a in starts for b in ends if a in segments and b in segments and a != b)


# How it is measured.


def run(command: Sequence[str], good: Sequence[int] = (0,)) -> Run:
    """Run a process to its end; what its own children took is included."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"} | COMPILED
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile("w+") as output:
        start = perf_counter()
        process = subprocess.Popen(command, stdout=output, cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().strip()
    if process.returncode not in good:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, said)


def install(scratch: Path, minimal: Path) -> None:
    """Have every contestant run once, so that what it imports, and the templates of the page, are compiled."""
    small = scratch / "small"
    small.mkdir()
    (small / minimal.name).write_bytes(minimal.read_bytes())
    for name in (LIMIT, NAIVE):
        run([sys.executable, str(HERE / "bench_audit.py"), "--contestant", name, str(small)])
    page = scratch / "small.html"
    run(
        [sys.executable, "-m", "secaudit", "audit", str(small), "--as-of", AS_OF, "-q", "--report", f"html={page}"],
        FOUND,
    )


def measure(size: int, data: Path, rounds: int, *, with_naive: bool) -> dict[str, Run]:
    """The medians of each contestant; they take turns, so that a disturbance meets all of them."""
    folder = data / f"{size}-seed{SEED}"
    if not folder.exists():
        subprocess.run(
            [sys.executable, str(HERE / "generator.py"), str(size), str(folder), "--seed", str(SEED)],
            check=True,
            stdout=sys.stderr,
        )
    runs: dict[str, list[Run]] = {}
    for turn in range(rounds):
        for name in (LIMIT, OURS, NAIVE):
            if name == NAIVE and (not with_naive or (turn and size > 10_000)):  # minutes: once is enough
                continue
            one = run([sys.executable, str(HERE / "bench_audit.py"), "--contestant", name, str(folder)])
            print(f"  {size} {name}: {one.cpu:.2f} s CPU, {one.said}", file=sys.stderr)
            if name != LIMIT and not one.said.startswith(f"{size} entities"):
                raise SystemExit(f"{name} did not see {size} entities: a quick answer that is wrong is no result")
            runs.setdefault(name, []).append(one)
    return {
        name: Run(*(median(run[part] for run in several) for part in range(3)), several[0].said)
        for name, several in runs.items()
    }


def table(measured: dict[int, dict[str, Run]]) -> str:
    """All sizes as Markdown."""
    rows = [
        "| entities | who | wall s | CPU s | peak MB | x limit | naive / it | growth from a tenth | target | |",
        "| -: | - | -: | -: | -: | -: | -: | -: | - | - |",
    ]
    for size, runs in measured.items():
        smaller = measured.get(size // 10)
        figures = Figures(runs[LIMIT], runs[OURS], runs.get(NAIVE), smaller[OURS].cpu if smaller else None)
        for name, one in runs.items():
            tenth = smaller[name].cpu if smaller and name in smaller else None
            faster = figures.naive.cpu / one.cpu if figures.naive else None
            numbers = (one.cpu / figures.limit.cpu, faster, one.cpu / tenth if tenth else None)
            cells = [
                str(size),
                name,
                f"{one.wall:.2f}",
                f"{one.cpu:.2f}",
                f"{one.peak / MIB:.0f}",
                *map(_ratio, numbers),
            ]
            cells += _verdicts(TARGETS.get(size, ()), figures) if name == OURS else ["", ""]
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _ratio(number: float | None) -> str:
    return "-" if number is None else f"{number:.1f}"


def _verdicts(targets: Sequence[Target], figures: Figures) -> list[str]:
    words = {True: "PASS", False: "**miss**", None: "not measured"}
    return [
        "<br>".join(target.text for target in targets),
        "<br>".join(words[target.kept(figures)] for target in targets),
    ]


def startup(rounds: int, minimal: Path) -> str:
    """What it takes to be there at all, and which heavy modules that needs."""
    cases = (
        ("a bare interpreter", ["-c", "pass"], None),
        ("`secaudit --help`", ["-m", "secaudit", "--help"], 0.150),
        (f"`secaudit audit` of `{minimal.name}`", ["-m", "secaudit", "audit", str(minimal), "--as-of", AS_OF], 0.350),
    )
    if not minimal.exists():
        print(f"{minimal.name} is not there: its start is not measured", file=sys.stderr)
        cases = cases[:-1]
    rows = ["| start | CPU ms | budget ms | | heavy modules imported |", "| - | -: | -: | - | - |"]
    for name, arguments, budget in cases:
        cpu = median(run([sys.executable, *arguments], good=(0, 1)).cpu for _ in range(max(5, rounds)))
        modules = [] if budget is None else _imported(arguments)
        kept = "" if budget is None else "PASS" if cpu < budget and BANNED.isdisjoint(modules) else "**miss**"
        limit_text = "" if budget is None else f"{budget * 1000:.0f}"
        rows.append(f"| {name} | {cpu * 1000:.0f} | {limit_text} | {kept} | {', '.join(modules)} |")
    return "\n".join(rows)


def _imported(arguments: Sequence[str]) -> list[str]:
    script = (
        "import atexit, runpy, sys; heavy = sys.argv.pop(1).split(','); sys.argv[0] = 'secaudit'\n"
        "atexit.register(lambda: sys.stderr.write(','.join(name for name in heavy if name in sys.modules)))\n"
        "runpy.run_module('secaudit', run_name='__main__', alter_sys=True)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script, ",".join(HEAVY), *arguments[2:]],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = process.stderr.splitlines()[-1:] or [""]
    return [name for name in last[0].split(",") if name in HEAVY]


def main() -> None:
    """Measure what was asked for and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000], metavar="SIZE")
    parser.add_argument("--rounds", type=int, default=3, help="medians of this many (default 3)")
    parser.add_argument(
        "--skip-naive-above", type=int, default=10**9, metavar="N", help="the naive stack takes minutes at 100,000"
    )
    parser.add_argument("--data", type=Path, help="keep the generated inventories here")
    parser.add_argument("--minimal", type=Path, default=ROOT / "inventories" / "minimal.yaml", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        data = arguments.data or Path(scratch)
        COMPILED["PYTHONPYCACHEPREFIX"] = str(Path(scratch) / "compiled")
        install(Path(scratch), arguments.minimal)
        data.mkdir(parents=True, exist_ok=True)
        measured = {
            size: measure(size, data, arguments.rounds, with_naive=size <= arguments.skip_naive_above)
            for size in sorted(arguments.sizes)
        }
        print(table(measured))
        print()
        print(startup(arguments.rounds, arguments.minimal))


def contestant(name: str, folder: Path) -> None:
    """Be one of the three."""
    print({LIMIT: limit, NAIVE: naive, OURS: audit}[name](folder))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--contestant"]:
        contestant(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
