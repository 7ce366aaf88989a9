"""The number of a report: who has two reports with one number has the same result twice."""

import re
from hashlib import sha256

from secaudit.findings.edition import Edition
from secaudit.findings.report import Report

_NO_DIGIT = re.compile(r"[^0-9]")
_DIGITS_OF_DAY, _DIGITS = 8, 10


def number(report: Report) -> str:
    """`SA-20261122-3f9a1c2db0`: the day, and a digest over what the result follows from.

    That is the tool's version, the inventory, the rule packs, the options, the waivers that were applied, and for
    whom the edition is.
    """
    packs = [f"{pack.id}\0{pack.version}\0{pack.digest}" for pack in report.packs]
    options = [f"{key}\0{value}" for key, value in sorted(report.options.items())]
    waivers = [f"{waiver.id}\0{waiver.issued}\0{waiver.expires}" for waiver in report.waivers]
    parts = (
        report.version, report.as_of, report.inventory_digest, *report.scope, *packs, *options, *waivers,
        _edition(report.edition),
    )  # fmt: skip
    digest = sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"SA-{_NO_DIGIT.sub('', report.as_of)[:_DIGITS_OF_DAY]}-{digest[:_DIGITS]}"


def _edition(edition: Edition | None) -> str:
    if edition is None:
        return ""
    numbers = (sorted(edition.shown.items()), sorted(edition.withheld.items()))
    return f"{edition.kind}\0{edition.unit}\0{edition.level}\0{edition.secrecy}\0{numbers}"
