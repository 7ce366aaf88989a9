"""How long a comparison takes: `python tests/benchmarks/bench_diff.py [SIZE] [--rounds N]`.

Two inventories that differ in one file are compared, and one of them is audited, in turns and each in a fresh
process; the figure is the ratio of the medians of their CPU times. The budget is 1.5.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.generator import write  # noqa: E402  (a script finds its own repository)

BUDGET = 1.5
COMMON = ("--as-of", "2026-11-22")


def _seconds(*arguments: str) -> float:
    """CPU seconds of one run of the command line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "secaudit", *arguments], cwd=ROOT, capture_output=True, check=False)
    if done.returncode > 1:
        sys.exit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a row of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("size", nargs="?", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        old.mkdir()
        write(chosen.size, old)
        shutil.copytree(old, new)
        touched = sorted(new.rglob("u*.yaml"))[3]
        touched.write_text(touched.read_text("utf-8").replace("level: 3", "level: 2", 1), "utf-8")
        audits, diffs = [], []
        for _ in range(chosen.rounds):
            audits.append(_seconds("audit", str(old), "-q", *COMMON))
            diffs.append(_seconds("diff", str(old), str(new), "-o", str(Path(folder, "diff.txt")), *COMMON))
    ratio = median(diffs) / median(audits)
    verdict = "PASS" if ratio <= BUDGET else "**miss**"
    print("| entities | audit CPU s | diff CPU s | ratio | budget | |\n| -: | -: | -: | -: | -: | - |")
    print(f"| {chosen.size} | {median(audits):.2f} | {median(diffs):.2f} | {ratio:.2f} | {BUDGET} | {verdict} |")


if __name__ == "__main__":
    main()
