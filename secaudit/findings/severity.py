"""How much it costs if a finding is true."""

from typing import Literal, get_args

Severity = Literal["info", "low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
RANK: dict[Severity, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def at_level(table: Severity | dict[int, Severity], level: int | None) -> Severity:
    """The severity for a subject of a level; of an unknown level, the worst that the table holds.

    A table names the level from which on each severity holds: `{1: high, 3: critical}`.
    """
    if isinstance(table, str):
        return table
    if level is None:
        return max(table.values(), key=RANK.__getitem__)
    reached = [start for start in table if start <= level]
    return table[max(reached)] if reached else table[min(table)]
