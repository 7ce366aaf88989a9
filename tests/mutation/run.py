"""Plant small faults in a module, one at a time, and see whether the quick tests notice (README.md says how).

The tests are collected once. For every mutant the process forks; the child swaps the code of the functions in place and
runs the tests that pass the lines of the mutant, quickest and deadliest first, until one fails.
"""

import ast
import functools
import json
import os
import pickle
import resource
import signal
import sys
import time
import types
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from secaudit import packs, pipeline
from tests.mutation.accepted import accepted
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.targets import ROOT, TARGETS, TESTS
from tests.mutation.trials import Trial, chosen

MEMORY, PATIENCE, STARTING, WATCHED, LONGEST = 2 << 30, 2, 3, 200, 20
PLAIN = (int, str, tuple, bytes, frozenset, bool, dict)


def forked(work: Callable[[], Any], seconds: int | None = None) -> Any:
    """What some work gives in a process of its own; None if that dies or uses more time than it may."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            signal.alarm(4 * seconds)  # what sleeps uses no time
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            told = pickle.dumps(work())
        except BaseException as error:  # noqa: BLE001  (a mutant may raise anything)
            told = pickle.dumps(f"raises {error!r}")
        os.write(writing, told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(told) if told else None


def traced(trial: Trial, files: dict[str, str]) -> tuple[bool, float, dict[str, set[int]]]:
    """Whether a test passes, how long it takes, and the lines of the targets that it passes."""
    lines: dict[str, set[int]] = {}

    def local(frame: types.FrameType, event: str, _: object) -> Any:
        lines.setdefault(files[frame.f_code.co_filename], set()).add(frame.f_lineno)
        return local

    calls = Counter[types.CodeType]()

    def begin(frame: types.FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        calls[frame.f_code] += 1
        return local if calls[frame.f_code] <= WATCHED else None

    forget()
    start = time.process_time()
    sys.settrace(begin)
    passes = trial.run()
    sys.settrace(None)
    return passes, time.process_time() - start, lines


def swap(mutant: Mutant, tree: ast.Module) -> None:
    """Put the code of a mutant in the place of the code that runs, and forget what was remembered."""
    mutant.plant()
    name = mutant.module.removesuffix(".py").replace("/", ".")
    old = sys.modules[name]
    new = types.ModuleType(name)
    new.__file__ = old.__file__
    exec(compile(ast.fix_missing_locations(tree), str(old.__file__), "exec"), new.__dict__)
    _graft(vars(old), vars(new), name)
    forget()


def forget() -> None:
    """Empty what the package remembers of earlier answers."""
    for module in [module for key, module in sys.modules.items() if key.startswith("secaudit")]:
        for value in vars(module).values():
            if isinstance(value, functools._lru_cache_wrapper):
                value.cache_clear()


def _graft(old: Any, new: Any, name: str) -> None:
    for key, value in list(new.items()):
        other, made = _function(old.get(key)), _function(value)
        if isinstance(made, types.FunctionType) and isinstance(other, types.FunctionType):
            if made.__module__ == name:
                other.__code__, other.__defaults__ = made.__code__, made.__defaults__
                other.__kwdefaults__ = made.__kwdefaults__
        elif isinstance(made, type) and made.__module__ == name:
            _graft(vars(other), vars(made), name)
            for attribute, constant in vars(made).items():
                if isinstance(constant, PLAIN) and vars(other).get(attribute) != constant and attribute[:2] != "__":
                    setattr(other, attribute, constant)
        elif isinstance(made, PLAIN) and other != made and "__name__" in old and key[:2] != "__":
            _replace(key, other, made)


def _replace(key: str, old: object, new: object) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("secaudit") and vars(module).get(key) == old:
            setattr(module, key, new)


def _function(value: Any) -> Any:
    for way in ("__wrapped__", "__func__", "fget", "func"):
        if not isinstance(value, types.FunctionType | type) and hasattr(value, way):
            value = getattr(value, way)
    return value


def killer(mutant: Mutant, tree: ast.Module, trials: Sequence[Trial]) -> str | None:
    """The first test that fails; None if all pass."""
    swap(mutant, tree)
    return next((trial.name for trial in trials if not trial.run()), None)


class Results:
    """What became of each mutant, by target, in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.accepted = frozenset(accepted())
        self.rows = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def survived(self, mutant: Mutant) -> bool:
        """Whether a mutant survived last time and nobody has argued for it, or is new."""
        name = (mutant.module, mutant.function, mutant.before, mutant.after)
        rows = {(row["function"], row["before"], row["after"]): row for row in self.rows.get(mutant.module, ())}
        row = rows.get(name[1:])
        return row is None or (row["outcome"] == "survived" and name not in self.accepted)

    def keep(self, target: str, rows: list[dict[str, Any]]) -> None:
        """Write down what was found; what was not tried again stays, if the mutant still exists."""
        known = {(row["function"], row["before"], row["after"]): row for row in (*self.rows.get(target, ()), *rows)}
        made = [(mutant.function, mutant.before, mutant.after) for mutant in mutants(ROOT, target)[1]]
        self.rows[target] = [known[key] for key in made if key in known]
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(json.dumps(self.rows, indent=1, ensure_ascii=False), encoding="utf-8")

    def sum_up(self) -> None:
        """Print the table of the README, and the survivors that nobody has argued for."""
        for target in TARGETS:
            rows = self.rows.get(target, ())
            count = Counter(row["outcome"] for row in rows)
            print(f"| `{target}` | {len(rows)} | {count['killed']} | {count['timeout']} | {count['survived']} |")
        for target, rows in self.rows.items():
            for row in rows:
                if (
                    row["outcome"] == "survived"
                    and (target, row["function"], row["before"], row["after"]) not in self.accepted
                ):
                    print(f"- `{target}` `{row['function']}`: `{row['before']}` → `{row['after']}`")


class Campaign:
    """The plugin: runs instead of the tests that were collected."""

    def __init__(
        self, targets: Sequence[str], examples: int, budget: float, wanted: Callable[[Mutant], bool], keep: Any
    ) -> None:
        self.targets = targets
        self.examples = examples
        self.budget = budget
        self.wanted = wanted
        self.keep = keep

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        trials = list(self._measured([*self._trials(session), Trial(examples_hold, "tests/rules")]))
        for target in self.targets:
            self.keep(target, list(self._judge(target, trials)))
        return True

    def _trials(self, session: pytest.Session) -> Iterator[Trial]:
        for item in session.items:
            inner = getattr(item, "obj", None)
            own = getattr(inner, "_hypothesis_internal_use_settings", None)
            if own is not None:
                inner._hypothesis_internal_use_settings = settings(
                    own, max_examples=min(own.max_examples, self.examples), derandomize=True, database=None, deadline=None,
                    phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
                )  # fmt: skip
            yield Trial(functools.partial(_passes, item), item.nodeid)

    def _measured(self, trials: Sequence[Trial]) -> Iterator[Trial]:
        files = {str(ROOT / target): target for target in self.targets}
        for trial in trials:
            told = forked(functools.partial(traced, trial, files), LONGEST)
            if isinstance(told, tuple) and told[0]:
                trial.seconds, trial.lines = told[1:]
                yield trial
            else:
                print(
                    f"left out, it fails or takes too long by itself: {trial.name} {told if isinstance(told, str) else ''}",
                    flush=True,
                )

    def _judge(self, target: str, trials: Sequence[Trial]) -> Iterator[dict[str, Any]]:
        tree, made = mutants(ROOT, target)
        start, latest, kills = time.monotonic(), list[str](), Counter[str]()
        print(
            f"# {target}: {len(made)} mutants, {sum(t.seconds for t in trials):.0f} s of {len(trials)} tests",
            flush=True,
        )
        for mutant in filter(self.wanted, made):
            meeting = chosen([trial for trial in trials if trial.meets(mutant)], kills, latest[-3:], self.budget)
            told: Any = "survived"
            if meeting:
                patience = STARTING + int(PATIENCE * sum(trial.seconds for trial in meeting))
                told = forked(functools.partial(_outcome, mutant, tree, meeting), patience)
            by = told[1] if isinstance(told, tuple) else None
            outcome = (
                "timeout" if told is None else "killed" if told[0] == "killed" or isinstance(told, tuple) else told
            )
            if outcome.startswith("raises"):
                outcome, by = "killed", outcome
            if by:
                latest.append(by)
                kills[by] += 1
            if outcome == "survived":
                print(f"{mutant.line}: {mutant.name}{'' if meeting else '  (no test)'}", flush=True)
            yield {
                "function": mutant.function, "line": mutant.line, "before": mutant.before, "after": mutant.after,
                "outcome": outcome, "by": by, "tests": len(meeting),
            }  # fmt: skip
        print(f"# {target}: {time.monotonic() - start:.0f} s", flush=True)


def _outcome(mutant: Mutant, tree: ast.Module, trials: Sequence[Trial]) -> tuple[str, str] | str:
    by = killer(mutant, tree, trials)
    return "survived" if by is None else ("killed", by)


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False))


def examples_hold() -> bool:
    """Whether every example of every shipped rule finds what it says."""
    return not any(difference for _, _, difference in pipeline.try_examples(packs.shipped()))


def main(arguments: Sequence[str]) -> None:
    """Judge some targets (all, if none is named) and write down what became of each mutant."""
    names = [argument for argument in arguments if not argument.startswith("-")] or list(TARGETS)
    options = dict(argument.lstrip("-").split("=", 1) for argument in arguments if argument.startswith("-"))
    results = Results(Path(options.get("results", ROOT / "build" / "mutation.json")))
    wanted = results.survived if options.get("again") == "survivors" else lambda _: True
    campaign = Campaign(
        names, int(options.get("examples", "25")), float(options.get("budget", "10")), wanted, results.keep
    )  # fmt: skip
    pytest.main(
        [
            "-q",
            "-s",
            "-p",
            "no:cacheprovider",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
            *options.get("tests", " ".join(TESTS)).split(),
        ],
        [campaign],
    )
    results.sum_up()


if __name__ == "__main__":
    main(sys.argv[1:])
