"""What to audit, by which rules, as of which day: everything that can change a result."""

import os
from pathlib import Path

from msgspec import Struct

from secaudit.findings.baseline import Known
from secaudit.findings.report import Report
from secaudit.findings.severity import Severity


class Request(Struct, frozen=True, kw_only=True):
    """What to audit, by which rules, as of which day (ISO date).

    `roots` are files and folders below `base`, to which names in the result are relative. `select` and `ignore`
    are beginnings of rule ids. `dossiers`: what was declared is to be told too, thing by thing. `baseline`: what an
    earlier audit found; `earlier`: its whole result, if that is there. `fix_within`: days that findings of a severity
    may stay open.
    """

    roots: tuple[Path, ...]
    base: Path
    as_of: str
    packs: tuple[Path, ...] = ()
    waivers: tuple[Path, ...] = ()
    parameters: dict[str, str | int] = {}
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: dict[str, str] = {}
    dossiers: bool = False
    baseline: tuple[Known, ...] | None = None
    earlier: Report | None = None
    fix_within: dict[Severity, int] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The roots as the result names them."""
        return tuple(Path(os.path.relpath(root, self.base)).as_posix() for root in self.roots)
