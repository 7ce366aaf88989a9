"""Lasting names for what is told beside the findings."""

from hashlib import sha256

from secaudit.findings.report import SkipCard


def of_skip(skip: SkipCard) -> str:
    """The same tomorrow for the same file and reason: its message is not in it."""
    canonical = f"secaudit/v1\x1fINPUT\x1f{skip.name}\x1f{skip.reason}"
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
