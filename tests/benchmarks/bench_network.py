"""How fast the network answers: `python tests/benchmarks/bench_network.py [SEGMENTS ...]`.

Closure and all waypoint rules on a network of so many segments and four times as many arcs (`topology.py`),
beside networkx and scipy; and the matrix of what is forwarded between networks with policies as they are
written (`policies.py`). Each contestant runs in a fresh process, in turns; figures are medians of CPU time.
scipy takes part if the Python that runs this has it. A contestant with other answers ends the run.
"""

import argparse
import gc
import importlib.util
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from secaudit.network import connect  # noqa: E402  (run as a script, from wherever)
from secaudit.network.matrix import tabulate  # noqa: E402
from secaudit.policy import Scope  # noqa: E402
from tests.benchmarks import policies, questions, topology  # noqa: E402

SEED = 1
NETWORKS = (50, 100, 200, 400)
SIZE = policies.Size(segments=10_000, gateways=500, entries=20_000, networks=200)


class _Clock:
    """What was done, and the CPU seconds that it took."""

    def __init__(self) -> None:
        self.took: dict[str, float] = {}

    def __call__(self, name: str, what: Callable[[], Any]) -> Any:
        start = process_time()
        found = what()
        self.took[name] = process_time() - start
        return found


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def secaudit(segments: int, clock: _Clock) -> dict[str, Any]:
    """Connect the inventory, find the closure, run the rules as an audit does; then once more the searches alone."""
    inventory = topology.wide(segments, SEED)
    network = clock("build", lambda: connect(inventory, topology.AS_OF))
    closure = clock("closure", lambda: questions.closure(network, questions.zones(network)))
    bound, scope = questions.rules(), Scope(inventory, topology.AS_OF, network)
    answers = clock("rules", lambda: [(rule, rule.check.run(scope)) for rule in bound])
    peak = _peak()
    exposed, causes = questions.told(scope, answers)
    asked = questions.asked(inventory, network)
    searched = clock("search", lambda: questions.searched(network, asked))
    if searched != exposed:
        raise SystemExit("the rules and the searches do not agree")
    shape = {"segments": len(network.segments), "arcs": len(network.tails), "causes": sum(map(len, causes.values()))}
    return shape | {"peak": peak, "answers": _digests(closure, exposed, causes)}


def networkx(segments: int, clock: _Clock) -> dict[str, Any]:
    """Make a graph of the arcs and ask it the same."""
    inventory = topology.wide(segments, SEED)
    network = connect(inventory, topology.AS_OF)
    asked, members = questions.asked(inventory, network), questions.zones(network)
    graph = clock("build", lambda: questions.graph_of(network))
    closure = clock("closure", lambda: questions.nx_closure(graph, members))
    exposed = clock("search", lambda: questions.nx_exposed(graph, asked))
    causes = clock("rules", lambda: questions.nx_causes(network, graph, asked))
    return {"peak": _peak(), "answers": _digests(closure, exposed, causes)}


def scipy(segments: int, clock: _Clock) -> dict[str, Any]:
    """Ask the same of arrays that are ready-made; no causes."""
    inventory = topology.wide(segments, SEED)
    network = connect(inventory, topology.AS_OF)
    arrays = questions.arrays_of(network, questions.asked(inventory, network))
    count = len(network.segments)
    questions.scipy_closure(
        arrays._replace(zones=dict(list(arrays.zones.items())[:1])), count
    )  # imports are not measured
    closure = clock("closure", lambda: questions.scipy_closure(arrays, count))
    exposed = clock("search", lambda: questions.scipy_exposed(arrays, count))
    return {"peak": _peak(), "answers": _digests(closure, exposed)}


def matrix(networks: int, clock: _Clock) -> dict[str, Any]:
    """What is forwarded between all networks, as `secaudit matrix --by network --relation forwards` finds it."""
    inventory = policies.policed(SIZE._replace(networks=networks), SEED)
    network = clock("build", lambda: connect(inventory, policies.AS_OF))
    names = sorted({segment.network for segment in network.segments})
    group_of = [names.index(segment.network) for segment in network.segments]
    (found,) = clock("matrix", lambda: tabulate(network, [group_of], "forwards"))
    related = sum(1 for line in found.pairs for pairs in line if pairs)
    return {"groups": len(names), "arcs": len(network.tails), "related": related, "peak": _peak(), "answers": []}


CONTESTANTS = {"secaudit": secaudit, "networkx": networkx, "scipy": scipy, "matrix": matrix}


def _digests(*answers: Any) -> list[str]:
    return [sha256(repr(_sorted(answer)).encode()).hexdigest() for answer in answers]


def _sorted(answer: Any) -> Any:
    if isinstance(answer, dict):
        return sorted((key, sorted(value)) for key, value in answer.items())
    return sorted(answer)


def run(name: str, size: int) -> dict[str, Any]:
    """One contestant in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--contestant", name, str(size)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode:
        raise SystemExit(f"{name} {size} ended with {said.returncode}: {said.stderr[-2000:]}")
    print(f"  {size} {name}: {said.stdout.strip()[:300]}", file=sys.stderr)
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def measure(size: int, names: Sequence[str], rounds: int) -> dict[str, dict[str, Any]]:
    """The medians of each contestant, who take turns."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(run(name, size))
    for several in zip(*(one["answers"] for all_runs in runs.values() for one in all_runs), strict=False):
        if len(set(several)) > 1:
            raise SystemExit(f"{size}: not all contestants give the same answers")
    return {name: several[0] | {"took": _medians(several)} for name, several in runs.items()}


def _medians(several: Sequence[dict[str, Any]]) -> dict[str, float]:
    return {part: median(one["took"][part] for one in several) for part in several[0]["took"]}


def table(measured: dict[int, dict[str, dict[str, Any]]]) -> str:
    """All sizes as Markdown."""
    rows = [
        "| segments | arcs | causes | who | build s | closure s | searches s | rules s | peak MB |",
        "| -: | -: | -: | - | -: | -: | -: | -: | -: |",
    ]
    for runs in measured.values():
        shape = runs["secaudit"]
        for name, one in runs.items():
            cells = [str(shape["segments"]), str(shape["arcs"]), str(shape["causes"]), name]
            cells += [_seconds(one["took"].get(part)) for part in ("build", "closure", "search", "rules")]
            rows.append(f"| {' | '.join(cells)} | {one['peak']} |")
    return "\n".join(rows)


def _seconds(took: float | None) -> str:
    return "-" if took is None else f"{took:.2f}"


def ratios(measured: dict[int, dict[str, dict[str, Any]]]) -> str:
    """What was promised, as ratios within one run."""
    rows = ["| segments | | figure | budget | |", "| -: | - | -: | -: | - |"]
    totals: dict[int, float] = {}
    for size, runs in measured.items():
        ours = runs["secaudit"]["took"]
        totals[size] = _sum(ours, "build", "closure", "rules")
        if "networkx" in runs:
            theirs = runs["networkx"]["took"]
            gain = _sum(theirs, "closure", "rules") / _sum(ours, "closure", "rules")
            rows.append(_row(size, "closure and rules, networkx / secaudit", gain, at_least=10))
            gain = _sum(theirs, "build", "closure", "rules") / totals[size]
            rows.append(_row(size, "the same with building the graph", gain))
            gain = _sum(theirs, "closure", "search") / _sum(ours, "closure", "search")
            rows.append(_row(size, "closure and searches without causes, networkx / secaudit", gain))
        if "scipy" in runs:
            theirs = runs["scipy"]["took"]
            loss = _sum(ours, "closure", "search") / _sum(theirs, "closure", "search")
            rows.append(_row(size, "closure and searches, secaudit / scipy", loss, at_most=10))
        peak = runs["secaudit"]["peak"]
        rows.append(_row(size, "peak MB", peak, at_most={100_000: 600, 1_000_000: 6_000}.get(size)))
        if size // 10 in totals:
            rows.append(_row(size, "growth from a tenth", totals[size] / totals[size // 10], at_most=15))
    return "\n".join(rows)


def _sum(took: dict[str, float], *parts: str) -> float:
    return sum(took[part] for part in parts)


def _row(size: int, what: str, figure: float, *, at_least: float | None = None, at_most: float | None = None) -> str:
    budget, kept = "", ""
    if at_least is not None or at_most is not None:
        budget = f">= {at_least}" if at_least is not None else f"<= {at_most}"
        kept = "PASS" if (at_least or 0) <= figure <= (at_most or figure) else "**miss**"
    return f"| {size} | {what} | {figure:.1f} | {budget} | {kept} |"


def curve(rounds: int) -> str:
    """The matrix for more and more networks of the same segments, gateways and entries."""
    rows = [
        "| networks | arcs | related pairs | connect s | matrix s | peak MB | budget | |",
        "| -: | -: | -: | -: | -: | -: | - | - |",
    ]
    for networks in NETWORKS:
        one = measure(networks, ["matrix"], rounds)["matrix"]
        total = _sum(one["took"], "build", "matrix")
        kept = ("< 60 s", "PASS" if total < 60 else "**miss**") if networks == SIZE.networks else ("", "")
        cells = [networks, one["arcs"], one["related"], _seconds(one["took"]["build"]), _seconds(one["took"]["matrix"])]
        rows.append(f"| {' | '.join(map(str, cells))} | {one['peak']} | {' | '.join(kept)} |")
    return "\n".join(rows)


def main() -> None:
    """Measure what was asked for and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[100_000], metavar="SEGMENTS")
    parser.add_argument("--rounds", type=int, default=3, help="medians of this many (default 3)")
    parser.add_argument("--networkx-up-to", type=int, default=100_000, metavar="N", help="it takes minutes beyond")
    parser.add_argument("--no-matrix", action="store_true", help="leave the matrix out")
    parser.add_argument("--contestant", choices=CONTESTANTS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contestant:
        gc.disable()  # as the command line does
        clock = _Clock()
        print(json.dumps(CONTESTANTS[arguments.contestant](arguments.sizes[0], clock) | {"took": clock.took}))
        return
    has_scipy = importlib.util.find_spec("scipy") is not None
    measured = {}
    for size in sorted(arguments.sizes):
        names = ["secaudit", *(["networkx"] if size <= arguments.networkx_up_to else []), *(["scipy"] * has_scipy)]
        measured[size] = measure(size, names, arguments.rounds)
    if measured:
        print(table(measured), ratios(measured), sep="\n\n")
    if not arguments.no_matrix:
        print(f"\n{curve(arguments.rounds)}")


if __name__ == "__main__":
    main()
