"""What is mutated, and the tests that ought to notice."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
_NETWORK = (
    "services", "addresses", "ways", "redundancy", "exposure", "prevention", "selection", "denial", "device",
    "network", "construction", "selectors", "search", "conversations", "exact", "policies", "headers", "classes",
    "causes", "cuts", "passing", "surroundings", "groups", "obstacles", "naming", "flows", "permits", "areas", "matrix",
    "behind", "returns", "components", "parts", "division", "steps", "trails", "certainty",
)  # fmt: skip
_CHECKS = (
    "bridge", "adjacency", "redundancy", "shared_substrate", "one_way", "waypoint", "permitted_but_undeclared",
    "declared_but_blocked",
)  # fmt: skip
TARGETS = (
    *(f"secaudit/network/{name}.py" for name in _NETWORK),
    *(f"secaudit/checks/{name}.py" for name in _CHECKS),
    *(f"secaudit/policy/{name}.py" for name in ("uncovered", "records")),
    *(f"secaudit/levels/{name}.py" for name in ("table", "determination")),
)
TESTS = (
    "tests/network", "--ignore=tests/network/test_kernel.py", "--ignore=tests/network/test_clingo.py",
    "tests/unit/checks", "tests/unit/levels", "tests/unit/network_questions", "tests/unit/packs", "tests/unit/policy",
)  # fmt: skip
