"""The report as tables: a workbook, or one table as comma-separated values. They give bytes, not text.

What stands in a cell is data, never a formula, whoever wrote it.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from secaudit.findings.report import Report
from secaudit.reporters.options import RenderOptions

TableReporter = Callable[[Report, RenderOptions], bytes]
SHEETS = ("findings", "systems", "gateways", "controls", "waivers")


def _workbook(report: Report, options: RenderOptions) -> bytes:
    render: TableReporter = import_module(f"{__name__}.workbook").render
    return render(report, options)


def _values(sheet: str) -> TableReporter:
    def render(report: Report, options: RenderOptions) -> bytes:
        told: bytes = import_module(f"{__name__}.values").render(sheet, report, options)
        return told

    return render


TABLES: Mapping[str, TableReporter] = MappingProxyType(
    {"xlsx": _workbook, "csv": _values("findings")} | {f"csv-{sheet}": _values(sheet) for sheet in SHEETS[1:]}
)
