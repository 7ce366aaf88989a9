"""The sample reports of the fictional ministry: `python -m tests.reporters.samples` writes them anew.

A test holds that they are what the product writes today, so that whoever looks at them sees the product.
"""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from secaudit.findings.report import Report
from secaudit.pipeline import Request, audit
from secaudit.pipeline.calendar import calendar
from secaudit.reporters import REPORTERS, RenderOptions

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "reports/sample"
AS_OF = "2026-11-22"


MONTHS = 3


@cache
def ministry_report() -> Report:
    """The audit of the ministry, as the samples tell it, with a look ahead."""
    request = Request(roots=(ROOT / "inventories/ministry",), base=ROOT, as_of=AS_OF, dossiers=True)
    return replace(audit(request), due=calendar(request, MONTHS).due)


def samples() -> dict[str, str]:
    """The name and text of every sample."""
    report = ministry_report()
    pages = {
        f"ministry.{language}.html": REPORTERS["html"](report, RenderOptions(language=language))
        for language in ("vi", "en")
    }
    return pages | {"ministry.md": REPORTERS["markdown"](report, RenderOptions(language="vi"))}


def main() -> None:
    """Write every sample."""
    for name, text in samples().items():
        (SAMPLES / name).write_text(text, "utf-8", newline="\n")
        print(name, len(text))


if __name__ == "__main__":
    main()
