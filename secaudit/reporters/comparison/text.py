"""A comparison for a terminal: one sentence, then section by section, long ones folded."""

from secaudit.findings.comparison import Comparison
from secaudit.findings.words import Words
from secaudit.reporters.comparison.outline import headline, sections
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import terminal

SHOWN = 20
_MORE = Words("và {n} nữa; dùng --report json=...", "and {n} more; use --report json=...")
_PERSISTING = Words("{n} phát hiện còn nguyên", "{n} findings persist")


def render(comparison: Comparison, options: RenderOptions) -> str:
    """The sentence, the sections, and how many findings are as they were."""
    language = options.language
    lines = [f"{comparison.old.name} ({comparison.old.as_of}) → {comparison.new_side.name} ({comparison.new_side.as_of})",
             headline(comparison, language)]  # fmt: skip
    for section in sections(comparison, language):
        lines += ["", f"{section.title} ({len(section.lines)})"]
        lines += [f"  {line}" for line in section.lines[:SHOWN]]
        if len(section.lines) > SHOWN:
            lines.append(f"  {_MORE.of(language).format(n=len(section.lines) - SHOWN)}")
    lines += ["", _PERSISTING.of(language).format(n=comparison.persisting)]
    return "\n".join(terminal(line) for line in lines) + "\n"
