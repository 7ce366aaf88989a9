"""How large is the page of a report, and how long does it take to write and to open?

    python tests/benchmarks/bench_report.py                      # 100, 1,000 and 10,000 findings
    python tests/benchmarks/bench_report.py 10000 --rounds 5
    python tests/benchmarks/bench_report.py --result result.json # a saved result

Opened by headless Chromium from disk, each time by a fresh one. `load` is `loadEventEnd` of the page's own clock, `CPU`
what the thread of the page worked until then; both are medians of the rounds. On a busy machine the latter says more.
"""

import argparse
import gzip
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from secaudit.exchange.saved_result import read_result
from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters import browser
from tests.reporters.builders import big_report

MOST_BYTES, MOST_LOAD = 5_000_000, 1.0
_LOADED = "return performance.getEntriesByType('navigation')[0].loadEventEnd"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("findings", nargs="*", type=int, default=[100, 1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--result", type=Path)
    options = parser.parse_args()
    reports = [read_result(options.result)] if options.result else [big_report(count) for count in options.findings]
    print("| findings | systems | html MB | gzip MB | written s | elements | CPU s | load s | |")
    print("| -: | -: | -: | -: | -: | -: | -: | -: | - |")
    for report in reports:
        print(_row(report, options.rounds), flush=True)


def _row(report: Report, rounds: int) -> str:
    start = time.process_time()
    text = REPORTERS["html"](report, RenderOptions())
    written = time.process_time() - start
    data = text.encode()
    elements, worked, load = _opened(text, rounds)
    kept = len(data) < MOST_BYTES and load < MOST_LOAD
    return (
        f"| {len(report.verdicts)} | {len(report.systems)} | {len(data) / 1e6:.2f} | {len(gzip.compress(data)) / 1e6:.2f} | "
        f"{written:.2f} | {elements} | {worked:.2f} | {load:.2f} | {'PASS' if kept else '**miss**'} |"
    )


def _opened(text: str, rounds: int) -> tuple[int, float, float]:
    """How many elements the page has, the work of its thread, and how long it takes to load."""
    times, works = [], []
    with tempfile.TemporaryDirectory() as folder:
        address = browser.save(Path(folder), text)
        for _ in range(rounds):
            with browser.browser() as driver:  # a fresh one: no cache, no warm code
                driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
                driver.get("about:blank")
                driver.get(address)
                metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
                works.append(next(metric["value"] for metric in metrics if metric["name"] == "ThreadTime"))
                times.append(driver.execute_script(_LOADED) / 1000)  # type: ignore[no-untyped-call]
                elements = int(driver.execute_script("return document.getElementsByTagName('*').length"))  # type: ignore[no-untyped-call]
    return elements, median(works), median(times)


if __name__ == "__main__":
    main()
